"""Records as linked data (JSON-LD 1.1): one description of each, for its page, its address and downloads."""
