"""What an entry of the list shows of an event, and what is folded."""

import re

import pytest
from django.test import Client

from tests.support import factories as make
from tests.support.history import History
from tests.support.pages import exported, page, table, text_of

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]


def test_an_entry_shows_date_title_whole_summary_and_where_it_is_said(client: Client, h: History):
    h.events["departure"].summary = "The last trains crossed the border. " + "Nobody waved. " * 9
    h.events["departure"].save()
    entry = page(client).one("article[@id='event-departure-of-the-soviet-troops']")
    words = text_of(entry)
    for said in (
        "25 July 1958",
        "as stated",
        "Departure of the Soviet troops",
        h.events["departure"].summary.strip(),
        "passage 1",
    ):
        assert said in words
    assert entry.find(".//time").get("datetime") == "1958-07-25"
    links = {text_of(a): a.get("href") for a in entry.iter("a")}
    assert links["Departure of the Soviet troops"] == "/events/departure-of-the-soviet-troops/"
    cited = next(href for words, href in links.items() if "passage 1" in words)
    assert cited.startswith("/sources/de-satellization/") and cited.endswith("#p1")


def notes(client: Client, event: str = "departure-of-the-soviet-troops") -> tuple[str, str]:
    """Who disagrees on an event, in words, and what is folded."""
    entry = page(client).one(f"article[@id='event-{event}']")
    pair, folded = entry.find("div[@class='q']"), entry.find(".//details")
    return "" if pair is None else text_of(pair), "" if folded is None else text_of(folded)


def test_two_that_disagree_are_in_sight_with_their_holders_and_the_others_are_folded(client: Client, h: History):
    pair, folded = notes(client)
    assert pair == (
        "Accounts disagree: Why did the troops leave? "
        "It suited Moscow Robert King, 1980 "
        "or It was earned Dennis Deletant and others, as reported, 1999 "
        "2 accounts, 2 answers"
    )
    assert folded == "1 more account A policy of its own began. “De-satellization”"


def test_of_a_disagreement_neither_side_stands_alone(client: Client, h: History):
    h.claims["relief"].evidence.filter(event__isnull=False).delete()  # of the two, one is an account of this event
    pair, folded = notes(client)
    assert "It suited Moscow Robert King, 1980 or It was earned Dennis Deletant" in pair
    assert "A policy of its own began." in folded


def test_what_disagrees_is_in_sight_though_an_older_claim_contests_nothing(client: Client, h: History):
    for name, day in (("policy", "1970"), ("relief", "1980")):
        h.claims[name].made_on = day
        h.claims[name].save()
    pair, folded = notes(client)
    assert "It suited Moscow" in pair and "It was earned" in pair
    assert "A policy of its own began." in folded


def test_answers_stand_in_the_order_of_the_alphabet_whoever_came_first(client: Client, h: History):
    h.claims["relief"].answer.name = "Well, it suited Moscow"
    h.claims["relief"].answer.save()
    pair, _folded = notes(client)
    assert "? It was earned Dennis Deletant and others, as reported, 1999 or Well, it suited Moscow Robert" in pair


def test_where_one_gives_no_answer_both_stand_as_claims(client: Client, h: History):
    h.claims["relief"].answer = None
    h.claims["relief"].save()
    pair, _folded = notes(client)
    claims = "The withdrawal suited Moscow. Robert King, 1980 or The withdrawal was a reward. Dennis Deletant"
    assert pair.startswith(f"Accounts disagree: Why did the troops leave? {claims}")


def test_without_a_question_in_common_two_claims_disagree_all_the_same(client: Client, h: History):
    relief, answer = h.claims["relief"], h.claims["relief"].answer
    relief.debate = relief.answer = None
    relief.save()
    pair, _folded = notes(client)
    assert pair.startswith("Accounts disagree The withdrawal suited Moscow. Robert King, 1980 or ")
    relief.debate, relief.answer = h.debate, answer
    relief.save()
    h.debate.status = "draft"
    h.debate.save()
    pair, _folded = notes(client)
    assert pair.startswith("Accounts disagree The withdrawal suited Moscow. Robert King, 1980 or ")


def test_a_pair_that_the_list_has_shown_is_not_counted_again(client: Client, h: History):
    for name in ("relief", "reward"):
        make.make_evidence(h.claims[name], h.events["mongolia"])
    entries = page(client, contested="1").all("article")
    first, second = (entry.find("div[@class='q']") for entry in entries)
    assert first is not None and second is None
    again = text_of(entries[1].find("div[@class='q again']"))
    assert "It suited Moscow" in again and "It was earned" in again
    assert "accounts" not in again.removeprefix("Accounts")


def test_a_claim_of_nobody_named_is_signed_with_the_work_and_never_with_the_document(client: Client, h: History):
    _pair, folded = notes(client)
    assert folded.endswith("A policy of its own began. “De-satellization”")
    h.document.csl["author"] = [{"given": "Eugene", "family": "Boia"}, {"literal": "Institutul de Istorie"}]
    h.document.save()
    _pair, folded = notes(client)
    assert folded.endswith("A policy of its own began. Eugene Boia and Institutul de Istorie")
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
    assert notes(client, "entry-of-mongolia-opposed") == (
        "", "1 account A policy of its own began. “De-satellization”",
    )  # fmt: skip


def test_in_brief_an_entry_has_date_title_and_what_is_disputed(client: Client, h: History):
    found = page(client, notes="brief", theme="military")
    assert found.text("article[@id='event-departure-of-the-soviet-troops']") == (
        "25 July 1958 Departure of the Soviet troops Accounts disagree: Why did the troops leave? 2 accounts, 2 answers"
    )
    assert found.canonical == "http://testserver/?notes=brief&theme=military"
    ways = {**found.chips(), **found.links("div[@class='bar']")}
    assert all(
        "notes=brief" in url for words, url in ways.items() if words not in ("With notes", "Read as a narrative")
    )
    assert found.links()["With notes"] == "/?theme=military#results"
    kept = [i.get("value") for i in found.all("form/input") if i.get("name") == "notes"]
    assert kept == ["brief"]


def test_the_disputed_events_are_one_press_away_and_counted(client: Client, h: History):
    found = page(client, **{"from": "1955"})
    address = found.links("div[@class='bar']")["Only where accounts disagree (1)Disputed (1)"]  # one for each width
    assert address == "/?contested=1&from=1955#results"
    only = page(client, address.removesuffix("#results"))
    assert only.events == ["departure-of-the-soviet-troops"]
    assert only.links("div[@class='bar']")["All 5"] == "/?from=1955#results"
    assert "Remove only where accounts disagree" in only.chips()


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
        bounds = r"<dd[^>]*>1965-01-01 – 1969-12-31</dd>|(?s:<script type=\"application/ld\+json\">.*?</script>)"
        assert "1965-01-01" not in re.sub(bounds, "", found.html)
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
