"""`/export/events.ics`: what is known to the day, for calendars (RFC 5545).

A VEVENT needs a day. An event that has none is left out, and the calendar's description says how many are. An
uncertain day is tentative.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from urllib.parse import urlsplit

from django.utils.translation import ngettext, override
from icalendar import Calendar, Event, vText

from events.exports.dates import LAST_YEAR, calendar_days
from events.exports.rows import Row, rows
from events.exports.sending import joined
from events.exports.view import View
from events.published import events as published

LAST = date(LAST_YEAR, 12, 31)


def stream(view: View) -> Iterator[str]:
    """The calendar in pieces. How many events are left out is found before the first one is read for readers."""
    begin, end = _calendar(view).to_ical().decode().rsplit("END:", 1)
    yield begin
    yield _property("X-WR-CALDESC", _description(view))
    found = (_event(row, view) for row in rows(view.ids, view.language, published.Described))
    yield from joined(event.to_ical().decode() for event in found if event)
    yield f"END:{end}"


def _calendar(view: View) -> Calendar:
    calendar = Calendar()
    calendar.add("prodid", f"-//{urlsplit(view.base).netloc}//{view.site.title}//{view.language.upper()}")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", str(view.site.title))
    calendar.add("source", view.url, parameters={"VALUE": "URI"})
    return calendar


def _property(name: str, text: str) -> str:
    calendar = Calendar()
    calendar.add(name, vText(text))
    return "".join(calendar.to_ical().decode().splitlines(keepends=True)[1:-1])


def _description(view: View) -> str:
    left_out = sum(calendar_days(event) is None for event in published.dates(view.ids))
    if not left_out:
        return str(view.site.orientation)
    with override(view.language):
        words = ngettext(
            "%(number)d event is not in the calendar: its day is not known.",
            "%(number)d events are not in the calendar: their days are not known.",
            left_out,
        ) % {"number": left_out}
    return f"{view.site.orientation} {words}".strip()


def _event(row: Row, view: View) -> Event | None:
    event, words, _notes = row
    days = calendar_days(event)
    if days is None:
        return None
    first, last = (date(day.year, day.month, day.day) for day in days)
    entry = Event()
    entry.add("uid", f"{event.slug}@{urlsplit(view.base).hostname}")
    entry.add("dtstamp", view.as_of.replace(microsecond=0))
    entry.add("dtstart", first)
    if last < LAST:
        entry.add("dtend", last + timedelta(days=1))  # exclusive
    entry.add("summary", str(event.title))
    entry.add("description", "\n\n".join(filter(None, [words.words, str(event.summary)])))
    if event.place:
        entry.add("location", str(event.place))
    if event.themes:
        entry.add("categories", [str(theme.name) for theme in event.themes])
    entry.add("status", "TENTATIVE" if "?" in event.date else "CONFIRMED")
    entry.add("transp", "TRANSPARENT")
    entry.add("url", view.url_of("event", event.slug))
    return entry
