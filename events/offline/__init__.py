"""The reading site as files that need no server: pages as the site makes them, with relative links."""
