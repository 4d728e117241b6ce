"""A preview shows a draft or a pending revision as readers will see it, and leaves no trace of it anywhere."""

import copy
import re
import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.core import signing
from django.db import connection, transaction
from django.test import Client
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from events import models
from events.caching import versions
from events.editing import history_entries, pending, preview
from events.record_data import reading
from events.search import known_words, suggestions
from events.selection import current
from romania_history import http_cache
from tests.support import factories as make
from tests.support.history import History
from tests.support.pages import Page, body_of, exported, text_of
from tests.support.selections import select

pytestmark = pytest.mark.any_database

KANARIE = "Kanarie"


def proposed(record: Any, erratum: str = "", **fields: Any) -> models.PendingRevision:
    """An open pending revision that changes fields of the record."""
    base = reading.read(record)
    return pending.keep(record, make.make_editor(), base, base | fields, erratum=erratum)


def timeline_of(link: str) -> str:
    return f"{link.partition('#')[0]}timeline/"


def undated(page: Page) -> str:
    """What a page says before the number and the day of its version, which a preview does not have."""
    return re.split(r"Last changed|Version \d", page.text("main"))[0]


def banner(page: Page) -> str:
    return page.text("aside[@class='preview']")


# --- what it shows ----------------------------------------------------------------------------------------------------


def test_a_draft_is_shown_as_its_page_will_be_and_is_a_draft_still(client: Client, h: History):
    draft = make.make_event(
        KANARIE,
        date="1964-04",
        summary="A declaration.",
        participants=[h.actors["romania"]],
        themes=[h.themes["military"]],
    )
    make.cite(draft, h.document, "late 1960s")
    link = preview.address(draft)
    shown = Page(client.get(link))
    assert client.get("/events/kanarie/").status_code == 404
    draft.refresh_from_db()
    assert draft.status == "draft"
    draft.status = "published"
    draft.save()
    published = Page(client.get("/events/kanarie/"))
    assert undated(shown) == undated(published)
    assert shown.canonical == published.canonical == "http://testserver/events/kanarie/"


@pytest.mark.parametrize("kind", ["event", "interpretation", "debate"])
def test_every_kind_that_has_a_status_can_be_previewed_in_any_but_published(client: Client, h: History, kind: str):
    record = {"event": h.events["departure"], "interpretation": h.claims["reward"], "debate": h.debate}[kind]
    before = undated(Page(client.get(record.get_absolute_url())))
    for status in ("draft", "in_review", "archived"):
        record.status = status
        record.save()
        assert client.get(record.get_absolute_url()).status_code == 404
        assert undated(Page(client.get(preview.address(record)))) == before


def test_what_nothing_published_uses_yet_can_be_previewed(client: Client, h: History):
    for record in (make.make_actor(KANARIE), make.make_source("kanarie"), make.make_theme(KANARIE)):
        assert client.get(record.get_absolute_url()).status_code == 404
        page = Page(client.get(preview.address(record)))
        assert KANARIE in page.text("main/article/header").title()
        assert "Departure" not in page.text("main"), "an actor without events has none, and not all"
        assert client.get(timeline_of(preview.address(record))).status_code == 200


def test_a_place_is_shown_by_the_view_of_its_events(client: Client, h: History):
    place = h.events["departure"].place
    page = Page(client.get(preview.address(place, proposed(place, name=KANARIE))))
    assert page.events == ["departure-of-the-soviet-troops"]
    assert f"Place: {KANARIE}" in page.text("main")
    assert preview.address(make.make_place(KANARIE)) == "", "it has no events, and so no view"


def test_a_passage_and_its_marker_are_shown_on_their_documents_page(client: Client, h: History):
    passage = h.document.passages.get(number=2)
    revision = proposed(passage, note="Kanarie is meant.")
    revision.data = copy.deepcopy(revision.data)
    revision.data["references"][0]["resolves_to"] = make.make_source("kanarie").pk
    revision.save()
    link = preview.address(passage, revision)
    assert link.endswith("/#p2")
    shown = Page(client.get(link))
    assert "Kanarie is meant." in shown.text("main")
    assert "/sources/kanarie/" in shown.links().values()
    assert "anarie" not in client.get("/sources/de-satellization/").content.decode()


@pytest.mark.each_database
def test_a_pending_revision_is_shown_as_it_would_be_merged_and_what_is_live_stays(client: Client, h: History):
    event = h.events["departure"]
    revision = proposed(event, title=KANARIE, slug="kanarie", erratum="The title was wrong.")
    event.refresh_from_db()
    event.place = make.make_place("Constanța")
    event.save()
    page = Page(client.get(preview.address(event, revision)))
    text = page.text("main")
    assert KANARIE in text and "Constanța" in text and "The title was wrong." in text
    assert page.canonical.endswith("/events/kanarie/")
    assert "once the pending revision is approved" in banner(page)
    live = Page(client.get("/events/departure-of-the-soviet-troops/")).text("main")
    assert KANARIE not in live and "The title was wrong." not in live
    assert not models.Erratum.objects.exists()


def test_what_changed_on_both_sides_is_shown_as_published_and_the_banner_says_so(client: Client, h: History):
    event = h.events["departure"]
    revision = proposed(event, title=KANARIE)
    event.title = "Changed meanwhile"
    event.save()
    page = Page(client.get(preview.address(event, revision)))
    assert "Changed meanwhile" in page.text("main") and KANARIE not in page.text("main")
    assert "changed in the same places" in banner(page)


def test_the_banner_says_what_it_is_until_when_and_leads_to_both_pages(client: Client, h: History):
    draft = make.make_event(KANARIE, date="1960")
    link = preview.address(draft)
    page = Page(client.get(link))
    until = datetime.now(UTC) + timedelta(hours=72)
    assert f"{until:%-d %B %Y}" in banner(page)
    assert "not published" in banner(page) and "needs no account" in banner(page)
    links = page.links("aside[@class='preview']")
    assert links["Its page"] == link
    assert links["The timeline with it"] == timeline_of(link) + "#event-kanarie"
    assert page.one("head/meta[@name='robots']").get("content") == "noindex"
    assert "preview" not in client.get("/").content.decode()


def test_it_speaks_the_readers_language_and_changes_it_within_the_preview(client: Client, h: History):
    link = preview.address(make.make_event(KANARIE, date="1960-07"))
    page = Page(client.get(link))
    romanian = page.links("header[@class='top']")["Română"]
    assert romanian == f"{link}?lang=ro"
    answer = client.get(romanian)
    assert Page(answer).root.get("lang") == "ro" and "iulie" in Page(answer).text("main")
    assert answer["Cache-Control"] == "no-store, private"


# --- the timeline -----------------------------------------------------------------------------------------------------


def test_the_timeline_opens_where_the_event_stands(client: Client, h: History):
    for number in range(60):
        make.make_event(f"Sitting {number}", date=f"{1900 + number}", status="published")
    draft = make.make_event(KANARIE, date="1999")
    address = timeline_of(preview.address(draft))
    page = Page(client.get(address))
    assert page.events[-2:] == ["kanarie", "helsinki-groups-founded"]
    assert Page(client.get(f"{address}?page=1")).events[0] == "sitting-0"
    first = page.links("main//nav[@class='pages']")["1"]
    assert first == f"{address}?page=1#results", "without a parameter it would open on this page again"
    assert "kanarie" not in Page(client.get("/?page=2")).events


@pytest.mark.parametrize(
    "query", ["q=kanarie", "from=1777", "theme=military", "order=-date", "q=kanarie&order=relevance"]
)
def test_the_timeline_takes_all_parameters_and_its_filters_stay_in_the_preview(client: Client, h: History, query: str):
    draft = make.make_event(KANARIE, date="1999", themes=[h.themes["military"]])
    address = timeline_of(preview.address(draft))
    page = Page(client.get(f"{address}?{query}"))
    assert "kanarie" in page.events
    assert page.one("main//form").get("action") == f"{address}#results"
    for words, url in page.links("main//section[@class='list']").items():
        if words.startswith("Remove ") or words in ("Clear all filters", "earliest first", "latest first"):
            assert url.startswith(f"{address}?"), words
    assert page.canonical.startswith("http://testserver/?")


@pytest.mark.parametrize("name", ["relief", "debate", "actor", "theme", "place", "document", "passage"])
def test_the_timeline_opens_at_the_first_event_that_the_record_is_about(client: Client, h: History, name: str):
    record: Any = {
        "relief": h.claims["relief"],
        "debate": h.debate,
        "actor": h.actors["moscow"],
        "theme": h.themes["military"],
        "place": h.events["departure"].place,
        "document": h.document,
        "passage": h.document.passages.get(number=1),
    }[name]
    revision = proposed(record, note=KANARIE) if name in ("actor", "document", "passage") else proposed(record)
    page = Page(client.get(preview.address(record, revision)))
    assert page.links("aside[@class='preview']")["The timeline with it"].endswith(
        "#event-departure-of-the-soviet-troops"
    )
    assert client.get(timeline_of(preview.address(record, revision))).status_code == 200


# --- the link ---------------------------------------------------------------------------------------------------------


def test_the_headers_keep_it_out_of_caches_and_search_engines(client: Client, h: History):
    link = preview.address(make.make_event(KANARIE))
    wrong = "/preview/nonsense/"
    answers = [ask(link) for ask in (client.get, client.head, client.post)]
    for answer in (*answers, client.get(timeline_of(link)), client.get(wrong)):
        assert answer["Cache-Control"] == "no-store, private"
        assert answer["X-Robots-Tag"] == "noindex, nofollow, noarchive"
        assert answer["Referrer-Policy"] == "no-referrer"
        assert not answer.has_header("ETag")
    with_tag = client.get(link, headers={"If-None-Match": "*"})
    assert with_tag.status_code == 200


def test_head_is_answered_and_nothing_can_be_posted(client: Client, h: History):
    link = preview.address(make.make_event(KANARIE))
    for address in (link, timeline_of(link)):
        assert client.head(address).status_code == 200
        assert client.post(address).status_code == 405
        assert client.put(address).status_code == 405


def test_a_link_expires(client: Client, h: History, settings: Any):
    link = preview.address(make.make_event(KANARIE))
    settings.PREVIEW_HOURS = 0
    for address in (link, timeline_of(link)):
        answer = client.get(address)
        assert answer.status_code == 410
        assert "This preview has expired" in Page(answer).text() and KANARIE not in Page(answer).text()


@pytest.mark.parametrize(("decide", "linked"), [("approve", True), ("withdraw", True), ("archived", False)])
def test_a_link_to_a_decided_revision_says_so(client: Client, h: History, decide: str, linked: bool):
    event = h.events["departure"]
    revision = proposed(event, summary=KANARIE)
    link = preview.address(event, revision)
    (pending.approve if decide == "approve" else pending.withdraw)(revision, revision.author)
    if not linked:
        models.Event.objects.filter(pk=event.pk).update(status="archived")
    answer = client.get(link)
    assert answer.status_code == 410
    assert "A decision has been taken" in Page(answer).text()
    assert (event.get_absolute_url() in answer.content.decode()) == linked


def test_what_is_gone_is_not_told_from_what_never_was(client: Client, h: History):
    draft = make.make_event(KANARIE)
    revised = h.events["departure"]
    revision = proposed(revised)
    links = [preview.address(draft), preview.address(revised, revision)]
    draft.delete()
    revision.delete()
    forged = client.get("/preview/nonsense/")
    for link in links:
        answer = client.get(link)
        assert answer.status_code == forged.status_code == 404
        assert answer.content == forged.content


def test_a_revision_is_shown_for_its_own_record_alone(client: Client, h: History):
    revision = proposed(h.events["departure"], title=KANARIE)
    assert client.get(preview.address(h.events["mongolia"], revision)).status_code == 404


def test_the_link_to_what_readers_see_by_now_says_so_and_leads_there(client: Client, h: History):
    draft = make.make_event(KANARIE)
    link = preview.address(draft)
    make.publish(draft)
    answer = client.get(link)
    assert answer.status_code == 410
    assert Page(answer).links("main")["What is published now"] == "/events/kanarie/"
    assert answer["Cache-Control"] == "no-store, private"


DECISIONS = [["published", "archived"], ["published", "draft"], ["in_review"], ["in_review", "draft"], ["archived"]]


@pytest.mark.parametrize("statuses", DECISIONS, ids=" ".join)
def test_a_link_to_a_draft_ends_with_every_decision_on_it(client: Client, h: History, statuses: list[str]):
    draft, editor = make.make_event(KANARIE), make.make_editor()
    make.cite(draft, h.document, "late 1960s")
    link = preview.address(draft)
    draft.title = "Kanarie again"
    with history_entries.entry(draft, editor, ""):
        draft.save()
    assert client.get(link).status_code == 200, "an edit of the draft is shown"
    for draft.status in statuses:
        with history_entries.entry(draft, editor, ""):
            draft.save()
    answer = client.get(link)
    assert answer.status_code == 410 and "Kanarie" not in Page(answer).text()
    if draft.status != "published":
        assert client.get(preview.address(draft)).status_code == 200, "a new link shows it"


def test_a_link_to_a_revision_ends_when_it_is_sent_back(client: Client, h: History):
    revision = proposed(h.events["departure"], title=KANARIE)
    pending.submit(revision, revision.author)
    link = preview.address(h.events["departure"], revision)
    assert client.get(link).status_code == 200
    pending.send_back(revision, make.make_editor(), "Which canary?")
    pending.submit(revision, revision.author)
    assert client.get(link).status_code == 410


@pytest.mark.each_database
def test_what_cannot_be_written_is_said_in_words(client: Client, h: History):
    event = h.events["departure"]
    revision = proposed(event, slug=h.events["mongolia"].slug)
    claim = h.claims["reward"]
    models.Interpretation.objects.filter(pk=claim.pk).update(ground="date")
    dated = proposed(models.Interpretation.objects.get(pk=claim.pk), argued_date="1958")
    models.Interpretation.objects.filter(pk=claim.pk).update(ground="motive")
    for link in (preview.address(event, revision), preview.address(claim, dated)):
        for address in (link, timeline_of(link)):
            answer = client.get(address)
            assert answer.status_code == 409
            assert text_of(Page(answer).one("main//li"))


def test_a_date_that_has_changed_since_is_shown_as_readers_see_it_now(client: Client, h: History):
    event = h.events["treaty"]
    dated = proposed(event, date="[1955..1959]", date_part="late")
    event.date = "1960-01-01"
    event.save()
    answer = client.get(preview.address(event, dated))
    assert "1\xa0January 1960" in answer.content.decode() and "late 1950s" not in answer.content.decode()


def test_what_points_at_something_deleted_is_shown_without_it(client: Client, h: History):
    claim = h.claims["reward"]
    assert client.get(preview.address(claim, proposed(claim, debate=2**40))).status_code == 200


def test_no_link_is_made_where_readers_have_no_page():
    assert preview.address(models.Redirect(kind="events", slug="old", target="new")) == ""


sharing = settings(suppress_health_check=[HealthCheck.function_scoped_fixture])


@sharing
@given(token=st.text(st.characters(codec="utf-8", exclude_characters="/?#"), min_size=1, max_size=60))
@example(token="\0")
@example(token="WyJldmVudCIsMSxudWxsLDFd:c2lnbmF0dXJl")
def test_no_token_that_the_site_did_not_make_gives_anything_but_404(client: Client, db: None, token: str):
    from urllib.parse import quote

    for end in ("/", "/timeline/"):
        assert client.get(f"/preview/{quote(token)}{end}").status_code == 404


@sharing
@given(
    data=st.tuples(
        st.sampled_from([*preview.KINDS, "user", ""]),
        st.integers(-(2**70), 2**70),
        st.none() | st.integers(-(2**70), 2**70),
        st.integers(0, 2**33),
        st.sampled_from([*models.Status.values, ""]),
        st.integers(0, 2),
    )
)
@pytest.mark.each_database
def test_no_token_that_the_site_could_make_gives_a_500(client: Client, h: History, data: tuple):
    token = signing.Signer(salt=preview.SALT).sign_object(list(data))
    for end in ("", "timeline/?order=-date"):
        assert client.get(f"/preview/{token}/{end}").status_code in (200, 404, 409, 410)


def test_a_token_of_the_office_is_no_token_of_a_preview(client: Client, h: History):
    other = signing.Signer(salt="events.whole").sign_object(
        ["event", h.events["departure"].pk, None, 2**31, "published", 0]
    )
    assert client.get(f"/preview/{other}/").status_code == 404


# --- nothing is kept --------------------------------------------------------------------------------------------------


@pytest.fixture
def large(transactional_db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """Many events, and a server process that has kept nothing yet."""
    for number in range(205):
        make.make_event(f"Sitting {number}", date=f"{1950 + number % 30}", status="published")
    monkeypatch.setattr(current, "_newest", None)
    monkeypatch.setattr(known_words, "_vocabulary", None)
    monkeypatch.setattr(http_cache, "_pages", http_cache._Pages())


ASKED = [
    "/",
    "/?page=5",
    "/?q=kanarie",
    "/?q=kanarje",
    "/?from=1777&to=1777",
    "/?order=-date",
    "/suggest/?q=kanar",
    "/facets/actor/?find=kanar",
    "/export/events.json?q=kanarie",
    "/export/events.csv",
    "/export/facets.json",
    "/about/",
]


def seen(client: Client) -> str:
    """All that an ordinary reader gets, without what names this answer alone or repeats the question."""
    answers = []
    for address in ASKED:
        response = client.get(address)
        text = body_of(response).lower()
        for asked in ("kanarie", "kanarje", "kanar"):
            text = text.replace(asked, "") if "=kanar" in address and not address.startswith("/suggest") else text
        answers.append(f"{response.status_code} {response.get('ETag')} {text}")
    return "\n".join(answers)


@pytest.mark.parametrize("warm", [False, True], ids=["a fresh process", "a process that has read before"])
@pytest.mark.each_database
def test_a_preview_leaves_no_trace_in_what_a_process_keeps(client: Client, large: None, warm: bool, monkeypatch):
    actor, theme = make.make_actor(KANARIE), make.make_theme(KANARIE)
    draft = make.make_event(f"{KANARIE} declared", date="1777", themes=[theme], participants=[actor])
    published = models.Event.objects.get(slug="sitting-7")
    revision = proposed(published, title=f"{KANARIE} revised", date="1777")
    version = versions.current()
    before = seen(Client())
    assert KANARIE.lower() not in before
    if not warm:
        for module, name, value in [(current, "_newest", None), (known_words, "_vocabulary", None)]:
            monkeypatch.setattr(module, name, value)
        http_cache._pages.pages.clear()
    links = [preview.address(draft), preview.address(published, revision), preview.address(actor)]
    for link in links:
        assert KANARIE in client.get(link).content.decode()
        for query in ("", "?q=kanarie", "?q=kanarje", "?from=1777&to=1777", "?theme=kanarie"):
            assert client.get(timeline_of(link) + query).status_code == 200
        assert connection.in_atomic_block is False
    assert KANARIE in client.get(timeline_of(links[0])).content.decode()
    if not warm:
        assert current._newest is None and known_words._vocabulary is None
    assert not [key for key in http_cache._pages.pages if KANARIE in http_cache._pages.pages[key][0].decode()]
    assert versions.current() == version
    assert seen(Client()) == before
    assert not [record for record in suggestions.names() if "kanarie" in record.folded]
    assert "kanarie" not in known_words.of_readers()
    every = select().counts_of_all.choices.values()
    assert not [choice for some in every for choice in some if choice.value == "kanarie"]
    assert exported(Client(), "/export/facets.json")["count"] == 205
    assert reading.read(published) == reading.read(models.Event.objects.get(slug="sitting-7"))


@pytest.mark.each_database
def test_a_preview_that_fails_leaves_no_trace_either(transactional_db: None, monkeypatch: pytest.MonkeyPatch):
    draft = make.make_event(KANARIE)
    version = versions.current()
    with pytest.raises(ZeroDivisionError), preview.as_readers_will_see(draft):
        assert models.Event.objects.published().get() == draft
        1 / 0  # noqa: B018
    assert versions.current() == version
    assert not models.Event.objects.published().exists()


# --- a busy database --------------------------------------------------------------------------------------------------


@pytest.fixture
def being_written(transactional_db: None) -> Any:
    """Gives a function that runs another while a second connection holds what it has written."""

    def run(ask: Callable[[], Any]) -> Any:
        begun, done = threading.Event(), threading.Event()

        def load() -> None:
            with transaction.atomic():
                make.make_event("Being loaded")
                begun.set()
                done.wait(30)
                transaction.set_rollback(True)
            connection.close()

        thread = threading.Thread(target=load)
        thread.start()
        assert begun.wait(10)
        if connection.vendor == "sqlite":
            with connection.cursor() as cursor:
                cursor.execute("PRAGMA busy_timeout = 50")
        try:
            return ask()
        finally:
            done.set()
            thread.join()
            connection.close()

    return run


@pytest.mark.each_database
def test_while_another_writes_the_page_says_that_the_database_is_busy(client: Client, being_written: Any):
    link = preview.address(make.make_event(KANARIE))
    answer = being_written(lambda: client.get(link))
    if connection.vendor == "postgresql":  # it writes beside the load
        assert answer.status_code == 200
        return
    assert answer.status_code == 503 and answer["Retry-After"]
    assert answer["Cache-Control"] == "no-store, private"
    assert client.get(link).status_code == 200


@pytest.mark.django_db(transaction=True)
@pytest.mark.each_database
def test_many_who_look_at_a_preview_at_once_do_not_keep_an_editor_from_saving(monkeypatch):
    event = make.make_event("Draft")
    link, other = preview.address(event), make.make_event("Other")
    statuses: list[int] = []
    ended = threading.Event()

    def look() -> None:
        while not ended.is_set():
            statuses.append(Client().get(link).status_code)
        connection.close()

    threads = [threading.Thread(target=look) for _ in range(6)]
    for thread in threads:
        thread.start()
    try:
        took = []
        for title in ("One", "Two", "Three", "Four"):
            began = time.monotonic()
            other.title = title
            other.save()
            took.append(time.monotonic() - began)
    finally:
        ended.set()
        for thread in threads:
            thread.join()
    assert max(took) < 3, took
    assert set(statuses) <= {200, 503} and 200 in statuses
