"""How many presses and pages it takes to record what a sentence says; all else is typed."""

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from events import models
from tests.support.factories import make_actor, make_document, make_event, make_interpretation

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

TEXT = (
    "In May 1952 Ana Pauker was dismissed by Romania.\n"
    "Historians such as Dennis Deletant argue that the dismissal was arguably a step towards autonomy.\n"
    "All Soviet troops had left Romania."
)


class Hand:
    """Counts the presses of a mouse and the pages that are loaded."""

    def __init__(self, page: Page) -> None:
        self.page, self.presses, self.loads = page, 0, 0
        page.expose_function("pressed", self._press)
        page.add_init_script("addEventListener('mousedown', () => pressed(), true)")
        page.goto("/admin/")
        page.on("load", self._load)

    def _press(self) -> None:
        self.presses += 1

    def _load(self, _page: Page) -> None:
        self.loads += 1

    def choose(self, box: Any, words: str) -> None:
        """Types into an autocomplete and takes the first that is found."""
        box.click()
        self.page.keyboard.type(words)
        expect(self.page.locator(".select2-results__option--highlighted")).to_contain_text(words)
        self.page.keyboard.press("Enter")


@pytest.fixture
def hand(signed_in: Page, faults: list[str], transactional_db: None) -> Hand:
    source = make_document(TEXT, slug="article", title="An article")
    source.csl["language"] = "en"
    source.save()
    signed_in.set_viewport_size({"width": 1366, "height": 768})
    return Hand(signed_in)


def begin(page: Page, what: str, passage: int) -> None:
    page.locator(f"a.addlink[href='/admin/events/{what}/add/']").click()
    page.get_by_role("button", name="Open a document beside the form").click()
    page.get_by_role("button", name=f"Begin this {what} with it passage {passage}").click()


def test_an_event_with_a_new_actor_takes_five_presses_and_two_pages(hand: Hand):
    page = hand.page
    begin(page, "event", 1)
    page.get_by_role("button", name="Add Ana Pauker (person)").click()
    expect(page.locator(".new-actor-said")).to_contain_text("Added: Ana Pauker")
    page.locator("#id_title").focus()
    page.keyboard.type("Ana Pauker is dismissed")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.locator(".messagelist .success")).to_contain_text("Ana Pauker is dismissed")
    event = models.Event.objects.get()
    pauker = models.Actor.objects.get(name="Ana Pauker")
    assert (event.date, event.date_basis, event.slug) == ("1952-05", "stated", "ana-pauker-is-dismissed")
    assert (pauker.kind, pauker.sort_name) == ("person", "Pauker, Ana")
    assert pauker in event.participants.all()
    assert event.citations.get().quote == TEXT.split("\n")[0]
    assert (hand.presses, hand.loads) <= (5, 2)


def test_an_interpretation_with_evidence_and_a_relation_takes_ten_presses_and_two_pages(hand: Hand):
    page = hand.page
    event, other = make_event("Soviet troops leave"), make_interpretation("It was dependence.")
    deletant = make_actor("Dennis Deletant", kind="person")
    begin(page, "interpretation", 2)
    expect(page.locator("#id_hedge")).to_have_value("arguably")
    page.keyboard.type("The dismissal was a step towards autonomy.")
    page.locator("#evidence-group .add-row a").click()
    hand.choose(page.locator("#evidence-0 .field-event .select2-selection"), "Soviet troops")
    page.get_by_role("button", name="Cite passage 3").click()
    page.locator("#relations-group .add-row a").click()
    page.locator("#id_relations-0-kind").click()
    page.locator("#id_relations-0-kind").select_option("contests")
    hand.choose(page.locator("#relations-0 .field-target .select2-selection"), "It was dependence")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.locator(".messagelist .success")).to_contain_text("step towards autonomy")
    made = models.Interpretation.objects.exclude(pk=other.pk).get()
    evidence, relation = made.evidence.get(), made.relations.get()
    assert (evidence.event, evidence.citations.get().quote) == (event, "All Soviet troops had left Romania.")
    assert (relation.kind, relation.target, relation.ground) == ("contests", other, made.ground)
    assert made.citations.get().passage.number == 2
    assert ([*made.proponents.all()], made.voice, made.names_only_some) == ([deletant], "named", True)
    assert hand.presses <= 10 and hand.loads == 2
