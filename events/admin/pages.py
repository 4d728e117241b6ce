"""Pages of a record beside those of Django's admin: their addresses, and how they are rendered."""

from typing import Any

from django.contrib import messages
from django.contrib.admin.utils import quote
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import path, reverse
from reversion.admin import VersionAdmin

Context = dict[str, Any] | None
OwnPages = dict[str, tuple[str, Any]]


class Pages(VersionAdmin):
    """Subclasses add their pages in `own_pages`."""

    def record_of(self, obj: Any) -> Any:
        """The record in whose history the object stands."""
        return obj

    def own_pages(self) -> OwnPages:
        """Pages beside Django's, by the last part of their name: the end of the address, and the view."""
        return {}

    def get_urls(self) -> list[Any]:
        name, wrap = f"{self.opts.app_label}_{self.opts.model_name}", self.admin_site.admin_view
        own = [path(route, wrap(view), name=f"{name}_{page}") for page, (route, view) in self.own_pages().items()]
        return [*own, *super().get_urls()]

    def page(self, request: HttpRequest, template: str, title: Any, status: int = 200, **context: Any) -> HttpResponse:
        """A page of the office, from a template of `admin/events/`."""
        context = self.admin_site.each_context(request) | {"title": title, "opts": self.opts} | context
        return TemplateResponse(request, f"admin/events/{template}.html", context, status=status)

    def refused(self, request: HttpRequest, error: ValidationError) -> None:
        """Says on the next page why nothing was written."""
        for message in error.messages:
            messages.error(request, message)

    def address(self, record: Any, page: str, *args: Any) -> str:
        meta = record._meta
        return reverse(f"admin:{meta.app_label}_{meta.model_name}_{page}", args=[quote(record.pk), *args])
