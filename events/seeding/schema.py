"""What fields each record may have in a file, and of what form: as `events.record_data` declares them.

Unknown fields are refused and the nearest known one is named. Only documents, passages, references and the anchors of
quotes are written in files otherwise than they are kept: these are said here.
"""

import copy
import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, Protocol

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db.models import FloatField, JSONField

from events import models
from events.models.fields import refuse_unseen
from events.record_data.declaration import DECLARED, KIND_OF, TRANSLATIONS, WITHIN, Shape, shape_of
from events.record_data.declaration import KINDS as MODELS
from events.seeding.files import ABOUT, Raw
from events.seeding.problems import Path_, Problems, quoted
from events.seeding.row_names import NAME
from events.seeding.shapes import SHAPES
from events.site.languages import LANGUAGE


@dataclass(frozen=True)
class Fault:
    """What is wrong at a place; `wrong` is the value that is none of the `valid` ones, if that is it."""

    path: Path_
    message: str
    wrong: str = ""
    valid: Iterable[str] = ()
    is_unknown: bool = False


class Rule(Protocol):
    """What a value has to be."""

    @property
    def needed(self) -> bool:
        """Whether the field has to be there."""

    def check(self, value: Any, path: Path_, name: str | int, faults: list[Fault]) -> None:
        """Adds what is wrong with the value, which stands at `path` under `name`."""


@dataclass(frozen=True)
class PlainText:
    """Text of a form, if there is a pattern; `form` ends the sentence about what is not of it.

    What readers see has no character that nobody sees.
    """

    longest: int | None = None
    needed: bool = False
    pattern: re.Pattern[str] | None = None
    form: str = ""
    is_read: bool = False

    def check(self, value: Any, path: Path_, name: str | int, faults: list[Fault]) -> None:
        if not isinstance(value, str):
            faults.append(Fault((*path, name), "should be text"))
        elif not value:
            if self.needed:
                faults.append(Fault((*path, name), "is empty"))
        elif self.longest is not None and len(value) > self.longest:
            message = f"is longer than {self.longest} characters (it has {len(value)})"
            faults.append(Fault((*path, name), message))
        elif self.pattern is not None and not self.pattern.fullmatch(value):
            faults.append(Fault((*path, name), f"{quoted(value)} {self.form}"))
        elif self.is_read:
            try:
                refuse_unseen(value)
            except ValidationError as error:
                faults.append(Fault((*path, name), error.messages[0]))


@dataclass(frozen=True)
class TextInLanguages:
    """A text, or one by language; one that renders an older original says so."""

    text: PlainText

    @property
    def needed(self) -> bool:
        return self.text.needed

    def check(self, value: Any, path: Path_, name: str | int, faults: list[Fault]) -> None:
        if not isinstance(value, dict):
            self.text.check(value, path, name, faults)
            return
        given = replace(self.text, needed=True)
        for language, text in value.items():
            if not LANGUAGE.fullmatch(language):
                message = "is no language: write a tag in lower case, such as en or pt-br"
                faults.append(Fault((*path, name, language), f"{quoted(language)} {message}"))
            elif isinstance(text, dict):
                Map({"text": given, "renders": RENDERED}).check(text, (*path, name), language, faults)
            else:
                given.check(text, (*path, name), language, faults)


@dataclass(frozen=True)
class OneOf:
    """One of some words."""

    values: tuple[str, ...]
    needed: bool = False
    may_be_empty: bool = False

    def check(self, value: Any, path: Path_, name: str | int, faults: list[Fault]) -> None:
        if value not in self.values and not (self.may_be_empty and value == ""):
            message = f"{quoted(value)} is none of {', '.join(self.values)}"
            faults.append(Fault((*path, name), message, str(value), self.values))


@dataclass(frozen=True)
class Map:
    """Fields by name. An open one may have any other field too."""

    fields: dict[str, Any]
    needed: bool = False
    is_open: bool = False

    @cached_property
    def required(self) -> tuple[str, ...]:
        return tuple(name for name, rule in self.fields.items() if rule.needed)

    def check(self, value: Any, path: Path_, name: str | int, faults: list[Fault]) -> None:
        self.check_fields(value, (*path, name), faults)

    def check_fields(self, value: Any, path: Path_, faults: list[Fault]) -> None:
        if not isinstance(value, dict):
            faults.append(Fault(path, "should be a map of fields"))
            return
        for name, inner in value.items():
            if rule := self.fields.get(name):
                rule.check(inner, path, name, faults)
            elif not self.is_open:
                message = "there is no such field"
                faults.append(Fault((*path, name), message, str(name), [*self.fields], is_unknown=True))
        for name in self.required:
            if name not in value:
                faults.append(Fault((*path, name), "is missing"))


@dataclass(frozen=True)
class ListOf:
    """A list of values that follow one rule."""

    of: Rule
    needed: bool = False

    def check(self, value: Any, path: Path_, name: str | int, faults: list[Fault]) -> None:
        if not isinstance(value, list):
            faults.append(Fault((*path, name), "should be a list"))
            return
        for index, item in enumerate(value):
            self.of.check(item, (*path, name), index, faults)


@dataclass(frozen=True)
class Number:
    """A decimal number from `least` to `most`."""

    least: float
    most: float
    needed: bool = False

    def check(self, value: Any, path: Path_, name: str | int, faults: list[Fault]) -> None:
        if value == "":
            return
        if not (isinstance(value, str) and DECIMAL.fullmatch(value) and self.least <= float(value) <= self.most):
            faults.append(Fault((*path, name), f"should be a number from {self.least} to {self.most}, such as 44.43"))


DECIMAL = re.compile(r"-?[0-9]{1,3}(\.[0-9]{1,30})?([eE]-?[0-9]{1,3})?")
SLUG = PlainText(
    120, pattern=re.compile(r"[-a-zA-Z0-9_]+"), form="is no slug: it may hold letters, digits, hyphens and underscores"
)
NEEDED_SLUG = replace(SLUG, needed=True)
FLAG = OneOf(("true", "false"))
NUMBER = PlainText(pattern=re.compile(r"[1-9][0-9]{0,8}"), form="is no number from 1")
SMALL_NUMBER = PlainText(pattern=re.compile(r"0|[1-9][0-9]{0,3}"), form="is no number from 0 to 9999")
PLACE = PlainText(pattern=re.compile(r"[1-9][0-9]{0,3}"), form="is no number from 1 to 9999")
ADDRESS = PlainText(
    140,
    needed=True,
    pattern=re.compile(rf"({'|'.join(models.RecordKind.values)})/[-a-zA-Z0-9_]+"),
    form=f"is no address such as events/some-slug (kinds: {', '.join(models.RecordKind.values)})",
)
RENDERED = PlainText(20, needed=True, pattern=re.compile(r"[0-9a-f]+"), form="is no digest, as a dump writes it")
FORMS = {
    "wikidata": "is no Wikidata item, such as Q12345",
    "pages": "has no line a page, as in “57: 1–12”",
    "viaf": "is no VIAF number",
    "geonames": "is no GeoNames number",
}


def _rule_of(shape: Shape, name: str, each: Any) -> Rule:
    """The rule of a field, from the model's."""
    needed = not (each.blank or each.has_default() or each.name in DECLARED[shape.model].may_be_left_out)
    if each.related_model in WITHIN:
        return NUMBER if name in shape.numbers else replace(SLUG, longest=shape.named_within[name].max_length)
    if each.name == "slug" or each.related_model in KIND_OF:
        return replace(SLUG, longest=each.max_length or SLUG.longest, needed=needed)
    if each.choices:
        return OneOf(tuple(str(value) for value, _label in each.flatchoices), needed, may_be_empty=each.blank)
    if name in shape.flags:
        return FLAG
    if isinstance(each, FloatField):
        checks: list[Any] = each.validators
        limits = {check.code: check.limit_value for check in checks}
        return Number(limits["min_value"], limits["max_value"])
    if name in shape.numbers:
        return PLACE if each.null else SMALL_NUMBER
    if isinstance(each, JSONField):
        return Map({}, is_open=True)
    pattern: Any = next(
        (validator.regex for validator in each.validators if isinstance(validator, RegexValidator)), None
    )
    form = FORMS.get(name, "is not of the right form")
    text = PlainText(each.max_length, needed, pattern, form, refuse_unseen in each.validators)
    return TextInLanguages(text) if name in shape.texts else text


def _map_of(shape: Shape) -> Map:
    """The fields of a record or row, in the order of the file."""
    rules: dict[str, Rule] = {name: _rule_of(shape, name, each) for name, each in shape.fields.items()}
    rules |= {name: ListOf(NEEDED_SLUG) for name in shape.lists}
    rules |= {name: ListOf(_map_of(part.shape)) for name, part in shape.parts.items()}
    fields: dict[str, Any] = {name: rules[name] for name in shape.names if name != TRANSLATIONS}
    if shape.model is models.Citation:  # a quote is anchored by words, as W3C Web Annotation does
        fields = {"exact": fields["exact"], "prefix": PlainText(), "suffix": PlainText()} | fields
        del fields["at"]
    return Map(fields)


PROSE = TextInLanguages(PlainText(is_read=True))
PASSAGE = Map({"number": NUMBER, "text": PlainText(needed=True), "note": PROSE, "context": PROSE, "withdrawn": FLAG})
REFERENCE = Map(
    {
        "marker": PlainText(models.Reference._meta.get_field("marker").max_length, needed=True),
        "in": PlainText(needed=True),
        "in_passage": NUMBER,
        "occurrence": NUMBER,
        "home": PlainText(),
        "home_passage": NUMBER,
        "resolves_to": SLUG,
        "note": PROSE,
    }
)
_SOURCE = _map_of(shape_of(models.Source, of_seeds=True)).fields
DOCUMENT = Map(
    _SOURCE | {"csl": Map({}, needed=True, is_open=True), "passages": ListOf(PASSAGE), "references": ListOf(REFERENCE)}
)
_NOT_IN_CUSTOM = ("slug", "csl", "text_public")
CSL_ITEM = Map(
    {
        "id": NEEDED_SLUG,
        "custom": Map(
            {name: _SOURCE[name] for name in _SOURCE if name not in ("slug", "csl", "text_public")}, needed=True
        ),
    },
    is_open=True,
)


LANE_NAME = TextInLanguages(PlainText(80, needed=True, is_read=True))
LANES = ListOf(Map({"slug": NEEDED_SLUG, "name": LANE_NAME, "actors": ListOf(NEEDED_SLUG)}))
"""The lanes of the drawing, in `site.yaml`."""

RECORDS = {kind: _map_of(shape) for kind, shape in SHAPES.items() if kind not in ("sources", "redirects")}
RECORDS["redirects"] = Map({"slug": ADDRESS, "to": ADDRESS})


_MOMENT = PlainText(40, needed=True)
_SOMEBODY = PlainText(150)
_ROW = PlainText(
    300, needed=True, pattern=NAME, form="is no record, such as events/some-slug or sources/slug/passages/7"
)
RECORDS["errata"] = Map(
    {
        "record": _ROW,
        "text": TextInLanguages(PlainText(500, needed=True, is_read=True)),
        "made": _MOMENT,
        "author": _SOMEBODY,
    }
)
RECORDS["comments"] = Map(
    {
        "record": _ROW,
        "kind": OneOf(tuple(models.Comment.Kind.values), may_be_empty=True),
        "field": PlainText(60),
        "text": PlainText(),
        "made": _MOMENT,
        "author": _SOMEBODY,
    }
)
RECORDS["merges"] = Map(
    {
        "kind": OneOf(tuple(MODELS), needed=True),
        "record": _ROW,
        "gone": _ROW,
        "name": PlainText(400),
        "made": _MOMENT,
        "author": _SOMEBODY,
        "undone": PlainText(40),
        "undone_by": _SOMEBODY,
        "row": Map({}, needed=True, is_open=True),
        "data": Map({}, needed=True, is_open=True),
    },
    is_open=True,
)


def check(raw: Raw, problems: Problems) -> bool:
    """Whether a raw record can be read further; notes every fault of shape in it, at its line.

    Faulty parts are taken out of it, so that what else is wrong with the rest is found in the same run.
    """
    rule = RECORDS.get(raw.kind) or (DOCUMENT if raw.document else CSL_ITEM)
    faults: list[Fault] = []
    rule.check_fields(raw.data, (), faults)
    if not faults:
        return True
    raw.faulty, raw.data = True, copy.deepcopy(raw.data)
    for each in faults:
        raw.note(problems, each.message, each.path, wrong=each.wrong, valid=each.valid)
        _take_out(raw.data, each)
    needed = {"sources": ("csl",) if raw.document else ("custom",), "redirects": ("slug", "to")}.get(raw.kind, ())
    if raw.kind in ABOUT.values():
        return False
    return bool(raw.slug) and all(
        raw.data.get(name) for name in ("id" if raw.kind == "sources" and not raw.document else "slug", *needed)
    )


def _take_out(data: dict[str, Any], fault: Fault) -> None:
    """Takes an unknown field out alone, and any other fault with the item of a list that it stands in."""
    path = fault.path if fault.is_unknown else _to_outermost_item(fault.path)
    holder: Any = data
    for part in path[:-1]:
        holder = holder[int(part)] if isinstance(holder, list) else (holder or {}).get(part)
        if holder is None:
            return
    if isinstance(holder, list):
        holder[int(path[-1])] = None  # its place stays: what follows keeps its number
    elif isinstance(holder, dict) and path:
        holder.pop(path[-1], None)


def _to_outermost_item(path: Path_) -> Path_:
    at = next((index for index, part in enumerate(path) if isinstance(part, int)), None)
    return path if at is None else path[: at + 1]
