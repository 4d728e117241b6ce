import pytest
from django.test import Client

from events.search import known_words
from events.search.known_words import respelt
from events.search.spelling import Vocabulary, likeness
from tests.support.factories import make_actor, make_event, publish

NAMES = ["Nicolae Ceaușescu", "Gheorghe Gheorghiu-Dej", "Władysław Gomułka", "The invasion of Czechoslovakia"]


@pytest.mark.parametrize(
    ("word", "nearest"),
    [
        ("ceaucescu", "Ceaușescu"),
        ("gomulca", "Gomułka"),
        ("gheorgiu", "Gheorghiu"),
        ("chekoslovakia", "Czechoslovakia"),
    ],
)
def test_a_misspelt_name_has_a_nearest_spelling(word, nearest):
    assert Vocabulary(NAMES).nearest(word) == nearest


@pytest.mark.parametrize("word", ["ceausescu", "xyzzy", "ab", ""])
def test_a_known_word_and_one_like_no_other_have_none(word):
    assert Vocabulary(NAMES).nearest(word) == ""


def test_likeness_is_whole_for_the_same_word_and_none_for_no_pair_in_common():
    assert likeness("troops", "troops") == 1
    assert likeness("aaa", "bbb") == 0


@pytest.mark.django_db
def test_a_search_that_finds_nothing_offers_the_nearest_spelling():
    publish(make_event("A speech in Prague", participants=[make_actor("Nicolae Ceaușescu")]))
    page = Client().get("/?q=Ceaucescu+Prague").content.decode()
    assert "Did you mean" in page
    assert "Ceaușescu Prague" in page
    assert "event-a-speech-in-prague" in Client().get("/?q=Ceaușescu+Prague").content.decode()


@pytest.mark.django_db
def test_no_spelling_is_offered_that_would_find_nothing_either_or_that_only_a_draft_has():
    publish(make_event("A speech in Prague"))
    make_event("A draft on Timişoara")
    assert respelt("Timisora") == ""
    assert "Did you mean" not in Client().get("/?q=Pragve+xylophones").content.decode()


@pytest.mark.django_db
def test_the_words_found_are_marked_in_the_list_and_shown_with_their_surroundings():
    event = publish(make_event("All troops left", summary="Romania announced it."))
    page = Client().get("/?q=troops+romania").content.decode()
    assert "All <mark>troops</mark> left" in page
    assert "<mark>Romania</mark> announced it." in page
    quote = event.citations.get().quote.split()[0]
    assert f"<mark>{quote}</mark>" in Client().get("/", {"q": quote}).content.decode()


@pytest.mark.django_db(transaction=True)
def test_words_of_an_edit_are_offered_and_words_of_a_withdrawn_record_are_not(client: Client, monkeypatch):
    monkeypatch.setattr(known_words, "_vocabulary", None)
    event = make_event("Gheorghiu speaks", status="published")
    assert respelt("Gheorgiu") == "Gheorghiu"
    built = known_words.of_readers()
    other = make_event("Maurer speaks", status="published")
    assert respelt("Mauter") == "Maurer"
    assert known_words.of_readers() is built, "the whole vocabulary was read again"
    event.status = other.status = "draft"
    event.save()
    other.save()
    assert "Maurer" not in client.get("/", {"q": "Mauter"}).content.decode()
