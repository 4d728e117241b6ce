"""What each passage of a text may be: an event, an interpretation, or nothing that the rules know."""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Generator, Iterable, Sequence

from events.dates import parse
from events.documents.cutting import MARKER, Span, cut
from events.editing.recognition import KnownName
from events.proposals import lexicon
from events.proposals.dating import (
    RELATIVE,
    Clause,
    Counted,
    DatedWords,
    clauses,
    counted_in,
    dates_of,
    month_of,
    year_of,
)
from events.proposals.judging import JudgedStatement, Judgement, is_of_words, judgements, verb_of
from events.proposals.naming import named
from events.proposals.proposed import Proposals, ProposedEvent, ProposedInterpretation, When
from events.proposals.register import Mention, NamesInText
from events.proposals.titles import finite, plain, title_of
from events.search.folding import fold

LONGEST = 2000
"""A passage of more characters is no sentence, and proposes nothing: what reads one need not be linear."""
MOST_DATES = 20
"""What a passage says after so many dates is a list, not a sentence."""
NEAR = 3
"""A reply answers a judgement at most so many passages before it."""
_WHY = re.compile(r"(?<!\w)(?:why|de ce)(?!\w)", re.IGNORECASE)
_PERSONAL = frozenset(["he", "she", "they", "el", "ea", "ei", "ele"])
_OBJECT = re.compile(
    r"(?:^|\W)(?:of|from|by|with|to|under|against|in|at|for|de|din|cu|la|spre|împotriva)(?: the)? \Z", re.I
)
_RELATIVE = re.compile(r"(?<!\w)(?:which|who|whom|care) ", re.IGNORECASE)
_NAMED = re.compile(
    r"(?P<name>(?:[Tt]he )?[^\W\d_a-zăâîșț][\w’'-]*(?: (?:of|the|de|la|al|a|von|van|[^\W\d_a-zăâîșț][\w’'-]*))*),? ?\Z"
)
_POINTING = re.compile(r"(?:this|that|it|these|aceasta|acesta|acest lucru)\b", re.IGNORECASE)
_WORD = re.compile(r"[^\W\d_][\w’'-]*")


def language_of(text: str) -> str:
    """English or Romanian, by the small words of the text's beginning."""
    words = _WORD.findall(text[:20_000].lower())
    romanian = sum(word in lexicon.SMALL_WORDS["ro"] for word in words)
    return "ro" if romanian > sum(word in lexicon.SMALL_WORDS["en"] for word in words) else "en"


def propose(
    text: str,
    names: Iterable[KnownName] = (),
    language: str = "",
    skipped: Iterable[tuple[int, int]] = (),
    progress: Callable[[int, int], None] | None = None,
    passages: Sequence[Span] | None = None,
) -> Proposals:
    """What a text may tell. `names` are known actors' names; `skipped` places, such as headings, propose nothing.

    Without a `language` it is told from the text, and without its `passages` it is cut. All offsets count the text's
    code points.
    """
    steps = propose_in_steps(text, names, language, skipped, passages)
    while True:
        try:
            done, of = next(steps)
        except StopIteration as stop:
            return stop.value
        if progress:
            progress(done, of)


def propose_in_steps(
    text: str,
    names: Iterable[KnownName] = (),
    language: str = "",
    skipped: Iterable[tuple[int, int]] = (),
    passages: Sequence[Span] | None = None,
) -> Generator[tuple[int, int], None, Proposals]:
    """As `propose`; gives after each step how many are done, and of how many. Each passage takes two."""
    language = (language or language_of(text)).split("-")[0].lower()
    passages = cut(text).spans if passages is None else list(passages)
    read = [span if span.end - span.start <= LONGEST else Span(span.start, span.start) for span in passages]
    of = 2 * len(passages)
    yield 0, of
    made = _Maker(text, language, passages, named(text, read, names, language), list(skipped))
    for index in range(len(passages)):
        made.date(index)
        yield index + 1, of
    made.acting = made.who_acts()
    for index in range(len(passages)):
        made.take(index)
        yield len(passages) + index + 1, of
    return made.proposals


class _Maker:
    """Dates the passages in their order, then finds who acts, then takes the passages in their order."""

    def __init__(
        self, text: str, language: str, passages: list[Span], who: NamesInText, skipped: list[tuple[int, int]]
    ) -> None:
        self.text, self.language, self.who, self.skipped = text, language, who, skipped
        self.proposals = Proposals(text, language, passages, who.actors, who.places)
        self.dates: list[list[DatedWords]] = []
        self.said = ""
        """The month of a year, or the year, that was said last in the paragraph."""
        self.acting: frozenset[int] = frozenset()

    def date(self, index: int) -> None:
        span = self.proposals.passages[index]
        before = self.proposals.passages[index - 1].end if index else 0
        if not index or "\n\n" in self.text[before : span.start]:
            self.said = ""
        is_read = span.end - span.start <= LONGEST
        found = dates_of(self.text, span.start, span.end, self.said)[:MOST_DATES] if is_read else []
        last = (month_of(date.edtf) or year_of(date.edtf) for date in reversed(found))
        self.said = next((each for each in last if each), self.said)
        self.dates.append(found)

    def who_acts(self) -> frozenset[int]:
        """People who do something on a date, and so do not judge the past."""
        found = set()
        for index, span in enumerate(self.proposals.passages):
            told = self._told(index)
            if not told or lexicon.THINKERS.search(self.text, span.start, span.end):
                continue
            verb = verb_of(self.text, span.start, span.end)
            if verb and verb[1] and verb[0] < told[0].start:
                continue
            found |= {each.who for each in self.who.mentions[index] if each.kind == "person"}
        return frozenset(each for each in found if not self.who.actors[each].is_scholar)

    def _told(self, index: int) -> list[DatedWords]:
        """The dates of a passage, but a year in which somebody says something: “wrote in a review in 2014 that”."""
        span, dates = self.proposals.passages[index], self.dates[index]
        verb = verb_of(self.text, span.start, span.end) if dates else None
        if verb is None:
            return dates
        return [
            date for date in dates if len(date.edtf) > 4 or not is_of_words(self.text, verb[0], date.start, date.end)
        ]

    def take(self, index: int) -> None:
        span = self.proposals.passages[index]
        if span.end - span.start > LONGEST:
            self.proposals.unused[index] = "too long to be a sentence"
            return
        if any(first <= span.start and span.end <= last for first, last in self.skipped):
            return
        mentions = self.who.mentions[index]
        dates = self._told(index)
        statement = JudgedStatement(
            text=self.text,
            start=span.start,
            end=span.end,
            mentions=mentions,
            actors=self.who.actors,
            acting=self.acting,
            is_dated=bool(dates),
            first_date=dates[0].start if dates else -1,
        )
        judged = judgements(statement)
        before = len(self.proposals.events)
        replies = [each for each in judged if each.rule == "a reply"]
        if replies:
            self._evidence_of(index, replies[0])
        elif not any(each.is_strong for each in judged):
            self._events_of(index, judged)
        evidence = tuple(range(before, len(self.proposals.events))) if replies else ()
        told = tuple(range(before, len(self.proposals.events)))
        for each in judged:
            self._interpretation(index, each, evidence or (told[:1] if not each.is_strong else ()))
        if not judged and len(self.proposals.events) == before:
            self.proposals.unused[index] = self._what_is_missing(index)

    def _what_is_missing(self, index: int) -> str:
        missing = [] if self.dates[index] else ["no date"]
        if not any(each.kind != "place" for each in self.who.mentions[index]):
            missing.append("no actor")
        return ", ".join([*missing, "no verb of doing or judging that the rules know"])

    # --- events -----------------------------------------------------------------------------------------------

    def _events_of(self, index: int, judged: Sequence[Judgement]) -> None:
        """The events of a passage, the main clause's first. What stands in the judging words tells none."""
        span, dates = self.proposals.passages[index], self.dates[index]
        says = min((each.values for each in judged), default=span.end)
        told = [date for date in dates if date.start < says] if says - span.start > 20 else dates
        counted = counted_in(self.text, span.start, span.end)
        if counted and any(date.start < counted.end and counted.start < date.end for date in told):
            counted = None
        if not told and not counted:
            if not judged and self._tells(index):
                self._add(index, span.start, span.end, None, [], "a verb of doing", 0.6)
            return
        told = _finest(told)
        also = [DatedWords(counted.start, counted.end, "", "", "")] if counted else []
        parts = clauses(self.text, span.start, span.end, sorted([*told, *also], key=lambda date: date.start))
        main = [each for each in parts if each.is_main]
        dated = [each for each in main if _within(each, told)]
        others = [each for each in parts if not each.is_main and _within(each, told)]
        if not dated and not counted:
            self._subordinate_alone(index, parts, main, others, told)
            return
        anchors: list[int] = []
        for number, clause in enumerate(dated):
            first = _within(clause, told)[0]
            alone = len(dated) == 1 and not others
            quote = (span.start, span.end) if alone else self._widened(index, parts, clause, number == 0)
            sure = 0.9 if self._tells(index) else 0.65
            ended = number > 0 and first.edtf.startswith("../")
            ended = ended and bool(lexicon.LASTING.search(self.text, clause.start, clause.end))
            # “broke out in June and went on until May”: its beginning has been told, and this is its end.
            when = When(first.start, first.end, first.edtf[3:] if ended else first.edtf, first.part, first.basis)
            if not self._then(index, parts, clause, first):
                anchors.append(self._add(index, *quote, when, told, "a date in the main clause", sure))
            for one, next_one in itertools.pairwise(_within(clause, told)):
                if self.text[one.end : next_one.start].strip(" ,").lower() not in ("", "and", "și", "şi"):
                    break
                when = When(next_one.start, next_one.end, next_one.edtf, next_one.part, next_one.basis)
                self._add(index, *quote, when, told, "one of several dates", sure)
        if counted and not (
            anchors and any(_within(each, told) for each in main if each.start <= counted.start < each.end)
        ):
            self._counted(index, counted, parts, told, bool(anchors))
        for clause in others:
            first = _within(clause, told)[0]
            when = When(first.start, first.end, first.edtf, first.part, first.basis)
            self._add(index, clause.start, clause.end, when, told, "a date in a subordinate clause", 0.5)

    def _then(self, index: int, parts: Sequence[Clause], clause: Clause, date: DatedWords) -> bool:
        """“It lasted until July 1921, when they agreed to a truce”: the truce is what happened, in July 1921."""
        following = [each for each in parts if each.start >= date.end]
        if not date.edtf.startswith("../") or not following or following[0].opener not in ("when", "când"):
            return False
        then = following[0]
        if self.text[date.end : then.start].strip(" ,"):
            return False
        when = When(date.start, date.end, date.edtf[3:], "", date.basis)
        self._add(index, then.start, then.end, when, (), "a date that another clause shares", 0.75)
        return bool(lexicon.LASTING.search(self.text, clause.start, clause.end))

    def _widened(self, index: int, parts: Sequence[Clause], clause: Clause, is_first: bool) -> tuple[int, int]:
        """A main clause with the subordinate ones around it that have no date of their own."""
        start, end = clause.start, clause.end
        span = self.proposals.passages[index]
        if is_first and not any(_within(each, self.dates[index]) for each in parts if each.start < start):
            start = span.start
        return start, end

    def _subordinate_alone(
        self,
        index: int,
        parts: Sequence[Clause],
        main: Sequence[Clause],
        others: Sequence[Clause],
        told: list[DatedWords],
    ) -> None:
        """Only subordinate clauses are dated: each is an event, and the main clause's is counted from the first."""
        span = self.proposals.passages[index]
        clause, first = others[0], _within(others[0], told)[0]
        relative = clause.opener in RELATIVE
        rest = [each for each in main if len(self.text[each.start : each.end].strip(" ,;.")) > 3]
        has_main = bool(rest) and self._tells(index, rest)
        place = len(self.proposals.events)
        if has_main:
            same = clause.opener in ("when", "as", "while", "când", "în timp ce", "once")
            # The main clause's comes first in the list, and names the event after it.
            before = clause.opener.startswith(("before", "until", "înainte", "până"))
            when = When(first.start, first.end, "", "", "relative", place + 1, "P0D" if same else "")
            inner = [(each.start, each.end) for each in parts if not each.is_main]
            self._add(
                index,
                *((span.start, span.end) if len(rest) > 1 else (rest[0].start, rest[0].end)),
                None if before or relative else when,
                told,
                "a main clause beside a dated one",
                0.6,
                inner if len(rest) > 1 else (),
            )
        for each in others:
            date = _within(each, told)[0]
            quote = (each.start, each.end) if has_main else (span.start, each.end)
            when = When(date.start, date.end, date.edtf, date.part, date.basis)
            sure = 0.7 if relative or not has_main else 0.55
            self._add(index, *quote, when, told, "a date in a subordinate clause", sure)

    def _counted(
        self, index: int, counted: Counted, parts: Sequence[Clause], told: list[DatedWords], has_own: bool
    ) -> None:
        """An event dated by another: the one told last before it."""
        span = self.proposals.passages[index]
        clause = next((each for each in parts if each.start <= counted.start < each.end), parts[0])
        quote = (clause.start, span.end) if has_own else (span.start, span.end)
        events = self.proposals.events
        anchor = next(
            (
                number
                for number in reversed(range(len(events)))
                if events[number].when is not None and index - events[number].passage <= 4
                and (events[number].when.edtf or events[number].when.after is not None)  # type: ignore[union-attr]
                and events[number].rule != "a date in a subordinate clause"
            ),
            None,
        )  # fmt: skip
        when = None
        if anchor is not None and counted.same:
            own = events[anchor].when
            known = parse(own.edtf) if own and own.edtf else None
            if known and known.earliest and known.latest and known.earliest.year == known.latest.year:
                edtf = str(known.earliest)
                wanted = {"year": edtf.rsplit("-", 2)[0], "month": edtf.rsplit("-", 1)[0], "day": edtf}[counted.same]
                if str(known.latest).startswith(wanted):
                    when = When(counted.start, counted.end, wanted, "", "inferred")
        elif anchor is not None:
            when = When(counted.start, counted.end, "", "", "relative", anchor, counted.offset)
        self._add(index, *quote, when, told, "counted from another event", 0.75 if when else 0.5)

    def _tells(self, index: int, parts: Sequence[Clause] = ()) -> bool:
        """Whether somebody does something in a passage, or in some of its clauses."""
        span = self.proposals.passages[index]
        ranges = [(each.start, each.end) for each in parts] or [(span.start, span.end)]
        mentions = self.who.mentions[index]
        for start, end in ranges:
            if self.language == "ro":
                for verb in lexicon.FINITE_ROMANIAN.finditer(self.text, start, end):
                    if fold(verb["verb"]) in lexicon.STATIVE_ROMANIAN:
                        continue
                    if any(each.kind != "place" for each in mentions):
                        return True
                continue
            words = list(_WORD.finditer(self.text, start, end))
            starts_personal = bool(words) and words[0][0].lower() in _PERSONAL
            for number, word in enumerate(words):
                folded = fold(word[0])
                if word[0][0].isupper() or "-" in folded:
                    continue
                does = folded in lexicon.PAST_EVENTS or (
                    folded.endswith("ed")
                    and len(folded) > 3
                    and folded not in lexicon.STATIVE
                    and folded not in _NO_VERBS
                )
                before = words[number - 1][0].lower() if number else ""
                if not does or before in ("the", "a", "an", "of", "by", "its", "their", "his", "to", "not"):
                    continue
                if starts_personal or any(each.kind != "place" and each.start < word.start() for each in mentions):
                    return True
        return False

    def _evidence_of(self, index: int, reply: Judgement) -> None:
        """What a reply lists: “why …, why … or why …”, each an event if it is dated."""
        whys = [found.start() for found in _WHY.finditer(self.text, reply.start, reply.end)]
        for number, start in enumerate(whys):
            end = whys[number + 1] if number + 1 < len(whys) else reply.end
            dates = [date for date in self.dates[index] if start <= date.start < end]
            at, after = _trimmed(self.text, start, end)
            trailing = re.search(
                r",? (?:to take|to name|among|for example|de exemplu)\b.*\Z|,? (?:or|and|sau|și)\Z",
                self.text[at:after],
                re.DOTALL,
            )
            if trailing:
                at, after = _trimmed(self.text, at, at + trailing.start())
            dates = [date for date in dates if date.end <= after]
            when = When(dates[0].start, dates[0].end, dates[0].edtf, dates[0].part, dates[0].basis) if dates else None
            if dates:
                self._add(index, at, after, when, dates, "evidence that a reply lists", 0.75)

    def _add(
        self,
        index: int,
        start: int,
        end: int,
        when: When | None,
        dates: Iterable[DatedWords],
        rule: str,
        confidence: float,
        untitled: Iterable[tuple[int, int]] = (),
    ) -> int:
        """Adds an event, and says its place. What is `untitled` stands in its words, and not in its title."""
        start, end = _trimmed(self.text, start, end)
        mentions = [each for each in self.who.mentions[index] if start <= each.start < end]
        before = max(start, self.proposals.passages[index].start + 1)
        earlier = (each for each in self.who.mentions[index] if each.kind != "place" and each.start < before)
        subject = next(
            (each for each in earlier if not _OBJECT.search(self.text, max(0, each.start - 12), each.start)), None
        )
        name = self.who.actors[subject.who].name if subject else ""
        if start > self.proposals.passages[index].start:
            name = self._opening(self.proposals.passages[index], start) or name
        left_out = [(date.start, date.end) for date in dates if start <= date.start and date.end <= end]
        left_out = [*untitled, *(each for each in left_out if not any(a <= each[0] < b for a, b in untitled))]
        if (
            when
            and start <= when.start
            and when.end <= end
            and (when.start, when.end) not in left_out
            and when.after is not None
        ):
            left_out.append((when.start, when.end))
        at = start
        if _POINTING.match(self.text, start) and (
            inner := re.compile(r", (?:when|când) ").search(self.text, start, end)
        ):
            at = inner.start() + 2
            left_out = [each for each in left_out if each[0] >= at]
        span = self.proposals.passages[index]
        title = ""
        if rule == "a date in a subordinate clause":
            title = self._title_of_relative(span, at, end, left_out)
        title = title or title_of(self.text, at, end, left_out, name)
        if subject and subject not in mentions and title.startswith(self.who.actors[subject.who].name):
            mentions = [subject, *mentions]
        self.proposals.events.append(
            ProposedEvent(
                index, start, end, title, when, _roles(self.text, mentions), self._place(mentions), rule, confidence
            )
        )
        return len(self.proposals.events) - 1

    def _title_of_relative(self, span: Span, start: int, end: int, left_out: list[tuple[int, int]]) -> str:
        """“The Act of Union, which had come into force …”: with the name that the clause is of; blank without one."""
        relative = _RELATIVE.search(self.text, start, end) if start == span.start else _RELATIVE.match(self.text, start)
        before = _NAMED.search(self.text[span.start : relative.start()]) if relative else None
        if relative is None:
            return ""
        name = before["name"] if before else self._opening(span, relative.start())
        return title_of(self.text, relative.end(), end, left_out, name) if name else ""

    def _opening(self, span: Span, end: int) -> str:
        """The words with which a passage begins, up to a comma, if they are short and may be a subject."""
        words = self.text[span.start : end].partition(",")[0].strip()
        may_be = 0 < len(words) <= 45 and not finite(words) and not any(each.isdigit() for each in words)
        return plain(words) if may_be else ""

    def _place(self, mentions: Sequence[Mention]) -> str:
        for each in mentions:
            before = self.text[max(0, each.start - 10) : each.start].lower()
            if each.kind == "place" and re.search(r"(?:^|\W)(?:in|at|near|în|la|lângă)(?: the)? \Z", before):
                return self.who.places[each.who]
        return ""

    # --- interpretations ----------------------------------------------------------------------------------------

    def _interpretation(self, index: int, judged: Judgement, evidence: tuple[int, ...]) -> None:
        start, end = _trimmed(self.text, judged.start, judged.end)
        if start >= end:
            return
        made = self.proposals.interpretations
        contests: int | None = None
        if judged.is_reply:
            near = [number for number, each in enumerate(made) if index - each.passage <= NEAR]
            near = [number for number in near if made[number].start != start and (
                not judged.holders or made[number].holders != judged.holders
            )]  # fmt: skip
            if judged.is_other:
                near = [number for number in near if made[number].voice == "unattributed"] or near
            elif judged.rule != "a reply":
                near = [number for number in near if made[number].voice != "document"] or near
            contests = near[-1] if near else None
        claim = title_of(self.text, start, end)
        made.append(
            ProposedInterpretation(
                passage=index,
                start=start,
                end=end,
                claim=_claim(self.text[start:end]) or claim,
                voice=judged.voice,
                holders=judged.holders,
                names_only_some=judged.names_only_some,
                attribution="reported" if judged.holders else "own",
                hedge=judged.hedge,
                ground=judged.ground,
                evidence=evidence,
                contests=contests,
                rule=judged.rule,
                confidence=judged.confidence,
            )
        )


_NO_VERBS = frozenset(
    [
        "indeed",
        "need",
        "seed",
        "speed",
        "exceed",
        "hundred",
        "sacred",
        "naked",
        "united",
        "wicked",
        "breed",
        "creed",
        "greed",
        "feed",
        "deed",
    ]
)


def _claim(words: str) -> str:
    return plain(MARKER.sub("", words))[:400].strip()


def _finest(dates: Sequence[DatedWords]) -> list[DatedWords]:
    """Without dates in which a later one lies: “in the early 20th century …, on 4 November 1922”."""
    bounds = [(date, parse(date.edtf)) for date in dates]
    return [
        date
        for number, (date, wide) in enumerate(bounds)
        if not any(
            wide.earliest and wide.latest and narrow.earliest and narrow.latest
            and wide.earliest <= narrow.earliest and narrow.latest <= wide.latest
            and (wide.earliest, wide.latest) != (narrow.earliest, narrow.latest)
            for _other, narrow in bounds[number + 1 :]
        )
    ]  # fmt: skip


def _within(clause: Clause, dates: Iterable[DatedWords]) -> list[DatedWords]:
    return [date for date in dates if clause.start <= date.start < clause.end]


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """Without white space and the commas of a clause at its ends."""
    while start < end and (text[start].isspace() or text[start] in ",;"):
        start += 1
    while end > start and (text[end - 1].isspace() or text[end - 1] in ",;"):
        end -= 1
    return start, end


def _roles(text: str, mentions: Sequence[Mention]) -> tuple[tuple[int, str], ...]:
    """Each actor once: who is named first begins it, where nothing says that it happens to him."""
    roles: dict[int, str] = {}
    for each in mentions:
        if each.kind == "place":
            continue
        before = text[max(0, each.start - 12) : each.start].lower()
        against = re.search(r"(?:against|împotriva|contra)(?: the)? \Z", before)
        roles.setdefault(each.who, "opponent" if against else "participant")
    return tuple(roles.items())
