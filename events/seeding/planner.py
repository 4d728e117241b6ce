"""Plans a load: reads a folder, checks all of it, compares it with the database and with what the last load wrote.

Nothing is written here. A plan with problems cannot be applied; a plan without them says for each record what would be
done, and holds the forms to write.
"""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from events import models
from events.documents.anchoring import Document, ListedPassage, number_passages
from events.record_data.declaration import SeedData, Shape
from events.record_data.references import slugs_of, with_slugs
from events.record_data.three_way import Merged, merge
from events.seeding import about_records, checks, corpora, files, in_database, schema, texts
from events.seeding.files import Folder, Raw
from events.seeding.plan import FieldChange, Key, LoadPlan, PlanEntry, Progress, no_progress
from events.seeding.report import changes_of
from events.seeding.resolving import World, broken_rule, resolved
from events.seeding.shapes import SHAPES, digest
from events.seeding.slugs import Slugs
from events.site import description


def plan_load(
    root: Path, overwrite: Iterable[str] = (), progress: Progress = no_progress, into_existing: bool = False
) -> LoadPlan:
    """Plans the load of a folder. `overwrite` names records, `events/SLUG`, of which the file's version is taken;
    `into_existing` lets a corpus into a database that holds another.
    """
    plan = LoadPlan()
    progress("Reading", 0, 0)
    folder = files.read(root)
    plan.problems = folder.problems
    if not root.is_dir():
        return plan
    if (fault := in_database.fault()) is not None:
        plan.problems.add(fault, None, "")
        return plan
    _Planner(folder, plan, set(overwrite), progress).run()
    plan.corpus = corpora.title_of(folder)
    if not into_existing and not plan.problems:
        corpora.refuse_another(plan, folder)
    return plan


def plan_rows(folder: Folder, progress: Progress = no_progress) -> LoadPlan:
    """Plans an import: each record says a part of what it is, and replaces that alone, as an editor would.

    What it does not say stays as the database has it; what the last load wrote is remembered as it was.
    """
    plan = LoadPlan(problems=folder.problems)
    if (fault := in_database.fault()) is not None:
        plan.problems.add(fault, None, "")
        return plan
    names = {raw.name for raw in folder.records if raw.slug}
    _Planner(folder, plan, names, progress, in_part=True).run()
    plan.gone.clear()
    for entry in plan.entries:
        entry.base_changed = False
    return plan


class _Planner:
    def __init__(
        self, folder: Folder, plan: LoadPlan, overwrite: set[str], progress: Progress, in_part: bool = False
    ) -> None:
        self.in_part = in_part
        self.folder, self.plan, self.overwrite, self.progress = folder, plan, overwrite, progress
        self.problems = folder.problems
        self.raws = plan.raws = {kind: {} for kind in SHAPES}
        self.language = description.language_of(folder.site)
        self.deleted: set[Key] = set()
        self.bases: dict[Key, dict[str, Any]] = {}
        self.mine: dict[str, dict[str, SeedData]] = {}
        self.documents: dict[str, Document] = {}
        self.file_documents: dict[str, Document] = {}

    def run(self) -> None:
        self.answers_in_files = _answers_of(self.folder.records)
        shaped = [raw for raw in self.folder.records if schema.check(raw, self.problems)]
        for raw in shaped:
            texts.part(raw, self.language)
        self._refuse_duplicates()
        self._refuse_shared_places(shaped)
        self._read_database(shaped)
        self._read_documents()
        forms = self._normal_forms(shaped)
        written = [raw for raw in self.folder.about if schema.check(raw, self.problems)]
        self._check_overwrites()
        checks.check_lanes(
            self.folder, lambda slug: self.slugs.exists("actors", slug), self.slugs.candidates("actors"),
            self.problems, self.plan.notices,
        )  # fmt: skip
        if self.problems:
            checks.check_circles(forms, self.raws, self.problems)
            return
        self._compare(forms)
        self._keep_given_answers()
        self._settle_places()
        checks.check_result(self.plan.entries, self.raws, self.problems)
        self.plan.about = about_records.plan(written, self._world_of_rows())
        self._find_gone()

    # what the files say
    def _refuse_duplicates(self) -> None:
        for raw in self.folder.records:
            if raw.slug and (first := self.raws[raw.kind].setdefault(raw.slug, raw)) is not raw:
                self._note(raw, f"this slug is taken by another record, at {first.where}", "slug")

    def _refuse_shared_places(self, shaped: list[Raw]) -> None:
        first: dict[str, Raw] = {}
        for raw in shaped:
            place = raw.data.get("featured", "") if raw.kind == "debates" else ""
            if place and (other := first.setdefault(place, raw)) is not raw:
                self._note(raw, f"place {place} on the first page is that of {other.name}", "featured")

    def _read_redirects(self, shaped: list[Raw]) -> dict[Key, str]:
        """From old addresses to new ones, as the files have them."""
        redirects: dict[Key, str] = {}
        raws = [raw for raw in shaped if raw.kind == "redirects"]
        for raw in raws:
            kind, slug = raw.data["slug"].split("/")
            to_kind, target = raw.data["to"].split("/")
            if kind != to_kind:
                self._note(raw, f"a redirect stays within one kind: this leads from {kind} to {to_kind}", "to")
            elif slug in self.raws[kind]:
                self._note(raw, f"this address belongs to a record, at {self.raws[kind][slug].where}", "slug")
            else:
                redirects[kind, slug] = target
        for raw in raws:
            if _goes_round(tuple(raw.data["slug"].split("/")), redirects):
                self._note(raw, "the redirects go round in a circle", "to")
        return redirects

    def _note(self, raw: Raw, message: str, name: str, **hint: Any) -> None:
        raw.note(self.problems, message, (name,), **hint)

    # what the database says
    def _read_database(self, shaped: list[Raw]) -> None:
        self.progress("Comparing", 0, 0)
        rows = models.SeedBase.objects.values_list("kind", "slug", "base")
        self.bases = {(kind, slug): base for kind, slug, base in rows.iterator(2000)}
        wanted: dict[str, set[str]] = {kind: set() for kind in SHAPES}
        for raw in shaped:
            if raw.kind != "redirects":
                for kind, slug in slugs_of(SHAPES[raw.kind], raw.data):
                    wanted[kind].add(slug)
        wanted["actors"].update(checks.actors_of_lanes(self.folder))
        self.slugs = Slugs(self.raws, self._read_redirects(shaped), wanted)
        for kind, found in self.slugs.rows.items():
            self.mine[kind] = in_database.read(kind, found.values()) if found else {}
        self.answers: dict[str, set[str]] = {}
        for (debate, answer), _key in in_database.rows_within(models.Answer, self.slugs.in_database["debates"]):
            self.answers.setdefault(debate, set()).add(answer)

    # documents
    def _read_documents(self) -> None:
        """Cuts and numbers every text of the files, and those of the database that the files quote."""
        rows = self.slugs.rows["sources"]
        quoted_slugs = self.slugs.in_database["sources"] | set(rows.values())
        self.stored = {slug: (text, known) for slug, text, known in in_database.documents(quoted_slugs)}
        for slug, (text, known) in self.stored.items():
            if text:
                self.documents[slug] = number_passages(text, known, [])
        for name, text in self.folder.texts.items():
            row = rows.get(name, name)
            before, known = self.stored.get(row, ("", []))
            listed = _listed(self.raws["sources"].get(name))
            self.file_documents[row] = number_passages(text, known, listed)
            if before == text or not before or self._takes_text(row, name, before, text):
                self.documents[row] = self.file_documents[row]

    def _takes_text(self, row: str, name: str, before: str, text: str) -> bool:
        """Whether a new version in the files replaces the stored one: not where somebody else changed that."""
        base = self._base(("sources", name), row)[1]
        return self._is_overwritten("sources", name, row) or (base or {}).get("text") == digest(before)

    # forms
    def _normal_forms(self, shaped: list[Raw]) -> dict[Key, SeedData]:
        world = World(
            problems=self.problems,
            resolve=self.slugs.resolve,
            exists=self.slugs.exists,
            candidates=self.slugs.candidates,
            answers=self._answers,
            documents=self.documents,
            file_documents=self.file_documents,
            unreadable=self._unreadable(),
            hidden_kinds=self.folder.unread_kinds,
            language=self.language,
        )
        forms: dict[Key, SeedData] = {}
        for index, raw in enumerate(shaped):
            if index % 500 == 0:
                self.progress("Checking", index, len(shaped))
            form = resolved(raw, world)
            raw.data = {}  # the form has it all: of a large corpus there is no room for both
            if self.raws[raw.kind].get(raw.slug) is raw:
                forms[raw.kind, raw.slug] = form
        for (kind, slug), target in self.slugs.file_redirects.items():
            raw = self.raws["redirects"][f"{kind}/{slug}"]
            if not self.slugs.exists(kind, self.slugs.resolve(kind, target)) and kind not in world.hidden_kinds:
                self._note(
                    raw, f"there is no record {kind}/{target}", "to", wrong=target, valid=self.slugs.candidates(kind)
                )
        return forms

    def _answers(self, debate: str) -> set[str]:
        """The answers that a debate has in the files or in the database."""
        in_files = (
            found for slug, found in self.answers_in_files.items() if self.slugs.resolve("debates", slug) == debate
        )
        return self.answers.get(debate, set()).union(*in_files)

    def _unreadable(self) -> set[str]:
        """Documents whose text is missing or could not be read: their quotes cannot be checked."""
        prefix = f"{files.DOCUMENTS}/"
        found = {name[len(prefix) :].rpartition(".")[0] for name in self.folder.unread if name.startswith(prefix)}
        described = (raw for raw in self.raws["sources"].values() if raw.document)
        return found | {raw.slug for raw in described if raw.slug not in self.folder.texts}

    def _is_overwritten(self, kind: str, *slugs: str) -> bool:
        return any(f"{kind}/{slug}" in self.overwrite for slug in slugs)

    def _check_overwrites(self) -> None:
        names = {f"{kind}/{slug}" for kind, raws in self.raws.items() for slug in raws if kind != "redirects"}
        names |= {f"{kind}/{row}" for kind, rows in self.slugs.rows.items() for row in rows.values()}
        names |= {f"redirects/{slug}" for slug in self.raws["redirects"]}
        for name in sorted(self.overwrite - names):
            self.problems.add(f"--overwrite {name}", None, "the files have no such record", wrong=name, valid=names)

    # comparison
    def _base(self, key: Key, row: str) -> tuple[Key | None, dict[str, Any] | None]:
        """What the last load wrote of a record, and the name under which that is remembered."""
        kind, slug = key
        for name in dict.fromkeys((row, slug, *self.slugs.old_names(kind, row))):
            if (base := self.bases.get((kind, name))) is not None:
                return (kind, name), with_slugs(SHAPES[kind], base, self.slugs.resolve)
        return None, None

    def _compare(self, forms: dict[Key, SeedData]) -> None:
        compared = [(key, form) for kind in SHAPES for key, form in forms.items() if key[0] == kind]
        for (kind, slug), _ in compared:
            missing = kind != "redirects" and slug not in self.slugs.rows[kind]
            if missing and not self._is_overwritten(kind, slug) and self._was_here(kind, slug):
                self.deleted.add((kind, slug))
        for index, ((kind, slug), form) in enumerate(compared):
            if index % 500 == 0:
                self.progress("Comparing", index, len(compared))
            if kind == "redirects":
                self._compare_redirect(slug, form)
            else:
                self._compare_record(kind, slug, form)

    def _was_here(self, kind: str, slug: str) -> bool:
        return (kind, slug) in self.slugs.db_redirects or self._base((kind, slug), slug)[1] is not None

    def _compare_record(self, kind: str, slug: str, theirs: SeedData) -> None:
        row = self.slugs.rows[kind].get(slug)
        base_key, base = self._base((kind, slug), row or slug)
        if (kind, slug) in self.deleted:
            self._keep_deleted(kind, slug, theirs, base_key)
            return
        changes: list[FieldChange] = []
        if self.in_part and row is not None:
            theirs = laid_over(SHAPES[kind], self.mine[kind][row], theirs)
            if broken := broken_rule(kind, theirs, self.documents):
                self._note(self.raws[kind][slug], str(broken[1]), broken[0])
        if self.deleted:
            theirs = self._without_deleted(kind, theirs, changes)
        if kind == "interpretations" and theirs.get("answer"):
            theirs = self._without_removed_answer(theirs, changes)
        document = self.documents.get(row or slug) if kind == "sources" else None
        entry = PlanEntry(kind, slug, "created", theirs, None, changes, theirs, base_key, True, document)
        if document is not None:
            entry.text = document.text
        if row is not None:
            self._merge(entry, row, base, theirs)
        if kind == "debates":
            self.answers[entry.slug] = _slugs_of_answers(entry.data)
        self.plan.entries.append(entry)

    def _merge(self, entry: PlanEntry, row: str, base: dict[str, Any] | None, theirs: SeedData) -> None:
        kind, entry.stored = entry.kind, self.mine[entry.kind][row]
        mine: Any = (
            with_slugs(SHAPES[kind], entry.stored, self.slugs.with_new_name) if self.slugs.renames else entry.stored
        )
        renamed = self.slugs.is_renamed_by_files(kind, entry.slug, row)
        overwritten = self._is_overwritten(kind, entry.slug, row)
        if kind == "sources" and mine.get("text") and not theirs.get("text"):
            theirs = SeedData(theirs, text=mine["text"])
            for name in ("passages", "references"):
                theirs[name] = (base or {}).get(name, [])
            entry.changes.append(FieldChange("text", "kept", "the files no longer have the text: it stays"))
        merged = merge(SHAPES[kind], mine if overwritten else base, mine, SeedData(theirs, slug=mine["slug"]))
        is_mixed = merged.has("updated") and (merged.has("kept") or merged.has("conflict"))
        changes = changes_of(SHAPES[kind], merged)
        if is_mixed and (broken := broken_rule(kind, merged.data, self.documents)):
            merged = Merged(SeedData(mine, pk=mine.pk), base or {})
            changes = [
                FieldChange(
                    broken[0], "conflict", f"with an editor’s changes the file’s would break a rule: {broken[1]}"
                )
            ]
        entry.mine, entry.data, entry.slug = mine, merged.data, row
        entry.changes += changes
        if renamed:
            entry.changes.append(FieldChange("slug", "updated"))
            entry.slug = slug = self.slugs.renames[kind, row]
            entry.data = SeedData(entry.data | {"slug": slug}, pk=mine.pk)
            merged.next_base = merged.next_base | {"slug": slug}
        elif row != theirs["slug"]:
            entry.changes.append(FieldChange("slug", "kept", f"{kind}/{theirs['slug']} is {kind}/{row} now"))
        entry.base = merged.next_base
        entry.base_changed = entry.base != (self.bases.get(entry.base_key) if entry.base_key else None)
        recut = kind == "sources" and self._passages_differ(entry)
        if recut and not merged.has("updated"):
            entry.changes.append(FieldChange("passages", "updated"))
        entry.outcome = "updated" if merged.has("updated") or renamed or recut else "unchanged"

    def _passages_differ(self, entry: PlanEntry) -> bool:
        """Whether the database has other passages: its text was cut by other rules, or one was withdrawn since."""
        if entry.document is None:
            return False
        document, stored = (entry.document, self.stored.get(entry.stored["slug"] if entry.stored else "", ("", []))[1])
        now = {
            number: (span.start, span.end) for number, span in zip(document.numbers, document.cut.spans, strict=True)
        }
        had = {each.number: (each.span.start, each.span.end) for each in stored if each.span is not None}
        return now != had or document.withdrawn != {each.number: each.text for each in stored if each.withdrawn}

    def _keep_deleted(self, kind: str, slug: str, theirs: SeedData, base_key: Key | None) -> None:
        into = self.slugs.row_of(kind, slug)
        detail = f"merged into {kind}/{into} by an editor" if into else "deleted by an editor: it stays deleted"
        self._leave(kind, slug, theirs, base_key, FieldChange("", "kept", detail), deleted=True)

    def _leave(
        self, kind: str, slug: str, theirs: SeedData, base_key: Key | None, why: FieldChange, deleted: bool = False
    ) -> None:
        """Plans to write nothing of a record."""
        base = self.bases.get(base_key) if base_key else None
        self.plan.entries.append(
            PlanEntry(kind, slug, "unchanged", theirs, None, [why], base, base_key, deleted=deleted)
        )

    def _without_deleted(self, kind: str, theirs: SeedData, changes: list[FieldChange]) -> SeedData:
        """The file's record without what points at records that an editor deleted."""
        gone = sorted({f"{of}/{slug}" for of, slug in slugs_of(SHAPES[kind], theirs) if self._is_gone((of, slug))})
        if not gone:
            return theirs
        pruned = with_slugs(SHAPES[kind], theirs, lambda of, slug: None if self._is_gone((of, slug)) else slug)
        form = pruned if isinstance(pruned, SeedData) else SeedData(pruned)
        changes.append(FieldChange("", "kept", f"without what points at {', '.join(gone)}, deleted by an editor"))
        if theirs.get("after_event") and not form.get("after_event"):
            for name in ("date_basis", "offset"):
                form.pop(name, None)
        if broken_rule(kind, form, self.documents):
            form.pop("status", None)
            changes.append(FieldChange("status", "kept", "a draft, since what it cites was deleted by an editor"))
        return form

    # answers of debates: compared before the interpretations that give them
    def _without_removed_answer(self, theirs: SeedData, changes: list[FieldChange]) -> SeedData:
        debate, answer = theirs["debate"], theirs["answer"]
        if answer in self.answers.get(debate, ()):
            return theirs
        changes.append(FieldChange("answer", "kept", f"without the answer {answer}, removed by an editor"))
        return _without("answer", theirs)

    def _keep_given_answers(self) -> None:
        """An answer that the files no longer have stays as long as an interpretation gives it after this load."""
        entries = [entry for entry in self.plan.entries if not entry.deleted]
        given: dict[str, dict[str, str]] = {}
        argued = {entry.slug: entry.data for entry in entries if entry.kind == "interpretations"}
        for slug, data in argued.items():
            given.setdefault(data.get("debate", ""), {})[data.get("answer", "")] = slug
        others = models.Interpretation.objects.exclude(answer=None).order_by("slug")
        for slug, debate, answer in others.values_list("slug", "debate__slug", "answer__slug"):
            if slug not in argued:
                given.setdefault(self.slugs.with_new_name("debates", debate), {})[answer] = slug
        for entry in entries:
            if entry.kind == "debates" and entry.mine is not None:
                self._keep_answers(entry, given.get(entry.slug, {}))

    def _keep_answers(self, entry: PlanEntry, given: dict[str, str]) -> None:
        """`given` names for each answer an interpretation that gives it."""
        mine: dict[str, Any] = entry.mine or {}
        there = {row["slug"]: row for row in mine.get("answers", ())}
        rows = {row["slug"]: row for row in entry.data.get("answers", ())}
        kept = [slug for slug in there if slug in given and slug not in rows]
        if not kept:
            return
        before: Any = self.bases.get(entry.base_key or ("", "")) or {}
        base = [*(entry.base or {}).get("answers", ()), *(row for row in before["answers"] if row["slug"] in kept)]
        answers = [rows.pop(slug, row) for slug, row in there.items() if slug in rows or slug in kept]
        entry.data = SeedData({**entry.data, "answers": [*answers, *rows.values()]}, pk=entry.data.pk)
        entry.base = {**(entry.base or {}), "answers": base}
        names = {f"answers[{slug}]": slug for slug in kept}
        entry.changes = [each for each in entry.changes if each.field not in names]
        for name, slug in names.items():
            detail = f"gone from the file: it stays, since interpretations/{given[slug]} gives it"
            entry.changes.append(FieldChange(name, "conflict", detail))
        self._settle(entry)

    def _settle_places(self) -> None:
        """Of two debates in one place on the first page, that which is there stays, and the other has none."""
        entries = [entry for entry in self.plan.entries if entry.kind == "debates" and not entry.deleted]
        loaded = [entry.mine.pk for entry in entries if entry.mine and entry.mine.pk]
        placed = models.Debate.objects.exclude(featured=None).exclude(pk__in=loaded)
        held = {str(place): slug for slug, place in placed.values_list("slug", "featured")}
        there = {place: entry for entry in entries if entry.mine and (place := entry.mine.get("featured"))}
        held |= {place: entry.slug for place, entry in there.items() if entry.data.get("featured") == place}
        for entry in entries:
            place = entry.data.get("featured")
            if place and (other := held.setdefault(place, entry.slug)) != entry.slug:
                entry.data = _without("featured", entry.data)
                entry.base = _without("featured", entry.base or {})
                entry.changes = [each for each in entry.changes if each.field != "featured"]
                entry.changes.append(FieldChange("featured", "conflict", f"place {place} is that of debates/{other}"))
                self._settle(entry)

    def _settle(self, entry: PlanEntry) -> None:
        """After a change of what was merged: whether there is anything left to write."""
        entry.base_changed = entry.base != (self.bases.get(entry.base_key) if entry.base_key else None)
        if entry.outcome == "updated" and entry.data == entry.mine:
            entry.outcome = "unchanged"

    def _is_gone(self, key: Key) -> bool:
        return key in self.deleted and self.slugs.row_of(*key) is None

    # what is said of records
    def _world_of_rows(self) -> about_records.AboutWorld:
        return about_records.AboutWorld(
            self.problems, self.slugs.resolve, self.slugs.exists, self.slugs.candidates, self.documents, self.bases,
            self.deleted, self.language,
        )  # fmt: skip

    # redirects
    def _compare_redirect(self, name: str, theirs: SeedData) -> None:
        kind, slug = name.split("/")
        base = self.bases.get(("redirects", name))
        base_key: Key | None = ("redirects", name) if base is not None else None
        overwritten = self._is_overwritten("redirects", name)
        there = slug in self.slugs.in_database[kind] and (kind, slug) not in self.slugs.renames
        target = self.slugs.db_redirects.get((kind, slug))
        if there:
            why = FieldChange("", "conflict", f"the database has a record {name}: no redirect is made")
            self._leave("redirects", name, theirs, base_key, why)
        elif target is None and base is not None and not overwritten:
            why = FieldChange("", "kept", "deleted by an editor: it stays deleted")
            self._leave("redirects", name, theirs, base_key, why, deleted=True)
        else:
            entry = PlanEntry("redirects", name, "created", theirs, None, [], dict(theirs), base_key, True)
            if target is not None:
                row = models.Redirect.objects.get(kind=kind, slug=slug)
                entry.mine = SeedData(slug=name, to=f"{kind}/{target}", pk=row.pk)
                merged = merge(SHAPES["redirects"], entry.mine if overwritten else base, entry.mine, theirs)
                entry.data, entry.base = merged.data, merged.next_base
                entry.changes = changes_of(SHAPES["redirects"], merged)
                entry.outcome = "updated" if merged.has("updated") else "unchanged"
                entry.base_changed = entry.base != base
            self.plan.entries.append(entry)

    def _find_gone(self) -> None:
        """Records of the database that the last load wrote and these files no longer have."""
        entries = [*self.plan.entries, *self.plan.about]
        claimed = {entry.base_key for entry in entries} | {(entry.kind, entry.slug) for entry in entries}
        left: dict[str, set[str]] = {}
        for kind, slug in self.bases:
            if (kind, slug) not in claimed:
                left.setdefault(kind, set()).add(slug)
        for kind, slugs in left.items():
            if kind == "redirects":
                self.plan.gone += sorted(
                    f"redirects/{slug}" for slug in slugs if tuple(slug.split("/")) in self.slugs.db_redirects
                )
            elif kind in about_records.ROWS:
                self.plan.gone += sorted(f"{kind}/{moment}" for moment in slugs)
            elif kind in SHAPES:
                self.plan.gone += sorted(f"{kind}/{slug}" for slug, _key in in_database.keys(kind, slugs))


def laid_over(shape: Shape, mine: SeedData, theirs: SeedData) -> SeedData:
    """A record of the database with what another version says of it. Lists grow by what the record does not have."""
    found = {**mine}
    for group in shape.groups:
        if any(name in theirs for name in group):
            for name in group:
                found.pop(name, None)
    for name, value in theirs.items():
        if name in shape.parts:
            there = mine.get(name, ())
            value = [*there, *(row for row in value if not any(row.items() <= known.items() for known in there))]
        elif name in shape.lists:
            value = sorted({*mine.get(name, ()), *value})
        found[name] = value
    return SeedData(((name, found[name]) for name in shape.names if found.get(name)), pk=mine.pk)


def _answers_of(raws: Iterable[Raw]) -> dict[str, set[str]]:
    """The slugs of the answers of each debate of the files, whatever else is wrong with them."""
    found: dict[str, set[str]] = {}
    for raw in raws:
        answers = raw.data.get("answers") if raw.kind == "debates" else None
        rows = [row for row in answers if isinstance(row, dict)] if isinstance(answers, list) else []
        found.setdefault(raw.slug, set()).update(str(row.get("slug")) for row in rows)
    return found


def _without(left_out: str, data: dict[str, Any]) -> SeedData:
    return SeedData({name: value for name, value in data.items() if name != left_out}, pk=getattr(data, "pk", None))


def _slugs_of_answers(debate: Any) -> set[str]:
    return {answer["slug"] for answer in debate.get("answers", ())}


def _goes_round(key: Any, redirects: dict[Key, str]) -> bool:
    seen = set()
    while key in redirects and key not in seen:
        seen.add(key)
        key = key[0], redirects[key]
    return key in seen


def _listed(raw: Raw | None) -> list[ListedPassage]:
    """The `passages` of a document's file, as far as they have the right shape."""
    entries = raw.data.get("passages") if raw else None
    found = []
    for entry in entries if isinstance(entries, list) else ():
        if isinstance(entry, dict) and isinstance(entry.get("text"), str):
            number = entry.get("number")
            number = (
                int(number)
                if isinstance(number, str) and number.isascii() and number.isdigit() and len(number) < 10
                else None
            )
            found.append(ListedPassage(number or None, entry["text"], entry.get("withdrawn") == "true"))
    return found
