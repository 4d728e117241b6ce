"""Texts in several languages: read, merged one by one, refused, and written as they were."""

from typing import Any

import pytest

from events import models
from events.models.translations import digest_of
from tests.seeding.loads import Load, entry, event_of
from tests.seeding.test_problems import ProblemsOf

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]


def translations() -> dict[str, Any]:
    return models.Event.objects.get(slug="mongolia").translations


def test_a_text_by_language_is_the_original_and_what_renders_it(corpus: dict[str, Any], loaded: Load) -> None:
    event_of(corpus)["title"] = {"en": "Mongolia", "ro": "Mongolia?", "ar": "منغوليا"}
    loaded(corpus)
    event = models.Event.objects.get(slug="mongolia")
    assert (event.title, event.translations["title.ar"]) == ("Mongolia", ["منغوليا", digest_of("Mongolia")])
    out_of_date = [each.key for each in event.each_version() if event.is_out_of_date(each)]
    assert out_of_date == ["summary.ro"]  # the file says that it renders another one


def test_an_editors_translation_is_kept_beside_a_new_original_of_the_file(corpus: dict[str, Any], loaded: Load) -> None:
    event_of(corpus)["title"] = {"en": "One", "ro": "Unu"}
    loaded(corpus)
    theirs = {**translations(), "title.ro": ["Un", digest_of("One")]}
    models.Event.objects.filter(slug="mongolia").update(translations=theirs)
    event_of(corpus)["title"] = {"en": "First", "ro": "Unu", "de": "Erster"}
    plan = loaded(corpus)
    event = models.Event.objects.get(slug="mongolia")
    found = {
        each.key: (each.text, event.is_out_of_date(each)) for each in event.each_version() if each.field == "title"
    }
    assert found == {"title.de": ("Erster", False), "title.ro": ("Un", True)}
    assert [line for line in plan.details() if "title.ro" in line]
    assert entry(plan, "events/mongolia").outcome == "updated"


def test_another_corpus_language_takes_the_original_from_it(corpus: dict[str, Any], loaded: Load) -> None:
    event_of(corpus)["title"] = {"en": "One", "ro": "Unu"}
    corpus["site"] = {"title": "Un site", "content_language": "ro"}
    loaded(corpus)
    event = models.Event.objects.get(slug="mongolia")
    assert (event.title, event.translations["title.en"]) == ("Unu", ["One", digest_of("Unu")])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ({"ro": "Unu"}, "title: is missing in the corpus’s language, en"),
        ({"en": "One", "Română": "Unu"}, "“Română” is no language"),
        ({"en": "One", "ro": ""}, "title.ro: is empty"),
        ({"en": "One", "ro": "x" * 201}, "title.ro: is longer than 200 characters"),
        ({"en": "One", "ro": "un\u202eu"}, "U+202E"),
        ({"en": "One", "ro": {"text": "Unu"}}, "title.ro.renders: is missing"),
        ({"en": "One", "ro": ["Unu"]}, "title.ro: should be text"),
    ],
)
def test_what_is_no_text_in_a_language_is_refused(
    corpus: dict[str, Any], problems_of: ProblemsOf, text: Any, expected: str
) -> None:
    event_of(corpus)["title"] = text
    assert any(expected in problem for problem in problems_of(corpus))
