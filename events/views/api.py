"""`/api/v1/`: records as JSON, read-only. Each kind is listed page by page, and each record has an address."""

from collections.abc import Callable, Mapping, Sequence
from functools import wraps
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

from events.addresses import redirects
from events.api import openapi, paging
from events.api.records import KINDS, NUMBERS, Json, Kind, read
from events.exports.view import View
from events.selection.filters import TimelineFilter
from events.selection.page_parameters import ListParameters
from events.selection.selection import Selection
from events.site import description

LISTED = 50
"""So many records a page has unless more or fewer are asked for."""

READABLE: Json = {"ensure_ascii": False}

Answer = Callable[..., HttpResponse]


def problem(status: int, title: str, errors: Mapping[str, list[str]] | None = None) -> JsonResponse:
    """What is wrong, as RFC 9457 has it."""
    said: Json = {"title": title, "status": status} | ({"errors": errors} if errors else {})
    return JsonResponse(said, status=status, content_type="application/problem+json", json_dumps_params=READABLE)


def _of_api(view: Answer) -> Answer:
    """What is read alone, and says in JSON what is wrong."""

    @csrf_exempt  # whatever might write is refused anyway, and told so
    @wraps(view)
    def answered(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.method not in ("GET", "HEAD"):
            refused = problem(405, "Method Not Allowed")
            refused["Allow"] = "GET, HEAD"
            return refused
        try:
            return view(request, *args, **kwargs)
        except Http404:
            return problem(404, "Not Found")
        except _Bad as bad:
            return problem(400, "Bad Request", bad.errors)

    return answered


class _Bad(Exception):
    """Parameters have bad values."""

    def __init__(self, errors: Mapping[str, Any]):
        super().__init__()
        self.errors = {name: [str(one) for one in messages] for name, messages in errors.items()}


def _json(said: Json) -> JsonResponse:
    return JsonResponse(said, json_dumps_params=READABLE)


@_of_api
def index(request: HttpRequest) -> HttpResponse:
    url = request.build_absolute_uri
    names = {name: url(reverse("api-list", args=[name])) for name in KINDS}
    return _json(names | {"schema": url(reverse("api-schema"))})


@_of_api
def schema(request: HttpRequest) -> HttpResponse:
    return _json(openapi.document(_view(request, [])))


@_of_api
def listed(request: HttpRequest, name: str) -> HttpResponse:
    """A page of the records of a kind; events under the filters of the timeline."""
    kind, view = _kind(name), TimelineFilter(request.GET)
    asked = _asked(request, kind, view if name == "events" else None)
    limit, cursor = asked["limit"] or LISTED, asked["cursor"]
    try:
        if name == "events":
            page = paging.of_selection(Selection(view), cursor, limit)
        else:
            page = paging.of_records(kind.visible(), NUMBERS[name](), cursor, limit)
    except ValidationError as error:
        raise _Bad({"cursor": error.messages}) from None
    url = request.build_absolute_uri
    query = [(key, value) for key, values in request.GET.lists() for value in values if key != "cursor"]
    following = url(f"{request.path}?{urlencode([*query, ('cursor', page.cursor)])}") if page.cursor else None
    results = [_only(asked["fields"], one) for one in read(kind, _view(request, page.keys))]
    response = _json({"count": page.count, "next": following, "results": results})
    if following:
        response["Link"] = f'<{following}>; rel="next"'
    return response


@_of_api
def record(request: HttpRequest, name: str, slug: str) -> HttpResponse:
    """One record; the address that it had leads to the one that it has."""
    kind = _kind(name)
    asked = _asked(request, kind)
    if "\0" in slug:
        raise Http404
    key = kind.visible().filter(slug=slug).values_list("pk", flat=True).first()
    if key is None and (renamed := redirects.target_of(kind.model, slug, kind.visible())):
        address = reverse("api-record", args=[name, renamed.slug])
        query = request.GET.urlencode()
        return HttpResponsePermanentRedirect(address + (f"?{query}" if query else ""))
    found = read(kind, _view(request, [key])) if key else []
    if not found:
        raise Http404
    return _json(_only(asked["fields"], found[0]))


@_of_api
def unknown(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    raise Http404


@require_safe
def guide(request: HttpRequest) -> HttpResponse:
    """The description for people."""
    return render(request, "api.html", {"api": openapi.document(_view(request, []))})


def _view(request: HttpRequest, keys: Sequence[int]) -> View:
    return View(
        ids=keys,
        language=get_language() or settings.LANGUAGE_CODE,
        site=description.current(),
        base=request.build_absolute_uri("/")[:-1],
        url=request.build_absolute_uri(),
        as_of=timezone.now(),
    )


def _kind(name: str) -> Kind:
    if name not in KINDS:
        raise Http404
    return KINDS[name]


def _asked(request: HttpRequest, kind: Kind, view: TimelineFilter | None = None) -> dict[str, Any]:
    """The cleaned parameters that are no filters; raises _Bad with all that is wrong with any."""
    asked = ListParameters(request.GET, kind.names)
    errors = dict(asked.errors) | (dict(view.errors) if view else {})
    if errors:
        raise _Bad(errors)
    return asked.cleaned_data


def _only(names: list[str], said: Json) -> Json:
    return {name: said[name] for name in names} if names else said
