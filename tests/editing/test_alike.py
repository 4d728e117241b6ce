"""Which stored events and actors may be the same as one that is not stored yet."""

import pytest

from events.editing import alike
from tests.support.factories import make_actor, make_event, make_link

pytestmark = pytest.mark.django_db

JULY_25 = (19580725, 19580725)


@pytest.fixture
def withdrawal(db: None) -> int:
    return make_event("Soviet troops leave Romania", date="1958-07").pk


def found(title: str, span: tuple[int | None, int | None] = JULY_25, but: int | None = None) -> list[str]:
    return [event.title for event in alike.events(title, span, but)]


@pytest.mark.parametrize(
    ("title", "span", "is_like"),
    [
        ("All Soviet troops left Romania", JULY_25, True),
        ("The leaving of Soviet troops", JULY_25, True),
        ("All Soviet troops left Romania", (19630101, 19631231), False),  # another time
        ("All Soviet troops left Romania", (None, None), False),  # undated: only the same words
        ("Romania: Soviet troops leave", (None, None), True),
        ("Soviet advisers leave for Moscow", JULY_25, False),
        ("of the", JULY_25, False),
        ('"" OR -(', JULY_25, False),
    ],
)
def test_events_are_alike_by_date_and_words(withdrawal: int, title: str, span: tuple, is_like: bool):
    assert found(title, span) == (["Soviet troops leave Romania"] if is_like else [])


def test_an_event_is_not_like_itself_nor_like_what_it_is_linked_with(withdrawal: int):
    again = make_event("Soviet troops leave Romania again", date="1958-07-25")
    assert found(again.title, but=again.pk) == ["Soviet troops leave Romania"]
    make_link(again, "part_of", again.__class__.objects.get(pk=withdrawal))
    assert found(again.title, but=again.pk) == []


def test_archived_events_are_left_out(withdrawal: int):
    make_event("Soviet troops left Romania", date="1958", status="archived")
    assert found("Soviet troops leave Romania") == ["Soviet troops leave Romania"]


def test_actors_of_a_kind_are_alike_by_any_of_their_names():
    dej = make_actor("Gheorghe Gheorghiu-Dej", kind="person")
    dej.other_names.create(name="Gheorghe Gheorghiu")
    make_actor("Gheorghiu-Dej", kind="organisation")
    assert alike.actors("Gheorghiu-Dej", "person") == [dej]
    assert alike.actors("Ana Pauker", "person") == alike.actors("Gheorghiu-Dej", "person", but=dej.pk) == []
