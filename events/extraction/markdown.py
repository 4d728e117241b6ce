"""Markdown with footnotes, by way of the HTML that it stands for."""

import re

from markdown_it import MarkdownIt
from mdit_py_plugins.footnote import footnote_plugin
from mdit_py_plugins.front_matter import front_matter_plugin

from events.extraction import html
from events.extraction.decoding import decode
from events.extraction.paragraphs import Writer

_TITLE = re.compile(r"^title:[ \t]*(.{1,500})$", re.MULTILINE)
_LANGUAGE = re.compile(r"^lang(?:uage)?:[ \t]*[\"']?([\w-]{2,12})", re.MULTILINE)


def read(data: bytes, writer: Writer) -> tuple[str, str]:
    # Inline HTML is read as such: scripts and styles in it are left out there.
    parser = MarkdownIt("commonmark", {"html": True}).use(footnote_plugin).use(front_matter_plugin).enable("table")
    tokens = parser.parse(decode(data))
    matter = tokens[0].content if tokens and tokens[0].type == "front_matter" else ""
    title, language = html.read_html(parser.renderer.render(tokens, parser.options, {}), writer)
    said = _TITLE.search(matter), _LANGUAGE.search(matter)
    return said[0][1].strip().strip("\"'") if said[0] else title, said[1][1] if said[1] else language
