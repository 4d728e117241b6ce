"""The corpus as delivered: complete, published, dated as its words allow, and light on its first page."""

import gzip
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml
from django.conf import settings
from django.core.management import call_command
from django.db import connection, transaction
from django.db.models import F
from django.test import Client
from django.test.utils import CaptureQueriesContext

from events import dates
from events.models import (
    Citation,
    Debate,
    Event,
    EventLink,
    Interpretation,
    Participant,
    Passage,
    Place,
    Reference,
    Relation,
    Source,
    publication,
)
from events.site import description
from events.timeline.drawing.lanes import lanes_of
from tests.support.pages import Page, exported, slugs, table
from tests.support.selections import select

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]

DOCUMENT = "de-satellization-of-romania"


@pytest.fixture(scope="module", autouse=True)
def seeds(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """Loaded once for the module; each test's own changes are undone by itself."""
    with django_db_blocker.unblock(), transaction.atomic():
        call_command("loadseeds", verbosity=0)
        yield
        transaction.set_rollback(True)


def bounds(event: Event) -> tuple[str | None, str | None]:
    return tuple(None if key is None else str(dates.Day.from_key(key)) for key in (event.earliest, event.latest))  # type: ignore


# --- the text ---


@pytest.mark.each_database
def test_the_document_is_stored_byte_for_byte_under_its_files_name():
    stored = (Path(settings.BASE_DIR) / "seeds" / "documents" / f"{DOCUMENT}.txt").read_bytes()
    assert Source.objects.get(slug=DOCUMENT).text.encode() == stored


@pytest.mark.each_database
def test_every_sentence_is_a_passage_and_nothing_else_is():
    source = Source.objects.get(slug=DOCUMENT)
    words = [passage.text for passage in source.passages.order_by("number")]
    assert words == [re.sub(r"^(\[\d+\])+ ", "", line) for line in source.text.splitlines() if line.strip()]
    assert [p.number for p in source.passages.order_by("number")] == list(range(1, len(words) + 1))


def test_every_sentence_supports_something_or_is_context_with_a_stated_reason():
    for passage in Passage.objects.filter(source__slug=DOCUMENT):
        supports = Citation.objects.public().filter(passage=passage).exists()
        assert supports or passage.context.strip(), f"passage {passage.number} is forgotten: {passage.text}"


def test_a_forgotten_sentence_would_be_noticed():
    passage = Passage.objects.get(source__slug=DOCUMENT, number=1)
    Citation.objects.filter(passage=passage).delete()
    passage.context = ""
    passage.save()
    with pytest.raises(AssertionError, match="passage 1 is forgotten"):
        test_every_sentence_supports_something_or_is_context_with_a_stated_reason()


def test_every_quote_stands_in_its_passage_letter_for_letter():
    for citation in Citation.objects.exclude(passage=None).select_related("passage__source"):
        passage, quote = citation.passage, citation.quote
        assert quote, citation
        assert passage.text[citation.quote_offset :].startswith(quote), citation


def test_markers_are_unresolved_references_inline_or_displaced():
    found = {r.marker: (r.displaced, r.resolves_to) for r in Reference.objects.filter(passage__source__slug=DOCUMENT)}
    assert found == {m: (m not in ("12", "15"), None) for m in ("8", "9", "12", "13", "14", "15", "24", "39")}
    text = Source.objects.get(slug=DOCUMENT).text
    for reference in Reference.objects.filter(passage__source__slug=DOCUMENT).select_related("passage"):
        assert text[reference.offset :].startswith(f"[{reference.marker}]")
        inside = reference.passage.start <= reference.offset < reference.passage.end
        assert inside != reference.displaced


# --- publication ---


def test_all_is_published_and_has_its_words_behind_it():
    for model in (Event, Interpretation, Debate):
        assert model.objects.count() == model.objects.published().count() > 0
        for record in model.objects.published():
            assert not publication.problems(record), record.slug


def test_every_record_would_pass_the_editors_own_checks():
    for model in (Event, Interpretation, Debate, Citation):
        for record in model.objects.all():
            record.full_clean()


# --- what is listed, and how it is dated ---

FROM, TO = "earliest", "latest"
LISTED: dict[str, tuple[str, str, tuple[str | None, str | None]]] = {
    # slug: EDTF, basis, bounds
    "austrian-state-treaty-1955": ("1955-05-15", "editor", ("1955-05-15", "1955-05-15")),
    "soviet-army-withdrawal-from-austria": ("1955", "editor", ("1955-01-01", "1955-12-31")),
    "hungarian-revolution-1956": ("1956-10/1956-11", "editor", ("1956-10-01", "1956-11-30")),
    "romanian-suggestion-to-reconsider-soviet-troops": (
        "[1955-05-15..1958-04-17]",
        "inferred",
        ("1955-05-15", "1958-04-17"),
    ),
    "announcement-at-warsaw-pact-meeting-1958": ("1958-05", "stated", ("1958-05-01", "1958-05-31")),
    "announcement-that-soviet-troops-had-left-1958": ("1958-07-25", "stated", ("1958-07-25", "1958-07-25")),
    "departure-of-soviet-troops-from-romania-1958": (
        "[1958-05-01..1958-07-25]",
        "inferred",
        ("1958-05-01", "1958-07-25"),
    ),
    "proposal-of-a-supranational-planning-body-1962": ("1962", "stated", ("1962-01-01", "1962-12-31")),
    "romanian-reply-on-mongolia-1963-07": ("[1963-07-10..1963-07-18]", "inferred", ("1963-07-10", "1963-07-18")),
    "mongolian-accession-opposed-1963": ("1963-07", "stated", ("1963-07-01", "1963-07-31")),
    "un-vote-on-a-nuclear-free-latin-america-1963": ("1963-11", "stated", ("1963-11-01", "1963-11-30")),
    "collective-riposte-to-china-proposed": ("1964-02-13", "editor", ("1964-02-13", "1964-02-13")),
    "collective-riposte-to-china-opposed-1964": ("1964", "stated", ("1964-01-01", "1964-12-31")),
    "romanian-workers-party-plenum-1964": ("1964-04-15/1964-04-22", "stated", ("1964-04-15", "1964-04-22")),
    "romanian-workers-party-declaration-1964": ("1964-04", "stated", ("1964-04-01", "1964-04-30")),
    "valev-article-1964": ("1964-04", "stated", ("1964-04-01", "1964-04-30")),
    "death-of-gheorghe-gheorghiu-dej-1965": ("1965-03-19", "editor", ("1965-03-19", "1965-03-19")),
    "amendments-to-the-non-proliferation-treaty": ("1965-01/1968-03", "editor", ("1965-01-01", "1968-03-31")),
    "political-consultative-committee-1968": ("1968-03-06/1968-03-07", "editor", ("1968-03-06", "1968-03-07")),
    "non-proliferation-treaty-signed-1968": ("1968-07-01", "editor", ("1968-07-01", "1968-07-01")),
    "invasion-of-czechoslovakia-1968": ("1968-08-20/1968-08-21", "editor", ("1968-08-20", "1968-08-21")),
    "romanian-absence-from-the-invasion-1968": ("1968-08-20/1968-08-21", "editor", ("1968-08-20", "1968-08-21")),
    "ceausescu-criticism-of-the-invasion-1968": ("1968-08-21", "editor", ("1968-08-21", "1968-08-21")),
    "bogdan-bohlen-conversation-1968": ("[1968-08-21..1968-08-30]", "inferred", ("1968-08-21", "1968-08-30")),
    "proposal-to-expel-romania-from-the-warsaw-pact": ("[1965..1969]", "stated", ("1965-01-01", "1969-12-31")),
    "approach-to-the-european-economic-community-1972": ("1972", "stated", ("1972-01-01", "1972-12-31")),
    "coup-in-chile-1973": ("1973-09-11", "editor", ("1973-09-11", "1973-09-11")),
    "us-embassy-report-on-romania-and-chile-1973": ("1973-09-24", "editor", ("1973-09-24", "1973-09-24")),
    "romanian-relations-with-chile-kept": ("1973-09/..", "inferred", ("1973-09-01", None)),
    "helsinki-summit-1975": ("1975-07-30/1975-08-01", "editor", ("1975-07-30", "1975-08-01")),
    "helsinki-final-act-1975": ("1975-08-01", "editor", ("1975-08-01", "1975-08-01")),
    "two-groups-at-helsinki": ("", "", (None, None)),
    "invasion-of-democratic-kampuchea": ("1978-12-25/1979-01-07", "editor", ("1978-12-25", "1979-01-07")),
    "general-assembly-vote-on-kampuchea-1979": ("1979", "stated", ("1979-01-01", "1979-12-31")),
    "meeting-of-communist-states-in-sofia": ("", "relative", ("1979-02-01", "1980-01-31")),
}


@pytest.mark.parametrize("slug", LISTED)
def test_each_listed_event_is_there_and_dated_as_its_words_allow(slug: str):
    event = Event.objects.published().get(slug=slug)
    edtf, basis, (earliest, latest) = LISTED[slug]
    assert (event.date, event.date_basis, bounds(event)) == (edtf, basis, (earliest, latest))


def test_the_expulsion_was_proposed_some_day_in_the_late_1960s():
    event = Event.objects.get(slug="proposal-to-expel-romania-from-the-warsaw-pact")
    assert event.date_part == "late"
    client = Client()
    words = {row["slug"]: row["date_words"] for row in table(client)}
    assert words[event.slug] == "late 1960s"
    assert "1 January 1965" not in client.get(event.get_absolute_url()).content.decode()


def test_the_meeting_in_sofia_was_one_month_after_the_vote():
    event = Event.objects.select_related("after_event").get(slug="meeting-of-communist-states-in-sofia")
    assert (event.after_event.slug, event.offset) == ("general-assembly-vote-on-kampuchea-1979", "P1M")


def test_a_date_from_another_work_has_a_note():
    for event in Event.objects.filter(date_basis__in=["editor", "inferred"]):
        assert event.date_note, event.slug


def test_three_events_of_four_have_a_place_and_every_place_a_name_in_each_language():
    assert 4 * Event.objects.exclude(place=None).count() >= 3 * Event.objects.count()
    assert not [place.slug for place in Place.objects.all() if not place.translations.get("name.ro")]


def test_nothing_that_happened_stands_before_what_led_to_it():
    place = {slug: number for number, slug in enumerate(slugs(Client()))}
    links = EventLink.objects.select_related("event", "target")
    steps = {(link.target.slug, link.event.slug) for link in links.filter(kind="responds_to")}
    steps |= {(link.event.slug, link.target.slug) for link in links.filter(kind="led_to")}
    steps |= set(Event.objects.exclude(after_event=None).values_list("after_event__slug", "slug"))
    assert len(steps) > 20
    assert not [(cause, effect) for cause, effect in steps if place[cause] > place[effect]]


def test_the_reply_to_king_and_deletant_is_an_argument_with_three_events_as_evidence():
    held = Interpretation.objects.get(slug="autonomy-rather-than-independence")
    reply = Interpretation.objects.get(slug="autonomy-leaves-three-acts-unexplained")
    assert {actor.name for actor in held.proponents.all()} == {"Robert King", "Dennis Deletant"}
    assert (held.attribution, held.names_only_some) == ("reported", True)
    assert reply.relations.filter(kind="contests", target=held).exists()
    assert reply.evidence.filter(bearing="supports").exclude(event=None).count() == 3
    demanded = held.evidence.filter(bearing="must_explain", asserted_by=reply)
    assert {row.event for row in demanded} == {row.event for row in reply.evidence.all()}


def test_a_hedge_is_the_sources_own_word():
    for claim in Interpretation.objects.exclude(hedge=""):
        quotes = " ".join(citation.quote for citation in claim.citations.all())
        assert claim.hedge.lower() in quotes.lower(), claim.slug


@pytest.mark.parametrize(
    "loaded",
    ["formally declared its independence", "anti-communist", "blocked", "subordinat", "arguably", "refused"],
)
def test_titles_of_events_are_neutral(loaded: str):
    assert not Event.objects.filter(title__icontains=loaded).exists()


def test_titles_of_events_are_short():
    assert not [event.title for event in Event.objects.all() if len(event.title) > 60]


# --- how the corpus speaks, and what it leaves out ---

SEEDS = Path(settings.BASE_DIR) / "seeds"


def words_of(value: Any, but: tuple[str, ...] = ("exact", "text", "in", "home", "slug", "URL")) -> Iterator[str]:
    """Every text of a seed file except quotations and addresses."""
    if isinstance(value, dict):
        for key, held in value.items():
            if key not in but:
                yield from words_of(held)
    elif isinstance(value, list):
        for held in value:
            yield from words_of(held)
    else:
        yield str(value)


@cache
def seed_files() -> list[tuple[str, Any]]:
    paths = sorted([*SEEDS.glob("*.yaml"), *SEEDS.glob("documents/*.yaml"), *SEEDS.glob("*.json")])
    return [(path.name, yaml.load(path.read_text(), yaml.CSafeLoader)) for path in paths]


def test_the_corpus_names_works_and_speakers_and_never_the_document():
    for name, data in seed_files():
        said = [text for text in words_of(data) if re.search(r"\b(the|this) document\b", text, re.IGNORECASE)]
        assert not said, (name, said)


@pytest.mark.parametrize(
    "unconfirmed",
    [
        "91–0",
        "91-0",
        "27 November",
        "15 April 1957",
        "Viața economică",
        "Murgescu",
        "27 April",
        "day of shame",
    ],
)
def test_what_no_work_confirms_is_in_no_file_but_where_the_site_says_so(unconfirmed: str):
    for name, data in seed_files():
        but = ("method", "not_confirmed") if name == "site.yaml" else ()  # the site says what it left out
        assert not [text for text in words_of(data, but=but) if unconfirmed in text], (name, unconfirmed)


def test_no_text_names_a_work_by_its_slug():
    keys = "|".join(Source.objects.values_list("slug", flat=True))
    named = re.compile(rf"(?<![\w/-])({keys})(?![\w-])")
    for record in (*Source.objects.all(), *Event.objects.all(), *Interpretation.objects.all()):
        texts = [getattr(record, name, "") for name in ("note", "date_note", "summary", "claim", "argument")]
        texts.append(str(getattr(record, "csl", {}).get("note", "")))
        assert not [text for text in texts if named.search(text)], record.slug


def test_only_what_was_read_whole_is_cited_as_a_whole():
    cited = Citation.objects.filter(whole_work=True).values_list("source__slug", flat=True)
    assert set(cited) == {"magyarkronologia-1964-04", "magyarkronologia-1968-08-21", "urs-iiccmer-2013"}


SPEAKERS = {
    "moscows-wish-to-consult-on-the-troops": "Nikita Khrushchev",
    "romanian-agreement-to-a-soviet-proposal": "Gheorghe Gheorghiu-Dej",
    "neither-yes-nor-no-on-mongolia": "Ion Gheorghe Maurer",
    "mongolian-accession-of-hardly-any-military-worth": "Adam Rapacki",
    "no-intention-to-leave-the-pact-in-1968": "Corneliu Bogdan",
}


@pytest.mark.parametrize("slug", SPEAKERS)
def test_who_spoke_signs_what_a_record_of_the_time_says(slug: str):
    claim = Interpretation.objects.get(slug=slug)
    assert (claim.voice, [actor.name for actor in claim.proponents.all()]) == ("named", [SPEAKERS[slug]])


def test_a_claim_without_proponents_cites_a_work_that_can_sign_it():
    for claim in Interpretation.objects.filter(proponents=None, voice="document"):
        work = claim.citations.select_related("source").first().source
        assert work.label or work.csl.get("title-short") or work.csl.get("author"), claim.slug


def test_the_initiators_of_the_invasion_are_the_five_states_that_sent_troops():
    event = Event.objects.get(slug="invasion-of-czechoslovakia-1968")
    initiators = event.participations.filter(role="initiator").values_list("actor__slug", flat=True)
    assert set(initiators) == {"bulgaria", "east-germany", "hungary", "poland", "soviet-union"}


def test_no_work_read_makes_the_soviet_union_a_participant_in_kampuchea():
    event = Event.objects.get(slug="invasion-of-democratic-kampuchea")
    assert not event.participations.filter(actor__slug="soviet-union").exists()


@pytest.mark.parametrize("weaker", ["a-part-that-he-could-not-accept", "forced-industrialisation-at-farmings-expense"])
def test_a_work_on_another_time_qualifies_the_claim_on_the_declaration_and_does_not_contest_it(weaker: str):
    claim = Interpretation.objects.get(slug=weaker)
    relations = claim.relations.filter(target__slug="april-1964-turn-to-agriculture-and-extraction")
    assert [relation.kind for relation in relations] == ["qualifies"]


def test_every_question_has_answers_that_somebody_gives_and_opens_with_its_scene_in_two_sentences():
    for debate in Debate.objects.prefetch_related("answers__interpretations"):
        assert debate.turns_on and all(answer.interpretations.all() for answer in debate.answers.all()), debate
        scene = debate.introduction.split("\n\n")[0]
        assert len(re.split(r"(?<=[.]) (?=[A-Z])", scene)) == 2, scene
    featured = Debate.objects.exclude(featured=None).order_by("featured")
    assert list(featured.values_list("slug", flat=True)) == [
        "romania-and-the-invasion-of-czechoslovakia",
        "why-soviet-troops-left-romania",
        "mongolia-and-the-warsaw-pact-1963",
    ]


def test_claims_that_contest_each_other_on_one_question_give_different_answers_to_it():
    relations = Relation.objects.contesting().filter(interpretation__debate=F("target__debate"))
    pairs = relations.values_list("interpretation__answer__slug", "target__answer__slug")
    assert len(pairs) >= 12
    assert not [pair for pair in pairs if None not in pair and pair[0] == pair[1]]


def test_what_somebody_began_stands_in_one_lane_of_the_drawing():
    lanes = {actor: lane.slug for lane in description.current().lanes for actor in lane.actors}
    began: dict[str, set[str]] = {}
    initiators = Participant.objects.filter(role="initiator").values_list("event__slug", "actor__slug")
    for event, actor in initiators:
        began.setdefault(event, set()).add(lanes.get(actor, "elsewhere"))
    assert not [event for event, found in began.items() if len(found) > 1]
    assert began["invasion-of-czechoslovakia-1968"] == {"moscow"}
    assert began["comecon-drops-the-planning-body-1963"] == {"between"}
    assert began["valev-plan-rejected-1964"] == {"bucharest"}
    assert began["mongolian-request-for-admission-1963-07-15"] == {"elsewhere"}
    assert began["romanian-leadership-meets-on-the-invasion-1968"] == {"bucharest"}


def test_what_nobody_began_stands_between_those_who_take_part_in_it():
    selection = select({})
    drawn = lanes_of(selection, "corpus")
    keys = dict(Event.objects.values_list("slug", "pk"))

    def lane(slug: str) -> str:
        return drawn.names[drawn.of[selection.columns.positions_of([keys[slug]])[0]]]

    assert lane("departure-of-soviet-troops-from-romania-1958") == "Between them"
    assert lane("mongolian-accession-opposed-1963") == "Between them"
    assert lane("non-proliferation-treaty-signed-1968") == lane("coup-in-chile-1973") == "Elsewhere"
    assert lane("soviet-army-withdrawal-from-austria") == "Moscow and its allies"
    assert lane("romanian-absence-from-the-invasion-1968") == "Between them"


def test_an_event_entered_twice_leaves_its_old_address():
    response = Client().get("/events/soviet-call-for-a-collective-answer-1964/")
    assert (response.status_code, response["Location"]) == (301, "/events/collective-riposte-to-china-proposed/")


def test_khrushchev_is_found_by_his_romanian_name():
    assert "khrushchev-letter-on-troops-1958-04-17" in slugs(Client(), {"q": "hrusciov"})


def test_no_source_is_named_by_its_key_in_the_words_of_another():
    keys = [f"({key})" for key in Source.objects.values_list("slug", flat=True)]
    notes = {source.slug: f"{source.note} {source.csl.get('note', '')}" for source in Source.objects.all()}
    assert not [slug for slug, note in notes.items() if any(key in note for key in keys)]


# --- the pages ---


@pytest.mark.each_database
def test_the_first_page_is_light():
    client = Client()
    client.get("/")  # what is compiled once
    with CaptureQueriesContext(connection) as queries:
        response = client.get("/")
    page = Page(response)
    weight = len(gzip.compress(response.content))  # as a server before this one sends it
    assert len(queries) <= 16
    html = response.content
    drawing = html[html.index(b'<figure class="drawing"') : html.index(b"</figure>")]
    assert len(drawing) <= 80_000 and len(gzip.compress(drawing)) <= 12_000
    assert drawing.count(b"<") - drawing.count(b"</") <= 2000, "elements of the drawing"
    assert weight <= 350 * len(page.events) + 16_750, f"{weight} bytes"  # 12,000 of them may be the drawing's
    for script in page.all("script"):
        if script.get("type") == "application/ld+json":
            continue  # data
        assert script.get("type") == "module"
        assert script.get("src", "").startswith("/static/js/")
    assert len(page.events) == min(50, Event.objects.published().count())


@pytest.mark.each_database
def test_page_exports_and_counts_agree_on_the_corpus():
    client = Client()
    counts = exported(client, "/export/facets.json")
    assert counts["count"] == len(slugs(client)) == len(table(client)) == Event.objects.published().count()
    for facet, values in counts["facets"].items():
        for value, number in values.items():
            params = {"from": value, "to": str(int(value) + 9)} if facet == "decade" else {facet: value}
            assert exported(client, "/export/facets.json", params)["count"] == number, (facet, value)


def test_every_record_has_a_page_and_every_link_on_it_leads_somewhere():
    client = Client()
    pages = {
        path: Page(client.get(path))
        for path in ("/", "/actors/", "/sources/", "/interpretations/", "/debates/", "/about/")
    }
    waiting = {link for page in pages.values() for link in internal(page)}
    seen = set(pages)
    while waiting:
        path = waiting.pop()
        if path in seen or "?" in path:
            continue
        seen.add(path)
        response = client.get(path)
        assert response.status_code == 200, path
        if response["Content-Type"].startswith("text/html"):
            waiting |= internal(Page(response))
    assert len(seen) > 150


def internal(page: Page) -> set[str]:
    return {href.partition("#")[0] for a in page.all("a") if (href := a.get("href", "")).startswith("/")}
