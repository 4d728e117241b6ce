"""What readers see, read once for every use: list, page, JSON, CSV; and the numbered versions of what they saw."""
