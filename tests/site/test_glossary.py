"""The words of the trade: each that a closed list offers is explained, and explained in place on the pages."""

import pytest
from django.test import Client

from events import models
from events.site.glossary import TERMS
from tests.support.history import History
from tests.support.pages import Page, text_of

pytestmark = pytest.mark.any_database


def test_every_ground_bearing_relation_and_basis_is_explained():
    offered = {f"ground-{value}" for value in models.Ground.values}
    offered |= {f"bearing-{value}" for value in models.Evidence.Bearing.values}
    offered |= {f"basis-{value}" for value in models.Event.Basis.values}
    offered |= set(models.Relation.Kind.values)
    offered |= {f"role-{value}" for value in models.Participant.Role.values}
    offered |= {f"kind-{value}" for value in models.Source.Kind.values}
    offered |= {f"prominence-{value}" for value in models.Event.Prominence.values}
    assert offered <= TERMS.keys()


def test_definitions_are_one_or_two_short_sentences():
    for term in TERMS.values():
        assert term.definition.endswith(".") and len(term.definition) <= 140, term


@pytest.mark.django_db
def test_the_glossary_has_every_term_with_its_plain_words_and_definition_at_an_address_of_its_own(client: Client):
    page = Page(client.get("/glossary/"))
    for key, term in TERMS.items():
        shown = text_of(page.one(f"*[@id='{key}']"))
        assert all(words in shown for words in term), key
    assert "ce înseamnă termenii" in Page(client.get("/glossary/?lang=ro")).text().lower()


@pytest.mark.django_db
def test_the_glossary_is_reached_from_every_page_and_from_how_to_read(client: Client):
    for address in ("/", "/about/", "/how-to-read/"):
        assert 'href="/glossary/"' in client.get(address).content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize(
    "address",
    [
        "/debates/why-did-the-troops-leave/",
        "/events/departure-of-the-soviet-troops/",
        "/interpretations/the-withdrawal-was-a-reward/",
        "/sources/de-satellization/",
    ],
)
def test_a_term_is_a_button_that_opens_its_definition_which_stands_once_on_the_page(
    client: Client, h: History, address: str
):
    page = Page(client.get(address))  # in which no id stands twice
    buttons = page.all("button[@class='term']")
    assert buttons
    for button in buttons:
        opens = button.get("popovertarget")
        assert button.get("aria-describedby") == opens and button.get("type") == "button"
        definition = page.one(f"*[@id='{opens}']")
        assert definition.get("popover") is not None
        key = str(opens).removeprefix("term-")
        assert TERMS[key].definition in text_of(definition)
        assert [link.get("href") for link in definition.iter("a")] == [f"/glossary/#{key}"]
