"""Proposals as seed files: they load as they are, quote what the document says, and add to a corpus that is there."""

from pathlib import Path

import pytest
import yaml
from django.core.management import CommandError, call_command
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from events.extraction import Extracted, ExtractedNote
from events.extraction.extracted import Locator
from events.models import Actor, Citation, Event, Interpretation, Reference, Source
from events.proposals import folders, storing
from events.seeding.dump import FolderTaken
from events.seeding.loading import load
from tests.proposals.test_proposing import SCHOLARS, TEXTS
from tests.support.factories import make_actor, make_source

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]

TEXT = "In May 1958 Poland signed the treaty.[1] Two days later, France refused to ratify it. It rained.\n" + SCHOLARS


def extracted(text: str, **given: object) -> Extracted:
    values = {"title": "A text", "language": "en", "format": "text", "extractor": "none 1", "sha256": "0" * 64}
    return Extracted(text=text, **values | given)  # type: ignore[arg-type]


def written(folder: Path, *texts: str, **given: object) -> folders.Corpus:
    named = [(f"text-{number}.txt", extracted(text, **given)) for number, text in enumerate(texts, 1)]
    made = folders.corpus(named, folders.known_in(folder))
    folders.write(folder, made)
    return made


def test_what_is_written_loads_as_it_is_and_is_all_drafts(tmp_path: Path):
    written(tmp_path, TEXT)
    assert not load(tmp_path).problems
    assert set(Event.objects.values_list("status", flat=True)) == {"draft"}
    later = Event.objects.get(slug__contains="france")
    assert later.after_event and (later.after_event.date, later.offset, later.date_basis) == (
        "1958-05",
        "P2D",
        "relative",
    )
    reply = Interpretation.objects.get(ground="evidence")
    assert [each.target.ground for each in reply.relations.all()] == ["term"]
    assert reply.evidence.count() == 3


def test_the_document_is_kept_letter_for_letter_with_where_it_came_from(tmp_path: Path):
    written(tmp_path, TEXT)
    assert (tmp_path / "documents/text-1.txt").read_text() == TEXT
    data = yaml.safe_load((tmp_path / "documents/text-1.yaml").read_text())
    assert data["csl"] == {"type": "document", "title": "A text", "language": "en"}
    assert "0" * 64 in data["note"]


def test_a_note_of_the_file_is_its_references_own_text(tmp_path: Path):
    written(tmp_path, TEXT, references=(ExtractedNote("1", TEXT.index("[1]"), "Archives, box 7."),))
    assert not load(tmp_path).problems
    assert Reference.objects.get(marker="1").note == "Archives, box 7."


NOTED = "In May 1958 it ended.[1] It rained.[2] It snowed.[3]\nThen it ended again.[4]"
NOTES = {
    "1": "Ann Kemp, Romania (London: Hurst, 1999), p. 12.",
    "2": "Ann Kemp, Romania (London: Hurst, 1999), p. 15.",
    "3": "Archives, box 7.",
    "4": "Tony Judt, Postwar (London: Penguin, 2005).",
}


def noted() -> tuple[ExtractedNote, ...]:
    return tuple(ExtractedNote(marker, NOTED.index(f"[{marker}]"), text) for marker, text in NOTES.items())


def test_a_note_that_is_a_whole_reference_resolves_to_its_work_new_or_known(tmp_path: Path):
    make_source("judt", csl={"type": "book", "title": "Postwar", "issued": {"date-parts": [[2005]]}})
    known = folders.Known()
    storing.learn_works(known)
    folders.write(tmp_path, folders.corpus([("text.txt", extracted(NOTED, references=noted()))], known))
    folders.write(tmp_path, folders.corpus([("more.txt", extracted(NOTED + " More.", references=noted()))], known))
    assert not load(tmp_path).problems
    of_first = Reference.objects.filter(passage__source__slug="text").values_list("marker", "resolves_to__slug", "note")
    assert [(marker, slug) for marker, slug, _note in of_first] == [
        ("1", "kemp-1999"),
        ("2", "kemp-1999"),
        ("3", None),
        ("4", "judt"),
    ]
    assert {note for _marker, _slug, note in of_first} == set(NOTES.values())
    assert Source.objects.get(slug="kemp-1999").csl["publisher"] == "Hurst"
    assert folders.known_in(tmp_path).work({"title": "Romania", "issued": {"date-parts": [[1999]]}}) == "kemp-1999"


def test_pages_of_the_file_are_kept_and_said_by_each_citation(tmp_path: Path):
    first, after = TEXT.index("Two days"), TEXT.index("Certain")
    pages = [Locator(0, first + 3, "page", "57"), Locator(first + 4, after, "page", "58")]
    written(tmp_path, TEXT, locators=tuple(pages))
    assert not load(tmp_path).problems
    assert Source.objects.get().pages == "57: 1–2\n58: 2–3"
    cited = Citation.objects.exclude(event=None).values_list("passage__number", "locator").distinct()
    assert dict(cited) == {1: "p. 57", 2: "pp. 57–58", 5: ""}


def test_a_sentence_that_nothing_uses_is_reported_and_not_written(tmp_path: Path):
    made = written(tmp_path, TEXT)
    assert [line for line in made.report if "unused" in line and "It rained." in line]


def test_a_second_document_knows_the_actors_of_the_first_and_adds_to_the_folder(tmp_path: Path):
    written(tmp_path, "In 1958 Władysław Gomułka signed the treaty.")
    made = folders.corpus(
        [("later.txt", extracted("In 1960 Gomułka met Konrad Adenauer in Bonn."))], folders.known_in(tmp_path)
    )
    folders.write(tmp_path, made)
    assert not load(tmp_path).problems
    assert set(Actor.objects.values_list("slug", flat=True)) == {"wladyslaw-gomulka", "konrad-adenauer"}


def test_nothing_is_replaced(tmp_path: Path):
    made = written(tmp_path, TEXT)
    with pytest.raises(FolderTaken, match="is there already"):
        folders.write(tmp_path, made)


@settings(deadline=None, max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    TEXTS.filter(lambda text: text.strip() and "\0" not in text and text.isprintable() | ("\n" in text)),
    st.text(max_size=5),
)
def test_whatever_the_text_what_is_written_has_no_problems(
    tmp_path_factory: pytest.TempPathFactory, text: str, title: str
):
    from events.seeding.loading import plan_load

    folder = tmp_path_factory.mktemp("corpus")
    written(folder, text, title=title)
    assert [str(problem) for problem in plan_load(folder).problems] == []


# --- the command ------------------------------------------------------------------------------------------------------


def test_the_command_takes_known_actors_by_name_and_says_what_it_proposes(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    make_actor("Nicolae Ceaușescu", slug="ceausescu")
    document = tmp_path / "text.txt"
    document.write_text("In 1968 Ceaușescu criticised the invasion.")
    call_command("proposeseeds", str(document), "--to", str(tmp_path / "corpus"))
    assert "a date in the main clause" in capsys.readouterr().out
    data = yaml.safe_load((tmp_path / "corpus/documents/text.yaml").read_text())
    assert data["events"][0]["participants"] == [{"actor": "ceausescu", "role": "participant"}]
    assert not load(tmp_path / "corpus").problems


def test_a_dry_run_prints_the_files_and_writes_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    document = tmp_path / "text.txt"
    document.write_text("In 1968 Ceaușescu criticised the invasion.")
    call_command("proposeseeds", str(document), "--to", str(tmp_path / "corpus"), "--dry-run")
    assert "--- documents/text.yaml" in capsys.readouterr().out
    assert not (tmp_path / "corpus").exists()


def test_a_file_that_cannot_be_read_is_refused_with_the_reason(tmp_path: Path):
    document = tmp_path / "text.txt"
    document.write_text("")
    with pytest.raises(CommandError, match="empty"):
        call_command("proposeseeds", str(document), "--to", str(tmp_path / "corpus"))
