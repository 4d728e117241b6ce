"""Actors are recognised by whole names, the longest first, whatever their case and diacritics."""

import time
from pathlib import Path
from typing import Any

import pytest
import yaml
from django.conf import settings
from hypothesis import given
from hypothesis import strategies as st

from events.editing.recognition import KnownName, Recogniser, actors_in, names
from events.models import ActorName
from events.search import folding
from tests.support.factories import make_actor

CORPUS = yaml.safe_load((Path(settings.BASE_DIR) / "seeds" / "actors.yaml").read_text())
NAMES = [
    KnownName(name if isinstance(name, str) else name["en"], number)
    for number, actor in enumerate(CORPUS)
    for name in [actor["name"], *(other["name"] for other in actor.get("other_names", []))]
]
SLUGS = [actor["slug"] for actor in CORPUS]


def slugs_in(text: str) -> list[str]:
    return [SLUGS[number] for number in actors_in(text, NAMES)]


def found(text: str, *known: str) -> list[str]:
    """The names of a few actors that are recognised."""
    return [known[number] for number in actors_in(text, [KnownName(name, number) for number, name in enumerate(known)])]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("In April 1964, Romania formally declared its independence.", ["romania"]),
        ("Romania and Poland, then Romania again", ["romania", "poland"]),
        ("Romania's relations", ["romania"]),
        ("WLADYSLAW GOMULKA of Poland", ["gomulka", "poland"]),
        ("Wladyslaw Gomulka", ["gomulka"]),
        ("Romanian troops", []),
        ("the Soviet-led remainder", []),
        ("", []),
    ],
)
def test_actors_stand_in_the_order_of_the_text_each_once(text: str, expected: list[str]):
    known = [KnownName(name, number) for number, name in enumerate(["Romania", "Poland", "Władysław Gomułka"])]
    keys = ["romania", "poland", "gomulka"]
    assert [keys[actor] for actor in actors_in(text, known)] == expected


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("relațiile României cu Moscova", "România"),
        ("conducerea Uniunii Sovietice", "Uniunea Sovietică"),
        ("hotărârea Partidului Comunist Român", "Partidul Comunist Român"),
        ("ambasadorul Franței", "Franța"),
        ("poziția Bucureștiului", "București"),
        ("discursul lui Ceaușescu", "Ceaușescu"),
        ("votul Adunării Generale", "Adunarea Generală"),
    ],
)
def test_a_name_is_recognised_in_the_cases_of_romanian(text: str, name: str):
    assert found(text, name) == [name]


def test_a_mention_says_which_words_name_the_actor():
    text = "Apoi, Uniunii Sovietice i s-a răspuns."
    [mention] = Recogniser([KnownName("Uniunea Sovietică", 7)]).mentions(text)
    assert (text[mention.start : mention.end], mention.actors) == ("Uniunii Sovietice", (7,))


def test_a_name_within_a_longer_name_is_not_recognised():
    known = "Party", "Romanian Workers’ Party", "Central Committee of the Romanian Workers’ Party"
    assert found("the Romanian Workers' Party declared", *known) == [known[1]]
    assert found("the Central Committee of the Romanian Workers’ Party", *known) == [known[2]]
    assert found("the Party and the Romanian Workers’ Party", *known) == [known[0], known[1]]
    assert found("a party line", *known) == ["Party"]


def test_at_the_end_of_a_text_a_name_is_no_longer_than_its_words():
    known = "Communist Party", "Party", "Party of Labour of Albania"
    assert found("the Communist Party", *known) == ["Communist Party"]
    assert found("the Party of", *known) == ["Party"]


def test_of_names_that_overlap_the_longest_counts_wherever_it_begins():
    assert found("Warsaw Pact Political Consultative Committee", "Warsaw Pact", "Pact Political Consultative") == [
        "Pact Political Consultative"
    ]


def test_short_names_count_in_their_own_case_alone():
    known = "UN", "EEC", "NATO"
    assert found("un vot la ONU, eec", *known) == []
    assert found("The UN and the EEC", *known) == ["UN", "EEC"]
    assert found("the Un", *known) == []
    assert found("Nato", *known) == ["NATO"]


def test_a_name_that_two_actors_share_gives_both():
    assert actors_in("the Council", [KnownName("Council", 1), KnownName("Council", 2), KnownName("Council", 1)]) == [
        1,
        2,
    ]


def test_letters_with_marks_of_their_own_are_parts_of_their_words():
    assert found("Ceaus\u0326escu spoke", "Ceaușescu") == ["Ceaușescu"]
    assert found("А. С. Стыкалин writes", "А. С. Стыкалин") == ["А. С. Стыкалин"]


def test_names_without_letters_are_never_recognised():
    assert found("… – !", "–", "", "…") == []


def test_the_sentence_that_names_two_historians():
    text = "[9] Certain historians such as Robert King and Dennis Deletant argue against using the term"
    assert "dennis-deletant" in slugs_in(text)
    assert slugs_in("He met Deletant") == []


@given(st.text(max_size=300))
def test_any_text_is_read_and_only_whole_words_are_recognised(text: str):
    words = folding.words(text)
    for number in actors_in(text, NAMES):
        own = [folding.words(name.name) for name in NAMES if name.actor == number]
        assert any(words[at : at + len(name)] == name for name in own if name for at in range(len(words)))


@given(st.lists(st.sampled_from(NAMES), max_size=5), st.sampled_from([" ", ", ", " – ", "; "]))
def test_names_of_the_corpus_are_recognised_among_others(chosen: list[KnownName], between: str):
    text = between.join(f"xyzzy {name.name} plugh" for name in chosen)
    assert {name.actor for name in chosen} <= set(actors_in(text, NAMES))


@given(st.sampled_from(NAMES), st.sampled_from("abcxyz"))
def test_a_name_that_goes_on_is_another_word(name: KnownName, letter: str):
    if name.name[-1].isalnum():
        assert name.actor not in actors_in(f"{name.name}{letter}", [KnownName(name.name, name.actor)])


@given(st.text(), st.lists(st.text(max_size=20), max_size=5))
def test_no_names_and_no_text_are_an_error(text: str, some: list[str]):
    assert set(actors_in(text, [KnownName(name, number) for number, name in enumerate(some)])) <= set(range(len(some)))


def test_a_text_ten_times_as_long_takes_about_ten_times_as_long():
    def seconds(text: str) -> float:
        times = []
        for _attempt in range(3):
            start = time.perf_counter()
            actors_in(text, NAMES)
            times.append(time.perf_counter() - start)
        return min(times)

    text = "Romania and the Central Committee of the Romanian Workers’ Party met China. " * 300
    assert seconds(text * 10) < 40 * seconds(text)


def test_all_names_are_read_in_two_queries(db: None, django_assert_num_queries: Any):
    for number in range(20):
        actor = make_actor(f"Somebody {number}", kind="state")
        ActorName.objects.create(actor=actor, name=f"Other {number}")
    with django_assert_num_queries(2):
        read = names()
    assert len(read) == 40
    assert KnownName("Other 3", read[3].actor, "state") in read
