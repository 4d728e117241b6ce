"""The office in a real browser: nothing that axe-core finds, nothing that its security policy stops."""

from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from reversion.models import Version

from events import models
from tests.admin.test_pages import ADDED_BY_THE_LOADER, OWN, PARTS, world
from tests.support.chromium import wait_until
from tests.support.factories import cite, make_debate, make_document, make_editor, make_event, make_interpretation
from tests.support.forms import fields_of
from tests.support.office import press, unfold, url

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.mark.walk
def test_lists_and_forms_of_every_kind_of_record(signed_in: Any, look: Any):
    records = world()
    for model in OWN:
        record = records[model]
        pages = [url(model), url(record)]
        if model in (models.Event, models.Source):  # the pages of all others are laid out alike
            pages += [url(record, "delete"), url(model, "recoverlist")]
        if model not in ADDED_BY_THE_LOADER | PARTS:
            pages.append(url(model, "add"))
        for address in pages:
            look(address)


def test_index_accounts_and_errors(signed_in: Any, look: Any, settings: Any):
    user = make_editor("another")
    for address in ("/admin/", "/admin/events/", "/admin/auth/", "/admin/password_change/"):
        look(address)
    for model in (type(user), user.groups.model):
        look(url(model))
        look(url(model, "add"))
    look(url(user))
    look(f"/admin/auth/user/{user.pk}/password/")
    look(url(user, "history"))
    look("/admin/events/nothing/", status=404)
    look("/admin/events/passage/add/", status=403)


def test_worklists_on_the_first_page_and_as_lists(signed_in: Any, look: Any, page: Any):
    world()
    look("/admin/")
    addresses = [link.get_attribute("href") for link in page.locator(".worklists a").all()]
    assert len(addresses) > 3
    for address in addresses[:3]:
        look(address)
        assert page.locator(".panel.worklist").is_visible()
    page.set_viewport_size({"width": 360, "height": 800})
    for address in ("/admin/", addresses[0]):
        look(address, where="on a narrow screen")
        assert page.evaluate("document.documentElement.scrollWidth") <= 360


def test_login_mistaken_login_and_lockout(page: Any, live_server: Any, look: Any, faults: Any):
    make_editor("editor")
    look("/admin/login/")
    for _attempt in range(settings.AXES_FAILURE_LIMIT):
        page.goto("/admin/login/")
        page.fill("#id_username", "editor")
        page.fill("#id_password", "not this one")
        press(page, "input[type=submit]")
        if _attempt == 0:
            look(where="after a wrong password")
    look(where="locked out")
    assert "429" in page.content() or page.locator("h1").count() == 1
    faults[:] = [fault for fault in faults if "status of 429" not in fault]


def test_forms_with_rows_added_and_an_autocomplete_open(signed_in: Any, look: Any, page: Any):
    records = world()
    for model in (models.Event, models.Interpretation, models.Actor, models.Debate):
        page.goto(url(records[model]))
        page.evaluate("document.querySelectorAll('details').forEach((details) => { details.open = true; })")
        for add in page.locator(".add-row a").all():
            add.click()
        look(where="with rows added")
        if page.locator(".select2-selection--single").count():
            page.locator(".select2-selection--single:visible").last.click()
            page.wait_for_selector(".select2-results__option:not(.loading-results)")
            look(where="with an autocomplete open")


def test_a_work_has_the_fields_of_its_type_in_sight_and_its_buttons_below(signed_in: Any, look: Any, page: Any):
    page.set_viewport_size({"width": 1366, "height": 768})
    page.goto(url(models.Source, "add"))
    page.locator("[name=_save]").wait_for()
    assert page.locator("[name=_save]").bounding_box()["y"] < 768
    assert not page.locator("#id_csl_issue").is_visible()
    page.select_option("#id_csl_type", "article-journal")
    assert page.locator("#id_csl_issue").is_visible()
    assert not page.locator("#id_csl_edition").is_visible()
    page.locator("#id_csl_author .button").click()
    page.keyboard.type("Deletant")
    assert page.locator("[name=csl_author-1-family]").input_value() == "Deletant"
    page.focus("#id_csl_language")
    bar = page.locator(".submit-row").bounding_box()["y"]
    assert page.locator("#id_csl_language").bounding_box()["y"] < bar - 20
    page.locator(".sections a").nth(2).click()
    wait_until(page, "scrollY > 0")
    menu = page.locator(".sections").bounding_box()
    assert menu["y"] >= 0
    assert page.locator("#fieldset-0-2-heading").bounding_box()["y"] >= menu["y"] + menu["height"]
    page.locator(".other-fields summary").click()
    look(where="with other fields")
    page.fill("[name=pasted_record]", "@book{a, title = {A}}\n@book{b, title = {B}}")
    page.locator(".paste .button").first.click()
    page.locator(".records .button").last.click()
    page.wait_for_selector(".messagelist")
    assert page.locator("#id_csl_title").input_value() == "B"
    look(where="filled in")


def test_a_form_with_errors(signed_in: Any, look: Any, page: Any):
    event = make_event(date="1958")
    cite(event, make_document())
    page.goto(url(event))
    unfold(page)
    page.fill("#id_title", "")
    page.fill("#id_date", "soon")
    page.fill("#id_citations-0-quote", "words that are not there")
    press(page, "input[name=_save]")
    page.wait_for_selector(".error-summary")
    look(where="with errors")
    look(url(event, "reading"))


def test_history_an_earlier_version_and_a_deleted_record(signed_in: Any, look: Any, page: Any, client: Client):
    event = make_event("Troops leave", date="1958-07-25")
    cite(event)
    for title in ("One", "Two"):
        client.post(url(event), fields_of(client.get(url(event))) | {"title": title})
    look(url(event, "history"))
    first = Version.objects.get_for_object(event).order_by("pk")[1]  # after what was written outside of the office
    look(f"/admin/events/event/{event.pk}/history/{first.pk}/")
    press(page, "input[name=_save]")
    event.refresh_from_db()
    assert event.title == "One"
    client.post(url(event, "delete"), {"post": "yes"})
    look(url(models.Event, "recoverlist"))
    press(page, "#change-history th a")
    look(where="recovering")
    press(page, "input[name=_save]")
    assert models.Event.objects.get().citations.count() == 1


def test_a_citation_is_added_with_an_autocomplete_and_a_quote(signed_in: Any, look: Any, page: Any):
    event, document = (
        make_event("Troops leave"),
        make_document(slug="doc", title="De-satellization of Romania"),
    )
    page.goto(url(event))
    page.click("#citations-group .add-row a")
    page.click("#citations-0 .select2-selection")
    page.keyboard.type("satellization")
    page.click(".select2-results__option:has-text('satellization')")
    link = page.locator("#citations-0 .open-document")
    assert link.is_visible()
    assert link.get_attribute("href") == f"/admin/events/passage/?source__id__exact={document.pk}"
    page.fill("#id_citations-0-quote", "All Soviet troops had left")
    press(page, "input[name=_save]")
    assert event.citations.get().passage.number == 2


def test_a_slug_is_offered_while_a_title_is_typed(signed_in: Any, page: Any, faults: Any):
    page.goto(url(models.Actor, "add"))
    page.locator("#id_name").press_sequentially("Gomułka")
    assert page.input_value("#id_slug") == "gomulka"


def test_choosing_rows_and_deleting_them_from_the_list(signed_in: Any, look: Any, page: Any):
    make_event("One"), make_event("Two")
    page.goto(url(models.Event))
    page.check("#action-toggle")
    page.select_option("select[name=action]", "delete_selected")
    press(page, "button[name=index]")
    look(where="confirming")


def test_the_status_of_interpretations_is_in_sight_beside_long_questions(signed_in: Any, page: Any, live_server: Any):
    debate = make_debate("Whether the withdrawal was a reward or a relief to those who had asked for it? " * 2)
    make_interpretation("He asked for it.", debate=debate)
    page.set_viewport_size({"width": 1920, "height": 900})
    page.goto(live_server.url + url(models.Interpretation))
    box = page.locator("#result_list td.field-status").bounding_box()
    assert box["x"] + box["width"] <= 1920
