"""The API, version 1: which records it has and as what, page by page, and its description (OpenAPI 3.1)."""
