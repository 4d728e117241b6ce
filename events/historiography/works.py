"""All works that readers see, under the questions for which they are cited or recommended."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from events.models import Citation, Debate, FurtherReading, Source
from events.models.base import Status

INTERPRETATION_OF_CITATION = ("interpretation", "evidence__interpretation", "relation__interpretation")


class Works(NamedTuple):
    """Works under a question, in the order of bibliographies; under none where no question's accounts cite them."""

    question: Debate | None
    sources: list[Source]


def by_question() -> list[tuple[int | None, int]]:
    """Keys of questions and of their works: questions in the order of their list, last what belongs to none.

    A work stands under each question whose accounts cite it, for themselves, their evidence or what they say of one
    another, or that recommends it.
    """
    pairs: set[tuple[int, int]] = set()
    for path in INTERPRETATION_OF_CITATION:
        seen = Citation.objects.public().filter(
            **{f"{path}__status": Status.PUBLISHED, f"{path}__debate__status": Status.PUBLISHED}
        )
        pairs |= set(seen.order_by().values_list(f"{path}__debate", "source").distinct())
    recommended = FurtherReading.objects.filter(debate__status=Status.PUBLISHED)
    pairs |= set(recommended.order_by().values_list("debate", "source").distinct())
    questions = Debate.objects.published().in_order()
    works = Source.objects.public().order_by("sort_key", "slug")
    places = [
        {key: place for place, key in enumerate(keys.values_list("pk", flat=True))} for keys in (questions, works)
    ]
    under_one = {work for _question, work in pairs}
    found = [pair for pair in pairs if pair[0] in places[0] and pair[1] in places[1]]
    found.sort(key=lambda pair: (places[0][pair[0]], places[1][pair[1]]))
    return [*found, *((None, work) for work in places[1] if work not in under_one)]


def fetched(pairs: Sequence[tuple[int | None, int]]) -> Iterator[Works]:
    """These works under their questions, as lists show them."""
    sources = Source.objects.for_list().in_bulk({work for _question, work in pairs})
    questions = Debate.objects.in_bulk({key for key, _work in pairs if key is not None})
    for key in dict.fromkeys(key for key, _work in pairs):
        yield Works(
            None if key is None else questions[key],
            [sources[work] for question, work in pairs if question == key],
        )
