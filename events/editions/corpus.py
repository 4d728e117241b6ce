"""The published corpus as seed files hold it: nothing that readers do not see, and nothing that leads there.

What was dated from an event that is not published has the bounds that readers see, as an inferred date. A document that
readers may not see in full is a work without a text: of its words there are those that its citations quote.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import yaml
from django.conf import settings

from events import dates
from events.chronology import bounds
from events.documents.cutting import NumberedPassage
from events.models import Citation, Event, Passage, Source, Status
from events.models.querysets import visible
from events.record_data.declaration import KINDS, TRANSLATIONS, SeedData
from events.record_data.pointers import in_parts
from events.record_data.references import with_slugs
from events.seeding import about_records, files, in_database
from events.seeding.dump import Everything, to_yaml
from events.seeding.shapes import SHAPES

NAMES_OF_REFERENCES = {"home", "resolves_to", "note", TRANSLATIONS}
"""Something is known of a marker if it has one of these."""


class Published(Everything):
    """What of the database readers see. Use it in a snapshot of the database."""

    def __init__(self) -> None:
        self.slugs: dict[str, set[str]] = {
            kind: {*visible(model).order_by().values_list("slug", flat=True)} for kind, model in KINDS.items()
        }
        hidden = Event.objects.published().exclude(after_event=None).exclude(after_event__status=Status.PUBLISHED)
        self.bounds = {slug: (first, last) for slug, first, last in hidden.values_list("slug", "earliest", "latest")}
        not_in_full = Source.objects.exclude(text="").filter(text_public=False).order_by()
        self.without_text = {*not_in_full.values_list("slug", flat=True)}
        cited = Citation.objects.public().filter(passage__withdrawn=True).order_by()
        self.unseen: dict[str, set[int]] = defaultdict(set)
        """By document, the numbers of passages that its text has no more and nothing published quotes."""
        gone = Passage.objects.filter(withdrawn=True).exclude(pk__in=cited.values("passage")).order_by()
        for slug, number in gone.values_list("source__slug", "number"):
            self.unseen[slug].add(number)

    def stream(self, kind: str) -> Iterator[Any]:
        for slugs in in_parts(sorted(self.slugs[kind]), in_database.SLICE):
            rows = in_database.read(kind, slugs)
            yield from (self._as_seen(kind, rows[slug]) for slug in slugs)

    def documents(self) -> Iterator[tuple[str, str, list[NumberedPassage]]]:
        for slug, text, known in in_database.documents():
            if slug in self.slugs["sources"] and slug not in self.without_text:
                yield slug, text, [each for each in known if each.number not in self.unseen[slug]]

    def about(self) -> about_records.Written:
        """The errata of what readers see, without their authors."""
        written = about_records.read()
        errata = [row for row in written.items["errata"] if self._is_about_what_is_seen(row["record"])]
        for row in errata:
            row.pop("author", None)
        return about_records.Written({"errata": errata})

    def living(self, kind: str, slugs: Iterable[str]) -> set[str]:
        return self.slugs[kind].intersection(slugs)

    def site(self) -> bytes | None:
        """`site.yaml` without comments, and without actors that readers do not see."""
        path = Path(settings.SEEDS_DIR) / files.SITE
        try:
            site = yaml.load(path.read_text(encoding="utf-8"), yaml.CBaseLoader)
        except (OSError, UnicodeDecodeError, yaml.YAMLError):
            return None
        if not isinstance(site, dict):
            return None
        lanes = site.get("lanes")
        for lane in lanes if isinstance(lanes, list) else ():
            if isinstance(lane, dict) and isinstance(lane.get("actors"), list):
                lane["actors"] = [slug for slug in lane["actors"] if slug in self.slugs["actors"]]
        return to_yaml(site)

    # what readers see of a record
    def _as_seen(self, kind: str, data: SeedData) -> Any:
        if kind == "sources":
            data = self._source(data)
        for citation in in_database.citations_of(data):
            if citation["source"] in self.without_text:
                citation.pop("passage", None)
                citation.pop("at", None)
        if kind == "events" and data["slug"] in self.bounds:
            data = self._dated_by_bounds(data)
        return with_slugs(SHAPES[kind], data, lambda of, slug: slug if slug in self.slugs[of] else None)

    def _source(self, data: SeedData) -> SeedData:
        """A document without what is said of passages that readers do not see; a marker may lead to nothing then."""
        if data["slug"] in self.without_text:
            left_out = ("text", "passages", "references")
            return SeedData(((name, value) for name, value in data.items() if name not in left_out), pk=data.pk)
        unseen, references = self.unseen[data["slug"]], []
        for row in data.get("references", ()):
            if row.get("resolves_to") not in self.slugs["sources"]:
                row.pop("resolves_to", None)
            places = {int(row[name]) for name in ("passage", "home") if name in row}
            if NAMES_OF_REFERENCES & row.keys() and not places & unseen:
                references.append(row)
        passages = [row for row in data.get("passages", ()) if int(row["number"]) not in unseen]
        found = SeedData({**data, "passages": passages, "references": references}, pk=data.pk)
        return SeedData(((name, value) for name, value in found.items() if value), pk=data.pk)

    def _is_about_what_is_seen(self, name: str) -> bool:
        kind, slug, *rest = name.split("/")
        return slug in self.slugs[kind] and (not rest or int(rest[1]) not in self.unseen[slug])

    def _dated_by_bounds(self, data: SeedData) -> SeedData:
        left_out = ("date", "date_part", "date_basis", "after_event", "offset")
        said = {name: value for name, value in data.items() if name not in left_out}
        if edtf := edtf_of(*self.bounds[data["slug"]]):
            said |= {"date": edtf, "date_basis": "inferred"}
        names = SHAPES["events"].names
        return SeedData(((name, said[name]) for name in names if name in said), pk=data.pk)


def edtf_of(earliest: int | None, latest: int | None) -> str:
    """The set of moments between two days (`Day.key`, both inclusive, None for an open side); blank without either."""
    first, last = map(bounds.day_of, (earliest, latest))
    if first is None and last is None:
        return ""
    return _written(first) if first == last else f"[{_written(first)}..{_written(last)}]"


def _written(day: dates.Day | None) -> str:
    """A day; where the year has more than four digits, EDTF writes years alone."""
    if day is None:
        return ""
    return str(day) if abs(day.year) < 10_000 else f"Y{day.year}"
