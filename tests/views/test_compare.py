"""Two interpretations, or two historians, side by side."""

from typing import Any

import pytest
from django.test import Client

from events import models
from tests.support import factories as make
from tests.support.history import History
from tests.support.pages import Page, text_of

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]


def compared(client: Client, a: str, b: str) -> dict[str, list[str]]:
    """The cells of each row of the table by the row's head."""
    response = client.get("/compare/", {"a": a, "b": b})
    assert response.status_code == 200
    page = Page(response)
    assert "Error:" not in page.title
    return {text_of(row[0]): [text_of(cell) for cell in row[1:]] for row in page.all("table/tbody/tr")}


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("the-withdrawal-suited-moscow", "the-withdrawal-was-a-reward"),
        ("robert-king", "dennis-deletant"),
        ("robert-king", "the-withdrawal-was-a-reward"),
    ],
)
def test_both_interpretations_and_historians_can_be_compared(client: Client, h: History, a: str, b: str):
    rows = compared(client, a, b)
    ours, theirs = rows["Claims"]
    assert "The withdrawal suited Moscow." in ours and "motive · 1980" in ours
    assert (
        "The withdrawal was a reward." in theirs
        and "Dennis Deletant and others, as reported · on the cause · 1999" in theirs
    )
    assert "arguably a reward" in theirs
    ours, theirs = rows["Evidence of both"]
    assert "Departure of the Soviet troops must explain" in ours
    assert "Departure of the Soviet troops supports" in theirs
    ours, theirs = rows["Evidence of one alone"]
    assert "membership of the pact undermines" in ours
    assert "membership" not in theirs and theirs.endswith("–")
    assert rows["Where they contradict"] == [
        "The withdrawal was a reward. contests The withdrawal suited Moscow. on the motive"
    ]


def test_swapping_the_two_swaps_the_columns(client: Client, h: History):
    first = compared(client, "robert-king", "dennis-deletant")
    second = compared(client, "dennis-deletant", "robert-king")
    for head in ("Claims", "Evidence of both", "Evidence of one alone"):
        assert first[head] == second[head][::-1]
    page = Page(client.get("/compare/?a=robert-king&b=dennis-deletant"))
    assert page.links()["Swap the two"] == "?a=dennis-deletant&b=robert-king"


def test_two_who_share_nothing_are_told_so(client: Client, h: History):
    for name in ("Michael Shafir", "Vladimir Tismăneanu"):
        make.publish(make.make_interpretation(f"Claim of {name}.", proponents=[make.make_actor(name)]))
    rows = compared(client, "michael-shafir", "vladimir-tismaneanu")
    assert rows["Evidence of both"] == ["None is recorded."]
    assert rows["Where they contradict"] == ["No contradiction between them is recorded."]
    assert [cell[-1] for cell in rows["Evidence of one alone"]] == ["–", "–"]


def test_a_historian_is_compared_with_all_that_they_argue(client: Client, h: History):
    second = make.publish(
        make.make_interpretation("Trade mattered more.", proponents=[h.actors["king"]], made_on="1975")
    )
    make.make_evidence(second, h.events["mongolia"])
    claims, _theirs = compared(client, "robert-king", "dennis-deletant")["Claims"]
    assert claims.index("Trade mattered more.") < claims.index("The withdrawal suited Moscow.")
    assert "Entry of Mongolia opposed" in compared(client, "robert-king", "dennis-deletant")["Evidence of one alone"][0]


def test_the_same_circumstance_in_words_is_shared(client: Client, h: History):
    make.make_evidence(h.claims["reward"], "membership of the pact")
    rows = compared(client, "robert-king", "dennis-deletant")
    assert all("membership of the pact" in cell for cell in rows["Evidence of both"])


def test_without_a_choice_there_is_a_form_and_no_error(client: Client, h: History):
    page = Page(client.get("/compare/"))
    assert "Error:" not in page.title
    assert not page.all("table")
    options = [option.get("value") for option in page.one("select[@id='a']").iter("option")]
    assert options == [
        "",
        "dennis-deletant",
        "robert-king",
        "a-policy-of-its-own-began",
        "the-withdrawal-suited-moscow",
        "the-withdrawal-was-a-reward",
    ]


@pytest.mark.parametrize("bad", ["nobody", "", "romania", "austrian-state-treaty", "a\0b", "x" * 300])
@pytest.mark.each_database
def test_a_bad_choice_is_reported_beside_its_field_and_the_other_is_kept(client: Client, h: History, bad: str):
    response = client.get("/compare/", {"a": bad, "b": "robert-king"})
    assert response.status_code == 200
    page = Page(response)
    assert page.title.startswith("Error:")
    assert page.one("select[@id='a']").get("aria-describedby") == "a-error"
    assert "a-error" in page.ids and "b-error" not in page.ids
    chosen = [
        option.get("value") for option in page.one("select[@id='b']").iter("option") if "selected" in option.attrib
    ]
    assert chosen == ["robert-king"]
    assert not page.all("table")


def test_of_many_records_not_all_are_listed_but_those_that_are_compared(client: Client, h: History, monkeypatch: Any):
    monkeypatch.setattr("events.views.compare.LISTED", 1)
    page = Page(client.get("/compare/"))
    assert len(page.all("select[@id='a']//option")) <= 1 + 2 * 2
    assert "Not all are listed here" in page.text()
    for actor in models.Actor.objects.historians():
        chosen = Page(client.get("/compare/", {"a": actor.slug, "b": actor.slug})).all(
            "select[@id='a']//option[@selected]"
        )
        assert [option.get("value") for option in chosen] == [actor.slug]


def test_where_two_contradict_stands_first_and_a_claim_is_not_said_twice(client: Client, h: History):
    page = Page(client.get("/compare/?a=the-withdrawal-suited-moscow&b=the-withdrawal-was-a-reward"))
    rows = [text_of(head) for head in page.all("tbody/tr/th")]
    assert rows[0] == "Where they contradict"
    claims = next(row for row in page.all("tbody/tr") if text_of(row.find("th")) == "Claims")
    assert [link for link in claims.iter("a") if text_of(link) == "The withdrawal suited Moscow."] == []
