"""What leaves with a link to a page: its name, what it is about, and its lasting address."""

import struct

import pytest
from django.test import Client

from events import models
from events.timeline.drawing import picture
from tests.support.history import History
from tests.support.pages import Page

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]


def tags(client: Client, address: str) -> dict[str, str]:
    found = Page(client.get(address)).all("meta")
    return {meta.get("name") or meta.get("property", ""): meta.get("content", "") for meta in found}


@pytest.mark.parametrize(
    ("address", "title", "lasting", "kind"),
    [
        ("/events/helsinki-groups-founded/?utm=x", "Helsinki groups", "/events/helsinki-groups-founded/", "article"),
        ("/?theme=military&page=&contested=1", "Timeline", "/?contested=1&theme=military", "website"),
    ],
)
def test_a_link_is_named_and_described_elsewhere(
    client: Client, h: History, address: str, title: str, lasting: str, kind: str
):
    said = tags(client, address)
    assert title in said["og:title"]
    assert said["og:url"] == f"http://testserver{lasting}"
    assert said["og:type"] == kind
    assert said["description"] == said["og:description"] != ""


@pytest.mark.parametrize(
    ("address", "lasting"),
    [
        ("/events/helsinki-groups-founded/?theme=military", "/events/helsinki-groups-founded/"),
        ("/?theme=military&page=", "/?theme=military"),
        ("/actors/?page=1&find=", "/actors/?page=1"),
        ("/about/", "/about/"),
        ("/narrative/?theme=military", "/narrative/?theme=military"),
    ],
)
def test_each_language_of_a_page_has_an_address_of_its_own(client: Client, h: History, address: str, lasting: str):
    def links(rel: str, of: str) -> dict[str, str]:
        found = Page(client.get(of)).all(f"link[@rel='{rel}']")
        return {link.get("hreflang", ""): link.get("href", "") for link in found}

    base = f"http://testserver{lasting.split('?')[0]}"
    alternates = {name: url for name, url in links("alternate", address).items() if name}
    assert {*alternates} == {"en", "ro", "x-default"}
    assert alternates["x-default"] == f"http://testserver{lasting}"
    assert all(
        f"lang={name}" in url and url.startswith(base) for name, url in alternates.items() if name != "x-default"
    )
    in_romanian = f"{address}{'&' if '?' in address else '?'}lang=ro"
    assert links("canonical", in_romanian) == {"": alternates["ro"]}
    assert {name: url for name, url in links("alternate", in_romanian).items() if name} == alternates


@pytest.mark.parametrize("address", ["/nothing/", "/cite/?theme=military"])
def test_a_page_that_is_none_to_find_has_no_lasting_address(client: Client, h: History, address: str):
    assert not Page(client.get(address)).all("link[@rel='canonical']")


def test_every_page_says_what_is_shown_of_a_link_to_it(client: Client, h: History):
    for address in ("/about/", "/debates/", "/sources/", "/glossary/", "/api/", "/how-to-read/", "/compare/"):
        said = tags(client, address)
        assert {"og:title", "og:description", "og:url", "og:image", "og:locale", "og:type"} <= {*said}, address
        assert client.get(said["og:image"].removeprefix("http://testserver")).status_code == 200


def test_the_sitemap_names_each_page_in_every_language(client: Client, h: History):
    said = client.get("/sitemap-themes.xml").content.decode()
    for name, query in (("x-default", ""), ("en", "?lang=en"), ("ro", "?lang=ro")):
        link = f'<xhtml:link rel="alternate" hreflang="{name}" href="http://testserver/themes/military/{query}"/>'
        assert link in said
    assert "<lastmod>" in said


def test_a_description_is_the_record_s_own_words_and_never_breaks_markup(client: Client, h: History):
    event = models.Event.objects.get(slug="helsinki-groups-founded")
    event.summary = '“Quotes” & <b>marks</b>\nand "more" ' + "long " * 100
    event.save()
    said = tags(client, event.get_absolute_url())["description"]
    assert said.startswith('“Quotes” & <b>marks</b> and "more" long')
    assert len(said) <= 200


def test_the_link_to_share_says_its_language(client: Client, h: History):
    shown = Page(client.get("/?theme=military&page=1&lang=ro"))
    assert "http://testserver/?lang=ro&page=1&theme=military" in shown.text()


def test_a_link_is_shown_with_a_picture_of_its_view(client: Client, h: History):
    shown = tags(client, "/?theme=military&page=1")["og:image"]
    assert shown == "http://testserver/picture.png?lang=en&theme=military"
    assert tags(client, "/actors/romania/")["og:image"] == "http://testserver/picture.png?actor=romania"
    assert tags(client, "/events/helsinki-groups-founded/")["og:image"] == "http://testserver/picture.png"


def test_a_picture_is_drawn_from_what_the_view_selects(client: Client, h: History):
    everything, some, nothing = (
        client.get(address) for address in ("/picture.png", "/picture.png?theme=military", "/picture.png?to=1066")
    )
    for response in (everything, some, nothing):
        assert response["Content-Type"] == "image/png"
        assert response.content.startswith(b"\x89PNG\r\n")
        width, height = struct.unpack(">II", response.content[16:24])
        assert (width, height) == (1200, 630)
    assert len({everything.content, some.content, nothing.content}) == 3


def test_a_picture_of_a_bad_view_is_refused_and_names_the_field(client: Client, h: History):
    response = client.get("/picture.png?prominence=9")
    assert response.status_code == 400
    assert list(response.json()["errors"]) == ["prominence"]


def test_a_picture_has_the_drawing_s_own_ink_and_no_colour_that_is_not_resolved():
    rules = picture.style_sheet()
    assert "var(" not in rules
    assert "@" not in rules
    assert "light-dark" not in rules
    assert ".ring" in rules
