"""A CSL record as a form field: JSON in a text area, checked against CSL 1.0.2, appendices III and IV."""

import difflib
import json
import re
from typing import Any

from django import forms
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


class CslField(forms.JSONField):
    """A JSON object with a title, a known type, names as lists, dates as in CSL; errors say what to do."""

    widget = forms.Textarea(attrs={"rows": 16, "class": "vLargeTextField csl", "spellcheck": "false"})

    def to_python(self, value: Any) -> Any:
        if isinstance(value, str) and value.strip():
            try:
                json.loads(value, object_pairs_hook=_once, parse_constant=_constant)
                if _UNSTORABLE.search(json.dumps(json.loads(value), ensure_ascii=False)):
                    raise forms.ValidationError(_("A character in it cannot be stored."), code="invalid")
            except json.JSONDecodeError as error:
                message = _(
                    "This is not JSON: something is wrong in line %(line)d at character %(column)d (%(reason)s)."
                )
                values = {"line": error.lineno, "column": error.colno, "reason": error.msg}
                raise forms.ValidationError(message % values, code="invalid") from None
            except (ValueError, OverflowError):
                raise forms.ValidationError(_("A number in it is none that JSON knows."), code="invalid") from None
            except RecursionError:
                raise forms.ValidationError(_("This is nested too deeply for a CSL record."), code="invalid") from None
        return super().to_python(value)

    def prepare_value(self, value: Any) -> Any:
        if isinstance(value, forms.fields.InvalidJSONInput):
            return value
        return json.dumps(value, ensure_ascii=False, indent=2)

    def bound_data(self, data: Any, initial: Any) -> Any:
        return forms.fields.InvalidJSONInput(data or "")  # as it was typed, not as it was understood

    def validate(self, value: Any) -> None:
        super().validate(value)
        if not isinstance(value, dict):
            raise forms.ValidationError(_("A CSL record is one JSON object: it begins with { and ends with }."))
        if found := [*_title(value), *_type(value), *_names(value), *_dates(value)]:
            raise forms.ValidationError(found)


_UNSTORABLE = re.compile("[\x00\ud800-\udfff]|\\\\u0000")
"""A null character and lone surrogates, which databases refuse."""


def _constant(name: str) -> None:
    raise ValueError(name)  # NaN and infinities, which JSON does not have


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    record = dict(pairs)
    if len(record) < len(pairs):
        names = [name for name, _value in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise forms.ValidationError(_("“%(name)s” stands there twice. Keep one.") % {"name": twice}, code="invalid")
    return record


def _title(record: dict) -> list[str]:
    if isinstance(record.get("title"), str) and record["title"].strip():
        return []
    return [_('Give the work\'s title: "title": "…".')]


def _type(record: dict) -> list[str]:
    kind = record.get("type")
    if kind in TYPES:
        return []
    if not isinstance(kind, str) or not kind:
        return [_('Give the work\'s type, such as "type": "book".')]
    nearest = difflib.get_close_matches(kind.lower().replace(" ", "-"), TYPES, n=3, cutoff=0.5)
    hint = ", ".join(nearest) if nearest else "book, chapter, article-journal, manuscript"
    return [_("“%(type)s” is no type of CSL. Perhaps: %(hint)s.") % {"type": kind, "hint": hint}]


def _names(record: dict) -> list[str]:
    message = _('“%(variable)s” is a list of names: [{"family": "…", "given": "…"}], or [{"literal": "…"}] for a body.')
    return [
        message % {"variable": variable} for variable in NAMES if variable in record and not _is_names(record[variable])
    ]


def _is_names(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(name, dict) and csl.whole_name(name) for name in value)


def _dates(record: dict) -> list[str]:
    message = _(
        '“%(variable)s” is a date: {"date-parts": [[1964, 4, 26]]}, with the year alone where that is all one knows.'
    )
    return [
        message % {"variable": variable} for variable in DATES if variable in record and not _is_date(record[variable])
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
