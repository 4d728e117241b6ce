"""Bad input: one line a problem, all of them in one run, nothing written, never a traceback."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from events import models
from events.models.fields import readable
from events.record_data.declaration import KINDS
from events.seeding import schema
from events.seeding.loading import load
from tests.seeding import folders

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]
ProblemsOf = Callable[[dict[str, Any]], list[str]]


@pytest.fixture(autouse=True)
def nothing_is_written() -> Any:
    yield
    assert not models.Event.objects.exists() and not models.SeedBase.objects.exists()


@pytest.fixture
def folder(tmp_path: Path, corpus: dict[str, Any]) -> Path:
    return folders.write(tmp_path / "seeds", corpus)


def lines(folder: Path, **options: Any) -> list[str]:
    return [str(problem) for problem in load(folder, **options).problems.in_order()]


def annotations(corpus: dict[str, Any]) -> dict[str, Any]:
    return corpus["documents"]["article"][1]


# --- files --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("- slug: a\n  name: [\n", "actors.yaml:3: this is not YAML"),
        ("- slug: &a x\n  name: *a\n", "actors.yaml:1: anchors are refused"),
        ("- &a [x]\n- &b [*a, *a]\n- [*b, *b]\n", "actors.yaml:2: aliases are refused"),
        ("- slug: a\n  name: !!python/object/apply:os.system [ls]\n", "actors.yaml:2: tags are refused"),
        ("- slug: a\n  name: b\n  name: c\n", "actors.yaml:3: the key “name” stands here a second time"),
        ("- slug: a\n  ? [b]\n  : c\n", "actors.yaml:2: a key should be text"),
        ("- slug: a\n---\n- slug: b\n", "actors.yaml:2: this is not YAML"),
        ("slug: a\n", "actors.yaml:1: there should be a list of actors here"),
        ("- slug: a\n- b\n", "actors.yaml:2: there should be one of the actors here"),
        ('- slug: "a\\0"\n', "actors.yaml:1: there is a NUL character here"),
        ("- slug: \x01\n", "actors.yaml:1: YAML allows no character U+0001"),
        ("[" * 5000, "actors.yaml:1: this is not YAML"),
        ("- slug: a\n  name: " + "[" * 60 + "]" * 60, "actors.yaml:2: this is nested too deeply"),
        ("\t- slug: a", "actors.yaml:1: this is not YAML"),
    ],
)
def test_yaml_that_cannot_be_read(folder: Path, text: str, expected: str) -> None:
    (folder / "actors.yaml").write_text(text, "utf-8")
    assert any(line.startswith(expected) for line in lines(folder)), lines(folder)


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"\xef\xbb\xbf- slug: a\n", "actors.yaml:1: this file begins with a byte-order mark"),
        (b"- slug: a\n  name: \xff\n", "actors.yaml:2: this is not UTF-8: byte 0xff at offset 18"),
        (b"- slug: a\x00\n", "actors.yaml:1: there is a NUL character here"),
    ],
)
def test_bytes_that_are_no_text(folder: Path, data: bytes, expected: str) -> None:
    (folder / "actors.yaml").write_bytes(data)
    assert any(line.startswith(expected) for line in lines(folder))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('[{"id": "a",\n  "title": }]', "sources.csl.json:2: this is not JSON"),
        ('{"id": "a"}', "sources.csl.json:1: this file should hold a list"),
        (
            '[\n{"id": "a", "custom": {"kind": "primary"}},\n5]',
            "sources.csl.json:3: there should be a CSL item here",
        ),
        ('[{"title": "x",\n"custom": {"kind": "primary"}}]', "sources.csl.json:1: sources/?: id: is missing"),
        (
            '[\n\n{"id": "a", "custom":\n {"kind": "primry"}}]',
            "sources.csl.json:4: sources/a: custom.kind: “primry” is none of",
        ),
        (
            '[{"id": "a", "title": NaN, "custom": {"kind": "primary"}}]',
            "sources.csl.json: JSON has no number NaN",
        ),
        (
            '[{"id": "a", "id": "b", "custom": {"kind": "primary"}}]',
            "sources.csl.json: the key “id” stands twice",
        ),
        (
            '[{"id": "a", "title": "\\ud800", "custom": {"kind": "primary"}}]',
            "sources.csl.json:1: sources/a: the item holds a character",
        ),
        ("[" * 100_000, "sources.csl.json:1: this is nested too deeply"),
    ],
)
def test_json_that_cannot_be_read(folder: Path, text: str, expected: str) -> None:
    (folder / "sources.csl.json").write_text(text, "utf-8")
    assert any(line.startswith(expected) for line in lines(folder)), lines(folder)


def test_a_missing_folder(tmp_path: Path) -> None:
    assert lines(tmp_path / "nowhere") == [f"{tmp_path / 'nowhere'}: there is no such folder"]


def test_a_folder_without_seed_files(tmp_path: Path) -> None:
    (tmp_path / "notes").write_text("")
    assert "there are no seed files here" in lines(tmp_path)[0]


def test_a_document_without_its_text(folder: Path) -> None:
    (folder / "documents/article.txt").rename(folder / "documents/artikle.txt")
    found = lines(folder)
    assert (
        "documents/article.txt: this file is missing: documents/article.yaml describes it"
        " (did you mean “artikle.txt”?)" in found
    )
    assert "documents/artikle.yaml: this file is missing: it describes documents/artikle.txt" in found


def test_a_text_that_is_too_long_is_not_read(folder: Path) -> None:
    with (folder / "documents" / "article.txt").open("r+b") as file:
        file.truncate(10_000_001)
    assert lines(folder) == [
        "documents/article.txt: this text has 10.0 MB, and a document at most 10: divide it",
    ]


def test_a_misspelt_file(folder: Path) -> None:
    (folder / "actors.yaml").rename(folder / "actor.yaml")
    assert "actor.yaml: no seed file has this name (did you mean “actors.yaml”?)" in lines(folder)


def test_a_folder_where_a_file_should_be(folder: Path) -> None:
    (folder / "actors.yaml").unlink()
    (folder / "actors.yaml").mkdir()
    assert "actors.yaml: this is not a file" in lines(folder)


def test_a_file_that_cannot_be_read_does_not_make_problems_of_others(folder: Path) -> None:
    (folder / "actors.yaml").write_text("- [")
    assert len(lines(folder)) == 1


# --- records ------------------------------------------------------------------------------------------------


def test_an_unknown_field_is_named_with_the_nearest(corpus: dict[str, Any], problems_of: ProblemsOf) -> None:
    corpus["actors"][0]["sortname"] = "x"
    assert problems_of(corpus) == [
        "actors.yaml:12: actors/romania: sortname: there is no such field (did you mean “sort_name”?)"
    ]


def test_an_unknown_field_of_an_item_is_named_with_the_nearest(corpus: dict[str, Any], problems_of: ProblemsOf) -> None:
    annotations(corpus)["interpretations"][0]["evidence"][0]["bering"] = "supports"
    (line,) = problems_of(corpus)
    assert "interpretations/autonomy: evidence[1].bering: there is no such field (did you mean “bearing”?)" in line


@pytest.mark.parametrize("character", ["\u202e", "\u2066"])
def test_a_title_with_a_character_that_nobody_sees(
    corpus: dict[str, Any], problems_of: ProblemsOf, character: str
) -> None:
    corpus["actors"][0]["name"] = f"Nicolae{character} Ceaușescu"
    assert f"that cannot be seen (U+{ord(character):04X})" in " ".join(problems_of(corpus))


def test_every_text_that_readers_see_is_refused_characters_that_nobody_sees() -> None:
    rules = {kind: rule.fields for kind, rule in schema.RECORDS.items()} | {
        "sources": schema.DOCUMENT.fields,
        "passages": schema.PASSAGE.fields,
        "references": schema.REFERENCE.fields,
    }
    kinds = KINDS | {"passages": models.Passage, "references": models.Reference}
    for kind, model in kinds.items():
        for name in {*readable(model)} & {*rules[kind]}:
            assert rules[kind][name].text.is_read, f"{kind}: {name}"


def test_a_word_that_is_no_choice(corpus: dict[str, Any], problems_of: ProblemsOf) -> None:
    annotations(corpus)["events"][0]["participants"][0]["role"] = "oponent"
    (line,) = problems_of(corpus)
    assert line.endswith(
        "“oponent” is none of initiator, counterpart, opponent, participant, forum (did you mean “opponent”?)"
    )


def test_an_unknown_actor(corpus: dict[str, Any], problems_of: ProblemsOf) -> None:
    annotations(corpus)["events"][0]["participants"][0]["actor"] = "rumania"
    (line,) = problems_of(corpus)
    assert line.startswith("documents/article.yaml:")
    assert line.endswith(
        "events/mongolia: participants[1].actor: there is no actor “rumania” (did you mean “romania”?)"
    )


def test_an_edtf_typo(corpus: dict[str, Any], problems_of: ProblemsOf) -> None:
    corpus["events"][0]["date"] = "1963-13"
    (line,) = problems_of(corpus)
    assert line.startswith("events.yaml:3: events/plenum: date: ")
    assert "1963-13" in line


@pytest.mark.parametrize(
    ("words", "advice"),
    [
        ("13 September 1968", "“13 September 1968” is no EDTF: write '1968-09-13'"),
        ("late 1960s", "“late 1960s” is no EDTF: write '[1965..1969]' with date_part: late"),
        ("iulie 1963", "“iulie 1963” is no EDTF: write '1963-07'"),
    ],
)
def test_a_date_in_words_is_answered_with_the_edtf_to_write(
    corpus: dict[str, Any], problems_of: ProblemsOf, words: str, advice: str
) -> None:
    corpus["events"][0]["date"] = words
    assert problems_of(corpus) == [f"events.yaml:3: events/plenum: date: {advice}"]


def test_so_is_any_other_date_in_words(corpus: dict[str, Any], problems_of: ProblemsOf) -> None:
    corpus["actors"][0]["life_dates"] = "3 May 1871"
    assert problems_of(corpus)[0].endswith("life_dates: “3 May 1871” is no EDTF: write '1871-05-03'")


def test_a_date_without_its_basis(corpus: dict[str, Any], problems_of: ProblemsOf) -> None:
    corpus["events"][0].pop("date_basis")
    assert problems_of(corpus) == ["events.yaml:1: events/plenum: date_basis: Say on what the date rests."]


def test_a_quote_that_is_not_in_the_text(corpus: dict[str, Any], problems_of: ProblemsOf) -> None:
    annotations(corpus)["events"][0]["citations"][0]["exact"] = "Romania blocked the accesion of Mongolia"
    (line,) = problems_of(corpus)
    assert "events/mongolia: citations[1].exact: these words are not in the text, letter for letter" in line
    assert line.endswith("(did you mean “Romania blocked the accession of Mongolia.”?)")


def test_a_quote_over_two_passages(corpus: dict[str, Any], problems_of: ProblemsOf) -> None:
    annotations(corpus)["events"][0]["citations"][0]["exact"] = "of Mongolia. It was"
    (line,) = problems_of(corpus)
    assert "these words run over the end of a passage" in line


def test_a_quote_that_stands_twice(corpus: dict[str, Any], problems_of: ProblemsOf) -> None:
    annotations(corpus)["events"][0]["citations"][1].pop("suffix")
    (line,) = problems_of(corpus)
    assert "these words stand in 2 places" in line


def test_a_citation_of_a_document_without_a_quote(corpus: dict[str, Any], problems_of: ProblemsOf) -> None:
    annotations(corpus)["events"][0]["citations"][1] = {"whole_work": True}
    (line,) = problems_of(corpus)
    assert "citations[2].exact: the text of this source is stored: give the exact words" in line


def test_a_slug_in_two_files(corpus: dict[str, Any], problems_of: ProblemsOf) -> None:
    corpus["events"][0]["slug"] = "mongolia"
    corpus["redirects"], annotations(corpus)["events"][0]["links"] = [], []
    (line,) = problems_of(corpus)
    assert line.startswith("documents/article.yaml:") or line.startswith("events.yaml:")
    assert "events/mongolia: slug: this slug is taken by another record, at " in line


def test_a_source_in_two_files(corpus: dict[str, Any], problems_of: ProblemsOf) -> None:
    corpus["sources"].append({"id": "article", "custom": {"kind": "primary"}})
    (line,) = problems_of(corpus)
    assert "sources/article: slug: this slug is taken" in line


def test_a_circle_of_relative_dates_is_named(corpus: dict[str, Any], problems_of: ProblemsOf) -> None:
    corpus["events"] += [
        {"slug": slug, "title": "x", "date_basis": "relative", "after_event": after}
        for slug, after in (("a", "b"), ("b", "c"), ("c", "a"))
    ]
    (line,) = problems_of(corpus)
    assert line.endswith(
        "after_event: these dates are counted from one another: events/a → events/b → events/c → events/a"
    )


def test_an_event_that_is_part_of_its_own_part(corpus: dict[str, Any], problems_of: ProblemsOf) -> None:
    corpus["events"] += [
        {"slug": slug, "title": "x", "links": [{"kind": "part_of", "event": whole}]}
        for slug, whole in (("a", "b"), ("b", "a"))
    ]
    (line,) = problems_of(corpus)
    assert "links: these events are parts of one another: events/a → events/b → events/a" in line


def test_an_event_that_links_to_itself(corpus: dict[str, Any], problems_of: ProblemsOf) -> None:
    corpus["events"][0]["links"] = [{"kind": "led_to", "event": "plenum"}]
    assert problems_of(corpus) == ["events.yaml:18: events/plenum: links: an event has no link to itself"]


def test_a_published_event_without_a_citation(corpus: dict[str, Any], problems_of: ProblemsOf) -> None:
    corpus["events"][0].pop("citations")
    (line,) = problems_of(corpus)
    assert "events/plenum: status: This cannot be published without the words behind it" in line


def test_a_published_debate_without_introduction(corpus: dict[str, Any], problems_of: ProblemsOf) -> None:
    corpus["debates"][0].pop("introduction")
    (line,) = problems_of(corpus)
    assert "debates/term: status: A debate cannot be published without an introduction" in line


def test_the_same_participant_twice(corpus: dict[str, Any], problems_of: ProblemsOf) -> None:
    annotations(corpus)["events"][0]["participants"] *= 2
    assert len(problems_of(corpus)) == 2
    assert "participants[3]: “romania opponent” stands here twice" in problems_of(corpus)[0]


def test_a_date_that_is_argued_for_on_another_ground(corpus: dict[str, Any], problems_of: ProblemsOf) -> None:
    annotations(corpus)["interpretations"][0]["ground"] = "term"
    (line,) = problems_of(corpus)
    assert "argued_date: only an interpretation on the ground “date” argues for a date" in line


@pytest.mark.parametrize(
    "item", [{"bearing": "supports"}, {"event": "plenum", "circumstance": "x", "bearing": "supports"}]
)
def test_evidence_is_either_an_event_or_a_circumstance(
    corpus: dict[str, Any], problems_of: ProblemsOf, item: Any
) -> None:
    annotations(corpus)["interpretations"][0]["evidence"] = [item]
    (line,) = problems_of(corpus)
    assert "evidence[1]: give either an event or a circumstance in words" in line


def test_a_relation_to_itself(corpus: dict[str, Any], problems_of: ProblemsOf) -> None:
    annotations(corpus)["interpretations"][0]["relations"][0]["interpretation"] = "autonomy"
    (line,) = problems_of(corpus)
    assert "relations[1].interpretation: an interpretation stands in no relation to itself" in line


def test_words_too_long_for_their_column(corpus: dict[str, Any], problems_of: ProblemsOf) -> None:
    corpus["themes"][0]["name"] = "x" * 81
    assert problems_of(corpus) == ["themes.yaml:2: themes/treaty: name: is longer than 80 characters (it has 81)"]


def test_a_wikidata_item_of_the_wrong_form(corpus: dict[str, Any], problems_of: ProblemsOf) -> None:
    corpus["actors"][0]["wikidata"] = "218"
    (line,) = problems_of(corpus)
    assert "wikidata: “218” is no Wikidata item, such as Q12345" in line


@pytest.mark.parametrize(
    ("latitude", "message"),
    [
        ("91", "latitude: should be a number from -90 to 90, such as 44.43"),
        ("44,43", "latitude: should be a number from -90 to 90, such as 44.43"),
        ("nan", "latitude: should be a number from -90 to 90, such as 44.43"),
        ("", "longitude: Give both latitude and longitude, or neither."),
    ],
)
def test_coordinates_that_no_place_has(
    latitude: str, message: str, corpus: dict[str, Any], problems_of: ProblemsOf
) -> None:
    corpus["places"][0]["latitude"] = latitude
    assert message in problems_of(corpus)[0]


def test_a_reference_whose_marker_is_elsewhere(corpus: dict[str, Any], problems_of: ProblemsOf) -> None:
    annotations(corpus)["references"][0]["marker"] = "18"
    (line,) = problems_of(corpus)
    assert (
        "references[1].marker: the marker [18] does not stand with this passage; there: [8] (did you mean “8”?)" in line
    )


def test_only_a_displaced_marker_has_a_home(corpus: dict[str, Any], problems_of: ProblemsOf) -> None:
    annotations(corpus)["references"][1]["home"] = "It was a surprise to many."
    (line,) = problems_of(corpus)
    assert "references[2].home: only a displaced marker has a home" in line


def test_words_of_no_passage(corpus: dict[str, Any], problems_of: ProblemsOf) -> None:
    annotations(corpus)["passages"][0]["text"] = "It was a surprise."
    (line,) = problems_of(corpus)
    assert "passages[1].text: no passage of the text has these words" in line


@pytest.mark.parametrize(
    ("redirect", "expected"),
    [
        (
            {"slug": "events/x", "to": "events/plenun"},
            "to: there is no record events/plenun (did you mean “plenum”?)",
        ),
        (
            {"slug": "events/mongolia", "to": "events/plenum"},
            "slug: this address belongs to a record, at documents/article.yaml:",
        ),
        ({"slug": "events/x", "to": "actors/dej"}, "to: a redirect stays within one kind"),
        (
            {"slug": "event/x", "to": "events/plenum"},
            "slug: “event/x” is no address such as events/some-slug",
        ),
    ],
)
def test_a_redirect_that_cannot_be(
    corpus: dict[str, Any], problems_of: ProblemsOf, redirect: Any, expected: str
) -> None:
    corpus["redirects"] = [redirect]
    assert any(expected in line for line in problems_of(corpus)), problems_of(corpus)


def test_redirects_that_go_round(corpus: dict[str, Any], problems_of: ProblemsOf) -> None:
    corpus["redirects"] = [{"slug": "events/x", "to": "events/y"}, {"slug": "events/y", "to": "events/x"}]
    assert any("the redirects go round in a circle" in line for line in problems_of(corpus))


def test_a_record_to_overwrite_that_the_files_do_not_have(folder: Path) -> None:
    assert lines(folder, overwrite=["events/plenun"]) == [
        "--overwrite events/plenun: the files have no such record (did you mean “events/plenum”?)"
    ]


def test_a_fault_of_shape_hides_no_other_fault_of_the_record(corpus: dict[str, Any], problems_of: ProblemsOf) -> None:
    corpus["events"][0] |= {"sumary": "x", "date": "1963-13"}
    corpus["events"][0]["citations"] = [{"source": ["x"]}, {"source": "veron", "locator": "p. 1"}]
    found = "\n".join(problems_of(corpus))
    for expected in (
        "sumary: there is no such field",
        "date: ",
        "citations[1].source: should be text",
        "citations[2].source: there is no source",
    ):
        assert expected in found
    assert len(found.splitlines()) == 4


@pytest.mark.each_database
def test_every_problem_is_found_in_one_run(folder: Path, corpus: dict[str, Any]) -> None:
    corpus["events"][0]["date"] = "1963-13"
    corpus["events"].append(
        {"slug": "mongolia", "title": "Again", "participants": [{"actor": "rumania", "role": "forum"}]}
    )
    annotations(corpus)["events"][0]["citations"][0]["exact"] = "words that are nowhere"
    corpus["events"] += [
        {"slug": "a", "title": "x", "date_basis": "relative", "after_event": "b"},
        {"slug": "b", "title": "x", "date_basis": "relative", "after_event": "a"},
        {"slug": "c", "title": "x", "sumary": "y"},
        {"slug": "d", "title": "x", "participants": [{"actor": "rumania", "role": "forum"}]},
    ]
    folders.write(folder, corpus)
    (folder / "themes.yaml").write_text("- [")
    (folder / "debates.yaml").write_bytes(b"\xef\xbb\xbf[]")
    (folder / "sources.csl.json").write_text(json.dumps(corpus["sources"])[:-1])
    found = "\n".join(lines(folder))
    for expected in (
        "themes.yaml:2: this is not YAML",
        "debates.yaml:1: this file begins with a byte-order mark",
        "sources.csl.json:1: this is not JSON",
        "date: ",
        "slug: this slug is taken",
        "exact: these words are not in the text",
        "events/a → events/b → events/a",
        "sumary: there is no such field",
        "there is no actor “rumania”",
    ):
        assert expected in found


def test_a_line_has_no_line_breaks_and_no_control_characters(corpus: dict[str, Any], problems_of: ProblemsOf) -> None:
    corpus["events"][0]["slug"] = "a\nb\x1b[31m"
    assert all(line.isprintable() for line in problems_of(corpus))


# --- site.yaml ----------------------------------------------------------------------------------------------

LANES = """title: A site
lanes:
- slug: east
  name: {en: East, ro: Est}
  actors: [romania, dej]
- {slug: between, name: Both}
- {slug: elsewhere, name: Elsewhere}
"""


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("", "", ""),
        ("Both}", "Both, actors: [dej]}", "site.yaml:6: lanes[2].actors[1]: “dej” stands in the lane “east” already"),
        ("slug: elsewhere", "slug: else", "site.yaml:2: lanes: there should be a lane “elsewhere” here, too"),
        ("Both}", "Both}\n- {slug: east, name: Again}", "site.yaml:7: lanes[3].slug: “east” stands here twice"),
        ("ro: Est", "ro: []", "site.yaml:4: lanes[1].name.ro: should be text"),
        ("name: Both", "nam: Both", "there is no such field (did you mean “name”?)"),
    ],
)
@pytest.mark.django_db
def test_a_lane_of_the_drawing(folder: Path, corpus: dict[str, Any], old: str, new: str, expected: str) -> None:
    folders.write(folder, corpus)
    (folder / "site.yaml").write_text(LANES.replace(old, new, 1))
    problems = [str(problem) for problem in load(folder, dry_run=True).problems.in_order()]
    assert [expected in problem for problem in problems[:1]] == ([True] if expected else [])


@pytest.mark.django_db
def test_an_actor_of_a_lane_that_is_not_there_is_noticed_and_hinders_no_load(
    folder: Path, corpus: dict[str, Any]
) -> None:
    folders.write(folder, corpus)
    (folder / "site.yaml").write_text(LANES.replace("dej]", "dei]"))
    plan = load(folder, dry_run=True)
    assert not plan.problems
    assert "site.yaml:5: lanes[1].actors[2]: there is no actor “dei” (did you mean “dej”?)" in list(plan.details())
