"""`/export/events.timelinejs.json`: the view as TimelineJS 3 draws it (its JSON format).

A date has the year alone, or year and month, where no more is known, and its own words to be shown. An event without an
earliest day cannot be drawn: it is left out, and the title says how many are.
"""

from collections.abc import Iterator
from typing import Any

from django.utils.html import escape
from django.utils.translation import ngettext, override

from events.chronology.date_words import days_of
from events.exports import dates
from events.exports.rows import Row, rows
from events.exports.sending import encode, joined
from events.exports.view import View
from events.published.events import Described

HUMAN = 10_000
"""Years before Christ until which the human scale reaches; what is older is drawn on the cosmological one."""


def stream(view: View) -> Iterator[str]:
    """The document in pieces; the title comes last, when it is known how many events are left out."""
    left_out = LeftOut()
    yield '{"events":['
    yield from joined(_slides(view, left_out))
    yield f'\n],"scale":"{left_out.scale}","title":{encode(_title(view, left_out.number))}}}\n'


class LeftOut:
    """What is known of the whole only at its end."""

    number = 0
    scale = "human"


def _slides(view: View, left_out: LeftOut) -> Iterator[str]:
    before = "\n"
    for row in rows(view.ids, view.language, Described):
        if slide := slide_of(row, view):
            if abs(slide["start_date"]["year"]) > HUMAN:
                left_out.scale = "cosmological"
            yield before + encode(slide)
            before = ",\n"
        else:
            left_out.number += 1


def _title(view: View, left_out: int) -> dict[str, Any]:
    with override(view.language):
        words = ngettext(
            "%(number)d event has no earliest day and is not drawn.",
            "%(number)d events have no earliest day and are not drawn.",
            left_out,
        ) % {"number": left_out}
    said = [view.site.orientation, words if left_out else "", view.site.licence]
    link = f'<a href="{escape(view.url)}">{escape(view.url)}</a>'
    text = "".join(f"<p>{html}</p>" for html in [*(escape(str(each)) for each in said if each), link])
    return {"text": {"headline": escape(str(view.site.title)), "text": text}}


def slide_of(row: Row, view: View) -> dict[str, Any] | None:
    """The slide of an event; None where its earliest day is not known. Texts are HTML."""
    event, date, _notes = row
    first, last = days_of(event)
    if first is None:
        return None
    start, end = dates.parts(first, last)
    address = escape(view.url_of("event", event.slug))
    slide: dict[str, Any] = {"start_date": _date(start), "display_date": date.words}
    if end and end != start:
        slide["end_date"] = _date(end)
    slide["text"] = {
        "headline": escape(str(event.title)),
        "text": f'<p>{escape(str(event.summary))}</p><p><a href="{address}">{address}</a></p>',
    }
    if event.themes:
        slide["group"] = str(event.themes[0].name)
    return slide | {"unique_id": event.slug}


def _date(parts: tuple[int, ...]) -> dict[str, int]:
    return dict(zip(("year", "month", "day"), parts, strict=False))
