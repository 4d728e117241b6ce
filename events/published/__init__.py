"""What readers see of events, read once for every use: list, page, JSON, CSV."""
