"""A new version of a text: passages keep their numbers, and quotes that are lost are told."""

from typing import Any

import pytest

from events import models
from tests.seeding.loads import Load, event_of, writing_nothing

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]


def with_text(corpus: dict[str, Any], text: str) -> dict[str, Any]:
    corpus["documents"]["article"] = (text, corpus["documents"]["article"][1])
    return corpus


def numbers() -> dict[str, int]:
    return {
        passage.text: passage.number
        for passage in models.Passage.objects.filter(withdrawn=False).select_related("source")
    }


@pytest.mark.each_database
def test_unchanged_sentences_keep_their_numbers_and_new_ones_get_new(corpus: dict[str, Any], loaded: Load) -> None:
    loaded(corpus)
    before, text = numbers(), corpus["documents"]["article"][0]
    loaded(with_text(corpus, "A new sentence at the head.\n" + text))
    after = numbers()
    assert before.items() <= after.items()
    assert after["A new sentence at the head."] == 5
    assert models.Reference.objects.get(marker="12").offset == text.index("[12]") + 28
    with writing_nothing():
        loaded(corpus)


def test_a_vanished_sentence_is_withdrawn_and_what_cites_it_is_flagged_not_moved(
    corpus: dict[str, Any], loaded: Load
) -> None:
    loaded(corpus)
    text = corpus["documents"]["article"][0]
    event = models.Event.objects.get(slug="after-mongolia")
    models.Citation.objects.create(
        event=event,
        source=models.Source.objects.get(slug="article"),
        passage=models.Passage.objects.get(number=4),
        quote="It was a surprise",
        position=1,
    )
    corpus["documents"]["article"][1]["references"][0].pop("home")
    loaded(with_text(corpus, text.replace("It was a surprise to many.\n", "It was a surprise to some.\n")))
    withdrawn = models.Passage.objects.get(withdrawn=True)
    assert (withdrawn.number, withdrawn.withdrawn_text, withdrawn.start) == (
        4,
        "It was a surprise to many.",
        None,
    )
    assert models.Citation.objects.flagged().get().passage == withdrawn
    assert numbers()["It was a surprise to some."] == 5


def test_a_sentence_that_comes_back_takes_its_own_number_again(corpus: dict[str, Any], loaded: Load) -> None:
    corpus["documents"]["article"][1]["references"][0].pop("home")
    loaded(corpus)
    text = corpus["documents"]["article"][0]
    loaded(with_text(corpus, text.replace("It was a surprise to many.\n", "")))
    loaded(with_text(corpus, text))
    assert numbers()["It was a surprise to many."] == 4
    assert not models.Passage.objects.filter(withdrawn=True).exists()


def test_what_is_known_of_a_marker_goes_with_it_to_another_sentence(corpus: dict[str, Any], loaded: Load) -> None:
    loaded(corpus)
    models.Reference.objects.filter(marker="9").update(note="An editor’s.")
    text = corpus["documents"]["article"][0].replace("surprise.[9]", "shock.[9]")
    corpus["documents"]["article"][1]["passages"] = []
    event_of(corpus)["citations"].pop()
    loaded(with_text(corpus, text))
    reference = models.Reference.objects.get(marker="9")
    assert (reference.note, reference.passage.text) == ("An editor’s.", "It was a shock.[9]")


@pytest.mark.each_database
def test_markers_that_shift_within_a_passage_change_places_without_a_collision(
    corpus: dict[str, Any], loaded: Load
) -> None:
    document = ("First[1][2][3] thing.\n", {"csl": {"title": "x"}, "kind": "primary"})
    loaded({"documents": {"d": document}})
    loaded({"documents": {"d": ("\n    First[1][2][3] thing.\n", document[1])}})
    assert list(models.Reference.objects.order_by("marker").values_list("offset", flat=True)) == [10, 13, 16]


def test_a_text_that_somebody_else_changed_stays(corpus: dict[str, Any], loaded: Load) -> None:
    loaded(corpus)
    source = models.Source.objects.get(slug="article")
    models.Source.objects.filter(slug="article").update(text=source.text + "An editor’s line.\n")
    plan = loaded(corpus)
    assert models.Source.objects.get(slug="article").text.endswith("An editor’s line.\n")
    assert plan.counts()["sources"].kept == 1


def test_a_document_whose_text_leaves_the_files_keeps_it(corpus: dict[str, Any], loaded: Load) -> None:
    loaded(corpus)
    csl = {"id": "article", "title": "An article", "custom": {"kind": "tertiary"}}
    plan = loaded({"sources": [csl]}, into_existing=True)
    assert models.Passage.objects.filter(source__slug="article", withdrawn=False).count() == 4
    assert "kept: sources/article: text: the files no longer have the text: it stays" in plan.details()


def test_numbers_that_a_dump_gives_are_taken(loaded: Load) -> None:
    passages = [
        {"number": 7, "text": "One."},
        {"number": 2, "text": "Two."},
        {"number": 3, "text": "Gone.", "withdrawn": True},
    ]
    event = {"slug": "e", "title": "E", "citations": [{"exact": "Gone", "passage": 3}]}
    loaded(
        {
            "documents": {
                "d": (
                    "One.\nTwo.\n",
                    {"csl": {"title": "x"}, "kind": "primary", "passages": passages, "events": [event]},
                )
            }
        }
    )
    assert numbers() == {"One.": 7, "Two.": 2}
    assert models.Citation.objects.get().is_flagged
