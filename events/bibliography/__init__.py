"""Works as bibliographies name them, and names as lists sort them."""
