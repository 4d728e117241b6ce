"""A page of a document as its proposals are decided on: passages with marked words, and the cards beside them."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

from django.contrib.admin.utils import quote
from django.urls import reverse
from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop

from events import dates
from events.admin.links import admin_url
from events.admin.proposal_forms import MendForm, form_of
from events.bibliography import csl, work_types
from events.chronology import bounds
from events.chronology.date_words import basis_words, edtf_words
from events.doubts.proposals import of_proposal
from events.doubts.rules import Holder
from events.editing import alike
from events.editing.alike import ToldRecord
from events.models import Citation, Ground, Interpretation, Passage, Proposal, Source
from events.models.actor import Actor
from events.models.event import Participant
from events.record_data.declaration import KINDS
from events.record_data.references import slugs_of
from events.seeding.shapes import SHAPES

State = Proposal.State
LABELS = {
    "events": gettext_lazy("Event"),
    "interpretations": gettext_lazy("Interpretation"),
    "actors": gettext_lazy("Actor"),
    "places": gettext_lazy("Place"),
    "sources": gettext_lazy("Source"),
}
RULES = (
    gettext_noop("a date in the main clause"),
    gettext_noop("one of several dates"),
    gettext_noop("a date that another clause shares"),
    gettext_noop("a date in a subordinate clause"),
    gettext_noop("a main clause beside a dated one"),
    gettext_noop("counted from another event"),
    gettext_noop("a verb of doing"),
    gettext_noop("evidence that a reply lists"),
    gettext_noop("a reply"),
    gettext_noop("according to"),
    gettext_noop("scholars"),
    gettext_noop("in somebody’s view"),
    gettext_noop("a scholar’s words"),
    gettext_noop("words of opinion"),
    gettext_noop("others"),
    gettext_noop("some and others"),
    gettext_noop("two sides"),
    gettext_noop("said of nobody in particular"),
    gettext_noop("a cause"),
    gettext_noop("a hedge"),
    gettext_noop("a valuation"),
    gettext_noop("name of a state"),
    gettext_noop("a word for a state"),
    gettext_noop("a word for an organisation"),
    gettext_noop("an acronym"),
    gettext_noop("a title before the name"),
    gettext_noop("a name of several words"),
    gettext_noop("one word, as people are named"),
    gettext_noop("the place of an event"),
    gettext_noop("a note that is a whole reference"),
)
"""The rules of `events.proposals` by the names that they have there, for those who translate them."""
OFFERED = 3
"""So many records that look alike are offered for joining."""
CERTAIN = 0.85
"""From here on a proposal is among those that are chosen as certain."""


@dataclass(frozen=True)
class MarkedWords:
    text: str
    is_told: bool
    """Whether a proposal that is not rejected rests on these words."""


@dataclass
class Alike:
    """A record that may be the same: its key, name, and its page in the office."""

    key: int
    name: str
    address: str
    said: str = ""


@dataclass
class Card:
    """One proposal: what would be made, in lines of a label and words, and what one can do."""

    proposal: Proposal
    label: Any
    title: str
    lines: list[tuple[Any, str]] = field(default_factory=list)
    edtf: str = ""
    brings: list[str] = field(default_factory=list)
    """The names of what would be made with it."""
    alike: list[Alike] = field(default_factory=list)
    doubts: list[str] = field(default_factory=list)
    form: MendForm | None = None
    record: Any = None
    address: str = ""
    is_chosen: bool = False
    length: int = 0
    """Of the passage, in characters."""

    @property
    def percent(self) -> str:
        return f"{self.proposal.certainty:.0%}"

    @property
    def rule(self) -> Any:
        return _(self.proposal.rule)

    @property
    def is_telling(self) -> bool:
        return self.proposal.kind in TELLING

    @property
    def words(self) -> str:
        """The words that it rests on, where they are not the whole passage."""
        is_part = self.is_telling and len(self.proposal.words) < self.length
        return self.proposal.words if is_part else ""

    @property
    def is_pending(self) -> bool:
        return self.proposal.state == State.PENDING


@dataclass
class PassageRow:
    """A passage with its cards; `is_left` if nothing uses it and nobody has said that it holds nothing."""

    passage: Passage
    pieces: list[MarkedWords]
    cards: list[Card]
    cited: int
    is_left: bool

    @property
    def words(self) -> SafeString:
        """The passage's words, with those marked that a proposal rests on; nothing comes between them."""
        marked = (
            format_html("<mark>{}</mark>", each.text) if each.is_told else conditional_escape(each.text)
            for each in self.pieces
        )
        return format_html_join("", "{}", ((each,) for each in marked))


class TargetNames:
    """The names and states of what proposals point at, in one statement for each kind."""

    def __init__(self, proposals: Iterable[Proposal]) -> None:
        proposals = list(proposals)
        asked: dict[str, set[str]] = defaultdict(set)
        for each in proposals:
            for kind, slug in slugs_of(SHAPES[each.kind], each.data):
                asked[kind].add(slug)
        asked.pop("sources", None)
        self.proposed: dict[tuple[str, str], Proposal] = {}
        self.keys: dict[tuple[str, str], int] = {}
        self.names: dict[tuple[str, str], str] = {}
        self.actors: dict[str, Actor] = {}
        slugs = {slug for those in asked.values() for slug in those}
        if proposals and slugs:
            rows = Proposal.objects.filter(source=proposals[0].source_id, slug__in=slugs)
            self.proposed = {(each.kind, each.slug): each for each in rows}
        for kind, those in asked.items():
            for record in KINDS[kind]._default_manager.filter(slug__in=those):
                self.keys[kind, record.slug], self.names[kind, record.slug] = record.pk, str(record)
                if isinstance(record, Actor):
                    self.actors[record.slug] = record

    def name(self, kind: str, slug: str) -> str:
        proposal = self.proposed.get((kind, slug))
        return str(proposal) if proposal else self.names.get((kind, slug), slug)

    def key(self, kind: str, slug: str) -> int | None:
        proposal = self.proposed.get((kind, slug))
        return proposal.record if proposal else self.keys.get((kind, slug))

    def holder(self, slug: str) -> Holder:
        proposal, stored = self.proposed.get(("actors", slug)), self.actors.get(slug)
        if stored is not None and proposal is None:
            return Holder(stored.name, stored.kind, stored.life_dates)
        return Holder(self.name("actors", slug), proposal.data.get("kind", "") if proposal else "")

    def is_out(self, kind: str, slug: str) -> bool:
        proposal = self.proposed.get((kind, slug))
        return proposal is not None and proposal.state == State.REJECTED

    def waits(self, kind: str, slug: str) -> bool:
        proposal = self.proposed.get((kind, slug))
        return proposal is not None and proposal.state == State.PENDING


def rows_of(passages: list[Passage], certain: bool, forms: dict[int, MendForm | None]) -> list[PassageRow]:
    """The passages with their cards: a number of statements that does not depend on how many there are.

    `certain` chooses those that are certain; `forms` has by their keys the proposals that are being mended: the form
    that was sent and refused, or None for a new one.
    """
    proposals = list(Proposal.objects.filter(passage__in=passages).select_related("waits_in").order_by("at", "pk"))
    names, records = TargetNames(proposals), _records(proposals)
    offered = _alike([each for each in proposals if each.state == State.PENDING], names)
    cards: dict[int, list[Card]] = defaultdict(list)
    in_page: dict[Any, Passage] = {passage.pk: passage for passage in passages}
    for each in proposals:
        card = _card(each, names, records.get((each.kind, each.record or 0)))
        card.alike = offered.get(each.pk, [])
        card.is_chosen = certain and card.is_pending and each.certainty >= CERTAIN and not card.alike
        if card.is_pending:
            card.doubts = _doubts(each, in_page[each.passage_id], names)
            if each.pk in forms:
                card.form = forms[each.pk] or form_of(each, names)
        cards[each.passage_id or 0].append(card)
    cited: dict[int, int] = defaultdict(int)
    for pk in Citation.objects.filter(passage__in=passages).values_list("passage", flat=True):
        cited[pk] += 1
    found = []
    for passage in passages:
        here = sorted(cards[passage.pk], key=lambda card: not card.is_telling)
        for card in here:
            card.length = (passage.end or 0) - (passage.start or 0)
        used = any(card.proposal.state != State.REJECTED for card in here if card.proposal.kind in TELLING)
        is_left = not used and not cited[passage.pk] and not passage.context
        found.append(PassageRow(passage, list(_pieces(passage, here)), here, cited[passage.pk], is_left))
    return found


TELLING = ("events", "interpretations")
"""What uses a passage; a name alone does not."""


def _records(proposals: Iterable[Proposal]) -> dict[tuple[str, int], Any]:
    """What was made of them or joined with them."""
    made: dict[str, set[int]] = defaultdict(set)
    for each in proposals:
        if each.record:
            made[each.kind].add(each.record)
    return {
        (kind, pk): record
        for kind, keys in made.items()
        for pk, record in KINDS[kind]._default_manager.in_bulk(keys).items()
    }


def _pieces(passage: Passage, cards: list[Card]) -> Iterable[MarkedWords]:
    text = passage.text
    spans = [
        (card.proposal.at, card.proposal.at + len(card.proposal.words))
        for card in cards
        if card.proposal.kind in TELLING and card.proposal.state != State.REJECTED
    ]
    cuts = sorted({0, len(text)} | {min(each, len(text)) for span in spans for each in span})
    for start, end in pairwise(cuts):
        yield MarkedWords(text[start:end], any(first <= start and end <= last for first, last in spans))


def _card(proposal: Proposal, names: TargetNames, record: Any) -> Card:
    data = proposal.data
    card = Card(proposal, LABELS[proposal.kind], str(proposal), record=record)
    if record is not None:
        card.address = admin_url(record)
        if _is_waiting(proposal):
            meta = record._meta
            name = f"admin:{meta.app_label}_{meta.model_name}_review"
            card.address = reverse(name, args=[quote(record.pk), proposal.waits_in_id])
    card.lines = [(label, words) for label, words in _lines(proposal.kind, data, names) if words]
    if proposal.kind == "sources":
        card.lines.append((_("Note"), proposal.words))
    card.edtf = data.get("date", "")
    needed = [(kind, slug) for kind, slug in slugs_of(SHAPES[proposal.kind], data) if kind in ("actors", "places")]
    if "after_event" in data:
        needed.append(("events", data["after_event"]))
    card.brings = [names.name(*each) for each in dict.fromkeys(needed) if names.waits(*each)]
    return card


def _doubts(proposal: Proposal, passage: Passage, names: TargetNames) -> list[str]:
    data = proposal.data
    holders = [names.holder(slug) for slug in data.get("proponents", ())]
    found = of_proposal(proposal.kind, data, passage.text, passage.source, holders)
    return [doubt.message for doubt in found]


def _is_waiting(proposal: Proposal) -> bool:
    return proposal.waits_in_id is not None and proposal.waits_in.is_open  # type: ignore[union-attr]


def _lines(kind: str, data: dict[str, Any], names: TargetNames) -> Iterable[tuple[Any, str]]:
    if kind == "events":
        yield _("Date"), _date(data, names)
        roles = dict(Participant.Role.choices)
        there = [each for each in data.get("participants", ()) if not names.is_out("actors", each["actor"])]
        said = [f"{names.name('actors', each['actor'])} ({roles[each['role']]})" for each in there]
        yield _("Participants"), ", ".join(said)
        if (place := data.get("place")) and not names.is_out("places", place):
            yield _("Place"), names.name("places", place)
        yield _("Date note"), data.get("date_note", "")
    elif kind == "interpretations":
        holders = [slug for slug in data.get("proponents", ()) if not names.is_out("actors", slug)]
        named = ", ".join(names.name("actors", slug) for slug in holders)
        if data.get("names_only_some") and named:
            named = _("%(names)s, as examples") % {"names": named}
        voices = dict(Interpretation.Voice.choices)
        yield _("Holder"), named or str(voices["unattributed" if data["voice"] == "named" else data["voice"]])
        yield _("Ground"), str(dict(Ground.choices).get(data.get("ground", ""), ""))
        yield _("Hedge"), data.get("hedge", "")
        if data.get("attribution") == "reported":
            yield _("Attribution"), str(dict(Interpretation.Attribution.choices)["reported"])
        yield _("Rests on"), "; ".join(_named(data.get("evidence", ()), "event", "events", names))
        yield _("Contests"), "; ".join(_named(data.get("relations", ()), "interpretation", "interpretations", names))
    elif kind == "actors":
        yield _("Kind"), str(dict(Actor.Kind.choices).get(data.get("kind", ""), ""))
        yield _("Other names"), ", ".join(each["name"] for each in data.get("other_names", ()))
    elif kind == "sources":
        work = data["csl"]
        yield _("Authors"), ", ".join(map(csl.whole_name, csl.names(work)))
        yield _("Type"), str(work_types.USUAL.get(work.get("type", ""), ""))
        published = [work.get(name) for name in ("container-title", "publisher-place", "publisher")]
        yield _("Published"), ", ".join(filter(None, [*published, csl.year(work)]))
        yield _("DOI or ISBN"), work.get("DOI") or work.get("ISBN") or ""
        yield _("Kind of evidence"), str(dict(Source.Kind.choices).get(data.get("kind", ""), ""))


def _named(rows: Iterable[dict[str, Any]], name: str, kind: str, names: TargetNames) -> list[str]:
    return [names.name(kind, row[name]) for row in rows if name in row and not names.is_out(kind, row[name])]


def _date(data: dict[str, Any], names: TargetNames) -> str:
    if edtf := data.get("date", ""):
        words = dates.parse(edtf, data.get("date_part", "")).words() if data.get("date_part") else edtf_words(edtf)
        return f"{words} ({basis_words(data.get('date_basis', ''))})" if data.get("date_basis") else words
    if anchor := data.get("after_event"):
        duration = dates.parse_duration(data["offset"]) if data.get("offset") else None
        return dates.relative_words(duration, names.name("events", anchor))
    return _("undated")


def _alike(pending: list[Proposal], names: TargetNames) -> dict[int, list[Alike]]:
    """What each of them could be joined with."""
    by_kind: dict[str, list[Proposal]] = defaultdict(list)
    for each in pending:
        by_kind[each.kind].append(each)
    found: dict[int, list[Any]] = {}
    told = {each.pk: _told(each, names) for each in (*by_kind["events"], *by_kind["interpretations"])}
    found |= alike.events_of({each.pk: told[each.pk] for each in by_kind["events"]}, OFFERED)
    found |= alike.claims_of({each.pk: told[each.pk] for each in by_kind["interpretations"]}, OFFERED)
    found |= alike.actors_of({each.pk: (each.words, each.data.get("kind", "")) for each in by_kind["actors"]})
    found |= alike.sources_of({each.pk: each.data["csl"] for each in by_kind["sources"]}, OFFERED)
    return {
        key: [Alike(record.pk, str(record), admin_url(record), _said(record)) for record in records]
        for key, records in found.items()
    }


def _told(proposal: Proposal, names: TargetNames) -> ToldRecord:
    data = proposal.data
    slugs = [each["actor"] for each in data.get("participants", ())] + [*data.get("proponents", ())]
    keys = frozenset(key for slug in slugs if (key := names.key("actors", slug)))
    return ToldRecord(str(proposal), bounds.bounds_of(data.get("date", "")), keys)


def _said(record: Any) -> str:
    """What tells records of one name apart."""
    return edtf_words(record.date) if getattr(record, "date", "") else ""
