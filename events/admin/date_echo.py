"""What a date says while it is typed: its words, its bounds and its precision, before anything is saved."""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from events import dates, models
from events.admin.forms import is_key
from events.chronology import bounds
from events.chronology.date_words import PRECISIONS, days_of, words_of

KEYS = ("words", "edtf", "part", "earliest", "latest", "precision", "basis", "message")


def echo(typed: Mapping[str, str]) -> dict[str, Any]:
    """The answer to `date`, `date_part`, `after_event`, `offset` and `date_basis` as a form has them.

    `ok` says whether this is a date (no date at all is one: “undated”). `message` is then its bounds and precision
    in words, else what is wrong. Bounds are inclusive ISO days, blank where open or unknown. With
    `without_part`, as for records that keep EDTF alone, early, mid and late are left out of the words.
    """
    answer = {"ok": False} | dict.fromkeys(KEYS, "")
    try:
        event = event_of(typed)
        answer |= {"edtf": event.date, "part": event.date_part}
        problems = problems_of(event)
        if problems:
            return answer | {"message": " ".join(problems)}
        bounds.derive(event)
        earliest, latest = ("" if day is None else str(day) for day in days_of(event))
        answer |= {"ok": True, "words": words_of(event), "earliest": earliest, "latest": latest}
        basis = event.get_date_basis_display() if event.date_basis in models.Event.Basis else ""
        return answer | {"precision": event.precision, "basis": str(basis), "message": limits(event)}
    except ValueError as error:
        return answer | {"message": str(error)}


def event_of(typed: Mapping[str, str]) -> models.Event:
    """An event that has what was typed, not to be saved. Raises ValueError with a sentence."""
    text = typed.get("date", "").strip()
    read = dates.understand(text) if text else dates.Phrase("")
    part = typed.get("date_part", "") or read.part
    if read.part and part != read.part:
        raise ValueError(contradiction(read.part, part))
    anchor = None
    if key := typed.get("after_event", "").strip():
        anchor = models.Event.objects.filter(pk=int(key)).first() if is_key(key) else None
        if anchor is None:
            raise ValueError(_("The event that this date is counted from is not there."))
    return models.Event(
        date=read.edtf,
        date_part="" if "without_part" in typed else part,
        after_event=anchor,
        offset=dates.understand_duration(offset) if (offset := typed.get("offset", "").strip()) else "",
        date_basis=typed.get("date_basis", ""),
    )


def problems_of(event: models.Event) -> list[str]:
    """What the form would refuse; not that the basis is still missing."""
    try:
        bounds.check(event)
    except ValidationError as error:
        found = error.message_dict
        if not event.date_basis:
            found.pop("date_basis", None)
        return [message for messages in found.values() for message in messages]
    return []


def limits(event: models.Event) -> str:
    """The bounds and the precision that were derived, in words; blank where neither bound is known."""
    if event.undated:
        return ""
    first, last = (_("open or unknown") if day is None else str(day) for day in days_of(event))
    bounds = _("earliest %(first)s, latest %(last)s") % {"first": first, "last": last}
    if not event.precision:
        return bounds
    precision = _("precision: %(precision)s") % {"precision": PRECISIONS[event.precision]}
    return f"{bounds} · {precision}"


def contradiction(said: str, chosen: str) -> str:
    """The refusal of a part that is not the one that the words of the date say."""
    labels = dict(models.Event.Part.choices)
    values = {"said": labels[said], "chosen": labels.get(chosen, chosen)}
    return _("The words of the date say “%(said)s”, and here is chosen “%(chosen)s”.") % values
