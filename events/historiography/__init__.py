"""Who argues what about an event, in which order and in whose voice, and where two views meet and part."""
