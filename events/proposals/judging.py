"""Which passages judge: whose judgement it is, what it is about, how sure it is, and which other it answers."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from events.proposals import lexicon
from events.proposals.register import Mention, NamedActor
from events.search.folding import fold

_WORD = re.compile(r"[^\W\d_][\w’'-]*")
_COPULA = re.compile(
    r"(?<!\w)(?:was|were|is|are|be|been|remains?|proved|a fost|au fost|era|erau|este|sunt|e|rămâne)(?!\w)[^,;]{0,25}\Z",
    re.IGNORECASE,
)
_THAT = re.compile(r"(?<!\w)(?:that|whether|how|why|că|dacă|cum|de ce)(?!\w)", re.IGNORECASE)
_BEGINS_WITH_THAT = re.compile(r",? (?:that|că)(?!\w)")
_SOURCES = re.compile(
    r"(?:some|most|several|many|other|these|his|her|their|the (?:main|official|usual|traditional|standard|orthodox)|"
    r"unele|cele mai multe|alte) ?(?:sources?|accounts?|versions?|interpretations?|estimates?|surse|relatări)",
    re.IGNORECASE,
)
_FOR_PERSON = re.compile(r"(?:for|to|pentru) ", re.IGNORECASE)
_AFTER_PERSON = re.compile(r"După ", re.IGNORECASE)
_STATE = re.compile(r"(?:is|are|remains?|este|e|rămâne|nu)\b", re.IGNORECASE)
_THEIRS = re.compile(r"in (?:his|her|their) ", re.IGNORECASE)
_NAMED_SO = re.compile(
    r"(?<!\w)(?:the|an?|this|that|these|those|his|her|its|their|our|no|any|each|every|two|three|one|of)"
    r"(?: [^\W\d_][\w’'-]*){0,2} \Z"
)
"""What stands before a noun, at most two words before it."""
_SAID_SO = re.compile(r"(?: (?:in|at|la|în|for|pentru) [^.;:]{1,60}?)?,? (?:that|că)(?!\w)")
_BY = re.compile(r"(?<!\w)(?:by|de(?: către)?)(?: the historian| istoricul)? \Z", re.IGNORECASE)
_AS = re.compile(r"(?<!\w)(?:as|cum|ca și) \Z", re.IGNORECASE)
_LIKE_THEM = re.compile(
    r" (?:did|does|do|has|have|had|argues?d?|puts? it|a făcut|au făcut|o face)(?!\w)", re.IGNORECASE
)
"""“as Samuel Huntington did”."""
_IN_RETROSPECT = re.compile(
    r"(?<!\w)(?:always|afterwards|later|subsequently|in (?:his|her|their) (?:memoirs|old age)|in retrospect|ulterior|"
    r"mereu|mai târziu|în memoriile sale)(?!\w)",
    re.IGNORECASE,
)
_SIDES = re.compile(
    r"[;:] |, (?:but|while|whereas|though|although|yet|iar|dar|însă|în timp ce|pe când|în vreme ce) ", re.IGNORECASE
)
REACH = 90
"""How many characters after “according to” a holder may stand."""


@dataclass(frozen=True, slots=True)
class Judgement:
    """That `text[start:end]` judges, known by a rule; `is_strong` where it does nothing else."""

    start: int
    end: int
    rule: str
    confidence: float
    voice: str
    holders: tuple[int, ...]
    names_only_some: bool
    hedge: str
    ground: str
    is_reply: bool
    is_other: bool
    """Whether it sets itself beside a judgement of others, and does not take one up."""
    is_strong: bool
    says: int
    """Where the judging words begin."""
    values: int
    """Where it begins to value: dates that stand from there on are of no event."""


@dataclass(frozen=True, slots=True)
class JudgedStatement:
    """`text[start:end]`, a passage or a part of one, with all mentions of the passage."""

    text: str
    start: int
    end: int
    mentions: Sequence[Mention]
    actors: Sequence[NamedActor]
    acting: frozenset[int]
    """People who do something in the events of the text, but scholars."""
    is_dated: bool = False
    first_date: int = -1

    @property
    def people(self) -> list[Mention]:
        """The people whom it names."""
        return [each for each in self.mentions if each.kind == "person" and self.start <= each.start < self.end]

    @property
    def verb(self) -> tuple[int, bool] | None:
        return verb_of(self.text, self.start, self.end)

    def part(self, start: int, end: int) -> JudgedStatement:
        return replace(self, start=start, end=end)

    def find(self, pattern: re.Pattern[str], start: int | None = None) -> re.Match[str] | None:
        """Where a pattern first stands in them, from `start` on."""
        return pattern.search(self.text, self.start if start is None else start, self.end)


def judgements(statement: JudgedStatement) -> list[Judgement]:
    """What a passage judges, in its order."""
    text, start, end = statement.text, statement.start, statement.end
    if both := statement.find(lexicon.SOME_AND_OTHERS):
        middle = max(
            (found.start() for found in re.finditer(r"(?<!\w)(?:others|alții|altele)(?!\w)", text[start : both.end()])),
            default=0,
        )
        if statement.verb is not None and middle > 10:
            cut = start + middle
            return [_one(half, "some and others") for half in (statement.part(start, cut), statement.part(cut, end))]
    for side in _SIDES.finditer(text, start, end):
        halves = [statement.part(start, side.start()), statement.part(side.end(), end)]
        if all(_has_voice(half) for half in halves):
            return [_one(half, "two sides") for half in halves]
    found = _rule(statement)
    if found is None:
        return []
    return [_one(statement, *found)]


def _has_voice(statement: JudgedStatement) -> bool:
    """Whether somebody judges in a half of a sentence."""
    verb = statement.verb
    if verb is None:
        return False
    people = [each for each in statement.people if each.end <= verb[0] and each.who not in statement.acting]
    return bool(lexicon.THINKERS.search(statement.text, statement.start, verb[0])) or any(
        not _THAT.search(statement.text, each.end, verb[0]) for each in people
    )


def _rule(statement: JudgedStatement) -> tuple[str, bool, int, float] | None:
    """By which words a passage judges, whether it does nothing else, where they begin, and how sure that is."""
    text, start, end, actors = statement.text, statement.start, statement.end, statement.actors
    people = [
        each
        for each in statement.mentions
        if each.kind == "person" or (each.kind != "place" and actors[each.who].is_scholar)
    ]
    if reply := statement.find(lexicon.REPLIES):
        return "a reply", True, reply.start(), 0.85
    if opposed := lexicon.OPPOSED.search(text[start:end]):
        return "a reply", True, start + opposed.start(), 0.8
    thinkers = statement.find(lexicon.THINKERS)
    according = statement.find(lexicon.ACCORDING)
    verb = statement.verb
    if according and (
        thinkers
        or any(0 <= each.start - according.start() <= REACH for each in people)
        or _SOURCES.search(text, according.start(), min(end, according.end() + REACH))
        or "view" in according[0]
        or "opinion" in according[0]
    ):
        return "according to", True, according.start(), 0.9
    says_so = verb is not None or lexicon.FOR_SOMEBODY.search(text[start:end]) is not None
    if thinkers and not statement.is_dated:
        says_so = says_so or _has_words(text, thinkers.end(), end, lexicon.OPINION_PERFECT)
    if thinkers and (says_so or lexicon.DIVIDED.search(text, thinkers.end(), end)):
        return "scholars", True, thinkers.start(), 0.9
    if (whose := statement.find(lexicon.POSSESSIVE_VIEW)) and any(
        whose.start("who") <= each.start < whose.end("who") for each in people
    ):
        return "in somebody’s view", True, whose.start(), 0.85
    if (
        (thesis := statement.find(lexicon.THESIS))
        and any(thesis.start("who") <= each.start < thesis.end("who") for each in people if each.kind == "person")
        and statement.find(lexicon.ARGUES, thesis.end())
    ):
        return "in somebody’s view", True, thesis.start(), 0.75
    if (works := statement.find(lexicon.LITERATURE)) and statement.find(lexicon.ARGUES, works.end()):
        return "scholars", True, works.start(), 0.75
    if verb is not None:
        at, present = verb
        holders = [each for each in people if each.end <= at and at - each.end < 80]
        holders = [each for each in holders if not _THAT.search(text, each.end, at)]
        scholars = [each for each in holders if actors[each.who].is_scholar]
        if scholars and (present or not statement.is_dated):
            return "a scholar’s words", True, scholars[0].start, 0.9
        thinking = [each for each in holders if each.who not in statement.acting]
        if not statement.is_dated and (present or _IN_RETROSPECT.search(text, max(start, at - 40), at + 40)):
            thinking = holders
        if thinking and (not statement.is_dated or (present and at < statement.first_date)):
            return "words of opinion", True, thinking[0].start, 0.85 if present else 0.7
        if others := lexicon.OTHERS.match(text, start, end):
            return "others", True, others.start(), 0.75
        if not statement.is_dated and (many := lexicon.MANY.match(text, start, end)) and at - many.end() < 20:
            return "others", True, many.start(), 0.7
    if (whose_view := _FOR_PERSON.match(text, start, end)) and any(each.start == whose_view.end() for each in people):
        return "according to", True, start, 0.7
    if not statement.is_dated and (told_by := _AFTER_PERSON.match(text, start, end)):
        holder = next((each for each in people if each.start == told_by.end()), None)
        if holder and holder.who not in statement.acting and text[holder.end : holder.end + 1] == ",":
            return "according to", True, start, 0.6
    if impersonal := statement.find(lexicon.IMPERSONAL):
        opens = impersonal.start() - start < 20 and lexicon.THAT.match(text, impersonal.end()) is not None
        return "said of nobody in particular", opens or not statement.is_dated, impersonal.start(), 0.7
    valuation = statement.find(lexicon.VALUATIONS)
    hedge = statement.find(lexicon.HEDGES)
    first = min((each.start() for each in (valuation, hedge) if each), default=None)
    if first is not None:
        copula = bool(_COPULA.search(text[start:first])) or bool(hedge and not statement.is_dated)
        copula = copula or bool(valuation and _STATE.match(valuation[0]))
        rule = "a hedge" if hedge else "a valuation"
        return rule, copula, first, 0.7 if hedge and valuation else 0.6
    if not statement.is_dated and (cause := statement.find(lexicon.CAUSES)):
        return "a cause", True, cause.start(), 0.55
    return None


def _one(
    statement: JudgedStatement, rule: str, is_strong: bool = True, says: int | None = None, confidence: float = 0.7
) -> Judgement:
    text, start, end = statement.text, statement.start, statement.end
    says = start if says is None else says
    holders = _holders(statement, rule, says)
    hedge = statement.find(lexicon.HEDGES)
    others = statement.find(lexicon.OTHERS)
    thinkers = bool(statement.find(lexicon.THINKERS))
    is_others = rule == "others"
    is_second = is_others or _SIDES.search(text, max(0, start - 20), start) is not None
    voice = "document"
    if holders:
        voice = "named"
    elif thinkers or rule in ("some and others", "others", "according to", "scholars", "said of nobody in particular"):
        voice = "unattributed"
    values = statement.find(lexicon.VALUATIONS, max(says, start + 21))
    return Judgement(
        start=start,
        end=end,
        rule=rule,
        confidence=confidence,
        voice=voice,
        holders=holders,
        names_only_some=bool(holders and thinkers and statement.find(lexicon.SOME)),
        hedge=hedge[0] if hedge else "",
        ground=next((ground for ground, words in lexicon.GROUNDS if statement.find(words)), "characterisation"),
        is_reply=(
            rule == "a reply"
            or (rule == "two sides" and is_second)
            or others is not None
            or bool(holders and _takes_up(statement))
        ),
        is_other=is_others or lexicon.OTHERS.match(text, start) is not None,
        is_strong=is_strong,
        says=says,
        values=values.start() if values else end,
    )


def _takes_up(statement: JudgedStatement) -> bool:
    """Whether a judgement begins by taking up another."""
    words = [fold(word) for word in _WORD.findall(statement.text, statement.start, statement.end)[:12]]
    return words[:1] in (["but"], ["however"], ["dar"]) or not {"insa", "instead", "however"}.isdisjoint(words)


def _holders(statement: JudgedStatement, rule: str, says: int) -> tuple[int, ...]:
    """Who holds a judgement: whom the words name before what they say of it."""
    text, start, end, people = statement.text, statement.start, statement.end, statement.people
    if rule in ("a hedge", "a valuation", "a cause"):
        return ()
    if rule == "according to":
        after = [each for each in people if 0 <= each.start - says <= REACH]
        if not after or _THEIRS.match(text, says):
            return _each(each for each in people[:1] if each.end <= says)
        comma = text.find(",", after[0].end, end) if after else -1
        return _each(each for each in after if comma < 0 or each.start < comma or text[comma - 1 : comma] == ".")
    if rule == "in somebody’s view":
        return _each(people[:1])
    verb = statement.verb
    if rule == "a reply" and (by := [each for each in people if _BY.search(text[start : each.start])]):
        return _each(by)
    if verb is None:
        return ()
    at, _present = verb
    before = [each for each in people if each.end <= at and not _THAT.search(text, each.end, at)]
    if rule == "a reply":
        before = [each for each in before if each.who not in statement.acting]
    return _each(
        before or (each for each in people if _LIKE_THEM.match(text, each.end) and _AS.search(text[start : each.start]))
    )


def _has_words(text: str, start: int, end: int, words: frozenset[str]) -> bool:
    return any(fold(word[0]) in words for word in _WORD.finditer(text, start, end))


def _each(mentions: Iterable[Mention]) -> tuple[int, ...]:
    return tuple(dict.fromkeys(each.who for each in mentions))


def verb_of(text: str, start: int, end: int) -> tuple[int, bool] | None:
    """Where the first word of opinion stands, and whether it is in the present."""
    past: int | None = None
    for word in _WORD.finditer(text, start, end):
        folded = fold(word[0])
        if word[0][0].isupper():
            continue
        before = text[max(start, word.start() - 5) : word.start()].lower()
        if folded not in lexicon.SCHOLARLY_ROMANIAN and before.endswith(
            (" the ", " a ", " an ", " to ", " its ", "this ", " his ", " of ")
        ):
            continue  # a noun: “the view”
        if folded in lexicon.NOUNS_TOO and _NAMED_SO.search(text[max(start, word.start() - 40) : word.start()]):
            continue  # “a federated state”
        following = text[word.end() : word.end() + 5].lower().lstrip()
        if folded.startswith(("call", "point")) and following.startswith(("for ", "on ", "off ", "up ")):
            continue
        if before.endswith((" has ", "have ", " also ")) and folded in lexicon.OPINION_PAST | lexicon.OPINION_PERFECT:
            return word.start(), True
        if folded in lexicon.OPINION_PRESENT:
            return word.start(), True
        if before.endswith((" a ", " au ")) and folded in lexicon.SCHOLARLY_ROMANIAN:
            past = word.start() if past is None else past
        if folded in lexicon.CLAIMED and _SAID_SO.match(text, word.end(), end):
            past = word.start() if past is None else past
        if past is None and (folded in lexicon.OPINION_PAST or lexicon.REJECTED.match(text, word.start(), end)):
            past = word.start()
    return (past, False) if past is not None else None


def is_of_words(text: str, verb: int, start: int, end: int) -> bool:
    """Whether `text[start:end]` stands between a word of opinion, at `verb`, and what is held: “held in 1991 that”."""
    return verb < start and not _THAT.search(text, verb, start) and bool(_BEGINS_WITH_THAT.match(text, end))
