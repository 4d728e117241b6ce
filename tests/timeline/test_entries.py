"""What an entry of the list shows of an event, and what is folded."""

import re

import pytest
from django.test import Client

from tests.support import factories as make
from tests.support.history import History
from tests.support.pages import exported, page, table, text_of

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]


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
