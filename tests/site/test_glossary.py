"""The words of the trade: each that a closed list offers is explained, and explained in place on the pages."""

import pytest
from django.test import Client

from events import models
from events.site.glossary import TERMS
from tests.support.history import History
from tests.support.pages import Page, text_of


def test_every_ground_bearing_relation_and_basis_is_explained():
    offered = {f"ground-{value}" for value in models.Ground.values}
    offered |= {f"bearing-{value}" for value in models.Evidence.Bearing.values}
    offered |= {f"basis-{value}" for value in models.Event.Basis.values}
    offered |= set(models.Relation.Kind.values)
    assert offered <= TERMS.keys()


def test_definitions_are_one_or_two_short_sentences():
    for term in TERMS.values():
        assert term.definition.endswith(".") and len(term.definition) <= 140, term


@pytest.mark.django_db
@pytest.mark.parametrize(
    "address", ["/debates/why-did-the-troops-leave/", "/interpretations/the-withdrawal-was-a-reward/"]
)
def test_a_term_is_a_button_that_opens_its_definition_which_stands_once_on_the_page(
    client: Client, h: History, address: str
):
    page = Page(client.get(address))  # in which no id stands twice
    buttons = page.all("button[@class='term']")
    assert {"about the motive", "as reported"} & {text_of(button) for button in buttons}
    for button in buttons:
        opens = button.get("popovertarget")
        assert button.get("aria-describedby") == opens and button.get("type") == "button"
        definition = page.one(f"*[@id='{opens}']")
        assert definition.get("popover") is not None
        assert TERMS[str(opens).removeprefix("term-")].definition in text_of(definition)
