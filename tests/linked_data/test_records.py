"""Records as linked data: the same in the page and at the address, in the fields' own vocabularies, and no more."""

import json
import re
from typing import Any

import pytest
from django.test import Client
from pyld import jsonld

from events import models
from events.chronology import bounds
from events.linked_data import time_spans
from events.linked_data.records import Nodes
from events.published import events as published
from tests.support import factories as make
from tests.support.history import History

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]

LINKED_DATA = "application/ld+json"
BASE = "http://testserver"
PATHS = [
    "/events/departure-of-the-soviet-troops/",
    "/interpretations/the-withdrawal-was-a-reward/",
    "/actors/gheorghe-gheorghiu-dej/",
    "/sources/de-satellization/",
    "/debates/why-did-the-troops-leave/",
    "/themes/military/",
]


def asked(client: Client, path: str) -> Any:
    answer = client.get(path, headers={"Accept": LINKED_DATA})
    assert (answer.status_code, answer["Content-Type"]) == (200, LINKED_DATA)
    assert "Accept" in answer["Vary"].split(", ")
    return answer.json()


def in_page(client: Client, path: str) -> Any:
    html = client.get(path).content.decode()
    (found,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', html)
    assert not set("<>&") & set(found)
    return json.loads(found)


def expanded(client: Client, data: dict) -> Any:
    """As a program expands it that asks nobody but the site."""

    def load(address: str, options: Any = None) -> dict:
        assert address == f"{BASE}/context.jsonld"
        context = client.get(address)
        assert context["Content-Type"] == LINKED_DATA
        return {"contextUrl": None, "documentUrl": address, "document": context.json()}

    (node,) = jsonld.expand(data, {"documentLoader": load})
    return node


@pytest.mark.parametrize("path", PATHS)
def test_a_record_says_the_same_in_its_page_and_at_its_address(client: Client, h: History, path: str):
    data, page = asked(client, path), in_page(client, path)
    assert data["@id"] == f"{BASE}{path}"
    assert {**data, "@context": None} == {**page, "@context": None}
    node = expanded(client, data)
    assert node == expanded(client, page)
    assert all(kind.startswith("http") for kind in node["@type"])
    assert all(name.startswith(("http", "@")) for name in node)


def test_page_and_data_do_not_stand_in_for_one_another_in_caches(client: Client, h: History):
    first, data, again = (client.get(PATHS[0], headers={"Accept": kind}) for kind in ("text/html", LINKED_DATA, "*/*"))
    assert [answer["Content-Type"].partition(";")[0] for answer in (first, data, again)] == [
        "text/html",
        LINKED_DATA,
        "text/html",
    ]
    assert first["ETag"] == again["ETag"] != data["ETag"]
    fresh = {"Accept": LINKED_DATA, "If-None-Match": data["ETag"]}
    assert client.get(PATHS[0], headers=fresh).status_code == 304
    assert client.get(PATHS[0], headers=fresh | {"If-None-Match": first["ETag"]}).status_code == 200


@pytest.mark.parametrize("accept", ["", "text/html;q=x", "a/b/c", "*", "application/ld+json;q=0", ";;;,", "ț/🕊"])
def test_whatever_is_accepted_the_page_is_the_answer_that_is_always_there(client: Client, h: History, accept: str):
    assert client.get(PATHS[0], HTTP_ACCEPT=accept)["Content-Type"].startswith("text/html")


def test_what_readers_may_not_see_has_no_data_and_no_text(client: Client, h: History):
    hidden = make.make_document(slug="hidden-letter")
    for path in ("/events/nosuch/", hidden.get_absolute_url()):
        for accept in (LINKED_DATA, "text/plain"):
            answer = client.get(path, headers={"Accept": accept})
            assert answer.status_code == 404
            assert b"Romania blocked" not in answer.content


def test_markup_in_a_text_stays_data(client: Client):
    title = "</script><script>alert(1)</script> & “vote” \u2028"
    event = make.publish(make.make_event(title, slug="vote"))
    assert in_page(client, event.get_absolute_url())["name"]["@value"] == title


def test_a_citation_is_an_annotation_whose_selectors_find_the_words_in_the_text(client: Client, h: History):
    data = asked(client, PATHS[1])
    found = [*data["@reverse"]["oa:hasBody"]]
    for between in ("aif:ConflictingElement", "aif:Conclusion"):
        for node in data["@reverse"][between]:
            found += node.get("@reverse", {}).get("oa:hasBody", [])
    assert len({annotation["@id"] for annotation in found}) == 3
    for annotation in found:
        target = annotation["oa:hasTarget"]
        quote, position = target["oa:hasSelector"]
        state = target["oa:hasState"]["rdf:value"].split(": ")
        text = client.get(target["oa:hasSource"]["@id"], headers=dict([state]))
        assert text["Content-Type"] == "text/plain; charset=utf-8"
        assert text.content.decode()[position["oa:start"] : position["oa:end"]] == quote["oa:exact"]
    models.Passage.objects.update(withdrawn=True, start=None, end=None, withdrawn_text="Words that are gone.")
    (annotation,) = asked(client, PATHS[1])["@reverse"]["oa:hasBody"]
    assert [one["@type"] for one in annotation["oa:hasTarget"]["oa:hasSelector"]] == ["oa:TextQuoteSelector"]


@pytest.mark.parametrize("path", PATHS)
def test_every_address_that_begins_with_a_page_is_a_place_on_it(client: Client, h: History, path: str):
    make.make_evidence(h.claims["reward"], "Membership of a pact.")
    data = asked(client, path)
    inner = set(re.findall(rf'"@id": "{re.escape(data["@id"])}#([^"]+)"', json.dumps(data)))
    if path in PATHS[:2]:
        assert "citation-1" in inner
    if path == PATHS[1]:
        assert {one.rstrip("0123456789") for one in inner} > {"relation-", "evidence-", "relation-1-citation-"}
    assert not inner - set(re.findall(r'\bid="([^"]+)"', client.get(path).content.decode()))


def test_a_text_that_readers_may_not_see_in_full_has_no_positions(client: Client, h: History):
    models.Source.objects.filter(pk=h.document.pk).update(text_public=False)
    for path in PATHS[:2]:
        (annotation,) = asked(client, path)["@reverse"]["oa:hasBody"]
        target = annotation["oa:hasTarget"]
        assert [one["@type"] for one in target["oa:hasSelector"]] == ["oa:TextQuoteSelector"]
        assert "oa:hasState" not in target
    answer = client.get(PATHS[3], headers={"Accept": "text/plain"})
    assert answer["Content-Type"].startswith("text/html")


def test_what_claims_do_to_one_another_is_said_in_the_argument_interchange_format(client: Client, h: History):
    for kind in ("supports", "qualifies", "rests_on"):
        make.make_relation(h.claims["reward"], kind, h.claims["policy"])
    back = asked(client, PATHS[1])["@reverse"]
    ends = {
        (node["@type"], node["dcterms:type"], name)
        for name, nodes in back.items()
        for node in nodes
        if "#relation-" in node["@id"]
    }
    assert ends == {
        ("aif:CA-node", "contests", "aif:ConflictingElement"),
        ("aif:RA-node", "supports", "aif:Premise"),
        ("aif:MA-node", "qualifies", "aif:Premise"),
        ("aif:RA-node", "rests_on", "aif:Conclusion"),
    }
    (contest,) = back["aif:ConflictingElement"]
    assert contest["aif:ConflictedElement"]["@id"] == f"{BASE}{h.claims['relief'].get_absolute_url()}"


def test_a_version_is_a_revision_of_the_one_before(client: Client, h: History):
    event = h.events["departure"]
    event.summary = "The last trains crossed the border in July."
    event.save()
    version = asked(client, PATHS[0])["dcterms:hasVersion"]
    address = f"{BASE}{PATHS[0]}"
    assert (version["@id"], version["prov:wasRevisionOf"]["@id"]) == (f"{address}?rev=2", f"{address}?rev=1")
    assert version["prov:specializationOf"]["@id"] == address


def test_other_authorities_are_named_where_an_editor_named_them(client: Client, h: History):
    models.Actor.objects.filter(pk=h.actors["dej"].pk).update(wikidata="Q1", viaf="2")
    models.Place.objects.update(wikidata="Q3", geonames="4")
    assert asked(client, PATHS[2])["sameAs"] == ["http://www.wikidata.org/entity/Q1", "http://viaf.org/viaf/2"]
    place = asked(client, PATHS[0])["location"]
    assert place["sameAs"] == ["http://www.wikidata.org/entity/Q3", "https://sws.geonames.org/4/"]


def test_names_stand_in_every_language_that_they_have(client: Client, h: History):
    event = h.events["departure"]
    event.translations = {"title.ro": ["Plecarea trupelor", ""]}
    event.save()
    for language in ("en", "ro"):
        names = asked(client, f"{PATHS[0]}?lang={language}")["name"]
        assert {name["@language"]: name["@value"] for name in names} == {
            "en": "Departure of the Soviet troops",
            "ro": "Plecarea trupelor",
        }


@pytest.mark.parametrize(
    ("edtf", "days", "crm"),
    [
        ("1958-07-25", {"startDate": "1958-07-25"}, {"P82a": "1958-07-25", "P82b": "1958-07-25"}),
        ("1963-07", {"startDate": "1963-07"}, {"P82a": "1963-07-01", "P82b": "1963-07-31"}),
        ("[1965..1969]", {}, {"P82a": "1965-01-01", "P82b": "1969-12-31"}),
        ("1958-07-25?", {}, {"P82a": "1958-07-25", "P82b": "1958-07-25"}),
        ("[1955..]", {}, {"P82a": "1955-01-01"}),
        (
            "1958/1960-02",
            {"startDate": "1958", "endDate": "1960-02"},
            {"P82a": "1958-01-01", "P81a": "1958-12-31", "P81b": "1960-02-01", "P82b": "1960-02-29"},
        ),
        ("1955/..", {}, {"P82a": "1955-01-01", "P81a": "1955-12-31"}),
        ("-0043-03-15", {}, {"P82a": "-0043-03-15", "P82b": "-0043-03-15"}),
        ("XXXX", {}, {}),
        ("", {}, {}),
    ],
)
def test_dates_are_as_uncertain_as_they_are(edtf: str, days: dict[str, str], crm: dict[str, str]):
    event: Any = models.Event(date=edtf)
    bounds.derive_bounds(event)
    span = time_spans.time_span(event, {})
    found = {name[4:8]: value.partition("T")[0] for name, value in span.items() if name.startswith("crm:P8")}
    assert (time_spans.plain_dates(event), found) == (days, crm)
    assert span.get("dcterms:date", "") == edtf


def test_an_event_that_is_counted_from_another_starts_after_it(client: Client, h: History):
    anchor = f"{BASE}{h.events['departure'].get_absolute_url()}"
    node = Nodes(BASE, "en").event(published.read([h.events["decree"].pk], published.Event)[0], "en")
    assert node["crm:P176i_starts_after_the_start_of"]["@id"] == anchor
    models.Event.objects.filter(pk=h.events["departure"].pk).update(status="draft")
    (event,) = published.read([h.events["decree"].pk], published.Event)
    assert "departure" not in str(Nodes(BASE, "en").event(event, "en"))


def test_a_page_describes_itself_for_catalogues_and_reference_managers(client: Client, h: History):
    def head_of(path: str) -> dict[str, str]:
        html = client.get(path).content.decode()
        assert f'<link rel="cite-as" href="{BASE}{path}">' in html
        assert f'<link rel="alternate" type="{LINKED_DATA}" href="{BASE}{path}">' in html
        return dict(re.findall(r'<meta name="([^"]+)" content="([^"]*)">', html))

    event, work = head_of(PATHS[0]), head_of("/sources/verona-1992/")
    assert (event["z:itemType"], event["DC.title"]) == ("webpage", "Departure of the Soviet troops")
    assert (work["z:itemType"], work["citation_author"], work["citation_publication_date"]) == (
        "book",
        "Verona",
        "1992",
    )
    assert client.get("/sources/").content.count(b'class="Z3988"') == models.Source.objects.public().count()


def test_a_view_leads_to_itself_in_other_formats(client: Client, h: History):
    html = client.get("/?theme=military").content.decode()
    assert '<link rel="alternate" type="text/calendar" href="/export/events.ics?theme=military">' in html
