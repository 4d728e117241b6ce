"""Events that a text tells and that are recorded already: the likeliest first, for many at once."""

import pytest

from events.chronology import bounds
from events.editing import alike
from events.editing.alike import ToldRecord
from tests.support.factories import make_actor, make_event, make_interpretation

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]


def test_what_shares_words_actors_and_the_day_comes_first():
    speaker, state = make_actor("Nicolae Ceaușescu"), make_actor("Czechoslovakia", kind="state")
    invasion = make_event("Five states invade Czechoslovakia", date="1968-08-20/1968-08-21", participants=[state])
    speech = make_event("Ceaușescu speaks out against the invasion", date="1968-08-21", participants=[speaker])
    make_event("Ceaușescu speaks out against the invasion again", date="1971-08-21", participants=[speaker])
    make_event("A treaty is signed", date="1968-08-21", participants=[state])
    actors = frozenset({speaker.pk, state.pk})
    told = {
        1: ToldRecord("Ceaușescu condemned the invasion of Czechoslovakia", bounds.bounds_of("1968-08-21"), actors),
        2: ToldRecord("Ceaușescu condemned the invasion", bounds.bounds_of("[1960..1969]"), actors),
        3: ToldRecord("It rained", bounds.bounds_of("1968-08-21")),
    }
    assert alike.events_of(told) == {1: [speech, invasion]}


def test_a_claim_of_the_same_holder_in_most_of_the_same_words():
    king, other = make_actor("Robert King"), make_actor("Dennis Deletant")
    claim = make_interpretation("The speech was the high point of Romanian autonomy.", proponents=[king])
    told = ToldRecord("The speech was a high point of Romania’s autonomy", actors=frozenset({king.pk}))
    assert alike.claims_of({1: told, 2: told._replace(actors=frozenset({other.pk}))}) == {1: [claim]}
