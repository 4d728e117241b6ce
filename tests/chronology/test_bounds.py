"""From a date to bounds, precision and place in the order; and relative dates that follow their anchor."""

import pytest
from django.core.exceptions import ValidationError
from hypothesis import example, given
from hypothesis import strategies as st

from events import dates
from events.chronology import bounds as chronology
from events.models import Event
from events.selection import current
from tests.support import factories as make
from tests.support.edtf_strategies import edtf_strings
from tests.support.selections import events_of, select
from tests.support.strategies import DATES, OFFSETS, undone

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]

any_edtf = st.one_of(st.sampled_from(DATES), edtf_strings(), edtf_strings(1950, 1990))


def bounds(event: Event) -> tuple[str, str]:
    """The bounds as the row has them."""
    row = Event.objects.get(pk=event.pk)
    return tuple("" if key is None else str(dates.Day.from_key(key)) for key in (row.earliest, row.latest))  # type: ignore


# --- save, sort and filter agree ---


@given(edtf=any_edtf)
@example(edtf="Y999999999999")
@example(edtf="Y-999999999999")
@pytest.mark.each_database
def test_what_is_saved_is_what_the_date_means_and_the_filters_find_it_there(edtf: str):
    date = dates.parse(edtf)
    with undone():
        event = make.make_event("Vote", date=edtf, status="published")
        row = Event.objects.get(pk=event.pk)
        assert (row.date, row.precision) == (edtf, date.precision)
        assert (row.earliest, row.latest) == tuple(day and day.key for day in (date.earliest, date.latest))
        assert row.undated == (date.earliest is None and date.latest is None)
        first, last = date.earliest or date.latest, date.latest or date.earliest
        if first is None:
            columns = current.current().columns
            assert not columns.possibly_between(-10, 10).any()
            assert not columns.certainly_between(None, None).any()
            return
        columns = current.current().columns
        begins, ends = date.earliest is not None, date.latest is not None
        for lower, upper, possibly, certainly in (
            (first.key, last.key, True, True),
            (first.key, first.key, True, first == last),
            (last.key, last.key, True, first == last),
            (None, first.key, True, first == last),
            (last.key, None, True, first == last),
            (None, first.key - 1, date.earliest is None, False),
            (last.key + 1, None, date.latest is None, False),
        ):
            assert columns.possibly_between(lower, upper).any() == possibly
            known = (lower is None or begins) and (upper is None or ends)
            assert columns.certainly_between(lower, upper).any() == (known and certainly)


def test_saving_some_fields_saves_what_follows_from_them():
    event = make.make_event("Vote", date="1958")
    event.date = "1979-02"
    event.save(update_fields=["date"])
    assert bounds(event) == ("1979-02-01", "1979-02-28")


@pytest.mark.each_database
def test_the_key_for_unknown_ends_is_after_every_day_that_can_be_written():
    assert dates.parse("Y999999999999").latest.key < chronology.AFTER_ALL


# --- relative dates ---


@pytest.mark.parametrize(
    ("anchor", "offset", "expected"),
    [
        ("1979", "P1M", ("1979-02-01", "1980-01-31")),
        ("1985-04-11", "P2Y", ("1987-01-01", "1987-12-31")),
        ("1958-01-31", "P1M", ("1958-02-01", "1958-02-28")),
        ("1968-08", "P3W", ("1968-08-19", "1968-09-22")),
        ("1968-08-21", "P1Y1M", ("1969-09-01", "1969-09-30")),
        ("1968-08", "P0D", ("1968-08-01", "1968-08-31")),
        ("1958-07-25", "-P2D", ("1958-07-23", "1958-07-23")),
        ("1955", "", ("1955-01-01", "")),
        ("[..1961]", "", ("", "")),
        ("[..1961]", "P1Y", ("", "1962-12-31")),
        ("[1955..]", "P10D", ("1955-01-11", "")),
        ("", "P1M", ("", "")),
        ("0000-03-01", "-P1D", ("0000-02-29", "0000-02-29")),
        ("0001-01-01", "-P1D", ("0000-12-31", "0000-12-31")),
    ],
)
def test_bounds_are_the_anchors_plus_the_duration(anchor: str, offset: str, expected: tuple[str, str]):
    first = make.make_event("Invasion", date=anchor)
    event = make.make_event("Vote", after_event=first, offset=offset)
    assert bounds(event) == expected
    row = Event.objects.get(pk=event.pk)
    assert row.undated == (expected == ("", ""))
    assert row.precision == dates.precision_of(*(key and dates.Day.from_key(key) for key in (row.earliest, row.latest)))


@pytest.mark.each_database
def test_events_follow_the_one_that_they_are_counted_from_to_every_generation():
    treaty = make.make_event("Treaty", date="1955-05-15")
    proposal = make.make_event("Proposal", after_event=treaty, offset="P1M")
    answer = make.make_event("Answer", after_event=proposal, offset="-P1D", status="draft")
    later = make.make_event("Later", after_event=answer)
    treaty.date = "1956"
    treaty.save()
    assert bounds(proposal) == ("1956-02-01", "1957-01-31")
    assert bounds(answer) == ("1956-01-31", "1957-01-30")
    assert bounds(later) == ("1956-01-31", "")
    treaty.date, treaty.date_basis = "", ""
    treaty.save()
    assert bounds(later) == ("", "")
    assert Event.objects.get(pk=later.pk).undated


def test_following_is_no_edit_of_the_follower():
    treaty = make.make_event("Treaty", date="1955")
    proposal = make.make_event("Proposal", after_event=treaty)
    before = Event.objects.get(pk=proposal.pk).updated_at
    treaty.date = "1956"
    treaty.save()
    assert Event.objects.get(pk=proposal.pk).updated_at == before


@pytest.mark.each_database
def test_an_anchor_that_was_moved_meanwhile_counts_as_it_is_now():
    treaty = make.make_event("Treaty", date="1955-05-15")
    proposal = make.make_event("Proposal", after_event=treaty, offset="P1D")
    held = Event.objects.select_related("after_event").get(pk=proposal.pk)
    treaty.date = "1956-05-15"
    treaty.save()
    held.title = "Suggestion"
    held.save()
    assert bounds(proposal) == ("1956-05-16", "1956-05-16")


@pytest.mark.parametrize("hidden", ["draft", "in_review", "archived"])
@pytest.mark.each_database
def test_what_readers_see_moves_with_an_anchor_only_once_they_see_that_too(hidden: str):
    anchor = make.make_event("Withdrawal", date="1958-07-25", status=hidden)
    follower = make.make_event("Announcement", after_event=anchor, offset="P2D", status="published")
    further = make.make_event("Reply", after_event=follower, offset="P1D", status="published")
    draft = make.make_event("Protest", after_event=anchor, offset="P1D")

    anchor.date = "1961-01-01"
    anchor.save()
    follower = Event.objects.get(pk=follower.pk)
    follower.summary = "Another word on it."
    follower.save()
    assert bounds(follower) == ("1958-07-27", "1958-07-27")
    assert bounds(further) == ("1958-07-28", "1958-07-28")
    assert bounds(draft) == ("1961-01-02", "1961-01-02")

    anchor.status = "published"
    anchor.save()
    assert bounds(follower) == ("1961-01-03", "1961-01-03")
    assert bounds(further) == ("1961-01-04", "1961-01-04")


def test_what_is_counted_anew_from_a_hidden_event_is_counted_from_it_as_it_stands():
    anchor = make.make_event("Withdrawal", date="1958-07-25")
    follower = make.make_event("Announcement", after_event=anchor, offset="P2D", status="published")
    anchor.date = "1961-01-01"
    anchor.save()
    follower = Event.objects.get(pk=follower.pk)
    follower.offset = "P3D"
    follower.save()
    assert bounds(follower) == ("1961-01-04", "1961-01-04")


def test_the_list_shows_the_follower_in_its_new_place():
    treaty = make.make_event("Treaty", date="1955", status="published")
    make.make_event("Vote", date="1960", status="published")
    make.make_event("Proposal", after_event=treaty, offset="P1M", status="published")
    assert [event.title for event in events_of(select())] == ["Treaty", "Proposal", "Vote"]
    treaty.date = "1961"
    treaty.save()
    assert [event.title for event in events_of(select())] == ["Vote", "Treaty", "Proposal"]


@given(st.lists(st.tuples(any_edtf, st.sampled_from(OFFSETS)), min_size=1, max_size=4), any_edtf)
@pytest.mark.each_database
def test_a_chain_of_relative_dates_is_always_what_its_root_makes_it(chain: list[tuple[str, str]], moved_to: str):
    with undone():
        root = last = make.make_event("Root", date=chain[0][0])
        events = []
        for number, (_edtf, offset) in enumerate(chain):
            last = make.make_event(f"Link {number}", after_event=last, offset=offset)
            events.append(last)
        root.date = moved_to
        root.save()
        date = dates.parse(moved_to)
        expected = (date.earliest, date.latest)
        for event, (_edtf, offset) in zip(events, chain, strict=True):
            expected = dates.relative_bounds(*expected, dates.parse_duration(offset) if offset else None)
            assert bounds(event) == tuple(str(day or "") for day in expected)


# --- what is refused ---


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"date": "1958-13", "date_basis": "stated"}, "date"),
        ({"date": "late 1960s", "date_basis": "stated"}, "date"),
        ({"date": "1958"}, "date_basis"),
        ({"date": "1958", "date_basis": "relative"}, "date_basis"),
        ({"date_basis": "stated"}, "date_basis"),
        ({"date_part": "late"}, "date_part"),
        ({"date": "[1965..1968]", "date_part": "late", "date_basis": "stated"}, "date_part"),
        ({"offset": "P1M"}, "offset"),
        ({"date_basis": "relative"}, "date_basis"),
    ],
)
def test_a_date_that_contradicts_itself_is_refused_beside_its_field(fields: dict[str, str], field: str):
    with pytest.raises(ValidationError) as refused:
        Event(slug="vote", title="Vote", **fields).clean()
    assert field in refused.value.message_dict


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"offset": "one month", "date_basis": "relative"}, "offset"),
        ({"offset": "P1M", "date_basis": "stated"}, "date_basis"),
        ({"offset": "P1M", "date_basis": "relative", "date": "1979"}, "date"),
    ],
)
def test_a_relative_date_that_contradicts_itself_is_refused_too(fields: dict[str, str], field: str):
    anchor = make.make_event("Invasion", date="1979")
    with pytest.raises(ValidationError) as refused:
        Event(slug="vote", title="Vote", after_event=anchor, **fields).clean()
    assert field in refused.value.message_dict


@pytest.mark.parametrize("length", [1, 2, 3])
def test_a_circle_of_relative_dates_is_refused(length: int):
    events = [make.make_event("Event 0", date="1979")]
    for number in range(1, length):
        events.append(make.make_event(f"Event {number}", after_event=events[-1]))
    first = events[0]
    first.date, first.date_basis, first.after_event = "", "relative", events[-1]
    with pytest.raises(ValidationError) as refused:
        first.clean()
    assert "after_event" in refused.value.message_dict


def test_a_late_decade_is_accepted_with_its_edtf():
    Event(slug="vote", title="Vote", date="[1965..1969]", date_part="late", date_basis="stated").clean()
