"""The editorial office from outside: its addresses and forms, and members at work, each with a browser of their own."""

from typing import Any

from django.test import Client
from django.urls import reverse
from reversion.models import Version

from events import models
from events.admin.links import review_url
from events.editing import history_entries
from tests.support.factories import make_person
from tests.support.forms import fields_of


def url(record_or_model: Any, page: str = "") -> str:
    """The address of a record's `change`, `delete` or `history`, or of a model's `changelist`, `add` …"""
    meta = record_or_model._meta
    if isinstance(record_or_model, type):
        return reverse(f"admin:{meta.app_label}_{meta.model_name}_{page or 'changelist'}")
    return reverse(f"admin:{meta.app_label}_{meta.model_name}_{page or 'change'}", args=[record_or_model.pk])


def row(prefix: str, number: int, **fields: Any) -> dict[str, Any]:
    """The fields of one row of an inline, and the number of rows that the form then has."""
    return {f"{prefix}-{number}-{name}": value for name, value in fields.items()} | {
        f"{prefix}-TOTAL_FORMS": str(number + 1)
    }


def errors_of(response: Any) -> str:
    """All messages of the form that was sent back, in one text."""
    found = response.context["form_errors"]
    return " ".join(str(one) for errors in found for one in ([errors] if isinstance(errors, str) else errors))


class Person:
    """Somebody in a role, signed in."""

    def __init__(self, role: str) -> None:
        self.user = make_person(role)
        self.client = Client()
        self.client.force_login(self.user)

    def open(self, record: Any, query: str = "") -> Any:
        """The form of a record (a model's: to add one), as a browser has it after redirects."""
        return self.client.get(self.address(record) + query, follow=True)

    def address(self, record: Any) -> str:
        return url(record, "add" if isinstance(record, type) else "change")

    def press(
        self,
        button: str,
        record: Any,
        changes: dict[str, Any] | None = None,
        query: str = "",
        follow: bool = False,
    ) -> Any:
        """Opens the form, changes fields by name, and presses a button."""
        return self.send(button, self.open(record, query), changes, follow)

    def send(self, button: str, shown: Any, changes: dict[str, Any] | None = None, follow: bool = False) -> Any:
        """Presses a button of a form that was opened before."""
        assert f'name="{button}"' in shown.content.decode(), f"no button {button}"
        request = shown.request
        query = f"?{request['QUERY_STRING']}" if request["QUERY_STRING"] else ""
        return self.post(request["PATH_INFO"] + query, fields_of(shown) | (changes or {}) | {button: "1"}, follow)

    def post(self, address: str, fields: dict[str, Any], follow: bool = False) -> Any:
        """Posts; the page that a redirect leads to is only made if it is to be looked at."""
        return self.client.post(address, fields, follow=follow)

    def decide(self, button: str, pending: models.PendingRevision, follow: bool = False, **fields: str) -> Any:
        """Opens the page of a pending revision and presses a button there."""
        shown = self.client.get(review_url(pending))
        return self.post(review_url(pending), fields_of(shown) | fields | {button: "1"}, follow)


def pending_of(record: Any) -> models.PendingRevision:
    """The one open revision of a record."""
    return models.PendingRevision.objects.of(record).open().get()


def messages_of(response: Any) -> str:
    return " ".join(str(message) for message in response.context["messages"])


def history_of(record: Any) -> list[Version]:
    """The entries that were made in the office."""
    found = Version.objects.get_for_object(record).select_related("revision__user").order_by("pk")
    return list(found.exclude(revision__comment=history_entries.outside()))


# --- In a browser -----------------------------------------------------------------------------------------------------


def press(page: Any, selector: str) -> None:
    """Clicks what leads to another page, and waits until it is there."""
    with page.expect_navigation():
        page.click(selector)


def unfold(page: Any) -> None:
    """Opens all that is folded on a form in a browser."""
    page.evaluate("document.querySelectorAll('#content-main details').forEach((fold) => (fold.open = true))")
