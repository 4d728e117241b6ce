"""No query string and no path gives a 500."""

from typing import Any
from urllib.parse import quote, quote_from_bytes, urlencode

import pytest
from django.test import Client
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from events.selection.filters import PARAMETERS, READ
from tests.support.history import History
from tests.support.pages import body_of

pytestmark = pytest.mark.django_db

PATHS = [
    "/",
    "/events/",
    "/actors/",
    "/sources/",
    "/interpretations/",
    "/debates/",
    "/narrative/",
    "/compare/",
    "/about/",
    "/actors/romania/",
    "/sources/de-satellization/",
    "/themes/military/",
    "/preview/nonsense/",
    "/preview/nonsense/timeline/",
    "/export/events.json",
    "/export/events.csv",
    "/export/facets.json",
    "/api/v1/events/",
    "/api/v1/actors/",
    "/api/v1/actors/romania/",
    "/cite/",
    "/embed/",
    "/oembed/",
    "/feed/",
]
KINDS = [
    "events",
    "actors",
    "sources",
    "interpretations",
    "debates",
    "themes",
    "admin",
    "export",
    "health",
    "preview",
    "static",
    "api/v1/events",
]

nasty = st.one_of(
    st.text(max_size=30),
    st.text(alphabet="0123456789XYEST?~%-+:.,/[]{}", max_size=30),
    st.sampled_from(
        [
            "\0",
            "a\0b",
            "\ud800",
            "\uffff",
            "\U0010ffff",
            "%00",
            "%ff",
            "' OR 1=1 --",
            '"',
            "\\",
            "[",
            "{}",
            "..",
            "../..",
            "Y9e9",
            "Y1E999999999",
            "9" * 5000,
            "-" * 300,
            "٣",
            "1e5",
            "NaN",
            "¼",
            "²",
            "0x10",
            "1_0",
            "+1",
            "-0",
            " ",
            "\n",
            "a" * 3000,
            "1958-07-25T24:00:00Z",
            "[" * 200,
            "-9223372036854775809",
            "999999999999",
            "-999999999999",
            "Y-999999999999",
        ]
    ),
)
broken_bytes = st.binary(max_size=12)


@st.composite
def query_strings(draw: st.DrawFn) -> str:
    names = st.one_of(st.sampled_from(sorted(READ)), nasty)
    pairs = draw(st.lists(st.tuples(names, st.one_of(nasty, broken_bytes)), max_size=4))
    joined = "&".join(
        f"{quote(name, errors='surrogatepass')}="
        + (quote_from_bytes(value) if isinstance(value, bytes) else quote(value, errors="surrogatepass"))
        for name, value in pairs
    )
    return (
        joined
        if draw(st.booleans())
        else joined + draw(st.sampled_from(["", "&", "=", "&&=", "%", "%zz", ";", "&q", "?"]))
    )


def status_of(client: Client, address: str) -> int:
    response = client.get(address)  # which raises what a view raises
    body_of(response)
    return response.status_code


def ask(client: Client, addresses: list[str]) -> None:
    for address in addresses:
        assert status_of(client, address) in {200, 301, 302, 400, 404, 501}, address


# Readers only read: the examples share one corpus.
sharing = settings(suppress_health_check=[HealthCheck.function_scoped_fixture])


@sharing
@given(questions=st.lists(st.tuples(st.sampled_from(PATHS), query_strings()), min_size=1, max_size=3))
@example(questions=[("/", urlencode({name: "\0"})) for name in PARAMETERS])
@example(questions=[("/", urlencode({name: "9" * 5000})) for name in PARAMETERS])
@example(
    questions=[
        ("/", "from=-999999999999&to=999999999999"),
        ("/export/facets.json", "from=Y-999999999999"),
        ("/", "page=1e9"),
    ]
)
def test_no_query_string_gives_a_500(client: Client, h: History, questions: list[tuple[str, str]]):
    ask(client, [f"{path}?{query}" for path, query in questions])


@sharing
@given(paths=st.lists(st.tuples(st.sampled_from(KINDS), st.one_of(nasty, broken_bytes)), min_size=2, max_size=6))
@example(paths=[(kind, "\0") for kind in KINDS])
@example(paths=[(kind, "x" * 3000) for kind in KINDS])
def test_no_path_gives_a_500(client: Client, h: History, paths: list[tuple[str, Any]]):
    written = [
        quote_from_bytes(end, safe="") if isinstance(end, bytes) else quote(end, safe="", errors="surrogatepass")
        for _, end in paths
    ]
    ask(client, [f"/{kind}/{end}/" for (kind, _), end in zip(paths, written, strict=True)])
    ask(client, [f"/{end}" for end in written if end])


@pytest.mark.parametrize("address", PATHS)
def test_an_empty_site_has_every_list(client: Client, address: str):
    assert status_of(client, address) in ({400} if address == "/oembed/" else {200, 301, 404})
