"""Wikitext: prose, headings and lists; `<ref>`s and notes by template become notes, with what they cite in words."""

import re
from collections import Counter
from collections.abc import Iterator
from itertools import takewhile

import mwparserfromhell
from django.utils.translation import gettext as _
from mwparserfromhell import nodes
from mwparserfromhell.wikicode import Wikicode

from events.extraction.decoding import decode
from events.extraction.extracted import Unreadable
from events.extraction.paragraphs import Writer, clean, in_one_line

UNREAD_TAGS = frozenset([
    "gallery", "math", "chem", "score", "timeline", "references", "table", "syntaxhighlight", "source", "imagemap",
])  # fmt: skip
# The namespaces of files and categories in the languages of large Wikipedias; a link to them is no word of the prose.
_OUTSIDE = re.compile(
    r"\s*(?:file|image|category|fișier|fişier|imagine|categorie|datei|bild|kategorie|fichier|catégorie|archivo|categoría|"
    r"immagine|categoria|bestand|afbeelding|plik|kategoria|fájl|kép|kategória|файл|изображение|категория)\s*:",
    re.IGNORECASE,
)
# Templates that stand for words: which of their parameters says them; all others are left out.
_WORDS = {
    "lang": "2", "limbă": "2", "transl": "2", "transliteration": "2", "nowrap": "1", "nobr": "1", "quote": "1",
    "blockquote": "1", "cquote": "1", "citat": "1", "citation needed span": "1", "ill": "1", "interlanguage link": "1",
    "lang-ro": "1", "lang-ru": "1", "lang-de": "1", "small": "1", "abbr": "1", "tooltip": "1", "visible anchor": "1",
}  # fmt: skip
_NEEDED = {
    "citation needed": "citation needed", "cn": "citation needed", "fact": "citation needed", "cb": "citation needed",
    "necesită citare": "citation needed", "sursă?": "citation needed", "nc": "citation needed",
}  # fmt: skip
_DATE = re.compile(r"(?:birth|death|start|end|film|launch) date|dts\Z|bda\Z|dda\Z|data nașterii|data decesului")
_NOTES = frozenset(["efn", "efn-lr", "efn-ua", "refn", "notetag", "note"])
_SHORT = frozenset(["sfn", "sfnp", "harvnb", "harv", "harvtxt", "sfnm"])
_PAGES = {"p": "p. ", "pp": "pp. ", "loc": "", "page": "p. ", "pages": "pp. "}
_PARAGRAPHS = re.compile(r"\n[ \t]*\n\s*")


MAX_OPEN = 100
"""Templates, links, tags … that may be open at once: the parser tries each of them to the end of the text."""
_TOKEN = re.compile(r"\{\{|\}\}|\[\[|\]\]|\[(?=https?:|//|mailto:)|\]|\{\||\|\}|<!--|-->|</?[a-z]+(?=[\s/>])|/>", re.I)
_CLOSES = {"}}": "{{", "]]": "[[", "]": "[", "|}": "{|", "-->": "<!--"}
_SINGLE = frozenset(["<br", "<hr", "<li", "<dd", "<dt", "<p", "<td", "<th", "<tr", "<wbr", "<references"])


def read(data: bytes, writer: Writer) -> tuple[str, str]:
    text = decode(data)
    if _most_open(text) > MAX_OPEN:
        raise Unreadable(
            _("So many templates, links or tags in this wikitext are never closed that it cannot be read.")
        )
    _Reader(writer).read(mwparserfromhell.parse(text))
    return "", ""


def _most_open(text: str) -> int:
    """How many things of a kind are open at once, at most."""
    depth: Counter[str] = Counter()
    most = 0
    for match in _TOKEN.finditer(text):
        token = match[0].casefold()
        if token == "/>" or token.startswith("</"):
            depth["<"] = max(0, depth["<"] - 1)
        elif token in _CLOSES:
            opened = _CLOSES[token]
            if token == "]]" and not depth["[["]:
                opened = "["
            depth[opened] = max(0, depth[opened] - 1)
        elif token not in _SINGLE:
            kind = "<" if token[0] == "<" and token != "<!--" else token
            depth[kind] += 1
            most = max(most, depth[kind])
    return most


class _Reader:
    def __init__(self, writer: Writer):
        self.writer = writer
        self.unnamed = 0

    def read(self, code: Wikicode) -> None:
        self._write(code, self.writer)
        self.writer.close()

    def _write(self, code: Wikicode, writer: Writer, line_start: bool = True) -> None:
        for node in code.nodes:
            if isinstance(node, nodes.Text):
                self._text(str(node), writer)
            elif isinstance(node, nodes.Heading):
                writer.close()
                self._write(node.title, writer)
                writer.close(max(1, node.level - 1))
            elif isinstance(node, nodes.Wikilink):
                if not _OUTSIDE.match(str(node.title)):
                    if node.text is not None and str(node.text):
                        self._write(node.text, writer)
                    else:
                        writer.write(str(node.title).lstrip(":").split("#")[0] or str(node.title))
            elif isinstance(node, nodes.ExternalLink):
                if node.title is not None:
                    self._write(node.title, writer)
                elif not node.brackets:
                    writer.write(str(node.url))
            elif isinstance(node, nodes.HTMLEntity):
                writer.write(_entity(node))
            elif isinstance(node, nodes.Tag):
                self._tag(node, writer)
            elif isinstance(node, nodes.Template):
                self._template(node, writer)

    def _text(self, words: str, writer: Writer) -> None:
        for at, part in enumerate(_PARAGRAPHS.split(words)):
            if at:
                writer.close()
            writer.write(part)

    def _tag(self, tag: nodes.Tag, writer: Writer) -> None:
        name = clean(str(tag.tag)).strip().casefold()
        if name == "ref":
            self._ref(tag, writer)
        elif name in ("li", "dd", "dt", "br", "hr", "p", "div", "blockquote", "poem"):
            writer.close()
            if tag.contents is not None:
                self._write(tag.contents, writer)
            if name in ("p", "div", "blockquote", "poem"):
                writer.close()
        elif name == "sup" and re.fullmatch(r"\d{1,3}", words := str(tag.contents).strip()):
            writer.superscript(words)
        elif name not in UNREAD_TAGS and tag.contents is not None:
            self._write(tag.contents, writer)

    def _ref(self, tag: nodes.Tag, writer: Writer) -> None:
        said = {clean(str(each.name)).strip().casefold(): clean(str(each.value)).strip() for each in tag.attributes}
        group = said.get("group", "").casefold()
        name = said.get("name", "")
        if not name:
            self.unnamed += 1
        key = f"{group}/{name}" if name else f"{group}//{self.unnamed}"
        self._note(key, tag.contents, writer, lettered=group not in ("", "n", "note", "nb"))

    def _note(self, key: str, contents: Wikicode | None, writer: Writer, lettered: bool = False) -> None:
        writer.mark(key)
        if contents is not None and str(contents).strip():
            inner = Writer()
            self.writer.notes.setdefault(key, "")
            self._cite(contents, inner)
            self.writer.notes[key] = in_one_line(inner) or self.writer.notes[key]

    def _cite(self, code: Wikicode, writer: Writer) -> None:
        """Writes a note: as prose, but templates as all that they say of a work."""
        for node in code.nodes:
            if isinstance(node, nodes.Template) and (cited := _citation(node)):
                writer.write(cited)
            else:
                self._write(Wikicode([node]), writer)

    def _template(self, template: nodes.Template, writer: Writer) -> None:
        name = _name(template)
        if name in _NEEDED:
            writer.write(f"[{_NEEDED[name]}]")
        elif name in _WORDS and template.has(_WORDS[name]):
            self._write(template.get(_WORDS[name]).value, writer)
        elif _DATE.match(name):
            writer.write("-".join(part.zfill(2) for part in _numbers(template)[:3]))
        elif name in ("circa", "c.", "ca."):
            writer.write("c. " + (str(template.get("1").value) if template.has("1") else ""))
        elif name in ("nbsp", "spaces", "snd", "spnd", "dash", "ndash", "mdash"):
            writer.write(" " if name in ("nbsp", "spaces") else " – ")
        elif name in _NOTES and template.has("1"):
            self.unnamed += 1
            said = str(template.get("name").value).strip() if template.has("name") else ""
            self._note(f"{name}/{said or self.unnamed}", template.get("1").value, writer)
        elif name in _SHORT and (cited := _citation(template)):
            writer.mark(f"short/{cited}")
            self.writer.notes[f"short/{cited}"] = cited


def _numbers(template: nodes.Template) -> list[str]:
    """The numbers that a template is given first."""
    given = [clean(str(each.value)).strip() for each in template.params if not each.showkey]
    return list(takewhile(lambda value: re.fullmatch(r"\d{1,4}", value, re.ASCII), given))


def _name(template: nodes.Template) -> str:
    return clean(str(template.name)).strip().casefold().replace("_", " ")


def _citation(template: nodes.Template) -> str:
    """What a template for a citation says, in the order of a reference: author, title, work, place, year, pages."""
    name = _name(template)
    said = {clean(str(each.name)).strip().casefold(): _plain(each.value) for each in template.params}
    said = {key: value for key, value in said.items() if value}
    if name in _SHORT:
        names = " ".join(said[key] for key in ("1", "2", "3", "4", "5") if key in said)
        pages = next((f"{word}{said[key]}" for key, word in _PAGES.items() if key in said), "")
        return ", ".join(each for each in (names, pages) if each)
    if not re.match(r"cit|harv|book|vcite|webarchive|ouvrage|lien|literatur|internetquelle", name):
        return ""
    return ". ".join(part.rstrip(".") for part in _parts(said)) + "." if said else ""


def _parts(said: dict[str, str]) -> Iterator[str]:
    """The parts of a reference, those that are there."""

    def first(*names: str) -> str:
        return next((said[name] for name in names if name in said), "")

    people = []
    for number in ("", "1", "2", "3", "4", "5"):
        last = first(*(f"{name}{number}" for name in ("last", "surname", "author", "nume", "autor")))
        given = first(*(f"{name}{number}" for name in ("first", "given", "prenume")))
        people.append(", ".join(part for part in (last, given) if part))
    title, chapter = first("title", "titlu"), first("chapter", "contribution", "capitol")
    stands_alone = chapter or first("publisher", "editura", "isbn")
    volume, issue = first("volume", "volum"), first("issue", "number", "număr")
    place = ": ".join(each for each in (first("location", "place"), first("publisher", "editura")) if each)
    pages = first("pages", "page", "pp", "p", "pagini")
    parts = [
        "; ".join(dict.fromkeys(person for person in people if person)),
        f"“{chapter}”" if chapter else "",
        title if stands_alone or not title else f"“{title}”",
        first("work", "journal", "newspaper", "magazine", "website", "encyclopedia"),
        f"{volume}({issue})" if volume and issue else volume or issue,
        ", ".join(each for each in (place, first("year", "date", "an", "dată", "data")) if each),
        f"{'p.' if pages.isdigit() else 'pp.'} {pages}" if pages else "",
        f"ISBN {said['isbn']}" if "isbn" in said else "",
        f"DOI {said['doi']}" if "doi" in said else "",
        first("url"),
    ]
    yield from (part for part in parts if part)


def _plain(code: Wikicode) -> str:
    return clean(code.strip_code(normalize=True, collapse=True)).strip()


def _entity(entity: nodes.HTMLEntity) -> str:
    try:
        return str(entity.normalize())
    except (ValueError, OverflowError):
        return ""
