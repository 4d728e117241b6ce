"""Debates as lists name them, with how much is argued in each."""

from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

from django.db import connection
from django.db.models import OuterRef

from events import models
from events.models.translations import said
from events.published.subqueries import count_of
from events.site import languages
from events.site.languages import text_of
from events.sql.statements import Statement, among


class CountedQuestion(NamedTuple):
    """A debate: how many published interpretations it has, and how many different answers they give."""

    slug: str
    question: str
    accounts: int
    answers: int


def read(keys: Sequence[int]) -> dict[int, CountedQuestion]:
    """The published debates with these keys."""
    now = languages.current()
    rows = _statement(connection.vendor, languages.other()).rows(list(keys)) if keys else ()
    return {key: CountedQuestion(slug, text_of(question, now), *numbers) for key, slug, question, *numbers in rows}


@cache
def _statement(vendor: str, language: str) -> Statement:
    published = models.Interpretation.objects.published().filter(debate=OuterRef("pk")).order_by()
    counted = [count_of(published, "debate", what) for what in ("pk", "answer")]
    found = models.Debate.objects.published().filter(among(models.Debate, "id")).order_by()
    return Statement(found.values_list("pk", "slug", said("question"), *counted))
