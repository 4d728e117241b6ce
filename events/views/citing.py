"""A view or a record to be cited and shared: citations in each style, the link, the code of a frame, a QR code."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from events.models import PublishedVersion
from events.published import earlier, numbering
from events.selection.filters import TimelineFilter
from events.selection.page_parameters import record_to_cite, revision
from events.selection.selection import Selection
from events.sharing import citing, embedding, qr
from events.timeline.form import Form


@require_safe
def cite(request: HttpRequest) -> HttpResponse:
    """`record=KIND/SLUG`, with `rev=N` of an earlier version, or the parameters of a view."""
    url = request.build_absolute_uri
    shown = _record(request) if request.GET.get("record") else _view(request)
    shown["link"] = url(shown.pop("path"))
    shown["citations"] = citing.cited(shown["name"], url(shown.pop("cited")), shown.pop("when"), shown.pop("number"))
    shown["frames"] = [(label, frame.code(url(frame.path))) for label, frame in shown["frames"] if frame]
    shown["qr"] = qr.code(shown["link"], _("QR code of the link"))
    return render(request, "cite.html", shown)


def _record(request: HttpRequest) -> dict[str, Any]:
    record, number = record_to_cite(request.GET), revision(request.GET)
    if record is None:
        raise Http404
    slug, path = request.GET["record"].partition("/")[2], record.get_absolute_url()
    if number is None:
        version = PublishedVersion.objects.of(record).order_by("-number").first()
    elif (version := earlier.find(record, slug, number)) is None:
        raise Http404
    name = str(record)
    if version and number is not None:
        name = earlier.read(version, record).name or name
        path = type(record)(slug=slug).get_absolute_url()
    joint = "&" if "?" in path else "?"
    return {
        "name": name,
        "path": path if number is None else f"{path}{joint}rev={number}",
        "cited": f"{path}{joint}rev={version.number}" if version else path,
        "when": version and version.created_at,
        "number": version and version.number,
        "frames": [(_("Code to embed it"), embedding.of_record(record) if number is None else None)],
        "back": path if number is None else f"{path}{joint}rev={number}",
    }


def _view(request: HttpRequest) -> dict[str, Any]:
    """A view has no version of its own: it is cited as of the last change of any record."""
    view = TimelineFilter(request.GET)
    form = Form(view, Selection(view))
    return {
        "view": view,
        "form": form,
        "name": form.heading,
        "path": view.address(lang=request.LANGUAGE_CODE),
        "cited": view.public_address,
        "when": numbering.as_of(),
        "number": None,
        "frames": [
            (_("Code to embed its list"), embedding.of_view(view, form.in_words)),
            (_("Code to embed its drawing"), embedding.of_view(view, form.in_words, "drawing")),
        ],
        "back": view.address(),
    }
