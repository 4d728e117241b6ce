"""What the site says of itself, on every page."""
