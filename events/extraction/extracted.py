"""What is known of a file once it has been read, and how large a file may be."""

from collections.abc import Iterator
from dataclasses import dataclass, field

MAX_BYTES = 30_000_000
MAX_UNPACKED = 200_000_000
"""Bytes of a packed file (DOCX, ODT) once it is unpacked."""
MAX_CHARACTERS = 6_000_000
MAX_PAGES = 5_000


class Unreadable(Exception):
    """A file that is not read. Its message is a sentence for people that says why, and what they can do."""


@dataclass(frozen=True, slots=True)
class Locator:
    """Where in the work `text[start:end]` stands.

    `page`: the page's label as printed, else its number. `heading`: the line is a heading, the label its words.
    `section`: from a heading to the next of its level or above, the label the heading's words. Pages and sections may
    begin within a passage.
    """

    start: int
    end: int
    kind: str
    label: str


@dataclass(frozen=True, slots=True)
class ExtractedNote:
    """A footnote, an endnote or a reference: `marker` stands at `offset` of the text, mostly as `[marker]`.

    A note that is called twice is there twice. `text` is the note's own text, in one line.
    """

    marker: str
    offset: int
    text: str


@dataclass(frozen=True, slots=True)
class Extracted:
    """A file as a document's text: one paragraph a line, `\\n` between them, none at the end; NFC, plain spaces.

    All offsets count code points of `text`, ends are exclusive.
    """

    text: str
    title: str
    language: str
    """As the file says, a BCP 47 tag; blank if it does not."""
    format: str
    """text, markdown, html, wikitext, docx, odt, pdf or tei."""
    extractor: str
    """The library that read it, and its version."""
    sha256: str
    """Of the file as it came."""
    locators: tuple[Locator, ...] = field(default=())
    references: tuple[ExtractedNote, ...] = field(default=())

    def at(self, offset: int) -> Iterator[Locator]:
        """The locators that hold a character, the widest first."""
        holding = [each for each in self.locators if each.start <= offset < each.end]
        yield from sorted(holding, key=lambda each: each.start - each.end)

    def page(self, offset: int) -> str:
        """The label of the page on which a character stands, blank where pages are unknown."""
        return next((each.label for each in self.at(offset) if each.kind == "page"), "")
