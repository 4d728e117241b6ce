"""Pages are read and never written, and need no script."""

import pytest
from django.test import Client

from tests.support.history import History
from tests.support.pages import page

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]


def test_nothing_on_the_page_blocks_or_needs_a_script(client: Client, h: History):
    for address in ("/", "/events/departure-of-the-soviet-troops/", "/compare/"):
        for script in page(client, address).all("script"):
            is_data = script.get("type") == "application/ld+json"
            assert is_data or (script.get("type") == "module" and script.get("src"))


@pytest.mark.parametrize("method", ["post", "put", "delete", "patch"])
@pytest.mark.parametrize(
    "address",
    [
        "/",
        "/actors/",
        "/actors/romania/",
        "/compare/",
        "/about/",
        "/export/events.json",
        "/robots.txt",
        "/events/",
    ],
)
def test_a_page_is_read_and_never_written(client: Client, h: History, method: str, address: str):
    assert getattr(client, method)(address).status_code == 405


@pytest.mark.parametrize("address", ["/", "/actors/romania/", "/export/events.csv", "/health/live", "/sources/"])
def test_head_answers_as_get_does_without_a_body(client: Client, h: History, address: str):
    response = client.head(address)
    assert response.status_code == 200
    assert b"".join(response) == b""
