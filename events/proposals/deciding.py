"""Decisions on proposals: a record is made of one, or it is joined with a record, or rejected; each can be undone.

What is made is a draft, written as any save of the office is (`record_data.writing`): validated, with an entry of
history. Records that a proposal points at and that wait themselves come with it: actors, places, and the event from
which its date is counted. Evidence and relations are linked once both sides have been made.
"""

import secrets
from collections.abc import Callable, Iterable
from typing import Any

import reversion
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import ProtectedError, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from events.addresses import redirects
from events.bibliography import whole_references
from events.bibliography.sort_names import sort_name_of
from events.editing import history, history_entries, pending, roles
from events.models import (
    Event,
    EventLink,
    Evidence,
    Interpretation,
    Merge,
    Passage,
    Proposal,
    Reference,
    Relation,
    Source,
    Status,
)
from events.record_data import reading, writing
from events.record_data.declaration import KINDS, WITHIN, Data, Shape, shape_of
from events.record_data.references import slugs_of, with_slugs
from events.seeding.row_values import ColumnValues
from events.seeding.shapes import SHAPES
from events.signals import invalidation

State = Proposal.State
BROUGHT = ("actors", "places")
"""What comes with a proposal that points at it."""
TELLING = ("events", "interpretations")
"""What has citations."""


def accept(proposal: Proposal, user: Any) -> Any:
    """Makes a draft of a proposal, with what it needs, and gives it.

    Raises ValidationError, with sentences, where it has been decided or the record would not be valid, and
    PermissionDenied for who may not add such a record; then nothing is written.
    """
    with transaction.atomic():
        return _Decision(_locked(proposal), user).accept()


def join(proposal: Proposal, record: Any, user: Any) -> None:
    """Decides that a record says it already: an event or an interpretation gets the citation as well.

    Where readers see the record, the citation waits in the user's pending revision of it. Raises as `accept` does.
    """
    with transaction.atomic():
        _Decision(_locked(proposal), user).join(record)


def reject(proposal: Proposal, user: Any, reason: str) -> None:
    """Decides that nothing is made of it. Raises ValidationError without a reason, or where it has been decided."""
    if not reason.strip():
        raise ValidationError([_("Say in a few words why it is rejected.")])
    with transaction.atomic():
        found = _locked(proposal)
        found.reason = reason.strip()[:200]
        _decided(found, user, State.REJECTED)


def mend(proposal: Proposal, user: Any, changes: Data) -> None:
    """Changes what it proposes; a value that is empty goes. Raises ValidationError where it has been decided."""
    with transaction.atomic():
        found = _locked(proposal)
        data = {name: value for name, value in {**found.data, **changes}.items() if value or name == "status"}
        if data != found.data:
            found.data, found.mended = data, True
            found.save(update_fields=["data", "mended"])


def undo(proposal: Proposal, user: Any) -> None:
    """Takes a decision back: a draft that was made is deleted (its history keeps it), a citation that was joined goes.

    What came with it and is used by nothing else goes, too. Raises ValidationError, with a sentence, for what readers
    see, what is being reviewed and what other records rest on.
    """
    with transaction.atomic():
        found = Proposal.objects.select_for_update().get(pk=proposal.pk)
        if found.state == State.ACCEPTED:
            _unmake(found, user)
        elif found.state == State.JOINED:
            _unjoin(found, user)
        _decided(found, None, State.PENDING)
        for brought in Proposal.objects.filter(came_with=found, state=State.ACCEPTED).order_by("-pk"):
            try:
                undo(brought, user)
            except (ValidationError, PermissionDenied):
                continue  # something else rests on it


def record_of(proposal: Proposal) -> Any:
    """What was made of it or joined with it; None where that is gone, or nothing was."""
    return KINDS[proposal.kind]._default_manager.filter(pk=proposal.record).first() if proposal.record else None


def _locked(proposal: Proposal) -> Proposal:
    found = Proposal.objects.select_for_update().filter(pk=proposal.pk).first()
    if found is None:
        raise ValidationError([_("This proposal is gone: the document has been read anew since.")])
    if found.state != State.PENDING:
        raise ValidationError([_("This has been decided already. Undo that first.")])
    return found


def _decided(proposal: Proposal, user: Any, state: str) -> None:
    proposal.state, proposal.decided_by = state, user
    proposal.decided_at = timezone.now() if user else None
    if state == State.PENDING:
        proposal.reason, proposal.record, proposal.came_with, proposal.waits_in = "", None, None, None
    proposal.save()


class _Decision:
    """On one proposal; `names` are those of its document, by kind and slug, that have been asked for."""

    def __init__(self, proposal: Proposal, user: Any) -> None:
        self.proposal, self.user = proposal, user
        self.source = Source.objects.only("pk", "slug").get(pk=proposal.source_id)
        self.names: dict[tuple[str, str], Proposal] = {}
        self.asked: set[str] = set()
        self.keys: dict[str, dict[str, int]] = {kind: {} for kind in SHAPES}

    def accept(self, came_with: Proposal | None = None) -> Any:
        proposal, model = self.proposal, KINDS[self.proposal.kind]
        self.may_add(model)
        shape = SHAPES[proposal.kind]
        # Decided now, so that two events that are counted from each other do not come with each other for ever.
        proposal.came_with = came_with
        _decided(proposal, self.user, State.ACCEPTED)
        self.names[proposal.kind, proposal.slug] = proposal
        self.ask(proposal)
        for kind, slug in dict.fromkeys(slugs_of(shape, proposal.data)):
            other = self.names.get((kind, slug))
            is_needed = kind in BROUGHT or slug == proposal.data.get("after_event")
            if other and other.state == State.PENDING and is_needed:
                self.of(other).accept(proposal)
        record: Any = model(created_by=self.user)
        data = self.data_of(proposal) | {"slug": redirects.free_slug(model, proposal.slug)}
        with history.recording(self.user, _("Accepted from what was proposed.")), invalidation.batched():
            writing.write(record, data)
            reversion.add_to_revision(record)
        proposal.record = record.pk
        proposal.save(update_fields=["record"])
        self.link()
        return record

    def ask(self, proposal: Proposal) -> None:
        """Looks up the proposals that it points at."""
        slugs = {slug for _kind, slug in slugs_of(SHAPES[proposal.kind], proposal.data)} - self.asked
        self.asked |= slugs
        for each in Proposal.objects.filter(source=self.source, slug__in=slugs) if slugs else ():
            self.names.setdefault((each.kind, each.slug), each)

    def of(self, proposal: Proposal) -> "_Decision":
        """The decision on another proposal of the same document."""
        other = _Decision.__new__(_Decision)
        other.__dict__ |= self.__dict__ | {"proposal": proposal}
        return other

    def may_add(self, model: Any) -> None:
        if not self.user.has_perm(f"events.add_{model._meta.model_name}"):
            raise PermissionDenied

    def join(self, record: Any) -> None:
        proposal = self.proposal
        self.may_add(type(record))
        proposal.record = record.pk
        if proposal.kind in TELLING:
            citations = self.data_of(proposal)["citations"]
            proposal.waits_in = _cited(record, citations, self.user)
        _decided(proposal, self.user, State.JOINED)
        self.names[proposal.kind, proposal.slug] = proposal
        self.link()

    # --- from the spelling of seed files to record data ---------------------------------------------------------------

    def key_of(self, kind: str, slug: str) -> int | None:
        """The key of the record that a slug means: what was decided on it, else what the database has."""
        if slug not in self.keys[kind]:
            proposal = self.names.get((kind, slug))
            rows = KINDS[kind]._default_manager
            if proposal is None:
                found = rows.filter(slug=slug).values_list("pk", flat=True).first()
            else:
                is_made = proposal.state in (State.ACCEPTED, State.JOINED)
                found = proposal.record if is_made and rows.filter(pk=proposal.record or 0).exists() else None
            if found is None:
                return None
            self.keys[kind][slug] = found
        return self.keys[kind][slug]

    def data_of(self, proposal: Proposal) -> Data:
        """The record data of a proposal, without what points at records that are not there."""
        self.ask(proposal)
        shape = SHAPES[proposal.kind]
        data = with_slugs(shape, proposal.data, lambda kind, slug: slug if self.key_of(kind, slug) else None)
        data = {**data}
        if "after_event" in proposal.data and "after_event" not in data:
            data = {name: value for name, value in data.items() if name not in ("date_basis", "offset")}
        if data.get("voice") == "named" and not data.get("proponents"):
            data["voice"] = "unattributed"
        if proposal.kind == "actors" and not data.get("sort_name"):
            data["sort_name"] = sort_name_of(data["name"], data["kind"])
        within: dict[Any, dict[tuple[str, str], int]] = {model: {} for model in WITHIN}
        within[Passage] = self.passages(proposal.data)
        return _record_data(shape, data, ColumnValues(self.keys, within))

    def passages(self, data: Data) -> dict[tuple[str, str], int]:
        cited = {*_passages_in(data)}
        rows = Passage.objects.filter(source=self.source, number__in=cited).values_list("number", "pk")
        return {(self.source.slug, str(number)): pk for number, pk in rows}

    # --- what could not be linked before ------------------------------------------------------------------------------

    def link(self) -> None:
        """Gives drafts that were made of the same document what of their evidence and relations names this record."""
        here = self.proposal.kind, self.proposal.slug
        if self.proposal.kind == "sources":
            _resolve(self.proposal, None, self.proposal.record, self.user)
        if self.proposal.kind not in TELLING:
            return
        made = Proposal.objects.filter(source=self.source, kind="interpretations", state=State.ACCEPTED)
        for other in made.exclude(pk=self.proposal.pk):
            if here in slugs_of(SHAPES[other.kind], other.data) and (record := record_of(other)):
                self.add_missing(record, self.data_of(other))

    def add_missing(self, record: Any, wanted: Data) -> None:
        live = reading.read(record)
        if live["status"] != Status.DRAFT or not roles.may_edit(self.user, record):
            return
        changed = dict(live)
        for part, names in (("evidence", ("event", "bearing", "asserted_by")), ("relations", ("target", "kind"))):
            there = {tuple(row[name] for name in names) for row in live[part]}
            changed[part] = live[part] + [
                row for row in wanted.get(part, ()) if tuple(row.get(name) for name in names) not in there
            ]
        if changed != live:
            history_entries.write(
                record, self.user, changed, _("Linked with what was accepted from the same document.")
            )


def _passages_in(data: Data) -> Iterable[int]:
    for name in ("citations", "evidence", "relations"):
        for row in data.get(name, ()):
            if "passage" in row:
                yield int(row["passage"])
            yield from _passages_in(row)


def _record_data(shape: Shape, data: Data, columns: ColumnValues) -> Data:
    """Record data of data in the spelling of seed files; new rows have temporary keys."""
    plain = shape_of(shape.model)
    values = columns.of(shape, data)
    found: Data = {each.name: values[each.attname] for each in shape.fields.values() if each.attname in values}
    for spelled, each in shape.lists.items():
        keys = columns.ids[shape.kinds_listed[spelled]]
        found[each.name] = sorted(keys[slug] for slug in data.get(spelled, ()))
    for name, part in plain.parts.items():
        spelled = next(key for key, of_seeds in shape.parts.items() if of_seeds.shape.model is part.shape.model)
        rows = [_record_data(shape.parts[spelled].shape, row, columns) for row in data.get(spelled, ())]
        found[name] = [
            row
            | {"pk": writing.TEMPORARY + secrets.randbits(52)}
            | ({"position": place} if "position" in part.shape.fields else {})
            for place, row in enumerate(rows)
        ]
    return found


# --- joining ----------------------------------------------------------------------------------------------------------


def _says(citation: Data) -> tuple[Any, ...]:
    return citation["source"], citation["passage"], citation["quote"], citation["quote_offset"]


def _with(citations: list[Data]) -> Callable[[Data], Data]:
    def changed(data: Data) -> Data:
        there = {_says(each) for each in data["citations"]}
        new = [each for each in citations if _says(each) not in there]
        number = len(data["citations"])
        return data | {"citations": data["citations"] + [row | {"position": number + n} for n, row in enumerate(new)]}

    return changed


def _without(citations: list[Data]) -> Callable[[Data], Data]:
    says = {_says(each) for each in citations}

    def changed(data: Data) -> Data:
        return data | {"citations": [each for each in data["citations"] if _says(each) not in says]}

    return changed


def _cited(record: Any, citations: list[Data], user: Any) -> Any:
    """Gives a record citations; where readers see it, in the user's pending revision of it, which it returns."""
    record = type(record)._base_manager.select_for_update().get(pk=record.pk)
    if not roles.may_edit(user, record):
        raise ValidationError([_("You may not edit what others have drafted.")])
    live, change = reading.read(record), _with(citations)
    why = _("Joined with what another document says.")
    if not roles.changes_wait(record):
        if change(live) != live:
            history_entries.write(record, user, change(live), why)
        return None
    if own := pending.open_of(record, user):
        pending.revise(own, user, change(own.data), own.why or why, own.erratum)
        return own
    return pending.keep(record, user, live, change(live), why)


# --- the notes of a work ----------------------------------------------------------------------------------------------


def _resolve(proposal: Proposal, was: int | None, becomes: int | None, user: Any) -> None:
    """Says of the document's notes that name the work of a proposal to which source they resolve.

    Who may not resolve leaves that to publishers; what readers see is resolved on the passage's own form.
    """
    if not roles.may(user, "resolve"):
        return
    wanted = set(whole_references.keys(whole_references.read(proposal.words)))
    rows = Reference.objects.filter(passage__source=proposal.source_id, resolves_to=was).exclude(note="")
    found = [row for row in rows if wanted & {*whole_references.keys(whole_references.read(row.note))}]
    for passage in Passage.objects.filter(pk__in={row.passage_id for row in found}).order_by("pk"):
        if roles.changes_wait(passage):
            continue
        live, own = reading.read(passage), {row.pk for row in found if row.passage_id == passage.pk}
        references = [row | {"resolves_to": becomes} if row["pk"] in own else row for row in live["references"]]
        history_entries.write(passage, user, live | {"references": references}, _("As decided on what its note names."))


# --- undoing ----------------------------------------------------------------------------------------------------------


def _unmake(proposal: Proposal, user: Any) -> None:
    record = record_of(proposal)
    if record is None:
        return
    if roles.is_public(record) or getattr(record, "status", Status.DRAFT) != Status.DRAFT:
        raise ValidationError([_("“%s” is no draft any more: archive it or put it back to draft first.") % record])
    if not roles.may_delete(user, record):
        raise PermissionDenied
    if Merge.objects.of(record).filter(undone_at=None).exists():
        raise ValidationError([_("“%s” has been merged with another record since: undo that first.") % record])
    if used := _users_of(record, proposal.source_id):
        names = {"record": record, "other": used}
        raise ValidationError([_("“%(other)s” rests on “%(record)s”: change that first.") % names])
    _unlink(record, proposal.source_id, user)
    if proposal.kind == "sources":
        _resolve(proposal, record.pk, None, user)
    with history.recording(user, _("Deleted: the acceptance of the proposal was undone.")):
        history_entries.add(record)
    try:
        record.delete()
    except ProtectedError as error:
        names = {"record": record, "other": next(iter(error.protected_objects))}
        raise ValidationError([_("“%(other)s” rests on “%(record)s”: change that first.") % names]) from None


def _unlink(record: Any, source: int, user: Any) -> None:
    """Takes away what drafts that were made of the same document say of the record: it comes back with it."""
    names = {Event: ("event",), Interpretation: ("asserted_by", "target")}.get(type(record), ())
    linked = Q(evidence__event=record) if isinstance(record, Event) else Q(pk=None)
    if isinstance(record, Interpretation):
        linked = Q(evidence__asserted_by=record) | Q(relations__target=record)
    made = Proposal.objects.filter(source=source, kind="interpretations", state=State.ACCEPTED).values("record")
    for other in Interpretation.objects.filter(linked, pk__in=made, status=Status.DRAFT).distinct():
        live = reading.read(other)
        kept = {
            part: [row for row in live[part] if not any(row.get(name) == record.pk for name in names)]
            for part in ("evidence", "relations")
        }
        history_entries.write(other, user, live | kept, _("A record that it names was taken back to what is proposed."))


def _users_of(record: Any, source: int) -> Any:
    """What would silently lose something with the record, beside what was made of proposals of the same document."""
    made = Proposal.objects.filter(source=source, kind="interpretations", state=State.ACCEPTED).values("record")
    if isinstance(record, Event):
        evidence = Evidence.objects.filter(event=record).exclude(interpretation__in=made).first()
        link = EventLink.objects.filter(target=record).first()
        return (evidence and evidence.interpretation) or (link and link.event)
    if isinstance(record, Interpretation):
        relation = Relation.objects.filter(target=record).exclude(interpretation__in=made).first()
        return relation and relation.interpretation
    return None


def _unjoin(proposal: Proposal, user: Any) -> None:
    record = record_of(proposal)
    if record is not None and proposal.kind == "sources":
        _resolve(proposal, record.pk, None, user)
    if record is None or proposal.kind not in TELLING:
        return
    taken = _without(_Decision(proposal, user).data_of(proposal)["citations"])
    if (waits := proposal.waits_in) and waits.is_open:
        data = taken(waits.data)
        if data == waits.base:
            pending.withdraw(waits, user)
        else:
            pending.revise(waits, user, data, waits.why, waits.erratum)
        return
    live = reading.read(record)
    if taken(live) == live:
        return
    if roles.changes_wait(record):
        raise ValidationError([_("Readers see this citation of “%s” by now: take it away there.") % record])
    if not roles.may_edit(user, record):
        raise PermissionDenied
    history_entries.write(record, user, taken(live), _("The joining with what another document says was undone."))
