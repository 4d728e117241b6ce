"""In a real browser a document opens beside a form, and words selected there become citations and new records."""

import re
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from events import models
from tests.support.factories import cite, make_actor, make_document, make_event, make_evidence, make_interpretation
from tests.support.office import press, url

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

TEXT = (
    "In July 1963 Romania blocked the plans of the Council for Mutual Economic Assistance.\n"
    "Romania 🇷🇴 said: all Soviet troops had left Romania on 25 July 1958,[12] years before.\n"
    "Historians such as Dennis Deletant argue that this was a policy of its own."
)
PASSAGES = TEXT.split("\n")
OPEN = "Open a document beside the form"
SAVE = "input[name=_save]"


@pytest.fixture
def document(transactional_db: None) -> models.Source:
    source = make_document(TEXT, slug="de-satellization", title="De-satellization of Romania")
    source.csl["language"] = "en"
    source.save()
    return source


@pytest.fixture
def event(document: models.Source) -> models.Event:
    return make_event("Troops leave", date="1958-07-25")


@pytest.fixture
def office(event: models.Event, signed_in: Page, faults: list[str]) -> Page:
    """An editor's page, on which the browser complains of nothing."""
    signed_in.set_viewport_size({"width": 1440, "height": 900})
    return signed_in


def panel(page: Page) -> Any:
    return page.get_by_role("region", name="Read and cite")


def said(page: Page) -> Any:
    return panel(page).get_by_role("status")


def passage(page: Page, number: int) -> Any:
    return panel(page).get_by_label(f"Passage {number}", exact=True)


def open_document(page: Page, record_or_address: Any) -> None:
    page.goto(record_or_address if isinstance(record_or_address, str) else url(record_or_address))
    page.get_by_role("button", name=OPEN).click()
    expect(passage(page, 1)).to_be_visible()


def select(page: Page, number: int, words: str, last: bool = False) -> None:
    """Selects words as a mouse would, and leaves the keyboard in the passage."""
    find = "lastIndexOf" if last else "indexOf"
    passage(page, number).evaluate(
        f"(area, words) => {{ const at = area.value.{find}(words); area.focus();"
        " area.setSelectionRange(at, at + words.length); }",
        words,
    )


def choose(page: Page, document: str) -> None:
    panel(page).get_by_label("Document", exact=True).select_option(label=document)


def tab_to(page: Page, name: str) -> None:
    """Presses Tab until something with that name has the keyboard."""
    names = "(({labels, textContent}) => [labels?.[0]?.textContent, textContent])(document.activeElement)"
    for _step in range(120):
        page.keyboard.press("Tab")
        if name in [(one or "").strip() for one in page.evaluate(names)]:
            return
    raise AssertionError(f"Tab never reaches {name}")


def test_words_are_cited_and_saved_by_keyboard_alone(office: Page, event: models.Event, document: models.Source):
    office.goto(url(event))
    tab_to(office, OPEN)
    office.keyboard.press("Enter")
    expect(passage(office, 1)).to_be_visible()
    assert office.evaluate("document.activeElement.id") == "reader-title"
    tab_to(office, "Passage 2")
    office.keyboard.press("Control+Home")
    for _word in range(4):
        office.keyboard.press("Control+ArrowRight")
    for _word in range(2):
        office.keyboard.press("Control+Shift+ArrowRight")
    selected = passage(office, 2).evaluate("area => area.value.slice(area.selectionStart, area.selectionEnd)")
    assert len(selected.split()) == 2
    office.keyboard.press("Control+Enter")
    expect(said(office)).to_have_text(f"Cited passage 2: “{selected.strip()}”")
    expect(passage(office, 2)).to_be_focused()
    expect(office.locator("#id_citations-0-quote")).to_have_value(selected.strip())
    expect(office.locator("#citations-0 .select2-selection__rendered")).to_contain_text("De-satellization")
    assert office.locator("#id_citations-0-quote").evaluate(
        "area => { const box = area.getBoundingClientRect(); return box.top >= 0 && box.bottom <= innerHeight; }"
    )
    with office.expect_navigation():
        office.keyboard.press("Control+s")
    citation = event.citations.get()
    assert (citation.source, citation.passage.number, citation.quote_language) == (document, 2, "en")
    assert citation.quote == selected.strip()
    assert PASSAGES[1][citation.quote_offset :].startswith(citation.quote)


def test_the_words_that_were_selected_are_those_that_are_stored_though_they_stand_twice(
    office: Page, event: models.Event
):
    open_document(office, event)
    select(office, 2, "Romania ", last=True)
    office.keyboard.press("c")
    select(office, 2, "1958,[12] years")
    office.keyboard.press("Enter")
    press(office, SAVE)
    first, second = event.citations.all()
    assert (first.quote, first.quote_offset) == ("Romania", PASSAGES[1].rindex("Romania"))  # in code points
    assert second.quote == "1958,[12] years"


def test_without_a_selection_the_whole_passage_is_cited_by_its_button(office: Page, event: models.Event):
    open_document(office, event)
    button = panel(office).get_by_role("button", name="Cite passage 3")
    button.click()
    expect(button).to_be_focused()
    button.click()
    expect(office.locator("#id_citations-TOTAL_FORMS")).to_have_value("2")
    panel(office).get_by_role("link", name="Go to this citation").click()
    expect(office.locator("#id_citations-1-quote")).to_be_focused()
    expect(office.locator("#id_citations-1-quote")).to_have_value(PASSAGES[2])
    office.fill("#id_citations-1-quote", PASSAGES[2][:10])  # the same words twice are refused
    press(office, SAVE)
    assert [citation.quote for citation in event.citations.all()] == [PASSAGES[2], PASSAGES[2][:10]]


def test_an_empty_row_is_filled_first_and_a_row_in_use_is_left_alone(office: Page, document: models.Source):
    open_document(office, url(models.Event, "add"))
    expect(office.locator("#id_citations-TOTAL_FORMS")).to_have_value("1")
    passage(office, 1).press("c")
    expect(office.locator("#id_citations-0-quote")).to_have_value(PASSAGES[0])
    expect(office.locator("#id_citations-TOTAL_FORMS")).to_have_value("1")
    passage(office, 2).press("c")
    expect(office.locator("#id_citations-0-passage_number")).to_have_value("1")
    expect(office.locator("#id_citations-1-passage_number")).to_have_value("2")
    expect(office.locator("#citations-1 .open-document")).to_be_visible()
    office.fill("#id_title", "Two passages")
    press(office, SAVE)
    assert [citation.passage.number for citation in models.Event.objects.get(title="Two passages").citations.all()] == [
        1,
        2,
    ]


def test_single_keys_can_be_turned_off_and_other_keys_do_what_they_do(office: Page, event: models.Event):
    open_document(office, event)
    office.get_by_role("button", name="Keyboard").click()
    office.locator("#keys [name=single-keys]").uncheck()
    office.get_by_role("dialog").get_by_role("button", name="Close").click()
    for key in ("c", "Enter", "Control+c", "x"):
        passage(office, 1).press(key)
    expect(office.locator("#id_citations-TOTAL_FORMS")).to_have_value("0")
    expect(passage(office, 1)).to_have_value(PASSAGES[0])
    for key in ("Control+a", "Delete", "Backspace", "Control+x", "Control+v", "Control+z"):
        passage(office, 1).press(key)
    office.keyboard.insert_text("nothing")
    expect(passage(office, 1)).to_have_value(PASSAGES[0])
    passage(office, 1).press("Control+Enter")
    expect(office.locator("#id_citations-TOTAL_FORMS")).to_have_value("1")


def test_the_document_is_searched_and_turned_over_beside_the_form(office: Page, event: models.Event):
    long = make_document("\n".join(f"Romania, sentence {number}." for number in range(1, 61)), slug="long")
    cite(event, long, "Romania, sentence 60.")
    open_document(office, event)
    expect(passage(office, 1)).to_have_value("Romania, sentence 1.")  # what is cited already comes first
    expect(said(office)).to_have_text("60 passages · page 1 of 2")
    panel(office).get_by_role("link", name="Later passages").click()
    expect(passage(office, 51)).to_be_focused()
    choose(office, "“De-satellization of Romania”: De-satellization of Romania")
    expect(passage(office, 3)).to_have_value(PASSAGES[2])
    search = panel(office).get_by_label("Search in this document")
    search.fill("soviet")
    search.press("Enter")
    expect(passage(office, 1)).to_have_count(0)
    expect(said(office)).to_have_text("1 passage")
    expect(search).to_be_focused()
    passage(office, 2).press("c")
    expect(office.locator("#id_citations-1-quote")).to_have_value(PASSAGES[1])
    assert office.url.endswith(url(event))


def test_escape_and_the_button_close_the_panel_and_focus_returns(office: Page, event: models.Event):
    opener = office.get_by_role("button", name=OPEN)
    open_document(office, event)
    expect(opener).to_have_attribute("aria-expanded", "true")
    passage(office, 2).press("Escape")
    expect(panel(office)).to_be_hidden()
    expect(opener).to_be_focused()
    expect(opener).to_have_attribute("aria-expanded", "false")
    opener.press("Enter")
    expect(passage(office, 2)).to_be_visible()
    panel(office).get_by_role("button", name="Close").click()
    expect(panel(office)).to_be_hidden()
    expect(opener).to_be_focused()


def test_a_new_event_begins_in_another_tab_and_nothing_typed_is_lost(office: Page, event: models.Event):
    make_actor("Romania", kind="state")
    open_document(office, event)
    office.fill("#id_summary", "Not yet saved.")
    select(office, 2, "all Soviet troops had left Romania on 25 July 1958,[12]")
    link = panel(office).get_by_role("link", name="New event from these words passage 2")
    with office.context.expect_page() as opened:
        link.press("Enter")
    new = opened.value
    expect(new.locator("#id_title")).to_be_focused()
    expect(new.locator("#id_title")).to_have_value("")
    expect(new.locator("#id_date")).to_have_value("1958-07-25")
    expect(new.locator("#id_date_basis")).to_have_value("stated")
    expect(new.locator("#participations-0 .select2-selection__rendered")).to_contain_text("Romania")
    expect(new.locator("#citations-0 .open-document")).to_be_visible()
    new.keyboard.type("All Soviet troops leave")
    press(new, SAVE)
    made = models.Event.objects.get(title="All Soviet troops leave")
    citation = made.citations.get()
    assert citation.quote == "all Soviet troops had left Romania on 25 July 1958,[12]"
    assert citation.quote_offset == PASSAGES[1].index("all Soviet")
    assert made.participations.get().actor.name == "Romania"
    expect(office.locator("#id_summary")).to_have_value("Not yet saved.")


def test_a_new_interpretation_and_very_long_words(office: Page, event: models.Event):
    long = "Ceaușescu a spus că „nu”, și iarăși nu. " * 100
    make_document(f"{long}Sfârșit.", slug="a-long-sentence", title="A long sentence")
    historian = make_actor("Dennis Deletant")
    open_document(office, event)
    choose(office, "“De-satellization of Romania”: De-satellization of Romania")
    with office.context.expect_page() as opened:
        panel(office).get_by_role("link", name="New interpretation from these words passage 3").click()
    expect(opened.value.locator("#id_proponents option:checked")).to_have_text(str(historian))
    expect(opened.value.locator("#id_claim")).to_be_focused()
    choose(office, "“A long sentence”: A long sentence")
    expect(passage(office, 1)).to_have_value(re.compile("Sfârșit"))
    select(office, 1, long)
    with office.context.expect_page() as opened:
        panel(office).get_by_role("link", name="New event from these words passage 1").click()
    expect(opened.value.locator("#id_citations-0-quote")).to_have_value(f"{long}Sfârșit.")


def test_evidence_is_cited_on_its_own_page(office: Page, document: models.Source):
    evidence = make_evidence(make_interpretation(), "Membership of a pact")
    open_document(office, evidence)
    select(office, 3, "a policy of its own")
    office.keyboard.press("c")
    press(office, SAVE)
    assert evidence.citations.get().quote == "a policy of its own"


def test_what_the_panel_filled_in_is_offered_again_when_it_was_not_saved(office: Page, event: models.Event):
    open_document(office, event)
    select(office, 2, "troops had left")
    office.keyboard.press("c")
    office.goto("/admin/")
    office.goto(url(event))
    office.get_by_role("button", name="Put it back").click()
    expect(office.locator("#id_citations-0-quote")).to_have_value("troops had left")
    expect(office.locator("#citations-0 .select2-selection__rendered")).to_contain_text("De-satellization")
    press(office, SAVE)
    assert event.citations.get().passage.number == 2


def test_a_session_that_expired_is_said_in_the_panel(office: Page, event: models.Event, faults: list[str]):
    open_document(office, event)
    office.context.clear_cookies()
    panel(office).get_by_role("button", name="Search").click()
    expect(said(office)).to_contain_text("sign in again")
    expect(passage(office, 2)).to_have_value(PASSAGES[1])


@pytest.mark.parametrize("width", [320, 360, 768, 1100, 1440])
def test_each_passage_is_seen_whole_and_nothing_is_wider_than_the_screen(office: Page, event: models.Event, width: int):
    office.set_viewport_size({"width": width, "height": 800})
    open_document(office, event)
    passage(office, 2).press("c")
    assert office.evaluate("document.documentElement.scrollWidth") <= width
    heights = passage(office, 2).evaluate("area => [area.scrollHeight, area.clientHeight]")
    assert heights[0] <= heights[1] + 2
    form, beside = (office.locator(name).bounding_box() for name in ("#event_form", "#reader"))
    assert form and beside
    if width >= 1100:
        assert beside["x"] >= form["x"] + form["width"]
    else:
        assert beside["y"] >= form["y"] + form["height"]


@pytest.mark.parametrize("width", [360, 1440])
def test_the_panel_and_the_page_of_a_document_are_accessible(
    office: Page, look: Any, event: models.Event, document: models.Source, width: int
):
    cite(event, document, "troops had left")
    models.Passage.objects.filter(number=2).update(note="A note.", context="A reason.")
    office.set_viewport_size({"width": width, "height": 800})
    open_document(office, event)
    panel(office).locator("summary").click()
    select(office, 2, "troops")
    office.keyboard.press("c")
    look(where="with the panel open")
    for page in ("read/", f"{document.pk}/read/"):
        look(f"/admin/events/source/{page}?for=event&key={event.pk}")


def test_without_a_script_the_same_is_done_by_links(
    event: models.Event, signed_in: Page, browser: Any, live_server: Any
):
    context = browser.new_context(
        java_script_enabled=False, base_url=live_server.url, storage_state=signed_in.context.storage_state()
    )
    page = context.new_page()
    page.goto(url(event))
    expect(page.get_by_role("button", name=OPEN)).to_have_count(0)
    with context.expect_page() as opened:
        page.get_by_role("link", name="Open a document to cite from").click()
    reading = opened.value
    press(reading, "#content-main li a")
    with reading.expect_navigation():
        reading.get_by_role("link", name="Cite in this event passage 2").click()
    reading.fill("#id_citations-0-quote", "troops had left")
    press(reading, SAVE)
    assert event.citations.get().quote == "troops had left"
    context.close()
