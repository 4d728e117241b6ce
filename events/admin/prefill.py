"""Forms that begin with words of a document: `cite` adds a citation to a record, `from_passage` starts a new one.

Both give the key of a passage; `quote` gives the words, `at` where in the passage they begin. Without a quote it is the
whole passage. What is filled in is not saved: that is for the form, and to be checked for whoever sends it.
"""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.utils.html import format_html, format_html_join
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from events import dates, models
from events.admin.forms import is_key
from events.admin.pages import OwnPages
from events.admin.saving import SAFE_METHODS
from events.admin.workflow import Workflow
from events.documents.printed_pages import PrintedPages
from events.editing import recognition
from events.proposals.proposed import Proposals, ProposedInterpretation
from events.proposals.proposing import propose

PARAMETERS = ("cite", "from_passage", "quote", "at", "date", "date_part")
"""What an address fills a form in by: once it is saved, the next form must not be filled in so again."""

NEW_ACTOR: Any = forms.Media(js=[forms.Script("admin_site/new_actor.js", type="module")])  # type: ignore[list-item]

LONGEST_LANGUAGE = models.Citation._meta.get_field("quote_language").max_length


@dataclass
class Words:
    """Words of a passage, and where in it they begin, in code points."""

    passage: models.Passage
    quote: str
    at: int
    asked_for_others: bool = False
    """Whether the address gave a quote that is not in the passage: these are then all its words."""

    @cached_property
    def dates(self) -> list[dates.Found]:
        return dates.find_dates(self.quote)

    @cached_property
    def actors(self) -> list[tuple[int, str]]:
        """The keys and kinds of the actors that the words name."""
        names = recognition.names()
        kinds = {name.actor: name.kind for name in names}
        return [(actor, kinds[actor]) for actor in recognition.actors_in(self.quote, names)]

    @cached_property
    def proposed(self) -> Proposals:
        """What the rules for documents find in the words."""
        return propose(self.quote, recognition.names(), language_of(self.passage.source))

    @property
    def new_actors(self) -> list[dict[str, str]]:
        """The names and kinds of those whom the words name and nobody has recorded."""
        return [{"name": each.name, "kind": each.kind} for each in self.proposed.actors if each.known is None]

    @property
    def judgement(self) -> ProposedInterpretation | None:
        """The first judgement of the words."""
        return next(iter(self.proposed.interpretations), None)

    @property
    def citation(self) -> dict[str, Any]:
        """What the fields of a citation say."""
        source = self.passage.source
        return {
            "source": source.pk,
            "passage_number": self.passage.number,
            "quote": self.quote,
            "quote_language": language_of(source),
            "locator": PrintedPages(source.pages).locator(self.passage.number),
            "words_at": self.at,
        }


def language_of(source: models.Source) -> str:
    """The language of a document by its CSL record; blank where that does not say it."""
    language = source.csl.get("language", "")
    return language[:LONGEST_LANGUAGE] if isinstance(language, str) else ""


def asked_for(request: HttpRequest) -> str:
    """The key of the passage that a form is to begin with, as the address has it."""
    if request.method not in SAFE_METHODS:
        return ""
    return request.GET.get("cite") or request.GET.get("from_passage") or ""


def words_in(request: HttpRequest) -> Words | None:
    """The words that a form is to begin with; None for none, or where there is no such passage."""
    if not hasattr(request, "words_to_cite"):
        request.words_to_cite = _read(request)  # type: ignore[attr-defined]
    return request.words_to_cite  # type: ignore[attr-defined]


def _read(request: HttpRequest) -> Words | None:
    key = asked_for(request)
    if not is_key(key) or not request.user.has_perm("events.view_source"):
        return None
    passage = models.Passage.objects.current().select_related("source").filter(pk=int(key)).first()
    if passage is None:
        return None
    text, quote, at = passage.text, request.GET.get("quote", "").strip(), request.GET.get("at", "")
    if not quote or quote not in text:
        return Words(passage, text, 0, asked_for_others=bool(quote))
    start = int(at) if is_key(at) else 0
    return Words(passage, quote, start if text.startswith(quote, start) else text.index(quote))


class StartsFromWords(Workflow):
    """For the admin of what has citations."""

    names_actors = False
    """Whether its form has actors to choose, so that a new one can be made there."""

    def filled_from(self, request: HttpRequest, words: Words) -> dict[str, Any]:
        """What the fields of a new record say, by the words that it begins with."""
        return {}

    def own_pages(self) -> OwnPages:
        return {"words": ("words/", require_safe(self.words_view))} | super().own_pages()

    def words_view(self, request: HttpRequest) -> JsonResponse:
        """The same as JSON, for a form that is open: `from_passage`, `quote` and `at` as in its address.

        `fields` are its fields by name, `rows` those of its inlines by prefix, `names` what rows are called by field
        and key, `new_actors` whom the words name and nobody has recorded, `dates` what there is to choose from.
        """
        if not self.has_add_permission(request):
            raise PermissionDenied
        if (words := words_in(request)) is None:
            return JsonResponse({}, status=404)
        rows = {
            inline.get_formset(request).get_default_prefix(): inline.rows_from(words)
            for inline in self.get_inline_instances(request)
            if hasattr(inline, "rows_from")
        }
        actors = {key for key, _kind in words.actors}
        named = dict(models.Actor.objects.filter(pk__in=actors).values_list("pk", "name"))
        answer = {
            "fields": self.filled_from(request, words),
            "rows": rows,
            "names": {
                "source": {words.passage.source.pk: str(words.passage.source)},
                "actor": named,
                "proponents": named,
            },
            "new_actors": words.new_actors,
            "dates": [{"words": each.words, "edtf": each.edtf, "part": each.part} for each in words.dates],
        }
        return JsonResponse(answer, json_dumps_params={"ensure_ascii": False})

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        initial = super().get_changeform_initial_data(request)
        words = words_in(request)
        return self.filled_from(request, words) | initial if words else initial

    def _get_preserved_qsl(self, request: HttpRequest, preserved_filters: str) -> list[tuple[str, str]]:
        """What the address after a save keeps of this one (Django has no public place for it)."""
        kept = super()._get_preserved_qsl(request, preserved_filters)
        return [(name, value) for name, value in kept if name not in PARAMETERS]

    def get_formset_kwargs(self, request: HttpRequest, obj: Any, inline: Any, prefix: str) -> dict[str, Any]:
        """Rows beyond those saved, as many as the inline's `get_extra` says, begin with what it makes of the words."""
        kwargs = super().get_formset_kwargs(request, obj, inline, prefix)
        words = words_in(request)
        if words and hasattr(inline, "rows_from"):
            kwargs["initial"] = inline.rows_from(words)
        return kwargs

    def opened(self, request: HttpRequest, *args: Any) -> HttpResponse:
        """Somebody's pending revision opens in the record's place, and the words with it."""
        response = super().opened(request, *args)
        if isinstance(response, HttpResponseRedirect) and response.url.startswith(f"{request.path}?pending="):
            words = {name: request.GET[name] for name in ("cite", "quote", "at") if name in request.GET}
            return HttpResponseRedirect(f"{response.url}&{urlencode(words)}" if words else response.url)
        return response

    def render_change_form(self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any) -> Any:
        adds = bool(kwargs.get("add"))
        if request.user.has_perm("events.add_actor") and self.names_actors:
            context["kinds_of_actors"] = models.Actor.Kind.choices
            words = words_in(request) if asked_for(request) else None
            context["new_actors"] = words.new_actors if words else []
            context["media"] += NEW_ACTOR
        if asked_for(request) and (adds or self.has_change_permission(request, kwargs.get("obj"))):
            self.say(request, adds)
        return super().render_change_form(request, context, *args, **kwargs)

    def say(self, request: HttpRequest, adds: bool) -> None:
        """What was filled in, and what was not."""
        words = words_in(request)
        if words is None:
            messages.warning(request, _("There is no such passage, so nothing is filled in."))
            return
        values = {"number": words.passage.number, "source": words.passage.source}
        text = _(
            "Passage %(number)d of %(source)s stands below as a citation. Nothing is saved until you save the form."
        )
        messages.info(request, text % values)
        if words.asked_for_others:
            text = _("The words asked for are not in passage %(number)d letter for letter. Its whole text is quoted.")
            messages.warning(request, text % values)
        if adds:
            self.say_of_new(request, words)

    def say_of_new(self, request: HttpRequest, words: Words) -> None:
        """What is to be known of a new record's fields."""


def dates_to_choose(request: HttpRequest, found: list[dates.Found]) -> str:
    """The dates, each as a link that opens the same form with that one."""
    links = []
    for words, edtf, part in dict.fromkeys((date.words, date.edtf, date.part) for date in found):
        query = request.GET.copy()
        query["date"], query["date_part"] = edtf, part
        links.append((f"{request.path}?{query.urlencode()}", words))
    text = _("These words have several dates, so none is filled in. Choose one:")
    return format_html("{} {}", text, format_html_join(" · ", '<a href="{}">{}</a>', links))
