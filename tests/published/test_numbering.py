"""Publishing numbers what readers saw of a record, with the names that it showed."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from events import models
from events.chronology.date_words import edtf_words
from events.editing import history_entries, merging
from events.models import PublishedVersion
from events.published import numbering
from tests.support import factories as make
from tests.support.history import History
from tests.support.pages import Page

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]


def versions(record: Any) -> list[PublishedVersion]:
    return list(PublishedVersion.objects.of(record).order_by("number"))


def numbers(record: Any) -> list[int]:
    return [each.number for each in versions(record)]


def last(record: Any) -> dict[str, Any]:
    return versions(record)[-1].data


def change(record: Any, **values: Any) -> Any:
    for name, value in values.items():
        setattr(record, name, value)
    record.save()
    return record


# --- what makes a version ---------------------------------------------------------------------------------------------


@pytest.mark.each_database
def test_each_change_that_readers_see_is_the_next_version_and_the_one_before_stays_as_it_was(h: History):
    event = h.events["departure"]
    assert numbers(event) == [1]
    change(event, title="Withdrawal of the Soviet troops")
    event.citations.get().delete()
    assert numbers(event) == [1, 2, 3]
    first, second, third = (each.data["record"] for each in versions(event))
    assert first["title"] == "Departure of the Soviet troops"
    assert second["title"] == third["title"] == "Withdrawal of the Soviet troops"
    assert [row["exact"] for row in second["citations"]] == ["left Romania by 25 July 1958"]
    assert "citations" not in third


def test_a_draft_has_no_version_and_what_it_alone_uses_neither():
    actor, theme, source = make.make_actor("Dej"), make.make_theme("Alliance"), make.make_source("book")
    event = make.make_event("Vote", participants=[actor], themes=[theme])
    make.cite(event, source)
    change(event, status="in_review")
    assert not PublishedVersion.objects.exists()
    change(event, status="published")
    assert [numbers(each) for each in (event, actor, theme, source)] == [[1]] * 4


def test_a_save_that_changes_nothing_makes_no_version(h: History):
    for record in (h.events["departure"], h.claims["reward"], h.debate, h.document, h.actors["king"]):
        record.save()
        assert numbers(record) == [1]


def test_what_is_taken_back_and_published_again_goes_on_counting(h: History):
    event = h.events["departure"]
    change(event, status="archived")
    change(event, title="Out of sight")
    assert numbers(event) == [1]
    change(event, title="Departure of the Soviet troops", status="published")
    assert numbers(event) == [1]  # it says what it said
    change(event, status="draft")
    change(event, title="Withdrawal", status="published")
    assert numbers(event) == [1, 2]


@pytest.mark.each_database
def test_an_edit_of_many_rows_makes_one_version_with_who_made_it_and_the_history_marks_it(client: Client, h: History):
    event, editor = h.events["departure"], make.make_editor("editor")
    with history_entries.entry(event, editor, "two changes"):
        change(event, title="Withdrawal")
        models.Participant.objects.create(event=event, actor=h.actors["king"], role="forum")
    version = versions(event)[-1]
    assert (version.number, version.author) == (2, editor)
    assert version.data["record"]["participants"][-1] == {"actor": "robert-king", "role": "forum"}
    client.force_login(editor)
    history = Page(client.get(f"/admin/events/event/{event.pk}/history/")).text("main")
    assert history.count("Published as version") == history.count("two changes Published as version 2") == 1


@pytest.mark.parametrize("row", ["citation of evidence", "circumstance", "other name", "note", "proponents", "marker"])
def test_whatever_belongs_to_a_record_is_in_its_version(h: History, row: str):
    claim, actor, passage = h.claims["reward"], h.actors["king"], h.document.passages.get(number=1)
    record, write = {
        "citation of evidence": (claim, lambda: make.cite(claim.evidence.first(), h.sources["verona"], "Kanarie.")),
        "circumstance": (claim, lambda: make.make_evidence(claim, "Kanarie.")),
        "other name": (actor, lambda: models.ActorName.objects.create(actor=actor, name="Kanarie")),
        "note": (h.document, lambda: change(passage, note="Kanarie.")),
        "proponents": (claim, lambda: claim.proponents.add(make.make_actor("Kanarie"))),
        "marker": (h.document, lambda: make.make_reference(passage, resolves_to=make.make_source("kanarie"))),
    }[row]
    write()
    assert numbers(record) == [1, 2]
    assert "kanarie" in str(last(record)).lower()
    assert "kanarie" not in str(versions(record)[0].data).lower()


@pytest.mark.each_database
def test_a_row_that_moves_to_another_record_is_in_a_version_of_both(h: History):
    departure, treaty = h.events["departure"], h.events["treaty"]
    change(departure.citations.get(), event=treaty)
    assert numbers(departure) == numbers(treaty) == [1, 2]
    assert "citations" not in last(departure)["record"]
    assert len(last(treaty)["record"]["citations"]) == 2


# --- what it holds ----------------------------------------------------------------------------------------------------


def test_a_version_holds_the_names_as_they_were_and_a_new_name_alone_renumbers_the_named_record_only(h: History):
    event, moscow = h.events["departure"], h.actors["moscow"]
    change(moscow, name="Moscow")
    assert (numbers(moscow), numbers(event)) == ([1, 2], [1])
    assert last(event)["names"]["actors"]["soviet-union"] == "Soviet Union"
    change(event, title="Withdrawal")
    first, second = (each.data["names"]["actors"]["soviet-union"] for each in versions(event))
    assert (first, second) == ("Soviet Union", "Moscow")


@pytest.mark.each_database
def test_what_is_dated_from_another_event_keeps_the_bounds_that_it_had(h: History):
    decree = h.events["decree"]
    change(h.events["departure"], date="1958-09-25")
    change(decree, summary="On the border.")
    assert [each.data["bounds"][:2] for each in versions(decree)] == [[19580801, 19580831], [19581001, 19581031]]


@pytest.mark.each_database
def test_the_text_of_a_document_is_kept_once_for_all_versions_that_have_it(h: History):
    change(h.document, note="A note.")
    change(h.document, text=h.document.text + "\nMore.")
    first, second, third = versions(h.document)
    assert second.document is None
    assert third.document["text"] == first.document["text"] + "\nMore."
    assert first.document["passages"][0] == [1, *h.document.passages.values_list("start", "end").get(number=1)]


# --- what is hidden ---------------------------------------------------------------------------------------------------


def test_what_points_at_a_hidden_record_says_so_from_the_day_that_it_is_published(h: History):
    hidden, actor = make.make_event("Kanarie"), make.make_actor("Kanarie")
    shown, claim, author = h.events["departure"], h.claims["reward"], make.make_source("kanarie")
    make.make_link(shown, "led_to", hidden)
    make.cite(make.make_evidence(claim, hidden), author)
    models.Participant.objects.create(event=hidden, actor=actor, role="forum")
    assert numbers(shown) == numbers(claim) == [1]
    change(hidden, status="published")
    assert numbers(shown) == numbers(claim) == [1, 2]
    assert last(shown)["names"]["events"]["kanarie"] == "Kanarie"
    assert numbers(author) == numbers(actor) == [1]
    change(hidden, status="draft")
    assert numbers(shown) == numbers(claim) == [1, 2, 3]
    assert "Kanarie" not in str([last(shown), last(claim)])


def test_a_date_counted_from_a_hidden_event_is_kept_by_its_bounds_alone(h: History):
    hidden, decree = make.make_event("Kanarie", date="1958"), h.events["decree"]
    change(decree, after_event=hidden, offset="P1M")
    assert last(decree)["bounds"]
    assert not {"after_event", "offset"} & last(decree)["record"].keys()


# --- merging ----------------------------------------------------------------------------------------------------------


@pytest.mark.each_database
def test_a_merge_and_its_undoing_are_versions_of_what_was_led_elsewhere_and_the_gone_record_keeps_its_own(h: History):
    event, editor = h.events["departure"], make.make_editor("editor")
    gone = make.make_actor("USSR")
    models.Participant.objects.create(event=event, actor=gone, role="forum")
    assert (numbers(event), numbers(gone)) == ([1, 2], [1])
    merged = merging.merge(h.actors["moscow"], gone, editor)
    assert (numbers(event), versions(event)[-1].author) == ([1, 2, 3], editor)
    assert "ussr" not in last(event)["names"]["actors"]
    assert PublishedVersion.objects.of_all(models.Actor, [merged.gone_id]).get().data["record"]["slug"] == "ussr"
    merging.undo(merged, editor)
    assert numbers(event) == [1, 2, 3, 4]
    assert last(event) == versions(event)[1].data
    back = models.Actor.objects.get(slug="ussr")
    assert numbers(back) == [1]


# --- all at once, and the page ----------------------------------------------------------------------------------------


@pytest.mark.each_database
def test_what_is_published_already_becomes_version_1_some_records_at_a_time(h: History, monkeypatch):
    expected = {(each.content_type_id, each.object_id): each.data for each in PublishedVersion.objects.all()}
    PublishedVersion.objects.all().delete()
    monkeypatch.setattr(numbering, "OTHERWISE", 2)
    numbering.number_all()
    assert {(each.content_type_id, each.object_id): each.data for each in PublishedVersion.objects.all()} == expected
    assert set(PublishedVersion.objects.values_list("number", flat=True)) == {1}
    numbering.number_all()
    assert PublishedVersion.objects.count() == len(expected)


def test_the_number_of_statements_does_not_grow_with_the_records(h: History):
    def statements(times: int) -> int:
        events = [make.make_event(status="published", participants=[h.actors["king"]]) for _ in range(times)]
        keys = [make.cite(event, h.sources["verona"]).event_id for event in events]
        PublishedVersion.objects.of_all(models.Event, keys).delete()
        with CaptureQueriesContext(connection) as found:
            numbering.number({models.Event: keys})
        return len(found)

    assert statements(2) == statements(20)


@pytest.mark.parametrize("language, words", [("en", "Version 2, {}"), ("ro", "Versiunea 2, {}")])
def test_the_page_says_which_version_it_is_where_it_says_how_to_cite_it(
    client: Client, h: History, language: str, words: str
):
    change(h.events["departure"], title="Withdrawal")
    page = Page(client.get(f"/events/departure-of-the-soviet-troops/?lang={language}"))
    day = f"{versions(h.events['departure'])[-1].created_at:%Y-%m-%d}"
    assert words.format(" ".join(edtf_words(day, language).split())) in page.text("main")
