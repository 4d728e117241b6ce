from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from events.record_data.declaration import SeedData
from events.record_data.three_way import Merged, merge
from events.seeding.report import changes_of
from events.seeding.shapes import SHAPES

DEBATES, EVENTS = SHAPES["debates"], SHAPES["events"]


def debate(**fields: Any) -> SeedData:
    return SeedData(slug="d", **fields)


def changes(merged: Merged) -> list[str]:
    """What a load reports of it, but what is only updated."""
    return sorted(str(change) for change in changes_of(EVENTS, merged) if change.what != "updated")


def test_a_field_that_nobody_changed_is_as_it_was() -> None:
    merged = merge(DEBATES, debate(question="?"), debate(question="?"), debate(question="?"))
    assert (dict(merged.data), merged.differences) == ({"slug": "d", "question": "?"}, [])


def test_the_base_of_a_kept_field_stays_so_that_the_next_load_keeps_it_too() -> None:
    first = merge(DEBATES, debate(question="?"), debate(question="!"), debate(question="?"))
    assert first.next_base["question"] == "?"
    assert merge(DEBATES, first.next_base, first.data, debate(question="?")).differences == first.differences


def test_a_conflict_is_reported_until_it_is_resolved() -> None:
    first = merge(DEBATES, debate(question="?"), debate(question="!"), debate(question="."))
    assert [each.what for each in first.differences] == ["conflict"]
    assert merge(DEBATES, first.next_base, first.data, debate(question=".")).differences == first.differences
    assert merge(DEBATES, first.next_base, debate(question="."), debate(question=".")).differences == []


def test_a_file_that_drops_a_field_clears_it_unless_an_editor_changed_it() -> None:
    assert "introduction" not in merge(DEBATES, debate(introduction="x"), debate(introduction="x"), debate()).data
    assert merge(DEBATES, debate(introduction="x"), debate(introduction="y"), debate()).data["introduction"] == "y"


def test_without_a_base_a_field_that_only_the_database_fills_is_in_conflict() -> None:
    merged = merge(DEBATES, None, debate(question="?"), debate())
    assert [each.what for each in merged.differences] == ["conflict"]
    assert merged.data["question"] == "?"


_words = st.sampled_from(["", "a", "b", "c"])
_reading = st.dictionaries(st.sampled_from(["s", "t", "u"]), _words, max_size=3).map(
    lambda found: [{"source": slug, **({"note": note} if note else {})} for slug, note in found.items()]
)
_citations = st.lists(
    st.builds(
        lambda source, supports: {"source": source, **({"supports": supports} if supports else {})},
        st.sampled_from("stu"),
        _words,
    ),
    max_size=4,
    unique_by=lambda item: (item["source"], item.get("supports")),
)
_event = st.builds(
    lambda title, date, basis, themes, reading, citations: {
        name: value
        for name, value in (
            ("slug", "e"),
            ("title", title),
            ("date", date),
            ("date_basis", basis),
            ("themes", sorted(themes)),
            ("citations", citations),
            ("further_reading", reading),
        )
        if value
    },
    _words,
    _words,
    _words,
    st.sets(st.sampled_from("xyz")),
    _reading,
    _citations,
)


def _has_each_source_once(event: Any) -> bool:
    sources = [citation["source"] for citation in event.get("citations", ())]
    return len(set(sources)) == len(sources)


# Where only the base quotes the same words twice, the next load tells them apart by less.
@given(_event.filter(_has_each_source_once), _event, _event)
def test_merging_again_changes_nothing_and_reports_the_same(base: Any, mine: Any, theirs: Any) -> None:
    first = merge(EVENTS, base, SeedData(mine), theirs)
    second = merge(EVENTS, first.next_base, first.data, theirs)
    assert second.data == first.data
    assert second.next_base == first.next_base
    assert not second.has("updated")
    assert changes(second) == changes(first)


@given(_event, _event)
def test_without_an_editors_change_the_file_is_taken_whole(base: Any, theirs: Any) -> None:
    merged = merge(EVENTS, base, SeedData(base), theirs)
    assert {name: value for name, value in merged.data.items() if name != "further_reading"} == {
        name: value for name, value in theirs.items() if name != "further_reading"
    }
    assert not merged.has("kept") and not merged.has("conflict")


@given(_event, _event)
def test_without_a_change_in_the_file_the_editors_is_kept_whole(base: Any, mine: Any) -> None:
    merged = merge(EVENTS, base, SeedData(mine), base)
    assert merged.data == mine
    assert not merged.has("updated") and not merged.has("conflict")
