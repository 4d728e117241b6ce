"""Accounts, and the failed logins: these are read-only, and to delete a row lifts its lock."""

from typing import Any

from axes.models import AccessAttempt, AccessFailureLog, AccessLog
from django.contrib import admin, messages
from django.contrib.auth.admin import GroupAdmin, UserAdmin
from django.contrib.auth.models import Group, User
from django.db.models import QuerySet
from django.forms import CheckboxSelectMultiple
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from events.admin.list_search import PlainLookups
from events.admin.pages import Context
from events.admin.site import KINDS

# The library's other logs are kept, and not shown.
for model in (User, Group, AccessAttempt, AccessFailureLog, AccessLog):
    if admin.site.is_registered(model):
        admin.site.unregister(model)


class InOfficesWords(PlainLookups):
    """Lists under the names that the office has for them."""

    def changelist_view(self, request: HttpRequest, extra_context: Context = None) -> Any:
        title = {"title": KINDS[self.model.__name__]}  # type: ignore[attr-defined]
        return super().changelist_view(request, title | (extra_context or {}))  # type: ignore[misc]


@admin.register(User)
class AccountAdmin(InOfficesWords, UserAdmin):
    """Administrators give roles. Only superusers make superusers, give single permissions, or touch a superuser."""

    list_display = ["username", "whole_name", "email", "roles", "is_active", "last_login"]
    list_filter = ["groups", "is_active", "is_superuser"]
    readonly_fields = ["last_login", "date_joined"]  # facts, not fields
    filter_horizontal = ["user_permissions"]

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).prefetch_related("groups")

    @admin.display(description=gettext_lazy("name"), ordering="last_name")
    def whole_name(self, user: User) -> str:
        return user.get_full_name()

    @admin.display(description=gettext_lazy("roles"))
    def roles(self, user: User) -> str:
        """What gives the account its rights; who is above all roles is said to be."""
        names = [_(group.name) for group in user.groups.all()]
        return ", ".join([_("Superuser (may do everything)")] * user.is_superuser + names)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """A role is of use in the office alone: who has one may enter it."""
        super().save_related(request, form, formsets, change)
        user = form.instance
        if not user.is_staff and user.groups.exists():
            user.is_staff = True
            user.save(update_fields=["is_staff"])
            text = _("“%(name)s” has a role, so this account may now enter the editorial office.")
            messages.info(request, text % {"name": user})

    def formfield_for_manytomany(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name == "groups":
            kwargs["widget"] = CheckboxSelectMultiple  # four roles, all in sight
        return super().formfield_for_manytomany(db_field, request, **kwargs)

    def get_readonly_fields(self, request: HttpRequest, obj: User | None = None) -> list[str]:
        own = [] if request.user.is_superuser else ["is_superuser", "user_permissions"]
        return [*super().get_readonly_fields(request, obj), *own]

    def has_change_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        return super().has_change_permission(request, obj) and self.may_touch(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        return super().has_delete_permission(request, obj) and self.may_touch(request, obj)

    def may_touch(self, request: HttpRequest, obj: User | None) -> bool:
        return obj is None or request.user.is_superuser or not obj.is_superuser


@admin.register(Group)
class RoleAdmin(InOfficesWords, GroupAdmin):
    """What a role may do is set by superusers: whoever has a role could else give it everything."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return super().has_add_permission(request) and request.user.is_superuser

    def has_change_permission(self, request: HttpRequest, obj: Group | None = None) -> bool:
        return super().has_change_permission(request, obj) and request.user.is_superuser

    def has_delete_permission(self, request: HttpRequest, obj: Group | None = None) -> bool:
        return super().has_delete_permission(request, obj) and request.user.is_superuser


@admin.register(AccessAttempt)
class FailedLoginAdmin(InOfficesWords, admin.ModelAdmin):
    list_display = ["username", "ip_address", "failures_since_start", "attempt_time"]
    search_fields = ["username", "ip_address"]
    search_help_text = gettext_lazy(
        "A name or an address. To let somebody in again before the hour is over, delete the row."
    )
    readonly_fields = ["username", "ip_address", "user_agent", "path_info", "failures_since_start", "attempt_time"]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: AccessAttempt | None = None) -> bool:
        return False
