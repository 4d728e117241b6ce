"""An edition holds what readers see, no more and no less, and never changes."""

import io
import json
import zipfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import bagit
import pytest
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.test import Client

from events import dates, models
from events.editing import merging
from events.editions import publishing
from events.editions.corpus import edtf_of
from events.models import Edition
from events.seeding.loading import load
from tests.seeding import folders
from tests.support import factories as make
from tests.support.history import History
from tests.whole.test_leaks import CANARY, HIDDEN, Planted

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]

ADDRESS = "https://example.org/"
WHEN = datetime(2026, 11, 30, 12, tzinfo=UTC)


def publish(name: str = "2026-11", **options: Any) -> Edition:
    return publishing.publish(name, ADDRESS, **{"when": WHEN} | options)


def files_of(edition: Edition) -> dict[str, bytes]:
    return {file.path: b"".join(file.contents()) for file in edition.files.all()}


def words_of(data: bytes) -> str:
    """The text of a file; of one that is packed, that of all that is in it."""
    if not zipfile.is_zipfile(io.BytesIO(data)):
        return data.decode()
    packed = zipfile.ZipFile(io.BytesIO(data))
    return "".join(packed.read(name).decode() for name in packed.namelist())


def seeds_of(edition: Edition) -> dict[str, bytes]:
    start = "data/seeds/"
    return {path.removeprefix(start): data for path, data in files_of(edition).items() if path.startswith(start)}


def unpacked(seeds: dict[str, bytes], root: Path) -> Path:
    for name, data in seeds.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_bytes(data)
    return root


@pytest.fixture
def hidden(h: History) -> Planted:
    """Drafts that take part in everything, and on which dates of what is public rest."""
    found = Planted(h, HIDDEN[1])
    found.lean_on(h)
    models.Erratum.objects.create(record=h.events["treaty"], text="The day was wrong.")
    models.Erratum.objects.create(record=found.event, text=CANARY)
    models.Comment.objects.create(record=h.events["treaty"], text=f"{CANARY} in a comment")
    make.make_passage(h.document, 99, withdrawn_text=f"{CANARY} in a sentence that is gone")
    return found


@pytest.mark.each_database
def test_what_is_loaded_from_an_edition_makes_the_same_edition(hidden: Planted, tmp_path: Path) -> None:
    seeds = seeds_of(publish())
    assert b"The day was wrong." in seeds["errata.yaml"]
    Edition.objects.all().delete()
    folders.empty_database()
    plan = load(unpacked(seeds, tmp_path / "seeds"))
    assert [str(problem) for problem in plan.problems] == []
    assert seeds_of(publish()) == seeds


def test_an_edition_says_no_word_of_what_is_not_published(hidden: Planted) -> None:
    files = files_of(publish())
    archive = zipfile.ZipFile(io.BytesIO(files.pop("2026-11.zip")))
    assert {f"2026-11/{path}" for path in files} == set(archive.namelist())
    for path, data in files.items():
        assert CANARY not in words_of(data).lower(), path
        assert archive.read(f"2026-11/{path}") == data


def test_of_a_text_that_may_not_be_shown_in_full_it_has_the_quoted_words_alone(h: History, tmp_path: Path) -> None:
    h.document.text_public = False
    h.document.save()
    seeds = seeds_of(publish())
    assert not [name for name in seeds if name.startswith("documents/")]
    unquoted = h.document.passages.get(number=5).text
    quote = h.document.citations.exclude(quote="").filter(event__status="published").first().quote
    said = " ".join(words_of(data) for data in seeds.values())
    assert unquoted not in said and " ".join(quote.split()) in " ".join(said.split())
    folders.empty_database()
    assert [str(problem) for problem in load(unpacked(seeds, tmp_path / "seeds")).problems] == []


def test_what_was_dated_from_something_hidden_has_its_bounds(hidden: Planted, h: History) -> None:
    event = h.events["decree"]
    event.refresh_from_db()
    (form,) = [row for row in _events(publish()) if row["slug"] == event.slug]
    date = dates.parse(form["date"])
    assert (date.earliest and date.earliest.key, date.latest and date.latest.key) == (event.earliest, event.latest)
    assert form["date_basis"] == "inferred"
    assert not form.keys() & {"after_event", "offset"}


def _events(edition: Edition) -> Iterator[dict[str, Any]]:
    import yaml

    for name, data in seeds_of(edition).items():
        if name == "events.yaml" or (name.startswith("documents/") and name.endswith(".yaml")):
            found = yaml.safe_load(data)
            yield from found.get("events", ()) if isinstance(found, dict) else found


@pytest.mark.parametrize(
    ("first", "last", "edtf"),
    [
        (None, None, ""),
        (19790201, 19800131, "[1979-02-01..1980-01-31]"),
        (19790201, 19790201, "1979-02-01"),
        (19790201, None, "[1979-02-01..]"),
        (None, 19790201, "[..1979-02-01]"),
        (dates.Day(-43, 3, 15).key, None, "[-0043-03-15..]"),
        (dates.Day(12000, 1, 1).key, dates.Day(12000, 12, 31).key, "[Y12000..Y12000]"),
    ],
)
def test_bounds_are_written_as_the_moments_between_them(first: int | None, last: int | None, edtf: str) -> None:
    assert edtf_of(first, last) == edtf
    if edtf:
        date = dates.parse(edtf)
        assert (date.earliest and date.earliest.key, date.latest and date.latest.key) == (first, last)


def test_the_same_corpus_makes_the_same_bytes_in_pieces_of_any_size(h: History, monkeypatch: Any) -> None:
    first = files_of(publish())
    Edition.objects.all().delete()
    monkeypatch.setattr(publishing, "PIECE", 100)
    assert files_of(publish()) == first


def test_it_is_a_bag_whose_checksums_hold(h: History, tmp_path: Path) -> None:
    zipfile.ZipFile(io.BytesIO(files_of(publish())["2026-11.zip"])).extractall(tmp_path)
    bagit.Bag(str(tmp_path / "2026-11")).validate()
    (tmp_path / "2026-11" / "data" / "README.txt").write_text("changed")
    with pytest.raises(bagit.BagValidationError):
        bagit.Bag(str(tmp_path / "2026-11")).validate()


def test_the_changes_since_the_edition_before_are_named(h: History) -> None:
    publish("1")
    treaty, mongolia, letter = h.events["treaty"], h.events["mongolia"], h.events["departure"]
    treaty.title = "The treaty, corrected"
    treaty.save()
    h.events["helsinki"].status = "archived"
    h.events["helsinki"].save()
    merging.merge(letter, mongolia, None)
    new = make.make_event("Something new")
    make.publish(new)
    king = h.actors["king"]
    models.Redirect.objects.create(kind="actors", slug=king.slug, target="robert-r-king")
    models.Actor.objects.filter(pk=king.pk).update(slug="robert-r-king")
    found = publish("2", when=WHEN.replace(hour=13))
    assert found.before == "1"
    assert ["events/something-new", "Something new"] in found.changes["added"]
    assert [f"events/{treaty.slug}", "The treaty, corrected"] in found.changes["changed"]
    assert found.changes["renamed"] == [["actors/robert-king", "actors/robert-r-king"]]
    assert {f"events/{mongolia.slug}", f"events/{h.events['helsinki'].slug}"} <= {*found.changes["withdrawn"]}
    assert json.loads(files_of(found)["data/changes.json"])["added"] == found.changes["added"]
    assert publish("3", when=WHEN.replace(hour=14)).changes == {what: [] for what in found.changes}


@pytest.mark.parametrize("name", ["", "With Spaces", "../etc", "ends-", ".hidden", "a" * 41, "taken"])
def test_a_name_that_is_none_makes_nothing(h: History, name: str) -> None:
    publish("taken")
    with pytest.raises(ValidationError):
        publish(name)
    assert Edition.objects.count() == 1


def test_the_command_makes_and_withdraws(h: History, client: Client, capsys: Any) -> None:
    call_command("publishedition", "2026-11", "--address", ADDRESS, "--note", "The first one.")
    assert "https://example.org/editions/2026-11/" in capsys.readouterr().out
    with pytest.raises(CommandError, match="never changes"):
        call_command("publishedition", "2026-11")
    with pytest.raises(CommandError, match="there is no edition"):
        call_command("publishedition", "2027", "--withdraw", "x")
    call_command("publishedition", "2026-11", "--withdraw", "A letter was in it that its owner asked us to remove.")
    for address in ("/editions/2026-11/", "/editions/2026-11/data/seeds/events.yaml", "/editions/2026-11/nosuch"):
        response = client.get(address)
        assert response.status_code == 410
        assert "its owner asked us to remove" in response.content.decode()
    assert "withdrawn" in client.get("/editions/").content.decode()
