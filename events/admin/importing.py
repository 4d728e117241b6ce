"""The page where publishers import tables and works: a look at every change first, then all of it or nothing."""

import base64
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.contrib import messages
from django.core import signing
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods

from events.admin.pages import OwnPages, Pages
from events.editing import roles
from events.importing import importing
from events.importing.importing import Import
from events.models import Source
from events.record_data.digest import digest
from events.seeding.plan import PlanEntry

SALT = "import"
SHOWN = 500
"""So many records are shown with what would change; of more it says how many."""
LONGEST_HELD = 2_000_000
"""Characters of a file between the look and the import, packed; what is larger is for the command."""


class ImportForm(forms.Form):
    file = forms.FileField(
        label=gettext_lazy("File"),
        help_text=gettext_lazy(
            "A table (CSV, XLSX) of events, actors or interpretations, TimelineJS’s sheet, the result of a Wikidata"
            " query as CSV; or works as BibTeX, RIS or CSL-JSON, as from Zotero."
        ),
    )
    kind = forms.ChoiceField(
        label=gettext_lazy("Kind of evidence"),
        choices=Source.Kind.choices,
        initial=Source.Kind.SECONDARY,
        help_text=gettext_lazy("Of works that are new."),
    )


@dataclass
class ImportedRecord:
    """What would become of a record: its name, and of each field what is there and what would be."""

    name: str
    is_new: bool
    fields: list[tuple[str, str, str]] = field(default_factory=list)


class Importing(Pages):
    """Adds the page to the admin of a kind of record."""

    def own_pages(self) -> OwnPages:
        view = require_http_methods(["GET", "HEAD", "POST"])(self.import_view)
        return {"import": ("import/", view)} | super().own_pages()

    def import_view(self, request: HttpRequest) -> HttpResponse:
        if not roles.may(request.user, "publish"):
            raise PermissionDenied
        if "held" in request.POST:
            return self._import(request)
        form = ImportForm(request.POST or None, request.FILES or None, label_suffix="")
        if not (request.method == "POST" and form.is_valid()):
            return self._page(request, form)
        upload, kind = form.cleaned_data["file"], form.cleaned_data["kind"]
        if upload.size > importing.tables.LARGEST:
            form.add_error("file", _("This file is too large: give it in parts."))
            return self._page(request, form)
        data = upload.read()
        held = signing.dumps([upload.name, base64.b64encode(data).decode(), kind], salt=SALT, compress=True)
        if len(held) > LONGEST_HELD:
            form.add_error("file", _("This file is too large for this page: whoever runs the site can import it."))
            return self._page(request, form)
        return self._look(request, form, importing.planned([(upload.name, data)], kind), held)

    def _import(self, request: HttpRequest) -> HttpResponse:
        try:
            name, data, kind = signing.loads(request.POST["held"], salt=SALT)
        except signing.BadSignature:
            messages.error(request, _("The file was not sent whole. Choose it again."))
            return redirect(request.path)
        files, form = [(name, base64.b64decode(data))], ImportForm(initial={"kind": kind}, label_suffix="")
        now = importing.planned(files, kind)
        if now.plan.problems or _seen(now) != request.POST.get("seen"):
            messages.warning(request, _("Records have changed since you looked. Look at it once more."))
            return self._look(request, form, now, request.POST["held"])
        done = importing.imported(files, kind, request.user)
        number = sum(entry.outcome != "unchanged" for entry in done.plan.entries)
        text = ngettext("%(n)d record was imported.", "%(n)d records were imported.", number)
        messages.success(request, text % {"n": number})
        return redirect(f"admin:{self.opts.app_label}_{self.opts.model_name}_changelist")

    def _look(self, request: HttpRequest, form: ImportForm, found: Import, held: str) -> HttpResponse:
        written = [entry for entry in found.plan.entries if entry.outcome != "unchanged"]
        return self._page(
            request,
            form,
            problems=found.plan.problems.in_order(),
            notices=found.notices,
            changes=[_change_of(entry) for entry in written[:SHOWN]],
            more=max(len(written) - SHOWN, 0),
            number=len(written),
            unchanged=len(found.plan.entries) - len(written),
            held="" if found.plan.problems else held,
            seen=_seen(found),
            looked=True,
        )

    def _page(self, request: HttpRequest, form: ImportForm, **context: Any) -> HttpResponse:
        return self.page(request, "import", _("Import"), form=form, **{"looked": False} | context)


def _seen(found: Import) -> str:
    """A token of what was shown, by which a change since is known."""
    return digest([[entry.name, entry.mine, entry.data] for entry in found.plan.entries])


def _change_of(entry: PlanEntry) -> ImportedRecord:
    return ImportedRecord(entry.name, entry.mine is None, list(_fields(entry)))


def _fields(entry: PlanEntry) -> Iterator[tuple[str, str, str]]:
    mine: Any = entry.mine or {}
    for name, value in entry.data.items():
        if name != "slug" and value != mine.get(name):
            yield name, _words(mine.get(name)), _words(value)
    yield from ((name, _words(mine[name]), "") for name in mine if name not in entry.data)


def _words(value: Any) -> str:
    """A value as one line."""
    if isinstance(value, dict):
        value = ", ".join(f"{name} {_words(each)}" for name, each in value.items())
    elif isinstance(value, list):
        value = "; ".join(map(_words, value))
    return Truncator(" ".join(str("" if value is None else value).split())).chars(200)
