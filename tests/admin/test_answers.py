"""Answers in the office: rows of their debate's form, chosen on an interpretation's form under their question."""

from typing import Any

import pytest
from django.test import Client

from events import models
from tests.support import factories as make
from tests.support.office import errors_of, row, url

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]


def test_an_answer_without_slug_gets_one_from_its_name(save: Any):
    debate = make.make_debate()
    save(debate, row("answers", 0, name="He was not asked", statement="Moscow did not ask him."))
    answer = models.Answer.objects.get()
    assert (answer.debate, answer.slug, answer.name) == (debate, "he-was-not-asked", "He was not asked")
    assert "duplicate data for slug" in errors_of(
        save(debate, row("answers", 1, name="He was not asked!", statement="Nobody asked."))
    )
    assert "Give a slug" in errors_of(save(debate, row("answers", 1, name="?!", statement="Who knows.")))


def test_an_answer_that_is_given_cannot_be_removed_from_the_form(save: Any):
    debate = make.make_debate()
    claim = make.make_interpretation(debate=debate, answer=make.make_answer(debate, "Yes"))
    assert claim.claim in errors_of(save(debate, row("answers", 0, DELETE="on")))
    assert models.Answer.objects.get() == claim.answer


def test_answers_stand_under_their_questions_and_one_of_another_question_is_refused(save: Any, office: Client):
    why, when = make.make_debate("Why?"), make.make_debate("When?")
    earlier, reward = make.make_answer(when, "Earlier"), make.make_answer(why, "A reward")
    claim = make.make_interpretation(voice="document", debate=why)
    choices = office.get(url(claim)).context["adminform"].form.fields["answer"].choices
    assert [(group, [str(label) for _key, label in rows]) for group, rows in list(choices)[1:]] == [
        ("When?", ["Earlier"]),
        ("Why?", ["A reward"]),
    ]
    refused = save(claim, {"answer": str(earlier.pk)}, follow=True)
    assert "“Earlier” answers another question. Choose an answer to “Why?”, or none." in errors_of(refused)
    save(claim, {"answer": str(reward.pk)})
    claim.refresh_from_db()
    assert claim.answer == reward
    assert "another question" in errors_of(save(claim, {"debate": str(when.pk)}))
