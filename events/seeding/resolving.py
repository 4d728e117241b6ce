"""From raw records to seed data: slugs resolved, quotes anchored, dates and rules checked.

Nothing raises; all that is wrong is noted.
"""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any

from django.core.exceptions import ValidationError

from events import dates
from events.bibliography import csl
from events.bibliography.sort_names import sort_name_of
from events.chronology import bounds
from events.documents.anchoring import Document, Unanchored
from events.models import publication
from events.models.fields import EdtfField
from events.models.place import NEEDS_BOTH
from events.record_data.declaration import KINDS as MODELS
from events.record_data.declaration import TRANSLATIONS, Data, Part, SeedData, Shape
from events.record_data.three_way import identity_of
from events.seeding.files import Raw
from events.seeding.in_database import plain_csl
from events.seeding.problems import Path_, Problems, quoted
from events.seeding.shapes import SHAPES, digest

SAID_OF_PASSAGES = ("note", "context", TRANSLATIONS)


@dataclass
class World:
    """What a record may point at. `documents` holds every text that is quoted, as the database will have it."""

    problems: Problems
    resolve: Callable[[str, str], str]
    exists: Callable[[str, str], bool]
    candidates: Callable[[str], Iterable[str]] = lambda kind: ()
    answers: Callable[[str], Collection[str]] | None = None
    """The answers of a debate; None where they are not known yet."""
    documents: dict[str, Document] = field(default_factory=dict)
    file_documents: dict[str, Document] = field(default_factory=dict)
    unreadable: set[str] = field(default_factory=set)
    language: str = "en"
    """The corpus's."""
    hidden_kinds: set[str] = field(default_factory=set)


def resolved(raw: Raw, world: World) -> SeedData:
    """A raw record of the right form as the database would have it. What is wrong in it is noted, and left out."""
    return _Reader(raw, world).read()


def counts_for_publication(citation: Data, documents: dict[str, Document]) -> bool:
    said: list[Any] = [citation.get(name) for name in ("passage", "exact", "locator", "whole_work")]
    return publication.puts_words_behind(citation.get("source") in documents, *said)


def broken_rule(kind: str, form: dict[str, Any], documents: dict[str, Document]) -> tuple[str, str] | None:
    """The rule about a whole record that it breaks, as field and message; None if none."""
    if kind == "places" and ("latitude" in form) != ("longitude" in form):
        return "longitude", str(NEEDS_BOTH)
    if form.get("argued_date") and form.get("ground") != "date":
        return "argued_date", "only an interpretation on the ground “date” argues for a date"
    if form.get("status") == "published" and kind in ("events", "interpretations", "debates"):
        if kind == "debates" and not form.get("introduction", "").strip():
            return "status", str(publication.NEEDS_INTRODUCTION)
        cited = form.get("citations", ())
        if kind != "debates" and not any(counts_for_publication(citation, documents) for citation in cited):
            return "status", str(publication.NEEDS_CITATION)
    return None


class _Reader:
    def __init__(self, raw: Raw, world: World):
        self.raw, self.world = raw, world
        self.faults = raw.faulty

    def note(self, message: object, path: Path_, **hint: Any) -> None:
        self.faults = True
        self.raw.note(self.world.problems, message, path, **hint)

    def read(self) -> SeedData:
        kind, data = self.raw.kind, self.raw.data
        if kind == "sources":
            return self.source()
        if kind == "redirects":
            return self.redirect()
        form = self.fields(SHAPES[kind], data)
        if kind == "events":
            self.check_date(form)
        if kind == "actors":
            if name := form.get("name"):
                form.setdefault("sort_name", sort_name_of(name, form.get("kind", "")))
            for part in ("offices", "other_names"):
                for index, row in enumerate(form.get(part, ())):
                    self.check_dates(SHAPES[kind].parts[part].shape, row, (part, index))
            if names := form.get("other_names"):
                names.sort(key=lambda item: item["name"])
        if kind == "interpretations":
            self.check_interpretation(form)
        if kind != "events":  # checked with all that belongs to it
            self.check_dates(SHAPES[kind], form)
        broken = broken_rule(kind, form, self.world.documents)
        # A quote that is wrong is one problem, not two.
        if broken and (broken[0] != "status" or not (self.faults or self.cites_unreadable())):
            self.note(broken[1], (broken[0],))
        return form

    def fields(self, shape: Shape, data: dict[str, Any], path: Path_ = ()) -> SeedData:
        """A record, or a row of it, as the database would have it."""
        found = SeedData()
        for name in shape.names:
            value = data.get(name)
            if not value:
                value = shape.spelled_out.get(name)
                if name in data and name in shape.texts and not shape.texts[name].blank:
                    self.note(f"is missing in the corpus’s language, {self.world.language}", (*path, name))
            elif name in shape.lists:
                value = self.slugs(name, shape.kinds_listed[name], value)
            elif name == "citations":
                value = self.citations(value, (*path, name))
            elif name in shape.parts:
                value = self.rows(name, shape.parts[name], value)
            elif name in shape.kinds_pointed_at:
                value = self.slug(shape.kinds_pointed_at[name], value, (*path, name))
            elif name in shape.flags:
                value = value == "true"
            elif name in shape.numbers:
                value = str(shape.numbers[name].to_python(value))
            if value and shape.defaults.get(name) != value:
                found[name] = value
        return found

    def rows(self, name: str, part: Part, data: list[dict[str, Any]]) -> list[SeedData]:
        """The rows of a part. What says the same, or leads to its own record, only since editors merged two records is
        no fault of the file, and left out.
        """
        kinds = part.shape.kinds_pointed_at
        rows = [self.fields(part.shape, item, (name, index)) for index, item in enumerate(data) if item]
        given = [
            row | {ref: raw[ref] for ref in kinds if raw.get(ref)}
            for row, raw in zip(rows, filter(None, data), strict=True)
        ]
        self.check_once(name, [identity_of(part, row) for row in given])
        if given == rows:
            return rows
        own = self.world.resolve(self.raw.kind, self.raw.slug)
        found: dict[Any, SeedData] = {}
        for row, as_given in zip(rows, given, strict=True):
            to_own = [
                ref for ref, kind in kinds.items() if kind == self.raw.kind and row.get(ref) == own != as_given[ref]
            ]
            if "asserted_by" in to_own:
                del row["asserted_by"]  # empty says the same
            elif to_own:
                continue
            found.setdefault(identity_of(part, row), row)
        return list(found.values())

    # slugs
    def slug(self, kind: str, slug: str, path: Path_) -> str:
        found = self.world.resolve(kind, slug)
        if kind not in self.world.hidden_kinds and not self.world.exists(kind, found):
            message = f"there is no {MODELS[kind]._meta.model_name} {quoted(slug)}"
            self.note(message, path, wrong=slug, valid=self.world.candidates(kind))
        return found

    def slugs(self, name: str, kind: str, slugs: list[str]) -> list[str]:
        found: set[str] = set()
        for index, slug in enumerate(slugs):
            if slug is None:
                continue
            new = self.slug(kind, slug, (name, index))
            if slug in slugs[:index]:
                self.note(f"{quoted(slug)} stands here twice", (name, index))
            found.add(new)
        return sorted(found)

    def check_once(self, name: str, identities: list[tuple[Any, ...]]) -> None:
        if len(set(identities)) == len(identities):
            return
        seen = set()
        for index, identity in enumerate(identities):
            if identity in seen:
                words = " ".join(part for part in identity if part)
                self.note(f"{quoted(words)} stands here twice", (name, index))
            seen.add(identity)

    # dates
    def check_dates(self, shape: Shape, data: dict[str, Any], path: Path_ = ()) -> None:
        for name, each in shape.fields.items():
            if isinstance(each, EdtfField):
                self.check_edtf(data.get(name), (*path, name))

    def check_edtf(self, value: str | None, path: Path_) -> None:
        if value:
            try:
                dates.parse(value)
            except ValueError as error:
                self.note(_in_edtf(value) or error, path)

    def check_date(self, form: SeedData) -> None:
        event = SimpleNamespace(
            date=form.get("date", ""),
            date_part=form.get("date_part", ""),
            date_basis=form.get("date_basis", ""),
            offset=form.get("offset", ""),
            after_event_id=1 if form.get("after_event") else None,
            after_event=None,
            pk=None,
        )
        try:
            bounds.check(event)
        except ValidationError as error:
            for name, messages in error.message_dict.items():
                for message in messages:
                    self.note((name == "date" and _in_edtf(event.date)) or message, (name,))

    # interpretations
    def check_interpretation(self, form: SeedData) -> None:
        self.check_answer(form.get("debate", ""), form.get("answer", ""))
        for index, item in enumerate(form.get("evidence", ())):
            if bool(item.get("event")) == bool(item.get("circumstance")):
                self.note("give either an event or a circumstance in words", ("evidence", index))
        for index, item in enumerate(form.get("relations", ())):
            if item["interpretation"] == form.get("slug"):
                self.note("an interpretation stands in no relation to itself", ("relations", index, "interpretation"))

    def check_answer(self, debate: str, answer: str) -> None:
        world, path = self.world, ("answer",)
        if answer and not debate:
            self.note("an answer is one of a debate’s: name the debate, too", path)
        elif answer and world.answers and "debates" not in world.hidden_kinds and world.exists("debates", debate):
            valid = world.answers(debate)
            if answer not in valid:
                self.note(f"debates/{debate} has no answer {quoted(answer)}", path, wrong=answer, valid=valid)

    # citations
    def citations(self, items: list[dict[str, Any]], path: Path_) -> list[dict[str, Any]]:
        return [self.citation(item, (*path, index)) for index, item in enumerate(items) if item]

    def citation(self, data: dict[str, Any], path: Path_) -> dict[str, Any]:
        source = data.get("source") or self.raw.document
        if not source:
            self.note("name the source", (*path, "source"))
            return {}
        source = self.slug("sources", source, (*path, "source") if data.get("source") else path)
        found: dict[str, Any] = {"source": source}
        exact = data.get("exact", "")
        if exact:
            found["exact"] = exact
        document = self.world.documents.get(source)
        if document is not None:
            found |= self.anchor(document, source, exact, data, path)
        elif source in self.world.unreadable:
            pass
        elif data.get("passage"):
            self.note("only a source with a stored text has passages", (*path, "passage"))
        elif not (exact or data.get("locator") or data.get("whole_work") == "true"):
            self.note("say where: give exact words, a locator, or whole_work: true", path)
        for name in ("locator", "language", "translation", "translator", "supports", TRANSLATIONS):
            if value := data.get(name):
                found[name] = value
        if data.get("whole_work") == "true":
            found["whole_work"] = True
        return found

    def anchor(self, document: Document, source: str, exact: str, data: dict[str, Any], path: Path_) -> dict[str, str]:
        if not exact:
            self.note("the text of this source is stored: give the exact words", (*path, "exact"))
            return {}
        given = exact, data.get("prefix", ""), data.get("suffix", ""), data.get("passage", "")
        in_files = self.world.file_documents.get(source, document)
        try:
            number, at = in_files.anchor(*given)
            if in_files is not document:
                try:
                    number, at = document.anchor(*given)
                except Unanchored:
                    message = (
                        "these words are in the file’s text but not in the database’s, which was changed"
                        f" since the last load: --overwrite sources/{source} takes the file’s"
                    )
                    raise Unanchored(message) from None
        except Unanchored as error:
            where = (*path, error.field if data.get(error.field) else "exact")
            self.note(
                f"{error}: {quoted(exact)}", where, nearest=error.nearest if self.world.problems.may_hint() else ""
            )
            return {}
        return {"passage": str(number), "at": str(at)} if at else {"passage": str(number)}

    def cites_unreadable(self) -> bool:
        """Whether the citation that would count may be into a text that could not be read."""
        cited = {item.get("source") or self.raw.document for item in self.raw.data.get("citations", ()) if item}
        return bool(self.world.unreadable & cited)

    # redirects
    def redirect(self) -> SeedData:
        data = self.raw.data
        return SeedData(slug=data["slug"], to=data["to"])

    # sources
    def source(self) -> SeedData:
        raw, data = self.raw, self.raw.data
        slug = raw.slug
        document = self.world.documents.get(slug)
        if raw.document:
            fields, record = data, data["csl"]
        else:
            fields = data["custom"]
            record = {key: value for key, value in data.items() if key != "custom"}
        prefix: tuple[str, ...] = () if raw.document else ("custom",)
        record = plain_csl({key: value for key, value in record.items() if key != "id"}, document is not None)
        issued = csl.edtf(record.get("issued"))
        self.check_edtf(issued, ("csl", "issued") if raw.document else ("issued",))
        self.check_dates(SHAPES["sources"], fields, prefix)
        in_files = self.world.file_documents.get(slug)
        values = {
            **fields,
            **{name: fields.get(name) == "true" for name in SHAPES["sources"].flags},
            "slug": slug,
            "text": digest(in_files.text) if in_files else "",
            "csl": record,
            "issued": "" if fields.get("issued") == issued else fields.get("issued"),
            "passages": self.passages(document, in_files) if document and in_files else None,
            "references": self.references(document, in_files) if document and in_files else None,
        }
        return SeedData({name: values[name] for name in SHAPES["sources"].names if values.get(name)})

    def passages(self, document: Document, in_files: Document) -> list[dict[str, str]]:
        found: dict[str, dict[str, str]] = {}
        for index, entry in enumerate(self.raw.data.get("passages", ())):
            if entry is None:
                continue
            number = self.number_of_entry(document, in_files, entry, ("passages", index))
            if number is None or not (entry.keys() & SAID_OF_PASSAGES):
                continue
            if str(number) in found:
                self.note("this passage stands here twice", ("passages", index, "text"))
            said = {name: entry[name] for name in SAID_OF_PASSAGES if entry.get(name)}
            found[str(number)] = {"number": str(number), **said}
        return sorted(found.values(), key=lambda item: int(item["number"]))

    def number_of_entry(self, document: Document, in_files: Document, entry: dict[str, str], path: Path_) -> int | None:
        text, number = entry["text"], entry.get("number", "")
        if entry.get("withdrawn") == "true":
            if not number:
                self.note("a withdrawn passage needs its number", path)
            return int(number) if number else None
        same = [each for each, words in zip(in_files.numbers, in_files.words, strict=True) if words == text]
        if not same:
            nearest = in_files.nearest_passage(text) if self.world.problems.may_hint() else ""
            self.note(f"no passage of the text has these words: {quoted(text)}", (*path, "text"), nearest=nearest)
            return None
        if number and int(number) in same:
            chosen = int(number)
        elif len(same) > 1:
            self.note(f"{len(same)} passages have these words ({', '.join(map(str, same))}): give the number", path)
            return None
        else:
            chosen = same[0]
        return chosen if document is in_files or document.passage(chosen) == text else None

    def references(self, document: Document, in_files: Document) -> list[dict[str, str]]:
        found: dict[tuple[Any, ...], dict[str, str]] = {}
        for index, entry in enumerate(self.raw.data.get("references", ())):
            item = self.reference(document, in_files, entry, ("references", index)) if entry else None
            if item is None:
                continue
            key = item["passage"], item["marker"], item.get("occurrence", "")
            if key in found:
                self.note(f"the marker [{item['marker']}] of this passage stands here twice", ("references", index))
            if item.keys() & {"home", "resolves_to", "note", TRANSLATIONS}:
                found[key] = item
        return list(found.values())

    def reference(
        self, document: Document, in_files: Document, entry: dict[str, str], path: Path_
    ) -> dict[str, str] | None:
        marker, occurrence = entry["marker"], int(entry.get("occurrence") or 1)

        def has_marker(number: int) -> bool:
            return any(each.marker == marker for each in in_files.markers_of.get(number, ()))

        number = self.number_of(in_files, entry["in"], entry.get("in_passage", ""), (*path, "in"), has_marker)
        if number is None:
            return None
        item = {"marker": marker, "passage": str(number)}
        standing = [each for each in in_files.markers_of.get(number, ()) if each.marker == marker]
        if number in in_files.index_of and len(standing) < occurrence:
            there = [each.marker for each in in_files.markers_of.get(number, ())]
            message = f"the marker [{marker}] does not stand with this passage" + (
                f"; there: {', '.join(f'[{each}]' for each in there)}" if there else ""
            )
            self.note(message, (*path, "marker"), wrong=marker, valid=there)
            return None
        if occurrence > 1:
            item["occurrence"] = str(occurrence)
        if entry.get("home"):
            if number in in_files.index_of and not standing[occurrence - 1].displaced:
                self.note("only a displaced marker has a home: this one stands where it belongs", (*path, "home"))
            home = self.number_of(in_files, entry["home"], entry.get("home_passage", ""), (*path, "home"))
            if home is not None:
                item["home"] = str(home)
        if entry.get("resolves_to"):
            item["resolves_to"] = self.slug("sources", entry["resolves_to"], (*path, "resolves_to"))
        return item | {name: entry[name] for name in ("note", TRANSLATIONS) if entry.get(name)}

    def number_of(
        self,
        document: Document,
        words: str,
        number: str,
        path: Path_,
        fits: Callable[[int], bool] = lambda number: True,
    ) -> int | None:
        """The passage that words name; a number beside them decides where several have them."""
        if number:
            passage = document.passage(int(number))
            if passage is not None and words in passage:
                return int(number)
            self.note(f"passage {number} does not hold these words: {quoted(words)}", path)
            return None
        numbers = document.numbers_with(words)
        if len(numbers) > 1:
            numbers = [each for each in numbers if fits(each)] or numbers
        if len(numbers) == 1:
            return numbers[0]
        if numbers:
            listed = ", ".join(map(str, numbers))
            self.note(f"{len(numbers)} passages have these words ({listed}): give more of them: {quoted(words)}", path)
        else:
            nearest = document.nearest_passage(words) if self.world.problems.may_hint() else ""
            self.note(f"no passage of the text has these words: {quoted(words)}", path, nearest=nearest)
        return None


def _in_edtf(words: str) -> str:
    """What to write for a date in words; "" where they are not understood either."""
    try:
        read = dates.understand(words)
    except ValueError:
        return ""
    part = f" with date_part: {read.part}" if read.part else ""
    return f"{quoted(words)} is no EDTF: write '{read.edtf}'{part}"
