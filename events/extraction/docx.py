"""Word (DOCX), by way of the HTML that mammoth makes of it: styles as headings, footnotes and endnotes as links."""

import re
import zipfile
from io import BytesIO

import mammoth
from django.utils.translation import gettext as _
from lxml import etree

from events.extraction import html
from events.extraction.archives import open_archive
from events.extraction.extracted import Unreadable
from events.extraction.paragraphs import Writer
from events.extraction.trees import local, parse_xml

MAX_XML = 60_000_000
"""Bytes of all XML in the file: mammoth makes a tree of objects of it, many times as large."""
STYLES = """
p[style-name='Title'] => h1:fresh
p[style-name='Subtitle'] => h2:fresh
comment-reference =>
"""


def read(data: bytes, writer: Writer) -> tuple[str, str]:
    archive = open_archive(data)
    read = 0
    for name in archive.namelist():
        if name.endswith((".xml", ".rels")):
            content = archive.read(name)
            read += len(content)
            if re.search(rb"<\0?!\0?D\0?O\0?C\0?T\0?Y\0?P\0?E", content):
                raise Unreadable(_("The file defines entities of its own, which is not safe. Save it without them."))
    if read > MAX_XML:
        raise Unreadable(_("The file is larger than %(most)s MB. Bring it in parts.") % {"most": MAX_XML // 1_000_000})
    made = mammoth.convert_to_html(
        BytesIO(data),
        style_map=STYLES,
        convert_image=mammoth.images.img_element(lambda image: {}),
        external_file_access=False,
    )
    html.read_html(made.value, writer)
    return _properties(archive)


def _properties(archive: zipfile.ZipFile) -> tuple[str, str]:
    """Title and language, from the file's properties and its default style."""
    title = language = ""
    names = archive.namelist()
    if "docProps/core.xml" in names:
        core = parse_xml(archive.read("docProps/core.xml"))
        said = {local(each): each.text or "" for each in core.iter(etree.Element)}
        title, language = said.get("title", ""), said.get("language", "")
    if not language and "word/styles.xml" in names:
        for each in parse_xml(archive.read("word/styles.xml")).iter("{*}lang"):
            language = next((value for key, value in each.attrib.items() if key.endswith("}val")), "")
            break
    return title, language
