"""People by the names that a text gives them: whole names first, then surnames and first names alone."""

from __future__ import annotations

from collections import defaultdict

from events.proposals import lexicon
from events.proposals.capitals import Run
from events.proposals.register import NamedActor, Register
from events.proposals.tokens import ProseToken, genitive_of
from events.search.folding import fold


class People:
    def __init__(self, register: Register) -> None:
        self.register = register
        self.surnames: dict[str, int] = {}
        self.firsts: dict[str, set[int]] = defaultdict(set)

    def take(self, run: Run, confidence: float) -> None:
        name = self.register.words(run.start, run.end)
        words = run.words
        last = words[-1].folded
        for size in range(len(words)):
            tail = " ".join(word.folded for word in words[size:])
            who = self.surnames.get(tail)
            if who is not None and self._agrees(who, words):
                actor = self.register.actors[who]
                if len(name) > len(actor.name) and actor.known is None and size < len(words) - 1:
                    actor.name = name
                break
        else:
            who = self.register.add(
                ("person", fold(name)), NamedActor(name, "person", "a name of several words", confidence)
            )
        actor = self.register.actors[who]
        if run.titles:
            actor.rule, actor.confidence = "a title before the name", max(actor.confidence, 0.9)
        actor.is_scholar = actor.is_scholar or bool(set(run.titles) & lexicon.SCHOLARS)
        self.register.mention(run.passage, run.start, run.end, who)
        if len(words) > 1 and len(words[0].text) > 2:
            self.firsts[words[0].folded].add(who)
        if len(words) > 2 and words[-2].folded == "of":
            last = words[0].folded  # nobody is called Orange
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

    def _agrees(self, who: int, words: tuple[ProseToken, ...]) -> bool:
        """Whether first names and initials do not tell two people apart."""
        own = [fold(word).strip(".") for word in self.register.actors[who].name.replace(".", ". ").split()]
        given = [word.folded for word in words]
        if own[-1] != given[-1] and own[-1].rpartition("-")[2] != given[-1]:
            return False
        if len(own) == 1 or len(given) == 1:
            return True
        return own[0] == given[0] or (min(len(own[0]), len(given[0])) == 1 and own[0][0] == given[0][0])

    def by_one_name(self, name: str) -> int | None:
        """Who was named with a surname, or alone with a first name; `name` is folded, and may be a genitive."""
        for form in (name, *genitive_of(name)):
            if (who := self.surnames.get(form)) is not None:
                return who
            if len(first := self.firsts.get(form, ())) == 1:
                return min(first)
        return None
