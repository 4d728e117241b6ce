"""What public pages are asked beside a view, or instead of one: what to compare, to frame, to list, to cite."""

from collections.abc import Sequence
from itertools import chain
from typing import Any, cast

from django import forms
from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from events.addresses import redirects
from events.models import Actor, Event, Interpretation, Source
from events.models.translations import in_language
from events.search import suggestions
from events.selection.filters import (
    LONGEST_NAME,
    SEVERAL,
    SlugField,
    TimelineFilter,
    found_by_slug,
    languages,
    readable,
)

COMPARABLE = {"interpretations": Interpretation, "actors": Actor, "sources": Source}
"""The kinds of records that can be compared, by the names of their addresses."""


class ComparableField(forms.CharField):
    """A record that can be compared: `KIND/SLUG`, a slug, or its name or claim; cleans to the record.

    Without a kind, interpretations come before actors, and these before sources.
    """

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        kind, slash, slug = text.partition("/")
        if slash and kind in COMPARABLE:
            found = list(_comparable(kind).filter(slug=slug)[:1])
        else:
            found = list(chain.from_iterable(_comparable(kind).filter(slug=text)[:1] for kind in COMPARABLE))[:1]
            found = found or _called(text)
        if not found:
            message = _("No interpretation, person, body or source here is called “%(value)s”.")
            raise forms.ValidationError(message, params={"value": text})
        if len(found) > 1:
            message = _("“%(value)s” may mean several: %(names)s. Write more of the name.")
            names = "; ".join(str(record) for record in found)
            raise forms.ValidationError(message, params={"value": text, "names": names})
        return found[0]


def _comparable(kind: str) -> QuerySet:
    if kind == "interpretations":
        return Interpretation.objects.published()
    return (Actor if kind == "actors" else Source).objects.public()


def _called(text: str) -> list:
    """The records with just this name or claim, else those whose name or claim has the words; a few at most."""
    claims = Interpretation.objects.published().annotate(said=in_language("claim")).order_by("said", "slug")
    if exact := list(claims.filter(said=text)[:SEVERAL]):
        return exact
    named = suggestions.named(text, "person", "source")
    just_so = [one for one in named if one.label.casefold() == text.casefold()]
    slugs = {
        kind: [one.slug for one in just_so or named[:SEVERAL] if one.kind == kind] for kind in ("person", "source")
    }
    found = [
        *_comparable("actors").filter(slug__in=slugs["person"]),
        *_comparable("sources").filter(slug__in=slugs["source"]),
    ]
    return found if just_so else [*found, *claims.filter(said__icontains=text)[:SEVERAL]][:SEVERAL]


class CompareParameters(forms.Form):
    """The parameters of `/compare/`."""

    a = ComparableField(max_length=LONGEST_NAME, label=_("First"))
    b = ComparableField(max_length=LONGEST_NAME, label=_("Second"))

    def clean(self) -> dict[str, Any]:
        """Two of a kind, or an interpretation and an actor, whose claims can be set beside it."""
        cleaned = super().clean() or {}
        kinds = {type(record) for record in cleaned.values()}
        if len(cleaned) == 2 and len(kinds) == 2 and Source in kinds:
            self.add_error(None, _("A source can be compared with another source only. Choose two of a kind."))
        return cleaned


class EmbedParameters(forms.Form):
    """What `/embed/` shows, beside the parameters of the view: the view itself, or one record alone.

    An event or an interpretation comes before `show`, and a question is that of the view's `debate`.
    """

    show = forms.ChoiceField(
        choices=[("list", _("list")), ("drawing", _("drawing")), ("question", _("question"))],
        required=False,
        label=_("What is shown"),
    )
    event = SlugField(Event.objects.published(), required=False, label=_("Event"))
    interpretation = SlugField(Interpretation.objects.published(), required=False, label=_("Interpretation"))

    def __init__(self, data: QueryDict):
        self.view = TimelineFilter(data)
        super().__init__(data)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("show") == "question" and not (self.view.value("debate") or self.view.errors.get("debate")):
            self.add_error("show", _("Say which question: debate=SLUG."))
        return cleaned

    @property
    def problems(self) -> dict[str, list[str]]:
        """What is wrong with each parameter that is bad, those of the view included."""
        found = [*self.view.form.errors.items(), *self.errors.items()]
        return {name: [str(message) for message in messages] for name, messages in found}


MOST_LISTED = 100
"""So many records a page of the API has at most."""


class FieldsField(forms.CharField):
    """Some of the `known` keys of a record, with commas between; cleans to a list."""

    known: Sequence[str] = ()

    def clean(self, value: Any) -> list[str]:
        names = [name for name in super().clean(value).split(",") if name]
        if unknown := next((name for name in names if name not in self.known), None):
            message = _("There is no “%(name)s”. There are: %(known)s.")
            raise forms.ValidationError(message, params={"name": unknown, "known": ", ".join(self.known)})
        return names


class ListParameters(forms.Form):
    """What the API is asked for beside the parameters of a view; `known` are the keys that `fields` may name."""

    limit = forms.IntegerField(min_value=1, max_value=MOST_LISTED, required=False)
    cursor = forms.CharField(max_length=200, required=False, strip=False)
    fields = FieldsField(max_length=2_000, required=False)  # type: ignore[assignment]  # Django takes it from the class
    lang = forms.ChoiceField(choices=languages, required=False)

    def __init__(self, data: QueryDict, known: Sequence[str]):
        super().__init__(data)
        cast(Any, self).fields["fields"].known = known


class OEmbedParameters(forms.Form):
    """The parameters of `/oembed/` (oembed.com, 2.2)."""

    url = forms.CharField(max_length=8_000, label=_("Address"))
    format = forms.CharField(required=False)
    maxwidth = forms.IntegerField(min_value=1, max_value=10**6, required=False)
    maxheight = forms.IntegerField(min_value=1, max_value=10**6, required=False)


def revision(data: QueryDict) -> int | None:
    """The number of the version of a record that is asked for (`rev`); 0, which none has, where it is no number."""
    if not (text := data.get("rev")):
        return None
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0


def record_to_cite(data: QueryDict) -> Any:
    """The record that readers may see at `record` (KIND/SLUG), which may be an old slug; None where there is none."""
    kind, _slash, slug = data.get("record", "").partition("/")
    if kind not in redirects.MODELS or not slug:
        return None
    return found_by_slug(readable(redirects.MODELS[kind]), [slug]).get(slug)


def quoted_by(data: QueryDict) -> Event | Interpretation | None:
    """The published record that a reader came from to a document's page (`event` or `interpretation`), if any."""
    for name, model in (("event", Event), ("interpretation", Interpretation)):
        if (slug := data.get(name)) and "\0" not in slug:
            return model.objects.published().filter(slug=slug).first()
    return None
