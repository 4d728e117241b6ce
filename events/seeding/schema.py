"""What fields each record may have, and of what shape. Unknown fields are refused and the nearest known one
is named.
"""

# mypy: disable-error-code="valid-type"

import copy
from collections.abc import Iterable
from typing import Annotated, Any, Literal

from django.core.exceptions import ValidationError as InvalidText
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from events import models
from events.models.fields import readable, refuse_unseen
from events.seeding.files import Raw
from events.seeding.problems import Problems, quoted

SLUG = r"^[-a-zA-Z0-9_]+\z"


def _length(model: Any, name: str) -> int | None:
    return model._meta.get_field(name).max_length


def _text(model: Any, name: str, *, required: bool = False) -> Any:
    """Text no longer than the column that holds it; where readers see it, without characters that nobody sees."""
    plain = Annotated[str, Field(max_length=_length(model, name), min_length=1 if required else None)]
    return Annotated[plain, AfterValidator(_seen)] if name in readable(model) else plain


def _seen(text: str) -> str:
    try:
        refuse_unseen(text)
    except InvalidText as error:
        raise ValueError(*error.messages) from None
    return text


def _choice(choices: Any) -> Any:
    return Literal[tuple(str(value) for value in choices.values)]


Text = str
Needed = Annotated[str, Field(min_length=1)]
Slug = Annotated[str, Field(pattern=SLUG, max_length=120)]
Edtf = Annotated[str, Field(max_length=100)]
Flag = Literal["true", "false"]
Number = Annotated[str, Field(pattern=r"^[1-9][0-9]{0,8}\z")]


class Form(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)


class Theme(Form):
    slug: Slug
    name: _text(models.Theme, "name", required=True)
    position: Annotated[str, Field(pattern=r"^(0|[1-9][0-9]{0,3})\z")] = "0"


class ActorName(Form):
    name: _text(models.ActorName, "name", required=True)
    used: Edtf = ""


class Actor(Form):
    slug: Slug
    name: _text(models.Actor, "name", required=True)
    sort_name: _text(models.Actor, "sort_name") = ""
    kind: _choice(models.Actor.Kind)
    role: _text(models.Actor, "role") = ""
    life_dates: Edtf = ""
    wikidata: Annotated[str, Field(pattern=r"^(Q[1-9][0-9]{0,17})?\z")] = ""
    viaf: Annotated[str, Field(pattern=r"^[0-9]{0,30}\z")] = ""
    note: Text = ""
    other_names: list[ActorName] = []


class SourceFields(Form):
    kind: _choice(models.Source.Kind)
    created: Edtf = ""
    issued: Edtf = ""
    available_from: Edtf = ""
    licence: _text(models.Source, "licence") = ""
    attribution: Text = ""
    note: Text = ""


class Passage(Form):
    number: Number = ""
    text: Needed
    note: Text = ""
    context: Text = ""
    withdrawn: Flag = "false"


class Reference(Form):
    marker: _text(models.Reference, "marker", required=True)
    within: Annotated[str, Field(alias="in", min_length=1)]
    in_passage: Number = ""
    occurrence: Number = ""
    home: Text = ""
    home_passage: Number = ""
    resolves_to: Slug | Literal[""] = ""
    note: Text = ""


class Document(SourceFields):
    slug: Slug
    csl: dict[str, Any]
    passages: list[Passage] = []
    references: list[Reference] = []
    events: Any = None
    interpretations: Any = None


class CslItem(BaseModel):
    model_config = ConfigDict(extra="allow", strict=True)
    id: Slug
    custom: SourceFields


class Citation(Form):
    source: Slug | Literal[""] = ""
    exact: Text = ""
    prefix: Text = ""
    suffix: Text = ""
    passage: Number = ""
    locator: _text(models.Citation, "locator") = ""
    whole_work: Flag = "false"
    language: _text(models.Citation, "quote_language") = ""
    supports: _text(models.Citation, "supports") = ""


class FurtherReading(Form):
    source: Slug
    note: Text = ""


class Participant(Form):
    actor: Slug
    role: _choice(models.Participant.Role) = "participant"


class EventLink(Form):
    kind: _choice(models.EventLink.Kind)
    event: Slug


class Event(Form):
    slug: Slug
    title: _text(models.Event, "title", required=True)
    summary: Text = ""
    date: Edtf = ""
    date_part: _choice(models.Event.Part) | Literal[""] = ""
    date_basis: _choice(models.Event.Basis) | Literal[""] = ""
    date_note: Text = ""
    after_event: Slug | Literal[""] = ""
    offset: _text(models.Event, "offset") = ""
    place: _text(models.Event, "place") = ""
    themes: list[Slug] = []
    prominence: Literal["1", "2", "3"] = "2"
    participants: list[Participant] = []
    links: list[EventLink] = []
    citations: list[Citation] = []
    further_reading: list[FurtherReading] = []
    status: _choice(models.Status) = "draft"


class Evidence(Form):
    event: Slug | Literal[""] = ""
    circumstance: _text(models.Evidence, "circumstance") = ""
    bearing: _choice(models.Evidence.Bearing) = "supports"
    asserted_by: Slug | Literal[""] = ""
    citations: list[Citation] = []


class Relation(Form):
    kind: _choice(models.Relation.Kind)
    interpretation: Slug
    ground: _choice(models.Ground)
    drawn_by: _choice(models.Relation.DrawnBy) = "editor"
    citations: list[Citation] = []


class Interpretation(Form):
    slug: Slug
    claim: _text(models.Interpretation, "claim", required=True)
    argument: Text = ""
    voice: _choice(models.Interpretation.Voice)
    proponents: list[Slug] = []
    names_only_some: Flag = "false"
    attribution: _choice(models.Interpretation.Attribution) = "own"
    ground: _choice(models.Ground)
    hedge: _text(models.Interpretation, "hedge") = ""
    scope: Edtf = ""
    made_on: Edtf = ""
    argued_date: Edtf = ""
    debate: Slug | Literal[""] = ""
    evidence: list[Evidence] = []
    relations: list[Relation] = []
    citations: list[Citation] = []
    further_reading: list[FurtherReading] = []
    status: _choice(models.Status) = "draft"
    note: Text = ""


class Debate(Form):
    slug: Slug
    question: _text(models.Debate, "question", required=True)
    introduction: Text = ""
    further_reading: list[FurtherReading] = []
    status: _choice(models.Status) = "draft"


_KINDS = "|".join(models.RecordKind.values)


class Redirect(Form):
    slug: Annotated[str, Field(pattern=rf"^({_KINDS})/[-a-zA-Z0-9_]+\z", max_length=140)]
    to: Annotated[str, Field(pattern=rf"^({_KINDS})/[-a-zA-Z0-9_]+\z", max_length=140)]


FORMS: dict[str, type[BaseModel]] = {
    "themes": Theme,
    "actors": Actor,
    "debates": Debate,
    "events": Event,
    "interpretations": Interpretation,
    "redirects": Redirect,
}
_ADAPTERS = {name: TypeAdapter(form) for name, form in FORMS.items()}
_DOCUMENT, _CSL_ITEM = TypeAdapter(Document), TypeAdapter(CslItem)


def check(raw: Raw, problems: Problems) -> bool:
    """Whether a raw record can be read further; notes every fault of shape in it, at its line.

    Faulty parts are taken out of it, so that what else is wrong with the rest is found in the same run.
    """
    adapter = _ADAPTERS.get(raw.kind) or (_DOCUMENT if raw.document else _CSL_ITEM)
    try:
        adapter.validate_python(raw.data)
        return True
    except ValidationError as error:
        faults = _without_repeats(error.errors(include_url=False))
    for fault in faults:
        _note(raw, adapter, fault, problems)
    raw.faulty, raw.data = True, copy.deepcopy(raw.data)
    for fault in faults:
        _take_out(raw.data, fault)
    needed = {"sources": ("csl",) if raw.document else ("custom",), "redirects": ("slug", "to")}.get(raw.kind, ())
    return bool(raw.slug) and all(
        raw.data.get(name) for name in ("id" if raw.kind == "sources" and not raw.document else "slug", *needed)
    )


def _take_out(data: dict[str, Any], fault: dict[str, Any]) -> None:
    """Takes an unknown field out alone, and any other fault with the item of a list that it stands in."""
    path = fault["loc"] if fault["type"] == "extra_forbidden" else _to_outermost_item(fault["loc"])
    holder: Any = data
    for part in path[:-1]:
        holder = holder[int(part)] if isinstance(holder, list) else (holder or {}).get(part)
        if holder is None:
            return
    if isinstance(holder, list):
        holder[int(path[-1])] = None  # its place stays: what follows keeps its number
    elif isinstance(holder, dict) and path:
        holder.pop(path[-1], None)


def _to_outermost_item(path: tuple[str | int, ...]) -> tuple[str | int, ...]:
    at = next((index for index, part in enumerate(path) if isinstance(part, int)), None)
    return path if at is None else path[: at + 1]


def _without_repeats(faults: Iterable[Any]) -> list[Any]:
    """One fault a place: a union reports one for each of its members."""
    found: dict[tuple, Any] = {}
    for fault in faults:
        place = tuple(part for part in fault["loc"] if _is_place(part))
        fault["loc"] = place
        kept = found.setdefault(place, fault)
        if kept["type"] == "literal_error" and kept["ctx"].get("expected") == "''":
            found[place] = fault
    return list(found.values())


def _is_place(part: str | int) -> bool:
    # Members of a union stand in the path as well: "literal['a','b']", "constrained-str".
    return isinstance(part, int) or not (
        part.startswith(("literal[", "constrained-str", "str", "function-")) and part != "str"
    )


def _note(raw: Raw, adapter: TypeAdapter, fault: dict[str, Any], problems: Problems) -> None:
    path, kind, value = fault["loc"], fault["type"], fault["input"]
    valid: Iterable[str] = ()
    wrong = ""
    if kind == "missing":
        message = "is missing"
        line = raw.line(*path[:-1])
    else:
        line = raw.line(*path)
    if kind == "missing":
        pass
    elif kind == "extra_forbidden":
        message, wrong, valid = "there is no such field", str(path[-1]), _fields_at(adapter, path[:-1])
    elif kind == "literal_error":
        valid = [part.strip("'") for part in fault["ctx"]["expected"].replace(" or ", ", ").split(", ") if part != "''"]
        message, wrong = f"{quoted(value)} is none of {', '.join(valid)}", str(value)
    elif kind == "string_too_long":
        message = f"is longer than {fault['ctx']['max_length']} characters (it has {len(value)})"
    elif kind == "string_too_short":
        message = "is empty"
    elif kind == "string_pattern_mismatch":
        message = f"{quoted(value)} {_PATTERNS.get(fault['ctx']['pattern'], 'is not of the right form')}"
    elif kind == "string_type":
        message = "should be text"
    elif kind == "list_type":
        message = "should be a list"
    elif kind in ("model_type", "dict_type"):
        message = "should be a map of fields"
    else:
        message = fault["msg"].removeprefix("Value error, ")
    problems.add(raw.file.name, line, message, record=raw.name, field=_dotted(path), wrong=wrong, valid=valid)


_NO_ADDRESS = f"is no address such as events/some-slug (kinds: {_KINDS.replace('|', ', ')})"
_PATTERNS = {
    SLUG: "is no slug: it may hold letters, digits, hyphens and underscores",
    r"^(Q[1-9][0-9]{0,17})?\z": "is no Wikidata item, such as Q12345",
    r"^[0-9]{0,30}\z": "is no VIAF number",
    r"^[1-9][0-9]{0,8}\z": "is no number from 1",
    r"^(0|[1-9][0-9]{0,3})\z": "is no number from 0 to 9999",
    rf"^({_KINDS})/[-a-zA-Z0-9_]+\z": _NO_ADDRESS,
}


def _dotted(path: tuple[str | int, ...]) -> str:
    """`evidence[2].bearing`, positions from 1."""
    text = ""
    for part in path:
        text += f"[{part + 1}]" if isinstance(part, int) else f".{part}" if text else part
    return text


def _fields_at(adapter: TypeAdapter, path: tuple[str | int, ...]) -> list[str]:
    """The names of the fields of the form that a path leads to."""
    form: Any = adapter._type
    for part in path:
        if isinstance(part, int):
            continue
        annotation = form.model_fields[part].annotation
        form = next(iter(getattr(annotation, "__args__", ())), annotation)
    return [info.alias or name for name, info in form.model_fields.items()]
