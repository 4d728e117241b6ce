"""The editorial office from outside: an editor's client, and what a form would post."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from tests.admin.page import fields_of
from tests.factories import make_editor


@pytest.fixture
def editor(db: None) -> Any:
    return make_editor("editor")


@pytest.fixture
def office(editor: Any, client: Client) -> Client:
    """A client logged in as an editor."""
    client.force_login(editor)
    return client


def url(record_or_model: Any, page: str = "") -> str:
    """The address of a record's `change`, `delete` or `history`, or of a model's `changelist`, `add` …"""
    meta = record_or_model._meta
    if isinstance(record_or_model, type):
        return reverse(f"admin:{meta.app_label}_{meta.model_name}_{page or 'changelist'}")
    return reverse(f"admin:{meta.app_label}_{meta.model_name}_{page or 'change'}", args=[record_or_model.pk])


@pytest.fixture
def save(office: Client) -> Callable[..., Any]:
    """Opens a record's form (a model's: to add one), changes fields by name and posts it."""

    def save(record_or_model: Any, changes: dict[str, Any] | None = None) -> Any:
        address = url(record_or_model, "add" if isinstance(record_or_model, type) else "change")
        return office.post(address, fields_of(office.get(address)) | (changes or {}), follow=True)

    return save


def row(prefix: str, number: int, **fields: Any) -> dict[str, Any]:
    """The fields of one row of an inline, and the number of rows that the form then has."""
    return {f"{prefix}-{number}-{name}": value for name, value in fields.items()} | {
        f"{prefix}-TOTAL_FORMS": str(number + 1)
    }


def errors_of(response: Any) -> str:
    """All messages of the form that was sent back, in one text."""
    found = response.context["errors"]
    return " ".join(str(one) for errors in found for one in ([errors] if isinstance(errors, str) else errors))
