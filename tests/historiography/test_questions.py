"""A question: its answers and accounts in order, who answers whom, and the evidence in order of time."""

from typing import Any

import pytest
from django.utils import translation

from events import models
from events.historiography import questions, wording
from events.site.languages import name_of_language
from tests.support import factories as make

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]


def read(debate: models.Debate) -> questions.QuestionOfPage:
    answers = questions.alphabetical(debate.answers.given())
    accounts = models.Interpretation.objects.published().filter(debate=debate)
    return questions.QuestionOfPage(answers, list(accounts.by_answer(answers).for_question()))


def account(debate: models.Debate, slug: str, answer: Any = None, **fields: Any) -> models.Interpretation:
    return make.make_interpretation(slug, slug=slug, debate=debate, answer=answer, **{"status": "published"} | fields)


def sides(question: questions.QuestionOfPage) -> list[tuple[str, list[str]]]:
    return [(side.answer.name if side.answer else "", [one.slug for one in side.accounts]) for side in question.sides]


@pytest.fixture
def debate() -> models.Debate:
    return make.make_debate("Did he refuse?", status="published", introduction="Two answers are given.")


# --- answers and accounts ---


@pytest.mark.each_database
def test_answers_stand_in_alphabetical_order_whatever_their_marks_case_and_quotes(debate: models.Debate):
    names = [
        "zero",
        "“Withdrawal” is the wrong word",
        "Șirul",
        "sirul",
        "He was not asked",
        "he refused",
        "10 accounts",
    ]
    answers = [make.make_answer(debate, name, slug=f"a{n}") for n, name in enumerate(names)]
    assert [answer.name for answer in questions.alphabetical(answers)] == [
        "10 accounts",
        "he refused",
        "He was not asked",
        "sirul",
        "Șirul",
        "“Withdrawal” is the wrong word",
        "zero",
    ]


@pytest.mark.each_database
def test_accounts_stand_by_answer_then_by_when_they_were_made_and_those_without_answer_last(debate: models.Debate):
    asked, refused = make.make_answer(debate, "Not asked"), make.make_answer(debate, "He refused")
    account(debate, "late", asked, made_on="2007")
    account(debate, "early", asked, made_on="1968")
    account(debate, "beside", made_on="1950")
    account(debate, "unknown", refused)
    question = read(debate)
    assert sides(question) == [("He refused", ["unknown"]), ("Not asked", ["early", "late"]), ("", ["beside"])]
    numbers = {one.slug: question.numbers[one.pk] for one in question.accounts}
    assert numbers == {"unknown": 1, "early": 2, "late": 3, "beside": 4}


def test_an_answer_that_only_drafts_give_is_no_answer_of_the_page(debate: models.Debate):
    kept, hidden = make.make_answer(debate, "Kept"), make.make_answer(debate, "Hidden")
    account(debate, "a", kept)
    account(debate, "b", hidden, status="draft")
    assert sides(read(debate)) == [("Kept", ["a"])]
    assert [(one.name, one.number_of_accounts) for one in debate.answers.given()] == [("Kept", 1)]


# --- who answers whom ---


def test_what_an_account_says_of_others_and_they_of_it_begins_with_what_parts_them(debate: models.Debate):
    a, b, c = (account(debate, slug, made_on=year) for slug, year in (("a", "1958"), ("b", "1968"), ("c", "1978")))
    make.make_relation(a, "supports", c)
    make.make_relation(b, "contests", a, ground="date")
    make.make_relation(a, "contests", b, ground="fact")
    make.make_relation(a, "contests", c, ground="fact")
    question = read(debate)
    replies = question.replies(next(one for one in question.accounts if one.slug == "a"))
    assert [(one.kind, one.heard, one.ground, [other.slug for other in one.others]) for one in replies] == [
        ("contests", False, "fact", ["b", "c"]),
        ("contests", True, "date", ["b"]),
        ("supports", False, "", ["c"]),
    ]


def test_the_sentences_say_each_relation_of_two_accounts_of_the_question_once(debate: models.Debate):
    accounts = [account(debate, f"a{n}", made_on=str(1950 + n)) for n in range(5)]
    elsewhere = make.make_interpretation("elsewhere", status="published")
    draft = account(debate, "draft", status="draft")
    for n, kind in enumerate(["contests", "supports", "qualifies", "rests_on", "contests"]):
        make.make_relation(accounts[n], kind, accounts[(n + 2) % 5], ground="cause")
        make.make_relation(accounts[n], kind, accounts[(n + 3) % 5], ground="date")
    for other in (elsewhere, draft):
        make.make_relation(accounts[0], "contests", other)
        make.make_relation(other, "contests", accounts[1])
    said = [
        (who.slug, reply.kind, reply.ground, whom.slug)
        for who, reply in read(debate).sentences()
        for whom in reply.others
    ]
    within = models.Relation.objects.filter(interpretation__in=accounts, target__in=accounts)
    assert sorted(said) == sorted((r.interpretation.slug, r.kind, r.ground, r.target.slug) for r in within)
    kinds = [kind for _who, kind, _ground, _whom in said]
    assert kinds == sorted(kinds, key=questions.KINDS.index)


def test_an_account_is_named_by_number_and_family_name_and_one_of_another_question_by_name_alone(debate: models.Debate):
    deletant = make.make_actor("Dennis Deletant")
    here = account(debate, "here", proponents=[deletant])
    elsewhere = make.make_interpretation("elsewhere", status="published", proponents=[deletant])
    question = read(debate)
    assert (question.name(here), question.address(here)) == ("1\xa0Deletant", "#a1")
    assert (question.name(elsewhere), question.address(elsewhere)) == ("Deletant", "/interpretations/elsewhere/")


def test_a_short_name_is_a_family_name_a_works_title_or_says_that_nobody_is_named():
    people = [make.make_actor(name) for name in ("Bogdan Iacob", "Vladimir Tismăneanu", "Petre Opriș")]
    embassy = make.make_actor("Embassy in Bucharest", kind="body", sort_name="Embassy, Bucharest")
    article = make.make_interpretation(voice="document")
    make.cite(article, make.make_source("article", title="De-satellization"))
    signed = make.make_interpretation(voice="document")
    make.cite(signed, make.make_source("book", author="Verona"))
    short = wording.short_holder
    assert short(make.make_interpretation(proponents=people[:2])) == "Iacob and Tismăneanu"
    assert short(make.make_interpretation(proponents=people)) == "Iacob and others"
    assert short(make.make_interpretation(proponents=people[2:], names_only_some=True)) == "Opriș and others"
    assert short(make.make_interpretation(proponents=[embassy])) == "Embassy in Bucharest"
    assert (short(article), short(signed)) == ("De-satellization", "Verona")
    assert short(make.make_interpretation(voice="unattributed")) == "unattributed"


def test_the_strongest_words_are_the_first_that_are_quoted_and_without_any_the_first_place():
    claim, source = make.make_interpretation("Claim"), make.make_source()
    place = make.cite(claim, source, locator="p. 7")
    assert wording.strongest(claim) == place
    quoted = make.cite(claim, source, "He had not been asked.")
    assert wording.strongest(claim) == quoted
    assert wording.strongest(make.make_interpretation("Nothing cited")) is None


def test_a_language_is_named_in_the_readers_and_one_without_a_name_by_its_code():
    with translation.override("en"):
        assert (name_of_language("de"), name_of_language("tlh")) == ("German", "tlh")
    with translation.override("ro"):
        assert name_of_language("de") == "Germană"


# --- evidence ---


@pytest.mark.each_database
def test_evidence_stands_in_order_of_time_the_undated_after_it_and_circumstances_last(debate: models.Debate):
    one = account(debate, "one")
    make.make_evidence(one, "membership of the pact")
    for title, date in (("Undated", ""), ("Late", "1968-08-21"), ("Early", "1958"), ("Long ago", "-0043")):
        make.make_evidence(one, make.make_event(title, date=date, status="published"))
    make.make_evidence(one, make.make_event("Draft", date="1960"))
    rows = [str(row.evidence.event or row.evidence.circumstance) for row in read(debate).evidence()]
    assert rows == ["Long ago", "Early", "Late", "Undated", "membership of the pact"]


def test_each_cell_has_what_the_accounts_of_its_answer_make_of_the_event(debate: models.Debate):
    answers = [make.make_answer(debate, name) for name in ("A", "B", "C")]
    accounts = [account(debate, f"a{n}", answers[n % 3], made_on=str(1950 + n)) for n in range(9)]
    events = [make.make_event(f"Event {n}", date=str(1950 + n), status="published") for n in range(4)]
    for n, one in enumerate(accounts):
        for m, event in enumerate(events):
            if (n + m) % 3:
                bearing = ("supports", "undermines", "must_explain")[(n * m) % 3]
                asserted = accounts[(n + 1) % 9] if bearing == "must_explain" else None
                make.make_evidence(one, event, bearing=bearing, asserted_by=asserted)
    question = read(debate)
    found = {
        (row.evidence.event.title, place, cell.bearing, one.slug, demands and demands.slug)
        for row in question.evidence()
        for place, cells in enumerate(row.cells)
        for cell in cells
        for one, demands in cell.accounts
    }
    expected = {
        (row.event.title, answers.index(one.answer), row.bearing, one.slug, row.asserted_by and row.asserted_by.slug)
        for row in models.Evidence.objects.select_related("event", "asserted_by")
        for one in (row.interpretation,)
    }
    assert found == expected


def test_what_a_draft_demands_is_in_no_cell(debate: models.Debate):
    shown, draft = account(debate, "shown"), account(debate, "draft", status="draft")
    make.make_evidence(shown, "a pact", bearing="must_explain", asserted_by=draft)
    assert read(debate).evidence() == []
