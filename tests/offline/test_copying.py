"""The site as files: every link leads to one, and nothing is asked of a server."""

import html
import json
import posixpath
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urldefrag

import pytest
from django.core.management import CommandError, call_command

from events import models
from events.offline import copying, searching
from events.offline.places import file_of, page_of
from tests.offline.conftest import ADDRESS
from tests.support.history import History

LINK = re.compile(r' (?:xlink:)?(href|src|action)="([^"]*)"')
IDENTIFIER = re.compile(r' (?:id|name)="([^"]+)"')


@pytest.mark.parametrize(
    ("address", "page"),
    [
        ("/", "/"),
        ("/?page=1", "/"),
        ("/?lang=ro&page=3", "/?page=3"),
        ("/?theme=military", "/themes/military/"),
        ("/?proponent=robert-king", "/actors/robert-king/"),
        ("/?place=kremlin&page=2", "/?place=kremlin&page=2"),
        ("/?theme=military&from=1958", None),
        ("/?from=1958", None),
        ("/?q=troops", None),
        ("/events/treaty/?theme=military", "/events/treaty/"),
        ("/actors/romania/?page=2", "/actors/romania/?page=2"),
        ("/sources/?sort=question&page=2", "/sources/?sort=question&page=2"),
        ("/sources/?sort=size", None),
        ("/compare/?a=x", None),
        ("/export/events.csv", None),
        ("/admin/", None),
        ("/about/", "/about/"),
    ],
)
def test_an_address_has_a_page_in_the_copy_or_none(address: str, page: str | None):
    assert page_of(address) == page


def test_files_are_named_after_pages():
    assert file_of("/", "en") == "en/index.html"
    assert file_of("/?page=2", "ro") == "ro/index-page-2.html"
    assert file_of("/events/treaty/", "en") == "en/events/treaty.html"
    assert file_of("/sources/?sort=question&page=2", "en") == "en/sources/index-sort-question-page-2.html"


def links_of(root: Path) -> Iterator[tuple[str, str, str]]:
    """File, attribute and value of every link."""
    for path in root.rglob("*.html"):
        for name, value in LINK.findall(path.read_text()):
            yield path.relative_to(root).as_posix(), name, html.unescape(value)


@pytest.mark.django_db
@pytest.mark.any_database
def test_every_link_leads_to_a_file_and_nothing_is_loaded_from_elsewhere(copied: Path):
    identifiers = {
        path.relative_to(copied).as_posix(): {*IDENTIFIER.findall(path.read_text())} for path in copied.rglob("*.html")
    }
    assert {
        "index.html",
        "en/index.html",
        "ro/index.html",
        "en/events/austrian-state-treaty.html",
    } <= identifiers.keys()
    for file, name, value in links_of(copied):
        if re.match(r"[a-z]+:", value):
            assert name == "href", (file, value)
            continue
        assert not value.startswith("/"), (file, value)
        assert "?" not in value, (file, value)
        address, fragment = urldefrag(value)
        target = posixpath.normpath(posixpath.join(posixpath.dirname(file), address)) if address else file
        assert (copied / target).is_file(), (file, value)
        if fragment:
            assert fragment in identifiers[target], (file, value)
    for path in copied.rglob("*.html"):
        text = path.read_text()
        assert 'type="module"' not in text
        assert "<form" not in text or path.name == "search.html", path
        assert not re.search(r'<link rel="(?!schema)[^>]+href="https?:', text), path


@pytest.mark.django_db
@pytest.mark.any_database
def test_a_second_copy_is_the_same_and_replaces_the_first(copied: Path, h: History):
    before = {path: path.read_bytes() for path in copied.rglob("*") if path.is_file()}
    copying.copy(copied, ADDRESS)
    assert {path: path.read_bytes() for path in copied.rglob("*") if path.is_file()} == before
    models.Event.objects.filter(pk=h.events["helsinki"].pk).update(status="draft")
    h.events["helsinki"].refresh_from_db()
    h.events["helsinki"].save()
    copying.copy(copied, ADDRESS)
    assert not (copied / f"en/events/{h.events['helsinki'].slug}.html").exists()
    assert h.events["helsinki"].title not in "".join(path.read_text() for path in copied.rglob("*.js"))


@pytest.mark.django_db
@pytest.mark.any_database
def test_the_index_has_every_record_in_pieces(h: History, monkeypatch: Any):
    monkeypatch.setattr(searching, "AT_ONCE", 3)
    pieces = list(searching.pieces(searching.entries("ro"), lambda address: address))
    rows = [row for piece in pieces for row in json.loads(piece.decode().removeprefix("foundIn(").removesuffix(");\n"))]
    assert len(pieces) > 5
    assert {row[0] for row in rows} >= {"/events/austrian-state-treaty/", "/actors/robert-king/", "/themes/military/"}
    assert all(row[3] == row[3].lower() for row in rows)


@pytest.mark.django_db
def test_a_folder_with_anything_else_in_it_is_refused(tmp_path: Path):
    (tmp_path / "letters.doc").write_text("Dear …")
    with pytest.raises(CommandError, match="holds no earlier copy"):
        call_command("exportsite", str(tmp_path))
