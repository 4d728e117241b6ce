"""Translations in the office: beside their originals, saved with what they render, compared, merged and reviewed."""

from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from events import models
from events.models.translations import digest_of
from tests.admin.test_conflicts import resolve
from tests.support import factories as make
from tests.support.office import Person, errors_of, row, url
from tests.support.pages import Page

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]


@pytest.fixture(autouse=True)
def two_languages(no_site_yaml: None, settings: Any) -> None:
    Path(settings.SEEDS_DIR, "site.yaml").write_text("languages: [en, ro]")


def titles_of(event: models.Event) -> list[str] | None:
    return models.Event.objects.get(pk=event.pk).translations.get("title.ro")


def test_a_translation_stands_beside_its_original(office: Client) -> None:
    event = make.make_event("Troops leave", translations={"title.ro": ["Trupele pleacă", digest_of("Troops leave")]})
    page = Page(office.get(url(event)))
    original, translation = next(iter(page.all("div[@class='in-languages']"))).findall("div")
    assert original.find("input").get("name") == "title"
    typed = translation.find("input[@name='title.ro']")
    assert (typed.get("value"), typed.get("lang"), typed.get("dir")) == ("Trupele pleacă", "ro", "ltr")
    assert "has changed since" not in page.text()


def test_a_translation_renders_the_original_of_the_same_save(save: Any) -> None:
    event = make.make_event("Troops leave")
    save(event, {"title": "Soviet troops leave", "title.ro": "Trupele sovietice pleacă"})
    assert titles_of(event) == ["Trupele sovietice pleacă", digest_of("Soviet troops leave")]
    save(event, {"title.ro": ""})
    assert titles_of(event) is None


def test_a_translation_is_out_of_date_until_it_is_typed_anew_or_said_to_hold(save: Any, office: Client) -> None:
    event = make.make_event("Troops leave", translations={"title.ro": ["Trupele pleacă", digest_of("Troops leave")]})
    save(event, {"title": "All troops leave"})
    assert titles_of(event) == ["Trupele pleacă", digest_of("Troops leave")]
    assert "The original has changed since this was translated." in Page(office.get(url(event))).text()
    save(event, {"title.ro.holds": "on"})
    assert titles_of(event) == ["Trupele pleacă", digest_of("All troops leave")]
    assert "has changed since" not in Page(office.get(url(event))).text()


def test_a_translation_is_no_longer_than_its_original_may_be_and_says_so_at_its_place(save: Any) -> None:
    event = make.make_event("Troops leave")
    refused = save(event, {"title.ro": "x" * 201})
    assert "200" in errors_of(refused) and titles_of(event) is None


def test_rows_have_translations_too(save: Any) -> None:
    debate = make.make_debate()
    typed = {"name": "Yes", "name.ro": "Da", "statement": "It did.", "statement.ro": "A făcut-o."}
    save(debate, row("answers", 0, **typed))
    assert models.Answer.objects.get().translations == {
        "name.ro": ["Da", digest_of("Yes")],
        "statement.ro": ["A făcut-o.", digest_of("It did.")],
    }


def test_two_editors_of_one_text_in_two_languages_are_no_conflict(publisher: Person) -> None:
    event = make.make_event("Troops leave")
    mine = publisher.open(event)
    models.Event.objects.filter(pk=event.pk).update(title="The troops leave")
    page = publisher.send("_save", mine, {"title.ro": "Trupele pleacă"})
    assert "Title (Romanian)" in page.content.decode()
    resolve(publisher, page)
    event.refresh_from_db()
    assert event.title == "The troops leave"
    assert event.translations["title.ro"] == ["Trupele pleacă", digest_of("Troops leave")], "it renders what was shown"


def test_history_says_which_text_of_which_language_changed(save: Any, office: Client) -> None:
    event = make.make_event("Troops leave")
    save(event, {"summary": "They left."})
    save(event, {"summary.ro": "Au plecat."})
    compared = Page(office.get(url(event, "history"), follow=True)).text()
    assert "Summary (Romanian)" in compared
