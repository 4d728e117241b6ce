"""Downloads of a view: the same parameters, the same selection, the same order as the page."""
