"""How the date of an event is drawn: never surer than it is."""

import pytest

from events.chronology.bounds import bounds_of
from events.dates import Day
from events.published.belongings import Anchor
from events.published.events import Outline
from events.timeline.drawing import packing, scale, svg
from events.timeline.drawing.marks import DAY, LASTED, MONTH, SEVERAL, WITHIN, Mark, mark_of

AXIS = scale.even([Day(1955, 1, 1).ordinal, Day(1980, 1, 1).ordinal], 1000)


def outline(date: str, part: str = "", anchor: Anchor | None = None) -> Outline:
    earliest, latest = bounds_of(date) if date else (19_580_601, 19_580_630)
    key = 1 if anchor else None
    return Outline(7, "treaty", "A treaty", "", 2, date, part, "", "", earliest, latest, None, key, after_event=anchor)


def drawn(date: str, **more: object) -> str:
    mark = mark_of(outline(date, **more), "en", contested=False)  # type: ignore[arg-type]
    placed, _rows = packing.pack([mark], AXIS)
    return svg.Pen(AXIS).mark(placed[0], 0)


@pytest.mark.parametrize(
    ("date", "shape", "start", "end"),
    [
        ("1958-07-25", DAY, Day(1958, 7, 25), Day(1958, 7, 26)),
        ("1958-07", MONTH, Day(1958, 7, 1), Day(1958, 8, 1)),
        ("1958-21", WITHIN, Day(1958, 3, 1), Day(1958, 6, 1)),
        ("1958", WITHIN, Day(1958, 1, 1), Day(1959, 1, 1)),
        ("196X", WITHIN, Day(1960, 1, 1), Day(1970, 1, 1)),
        ("[1965..1969]", WITHIN, Day(1965, 1, 1), Day(1970, 1, 1)),
        ("1958/1960", LASTED, Day(1958, 1, 1), Day(1961, 1, 1)),
        ("1958/..", LASTED, Day(1958, 1, 1), None),
        ("[..1960]", WITHIN, None, Day(1961, 1, 1)),
        ("[1955..]", WITHIN, Day(1955, 1, 1), None),
        ("{1958,1960}", SEVERAL, Day(1958, 1, 1), Day(1961, 1, 1)),
        ("-0043-03-15", DAY, Day(-43, 3, 15), Day(-43, 3, 16)),
    ],
)
def test_a_mark_is_as_long_as_its_date(date: str, shape: str, start: Day | None, end: Day | None):
    mark = mark_of(outline(date), "en", contested=False)
    assert mark.shape == shape
    assert (mark.start, mark.end) == (start and start.ordinal, end and end.ordinal)


def test_a_day_is_a_point_and_a_year_is_hatched_from_end_to_end():
    assert "#m-dot" in drawn("1958-07-25") and "<rect" not in drawn("1958-07-25")
    assert '<rect class="box"' in drawn("1958") and drawn("1958").startswith(
        '<svg x="12%" y="8"><rect class="hit" y="-12" height="24" width="4%"'
    )
    assert '<rect class="solid"' in drawn("1958-07"), "a month too short to be hatched"


def test_an_end_that_is_not_known_has_no_edge():
    assert drawn("1958/1960").count("#m-cap") == 2
    lasting = drawn("1958/..")
    assert lasting.count("#m-cap") == 1 and "#m-on" in lasting
    by = drawn("[..1960]")
    assert by.count("#m-cap") == 1 and "#m-back" in by and "box" not in by


def test_about_fades_and_doubtful_is_hollow():
    assert "veil" in drawn("1958~") and 'class="open"' in drawn("1958~")
    assert "#m-soft" in drawn("1958-07-25~")
    assert "#m-hollow" in drawn("1958-07-25?") and "hollow" in drawn("1958?")
    assert "veil" not in drawn("1958") and "hollow" not in drawn("1958-07-25")


def test_what_lasted_is_thick_only_where_it_certainly_did():
    assert 'class="lasted" x1="4%" x2="12%"' in drawn("1958/1961"), "some day in 1958 to some day in 1961"
    assert 'class="thin" x2="16%"' in drawn("1958/1961")
    assert "thin" not in drawn("1958-01-01/1961-12-31")


def test_what_is_cut_off_by_the_view_has_no_end_there():
    assert drawn("1950/1960").count("#m-cap") == 1
    assert 'class="open"' in drawn("[1950..1960]")


def test_a_relative_date_has_an_elbow_and_names_its_anchor_only_if_readers_see_it():
    seen = mark_of(outline("", anchor=Anchor("x", "Prague coup", "published")), "en", contested=False)
    hidden = mark_of(outline("", anchor=Anchor("x", "Prague coup", "draft")), "en", contested=False)
    assert "Prague coup" in seen.name and seen.anchor == 1
    assert "Prague coup" not in hidden.name and hidden.anchor is None


def test_a_label_leaves_out_the_year_that_the_axis_says():
    def label(date: str) -> str:
        return mark_of(outline(date), "en", contested=False).date.replace("\N{NO-BREAK SPACE}", " ")

    assert label("1958-07-25") == "25 July"
    assert label("1958-07") == "July"
    assert label("1958") == "1958"


def test_a_tie_leads_to_the_event_that_a_date_is_counted_from():
    first = Mark(key=1, title="Coup", shape=DAY, start=713_000, end=713_001)
    second = Mark(key=2, title="After it", shape=WITHIN, start=713_400, end=713_800, anchor=1)
    axis = scale.even([712_000, 715_000], 1000)
    placed, _rows = packing.pack([first, second], axis)
    centres = {1: (333.0, 10.0), 2: (533.0, 50.0)}
    ties = list(svg.Pen(axis).ties(placed, centres))
    assert len(ties) == 2 and 'x1="33.3%"' in ties[0]
    assert list(svg.Pen(axis).ties(placed[1:], {2: (533.0, 50.0)})) == []
