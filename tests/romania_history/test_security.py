"""Safe by default: policies on every answer, nothing fetched from elsewhere, and designed error pages."""

import re
from typing import Any

import pytest
from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.exceptions import BadRequest, PermissionDenied
from django.test import Client, RequestFactory, override_settings
from django.urls import path

from events.editing import preview
from romania_history import errors
from romania_history.urls import urlpatterns as real_patterns
from tests.support.factories import make_event
from tests.support.history import write_history
from tests.support.pages import Page

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]


def break_down(request: Any) -> Any:
    raise RuntimeError("kanarie")


def refuse(request: Any) -> Any:
    raise PermissionDenied("kanarie")


def confuse(request: Any) -> Any:
    raise BadRequest("kanarie")


urlpatterns = [path("break/", break_down), path("refuse/", refuse), path("confuse/", confuse), *real_patterns]
handler400, handler403, handler404, handler500 = (
    errors.bad_request,
    errors.forbidden,
    errors.not_found,
    errors.server_error,
)

PAGES = [
    "/",
    "/about/",
    "/actors/",
    "/compare/",
    "/facets/actor/",
    "/suggest/?q=romania",
    "/export/events.json",
    "/export/events.csv",
    "/robots.txt",
    "/health/live",
]
OFFICE = ["/admin/", "/admin/login/", "/admin/events/event/", "/admin/events/event/add/", "/admin/nothing/"]


def policy(response: Any) -> dict[str, list[str]]:
    directives = [directive.split() for directive in response["Content-Security-Policy"].split(";")]
    return {name: values for name, *values in directives}


def check_policies(response: Any, referrer: str = "strict-origin-when-cross-origin") -> None:
    directives = policy(response)
    assert directives["default-src"] == ["'none'"]
    assert directives["script-src"] == directives["style-src"] == ["'self'"]
    assert directives["frame-ancestors"] == directives["base-uri"] == ["'none'"]
    assert directives["form-action"] == ["'self'"]
    for values in directives.values():
        assert not {"'unsafe-inline'", "'unsafe-eval'", "data:", "*", "https:", "http:"} & set(values)
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Referrer-Policy"] == referrer
    assert response["X-Frame-Options"] == "DENY"
    assert response["Cross-Origin-Opener-Policy"] == "same-origin"


@pytest.mark.parametrize("address", [*PAGES, "/events/", "/nothing/", "/events/nothing/", "/export/events.json?page=0"])
def test_every_public_answer_carries_the_policies(client: Client, address: str):
    check_policies(client.get(address))


@pytest.mark.parametrize("path", ["", "timeline/", "nothing/"])
def test_a_preview_carries_them_too_and_its_links_tell_nobody_its_address(client: Client, path: str):
    check_policies(client.get(f"/preview/nonsense/{path}"), "no-referrer")
    link = preview.address(make_event("Draft"))
    check_policies(client.get(f"{link}{path}"), "no-referrer")


@pytest.mark.parametrize("address", OFFICE)
def test_every_answer_of_the_office_carries_them_too(client: Client, admin_client: Client, address: str):
    check_policies(client.get(address))
    check_policies(admin_client.get(address))


@pytest.mark.urls("tests.romania_history.test_security")
@pytest.mark.parametrize(
    ("address", "status"), [("/break/", 500), ("/refuse/", 403), ("/confuse/", 400), ("/nothing/", 404)]
)
def test_error_pages_carry_them_are_designed_and_say_nothing_of_the_fault(address: str, status: int):
    response = Client(raise_request_exception=False).get(address)
    assert response.status_code == status
    check_policies(response)
    page = Page(response)
    assert str(status) in page.text()
    assert page.one("h1") is not None
    assert page.links()["To the timeline"] == "/"
    assert "kanarie" not in page.html and "Traceback" not in page.html
    assert settings.SECRET_KEY not in page.html


@pytest.mark.parametrize("language", ["en", "ro"])
@pytest.mark.urls("tests.romania_history.test_security")
def test_error_pages_speak_the_readers_language(language: str):
    client = Client(raise_request_exception=False)
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = language
    for address in ("/break/", "/nothing/"):
        assert Page(client.get(address)).root.get("lang") == language


def test_an_error_page_needs_no_database(django_assert_num_queries: Any):
    request = RequestFactory().get("/")
    with django_assert_num_queries(0):
        for view in (errors.bad_request, errors.forbidden, errors.not_found):
            assert view(request, None).status_code >= 400
        assert errors.server_error(request).status_code == 500


def test_a_form_without_its_token_gets_the_designed_page(client: Client):
    strict = Client(enforce_csrf_checks=True)
    response = strict.post("/admin/login/", {"username": "editor", "password": "x"})
    assert response.status_code == 403
    assert Page(response).links()["To the timeline"] == "/"


@override_settings(ALLOWED_HOSTS=["localhost"])
def test_a_foreign_host_gets_the_designed_400(client: Client):
    response = client.get("/", headers={"host": "evil.example"})
    assert response.status_code == 400
    assert "evil.example" not in response.content.decode()


ADDRESSES = [
    "/",
    "/?theme=military",
    "/?from=soon",
    "/events/departure-of-the-soviet-troops/",
    "/actors/",
    "/actors/romania/",
    "/sources/",
    "/sources/de-satellization/",
    "/interpretations/",
    "/interpretations/the-withdrawal-was-a-reward/",
    "/debates/why-did-the-troops-leave/",
    "/themes/military/",
    "/compare/?a=robert-king&b=dennis-deletant",
    "/about/",
    "/facets/actor/",
    "/facets/theme/?theme=military&find=mil",
    "/nothing/",
]


@pytest.mark.parametrize("address", ADDRESSES)
def test_a_page_fetches_nothing_from_another_host_and_has_nothing_inline(client: Client, address: str):
    write_history()
    page = Page(client.get(address))
    for element in page.root.iter():
        assert "style" not in element.attrib, element.tag
        assert not [name for name in element.attrib if name.startswith("on")]
        for name in ("src", "srcset", "data", "action", "formaction", "poster"):
            value = element.get(name)
            assert value is None or re.match(r"/(?!/)|#|\?|$", value), f"{element.tag} {name}={value}"
        if element.tag == "link" and not element.get("rel", "").startswith("schema."):  # the name of a vocabulary
            assert re.match(r"(http://testserver)?/(?!/)", element.get("href", ""))
        if element.tag == "a" and element.get("href", "").startswith(("http:", "https:")):
            assert element.get("rel") == "external"
        assert not element.get("href", "").startswith(("javascript:", "data:", "//"))
    assert not page.all("style") and not page.all("iframe")
    only_own_scripts(page)


def only_own_scripts(page: Page) -> None:
    """Each is a module of the site's own, and none stands in the page but data, which browsers do not run."""
    for script in page.all("script"):
        if script.attrib == {"type": "application/ld+json"}:
            continue
        assert script.attrib.keys() == {"type", "src"} and script.get("type") == "module"
        assert re.fullmatch(r"/static/js/[a-z_]+\.js", script.get("src", ""))
        assert not script.text


def test_a_link_in_a_record_can_run_no_script(client: Client):
    history = write_history()
    source = history.sources["verona"]
    source.csl = source.csl | {"URL": "javascript:alert(1)", "DOI": '10.1/"><script>'}
    source.save()
    page = Page(client.get("/sources/verona-1992/"))
    only_own_scripts(page)
    assert not [a for a in page.all("a") if a.get("href", "").startswith("javascript:")]


def test_what_readers_type_is_escaped(client: Client):
    for query in ("q", "from", "theme", "a", "page", "kanarie"):
        address = "/compare/" if query == "a" else "/"
        page = client.get(address, {query: '"><script>alert(1)</script>'}).content.decode()
        assert "<script>alert" not in page


def test_cookies_are_closed_to_scripts_and_to_other_sites(client: Client):
    get_user_model().objects.create_superuser("editor", password="a long enough phrase")
    client.post("/admin/login/", {"username": "editor", "password": "a long enough phrase"})
    client.get("/?lang=ro")
    for name in (settings.SESSION_COOKIE_NAME, settings.LANGUAGE_COOKIE_NAME):
        assert client.cookies[name]["httponly"]
        assert client.cookies[name]["samesite"] == "Lax"


def test_a_reader_who_chooses_nothing_gets_no_cookie(client: Client):
    write_history()
    for address in ADDRESSES:
        client.get(address)
    assert not client.cookies


def test_robots_are_kept_out_of_the_office_and_of_previews(client: Client):
    said = client.get("/robots.txt").content.decode().splitlines()
    assert said[:3] == ["User-agent: *", "Disallow: /admin/", "Disallow: /preview/"]
    assert said[3:] == ["Sitemap: http://testserver/sitemap.xml"]


@pytest.mark.parametrize("host", ["10.0.0.7", "10.0.0.7:8000", "elsewhere.example.org"])
def test_probes_of_health_may_come_by_address_and_nothing_else_may(client: Client, host: str):
    for address, said in (("/health/live", b"live\n"), ("/health/ready", b"ready\n")):
        response = client.get(address, headers={"host": host})
        assert (response.status_code, response.content) == (200, said)
        assert host not in str(response.headers)
    assert client.get("/", headers={"host": host}).status_code == 400


@pytest.mark.each_database
def test_readiness_says_whether_the_database_answers(client: Client, monkeypatch: pytest.MonkeyPatch):
    assert client.get("/health/ready").status_code == 200
    assert client.get("/health/live").content == b"live\n"

    def broken() -> Any:
        raise OSError("gone")

    monkeypatch.setattr("events.views.health.connection", type("Connection", (), {"cursor": staticmethod(broken)}))
    response = client.get("/health/ready")
    assert (response.status_code, response.content) == (503, b"not ready: the database does not answer\n")
    assert client.get("/health/live").status_code == 200
