"""What editors wrote about records goes out with them, comes back, and is merged as records are."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command

from events import models
from events.editing import merging
from events.seeding.dump import dump, to_yaml
from events.seeding.loading import load
from tests.editing.merges import PAIRS
from tests.seeding import folders
from tests.support import factories as make

pytestmark = pytest.mark.django_db

MADE = "2026-01-31T12:00:00+00:00"
ERRATUM = {"record": "events/plenum", "text": {"en": "The year was wrong.", "ro": "Anul era greșit."}, "made": MADE}


@pytest.fixture
def editor(db: None) -> Any:
    return make.make_editor("ana")


@pytest.fixture
def folder(tmp_path: Path, corpus: dict[str, Any]) -> Callable[..., Path]:
    def write(**files: Any) -> Path:
        root = folders.write(tmp_path / "seeds", corpus)
        for name, rows in files.items():
            (root / f"{name}.yaml").write_bytes(to_yaml(rows))
        return root

    return write


def problems(root: Path) -> list[str]:
    return [str(problem) for problem in load(root).problems]


def said(record: Any) -> dict[str, Any]:
    """All of a record and of what leads to it that has no key."""
    rows = {name: len(rows) for name, rows in leading_to(record).items()}
    return {"slug": record.slug, "name": str(record), **rows}


def leading_to(record: Any) -> dict[str, Any]:
    relations = [each for each in record._meta.related_objects if each.name != "event_text"]
    return {each.name: each.related_model._base_manager.filter(**{each.field.name: record}) for each in relations}


@pytest.mark.parametrize("model", PAIRS)
def test_a_merge_that_was_loaded_elsewhere_can_be_undone_there(model: Any, tmp_path: Path, editor: Any) -> None:
    kept, gone = PAIRS[model]()
    models.Comment.objects.create(record=gone, text="Is it he?", author=editor)
    before = [said(record) for record in (kept, gone)]
    merging.merge(kept, gone, editor)
    dump(tmp_path / "dump")
    folders.empty_database()
    make.make_event("What takes the first keys")
    assert problems(tmp_path / "dump") == []
    (merged,) = models.Merge.objects.all()
    assert merged.author == editor
    assert merging.undo(merged, editor) == []
    back = [model.objects.get(slug=each["slug"]) for each in before]
    assert [said(record) for record in back] == before
    assert models.Comment.objects.get().record == back[1]


def test_an_editors_erratum_stays_and_one_that_was_deleted_does_not_come_back(folder: Any) -> None:
    assert problems(folder(errata=[ERRATUM], comments=[ERRATUM | {"text": "Look it up.", "author": "ana"}])) == []
    assert models.Comment.objects.get().signature == "ana"
    erratum = models.Erratum.objects.get()
    assert erratum.record == models.Event.objects.get(slug="plenum")
    assert erratum.translations["text.ro"][0] == "Anul era greșit."
    models.Erratum.objects.update(text="The month was wrong.")
    models.Comment.objects.all().delete()
    plan = load(folder(errata=[ERRATUM], comments=[ERRATUM | {"text": "Look it up."}]))
    assert [(entry.name, [change.what for change in entry.changes]) for entry in plan.about] == [
        (f"errata/{MADE}", ["kept"]),
        (f"comments/{MADE}", ["kept"]),
    ]
    assert models.Erratum.objects.get().text == "The month was wrong."
    assert not models.Comment.objects.exists()


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"record": "events/nowhere"}, "there is no record events/nowhere"),
        ({"record": "sources/article/passages/99"}, "has no passages/99"),
        ({"record": "events/plenum/citations/1"}, "is no record, such as"),
        ({"made": "yesterday"}, "is no moment"),
        ({"text": ""}, "is empty"),
        ({"slug": "x"}, "there is no such field"),
    ],
)
def test_what_is_wrong_with_an_erratum_is_said(folder: Any, changed: Any, message: str) -> None:
    (problem,) = problems(folder(errata=[ERRATUM | changed]))
    assert problem.startswith("errata.yaml:")
    assert message in problem


def test_a_merge_that_was_written_by_hand_is_refused(folder: Any) -> None:
    root = folder()
    row = {"kind": "actors", "record": "actors/a", "gone": "gone/actor/1", "made": MADE}
    (root / "merges.json").write_text(json.dumps([row | {"row": {"surname": 1}, "data": {}}]))
    assert "written by dumpseeds alone" in problems(root)[0]


def test_the_command_says_what_it_leaves_out(tmp_path: Path, editor: Any, capsys: Any) -> None:
    models.Comment.objects.create(record=make.make_event(), text="?")
    models.Event.objects.all().delete()
    call_command("dumpseeds", str(tmp_path / "dump"))
    out = capsys.readouterr().out
    assert "accounts 1," in out
    assert "errata and comments about records that are gone 1" in out
