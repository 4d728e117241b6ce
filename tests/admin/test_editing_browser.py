"""The main ways of editing in a real browser: proposed, sent back, approved; two at once; many at once; looked back."""

from typing import Any

import pytest
from django.conf import settings

from events import models
from events.admin.links import review_url
from events.editing.roles import CONTRIBUTOR, EDITOR, PUBLISHER
from tests.support import factories as make
from tests.support.office import Person, press, url

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def desk(page: Any, live_server: Any, faults: list[str]) -> Any:
    """The browser, in which one person after another sits down."""

    def sit_down(person: Person) -> Any:
        cookie = {"name": settings.SESSION_COOKIE_NAME, "value": person.client.cookies["sessionid"].value}
        page.context.clear_cookies()
        page.context.add_cookies([cookie | {"url": live_server.url}])
        return page

    return sit_down


@pytest.fixture
def event(db: None) -> models.Event:
    event = make.make_event("Troops leave", date="1958-07-25", summary="By train.")
    make.cite(event, make.make_document(), "All Soviet troops had left Romania")
    return make.publish(event)


def test_a_change_is_proposed_sent_back_mended_and_approved(desk: Any, look: Any, event: Any, faults: list[str]):
    ana, ion, eva = Person(CONTRIBUTOR), Person(EDITOR), Person(PUBLISHER)
    page = desk(ana)
    look(url(event))
    page.fill("#id_title", "Soviet troops leave")
    page.fill("#id__why", "The document says whose")
    press(page, "input[name=_submit]")
    look(where="what it changes")
    assert page.locator("ins").first.is_visible()

    page = desk(ion)
    look("/admin/", "an editor's queue")
    press(page, ".queue a")
    page.fill("#id_text", "All of them?")
    press(page, "input[name=_send_back]")

    page = desk(ana)
    page.goto("/admin/")
    assert "Sent back to you" in page.locator(".queue").inner_text()
    page.goto(url(event))
    assert "All of them?" in page.locator(".comments").inner_text()
    page.fill("#id_title", "All Soviet troops leave")
    press(page, "input[name=_submit]")

    page = desk(eva)
    page.goto("/admin/")
    press(page, ".queue a")
    press(page, "input[name=_approve]")
    look(where="an approved revision")
    page.goto(event.get_absolute_url())
    assert page.locator("h1").inner_text() == "All Soviet troops leave"


def test_two_at_once_see_both_versions_and_choose(desk: Any, look: Any, event: Any, faults: list[str]):
    ion, eva = Person(PUBLISHER), Person(PUBLISHER)
    page = desk(ion)
    page.goto(url(event))
    page.fill("#id_title", "The Red Army leaves")
    page.fill("#id_date_note", "Constanța")
    eva.press("_publish", event, {"title": "Soviet troops leave"})
    press(page, "input[name=_publish]")
    faults[:] = [fault for fault in faults if "status of 409" not in fault]
    look(where="two versions")
    assert eva.user.username in page.inner_text("#content-main")
    page.get_by_label("Your version").first.check()
    press(page, "input[name=_publish]")
    event.refresh_from_db()
    assert (event.title, event.date_note) == ("The Red Army leaves", "Constanța")


def test_many_are_changed_after_a_look_at_each(desk: Any, look: Any, event: Any):
    page = desk(Person(PUBLISHER))
    make.make_event("A bare draft")
    look(url(models.Event))
    page.check("#action-toggle")
    page.select_option("select[name=action]", "publish")
    press(page, "button[name=index]")
    look(where="what would happen")
    assert "without the words behind it" in page.inner_text("#content-main")


def test_versions_are_compared_and_an_earlier_one_restored(desk: Any, look: Any, event: Any):
    eva = Person(PUBLISHER)
    page = desk(eva)
    eva.press("_publish", event, {"title": "Soviet troops leave"})
    look(url(event, "history"))
    page.locator("input[name=a]").last.check()
    press(page, "form[action$=compare\\/] input[type=submit]")
    look(where="compared")
    assert page.locator("del").first.is_visible()
    press(page, "text=Restore the first version")
    look(where="an earlier version")
    press(page, "input[name=_publish]")
    event.refresh_from_db()
    assert event.title == "Troops leave"


def test_lists_of_revisions_and_a_record_that_is_gone(desk: Any, look: Any, event: Any, faults: list[str]):
    ana, eva = Person(CONTRIBUTOR), Person(PUBLISHER)
    ana.press("_submit", event, {"title": "Soviet troops leave"})
    page = desk(eva)
    look(url(models.PendingRevision))
    look(review_url(models.PendingRevision.objects.get()))
    page.set_viewport_size({"width": 360, "height": 800})
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    draft = make.make_event("A draft")
    page.goto(url(draft))
    page.fill("#id_summary", "Typed for an hour")
    draft.delete()
    press(page, "input[name=_save]")
    faults[:] = [fault for fault in faults if "status of 410" not in fault]
    look(where="gone")
    assert "Typed for an hour" in page.inner_text("#content-main")
