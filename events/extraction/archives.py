"""Packed files (DOCX, ODT), opened only as far as is safe."""

import zipfile
from io import BytesIO

from django.utils.translation import gettext as _

from events.extraction.extracted import MAX_UNPACKED, Unreadable

MAX_ENTRIES = 5_000
MAX_RATIO = 200
"""How much larger an entry may be than its packed bytes; text packs to about a tenth."""
SMALL = 1_000_000


def open_archive(data: bytes) -> zipfile.ZipFile:
    """The archive, checked for size. No entry reads to more than the directory says, which is checked here."""
    try:
        archive = zipfile.ZipFile(BytesIO(data))
        entries = archive.infolist()
    except Exception as error:
        raise Unreadable(_("The file is broken: its packing cannot be opened. Save it anew.")) from error
    if any(entry.flag_bits & 1 for entry in entries):
        raise Unreadable(_("The file is locked by a password. Save it without one."))
    if (
        len(entries) > MAX_ENTRIES
        or sum(entry.file_size for entry in entries) > MAX_UNPACKED
        or any(e.file_size > max(SMALL, MAX_RATIO * e.compress_size) for e in entries)
    ):
        raise Unreadable(_("The file unpacks to far more than it is, which no document does. It is not opened."))
    return archive


def names_in(data: bytes) -> set[str]:
    return set(open_archive(data).namelist())
