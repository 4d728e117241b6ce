"""What is doubtful in a record, on its form: while it is typed, through one address, and once it is saved."""

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.admin.options import IS_POPUP_VAR
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from events.admin import links
from events.admin.forms import is_key
from events.admin.pages import OwnPages
from events.admin.saving import SAFE_METHODS
from events.admin.workflow import Workflow
from events.doubts import records
from events.doubts.rules import Doubt
from events.models import Actor, Event, Interpretation

DOUBTED = (Event, Interpretation, Actor)
"""The models that there are rules for."""

SCRIPT: Any = forms.Media(js=[forms.Script("admin_site/doubts.js", type="module")])  # type: ignore[list-item]


class Doubted(Workflow):
    """A doubt never keeps anything from being saved."""

    def own_pages(self) -> OwnPages:
        own = {"doubts": ("doubts/", require_POST(self.doubts_view))} if self.model in DOUBTED else {}
        return own | super().own_pages()

    def doubts_view(self, request: HttpRequest) -> JsonResponse:
        """What is doubtful in the form that is sent, of which nothing is saved. `_key` is its record's, if it has one.

        `doubts` is a list of `field`, `message` and `records`, each with `name` and `address`.
        """
        if not self.has_view_permission(request):
            raise PermissionDenied
        key = request.POST.get("_key", "")
        found = records.of_form(self.model, request.POST, int(key) if is_key(key) else None)
        answer = {"doubts": [plain(doubt) for doubt in found]}
        return JsonResponse(answer, json_dumps_params={"ensure_ascii": False})

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> TemplateResponse:
        obj: Any = kwargs.get("obj")
        if self.model in DOUBTED and self.has_change_permission(request, obj):
            key = obj.pk if obj is not None and kwargs.get("change") else None
            if request.method not in SAFE_METHODS:
                found = records.of_form(self.model, request.POST, key)
            else:
                found = records.of_record(obj) if key else []
            context["doubts"] = [plain(doubt) for doubt in found]
            context["doubts_key"] = key or ""
            context["doubts_address"] = reverse(f"admin:events_{self.opts.model_name}_doubts")
            context["media"] += SCRIPT
        return super().render_change_form(request, context, *args, **kwargs)

    def response_change(self, request: HttpRequest, obj: Any) -> HttpResponse:
        response = super().response_change(request, obj)
        self.say_doubts(request, obj)
        return response

    def response_add(self, request: HttpRequest, obj: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        response = super().response_add(request, obj, *args, **kwargs)
        self.say_doubts(request, obj)
        return response

    def say_doubts(self, request: HttpRequest, record: Any) -> None:
        """For the next page, unless that is the form, which says it itself."""
        if self.model in DOUBTED and "_continue" not in request.POST and IS_POPUP_VAR not in request.POST:
            for doubt in records.of_record(record):
                messages.warning(request, sentence(doubt))


def plain(doubt: Doubt) -> dict[str, Any]:
    named = [{"name": str(record), "address": links.admin_url(record)} for record in doubt.records]
    return {"field": doubt.field, "message": doubt.message, "records": named}


def sentence(doubt: Doubt) -> SafeString:
    """A doubt with links to the records that it is about."""
    linked = [(links.admin_url(record), str(record)) for record in doubt.records]
    text = _("Look again: %s") % doubt.message
    return format_html("{} {}", text, format_html_join(" · ", '<a href="{}">{}</a>', linked))
