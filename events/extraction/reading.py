"""From a file to its text: what kind it is, told by what is in it, and which module reads that kind."""

import hashlib
import re
from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from importlib.metadata import version
from pathlib import PurePath

from django.utils.translation import gettext as _

from events.extraction import kinds
from events.extraction.extracted import MAX_BYTES, Extracted, Unreadable
from events.extraction.paragraphs import Writer, assemble, clean


@dataclass(frozen=True)
class FileFormat:
    """What is read by a module beside this one, which is imported with the first file of its kind: the libraries take
    as long to import as the rest of the site, and most processes never read a file.
    """

    name: str
    module: str
    library: str = ""
    """The distribution that does most of the work; blank: this package."""

    @property
    def read(self) -> Callable[[bytes, Writer], tuple[str, str]]:
        """Gives title and language, as far as a file says them, and writes all else."""
        return import_module(f"events.extraction.{self.module}").read


FORMATS = {
    each.name: each
    for each in (
        FileFormat("text", "plain"),
        FileFormat("markdown", "markdown", "markdown-it-py"),
        FileFormat("html", "html", "lxml"),
        FileFormat("wikitext", "wikitext", "mwparserfromhell"),
        FileFormat("docx", "docx", "mammoth"),
        FileFormat("odt", "odt", "lxml"),
        FileFormat("pdf", "pdf", "pypdf"),
        FileFormat("tei", "tei", "lxml"),
    )
}


def extract(data: bytes, name: str = "", as_it_is: bool = False) -> Extracted:
    """The text of a file, with its locators and notes. `name` only stands in for a title that the file does not say.

    `as_it_is` takes plain text in UTF-8 letter for letter, without its byte order mark.

    Raises Unreadable, with a sentence for people, for whatever is too large, broken, locked, dangerous, without text
    or of a kind that is not read. The same bytes give the same answer.
    """
    if not data:
        raise Unreadable(_("The file is empty."))
    if len(data) > MAX_BYTES:
        raise Unreadable(
            _("The file is larger than %(most)s MB. Bring it in parts.") % {"most": MAX_BYTES // 1_000_000}
        )
    if as_it_is:
        return _as_it_is(data, name)
    format = FORMATS[kinds.kind_of(data)]
    writer = Writer()
    try:
        title, language = format.read(data, writer)
        text, locators, references = assemble(writer)
    except Unreadable:
        raise
    except (Exception, RecursionError) as error:
        # Libraries raise what they please at broken input: whatever it is, the file could not be read.
        raise Unreadable(
            _("The file looks like %(format)s but is broken: it cannot be read. Save it anew, or paste its text.")
            % {"format": format.name}
        ) from error
    if not text:
        raise Unreadable(_("There is no text in this file."))
    opening = next((each.label for each in locators if each.kind == "heading" and each.start == 0), "")
    return Extracted(
        text=text,
        title=(clean(title).strip() or opening or clean(PurePath(name).stem).strip())[:500],
        language=_tag(language),
        format=format.name,
        extractor=f"{format.library} {version(format.library)}" if format.library else "plain text 1",
        sha256=hashlib.sha256(data).hexdigest(),
        locators=locators,
        references=references,
    )


def _as_it_is(data: bytes, name: str) -> Extracted:
    try:
        text = data.decode("utf-8").removeprefix("\ufeff")
    except UnicodeDecodeError:
        raise Unreadable(_("This is not plain text in UTF-8. Save it as such, then choose it again.")) from None
    if "\0" in text:
        raise Unreadable(_("A character in it cannot be stored."))
    if not text.strip():
        raise Unreadable(_("There is no text in this file."))
    title = clean(PurePath(name).stem).strip()[:500]
    return Extracted(text, title, "", "text", "as it is", hashlib.sha256(data).hexdigest())


def _tag(language: str) -> str:
    """A language tag as it is safe to store; blank if it is none."""
    said = clean(language).strip().replace("_", "-")
    match = re.match(r"[a-z]{2,3}(?:-[a-z0-9]{2,8}){0,2}(?![a-z0-9])", said, re.IGNORECASE | re.ASCII)
    return match[0] if match else ""
