"""The pages of records: what each shows, how quotes lead to their words, and where old addresses lead."""

import re
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from events import models
from events.models import Redirect
from events.models.translations import digest_of
from tests.support import factories as make
from tests.support.history import History
from tests.support.pages import Page, text_of

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]


def page(client: Client, address: str) -> Page:
    response = client.get(address)
    assert response.status_code == 200
    return Page(response)


def has(found: Page, *words: str) -> None:
    text = " ".join(found.text().split())
    for said in words:
        assert said in text, said


# --- events ---


def test_an_events_page_has_date_basis_note_place_people_themes_and_links(client: Client, h: History):
    found = page(client, "/events/departure-of-the-soviet-troops/")
    has(
        found,
        "Accounts disagree",
        "25 July 1958",
        "as stated",
        "The last trains crossed the border.",
        "The day is that of the announcement.",
        "1958-07-25",
        "Bucharest",
        "Initiator Soviet Union",
        "Counterpart Romania",
        "Military",
        "landmark",
        "Led to Entry of Mongolia opposed",
        "Dated from this event Decree on the border",
    )
    assert "(25 July 1958)" in found.title
    has(page(client, "/events/entry-of-mongolia-opposed/"), "Follows from Departure of the Soviet troops")


@pytest.mark.parametrize(
    ("language", "latitude", "longitude", "words"),
    [
        ("en", 44.43, 26.1, "44.43° N, 26.1° E"),
        ("en", 0.0, -0.5, "0° N, 0.5° W"),
        ("ro", -33.45, -70.67, "33,45° S, 70,67° V"),
        ("en", None, None, ""),
    ],
)
def test_its_place_leads_to_its_events_and_to_where_it_is(
    client: Client, h: History, language: str, latitude: float | None, longitude: float | None, words: str
):
    place = h.events["departure"].place
    place.wikidata, place.geonames, place.latitude, place.longitude = "Q19660", "683506", latitude, longitude
    place.note = "The Gara de Nord."
    place.save()
    found = page(client, f"/events/departure-of-the-soviet-troops/?lang={language}")
    links = found.links("aside")
    assert links["Bucharest"] == "/?place=bucharest"
    assert links["Wikidata"] == "https://www.wikidata.org/wiki/Q19660"
    assert links["GeoNames"] == "https://www.geonames.org/683506"
    has(found, f"Bucharest The Gara de Nord. {words} Wikidata · GeoNames".replace("  ", " "))


def test_its_quotes_lead_to_their_passage_with_the_words_marked_and_back(client: Client, h: History):
    found = page(client, "/events/departure-of-the-soviet-troops/")
    quote = next(q for q in found.all("blockquote") if "left Romania" in text_of(q))
    assert text_of(quote) == "left Romania by 25 July 1958"
    url = next(u for u in found.links().values() if u.startswith("/sources/de-satellization/?event="))
    assert url == "/sources/de-satellization/?event=departure-of-the-soviet-troops#p1"
    document = page(client, url)
    assert [text_of(mark) for mark in document.all("mark")] == ["left Romania by 25 July 1958"]
    passage = document.one("div[@id='p1']")
    assert list(passage.iter("mark"))
    assert document.links()["Back to “Departure of the Soviet troops”"] == "/events/departure-of-the-soviet-troops/"


@pytest.mark.parametrize(("language", "said"), [("en", "They were not asked"), ("ro", "Nu au fost chemați")])
def test_a_quote_stands_with_its_translation_for_readers_of_another_language(client: Client, language: str, said: str):
    event = make.make_event("Meeting", status="published")
    english, romanian = "They were not asked", "Nu au fost chemați"
    both = {"translation.ro": [romanian, digest_of(english)]}
    fields = {"quote_language": "ru", "translation": english, "translations": both, "translator": "A. Popescu"}
    make.cite(event, make.make_source("archive"), "Их не пригласили", **fields)
    make.cite(
        event, make.make_source("book"), "Quoted in English", quote_language="en", translation="Quoted in English"
    )
    found = Page(client.get(f"/events/meeting/?lang={language}"))
    (shown,) = found.all("p[@class='translation']")
    assert said in text_of(shown) and "A. Popescu" in text_of(shown)
    assert not shown.findall(".//*[@lang]")


def test_the_quotes_of_an_interpretation_its_evidence_and_relations_are_marked_too(client: Client, h: History):
    document = page(client, "/sources/de-satellization/?interpretation=the-withdrawal-was-a-reward")
    passage = document.one("div[@id='p4']")
    assert (
        " ".join(text_of(mark) for mark in passage.iter("mark"))
        == "Dennis Deletant and others the withdrawal was arguably a reward"
    )
    assert "Dennis Deletant and others have argued that the withdrawal was arguably a reward." in text_of(passage)


def test_a_document_opened_by_itself_marks_nothing(client: Client, h: History):
    for address in ("", "?event=nothing", "?interpretation=", "?event=austrian-state-treaty"):
        assert not page(client, f"/sources/de-satellization/{address}").all("mark")


def test_what_is_argued_stands_in_its_order_with_bearing_holder_and_demand(client: Client, h: History):
    found = page(client, "/events/departure-of-the-soviet-troops/")
    text = found.text()
    claims = ["The withdrawal suited Moscow.", "The withdrawal was a reward.", "A policy of its own began."]
    places = [text.index(claim, text.index("Why did the troops leave?")) for claim in claims]
    assert places == sorted(places)
    has(
        found,
        "must explain",
        "demanded by The withdrawal was a reward.",
        "Robert King",
        "Dennis Deletant and others, as reported",
    )


def test_further_reading_is_called_the_editors_addition(client: Client, h: History):
    for address in ("/events/departure-of-the-soviet-troops/", "/debates/why-did-the-troops-leave/"):
        found = page(client, address)
        has(
            found,
            "Further reading",
            "Added by the editors; not what the quoted sources cite.",
            "Note to the Kremlin",
        )
    has(
        page(client, "/sources/kremlin-note/"),
        "Recommended as further reading",
        "Departure of the Soviet troops",
    )


@pytest.mark.each_database
def test_events_before_and_after_are_named_in_order(client: Client, h: History):
    text = text_of(page(client, "/events/decree-on-the-border/").one("ol[@class='neighbours']"))
    order = ["Austrian State Treaty", "Departure of the", "Decree on", "Entry of Mongolia", "Expulsion from"]
    places = [text.index(title) for title in order]
    assert places == sorted(places)


def test_an_undated_event_has_no_neighbours(client: Client, h: History):
    found = page(client, "/events/helsinki-groups-founded/")
    has(found, "undated")
    assert "Before and after" not in found.text()


def test_the_page_can_be_cited_and_an_error_reported(client: Client, h: History):
    cite = text_of(page(client, "/events/departure-of-the-soviet-troops/").one("section[@class='cite']"))
    assert "“Departure of the Soviet troops” (25 July 1958)" in cite
    assert "http://testserver/events/departure-of-the-soviet-troops/" in cite


@pytest.mark.parametrize(
    "address",
    [
        "/events/decree-on-the-border/",
        "/actors/romania/",
        "/sources/verona-1992/",
        "/debates/why-did-the-troops-leave/",
        "/interpretations/the-withdrawal-was-a-reward/",
        "/themes/military/",
    ],
)
def test_a_record_has_one_canonical_address_whatever_the_query(client: Client, h: History, address: str):
    assert page(client, f"{address}?page=1&utm=x&event=y").canonical == f"http://testserver{address}"


def test_a_circumstance_is_shown_as_words(client: Client, h: History):
    has(page(client, "/interpretations/the-withdrawal-suited-moscow/"), "membership of the pact", "counts against it")


def test_a_correction_is_proposed_by_mail_or_on_the_web_where_the_site_has_a_contact(
    client: Client, h: History, tmp_path: Path, settings: Any
):
    assert "Propose a correction" not in page(client, "/events/departure-of-the-soviet-troops/").links()
    (tmp_path / "site.yaml").write_text("title: Romania\ncontact: editor@example.org")
    settings.SEEDS_DIR = tmp_path
    mail = page(client, "/events/departure-of-the-soviet-troops/").links()["Propose a correction"]
    assert mail.startswith("mailto:editor@example.org?subject=Departure")
    assert mail.endswith("http%3A//testserver/events/departure-of-the-soviet-troops/")
    (tmp_path / "site.yaml").write_text("title: Romania\ncontact: https://example.org/corrections")
    for address in ("/sources/verona-1992/", "/themes/military/", "/debates/why-did-the-troops-leave/"):
        assert page(client, address).links()["Propose a correction"] == "https://example.org/corrections"


# --- interpretations and debates ---


def test_an_interpretations_page_says_who_how_known_on_what_ground_and_with_which_hedge(client: Client, h: History):
    found = page(client, "/interpretations/the-withdrawal-was-a-reward/")
    has(
        found,
        "The withdrawal was a reward.",
        "It followed loyal service in 1956.",
        "as reported by the cited source",
        "cause",
        "1999",
        "“arguably”",
        "1958",
        "named as examples among others",
        "Why did the troops leave?",
        "Departure of the Soviet troops",
        "arguably a reward",
        "counts for it",
        "contests",
        "The withdrawal suited Moscow.",
        "on the motive",
        "the author, who names the other view",
    )
    has(
        page(client, "/interpretations/the-withdrawal-suited-moscow/"),
        "Contested by: The withdrawal was a reward.",
        "demanded by",
    )


def test_an_argued_date_is_shown_in_words(client: Client):
    claim = make.make_interpretation(
        "The decision fell earlier.", ground="date", argued_date="1957-1X", status="published"
    )
    make.cite(claim)
    has(page(client, claim.get_absolute_url()), "The date argued for:")


def test_the_accounts_of_a_question_stand_in_their_order_and_the_page_says_so(client: Client, h: History):
    found = page(client, "/debates/why-did-the-troops-leave/")
    has(
        found,
        "Two answers are given.",
        "Accounts stand in the order of when they were put forward, unknown last",
    )
    claims = [text_of(heading) for heading in found.all("section[@class='side']/ol/li/h3")]
    assert claims == ["1 The withdrawal suited Moscow.", "2 The withdrawal was a reward."]


def test_the_evidence_of_a_question_says_dash_where_nothing_is_recorded(client: Client, h: History):
    rows = {
        text_of(next(row.iter("th"))): [text_of(cell) for cell in row.iter("td")]
        for row in page(client, "/debates/why-did-the-troops-leave/").all("tbody/tr")
    }
    suited, earned = rows["25 July 1958 Departure of the Soviet troops"]
    assert suited == "It suited Moscow must explain it: 1 King (according to 2 Deletant and others)"
    assert earned == "It was earned counts for it: 2 Deletant and others"
    assert rows["membership of the pact"] == ["It suited Moscow counts against it: 1 King", "–"]


def test_a_link_to_a_side_leads_somewhere_even_outside_the_debate(client: Client, h: History):
    make.make_relation(h.claims["relief"], "contests", h.claims["policy"])
    found = page(client, "/debates/why-did-the-troops-leave/")
    for href in found.links().values():
        assert not href.startswith("#") or href.removeprefix("#") in found.ids


def test_a_debate_without_published_sides_says_so(client: Client, h: History):
    models.Interpretation.objects.update(status="draft")
    has(
        page(client, "/debates/why-did-the-troops-leave/"),
        "No interpretation of this question is published yet.",
    )


@pytest.fixture(scope="module")
def ids_of() -> dict[str, set[str]]:
    """Of every page that was asked for already, its ids: each page links to many that others link to."""
    return {}


@pytest.mark.parametrize(
    "address",
    [
        "/",
        "/?contested=1",
        "/events/departure-of-the-soviet-troops/",
        "/sources/de-satellization/?event=entry-of-mongolia-opposed",
        "/sources/verona-1992/",
        "/interpretations/the-withdrawal-was-a-reward/",
        "/debates/why-did-the-troops-leave/",
        "/actors/romania/",
        "/actors/dennis-deletant/",
        "/themes/military/",
        "/compare/?a=robert-king&b=dennis-deletant",
        "/about/",
        "/actors/",
        "/sources/",
        "/interpretations/",
        "/debates/",
    ],
)
def test_every_link_of_a_page_leads_to_a_page(client: Client, h: History, ids_of: dict[str, set[str]], address: str):
    found = page(client, address)
    for href in {a.get("href", "") for a in found.all("a")}:
        if href.startswith("#"):
            assert href[1:] in found.ids, href
        elif not href.startswith(("http:", "https:", "mailto:")):
            target, _, anchor = (href if href.startswith("/") else address.split("?")[0] + href).partition("#")
            if target not in ids_of:
                response = client.get(target)
                assert response.status_code == 200, href
                is_page = response.headers["Content-Type"].startswith("text/html")
                ids_of[target] = set(Page(response).ids) if is_page else set()
            assert not anchor or anchor in ids_of[target], href


# --- actors, sources, themes ---


def test_an_actors_page_has_roles_names_and_what_they_argue(client: Client, h: History):
    models.ActorName.objects.create(actor=h.actors["romania"], name="People’s Republic of Romania", used="1947/1965")
    found = page(client, "/actors/romania/")
    has(found, "state", "opponent", "counterpart", "People’s Republic of Romania", "1947")
    has(page(client, "/actors/gheorghe-gheorghiu-dej/"), "8 November 1901", "19 March 1965")
    has(page(client, "/actors/dennis-deletant/"), "The withdrawal was a reward.", "1999")


@pytest.mark.each_database
def test_lists_are_alphabetical_and_count_what_is_published(client: Client, h: History):
    links = [words for words, url in page(client, "/actors/").links().items() if url.startswith("/actors/")]
    assert links == ["Gheorghiu-Dej, Gheorghe", "Deletant, Dennis", "King, Robert", "Romania", "Soviet Union"]
    has(page(client, "/actors/"), "Romania 3 events", "King, Robert 1 account")
    has(page(client, "/sources/"), "full text here", "cited 3 times", "further reading")
    has(page(client, "/debates/"), "Why did the troops leave? It suited Moscow (1) or It was earned (1) 2 accounts")


@pytest.mark.each_database
def test_interpretations_are_listed_by_when_they_were_made_unknown_last(client: Client, h: History):
    claims = [words for words in page(client, "/interpretations/").links() if words.endswith(".")]
    assert claims == [
        "The withdrawal suited Moscow.",
        "The withdrawal was a reward.",
        "A policy of its own began.",
    ]


def test_a_themes_page_lists_its_events(client: Client, h: History):
    assert page(client, "/themes/military/").events == [
        "departure-of-the-soviet-troops",
        "entry-of-mongolia-opposed",
    ]


def test_the_part_that_was_read_is_named_in_the_language_of_the_page(client: Client, h: History):
    h.sources["verona"].citations.update(locator="abstract", translations={"locator.ro": ["rezumat", ""]})
    has(page(client, "/sources/?lang=ro"), "citit: rezumat")
    has(page(client, "/sources/?lang=en"), "read: abstract")


def test_works_stand_under_the_questions_for_which_they_are_cited_with_what_was_read_of_them(
    client: Client, h: History
):
    verona = make.cite(h.claims["reward"], h.sources["verona"], locator="abstract")
    draft = make.make_debate("A question of editors?")
    make.make_further_reading(draft, h.sources["verona"])
    found = page(client, "/sources/?sort=question")
    assert [" ".join(heading.itertext()).strip() for heading in found.all("h2")] == ["Why did the troops leave?"]
    works = [" ".join("".join(entry.itertext()).split()) for entry in found.all("ul[@class='index']/li")]
    assert [work.split(".")[0] for work in works] == ["De-satellization", "Emil", "Verona"]
    assert "read: abstract; p. 1; p. 57" in works[2] and "further reading" in works[1] and "full text here" in works[0]
    assert found.links()["by name"] == "/sources/" and "abstract" in page(client, "/sources/").text()
    verona.translations = {"locator.ro": ["rezumat", ""]}
    verona.save()
    assert "p. 57; rezumat" in page(client, "/sources/?sort=question&lang=ro").text()
    verona.delete()
    models.Debate.objects.update(status="draft")
    found = page(client, "/sources/?sort=question&lang=en")
    assert "Why did" not in found.text() and "Beside any question" in found.text() and "Verona" in found.text()


def test_works_by_question_go_on_where_a_page_ends(client: Client, h: History):
    for number in range(100):
        make.cite(h.claims["reward"], make.make_source(f"book-{number:03}"), locator="excerpt")
    first = page(client, "/sources/?sort=question")
    assert first.links()["Next"] == "?sort=question&page=2"
    last = page(client, "/sources/?sort=question&page=2")
    has(last, "Why did the troops leave?", "Verona")


@pytest.mark.parametrize("address", ["/actors/", "/sources/", "/interpretations/", "/debates/", "/actors/romania/"])
@pytest.mark.parametrize("number", ["2", "0", "x", "999999999999999999999"])
@pytest.mark.each_database
def test_a_page_of_a_list_that_is_not_there_is_the_nearest(client: Client, h: History, address: str, number: str):
    assert client.get(address, {"page": number}).status_code == 200


@pytest.mark.each_database
def test_long_lists_have_pages(client: Client):
    romania = make.make_actor("Romania")
    events = models.Event.objects.bulk_create(
        models.Event(slug=f"note-{n}", title=f"Note {n}", status="published", rank=f"zb0znote-{n}") for n in range(60)
    )
    models.Participant.objects.bulk_create(models.Participant(event=event, actor=romania) for event in events)
    first = page(client, "/actors/romania/")
    second = page(client, "/actors/romania/" + first.one("a[@rel='next']").get("href", ""))
    titles = [words for found in (first, second) for words in found.links() if words.startswith("Note ")]
    assert len(titles) == 60


@pytest.mark.each_database
def test_a_source_says_which_events_and_interpretations_cite_it(client: Client, h: History):
    has(
        page(client, "/sources/verona-1992/"),
        "Verona",
        "Military occupation",
        "secondary",
        "Austrian State Treaty",
        "Helsinki groups founded",
        "The withdrawal suited Moscow.",
    )


def test_what_is_argued_from_a_source_stands_under_its_questions(client: Client, h: History):
    found = page(client, "/sources/verona-1992/")
    has(found, "First readable by the public not known", "What was read of it p. 1; p. 57")
    text = text_of(next(one for one in found.all("section") if one.get("aria-labelledby") == "interpretations"))
    assert text.startswith(
        "What is argued from it Why did the troops leave? The withdrawal suited Moscow. It suited Moscow · Robert King"
    )
    models.Debate.objects.update(status="draft")
    models.Source.objects.filter(slug="verona-1992").update(available_from="[..1992]")
    found = page(client, "/sources/verona-1992/")
    has(found, "First readable by the public by 1992", "Beside any question The withdrawal suited Moscow.")
    assert "Why did the troops leave?" not in found.html and "It suited Moscow" not in found.html


@pytest.mark.parametrize(
    "address", ["actors/robert-king", "sources/verona-1992", "interpretations/the-withdrawal-was-a-reward"]
)
def test_a_page_leads_to_what_it_can_be_compared_with(client: Client, h: History, address: str):
    assert page(client, f"/{address}/").links()["compare with …"] == f"/compare/?a={address}"


# --- old addresses ---

KINDS = {
    "events": "departure-of-the-soviet-troops",
    "actors": "romania",
    "sources": "verona-1992",
    "themes": "military",
    "interpretations": "the-withdrawal-was-a-reward",
    "debates": "why-did-the-troops-leave",
}


@pytest.mark.parametrize("kind", KINDS)
def test_a_renamed_record_is_found_under_its_old_address_for_good(client: Client, h: History, kind: str):
    Redirect.objects.create(kind=kind, slug="oldest", target="older")
    Redirect.objects.create(kind=kind, slug="older", target=KINDS[kind])
    for slug in ("oldest", "older"):
        response = client.get(f"/{kind}/{slug}/")
        assert (response.status_code, response["Location"]) == (301, f"/{kind}/{KINDS[kind]}/")
    for other in KINDS.keys() - {kind}:
        assert client.get(f"/{other}/oldest/").status_code == 404


def test_a_circle_of_old_addresses_is_a_404(client: Client):
    Redirect.objects.create(kind="events", slug="a", target="b")
    Redirect.objects.create(kind="events", slug="b", target="a")
    assert client.get("/events/a/").status_code == 404


def test_an_address_that_is_in_use_again_is_its_own(client: Client, h: History):
    Redirect.objects.create(kind="events", slug="decree-on-the-border", target="austrian-state-treaty")
    assert client.get("/events/decree-on-the-border/").status_code == 200


def test_an_old_address_of_an_unpublished_record_is_a_404_until_it_is_published(client: Client):
    event = make.make_event("Vote")
    Redirect.objects.create(kind="events", slug="ballot", target="vote")
    assert client.get("/events/ballot/").status_code == 404
    make.publish(event)
    assert client.get("/events/ballot/")["Location"] == "/events/vote/"


@pytest.mark.parametrize(
    "address",
    ["/events/nothing/", "/actors/NOTHING/", "/sources/a b/", "/debates/%00/", "/themes/x/y/", "/nothing"],
)
def test_what_is_not_there_is_a_designed_404(client: Client, address: str):
    response = client.get(address, follow=False)
    assert response.status_code == 404
    assert "There is no such page" in Page(response).title


def test_a_404_offers_the_site_and_a_search(client: Client):
    page = Page(client.get("/events/nothing/"))
    assert {"Timeline", "Questions", "Sources", "About"} <= set(page.links("header"))
    form = page.one("form")
    assert form.get("action") == "/" and form.find(".//input").get("name") == "q"


# --- themes and the sitemap ---


def test_themes_have_a_list_with_the_number_of_their_events(client: Client, h: History):
    page = Page(client.get("/themes/"))
    assert "Military 3 events" in page.text() or "Military 2 events" in page.text()
    assert page.links()["Military"] == "/themes/military/"
    assert Page(client.get("/themes/military/")).links()["Themes"] == "/themes/"


@pytest.mark.each_database
def test_the_sitemap_lists_each_page_that_readers_can_see_once(client: Client, h: History):
    make.make_event("Hidden", slug="hidden")
    index = client.get("/sitemap.xml").content.decode()
    parts = [address.removeprefix("http://testserver") for address in re.findall(r"<loc>(.*?)</loc>", index)]
    pages = [
        address.removeprefix("http://testserver")
        for part in parts
        for address in re.findall(r"<loc>(.*?)</loc>", client.get(part).content.decode())
    ]
    assert len(pages) == len(set(pages))
    assert {"/", "/about/", "/themes/military/", "/events/departure-of-the-soviet-troops/"} <= set(pages)
    assert "/events/hidden/" not in pages
    assert all(client.get(page).status_code == 200 for page in pages)


# --- about ---


@pytest.mark.each_database
def test_about_counts_what_is_sourced_and_what_is_not(client: Client, h: History):
    has(
        page(client, "/about/"),
        "6 events, of which 1 undated",
        "3 interpretations, of which 1 known only from a report",
        "1 debate",
        "3 sources",
        "4 of 5 passages of the stored documents are quoted by something",
        "0 of 3 footnote references of the stored documents lead to a known source",
    )


def test_about_states_the_policy_and_the_criteria(client: Client):
    has(
        page(client, "/about/"),
        "Landmark:",
        "Notable:",
        "Detail:",
        "There are no votes and no winner",
        "not recorded here",
    )
