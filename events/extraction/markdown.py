"""Markdown with footnotes, by way of the HTML that it stands for."""

import re

from django.utils.translation import gettext as _
from markdown_it import MarkdownIt
from mdit_py_plugins.footnote import footnote_plugin
from mdit_py_plugins.front_matter import front_matter_plugin

from events.extraction import html
from events.extraction.decoding import decode
from events.extraction.extracted import Unreadable
from events.extraction.paragraphs import Writer

MAX_MARKS, MAX_INLINE = 20_000, 200
"""Marks, and notes within the text, in a paragraph: what they cost grows with their square."""
_MARK = re.compile(r"[*_\[\]`<!]")
_TITLE = re.compile(r"^title:[ \t]*(.{1,500})$", re.MULTILINE)
_LANGUAGE = re.compile(r"^lang(?:uage)?:[ \t]*[\"']?([\w-]{2,12})", re.MULTILINE)


def read(data: bytes, writer: Writer) -> tuple[str, str]:
    # Inline HTML is read as such: scripts and styles in it are left out there.
    text = decode(data)
    paragraphs = re.split(r"\n\s*\n", text)
    if any(len(_MARK.findall(paragraph)) > MAX_MARKS for paragraph in paragraphs):
        raise Unreadable(_("A paragraph of this Markdown has thousands of marks. Bring it as plain text."))
    inline = all(paragraph.count("^[") <= MAX_INLINE for paragraph in paragraphs)
    parser = (
        MarkdownIt("commonmark", {"html": True})
        .use(footnote_plugin, inline=inline)
        .use(front_matter_plugin)
        .enable("table")
    )
    tokens = parser.parse(text)
    matter = tokens[0].content if tokens and tokens[0].type == "front_matter" else ""
    title, language = html.read_html(parser.renderer.render(tokens, parser.options, {}), writer)
    said = _TITLE.search(matter), _LANGUAGE.search(matter)
    return said[0][1].strip().strip("\"'") if said[0] else title, said[1][1] if said[1] else language
