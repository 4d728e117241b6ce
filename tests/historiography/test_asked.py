"""What is argued about one thing, under its questions and their answers, against the same in plain Python."""

from collections import defaultdict
from typing import Any

import pytest
from hypothesis import given

from events import models
from events.historiography import asked, notes
from events.published import events as published
from events.search.folding import words
from tests.support import factories as make
from tests.support.history import History
from tests.support.strategies import build, corpora, undone

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]


def about(event: models.Event) -> list[asked.Asked]:
    (shown,) = published.read([event.pk], published.Event)
    argued = notes.notes_of(shown)
    slugs = {note.interpretation.debate_slug for note in argued} - {None}
    given = models.Interpretation.objects.published().per_answer(slugs)
    return asked.by_question(argued, [asked.Given(*row) for row in given])


def plainly(event: models.Event) -> dict[str, dict[str, set[str]]]:
    """Slugs of interpretations by the slugs of answer and question, blank for none that readers see."""
    found: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for row in models.Evidence.objects.filter(event=event):
        one, demands = row.interpretation, row.asserted_by
        if one.status == "published" and (demands is None or demands.status == "published"):
            seen = one.debate is not None and one.debate.status == "published"
            question = one.debate.slug if seen else ""
            answer = one.answer.slug if seen and one.answer else ""
            found[question][answer].add(one.slug)
    return {question: dict(answers) for question, answers in found.items()}


@given(corpora())
def test_each_account_stands_once_under_its_question_and_answer(corpus: dict[str, list[Any]]):
    with undone():
        build(corpus)
        for event in models.Event.objects.published():
            found = about(event)
            as_slugs = {
                one.question.slug if one.question else "": {
                    side.answer.slug if side.answer else "": {note.interpretation.slug for note in side.argued}
                    for side in one.sides
                }
                for one in found
            }
            assert as_slugs == plainly(event)
            assert sum(len(one.argued) for one in found) == len(
                {note.interpretation.pk for one in found for note in one.argued}
            )


@pytest.mark.each_database
def test_answers_stand_in_alphabetical_order_whatever_their_marks_and_what_gives_none_is_last(h: History):
    for name in ("Écarts", "an accident", "Zeal"):
        claim = make.make_interpretation(f"{name}.", debate=h.debate, answer=make.make_answer(h.debate, name))
        make.make_evidence(make.publish(claim), h.events["departure"])
    make.make_evidence(make.publish(make.make_interpretation("Both.", debate=h.debate)), h.events["departure"])
    question, rest = about(h.events["departure"])
    names = [side.answer.name if side.answer else "" for side in question.sides]
    assert names == ["an accident", "Écarts", "It suited Moscow", "It was earned", "Zeal", ""]
    assert names[:-1] == sorted(names[:-1], key=words)
    assert rest.question is None


@pytest.mark.each_database
def test_questions_of_the_date_come_first_then_those_where_accounts_disagree_then_the_fullest(h: History):
    event = h.events["departure"]
    when, quiet, full = (make.make_debate(f"{word}?", status="published") for word in ("When", "A quiet one", "Full"))
    for number, (debate, fields) in enumerate(
        [(quiet, {}), (full, {}), (full, {}), (when, {"ground": "date", "argued_date": "1958"})]
    ):
        claim = make.make_interpretation(f"Claim {number}.", debate=debate, **fields)
        make.make_evidence(make.publish(claim), event)
    found = [one.question.question if one.question else "" for one in about(event)]
    assert found == ["When?", "Why did the troops leave?", "Full?", "A quiet one?", ""]


def test_a_question_counts_all_its_accounts_and_names_the_answers_that_nobody_gives_of_this_event(h: History):
    other = make.make_answer(h.debate, "Neither")
    make.publish(make.make_interpretation("It was chance.", debate=h.debate, answer=other))
    make.make_interpretation("A draft.", debate=h.debate, answer=make.make_answer(h.debate, "Unseen"))
    question = about(h.events["departure"])[0]
    assert question.accounts == 3
    assert [(one.name, one.number) for one in question.elsewhere] == [("Neither", 1)]


@pytest.mark.each_database
def test_a_question_that_is_no_longer_public_is_not_asked(h: History):
    models.Debate.objects.update(status="archived")
    assert [one.question for one in about(h.events["departure"])] == [None]


@pytest.mark.parametrize("status", models.Status.values)
def test_a_model_whose_question_is_hidden_has_none(status: str):
    one = models.Interpretation(claim="Claim.", debate=models.Debate(slug="why", question="Why?", status=status))
    assert (asked.question_of(one) is not None) == (status == "published")


def test_answers_to_a_hidden_question_tell_nothing_apart(h: History):
    models.Debate.objects.update(status="draft")
    accounts = models.Interpretation.objects.published().select_related("debate", "answer").with_notes()
    (found,) = asked.by_question(accounts, of=lambda account: account)
    assert [(side.answer, len(side.argued)) for side in found.sides] == [(None, 3)]
