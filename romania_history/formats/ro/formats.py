"""Dates of the office in Romanian."""

DATE_FORMAT = "j N Y"
DATETIME_FORMAT = "j N Y, H:i"
