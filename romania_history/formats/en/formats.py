"""Dates of the office in English: the day first, and the hours as a clock counts them."""

DATE_FORMAT = "j N Y"
DATETIME_FORMAT = "j N Y, H:i"
