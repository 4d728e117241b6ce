"""The history of the history, drawn: when accounts were put forward, when sources could be read, who answers whom."""

import re
from typing import Any
from xml.etree import ElementTree

import pytest

from events import models
from events.historiography.questions import KINDS
from events.timeline.drawing import reception
from events.timeline.drawing.reception import History, HistoryRow, Track
from tests.historiography.test_questions import account, read
from tests.support import factories as make

MADE = ["1958-04-17", "1992", "[..2008-07-21]", "1984/..", "2018~", "198X?", "[1960,1962]", "-0043", "Y20001"]


def parsed(drawing: History) -> dict[str, ElementTree.Element]:
    """The parts of a drawing that has them, which are well-formed, and styled by nothing within."""
    parts = {"unknown": drawing.unknown(), "answers": drawing.answers}
    if drawing.is_dated:
        parts["when"] = drawing.when()
    for part in parts.values():
        assert "style" not in part
    return {name: ElementTree.fromstring(f"<svg>{part}</svg>") for name, part in parts.items()}


def titles(part: ElementTree.Element) -> list[str]:
    return [title.text or "" for title in part.iter("title")]


def rows(dates: list[str]) -> list[HistoryRow]:
    return [HistoryRow(f"Account {n}", badge=str(n), edtf=edtf, words=edtf or "?") for n, edtf in enumerate(dates)]


@pytest.mark.parametrize("edtf", MADE)
def test_a_date_of_any_kind_is_drawn_alone_on_its_axis(edtf: str):
    when = parsed(History(rows([edtf])))["when"]
    assert titles(when) == [f"{edtf}: 0 Account 0"]
    places = [float(x) for x in re.findall(r'(?:x|x1|x2)="([-\d.]+)%"', History(rows([edtf])).when())]
    assert places and all(-1 <= place <= 101 for place in places)


def test_what_has_no_date_is_a_hollow_mark_off_the_axis_and_no_axis_is_drawn_for_it_alone():
    drawing = History(rows(["1958", "", ""]))
    assert titles(parsed(drawing)["unknown"]) == ["?: 1 Account 1", "?: 2 Account 2"]
    assert titles(parsed(drawing)["when"]) == ["1958: 0 Account 0"]
    assert not History(rows([""])).is_dated
    assert not History(rows(["1958"])).has_unknown


def test_an_upright_line_reaches_from_all_who_speak_to_the_account_they_speak_of():
    drawing = History(rows(["1958", "1968", "1978", ""]), [Track("contests", (1, 3), 0, "all in words")])
    line = next(one for one in parsed(drawing)["answers"].iter("line") if one.get("class") == "contests")
    ends = [one.get("y") for one in parsed(drawing)["answers"].iter("use") if one.get("href") == "#r-from"]
    target = next(one for one in parsed(drawing)["answers"].iter("use") if one.get("href") == "#r-contests")
    assert (line.get("y1"), line.get("y2")) == (target.get("y"), ends[-1])


@pytest.mark.django_db
def test_the_lines_say_what_the_sentences_say():
    debate = make.make_debate("Did he refuse?", status="published")
    accounts = [account(debate, f"a{n}", made_on=str(1950 + n)) for n in range(6)]
    for n in range(6):
        make.make_relation(accounts[n], KINDS[n % 4], accounts[(n + 1) % 6], ground="cause")
        make.make_relation(accounts[n], KINDS[n % 4], accounts[(n + 1) % 6], ground="date")
        make.make_relation(accounts[n], KINDS[(n + 1) % 4], accounts[(n + 3) % 6])
    make.make_relation(accounts[2], "contests", accounts[1])
    make.make_relation(accounts[0], "contests", make.make_interpretation("elsewhere", status="published"))
    question = read(debate)
    drawing = reception.of_question(question)
    badges = {place: int(row.badge) for place, row in enumerate(drawing.rows) if row.badge.isdigit()}
    drawn = {(badges[one], track.kind, badges[track.target]) for track in drawing.tracks for one in track.sources}
    number = question.numbers
    said = {
        (number[who.pk], reply.kind, number[whom.pk]) for who, reply in question.sentences() for whom in reply.others
    }
    assert drawn == said and len(said) == 13
    assert drawing.kinds == KINDS
    assert titles(parsed(drawing)["answers"]) == [track.name for track in drawing.tracks]
    assert "2\xa0unattributed is contested by 1\xa0unattributed and 3\xa0unattributed" in titles(
        parsed(drawing)["answers"]
    )


@pytest.mark.django_db
def test_sources_stand_by_when_they_could_be_read_and_the_others_are_counted():
    debate = make.make_debate("Did he refuse?", status="published")
    one, other = account(debate, "one"), account(debate, "other", status="draft")
    for year, available in ((1958, "[..2008]"), (1968, "1996"), (2013, "")):
        source = make.make_source(f"s{year}", author="Urs", year=year, available_from=available, created=str(year))
        make.cite(one, source)
    make.cite(other, make.make_source("hidden", author="Canary", available_from="1990"))
    drawn = [(row.badge, row.title, row.words) for row in reception.of_question(read(debate)).rows[-4:]]
    assert drawn == [
        ("", "Could first be read", ""),
        ("a", "Urs 1968", "1996"),
        ("b", "Urs 1958", "by 2008"),
        ("", "1 work", "not recorded"),
    ]


def test_many_accounts_are_counted_where_they_certainly_lie_and_the_others_beside_the_axis():
    answers = [
        (HistoryRow("Asked"), ["1958", "1958-04-17", "1959", "", "[1958..1999]", "1960/.."]),
        (HistoryRow("Refused"), ["2004", "2004~"]),
        (HistoryRow("Nobody knows"), [""]),
    ]
    drawing = reception.Densities(answers)
    assert [row.words for row in drawing.rows] == [
        "1958–1959: 3, no date, or a longer time: 3",
        "2004–2005: 2",
        "no date, or a longer time: 1",
    ]
    drawn = ElementTree.fromstring(f"<svg>{drawing.when()}</svg>")
    assert titles(drawn) == ["1958–1959: 3", "2004–2005: 2"]
    heights = [float(bar.get("height", 0)) for bar in drawn.iter("rect")]
    assert heights == pytest.approx([reception.ROW - 4, (reception.ROW - 4) * 2 / 3], abs=0.01)
    beside = ElementTree.fromstring(f"<svg>{drawing.unknown()}</svg>")
    assert [text.text for text in beside.iter("text")] == ["no date", "3", "1"]
    assert not reception.Densities([(HistoryRow("Nobody knows"), [""])]).is_dated


def test_letters_go_on_behind_z():
    found = reception.letters()
    assert [next(found) for _n in range(28)][-3:] == ["z", "aa", "ab"]


def test_a_long_name_is_cut_between_two_words():
    label = HistoryRow("Presidential Commission for the Analysis of the Communist Dictatorship in Romania").label
    assert label.endswith(" …") and label.removesuffix(" …").split()[-1] in ("Commission", "for", "the", "Analysis")


@pytest.mark.django_db
def test_the_page_of_a_source_shows_when_it_could_be_read_and_what_was_made_of_it(client: Any):
    source = make.make_source("letter", author="Khrushchev", created="1958-04-17", available_from="[..2008-07-21]")
    one = make.make_interpretation("He proposed it.", made_on="1992", status="published")
    make.cite(one, source)
    drawn = reception.of_source(source, [models.Interpretation.objects.for_sides().get()])
    assert [(row.title, row.words) for row in drawn.rows if not row.is_heading] == [
        ("made", "17\xa0April 1958"),
        ("could first be read", "by 21\xa0July 2008"),
        ("unattributed", "1992"),
    ]
    html = client.get("/sources/letter/").content.decode()
    make.cite(make.make_interpretation("He did not.", status="published"), source)
    undated = reception.of_source(source, list(models.Interpretation.objects.for_sides())).rows[-1]
    assert (undated.title, undated.words) == ("1 account", "date not known")
    assert "could first be read" in html and "by 21\xa0July 2008" in html
