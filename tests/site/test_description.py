"""The site's own words come from `site.yaml`; the code knows nothing of the corpus."""

import os
import re
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.utils import translation

from events.site import description
from tests.support.factories import make_event
from tests.support.pages import Page

pytestmark = pytest.mark.any_database

WORDS = """
title: {en: Transylvania and Vienna, ro: Transilvania și Viena}
orientation: Who ruled, and who says so.
rests_on: Two chronicles.
coverage: 1690–1867
not_in_corpus: [{en: Hungarian archives, ro: Arhive}, Letters]
method: [What was on the shelf was read.]
not_confirmed: [The roll of the vote]
contact: editor@example.org
licence: CC BY 4.0
"""


@pytest.fixture
def seeds(tmp_path: Path, settings: Any) -> Path:
    settings.SEEDS_DIR = tmp_path
    return tmp_path / "site.yaml"


@pytest.mark.django_db
def test_pages_speak_of_the_corpus_in_the_words_of_the_file(client: Client, seeds: Path):
    seeds.write_text(WORDS)
    front = Page(client.get("/"))
    assert front.title == "Timeline · Transylvania and Vienna"
    assert "Who ruled, and who says so." in front.text() and "Two chronicles." in front.text()
    about = Page(client.get("/about/"))
    said_there = (
        "1690–1867",
        "Hungarian archives",
        "Letters",
        "on the shelf",
        "The roll",
        "editor@example.org",
        "CC BY",
    )
    for said in said_there:
        assert said in about.text()
    assert about.links()["editor@example.org"] == "mailto:editor@example.org"


@pytest.mark.django_db
@pytest.mark.parametrize("contact", ["", "the editors", "javascript:alert(1)", "a@b?subject=x", "mailto:a@b"])
def test_a_contact_that_is_no_address_is_no_link(client: Client, seeds: Path, contact: str):
    seeds.write_text(f"title: One\ncontact: '{contact}'")
    about = Page(client.get("/about/"))
    assert "has given no address" in about.text()
    assert not [link for link in about.links().values() if "mailto" in link or "script" in link]


@pytest.mark.django_db
def test_in_another_language_what_is_translated_is_and_the_rest_stays(client: Client, seeds: Path):
    seeds.write_text(WORDS)
    front = Page(client.get("/?lang=ro"))
    assert front.title.endswith("Transilvania și Viena")
    assert "Who ruled, and who says so." in front.text()
    about = Page(client.get("/about/?lang=ro")).text()
    assert "Arhive" in about and "Letters" in about


@pytest.mark.django_db
def test_words_in_another_language_than_the_pages_say_so(client: Client, seeds: Path):
    seeds.write_text("title: Le pont\norientation: Qui l’a voulu.\ncontent_language: fr")
    front = client.get("/").content.decode()
    assert '<span lang="fr">Qui l’a voulu.</span>' in front
    assert '<span lang="fr">Le pont</span>' in front
    assert "<title>Timeline · Le pont</title>" in front and 'content="Le pont"' in front


@pytest.mark.django_db
def test_readers_choose_among_the_languages_that_the_file_offers(client: Client, seeds: Path):
    def codes(address: str = "/", **headers: str) -> tuple[str, list[str]]:
        response = client.get(address, headers=headers)
        menu = response.content.decode().partition("<body")[2]
        links = re.findall(r'href="[^"]*[?;]lang=(\w+)"', menu)
        return response.headers["Content-Language"], links

    seeds.write_text("title: One")
    assert codes() == ("en", ["en", "ro"])
    seeds.write_text("title: One, again\nlanguages: [en]")
    assert codes(**{"accept-language": "ro"}) == ("en", [])
    assert codes("/?lang=ro")[0] == "en"
    seeds.write_text("title: One, in Romanian\nlanguages: [ro, fr]")
    assert codes(**{"accept-language": "en"}) == ("ro", ["ro", "fr"])
    assert codes(**{"accept-language": "en, fr-CA;q=0.5"})[0] == "fr"
    assert codes("/?lang=ar")[0] == "ro"
    seeds.write_text("title: One, in no language\nlanguages: [Français]")
    assert codes()[1] == ["en", "ro"]


@pytest.mark.django_db
def test_examples_of_years_are_the_corpuss_own_and_an_empty_site_says_that_it_is_empty(client: Client, seeds: Path):
    empty = Page(client.get("/")).text()
    assert "There are no events here yet." in empty and "No event matches" not in empty
    assert "A year, or any EDTF date." in empty
    make_event("Bridge", date="1871-05-03", status="published")
    page = Page(client.get("/")).text()
    assert "A year, or any EDTF date: 1873, 1873-07, 187X." in page
    assert "No event matches all of these filters." in Page(client.get("/?from=1900")).text()


def test_the_corpus_names_the_lanes_of_the_drawing_in_each_language(seeds: Path):
    assert description.current().lanes == ()
    seeds.write_text(
        "lanes: [{slug: vienna, name: {en: Vienna, ro: Viena}, actors: [leopold, diet]}, {slug: between, name: Both},"
        " {slug: elsewhere, name: {hu: Máshol}}, {name: nameless}, x]"
    )
    with translation.override("ro"):
        vienna, between, elsewhere = description.current().lanes
    assert (vienna.slug, vienna.name, vienna.actors) == ("vienna", "Viena", ("leopold", "diet"))
    assert (between.name, elsewhere.name, between.actors) == ("Both", "Máshol", ())


def test_an_edit_of_the_file_shows_at_once(seeds: Path):
    seeds.write_text("title: One")
    assert description.current().title == "One"
    seeds.write_text("title: Two, and longer")
    os.utime(seeds, ns=(1, 1))
    assert description.current().title == "Two, and longer"


@pytest.mark.parametrize(
    "text",
    [
        None,
        "",
        "- a list",
        "title: [",
        "title: {a: {b: c}}",
        "\x00",
        "42",
        "not_in_corpus: 7\ntitle: ''",
        "ro: x\nnot_in_corpus: {a: b}",
        "lanes: {a: b}",
        "lanes: [{slug: a, name: {}, actors: {b: c}}, [], {slug: {}}]",
    ],
)
def test_a_missing_or_broken_file_never_breaks_a_page(seeds: Path, text: str | None):
    if text is not None:
        seeds.write_text(text)
    for language in ("en", "ro"):
        with translation.override(language):
            assert description.current().title == description.DEFAULT_TITLE


def test_a_file_that_is_no_utf8_never_breaks_a_page(seeds: Path):
    seeds.write_bytes(b"title: \xff\xfe")
    assert description.current() == description.Site()


CORPUS = (
    "moscow",
    "soviet",
    "ceau",
    "warsaw",
    "khrushchev",
    "1955",
    "1979",
    "comecon",
    "desatell",
    "de-satell",
)


def test_no_page_of_the_site_is_written_for_this_corpus():
    for path in (settings.BASE_DIR / "templates").rglob("*.html"):
        assert not [word for word in CORPUS if word in path.read_text().lower()], path


def test_no_code_of_the_public_side_decides_by_a_word_of_the_corpus():
    """Help texts and comments may give examples from it."""
    for folder in ("views", "exports", "timeline"):
        for path in (settings.BASE_DIR / "events" / folder).glob("*.py"):
            code = re.sub(r'""".*?"""|#.*', "", path.read_text().lower(), flags=re.DOTALL)
            assert not [word for word in CORPUS if word in code], path
