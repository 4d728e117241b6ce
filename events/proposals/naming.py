"""Who is named in a text: known actors by their names, and people, states, organisations and places that are new."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

from events.documents.cutting import Span
from events.editing.recognition import KnownName, Recogniser
from events.proposals import lexicon
from events.proposals.capitals import ACRONYM, Capitals, Run
from events.proposals.nationalities import Nationalities
from events.proposals.people import People
from events.proposals.register import NamedActor, NamesInText, Register
from events.proposals.states import cities, states
from events.proposals.tokens import ProseToken, is_plainer, without_case
from events.search.folding import fold

_HELD_PLACES = ("garrison", "siege", "fall", "capture", "relief", "port", "town", "city", "village", "fortress")
_ROMAN = re.compile(r"[IVXLCDM]+")
_OF_PERSON = re.compile(r"[^\W\d_a-z]\w+ of \Z")
_TAKEN = re.compile(
    rf" (?:was|were|is|had been) (?:{'|'.join(sorted(lexicon.TAKEN))})\b"
    r"| (?:a|au) (?:fost (?:anexat|ocupat|cedat|cucerit|asediat|eliberat|bombardat|alipit|împărțit|evacuat)"
    r"|căzut|capitulat)"
)
_OF_SOMEWHERE = re.compile(
    rf" of (?P<where>[^\W\d_a-z][\w-]+) "
    rf"(?:was|had|did|\w+ed|{'|'.join(sorted(lexicon.PERSONAL_VERBS | lexicon.PAST))})\b"
)
_PRESSURE = re.compile(
    r"(?:pressure|support|orders?|aid|help|demands?|protests?|approval|independen(?:t|ce)|instructions|presiunea|"
    r"sprijinul|ordinul|ajutorul|relations) (?:from|of|with|to|a|al|cu) \Z"
)


def named(text: str, spans: Sequence[Span], names: Iterable[KnownName], language: str) -> NamesInText:
    """Who is named in the passages of a text. New actors stand in the order in which they are first named."""
    return _Namer(text, spans, list(names), language).named()


@lru_cache(maxsize=4)
def _recogniser_of_states(language: str) -> Recogniser:
    return Recogniser(
        KnownName(name, number)
        for number, state in enumerate(states(language))
        for name in state.names
        if len(name) > 1
    )


def _unambiguous(names: list[KnownName]) -> list[KnownName]:
    """Known names, the surnames of known people among them where only one has it."""
    own = {fold(name.name) for name in names}
    surnames = defaultdict(set)
    for name in names:
        if name.kind == "person" and len(words := name.name.split()) > 1 and len(words[-1]) > 2:
            surnames[words[-1]].add(name.actor)
            if "-" in words[-1]:
                surnames[words[-1].rpartition("-")[2]].add(name.actor)
    more = [
        KnownName(surname, min(actors), "person")
        for surname, actors in surnames.items()
        if len(actors) == 1 and fold(surname) not in own
    ]
    return [*names, *more]


class _Namer:
    def __init__(self, text: str, spans: Sequence[Span], names: list[KnownName], language: str) -> None:
        self.text, self.spans, self.names, self.language = text, spans, names, language
        self.register = Register(text, len(spans), names)
        self.nationalities = Nationalities(language, self.register)
        self.capitals = Capitals(text, spans, language, self.nationalities, self.register)
        self.people = People(self.register)
        self.cities, self.states = cities(language), states(language)

    def named(self) -> NamesInText:
        for passage, start, end, key in self._recognised(Recogniser(_unambiguous(self.names))):
            if self.text[start].isupper() or self.text[start].isdigit():
                self.register.mention(passage, start, end, self.register.of_key(key))
        for passage, start, end, number in self._recognised(_recogniser_of_states(self.language)):
            if self.text[start].isupper() and not self.capitals.is_part_of_name(passage, start, end):
                self.register.mention(passage, start, end, self.register.state(self.states[number]))
        runs = [run for passage in range(len(self.spans)) for run in self.capitals.runs(passage)]
        single = [run for run in runs if not self._take_long(run)]
        evidence = self._evidence(single)
        for run in single:
            self._take_single(run, evidence)
        for passage, tokens in enumerate(self.capitals.tokens):
            self.nationalities.take_all(passage, tokens)
        return self.register.in_order()

    def _recognised(self, recogniser: Recogniser) -> Iterator[tuple[int, int, int, int]]:
        """Passage, start, end and the first key of what is recognised."""
        for passage, span in enumerate(self.spans):
            for start, end, keys in recogniser.mentions(self.text[span.start : span.end]):
                yield passage, span.start + start, span.start + end, keys[0]

    # --- names of more than one word ----------------------------------------------------------------------------------

    def _take_long(self, run: Run) -> bool:
        """Takes what can be told from the row itself. Whether it is done with."""
        words = run.words
        folded = [word.folded for word in words]
        is_thing = any(word in lexicon.THINGS for word in folded)
        is_of = folded[0] in lexicon.THINGS and bool({"of", "de", "la"} & set(folded))  # “Act of Union”
        if is_thing and (is_of or folded[-1] not in lexicon.ORGANISATIONS):
            ends = {folded[0], folded[-1]} & lexicon.THINGS
            if ends or not set(folded) & lexicon.ORGANISATIONS:
                return True  # a treaty, a war, a river
        if ACRONYM.fullmatch(words[-1].text) and len(words) == 1:
            named = next(
                (each for each in self.register.mentions[run.passage] if self.text[each.end : run.start] == " ("), None
            )
            if named is not None and named.kind != "place":
                self._mention(run, named.who)
            elif not _ROMAN.fullmatch(words[0].text):
                self._organisation(run, "an acronym", 0.75)
            return True
        if set(folded) & lexicon.ORGANISATIONS:
            if (
                len(words) > 1
                or folded[0] in lexicon.BODIES_ALONE
                or (run.before == "the" and folded[0] in lexicon.BODIES_WITH_ARTICLE)
            ):
                self._organisation(run, "a word for an organisation", 0.85)
            return True
        if set(folded) & lexicon.STATE_HEADS and len(words) > 1:
            name = self._words(run)
            who = self.register.add(("state", fold(name)), NamedActor(name, "state", "a word for a state", 0.8))
            self._mention(run, who)
            return True
        if run.before in lexicon.WORKS:
            return True
        if len(words) == 1:
            return False
        if folded[0] in self.nationalities.adjectives:
            self.nationalities.take(run.passage, words[0])
            rest = words[1:]
            return self._take_rest(run, rest)
        if any(word in lexicon.REGIONS for word in folded):
            return True
        if folded[-1] == "general" and folded[0] in ("states", "estates"):
            self._organisation(run, "a word for an organisation", 0.85)
            return True
        if run.before == "of" and run.before_that in _HELD_PLACES:
            self._place(run)
            return True
        is_person = bool(run.titles) or any(len(word.text) == 1 for word in words)
        if not is_person and (" ".join(folded) in self.cities or self._is_locative(run)):
            self._place(run)
            return True
        self.people.take(run, 0.9 if is_person else 0.75)
        return True

    def _take_rest(self, run: Run, rest: tuple[ProseToken, ...]) -> bool:
        while rest and rest[0].folded in lexicon.TITLES:
            run = run._replace(titles=(*run.titles, rest[0].folded))
            rest = rest[1:]
        if not rest:
            return True
        shorter = run._replace(words=rest, start=rest[0].start, opens=False)
        return self._take_long(shorter) if len(rest) > 1 or run.titles else True

    def _is_locative(self, run: Run) -> bool:
        if run.before in ("in", "at", "near", "outside", "langa") or (
            run.before == "the" and run.before_that in lexicon.LOCATIVES
        ):
            return True
        return run.before in ("la", "din") and self.language == "ro" and not run.titles

    def _organisation(self, run: Run, rule: str, confidence: float) -> None:
        name = self._words(run)
        for form in (name, name.removesuffix("’").removesuffix("'")):
            if (known := self.register.known(form)) is not None:
                self._mention(run, known)
                return
        folded = {word.folded for word in run.words}
        kind = "party" if folded & lexicon.PARTIES else "body" if folded & lexicon.BODIES else "organisation"
        key = ("organisation", " ".join(sorted(without_case(word.folded) for word in run.words)))
        who = self.register.add(key, NamedActor(name, kind, rule, confidence))
        actor = self.register.actors[who]
        if not run.opens and fold(actor.name) != fold(name) and is_plainer(name, actor.name):
            actor.name = name
        self._mention(run, who)

    def _words(self, run: Run) -> str:
        return self.register.words(run.start, run.end)

    def _mention(self, run: Run, who: int) -> None:
        self.register.mention(run.passage, run.start, run.end, who)

    def _place(self, run: Run) -> None:
        self.register.place(run.passage, run.start, run.end)

    # --- single words -------------------------------------------------------------------------------------------------

    def _evidence(self, runs: Iterable[Run]) -> dict[str, Counter[str]]:
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
            if self.language == "ro" and (after in lexicon.AUXILIARIES_ROMANIAN or run.before == "lui"):
                seen["person"] += 1
            if run.before in lexicon.PERSONAL_VERBS or (run.before == "," and run.after in (",", "and", "si")):
                seen["person"] += 1
            if run.opens and run.after == "," and self._is_list(run):
                seen["person"] += 1
                seen["inside"] += 1
            if (
                run.before in lexicon.TAKEN
                or after in ("fell", "surrendered", "capitulated")
                or _TAKEN.match(self.text, run.end)
            ):
                seen["place"] += 3
            if run.before in ("the", "a", "an"):
                seen["article"] += 1
            if run.opens and self.capitals.is_common(word):
                seen["common"] += 1
            if not run.opens:
                seen["inside"] += 1
        return found

    def _is_list(self, run: Run) -> bool:
        """Whether a word that opens a sentence is the first of several names: “Castlereagh, Metternich and …”."""
        return bool(re.match(r", [^\W\d_a-z][\w-]+(?:,| and | și )", self.text[run.end : run.end + 40]))

    def _take_single(self, run: Run, evidence: dict[str, Counter[str]]) -> None:
        word = run.words[0]
        adjectives = self.nationalities.adjectives
        is_plural = self.language != "ro" and word.folded.removesuffix("s") in adjectives
        if word.folded in adjectives or is_plural or self.nationalities.take_hyphened(run.passage, word):
            return
        who = self.people.by_one_name(run.words[0].folded)
        if who is not None:
            self._mention(run, who)
            return
        if word.folded in lexicon.REGIONS or word.folded in lexicon.STARTERS or len(word.text) < 3:
            return
        seen = evidence[word.folded]
        if (code := self.cities.get(word.folded)) is not None:
            self._city(run, code)
            return
        if (
            seen["article"]
            or (seen["common"] and not seen["inside"])
            or (self.capitals.lower[word.folded] and run.opens)
        ):
            return
        if (
            self.language == "ro"
            and run.opens
            and not seen["inside"]
            and not run.titles
            and word.folded.endswith(lexicon.COMMON_ENDINGS)
        ):
            return
        if run.after == "of" and (whole := _OF_SOMEWHERE.match(self.text, run.end)):
            return self.people.take(self._longer(run, whole.end("where")), 0.6)
        of_somebody = _OF_PERSON.search(self.text, max(0, run.start - 40), run.start)
        is_of_thing = run.before_that in lexicon.THINGS or run.before_that in lexicon.SETTLEMENTS
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
        if is_alone and self.language != "ro" and word.folded.endswith(lexicon.ABSTRACT_ENDINGS):
            return
        acts = run.after in lexicon.PERSONAL_VERBS | lexicon.AUXILIARIES_ROMANIAN | {"'s", "’s", "was"}
        if is_alone and (word.folded.endswith("s") or not acts):
            return
        if run.before == "," and run.after in ("and", "si", ",") and not seen["person"]:
            return
        if seen["place"] >= max(1, seen["person"]) and not run.titles:
            self._place(run)
            return
        if run.opens and not seen["inside"] and not (seen["person"] and not self.capitals.lower[word.folded]):
            return
        joined = run.before in ("and", "si")
        if (
            seen["person"]
            or (run.before in lexicon.BEFORE_NAMES and not joined)
            or (joined and self._follows_person(run))
        ):
            name = self._words(run)
            who = self.register.add(
                ("person", word.folded), NamedActor(name, "person", "one word, as people are named", 0.6)
            )
            if run.titles:
                self.register.actors[who].rule, self.register.actors[who].confidence = "a title before the name", 0.9
                self.register.actors[who].is_scholar = bool(set(run.titles) & lexicon.SCHOLARS)
            self.people.surnames[word.folded] = who
            self._mention(run, who)

    def _longer(self, run: Run, end: int) -> Run:
        """A row with the words up to `end`: “Albert of Hohenzollern”."""
        return run._replace(
            end=end, words=tuple(each for each in self.capitals.tokens[run.passage] if run.start <= each.start < end)
        )

    def _follows_place(self, run: Run) -> bool:
        """Whether a word is joined to a state or city where something happened: “in Spain and Naples”."""
        before = [each for each in self.register.mentions[run.passage] if 0 < run.start - each.end <= 6]
        return any(
            each.kind in ("state", "place")
            and re.search(r"(?:^|\W)(?:in|at|near|în|la|din) \Z", self.text[max(0, each.start - 8) : each.start])
            for each in before
        )

    def _follows_person(self, run: Run) -> bool:
        near = (each for each in self.register.mentions[run.passage] if 0 < run.start - each.end <= 6)
        return any(each.kind == "person" for each in near)

    def _city(self, run: Run, code: str) -> None:
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
        acts = acts or (self.language == "ro" and run.after in lexicon.AUXILIARIES_ROMANIAN)
        state = next((each for each in self.states if code and each.code == code), None)
        if code == "RU":
            state = next(
                (each for each in self.states if each.names[-1] == "the Soviets" and self.register.has_state(each)),
                state,
            )
        if acts and state and not self._is_locative(run):
            self._mention(run, self.register.state(state))
        else:
            self._place(run)
