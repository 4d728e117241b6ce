"""Two interpretations, actors or sources side by side, picked by name or by address."""

from typing import Any

import pytest
from django.test import Client

from events import models
from tests.support import factories as make
from tests.support.history import History
from tests.support.pages import Page, text_of

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]


def page_of(client: Client, a: str, b: str) -> Page:
    response = client.get("/compare/", {"a": a, "b": b})
    assert response.status_code == 200
    return Page(response)


def compared(client: Client, a: str, b: str) -> dict[str, list[str]]:
    """The cells of each row of the table by the row's head."""
    page = page_of(client, a, b)
    assert "Error:" not in page.title
    return {text_of(row[0]): [text_of(cell) for cell in row[1:]] for row in page.all("table/tbody/tr")}


SHARED = "Evidence of both Departure of the Soviet troops"


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("the-withdrawal-suited-moscow", "the-withdrawal-was-a-reward"),
        ("interpretations/the-withdrawal-suited-moscow", "interpretations/the-withdrawal-was-a-reward"),
        ("robert-king", "dennis-deletant"),
        ("actors/robert-king", "actors/dennis-deletant"),
        ("robert-king", "the-withdrawal-was-a-reward"),
        ("sources/verona-1992", "sources/de-satellization"),
    ],
)
@pytest.mark.each_database
def test_what_contradicts_comes_first_then_what_both_use_then_what_one_does(client: Client, h: History, a: str, b: str):
    rows = compared(client, a, b)
    assert next(iter(rows)) == "Where they contradict"
    ours, theirs = rows["Where they contradict"]
    assert "The withdrawal suited Moscow." in ours and "contested" in ours and "1980" in ours
    assert "The withdrawal was a reward." in theirs and "contests, on the motive" in theirs
    assert "Dennis Deletant and others, as reported, 1999" in theirs and "arguably a reward" in theirs
    ours, theirs = rows[SHARED]
    assert "must explain it" in ours and "counts for it" in theirs
    ours, theirs = rows["Evidence of one alone"]
    assert "membership of the pact" in ours and "counts against it" in ours
    assert "membership" not in theirs


def test_swapping_the_two_swaps_the_columns(client: Client, h: History):
    first = compared(client, "robert-king", "dennis-deletant")
    second = compared(client, "dennis-deletant", "robert-king")
    for head in ("Where they contradict", SHARED):
        names = ("Robert King ", "Dennis Deletant ")
        assert [cell.replace(names[0], "").replace(names[1], "") for cell in first[head]] == [
            cell.replace(names[0], "").replace(names[1], "") for cell in second[head][::-1]
        ]
    page = page_of(client, "robert-king", "dennis-deletant")
    assert page.links()["Swap the two"] == "?a=dennis-deletant&b=robert-king"


def test_two_who_share_nothing_are_told_so(client: Client, h: History):
    for name in ("Michael Shafir", "Vladimir Tismăneanu"):
        make.publish(make.make_interpretation(f"Claim of {name}.", proponents=[make.make_actor(name)]))
    rows = compared(client, "michael-shafir", "vladimir-tismaneanu")
    assert rows["Evidence of both"] == ["None is recorded."]
    assert rows["Where they contradict"] == ["No contradiction between them is recorded."]


def test_a_historian_is_compared_with_all_that_they_argue(client: Client, h: History):
    second = make.publish(
        make.make_interpretation("Trade mattered more.", proponents=[h.actors["king"]], made_on="1975")
    )
    make.make_evidence(second, h.events["mongolia"])
    rows = compared(client, "robert-king", "dennis-deletant")
    assert "Trade mattered more." in rows["What else they say"][0]
    assert "Entry of Mongolia opposed" in rows["Evidence of one alone"][0]


@pytest.mark.each_database
def test_two_actors_stand_with_the_events_that_both_took_part_in(client: Client, h: History):
    rows = compared(client, "romania", "soviet-union")
    assert rows["Events that both took part in (1)"] == [
        "25\N{NO-BREAK SPACE}July 1958 Departure of the Soviet troops In the timeline".replace("\xa0", " ")
    ]
    page = page_of(client, "romania", "soviet-union")
    assert Page(client.get(page.links()["In the timeline"])).events == ["departure-of-the-soviet-troops"]


def test_two_sources_stand_with_when_they_could_be_read(client: Client, h: History):
    models.Source.objects.filter(slug="verona-1992").update(available_from="1992")
    make.cite(h.events["departure"], h.sources["verona"])
    rows = compared(client, "sources/verona-1992", "sources/de-satellization")
    assert "Verona. Military occupation. 1992." in " ".join(rows["The work"])
    ours, theirs = rows["First readable"]
    assert ours.endswith(" 1992") and theirs.endswith("not known")
    assert "Departure of the Soviet troops" in rows["Events that cite both (1)"][0]


def test_rival_dates_stand_beside_each_other(client: Client, h: History):
    for claim, date in (("In July.", "1958-07"), ("In August.", "1958-08")):
        make.publish(make.make_interpretation(claim, ground="date", argued_date=date))
    rows = compared(client, "in-july", "in-august")
    assert ["July 1958" in rows["Dates argued for"][0], "August 1958" in rows["Dates argued for"][1]] == [True, True]


@pytest.mark.parametrize(
    ("typed", "leads_to"),
    [
        ("King, Robert", "actors/robert-king"),
        ("robert king", "actors/robert-king"),
        ("deletant", "actors/dennis-deletant"),
        ("Verona 1992", "sources/verona-1992"),
        ("The withdrawal suited Moscow.", "interpretations/the-withdrawal-suited-moscow"),
        ("suited Mosc", "interpretations/the-withdrawal-suited-moscow"),
    ],
)
@pytest.mark.each_database
def test_what_is_typed_leads_to_the_address_by_slug(client: Client, h: History, typed: str, leads_to: str):
    h.actors["king"].other_names.create(name="King, Robert")
    response = client.get("/compare/", {"a": typed, "b": leads_to})
    assert response.status_code == 302
    assert response["Location"].startswith("/compare/?a=" + leads_to.replace("/", "%2F"))
    assert client.get(response["Location"]).status_code == 200


def test_what_may_mean_several_names_them(client: Client, h: History):
    for name in ("Ana Ionescu", "Ion Ionescu"):
        make.publish(make.make_interpretation(f"Claim of {name}.", proponents=[make.make_actor(name)]))
    page = page_of(client, "ionescu", "robert-king")
    assert page.title.startswith("Error:")
    assert "Ana Ionescu; Ion Ionescu" in page.text() or "Ion Ionescu; Ana Ionescu" in page.text()


def test_without_a_choice_there_is_a_form_and_no_error_and_a_first_choice_is_kept(client: Client, h: History):
    for address, value in (("/compare/", ""), ("/compare/?a=actors/robert-king", "Robert King")):
        page = Page(client.get(address))
        assert "Error:" not in page.title and not page.all("table")
        assert page.one("input[@id='a']").get("value") == value
    assert Page(client.get("/actors/robert-king/")).links()["compare with …"] == "/compare/?a=actors/robert-king"


HOSTILE = [
    "nobody", "", "austrian-state-treaty", "a\0b", "x" * 1000, "actors/", "actors/\0", "events/departure", "/", "//",
    "sources/../x", "<script>", "'; --", "%", "\ud7ff", "actors/romania/", "🕊", "-", "*", "%00", "[", "a OR b", '"',
]  # fmt: skip


# No text of PostgreSQL holds a null character, and each database looks for the others in its own way.
STRANGE_TO_DATABASES = {"a\0b", "actors/\0", "x" * 1000, "%", "\ud7ff", "🕊"}


@pytest.mark.parametrize(
    "bad",
    [pytest.param(bad, marks=pytest.mark.each_database) if bad in STRANGE_TO_DATABASES else bad for bad in HOSTILE],
)
def test_a_bad_choice_is_reported_beside_its_field_and_the_other_is_kept(client: Client, h: History, bad: str):
    page = page_of(client, bad, "robert-king")
    assert page.title.startswith("Error:")
    assert page.one("input[@id='a']").get("aria-describedby") == "a-error"
    assert "a-error" in page.ids and "b-error" not in page.ids
    assert page.one("input[@id='b']").get("value") == "Robert King"
    assert not page.all("table")
    assert client.get("/compare/", {"b": bad}).status_code == 200


@pytest.mark.parametrize("other", ["robert-king", "the-withdrawal-suited-moscow"])
def test_two_kinds_that_do_not_fit_are_told_so(client: Client, h: History, other: str):
    page = page_of(client, "sources/verona-1992", other)
    assert "Choose two of a kind." in page.text() and not page.all("table")


def test_a_draft_is_as_unknown_as_what_is_not_there(client: Client, h: History):
    models.Interpretation.objects.filter(slug="the-withdrawal-suited-moscow").update(status="draft")
    for typed in ("the-withdrawal-suited-moscow", "interpretations/the-withdrawal-suited-moscow", "suited Moscow"):
        page = page_of(client, typed, "dennis-deletant")
        assert "No interpretation, person, body or source here is called" in page.text()
    assert "suited Moscow" not in client.get("/suggest/?for=compare&q=suited").content.decode()


@pytest.mark.each_database
def test_suggestions_for_a_comparison_are_of_what_can_be_compared(client: Client, h: History):
    found = client.get("/suggest/?for=compare&q=with").json()["suggestions"]
    assert [one["label"] for one in found if one["kind"] == "interpretation"] == [
        "The withdrawal suited Moscow.",
        "The withdrawal was a reward.",
    ]
    kinds = {
        one["kind"]
        for query in ("r", "d", "m", "v")
        for one in client.get(f"/suggest/?for=compare&q={query}").json()["suggestions"]
    }
    assert kinds <= {"interpretation", "person", "source"}


def test_a_question_that_is_not_public_is_not_named(client: Client, h: History):
    models.Debate.objects.update(status="draft")
    page = page_of(client, "the-withdrawal-suited-moscow", "the-withdrawal-was-a-reward")
    assert "Why did the troops leave?" not in page.html and "It suited Moscow" not in page.html


@pytest.mark.each_database
def test_of_very_many_accounts_the_first_are_compared_and_the_page_says_so(
    client: Client, h: History, monkeypatch: Any
):
    monkeypatch.setattr("events.views.compare.MOST", 1)
    make.publish(make.make_interpretation("Later.", made_on="2001", proponents=[h.actors["king"]]))
    page = page_of(client, "robert-king", "dennis-deletant")
    assert "1 more accounts of Robert King are not compared here" in page.text() and "Later." not in page.text()


def test_a_comparison_costs_the_same_number_of_queries_however_much_is_argued(
    client: Client, h: History, django_assert_max_num_queries: Any
):
    numbers = []
    for number in (1, 15):
        for place in range(number):
            claim = make.make_interpretation(f"Claim {number}-{place}.", proponents=[h.actors["king"]])
            make.cite(make.make_evidence(make.publish(claim), h.events["mongolia"]))
            make.make_relation(claim, "contests", h.claims["reward"])
        page_of(client, "robert-king", "dennis-deletant")  # and the columns are read
        with django_assert_max_num_queries(45) as captured:
            page_of(client, "robert-king", "dennis-deletant")
        numbers.append(len(captured))
    assert numbers[0] == numbers[1]
