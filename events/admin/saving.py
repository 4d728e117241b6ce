"""What is known of a form while it is shown or saved, and writing that is taken back."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from reversion.models import Version

from events.models import PendingRevision
from events.record_data.declaration import Data
from events.signals import invalidation

SAFE_METHODS = ("GET", "HEAD", "OPTIONS", "TRACE")


@dataclass
class Saving:
    """What is known of the request while its form is being shown or saved."""

    pending: PendingRevision | None = None
    version: Version | None = None
    recovers: bool = False
    captures: bool = False
    saved: bool = False
    base: str = ""
    shown: Data | None = None
    """What the form shows, before anything is typed into it."""
    disclosed: list[Any] = field(default_factory=list)
    """What readers would see with that for the first time."""
    problems: list[str] = field(default_factory=list)
    """Why the button that was pressed may not do what it says."""
    status_before: str = ""
    outcome: str = ""
    """What the save has done, in a sentence."""


def saving(request: HttpRequest) -> Saving:
    if not hasattr(request, "saving"):
        request.saving = Saving()  # type: ignore[attr-defined]
    return request.saving  # type: ignore[attr-defined]


def unresolved_as(live: Data, shown: Data) -> Data:
    """The data with its references resolved as they are now."""
    if "resolves_to" in live:  # a reference itself
        return shown | {"resolves_to": live["resolves_to"]}
    if "references" not in shown:
        return shown
    now = {row["pk"]: row["resolves_to"] for row in live["references"]}
    return shown | {"references": [row | {"resolves_to": now.get(row["pk"])} for row in shown["references"]]}


def warn_of_what_is_gone(request: HttpRequest, sentences: list[str]) -> None:
    """Says on the form what it cannot show."""
    so = _("What pointed at it is not in the form.")
    for sentence in sentences:
        messages.warning(request, f"{sentence} {so}")


def is_typed(name: str) -> bool:
    """Whether a field of a form holds what somebody wrote: no token, count or key."""
    return not name.startswith(("_", "csrf", "initial-")) and not name.endswith(("_FORMS", "-id", "-DELETE"))


def rendered(response: HttpResponse) -> HttpResponse:
    """The response, made now: what it shows is rolled back."""
    return response.render() if isinstance(response, TemplateResponse) else response


class _Undone(Exception):
    """Rolls back what was only to be read."""


@contextmanager
def undone() -> Iterator[None]:
    """What is written within it is gone at its end."""
    try:
        with transaction.atomic(), invalidation.discarded():
            yield
            raise _Undone
    except _Undone:
        pass
