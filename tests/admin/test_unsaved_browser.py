"""What an editor types outlasts a session, a connection, an error and a tab, and is offered to nobody else."""

import json
import re
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from playwright.sync_api import Page, expect

from events import models
from tests.admin.test_pages import world
from tests.support.factories import cite, make_actor, make_document, make_editor, make_event, make_theme
from tests.support.forms import fields_of
from tests.support.office import errors_of, press, unfold, url

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

QUOTE = "All Soviet troops had left"
SAVE = "input[name=_save]"
ALL_KEPT = "Object.keys(localStorage).filter(key => key.startsWith('unsaved:'))"

# No room for a copy. What else the office's pages remember still has some.
FULL = """const set = Storage.prototype.setItem;
Storage.prototype.setItem = function (key, value) {
    if (key.startsWith("unsaved:")) throw new DOMException("full", "QuotaExceededError");
    set.call(this, key, value);
};"""


@pytest.fixture
def history(transactional_db: None) -> models.Event:
    make_document(slug="de-satellization", title="De-satellization of Romania")
    make_actor("Gheorghe Gheorghiu-Dej")
    make_theme("Military")
    return make_event("Troops leave", date="1958-07-25")


@pytest.fixture
def office(history: models.Event, signed_in: Page, faults: list[str]) -> Page:
    """An editor's page, on which the browser complains of nothing."""
    return signed_in


def choose(page: Page, row: str, words: str) -> None:
    """Adds what an autocomplete finds."""
    page.click(f"{row} .select2-selection")
    page.keyboard.type(words)
    page.click(f".select2-results__option:has-text('{words}')")


def open_rows(page: Page) -> None:
    page.evaluate("document.querySelectorAll('details').forEach((details) => { details.open = true; })")


def type_in(page: Page) -> None:
    """A summary, a theme, a citation with its source and an actor."""
    open_rows(page)
    page.fill("#id_summary", "They left by train.\nIn summer.")
    page.get_by_label("Military").check()
    page.click("#citations-group .add-row a")
    choose(page, "#citations-0", "De-satellization")
    page.fill("#id_citations-0-quote", QUOTE)
    page.click("#participations-group .add-row a")
    choose(page, "#participations-0", "Gheorghiu-Dej")


def panel(page: Page) -> Any:
    return page.get_by_role("region", name="Typed here and not saved")


def said(page: Page) -> Any:
    return page.locator("p[role=status].unsaved-said")


def put_back(page: Page) -> None:
    panel(page).get_by_role("button", name="Put it back").click()
    expect(panel(page)).to_have_count(0)


def assert_all_back(page: Page) -> None:
    expect(page.locator("#id_summary")).to_have_value("They left by train.\nIn summer.")
    expect(page.get_by_label("Military")).to_be_checked()
    expect(page.locator("#id_citations-0-quote")).to_have_value(QUOTE)
    expect(page.locator("#citations-0 .select2-selection__rendered")).to_contain_text("De-satellization")
    expect(page.locator("#participations-0 .select2-selection__rendered")).to_contain_text("Gheorghiu-Dej")
    expect(page.locator("#id_citations-TOTAL_FORMS")).to_have_value("1")


def assert_saved_whole(event: models.Event) -> None:
    event.refresh_from_db()
    assert event.summary == "They left by train.\nIn summer."
    assert [theme.name for theme in event.themes.all()] == ["Military"]
    assert event.citations.get().quote == QUOTE
    assert event.participants.get().name == "Gheorghe Gheorghiu-Dej"


def log_in(page: Page, name: str = "editor") -> None:
    page.fill("#id_username", name)
    page.fill("#id_password", "long enough")
    press(page, "input[type=submit]")


def test_a_session_expires_and_what_was_typed_is_there_after_logging_in(office: Page, history: models.Event):
    office.goto(url(history))
    type_in(office)
    Session.objects.all().delete()
    press(office, SAVE)
    expect(office).to_have_url(re.compile("/login/"))
    log_in(office)
    expect(office.locator("#id_summary")).to_have_value("")
    expect(panel(office).locator("time")).to_have_attribute("datetime", re.compile("^20"))
    put_back(office)
    assert_all_back(office)
    expect(said(office)).to_have_text(re.compile("not saved until"))
    assert office.evaluate("document.activeElement.id") == "id_summary"
    press(office, SAVE)
    assert_saved_whole(history)
    assert office.evaluate(ALL_KEPT) == []
    office.goto(url(history))
    expect(said(office)).to_have_count(1)
    expect(panel(office)).to_have_count(0)


def test_a_server_that_does_not_answer(office: Page, history: models.Event, faults: list[str]):
    office.goto(url(history))
    type_in(office)
    office.route("**/change/", lambda route: route.abort() if route.request.method == "POST" else route.continue_())
    office.click(SAVE)
    office.wait_for_url(re.compile("^chrome-error:"), wait_until="commit")
    office.goto(url(history))
    faults.clear()  # the browser says that there was no answer
    put_back(office)
    assert_all_back(office)
    office.unroute_all()
    press(office, SAVE)
    assert_saved_whole(history)
    assert office.evaluate(ALL_KEPT) == []


def test_a_form_sent_back_with_errors_and_then_left(office: Page, history: models.Event):
    office.goto(url(history))
    type_in(office)
    office.fill("#id_date", "soon")
    press(office, SAVE)
    expect(office.locator(".error-summary")).to_be_visible()
    expect(panel(office)).to_have_count(0)  # it is all in the form
    assert_all_back(office)
    office.fill("#id_date_note", "Constanța")  # beside what was sent, which no longer differs from what the server says
    office.goto("/admin/")
    office.goto(url(history))
    put_back(office)
    assert_all_back(office)
    expect(office.locator("#id_date")).to_have_value("soon")
    expect(office.locator("#id_date_note")).to_have_value("Constanța")
    office.fill("#id_date", "1958-07-25")
    press(office, SAVE)
    assert_saved_whole(history)
    assert office.evaluate(ALL_KEPT) == []


def test_a_page_is_reloaded(office: Page, history: models.Event):
    office.goto(url(history))
    type_in(office)
    office.reload()
    put_back(office)
    assert_all_back(office)


def test_a_token_that_is_no_longer_good(office: Page, history: models.Event, faults: list[str]):
    office.goto(url(history))
    office.fill("#id_summary", "They left by train.")
    office.context.clear_cookies(name="csrftoken")
    press(office, SAVE)
    faults.clear()  # the browser reports the status
    office.goto("/admin/events/event/")
    office.goto(url(history))
    put_back(office)
    expect(office.locator("#id_summary")).to_have_value("They left by train.")


def test_another_user_sees_nothing_of_it_and_it_waits_for_its_own(office: Page, history: models.Event):
    make_editor("another")
    office.goto(url(history))
    office.fill("#id_summary", "Between us.")
    press(office, "#logout-form button")
    office.goto(url(history))
    log_in(office, "another")
    expect(office.locator("#id_summary")).to_be_visible()
    expect(panel(office)).to_have_count(0)
    press(office, SAVE)
    office.context.clear_cookies()
    office.goto(url(history))
    log_in(office)
    expect(panel(office)).to_be_visible()


def test_a_new_record_with_a_slug_that_goes_on_following_its_title(office: Page):
    address = url(models.Event, "add")
    office.goto(f"{address}?_changelist_filters=status%3Ddraft")
    office.locator("#id_title").press_sequentially("Troops")
    office.goto("/admin/")
    office.goto(address)
    put_back(office)
    expect(office.locator("#id_slug")).to_have_value("troops")
    office.locator("#id_title").press_sequentially(" arrive")
    expect(office.locator("#id_slug")).to_have_value("troops-arrive")
    unfold(office)
    office.fill("#id_slug", "arrival")
    office.reload()
    put_back(office)
    expect(office.locator("#id_title")).to_have_value("Troops arrive")
    expect(office.locator("#id_slug")).to_have_value("arrival")
    office.locator("#id_title").press_sequentially(" at last")
    expect(office.locator("#id_slug")).to_have_value("arrival")


def test_discarded_for_good(office: Page, history: models.Event):
    office.goto(url(history))
    office.fill("#id_summary", "Nothing much.")
    office.reload()
    panel(office).get_by_role("button", name="Discard").click()
    expect(panel(office)).to_have_count(0)
    expect(said(office)).to_have_text("It is discarded.")
    expect(office.locator("#id_summary")).to_have_value("")
    assert office.evaluate("document.activeElement.id") == "id_title"
    office.reload()
    expect(said(office)).to_have_count(1)
    expect(panel(office)).to_have_count(0)


def test_a_citation_that_moved_up_meanwhile_gets_its_own_text_back(office: Page, history: models.Event):
    document = models.Source.objects.get(slug="de-satellization")
    first, second = cite(history, document, QUOTE), cite(history, document, "In July 1963")
    office.goto(url(history))
    unfold(office)
    office.fill("#id_citations-0-supports", "of the first")
    office.fill("#id_citations-1-supports", "of the second")
    office.goto("/admin/")
    first.delete()
    office.goto(url(history))
    panel(office).get_by_role("button", name="Put it back").click()
    expect(office.locator("#id_citations-0-id")).to_have_value(str(second.pk))
    expect(office.locator("#id_citations-0-supports")).to_have_value("of the second")
    # Its row is gone, but not its text.
    expect(panel(office).locator("dd")).to_have_text(["of the first"])
    expect(panel(office).get_by_role("button", name="Put it back")).to_be_hidden()
    panel(office).get_by_role("button", name="Discard").click()
    expect(panel(office)).to_have_count(0)


def test_what_others_saved_meanwhile_stays_and_what_is_typed_before_answering_too(office: Page, history: models.Event):
    office.goto(url(history))
    office.fill("#id_summary", "The first try.")
    office.click("#citations-group .add-row a")
    office.fill("#id_citations-0-quote", QUOTE)
    office.goto("/admin/")
    models.Event.objects.filter(pk=history.pk).update(date_note="Constanța")
    office.goto(url(history))
    expect(panel(office)).to_be_visible()
    office.fill("#id_summary", "The second try.")
    office.click("#citations-group .add-row a")
    office.fill("#id_citations-0-quote", "In July 1963")
    office.reload()
    put_back_first = panel(office).get_by_role("button", name="Put it back")
    put_back_first.click()
    expect(office.locator("#id_summary")).to_have_value("The second try.")
    put_back_first.click()
    expect(office.locator("#id_summary")).to_have_value("The second try.")
    expect(panel(office).locator("dd")).to_have_text(["The first try."])
    expect(office.locator("#id_citations-0-quote")).to_have_value("In July 1963")
    expect(office.locator("#id_citations-1-quote")).to_have_value(QUOTE)
    expect(office.locator("#id_date_note")).to_have_value("Constanța")


def test_a_row_marked_for_deletion_is_marked_again(office: Page, history: models.Event):
    document = models.Source.objects.get(slug="de-satellization")
    cite(history, document, QUOTE)
    office.goto(url(history))
    unfold(office)
    office.check("#id_citations-0-DELETE")
    office.reload()
    put_back(office)
    expect(office.locator("#id_citations-0-DELETE")).to_be_checked()


def test_it_is_gone_when_the_form_shows_the_same_though_no_page_said_saved(office: Page, history: models.Event):
    office.goto(url(history))
    type_in(office)
    office.goto("/admin/")
    assert len(office.evaluate(ALL_KEPT)) == 1
    client = Client()
    client.force_login(make_editor("another"))
    document = models.Source.objects.get(slug="de-satellization")
    theme, actor = models.Theme.objects.get(), models.Actor.objects.get()
    row = {"TOTAL_FORMS": "1", "0-source": document.pk, "0-quote": QUOTE}
    changes = {"summary": "They left by train.\nIn summer.", "themes": [theme.pk]}
    changes |= {f"citations-{name}": value for name, value in row.items()}
    changes |= {"participations-TOTAL_FORMS": "1", "participations-0-actor": actor.pk}
    changes |= {"participations-0-role": "participant", "citations-0-supports": "whole"}
    response = client.post(url(history), fields_of(client.get(url(history))) | changes)
    assert response.status_code == 302, errors_of(response)
    assert_saved_whole(history)
    office.goto(url(history))
    expect(office.locator("#citations-0")).to_be_visible()
    expect(panel(office)).to_have_count(0)
    assert office.evaluate(ALL_KEPT) == []


def add_participant_in_a_window(page: Page) -> None:
    page.click("#participations-group .add-row a")
    with page.expect_popup() as opened:
        page.click("#participations-0 .add-related")
    window = opened.value
    window.fill("#id_name", "Nikita Khrushchev")
    window.fill("#id_sort_name", "Khrushchev, Nikita")
    window.select_option("#id_kind", "person")
    with window.expect_event("close"):
        window.click(SAVE)


def test_a_record_added_in_a_window_of_its_own_is_not_offered_again(office: Page, history: models.Event):
    office.goto(url(history))
    add_participant_in_a_window(office)
    expect(office.locator("#participations-0 .select2-selection__rendered")).to_contain_text("Khrushchev")
    office.reload()  # the new actor is chosen on this form, and that is not saved
    assert len(office.evaluate(ALL_KEPT)) == 1
    put_back(office)
    expect(office.locator("#participations-0 .select2-selection__rendered")).to_contain_text("Khrushchev")


def test_what_is_old_or_broken_is_dropped_and_a_password_never_kept(office: Page, history: models.Event):
    office.goto("/admin/")
    office.evaluate(
        """localStorage.setItem("unsaved:1:/x?#x", JSON.stringify([{ at: Date.now() - 31 * 864e5, fields: {} }]));
           localStorage.setItem("unsaved:2:/x?#x", "{");"""
    )
    office.goto("/admin/auth/user/add/")
    assert office.evaluate(ALL_KEPT) == []
    office.fill("#id_username", "somebody")
    office.fill("#id_password1", "very secret")
    office.goto("/admin/")
    assert len(office.evaluate(ALL_KEPT)) == 1
    assert "secret" not in office.evaluate("JSON.stringify(localStorage)")


@pytest.mark.parametrize("full", [False, True])
def test_leaving_is_warned_of_only_if_the_browser_could_not_keep_it(office: Page, history: models.Event, full: bool):
    if full:
        office.add_init_script(FULL)
    asked = []

    def answer(dialog: Any) -> None:
        asked.append(dialog.type)
        dialog.accept()

    office.on("dialog", answer)
    office.goto(url(history))
    office.goto(url(history))
    assert asked == []
    office.locator("#id_summary").press_sequentially("They left by train.")
    office.wait_for_timeout(600)
    office.goto("/admin/")
    assert asked == ["beforeunload"] * full


# --- Two windows on one form ------------------------------------------------------------------------------------------


def wait_until_kept(page: Page) -> None:
    page.wait_for_timeout(600)


def summaries_kept(page: Page) -> list[str]:
    """What the copies say, newest first."""
    [key] = page.evaluate(ALL_KEPT)
    copies = json.loads(page.evaluate("key => localStorage.getItem(key)", key))
    return [copy["fields"]["summary"][0] for copy in copies]


@pytest.fixture
def other(office: Page, history: models.Event) -> Page:
    """A second window on the form that the first one shows."""
    office.goto(url(history))
    window = office.context.new_page()
    window.goto(url(history))
    return window


def test_two_windows_on_one_form_each_keep_their_own(office: Page, other: Page, history: models.Event):
    office.fill("#id_summary", "Of the first.")
    wait_until_kept(office)
    other.fill("#id_summary", "Of the second.")
    wait_until_kept(other)
    office.fill("#id_summary", "More of the first.")
    wait_until_kept(office)
    assert summaries_kept(office) == ["More of the first.", "Of the second."]
    other.fill("#id_summary", "")
    wait_until_kept(other)
    assert summaries_kept(office) == ["More of the first."]
    other.close()
    office.reload()
    put_back(office)
    expect(office.locator("#id_summary")).to_have_value("More of the first.")


def test_what_one_window_puts_back_is_not_taken_from_another_that_has_typed_on(
    office: Page, other: Page, history: models.Event
):
    office.fill("#id_summary", "Of the first.")
    wait_until_kept(office)
    other.reload()
    office.fill("#id_summary", "Of the first, and more.")
    wait_until_kept(office)
    put_back(other)
    assert summaries_kept(office) == ["Of the first.", "Of the first, and more."]
    other.reload()
    panel(other).get_by_role("button", name="Discard").click()
    assert summaries_kept(office) == ["Of the first, and more."]


def test_what_one_window_has_saved_is_not_kept_again_by_another(office: Page, other: Page, history: models.Event):
    office.fill("#id_summary", "Of the first.")
    wait_until_kept(office)
    other.reload()
    expect(panel(other)).to_be_visible()
    press(office, SAVE)
    other.fill("#id_summary", "Of the second.")
    wait_until_kept(other)
    assert summaries_kept(office) == ["Of the second."]


def test_a_record_saved_in_a_window_of_its_own_leaves_what_another_window_sent(office: Page, history: models.Event):
    office.goto(url(models.Actor, "add"))
    office.fill("#id_name", "Gheorghe Apostol")
    press(office, SAVE)  # sent back: it has no sort name
    office.goto(url(history))
    add_participant_in_a_window(office)
    office.goto(url(models.Actor, "add"))
    put_back(office)
    expect(office.locator("#id_name")).to_have_value("Gheorghe Apostol")


# --- Two versions -----------------------------------------------------------------------------------------------------


@pytest.fixture
def conflict(office: Page, history: models.Event, faults: list[str]) -> Any:
    """Sends the form after somebody else; a further call, the choice between the two after them."""
    office.goto(url(history))
    office.fill("#id_summary", "My version.")
    office.fill("#id_date_note", "Constanța")
    client = Client()
    client.force_login(make_editor("another"))

    def meet(summary: str) -> None:
        client.post(url(history), fields_of(client.get(url(history))) | {"summary": summary, "_save": "1"})
        press(office, SAVE)
        faults[:] = [fault for fault in faults if "status of 409" not in fault]
        expect(office.locator("#conflict_form")).to_be_visible()
        office.get_by_label("The saved version").first.check()

    return meet


@pytest.mark.parametrize("times", [1, 2])
def test_two_versions_made_one_are_saved_and_not_offered_again(
    office: Page, history: models.Event, conflict: Any, times: int
):
    for number in range(times):
        conflict(f"Their version {number}.")
    press(office, SAVE)
    expect(office.locator(".messagelist .success")).to_be_visible()
    history.refresh_from_db()
    assert (history.summary, history.date_note) == (f"Their version {times - 1}.", "Constanța")
    assert office.evaluate(ALL_KEPT) == []


def test_what_gave_way_to_another_version_is_still_kept(office: Page, history: models.Event, conflict: Any):
    conflict("Their version.")
    press(office, ".closelink")
    office.goto(url(models.Theme, "add"))
    office.fill("#id_name", "Energy")
    press(office, SAVE)
    expect(office.locator(".messagelist .success")).to_be_visible()
    office.goto(url(history))
    put_back(office)
    expect(office.locator("#id_summary")).to_have_value("My version.")


def test_without_javascript_there_is_nothing_of_it(
    history: models.Event, signed_in: Page, browser: Any, live_server: Any
):
    context = browser.new_context(
        java_script_enabled=False, base_url=live_server.url, storage_state=signed_in.context.storage_state()
    )
    page = context.new_page()
    page.goto(url(history))
    expect(page.locator("#id_title")).to_be_visible()
    expect(page.locator(".unsaved, .unsaved-said")).to_have_count(0)
    context.close()


@pytest.mark.parametrize("width", [360, 1440])
def test_the_panel_is_accessible_and_within_the_page(signed_in: Page, look: Any, width: int):
    record = world()[models.Event]
    page = signed_in
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(url(record))
    page.fill("#id_summary", "The first try.")
    page.reload()
    expect(panel(page)).to_be_visible()
    look(where="with the panel")
    before = page.evaluate("document.documentElement.scrollWidth")
    page.fill("#id_summary", "The second try.")
    panel(page).get_by_role("button", name="Put it back").click()
    expect(panel(page).locator("dd")).to_have_text(["The first try."])
    look(where="with the panel and a rest")
    panel(page).get_by_role("button", name="Discard").click()
    look(where="after discarding")
    assert page.evaluate("document.documentElement.scrollWidth") == before
    box = said(page).bounding_box()
    assert box and box["x"] >= 0 and box["x"] + box["width"] <= width
