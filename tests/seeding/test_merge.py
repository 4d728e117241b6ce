from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from events.seeding.forms import KINDS, Form
from events.seeding.merge import merge

DEBATES, EVENTS = KINDS["debates"], KINDS["events"]


def debate(**fields: Any) -> Form:
    return Form(slug="d", **fields)


def test_a_field_that_nobody_changed_is_as_it_was() -> None:
    merged = merge(DEBATES, debate(question="?"), debate(question="?"), debate(question="?"))
    assert (dict(merged.form), merged.changes) == ({"slug": "d", "question": "?"}, [])


def test_the_base_of_a_kept_field_stays_so_that_the_next_load_keeps_it_too() -> None:
    first = merge(DEBATES, debate(question="?"), debate(question="!"), debate(question="?"))
    assert first.base["question"] == "?"
    assert merge(DEBATES, first.base, first.form, debate(question="?")).changes == first.changes


def test_a_conflict_is_reported_until_it_is_resolved() -> None:
    first = merge(DEBATES, debate(question="?"), debate(question="!"), debate(question="."))
    assert [change.what for change in first.changes] == ["conflict"]
    assert merge(DEBATES, first.base, first.form, debate(question=".")).changes == first.changes
    assert merge(DEBATES, first.base, debate(question="."), debate(question=".")).changes == []


def test_a_file_that_drops_a_field_clears_it_unless_an_editor_changed_it() -> None:
    assert "introduction" not in merge(DEBATES, debate(introduction="x"), debate(introduction="x"), debate()).form
    assert merge(DEBATES, debate(introduction="x"), debate(introduction="y"), debate()).form["introduction"] == "y"


def test_without_a_base_a_field_that_only_the_database_fills_is_in_conflict() -> None:
    merged = merge(DEBATES, None, debate(question="?"), debate())
    assert [change.what for change in merged.changes] == ["conflict"]
    assert merged.form["question"] == "?"


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
    first = merge(EVENTS, base, Form(mine), theirs)
    second = merge(EVENTS, first.base, first.form, theirs)
    assert second.form == first.form
    assert second.base == first.base
    assert not second.has("updated")
    assert sorted(map(str, second.changes)) == sorted(
        str(change) for change in first.changes if change.what != "updated"
    )


@given(_event, _event)
def test_without_an_editors_change_the_file_is_taken_whole(base: Any, theirs: Any) -> None:
    merged = merge(EVENTS, base, Form(base), theirs)
    assert {name: value for name, value in merged.form.items() if name != "further_reading"} == {
        name: value for name, value in theirs.items() if name != "further_reading"
    }
    assert not merged.has("kept") and not merged.has("conflict")


@given(_event, _event)
def test_without_a_change_in_the_file_the_editors_is_kept_whole(base: Any, mine: Any) -> None:
    merged = merge(EVENTS, base, Form(mine), base)
    assert merged.form == mine
    assert not merged.has("updated") and not merged.has("conflict")
