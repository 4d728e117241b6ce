"""The policy and the language of a page, probes of its health, and what the office may be asked to store."""

from collections.abc import Callable, Sequence

from csp.middleware import CSPMiddleware, PolicyParts
from django.conf import settings
from django.core.exceptions import BadRequest
from django.db import DataError
from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect, QueryDict
from django.http.response import HttpResponseBase
from django.middleware import common
from django.shortcuts import render
from django.urls import get_script_prefix, reverse
from django.utils import translation
from django.utils.cache import patch_cache_control, patch_vary_headers
from django.utils.translation.trans_real import parse_accept_lang_header

from events.models.base import addresses_under
from events.site import description, languages

CHOSEN_BY_OTHERS = ("/api/v1/", "/embed/", "/feed/", "/oembed/")
"""Where the language is the choice of whoever made the link, not of the reader: it is not remembered."""


class LanguageMiddleware:
    """Activates the language of a request and says in the response which one it is.

    It is what the address asks for, else the reader's last choice, else the browser's.

    ``lang`` in the query string, then the cookie, then ``Accept-Language``, then the first language that ``site.yaml``
    offers, which is English unless it says otherwise. The cookie is set only when a reader chooses, that is by a valid
    ``lang``; any other value of it is left to the filter form, which reports it.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        site = description.current()
        offered = site.languages
        chosen = request.GET.get("lang")
        if chosen not in offered:
            chosen = None
        language = chosen or _wished(request, offered)
        # Left active afterwards, as Django's own does: a streamed export is written after this returns.
        translation.activate(language)
        request.LANGUAGE_CODE = language

        if request.path.startswith("/admin/"):
            response = self.get_response(request)
        else:
            with languages.reading(language, site.content_language), addresses_under(get_script_prefix()):
                response = self.get_response(request)
        response.headers.setdefault("Content-Language", language)
        patch_vary_headers(response, ["Accept-Language", "Cookie"])
        if chosen and not request.path.startswith(CHOSEN_BY_OTHERS):
            patch_cache_control(response, private=True)  # whoever else gets it would get the cookie too
            response.set_cookie(
                settings.LANGUAGE_COOKIE_NAME,
                chosen,
                max_age=settings.LANGUAGE_COOKIE_AGE,
                path=settings.LANGUAGE_COOKIE_PATH,
                domain=settings.LANGUAGE_COOKIE_DOMAIN,
                secure=settings.LANGUAGE_COOKIE_SECURE,
                httponly=settings.LANGUAGE_COOKIE_HTTPONLY,
                samesite=settings.LANGUAGE_COOKIE_SAMESITE,  # type: ignore[arg-type]
            )
        return response


def _wished(request: HttpRequest, offered: Sequence[str]) -> str:
    """The reader's last choice, else the first of the browser's wishes that is offered, else the first that is."""
    last = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
    wishes = [code for code, _weight in parse_accept_lang_header(request.headers.get("Accept-Language", ""))]
    wishes = [last, *(each for code in wishes for each in (code, code.partition("-")[0]))]
    return next((code for code in wishes if code in offered), offered[0])


class SecurityPolicyMiddleware(CSPMiddleware):
    """One policy for all pages, but that others may frame `/embed/`.

    By the address, not by what the view says: pages that are kept, and answers that nothing has changed, need it too.
    """

    def get_policy_parts(
        self, request: HttpRequest, response: HttpResponseBase, report_only: bool = False
    ) -> PolicyParts:
        parts = super().get_policy_parts(request, response, report_only)
        if request.path == reverse("embed"):
            parts.replace = {"frame-ancestors": ["*"]}
        return parts


class CommonMiddleware(common.CommonMiddleware):
    """Django's, but for probes of health: they come from inside, by address, and name no host of the site."""

    def process_request(self, request: HttpRequest) -> HttpResponsePermanentRedirect | None:
        return None if request.path.startswith("/health/") else super().process_request(request)


class StorableMiddleware:
    """Answers 400 in the office to what no database can hold: null characters, and numbers of more than 64 bits.

    Public pages read their query strings through forms that say so beside the field.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path.startswith("/admin/") and (_has_null(request.GET) or _has_null(request.POST)):
            raise BadRequest("A null character.")
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if request.path.startswith("/admin/") and isinstance(exception, OverflowError | DataError):
            return render(request, "400.html", status=400)
        return None


def _has_null(fields: QueryDict) -> bool:
    return any("\0" in name or any("\0" in value for value in values) for name, values in fields.lists())
