"""From events to what a page draws of them."""
