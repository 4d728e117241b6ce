"""What every record's admin does: history, redirects on renaming, what blocks and what rests on it."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import Any

import reversion
from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
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
from django.utils.text import Truncator, capfirst
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from reversion.admin import VersionAdmin

from events.addresses import redirects
from events.admin import deletion, links, signed_tokens
from events.admin.bulk import Bulk
from events.admin.conflict_page import Conflicts
from events.admin.doubts import Doubted
from events.admin.forms import OwnFields, RecordForm, is_key
from events.admin.list_export import ListExport
from events.admin.list_search import FoldedSearch
from events.admin.merge_pages import Merging
from events.admin.pages import Context
from events.admin.reading_page import READ, RETURNED, Readings, last_return
from events.admin.review_page import Reviews
from events.admin.saving import SAFE_METHODS, saving
from events.admin.statuses import STATUS_OF, Button
from events.admin.translations import HOLDS
from events.admin.version_pages import Versions
from events.admin.worklist_panel import WorklistFilter
from events.editing import disclosure, history, history_entries, roles
from events.models import Comment, Evidence, LoadNote, Passage, PendingRevision, Reference, Relation, publication


class RecordAdmin(ListExport, Bulk, OwnFields, FoldedSearch, Doubted, Merging, Versions, Readings, Reviews, Conflicts):
    """The admin of a record.

    A save that changes something, in the record or in its inlines, makes one version of the whole; one that
    changes nothing makes none and leaves `updated_at` alone. A deletion first leaves a version: who, and why.
    Whether a save is written or waits, `workflow` says.
    """

    form: type[ModelForm] = RecordForm
    history_latest_first = True
    list_per_page = 50
    change_form_template = "admin/events/change_form.html"
    change_list_template = "admin/events/change_list.html"
    object_history_template = "admin/events/object_history.html"
    revision_form_template = "admin/events/revision_form.html"
    recover_form_template = "admin/events/recover_form.html"
    recover_list_template = "admin/events/recover_list.html"
    delete_selected_confirmation_template = "admin/events/delete_selected_confirmation.html"
    delete_confirmation_template = "admin/events/delete_confirmation.html"

    @admin.display(description=gettext_lazy("changed"), ordering="updated_at")
    def changed(self, obj: Any) -> str:
        """The day; the history tells the time."""
        return date_format(localtime(obj.updated_at), "j N Y")

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

    def changelist_view(self, request: HttpRequest, extra_context: Context = None) -> HttpResponse:
        if "lang" in request.GET:  # the middleware has taken it; a list would take it for a filter
            query = request.GET.copy()
            del query["lang"]
            return redirect(f"{request.path}?{query.urlencode()}" if query else request.path)
        if "_selected_action" in request.POST:
            posted = request.POST.copy()
            posted.setlist("_selected_action", [*filter(is_key, posted.getlist("_selected_action"))])
            request.POST = posted  # type: ignore[assignment]
        # Not in one revision: it would be written after the rows are gone, and so without them.
        context = {
            "title": capfirst(self.opts.verbose_name_plural),
            "has_change_permission": self.has_change_permission(request),
        }
        context |= extra_context or {}
        return super(VersionAdmin, self).changelist_view(request, context)

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        state = saving(request)
        if wanted := getattr(obj, "wanted_status", ""):
            obj.status = wanted
        status_changed = change and bool(state.status_before) and state.status_before != getattr(obj, "status", "")
        if change and not (form.has_changed() or status_changed):
            return
        if not change and hasattr(obj, "created_by"):
            obj.created_by = request.user
        old_slug = form.initial.get("slug", "")
        super().save_model(request, obj, form, change)
        if change and old_slug and old_slug != obj.slug and type(obj) in redirects.KINDS:
            self.rename(request, obj, old_slug, state.status_before)

    def rename(self, request: HttpRequest, obj: Any, old_slug: str, status_before: str) -> None:
        if saving(request).captures or not redirects.was_ever_public(obj, status_before):
            return
        redirects.leave_redirect(obj, old_slug)
        message = _("The old address %(old)s now leads to %(new)s.")
        kind = redirects.KINDS[type(obj)]
        addresses = {"old": kind.address(old_slug), "new": kind.address(obj.slug)}
        self.message_user(request, message % addresses)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        for citation in (each for formset in formsets for each in getattr(formset, "cut_words", ())):
            text = _("The quote “%(quote)s” begins or ends within a word. Is that meant?")
            messages.warning(request, text % {"quote": Truncator(citation.quote).chars(80)})
        state = saving(request)
        obj = form.instance
        form_changed = form.has_changed() or not change
        form_changed = form_changed or (bool(state.status_before) and state.status_before != getattr(obj, "status", ""))
        if not form_changed and not any(formset.has_changed() for formset in formsets):
            return
        record = self.record_of(obj)
        if not form_changed or record is not obj:
            history_entries.touch(record)
        if reversion.is_active():
            reversion.add_to_revision(record)

    def log_change(self, request: HttpRequest, obj: Any, message: Any) -> Any:
        entry = super().log_change(request, obj, message)
        self.comment_on_revision(request, obj, entry.get_change_message())
        return entry

    def log_addition(self, request: HttpRequest, obj: Any, message: Any) -> Any:
        entry = super().log_addition(request, obj, message)
        self.comment_on_revision(request, obj, _("Added."))
        return entry

    def comment_on_revision(self, request: HttpRequest, obj: Any, what: str) -> None:
        """Why, if that was said; what; and the new status, if it is another."""
        if not reversion.is_active():
            return
        state = saving(request)
        lines = [self.said(request)["why"], what]
        if state.status_before and state.status_before != getattr(obj, "status", ""):
            lines.append(_("Status: %(status)s.") % {"status": obj.get_status_display()})
        reversion.set_comment("\n".join(filter(None, lines)))

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

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        """Of an address that fills in a form, what can be the key of a row where a row is meant."""
        initial = super().get_changeform_initial_data(request)
        relations = {field.name for field in self.opts.get_fields() if field.is_relation}
        keys = {name: values_of(value) for name, value in initial.items() if name in relations}
        return {name: value for name, value in initial.items() if all(map(is_key, keys.get(name, ())))}

    # --- deletion -----------------------------------------------------------------------------------------

    belonging: tuple[type[Model], ...] = (Evidence, Relation)
    """What goes with a record, or keeps it from being deleted: who may, is asked of the record alone."""

    def uses_that_protect(self, obj: Any) -> Iterable[Any]:
        """Records that would silently lose something with the object, which they keep from being deleted."""
        return []

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> Any:
        """Who may is Django's; what goes, and what keeps it, is said in editors' words, with links."""
        _deleted, _counts, perms_needed, _protected = super().get_deleted_objects(objs, request)
        belonging = {str(model._meta.verbose_name) for model in self.belonging}
        perms_needed = {name for name in perms_needed if str(name) not in belonging}
        deleted, counts, protecting = deletion.described(objs)
        silent = [record for obj in objs for record in self.uses_that_protect(obj)]
        waiting = PendingRevision.objects.of_all(self.model, [obj.pk for obj in objs]).open()
        return (
            deleted,
            counts,
            perms_needed,
            [*deletion.links_to([*protecting, *silent]), *map(linked_revision, waiting)],
        )

    def render_delete_form(self, request: HttpRequest, context: dict[str, Any]) -> HttpResponse:
        return super().render_delete_form(
            request, context | {"comes_back_by": self.comes_back_by(), "is_seen": self.is_public(context["object"])}
        )

    def comes_back_by(self) -> str:
        """How a deletion can be undone."""
        return _("It can be brought back from “Recover deleted”.")

    # --- the form -----------------------------------------------------------------------------------------

    def is_public(self, obj: Any) -> bool:
        """Whether readers can see the record's page now."""
        return type(obj) in PAGES and roles.is_public(obj)

    def get_view_on_site_url(self, obj: Any = None) -> str | None:
        if obj is None or not hasattr(obj, "get_absolute_url") or not self.is_public(obj):
            return None
        return obj.get_absolute_url()

    def used_in(self, obj: Any) -> Iterable[links.Use]:
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
        obj, state = kwargs.get("obj"), saving(request)
        context["buttons"] = self.buttons(request, obj)
        context["base"] = state.base
        context["may_save"] = self.has_change_permission(request, obj) if kwargs.get("change") else True
        context["said"] = {name: request.POST.get(f"_{name}", "") for name in ("why", "erratum", "comment", "field")}
        if state.pending and request.method in SAFE_METHODS:
            context["said"] |= {"why": state.pending.why, "erratum": state.pending.erratum}
        if obj is not None and obj.pk and kwargs.get("change"):
            record = self.record_of(obj)
            context["used_in"] = [use for use in self.used_in(obj) if use.links]
            context["blocks"] = self.blocks_publication(obj)
            context["history_of"] = record
            context["waits"] = roles.changes_wait(record)
            context["pending"] = state.pending
            context["load_note"] = self.load_note(record)
            waiting_or_hidden = state.pending or not context["waits"]
            context["preview"] = self.preview_address(record, state.pending) if waiting_or_hidden else ""
            context["others_waiting"] = self.others_waiting(request, record)
            context |= self.disclosed_with(request, record)
            context["comments"] = list(Comment.objects.of(record).select_related("author", "pending"))
            if returned := last_return(record, context["comments"], state.pending):
                context["returned"] = returned
                context["media"] += RETURNED
            if isinstance(record, READ) and not context["waits"]:
                context["reading"] = self.address(record, "reading")
            context["commented_fields"] = [
                (name, field.label)
                for name, field in context["adminform"].form.fields.items()
                if not name.endswith(f".{HOLDS}")
            ]
        context["form_errors"] = context.pop("errors", None)  # said once, in the summary that links to each field
        return super().render_change_form(request, context, *args, **kwargs)

    def disclosed_with(self, request: HttpRequest, record: Any) -> dict[str, Any]:
        """What readers will see with the record for the first time, for who decides on it; and what they will not."""
        state = saving(request)
        if not state.shown or (roles.changes_wait(record) and not (state.pending or state.version)):
            return {}
        return {
            "disclosed": [(each, disclosure.texts(each)) for each in state.disclosed],
            "disclosed_token": signed_tokens.token(request, "disclosed", record, disclosure.stamps(state.disclosed)),
            "left_hidden": list(disclosure.left_hidden(record, state.shown)),
        }

    def load_note(self, record: Any) -> LoadNote | None:
        """What the last load left as it was."""
        kind = redirects.KINDS.get(type(record))
        return LoadNote.objects.filter(kind=kind, slug=record.slug).first() if kind else None

    def others_waiting(self, request: HttpRequest, record: Any) -> list[PendingRevision]:
        """Open revisions of the record beside that which the form shows."""
        found = PendingRevision.objects.of(record).open().select_related("author")
        shown = saving(request).pending
        return [
            each
            for each in found
            if each != shown and (each.author_id == request.user.pk or roles.may(request.user, "review"))
        ]


class PartAdmin(RecordAdmin):
    """The page of something that belongs to a record, and has neither a status nor a history of its own."""

    on_index = False
    """Else one gets there from the form of its record alone."""

    belonging = ()
    group: str
    """Where the part stands on the form of its record."""

    def get_model_perms(self, request: HttpRequest) -> dict[str, bool]:
        return super().get_model_perms(request) if self.on_index else {}

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def buttons(self, request: HttpRequest, obj: Any) -> list[Button]:
        """A part has no status of its own: it is saved, or proposed as a change of what readers see."""
        found = super().buttons(request, obj)
        known = PROPOSING if roles.changes_wait(self.record_of(obj)) else SAVING
        return [button for button in found if button.name in known]

    def refuse_what_one_may_not(self, request: HttpRequest) -> None:
        super().refuse_what_one_may_not(request)
        if any(name in request.POST for name in STATUS_OF if name not in PROPOSING):
            raise PermissionDenied

    def response_change(self, request: HttpRequest, obj: Any) -> HttpResponse:
        response = super().response_change(request, obj)
        state = saving(request)
        if state.captures or "_continue" in request.POST or "_popup" in request.POST:
            return response
        return redirect(f"{self.address(self.record_of(obj), 'change')}#{self.group}")

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """A part of what readers see goes by a change of the whole, which can wait."""
        allowed = super().has_delete_permission(request, obj)
        return allowed and (obj is None or not roles.changes_wait(self.record_of(obj)))

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        reason = request.POST.get("reason", "").strip()
        comment = _("Deleted the %(part)s “%(name)s”.") % {"part": self.opts.verbose_name, "name": obj}
        with history_entries.entry(self.record_of(obj), request.user, reason, comment):
            obj.delete()

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet) -> None:
        for obj in queryset:
            self.delete_model(request, obj)

    def comes_back_by(self) -> str:
        return _("It can be restored from the history of the record that it belongs to.")

    def history_view(self, request: HttpRequest, object_id: str, *args: Any, **kwargs: Any) -> HttpResponse:
        """A part has its history within its record’s; so it has its earlier versions."""
        obj = self.get_object(request, unquote(object_id))
        if obj is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)
        meta = self.record_of(obj)._meta
        return redirect(f"admin:{meta.app_label}_{meta.model_name}_history", self.record_of(obj).pk)

    revision_view = history_view

    def record_by_key(self, request: HttpRequest, key: str) -> Any:
        """A row that a pending revision adds is there only within it."""
        found = super().record_by_key(request, key)
        asked = request.GET.get("pending", "")
        if found is None and is_key(asked):
            revision = PendingRevision.objects.open().filter(pk=int(asked)).first()
            return revision.record if revision else None
        return found


SAVING = ("_save", "_continue")
PROPOSING = (*SAVING, "_submit", "_publish")


def values_of(value: Any) -> list[str]:
    return [str(each) for each in (value if isinstance(value, list) else [value])]


PAGES = {*redirects.KINDS, Passage, Reference}
"""The kinds of records that readers have a page, or a place on a page, for."""


def linked_revision(revision: PendingRevision) -> SafeString:
    text = _("Pending revision of %(author)s") % {"author": revision.author or "–"}
    return format_html('<a href="{}">{}</a>', links.review_url(revision), text)


def list_link(model: type[Model], query: str, text: str) -> SafeString:
    """A link to another list of the office."""
    url = reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")
    return format_html('<a href="{}?{}">{}</a>', url, query, text)


def count_column(annotation: str, description: Any) -> Callable[[Any, Any], int]:
    """A column of a list that shows what a queryset counted."""
    return admin.display(description=description, ordering=annotation)(lambda _admin, row: getattr(row, annotation))


def counted(model: type[Model], relation: str, distinct: str = "pk") -> Coalesce:
    """How many rows point at each record; a subquery, because grouping would lose the order of the list."""
    rows = model._default_manager.filter(**{relation: OuterRef("pk")}).order_by().values(relation)
    total = rows.annotate(total=Count(distinct, distinct=True)).values("total")
    return Coalesce(Subquery(total, output_field=IntegerField()), 0)


class YesNoFilter(admin.SimpleListFilter):
    """A filter with a yes and a no."""

    yes: Callable[[QuerySet], QuerySet]
    """What is chosen by yes."""

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


def yes_no(parameter: str, title: Any, yes: Callable[[Any], QuerySet]) -> type[YesNoFilter]:
    """A filter of a list: `?parameter=yes` gives what `yes` makes of a queryset, and `no` all else."""
    return type("YesNoFilter", (YesNoFilter,), {"parameter_name": parameter, "title": title, "yes": staticmethod(yes)})
