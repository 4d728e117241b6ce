"""Two sides: each claim and each piece of evidence in one place, what contradicts first."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from events import models
from events.historiography.comparison import ComparedSide, Comparison
from tests.support import factories as make
from tests.support.history import History
from tests.support.strategies import undone

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]


def side(record: Any, **chosen: Any) -> ComparedSide:
    return ComparedSide(record, models.Interpretation.objects.published().for_sides().filter(**chosen))


def test_contradictions_are_found_whichever_side_states_them(h: History):
    sides = [side(h.claims[name], pk=h.claims[name].pk) for name in ("relief", "reward")]
    for pair in (sides, sides[::-1]):
        ((ours, theirs),) = Comparison(*pair).contradictions
        found = {claim.interpretation.slug: bool(claim.contests) for claim in (*ours, *theirs)}
        assert found == {"the-withdrawal-was-a-reward": True, "the-withdrawal-suited-moscow": False}


def test_two_sides_that_argue_for_the_same_date_do_not_differ_in_dates(h: History):
    king, deletant = h.actors["king"], h.actors["deletant"]
    for actor in (king, deletant):
        make.publish(make.make_interpretation(f"Of {actor}.", ground="date", argued_date="1958", proponents=[actor]))
    sides = [side(actor, proponents=actor) for actor in (king, deletant)]
    assert Comparison(*sides).dates is None
    make.publish(make.make_interpretation("Later.", ground="date", argued_date="1959", proponents=[deletant]))
    ours, theirs = Comparison(side(king, proponents=king), side(deletant, proponents=deletant)).dates or ((), ())
    assert [one.argued_date for one in ours] == ["1958"]
    assert {one.argued_date for one in theirs} == {"1958", "1959"}


@given(
    st.lists(st.sampled_from(["a", "b", "ab"]), min_size=1, max_size=7),
    st.lists(st.tuples(st.integers(0, 6), st.integers(0, 6)), max_size=8),
    st.lists(st.tuples(st.integers(0, 6), st.integers(0, 3)), max_size=10),
)
def test_each_claim_and_each_piece_of_evidence_stands_once(
    held: list[str], contests: list[tuple[int, int]], uses: list[tuple[int, int]]
):
    """Against plain sets: of claims that only one side holds, those that contest across the two are contradictions."""
    with undone():
        actors = {name: make.make_actor(f"Actor {name}") for name in "ab"}
        claims = [make.make_interpretation(f"Claim {n}.", status="published") for n in range(len(held))]
        for claim, holders in zip(claims, held, strict=True):
            claim.proponents.set(actors[name] for name in holders)
        for one, other in {(one, other) for one, other in contests if one != other and max(one, other) < len(claims)}:
            make.make_relation(claims[one], "contests", claims[other])
        for one, place in {(one, place) for one, place in uses if one < len(claims)}:
            make.make_evidence(claims[one], f"Circumstance {place}")
        found = Comparison(*(side(actor, proponents=actor) for actor in actors.values()))
        across = {
            claims[n].pk
            for one, other in contests
            for n in (one, other)
            if max(one, other) < len(claims) and {held[one], held[other]} == {"a", "b"}
        }
        for place, name in enumerate("ab"):
            said = [claim.interpretation.pk for pair in found.contradictions for claim in pair[place]]
            assert set(said) == {claims[n].pk for n in range(len(held)) if held[n] == name} & across
            said += [claim.interpretation.pk for claim in found.others[place]]
            assert sorted(said) == sorted(claims[n].pk for n in range(len(held)) if name in held[n])
        used = [
            {f"Circumstance {place}" for one, place in uses if one < len(held) and name in held[one]} for name in "ab"
        ]
        assert sorted(shared.evidence.circumstance for shared in found.shared) == sorted(used[0] & used[1])
        for place in (0, 1):
            alone = [rows[0].circumstance for rows in found.alone[place]]
            assert sorted(alone) == sorted(used[place] - used[1 - place])
