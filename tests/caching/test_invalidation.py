"""After any edit, what is kept in memory and found by words is what the database says, and what the contract says."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from django.apps import apps
from django.db import models as fields
from django.db import transaction
from django.test import Client
from hypothesis import Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule, run_state_machine_as_test

from events import models
from events.caching import versions
from events.models.base import AtomicModel
from events.search import index, lookup
from events.selection import current, fetching
from events.selection.columns import Columns, Links
from events.selection.names import NamesInLanguages
from events.signals import invalidation
from events.site import languages
from tests.support import factories as make
from tests.support import naive
from tests.support.pages import Page, exported, slugs
from tests.support.selections import events_of, select
from tests.support.strategies import ROLES, STATUSES, WORDS, build, corpora, parameters, undone

EDITED = [
    models.Event,
    models.Interpretation,
    models.Debate,
    models.Answer,
    models.Actor,
    models.Source,
    models.Participant,
    models.Citation,
    models.Evidence,
    models.Relation,
    models.Theme,
]
NEW_VALUES: dict[type, dict[str, Any]] = {
    models.Event: {
        "title": WORDS,
        "status": STATUSES,
        "date": ["1958", "1955-05-14", "196X", "[1956..1965]", "../1970", ""],
        "prominence": [1, 2, 3],
        "slug": ["new", "Aa", "zz-top"],
    },
    models.Interpretation: {"claim": WORDS, "status": STATUSES, "ground": ["fact", "cause", "term"]},
    models.Debate: {"status": STATUSES, "featured": [1, 2]},
    models.Answer: {"name": WORDS, "slug": ["no"]},
    models.Actor: {"name": WORDS},
    models.Source: {"kind": ["primary", "tertiary"]},
    models.Participant: {"role": ROLES, "event": models.Event, "actor": models.Actor},
    models.Citation: {"quote": WORDS, "event": models.Event, "source": models.Source},
    models.Evidence: {"event": models.Event, "asserted_by": models.Interpretation},
    models.Relation: {"kind": ["contests", "qualifies"], "target": models.Interpretation},
    models.Theme: {"name": WORDS, "position": [0, 1, 7]},
}


def some(data: st.DataObject, model: type[fields.Model]) -> Any:
    rows = list(model.objects.order_by("pk"))  # type: ignore[attr-defined]
    return data.draw(st.sampled_from(rows)) if rows else None


def as_pairs(links: Links) -> list[tuple[int, int]]:
    """Positions and values."""
    owners = np.repeat(np.arange(len(links.starts) - 1), np.diff(links.starts))
    return sorted(zip(owners.tolist(), links.keys[links.codes].tolist(), strict=True))


class Editing(RuleBasedStateMachine):
    """Editors change anything, and a server process that read everything at the start follows."""

    def __init__(self) -> None:
        super().__init__()
        self.undone = undone()
        self.undone.__enter__()

    def teardown(self) -> None:
        self.undone.__exit__(None, None, None)

    @initialize(corpus=corpora())
    def begin(self, corpus: dict[str, list[Any]]) -> None:
        build(corpus)
        current.current()

    def edit(self, write: Callable[[], Any]) -> None:
        try:
            with transaction.atomic():
                write()
        except (fields.ProtectedError, fields.RestrictedError, transaction.DatabaseError):
            pass  # the database refuses what forms would refuse

    @rule(data=st.data(), model=st.sampled_from(EDITED))
    def change(self, data: st.DataObject, model: type[fields.Model]) -> None:
        if (row := some(data, model)) is None:
            return
        name = data.draw(st.sampled_from(list(NEW_VALUES[model])))
        values = NEW_VALUES[model][name]
        value = data.draw(st.sampled_from(values)) if isinstance(values, list) else some(data, values)
        if model is models.Event and name == "date" and row.after_event_id:
            return
        if value is not None and not (model is models.Citation and name == "event" and row.event_id is None):
            setattr(row, name, value)
            self.edit(row.save)

    @rule(data=st.data(), model=st.sampled_from(EDITED))
    def delete(self, data: st.DataObject, model: type[fields.Model]) -> None:
        if (row := some(data, model)) is not None:
            self.edit(row.delete)

    @rule(data=st.data(), what=st.sampled_from(["participant", "citation", "evidence", "theme", "proponent", "draft"]))
    def add(self, data: st.DataObject, what: str) -> None:
        event, actor = some(data, models.Event), some(data, models.Actor)
        interpretation, theme = some(data, models.Interpretation), some(data, models.Theme)
        if what == "participant" and event and actor:
            self.edit(lambda: models.Participant.objects.create(event=event, actor=actor, role="forum"))
        elif what == "citation" and event and (source := some(data, models.Source)):
            self.edit(lambda: make.cite(event, source, "treaty words"))
        elif what == "evidence" and event and interpretation:
            self.edit(lambda: make.make_evidence(interpretation, event))
        elif what == "theme" and event and theme:
            self.edit(lambda: event.themes.remove(theme) if theme in event.themes.all() else event.themes.add(theme))
        elif what == "proponent" and interpretation and actor:
            self.edit(
                lambda: actor.interpretations.set([interpretation]) if hasattr(actor, "interpretations") else None
            )
            self.edit(lambda: interpretation.proponents.set([actor]))
        elif what == "draft":
            self.edit(lambda: make.make_event(data.draw(st.sampled_from(WORDS)), status="published"))

    @rule(asked=st.lists(parameters(), min_size=1, max_size=3))
    def look(self, asked: list[naive.Params]) -> None:
        kept, anew = current.current(), Columns.of(fetching.rows())
        for name, column in anew.numbers.items():
            assert kept.columns.numbers[name].tolist() == column.tolist(), name
        for name, links in anew.links.items():
            assert as_pairs(kept.columns.links[name]) == as_pairs(links), name
        for name in ("firsts", "lasts"):
            years = [getattr(one.spans, name)[one.span_codes[one.dated]].tolist() for one in (kept.columns, anew)]
            assert years[0] == years[1]
        names = NamesInLanguages.read()
        assert kept.names.now.of == names.now.of
        with languages.reading("ro", "en"):
            assert kept.names.now.of == names.now.of
        texts = list(models.EventText.objects.order_by("pk").values())
        index.refresh(models.Event.objects.values_list("pk", flat=True))
        assert texts == list(models.EventText.objects.order_by("pk").values())
        corpus = naive.Corpus()
        for params in asked:
            expected, selection = naive.evaluate(corpus, params), select(params)
            assert [event.slug for event in events_of(selection)] == expected.slugs
            counts = {"count": len(expected.slugs), "undated": expected.undated, "facets": expected.facets}
            assert selection.counts.as_json() == counts
        page = Page(Client().get("/", asked[0]))
        assert page.events == naive.evaluate(corpus, asked[0]).on_page


@pytest.mark.django_db
def test_whatever_is_edited_the_next_request_is_right():
    run_state_machine_as_test(
        Editing,
        # Without making a failure smaller, which would take longer than a test may.
        settings=settings(
            max_examples=max(settings().max_examples // 4, 5),
            stateful_step_count=14,
            phases=[Phase.reuse, Phase.generate],
        ),
    )


# --- through the site ---


@pytest.mark.django_db(transaction=True)
def test_an_edit_shows_on_the_next_request_of_a_process_that_keeps_columns(client: Client):
    events = [make.make_event(f"Vote {n}", date=str(1950 + n), status="published") for n in range(5)]
    assert Page(client.get("/")).events == slugs(client) == [event.slug for event in events]
    events[0].date = "1999"
    events[0].save()
    events[1].status = "draft"
    events[1].save()
    events[2].title = "Renamed"
    events[2].save()
    assert Page(client.get("/")).events == slugs(client) == ["vote-2", "vote-3", "vote-4", "vote-0"]
    assert Page(client.get("/", {"q": "renamed"})).events == ["vote-2"]
    assert "Renamed" in client.get("/").content.decode()
    assert exported(client, "/export/facets.json")["count"] == 4


@pytest.mark.django_db(transaction=True)
def test_a_few_edits_do_not_make_a_process_read_everything_again(client: Client, monkeypatch):
    event = make.make_event("Vote", status="published")
    client.get("/")
    monkeypatch.setattr(current, "_read", lambda version: pytest.fail("read again"))
    for n in range(3):
        event.title = f"Vote {n}"
        event.save()
        assert f"Vote {n}" in client.get("/").content.decode()


@pytest.mark.django_db(transaction=True)
def test_a_process_that_is_far_behind_reads_everything_again(client: Client, monkeypatch):
    monkeypatch.setattr(versions, "KEPT", 3)
    event = make.make_event("Vote", status="published")
    client.get("/")
    for _ in range(210):
        versions.advance([])
    models.Event.objects.filter(pk=event.pk).update(title="Changed")  # by no way that tells
    assert "Changed" in client.get("/").content.decode()


def version(*keys: int) -> versions.Version:
    return versions.Version(str(keys), tuple((key, str(key)) for key in keys))


@pytest.mark.django_db
def test_versions_tell_which_events_changed_even_if_a_smaller_key_comes_later():
    old = version(7, 5)
    rows = {key: models.DataVersion.objects.create(pk=key, tag=str(key), events=[key]) for key in (5, 6, 7, 8)}
    assert versions.changed_between(old, version(8, 7, 6, 5)) == ({6, 8}, False)
    rows[8].events = None
    rows[8].save()
    assert versions.changed_between(old, version(8, 7, 6, 5)) == (None, True)
    assert versions.changed_between(version(2, 1), version(8, 7)) == (None, True)
    assert versions.changed_between(versions.Version(), version(8, 7)) == (None, True)


@pytest.mark.django_db
def test_what_leaves_an_event_is_forgotten_there():
    one, other = (make.make_event(title, status="published") for title in ("One", "Other"))
    citation = make.cite(one, make.make_source("book"), "peculiar")
    before = versions.current()
    citation.event = other
    citation.save()
    assert versions.changed_between(before, versions.current())[0] == {one.pk, other.pk}
    found = lookup.matching(models.Event.objects.all(), "peculiar")
    assert list(found) == [other]


@pytest.mark.django_db
def test_an_event_dated_from_another_moves_with_it_through_any_number():
    events = [make.make_event("Start", date="1958-07-25", date_basis="stated", status="published")]
    for n in range(3):
        events.append(
            make.make_event(
                f"Later {n}", after_event=events[-1], offset="P1M", date_basis="relative", status="published"
            )
        )
    before = versions.current()
    events[0].date = "1960-01-01"
    events[0].save()
    assert versions.changed_between(before, versions.current())[0] >= {event.pk for event in events}


@pytest.mark.django_db
def test_a_work_that_signs_what_contests_a_claim_is_named_anew_wherever_the_claim_stands(client: Client):
    event = make.make_event("Withdrawal", status="published")
    contested, contesting = (make.make_interpretation(c, voice="document", status="published") for c in ("A", "B"))
    make.make_evidence(contested, event)
    work = make.make_source("handbook", csl={"title": "Handbook"})
    make.cite(contesting, work, locator="p. 1")
    make.make_relation(contesting, "contests", contested)
    assert "or B “Handbook”" in Page(client.get("/?q=withdrawal")).text()
    work.csl = {"title": "Area Handbook"}
    work.save()
    assert "or B “Area Handbook”" in Page(client.get("/?q=withdrawal")).text()


@pytest.mark.django_db
def test_writing_all_words_anew_changes_none():
    make.make_event("Vote", status="published")
    make.make_document()
    before = list(models.EventText.objects.values()), list(models.PassageText.objects.values())
    invalidation.rebuild_index()
    assert (list(models.EventText.objects.values()), list(models.PassageText.objects.values())) == before


@pytest.mark.django_db
def test_edits_of_many_rows_are_told_once_and_an_edit_that_fails_not_at_all():
    one, other = make.make_actor("Nobody"), make.make_actor("Emil Bodnăraș")
    rows = [models.Participant.objects.create(event=make.make_event(), actor=one) for _ in range(3)]
    before = versions.current()

    def give(actor: models.Actor) -> None:
        with invalidation.batched():
            for row in rows:
                row.actor = actor
                row.save()

    with transaction.atomic(), invalidation.batched():
        give(other)
        assert versions.current() == before
    now = versions.current()
    assert len(set(now.changes) - set(before.changes)) == 1
    assert versions.changed_between(before, now)[0] == {row.event_id for row in rows}
    assert set(lookup.matching(models.Event.objects.all(), "bodnaras")) == {row.event for row in rows}
    with pytest.raises(KeyError), transaction.atomic(), invalidation.batched():
        give(one)
        raise KeyError
    assert versions.current() == now
    rows[0].save()
    assert versions.current() != now


@pytest.mark.django_db
def test_what_is_rolled_back_is_never_told():
    event = make.make_event()
    before = versions.current()
    with undone(), invalidation.batched(), invalidation.discarded():
        event.save()
    assert versions.current() == before
    with invalidation.discarded(), invalidation.batched():
        event.save()
    assert versions.current() == before


class Killed(BaseException):
    pass


@pytest.fixture
def killed_before_the_version_moves(monkeypatch: pytest.MonkeyPatch) -> None:
    def killed(*args: Any, **kwargs: Any) -> None:
        raise Killed

    monkeypatch.setattr(versions, "advance", killed)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("kind", ["theme", "event", "participations", "citations"])
def test_a_row_is_saved_or_deleted_with_the_version_that_tells_of_it_or_not_at_all(kind: str, request: Any):
    theme = make.make_theme("Alliance")
    event = make.make_event("Vote", themes=[theme], participants=[make.make_actor("Dej")])
    make.cite(event, make.make_source("book"), "words")
    row = {"theme": theme, "event": event}.get(kind) or getattr(event, kind).get()
    name, value = {"theme": ("name", "Other"), "event": ("title", "Other")}.get(
        kind, ("event", make.make_event("Other"))
    )
    stored = type(row).objects.filter(pk=row.pk).values()
    before = list(stored)
    request.getfixturevalue("killed_before_the_version_moves")
    for change in (lambda: setattr(row, name, value) or row.save(), lambda: type(row).objects.get(pk=row.pk).delete()):
        with pytest.raises(Killed):
            change()
        assert list(stored.all()) == before


@pytest.mark.parametrize(
    "model",
    [model for model in apps.get_app_config("events").get_models() if model not in invalidation.UNSEEN],
    ids=lambda model: model.__name__,
)
def test_every_row_that_readers_can_see_is_saved_so(model: type[fields.Model]):
    assert issubclass(model, AtomicModel)


@pytest.mark.django_db(transaction=True)
def test_a_link_is_stored_with_the_version_that_tells_of_it_or_not_at_all(request: Any):
    theme, other = make.make_theme("Alliance"), make.make_theme("Economy")
    event = make.make_event("Vote", themes=[theme])
    request.getfixturevalue("killed_before_the_version_moves")
    for change in (
        lambda: event.themes.add(other),
        lambda: event.themes.remove(theme),
        lambda: event.themes.clear(),
        lambda: event.themes.set([other]),
        lambda: other.events.add(event),
    ):
        with pytest.raises(Killed):
            change()
        assert list(event.themes.all()) == [theme]


@pytest.mark.django_db
def test_a_theme_that_is_deleted_leaves_no_event_behind() -> None:
    theme = make.make_theme("Roads")
    make.publish(make.make_event("A bridge", themes=[theme]))
    assert current.current().columns.links["theme"].keys.tolist() == [theme.pk]
    theme.delete()
    assert as_pairs(current.current().columns.links["theme"]) == []
