"""Errata in the office: whoever is in it lists them, publishers mend them, nobody adds one without a correction."""

from typing import Any

import pytest

from events import models
from events.editing.roles import CONTRIBUTOR, EDITOR, PUBLISHER
from tests.support import factories as make
from tests.support.office import Person, url

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]


@pytest.fixture
def erratum() -> models.Erratum:
    event = make.make_event("Vote", status="published")
    return models.Erratum.objects.create(record=event, text="The day was wrong.")


@pytest.mark.parametrize("role", [CONTRIBUTOR, EDITOR])
def test_editors_see_them_and_change_nothing(role: str, erratum: models.Erratum):
    person = Person(role)
    listed = person.client.get(url(models.Erratum)).content.decode()
    assert "The day was wrong." in listed and url(erratum.record) in listed
    assert person.client.get(url(erratum)).status_code == 200
    assert person.client.post(url(erratum), {"text": "Changed."}).status_code == 403
    assert person.client.post(url(erratum, "delete"), {"post": "yes"}).status_code == 403
    assert models.Erratum.objects.get().text == "The day was wrong."


def test_publishers_mend_and_delete_them(erratum: models.Erratum):
    person = Person(PUBLISHER)
    page = person.open(erratum).content.decode()
    assert 'name="_why"' not in page and 'name="_comment"' not in page
    person.press("_save", erratum, {"text": "The month was wrong."})
    erratum.refresh_from_db()
    assert (erratum.text, erratum.record.title) == ("The month was wrong.", "Vote")
    assert "The month was wrong." in person.client.get(url(erratum, "history")).content.decode()
    assert "Recover deleted" not in person.client.get(url(erratum, "delete")).content.decode()
    person.client.post(url(erratum, "delete"), {"post": "yes"})
    assert not models.Erratum.objects.exists()


def test_nobody_adds_one_by_itself(admin_client: Any, erratum: models.Erratum):
    assert admin_client.get(url(models.Erratum, "add")).status_code == 403


def test_staff_without_a_role_do_not_see_the_list(client: Any, erratum: models.Erratum):
    client.force_login(make.make_person())
    assert client.get(url(models.Erratum)).status_code == 403


def test_one_whose_record_is_deleted_is_listed_still(admin_client: Any, erratum: models.Erratum):
    erratum.record.delete()
    assert "(deleted)" in admin_client.get(url(models.Erratum)).content.decode()
    assert admin_client.get(url(erratum)).status_code == 200


def test_the_list_costs_the_same_however_long_it_is(
    admin_client: Any, erratum: models.Erratum, django_assert_num_queries: Any, django_assert_max_num_queries: Any
):
    admin_client.get(url(models.Erratum))
    with django_assert_max_num_queries(25) as few:
        admin_client.get(url(models.Erratum))
    for number in range(5):
        models.Erratum.objects.create(record=make.make_event(f"Other {number}"), text=f"{number}.")
    with django_assert_num_queries(len(few)):
        admin_client.get(url(models.Erratum))
