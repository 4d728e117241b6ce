"""The names of the editorial office, and the order of its index."""

from collections.abc import Iterable
from typing import Any

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

admin.site.site_header = _("Editorial office")
admin.site.site_title = _("Editorial office")
admin.site.index_title = _("What do you want to edit?")
admin.site.empty_value_display = "–"

APPS = ("events", "auth")
NAMES = {"auth": _("Accounts"), "axes": _("Failed logins")}
RECORDS = (
    "Event",
    "Interpretation",
    "Debate",
    "Actor",
    "Source",
    "Passage",
    "Reference",
    "Theme",
    "Redirect",
)


def in_editors_order(apps: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """The admin's list of applications with the records first, in the order in which editors meet them.

    What is not named here follows in the order that it came in.
    """

    def place(names: tuple[str, ...], name: str) -> int:
        return names.index(name) if name in names else len(names)

    return [
        app
        | {"name": NAMES.get(app["app_label"], app["name"])}
        | {"models": sorted(app["models"], key=lambda model: place(RECORDS, model["object_name"]))}
        for app in sorted(apps, key=lambda app: place(APPS, app["app_label"]))
    ]
