"""The pages of editions, and their files."""

import hashlib
from typing import Any

import pytest
from django.test import Client

from events.editions import publishing
from tests.support.history import History

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]


def test_the_page_lists_files_that_are_as_it_says(client: Client, h: History, django_assert_max_num_queries: Any):
    edition = publishing.publish("2026-11", "https://example.org/", note="The *first* one.\n\nWith <b>care</b>.")
    with django_assert_max_num_queries(6):
        page = client.get("/editions/2026-11/").content.decode()
    assert "With &lt;b&gt;care&lt;/b&gt;." in page
    assert "edition 2026-11" in page
    for file in edition.files.all():
        assert f'href="/editions/2026-11/{file.path}"' in page
        response = client.get(f"/editions/2026-11/{file.path}")
        data = b"".join(response)
        assert hashlib.sha256(data).hexdigest() == file.sha256
        assert response["Content-Length"] == str(len(data))
        assert client.head(f"/editions/2026-11/{file.path}")["Content-Length"] == str(len(data))
    assert client.get("/editions/2026-11/data/nosuch").status_code == 404
    assert client.get("/editions/2027/").status_code == 404
    h.events["treaty"].title = "The treaty, corrected"
    h.events["treaty"].save()
    publishing.publish("2026-12", "https://example.org/")
    page = client.get("/editions/2026-12/").content.decode()
    assert '<a href="/events/austrian-state-treaty/">The treaty, corrected</a>' in page
    assert '"/editions/2026-11/"' in client.get("/editions/").content.decode()
