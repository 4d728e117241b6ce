"""What every record's admin does: history, redirects on renaming, what blocks and what rests on it."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import Any

import reversion
from django.contrib import admin
from django.contrib.admin.utils import unquote
from django.db.models import Count, IntegerField, Model, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.forms import ModelForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from reversion.admin import VersionAdmin
from reversion.models import Version

from events import history, publication
from events.admin import renaming, uses
from events.admin.forms import OwnFields, RecordForm
from events.admin.search import FoldedSearch
from events.admin.worklists import WorklistFilter

SAFE_METHODS = ("GET", "HEAD", "OPTIONS", "TRACE")


class RecordAdmin(OwnFields, FoldedSearch, VersionAdmin):
    """The admin of a record.

    A save that changes something, in the record or in its inlines, makes one version of the whole; one that
    changes nothing makes none and leaves `updated_at` alone. A deletion first leaves a version: who, and why.
    """

    form: type[ModelForm] = RecordForm
    history_latest_first = True
    list_per_page = 50
    change_list_template = "admin/events/change_list.html"
    object_history_template = "admin/events/object_history.html"
    revision_form_template = "admin/events/revision_form.html"
    recover_form_template = "admin/events/recover_form.html"
    recover_list_template = "admin/events/recover_list.html"
    delete_confirmation_template = "admin/events/delete_confirmation.html"

    @admin.display(description=gettext_lazy("changed"), ordering="updated_at")
    def changed(self, obj: Any) -> str:
        return date_format(localtime(obj.updated_at), "j N Y, H:i")

    # --- history ------------------------------------------------------------------------------------------

    @contextmanager
    def create_revision(self, request: HttpRequest) -> Iterator[None]:
        """Only what `save_related` adds is recorded; reading opens no transaction: it would lock SQLite."""
        if request.method in SAFE_METHODS:
            yield
            return
        with reversion.create_revision(manage_manually=True):
            reversion.set_user(request.user)
            yield

    def get_list_filter(self, request: HttpRequest) -> list[Any]:
        return [WorklistFilter, *super().get_list_filter(request)]

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        if "lang" in request.GET:  # the middleware has taken it; a list would take it for a filter
            query = request.GET.copy()
            del query["lang"]
            return redirect(f"{request.path}?{query.urlencode()}" if query else request.path)
        # Not in one revision: it would be written after the rows are gone, and so without them.
        context = {
            "title": capfirst(self.opts.verbose_name_plural),
            "has_change_permission": self.has_change_permission(request),
        }
        context |= extra_context or {}
        return super(VersionAdmin, self).changelist_view(request, context)

    def whole(self, obj: Any) -> Any:
        """The record in whose history the object stands."""
        return obj

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        if change and not (form.has_changed() or restores(request)):
            return
        old_slug = getattr(request, "slug_before", "") or form.initial.get("slug", "")
        super().save_model(request, obj, form, change)
        if change and old_slug and old_slug != obj.slug and type(obj) in renaming.KINDS:
            self.rename(request, obj, old_slug, form.initial.get("status", ""))

    def rename(self, request: HttpRequest, obj: Any, old_slug: str, status_before: str) -> None:
        if not renaming.was_ever_public(obj, status_before):
            return
        renaming.leave_redirect(obj, old_slug)
        message = _("The old address %(old)s now leads to %(new)s.")
        kind = renaming.KINDS[type(obj)]
        addresses = {"old": renaming.address(kind, old_slug), "new": renaming.address(kind, obj.slug)}
        self.message_user(request, message % addresses)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        form_changed = form.has_changed() or not change or restores(request)
        if not form_changed and not any(formset.has_changed() for formset in formsets):
            return
        whole = self.whole(form.instance)
        if not form_changed or whole is not form.instance:
            touch(whole)
        reversion.add_to_revision(whole)

    def record_deletion(self, request: HttpRequest, obj: Any) -> None:
        """Leaves a version of what is about to be deleted, with the reason given on the confirmation page."""
        reason = request.POST.get("reason", "").strip()
        comment = _("Deleted: %(reason)s") % {"reason": reason} if reason else _("Deleted.")
        with history.recording(request.user, comment):
            for record in [obj, *self.goes_with(obj)]:
                reversion.add_to_revision(record)

    def goes_with(self, obj: Any) -> Iterable[Model]:
        """What a deletion takes along beside the inlines; it comes back with the record."""
        return []

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        self.record_deletion(request, obj)
        super().delete_model(request, obj)

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet) -> None:
        for obj in queryset:
            self.record_deletion(request, obj)
        super().delete_queryset(request, queryset)

    def revision_view(
        self,
        request: HttpRequest,
        object_id: str,
        version_id: str,
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        request.restores = True  # type: ignore[attr-defined]
        if "slug" in {field.name for field in self.opts.fields}:
            slugs = self.model._default_manager.filter(pk=unquote(object_id)).values_list("slug", flat=True)
            request.slug_before = slugs.first()  # type: ignore[attr-defined]
        return super().revision_view(request, object_id, version_id, extra_context)

    def recover_view(
        self, request: HttpRequest, version_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        request.restores = True  # type: ignore[attr-defined]
        return super().recover_view(request, version_id, extra_context)

    # --- deletion -----------------------------------------------------------------------------------------

    def uses_that_protect(self, obj: Any) -> Iterable[Any]:
        """Records that would silently lose something with the object, which they keep from being deleted."""
        return []

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> Any:
        deleted, counts, perms_needed, protected = super().get_deleted_objects(objs, request)
        silent = [record for obj in objs for record in self.uses_that_protect(obj)]
        return deleted, counts, perms_needed, [*protected, *map(linked, silent)]

    # --- the form -----------------------------------------------------------------------------------------

    def is_public(self, obj: Any) -> bool:
        """Whether readers can see the record's page now."""
        if hasattr(obj, "status"):
            return obj.is_published
        manager = type(obj).objects
        return hasattr(manager, "public") and manager.public().filter(pk=obj.pk).exists()

    def get_view_on_site_url(self, obj: Any = None) -> str | None:
        if obj is None or not hasattr(obj, "get_absolute_url") or not self.is_public(obj):
            return None
        return obj.get_absolute_url()

    def used_in(self, obj: Any) -> Iterable[uses.Use]:
        """What rests on the record, for the panel on its form."""
        return []

    def blocks_publication(self, obj: Any) -> list[tuple[str, str]] | None:
        """What stands in the way of publishing, with its field's address; None where nothing can."""
        if not hasattr(obj, "status") or obj.is_published:
            return None
        anchor = "#citations-group" if hasattr(obj, "citations") else "#id_introduction"
        return [(problem, anchor) for problem in publication.problems(obj)]

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> TemplateResponse:
        obj = kwargs.get("obj")
        if obj is not None and obj.pk and kwargs.get("change"):
            context["used_in"] = [use for use in self.used_in(obj) if use.links]
            context["blocks"] = self.blocks_publication(obj)
            context["history_of"] = self.whole(obj)
        return super().render_change_form(request, context, *args, **kwargs)


class PartAdmin(RecordAdmin):
    """The page of something that belongs to a record: it has its own citations but no history of its own.

    It is not on the index; one gets there from its record's form.
    """

    def get_model_perms(self, request: HttpRequest) -> dict[str, bool]:
        return {}

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        whole = self.whole(obj)
        self.record_deletion(request, whole)
        obj.delete()
        self.record_rest(request, whole)

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet) -> None:
        for obj in queryset:
            self.delete_model(request, obj)

    def record_rest(self, request: HttpRequest, whole: Any) -> None:
        with history.recording(
            request.user, _("Without the %(part)s that was deleted.") % {"part": self.opts.verbose_name}
        ):
            touch(whole)
            reversion.add_to_revision(whole)

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        return self.to_history_of_whole(request, object_id)

    def revision_view(
        self,
        request: HttpRequest,
        object_id: str,
        version_id: str,
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        return self.to_history_of_whole(request, object_id)

    def to_history_of_whole(self, request: HttpRequest, object_id: str) -> HttpResponse:
        obj = self.get_object(request, unquote(object_id))
        if obj is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)
        meta = self.whole(obj)._meta
        return redirect(f"admin:{meta.app_label}_{meta.model_name}_history", self.whole(obj).pk)


class RestoresFields(RecordAdmin):
    """For records with fields that only the loader writes: an earlier version gives back what editors wrote.

    Reverting the whole row would bring offsets back that belong to an earlier text.
    """

    restored: tuple[str, ...] = ()

    def revision_view(
        self,
        request: HttpRequest,
        object_id: str,
        version_id: str,
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        version = Version.objects.get_for_object_reference(self.model, unquote(object_id)).filter(pk=version_id).first()
        if version is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)
        request.restores = True  # type: ignore[attr-defined]
        request.restored_from = version  # type: ignore[attr-defined]
        context = {"title": _("Revert %(name)s") % {"name": version.object_repr}, "revert": True}
        with self.create_revision(request):
            response = self.changeform_view(request, object_id, request.path, context | (extra_context or {}))
        if isinstance(response, TemplateResponse):
            response.template_name = self.revision_form_template
        return response

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> Any:
        obj = super().get_object(request, object_id, from_field)
        if obj is not None and (version := getattr(request, "restored_from", None)):
            request.slug_before = getattr(obj, "slug", "")  # type: ignore[attr-defined]
            for name in self.restored:
                attname = self.opts.get_field(name).attname
                setattr(obj, attname, version.field_dict.get(attname))
        return obj


def restores(request: HttpRequest) -> bool:
    """Whether an earlier version is being restored: what the form shows is then already in the row."""
    return getattr(request, "restores", False)


def touch(record: Any) -> None:
    """Says that the record changed, where only its inlines did."""
    if hasattr(record, "updated_at"):
        record.save(update_fields=["updated_at"])


def linked(record: Any) -> SafeString:
    text = f"{record._meta.verbose_name}: {record}"
    return format_html('<a href="{}">{}</a>', uses.admin_url(record), capfirst(text))


def list_link(model: type[Model], query: str, text: str) -> SafeString:
    """A link to another list of the office."""
    url = reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")
    return format_html('<a href="{}?{}">{}</a>', url, query, text)


def counted(model: type[Model], relation: str, distinct: str = "pk") -> Coalesce:
    """How many rows point at each record; a subquery, because grouping would lose the order of the list."""
    rows = model._default_manager.filter(**{relation: OuterRef("pk")}).order_by().values(relation)
    total = rows.annotate(total=Count(distinct, distinct=True)).values("total")
    return Coalesce(Subquery(total, output_field=IntegerField()), 0)


class YesNoFilter(admin.SimpleListFilter):
    """A filter with a yes and a no; subclasses say what is chosen by yes."""

    yes: Callable[[QuerySet], QuerySet]

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("yes", _("Yes")), ("no", _("No"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        if self.value() == "yes":
            return type(self).yes(queryset)
        if self.value() == "no":
            return queryset.exclude(pk__in=type(self).yes(self.all(queryset)).values("pk"))
        return queryset

    @staticmethod
    def all(queryset: QuerySet) -> QuerySet:
        return queryset.model._default_manager.order_by()
