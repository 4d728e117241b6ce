"""Files that people bring, as plain text: words, where each stands, and notes; imports no model and asks no network."""

from events.extraction.extracted import Extracted, ExtractedNote, Locator, Unreadable
from events.extraction.reading import extract

__all__ = ["Extracted", "ExtractedNote", "Locator", "Unreadable", "extract"]
