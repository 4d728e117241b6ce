"""Public pages are made once for each version of the data, and browsers ask whether theirs still is the newest.

The entity tag names the version of the data (`events.caching.versions`), of the program and of `site.yaml`, the
language, what the reader accepts, and the address. Nothing is ever stale: the version is asked for at every request.
What a signed-in editor sees is private, and a preview is kept nowhere.
"""

import hashlib
import threading
from collections import OrderedDict
from collections.abc import Callable
from functools import lru_cache

from django.conf import settings
from django.db import connection
from django.http import HttpRequest, HttpResponse, QueryDict
from django.utils import timezone
from django.utils.cache import get_conditional_response, patch_cache_control

from events.selection import current, filters
from events.site import description, media_types

PASSED_BY = ("/admin/", "/health/", "/robots.txt", f"/{settings.STATIC_URL.strip('/')}/")
PREVIEWS = "/preview/"
CITATIONS = "/cite/"
"""Where it says on which day a page was read."""
KEPT_BYTES = 32 * 2**20
"""So much of finished pages each server process keeps."""


class PublicPagesMiddleware:
    """Answers 304 where the reader has the newest page, and a finished page where it has been made before."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path.startswith(PREVIEWS):
            return _never_kept(self.get_response(request))
        if request.method not in ("GET", "HEAD") or request.path.startswith(PASSED_BY):
            return self.get_response(request)
        if settings.SESSION_COOKIE_NAME in request.COOKIES:
            response = self.get_response(request)
            patch_cache_control(response, private=True, no_cache=True)
            return response
        _forget_unknown_parameters(request)
        with current.pinned() as version:
            return self._answer(request, _etag(request, version.tag))

    def _answer(self, request: HttpRequest, etag: str) -> HttpResponse:
        """A condition on what is there at all, `*` or If-Match, is judged of the answer alone (RFC 9110, 13.2.1)."""
        wants_answer = "If-Match" in request.headers or "*" in request.headers.get("If-None-Match", "")
        if not wants_answer and (unchanged := get_conditional_response(request, etag=etag)):
            return _revalidated(unchanged, etag)
        response = self._page(request, etag)
        if wants_answer and response.status_code == 200:
            response = get_conditional_response(request, etag=etag, response=response) or response
            return _revalidated(response, etag)
        return response

    def _page(self, request: HttpRequest, etag: str) -> HttpResponse:
        keep = request.method == "GET" and not connection.in_atomic_block
        if keep and (response := _pages.get(etag)):
            return response
        response = self.get_response(request)
        if response.status_code != 200:  # what is not there now may be there soon, and an old address may be given anew
            patch_cache_control(response, no_cache=True)
            return response
        _revalidated(response, etag)
        if keep and not response.streaming and not response.cookies:
            _pages.put(etag, response)
        return response


def _never_kept(response: HttpResponse) -> HttpResponse:
    """What a link to a preview answers: nobody keeps or indexes it, and no link on it tells where it was followed."""
    response.headers["Cache-Control"] = "no-store, private"
    response.headers["X-Robots-Tag"] = "noindex, nofollow, noarchive"
    response.headers["Referrer-Policy"] = "no-referrer"
    return response


def _forget_unknown_parameters(request: HttpRequest) -> None:
    """No page reads them, so with them it is the page without them, which may have been made before."""
    known = QueryDict(mutable=True)
    for name in sorted(request.GET.keys() & filters.READ):
        known.setlist(name, request.GET.getlist(name))
    request.GET = known  # type: ignore[assignment]  # Django makes it immutable for views, not for middleware
    request.META["QUERY_STRING"] = known.urlencode()


def _revalidated(response: HttpResponse, etag: str) -> HttpResponse:
    response.headers["ETag"] = etag
    patch_cache_control(response, no_cache=True)
    return response


def _etag(request: HttpRequest, version: str) -> str:
    """Weak: a server before this one may compress what is sent."""
    site = description.stamp()
    host = request.get_host() if request.META.get("HTTP_HOST") else ""
    address = request.scheme or "", host, request.get_full_path()
    day = str(timezone.localdate()) if request.path == CITATIONS else ""
    parts = (day, version, program(), str(site), request.LANGUAGE_CODE, media_types.wanted(request), *address)
    return f'W/"{hashlib.blake2b(chr(0).join(parts).encode(errors="replace"), digest_size=16).hexdigest()}"'


@lru_cache(maxsize=1)
def program() -> str:
    """What tells this version of the program from others: names, sizes and times of its files."""
    seen = hashlib.blake2b(digest_size=8)
    for folder in ("events", "romania_history", "templates", "static", "locale"):
        for path in sorted((settings.BASE_DIR / folder).rglob("*")):
            if path.is_file() and path.suffix != ".pyc":
                stat = path.stat()
                seen.update(f"{path} {stat.st_size} {stat.st_mtime_ns}\n".encode())
    return seen.hexdigest()


class _Pages:
    """Finished pages by their entity tags; the longest unused ones go when there are too many bytes."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.pages: OrderedDict[str, tuple[bytes, dict[str, str]]] = OrderedDict()
        self.size = 0

    def get(self, etag: str) -> HttpResponse | None:
        with self.lock:
            if etag not in self.pages:
                return None
            self.pages.move_to_end(etag)
            content, headers = self.pages[etag]
        return HttpResponse(content, headers=headers)

    def put(self, etag: str, response: HttpResponse) -> None:
        with self.lock:
            if etag in self.pages or len(response.content) > KEPT_BYTES // 8:
                return
            self.pages[etag] = response.content, dict(response.headers)
            self.size += len(response.content)
            while self.size > KEPT_BYTES:
                _etag, (content, _headers) = self.pages.popitem(last=False)
                self.size -= len(content)


_pages = _Pages()
