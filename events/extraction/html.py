"""HTML: what a reader of the page reads, without menus and scripts; links to notes become their markers."""

import re
from collections import defaultdict

from lxml import etree

from events.extraction.decoding import decode
from events.extraction.paragraphs import Writer, clean, in_one_line
from events.extraction.trees import walk

HEADINGS = {f"h{level}": level for level in range(1, 7)}
BLOCKS = frozenset([
    "address", "article", "aside", "blockquote", "body", "br", "caption", "center", "dd", "details", "dialog",
    "div", "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "header", "hgroup", "hr", "html", "li",
    "main", "menu", "nav", "ol", "p", "pre", "section", "summary", "table", "tbody", "td", "tfoot", "th", "thead",
    "tr", "ul",
])  # fmt: skip
UNREAD = frozenset([
    "audio", "button", "canvas", "colgroup", "datalist", "embed", "head", "iframe", "input", "map", "math", "meter",
    "nav", "noscript", "object", "optgroup", "option", "progress", "script", "select", "style", "svg", "template",
    "textarea", "video",
])  # fmt: skip
UNREAD_CLASSES = frozenset([
    "footnote-backref", "infobox", "metadata", "mw-editsection", "mw-jump-link", "navbox", "noprint", "printfooter",
    "sidebar", "sr-only", "toc", "visually-hidden", "vertical-navbox",
])  # fmt: skip
_NOTE_HOLDERS = ("li", "dd", "p", "aside", "tr", "div", "section")
_CALL = re.compile(r"[\[(]?\s*(?:\d{1,4}|[a-zA-Z]|[*†‡§]{1,3}|[ivx]{1,5}|(?:note|nota|nb|n)[ \u00a0]\d{1,3})\s*[\])]?")
_BACK = re.compile(
    r"[\s↑^↩⤴\ufe0e\ufe0f]*|(?:jump )?(?:back|up)|[\[(]?(?:\d{1,4}|[a-z]|[*†‡§]{1,3}|[ivx]{1,5})[\])]?\.?"
)
_LABEL = re.compile(r"\s*(?:[\[(]\s*(?:\d{1,4}|[a-z]|[ivx]{1,5}|[*†‡§]{1,3})\s*[\])]|[↑^])[\s.:]*")


def read(data: bytes, writer: Writer) -> tuple[str, str]:
    return read_html(decode(data), writer)


def read_html(text: str, writer: Writer) -> tuple[str, str]:
    parser = etree.HTMLParser(encoding="utf-8", no_network=True, huge_tree=False, remove_comments=True, remove_pis=True)
    root = etree.fromstring(text.replace("\0", "").encode("utf-8", "replace"), parser)
    if root is None:
        return "", ""
    title = next((clean("".join(each.itertext())) for each in root.iter("title")), "")
    language = root.get("lang") or root.get("{http://www.w3.org/XML/1998/namespace}lang") or ""
    HtmlReader(_main(root), writer).read()
    return title, language


def _main(root: etree._Element) -> etree._Element:
    """The part of a page that holds what it is about, if it names one."""
    for name in ("main", "article"):
        if len(found := list(root.iter(name))) == 1:
            return found[0]
    return root


class HtmlReader:
    def __init__(self, root: etree._Element, writer: Writer):
        self.root, self.writer = root, writer
        self.calls: dict[etree._Element, etree._Element] = {}
        """The link that calls a note, and what holds the note."""
        self.backs: set[etree._Element] = set()
        self._find_notes()

    def _find_notes(self) -> None:
        targets: dict[str, etree._Element] = {}
        order: dict[etree._Element, int] = {}
        for at, element in enumerate(self.root.iter(etree.Element)):
            order[element] = at
            for name in (element.get("id"), element.get("name") if element.tag == "a" else None):
                if name:
                    targets.setdefault(name, element)
        callers = defaultdict(list)
        for link in self.root.iter("a"):
            target = targets.get((link.get("href") or "")[1:]) if (link.get("href") or "").startswith("#") else None
            if target is None or target is link:
                continue
            words = clean("".join(link.itertext())).strip()
            if order[target] < order[link]:
                if _BACK.fullmatch(words.casefold()):
                    self.backs.add(link)
            elif len(words) < 12 and _CALL.fullmatch(words) and (holder := _holder(target)) is not None:
                callers[holder].append(link)
        for holder, links in callers.items():
            # A note does not hold its own call; and what holds all the text is no note.
            if not any(holder in link.iterancestors() for link in links):
                self.calls |= dict.fromkeys(links, holder)

    def read(self) -> None:
        held = set(self.calls.values())
        numbers = {holder: f"note {at}" for at, holder in enumerate(held)}
        self._walk(self.root, self.writer, held, numbers)
        for holder, key in numbers.items():
            inner = Writer()
            self._walk(holder, inner, held - {holder}, numbers)
            self.writer.notes[key] = _LABEL.sub("", in_one_line(inner), count=1).strip()

    def _walk(
        self, root: etree._Element, writer: Writer, left_out: set[etree._Element], keys: dict[etree._Element, str]
    ) -> None:
        preformatted = 0

        def enter(element: etree._Element, tag: str) -> bool:
            nonlocal preformatted
            if tag in BLOCKS:
                writer.close()
            if element in left_out or element in self.backs or _is_unread(element, tag):
                return False
            if element in self.calls:
                writer.mark(keys[self.calls[element]], "".join(element.itertext()))
                return False
            if tag == "sup" and element.find(".//a") is None:
                raised = "".join(element.itertext()).strip()
                if re.fullmatch(r"\d{1,3}", raised):
                    writer.superscript(raised)
                    return False
            preformatted += tag == "pre"
            return True

        def leave(element: etree._Element, tag: str) -> None:
            nonlocal preformatted
            preformatted -= tag == "pre"
            if tag in BLOCKS or tag in HEADINGS:
                writer.close(HEADINGS.get(tag, 0))

        def text(words: str) -> None:
            lines = words.splitlines() if preformatted else [words]
            for at, line in enumerate(lines):
                if at:
                    writer.close()
                writer.write(line)

        walk(root, enter, leave, text)
        writer.close()


def _holder(target: etree._Element) -> etree._Element | None:
    """What holds a note's text: the target itself, or the block around an anchor; None if it is a heading's."""
    element: etree._Element | None = target
    while element is not None and element.tag not in _NOTE_HOLDERS:
        if element.tag in HEADINGS or element.tag in ("body", "main", "article", "table"):
            return None
        element = element.getparent()
    return element


def _is_unread(element: etree._Element, tag: str) -> bool:
    classes = (element.get("class") or "").split()
    return (
        tag in UNREAD
        or element.get("hidden") is not None
        or element.get("aria-hidden") == "true"
        or (not UNREAD_CLASSES.isdisjoint(classes) and "Inline-Template" not in classes)  # “[citation needed]”
    )
