"""Pages, downloads and suggestions for readers: a view asks the rooms below, and has no rules of its own."""
