"""The rules on plain values: what is doubtful is said in the quote's own words, and what is possible passes."""

from typing import Any

import pytest

from events.doubts import rules
from events.doubts.rules import CitedWork, ClaimAsStated, EventAsStated, Holder

STUDY = CitedWork("Deletant 2007", "secondary", "2007")
LETTER = CitedWork("Letter", "primary", "1956-11")


@pytest.mark.parametrize(
    ("date", "part", "quotes", "said"),
    [
        ("1987", "", ["In 1978 the treaty was signed."], "The date says “1987”, and the quote “1978”."),
        ("1958-07-26", "", ["All had left on 25 July 1958."], "25 July 1958"),
        ("1958-07-26", "", ["It was announced on 25 July."], "25 July"),  # of the same year
        ("1963", "", ["În iulie 1964, România…", "Fără dată."], "iulie 1964"),
        ("1987", "", ["In 1978 …", "… and again in 1979."], "“1978”, “1979”"),
        ("1978", "", ["In 1978 the treaty was signed."], ""),
        ("[1965..1969]", "late", ["In 1967 or so."], ""),
        ("1987", "", ["In 1978 …", "… signed in March 1987."], ""),  # one of the quotes states it
        ("1963", "", ["Romania blocked the plans (Deletant 2007, p. 12)."], ""),  # a book's year
        ("1963", "", ["Romania blocked the plans."], ""),
        ("1963", "", [], ""),
        ("", "", ["In 1978 …"], ""),
        ("no date", "", ["In 1978 …"], ""),
    ],
)
def test_a_stated_date_that_no_quote_can_mean_is_doubtful(date: str, part: str, quotes: list[str], said: str):
    found = [*rules.of_event(EventAsStated(date, part, is_stated=True, quotes=quotes))]
    assert [doubt.field for doubt in found] == ["date"] * bool(said)
    assert not found or said in found[0].message
    assert not [*rules.of_event(EventAsStated(date, part, is_stated=False, quotes=quotes))]


@pytest.mark.parametrize(
    ("claim", "field", "said"),
    [
        (ClaimAsStated(hedge="arguably", quotes=["It was perhaps so."]), "hedge", "No quote has the words “arguably”."),
        (ClaimAsStated(hedge="to some extent", quotes=["To  some\nextent, yes."]), "", ""),
        (ClaimAsStated(hedge="arguably", quotes=["", " "]), "", ""),  # only a locator: nobody can tell
        (ClaimAsStated(quotes=["It was so."]), "", ""),
        (
            ClaimAsStated(argued_date="1957", quotes=["It began in 1960."]),
            "argued_date",
            "“1957”, and the quote says “1960”",
        ),
        (ClaimAsStated(argued_date="1957", quotes=["It began by 1960."]), "", ""),
    ],
)
def test_hedges_and_rival_dates_stand_in_a_quote(claim: ClaimAsStated, field: str, said: str):
    found = [*rules.of_claim(claim)]
    assert [doubt.field for doubt in found] == [field] * bool(field)
    assert not found or said in found[0].message


DEJ = Holder("Gheorghiu-Dej", "person", "1901/1965")


@pytest.mark.parametrize(
    ("holder", "works", "more", "field", "said"),
    [
        (DEJ, [STUDY], {}, "proponents", "“Gheorghiu-Dej” (1901–1965) had died before this was issued"),
        (DEJ, [STUDY, LETTER], {}, "", ""),
        (DEJ, [STUDY], {"made_on": "1956"}, "", ""),  # an edition of older words
        (DEJ, [STUDY], {"is_own": False}, "", ""),  # a study reports his view
        (DEJ, [STUDY], {"made_on": "1966", "is_own": False}, "made_on", "did not live when the claim was made: 1966"),
        (DEJ, [STUDY], {"made_on": "1900"}, "made_on", "did not live"),
        (DEJ, [CitedWork("Undated", "secondary")], {}, "", ""),
        (DEJ, [CitedWork("Of his last year", "primary", "1965")], {}, "", ""),
        (Holder("Deletant", "person", "1946/.."), [STUDY], {}, "", ""),
        (Holder("Deletant", "person", "1946"), [STUDY], {"made_on": "2007"}, "", ""),  # a birth alone
        (Holder("Romania", "state", is_place=True), [STUDY], {}, "proponents", "“Romania” is a state"),
        (Holder("Romania", "state", is_place=True), [STUDY, LETTER], {}, "", ""),
        (Holder("Romania", "state"), [STUDY], {"is_own": False}, "", ""),
        (Holder("Bucharest", "group", is_place=True), [LETTER], {}, "proponents", "the name of a place"),
        (Holder("A commission", "body"), [STUDY], {}, "", ""),
    ],
)
def test_a_holder_who_cannot_be_one(
    holder: Holder, works: list[CitedWork], more: dict[str, Any], field: str, said: str
):
    found = [*rules.of_claim(ClaimAsStated(**({"is_own": True} | more), holders=[holder], works=works))]
    assert [doubt.field for doubt in found] == [field] * bool(field)
    assert not found or said in found[0].message
