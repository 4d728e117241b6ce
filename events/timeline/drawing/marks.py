"""An event as a mark: how its date is drawn, so that it never looks surer than it is."""

from dataclasses import dataclass, field
from typing import Any

from events import dates
from events.chronology import bounds
from events.chronology.date_words import days_of, words_of
from events.dates.edtf_forms import Interval
from events.published.events import Outline

LANDMARK = 1

DAY, MONTH, WITHIN, LASTED, SEVERAL = "day", "month", "within", "lasted", "several"
"""Shapes: a point; as long as a month; somewhere within; it lasted; at all of several times."""

LONGEST_DATE = 26
"""A label gives a date of so many characters; a longer one stands in the mark's name alone."""


@dataclass(frozen=True, slots=True)
class Mark:
    """What is drawn of an event.

    `start` and `end` are ordinals of days, the end exclusive, None where open or unknown. Of what lasted, `sure_from`
    and `sure_until` are the days between which it certainly did.
    """

    key: int
    title: str
    shape: str
    start: int | None
    end: int | None
    sure_from: int | None = None
    sure_until: int | None = None
    approximate: bool = False
    doubtful: bool = False
    contested: bool = False
    prominence: int = LANDMARK
    date: str = ""
    words: str = ""
    order: int = 0
    name: str = ""
    url: str = ""
    slug: str = ""
    anchor: int | None = None
    answers: tuple[str, ...] = field(default=())

    @property
    def is_point(self) -> bool:
        return self.shape == DAY


def mark_of(event: Outline, language: str, contested: bool, **more: object) -> Mark:
    """The mark of a dated event."""
    first, last = days_of(event)
    words = words_of(event, language)
    anchor = event.after_event_id if event.after_event is not None and event.after_event.is_published else None
    return Mark(
        key=event.pk,
        title=event.title,
        **_drawn(bounds.date_of(event), first, last),
        contested=contested,
        prominence=event.prominence,
        date="" if event.after_event is not None else _short(words, first, last),
        words=words,
        name=f"{words}: {event.title}",
        url=event.get_absolute_url(),
        slug=event.slug,
        anchor=anchor,
        **more,  # type: ignore[arg-type]
    )


def mark_of_date(edtf: str) -> Mark:
    """The mark of a bare date, which is not blank."""
    date = dates.parse(edtf)
    return Mark(key=0, title="", **_drawn(date, date.earliest, date.latest))


def _drawn(date: dates.EdtfDate, first: dates.Day | None, last: dates.Day | None) -> dict[str, Any]:
    """The fields of a mark that say how a date looks."""
    sure_from = sure_until = None
    if isinstance(date.form, Interval):
        lower, upper = date.form.lower, date.form.upper
        sure_from = lower.latest.ordinal if lower and lower.latest else None
        sure_until = upper.earliest.ordinal + 1 if upper and upper.earliest else None
    return {
        "shape": _shape(date, first, last),
        "start": first.ordinal if first else None,
        "end": last.ordinal + 1 if last else None,
        "sure_from": sure_from,
        "sure_until": sure_until,
        "approximate": date.approximate,
        "doubtful": date.uncertain,
    }


def _shape(date: dates.EdtfDate, first: dates.Day | None, last: dates.Day | None) -> str:
    if date.is_interval:
        return LASTED
    if date.is_all_of:
        return SEVERAL
    if first is not None and first == last:
        return DAY
    if date.precision == "month" and not date.is_set:
        return MONTH
    return WITHIN


def _short(words: str, first: dates.Day | None, last: dates.Day | None) -> str:
    """The words without the year, which the axis says, where they name a day or a month of a single one."""
    if first and last and first.year == last.year:
        year = str(first.year)
        without = words.removesuffix(f" {year}")
        words = without if without != words and any(letter.isalpha() for letter in without) else words
    return words if len(words) <= LONGEST_DATE else ""
