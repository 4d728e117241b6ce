"""The names of the editorial office, and the order of its index."""

from collections.abc import Iterable
from typing import Any

from django.contrib import admin
from django.contrib.admin.forms import AdminAuthenticationForm
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

admin.site.site_header = _("Editorial office")
admin.site.site_title = _("Editorial office")
admin.site.index_title = _("What do you want to edit?")
admin.site.empty_value_display = "–"


class LogInForm(AdminAuthenticationForm):
    """Tells who gave the right password and may not enter why."""

    def confirm_login_allowed(self, user: Any) -> None:
        if user.is_active and not user.is_staff:
            text = _("Name and password are right, but this account has no role. An administrator can give it one.")
            raise ValidationError(text, code="no_role")
        super().confirm_login_allowed(user)


admin.site.login_form = LogInForm

APPS = ("events", "auth")
KINDS = {"User": _("Accounts"), "Group": _("Roles"), "AccessAttempt": _("Failed logins")}
"""What the office calls what Django and its extensions call otherwise."""
NAMES = {"auth": _("Accounts"), "axes": _("Failed logins")}
RECORDS = (
    "Event", "Interpretation", "Debate", "Actor", "Source", "Passage", "Reference", "Theme", "Place", "Redirect",
    "Erratum", "Edition",
)  # fmt: skip


def in_editors_order(apps: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """The admin's list of applications with the records first, in the order in which editors meet them.

    What is not named here follows in the order that it came in.
    """

    def place(names: tuple[str, ...], name: str) -> int:
        return names.index(name) if name in names else len(names)

    return [
        app
        | {"name": NAMES.get(app["app_label"], app["name"])}
        | {
            "models": [
                model | {"name": KINDS.get(model["object_name"], model["name"])}
                for model in sorted(app["models"], key=lambda model: place(RECORDS, model["object_name"]))
            ]
        }
        for app in sorted(apps, key=lambda app: place(APPS, app["app_label"]))
    ]
