"""Texts in several languages on a form: each translation beside its original, saved with what it renders."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from events.models.base import Translatable
from events.models.fields import readable
from events.models.translations import Translation, digest_of
from events.site import description, languages

HOLDS = "holds"


class Translated(forms.ModelForm):
    """Has a field `NAME.LANGUAGE` for each text and each other language, shown beside that of the original.

    A translation that was typed renders the original of the same save. One that was not keeps what it renders: where
    the original has changed since, it is out of date until somebody types it anew or says that it still holds.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        texts = {*readable(type(self.instance))} if isinstance(self.instance, Translatable) else set()
        for name in [each for each in self.fields if each in texts]:
            self.translate(name, self.fields[name])

    def translate(self, name: str, original: forms.Field) -> None:
        versions = []
        for code in description.current().translated_into:
            text, renders = self.instance.translations.get(f"{name}.{code}", ("", ""))
            version = Translation(name, code, text, renders)
            label = f"{capfirst(str(original.label))} ({languages.name_of_language(code)})"
            attrs = {"lang": code, "dir": languages.direction_of(code), "aria-label": label}
            self.fields[version.key] = _field_like(original, label, attrs)
            self.initial[version.key] = text
            if text and self.instance.pk and self.instance.is_out_of_date(version):
                holds = forms.BooleanField(label=_("It still renders the original"), required=False)
                self.fields[f"{version.key}.{HOLDS}"] = holds
            versions.append(version)
        if versions:
            original.widget = TranslationsWidget(original.widget, self, versions)

    def versions(self) -> Iterator[tuple[Translation, str]]:
        """The translations that the form has, as they were, and what was typed."""
        for name in self.fields:
            if isinstance(self.fields[name].widget, TranslationsWidget):
                for version in self.fields[name].widget.versions:
                    yield version, self.cleaned_data.get(version.key) or ""

    def _post_clean(self) -> None:
        super()._post_clean()  # type: ignore[misc]
        changed: dict[str, Any] = {}
        for version, typed in self.versions():
            now = digest_of(getattr(self.instance, version.field))
            if typed != version.text or self.cleaned_data.get(f"{version.key}.{HOLDS}"):
                changed[version.key] = [typed, now] if typed else None
        if changed:
            kept = {**self.instance.translations, **changed}
            self.instance.translations = {key: value for key, value in kept.items() if value}


def _field_like(original: Any, label: str, attrs: dict[str, str]) -> forms.Field:
    """A field for a translation: as long as the original may be, refused where that would be, never needed."""
    more = {"rows": original.widget.attrs["rows"]} if "rows" in original.widget.attrs else {}
    known = {key: original.widget.attrs[key] for key in ("class", "maxlength") if key in original.widget.attrs}
    field = type(original)(
        label=label,
        required=False,
        max_length=getattr(original, "max_length", None),
        validators=[each for each in original.validators if each not in original.default_validators],
        widget=type(original.widget)(),
    )
    field.widget.attrs |= known | more | attrs
    return field


class TranslationsWidget(forms.Widget):
    """The widget of an original with those of its translations beside it."""

    out_of_date = gettext_lazy("The original has changed since this was translated.")

    def __init__(self, original: forms.Widget, form: forms.BaseForm, versions: list[Translation]) -> None:
        super().__init__(original.attrs)
        self.original, self.form, self.versions = original, form, versions
        self.is_required = original.is_required

    def __deepcopy__(self, memo: Any) -> "TranslationsWidget":
        return self

    @property
    def media(self) -> forms.Media:
        return self.original.media

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        return self.original.value_from_datadict(data, files, name)

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        return self.original.value_omitted_from_data(data, files, name)

    def id_for_label(self, id_: str) -> str:
        return self.original.id_for_label(id_)

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        original = self.original.render(name, value, attrs, renderer)
        return format_html(
            '<div class="in-languages"><div><span class="language">{}</span>{}</div>{}</div>',
            capfirst(languages.name_of_language(description.current().content_language)),
            original,
            format_html_join("", "<div>{}</div>", ((self.rendered(each),) for each in self.versions)),
        )

    def rendered(self, version: Translation) -> SafeString:
        field, holds = self.form[version.key], f"{version.key}.{HOLDS}"
        note = SafeString("")
        if holds in self.form.fields:
            box = self.form[holds]
            note = format_html(
                '<p class="help out-of-date">{} <label>{} {}</label></p>', self.out_of_date, box, box.label
            )
        name = capfirst(languages.name_of_language(version.language))
        return format_html(
            '<label class="language" for="{}">{}</label>{}{}{}', field.id_for_label, name, field.errors, field, note
        )
