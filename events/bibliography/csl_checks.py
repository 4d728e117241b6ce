"""What is wrong with a CSL record (CSL 1.0.2, appendices III and IV): title, type, names and dates, in sentences."""

import difflib
from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from events import dates
from events.bibliography import csl

_TYPES = """
article article-journal article-magazine article-newspaper bill book broadcast chapter classic collection
dataset document entry entry-dictionary entry-encyclopedia event figure graphic hearing interview legal_case
legislation manuscript map motion_picture musical_score pamphlet paper-conference patent performance
periodical personal_communication post post-weblog regulation report review review-book software song speech
standard thesis treaty webpage
"""
_NAMES = """
author chair collection-editor compiler composer container-author contributor curator director editor
editorial-director executive-producer guest host illustrator interviewer narrator organizer original-author
performer producer recipient reviewed-author script-writer series-creator translator
"""
TYPES, NAMES = _TYPES.split(), _NAMES.split()
DATES = ("accessed", "available-date", "event-date", "issued", "original-date", "submitted")


def problems(record: dict) -> Iterator[str]:
    """A sentence for each thing that is wrong."""
    for _variable, problem in found(record):
        yield problem


def found(record: dict) -> Iterator[tuple[str, str]]:
    """The same, each after the variable that is meant."""
    for check in (_title, _type, _names, _dates):
        yield from check(record)


def _title(record: dict) -> list[tuple[str, str]]:
    if isinstance(record.get("title"), str) and record["title"].strip():
        return []
    return [("title", _('Give the work\'s title: "title": "…".'))]


def _type(record: dict) -> list[tuple[str, str]]:
    kind = record.get("type")
    if kind in TYPES:
        return []
    if not isinstance(kind, str) or not kind:
        return [("type", _('Give the work\'s type, such as "type": "book".'))]
    nearest = difflib.get_close_matches(kind.lower().replace(" ", "-"), TYPES, n=3, cutoff=0.5)
    hint = ", ".join(nearest) if nearest else "book, chapter, article-journal, manuscript"
    return [("type", _("“%(type)s” is no type of CSL. Perhaps: %(hint)s.") % {"type": kind, "hint": hint})]


def _names(record: dict) -> list[tuple[str, str]]:
    message = _('“%(variable)s” is a list of names: [{"family": "…", "given": "…"}], or [{"literal": "…"}] for a body.')
    return [
        (variable, message % {"variable": variable})
        for variable in NAMES
        if variable in record and not _is_names(record[variable])
    ]


def _is_names(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(name, dict) and csl.whole_name(name) for name in value)


def _dates(record: dict) -> list[tuple[str, str]]:
    message = _(
        '“%(variable)s” is a date: {"date-parts": [[1964, 4, 26]]}, with the year alone where that is all one knows.'
    )
    return [
        (variable, message % {"variable": variable})
        for variable in DATES
        if variable in record and not _is_date(record[variable])
    ]


def _is_date(value: Any) -> bool:
    if not isinstance(value, dict):
        return False
    if not value.get("date-parts") and not value.get("edtf"):
        return bool(value.get("literal") or value.get("raw") or value.get("season"))
    try:
        return bool(dates.parse(csl.edtf(value)))
    except (ValueError, TypeError, AttributeError, OverflowError):
        return False
