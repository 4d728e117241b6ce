"""Pages, search and downloads of a corpus in several languages, one of them written from the right."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from events import models
from events.models.translations import digest_of
from tests.support.factories import make_actor, make_event, make_evidence, make_interpretation, make_theme, publish
from tests.support.pages import Page, body_of, text_of

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]


@pytest.fixture
def in_three(settings: Any, tmp_path: Path) -> models.Event:
    """A site in English, Arabic and German, of whose interface nobody has written the last two."""
    settings.SEEDS_DIR = tmp_path
    words = "title: {en: Bridges, ar: جسور}\norientation: Who built them.\nlanguages: [en, ar, de]"
    (tmp_path / "site.yaml").write_text(words, "utf-8")

    def said(text: str, name: str, **versions: str) -> dict[str, Any]:
        return {f"{name}.{code}": [version, digest_of(text)] for code, version in versions.items()}

    theme = make_theme("Roads", translations=said("Roads", "name", ar="طرق", de="Straßen"))
    mason = make_actor("The mason", translations=said("The mason", "name", ar="البنّاء"))
    titles, summaries = {"ar": "جسر", "de": "Eine Brücke"}, {"de": "Erbaut."}
    versions = said("A bridge", "title", **titles) | said("It was built.", "summary", **summaries)
    fields = {"summary": "It was built.", "date": "1871-05-03", "translations": versions}
    return publish(make_event("A bridge", themes=[theme], participants=[mason], **fields))


def test_a_page_is_in_the_readers_language_and_marks_what_is_not(in_three: models.Event, client: Client) -> None:
    page = Page(client.get(in_three.get_absolute_url(), {"lang": "ar"}))
    assert (page.root.get("lang"), page.root.get("dir")) == ("ar", "rtl")
    assert text_of(page.one("h1")) == "جسر" and page.title.startswith("جسر") and page.title.endswith("جسور")
    lead = page.one("p[@class='lead']").find("span")
    assert (lead.get("lang"), lead.get("dir"), lead.text) == ("en", "ltr", "It was built.")
    german = Page(client.get("/", {"lang": "de"}))
    assert text_of(german.one("article//h3")) == "Eine Brücke" and "Straßen" in german.text()
    assert (
        '<span lang="en">The mason</span>' in client.get(in_three.get_absolute_url(), {"lang": "de"}).content.decode()
    )
    assert Page(client.get(in_three.get_absolute_url(), {"lang": "en"})).root.get("dir") is None


def test_a_work_without_authors_is_called_by_its_label_in_the_readers_language(
    in_three: models.Event, client: Client
) -> None:
    label = "Chronicle, unsigned"
    work = in_three.citations.get().source
    work.label, work.translations = label, {"label.de": ["Chronik, ungezeichnet", digest_of(label)]}
    work.save()
    claim = publish(make_interpretation("It stood.", voice="document"))
    claim.citations.update(source=work)
    make_evidence(claim, in_three)
    for language, called in (("de", "Chronik, ungezeichnet"), ("ar", label)):
        for address in (in_three, claim):
            page = Page(client.get(address.get_absolute_url(), {"lang": language})).text()
            assert called in page and (called == label or label not in page)
        for address in ("/", "/interpretations/", "/export/events.csv", "/export/events.json"):
            assert called in body_of(client.get(address, {"lang": language}))


def test_a_record_that_is_not_translated_says_so_in_one_line(in_three: models.Event, client: Client) -> None:
    mason = models.Actor.objects.get(slug="the-mason")
    line = "Not translated yet; shown in the original language: English."
    assert line in Page(client.get(mason.get_absolute_url(), {"lang": "de"})).text()
    for language in ("ar", "en"):
        assert line not in Page(client.get(mason.get_absolute_url(), {"lang": language})).text()


def test_the_menu_has_the_languages_of_the_corpus_by_their_own_names(in_three: models.Event, client: Client) -> None:
    menu = Page(client.get("/")).all("nav[@class='languages']//a") or Page(client.get("/")).all("a[@hreflang]")
    assert {link.get("hreflang"): text_of(link) for link in menu} | {"en": "English"} == {
        "en": "English", "ar": "العربيّة", "de": "Deutsch",
    }  # fmt: skip
    assert client.get("/", headers={"accept-language": "fr, de;q=0.8"}).headers["Content-Language"] == "de"
    assert "lang" in Page(client.get("/?lang=ro")).text()  # no such choice: the form says so


@pytest.mark.parametrize("words", ["bridge", "جسر", "brücke", "البنّاء"])
def test_an_event_is_found_by_its_words_in_any_language(in_three: models.Event, client: Client, words: str) -> None:
    assert Page(client.get("/", {"q": words, "lang": "en"})).events == ["a-bridge"]
    assert json.loads(client.get("/suggest/", {"q": words, "lang": "ar"}).content)["suggestions"]


def test_downloads_are_in_the_language_asked_for_and_have_the_others_beside_it(
    in_three: models.Event, client: Client
) -> None:
    found = json.loads(body_of(client.get("/export/events.json", {"lang": "de"})))["events"][0]
    assert (found["title"], found["summary"]) == ("Eine Brücke", "Erbaut.")
    assert found["translations"] == {"en": {"title": "A bridge", "summary": "It was built."}, "ar": {"title": "جسر"}}
    assert "جسر" in body_of(client.get("/export/events.csv", {"lang": "ar"}))


def test_no_attribute_holds_markup(in_three: models.Event, client: Client) -> None:
    for address in ("/", in_three.get_absolute_url(), "/narrative/", "/actors/", "/compare/?a=actors/the-mason"):
        html = client.get(address, {"lang": "de"} if "?" not in address else None, headers={"accept-language": "de"})
        assert not re.search(r'="[^"]*<span|&lt;span|<option[^>]*>[^<]*<span', html.content.decode()), address
