"""A CSL record as a form field: JSON in a text area."""

import json
import re
from typing import Any

from django import forms
from django.utils.translation import gettext as _


class CslField(forms.JSONField):
    """JSON; errors say what to do. Whether it is a CSL record is for the form, which may have more of it."""

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
