"""Editions: the list of them, a page for each, and its files. One that was withdrawn says so, with the reason."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from events.exports.formats import FORMATS
from events.models import Edition, EditionFile, Erratum
from events.record_data.declaration import KINDS

NAMED = 100
"""So many records of each change are named on the page; the file has them all."""

TYPES = {
    "yaml": "application/yaml", "txt": "text/plain; charset=utf-8", "json": "application/json",
    "zip": "application/zip",
}  # fmt: skip
"""By the ends of names; exports are sent as the site sends them."""


@require_safe
def editions(request: HttpRequest) -> HttpResponse:
    return render(request, "editions/editions.html", {"editions": Edition.objects.defer("records", "changes")})


@require_safe
def edition(request: HttpRequest, name: str) -> HttpResponse:
    found = get_object_or_404(Edition.objects.defer("records"), name=name)
    if found.withdrawn_at:
        return _withdrawn(request, found)
    files = list(found.files.all())
    archive = next(file for file in files if file.path == f"{name}.zip")
    shown = {"edition": found, "archive": archive, "files": [file for file in files if file is not archive]}
    return render(request, "editions/edition.html", shown | {"named": NAMED, "kind_names": _kind_names()})


@require_safe
def file(request: HttpRequest, name: str, path: str) -> HttpResponseBase:
    """The bytes of a file, as they were written when the edition was made."""
    found = get_object_or_404(Edition.objects.defer("records", "changes"), name=name)
    if found.withdrawn_at:
        return _withdrawn(request, found)
    kept = EditionFile.objects.filter(edition=found, path=path).first()
    if kept is None:
        raise Http404
    last, suffix = path.rpartition("/")[2], path.rpartition(".")[2]
    content_type = FORMATS[last].content_type if last in FORMATS else TYPES.get(suffix, "application/octet-stream")
    response = StreamingHttpResponse(kept.contents() if request.method == "GET" else [], content_type=content_type)
    response["Content-Length"] = str(kept.size)
    response["Repr-Digest"] = f"sha-256=:{kept.digest_in_base64}:"
    if suffix not in ("txt", "json"):
        response["Content-Disposition"] = f'attachment; filename="{last}"'
    return response


def _kind_names() -> dict[str, Any]:
    others = {
        "debates": _("Questions"),
        "redirects": _("old addresses that lead on"),
        "errata": Erratum._meta.verbose_name_plural,
    }
    return {kind: model._meta.verbose_name_plural for kind, model in KINDS.items()} | others


def _withdrawn(request: HttpRequest, found: Edition) -> HttpResponse:
    return render(request, "editions/withdrawn.html", {"edition": found}, status=410)
