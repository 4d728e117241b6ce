"""The timeline: the list, its headings and notes, chips, empty results, pages, and the number of queries."""

import json
import re
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from events import models
from events.search import index
from tests.support import factories as make
from tests.support.history import History
from tests.support.pages import Page, exported, slugs, table, text_of

pytestmark = pytest.mark.django_db


def page(client: Client, address: str = "/", **params: Any) -> Page:
    response = client.get(address, params or None)
    assert response.status_code == 200
    return Page(response)


IN_ORDER = [
    "austrian-state-treaty",
    "departure-of-the-soviet-troops",
    "decree-on-the-border",
    "entry-of-mongolia-opposed",
    "expulsion-from-the-pact-suggested",
    "helsinki-groups-founded",
]


def test_the_list_is_in_date_order_with_the_undated_last(client: Client, h: History):
    assert page(client).events == IN_ORDER


def test_turned_round_the_undated_are_still_last(client: Client, h: History):
    assert page(client, order="-date").events == [*reversed(IN_ORDER[:-1]), IN_ORDER[-1]]


def headings(client: Client, **params: str) -> list[str]:
    """The headings of the list: years, and the names of its sections."""
    found = [text_of(h2) for h2 in page(client, **params).all("h2")]
    return [words for words in found if re.match(r"\d|Undated", words)][1:]  # the first is the number of events


def test_the_years_in_which_events_stand_are_headings_once_each(client: Client, h: History):
    reaching = " and dates that reach beyond it"
    assert headings(client) == ["1955", "1958", "1963", "1969" + reaching, "Undated"]


@pytest.mark.parametrize(
    ("date", "heading"),
    [
        ("1958", "1958"),
        ("[1955..]", "1955 and dates that reach beyond it"),
        ("[..1961]", "1961 and dates that reach beyond it"),
        ("196X", "1969 and dates that reach beyond it"),
        ("-0043", "44 BC"),
        ("0000", "1 BC"),
        ("Y-123456789", "123456790 BC"),
        ("1958-12-31/1959-01-01", "1958 and dates that reach beyond it"),
        ("0044", "44"),
        ("Y123456789", "123456789"),
        ("-0043/0014", "44 BC and dates that reach beyond it"),
    ],
)
def test_a_heading_says_where_the_dates_below_it_reach_beyond_its_year(client: Client, date: str, heading: str):
    make.publish(make.make_event("Ides of March", date=date))
    assert headings(client) == [heading]


def test_no_year_comes_twice(client: Client):
    for title, date in (("A", "1958-01"), ("B", "1958-02/1960"), ("C", "1958-05"), ("D", "[1955..1958]")):
        make.publish(make.make_event(title, date=date))
    assert page(client).events == ["a", "b", "c", "d"]
    assert headings(client) == ["1958 and dates that reach beyond it"]


# --- certain first ---


@pytest.fixture
def vague(db: None) -> None:
    dates = ("1954", "[1955..]", "1958-01", "1958-07-25", "[1956..1958]", "1957/1959", "196X", "[..1957]", "1959", "")
    for number, date in enumerate(dates):
        make.publish(make.make_event(date or "undated", date=date, slug=f"event-{number}"))


def dates_of(client: Client, **params: str) -> list[str]:
    slugs = page(client, **params).events
    return [models.Event.objects.get(slug=slug).date for slug in slugs]


def test_of_the_years_asked_for_the_certain_come_first_then_what_may_fall_there(client: Client, vague: None):
    asked = {"from": "1958", "to": "1958"}
    certain, possible = ["1958-01", "1958-07-25"], ["[1955..]", "1957/1959", "[1956..1958]"]
    assert dates_of(client, **asked) == certain + possible
    assert headings(client, **asked) == [
        "2 events certainly in these years", "1958",
        "3 more that may fall here", "1955 and dates that reach beyond it", "1957 and dates that reach beyond it",
        "1958 and dates that reach beyond it",
    ]  # fmt: skip
    assert dates_of(client, order="-date", **asked) == certain[::-1] + possible[::-1]


def test_downloads_keep_the_plain_order(client: Client, vague: None):
    answer = client.get("/export/events.json", {"from": "1958", "to": "1958"})
    dates = [event["date"]["edtf"] for event in json.loads(b"".join(answer.streaming_content))["events"]]
    assert dates == ["[1955..]", "1957/1959", "1958-01", "1958-07-25", "[1956..1958]"]


def test_where_all_or_none_is_certain_one_section_stands_alone(client: Client, vague: None):
    assert headings(client, **{"from": "1954", "to": "1954"})[:2] == ["1 event certainly in these years", "1954"]
    assert headings(client, **{"from": "1956", "to": "1956"})[0] == "3 events that may fall here"
    only_certain = {"from": "1958", "to": "1958", "dates": "certain"}
    assert headings(client, **only_certain) == ["1958"]


def test_in_an_open_range_a_bound_may_be_open_too(client: Client, vague: None):
    assert dates_of(client, **{"from": "1955"})[0] == "[1955..]"
    assert dates_of(client, to="1957")[:2] == ["1954", "[..1957]"]


def test_pages_run_through_both_sections(client: Client):
    for number in range(55):
        make.publish(make.make_event(f"Sitting {number}", date="1958", slug=f"sitting-{number:02}"))
    for number in range(3):
        make.publish(make.make_event(f"Rumour {number}", date="[1955..1960]", slug=f"rumour-{number}"))
    asked = {"from": "1958", "to": "1958"}
    assert headings(client, **asked) == ["55 events certainly in these years", "1958"]
    assert page(client, page="2", **asked).events == [
        *(f"sitting-{number}" for number in range(50, 55)), "rumour-0", "rumour-1", "rumour-2",
    ]  # fmt: skip
    assert headings(client, page="2", **asked)[2] == "3 more that may fall here"


def test_the_page_says_how_the_list_is_ordered(client: Client, h: History):
    assert "stands at the latest day on which it can have begun" in page(client).text()

    assert "Cum este ordonată lista" in page(client, lang="ro").text()


def test_an_entry_shows_date_title_summary_participants_and_citations(client: Client, h: History):
    entry = page(client).one("article[@id='event-departure-of-the-soviet-troops']")
    words = text_of(entry)
    for said in (
        "25 July 1958",
        "stated",
        "Departure of the Soviet troops",
        "The last trains crossed the border.",
        "Soviet Union",
        "Romania",
        "Military",
        "passage 1",
    ):
        assert said in words
    assert entry.find(".//time").get("datetime") == "1958-07-25"
    links = {text_of(a): a.get("href") for a in entry.iter("a")}
    assert links["Departure of the Soviet troops"] == "/events/departure-of-the-soviet-troops/"
    cited = next(href for words, href in links.items() if "passage 1" in words)
    assert cited.startswith("/sources/de-satellization/") and cited.endswith("#p1")


def notes(client: Client, event: str = "departure-of-the-soviet-troops") -> tuple[str, str]:
    """The words of an entry that are in sight, and those that are folded."""
    entry = page(client).one(f"article[@id='event-{event}']")
    folded = text_of(entry.find(".//details"))
    return text_of(entry).replace(folded, ""), folded


def test_two_claims_that_disagree_are_in_sight_with_their_holders_and_the_others_are_folded(client: Client, h: History):
    in_sight, folded = notes(client)
    assert "Contested" in in_sight
    assert "The withdrawal suited Moscow. Robert King · on the motive · contested by Dennis Deletant" in in_sight
    assert "The withdrawal was a reward. Dennis Deletant and others, as reported · on the cause" in in_sight
    assert "contests Robert King" in in_sight
    assert folded.startswith("1 more interpretation")
    assert "A policy of its own began." in folded


def test_what_is_said_against_an_event_is_in_sight_though_an_older_claim_contests_nothing(client: Client, h: History):
    for name, day in (("policy", "1970"), ("relief", "1980")):
        h.claims[name].made_on = day
        h.claims[name].save()
    h.claims["reward"].evidence.all().delete()
    in_sight, folded = notes(client)
    assert "The withdrawal suited Moscow." in in_sight and "contested by Dennis Deletant" in in_sight
    assert "A policy of its own began." in folded


def test_a_claim_of_nobody_named_is_signed_with_the_work_and_never_with_the_document(client: Client, h: History):
    _in_sight, folded = notes(client)
    assert "A policy of its own began. “De-satellization” · on the characterisation" in folded
    h.document.csl["author"] = [{"given": "Eugene", "family": "Boia"}, {"literal": "Institutul de Istorie"}]
    h.document.save()
    _in_sight, folded = notes(client)
    assert "A policy of its own began. Eugene Boia and Institutul de Istorie · on the characterisation" in folded
    address = h.claims["policy"].get_absolute_url()
    for path in ("/", address, "/interpretations/", h.events["departure"].get_absolute_url()):
        assert (
            "the document ·" not in page(client, path).text() and "the document's own" not in page(client, path).text()
        )
    assert "Eugene Boia" in page(client, address).text("header[@class='top']/../main//header")


def test_a_reported_claim_about_facts_is_not_called_a_fact(client: Client, h: History):
    reward = h.claims["reward"]
    reward.ground = "fact"
    reward.save()
    assert "· fact" not in page(client, reward.get_absolute_url()).text()
    assert "Dennis Deletant and others, as reported · on the facts · 1999" in page(client, "/interpretations/").text()


def test_an_uncontested_event_is_not_called_contested(client: Client, h: History):
    entry = text_of(page(client).one("article[@id='event-entry-of-mongolia-opposed']"))
    assert "A policy of its own began." in entry
    assert "Contested" not in entry


@pytest.mark.parametrize(
    ("date", "machine"),
    [
        ("1958", "1958"),
        ("1958-07", "1958-07"),
        ("1958-07-25", "1958-07-25"),
        ("1958-21", None),
        ("1958~", None),
        ("0000", None),
        ("-0044-03-15", None),
        ("[1965..1969]", None),
        ("196X", None),
        ("1958/1959", None),
        ("0044", "0044"),
    ],
)
def test_only_a_real_day_month_or_year_is_given_to_machines(client: Client, date: str, machine: str | None):
    make.publish(make.make_event("Vote", date=date))
    time = page(client).one("article[@id='event-vote']").find(".//time")
    assert (time.get("datetime", time.text) if time is not None else None) == machine


def test_late_1960s_is_never_shown_as_a_day(client: Client, h: History):
    for address in (
        "/",
        "/events/expulsion-from-the-pact-suggested/",
        "/?from=1965&to=1965",
        "/actors/romania/",
    ):
        found = page(client, address)
        assert "late 1960s" in found.text()
        assert "1965-01-01" not in re.sub(r"<dd[^>]*>1965-01-01 – 1969-12-31</dd>", "", found.html)
        assert "1 January 1965" not in found.html
    row = next(row for row in table(client) if row["slug"] == "expulsion-from-the-pact-suggested")
    assert (row["date_words"], row["date_precision"]) == ("late 1960s", "range")
    assert (row["date_earliest"], row["date_latest"]) == ("1965-01-01", "1969-12-31")
    event = next(e for e in exported(client, "/export/events.json")["events"] if e["slug"] == row["slug"])
    assert event["date"] == {
        "edtf": "[1965..1969]",
        "earliest": "1965-01-01",
        "latest": "1969-12-31",
        "precision": "range",
        "words": "late 1960s",
        "basis": "inferred",
    }


# --- chips, empty results, pages ---


def test_each_filter_in_force_is_a_chip_that_removes_it_and_the_page(client: Client, h: History):
    found = page(
        client,
        theme=["military", "diplomacy"],
        actor="romania",
        role="opponent",
        q="mongolia",
        contested="",
        to="1969",
        page="1",
    )
    chips = found.chips()
    assert set(chips) == {
        "Remove words: mongolia",
        "Remove to: 1969",
        "Remove theme: Military",
        "Remove theme: Diplomacy",
        "Remove who took part: Romania",
        "Remove role: opponent",
    }
    without = chips["Remove theme: Military"]
    assert "theme=diplomacy" in without and "theme=military" not in without and "page=" not in without
    assert "actor=romania" in without and "q=mongolia" in without
    assert "role" not in chips["Remove role: opponent"]
    assert not [url for url in chips.values() if "page=" in url]
    assert page(client, without).events == ["entry-of-mongolia-opposed"]


def test_after_filtering_a_reader_without_a_script_is_at_the_results(client: Client, h: History):
    found = page(client, theme="military", **{"from": "1955"})
    assert found.one("section[@class='filters']//form").get("action") == "/#results"
    assert "results" in found.ids and found.one("*[@id='results']").get("tabindex") == "-1"
    strip = [a.get("href") for a in found.all("svg//a")]
    ways = [*found.chips().values(), *strip, found.links()["latest first"]]
    assert ways and all(way.endswith("#results") for way in ways)


def test_after_a_bad_value_the_reader_is_at_what_is_wrong(client: Client, h: History):
    found = page(client, **{"from": "soon"})
    assert found.one("*[@id='results']").get("class") == "problem"


def test_skipping_the_drawing_leads_past_it(client: Client, h: History):
    found = page(client)
    skip = next(a for a in found.all("figure[@class='strip']//a") if "Skip the drawing" in text_of(a))
    order = list(found.root.iter())
    target = next(one for one in order if "#" + one.get("id", "") == skip.get("href"))
    last = [one for one in order if one.tag == "svg"][-1]
    assert order.index(target) > order.index(last)


def test_clearing_keeps_order_and_language_and_drops_bad_values_too(client: Client, h: History):
    found = page(client, **{"theme": "military", "order": "-date", "lang": "en", "from": "soon"})
    assert found.links()["Clear all filters"] == "/?lang=en&order=-date#results"


def test_without_filters_there_is_no_chip(client: Client, h: History):
    assert page(client).chips() == {}
    assert "Showing only" not in page(client, dates="possible").text()


def test_an_empty_result_says_what_to_relax_and_how_many_that_gives(client: Client, h: History):
    found = page(client, theme="military", actor="gheorghe-gheorghiu-dej", to="1959")
    assert found.events == []
    assert "0 events" in found.text()
    offered = {words: url for words, url in found.links().items() if words.startswith("without ")}
    assert set(offered) == {"without who took part: Gheorghe Gheorghiu-Dej", "without to: 1959"}
    for words, url in offered.items():
        number = len(page(client, url).events)
        assert number
        assert re.search(re.escape(words) + rf" \({number} event", found.text())


def test_an_empty_result_offers_to_drop_the_role_or_the_actor(client: Client, h: History):
    found = page(client, actor="gheorghe-gheorghiu-dej", role="opponent")
    assert found.events == []
    offered = {words: url for words, url in found.links().items() if words.startswith("without ")}
    assert {words: page(client, url).events for words, url in offered.items()} == {
        "without who took part: Gheorghe Gheorghiu-Dej": ["entry-of-mongolia-opposed"],
        "without role: opponent": ["entry-of-mongolia-opposed"],
    }


def test_an_empty_result_leads_to_the_nearest_years_with_events(client: Client, h: History):
    found = page(client, **{"from": "1980", "to": "1989"})
    assert found.events == []
    nearest = next(url for words, url in found.links().items() if re.fullmatch(r"\d{4}", words))
    assert page(client, nearest).events == ["expulsion-from-the-pact-suggested"]


def test_an_empty_database_is_a_page_too(client: Client):
    assert "0 events" in page(client).text()


def test_undated_events_outside_the_years_are_counted_and_linked(client: Client, h: History):
    found = page(client, **{"from": "1955", "to": "1958", "theme": "diplomacy"})
    assert found.events == ["austrian-state-treaty"]
    assert "1 undated event matches the other filters" in found.text()
    url = found.links()["1 undated event"]
    assert page(client, url).events == ["helsinki-groups-founded"]


def test_among_the_undated_alone_nothing_is_said_of_undated_ones_beside(client: Client, h: History):
    found = page(client, dates="undated", **{"from": "1955"})
    assert found.events == ["helsinki-groups-founded"]
    assert "of which" not in found.text("div[@class='tally']")
    assert "matches the other" not in found.text("div[@class='tally']")


@pytest.fixture
def many(db: None) -> None:
    """120 events of two themes, one a day."""
    theme = make.make_theme("Diplomacy")
    events = [
        models.Event(
            slug=f"note-{n:03}",
            title=f"Note {n}",
            date=f"1964-{n // 28 + 1:02}-{n % 28 + 1:02}",
            date_basis="stated",
            status="published",
        )
        for n in range(120)
    ]
    for event in events:
        event.save()
    models.Event.themes.through.objects.bulk_create(
        models.Event.themes.through(event=e, theme=theme) for e in events[:110]
    )


def test_pages_hold_fifty_events_each_and_keep_the_filters(client: Client, many: None):
    first = page(client, theme="diplomacy", q="note", order="-date")
    assert len(first.events) == 50
    following = first.one("a[@rel='next']").get("href")
    second = page(client, following)
    third = page(client, second.one("a[@rel='next']").get("href"))
    assert second.canonical == "http://testserver/?order=-date&page=2&q=note&theme=diplomacy"
    assert first.events + second.events + third.events == [f"note-{n:03}" for n in reversed(range(110))]
    assert not third.all("a[@rel='next']")
    assert page(client, second.one("a[@rel='prev']").get("href")).events == first.events
    assert "page 2" in second.title


def test_the_exports_hold_the_whole_selection_whatever_the_page(client: Client, many: None):
    params = {"theme": "diplomacy", "page": "2"}
    assert (
        slugs(client, params) == [row["slug"] for row in table(client, params)] == [f"note-{n:03}" for n in range(110)]
    )
    assert exported(client, "/export/facets.json", params)["count"] == 110


def test_a_page_beyond_the_last_shows_the_last_with_an_error(client: Client, many: None):
    found = page(client, page="9")
    assert found.title.startswith("Error:")
    assert "only 3 pages" in found.text()
    assert len(found.events) == 20


# --- one address is the view ---


@pytest.mark.parametrize(
    ("query", "canonical"),
    [
        ("", ""),
        ("to=1969&from=1955", "?from=1955&to=1969"),
        ("q=&theme=&from=1955&page=", "?from=1955"),
        ("theme=military&theme=diplomacy&theme=military", "?theme=diplomacy&theme=military"),
        ("utm_source=x&contested=1", "?contested=1"),
        ("basis=stated&basis=", ""),
        ("basis=stated&basis=inferred", "?basis=inferred"),
        ("q=Ceau%C8%99escu+%26+Dej", "?q=Ceau%C8%99escu+%26+Dej"),
    ],
)
def test_the_canonical_link_is_sorted_and_has_no_empty_parameter(
    client: Client, h: History, query: str, canonical: str
):
    found = page(client, f"/?{query}")
    assert found.canonical == f"http://testserver/{canonical}"
    again = page(client, found.canonical.removeprefix("http://testserver"))
    assert again.events == found.events
    assert exported(client, f"/export/events.json?{query}")["url"] == found.canonical


def test_the_list_of_events_is_the_timeline(client: Client):
    response = client.get("/events/?theme=military&page=2")
    assert (response.status_code, response["Location"]) == (301, "/?page=2&theme=military")


def test_the_view_in_words_and_its_address_can_be_cited(client: Client, h: History):
    words = page(client, theme="military").text("section[@class='cite']")
    assert "Theme: Military" in words
    assert "http://testserver/?theme=military" in words


def test_a_reader_chooses_the_language_once(client: Client, h: History):
    assert "25 iulie 1958" in page(client, lang="ro").text()
    assert client.cookies["lang"].value == "ro"
    assert "25 iulie 1958" in page(client).text()
    assert exported(client, "/export/events.json")["events"][1]["date"]["words"] == "25\xa0iulie 1958"
    assert "25 July 1958" in page(client, lang="en").text()


# --- cost ---


def grow(h: History, number: int) -> None:
    """So many more events, each with everything that an entry shows."""
    themes, actors = list(h.themes.values()), list(h.actors.values())
    claims = list(h.claims.values())
    events = models.Event.objects.bulk_create(
        models.Event(
            slug=f"sitting-{n}",
            title=f"Sitting {n}",
            date=str(1956 + n % 20),
            date_basis="stated",
            status="published",
            earliest=(1956 + n % 20) * 10_000 + 101,
            latest=(1956 + n % 20) * 10_000 + 1231,
            precision="year",
            undated=False,
            sort_day=(1956 + n % 20) * 10_000 + 1231,
            rank=f"i{1956 + n % 20}1231b0d364sitting-{n}",
        )
        for n in range(number)
    )
    through = models.Event.themes.through
    through.objects.bulk_create(through(event=e, theme=themes[n % 2]) for n, e in enumerate(events))
    models.Participant.objects.bulk_create(
        models.Participant(event=e, actor=actors[n % 5]) for n, e in enumerate(events)
    )
    passage = h.document.passages.get(number=1)
    models.Citation.objects.bulk_create(
        models.Citation(event=e, source=h.document, passage=passage, quote="All Soviet troops") for e in events
    )
    models.Evidence.objects.bulk_create(
        models.Evidence(event=e, interpretation=claims[n % 3], asserted_by=claims[(n + 1) % 3])
        for n, e in enumerate(events)
    )
    index.refresh(event.pk for event in events)


ADDRESSES = [
    "/",
    "/?theme=military&actor=romania&q=sitting&contested=1",
    "/events/departure-of-the-soviet-troops/",
    "/actors/",
    "/actors/romania/",
    "/sources/",
    "/sources/de-satellization/",
    "/sources/verona-1992/",
    "/interpretations/",
    "/interpretations/the-withdrawal-was-a-reward/",
    "/debates/",
    "/debates/why-did-the-troops-leave/",
    "/themes/military/",
    "/compare/?a=robert-king&b=dennis-deletant",
    "/about/",
    "/export/facets.json",
]


def queries_of(client: Client, address: str) -> int:
    client.get(address)  # what a process keeps is brought up to date
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).status_code == 200
    return len(queries)


def test_no_page_asks_more_queries_of_2000_events_than_of_20(client: Client, h: History):
    grow(h, 20)
    few = {address: queries_of(client, address) for address in ADDRESSES}
    models.Event.objects.filter(slug__startswith="sitting-").update(status="draft")
    models.Evidence.objects.filter(event__slug__startswith="sitting-").delete()
    models.Event.objects.filter(slug__startswith="sitting-").delete()
    grow(h, 2000)
    if connection.vendor == "postgresql":  # what autovacuum does by itself once rows are committed
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
    many = {address: queries_of(client, address) for address in ADDRESSES}
    assert many == few
    assert few["/"] <= 15


def test_an_events_page_asks_no_more_for_more_evidence(client: Client, h: History):
    address = h.events["departure"].get_absolute_url()
    before = queries_of(client, address)
    for number in range(5):
        claim = make.publish(make.make_interpretation(f"Claim {number}.", proponents=[h.actors["king"]]))
        row = make.make_evidence(claim, h.events["departure"], asserted_by=h.claims["reward"])
        make.cite(row, make.make_source(f"book-{number}"))
        make.make_relation(claim, "contests", h.claims["reward"])
    assert queries_of(client, address) == before


def test_a_documents_page_asks_no_more_for_more_passages(client: Client):
    def document(lines: int) -> Any:
        source = make.make_document("\n".join(f"Sentence {n}." for n in range(lines)))
        target = make.make_source()
        for passage in source.passages.all():
            make.make_reference(passage, displaced=True, home_passage=passage, resolves_to=target)
            make.cite(
                make.publish(make.make_event(f"Event of {source.slug}, {passage.number}")),
                source,
                passage.text,
            )
        return source

    addresses = [document(lines).get_absolute_url() for lines in (2, 9)]
    assert len({queries_of(client, address) for address in addresses}) == 1


def test_nothing_on_the_page_blocks_or_needs_a_script(client: Client, h: History):
    for address in ("/", "/events/departure-of-the-soviet-troops/", "/compare/"):
        scripts = page(client, address).all("script")
        assert all(script.get("type") == "module" and script.get("src") for script in scripts)
        assert len(scripts) == (address == "/")  # suggestions while typing


@pytest.mark.parametrize("method", ["post", "put", "delete", "patch"])
@pytest.mark.parametrize(
    "address",
    [
        "/",
        "/actors/",
        "/actors/romania/",
        "/compare/",
        "/about/",
        "/export/events.json",
        "/robots.txt",
        "/events/",
    ],
)
def test_a_page_is_read_and_never_written(client: Client, h: History, method: str, address: str):
    assert getattr(client, method)(address).status_code == 405


@pytest.mark.parametrize("address", ["/", "/actors/romania/", "/export/events.csv", "/health/live", "/sources/"])
def test_head_answers_as_get_does_without_a_body(client: Client, h: History, address: str):
    response = client.head(address)
    assert response.status_code == 200
    assert b"".join(response) == b""
