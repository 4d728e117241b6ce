"""Nothing unpublished leaks: no word, date, slug, link or number of it, on any route that the site has.

The routes are read from the URL configuration, so that a new one fails here until it is listed below.
"""

import re
from collections.abc import Iterator
from html import unescape
from io import BytesIO
from typing import Any
from zipfile import ZipFile

import pytest
from django.db import models as fields_of_django
from django.db.models import Model
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from events import models
from events.models.fields import EdtfField, readable
from events.models.translations import TranslationsField
from events.published import numbering
from events.signals import invalidation
from tests.support import factories as make
from tests.support.history import History
from tests.support.pages import exported, slugs

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]

CANARY = "kanarie"
YEAR = "1777"
# Of the event, the interpretation and the debate: each is hidden in each way.
HIDDEN = [
    ("draft", "in_review", "archived"),
    ("archived", "draft", "in_review"),
    ("in_review", "archived", "draft"),
]

# Every route of the public site by its pattern, with addresses under which readers meet it.
ADDRESSES = {
    "facets/<str:slug>/": [
        "theme/",
        "actor/",
        "source/",
        "debate/",
        "proponent/",
        "actor/?find=kanar&from=1770",
        "nosuch/",
    ],
    "suggest/": ["", "?q=kanar", "?q=rom", "?q=kanar&for=compare"],
    "": [
        "",
        "?lang=ro",
        "?q=kanar&lang=ro",
        "?dates=undated",
        "?order=-date",
        "?q=kanar",
        "?q=kanar&order=relevance",
        "?from=1770&to=1780",
        "?contested=1",
        "?basis=editor",
        "?theme=nosuch",
        "?actor=nosuch",
        "?source=nosuch",
        "?debate=nosuch",
        "?proponent=nosuch",
        "?page=9",
        "?theme=military&to=1700",
        "?actor=romania",
        "?with=romania",
        "?with=nosuch",
        "?source=de-satellization",
        "?debate=why-did-the-troops-leave",
        "?proponent=robert-king",
        "?ground=term",
        "?kind=primary",
        "?role=forum",
        "?lang=ro",
    ],
    "events/": ["", "?page=2"],
    "events/<str:slug>/": [
        "austrian-state-treaty/",
        "departure-of-the-soviet-troops/",
        "decree-on-the-border/",
        "entry-of-mongolia-opposed/",
        "expulsion-from-the-pact-suggested/",
        "helsinki-groups-founded/",
        "once-public/",
        "kanarie-event/",
        "departure-of-the-soviet-troops/?rev=2",
        "once-public/?rev=1",
        "kanarie-event/?rev=1",
    ],
    "actors/": ["", "?page=2", "?find=kanar"],
    "actors/<str:slug>/": [
        "romania/",
        "robert-king/",
        "dennis-deletant/",
        "gheorghe-gheorghiu-dej/",
        "once-public/",
        "kanarie-actor/",
    ],
    "sources/": [""],
    "sources/<str:slug>/": [
        "de-satellization/",
        "verona-1992/",
        "kremlin-note/",
        "de-satellization/?event=kanarie-event",
        "de-satellization/?interpretation=kanarie-interpretation",
        "de-satellization/?event=departure-of-the-soviet-troops",
        "once-public/",
        "kanarie-source/",
        "kanarie-document/",
    ],
    "interpretations/": [""],
    "interpretations/<str:slug>/": [
        "the-withdrawal-suited-moscow/",
        "the-withdrawal-was-a-reward/",
        "a-policy-of-its-own-began/",
        "a-policy-of-its-own-began/?rev=1",
        "once-public/",
        "kanarie-interpretation/",
    ],
    "debates/": [""],
    "debates/<str:slug>/": ["why-did-the-troops-leave/", "once-public/", "kanarie-debate/"],
    "themes/": ["", "?page=2"],
    "themes/<str:slug>/": ["military/", "diplomacy/", "once-public/", "kanarie-theme/"],
    "compare/": [
        "",
        "?a=robert-king&b=dennis-deletant",
        "?a=the-withdrawal-suited-moscow&b=the-withdrawal-was-a-reward",
        "?a=nosuch&b=robert-king",
        "?a=a-policy-of-its-own-began&b=dennis-deletant",
        "?a=actors/romania&b=actors/soviet-union",
        "?a=sources/verona-1992&b=sources/de-satellization",
        "?a=kanar&b=robert-king",
        "?a=actors/kanar",
    ],
    # What editions hold: tests/editions.
    "editions/": [""],
    "editions/<str:name>/": ["nosuch/", "kanarie/"],
    "editions/<str:name>/<path:path>": ["nosuch/data/seeds/events.yaml"],
    "narrative/": ["", "?q=kanar", "?theme=military", "?debate=why-did-the-troops-leave"],
    "about/": [""],
    "how-to-read/": [""],
    "glossary/": [""],
    "context.jsonld": [""],
    "picture.png": ["", "?theme=military"],
    "cite/": [
        "",
        "?q=kanar",
        "?record=events/departure-of-the-soviet-troops",
        "?record=events/departure-of-the-soviet-troops&rev=2",
        "?record=interpretations/a-policy-of-its-own-began&rev=1",
        *(f"?record={kind}s%2fkanarie-{kind}" for kind in ("event", "actor", "source", "interpretation", "debate")),
        "?record=events/once-public",
    ],
    "api/": [""],
    "api/v1/": [""],
    "api/v1/schema/": [""],
    "api/v1/<str:name>/": [
        *(f"{kind}/" for kind in ("actors", "sources", "interpretations", "debates", "themes", "places")),
        *(f"events/{query}" for query in ("", "?q=kanar", "?theme=military&limit=1", "?cursor=2~kanarie-event")),
        "drafts/",
    ],
    "api/v1/<str:name>/<str:slug>/": [
        "events/departure-of-the-soviet-troops/",
        "interpretations/the-withdrawal-was-a-reward/",
        "debates/why-did-the-troops-leave/",
        "actors/robert-king/",
        "sources/de-satellization/",
        "themes/military/",
        *(
            f"{kind}s/once-public/"
            for kind in ("event", "actor", "source", "interpretation", "debate", "theme", "place")
        ),
        *(f"{kind}s/kanarie-{kind}/" for kind in ("event", "actor", "source", "interpretation", "debate", "theme")),
    ],
    "api/v1/<path:rest>": ["events/departure-of-the-soviet-troops/drafts/"],
    "embed/": [
        "",
        "?q=kanar",
        "?theme=military&show=drawing",
        "?debate=why-did-the-troops-leave&show=question",
        "?event=austrian-state-treaty",
        "?interpretation=the-withdrawal-suited-moscow",
    ],
    "oembed/": [
        f"?url=http://testserver/{path}"
        for path in ("?q=kanar", "events/kanarie-event/", "actors/romania/", "debates/why-did-the-troops-leave/")
    ],
    "feed/": ["", "?q=kanar", "?theme=military", "?lang=ro"],
    # Who holds a valid token is meant to see what it shows: test_preview.
    "preview/<str:token>/": [
        "nonsense/",
        "kanarie-event:1tXkpA:c2lnbmF0dXJl/",
        "WyJldmVudCIsMSxudWxsLDFd:nonsense/?page=2",
    ],
    "preview/<str:token>/timeline/": ["nonsense/timeline/", "WyJldmVudCIsMSxudWxsLDFd:nonsense/timeline/?q=kanar"],
    "export/events.json": ["", "?q=kanar", "?order=-date", "?theme=nosuch", "?actor=romania"],
    "export/events.csv": ["", "?q=kanar", "?theme=nosuch"],
    "export/events.xlsx": ["", "?actor=romania"],
    "export/events.jsonld": ["", "?theme=military"],
    "export/events.timelinejs.json": [""],
    "export/events.ics": [""],
    "export/sources.bib": ["", "?actor=romania"],
    "export/sources.ris": [""],
    "export/sources.csl.json": [""],
    "export/facets.json": ["", "?q=kanar", "?actor=romania", "?theme=nosuch"],
    "sitemap.xml": [""],
    "sitemap-<str:section>.xml": [
        f"{section}.xml"
        for section in ("pages", "events", "interpretations", "debates", "actors", "sources", "themes", "drafts")
    ],
    "robots.txt": [""],
    "health/live": [""],
    "health/ready": [""],
}


def routes(patterns: Any = None, before: str = "") -> Iterator[str]:
    """Every public route of the URL configuration."""
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        whole = before + str(pattern.pattern)
        if whole.startswith("admin/"):
            continue  # the editorial office shows drafts to editors: tests/admin
        if isinstance(pattern, URLResolver):
            yield from routes(pattern.url_patterns, whole)
        else:
            assert isinstance(pattern, URLPattern)
            yield whole


def addresses() -> Iterator[str]:
    for pattern, ends in ADDRESSES.items():
        for end in ends:
            yield "/" + pattern.partition("<")[0] + end


def test_every_route_of_the_site_is_listed_here():
    assert set(routes()) == set(ADDRESSES)


# --- planting ------------------------------------------------------------------------------------------


def planted(model: type[Model], **fixed: Any) -> Any:
    """A record with the canary, or the canary's year, in every field that takes words."""
    values: dict[str, Any] = {}
    for field in model._meta.concrete_fields:
        if not field.editable or field.is_relation or field.primary_key or field.choices:
            continue
        if field.name == "slug":
            values["slug"] = f"{CANARY}-{model._meta.model_name}"
        elif isinstance(field, EdtfField):
            values[field.name] = f"{YEAR}-07-07"
        elif isinstance(field, TranslationsField):
            values[field.name] = {f"{name}.ro": [f"{CANARY} {name} ro", ""] for name in readable(model)}
        elif isinstance(field, fields_of_django.JSONField):
            values[field.name] = {
                "type": "book",
                "title": f"{CANARY} title",
                "author": [{"family": CANARY}],
                "note": CANARY,
            }
        elif isinstance(field, (fields_of_django.CharField, fields_of_django.TextField)):
            values[field.name] = f"{CANARY} {field.name}"[: field.max_length or 100]
    record = model(**values | fixed)
    record.save()
    return record


class Planted:
    """An unpublished event, interpretation and debate, and an actor, a place, sources and a theme of theirs alone."""

    @invalidation.batched()
    def __init__(self, h: History, statuses: tuple[str, str, str] = HIDDEN[0]) -> None:
        event, claim, debate = statuses
        self.theme = planted(models.Theme)
        self.place = planted(models.Place)
        self.actor = planted(models.Actor, kind="person")
        planted(models.ActorName, actor=self.actor)
        self.source = planted(models.Source, text="", kind="primary")
        planted(models.Office, actor=self.actor, source=self.source)
        self.document = planted(models.Source, slug=f"{CANARY}-document", text=f"{CANARY} in a text.", kind="primary")
        self.passage = planted(models.Passage, source=self.document, number=1, start=0, end=7)
        planted(models.Reference, passage=self.passage, offset=0, resolves_to=self.source)
        self.debate = planted(models.Debate, status=debate)
        self.answer = planted(models.Answer, debate=self.debate)
        self.event = planted(models.Event, status=event, date_part="", offset="", date_basis="editor", place=self.place)
        self.claim = planted(models.Interpretation, status=claim, debate=h.debate, voice="named", ground="date")
        self.connect(h)

    def connect(self, h: History) -> None:
        """They take part in everything that is public, from both ends."""
        self.event.themes.set([self.theme, *h.themes.values()])
        for actor in (self.actor, h.actors["romania"], h.actors["king"]):
            models.Participant.objects.create(event=self.event, actor=actor, role="forum")
        self.claim.proponents.set([self.actor, h.actors["king"], h.actors["romania"]])
        first = h.document.passages.get(number=1)
        for record in (self.event, self.claim):
            make.cite(record, self.document)
            self.cite(record, source=self.source)
            self.cite(record, source=h.document, passage=first)
            self.cite(record, source=h.sources["verona"])
            planted(models.FurtherReading, source=self.source, **{record._meta.model_name: record})
            planted(models.FurtherReading, source=h.sources["verona"], **{record._meta.model_name: record})
        planted(models.FurtherReading, source=self.source, debate=self.debate)
        models.Interpretation.objects.filter(pk=self.claim.pk).update(answer=h.claims["reward"].answer)
        on_hidden_event = make.make_evidence(h.claims["reward"], self.event)
        demanded = make.make_evidence(h.claims["reward"], h.events["mongolia"], asserted_by=self.claim)
        by_hidden_claim = make.make_evidence(self.claim, h.events["treaty"])
        in_words = planted(models.Evidence, interpretation=h.claims["relief"], asserted_by=self.claim)
        here = make.make_relation(h.claims["policy"], "contests", self.claim)
        there = make.make_relation(self.claim, "contests", h.claims["policy"])
        make.make_relation(self.claim, "supports", h.claims["reward"])
        for row in (on_hidden_event, demanded, by_hidden_claim, in_words, here, there):
            self.cite(row, source=self.source)
        for event in h.events.values():
            make.make_link(event, "led_to", self.event)
            make.make_link(self.event, "responds_to", event)
        for kind in ("events", "actors", "interpretations", "places"):
            planted(models.Proposal, source=h.document, passage=first, kind=kind, key=kind, certainty=1)
        for kind in ("events", "actors", "sources", "interpretations", "debates", "themes", "places"):
            name = kind.removesuffix("s")
            models.Redirect.objects.create(kind=kind, slug="once-public", target=f"{CANARY}-{name}")

    def cite(self, record: Any, **fields: Any) -> None:
        planted(models.Citation, **{record._meta.model_name: record} | {"position": 9} | fields)

    @invalidation.batched()
    def lean_on(self, h: History) -> None:
        """What is public rests on it: a date counted from it, and a claim in its debate."""
        make.publish(make.make_event("Dated from it", after_event=self.event, offset="P10Y"))
        event = h.events["decree"]
        event.after_event, event.offset = self.event, ""
        event.save()
        claim = h.claims["policy"]
        claim.debate, claim.answer = self.debate, self.answer
        claim.save()


def read(client: Client, address: str) -> str:
    """Everything that an answer says: its status, its headers and its body."""
    client.cookies.clear()  # or a language that was chosen before
    response = client.get(address)
    headers = [f"{name}: {value}" for name, value in response.headers.items() if name != "ETag"]  # made of the address
    body = b"".join(response)
    if body.startswith(b"PK"):
        book = ZipFile(BytesIO(body))
        body = b"\n".join(map(book.read, book.namelist()))
    return "\n".join([str(response.status_code), *headers, body.decode(errors="replace")])  # one is a picture


def test_the_canary_is_in_every_field_that_takes_words(h: History):
    hidden = Planted(h)
    for record in (
        hidden.event,
        hidden.claim,
        hidden.debate,
        hidden.actor,
        hidden.source,
        hidden.theme,
        hidden.place,
        hidden.passage,
    ):
        for field in record._meta.concrete_fields:
            if (
                isinstance(field, (fields_of_django.CharField, fields_of_django.TextField))
                and field.editable
                and not field.choices
            ):
                value = str(getattr(record, field.name)).lower()
                assert (
                    CANARY in value
                    or YEAR in value
                    or (record, field.name) in ((hidden.event, "offset"), (hidden.source, "text"))
                ), f"{record._meta.model_name}.{field.name} holds no canary"


# --- finding ------------------------------------------------------------------------------------------


def test_no_page_changes_by_a_byte_when_unpublished_records_are_added(client: Client, h: History):
    before = {address: read(client, address) for address in addresses()}
    Planted(h)
    for address, answer in before.items():
        changed = set(read(client, address).splitlines()) ^ set(answer.splitlines())
        assert not changed, address


def test_a_text_that_readers_may_not_see_in_full_is_found_nowhere_in_no_format_and_no_version(
    client: Client, h: History
):
    unquoted = h.document.passages.get(number=5).text
    old = f"{h.document.get_absolute_url()}?rev=1"
    assert unquoted in words_of_page(client, h.document.get_absolute_url()) and unquoted in words_of_page(client, old)
    h.document.text_public = False
    h.document.save()
    for address in [*addresses(), old]:
        assert unquoted not in words_of_page(client, address), address
    for address in (h.document.get_absolute_url(), old, h.events["treaty"].get_absolute_url()):
        for accept in ("application/ld+json", "text/plain"):
            assert unquoted not in words_of_page(client, address, accept), address


def words_of_page(client: Client, address: str, accept: str = "text/html") -> str:
    answer = client.get(address, headers={"Accept": accept})
    body = b"".join(answer) if answer.streaming else answer.content
    return " ".join(unescape(re.sub("<[^>]+>", "", body.decode(errors="replace"))).split())


@pytest.mark.parametrize("statuses", [pytest.param(HIDDEN[1], marks=pytest.mark.each_database), HIDDEN[2]])
def test_the_canary_is_found_nowhere_even_where_public_records_rest_on_it(
    client: Client, h: History, statuses: tuple[str, str, str]
):
    hidden = Planted(h, statuses)
    hidden.lean_on(h)
    for address in addresses():
        answer = read(client, address).lower().replace(address, "")  # the links to other languages repeat it
        assert CANARY not in answer, address  # the year may be there: the bounds of what was dated from it stay


@pytest.mark.parametrize("statuses", [pytest.param(HIDDEN[0], marks=pytest.mark.each_database), *HIDDEN[1:]])
def test_no_numbered_version_holds_a_word_of_what_is_unpublished(h: History, statuses: tuple[str, str, str]):
    hidden = Planted(h, statuses)
    assert set(models.PublishedVersion.objects.values_list("number", flat=True)) == {1}
    hidden.lean_on(h)
    assert CANARY not in kept_in_versions()
    models.PublishedVersion.objects.all().delete()
    numbering.number_all()
    assert CANARY not in kept_in_versions()
    for record in (hidden.event, hidden.claim, hidden.debate):
        record.status = "published"
        record.save()
    assert CANARY in kept_in_versions()


def kept_in_versions() -> str:
    return str([*models.PublishedVersion.objects.values_list("data", "document")]).lower()


def test_the_same_canary_is_found_once_it_is_published(client: Client, h: History):
    """Else the tests above would prove nothing."""
    hidden = Planted(h)
    for record in (hidden.event, hidden.claim, hidden.debate):
        record.status = "published"
        record.save()
    silent = {
        "robots.txt",
        "sitemap.xml",
        "health/live",
        "health/ready",
        "about/",
        "how-to-read/",
        "glossary/",
        "context.jsonld",
        "picture.png",
        "export/facets.json",
        "editions/",
        "editions/<str:name>/",
        "editions/<str:name>/<path:path>",
        "events/",
        "themes/<str:slug>/",
        "preview/<str:token>/",
        "preview/<str:token>/timeline/",
        "api/",
        "api/v1/",
        "api/v1/schema/",
        "api/v1/<path:rest>",
    }
    for pattern in ADDRESSES.keys() - silent:
        found = any(CANARY in read(client, "/" + pattern.partition("<")[0] + end).lower() for end in ADDRESSES[pattern])
        assert found, pattern
    assert f"/events/{CANARY}-event/" in read(client, "/events/once-public/")


def test_a_hidden_record_answers_404_word_for_word_as_an_unknown_one(client: Client, h: History):
    Planted(h)

    def answer(kind: str, slug: str) -> str:
        """Without its own address, which the links to other languages repeat."""
        return read(client, f"/{kind}s/{slug}/").replace(slug, "")

    for kind in ("event", "actor", "source", "interpretation", "debate", "theme"):
        for slug in (f"{CANARY}-{kind}", "once-public"):
            hidden = answer(kind, slug)
            assert hidden.startswith("404"), kind
            assert hidden == answer(kind, "x" * len(slug)), kind


@pytest.mark.parametrize("address", ["/", "/export/events.json", "/export/events.csv", "/export/facets.json"])
def test_a_hidden_slug_as_a_filter_behaves_exactly_like_an_unknown_one(client: Client, h: History, address: str):
    Planted(h)
    for name in ("theme", "actor", "place", "source", "debate", "proponent"):
        slug = f"{CANARY}-{'actor' if name == 'proponent' else name}"
        unknown = slug[:-1] + "x"  # it has the same place in every order
        for more in ("", "&theme=military&from=1958", f"&{name}=romania"):
            for one, same in (("once-public", "onceXpublic"), (slug, unknown)):
                hidden, other = (read(client, f"{address}?{name}={s}{more}") for s in (one, same))
                assert hidden.replace(one, same) == other, (name, one, more)


@pytest.mark.parametrize(("name", "more"), [("event", ""), ("interpretation", ""), ("debate", "&show=question")])
def test_a_hidden_slug_in_a_frame_behaves_exactly_like_an_unknown_one(client: Client, h: History, name: str, more: str):
    Planted(h)
    slug = f"{CANARY}-{name}"
    unknown = slug[:-1] + "x"  # as long
    hidden, other = (read(client, f"/embed/?{name}={one}{more}") for one in (slug, unknown))
    assert hidden.startswith("400") and hidden.replace(slug, unknown) == other
    assert read(client, f"/oembed/?url=http://testserver/{name}s/{slug}/").startswith("404")


def test_a_hidden_slug_to_compare_behaves_exactly_like_an_unknown_one(client: Client, h: History):
    Planted(h)
    for kind in ("interpretation", "actor", "event"):
        slug = f"{CANARY}-{kind}"
        unknown = slug[:-1] + "x"  # it has the same place in every order
        for query in ("a={}&b=robert-king", "a=robert-king&b={}", "a={}&b={}"):
            hidden, other = (read(client, "/compare/?" + query.replace("{}", s)) for s in (slug, unknown))
            assert hidden.replace(slug, unknown) == other, (kind, query)


def test_a_relative_date_does_not_name_its_unpublished_anchor_and_keeps_its_bounds(client: Client, h: History):
    anchor = make.make_event("Secret protocol", date="1958-06-30")
    make.publish(make.make_event("Communiqué", after_event=anchor, offset="P1M"))
    date = next(e for e in exported(client, "/export/events.json")["events"] if e["slug"] == "communique")["date"]
    assert date == {
        "edtf": None,
        "earliest": "1958-07-01",
        "latest": "1958-07-31",
        "precision": "month",
        "words": "July 1958",
        "basis": "relative",
    }
    assert "Secret" not in read(client, "/events/communique/")
    make.publish(anchor)
    assert "one month after Secret protocol" in read(client, "/events/communique/")


@pytest.mark.each_database
def test_a_reference_that_only_a_hidden_document_holds_makes_no_source_public(client: Client, h: History):
    document = make.make_document("A letter.[1] And more.")
    reference = make.make_reference(document.passages.get(), "1", offset=9, resolves_to=make.make_source("letter-book"))
    assert client.get("/sources/letter-book/").status_code == 404
    event = make.make_event("Letter sent")
    make.cite(event, document, "A letter.")
    assert client.get("/sources/letter-book/").status_code == 404
    make.publish(event)
    assert client.get("/sources/letter-book/").status_code == 200
    reference.resolves_to = None
    reference.save()
    assert client.get("/sources/letter-book/").status_code == 404


def test_a_source_that_readers_cannot_see_is_not_named_by_a_marker(client: Client, h: History):
    """A document that only a marker makes public does not pull in what its own markers resolve to."""
    inner = make.make_document("An older text.[7]", "older-text")
    make.make_reference(
        inner.passages.get(), "7", offset=14, resolves_to=make.make_source("oldest", title="Kanarie of old")
    )
    make.make_reference(h.document.passages.get(number=4), "9", resolves_to=inner)
    page = client.get("/sources/older-text/").content.decode()
    if client.get("/sources/oldest/").status_code == 404:
        assert "/sources/oldest/" not in page
        assert "Kanarie of old" not in page


@pytest.mark.each_database
def test_archiving_takes_a_record_and_what_only_it_used_out_of_the_site(client: Client, h: History):
    event = h.events["mongolia"]
    for status, code in (("archived", 404), ("published", 200)):
        event.status = status
        event.save()
        assert client.get("/events/entry-of-mongolia-opposed/").status_code == code
        assert client.get("/actors/gheorghe-gheorghiu-dej/").status_code == code
        assert ("entry-of-mongolia-opposed" in slugs(client)) == (code == 200)
