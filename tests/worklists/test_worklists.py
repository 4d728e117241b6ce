"""Each worklist names what it says, and nothing that is only nearly so."""

import random
from collections.abc import Callable, Collection
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import transaction

from events import worklists
from events.caching import versions
from events.models import ActorName, LoadNote, Source
from events.models.fields import readable
from events.models.translations import digest_of
from events.signals import invalidation
from events.worklists import likeness, registry
from tests.support.factories import (
    cite,
    make_actor,
    make_answer,
    make_debate,
    make_document,
    make_event,
    make_evidence,
    make_further_reading,
    make_interpretation,
    make_link,
    make_office,
    make_place,
    make_reference,
    make_relation,
    make_source,
    make_theme,
    publish,
)

Case = tuple[Collection[Any], Collection[Any]]
"""Records that a list must name, and records that are nearly so."""

CASES: dict[str, Callable[[], Case]] = {}


def case(name: str) -> Callable[[Callable[[], Case]], Callable[[], Case]]:
    def register(function: Callable[[], Case]) -> Callable[[], Case]:
        CASES[name] = invalidation.batched()(function)
        return function

    return register


def listed(name: str) -> set[Any]:
    return set(worklists.WORKLISTS[name].records())


@pytest.mark.parametrize("name", worklists.WORKLISTS)
def test_a_list_names_what_it_says_and_not_what_is_nearly_so(name: str, db: None):
    wanted, near_misses = CASES[name]()
    assert wanted and near_misses
    assert listed(name) & {*wanted, *near_misses} == set(wanted)
    assert worklists.counts()[name] == len(listed(name))


# --- Provenance -------------------------------------------------------------------------------------------------------


@case("unresolved-references")
def unresolved_references() -> Case:
    passage = make_document().passages.get(number=1)
    return [make_reference(passage, "8")], [make_reference(passage, "9", offset=5, resolves_to=make_source())]


@case("displaced-references")
def displaced_references() -> Case:
    first, second = make_document().passages.filter(number__lte=2)
    homeless = make_reference(first, "8", displaced=True)
    home = make_reference(first, "9", offset=5, displaced=True, home_passage=second)
    return [homeless], [home, make_reference(first, "10", offset=9)]


@case("events-with-one-source")
def events_with_one_source() -> Case:
    once, draft, twice, never, archived = (make_event() for _number in range(5))
    source = make_source()
    for event in (once, once, draft, twice, archived):
        cite(event, source)
    cite(twice, make_source())
    publish(once)
    archived.status = "archived"
    archived.save()
    return [once, draft], [twice, never, archived]


@case("orphan-sources")
def orphan_sources() -> Case:
    cited, recommended, stood_for = make_source(), make_source(), make_source()
    cite(make_event(), cited)
    make_further_reading(make_debate(), recommended)
    make_reference(make_document().passages.get(number=1), resolves_to=stood_for)
    told = make_office(make_actor(), "historian", source=make_source()).source
    return [make_source()], [cited, recommended, stood_for, told]


@case("events-without-a-place")
def events_without_a_place() -> Case:
    archived = make_event(status="archived")
    return [make_event()], [make_event(place="Focșani"), archived]


@case("orphan-places")
def orphan_places() -> Case:
    return [make_place()], [make_event().place or make_event(place="Focșani").place]


@case("persons-without-an-office")
def persons_without_an_office() -> Case:
    historian = make_actor()
    make_office(historian, "historian, Romania")
    return [make_actor()], [historian, make_actor(kind="state")]


@case("orphan-actors")
def orphan_actors() -> Case:
    taking_part, arguing = make_actor(), make_actor()
    make_event(participants=[taking_part])
    make_interpretation(proponents=[arguing])
    return [make_actor()], [taking_part, arguing]


@case("debates-without-two-answers")
def debates_without_two_answers() -> Case:
    none, one, two, draft = (make_debate(f"Why {number}?") for number in range(4))
    for debate in (one, two, two):
        make_answer(debate)
    publish(none, one, two)
    return [none, one], [two, draft]


@case("interpretations-without-answer")
def interpretations_without_answer() -> Case:
    debate, without = make_debate(), make_debate()
    answer = make_answer(debate)
    silent, answering = make_interpretation(debate=debate), make_interpretation(debate=debate, answer=answer)
    qualifying = make_interpretation(debate=debate)
    make_relation(qualifying, "qualifies", answering)
    return [silent], [answering, qualifying, make_interpretation(debate=without)]


@case("events-with-lost-quotes")
def events_with_lost_quotes() -> Case:
    lost, kept = make_event(), make_event()
    cite(kept, make_document())
    withdraw(cite(lost))
    return [lost], [kept]


@case("interpretations-with-lost-quotes")
def interpretations_with_lost_quotes() -> Case:
    own, of_evidence, of_relation, kept, of_its_event = (make_interpretation() for _number in range(5))
    event = make_event()
    withdraw(cite(own))
    withdraw(cite(make_evidence(of_evidence, "Membership of a pact")))
    withdraw(cite(make_relation(of_relation, "contests", kept)))
    make_evidence(of_its_event, event)
    withdraw(cite(event))
    cite(kept)
    return [own, of_evidence, of_relation], [kept, of_its_event]


def withdraw(citation: Any) -> None:
    """What the loader does with a passage that is not in the newest text."""
    passage = citation.passage
    passage.withdrawn_text, passage.withdrawn, passage.start, passage.end = passage.text, True, None, None
    passage.save()


@case("sources-with-broken-address")
def sources_with_broken_address() -> Case:
    broken = [
        {"URL": "www.example.org/a"},
        {"URL": "https://example .org/"},
        {"URL": "javascript:alert(1)"},
        {"DOI": "not a DOI"},
        {"URL": "http://[::1/"},
    ]
    whole = [
        {"URL": "https://example.org/a?b=ș#c"},
        {"DOI": "10.1080/14682745.2013.793311"},
        {"DOI": "https://doi.org/10.1017/S0008938900019750"},
        {"DOI": "doi:10.1017/S0008938900019750"},
        {},
    ]
    return [with_csl(record) for record in broken], [with_csl(record) for record in whole]


def with_csl(record: dict[str, Any]) -> Source:
    source = make_source()
    source.csl |= record
    source.save()
    return source


@case("events-resting-on-one")
def events_resting_on_one() -> Case:
    return _resting_on_one(make_event)


@case("interpretations-resting-on-one")
def interpretations_resting_on_one() -> Case:
    return _resting_on_one(make_interpretation)


def _resting_on_one(make_record: Callable[[], Any]) -> Case:
    """A document's passage whose reference leads to a book; the book itself; and a passage that leads to two."""
    document, book, other = make_document(), make_source(), make_source()
    first, second, third = document.passages.order_by("number")
    make_reference(first, "8", resolves_to=book)
    make_reference(second, "9", offset=100, displaced=True, home_passage=first, resolves_to=book)
    make_reference(third, "10", offset=200, resolves_to=book)
    make_reference(third, "11", offset=210, resolves_to=other)
    quotes = {passage.number: passage.text[:12] for passage in (first, second, third)}

    def citing(*sources: Any) -> Any:
        record = make_record()
        for source in sources:
            cite(record, document, quotes[source]) if isinstance(source, int) else cite(record, source, locator="p. 1")
        return record

    return [citing(1, book)], [citing(1), citing(book), citing(1, other), citing(3, book), citing(2, book)]


# --- Historiography ---------------------------------------------------------------------------------------------------


@case("disputed-events-with-one-view")
def disputed_events_with_one_view() -> Case:
    debate = make_debate()
    in_debate, contested, contesting, two_views, undisputed, unseen = (make_event() for _number in range(6))
    debated = publish(make_interpretation(debate=debate))
    first, second, lonely = (publish(make_interpretation()) for _number in range(3))
    make_relation(second, "contests", first)
    make_evidence(debated, in_debate)
    make_evidence(debated, in_debate, bearing="undermines")
    make_evidence(make_interpretation(debate=debate), in_debate)  # a draft is no second view
    make_evidence(first, contested)
    make_evidence(second, contesting)
    for interpretation in (first, second):
        make_evidence(interpretation, two_views)
    make_evidence(lonely, undisputed)
    make_evidence(make_interpretation(debate=debate), unseen)
    publish(in_debate, two_views)
    return [in_debate, contested, contesting], [two_views, undisputed, unseen]


@case("interpretations-without-holder")
def interpretations_without_holder() -> Case:
    nobody, document = make_interpretation(voice="unattributed"), make_interpretation(voice="document")
    archived = make_interpretation(voice="document", status="archived")
    return [nobody, document], [make_interpretation(proponents=[make_actor()]), archived]


@case("interpretations-without-events")
def interpretations_without_events() -> Case:
    nothing, circumstance, event = (make_interpretation() for _number in range(3))
    make_evidence(circumstance, "Membership of a pact")
    make_evidence(event, make_event())
    return [nothing, circumstance], [event]


@case("reported-interpretations")
def reported_interpretations() -> Case:
    return [make_interpretation(attribution="reported")], [make_interpretation(attribution="own")]


@case("arguments-before-their-evidence")
def arguments_before_their_evidence() -> Case:
    opened = make_source(available_from="1996")
    early, by_evidence = (make_interpretation(made_on="1995") for _number in range(2))
    same_year, unknown = make_interpretation(made_on="1996"), make_interpretation()
    reported = make_interpretation(made_on="1995", attribution="reported")
    open_end = make_interpretation(made_on="1995/..")
    for interpretation in (early, same_year, unknown, reported, open_end, make_evidence(by_evidence, make_event())):
        cite(interpretation, opened)
    elsewhere = make_interpretation(made_on="1995")
    cite(elsewhere, make_source(year=1996))
    return [early, by_evidence], [same_year, unknown, reported, open_end, elsewhere]


@case("sources-newer-than-statement")
def sources_newer_than_statement() -> Case:
    newer = make_source(issued="2007-05")
    before, same_month, perhaps = (
        make_interpretation(made_on=made_on) for made_on in ("2007-04", "2007-05", "[2006..2008]")
    )
    reported = make_interpretation(made_on="1980", attribution="reported")
    for interpretation in (before, same_month, perhaps, reported):
        cite(interpretation, newer)
    return [before], [same_month, perhaps, reported]


# --- Chronology -------------------------------------------------------------------------------------------------------


@case("inferred-dates")
def inferred_dates() -> Case:
    inferred, editor = (make_event(date="1964", date_basis=basis) for basis in ("inferred", "editor"))
    relative = make_event(after_event=inferred, offset="P1M")
    return [inferred, editor], [make_event(date="1964"), relative, make_event()]


@case("parts-outside-their-whole")
def parts_outside_their_whole() -> Case:
    whole = make_event(date="1968-03-06/1968-03-07")
    before, after = make_event(date="1968-03-05"), make_event(date="1969")
    inside, perhaps, undated = make_event(date="1968-03-07"), make_event(date="1968"), make_event()
    for part in (before, after, inside, perhaps, undated):
        make_link(part, "part_of", whole)
    other_kind = make_event(date="1969")
    make_link(other_kind, "responds_to", whole)
    return [before, after], [inside, perhaps, undated, other_kind, whole]


@case("consequences-before-their-cause")
def consequences_before_their_cause() -> Case:
    cause, early_answer = make_event(date="1968-08-21"), make_event(date="1968-08-20")
    make_link(cause, "led_to", make_event(date="1968-07"))
    make_link(early_answer, "responds_to", cause)
    good_cause, answer, vague = make_event(date="1968-08"), make_event(date="1968-08-21"), make_event(date="1968")
    make_link(good_cause, "led_to", make_event(date="1968-08-01"))
    make_link(answer, "responds_to", cause)
    make_link(vague, "responds_to", cause)
    return [cause, early_answer], [good_cause, answer, vague]


@case("effects-listed-before-their-cause")
def effects_listed_before_their_cause() -> Case:
    cause, early_answer = make_event(date="1968-08"), make_event(date="1968-08-20")
    make_link(cause, "led_to", make_event(date="1968-08-01"))
    make_link(early_answer, "responds_to", cause)
    good_cause, answer, undated = make_event(date="1968-08-21"), make_event(date="1968-08-31"), make_event()
    make_link(good_cause, "led_to", make_event(date="1968-08-21"))
    make_link(answer, "responds_to", cause)
    make_link(undated, "responds_to", cause)
    make_link(good_cause, "part_of", make_event(date="1955"))
    return [cause, early_answer], [good_cause, answer, undated]


@case("participants-outside-their-life")
def participants_outside_their_life() -> Case:
    dej = make_actor("Gheorghe Gheorghiu-Dej", life_dates="1901-11-08/1965-03-19")
    unknown_death, one_date = make_actor(life_dates="1918/"), make_actor(life_dates="1901")
    nobody = make_actor()
    dead, unborn = make_event(date="1965-03-20", participants=[dej]), make_event(date="1900", participants=[dej])
    last_day, that_year = (make_event(date=date, participants=[dej]) for date in ("1965-03-19", "1965"))
    later = make_event(date="1990", participants=[unknown_death, one_date, nobody])
    return [dead, unborn], [last_day, that_year, later, make_event(participants=[dej])]


# --- Duplicates -------------------------------------------------------------------------------------------------------


@case("sources-with-same-address")
def sources_with_same_address() -> Case:
    same = [
        {"URL": "https://www.example.org/a/"},
        {"URL": "http://example.org/a"},
        {"DOI": "10.1080/ABC"},
        {"URL": "https://doi.org/10.1080/abc", "DOI": "10.1080/abc"},
    ]
    other = [
        {"URL": "https://example.org/b"},
        {"URL": "https://example.org/a#part"},
        {"URL": "https://doi.org/10.1080/xyz", "DOI": "10.1080/xyz"},
        {},
        {"URL": ""},
    ]
    return [with_csl(record) for record in same], [with_csl(record) for record in other]


@case("events-alike")
def events_alike() -> Case:
    same = [make_event("Ceaușescu’s speech", date="1968", slug="a"), make_event("Ceausescu's Speech", slug="b")]
    more = make_event("The Warsaw Treaty is signed", date="1955-05")
    less = make_event("Warsaw Treaty signed", date="1955-05-14")
    other_day = make_event("Warsaw Treaty signed", date="1956", slug="c")
    part_of_words = make_event("The Treaty of Bucharest", date="1955-05")
    invasion, absence = make_event("The invasion", date="1968"), make_event("Absence from the invasion", date="1968-08")
    make_link(absence, "responds_to", invasion)
    return [*same, more, less], [other_day, part_of_words, invasion, absence]


@case("actors-alike")
def actors_alike() -> Case:
    same = [make_actor("Nicolae Ceaușescu"), make_actor("Ceausescu", slug="other")]
    by_other_name = make_actor("Romanian Workers' Party", kind="party"), make_actor("PMR", kind="party")
    ActorName.objects.create(actor=by_other_name[0], name="P.M.R.")
    ActorName.objects.create(actor=by_other_name[0], name="PMR")
    namesake = make_actor("Ceaușescu", kind="group", slug="group")
    return [*same, *by_other_name], [namesake, make_actor("Nicolae Iorga"), make_actor("Elena Văcărescu")]


@case("sources-alike")
def sources_alike() -> Case:
    title = "Romania under Communist Rule"
    same = [make_source(title=title, author="Deletant"), make_source(title=f"{title}: a history", author="Deletant")]
    by_another = make_source(title=title, author="King")
    return same, [by_another, make_source(title="A History of Romania", author="Deletant")]


# --- Names that look alike --------------------------------------------------------------------------------------------

ALWAYS = (None, None)


def test_a_record_is_not_alike_because_of_its_own_names():
    assert likeness.alike([(1, "PMR", ALWAYS), (1, "pmr", ALWAYS), (1, "The PMR", ALWAYS), (2, "!", ALWAYS)]) == set()


def test_names_without_words_are_like_nothing():
    assert likeness.alike([(1, "!", ALWAYS), (2, "?", ALWAYS)]) == set()


def test_of_equal_names_only_those_with_spans_that_may_overlap_are_alike():
    spans = {1: (1, 10), 2: (5, 6), 3: (11, None), 4: (13, 14), 5: (None, 0)}
    names = [(key, "Talks", span) for key, span in spans.items()]
    assert likeness.alike(names) == {1, 2, 3, 4}
    assert likeness.alike(names[::-1]) == {1, 2, 3, 4}


def test_two_that_are_told_apart_are_alike_only_if_a_third_is_like_them():
    names = [(1, "Talks", (1, 5)), (2, "Talks", (4, 9)), (3, "Talks in Sofia", (7, 9)), (4, "Talks", (20, 20))]
    apart = {1: {2}, 2: {1, 3}, 3: {2}}
    assert likeness.alike(names, {1: {2}, 2: {1}}) == {2, 3}
    assert likeness.alike(names, apart) == set()
    assert likeness.alike([*names, (5, "Talks", ALWAYS)], apart) == {1, 2, 3, 4, 5}


def test_likeness_is_that_of_pairs():
    """Against every pair, one by one."""
    chance = random.Random(1968)
    for _round in range(300):
        words = [" ".join(chance.choices("abc", k=chance.randint(1, 3))) for _name in range(6)]
        bounds = [tuple(chance.choice([None, start, start]) for start in (low, low + 2)) for low in range(6)]
        names = [(key, words[key], chance.choice(bounds)) for key in range(6)]
        pairs = [chance.sample(range(6), 2) for _pair in range(2)]
        apart: dict[int, set[int]] = {}
        for one, other in pairs:
            apart.setdefault(one, set()).add(other)
            apart.setdefault(other, set()).add(one)
        expected = {
            key
            for key, name, (first, last) in names
            for other, other_name, (other_first, other_last) in names
            if key != other
            and other not in apart.get(key, set())
            and (set(name.split()) <= set(other_name.split()) or set(other_name.split()) <= set(name.split()))
            and not (last is not None and other_first is not None and last < other_first)
            and not (first is not None and other_last is not None and other_last < first)
        }
        assert likeness.alike(names, apart) == expected


def test_a_word_that_very_many_names_share_makes_no_likeness_of_its_own():
    names = [(number, f"Talks {number}", ALWAYS) for number in range(likeness.COMMON)]
    assert likeness.alike([*names, (-1, "Talks", ALWAYS)]) == set()
    assert likeness.alike([*names[1:], (-1, "Talks", ALWAYS)]) == {-1, *range(1, likeness.COMMON)}
    assert likeness.alike([*names, (-1, "talks 7", ALWAYS)]) == {-1, 7}


# --- What a count costs -----------------------------------------------------------------------------------------------


def test_every_list_has_its_case():
    assert set(CASES) == set(worklists.WORKLISTS)


def test_counting_takes_the_same_number_of_queries_however_much_there_is_to_do(
    db: None, django_assert_num_queries: Any, django_assert_max_num_queries: Any
):
    for make in CASES.values():
        make()
    with django_assert_max_num_queries(120) as few:
        worklists.counts()
    for _time in range(3):
        make_event(date="1990", participants=[make_actor(life_dates="1901/1965")])
        arguments_before_their_evidence(), sources_newer_than_statement(), parts_outside_their_whole()
        disputed_events_with_one_view(), sources_with_same_address(), interpretations_with_lost_quotes()
    with django_assert_num_queries(len(few)):
        worklists.counts()


@pytest.mark.django_db(transaction=True)
def test_counts_are_kept_until_something_changes(django_assert_num_queries: Any):
    event = make_event(date="1964", date_basis="editor")
    assert worklists.counts()["inferred-dates"] == 1
    with django_assert_num_queries(1):
        assert worklists.counts()["inferred-dates"] == 1
    event.status = "archived"
    event.save()
    assert worklists.counts()["inferred-dates"] == 0


@pytest.mark.django_db(transaction=True)
def test_counts_that_take_long_are_not_counted_after_each_edit(monkeypatch: pytest.MonkeyPatch):
    make_event(date="1964", date_basis="editor")
    monkeypatch.setattr(versions, "SLOW", 0.0)
    monkeypatch.setattr(versions, "PATIENCE", 0)
    before = worklists.counts()["inferred-dates"]
    monkeypatch.setattr(versions, "PATIENCE", 1_000_000)
    make_event(date="1965", date_basis="editor")
    assert worklists.counts()["inferred-dates"] == before
    monkeypatch.setattr(versions, "PATIENCE", 0)
    assert worklists.counts()["inferred-dates"] == before + 1


@pytest.mark.django_db(transaction=True)
def test_nothing_is_kept_of_a_transaction_that_is_rolled_back():
    make_event("Talks")
    versions.current()
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        make_event("Talks", slug="talks-2")
        assert worklists.counts()["events-alike"] == 2
        raise ZeroDivisionError
    assert worklists.counts()["events-alike"] == 0


def test_a_list_that_is_found_in_python_is_bounded(db: None, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(registry, "MOST", 3)
    for number in range(5):
        make_event("Talks", slug=f"talks-{number}")
    assert worklists.counts()["events-alike"] == len(listed("events-alike")) == 3


# --- Loading ----------------------------------------------------------------------------------------------------------


def _noted(kind: str, make_record: Callable[[], Any]) -> Callable[[], Case]:
    def noted() -> Case:
        kept, conflict, untouched = make_record(), make_record(), make_record()
        LoadNote.objects.create(kind=kind, slug=kept.slug, lines=[["kept", "title", "…"]])
        LoadNote.objects.create(kind=kind, slug=conflict.slug, conflict=True, lines=[["conflict", "title", "…"]])
        LoadNote.objects.create(kind="other", slug=untouched.slug, lines=[["kept", "title", "…"]])
        return [kept, conflict], [untouched]

    return noted


for _kind, _make in {
    "events": make_event,
    "interpretations": make_interpretation,
    "debates": make_debate,
    "actors": make_actor,
    "sources": make_source,
    "themes": make_theme,
    "places": make_place,
}.items():
    CASES[f"{_kind}-kept"] = _noted(_kind, _make)


# --- Languages --------------------------------------------------------------------------------------------------------


def _languages(make_record: Callable[[], Any]) -> tuple[Any, Any, Any]:
    """A record without translations, one whose translations render what it says, and one whose render what it said."""
    Path(settings.SEEDS_DIR, "site.yaml").write_text("languages: [en, ro]")
    bare, whole, old = (make_record() for _number in range(3))
    for record, renders in ((whole, digest_of), (old, lambda _text: "0123456789ab")):
        for row in (record, *(record.answers.all() if hasattr(record, "answers") else ())):
            texts = {name: getattr(row, name) for name in readable(type(row))}
            versions = {f"{name}.ro": [f"{text} (ro)", renders(text)] for name, text in texts.items() if text}
            type(row).objects.filter(pk=row.pk).update(translations=versions)
    return bare, whole, old


def _untranslated(make_record: Callable[[], Any]) -> Callable[[], Case]:
    def found() -> Case:
        bare, whole, old = _languages(make_record)
        return [bare], [whole, old]

    return found


def _out_of_date(make_record: Callable[[], Any]) -> Callable[[], Case]:
    def found() -> Case:
        bare, whole, old = _languages(make_record)
        return [old], [whole, bare]

    return found


def _answered() -> Any:
    debate = make_debate()
    make_answer(debate)
    return debate


for _kind, _make in {
    "events": make_event,
    "interpretations": make_interpretation,
    "debates": _answered,
    "actors": make_actor,
    "sources": lambda: make_source(note="Read in part."),
    "themes": make_theme,
    "places": make_place,
}.items():
    CASES[f"{_kind}-untranslated"] = _untranslated(_make)
    CASES[f"{_kind}-out-of-date"] = _out_of_date(_make)


def test_a_corpus_in_one_language_has_nothing_to_translate(db: None):
    make_event()
    assert not listed("events-untranslated")


def test_what_has_no_word_needs_no_translation(db: None):
    _bare, whole, _old = _languages(make_event)
    citation = cite(whole, make_source(), locator="p. 57")
    assert whole not in listed("events-untranslated")
    type(citation).objects.update(locator="the abstract")
    assert whole in listed("events-untranslated")
