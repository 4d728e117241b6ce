"""Reading answers of the site in tests: a page as a tree of elements, an export as data."""

import csv
import json
from collections.abc import Iterator
from html.parser import HTMLParser
from io import StringIO
from typing import Any
from xml.etree import ElementTree

from django.utils.html import VOID_ELEMENTS

# Start tags that end an element whose end tag is left out (HTML, 13.1.2.4), as far as the pages leave it out.
ENDED_BY = {
    "option": {"option", "optgroup"},
    "optgroup": {"optgroup"},
    "li": {"li"},
    "dt": {"dt", "dd"},
    "dd": {"dt", "dd"},
    "tr": {"tr"},
    "td": {"td", "th"},
    "th": {"td", "th"},
    "p": {
        "p",
        "div",
        "ul",
        "ol",
        "dl",
        "table",
        "form",
        "fieldset",
        "details",
        "section",
        "article",
        "figure",
        "h2",
        "h3",
    },
}


class _Builder(HTMLParser):
    """Builds the tree, stricter than a browser: what HTML asks to be closed is closed, and in order."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.tree = ElementTree.TreeBuilder()
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert len({name for name, _value in attrs}) == len(attrs), f"<{tag}> repeats an attribute: {attrs}"
        while self.open and tag in ENDED_BY.get(self.open[-1], ()):
            self.tree.end(self.open.pop())
        self.tree.start(tag, {name: value or "" for name, value in attrs})
        if tag in VOID_ELEMENTS:
            self.tree.end(tag)
        else:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tree.start(tag, {name: value or "" for name, value in attrs})
        self.tree.end(tag)

    def handle_endtag(self, tag: str) -> None:
        while self.open and self.open[-1] != tag and self.open[-1] in ENDED_BY:
            self.tree.end(self.open.pop())
        assert self.open, f"</{tag}> closes nothing"
        assert self.open.pop() == tag, f"</{tag}> at {self.getpos()} closes another element"
        self.tree.end(tag)

    def handle_data(self, data: str) -> None:
        if self.open:
            self.tree.data(data)


class Page:
    """The page of a response, which must be whole HTML in which no id stands twice."""

    def __init__(self, response: Any) -> None:
        self.html = response.content.decode()
        builder = _Builder()
        builder.feed(self.html)
        builder.close()
        assert not builder.open, f"left open: {builder.open}"
        self.root = builder.tree.close()
        ids = [element.get("id") for element in self.root.iter() if element.get("id")]
        assert len(ids) == len(set(ids)), f"an id stands twice: {sorted(i for i in ids if ids.count(i) > 1)}"
        self.ids = set(ids)

    def all(self, path: str) -> list[ElementTree.Element]:
        """The elements of an ElementTree path, in the order of the page."""
        return self.root.findall(f".//{path}")

    def one(self, path: str) -> ElementTree.Element:
        found = self.all(path)
        assert len(found) == 1, f"{len(found)} of {path}"
        return found[0]

    def text(self, path: str = "main") -> str:
        return text_of(self.one(path))

    @property
    def title(self) -> str:
        return self.text("head/title")

    @property
    def events(self) -> list[str]:
        """The slugs of the entries of a list of events, in order."""
        found = [article.get("id", "") for article in self.all("article[@id]")]
        return [identity.removeprefix("event-") for identity in found if identity.startswith("event-")]

    @property
    def canonical(self) -> str:
        return self.one("link[@rel='canonical']").get("href", "")

    def links(self, path: str = "main") -> dict[str, str]:
        """Addresses by the words of their links, the last of the same words."""
        return {text_of(a): a.get("href", "") for a in self.one(path).iter("a")}

    def chips(self) -> dict[str, str]:
        return {words.removesuffix(" ×"): url for words, url in self.links().items() if words.startswith("Remove ")}


INLINE = {
    "a",
    "b",
    "strong",
    "em",
    "i",
    "q",
    "small",
    "span",
    "code",
    "cite",
    "mark",
    "time",
    "abbr",
    "sup",
    "text",
    "title",
}


def text_of(element: ElementTree.Element) -> str:
    """The words of an element, with single spaces, and one at least where a block begins or ends.

    What opens only when it is asked for is not among them.
    """

    def pieces(one: ElementTree.Element) -> Iterator[str]:
        edge = "" if one.tag in INLINE else " "
        yield edge + (one.text or "")
        for child in one:
            if child.get("popover") is None:
                yield from pieces(child)
            yield child.tail or ""
        yield edge

    return " ".join("".join(pieces(element)).split())


def body_of(response: Any) -> str:
    return b"".join(response).decode()


def page(client: Any, address: str = "/", **params: Any) -> Page:
    """A page of the site, which is there."""
    response = client.get(address, params or None)
    assert response.status_code == 200
    return Page(response)


def exported(client: Any, address: str, params: Any = None) -> Any:
    """The data of a JSON export."""
    response = client.get(address, params)
    assert response.status_code == 200, body_of(response)
    return json.loads(body_of(response))


def slugs(client: Any, params: Any = None) -> list[str]:
    """The slugs of a selection in its order, as `/export/events.json` has them."""
    return [event["slug"] for event in exported(client, "/export/events.json", params)["events"]]


def table(client: Any, params: Any = None) -> list[dict[str, str]]:
    """The rows of `/export/events.csv`."""
    response = client.get("/export/events.csv", params)
    assert response.status_code == 200
    return list(csv.DictReader(StringIO(body_of(response), newline="")))
