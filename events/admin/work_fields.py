"""The fields of a work's CSL record on a form: by its type, filled from what is pasted, beside the record as JSON.

The record is what stands in the JSON, with what was changed in the fields since the form was made; so a variable that
has no field is kept. The form shows what it was made from as `initial-csl`.
"""

import json
from collections.abc import Iterator
from typing import Any

from django import forms
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from events.admin.csl_field import CslField
from events.admin.date_field import EdtfFormField
from events.bibliography import csl, csl_checks, formats, work_types
from events.bibliography.csl_checks import DATES, NAMES
from events.bibliography.formats.reading import ItemsRead
from events.editing import alike

FILL = "_fill"
"""The button that fills the form from what was pasted; its value is the number of the record that was chosen."""


class NamesInput(forms.Widget):
    """A row a name: its parts, or all of it as one. What else is known of a name goes with its row."""

    use_fieldset = True
    parts = ("family", "given", "particle", "literal")

    def id_for_label(self, id_: str) -> str:
        return ""

    def rows(self, names: list[dict[str, str]]) -> Iterator[dict[str, str]]:
        for name in names:
            particle = _particle_of(name)
            known = {"family", "given", "literal", particle}
            rest = {part: value for part, value in name.items() if part not in known}
            row = {part: str(name.get(part) or "") for part in ("family", "given", "literal")}
            rest |= {"": particle} if particle != NON_DROPPING else {}
            yield row | {"particle": str(name.get(particle) or ""), "rest": json.dumps(rest) if rest else ""}

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        rows = [*self.rows(value or [])]
        rows += [dict.fromkeys((*self.parts, "rest"), "")] * max(1, 3 - len(rows))
        labels = (_("Family name"), _("Given names"), _("Particle"), _("or one name, of a body"))
        return format_html(
            '<div class="names" id="{}" data-add="{}">{}</div>',
            (attrs or {}).get("id", ""),
            _("Add another name"),
            format_html_join(
                "",
                '<div class="name">{}<input type="hidden" name="{}-{}-rest" value="{}"></div>',
                (
                    (
                        format_html_join(
                            "",
                            '<label class="{}"><span>{}</span><input type="text" name="{}-{}-{}" value="{}"></label>',
                            (
                                (part, label, name, number, part, row[part])
                                for part, label in zip(self.parts, labels, strict=True)
                            ),
                        ),
                        name,
                        number,
                        row["rest"],
                    )
                    for number, row in enumerate(rows)
                ),
            ),
        )

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        found, number = [], 0
        while f"{name}-{number}-family" in data:
            parts = {part: data.get(f"{name}-{number}-{part}", "").strip() for part in (*self.parts, "rest")}
            rest = _object(parts.pop("rest"))
            particle = parts.pop("particle")
            if any(parts.values()):
                parts[str(rest.pop("", NON_DROPPING))] = particle
                found.append({part: value for part, value in parts.items() if value} | rest)
            number += 1
        return found

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        return f"{name}-0-family" not in data


NON_DROPPING = "non-dropping-particle"


def _particle_of(name: dict[str, Any]) -> str:
    return "dropping-particle" if name.get("dropping-particle") and not name.get(NON_DROPPING) else NON_DROPPING


def _object(text: str) -> dict[str, Any]:
    try:
        found = json.loads(text or "{}")
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


class NamesField(forms.Field):
    """Its value is the list of names as CSL has it."""

    widget = NamesInput
    default_error_messages = {"both": gettext_lazy("Give a name either in its parts or as one: “%(name)s”.")}

    def clean(self, value: Any) -> list[dict[str, str]]:
        for name in value or []:
            if name.get("literal") and (name.get("family") or name.get("given")):
                raise forms.ValidationError(self.error_messages["both"], code="both", params={"name": name["literal"]})
            if any("\0" in str(part) for part in name.values()):
                raise forms.ValidationError(_("A character in it cannot be stored."), code="invalid")
        return value or []

    def has_changed(self, initial: Any, data: Any) -> bool:
        return (initial or []) != (data or [])


class PasteInput(forms.Textarea):
    """Below the box: the button, what is wrong with what was pasted, and its records where they are several."""

    reading: ItemsRead | None = None

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        reading = self.reading or ItemsRead()
        box = super().render(name, value, attrs, renderer)
        button = format_html(
            '<button class="button" name="{}" formnovalidate>{}</button>', FILL, _("Fill in the fields")
        )
        problems = format_html_join("", "<li>{}</li>", ((problem,) for problem in reading.problems))
        records = format_html_join(
            "",
            '<li><button class="button" name="{}" value="{}" formnovalidate>{}</button></li>',
            (
                (
                    FILL,
                    number,
                    csl.short_reference(item) or csl.bare_title(item) or _("Record %(n)d") % {"n": number + 1},
                )
                for number, item in enumerate(reading.items if len(reading.items) > 1 else [])
            ),
        )
        parts = [box, button]
        parts += [format_html('<ul class="errorlist" role="status">{}</ul>', problems)] if problems else []
        if records:
            choose = _("%(n)d records are in it. Choose one; the others stay here for the next source.")
            said = choose % {"n": len(reading.items)}
            parts.append(format_html('<p role="status">{}</p><ul class="records">{}</ul>', said, records))
        return format_html('<div class="paste">{}</div>', format_html_join("", "{}", ((part,) for part in parts)))


def _type_field() -> forms.ChoiceField:
    blank = ("", gettext_lazy("Choose what the work is"))
    groups = [
        (gettext_lazy("Most used"), [*work_types.USUAL.items()]),
        (gettext_lazy("All others"), [*work_types.OTHERS.items()]),
    ]
    attrs = {"data-fields": json.dumps(work_types.BY_TYPE)}
    label = gettext_lazy("Type of work")
    return forms.ChoiceField(label=label, choices=[blank, *groups], required=False, widget=forms.Select(attrs=attrs))


def _field(variable: str) -> forms.Field:
    label = work_types.LABELS[variable]
    if variable in NAMES:
        return NamesField(label=label, required=False)
    if variable in DATES:
        return EdtfFormField(label=label, required=False)
    widget = forms.Textarea(attrs={"rows": 3, "class": "vLargeTextField"}) if variable == "abstract" else None
    return forms.CharField(label=label, required=False, widget=widget or forms.TextInput(attrs={"class": "vTextField"}))


def name_of(variable: str) -> str:
    """The name of a variable's field on the form."""
    return f"csl_{variable}"


VARIABLES = ["type", *work_types.LABELS]
_DECLARED = {
    "pasted_record": forms.CharField(
        label=gettext_lazy("Paste a record"),
        required=False,
        widget=PasteInput(attrs={"rows": 2, "class": "vLargeTextField csl", "spellcheck": "false"}),
        help_text=gettext_lazy(
            "A DOI, an ISBN, BibTeX, RIS or CSL-JSON, as from Zotero. Nothing is looked up elsewhere."
        ),
    ),
    "csl": CslField(
        label=gettext_lazy("The whole record as CSL-JSON"),
        required=False,
        show_hidden_initial=True,
        help_text=gettext_lazy("What has no field of its own is kept here, and can be changed here."),
    ),
    name_of("type"): _type_field(),
} | {name_of(variable): _field(variable) for variable in work_types.LABELS}
_Form: Any = type(forms.Form)
RecordFields: Any = _Form("RecordFields", (forms.Form,), _DECLARED)


def shown_in_fields(record: Any) -> dict[str, Any]:
    """What the fields say of a record, by variable; nothing of what a field cannot hold."""
    shown: dict[str, Any] = {}
    for variable, value in (record if isinstance(record, dict) else {}).items():
        if variable in NAMES:
            if isinstance(value, list) and all(isinstance(name, dict) for name in value):
                shown[variable] = value
        elif variable in DATES:
            shown[variable] = csl.edtf(value)
        elif isinstance(value, str | int | float):
            shown[variable] = str(value).strip()
    if shown.get("type") not in csl_checks.TYPES:
        shown.pop("type", None)
    return {variable: value for variable, value in shown.items() if value and variable in VARIABLES}


class WorkFields(RecordFields):
    """A form whose `csl` is the record as its fields and its JSON say it."""

    class Media:
        js = [forms.Script("admin_site/work_fields.js", type="module")]

    fills = False
    """Whether the form was sent to be filled from what was pasted: then it is never valid, and shown again."""
    is_filled = False
    data: Any

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for variable, value in shown_in_fields(self.initial.get("csl")).items():
            self.initial.setdefault(name_of(variable), value)

    @property
    def record_shown(self) -> dict[str, Any]:
        """The record that the form was made from."""
        sent = self.data.get("initial-csl")
        return _object(sent) if sent is not None else self.initial.get("csl") or {}

    def typed(self) -> dict[str, Any]:
        """What was changed in the fields since, by variable, as CSL has it; None for what was emptied."""
        shown, found = shown_in_fields(self.record_shown), {}
        for variable in VARIABLES:
            field = self.fields.get(name_of(variable))
            if field is None or field.widget.value_omitted_from_data(self.data, self.files, name_of(variable)):
                continue
            try:
                value = field.clean(field.widget.value_from_datadict(self.data, self.files, name_of(variable)))
            except forms.ValidationError:
                continue  # said at the field
            if (value or None) != shown.get(variable):
                found[variable] = csl.date_of(value) if value and variable in DATES else value or None
        return found

    def full_clean(self) -> None:
        if self.is_bound and FILL in self.data and "pasted_record" in self.fields:
            self.fill()
        super().full_clean()
        if self.fills:
            self._errors = forms.utils.ErrorDict()
            self.add_error(None, _("Nothing is saved yet."))

    def fill(self) -> None:
        self.fills = True
        reading = formats.read(self.data.get("pasted_record", ""))
        self.fields["pasted_record"].widget.reading = reading
        chosen = self.data[FILL] if len(reading.items) > 1 else "0"
        if not (chosen.isdecimal() and chosen.isascii() and int(chosen[:9]) < len(reading.items)):
            return
        item = {name: value for name, value in reading.items[int(chosen)].items() if name != "id"}
        record = changed(_object(self.data.get("csl", "")), self.typed()) | item
        text = json.dumps(record, ensure_ascii=False, indent=2)
        kept = {name: value for name, value in self.data.lists() if not name.startswith("csl_")}
        self.data = self.data.copy()
        self.data.clear()
        for name, values in kept.items():
            self.data.setlist(name, values)
        self.data["csl"] = self.data["initial-csl"] = text
        self.is_filled = True
        self.filled_with(record)

    def filled_with(self, record: dict[str, Any]) -> None:
        for variable, value in shown_in_fields(record).items():
            if variable in NAMES:
                for number, row in enumerate(NamesInput().rows(value)):
                    self.data.update({f"{name_of(variable)}-{number}-{part}": text for part, text in row.items()})
            else:
                self.data[name_of(variable)] = value

    def clean(self) -> Any:
        if "csl" in self.fields and "csl" not in self.errors:
            typed, written = self.typed(), self.cleaned_data.get("csl")
            written = {} if written is None else written
            if isinstance(written, dict):
                self.check_once(typed, written)
                written = changed(written, typed)
            self.cleaned_data["csl"] = written
            self.check(written)
        return super().clean()

    def check_once(self, typed: dict[str, Any], written: dict[str, Any]) -> None:
        """Refuses a variable that was changed in its field and in the JSON, to two values."""
        for variable, value in typed.items():
            now = written.get(variable)
            if now != self.record_shown.get(variable) and now != value:
                message = _("The JSON below says something else: “%(value)s”. Change it in one place.")
                said = now if isinstance(now, str | int | float) else json.dumps(now, ensure_ascii=False)
                self.add_error(name_of(variable), message % {"value": said})

    def check(self, record: Any) -> None:
        if not isinstance(record, dict):
            self.add_error("csl", _("A CSL record is one JSON object: it begins with { and ends with }."))
            return
        missing = {"title": _("Give the work's title."), "type": _("Give the work's type: choose what it is.")}
        for variable, problem in csl_checks.found(record):
            name = name_of(variable)
            problem = problem if record.get(variable) else missing.get(variable, problem)
            self.add_error(name if name in self.fields and name not in self.errors else "csl", problem)


def changed(record: dict[str, Any], changes: dict[str, Any]) -> dict[str, Any]:
    """The record with these variables; without those that are None."""
    return {name: value for name, value in (record | changes).items() if changes.get(name, value) is not None}


def links_to_alike(record: dict[str, Any], but: int | None = None) -> SafeString:
    """The stored sources that may be the same work, each a link with why."""
    found = alike.sources(record, but)
    return format_html_join(
        "; ",
        '<a href="{}">{}</a> ({})',
        ((reverse("admin:events_source_change", args=[source.pk]), source, why) for source, why in found),
    )
