"""Paragraphs as readers of formats write them, and the text that they make together, with its offsets."""

import re
import unicodedata
from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import islice

from django.utils.translation import gettext as _

from events.extraction.extracted import MAX_CHARACTERS, ExtractedNote, Locator, Unreadable

# White space of all kinds, line breaks included, is one blank; what has no shape is taken out. ZWNJ and ZWJ stay: some
# scripts need them.
_BLANK = re.compile(r"\s+")
_SHAPELESS = re.compile(
    r"[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\u00ad\u200b\ufeff\ufffe\uffff\u2060\ufff9-\ufffb\ud800-\udfff]"
)

NOTES_HEADING = re.compile(
    r"(?:\d+\.?\s*)?(?:foot|end)?(?:notes?|references?|citations?|anmerkungen|fu(?:ß|ss)noten|einzelnachweise|"
    r"note de (?:subsol|final)|referințe|note și referințe|notes and references|works cited)\s*:?",
    re.IGNORECASE,
)
_NUMBERED = re.compile(r"(?:\[(\d{1,3})\]|\((\d{1,3})\)|(\d{1,3})[.)]|([⁰¹²³⁴-⁹]{1,4})|(\d{1,3})(?=\s))\s*(?=\S)")
_DIGITS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")
_SUPERSCRIPTS = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_UNIT = re.compile(r"(?:\b(?:[kcdm]?m)|\d)\Z")
CALL = re.compile(r"\[(\d{1,3})\]|(?<=[^\s\d⁰¹²³⁴-⁹])([⁰¹²³⁴-⁹]{1,3})")
"""A number in the text that may call a note."""
MARKER = re.compile(r"\d{1,3}|(?:note|nota|nb|n) \d{1,4}|[a-z]")
"""What may stand in the brackets of a marker as it is printed."""


def clean(words: str) -> str:
    """Words in NFC, with plain single blanks and nothing that has no shape; blanks at the ends stay, as one."""
    return unicodedata.normalize("NFC", _BLANK.sub(" ", _SHAPELESS.sub("", words)))


@dataclass
class Paragraph:
    """A line of the text; `level` is that of a heading (1 is the highest), 0 is none."""

    text: str = ""
    level: int = 0
    marks: list[tuple[int, str, str]] = field(default_factory=list)
    """Offset, marker, and the key of its note, which may be unknown."""
    pages: list[tuple[int, str]] = field(default_factory=list)
    """Offset and label of pages that begin here."""


class Writer:
    """Takes the words of a file in their order; knows what has been written, and nothing of formats."""

    def __init__(self) -> None:
        self.paragraphs: list[Paragraph] = []
        self.notes: dict[str, str] = {}
        """The notes' texts, by key."""
        self._parts: list[str] = []
        self._length = self._written = 0
        self._now = Paragraph()
        self._ends_blank = True
        self._called = 0
        self._markers: dict[str, str] = {}

    def write(self, words: str) -> None:
        words = clean(words)
        if self._ends_blank:
            words = words.lstrip(" ")
        if words:
            self._parts.append(words)
            self._length += len(words)
            self._ends_blank = words.endswith(" ")
            self._written += len(words)
            if self._written > MAX_CHARACTERS:
                raise Unreadable(
                    _("The text is longer than %(most)s characters. Bring it in parts.")
                    % {"most": f"{MAX_CHARACTERS:,}"}
                )

    def mark(self, key: str, printed: str = "") -> None:
        """The marker of a note: as printed if it can stand in brackets, else the next number."""
        printed = clean(printed).strip(" []()").translate(_DIGITS)
        marker = self._markers.get(key, "") if key else printed
        if not marker:
            self._called += 1
            marker = printed if MARKER.fullmatch(printed) else str(self._called)
            marker = marker if len(marker) < 4 or " " in marker else f"n {marker}"
            self._markers[key] = marker
        self._now.marks.append((self._length, marker, key))
        self.write(f"[{marker}]")

    def superscript(self, digits: str) -> None:
        """Raised digits without a link: a marker, or the exponent of a unit or of a number."""
        before = "".join(self._parts[-2:])
        if _UNIT.search(before) and not re.search(r"\d{4}\Z", before):
            self.write(digits.translate(_SUPERSCRIPTS))
        else:
            self.mark("", digits)

    def page(self, label: str) -> None:
        """A page begins here."""
        self._now.pages.append((self._length, clean(label).strip()))

    def close(self, level: int = 0) -> None:
        """Ends the paragraph, if there is one; a heading if it has a level."""
        text = "".join(self._parts).rstrip(" ")
        if text:
            self._now.text, self._now.level = text, level
            self.paragraphs.append(self._now)
            self._now = Paragraph()
        else:
            self._now.pages = [(0, label) for _at, label in self._now.pages[-1:]]
        self._parts, self._length, self._ends_blank = [], 0, True


def in_one_line(writer: Writer) -> str:
    """What a writer was given, as the text of a note."""
    writer.close()
    return " ".join(paragraph.text for paragraph in writer.paragraphs)


def take_numbered_notes(writer: Writer) -> None:
    """Takes numbered notes out of a text's end, where markers of the text call them.

    They stand under a heading such as "Notes", or are the last paragraphs; each begins with the number that calls it.
    """
    paragraphs = writer.paragraphs
    headings = [at for at, each in enumerate(paragraphs) if len(each.text) < 40 and NOTES_HEADING.fullmatch(each.text)]
    for begin in [*headings[-1:], *_last_numbered(paragraphs)]:
        found = _numbered(paragraphs[begin:])
        if not found:
            continue
        called = [
            (paragraph, match)
            for paragraph in paragraphs[:begin]
            for match in CALL.finditer(paragraph.text)
            if number_of(match) in found
        ]
        if not called or len({number_of(match) for _paragraph, match in called}) * 2 < len(found):
            continue
        for paragraph, match in called:
            if not any(at == match.start() and key for at, _marker, key in paragraph.marks):
                paragraph.marks = [mark for mark in paragraph.marks if mark[0] != match.start()]
                paragraph.marks.append((match.start(), number_of(match), f"numbered {number_of(match)}"))
                paragraph.marks.sort()
        writer.notes |= {f"numbered {number}": text for number, text in found.items()}
        del paragraphs[begin:]
        return


def attach(writer: Writer, notes: list[tuple[str, str]]) -> None:
    """Gives notes to the numbers that call them; both come in the order of the text, and numbers may begin anew."""
    waiting = deque(notes)
    for paragraph in writer.paragraphs:
        for match in CALL.finditer(paragraph.text):
            number = number_of(match)
            nearest = next((at for at, (each, _text) in enumerate(islice(waiting, 30)) if each == number), None)
            if nearest is None:
                continue
            for _skipped in range(nearest):
                waiting.popleft()
            key = f"foot {len(waiting)}"
            writer.notes[key] = waiting.popleft()[1]
            paragraph.marks = [mark for mark in paragraph.marks if mark[0] != match.start()]
            paragraph.marks.append((match.start(), number, key))


def number_of(match: re.Match[str]) -> str:
    """The number that calls or begins a note, in plain digits."""
    number = next(group for group in match.groups() if group)
    return str(int(number.translate(_DIGITS)))


def _numbered(paragraphs: list[Paragraph]) -> dict[str, str]:
    """The texts of numbered notes, by number; none if the paragraphs are anything else."""
    found: dict[str, str] = {}
    for at, paragraph in enumerate(paragraphs):
        if at == 0 and NOTES_HEADING.fullmatch(paragraph.text):
            continue
        if not (match := _NUMBERED.match(paragraph.text)):
            return {}
        if (number := number_of(match)) in found:
            return {}
        found[number] = paragraph.text[match.end() :]
    return found


def _last_numbered(paragraphs: list[Paragraph]) -> list[int]:
    begin = len(paragraphs)
    while begin and _NUMBERED.match(paragraphs[begin - 1].text):
        begin -= 1
    # A body whose paragraphs are numbered is no list of notes.
    return [begin] if 0 < begin < len(paragraphs) else []


def drop_empty_notes_headings(paragraphs: list[Paragraph]) -> None:
    """Takes out headings of notes under which nothing is left."""
    for at in range(len(paragraphs) - 1, -1, -1):
        level = paragraphs[at].level
        follows = paragraphs[at + 1] if at + 1 < len(paragraphs) else None
        if level and NOTES_HEADING.fullmatch(paragraphs[at].text) and (follows is None or 0 < follows.level <= level):
            if follows is not None:
                follows.pages = [(0, label) for _at, label in paragraphs[at].pages] + follows.pages
            del paragraphs[at]


def assemble(writer: Writer) -> tuple[str, tuple[Locator, ...], tuple[ExtractedNote, ...]]:
    """The text of all paragraphs, where its pages, sections and headings stand, and the notes that it calls."""
    writer.close()
    take_numbered_notes(writer)
    drop_empty_notes_headings(writer.paragraphs)
    references, headings, pages = [], [], []
    start = 0
    for paragraph in writer.paragraphs:
        end = start + len(paragraph.text)
        if paragraph.level:
            headings.append((start, end, paragraph.level, paragraph.text))
        pages += [(start + min(at, len(paragraph.text)), label) for at, label in paragraph.pages]
        references += [
            ExtractedNote(marker, start + at, writer.notes[key])
            for at, marker, key in paragraph.marks
            if writer.notes.get(key)
        ]
        start = end + 1
    text = "\n".join(paragraph.text for paragraph in writer.paragraphs)
    locators = [*_headings_and_sections(headings, len(text)), *_pages(pages, len(text))]
    return text, tuple(sorted(locators, key=lambda each: (each.start, -each.end, each.kind))), tuple(references)


def _headings_and_sections(headings: list[tuple[int, int, int, str]], length: int) -> Iterable[Locator]:
    ends = [length] * len(headings)
    open_: list[int] = []
    for at, (start, _end, level, _text) in enumerate(headings):
        while open_ and headings[open_[-1]][2] >= level:
            ends[open_.pop()] = start
        open_.append(at)
    for (start, end, _level, text), until in zip(headings, ends, strict=True):
        yield Locator(start, end, "heading", text)
        yield Locator(start, until, "section", text)


def _pages(pages: list[tuple[int, str]], length: int) -> Iterable[Locator]:
    for at, (start, label) in enumerate(pages):
        end = pages[at + 1][0] if at + 1 < len(pages) else length
        if label and start < end:
            yield Locator(start, end, "page", label)
