"""The office by keyboard: a few keys, a list of them, a switch for those of a single character. A form is sent once."""

import re
from typing import Any

import pytest
from django.urls import reverse
from playwright.sync_api import Page, Route, expect
from reversion.models import Version

from events import models
from events.admin.links import review_url
from events.editing.roles import CONTRIBUTOR, PUBLISHER
from tests.support.factories import cite, make_actor, make_document, make_event, publish
from tests.support.office import Person, press, url

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def office(signed_in: Page, faults: list[str]) -> Page:
    return signed_in


@pytest.fixture
def published(transactional_db: None) -> models.Event:
    event = make_event("Troops leave", date="1958")
    cite(event, make_document(), "All Soviet troops had left Romania")
    return publish(event)


def keys(page: Page) -> Any:
    return page.get_by_role("dialog", name="Keyboard")


@pytest.mark.parametrize("modifier", ["Control", "Meta"])
def test_save_and_stay(office: Page, modifier: str):
    event = make_event("Troops leave", date="1958")
    office.goto(url(event))
    office.fill("#id_title", "Troops left")
    with office.expect_navigation():
        office.keyboard.press(f"{modifier}+s")
    expect(office).to_have_url(re.compile(f"{url(event)}$"))
    expect(office.locator(".messagelist .success")).to_be_visible()
    event.refresh_from_db()
    assert event.title == "Troops left"


def test_in_a_window_of_its_own_it_saves_too(office: Page):
    office.goto(f"{url(models.Actor, 'add')}?_popup=1")
    with office.expect_navigation():
        office.keyboard.press("Control+s")
    expect(office.locator(".error-summary")).to_be_visible()


def test_the_record_is_saved_wherever_the_focus_is(office: Page):
    event = make_event("Troops leave", date="1958")
    office.goto(url(event))
    office.fill("#id_title", "Troops left")
    office.focus("#logout-form button")
    with office.expect_navigation():
        office.keyboard.press("Control+s")
    event.refresh_from_db()
    assert event.title == "Troops left"


def test_on_a_pending_revision_it_only_comments(office: Page, published: models.Event):
    Person(CONTRIBUTOR).press("_submit", published, {"title": "Soviet troops leave"})
    revision = models.PendingRevision.objects.get()
    office.goto(review_url(revision))
    office.fill("#id_text", "Whose troops?")
    with office.expect_navigation():
        office.keyboard.press("Control+s")
    revision.refresh_from_db()
    assert revision.is_open
    assert "Whose troops?" in [comment.text for comment in revision.comments.all()]


def open_merge(page: Page, event: models.Event) -> None:
    one, other = make_actor("Ceausescu"), make_actor("Nicolae Ceaușescu")
    page.goto(f"{url(one, 'merge')}?with={other.pk}")


def open_undoing_of_a_merge(page: Page, event: models.Event) -> None:
    open_merge(page, event)
    press(page, "#merge_form input[type=submit]")
    page.goto(reverse("admin:events_actor_merge_undo", args=[models.Merge.objects.get().pk]))


def open_many_at_once(page: Page, event: models.Event) -> None:
    page.goto(url(models.Event))
    page.check("#action-toggle")
    page.select_option("select[name=action]", "archive")
    press(page, "button[name=index]")


def open_two_versions(page: Page, event: models.Event) -> None:
    draft = make_event("A draft")
    page.goto(url(draft))
    page.fill("#id_title", "My draft")
    Person(PUBLISHER).press("_save", draft, {"title": "Their draft"})
    press(page, "input[name=_save]")
    page.get_by_label("Your version").first.check()


def open_what_was_deleted(page: Page, event: models.Event) -> None:
    draft = make_event("A draft")
    page.goto(url(draft))
    press(page, "input[name=_continue]")  # so that it has a history
    page.goto(url(draft, "delete"))
    press(page, "#content input[type=submit]")
    page.goto(reverse("admin:events_event_recover", args=[Version.objects.get_deleted(models.Event).get().pk]))


@pytest.mark.parametrize(
    "opened",
    [open_merge, open_undoing_of_a_merge, open_many_at_once, open_two_versions, open_what_was_deleted],
)
def test_where_a_button_decides_something_the_key_presses_none(
    opened: Any, office: Page, published: models.Event, faults: list[str]
):
    opened(office, published)
    faults[:] = [fault for fault in faults if "status of 409" not in fault]
    assert office.locator("#content input[type=submit]:visible").count()
    office.evaluate("addEventListener('keydown', (event) => { window.isTaken = event.defaultPrevented; })")
    sent = []
    office.on("request", lambda request: request.is_navigation_request() and sent.append(request.url))
    office.keyboard.press("Control+s")
    office.wait_for_timeout(200)
    assert sent == []
    assert office.evaluate("isTaken") is False


def test_the_list_of_keys_opens_by_key_or_button_and_closes_by_escape_or_button(office: Page):
    office.goto("/admin/")
    office.keyboard.press("?")
    expect(keys(office)).to_be_visible()
    office.keyboard.press("Escape")
    expect(keys(office)).to_be_hidden()
    opener = office.get_by_role("button", name="Keyboard")
    opener.click()
    expect(keys(office)).to_be_visible()
    office.get_by_role("button", name="Close").click()
    expect(keys(office)).to_be_hidden()
    expect(opener).to_be_focused()


def test_a_key_that_is_typed_in_a_field_is_only_typed(office: Page):
    office.goto(url(models.Event, "add"))
    office.click("#id_title")
    office.keyboard.type("Who/what?")
    expect(office.locator("#id_title")).to_have_value("Who/what?")
    expect(keys(office)).to_be_hidden()
    # Nor in what an autocomplete opens.
    office.evaluate("document.querySelectorAll('details').forEach((details) => { details.open = true; })")
    office.locator(".select2-selection--single:visible").first.click()
    search = office.locator(".select2-container--open .select2-search__field")
    expect(search).to_be_focused()
    office.keyboard.type("?")
    expect(search).to_have_value("?")
    expect(keys(office)).to_be_hidden()


def test_to_the_search_field_of_a_list(office: Page):
    office.goto(url(models.Event))
    office.keyboard.press("/")
    expect(office.locator("#searchbar")).to_be_focused()
    expect(office.locator("#searchbar")).to_have_value("")


def test_to_the_citations_of_a_form(office: Page):
    office.goto(url(make_event("Troops leave", date="1958")))
    office.click("#id_title")
    office.keyboard.press("Alt+Shift+C")
    expect(office.locator("#citations-heading")).to_be_focused()
    expect(office.locator("#citations-heading")).to_be_in_viewport()


def test_single_keys_can_be_turned_off_and_stay_off(office: Page):
    office.goto(url(models.Event))
    office.get_by_role("button", name="Keyboard").click()
    office.get_by_role("checkbox", name="Keys of a single character").uncheck()
    office.keyboard.press("Escape")
    for _visit in range(2):
        office.keyboard.press("?")
        office.keyboard.press("/")
        expect(keys(office)).to_be_hidden()
        expect(office.locator("#searchbar")).not_to_be_focused()
        office.reload()
    office.get_by_role("button", name="Keyboard").click()
    expect(office.get_by_role("checkbox", name="Keys of a single character")).not_to_be_checked()


def test_without_javascript_there_is_nothing_of_it(signed_in: Page, browser: Any, live_server: Any):
    context = browser.new_context(
        java_script_enabled=False, base_url=live_server.url, storage_state=signed_in.context.storage_state()
    )
    page = context.new_page()
    page.goto("/admin/")
    expect(page.locator("#user-tools")).to_be_visible()
    expect(page.locator("#keys-open")).to_be_hidden()
    expect(page.locator("#keys")).to_be_hidden()
    context.close()


@pytest.mark.parametrize("width", [360, 1440])
def test_the_list_of_keys_is_accessible_and_within_the_page(signed_in: Page, look: Any, width: int):
    page = signed_in
    page.set_viewport_size({"width": width, "height": 800})
    page.goto("/admin/")
    look(where="closed")
    page.get_by_role("button", name="Keyboard").click()
    look(where="with the list of keys")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    box = keys(page).bounding_box()
    assert box and box["x"] >= 0 and box["x"] + box["width"] <= width


# --- A form is sent once ----------------------------------------------------------------------------------------------


@pytest.fixture
def sent(office: Page) -> list[Route]:
    """The form of a new theme, filled in; what is sent of it waits for its answer."""
    found: list[Route] = []
    office.goto(url(models.Theme, "add"))
    office.fill("#id_name", "Energy")
    office.context.route("**/add/", lambda route: found.append(route))
    # A page that comes back from the browser's memory, which browsers under test do not have.
    office.evaluate(
        """addEventListener("keydown", ({ key }) => {
            const event = new PageTransitionEvent("pageshow", { persisted: true });
            if (key === "F9") dispatchEvent(event);
        })"""
    )
    return found


@pytest.fixture
def click(office: Page, sent: list[Route]) -> Any:
    """Clicks a button, without waiting for what the page has sent before."""
    boxes = {name: office.locator(f"[name={name}]").bounding_box() for name in ("_save", "_continue")}

    def click(name: str = "_save", times: int = 1) -> None:
        box = boxes[name]
        office.mouse.click(box["x"] + 5, box["y"] + 5, click_count=times)
        office.wait_for_timeout(200)

    return click


def assert_saved(page: Page, route: Route) -> None:
    route.continue_()
    expect(page.locator(".messagelist .success")).to_be_visible()
    assert models.Theme.objects.get().name == "Energy"


def test_a_double_click_makes_one_record(office: Page, sent: list[Route], click: Any):
    click(times=2)
    click("_continue")
    office.keyboard.press("Control+s")
    office.wait_for_timeout(200)
    assert len(sent) == 1
    assert_saved(office, sent[0])


@pytest.mark.parametrize("how", ["stopped", "came back"])
def test_it_can_be_sent_again_when_nothing_is_under_way(office: Page, sent: list[Route], click: Any, how: str):
    click()
    if how == "stopped":
        office.context.new_cdp_session(office).send("Page.stopLoading")
    else:
        office.keyboard.press("F9")
    office.wait_for_timeout(200)
    click()
    assert len(sent) == 2
    assert_saved(office, sent[1])


def test_what_was_prevented_was_not_sent(office: Page, sent: list[Route], click: Any):
    office.evaluate(
        "document.forms.theme_form.addEventListener('submit', (event) => event.preventDefault(), { once: true })"
    )
    click()
    assert sent == []
    click()
    assert_saved(office, sent[0])


def test_a_form_that_opens_another_window_can_be_sent_again(office: Page, sent: list[Route], click: Any):
    office.evaluate("document.querySelector('[name=_save]').formTarget = '_blank'")
    click()
    click()
    assert len(sent) == 2
    for route in sent:
        route.abort()
