"""Members of the office at work: each has a browser of their own, and presses buttons."""

from typing import Any

from django.test import Client

from events import models
from events.admin.links import review_url
from tests.admin.conftest import url
from tests.admin.page import fields_of
from tests.support.factories import make_person


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

    def press(self, button: str, record: Any, changes: dict[str, Any] | None = None, query: str = "") -> Any:
        """Opens the form, changes fields by name, and presses a button."""
        return self.send(button, self.open(record, query), changes)

    def send(self, button: str, shown: Any, changes: dict[str, Any] | None = None) -> Any:
        """Presses a button of a form that was opened before."""
        assert f'name="{button}"' in shown.content.decode(), f"no button {button}"
        request = shown.request
        query = f"?{request['QUERY_STRING']}" if request["QUERY_STRING"] else ""
        return self.post(request["PATH_INFO"] + query, fields_of(shown) | (changes or {}) | {button: "1"})

    def post(self, address: str, fields: dict[str, Any]) -> Any:
        return self.client.post(address, fields, follow=True)

    def decide(self, button: str, pending: models.PendingRevision, **fields: str) -> Any:
        """Opens the page of a pending revision and presses a button there."""
        shown = self.client.get(review_url(pending))
        return self.post(review_url(pending), fields_of(shown) | fields | {button: "1"})


def pending_of(record: Any) -> models.PendingRevision:
    """The one open revision of a record."""
    return models.PendingRevision.objects.of(record).open().get()


def messages_of(response: Any) -> str:
    return " ".join(str(message) for message in response.context["messages"])
