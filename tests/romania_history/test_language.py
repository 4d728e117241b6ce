from http.cookies import Morsel
from typing import Any

import pytest
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from django.utils import translation
from django.utils.translation import gettext

from romania_history.middleware import LanguageMiddleware

pytestmark = pytest.mark.any_database


def ask(address: str = "/", *, cookie: str = "", accept: str = "") -> HttpResponse:
    """The answer of a view that writes its language, as it was told and as texts are translated."""

    def view(request: HttpRequest) -> HttpResponse:
        return HttpResponse(f"{request.LANGUAGE_CODE} {translation.get_language()} {gettext('Yes')}")

    request = RequestFactory().get(address, headers={"accept-language": accept} if accept else {})
    if cookie:
        request.COOKIES[settings.LANGUAGE_COOKIE_NAME] = cookie
    return LanguageMiddleware(view)(request)


def cookie_of(response: HttpResponse) -> Morsel[str] | None:
    return response.cookies.get(settings.LANGUAGE_COOKIE_NAME)


@pytest.mark.parametrize(
    ("asked", "language"),
    [
        ({}, "en"),
        ({"accept": "ro"}, "ro"),
        ({"accept": "ro-MD,ro;q=0.9,en;q=0.8"}, "ro"),
        ({"accept": "fr;q=1,ro;q=0.5,en;q=0.1"}, "ro"),
        ({"accept": "ru"}, "en"),
        ({"cookie": "ro"}, "ro"),
        ({"cookie": "en", "accept": "ro"}, "en"),
        ({"cookie": "ru", "accept": "ro"}, "ro"),
        ({"address": "/?lang=ro"}, "ro"),
        ({"address": "/?lang=en", "cookie": "ro", "accept": "ro"}, "en"),
    ],
)
def test_the_address_comes_before_the_cookie_and_the_cookie_before_the_browser(asked: dict[str, Any], language: str):
    response = ask(**asked)
    assert response.content.decode() == f"{language} {language} {'Yes' if language == 'en' else 'Da'}"
    assert response.headers["Content-Language"] == language


@pytest.mark.parametrize("value", ["", "ru", "RO", "ro-RO", "../ro", "ro "])
def test_a_language_that_the_site_does_not_have_is_neither_used_nor_remembered(value: str):
    response = ask(f"/?lang={value}", accept="ro")
    assert response.headers["Content-Language"] == "ro"
    assert cookie_of(response) is None


def test_only_a_choice_sets_the_cookie():
    assert cookie_of(ask(accept="ro")) is None
    assert cookie_of(ask(cookie="ro")) is None
    cookie = cookie_of(ask("/?lang=ro"))
    assert cookie is not None
    assert (cookie.value, cookie["max-age"], cookie["samesite"], cookie["path"]) == (
        "ro",
        31_536_000,
        "Lax",
        "/",
    )
    assert not cookie["secure"]


def test_the_cookie_is_secure_where_the_site_is(settings: Any):
    settings.LANGUAGE_COOKIE_SECURE = True
    cookie = cookie_of(ask("/?lang=ro"))
    assert cookie is not None
    assert cookie["secure"]


@pytest.mark.parametrize("address", ["/", "/?lang=ro"])
def test_caches_are_told_what_a_page_depends_on(address: str):
    assert {"Accept-Language", "Cookie"} <= set(ask(address).headers["Vary"].split(", "))


@pytest.mark.django_db
def test_the_admin_follows_and_remembers_the_choice(client: Client):
    assert 'lang="ro"' in client.get("/admin/login/?lang=ro").content.decode()
    assert 'lang="ro"' in client.get("/admin/login/").content.decode()
