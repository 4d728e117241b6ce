"""Merging two records in the office: which of the two stays, what would move, and the way back."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from reversion.models import Version

from events.addresses.redirects import KINDS
from events.admin.forms import OneAutocomplete, is_key
from events.admin.links import admin_url
from events.admin.pages import Context, OwnPages
from events.admin.workflow import Workflow
from events.admin.worklist_panel import of_duplicates
from events.editing import merging, roles
from events.models import Merge, Source
from events.record_data import differences, reading
from events.record_data.declaration import DECLARED

NAMED = 5
"""On a worklist so many records are named that another looks like; the others are counted."""


@admin.action(description=gettext_lazy("Merge the two"), permissions=["merge"])
def merge_selected(modeladmin: Any, request: HttpRequest, queryset: QuerySet) -> HttpResponse | None:
    """Opens the page on which two chosen records are merged."""
    keys = list(queryset.order_by("pk").values_list("pk", flat=True)[:3])
    if len(keys) != 2:
        messages.error(request, _("Choose exactly two records to merge them."))
        return None
    return redirect(f"{modeladmin.merge_address(keys[0])}?with={keys[1]}")


class OtherForm(forms.Form):
    """Which record is merged with the one at hand: found by its name or, without JavaScript, given by its slug."""

    slug = forms.SlugField(
        label=gettext_lazy("or its slug"),
        required=False,
        max_length=120,
        widget=forms.TextInput({"class": "vTextField"}),
    )

    def __init__(self, record: Any, queryset: QuerySet, site: Any, data: Any = None) -> None:
        super().__init__(data)
        self.record, self.queryset = record, queryset
        relation = next(each for each in record._meta.related_objects if each.related_model in DECLARED)
        chosen = forms.ModelChoiceField(
            queryset, label=_("The other record"), required=False, widget=OneAutocomplete(relation.field, site)
        )
        self.fields = {"with": chosen, "slug": self.fields["slug"]}

    def clean(self) -> Any:
        cleaned = self.cleaned_data
        other = cleaned.get("with")
        if other is None and (slug := cleaned.get("slug")):
            other = self.queryset.filter(slug=slug).first()
            if other is None:
                self.add_error("slug", _("No record of this kind has this slug."))
        if other is not None and other.pk == self.record.pk:
            self.add_error("with", _("This is the same record. Choose another one."))
        elif other is None and not self.errors:
            self.add_error("with", _("Choose a record, or give its slug."))
        cleaned["other"] = other
        return cleaned


class Merging(Workflow):
    """Every record's page for merging it with another of its kind."""

    def own_pages(self) -> OwnPages:
        undo, merge = ("merge/<int:key>/undo/", self.undo_merge_view), ("<path:object_id>/merge/", self.merge_view)
        return ({"merge_undo": undo, "merge": merge} if self.model in KINDS else {}) | super().own_pages()

    def merge_address(self, key: int) -> str:
        return self.address(self.model(pk=key), "merge")

    def has_merge_permission(self, request: HttpRequest) -> bool:
        return self.model in KINDS and roles.may(request.user, "merge") and self.has_view_permission(request)

    def get_actions(self, request: HttpRequest) -> dict[str, Any]:
        actions = super().get_actions(request)
        if self.has_merge_permission(request) and admin.options.IS_POPUP_VAR not in request.GET:
            actions["merge_selected"] = (merge_selected, "merge_selected", merge_selected.short_description)  # type: ignore[attr-defined]
        return actions

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> TemplateResponse:
        obj = kwargs.get("obj")
        if obj is not None and obj.pk and kwargs.get("change"):
            context |= self.merges_context(request, obj.pk)
            if self.has_merge_permission(request):
                context["merge_address"] = self.merge_address(obj.pk)
        return super().render_change_form(request, context, *args, **kwargs)

    # --- choosing and looking -----------------------------------------------------------------------------

    def merge_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        if not self.has_merge_permission(request):
            raise PermissionDenied
        record = self.get_object(request, unquote(object_id))
        if record is None:
            raise Http404
        given = request.POST if request.method == "POST" else request.GET
        data = {name: given[name] for name in ("with", "slug") if name in given}
        if not is_key(data.get("with", "")):
            data.pop("with", None)  # the field itself would fail at it
        form = OtherForm(record, self.mergeable(), self.admin_site, data if {"with", "slug"} & set(given) else None)
        if not form.is_valid():
            status = 400 if form.errors else 200
            return self.page(request, "merge_choose", _("Merge"), status, record=record, form=form)
        other = form.cleaned_data["other"]
        if request.method == "POST":
            return self.merged(request, record, other)
        return self.merge_page(request, record, other)

    def mergeable(self) -> QuerySet:
        records = self.model._default_manager.all()
        return records.defer("text") if self.model is Source else records

    def merge_page(self, request: HttpRequest, record: Any, other: Any, status: int = 200) -> HttpResponse:
        plans = merging.by_standing(record, other)
        stays = plans[0].kept.pk if not plans[0].problems else None
        if is_key(chosen := request.POST.get("keep", "")):
            stays = int(chosen)
        return self.page(
            request,
            "merge",
            _("Merge"),
            status,
            record=record,
            other=other,
            plans=sorted(plans, key=lambda plan: plan.kept.pk != record.pk),
            stays=stays,
            possible=not all(plan.problems for plan in plans),
            changes=differences.changes(self.model, reading.read(other), reading.read(record)),
            why=request.POST.get("why", ""),
        )

    # --- merging ------------------------------------------------------------------------------------------

    def merged(self, request: HttpRequest, record: Any, other: Any) -> HttpResponse:
        both = {str(record.pk): (record, other), str(other.pk): (other, record)}
        if (keep := request.POST.get("keep", "")) not in both:
            messages.error(request, _("Choose which of the two stays."))
            return self.merge_page(request, record, other, 400)
        kept, gone = both[keep]
        why, seen = request.POST.get("why", "").strip()[:300], request.POST.get(f"seen-{keep}") or "nothing"
        try:
            done = merging.merge(kept, gone, request.user, why, seen)
        except merging.Changed:
            messages.error(request, _("Something has changed since you opened this page. Look again, then merge."))
            return self.merge_page(request, record, other, 409)
        except ValidationError as error:
            self.refused(request, error)
            return self.merge_page(request, record, other, 409)
        undo = reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_merge_undo", args=[done.pk])
        text = _("“%(gone)s” is now “%(kept)s”.") % {"gone": done.gone_name, "kept": kept}
        messages.success(request, format_html('{} <a href="{}">{}</a>', text, undo, _("Undo the merge")))
        return redirect(self.address(kept, "change"))

    # --- undoing ------------------------------------------------------------------------------------------

    def merges_of(self, key: str | int) -> QuerySet:
        """The merges that a record is of, stayed it or gone, and that can still be undone."""
        of_model = ContentType.objects.get_for_model(self.model)
        merges = Merge.objects.filter(content_type=of_model, undone_at=None).select_related("author")
        return merges.filter(Q(object_id=key) | Q(gone_id=key)) if is_key(str(key)) else merges.none()

    def merges_context(self, request: HttpRequest, key: str | int) -> dict[str, Any]:
        merges = self.merges_of(key) if self.model in KINDS else ()
        return {"merges": merges, "may_undo_merges": self.has_merge_permission(request)}

    def opened(self, request: HttpRequest, object_id: str, record: Any, *args: Any) -> HttpResponse:
        """The form of a record that was merged away leads to its history, where the merge can be undone."""
        if record is None and self.merges_context(request, unquote(object_id))["merges"]:
            return redirect(self.address(self.model(pk=unquote(object_id)), "history"))
        return super().opened(request, object_id, record, *args)

    def history_view(self, request: HttpRequest, object_id: str, extra_context: Context = None) -> HttpResponse:
        context = self.merges_context(request, unquote(object_id)) | (extra_context or {})
        return super().history_view(request, object_id, context)

    def recoverlist_view(self, request: HttpRequest, extra_context: Context = None) -> HttpResponse:
        """What was merged away is not recovered: its merge is undone."""
        deleted = list(Version.objects.get_deleted(self.model).select_related("revision__user").order_by("-pk"))
        merges = {str(merge.gone_id): merge for merge in self.merged_away()}
        for version in deleted:
            version.merge = merges.get(version.object_id)
        return super().recoverlist_view(request, {"deleted": deleted} | (extra_context or {}))

    def recover_view(self, request: HttpRequest, version_id: str, extra_context: Context = None) -> HttpResponse:
        version = Version.objects.filter(pk=int(version_id)).first() if is_key(str(version_id)) else None
        merge = self.merged_away().filter(gone_id=int(version.object_id)).first() if version else None
        if merge is None or not self.has_view_permission(request):
            return super().recover_view(request, version_id, extra_context)
        messages.warning(request, _("It was merged into another record. Undo the merge to bring it back."))
        return redirect(self.address(self.model(pk=merge.gone_id), "history"))

    def merged_away(self) -> QuerySet:
        return Merge.objects.filter(content_type=ContentType.objects.get_for_model(self.model), undone_at=None)

    def undo_merge_view(self, request: HttpRequest, key: int) -> HttpResponse:
        if not self.has_merge_permission(request):
            raise PermissionDenied
        of_model = ContentType.objects.get_for_model(self.model)
        done = Merge.objects.select_related("author").filter(pk=key, content_type=of_model).first()
        if done is None:
            raise Http404
        if request.method == "POST":
            try:
                stays = merging.undo(done, request.user)
            except ValidationError as error:
                self.refused(request, error)
                return self.undo_page(request, done, 409)
            for sentence in stays:
                messages.warning(request, sentence)
            messages.success(request, _("The merge is undone: “%(name)s” is back.") % {"name": done.gone_name})
            return redirect(self.address(self.model(pk=done.gone_id), "change"))
        return self.undo_page(request, done)

    def undo_page(self, request: HttpRequest, done: Merge, status: int = 200) -> HttpResponse:
        problem = merging.cannot_be_undone(done)
        return self.page(request, "merge_undo", _("Merge"), status, record=done.record, merge=done, problem=problem)

    # --- worklists of what looks alike --------------------------------------------------------------------

    def get_list_display(self, request: HttpRequest) -> Any:
        columns = super().get_list_display(request)
        return [*columns, "looks_like"] if of_duplicates(self.model, request) else columns

    def get_changelist_instance(self, request: HttpRequest) -> Any:
        changelist = super().get_changelist_instance(request)
        if (worklist := of_duplicates(self.model, request)) is not None:
            rows = list(changelist.result_list)
            companions = worklist.companions([row.pk for row in rows])  # type: ignore[misc]
            others = self.mergeable().in_bulk({key for keys in companions.values() for key in keys})
            for row in rows:
                row.companions = sorted((others[key] for key in companions[row.pk] if key in others), key=str)
                row.may_be_merged = self.has_merge_permission(request)
            changelist.result_list = rows
        return changelist

    @admin.display(description=gettext_lazy("looks like"))
    def looks_like(self, obj: Any) -> SafeString:
        """The records that this one looks like, each with the way to merge the two."""
        links = format_html_join(
            "", "<li>{}{}</li>", ((link(other), self.merge_link(obj, other)) for other in obj.companions[:NAMED])
        )
        more = len(obj.companions) - NAMED
        rest = format_html("<li>{}</li>", _("and %(n)d more") % {"n": more}) if more > 0 else ""
        return format_html('<ul class="alike">{}{}</ul>', links, rest)

    def merge_link(self, obj: Any, other: Any) -> SafeString | str:
        if not obj.may_be_merged:
            return ""
        address = f"{self.merge_address(obj.pk)}?with={other.pk}"
        both = _("“%(one)s” and “%(other)s”") % {"one": obj, "other": other}
        return format_html(' (<a href="{}">{}<span class="visually-hidden"> {}</span></a>)', address, _("merge"), both)


def link(record: Any) -> SafeString:
    return format_html('<a href="{}">{}</a>', admin_url(record), record)
