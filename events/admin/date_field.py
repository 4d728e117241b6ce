"""The form field of a date: plain words or EDTF are typed, EDTF is kept."""

from typing import Any

from django import forms
from django.contrib.admin.widgets import AdminTextInputWidget
from django.urls import reverse_lazy
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from events import dates
from events.dates.phrases import MAX_WORDS


class DateInput(AdminTextInputWidget):
    """Shows beside itself what the date says while it is typed, where scripts run."""

    class Media:
        js = [forms.Script("admin_site/date_echo.js", type="module")]

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        echo = {"data-date-echo": reverse_lazy("admin:events_event_date"), "autocomplete": "off"}
        super().__init__(echo | (attrs or {}))


class EdtfFormField(forms.CharField):
    """A date in English or Romanian words, or in EDTF; its value is EDTF, blank where nothing is typed.

    What is not understood stays in the field, with a sentence that says so. A part (early, mid or late) that the
    words give is not in the value; its bounds are.
    """

    def __init__(self, **kwargs: Any) -> None:
        # The model limits EDTF, and the admin gives every text the same widget.
        kwargs |= {"max_length": MAX_WORDS, "widget": DateInput}
        hint = _("Words will do: 25 July 1958, late 1960s, between 1956 and 1965.")
        if help_text := kwargs.get("help_text"):
            hint = format_lazy("{} {}", help_text, hint)
        super().__init__(**kwargs | {"help_text": hint})

    def to_python(self, value: Any) -> str:
        text = super().to_python(value)
        if not text:
            return ""
        try:
            return dates.understand(text).edtf
        except ValueError as error:
            raise forms.ValidationError(str(error), code="edtf") from None


class OffsetFormField(forms.CharField):
    """How long after another event, in English or Romanian words or as an ISO 8601 duration, which is its value."""

    def __init__(self, **kwargs: Any) -> None:
        hint = _("Words will do: one month after, two days before.")
        if help_text := kwargs.get("help_text"):
            hint = format_lazy("{} {}", help_text, hint)
        super().__init__(**kwargs | {"max_length": MAX_WORDS, "help_text": hint})

    def to_python(self, value: Any) -> str:
        text = super().to_python(value)
        try:
            return dates.understand_duration(text) if text else ""
        except ValueError as error:
            raise forms.ValidationError(str(error), code="duration") from None
