"""Form fields and forms that all records share."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial
from typing import Any

from django import forms
from django.contrib.admin.widgets import (
    AdminTextareaWidget,
    AutocompleteSelect,
    AutocompleteSelectMultiple,
    RelatedFieldWidgetWrapper,
)
from django.db import models as fields
from django.forms.models import BaseInlineFormSet
from django.http import HttpRequest
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from events import models
from events.addresses import redirects
from events.admin.translations import Translated
from events.search.folding import short_slug

ADDRESS: Any = (gettext_lazy("Address"), {"fields": ["slug"], "classes": ["collapse"]})
"""The slug, which follows from a title or a claim where nobody gives one."""


def is_key(text: str) -> bool:
    """Whether a text from a form or an address may be the key of a row."""
    return text.isdecimal() and text.isascii() and len(text) <= 19 and int(text) < 2**63


class ProseField(forms.CharField):
    """Lines end as in the seed files: a browser's own line ends would look like an editor's change."""

    def to_python(self, value: Any) -> Any:
        value = super().to_python(value)
        return value.replace("\r\n", "\n").replace("\r", "\n") if isinstance(value, str) else value


class InContent:
    """An autocomplete that opens inside the page's main part; many values have no button to clear them all.

    Stock, it opens outside of all landmarks, and that button stands in the list as if it were a value.
    """

    def build_attrs(self, base_attrs: dict[str, Any], extra_attrs: dict[str, Any] | None = None) -> dict[str, Any]:
        attrs = super().build_attrs(base_attrs, extra_attrs)  # type: ignore[misc]
        attrs["data-dropdown-parent"] = "#content-start"
        if self.allow_multiple_selected:  # type: ignore[attr-defined]
            attrs["data-allow-clear"] = "false"
        return attrs


class KeysAlone:
    """Takes what may be the key of a row, and nothing else: a database is not asked for what it cannot hold."""

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        value = super().value_from_datadict(data, files, name)  # type: ignore[misc]
        if isinstance(value, list):
            return [each for each in value if is_key(each)]
        return value if value is None or is_key(value) else ""


class OneAutocomplete(KeysAlone, InContent, AutocompleteSelect):
    known: Mapping[str, str] = {}
    """What need not be asked of the database: keys with their names."""

    def optgroups(self, name: str, value: Any, attr: Any = None) -> Any:
        chosen = {str(each) for each in value} - {"", "None"}
        if not chosen <= self.known.keys():
            return super().optgroups(name, value, attr)
        options = [] if self.is_required else [self.create_option(name, "", "", False, 0)]
        options += [self.create_option(name, key, self.known[key], True, 1) for key in chosen]
        return [(None, options, 0)]


class ManyAutocomplete(KeysAlone, InContent, AutocompleteSelectMultiple):
    pass


class Ticks(KeysAlone, forms.CheckboxSelectMultiple):
    """A few, all in sight, and no script needed."""


class OfficeForm(Translated):
    """Takes what has been read of its row, and of what that points at, as known; gathers its scripts once."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for target, field in self.known():
            if isinstance(field.widget, RelatedFieldWidgetWrapper) and isinstance(field.widget.widget, OneAutocomplete):
                field.widget.widget.known = {str(target.pk): field.label_from_instance(target)}

    def known(self) -> Iterator[tuple[Any, Any]]:
        """The row, and the rows that it points at and that were read with it; each with the field that asks for it."""
        for name, target in ({"id": self.instance} | self.instance._state.fields_cache).items():
            field = self.fields.get(name)
            if isinstance(field, forms.ModelChoiceField) and target is not None and target.pk:
                yield target, field

    def full_clean(self) -> None:
        for target, field in self.known():
            field.to_python = partial(_known_or_asked, target, field.to_python)
        super().full_clean()

    @property
    def media(self) -> forms.Media:
        """The same for all rows of a formset, which have a class of their own in each request."""
        if "own_media" not in vars(type(self)):
            type(self).own_media = super().media  # type: ignore[attr-defined]
        return type(self).own_media  # type: ignore[attr-defined]


def _known_or_asked(target: Any, ask: Callable[[Any], Any], value: Any) -> Any:
    return target if str(value) == str(target.pk) else ask(value)


class OwnFields:
    """For admins and inlines: prose fields, sources without their text, no button that deletes a target."""

    formfield_overrides: Any = {fields.TextField: {"form_class": ProseField, "widget": AdminTextareaWidget}}

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.remote_field.model is models.Source and "queryset" not in kwargs:
            kwargs["queryset"] = models.Source.objects.defer("text")
        if db_field.name in self.get_autocomplete_fields(request):  # type: ignore[attr-defined]
            kwargs["widget"] = OneAutocomplete(db_field, self.admin_site)  # type: ignore[attr-defined]
        return super().formfield_for_foreignkey(db_field, request, **kwargs)  # type: ignore[misc]

    def formfield_for_manytomany(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name in self.get_autocomplete_fields(request):  # type: ignore[attr-defined]
            kwargs["widget"] = ManyAutocomplete(db_field, self.admin_site)  # type: ignore[attr-defined]
        return super().formfield_for_manytomany(db_field, request, **kwargs)  # type: ignore[misc]

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        formfield = super().formfield_for_dbfield(db_field, request, **kwargs)  # type: ignore[misc]
        if formfield and isinstance(formfield.widget, RelatedFieldWidgetWrapper):
            formfield.widget.can_delete_related = False
        return formfield


class OfficeFormSet(BaseInlineFormSet):
    """Makes its empty row once; Django's would do so again for the scripts, the headings and each look at it."""

    @cached_property
    def empty_form(self) -> Any:
        return super().empty_form


MOST_NEW_ROWS = 50


class InlineRows(OwnFields):
    """For inlines: a form takes the rows that are there and a few more, since each costs time to look at."""

    form: Any = OfficeForm
    formset: Any = OfficeFormSet
    select_related: tuple[str, ...] = ()
    """What the rows point at and show; of a source never its text."""

    def get_queryset(self, request: HttpRequest) -> Any:
        rows = super().get_queryset(request)  # type: ignore[misc]
        rows = rows.select_related(*self.select_related) if self.select_related else rows
        return rows.defer(*(f"{name}__text" for name in self.select_related if name.endswith("source")))

    def get_formset(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> Any:
        formset = super().get_formset(request, obj, **kwargs)  # type: ignore[misc]
        there = 0
        if request.method == "POST" and obj is not None and obj.pk:
            there = self.model._base_manager.filter(**{formset.fk.name: obj}).count()  # type: ignore[attr-defined]
        formset.absolute_max = formset.max_num = there + MOST_NEW_ROWS
        return formset


class RecordForm(OfficeForm):
    """A record with a slug, which may be left blank: it then follows from `slug_from`."""

    slug_from = ""
    wanted_status = ""
    """The status after the save, from the button that was pressed; blank where a record has none."""
    problems: Iterable[str] = ()
    """Why the button that was pressed may not do what it says."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "slug" in self.fields:
            self.fields["slug"].required = False

    def text_for_slug(self) -> str:
        """What a slug that was left blank is made from."""
        return self.cleaned_data.get(self.slug_from) or ""

    def clean_slug(self) -> str:
        slug = self.cleaned_data["slug"]
        slug_now = self.initial.get("slug", "")
        if slug and slug != slug_now and (found := redirects.taken_by_redirect(self._meta.model, slug, slug_now)):
            message = _(
                "This address leads readers to “%(target)s”, which once had it. Choose another slug, or"
                " delete that redirect first."
            )
            raise forms.ValidationError(message % {"target": found.target})
        return slug

    def clean(self) -> Any:
        cleaned = super().clean()
        if "slug" in self.fields and "slug" not in self.errors and not self.cleaned_data.get("slug"):
            wanted = short_slug(self.text_for_slug())
            if wanted:
                self.cleaned_data["slug"] = redirects.free_slug(self._meta.model, wanted)
            elif not self.errors:
                self.add_error("slug", _("Give a slug: none can be made from what you entered."))
        # The record keeps its status until it is saved: a form that is refused shows it as it is.
        self.instance.wanted_status = self.wanted_status
        for problem in self.problems:
            self.add_error(None, problem)
        return cleaned

    def _update_errors(self, errors: forms.ValidationError) -> None:
        # What blocks publication has no field on the form: buttons give the status.
        if hasattr(errors, "error_dict") and (found := errors.error_dict.pop("status", None)):
            self.add_error(None, found)
        super()._update_errors(errors)  # type: ignore[misc]


class OnceFormSet(OfficeFormSet):
    """Refuses two rows that say the same in the fields that their form names in `once`, on the second of them.

    The database refuses them too, by constraints that Django's own formsets do not look at.
    """

    def clean(self) -> None:
        super().clean()
        seen = set()
        forms: list[Any] = self.forms
        for form in forms:
            if not form.has_changed() and not form.instance.pk:
                continue
            if form.errors or self._should_delete_form(form):  # type: ignore[attr-defined]
                continue
            row = tuple(getattr(form.instance, form.instance._meta.get_field(name).attname) for name in form.once)
            if row in seen:
                form.add_error(form.once[0], _("Another row says the same. Remove one of the two."))
            seen.add(row)
