"""Databases for property tests: every kind of record, every field, and text that files get wrong."""

import contextlib
from typing import Any

from django.core.exceptions import ValidationError
from hypothesis import strategies as st

from events import models
from events.bibliography import csl
from events.documents.cutting import cut
from events.editing import merging
from events.models.base import Translatable
from events.models.fields import readable
from events.models.translations import digest_of
from events.record_data.declaration import DECLARED
from events.signals import invalidation

HOSTILE = [
    "yes",
    "no",
    "~",
    "null",
    "Null",
    "NO",
    "1:20",
    "007",
    "1e3",
    "0x1F",
    "2001-02-30",
    "1958-07-25",
    ".inf",
    "true",
    "=",
    "<<",
    " leading",
    "trailing ",
    "tab\there",
    "a: b",
    "a #b",
    "# a",
    "- a",
    "[a",
    "{a: b}",
    "'",
    '"',
    "'quoted'",
    '"quoted"',
    "''",
    "line\nbreak",
    "two\n\nbreaks",
    "ends\n",
    "\nstarts",
    "\r\n",
    "cr\ralone",
    "nel\x85here",
    "ls\u2028here",
    "ps\u2029here",
    "bom\ufeffinside",
    "\ufeffbom first",
    "emoji 🙂",
    "combining s\u0326",
    "&anchor",
    "*alias",
    "!tag",
    "%directive",
    "@at",
    "`tick`",
    "---",
    "...",
    "? key",
    "|",
    ">",
    "\\",
    "\\n",
    "\x07bell",
    "\x7f",
    "\x1b[0m",
    "\xa0",
    "\u200b",
    "\ud7ff",
    "\ue000",
    "\ufffd",
    "\ufffe",
    "\U0010ffff",
    "a" * 90 + " " + "b" * 90,
    "words " * 40,
]

EDTF = [
    "",
    "1958",
    "1958-07-25",
    "1963-07",
    "[1965..1969]",
    "1958/1960",
    "../1965",
    "1948?",
    "-0043",
    "196X",
    "1990/..",
]

_UNSEEN = "".join(
    map(chr, [*range(9), 11, 12, *range(14, 32), *range(127, 133), *range(134, 160), *range(0x202A, 0x202F)])
) + "".join(map(chr, range(0x2066, 0x206A)))
"""What readers' texts may not have: control characters, and those that turn the direction of what follows."""


def words(length: int = 200, least: int = 0, unseen: bool = False) -> st.SearchStrategy[str]:
    """Text of at least `least` and at most `length` characters, often hostile; `unseen` ones only if asked for."""
    left_out = "\x00" if unseen else _UNSEEN
    characters = st.characters(exclude_categories=["Cs"], exclude_characters=left_out)
    hostile = [text for text in HOSTILE if least <= len(text) <= length and not set(text) & set(left_out)]
    return st.one_of(st.sampled_from(hostile), st.text(characters, min_size=least, max_size=min(length, 30)))


_slug = st.from_regex(r"[a-zA-Z0-9_-]{1,8}", fullmatch=True)
_numbers = st.integers(-(10**6), 10**12) | st.floats(-1e6, 1e6, allow_nan=False).map(
    lambda number: round(number, 3) + 0.0
)
_json = st.recursive(
    words(unseen=True) | _numbers | st.booleans(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(words(20, unseen=True), inner, max_size=3),
    max_leaves=6,
)
_csl = st.builds(
    lambda record, issued: {key: value for key, value in record.items() if key not in ("id", "custom")} | issued,
    st.dictionaries(st.sampled_from(["title", "note", "author", "publisher", "x-y"]) | words(12), _json, max_size=4),
    st.sampled_from(
        [
            {},
            {"issued": {"date-parts": [[1992]]}},
            {"issued": {"date-parts": [["1992", 5], [1993]]}},
            {"issued": {"edtf": "19XX"}},
        ]
    ),
)
_line = st.lists(
    st.one_of(
        words(40, 1),
        st.sampled_from(
            [
                "One sentence. ",
                "Another one! ",
                "The same again.[3] ",
                "[12] ",
                "[13][14] ",
                "[note 1] ",
                "It ended in 1958.[9] ",
                "Yes. ",
            ]
        ),
    ),
    min_size=1,
    max_size=4,
).map("".join)
_text = (
    st.lists(_line, min_size=1, max_size=6)
    .map("\n".join)
    .map(lambda text: text.removeprefix("\ufeff"))
    .filter(lambda text: bool(cut(text).spans) and not text.startswith("\ufeff"))
)


class Builder:
    """Draws a database, row by row, and saves it."""

    def __init__(self, draw: Any):
        self.draw = draw

    def some(self, items: list[Any], most: int = 3) -> list[Any]:
        if not items:
            return []
        return self.draw(st.lists(st.sampled_from(items), max_size=most, unique_by=id))

    def maybe(self, items: list[Any]) -> Any:
        return self.draw(st.sampled_from([None, *items]))

    def text(self, length: int = 200, least: int = 0) -> str:
        return self.draw(words(length, least))

    def edtf(self) -> str:
        return self.draw(st.sampled_from(EDTF))

    def choice(self, choices: Any) -> Any:
        return self.draw(st.sampled_from([value for value, _ in choices.choices]))

    def slugs(self, most: int) -> list[str]:
        return self.draw(st.lists(_slug, max_size=most, unique=True))

    @invalidation.batched()
    def build(self) -> None:
        self.themes = [
            models.Theme.objects.create(slug=slug, name=self.text(80, 1), position=self.draw(st.integers(0, 9)))
            for slug in self.slugs(2)
        ]
        self.places = [self.place(slug) for slug in self.slugs(2)]
        self.actors = [self.actor(slug) for slug in self.slugs(3)]
        self.sources = [self.source(slug) for slug in self.slugs(4)]
        for source in self.sources:
            self.references(source)
        for actor in self.actors:
            self.offices(actor)
        self.debates = [self.debate(slug) for slug in self.slugs(2)]
        self.events: list[Any] = []
        for slug in self.slugs(4):
            self.events.append(self.event(slug))
        self.links()
        self.interpretations: list[Any] = []
        for slug in self.slugs(3):
            self.interpretations.append(self.interpretation(slug))
        self.arguments()
        self.redirects()
        self.translations()
        self.about()

    def about(self) -> None:
        """What editors wrote of records, of passages and of markers; and two records made one."""
        rows = [
            *self.actors,
            *self.sources,
            *self.events,
            *models.Passage.objects.all(),
            *models.Reference.objects.all(),
        ]
        for row in self.some(rows):
            models.Erratum.objects.create(record=row, text=self.text(80, 1), author_name=self.draw(_slug))
        for row in self.some(rows):
            kind = self.choice(models.Comment.Kind)
            models.Comment.objects.create(
                record=row, text=self.draw(words(80, 1, unseen=True)), kind=kind, field="date"
            )
        pairs = [some[:2] for some in (self.actors, self.events, self.interpretations) if len(some) > 1]
        if pairs:
            with contextlib.suppress(ValidationError):
                merging.merge(*self.draw(st.sampled_from(pairs)), None)

    def translations(self) -> None:
        """Texts in other languages, of which some render an older original."""
        for model in filter(lambda model: issubclass(model, Translatable), DECLARED):
            for row in model._default_manager.order_by("pk"):
                for name in self.some([*readable(model)], 2):
                    renders = self.draw(st.sampled_from([digest_of(getattr(row, name)), "0123456789ab"]))
                    language = self.draw(st.sampled_from(["ro", "ar", "pt-br"]))
                    row.translations[f"{name}.{language}"] = [self.text(80, 1), renders]
                model._default_manager.filter(pk=row.pk).update(translations=row.translations)

    def place(self, slug: str) -> Any:
        degrees = st.floats(-90, 90, allow_nan=False) | st.sampled_from([0.0, 44.43])
        known = self.draw(st.booleans())
        return models.Place.objects.create(
            slug=slug,
            name=self.text(200, 1),
            wikidata=self.draw(st.sampled_from(["", "Q19660"])),
            geonames=self.draw(st.sampled_from(["", "683506"])),
            latitude=self.draw(degrees) if known else None,
            longitude=self.draw(degrees) if known else None,
            note=self.text(),
        )

    def actor(self, slug: str) -> Any:
        actor = models.Actor.objects.create(
            slug=slug,
            name=self.text(200, 1),
            sort_name=self.text(200, 1),
            kind=self.choice(models.Actor.Kind),
            life_dates=self.edtf(),
            wikidata=self.draw(st.sampled_from(["", "Q1", "Q218"])),
            viaf=self.draw(st.sampled_from(["", "007"])),
            note=self.text(),
        )
        for name in self.draw(st.lists(words(200, 1), max_size=2, unique=True)):
            models.ActorName.objects.create(actor=actor, name=name, used=self.edtf())
        return actor

    def offices(self, actor: Any) -> None:
        for what in self.draw(st.lists(words(300, 1), max_size=2, unique=True)):
            models.Office.objects.create(actor=actor, what=what, dates=self.edtf(), source=self.maybe(self.sources))

    def source(self, slug: str) -> Any:
        record = self.draw(_csl)
        fields = dict(
            slug=slug,
            csl=record,
            kind=self.choice(models.Source.Kind),
            created=self.edtf(),
            issued=self.draw(st.sampled_from([csl.edtf(record.get("issued")), "2001"])),
            available_from=self.edtf(),
            licence=self.text(),
            attribution=self.text(),
            note=self.text(),
        )
        if self.draw(st.booleans()):
            return models.Source.objects.create(**fields)
        source = models.Source.objects.create(text=self.draw(_text), **fields)
        found = cut(source.text)
        count, in_order = len(found.spans), self.draw(st.booleans())
        numbers = (
            list(range(1, count + 1))
            if in_order
            else self.draw(st.lists(st.integers(1, count + 5), min_size=count, max_size=count, unique=True))
        )
        passages = [
            models.Passage.objects.create(
                source=source,
                number=number,
                start=span.start,
                end=span.end,
                note=self.draw(st.just("") | words()),
                context=self.draw(st.just("") | words()),
            )
            for number, span in zip(numbers, found.spans, strict=True)
        ]
        for marker in found.markers:
            models.Reference.objects.create(
                passage=passages[marker.passage],
                marker=marker.marker,
                displaced=marker.displaced,
                offset=marker.offset,
                note=self.draw(st.just("") | words()),
            )
        if not in_order:
            self.withdrawn(source, max(numbers), [source.text[span.start : span.end] for span in found.spans])
        return source

    def withdrawn(self, source: Any, highest: int, current: list[str]) -> None:
        for step, text in enumerate(self.draw(st.lists(words(60, 1) | st.sampled_from(current), max_size=2)), 1):
            passage = models.Passage.objects.create(
                source=source,
                number=highest + step,
                withdrawn=True,
                withdrawn_text=text,
                note=self.draw(st.just("") | words()),
            )
            if self.draw(st.booleans()):
                models.Reference.objects.create(
                    passage=passage, marker="4", offset=7, displaced=True, note=self.text(least=1)
                )

    def references(self, source: Any) -> None:
        passages = list(source.passages.all())
        for reference in models.Reference.objects.filter(passage__source=source):
            reference.resolves_to = self.maybe(self.sources)
            if reference.displaced:
                reference.home_passage = self.maybe(passages)
            reference.save()

    def reading(self, **owner: Any) -> None:
        for source in self.some(self.sources, 2):
            models.FurtherReading.objects.create(source=source, note=self.text(), **owner)

    def citations(self, **owner: Any) -> bool:
        """Whether there is one: each that is drawn here counts for publication."""
        chosen = self.draw(st.lists(st.sampled_from(self.sources), max_size=3)) if self.sources else []
        for position, source in enumerate(chosen):
            fields = {
                "quote_language": self.draw(st.sampled_from(["", "ro"])),
                "supports": self.text(),
                "locator": self.text(),
                "whole_work": self.draw(st.booleans()),
                "quote": self.text(),
                "position": position,
            }
            if source.text:
                passage = self.draw(st.sampled_from(list(source.passages.all())))
                words_there = passage.text
                start = self.draw(st.integers(0, len(words_there) - 1))
                end = self.draw(st.integers(start + 1, len(words_there)))
                fields |= {"passage": passage, "quote": words_there[start:end], "quote_offset": start}
            elif not (fields["quote"] or fields["locator"]):
                fields["whole_work"] = True
            models.Citation.objects.create(source=source, **fields, **owner)
        return bool(chosen)

    def status(self, record: Any, may_be_published: bool) -> None:
        record.status = self.choice(models.Status)
        if record.is_published and not may_be_published:
            record.status = "draft"
        record.save()

    def debate(self, slug: str) -> Any:
        debate = models.Debate.objects.create(
            slug=slug, question=self.text(300, 1), introduction=self.text(), turns_on=self.text()
        )
        if self.draw(st.booleans()):
            debate.featured = models.Debate.objects.exclude(featured=None).count() + 1
        for name in self.slugs(3):
            texts = {"name": self.text(80, 1), "statement": self.text(300, 1)}
            models.Answer.objects.create(debate=debate, slug=name, **texts)
        self.reading(debate=debate)
        self.status(debate, bool(debate.introduction.strip()))
        return debate

    def event(self, slug: str) -> Any:
        date = self.draw(
            st.sampled_from(
                [
                    {},
                    {"date": "1958-07-25", "date_basis": "stated"},
                    {"date": "[1965..1969]", "date_part": "late", "date_basis": "inferred"},
                    {"date": "1958/1960", "date_basis": "editor"},
                ]
            )
        )
        if (anchor := self.maybe(self.events)) and not date:
            date = {
                "after_event": anchor,
                "date_basis": "relative",
                "offset": self.draw(st.sampled_from(["", "P1M", "-P2D"])),
            }
        event = models.Event.objects.create(
            slug=slug,
            title=self.text(200, 1),
            summary=self.text(),
            date_note=self.text(),
            place=self.maybe(self.places),
            prominence=self.draw(st.integers(1, 3)),
            **date,
        )
        event.themes.set(self.some(self.themes))
        for actor in self.some(self.actors):
            for role in self.draw(
                st.lists(st.sampled_from(models.Participant.Role.values), min_size=1, max_size=2, unique=True)
            ):
                models.Participant.objects.create(event=event, actor=actor, role=role)
        self.reading(event=event)
        self.status(event, self.citations(event=event))
        return event

    def links(self) -> None:
        for number, event in enumerate(self.events):
            for target in self.some(self.events[:number], 2):
                models.EventLink.objects.create(event=event, target=target, kind=self.choice(models.EventLink.Kind))

    def interpretation(self, slug: str) -> Any:
        ground = self.choice(models.Ground)
        interpretation = models.Interpretation.objects.create(
            slug=slug,
            claim=self.text(400, 1),
            argument=self.text(),
            voice=self.choice(models.Interpretation.Voice),
            names_only_some=self.draw(st.booleans()),
            attribution=self.choice(models.Interpretation.Attribution),
            ground=ground,
            hedge=self.text(100),
            scope=self.edtf(),
            made_on=self.edtf(),
            argued_date=self.edtf() if ground == "date" else "",
            debate=(debate := self.maybe(self.debates)),
            answer=self.maybe(list(debate.answers.all())) if debate else None,
            note=self.text(),
        )
        interpretation.proponents.set(self.some(self.actors))
        self.reading(interpretation=interpretation)
        self.status(interpretation, self.citations(interpretation=interpretation))
        return interpretation

    def arguments(self) -> None:
        for interpretation in self.interpretations:
            for event in [None, *self.some(self.events, 2)]:
                evidence = models.Evidence.objects.create(
                    interpretation=interpretation,
                    event=event,
                    circumstance="" if event else self.text(300, 1),
                    bearing=self.choice(models.Evidence.Bearing),
                    asserted_by=self.maybe(self.interpretations),
                )
                self.citations(evidence=evidence)
            for target in self.some([other for other in self.interpretations if other != interpretation], 2):
                relation = models.Relation.objects.create(
                    interpretation=interpretation,
                    target=target,
                    kind=self.choice(models.Relation.Kind),
                    ground=self.choice(models.Ground),
                    drawn_by=self.choice(models.Relation.DrawnBy),
                )
                self.citations(relation=relation)

    def redirects(self) -> None:
        targets = [("events", event.slug) for event in self.events] + [("actors", actor.slug) for actor in self.actors]
        for number, (kind, slug) in enumerate(self.some(targets, 3)):
            models.Redirect.objects.create(kind=kind, slug=f"former-name-{number}", target=slug)
            if self.draw(st.booleans()):
                models.Redirect.objects.create(kind=kind, slug=f"first-name-{number}", target=f"former-name-{number}")
