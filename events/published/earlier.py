"""A record as readers saw it once: a numbered version, without what it pointed at and readers may see no longer."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, cast

from django.contrib.contenttypes.models import ContentType
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from events import dates
from events.addresses import redirects
from events.bibliography import styles
from events.chronology import bounds
from events.chronology.date_words import day_words
from events.models import Event, Merge, PublishedVersion, Redirect, Source
from events.models.fields import EdtfField
from events.models.querysets import visible
from events.published.numbering import NAME, source_shape
from events.record_data.declaration import KIND_OF, KINDS, TRANSLATIONS, Data, Shape, shape_of
from events.record_data.references import slugs_of, with_slugs
from events.site import languages

MOST_MERGES = 20
"""So many records that were merged one into the other are followed."""

LEFT_OUT = {"slug", "status", TRANSLATIONS, "document", "featured", "at", "date_part", "offset"}
"""Of the data: what readers saw in other words, or not at all."""


@dataclass(frozen=True)
class EarlierValue:
    """What was said: words in some language, or the name that a record had, with the address that it has."""

    words: str
    address: str = ""
    language: str = ""
    """That of a quotation."""

    quoted: bool = False


@dataclass
class EarlierField:
    """A field, or a part, under its name: values, or rows that have lines of their own."""

    label: str
    values: list[EarlierValue] = field(default_factory=list)
    rows: list[list["EarlierField"]] = field(default_factory=list)


@dataclass(frozen=True)
class Earlier:
    """A version: what the record was called, and what was said of it; of a document its passages by their numbers."""

    number: int
    since: datetime
    until: datetime | None
    """When the next one came; None where none did."""

    name: str
    lines: list[EarlierField]
    passages: list[tuple[int, str]]


def find(record: Any, slug: str, number: int) -> PublishedVersion | None:
    """The version with that number of what had this slug: of the record, or of one that has been merged into it.

    The record is one that readers may see.
    """
    own = PublishedVersion.objects.of(record)
    if record.slug != slug and not own.filter(data__record__slug=slug).exists():
        merged = PublishedVersion.objects.of_all(type(record), _merged_into(record)).filter(data__record__slug=slug)
        own = merged if merged.exists() else own
    return own.filter(number=number).order_by("-pk").first()


def _merged_into(record: Any) -> list[int]:
    """The keys of the records that were merged into this one, and into those."""
    found: list[int] = []
    new = [record.pk]
    content_type = ContentType.objects.get_for_model(record)
    for _hop in range(MOST_MERGES):
        rows = Merge.objects.filter(content_type=content_type, object_id__in=new, undone_at=None).order_by()
        new = [pk for pk in rows.values_list("gone_id", flat=True) if pk not in found]
        if not new:
            break
        found += new
    return found


def read(version: PublishedVersion, record: Any) -> Earlier:
    """The version of what is `record` now, for readers of the language of the page. A constant number of statements.

    Of a document that readers may not see in full now, it has no passages.
    """
    model: Any = type(record)
    shape = source_shape() if model is Source else shape_of(model, of_seeds=True)
    data = version.data["record"]
    known = _addresses(slugs_of(shape, data))
    for passage in data.get("passages", ()):
        for reference in passage.get("references", ()):  # what is hidden now is unresolved
            if (KIND_OF[Source], reference.get("resolves_to")) not in known:
                reference.pop("resolves_to", None)
    data = with_slugs(shape, data, lambda kind, slug: slug if (kind, slug) in known else None)
    told = _Told(version.data.get("names", {}), known)
    later = PublishedVersion.objects.filter(
        content_type=version.content_type_id, object_id=version.object_id, number=version.number + 1
    )
    lines = [*told.lines(shape, data)]
    if model is Event:
        lines += _of_date(version.data)
    return Earlier(
        version.number,
        version.created_at,
        later.values_list("created_at", flat=True).first(),
        str((data.get("csl") or {}).get("title", "")) if model is Source else told.text(shape, data, NAME[model]),
        lines,
        _passages(version) if model is Source and record.text_public else [],
    )


def _addresses(pointed_at: Iterable[tuple[str, str]]) -> dict[tuple[str, str], str]:
    """Where the records, by kind and slug, are today, as far as readers may see them; a redirect is followed."""
    by_kind: dict[str, set[str]] = defaultdict(set)
    for kind, slug in pointed_at:
        by_kind[kind].add(slug)
    found = {}
    for kind, slugs in by_kind.items():
        model = KINDS[kind]
        moved = dict(Redirect.objects.filter(kind=redirects.KINDS[model], slug__in=slugs).values_list("slug", "target"))
        there = set(visible(model).filter(slug__in={*slugs, *moved.values()}).order_by().values_list("slug", flat=True))
        for slug in slugs:
            now = slug if slug in there else moved.get(slug)
            if now in there:
                found[kind, slug] = model(slug=now).get_absolute_url()
    return found


# --- in words ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Told:
    """Tells data field by field: `names` are those that other records had, `known` where they are today."""

    names: Mapping[str, Mapping[str, str]]
    known: Mapping[tuple[str, str], str]

    def lines(self, shape: Shape, data: Data) -> Iterator[EarlierField]:
        for name in shape.names:
            if name in LEFT_OUT or name == NAME.get(cast(Any, shape.model)):
                continue
            if name in shape.parts and (rows := data.get(name)):
                part = shape.parts[name].shape
                label = str(capfirst(part.model._meta.verbose_name_plural))
                yield EarlierField(label, rows=[lines for row in rows if (lines := [*self.lines(part, row)])])
            elif name in shape.lists and (slugs := data.get(name)):
                values = [self.record(shape.kinds_listed[name], slug) for slug in slugs]
                yield EarlierField(str(capfirst(shape.lists[name].verbose_name)), values)
            elif name in shape.fields and (value := self.value(shape, data, name)):
                yield EarlierField(str(capfirst(shape.fields[name].verbose_name)), [value])

    def value(self, shape: Shape, data: Data, name: str) -> EarlierValue | None:
        of: Any = shape.fields[name]
        stored = data.get(name)
        if of.flatchoices:
            stored = stored or of.get_default()
            return EarlierValue(str(dict(of.flatchoices).get(of.to_python(stored), stored))) if stored else None
        if not stored:
            return None
        if name in shape.kinds_pointed_at:
            return self.record(shape.kinds_pointed_at[name], stored)
        if name in shape.beside:
            return self.within(shape, data, name, stored)
        if name in shape.flags:
            return EarlierValue(_("yes"))
        if isinstance(of, EdtfField):
            return EarlierValue(_words_of(stored, data.get("date_part", "") if name == "date" else ""))
        if of.name == "csl":
            return EarlierValue(styles.formatted(stored, languages.active()[:2]).words)
        if of.name == "quote":
            return EarlierValue(str(stored), language=data.get("language", ""), quoted=True)
        return EarlierValue(self.text(shape, data, name) if name in shape.texts else str(stored))

    def text(self, shape: Shape, data: Data, name: str) -> str:
        """A text in the language of the page, else as it was written."""
        field_name = shape.fields[name].name
        return languages.text_in(languages.current(), field_name, data.get(name, ""), data.get(TRANSLATIONS, {}))

    def record(self, kind: str, slug: str) -> EarlierValue:
        return EarlierValue(self.names.get(kind, {}).get(slug, slug), self.known.get((kind, slug), ""))

    def within(self, shape: Shape, data: Data, name: str, stored: Any) -> EarlierValue:
        """A passage of a source, or an answer to a question."""
        beside = shape.beside[name]
        address = self.known.get((shape.kinds_pointed_at[beside], data.get(beside, "")), "")
        if name == "passage":
            return EarlierValue(
                _("passage %(number)d") % {"number": int(stored)}, f"{address}#p{stored}" if address else ""
            )
        return EarlierValue(self.names.get("answers", {}).get(stored, str(stored)))


def _words_of(edtf: str, part: str) -> str:
    try:
        return dates.parse(edtf, part).words(languages.active())
    except ValueError:  # what was once taken may be refused today
        return edtf


def _of_date(data: Data) -> Iterator[EarlierField]:
    """The bounds of an event that was dated from another one."""
    if not (found := data.get("bounds")):
        return
    for label, key in ((_("Not before"), found[0]), (_("Not after"), found[1])):
        if day := bounds.day_of(key):
            yield EarlierField(label, [EarlierValue(day_words(day))])


def _passages(version: PublishedVersion) -> list[tuple[int, str]]:
    """The text of a document at the time, cut as it was then: that of the last version which brought a new one."""
    if not version.data["record"].get("document"):
        return []
    same = PublishedVersion.objects.filter(
        content_type=version.content_type_id, object_id=version.object_id, number__lte=version.number
    )
    held = same.filter(document__isnull=False).order_by("-number").values_list("document", flat=True).first()
    if not held:
        return []
    cut = (place for place in held["passages"] if place[1] is not None)
    return [(number, held["text"][start:end]) for number, start, end in sorted(cut)]
