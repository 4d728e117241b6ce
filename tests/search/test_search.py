"""Full text: how a reader's words are taken, what of an event they find, and how the index follows edits."""

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from events import models
from events.search import index, lookup
from events.search.terms import MAX_TERMS, SearchTerm, parse
from tests.support import factories as make
from tests.support.history import History
from tests.support.pages import Page, slugs
from tests.support.selections import events_of, select

pytestmark = pytest.mark.django_db


def found(query: str, order: str = "date") -> list[str]:
    return [event.title for event in events_of(select({"q": [query], "order": [order]}))]


def titled(*titles: str) -> None:
    for number, title in enumerate(titles):
        make.make_event(title, slug=f"event-{number}", status="published")


# --- a reader's words ---


@pytest.mark.parametrize("query", ["Ceaușescu", "Ceauşescu", "Ceausescu", "CEAUSESCU", "CEAUȘESCU", "ceaus\u0326escu"])
@pytest.mark.parametrize(
    "title", ["Nicolae Ceaușescu", "Nicolae Ceauşescu", "NICOLAE CEAUSESCU", "Nicolae Ceaus\u0326escu"]
)
def test_case_and_diacritics_do_not_matter(query: str, title: str):
    titled(title)
    assert found(query) == [title]


@pytest.mark.parametrize(
    ("title", "query"),
    [
        ("Władysław Gomułka", "gomulka"),
        ("Đilas", "dilas"),
        ("Straße", "STRASSE"),
        ("Țăranu", "taranu"),
        ("Хрущёв", "хрущев"),
        ("Œuvre", "oeuvre"),
        ("Øresund", "oresund"),
        ("İstanbul", "istanbul"),
        ("ﬁnal", "final"),
    ],
)
def test_letters_of_other_languages_fold_too(title: str, query: str):
    titled(title)
    assert found(query) == [title]


@pytest.mark.parametrize(
    ("query", "titles"),
    [
        ("troop", ["Departure of the troops", "Troops in Bucharest", "Troop-trains leave"]),
        ("troops", ["Departure of the troops", "Troops in Bucharest", "Troop-trains leave"]),
        ("departures", ["Departure of the troops"]),
        ("troops -departures", ["Troops in Bucharest", "Troop-trains leave"]),
        ("-troops", ["Vote of 1979"]),
        ("-troop -vote", []),
        ("-troop OR bucharest", ["Troops in Bucharest", "Vote of 1979"]),
        ("Buch*", ["Troops in Bucharest"]),
        ("roops", []),
        ("troops bucharest", ["Troops in Bucharest"]),
        ('"the troops"', ["Departure of the troops"]),
        ('"of the troop"', []),
        ('"troop trains"', ["Troop-trains leave"]),
        ("troop-trains", ["Troop-trains leave"]),
        ("troop -bucharest", ["Departure of the troops", "Troop-trains leave"]),
        ('troop -"in Bucharest" -leave', ["Departure of the troops"]),
        ("departure OR leave", ["Departure of the troops", "Troop-trains leave"]),
        ("departure or leave", []),
        ("departure OR troop leave", ["Departure of the troops", "Troop-trains leave"]),
        ("-troop", ["Vote of 1979"]),
        ("1979", ["Vote of 1979"]),
        ("", ["Departure of the troops", "Troops in Bucharest", "Troop-trains leave", "Vote of 1979"]),
        ("   ", ["Departure of the troops", "Troops in Bucharest", "Troop-trains leave", "Vote of 1979"]),
        ("!?", []),
        ("OR", []),
        ('"', []),
        ("%", []),
        ("_", []),
        ("vote OR", ["Vote of 1979"]),
        ('"vote of', ["Vote of 1979"]),
    ],
)
def test_words_begin_phrases_are_whole_minus_excludes_and_or_widens(query: str, titles: list[str]):
    titled("Departure of the troops", "Troops in Bucharest", "Troop-trains leave", "Vote of 1979")
    assert found(query) == titles


def test_no_phrase_runs_from_one_text_into_the_next():
    make.make_event("Vote of the party", slug="vote", summary="Congress of 1979", status="published")
    assert found('"party congress"') == []
    assert found("party congress") == ["Vote of the party"]


def test_a_query_has_at_most_24_terms():
    titled("Vote")
    assert found("vote " * 60) == ["Vote"]
    assert sum(len(terms) for terms in parse("vote " * 60)) == MAX_TERMS


def test_a_reader_who_asks_for_more_words_than_are_looked_for_is_told_so(client: Client):
    words = " ".join("abcdefghijklmnopqrstuvwxy")
    assert len(words.split()) == MAX_TERMS + 1
    assert "Look for at most 24 words at once." in Page(client.get("/", {"q": words})).text()
    assert client.get("/export/events.json", {"q": words}).status_code == 400
    assert "at once" not in Page(client.get("/", {"q": words[2:]})).text()


@pytest.mark.parametrize(
    "query", ["'; DROP TABLE events_event; --", "\\", "%_%", "a" * 200, "((((", "*", "NEAR(a b)", "“vote”"]
)
def test_no_query_is_an_error(client: Client, query: str):
    titled("Vote")
    assert client.get("/", {"q": query}).status_code == 200


def test_the_title_weighs_more_than_the_summary_and_the_summary_more_than_the_argument(h: History):
    make.make_event("Talks", date="1956", summary="On the departure of the fleet.", status="published")
    argued = make.make_event("Meeting", date="1957", status="published")
    make.cite(argued, h.sources["verona"], "their departure")
    assert found("departure", "relevance") == ["Departure of the Soviet troops", "Talks", "Meeting"]
    assert found("departure") == ["Talks", "Meeting", "Departure of the Soviet troops"]


def test_equal_matches_are_in_date_order(client: Client):
    for title, date in (("Vote C", ""), ("Vote A", "1979"), ("Vote B", "1958")):
        make.make_event(title, date=date, status="published")
    assert Page(client.get("/", {"q": "vote", "order": "relevance"})).events == ["vote-b", "vote-a", "vote-c"]
    assert slugs(client, {"q": "vote", "order": "relevance"}) == ["vote-b", "vote-a", "vote-c"]


def test_relevance_without_words_is_date_order(client: Client, h: History):
    assert slugs(client, {"order": "relevance"}) == slugs(client)


# --- what an event is found by ---


@pytest.mark.parametrize(
    "query",
    [
        "departure",
        "trains border",
        "bucharest",
        "moscow withdrawal",
        "soviet union",
        "de-satellization",
        "withdrawal was a reward",
        "loyal service",
        "dennis deletant",
        "policy of its own",
        '"left Romania by 25 July 1958"',
        '"arguably a reward"',
        "military occupation",
    ],
)
def test_an_event_is_found_by_what_its_page_says(h: History, query: str):
    assert "Departure of the Soviet troops" in found(query)


def test_words_of_a_document_that_no_record_quotes_find_nothing(h: History):
    assert found("khrushchev") == []


def test_another_name_of_who_argues_about_an_event_finds_it(h: History):
    models.ActorName.objects.create(actor=h.actors["king"], name="Robert R. Kingsley")
    assert found("kingsley") == ["Departure of the Soviet troops"]


def test_an_actors_other_names_find_the_event(h: History):
    models.ActorName.objects.create(actor=h.actors["moscow"], name="URSS", used="1922/1991")
    assert found("urss") == ["Departure of the Soviet troops"]


# --- the index follows every edit ---


def test_a_new_title_is_found_and_the_old_one_is_not(h: History):
    event = h.events["departure"]
    event.title = "Withdrawal"
    event.save()
    assert found("withdrawal border") == ["Withdrawal"]
    assert found("departure") == []


def test_a_renamed_actor_is_found_by_the_new_name_alone(h: History):
    actor = h.actors["moscow"]
    actor.name = "USSR"
    actor.save()
    assert found("ussr") == ["Departure of the Soviet troops"]
    assert found('"soviet union"') == []


def test_a_participant_who_is_taken_out_is_not_found(h: History):
    h.events["departure"].participations.get(actor=h.actors["moscow"]).delete()
    assert found('"soviet union"') == []


def test_a_withdrawn_interpretation_finds_nothing_and_a_published_one_does(h: History):
    claim = h.claims["reward"]
    for status, titles in (
        ("archived", []),
        ("published", ["Departure of the Soviet troops"]),
        ("draft", []),
    ):
        claim.status = status
        claim.save()
        assert found("loyal service") == titles


def test_a_demand_that_is_withdrawn_takes_its_evidence_with_it(h: History):
    claim = h.claims["reward"]
    assert found('"suited Moscow"') == ["Departure of the Soviet troops"]
    claim.status = "draft"
    claim.save()
    assert found('"suited Moscow"') == []


def test_proponents_are_found_whichever_side_they_are_set_from(h: History):
    king, reward = h.actors["king"], h.claims["policy"]
    assert found("robert king mongolia") == []
    king.interpretations.add(reward)
    assert found("robert king mongolia") == ["Entry of Mongolia opposed"]
    king.interpretations.remove(reward)
    assert found("robert king mongolia") == []
    reward.proponents.add(king)
    assert found("robert king mongolia") == ["Entry of Mongolia opposed"]
    king.interpretations.clear()
    assert found("robert king mongolia") == []


def test_a_deleted_historian_is_no_longer_found(h: History):
    assert found("deletant") == ["Departure of the Soviet troops"]
    h.actors["deletant"].delete()
    assert found("deletant") == []


def test_deleted_evidence_and_citations_are_no_longer_found(h: History):
    h.claims["policy"].evidence.get(event=h.events["mongolia"]).delete()
    assert found("policy of its own") == ["Departure of the Soviet troops"]
    h.events["departure"].citations.get().delete()
    assert found('"left Romania by 25 July 1958"') == []


def test_a_deleted_interpretation_is_no_longer_found(h: History):
    h.claims["policy"].delete()
    assert found("policy of its own") == []


def test_a_sources_new_title_is_found_through_events_and_claims(h: History):
    source = h.sources["verona"]
    source.csl = source.csl | {"title": "Garrison and diplomacy"}
    source.save()
    assert found("garrison") == [
        "Austrian State Treaty",
        "Departure of the Soviet troops",
        "Helsinki groups founded",
    ]


def test_a_deleted_event_leaves_no_text_behind(h: History):
    pk = h.events["decree"].pk
    h.events["decree"].delete()
    assert not models.EventText.objects.filter(pk=pk).exists()


def test_refreshing_everything_changes_nothing(h: History):
    def texts() -> list[tuple[str, ...]]:
        return sorted(models.EventText.objects.values_list("title", "summary", "argument"))

    before = texts()
    index.refresh(models.Event.objects.values_list("pk", flat=True))
    assert texts() == before


# --- stems, ranking and passages, the same on both databases ---


@pytest.mark.parametrize(
    ("title", "query"),
    [
        ("Invasions of 1968", "invasion"),
        ("The invasion", "invasions"),
        ("Announcement of the withdrawal", "announcements"),
        ("Invazia Cehoslovaciei", "invaziei"),
        ("Retragerea trupelor", "trupele"),
        ("Retragerea trupelor", "TRUPĂ"),
        ("Declarația din aprilie", "declaratiei"),
        ("Partidul Muncitoresc", "muncitorești"),
    ],
)
def test_inflected_words_find_one_another(title: str, query: str):
    titled(title)
    assert found(query) == [title]


def test_stems_are_no_words():
    """“general” and “generation” share beginnings, not stems; a stem is never found by typing its mark."""
    titled("General staff")
    assert found("generation") == []
    assert found("=general") == ["General staff"]  # the mark is no letter: it is the word that is looked for
    assert found('"=general"') == ["General staff"]


def test_relevance_is_the_sum_of_the_weights_of_where_each_word_stands(h: History):
    for title, summary in (("Departure", ""), ("Talks", "A departure."), ("Departures and a departure", "departure")):
        make.make_event(title, summary=summary, status="published")
    make.cite(make.make_event("Other", status="published"), h.sources["verona"], "their departure of troops")
    for query in ("departure", "departure troops", "departure OR vote", '"the soviet" departure', "-vote departure"):
        terms = {term for alternative in parse(query) for term in alternative if term.wanted}

        def relevance(event: models.Event, terms: set[SearchTerm] = terms) -> int:
            texts = {name: getattr(event.search_text, name) for name in index.WEIGHTS}
            return sum(
                weight
                for term in terms
                for name, weight in index.WEIGHTS.items()
                if any(pattern in texts[name] for pattern in term.patterns)
            )

        by_date = events_of(select({"q": [query]}))
        ranked = events_of(select({"q": [query], "order": ["relevance"]}))
        assert ranked == sorted(by_date, key=relevance, reverse=True), query


def test_passages_of_documents_are_found_and_marked(client: Client, h: History):
    page = client.get("/", {"q": "weather bucharest"}).content.decode()
    assert 'href="/sources/de-satellization/#p5"' in page
    assert "<mark>weather</mark> in <mark>Bucharest</mark>" in page
    assert "In documents" not in client.get("/", {"q": "nothing-of-the-sort"}).content.decode()
    assert "In documents" not in client.get("/", {"q": "-weather"}).content.decode()


def test_passages_of_what_readers_may_not_see_are_not_found(client: Client, h: History):
    hidden = make.make_document("Nobody may read of the zeppelin.\n", slug="hidden")
    assert not lookup.passages("zeppelin", 9)
    make.cite(h.events["departure"], hidden, passage=hidden.passages.get())
    assert [models.Passage.objects.get(pk=pk).source for pk in lookup.passages("zeppelin", 9)] == [hidden]
    hidden.passages.update(withdrawn=True, start=None, end=None)
    assert not lookup.passages("zeppelin", 9)


@given(st.text(max_size=60))
def test_no_text_is_a_syntax_error_to_either_index(query: str):
    query = query.replace("\0", "")  # which the field of words refuses by itself
    assert lookup.matching(models.Event.objects.all(), query).count() == 0
    assert not lookup.passages(query, 9)
    assert not len(lookup.keys(query))
    assert not [keys for _weight, keys in lookup.weighed(query) if len(keys)]
