"""The pages of a document's proposals: what the rules have read out of it, and what editors decide."""

from collections.abc import Callable, Iterator
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.db import DatabaseError
from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.html import format_html
from django.utils.http import urlencode
from django.utils.safestring import mark_safe
from django.utils.translation import get_language, gettext_lazy, ngettext, override
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from events.admin import bulk
from events.admin.document_reader import DocumentReader, ways_to_start
from events.admin.forms import is_key
from events.admin.pages import OwnPages
from events.admin.prefill import language_of
from events.admin.proposal_cards import CERTAIN, TELLING, TargetNames, rows_of
from events.admin.proposal_forms import MendForm, form_of
from events.models import Citation, Passage, Proposal, Source
from events.proposals import deciding, storing
from events.record_data.declaration import KINDS, Data
from events.seeding import recutting
from events.sql.waiting import TooMany, Turns

State = Proposal.State
PER_PAGE = 50
MOST = 50
"""So many proposals are decided on in one go."""
LONGEST = 700_000
"""In characters. A longer text is read by `manage.py proposeseeds`, which takes its time outside of a request."""
QUICK = 60_000
"""In characters. A longer text is read on a page of its own, which says how far it is, and only if asked for."""
A_SECOND = 30_000
"""Characters that are read in a second, at the least."""
READING = Turns(waiting=2)
SHOWS = {
    "": gettext_lazy("All passages"),
    "open": gettext_lazy("To decide"),
    "left": gettext_lazy("Used by nothing"),
    "decided": gettext_lazy("Decided"),
}
REASONS = (
    gettext_lazy("The words do not say that"),
    gettext_lazy("Outside of what the corpus covers"),
    gettext_lazy("Recorded already"),
    gettext_lazy("Too vague to record"),
)


def _aside(found: Data, value: str) -> Data:
    return found | {"context": value}


ASIDE = bulk.Operation("aside", gettext_lazy("Set aside as context"), _aside)


class ProposalPages(DocumentReader):
    """For the admin of sources: the proposals of a document."""

    def own_pages(self) -> OwnPages:
        proposals = require_http_methods(["GET", "HEAD", "POST"])(self.proposals_view)
        return {"proposals": ("<int:pk>/proposals/", proposals)} | super().own_pages()

    def proposals_view(self, request: HttpRequest, pk: int) -> HttpResponseBase:
        """A page of passages with what is proposed of each; a POST decides, and leads back to the page."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        source = Source.objects.filter(pk=pk).exclude(text="").first() if is_key(str(pk)) else None
        if source is None:
            raise Http404
        if request.method == "POST":
            return self.pressed(request, source)
        return self.proposals_page(request, source)

    def proposals_page(
        self, request: HttpRequest, source: Source, bound: dict[int, MendForm | None] | None = None
    ) -> HttpResponse:
        show = request.GET.get("show", "")
        show = show if show in SHOWS else ""
        page = Paginator(_shown(source, show).order_by("start"), PER_PAGE).get_page(request.GET.get("p"))
        passages = list(page.object_list)
        for passage in passages:
            passage.source = source
        certain = "certain" in request.GET
        mended: dict[int, MendForm | None] = {int(key): None for key in [request.GET.get("mend", "")] if is_key(key)}
        counts = _counts(source)
        return self.page(
            request,
            "proposals",
            _("Proposals"),
            record=source,
            language=language_of(source),
            rows=rows_of(passages, certain, bound or mended),
            page=page,
            shows=[(name, label, counts[name], _query(show=name)) for name, label in SHOWS.items()],
            show=show,
            counts=counts,
            turn=f"{_query(show=show)}p=",
            here=_query(show=show, p=page.number if page.number > 1 else ""),
            certain=certain,
            certainty=f"{CERTAIN:.0%}",
            reasons=REASONS,
            was_read=source.proposals.exists(),
            may_read_anew=self.may_read_anew(request, source),
            too_long=len(source.text) > LONGEST,
            seconds=seconds_of(source),
            new=ways_to_start(request),
        )

    def may_read_anew(self, request: HttpRequest, source: Source) -> bool:
        return self.has_change_permission(request, source)

    # --- decisions ------------------------------------------------------------------------------------------------

    def pressed(self, request: HttpRequest, source: Source) -> HttpResponseBase:
        """Does what the button says."""
        if not request.user.has_perm("events.add_event"):
            raise PermissionDenied
        do, target = request.POST.get("do", ""), ""
        if "join" in request.POST:
            do = "join"
        if do == "read" and QUICK < len(source.text) <= LONGEST and self.may_read_anew(request, source):
            return self.page_of_steps(request, source)
        if do == "read":
            self.read_anew(request, source)
        elif do in ("accept-chosen", "reject-chosen"):
            self.decide_many(request, source, do)
        elif do == "aside":
            self.set_aside(request, source)
        elif do in ("join-passages", "split-passage"):
            target = self.cut_anew(request, source, do)
        elif do in ("accept", "mend", "join", "reject", "undo"):
            proposal = self.proposal(source, request.POST.get("proposal", ""))
            if proposal is None:
                messages.error(request, _("This proposal is gone: the document has been read anew since."))
            else:
                is_mended = any(name.startswith(f"p{proposal.pk}-") for name in request.POST)
                form = form_of(proposal, TargetNames([proposal]), request.POST) if is_mended else None
                if form is not None and do in ("accept", "mend") and not form.is_valid():
                    messages.error(request, _("Nothing is saved yet: see what is wrong in the proposal."))
                    return self.proposals_page(request, source, {proposal.pk: form})
                self.decide(request, proposal, form, do)
                target = f"#proposal-{proposal.pk}"
        else:
            messages.error(request, _("Nothing was chosen."))
        query = {name: request.GET[name] for name in ("show", "p") if request.GET.get(name)}
        return redirect(f"{request.path}?{urlencode(query)}{target}" if query else f"{request.path}{target}")

    def proposal(self, source: Source, key: str) -> Proposal | None:
        return Proposal.objects.filter(source=source, pk=int(key)).first() if is_key(key) else None

    def decide(self, request: HttpRequest, proposal: Proposal, form: MendForm | None, do: str) -> None:
        ways: dict[str, Callable[[], str]] = {
            "accept": lambda: self.accepted(request, proposal, form),
            "mend": lambda: self.mended(request, proposal, form),
            "join": lambda: self.joined(request, proposal),
            "reject": lambda: self.rejected(request, proposal),
            "undo": lambda: self.undone(request, proposal),
        }
        try:
            messages.success(request, ways[do]())
        except ValidationError as error:
            self.refused(request, error)

    def accepted(self, request: HttpRequest, proposal: Proposal, form: MendForm | None) -> str:
        if form is not None and (changes := form.changes()):
            deciding.mend(proposal, request.user, changes)
        record = deciding.accept(proposal, request.user)
        return _("Accepted, as a draft: %(record)s") % {"record": record}

    def mended(self, request: HttpRequest, proposal: Proposal, form: MendForm | None) -> str:
        deciding.mend(proposal, request.user, form.changes() if form else {})
        return _("Mended, and still to decide: %(record)s") % {"record": proposal}

    def joined(self, request: HttpRequest, proposal: Proposal) -> str:
        model, asked = KINDS[proposal.kind], request.POST.get("join", "")
        rows = model._default_manager
        named = request.POST.get("other", "").strip().rstrip("/").rpartition("/")[2]
        found = rows.filter(pk=int(asked)).first() if is_key(asked) else rows.filter(slug=named).first()
        if found is None:
            text = _("There is no such record: give the slug or the address of one of the kind “%(kind)s”.")
            raise ValidationError([text % {"kind": model._meta.verbose_name}])
        deciding.join(proposal, found, request.user)
        return _("Joined with: %(record)s") % {"record": found}

    def rejected(self, request: HttpRequest, proposal: Proposal) -> str:
        deciding.reject(proposal, request.user, _reason(request))
        return _("Rejected: %(record)s") % {"record": proposal}

    def undone(self, request: HttpRequest, proposal: Proposal) -> str:
        deciding.undo(proposal, request.user)
        return _("Undone, and to decide again: %(record)s") % {"record": proposal}

    def decide_many(self, request: HttpRequest, source: Source, do: str) -> None:
        """Each in a transaction of its own; what was decided meanwhile, or came with another, is left as it is."""
        keys = [int(key) for key in request.POST.getlist("chosen") if is_key(key)]
        chosen = list(source.proposals.filter(pk__in=keys, state=State.PENDING).order_by("passage__start", "at", "pk"))
        if not chosen:
            return messages.error(request, _("Nothing was chosen."))
        if do == "reject-chosen" and not _reason(request):
            return messages.error(request, _("Say in a few words why it is rejected."))
        done = 0
        for proposal in chosen[:MOST]:
            proposal.refresh_from_db(fields=["state"])
            if proposal.state != State.PENDING:
                done += 1
                continue
            try:
                if do == "accept-chosen":
                    deciding.accept(proposal, request.user)
                else:
                    deciding.reject(proposal, request.user, _reason(request))
                done += 1
            except ValidationError as error:
                messages.warning(request, f"{proposal}: {' '.join(error.messages)}")
        if do == "accept-chosen":
            said = ngettext("%(n)d proposal accepted.", "%(n)d proposals accepted.", done)
        else:
            said = ngettext("%(n)d proposal rejected.", "%(n)d proposals rejected.", done)
        messages.success(request, said % {"n": done})
        if len(chosen) > MOST:
            text = _("At most %(most)d are decided on in one go. Choose the others again.")
            messages.warning(request, text % {"most": MOST})

    def set_aside(self, request: HttpRequest, source: Source) -> None:
        """Says of passages that they hold nothing; where readers see them, the change waits for approval."""
        office: Any = self.admin_site.get_model_admin(Passage)
        keys = [int(key) for key in request.POST.getlist("passage") if is_key(key)]
        passages = source.passages.current().filter(pk__in=keys[:PER_PAGE])
        why = request.POST.get("context", "").strip()[:300] or _("Holds nothing that is recorded here.")
        done = 0
        for passage in passages:
            outcome = bulk.done(office, request, passage, ASIDE, why, "")
            if outcome.kind == "refused":
                messages.warning(request, f"{passage}: {outcome.why}")
            else:
                done += 1
        if done:
            said = ngettext("%(n)d passage is set aside.", "%(n)d passages are set aside.", done) % {"n": done}
            messages.success(request, said)
        elif not keys:
            messages.error(request, _("Nothing was chosen."))

    def cut_anew(self, request: HttpRequest, source: Source, do: str) -> str:
        """Joins a passage with the next, or splits it; what is proposed of the new ones is read at once, if quick."""
        key = request.POST.get("passage", "")
        passage = source.passages.current().filter(pk=int(key)).first() if is_key(key) else None
        if passage is None:
            messages.error(request, _("Somebody has cut this passage anew since."))
            return ""
        try:
            if do == "join-passages":
                made = [recutting.join(passage, request.user)]
            else:
                made = recutting.split(passage, request.POST.get("before", ""), request.user)
        except ValidationError as error:
            self.refused(request, error)
            return f"#passage-{passage.pk}"
        numbers = ", ".join(str(each.number) for each in made)
        said = ngettext("The new passage has the number %(n)s.", "The new passages have the numbers %(n)s.", len(made))
        messages.success(request, said % {"n": numbers})
        if len(source.text) <= QUICK:
            messages.success(request, said_of_new(storing.refresh(source)))
        else:
            messages.info(request, _("Propose again, to read what is in it."))
        return f"#passage-{made[0].pk}"

    def read_anew(self, request: HttpRequest, source: Source) -> None:
        """Reads the document, and keeps what is new in it."""
        if not self.may_read_anew(request, source):
            raise PermissionDenied
        if len(source.text) > LONGEST:
            return messages.error(request, too_long())
        try:
            with READING.taken():
                new = storing.refresh(source)
        except TooMany:
            return messages.error(request, busy())
        except ValidationError as error:
            return self.refused(request, error)
        messages.success(request, said_of_new(new))

    def page_of_steps(self, request: HttpRequest, source: Source) -> StreamingHttpResponse:
        """A page that comes while the document is read, a line for each twentieth of it."""
        mark = "<!-- steps -->"
        page: Any = self.page(
            request,
            "document_being_read",
            _("Reading"),
            record=source,
            steps=mark_safe(mark),
            seconds=seconds_of(source),
        )
        head, tail = page.render().content.decode().split(mark)
        steps = self.in_steps(source, head, tail, get_language())
        return StreamingHttpResponse(steps, headers={"X-Accel-Buffering": "no"})  # nginx passes each piece on

    def in_steps(self, source: Source, head: str, tail: str, language: str | None) -> Iterator[str]:
        with override(language):
            yield head
            try:
                with READING.taken():
                    shown = -1
                    steps = storing.refresh_in_steps(source)
                    while True:
                        try:
                            done, of = next(steps)
                        except StopIteration as stop:
                            said = said_of_new(stop.value)
                            break
                        if (percent := 5 * (20 * done // max(of, 1))) > shown:
                            shown = percent
                            yield format_html("<li>{}</li>\n", _("%(n)d%% is read.") % {"n": percent})
            except TooMany:
                said = busy()
            except ValidationError as error:
                said = " ".join(error.messages)
            except DatabaseError:
                said = _("The database is busy, and nothing was kept. Try again in a minute.")
            yield format_html("<li><strong>{}</strong></li>\n", said)
            yield tail


def seconds_of(source: Source) -> int:
    """How long it takes to read a text, at the most; 0 for no time to speak of."""
    return len(source.text) // A_SECOND if len(source.text) > QUICK else 0


def busy() -> str:
    return _("Other documents are being read now. Try again in a minute.")


def said_of_new(new: int) -> str:
    return ngettext("%(n)d new proposal.", "%(n)d new proposals.", new) % {"n": new}


def too_long() -> str:
    return _("This text is too long to be read here: manage.py proposeseeds reads it from its file.")


def _reason(request: HttpRequest) -> str:
    return request.POST.get("words", "").strip() or request.POST.get("reason", "").strip()


def _query(**parameters: Any) -> str:
    """An address of this page, without what is blank; another parameter can be put behind it."""
    query = urlencode({name: value for name, value in parameters.items() if value})
    return f"?{query}&" if query else "?"


def _in(*states: str) -> Exists:
    return Exists(Proposal.objects.filter(passage=OuterRef("pk"), state__in=states))


def _shown(source: Source, show: str) -> QuerySet[Passage]:
    passages = source.passages.current()
    if show == "open":
        return passages.filter(_in(State.PENDING))
    if show == "decided":
        return passages.filter(_in(State.ACCEPTED, State.JOINED, State.REJECTED))
    if show == "left":
        telling = Proposal.objects.filter(passage=OuterRef("pk"), kind__in=TELLING).exclude(state=State.REJECTED)
        return passages.filter(~Exists(telling), ~Exists(Citation.objects.filter(passage=OuterRef("pk"))), context="")
    return passages


def _counts(source: Source) -> dict[str, int]:
    """How many passages each choice shows, and how many proposals are in each state."""
    counts = {name: _shown(source, name).count() for name in SHOWS}
    states = {f"n_{state}": Count("pk", filter=Q(state=state)) for state in State.values}
    return counts | source.proposals.aggregate(**states)
