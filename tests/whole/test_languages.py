"""The corpus as delivered, in the languages of its site: whole, and nothing English on a Romanian page."""

import re
from collections.abc import Iterator
from typing import Any
from xml.etree.ElementTree import Element

import pytest
from django.core.management import call_command
from django.db import transaction
from django.test import Client

from events import models, worklists
from events.site import description
from tests.support.pages import Page

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]


@pytest.fixture(scope="module", autouse=True)
def seeds(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    with django_db_blocker.unblock(), transaction.atomic():
        call_command("loadseeds", verbosity=0)
        yield
        transaction.set_rollback(True)


@pytest.mark.parametrize("name", [name for name in worklists.WORKLISTS if "untranslated" in name])
def test_no_text_of_the_corpus_lacks_a_language_of_the_site(name: str) -> None:
    assert description.current().translated_into == ("ro",)
    assert [str(record) for record in worklists.WORKLISTS[name].records()] == []


def test_no_translation_of_the_corpus_renders_an_older_original() -> None:
    assert not [name for name, number in worklists.counts().items() if "out-of-date" in name and number]


ENGLISH = re.compile(r"\b(the|of|and|was|were|that|which|with|by|from|is|to|for|not|his|its)\b")
QUOTED = re.compile("[„“][^”]*(”|$)|https?://\\S+")
"""Names of works, which are the same in every language, and addresses."""


def unmarked(element: Element, marked: bool = False) -> Iterator[str]:
    """The texts of a Romanian page that are not said to be in another language."""
    if element.tag in ("script", "style") or element.get("class") in ("address", "Z3988"):
        return  # the latter is a record for reference managers
    marked = not element.get("lang", "ro").startswith("ro") or (marked and not element.get("lang"))
    said = [element.text, *(element.get(name) for name in ("aria-label", "title", "alt", "placeholder"))]
    for child in element:
        yield from unmarked(child, marked)
        said.append(child.tail)
    if not marked:
        yield from (" ".join(text.split()) for text in said if text and text.strip())


def is_english(text: str) -> bool:
    return len(ENGLISH.findall(QUOTED.sub("", text))) > 1


PAGES = [
    "/", "/?notes=full", "/?lanes=debate", "/?lanes=theme&from=1963&to=1964", "/?q=trupe", "/narrative/", "/about/",
    "/narrative/?debate=bessarabia", "/how-to-read/", "/glossary/", "/sources/", "/sources/?sort=question", "/actors/",
    "/debates/", "/interpretations/", "/compare/", "/compare/?a=actors/dennis-deletant&b=actors/petre-opris",
    "/facets/actor/", "/facets/place/", "/?from=soon", "/nothing/",
]  # fmt: skip


def test_a_romanian_page_has_nothing_english_but_what_is_marked_and_titles_of_works(client: Client):
    records = [
        record
        for model, step in {
            models.Event: 3, models.Interpretation: 6, models.Debate: 1, models.Actor: 5, models.Theme: 3,
        }.items()
        for record in model.objects.order_by("slug")[::step]
    ]  # fmt: skip
    works = {text for source in models.Source.objects.all() for text in named_in(source.csl)}
    found = {}
    for address in [*PAGES, *(record.get_absolute_url() for record in records)]:
        page = Page(
            client.get(address, {"lang": "ro"} if "?" not in address else None, headers={"accept-language": "ro"})
        )
        assert page.root.get("lang") == "ro"
        texts = [text for text in unmarked(page.root) if is_english(text) and not names_a_work(text, works)]
        found |= {address: texts} if texts else {}
    assert found == {}


def names_a_work(text: str, works: set[str]) -> bool:
    """Whether it is, or holds, what a work or its author is called, or the beginning of that."""
    begun = text.partition("…")[0].lstrip("0123456789 ")
    return any(work in text or (len(begun) > 9 and work.startswith(begun.rstrip())) for work in works)


def named_in(csl: dict) -> Iterator[str]:
    """What a work and its authors are called."""
    yield from (str(csl[name]) for name in ("title", "title-short") if csl.get(name))
    yield from (name["literal"] for name in csl.get("author", ()) if name.get("literal"))
