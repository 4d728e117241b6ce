"""Plain text: pages between form feeds, lines wrapped or not."""

from events.extraction.decoding import decode
from events.extraction.lines import pages_of, write_pages
from events.extraction.paragraphs import Writer


def read(data: bytes, writer: Writer) -> tuple[str, str]:
    pages = list(pages_of(decode(data)))
    write_pages(pages, writer, page_breaks=len(pages) > 1)
    return "", ""
