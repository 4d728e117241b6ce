"""Lines as a printer or a typewriter left them, put together again: paragraphs from pages of lines."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from events.extraction.paragraphs import CALL, NOTES_HEADING, Writer, attach, in_one_line, number_of

NARROWEST, WIDEST = 35, 120
"""Characters of a line that somebody may have wrapped; a longer one is a paragraph, shorter ones a list."""
_HEADING = re.compile(
    r"(?:chapter|part|capitolul|partea|kapitel|teil|chapitre|глава)\s"
    r"(?:\d{1,3}|[ivxlc]{1,7}|one|two|three|four|five|six|seven|eight|nine|ten|întâi)\b",
    re.IGNORECASE,
)
_LAST = re.compile(r"[.!?…:;][\"'”’»›)\]]*(?:\s?\[[^\]\s]{1,5}\]|[⁰¹²³⁴-⁹])*\s*\Z")
_ITEM = re.compile(r"\s*(?:[-*•·‣▪–—]\s+\S|\(?(?:\d{1,3}|[a-z]|[ivx]{1,5})[.)]\s+\S|\[\d{1,3}\]\s)")
_HYPHEN = re.compile(r"([^\W\d_]+)[-\u2010\u00ad\u00ac\ufffe]\s*\Z")
_PAGE_NUMBER = re.compile(
    r"[\s\[(|.·•–—-]*(?:(?:page|p\.|pag\.|pagina|seite|s\.)\s*)?(\d{1,4}|[ivxlc]{1,7})(?:\s*(?:/|of|din|von)\s*\d{1,4})?[\s\])|.·•–—-]*",
    re.IGNORECASE,
)
_WORD = re.compile(r"[^\W\d_]+(?:[-\u2010][^\W\d_]+)*")
_NOTE = re.compile(r"\s*(?:[\[(]?(\d{1,3})[\])]?[.)]?\s|([⁰¹²³⁴-⁹]{1,3})\s?)\s*(?=\S)")
EDGE = 2
"""Lines at the head and at the foot of a page among which running heads and page numbers are looked for."""


@dataclass
class PrintedPage:
    lines: list[str]
    label: str = ""
    foot: int | None = None
    """The line from which on the letters are smaller, where that is known."""

    def drop(self, edge: int) -> None:
        """Takes the first line (0) or the last (-1) away."""
        del self.lines[edge]
        if edge == 0 and self.foot:
            self.foot -= 1


def write_pages(pages: Sequence[PrintedPage], writer: Writer, page_breaks: bool = True) -> None:
    """Writes pages of lines as paragraphs, without running heads and page numbers, which become the pages' labels."""
    notes = []
    if page_breaks:
        number_pages(pages)
        notes = take_notes_at_the_foot(pages)
    lines: list[str | PrintedPage] = []
    for page in pages:
        lines += [page, *page.lines] if page_breaks else page.lines
    words = Counter(
        word.casefold() for page in pages for line in page.lines for word in _WORD.findall(line.rstrip().rstrip("-"))
    )
    _write(lines, _wrapped_at([line for page in pages for line in page.lines]), words, writer)
    for paragraph in writer.paragraphs:
        paragraph.level = int(_is_heading(paragraph.text))
    attach(writer, notes)


def number_pages(pages: Sequence[PrintedPage]) -> None:
    """Takes running heads and page numbers off the pages, and labels each by the number printed on it, or its place."""
    heads = _repeated(pages)
    printed: list[str] = []
    for page in pages:
        number = ""
        for edge in (0, -1):
            for _line in range(EDGE + 1):
                while page.lines and not page.lines[edge].strip():
                    page.drop(edge)
                if not page.lines:
                    break
                line = page.lines[edge].strip()
                if match := _PAGE_NUMBER.fullmatch(line[:WIDEST]):
                    number = number or match[1]
                elif _shape(line) in heads:
                    if not number and (match := re.search(r"\A\d{1,4}\b|\b\d{1,4}\Z", line)):
                        number = match[0]
                else:
                    break
                page.drop(edge)
        printed.append(number)
    steady = Counter(int(number) - at for at, number in enumerate(printed, 1) if number.isdecimal())
    shift, often = steady.most_common(1)[0] if steady else (0, 0)
    for at, (page, number) in enumerate(zip(pages, printed, strict=True), 1):
        if number and not number.isdecimal():
            page.label = number.lower()
        else:
            page.label = page.label or str(at + shift if often >= max(2, len(pages) / 4) and at + shift > 0 else at)


def take_notes_at_the_foot(pages: Sequence[PrintedPage]) -> list[tuple[str, str]]:
    """Takes the notes off the pages' feet: what is smaller there, or stands apart, and begins with a number that the
    page calls. What a foot begins with is the rest of the last page's note."""
    notes: list[tuple[str, str]] = []
    for page in pages:
        begin = page.foot if page.foot is not None else _last_block(page.lines)
        called = {number_of(match) for line in page.lines[:begin] for match in CALL.finditer(line)}
        found: list[tuple[str, list[str]]] = []
        rest: list[str] = []
        for line in page.lines[begin:]:
            match = _NOTE.match(line)
            number = number_of(match) if match else ""
            if match and number in called and (not found or int(number) > int(found[-1][0])):
                found.append((number, [line[match.end() :]]))
            elif line.strip():
                (found[-1][1] if found else rest).append(line)
        if not found or (rest and (page.foot is None or not notes)):
            continue
        if rest:
            notes[-1] = (notes[-1][0], _one_line([notes[-1][1], *rest]))
        notes += [(number, _one_line(lines)) for number, lines in found]
        del page.lines[begin:]
    return notes


def _is_heading(words: str) -> bool:
    """Whether a paragraph is a heading as typewriters have them: in capitals, or a chapter's number."""
    shouts = words.isupper() and sum(map(str.isalpha, words)) > 3
    return len(words) < 80 and not _LAST.search(words) and (shouts or _HEADING.match(words) is not None)


def _last_block(lines: Sequence[str]) -> int:
    """Where the last lines begin that a blank line, or a rule, parts from the text."""
    at = len(lines)
    while at and (line := lines[at - 1].strip()) and not re.fullmatch(r"[_—–-]{3,}", line):
        at -= 1
    return at if at else len(lines)


def _one_line(lines: Sequence[str]) -> str:
    """Lines of a note, joined."""
    writer = Writer()
    for at, line in enumerate(lines):
        if at:
            _join(lines[at - 1], line, Counter(), writer)
        else:
            writer.write(_without_hyphen(line))
    return in_one_line(writer)


def _shape(line: str) -> str:
    return re.sub(r"\d+", "#", " ".join(line.split())).casefold()


def _repeated(pages: Sequence[PrintedPage]) -> set[str]:
    """The shapes of lines that stand at the edges of many pages."""
    counts: Counter[str] = Counter()
    for page in pages:
        filled = [line for line in page.lines if line.strip()]
        counts.update({_shape(line) for line in [*filled[:EDGE], *filled[-EDGE:]] if len(line) < WIDEST})
    return {shape for shape, count in counts.items() if count >= 3 and count * 5 >= len(pages)}


def _wrapped_at(lines: Sequence[str]) -> int:
    """The width at which the lines were wrapped, 0 if each is a paragraph."""
    inner = [(one.rstrip(), two) for one, two in pairwise(lines) if one.strip() and two.strip()]
    if not inner:
        return 0
    lengths = sorted(len(one.expandtabs()) for one, _two in inner)
    width = lengths[len(lengths) * 95 // 100]
    ended = sum(1 for one, _two in inner if _LAST.search(one))
    full = sum(1 for one, two in inner if _is_full(one, two, width))
    if not NARROWEST <= width <= WIDEST or ended * 2 > len(inner) or full * 2 < len(inner):
        return 0
    return width


def _is_full(line: str, following: str, width: int) -> bool:
    """Whether the next line's first word would not have fitted on this one; nearly, for a typewriter's is ragged."""
    first = following.split(maxsplit=1)[0]
    return len(line.expandtabs().rstrip()) + 1 + len(first) > width * 0.87


def _write(lines: Sequence[str | PrintedPage], width: int, words: Counter[str], writer: Writer) -> None:
    before = ""  # the line before, "" where a paragraph begins
    broken = False  # whether a page ended since, or a blank line came
    for line in lines:
        if isinstance(line, PrintedPage):
            if not _continues_over(before):
                writer.close()
                before = ""
            broken = bool(before)
            if not _hyphen(before):
                writer.page(line.label)
                waiting = ""
            else:
                waiting = line.label
            if waiting:
                writer.page(waiting)
            continue
        if not line.strip():
            if not broken:
                writer.close()
                before = ""
            continue
        if before and not _goes_on(before, line, width, broken):
            writer.close()
            before = ""
        broken = False
        if before:
            _join(before, line, words, writer)
        else:
            writer.write(_without_hyphen(line))
        before = line
    writer.close()


def _continues_over(before: str) -> bool:
    """Whether a paragraph may go on behind the end of a page."""
    return bool(before.strip()) and not _LAST.search(before)


def _goes_on(before: str, line: str, width: int, over_a_page: bool) -> bool:
    if not width and not _hyphen(before):
        return False
    if NOTES_HEADING.fullmatch(before.strip()):
        return False
    begins = line.lstrip()
    if _hyphen(before) and begins[:1].islower():
        return True
    if over_a_page:
        return begins[:1].islower() or _is_full(before, line, width)
    if _indent(line) > _indent(before) + 1 and not begins[:1].islower() and _indent(before) < 12:
        return False
    if _ITEM.match(line) and (_LAST.search(before) or not _is_full(before, line, width) or _ITEM.match(before)):
        return False
    return _is_full(before, line, width) or (begins[:1].islower() and len(before.rstrip()) * 2 > width)


def _hyphen(line: str) -> re.Match[str] | None:
    """The hyphen at a line's end, behind its word; a longer word is none."""
    return _HYPHEN.search(line, max(0, len(line) - 60))


def _indent(line: str) -> int:
    expanded = line.expandtabs()
    return len(expanded) - len(expanded.lstrip())


def _without_hyphen(line: str) -> str:
    """The line as it is written before it is known how the next begins: a hyphen at its end waits."""
    return line[: match.end(1)] if (match := _hyphen(line)) else line


def _join(before: str, line: str, words: Counter[str], writer: Writer) -> None:
    """Writes the line behind the one before it, whose hyphen at the end is undone, or kept in a compound."""
    hyphen = _hyphen(before)
    right = _WORD.match(line.lstrip())
    if not hyphen or not right:
        writer.write((before[hyphen.end(1) :].rstrip() if hyphen else "") + " " + _without_hyphen(line))
        return
    kept = _keeps_hyphen(hyphen[1], right[0], words) if before.rstrip()[-1] in "-\u2010" else False
    writer.write(("-" if kept else "") + _without_hyphen(line.lstrip()))


def _keeps_hyphen(left: str, right: str, words: Counter[str]) -> bool:
    """Whether the hyphen between two lines belongs to the word: “Soviet-led”, “anti-Soviet”, „s-a”."""
    left, right = left, right.split("-")[0]
    if right[:1].isupper() or len(right) < 3:
        return True
    whole, compound = (left + right).casefold(), f"{left}-{right}".casefold()
    if words[whole] or words[compound]:
        return words[compound] > words[whole]
    return bool(words[left.casefold()] > 1 and words[right.casefold()])


def pages_of(text: str) -> Iterator[PrintedPage]:
    """A plain text's pages: between form feeds, else one."""
    for part in text.split("\f"):
        yield PrintedPage(re.split(r"\r\n|[\n\r\x85\u2028\u2029\v]", part))
