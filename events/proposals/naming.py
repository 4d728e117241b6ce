"""Who is named in a text: known actors by their names, and people, states, organisations and places that are new."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple

from events.documents.cutting import Span
from events.editing.recognition import Name, Recogniser
from events.proposals import lexicon
from events.proposals.states import State, adjectives, cities, states
from events.search.folding import fold

_TOKEN = re.compile(r"[^\W\d_](?:\w|-(?=\w)|['’](?!s\b)(?=\w)|\.(?=[^\W\d_]\.))*|\d+(?:[.,]\d+)*|['’]s\b|[^\w\s]")
_ACRONYM = re.compile(r"(?:[^\W\d_a-z]{2,}|(?:[^\W\d_]\.){2,}[^\W\d_]?)")
_JOINED = re.compile(r"(?<=\w{4})-[a-z]{3}")
_ROMAN = re.compile(r"[IVXLCDM]+")
_COMMON_ENDINGS = (
    "ly",
    "ing",
    "ul",
    "ului",
    "urile",
    "ile",
    "iile",
    "ilor",
    "elor",
    "tia",
    "tiei",
    "atea",
    "irea",
    "area",
    "erea",
)
_REGIONAL = re.compile(r"(?:Latin|North|South|Central|Northern|Southern|Eastern|Western|New|Spanish|British)[ -]\Z")
_OF_PERSON = re.compile(r"[^\W\d_a-z]\w+ of \Z")
_SETTLEMENTS = frozenset(
    ["town", "city", "village", "port", "province", "fortress", "district", "county", "region", "capital", "state"]
)
_WORKS = frozenset([
    "bull", "ship", "hotel", "film", "novel", "newspaper", "journal", "book", "poem", "play", "encyclical", "magazine",
    "cruiser", "hotelul", "ziarul", "revista", "cartea", "romanul", "filmul",
])  # fmt: skip
"""What stands before the name of a work or a thing."""
_PRESSURE = re.compile(
    r"(?:pressure|support|orders?|aid|help|demands?|protests?|approval|independen(?:t|ce)|instructions|presiunea|"
    r"sprijinul|ordinul|ajutorul|relations) (?:from|of|with|to|a|al|cu) \Z"
)
MAX_WORDS = 9


class Token(NamedTuple):
    text: str
    start: int
    end: int
    folded: str

    @property
    def is_capital(self) -> bool:
        """Whether it is written as names are; not “Soviet-led”."""
        return (self.text[0].isupper() or self.text[0].istitle()) and not _JOINED.search(self.text)


@dataclass
class Actor:
    """An actor that the text names. `known` is the key of one that is known already, None of a new one."""

    name: str
    kind: str
    rule: str
    confidence: float
    known: int | None = None
    variants: list[str] = field(default_factory=list)
    is_scholar: bool = False


class Mention(NamedTuple):
    """Words that name an actor or, where `kind` is “place”, a place: `text[start:end]` names `who`."""

    start: int
    end: int
    who: int
    kind: str


@dataclass
class Named:
    """The actors of a text, the places by their mention, and all mentions by passage."""

    actors: list[Actor]
    places: list[str]
    mentions: list[list[Mention]]


class _Run(NamedTuple):
    """A row of capitalised words, and what stands around it."""

    passage: int
    start: int
    end: int
    words: tuple[Token, ...]
    titles: tuple[str, ...]
    before: str
    before_that: str
    after: str
    opens: bool


def named(text: str, spans: Sequence[Span], names: Iterable[Name], language: str) -> Named:
    """Who is named in the passages of a text. New actors stand in the order in which they are first named."""
    return _Namer(text, spans, list(names), language).named()


@lru_cache(maxsize=4)
def _recogniser_of_states(language: str) -> Recogniser:
    return Recogniser(
        Name(name, number) for number, state in enumerate(states(language)) for name in state.names if len(name) > 1
    )


class _Namer:
    def __init__(self, text: str, spans: Sequence[Span], names: list[Name], language: str) -> None:
        self.text, self.spans, self.language = text, spans, language
        self.names = names
        self.actors: list[Actor] = []
        self.places: list[str] = []
        self.by_key: dict[tuple[str, object], int] = {}
        self.taken: list[list[tuple[int, int]]] = [[] for _ in spans]
        self.mentions: list[list[Mention]] = [[] for _ in spans]
        self.tokens = [_tokens(text, span) for span in spans]
        self.lower = Counter(
            token.folded
            for tokens in self.tokens
            for token in tokens
            if token.text[0].isalpha() and not token.is_capital
        )
        self.adjectives = adjectives(language)
        self.cities = cities(language)
        self.states = states(language)
        self.surnames: dict[str, int] = {}
        self.firsts: dict[str, set[int]] = defaultdict(set)
        self.known_by_name = {fold(name.name): name.actor for name in self.names}

    def named(self) -> Named:
        known = Recogniser(self._unambiguous())
        for index, span in enumerate(self.spans):
            words = self.text[span.start : span.end]
            for start, end, keys in known.mentions(words):
                if words[start].isupper() or words[start].isdigit():
                    self._mention(index, span.start + start, span.start + end, self._known(keys[0]))
        gazetteer = _recogniser_of_states(self.language)
        for index, span in enumerate(self.spans):
            words = self.text[span.start : span.end]
            for start, end, keys in gazetteer.mentions(words):
                if words[start].isupper() and not self._is_part_of_name(index, span.start + start, span.start + end):
                    self._mention(index, span.start + start, span.start + end, self._state(self.states[keys[0]]))
        runs = [run for index in range(len(self.spans)) for run in self._runs(index)]
        single = []
        for run in runs:
            if not self._take_long(run):
                single.append(run)
        evidence = self._evidence(single)
        for run in single:
            self._take_single(run, evidence)
        for index in range(len(self.spans)):
            self._take_adjectives(index)
            self.mentions[index].sort()
        return self._in_order()

    # --- what is known ------------------------------------------------------------------------------------------

    def _unambiguous(self) -> list[Name]:
        """Known names, the surnames of known people among them where only one has it."""
        own = {fold(name.name) for name in self.names}
        surnames = defaultdict(set)
        for name in self.names:
            if name.kind == "person" and len(words := name.name.split()) > 1 and len(words[-1]) > 2:
                surnames[words[-1]].add(name.actor)
                if "-" in words[-1]:
                    surnames[words[-1].rpartition("-")[2]].add(name.actor)
        more = [
            Name(surname, min(actors), "person")
            for surname, actors in surnames.items()
            if len(actors) == 1 and fold(surname) not in own
        ]
        return [*self.names, *more]

    def _known(self, key: int) -> int:
        if ("known", key) not in self.by_key:
            name = next(name for name in self.names if name.actor == key)
            self._add(("known", key), Actor(name.name, name.kind or "person", "known name", 1.0, key))
        return self.by_key["known", key]

    def _state(self, state: State) -> int:
        for name in state.names:
            if (key := self.known_by_name.get(fold(name))) is not None:
                return self._known(key)
        if ("state", state.name) not in self.by_key:
            self._add(("state", state.name), Actor(state.name, "state", "name of a state", 0.95))
        return self.by_key["state", state.name]

    def _add(self, key: tuple[str, object], actor: Actor) -> int:
        self.by_key[key] = len(self.actors)
        self.actors.append(actor)
        return self.by_key[key]

    def _mention(self, passage: int, start: int, end: int, who: int, kind: str = "") -> None:
        self.taken[passage].append((start, end))
        self.mentions[passage].append(Mention(start, end, who, kind or self.actors[who].kind))
        if kind != "place":
            actor, words = self.actors[who], " ".join(self.text[start:end].split())
            if words != actor.name and words not in actor.variants:
                actor.variants.append(words)

    def _is_taken(self, passage: int, start: int, end: int) -> bool:
        return any(start < other_end and other_start < end for other_start, other_end in self.taken[passage])

    def _is_part_of_name(self, passage: int, start: int, end: int) -> bool:
        """Whether a state's name is part of a longer one: an organisation's or a treaty's."""
        if self._is_taken(passage, start, end) or _REGIONAL.search(self.text, max(0, start - 12), start):
            return True
        tokens = self.tokens[passage]
        at = next((index for index, token in enumerate(tokens) if token.start >= start), len(tokens))
        after = next((index for index in range(at, len(tokens)) if tokens[index].start >= end), len(tokens))
        following = tokens[after] if after < len(tokens) else None
        joined = following is not None and self.text[end : following.start] in (" ", "-", "\u00a0")
        if joined and following and following.is_capital and following.folded in lexicon.ORGANISATIONS:
            return True
        back = at - 1
        while back > 0 and tokens[back].folded in ("of", "the", "din", "a", "al", "de", "pentru"):
            back -= 1
        heads = lexicon.ORGANISATIONS | lexicon.STATE_HEADS
        return (
            back >= 0
            and back < at - 1
            and tokens[back].is_capital
            and tokens[back].folded in heads
            and (back > 0 or self.language == "ro" or tokens[back].folded in lexicon.STATE_HEADS)
        )

    # --- rows of capitals -----------------------------------------------------------------------------------------

    def _runs(self, passage: int) -> list[_Run]:
        tokens, found, at = self.tokens[passage], [], 0
        if tokens and tokens[0].folded in ("see", "cf", "vezi", "ibid"):
            return []  # a reference
        while at < len(tokens):
            token = tokens[at]
            if not token.is_capital or not token.text[0].isalpha() or self._is_taken(passage, token.start, token.end):
                at += 1
                continue
            end = at + 1
            while end < len(tokens) and end - at < MAX_WORDS and (size := self._joins(passage, at, end)):
                end += size
            found += self._trimmed(passage, at, end)
            at = end
        return found

    def _joins(self, passage: int, first: int, at: int) -> int:
        """How many tokens from `at` go on the row of capitals that began at `first`; 0 where it ends."""
        tokens = self.tokens[passage]
        token, before = tokens[at], tokens[at - 1]
        gap = self.text[before.end : token.start]
        if token.text == "." and not gap and len(before.text) == 1:
            return 1  # an initial
        if token.text == "." and not gap and before.folded in lexicon.TITLES and len(before.text) <= 4:
            return 1
        following = tokens[at + 1] if at + 1 < len(tokens) else None
        if token.text in ("'s", "’s", "'", "’") and not gap and following and following.folded in lexicon.ORGANISATIONS:
            return 2 if following.is_capital and self.text[token.end : following.start] == " " else 0
        if self._is_taken(passage, token.start, token.end):
            return 0
        if gap not in (" ", "\u00a0") and not (gap == "" and before.text == "."):
            return 0
        if token.is_capital and token.text[0].isalpha():
            return 1
        is_organisation = any(
            each.folded in lexicon.ORGANISATIONS | lexicon.STATE_HEADS | lexicon.THINGS for each in tokens[first:at]
        )
        if token.folded in lexicon.CONNECTORS | lexicon.PARTICLES:
            for size in (1, 2, 3):
                following = tokens[at + size] if at + size < len(tokens) else None
                if following is None:
                    return 0
                if following.is_capital and following.text[0].isalpha():
                    words = [each.folded for each in tokens[at : at + size]]
                    fits = is_organisation if not set(words) <= lexicon.PARTICLES else (is_organisation or size <= 2)
                    if words in (["on"], ["for"], ["pentru"]) and not is_organisation:
                        return 0
                    if words in (["and"], ["si"]):
                        return size if self._is_one_name(passage, first, at + size) else 0
                    if words == ["din"] or (words == ["la"] and not is_organisation):
                        fits = is_organisation and words == ["din"]
                    return size if fits else 0
                if following.folded not in lexicon.CONNECTORS | lexicon.PARTICLES:
                    return 0
        return 0

    def _is_one_name(self, passage: int, first: int, at: int) -> bool:
        """Whether “and” joins two halves of one name: “the Social Democratic and Labour Party”."""
        tokens = self.tokens[passage]
        heads = [token.folded in lexicon.ORGANISATIONS for token in tokens[first:at]]
        if any(heads) or "the" not in (tokens[first].folded, tokens[first - 1].folded if first else ""):
            return False
        after = tokens[at : at + 2]
        return tokens[at - 2].folded not in self.cities and any(each.folded in lexicon.ORGANISATIONS for each in after)

    def _trimmed(self, passage: int, first: int, end: int) -> list[_Run]:
        """The row without the word of the sentence that it begins with, titles, nationalities and names of months."""
        tokens = self.tokens[passage]
        opens = first == 0 or tokens[first - 1].text in ':;“„"«(—–' or (first == 1 and not tokens[0].text[0].isalnum())
        start = first
        titles: list[str] = []
        while start < end:
            token = tokens[start]
            following = tokens[start + 1] if start + 1 < end else None
            if token.text in (".", "-"):
                start += 1
            elif token.folded in lexicon.MONTHS_AND_DAYS and not self._is_first_name(passage, first, start, following):
                start += 1
                titles = []
            elif (start == first and opens and token.folded in lexicon.STARTERS) or (
                token.folded in lexicon.STARTERS and not titles and token.folded in ("the", "a", "an")
            ):
                start += 1
            elif token.folded in lexicon.TITLES and following and following.folded not in lexicon.ORGANISATIONS:
                titles.append(token.folded)
                start += 1
            elif token.folded in lexicon.CONNECTORS and titles:
                start += 1  # “Secretary of …”
            elif token.folded in self.adjectives and following and following.folded in lexicon.TITLES:
                self._adjective(passage, token)
                start += 1
            elif start == first and opens and following is not None and self._is_common(token):
                if token.folded in lexicon.THINGS:
                    return []
                start += 1
            elif start > first and token.folded in lexicon.PARTICLES | lexicon.CONNECTORS and token.text.islower():
                start += 1
            else:
                break
        while end > start and (tokens[end - 1].text == "." and len(tokens[end - 2].text) > 1):
            end -= 1
        if start >= end:
            return []
        words = tuple(token for token in tokens[start:end] if token.text != ".")
        if len(words) == 1 and (words[0].folded in lexicon.TITLES or words[0].folded in lexicon.MONTHS_AND_DAYS):
            return []
        back = start - 1
        while back >= 0 and tokens[back].folded in lexicon.TITLES and len(tokens[back].text) > 1:
            if tokens[back].folded not in titles:
                titles.append(tokens[back].folded)
            back -= 1
        before, before_that, after = (
            tokens[place].folded if 0 <= place < len(tokens) else "" for place in (first - 1, first - 2, end)
        )
        return [
            _Run(
                passage=passage,
                start=tokens[start].start,
                end=tokens[end - 1].end,
                words=words,
                titles=tuple(titles),
                before=before,
                before_that=before_that,
                after=after,
                opens=opens and start == first,
            )
        ]

    def _is_first_name(self, passage: int, first: int, at: int, following: Token | None) -> bool:
        """Whether the name of a month is one of a person or thing: “Jan Palach”, “August Bebel”, “May Day”."""
        if following is None:
            return False
        tokens = self.tokens[passage]
        before = tokens[at - 1] if at else None
        is_day = before is not None and before.text.isdigit() and len(before.text) < 3
        if before and (is_day or before.folded in ("in", "on", "since", "by", "of", "until", "from")):
            return following.folded in lexicon.THINGS
        return at == first

    def _is_common(self, token: Token) -> bool:
        """Whether a word that opens a sentence is an ordinary one."""
        if token.folded in lexicon.ORGANISATIONS or _ACRONYM.fullmatch(token.text):
            return False
        if self.lower[token.folded] or token.folded in lexicon.STARTERS:
            return True
        return token.folded.endswith(_COMMON_ENDINGS) and len(token.folded) > 4 and token.folded not in self.surnames

    # --- names of more than one word ----------------------------------------------------------------------------------

    def _take_long(self, run: _Run) -> bool:
        """Takes what can be told from the row itself. Whether it is done with."""
        words = run.words
        folded = [word.folded for word in words]
        is_thing = any(word in lexicon.THINGS for word in folded)
        is_of = folded[0] in lexicon.THINGS and bool({"of", "de", "la"} & set(folded))  # “Act of Union”
        if is_thing and (is_of or folded[-1] not in lexicon.ORGANISATIONS):
            ends = {folded[0], folded[-1]} & lexicon.THINGS
            if ends or not set(folded) & lexicon.ORGANISATIONS:
                return True  # a treaty, a war, a river
        if _ACRONYM.fullmatch(words[-1].text) and len(words) == 1:
            named = next((each for each in self.mentions[run.passage] if self.text[each.end : run.start] == " ("), None)
            if named is not None and named.kind != "place":
                self._mention(run.passage, run.start, run.end, named.who)
            elif not _ROMAN.fullmatch(words[0].text):
                self._organisation(run, "an acronym", 0.75)
            return True
        if set(folded) & lexicon.ORGANISATIONS:
            if len(words) > 1 or folded[0] in _ALONE or (run.before == "the" and folded[0] in _WITH_ARTICLE):
                self._organisation(run, "a word for an organisation", 0.85)
            return True
        if set(folded) & lexicon.STATE_HEADS and len(words) > 1:
            name = self._text_of(run)
            key = ("state", fold(name))
            if key not in self.by_key:
                self._add(key, Actor(name, "state", "a word for a state", 0.8))
            self._mention(run.passage, run.start, run.end, self.by_key[key])
            return True
        if run.before in _WORKS:
            return True
        if len(words) == 1:
            return False
        if folded[0] in self.adjectives:
            self._adjective(run.passage, words[0])
            rest = words[1:]
            return self._take_rest(run, rest)
        if any(word in lexicon.REGIONS for word in folded):
            return True
        is_person = bool(run.titles) or any(len(word.text) == 1 for word in words)
        if not is_person and (" ".join(folded) in self.cities or self._is_locative(run)):
            self._place(run)
            return True
        self._person(run, 0.9 if is_person else 0.75)
        return True

    def _take_rest(self, run: _Run, rest: tuple[Token, ...]) -> bool:
        while rest and rest[0].folded in lexicon.TITLES:
            run = run._replace(titles=(*run.titles, rest[0].folded))
            rest = rest[1:]
        if not rest:
            return True
        shorter = run._replace(words=rest, start=rest[0].start, opens=False)
        return self._take_long(shorter) if len(rest) > 1 or run.titles else True

    def _is_locative(self, run: _Run) -> bool:
        if run.before in ("in", "at", "near", "outside", "langa") or (
            run.before == "the" and run.before_that in lexicon.LOCATIVES
        ):
            return True
        return run.before in ("la", "din") and self.language == "ro" and not run.titles

    def _text_of(self, run: _Run) -> str:
        return " ".join(self.text[run.start : run.end].split())

    def _organisation(self, run: _Run, rule: str, confidence: float) -> None:
        name = self._text_of(run)
        for form in (name, name.removesuffix("’").removesuffix("'")):
            if (known := self.known_by_name.get(fold(form))) is not None:
                self._mention(run.passage, run.start, run.end, self._known(known))
                return
        folded = {word.folded for word in run.words}
        kind = "organisation"
        if folded & _PARTIES:
            kind = "party"
        elif folded & _BODIES:
            kind = "body"
        key = ("organisation", " ".join(sorted(_base(word.folded) for word in run.words)))
        if key not in self.by_key:
            self._add(key, Actor(name, kind, rule, confidence))
        elif (
            run.opens is False
            and fold(self.actors[self.by_key[key]].name) != fold(name)
            and _is_plainer(name, self.actors[self.by_key[key]].name)
        ):
            self.actors[self.by_key[key]].name = name
        self._mention(run.passage, run.start, run.end, self.by_key[key])

    def _person(self, run: _Run, confidence: float) -> None:
        name = self._text_of(run)
        words = run.words
        last = words[-1].folded
        for size in range(len(words)):
            tail = " ".join(word.folded for word in words[size:])
            who = self.surnames.get(tail)
            if who is not None and self._agrees(who, words):
                actor = self.actors[who]
                if len(name) > len(actor.name) and actor.known is None and size < len(words) - 1:
                    actor.name = name
                break
        else:
            who = self._add(("person", fold(name)), Actor(name, "person", "a name of several words", confidence))
        actor = self.actors[who]
        if run.titles:
            actor.rule, actor.confidence = "a title before the name", max(actor.confidence, 0.9)
        actor.is_scholar = actor.is_scholar or bool(set(run.titles) & lexicon.SCHOLARS)
        self._mention(run.passage, run.start, run.end, who)
        if len(words) > 1 and len(words[0].text) > 2:
            self.firsts[words[0].folded].add(who)
        for form in {
            last,
            " ".join(word.folded for word in words),
            *([last.rpartition("-")[2]] if "-" in last else []),
        }:
            self.surnames.setdefault(form, who)
            if self.surnames[form] != who and form == last:
                self.surnames[form] = who  # the one who was named last
        if len(words) > 2 and words[-2].folded in lexicon.PARTICLES:
            self.surnames[f"{words[-2].folded} {last}"] = who

    def _agrees(self, who: int, words: tuple[Token, ...]) -> bool:
        """Whether first names and initials do not tell two people apart."""
        own = [fold(word).strip(".") for word in self.actors[who].name.replace(".", ". ").split()]
        given = [word.folded for word in words]
        if own[-1] != given[-1] and own[-1].rpartition("-")[2] != given[-1]:
            return False
        if len(own) == 1 or len(given) == 1:
            return True
        return own[0] == given[0] or (min(len(own[0]), len(given[0])) == 1 and own[0][0] == given[0][0])

    def _place(self, run: _Run) -> None:
        name = self._text_of(run)
        if name not in self.places:
            self.places.append(name)
        self.taken[run.passage].append((run.start, run.end))
        self.mentions[run.passage].append(Mention(run.start, run.end, self.places.index(name), "place"))

    # --- single words -------------------------------------------------------------------------------------------------

    def _evidence(self, runs: Iterable[_Run]) -> dict[str, Counter[str]]:
        """What speaks for each word: that it is a person, that it is a place, that it is no name."""
        found: dict[str, Counter[str]] = defaultdict(Counter)
        for run in runs:
            word, after = run.words[0], run.after
            seen = found[word.folded]
            if run.titles:
                seen["person"] += 4
            if self._is_locative(run):
                seen["place"] += 1
            if (
                after in lexicon.PAST
                or after in lexicon.OPINION_PRESENT
                or (after.endswith("ed") and len(after) > 3)
                or after in ("'s", "’s")
            ):
                seen["person"] += 1
            if self.language == "ro" and (after in _ROMANIAN_AUXILIARIES or run.before == "lui"):
                seen["person"] += 1
            if run.before in _PERSONAL_VERBS or (run.before == "," and run.after in (",", "and", "si")):
                seen["person"] += 1
            if run.opens and run.after == "," and self._is_list(run):
                seen["person"] += 1
                seen["inside"] += 1
            if run.before in ("the", "a", "an"):
                seen["article"] += 1
            if run.opens and self._is_common(word):
                seen["common"] += 1
            if not run.opens:
                seen["inside"] += 1
        return found

    def _is_list(self, run: _Run) -> bool:
        """Whether a word that opens a sentence is the first of several names: “Castlereagh, Metternich and …”."""
        return bool(re.match(r", [^\W\d_a-z][\w-]+(?:,| and | și )", self.text[run.end : run.end + 40]))

    def _take_single(self, run: _Run, evidence: dict[str, Counter[str]]) -> None:
        word = run.words[0]
        if word.folded in self.adjectives or self._is_hyphened(run):
            return
        who = self._surname(run)
        if who is not None:
            self._mention(run.passage, run.start, run.end, who)
            return
        if word.folded in lexicon.REGIONS or word.folded in lexicon.STARTERS or len(word.text) < 3:
            return
        seen = evidence[word.folded]
        if (code := self.cities.get(word.folded)) is not None:
            self._city(run, code)
            return
        if seen["article"] or (seen["common"] and not seen["inside"]) or (self.lower[word.folded] and run.opens):
            return
        if (
            self.language == "ro"
            and run.opens
            and not seen["inside"]
            and not run.titles
            and word.folded.endswith(_COMMON_ENDINGS)
        ):
            return
        of_somebody = _OF_PERSON.search(self.text, max(0, run.start - 40), run.start)
        is_of_thing = run.before_that in lexicon.THINGS or run.before_that in _SETTLEMENTS
        if run.before == "of" and (is_of_thing or of_somebody):
            return  # “the battle of”, “Albrecht of”
        if run.before == "pe" and run.before_that == "de":
            return
        if run.before in ("and", "si", ",") and self._follows_place(run):
            self._place(run)
            return
        if self.language == "ro" and not run.titles and run.before != "lui" and word.folded.endswith(("ei", "ului")):
            return
        if self.language == "ro" and word.folded.endswith("ia") and not run.titles and run.before != "lui":
            return
        if self.language == "ro" and run.titles and word.folded.endswith(("ii", "ilor", "elor")):
            return  # “ministrul Apărării”
        is_alone = run.opens and not seen["inside"] and not run.titles
        acts = run.after in _PERSONAL_VERBS | _ROMANIAN_AUXILIARIES | {"'s", "’s", "was"}
        if is_alone and (word.folded.endswith("s") or not acts):
            return
        if run.before == "," and run.after in ("and", "si", ",") and not seen["person"]:
            return
        if seen["place"] >= max(1, seen["person"]) and not run.titles:
            self._place(run)
            return
        if run.opens and not seen["inside"] and not (seen["person"] and not self.lower[word.folded]):
            return
        joined = run.before in ("and", "si")
        if seen["person"] or (run.before in _BEFORE_NAMES and not joined) or (joined and self._follows_person(run)):
            name = self._text_of(run)
            who = self._add(("person", word.folded), Actor(name, "person", "one word, as people are named", 0.6))
            if run.titles:
                self.actors[who].rule, self.actors[who].confidence = "a title before the name", 0.9
                self.actors[who].is_scholar = bool(set(run.titles) & lexicon.SCHOLARS)
            self.surnames[word.folded] = who
            self._mention(run.passage, run.start, run.end, who)

    def _follows_place(self, run: _Run) -> bool:
        """Whether a word is joined to a state or city where something happened: “in Spain and Naples”."""
        before = [each for each in self.mentions[run.passage] if 0 < run.start - each.end <= 6]
        return any(
            each.kind in ("state", "place")
            and re.search(r"(?:^|\W)(?:in|at|near|în|la|din) \Z", self.text[max(0, each.start - 8) : each.start])
            for each in before
        )

    def _follows_person(self, run: _Run) -> bool:
        near = (each for each in self.mentions[run.passage] if 0 < run.start - each.end <= 6)
        return any(each.kind == "person" for each in near)

    def _surname(self, run: _Run) -> int | None:
        folded = run.words[0].folded
        for form in (folded, *_bases(folded)):
            if (who := self.surnames.get(form)) is not None:
                return who
            if len(first := self.firsts.get(form, ())) == 1:
                return min(first)
        return None

    def _is_hyphened(self, run: _Run) -> bool:
        head, hyphen, rest = run.words[0].text.partition("-")
        if hyphen and fold(head) in self.adjectives and rest[:1].islower():
            state = self.adjectives[fold(head)]
            self._mention(run.passage, run.start, run.start + len(head), self._state(state))
            return True
        return False

    def _city(self, run: _Run, code: str) -> None:
        """A city that acts stands for its state, where the text or its name says which; else it is a place."""
        acts = (
            run.after in ("'s", "’s") or run.after in lexicon.PAST or (run.after.endswith("ed") and len(run.after) > 3)
        )
        acts = (
            acts
            or run.before in ("between", "with", "by", "intre", "against")
            or (run.before == "and" and not self._is_locative(run) and run.before_that in self.cities)
        )
        acts = acts or run.before in lexicon.PAST_EVENTS or (run.before.endswith("ed") and len(run.before) > 4)
        acts = acts or bool(_PRESSURE.search(self.text, max(0, run.start - 20), run.start))
        acts = acts or (self.language == "ro" and run.after in _ROMANIAN_AUXILIARIES)
        state = next((each for each in self.states if code and each.code == code), None)
        if code == "RU":
            state = next(
                (
                    each
                    for each in self.states
                    if each.names[-1] == "the Soviets" and ("state", each.name) in self.by_key
                ),
                state,
            )
        if acts and state and not self._is_locative(run):
            self._mention(run.passage, run.start, run.end, self._state(state))
        else:
            self._place(run)

    # --- nationalities ----------------------------------------------------------------------------------------------

    def _take_adjectives(self, passage: int) -> None:
        tokens = self.tokens[passage]
        for index, token in enumerate(tokens):
            if not token.text[0].isalpha() or self._is_taken(passage, token.start, token.end):
                continue
            if self.language != "ro" and not token.is_capital and not token.text[0].isupper():
                continue
            two = f"{token.folded} {tokens[index + 1].folded}" if index + 1 < len(tokens) else ""
            if two in self.adjectives:
                self._mention(passage, token.start, tokens[index + 1].end, self._state(self.adjectives[two]))
            elif token.folded in self.adjectives:
                if self.language == "ro" and index and tokens[index - 1].folded in ("limba", "limbii", "comunist"):
                    continue
                self._adjective(passage, token)
            elif "-" in token.text:
                head, _hyphen, tail = token.text.partition("-")
                if head[0].isupper() and fold(head) in self.adjectives:
                    self._mention(
                        passage, token.start, token.start + len(head), self._state(self.adjectives[fold(head)])
                    )
                if tail[:1].isupper() and fold(tail) in self.adjectives:
                    self._mention(passage, token.end - len(tail), token.end, self._state(self.adjectives[fold(tail)]))

    def _adjective(self, passage: int, token: Token) -> None:
        if not self._is_taken(passage, token.start, token.end):
            self._mention(passage, token.start, token.end, self._state(self.adjectives[token.folded]))

    # --- the whole --------------------------------------------------------------------------------------------------

    def _in_order(self) -> Named:
        first: dict[int, int] = {}
        for mentions in self.mentions:
            for mention in mentions:
                if mention.kind != "place":
                    first.setdefault(mention.who, len(first))
        order = sorted(first, key=lambda who: first[who])
        place = {who: number for number, who in enumerate(order)}
        found = [
            [each if each.kind == "place" else each._replace(who=place[each.who]) for each in row]
            for row in self.mentions
        ]
        return Named([self.actors[who] for who in order], self.places, found)


_ALONE = frozenset(fold(word) for word in ["parliament", "senate", "congress", "comecon", "comintern", "cominform",
"politburo", "duma", "sejm", "bundestag", "reichstag", "knesset", "securitate", "gestapo", "stasi", "entente",
"divanul", "antanta", "parlamentul", "senatul", "axa"])  # fmt: skip
_WITH_ARTICLE = frozenset(
    [
        "senate",
        "army",
        "navy",
        "church",
        "assembly",
        "duma",
        "diet",
        "league",
        "commons",
        "lords",
        "party",
        "axis",
        "directorate",
        "politburo",
        "curia",
    ]
)
_PARTIES = frozenset(["party", "parties", "partidul", "partid", "front", "frontul"])
_BODIES = frozenset(
    [
        "congress",
        "committee",
        "council",
        "assembly",
        "parliament",
        "senate",
        "court",
        "commission",
        "cabinet",
        "duma",
        "sejm",
        "bundestag",
        "reichstag",
        "knesset",
        "army",
        "navy",
        "politburo",
        "ministry",
        "chamber",
        "commons",
        "lords",
        "government",
        "congresul",
        "comitetul",
        "consiliul",
        "adunarea",
        "parlamentul",
        "senatul",
        "curtea",
        "comisia",
        "armata",
        "ministerul",
        "guvernul",
        "camera",
        "sfatul",
        "divanul",
        "presidium",
    ]
)
_ROMANIAN_AUXILIARIES = frozenset(["a", "au", "s-a", "s-au", "l-a", "l-au", "i-a", "i-au", "era", "fusese", "este"])
_PERSONAL_VERBS = frozenset(
    [
        "said",
        "died",
        "resigned",
        "argued",
        "wrote",
        "married",
        "refused",
        "became",
        "succeeded",
        "replaced",
        "met",
        "killed",
        "arrested",
        "appointed",
        "elected",
        "defeated",
        "deposed",
        "named",
        "assassinated",
        "told",
        "spoke",
        "announced",
        "declared",
        "ordered",
        "asked",
        "agreed",
        "signed",
        "demanded",
        "claimed",
        "denied",
        "rejected",
        "accused",
        "persuaded",
        "abdicated",
        "fled",
        "ruled",
        "reigned",
        "murit",
        "demisionat",
    ]
)
_BEFORE_NAMES = frozenset(
    [
        "by",
        "with",
        "and",
        "or",
        "under",
        "against",
        "between",
        "lui",
        "cu",
        "de",
        "si",
        "sau",
        "catre",
        "impotriva",
        "of",
        "among",
        "like",
    ]
)


def _tokens(text: str, span: Span) -> list[Token]:
    return [
        Token(found[0], found.start(), found.end(), fold(found[0]) or found[0])
        for found in _TOKEN.finditer(text, span.start, span.end)
    ]


def _bases(word: str) -> Iterable[str]:
    """What a word may be the Romanian genitive of."""
    for ending, base in (("ului", ""), ("ului", "ul"), ("iei", "ia"), ("ei", "a"), ("ii", "ea"), ("ul", "")):
        if word.endswith(ending) and len(word) > len(ending) + 2:
            yield word.removesuffix(ending) + base


def _base(word: str) -> str:
    """A word without the ending of its case, so that “Adunarea” and “Adunării” are one."""
    for ending in ("ului", "ilor", "elor", "iei", "iile", "ii", "ei", "ul", "ea", "ia", "le", "a", "e", "i"):
        if word.endswith(ending) and len(word) > len(ending) + 3:
            return word.removesuffix(ending)
    return word


def _is_plainer(name: str, other: str) -> bool:
    """Whether a name looks like the nominative of the other."""
    first, second = fold(name.split()[0]), fold(other.split()[0])
    return first.endswith(("ul", "ea", "ia")) and second.endswith(("ului", "ii", "iei", "arii"))
