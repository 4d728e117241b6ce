"""Answers of a debate, and which of them an interpretation may give."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError

from events import models
from events.record_data import reading, writing
from tests.support import factories as make

pytestmark = pytest.mark.django_db


def test_an_interpretation_gives_an_answer_of_its_own_debate_alone():
    debate, other = make.make_debate("Why?"), make.make_debate("When?")
    claim = make.make_interpretation(debate=debate, answer=make.make_answer(debate, "Because"))
    claim.full_clean()
    claim.debate = other
    with pytest.raises(ValidationError, match=r"“Because” answers another question. Choose an answer to “When\?”"):
        claim.full_clean()
    claim.debate = None
    with pytest.raises(ValidationError, match="choose the debate, too, or no answer"):
        claim.full_clean()


def test_an_answer_that_is_given_is_not_deleted():
    claim = make.make_interpretation(debate=make.make_debate(), answer=None)
    answer = make.make_answer(claim.debate)
    models.Interpretation.objects.update(answer=answer)
    with pytest.raises(ProtectedError):
        answer.delete()
    data = reading.read(claim.debate) | {"answers": []}
    with pytest.raises(ValidationError, match=f"“{answer}” cannot go as long as this points at it: “{claim}”"):
        writing.write(claim.debate, data)


def test_two_answers_of_a_debate_never_share_a_slug_and_two_debates_no_place():
    one, other = make.make_debate(featured=1), make.make_debate()
    make.make_answer(one, "Yes")
    make.make_answer(other, "Yes")
    with pytest.raises(IntegrityError), transaction.atomic():
        make.make_answer(one, "Yes")
    other.featured = 1
    with pytest.raises(ValidationError, match="Another debate has this place"):
        other.full_clean()
    other.featured = 0
    with pytest.raises(ValidationError):
        other.full_clean()
    other.featured = None
    other.full_clean()
