"""Names that look alike."""

import random

from events.worklists import likeness

ALWAYS = (None, None)


def test_a_record_is_not_alike_because_of_its_own_names():
    assert likeness.alike([(1, "PMR", ALWAYS), (1, "pmr", ALWAYS), (1, "The PMR", ALWAYS), (2, "!", ALWAYS)]) == set()


def test_names_without_words_are_like_nothing():
    assert likeness.alike([(1, "!", ALWAYS), (2, "?", ALWAYS)]) == set()


def test_of_equal_names_only_those_with_spans_that_may_overlap_are_alike():
    spans = {1: (1, 10), 2: (5, 6), 3: (11, None), 4: (13, 14), 5: (None, 0)}
    names = [(key, "Talks", span) for key, span in spans.items()]
    assert likeness.alike(names) == {1, 2, 3, 4}
    assert likeness.alike(names[::-1]) == {1, 2, 3, 4}


def test_two_that_are_told_apart_are_alike_only_if_a_third_is_like_them():
    names = [(1, "Talks", (1, 5)), (2, "Talks", (4, 9)), (3, "Talks in Sofia", (7, 9)), (4, "Talks", (20, 20))]
    apart = {1: {2}, 2: {1, 3}, 3: {2}}
    assert likeness.alike(names, {1: {2}, 2: {1}}) == {2, 3}
    assert likeness.alike(names, apart) == set()
    assert likeness.alike([*names, (5, "Talks", ALWAYS)], apart) == {1, 2, 3, 4, 5}


def test_likeness_is_that_of_pairs():
    """Against every pair, one by one."""
    chance = random.Random(1968)
    for _round in range(300):
        words = [" ".join(chance.choices("abc", k=chance.randint(1, 3))) for _name in range(6)]
        bounds = [tuple(chance.choice([None, start, start]) for start in (low, low + 2)) for low in range(6)]
        names = [(key, words[key], chance.choice(bounds)) for key in range(6)]
        pairs = [chance.sample(range(6), 2) for _pair in range(2)]
        apart: dict[int, set[int]] = {}
        for one, other in pairs:
            apart.setdefault(one, set()).add(other)
            apart.setdefault(other, set()).add(one)
        expected = {
            key
            for key, name, (first, last) in names
            for other, other_name, (other_first, other_last) in names
            if key != other
            and other not in apart.get(key, set())
            and (set(name.split()) <= set(other_name.split()) or set(other_name.split()) <= set(name.split()))
            and not (last is not None and other_first is not None and last < other_first)
            and not (first is not None and other_last is not None and other_last < first)
        }
        assert likeness.alike(names, apart) == expected


def test_a_word_that_very_many_names_share_makes_no_likeness_of_its_own():
    names = [(number, f"Talks {number}", ALWAYS) for number in range(likeness.COMMON)]
    assert likeness.alike([*names, (-1, "Talks", ALWAYS)]) == set()
    assert likeness.alike([*names[1:], (-1, "Talks", ALWAYS)]) == {-1, *range(1, likeness.COMMON)}
    assert likeness.alike([*names, (-1, "talks 7", ALWAYS)]) == {-1, 7}
