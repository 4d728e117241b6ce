"""The records of the API: of each kind which ones readers may see, how they are fetched, what is said of them.

Keys may be added, never changed. References are slugs; a record that readers may not see is neither named nor counted.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from events.caching.versions import cached
from events.exports import events_json, related
from events.exports.records_json import JSONRecords
from events.exports.rows import rows
from events.exports.view import View
from events.models import (
    Actor,
    Debate,
    Event,
    Evidence,
    Interpretation,
    Participant,
    Place,
    Relation,
    Source,
    Theme,
)
from events.models.base import Ground
from events.models.fields import readable
from events.models.querysets import visible
from events.published import interpretations, numbering
from events.site import languages

Json = dict[str, Any]


# --- schemas ----------------------------------------------------------------------------------------------------------


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
EDTF = _or_null(_of("string", "A date as ISO 8601-2 (EDTF) writes it."))


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
        quote=_or_null(_of("string", "The exact words.")),
        reference=_or_null(_of("string", "The source in short.")),
        whole_work=YES,
        quote_language=TEXT_OR_NULL,
        translation=TEXT_OR_NULL,
        translator=TEXT_OR_NULL,
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
    theme_names=_list(TEXT),
    participants=_list(_object(actor=slug("the actor"), role=_among(Participant.Role), name=TEXT)),
    citations=_list(
        _object(
            source=slug("the source"),
            passage=_or_null(WHOLE),
            locator=TEXT_OR_NULL,
            quote=TEXT_OR_NULL,
            reference=TEXT_OR_NULL,
            whole_work=YES,
        )
    ),
    contested=_of("boolean", "Whether accounts of it disagree."),
    interpretations=_list(
        _object(
            slug=slug("the interpretation"),
            claim=TEXT,
            ground=GROUND,
            bearing=BEARING,
            proponents=_list(slug("an actor")),
            proponent_names=_list(TEXT),
            debate=_or_null(slug("the question")),
            question=TEXT_OR_NULL,
            answer=TEXT_OR_NULL,
            answer_name=TEXT_OR_NULL,
            contests=_list(slug("an interpretation")),
            contested_by=_list(slug("an interpretation")),
        ),
        "What is argued about it, in the order of the page.",
    ),
)
INTERPRETATION = _object(
    claim=TEXT,
    argument=TEXT_OR_NULL,
    ground=GROUND,
    voice=_among(Interpretation.Voice, "Who speaks: named people, the work itself, or nobody in particular."),
    attribution=_among(Interpretation.Attribution, "Their own words, or reported by the source."),
    hedge=_or_null(_of("string", "The source's own reservation, word for word.")),
    scope=EDTF,
    made_on=EDTF,
    argued_date=EDTF,
    proponents=_list(slug("an actor"), "Who argues it."),
    proponent_names=_list(TEXT),
    names_only_some=_of("boolean", "Whether the source names these as examples among others."),
    debate=_or_null(slug("the question that it speaks to")),
    question=TEXT_OR_NULL,
    answer=_or_null(slug("the answer that it gives")),
    answer_name=TEXT_OR_NULL,
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
            kind=RELATION,
            interpretation=slug("the other interpretation"),
            ground=GROUND,
            drawn_by=_among(Relation.DrawnBy, "Whose the relation is: the editors’ or the source’s."),
            citations=_list(_ref("Citation")),
        ),
        "What it does to others.",
    ),
    citations=_list(_ref("Citation")),
    note=TEXT_OR_NULL,
)
ACTOR = _object(
    name=TEXT,
    sort_name=TEXT,
    kind=_among(Actor.Kind),
    life_dates=EDTF,
    other_names=_list(_object(name=TEXT, language=TEXT_OR_NULL, used=EDTF)),
    offices=_list(_object(what=TEXT, dates=EDTF, source=_or_null(slug("the source")))),
    wikidata=TEXT_OR_NULL,
    viaf=TEXT_OR_NULL,
    note=TEXT_OR_NULL,
)
SOURCE = _object(
    reference=_or_null(_of("string", "The source in short.")),
    kind=_among(Source.Kind),
    created=EDTF,
    issued=EDTF,
    available_from=EDTF,
    licence=TEXT_OR_NULL,
    attribution=TEXT_OR_NULL,
    note=TEXT_OR_NULL,
    csl=_of("object", "The bibliographic record (CSL-JSON)."),
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
    read: related.Read
    """With all that is said of them, in a constant number of statements."""
    write: Callable[[JSONRecords, Any], Json]

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


KINDS = {
    kind.name: kind
    for kind in (
        Kind("events", Event, EVENT, lambda _keys: [], lambda _records, _event: {}),
        Kind("interpretations", Interpretation, INTERPRETATION, interpretations.read, JSONRecords.interpretation),
        Kind("debates", Debate, DEBATE, related.debates, JSONRecords.debate),
        Kind("actors", Actor, ACTOR, related.actors, JSONRecords.actor),
        Kind("sources", Source, SOURCE, related.sources, JSONRecords.source),
        Kind("themes", Theme, THEME, lambda keys: related.among_those(Theme.objects.public(), keys), JSONRecords.theme),
        Kind("places", Place, PLACE, lambda keys: related.among_those(Place.objects.public(), keys), JSONRecords.place),
    )
}


def _counted(kind: Kind) -> Callable[[], int]:
    return cached(lambda: kind.visible().count())


NUMBERS = {name: _counted(kind) for name, kind in KINDS.items()}
"""How many records of each kind readers may see; to count them looks at all that is published."""
"""By their names, in the order of the index. Events are read by `published.events`, as for every download."""


def read(kind: Kind, view: View) -> list[Json]:
    """What is said of the records whose keys the view has, as far as readers may see them, in this order."""
    numbered = numbering.newest(kind.model, [*view.ids])
    found: Iterable[tuple[Any, Json]]
    if kind.model is Event:
        found = ((row.event, events_json.as_dict(row, view)) for row in rows(view.ids, view.language))
    else:
        written = JSONRecords(view)
        found = (
            (record, kind.write(written, record) | {"translations": translations(kind.model, record)})
            for record in kind.read([*view.ids])
        )
    return [
        {"slug": said["slug"], "url": said["url"], "version": numbered[record.pk].number} | said
        for record, said in found
        if record.pk in numbered
    ]


def translations(model: Any, record: Any) -> Json:
    """The record's own texts in the languages that they are not given in, by language and name."""
    now, found = languages.current(), dict[str, Json]()
    for name in readable(model):
        if stored := record.stored(name):
            given = getattr(getattr(record, name), "language", now and now.original)
            texts = {now.original: stored} if now else {}
            texts |= {each.language: each.text for each in record.each_version() if each.field == name}
            for language, text in texts.items():
                if language != given:
                    found.setdefault(language, {})[name] = text
    return found
