"""The records of the API: of each kind which ones readers may see, how they are fetched, what is said of them.

Keys may be added, never changed. References are slugs; a record that readers may not see is neither named nor counted.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.db.models import BooleanField, ExpressionWrapper, Max, Prefetch, Q, QuerySet

from events import dates
from events.exports import events_json
from events.exports.rows import rows
from events.models import (
    Actor,
    ActorName,
    Answer,
    Citation,
    Debate,
    Event,
    Evidence,
    FurtherReading,
    Interpretation,
    Participant,
    Place,
    PublishedVersion,
    Relation,
    Source,
    Theme,
)
from events.models.base import Ground
from events.models.fields import Readable
from events.models.querysets import visible
from events.models.translations import versions
from events.site import languages

Json = dict[str, Any]


# --- what is said of a record -----------------------------------------------------------------------------------------


def date(edtf: str) -> Json | None:
    """A date with its bounds, inclusive, None where open or unknown, and its words; None where there is no date."""
    if not edtf:
        return None
    read = dates.parse(edtf)
    earliest, latest = (None if day is None else str(day) for day in (read.earliest, read.latest))
    return {"edtf": edtf, "earliest": earliest, "latest": latest, "words": read.words(languages.active())}


def translations(record: Any) -> Json:
    """The record's own texts in the languages that they are not given in, by language and name."""
    now, found = languages.current(), dict[str, Json]()
    for field in record._meta.concrete_fields:
        if isinstance(field, Readable) and (stored := field.value_from_object(record)):
            given = getattr(getattr(record, field.name), "language", now and now.original)
            texts = {now.original: stored} if now else {}
            texts |= {each.language: each.text for each in versions(record.translations) if each.field == field.name}
            for language, text in texts.items():
                if language != given:
                    found.setdefault(language, {})[field.name] = text
    return found


def citation(cited: Citation) -> Json:
    return {
        "source": cited.source.slug,
        "passage": cited.passage and cited.passage.number,
        "locator": cited.locator or None,
        "whole_work": cited.whole_work,
        "quote": cited.quote or None,
        "quote_language": cited.quote_language or None,
        "translation": cited.translation or None,
        "supports": cited.supports or None,
    }


def reading(further: Iterable[FurtherReading]) -> list[Json]:
    return [{"source": each.source.slug, "note": each.note or None} for each in further]


def interpretation(record: Any) -> Json:
    debate = record.debate if record.debate and record.debate.is_published else None
    return {
        "claim": record.claim,
        "argument": record.argument or None,
        "voice": record.voice,
        "proponents": [actor.slug for actor in record.proponents.all()],
        "names_only_some": record.names_only_some,
        "attribution": record.attribution,
        "ground": record.ground,
        "hedge": record.hedge or None,
        "scope": date(record.scope),
        "made_on": date(record.made_on),
        "argued_date": date(record.argued_date),
        "debate": debate and debate.slug,
        "answer": record.answer.slug if debate and record.answer else None,
        "evidence": [
            {
                "event": row.event and row.event.slug,
                "circumstance": row.circumstance or None,
                "bearing": row.bearing,
                "asserted_by": row.asserted_by and row.asserted_by.slug,
                "citations": [citation(each) for each in row.citations.all()],
            }
            for row in record.public_evidence
        ],
        "relations": [
            {
                "kind": row.kind,
                "target": row.target.slug,
                "ground": row.ground,
                "citations": [citation(each) for each in row.citations.all()],
            }
            for row in record.public_relations
        ],
        "related_by": [
            {"kind": row.kind, "interpretation": row.interpretation.slug, "ground": row.ground}
            for row in record.public_relations_here
        ],
        "citations": [citation(each) for each in record.citations.all()],
        "further_reading": reading(record.further_reading.all()),
        "note": record.note or None,
    }


def actor(record: Any) -> Json:
    return {
        "name": record.name,
        "sort_name": record.sort_name,
        "kind": record.kind,
        "other_names": [
            {"name": each.name, "language": each.language or None, "used": date(each.used)}
            for each in record.other_names.all()
        ],
        "offices": [
            {"what": each.what, "dates": date(each.dates), "source": each.source and each.source.slug}
            for each in record.offices.all()
        ],
        "life_dates": date(record.life_dates),
        "wikidata": record.wikidata or None,
        "viaf": record.viaf or None,
        "note": record.note or None,
    }


def source(record: Any) -> Json:
    return {
        "title": record.title,
        "short_reference": str(record),
        "kind": record.kind,
        "csl": record.csl,
        "created": date(record.created),
        "issued": date(record.issued),
        "available_from": date(record.available_from),
        "is_document": record.has_text,
        "licence": record.licence or None,
        "attribution": record.attribution or None,
        "note": record.note or None,
    }


def debate(record: Any) -> Json:
    return {
        "question": record.question,
        "introduction": record.introduction or None,
        "turns_on": record.turns_on or None,
        "answers": [
            {"slug": each.slug, "name": each.name, "statement": each.statement, "accounts": each.number_of_accounts}
            for each in record.answers_given
        ],
        "interpretations": [each.slug for each in record.public_interpretations],
        "further_reading": reading(record.further_reading.all()),
    }


def theme(record: Any) -> Json:
    return {"name": record.name, "position": record.position}


def place(record: Any) -> Json:
    return {
        "name": record.name,
        "wikidata": record.wikidata or None,
        "geonames": record.geonames or None,
        "latitude": record.latitude,
        "longitude": record.longitude,
        "note": record.note or None,
    }


# --- their schemas ----------------------------------------------------------------------------------------------------


def _of(of: str, description: str = "", **more: Any) -> Json:
    return {"type": of, **({"description": description} if description else {}), **more}


def _or_null(schema: Json) -> Json:
    if "$ref" in schema:
        return {"anyOf": [schema, {"type": "null"}]}
    return schema | {"type": [schema["type"], "null"]} | ({"enum": [*schema["enum"], None]} if "enum" in schema else {})


def _list(items: Json, description: str = "") -> Json:
    return {"type": "array", "items": items, **({"description": description} if description else {})}


def _object(**properties: Json) -> Json:
    return {"type": "object", "properties": properties}


def _ref(name: str) -> Json:
    return {"$ref": f"#/components/schemas/{name}"}


def _among(choices: Any, description: str = "") -> Json:
    return _of("string", description, enum=[value for value in choices.values if value != ""])


TEXT, WHOLE, NUMBER, YES = _of("string"), _of("integer"), _of("number"), _of("boolean")
TEXT_OR_NULL = _or_null(TEXT)
DATE = _or_null(_ref("Date"))


def slug(of: str) -> Json:
    return _of("string", f"The slug of {of}.")


TRANSLATIONS = {
    "type": "object",
    "description": "The record's texts in other languages, by language and name.",
    "additionalProperties": {"type": "object", "additionalProperties": TEXT},
}

PARTS: dict[str, Json] = {
    "Date": {
        **_object(
            edtf=_or_null(_of("string", "As ISO 8601-2 (EDTF) has it; null where it is counted or unknown.")),
            earliest=_or_null(_of("string", "The first day that it may mean; null where open or unknown.")),
            latest=_or_null(_of("string", "The last day that it may mean; null where open or unknown.")),
            words=_of("string", "The date in the words of the language."),
        ),
        "description": "Days are those of the Gregorian calendar; a year may be negative, or have more digits.",
    },
    "Citation": _object(
        source=slug("the source"),
        passage=_or_null(_of("integer", "The number of the passage of a stored document.")),
        locator=_or_null(_of("string", "Where in the source: a page, a chapter.")),
        whole_work=YES,
        quote=_or_null(_of("string", "The exact words.")),
        quote_language=TEXT_OR_NULL,
        translation=TEXT_OR_NULL,
        supports=_or_null(_of("string", "What of the record it supports.")),
    ),
    "FurtherReading": _object(source=slug("the source"), note=TEXT_OR_NULL),
}
"""What several kinds of records have."""

BEARING = _among(Evidence.Bearing, "What the evidence does for the interpretation that holds it.")
GROUND = _among(Ground, "What the claim, or the disagreement, is about.")
RELATION = _among(Relation.Kind, "What the first does to the second.")

EVENT = _object(
    title=TEXT,
    summary=TEXT,
    date={
        "allOf": [_ref("Date")],
        **_object(
            precision=_or_null(_of("string", "How narrow the date is: day, month, year …")),
            basis=_or_null(_of("string", "How the date is known.", enum=[one for one in Event.Basis.values if one])),
        ),
    },
    place=_or_null(_of("string", "The name of the place.")),
    place_slug=_or_null(slug("the place")),
    prominence=_of("integer", "1 for a landmark, 3 for a detail.", enum=[*Event.Prominence.values]),
    themes=_list(slug("a theme")),
    participants=_list(_object(actor=slug("the actor"), role=_among(Participant.Role))),
    citations=_list(
        _object(source=slug("the source"), passage=_or_null(WHOLE), locator=TEXT_OR_NULL, quote=TEXT_OR_NULL)
    ),
    contested=_of("boolean", "Whether accounts of it disagree."),
    interpretations=_list(
        _object(
            slug=slug("the interpretation"),
            claim=TEXT,
            ground=GROUND,
            bearing=BEARING,
            proponents=_list(slug("an actor")),
            debate=_or_null(slug("the question")),
            answer=TEXT_OR_NULL,
            contests=_list(slug("an interpretation")),
            contested_by=_list(slug("an interpretation")),
        ),
        "What is argued about it, in the order of the page.",
    ),
)
INTERPRETATION = _object(
    claim=TEXT,
    argument=TEXT_OR_NULL,
    voice=_among(Interpretation.Voice, "Who speaks: named people, the work itself, or nobody in particular."),
    proponents=_list(slug("an actor"), "Who argues it."),
    names_only_some=_of("boolean", "Whether the source names these as examples among others."),
    attribution=_among(Interpretation.Attribution, "Their own words, or reported by the source."),
    ground=GROUND,
    hedge=_or_null(_of("string", "The source's own reservation, word for word.")),
    scope=DATE,
    made_on=DATE,
    argued_date=DATE,
    debate=_or_null(slug("the question that it speaks to")),
    answer=_or_null(slug("the answer that it gives")),
    evidence=_list(
        _object(
            event=_or_null(slug("the event")),
            circumstance=_or_null(_of("string", "What is no event, in words.")),
            bearing=BEARING,
            asserted_by=_or_null(slug("the interpretation whose demand it is")),
            citations=_list(_ref("Citation")),
        )
    ),
    relations=_list(
        _object(
            kind=RELATION, target=slug("the other interpretation"), ground=GROUND, citations=_list(_ref("Citation"))
        ),
        "What it does to others.",
    ),
    related_by=_list(
        _object(kind=RELATION, interpretation=slug("the other interpretation"), ground=GROUND), "What others do to it."
    ),
    citations=_list(_ref("Citation")),
    further_reading=_list(_ref("FurtherReading")),
    note=TEXT_OR_NULL,
)
ACTOR = _object(
    name=TEXT,
    sort_name=TEXT,
    kind=_among(Actor.Kind),
    other_names=_list(_object(name=TEXT, language=TEXT_OR_NULL, used=DATE)),
    offices=_list(_object(what=TEXT, dates=DATE, source=_or_null(slug("the source")))),
    life_dates=DATE,
    wikidata=TEXT_OR_NULL,
    viaf=TEXT_OR_NULL,
    note=TEXT_OR_NULL,
)
SOURCE = _object(
    title=TEXT,
    short_reference=TEXT,
    kind=_among(Source.Kind),
    csl=_of("object", "The bibliographic record (CSL-JSON)."),
    created=DATE,
    issued=DATE,
    available_from=DATE,
    is_document=_of("boolean", "Whether its text is stored."),
    licence=TEXT_OR_NULL,
    attribution=TEXT_OR_NULL,
    note=TEXT_OR_NULL,
)
DEBATE = _object(
    question=TEXT,
    introduction=TEXT_OR_NULL,
    turns_on=TEXT_OR_NULL,
    answers=_list(_object(slug=TEXT, name=TEXT, statement=TEXT, accounts=WHOLE)),
    interpretations=_list(slug("an interpretation")),
    further_reading=_list(_ref("FurtherReading")),
)
THEME = _object(name=TEXT, position=_of("integer", "Its place in lists."))
PLACE = _object(
    name=TEXT,
    wikidata=TEXT_OR_NULL,
    geonames=TEXT_OR_NULL,
    latitude=_or_null(NUMBER),
    longitude=_or_null(NUMBER),
    note=TEXT_OR_NULL,
)

COMMON = {
    "slug": _of("string", "What it is called in addresses and by other records."),
    "url": _of("string", "Its page.", format="uri"),
    "version": _of("integer", "The number of what readers see now; `?rev=N` of the page shows it later, too."),
}
"""What is said of every record, before all else; its translations come last."""


# --- the kinds --------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Kind:
    """A kind of records: its name in addresses, the model, its schema, and how its records are fetched and written."""

    name: str
    model: Any
    own: Json
    """The schema without what all kinds have."""
    fetched: Callable[[], QuerySet]
    """The records that readers may see with all that is said of them, in a constant number of statements."""
    write: Callable[[Any], Json]

    @property
    def title(self) -> str:
        return self.model.__name__

    @property
    def schema(self) -> Json:
        return _object(**COMMON, **self.own["properties"], translations=TRANSLATIONS)

    @property
    def names(self) -> list[str]:
        """Those of the fields, in their order."""
        return [*self.schema["properties"]]

    def visible(self) -> QuerySet:
        return visible(self.model).order_by("slug")


def _debates() -> QuerySet:
    answers = Prefetch("answers", Answer.objects.given().order_by("slug"), to_attr="answers_given")
    argued = Interpretation.objects.published().only("slug", "debate").order_by("slug")
    told = Prefetch("interpretations", argued, to_attr="public_interpretations")
    return Debate.objects.published().for_detail().prefetch_related(answers, told)


def _actors() -> QuerySet:
    names = Prefetch("other_names", ActorName.objects.order_by("pk"))
    return Actor.objects.public().prefetch_related(names, "offices__source")


def _sources() -> QuerySet:
    stored = ExpressionWrapper(~Q(text=""), output_field=BooleanField())
    return Source.objects.public().defer("text").annotate(has_text=stored)


KINDS = {
    kind.name: kind
    for kind in (
        Kind("events", Event, EVENT, Event.objects.published, dict),
        Kind(
            "interpretations",
            Interpretation,
            INTERPRETATION,
            lambda: Interpretation.objects.published().for_detail(),
            interpretation,
        ),
        Kind("debates", Debate, DEBATE, _debates, debate),
        Kind("actors", Actor, ACTOR, _actors, actor),
        Kind("sources", Source, SOURCE, _sources, source),
        Kind("themes", Theme, THEME, Theme.objects.public, theme),
        Kind("places", Place, PLACE, Place.objects.public, place),
    )
}
"""By their names, in the order of the index."""


def read(kind: Kind, keys: Sequence[int], url: Callable[[str], str]) -> list[Json]:
    """What is said of the records with these keys, as far as readers may see them, in this order.

    `url` makes a whole address of a path.
    """
    versions_of = PublishedVersion.objects.of_all(kind.model, keys).order_by().values_list("object_id")
    numbers = dict(versions_of.annotate(Max("number")))
    found: Iterable[tuple[Any, Json]]
    if kind.model is Event:
        page = url(Event(slug="-").get_absolute_url()).rpartition("-")
        own = partial(events_json.as_dict, url_of=lambda slug: f"{page[0]}{slug}{page[2]}")
        found = ((row.event, own(row)) for row in rows(keys, languages.active()))
    else:
        records = kind.fetched().in_bulk(keys)
        found = ((records[pk], _whole(kind, records[pk], url)) for pk in keys if pk in records)
    return [
        {"slug": said["slug"], "url": said["url"], "version": numbers.get(record.pk, 1)} | said
        for record, said in found
    ]


def _whole(kind: Kind, record: Any, url: Callable[[str], str]) -> Json:
    own = kind.write(record)
    return {"slug": record.slug, "url": url(record.get_absolute_url()), **own, "translations": translations(record)}
