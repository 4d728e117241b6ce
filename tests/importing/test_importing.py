"""Tables and bibliographies come in through the one planner: all of it or nothing, and nothing that they do not say."""

import csv
import io
import json
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from reversion.models import Version

from events import models
from events.importing import importing, tables
from events.importing.rows import kind_of
from tests.seeding.databases import words
from tests.support import factories as make
from tests.support.history import History

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]


def table(*rows: dict[str, str], delimiter: str = ",") -> bytes:
    into = io.StringIO(newline="")
    writer = csv.DictWriter(into, list(dict.fromkeys(name for row in rows for name in row)), delimiter=delimiter)
    writer.writeheader()
    writer.writerows(rows)
    return into.getvalue().encode()


def problems(data: bytes, name: str = "events.csv") -> list[str]:
    return [str(problem) for problem in importing.planned([(name, data)]).plan.problems.in_order()]


def brought(data: bytes, name: str = "events.csv", **options: Any) -> Any:
    found = importing.imported([(name, data)], **options)
    assert [str(problem) for problem in found.plan.problems] == []
    return found


def changed(found: Any) -> list[str]:
    return [entry.name for entry in found.plan.entries if entry.outcome != "unchanged"]


def test_new_events_are_drafts_with_dates_as_exact_as_the_words(h: History):
    brought(
        table(
            {"title": "A letter", "summary": "Sent.", "date": "late 1960s", "themes": "military",
             "participants": "romania (initiator); soviet-union (counterpart)"},
            {"title": "A reply", "summary": "", "date": "1963-07", "themes": "", "participants": ""},
            delimiter=";",
        )
    )  # fmt: skip
    letter, reply = models.Event.objects.get(slug="a-letter"), models.Event.objects.get(slug="a-reply")
    assert (letter.status, letter.date, letter.date_part, letter.date_basis) == (
        "draft",
        "[1965..1969]",
        "late",
        "editor",
    )
    assert {(part.actor.slug, part.role) for part in letter.participations.all()} == {
        ("romania", "initiator"), ("soviet-union", "counterpart"),
    }  # fmt: skip
    assert (reply.date, reply.summary) == ("1963-07", "")


def test_of_a_record_that_is_there_only_what_the_row_says_is_changed(h: History):
    treaty = h.events["treaty"]
    treaty.refresh_from_db()
    before = {field.name: getattr(treaty, field.name) for field in treaty._meta.concrete_fields}
    cited = treaty.citations.count()
    user = make.make_editor("ana")
    found = brought(table({"slug": treaty.slug, "title": "The treaty, corrected"}), user=user)
    assert changed(found) == [f"events/{treaty.slug}"]
    treaty.refresh_from_db()
    after = {field.name: getattr(treaty, field.name) for field in treaty._meta.concrete_fields}
    left_out = {"title", "updated_at", "rank"}
    assert treaty.title == "The treaty, corrected"
    assert {name: value for name, value in after.items() if name not in left_out} == {
        name: value for name, value in before.items() if name not in left_out
    }
    assert treaty.citations.count() == cited > 0
    assert Version.objects.get_for_object(treaty)[0].revision.user == user
    assert not models.SeedBase.objects.exists()  # it is an editor's change, not a load's


@pytest.mark.parametrize("name", ["events.csv", "events.xlsx"])
def test_what_the_site_exports_comes_back_and_changes_nothing(client: Client, h: History, name: str):
    data = b"".join(client.get(f"/export/{name}"))  # type: ignore[arg-type]
    found = importing.planned([(name, data)])
    assert [str(problem) for problem in found.plan.problems] == []
    assert len(found.plan.entries) >= len(h.events)
    assert changed(found) == []


@settings(max_examples=10, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(texts=st.lists(words(80, 1), min_size=1, max_size=4))
def test_no_text_is_lost_on_the_way_out_and_in(client: Client, db: None, texts: list[str]):
    models.Event.objects.all().delete()
    texts = [text for text in texts if text.strip()]
    for number, text in enumerate(texts):
        event = make.make_event(f"Event {number}", slug=f"e{number}", summary=text)
        make.publish(event)
    data = b"".join(client.get("/export/events.csv"))  # type: ignore[arg-type]
    models.Event.objects.update(summary="")
    brought(data)
    assert list(models.Event.objects.order_by("slug").values_list("summary", flat=True)) == texts


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ({"title": "x", "date": "yesterday"}, "events.csv:3: events/x: date"),
        ({"title": "x", "themes": "nosuch"}, "there is no theme “nosuch”"),
        ({"title": "x", "participants": "romania (king)"}, "“king” is none of"),
        ({"title": "x", "prominence": "9"}, "prominence"),
        ({"title": "先"}, "slug"),
        ({"title": "fine"}, "taken by another record, at events.csv:2"),
    ],
)
def test_what_is_wrong_is_said_with_its_row_and_column(h: History, row: dict[str, str], said: str):
    data = table({"title": "fine", "summary": "x"}, row)
    found = problems(data)
    assert len(found) == 1
    assert "events.csv:3" in found[0]
    assert said in found[0]
    assert importing.imported([("events.csv", data)]).plan.problems
    assert not models.Event.objects.filter(slug="fine").exists()


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"\xff\xfe", "not UTF-8"),
        (b"PK\x03\x04 broken", "no workbook"),
        (b"", "no column"),
        (b"a,b\n1,2\n", "no column"),
        (b"title,title,date\n", "twice"),
        (b'title,date\n"x', ""),
        (b"title,date\nx\0,1\n", "characters that no text has"),
    ],
)
def test_a_file_that_is_no_table_is_refused_with_a_sentence(data: bytes, said: str):
    found = problems(data)
    assert said in " ".join(found)


def test_timelinejs_and_wikidata_are_read_without_false_precision(h: History):
    sheet = {"Year": "1968", "Month": "8", "Day": "", "Time": "", "End Year": "1969", "End Month": "", "End Day": "",
             "Display Date": "summer", "Headline": "<b>Troops</b> &amp; tanks", "Text": "", "Media": ""}  # fmt: skip
    brought(table(sheet), "timeline.csv")
    event = models.Event.objects.get(slug="troops-tanks")
    assert (event.title, event.date, event.date_note) == ("Troops & tanks", "1968-08/1969", "summer")
    item = "http://www.wikidata.org/entity/Q"
    days = {"A coup": "1973-01-01", "A war": "1973-10-06", "A vote": "1979-04-01"}
    rows = [(str(number), name, f"{day}T00:00:00Z") for number, (name, day) in enumerate(days.items(), 1)]
    brought(table(*({"item": item + number, "itemLabel": name, "date": date} for number, name, date in rows)), "q.csv")
    found = models.Event.objects.filter(slug__in=["a-coup", "a-war", "a-vote"]).order_by("slug")
    assert list(found.values_list("date", flat=True)) == ["1973", "1979-04", "1973-10-06"]
    person = {"item": item + "5", "itemLabel": "Ana Pauker", "dateOfBirth": "1893-02-13T00:00:00Z", "dateOfDeath": ""}
    brought(table(person), "people.csv")
    assert models.Actor.objects.get(slug="ana-pauker").wikidata == "Q5"
    assert models.Actor.objects.get(slug="ana-pauker").life_dates == "1893-02-13/.."


def test_works_of_a_reference_manager_are_new_unless_they_are_there():
    there = make.make_source("verona-1992", csl={"type": "book", "title": "Military Occupation", "DOI": "10.1215/x"})
    by_turlea = {"author": [{"family": "Țurlea", "given": "P."}], "issued": {"date-parts": [[1999]]}}
    works = [
        {"title": "Other", "DOI": "https://doi.org/10.1215/X"},
        {"title": "Blocul"} | by_turlea,
        {"title": "Blocul II"} | by_turlea,
    ]
    address = "http://zotero.org/users/1/items/"
    items = [{"id": f"{address}{n}", "type": "book", **work} for n, work in enumerate(works)]
    found = brought(json.dumps(items).encode(), "export.json", kind_of_source="primary")
    assert changed(found) == ["sources/turlea-1999", "sources/turlea-1999-2"]
    assert str(there) in found.notices[0]
    source = models.Source.objects.get(slug="turlea-1999")
    assert (source.kind, source.csl["title"]) == ("primary", "Blocul")
    again = brought(json.dumps(items).encode(), "export.json")
    assert (changed(again), len(again.notices)) == ([], 3)
    ris = "TY  - BOOK\nTI  - Third\nAU  - Watts, Larry\nPY  - 2010\nER  - \n"
    assert changed(brought(ris.encode(), "works.ris")) == ["sources/watts-2010"]


def test_the_kind_of_a_table_is_told_by_its_columns():
    for header, kind in (("name,kind", "actors"), ("claim,ground", "interpretations"), ("title,date", "events")):
        (found,) = tables.read("x.csv", header.encode())
        known = kind_of(found)
        assert known and known[0] == kind


def test_the_command_shows_and_writes(h: History, tmp_path: Any, capsys: Any):
    path = tmp_path / "events.csv"
    path.write_bytes(table({"title": "A letter", "date": "1963"}))
    call_command("importrecords", str(path), "--dry-run")
    assert "created: events/a-letter" in capsys.readouterr().out
    assert not models.Event.objects.filter(slug="a-letter").exists()
    call_command("importrecords", str(path))
    assert models.Event.objects.filter(slug="a-letter").exists()
    path.write_bytes(table({"title": "A letter", "date": "no date"}))
    with pytest.raises(CommandError, match="1 problems"):
        call_command("importrecords", str(path))
