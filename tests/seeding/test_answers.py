"""Answers of debates in seed files: loaded, refused, merged by slug, and kept as long as they are given."""

from typing import Any

import pytest

from events import models
from tests.seeding.loads import Load, autonomy_of, entry, writing_nothing
from tests.support import factories as make

pytestmark = pytest.mark.django_db


def answers() -> dict[str, str]:
    return dict(models.Answer.objects.values_list("slug", "name"))


def given() -> str | None:
    return models.Interpretation.objects.values_list("answer__slug", flat=True).get(slug="autonomy")


def test_a_debate_is_loaded_with_its_answers_and_an_interpretation_with_the_one_that_it_gives(
    corpus: dict[str, Any], loaded: Load
) -> None:
    loaded(corpus)
    debate = models.Debate.objects.get()
    assert (debate.turns_on, debate.featured) == ("What a word means.", 1)
    assert (answers(), given()) == ({"autonomous": "Autonomous", "independent": "Independent"}, "autonomous")
    with writing_nothing():
        loaded(corpus)


def test_an_answer_that_the_debate_does_not_have_is_refused_where_it_stands(
    corpus: dict[str, Any], problems_of: Any
) -> None:
    autonomy_of(corpus)["answer"] = "autonomus"
    (problem,) = problems_of(corpus)
    assert problem.startswith("documents/article.yaml:")
    assert "interpretations/autonomy" in problem
    assert "answer: debates/term has no answer “autonomus” (did you mean “autonomous”?)" in problem
    del autonomy_of(corpus)["debate"]
    (problem,) = problems_of(corpus)
    assert "name the debate" in problem


def test_a_place_on_the_first_page_is_one_debates(corpus: dict[str, Any], problems_of: Any) -> None:
    corpus["debates"].append({"slug": "other", "question": "Other?", "featured": 1})
    assert "debates/other: featured: place 1 on the first page is that of debates/term" in problems_of(corpus)[0]
    corpus["debates"][1]["featured"] = 0
    assert "“0” is no number from 1" in problems_of(corpus)[0]


def test_answers_merge_by_slug(corpus: dict[str, Any], loaded: Load) -> None:
    loaded(corpus)
    kept = models.Answer.objects.get(slug="autonomous")
    models.Answer.objects.filter(pk=kept.pk).update(name="An editor’s")
    make.make_answer(models.Debate.objects.get(), "Neither")
    (autonomous, independent) = corpus["debates"][0]["answers"]
    independent["name"] = autonomous["statement"] = "The file’s"
    loaded(corpus)
    assert answers() == {"autonomous": "An editor’s", "independent": "The file’s", "neither": "Neither"}
    kept.refresh_from_db()
    assert kept.statement == "The file’s"


def test_debate_and_answer_are_never_half_an_editors_and_half_the_files(corpus: dict[str, Any], loaded: Load) -> None:
    loaded(corpus)
    other = make.make_debate("Other?")
    models.Interpretation.objects.filter(slug="autonomy").update(debate=other, answer=make.make_answer(other, "Yes"))
    autonomy_of(corpus)["answer"] = "independent"
    plan = loaded(corpus)
    assert (given(), models.Interpretation.objects.get(slug="autonomy").debate) == ("yes", other)
    assert entry(plan, "interpretations/autonomy").has("conflict")


def test_an_answer_goes_with_the_file_and_so_does_what_gave_it(corpus: dict[str, Any], loaded: Load) -> None:
    loaded(corpus)
    corpus["debates"][0]["answers"] = [{"slug": "both", "name": "Both", "statement": "It was both."}]
    autonomy_of(corpus)["answer"] = "both"
    loaded(corpus)
    assert (answers(), given()) == ({"both": "Both"}, "both")


@pytest.mark.parametrize("in_files", [True, False])
def test_an_answer_that_is_given_stays_though_the_file_drops_it(
    corpus: dict[str, Any], loaded: Load, in_files: bool
) -> None:
    loaded(corpus)
    answer = models.Answer.objects.get(slug="independent")
    if in_files:
        models.Interpretation.objects.filter(slug="autonomy").update(answer=answer)
    else:
        make.make_interpretation("An editor’s.", slug="autonomy-2", debate=answer.debate, answer=answer)
    del corpus["debates"][0]["answers"][1]
    name = "autonomy" if in_files else "autonomy-2"
    detail = f"conflict: debates/term: answers[independent]: gone from the file: it stays, since interpretations/{name}"
    for _time in range(2):
        plan = loaded(corpus)
        assert [line for line in plan.details() if line.startswith(detail)]
        assert set(answers()) == {"autonomous", "independent"}
    with writing_nothing():
        loaded(corpus)


def test_an_answer_that_an_editor_removed_is_given_by_no_interpretation_of_the_files(
    corpus: dict[str, Any], loaded: Load
) -> None:
    loaded(corpus)
    models.Answer.objects.get(slug="independent").delete()
    autonomy_of(corpus)["answer"] = "independent"
    plan = loaded(corpus)
    assert set(answers()) == {"autonomous"}
    assert "without the answer independent, removed by an editor" in " ".join(plan.details())
    with writing_nothing():
        loaded(corpus)


def test_debates_change_places_and_an_editors_place_is_not_taken(corpus: dict[str, Any], loaded: Load) -> None:
    corpus["debates"].append({"slug": "other", "question": "Other?", "featured": 2})
    loaded(corpus)
    corpus["debates"][0]["featured"], corpus["debates"][1]["featured"] = 2, 1
    loaded(corpus)
    assert dict(models.Debate.objects.values_list("slug", "featured")) == {"term": 2, "other": 1}
    make.make_debate("An editor’s?", slug="editors", featured=3)
    corpus["debates"][0]["featured"] = 3
    plan = loaded(corpus)
    assert dict(models.Debate.objects.values_list("slug", "featured")) == {"term": None, "other": 1, "editors": 3}
    assert "conflict: debates/term: featured: place 3 is that of debates/editors" in plan.details()
    with writing_nothing():
        loaded(corpus)
