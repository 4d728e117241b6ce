"""A document's passages to read and to cite from: on a page, or beside a form, which asks for the list alone."""

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from events.admin import links
from events.admin.forms import is_key
from events.admin.pages import OwnPages
from events.admin.prefill import language_of
from events.admin.workflow import Workflow
from events.models import Citation, Event, Evidence, Interpretation, Passage, Relation, Source
from events.search import lookup

PER_PAGE = 50
CITED_SHOWN = 10
"""So many records that cite a passage are named beside it; of the others it is said how many."""

FORMS: dict[str, tuple[type, Any]] = {
    "event": (Event, gettext_lazy("Cite in this event")),
    "interpretation": (Interpretation, gettext_lazy("Cite in this interpretation")),
    "evidence": (Evidence, gettext_lazy("Cite in this piece of evidence")),
    "relation": (Relation, gettext_lazy("Cite in this relation")),
}
"""The forms that have citations, and the words of the link that adds one."""


NEW = {
    "event": (gettext_lazy("New event from it"), gettext_lazy("New event from these words")),
    "interpretation": (gettext_lazy("New interpretation from it"), gettext_lazy("New interpretation from these words")),
}
"""What a passage can start, and the words of the link: on a page, and where words can be selected."""


FILL: dict[str, Any] = {
    "event": gettext_lazy("Begin this event with it"),
    "interpretation": gettext_lazy("Begin this interpretation with it"),
}
"""The words of the button that fills in the form of a new record that is open beside the document."""


@dataclass
class CitingForm:
    """The form that a document is read for; all blank where it is read for none, `key` alone for a new record."""

    kind: str = ""
    key: str = ""
    pending: str = ""

    @classmethod
    def of(cls, request: HttpRequest) -> "CitingForm":
        kind, key, pending = (request.GET.get(name, "") for name in ("for", "key", "pending"))
        if kind not in FORMS:
            return cls()
        known = is_key(key)
        return cls(kind, key if known else "", pending if known and is_key(pending) else "")

    @property
    def parameters(self) -> dict[str, str]:
        """What an address says of it."""
        every = {"for": self.kind, "key": self.key, "pending": self.pending}
        return {name: value for name, value in every.items() if value}

    def with_query(self, address: str, **more: str) -> str:
        query = urlencode(self.parameters | {name: value for name, value in more.items() if value})
        return f"{address}?{query}" if query else address

    @property
    def cite_words(self) -> str:
        return str(FORMS[self.kind][1]) if self.kind else ""

    @property
    def fill_words(self) -> str:
        """Blank unless a passage can fill in the form."""
        return str(FILL.get(self.kind, "")) if not (self.key or self.pending) else ""

    def record(self) -> Any:
        return FORMS[self.kind][0]._default_manager.filter(pk=int(self.key)).first() if self.key else None  # type: ignore[attr-defined]

    def may_cite(self, request: HttpRequest) -> bool:
        """Whether there is such a form that the user may save; of a pending revision the form itself says it."""
        if not self.key:
            return False
        record = self.record()
        office: Any = admin.site.get_model_admin(FORMS[self.kind][0])
        return bool(record or self.pending) and office.has_change_permission(request, record)

    def address(self, passage: Passage) -> str:
        """The form with a citation of the passage added."""
        query = {"pending": self.pending} if self.pending else {}
        form = reverse(f"admin:events_{self.kind}_change", args=[self.key])
        return f"{form}?{urlencode(query | {'cite': passage.pk})}#citations-group"


@dataclass
class PassageLine:
    """A passage as it is read: its words, what cites it, and where its links lead (blank: nowhere)."""

    passage: Passage
    text: str
    cited: links.Use
    cite: str
    ways: list[tuple[str, Any]]


class DocumentReader(Workflow):
    """For the admin of sources: which documents there are to read, and the pages of one."""

    def own_pages(self) -> OwnPages:
        documents, read = require_safe(self.documents_view), require_safe(self.read_view)
        return {"documents": ("read/", documents), "read": ("<int:pk>/read/", read)} | super().own_pages()

    def documents_view(self, request: HttpRequest) -> HttpResponse:
        """The documents whose text is stored, those that the form cites already first."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        target = CitingForm.of(request)
        cited = Citation.objects.filter(**{target.kind: target.key}) if target.key else Citation.objects.none()
        first = set(cited.values_list("source", flat=True))
        groups: dict[bool, list[tuple[str, str]]] = {True: [], False: []}
        for source in Source.objects.exclude(text="").only("slug", "title", "short_reference", "label"):
            address = target.with_query(reverse("admin:events_source_read", args=[source.pk]))
            groups[source.pk in first].append((address, f"{source}: {source.title}" if source.title else str(source)))
        context = {
            "title": _("Documents"),
            "groups": [(_("Cited already"), groups[True]), (_("Documents"), groups[False])],
        }
        return self.page_or_fragment(request, "documents", target, context)

    def read_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """A page of a document's passages, in the order of its text."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        source = Source.objects.filter(pk=pk).exclude(text="").first() if is_key(str(pk)) else None
        if source is None:
            raise Http404
        target, query = CitingForm.of(request), request.GET.get("q", "").strip()
        passages: QuerySet = source.passages.current()
        if query:
            passages = lookup.matching_passages(passages, query)
        page = Paginator(passages.order_by("start"), PER_PAGE).get_page(request.GET.get("p"))
        here = target.with_query(request.path, q=query)
        context = {
            "title": source.title or str(source),
            "record": source,
            "language": language_of(source),
            "lines": lines_of(request, source, list(page.object_list), target),
            "page": page,
            "query": query,
            "turn": f"{here}{'&' if '?' in here else '?'}p=",
        }
        return self.page_or_fragment(request, "read", target, context)

    def page_or_fragment(self, request: HttpRequest, name: str, target: CitingForm, context: dict) -> HttpResponse:
        fragment = "fragment" in request.GET
        context |= {"target": target, "fragment": fragment}
        if fragment:
            return TemplateResponse(request, f"admin/events/{name}_fragment.html", context)
        return self.page(request, name, context.pop("title"), read_for=target.record(), **context)


def ways_to_start(request: HttpRequest) -> list[tuple[str, Any]]:
    """The forms of records that a passage can start, with the words of the links that lead there."""
    return [
        (reverse(f"admin:events_{kind}_add"), words["fragment" in request.GET])
        for kind, words in NEW.items()
        if request.user.has_perm(f"events.add_{kind}")
    ]


def lines_of(request: HttpRequest, source: Source, passages: list[Passage], target: CitingForm) -> list[PassageLine]:
    """The passages with their words and what cites them."""
    citing = defaultdict(list)
    for citation in Citation.objects.filter(passage__in=passages).select_related(*links.OWNERS).order_by("pk"):
        citing[citation.passage_id].append(links.owner(citation))
    may_cite = target.may_cite(request)
    new = ways_to_start(request)
    return [
        PassageLine(
            passage,
            source.text[passage.start : passage.end],
            links.use("", citing[passage.pk], CITED_SHOWN),
            target.address(passage) if may_cite else "",
            [(f"{address}?from_passage={passage.pk}", words) for address, words in new],
        )
        for passage in passages
    ]
