"""Entries of the list as HTML, kept by event and language until something that they show changes."""

import threading
from collections import OrderedDict
from typing import NamedTuple

from django.utils.translation import get_language

from events import changes
from events import site as sites
from events.selection.results import Results, SqlResults
from events.timeline import listed
from events.timeline.entries import Entry

KEPT = 20_000
"""So many entries a server process keeps, of some 2 kB each."""


class Rendered(NamedTuple):
    """What `entries.groups` needs of an entry."""

    html: str
    years: tuple[int | None, int | None]


_lock = threading.Lock()
_kept: OrderedDict[tuple, Rendered] = OrderedDict()
_version = changes.Version()


def entries(found: Results, start: int, stop: int, terms: tuple = ()) -> list[Rendered | Entry]:
    """The events of a view from `start` up to, but without, `stop` as entries; `terms` are marked in them.

    Kept are entries without marks that come from columns: elsewhere lists are short, and whole pages are kept.
    """
    if isinstance(found, SqlResults):
        return [Entry(event, terms) for event in found.events(start, stop)]
    ids = found.ids(start, stop)
    if terms:
        events = listed.read(ids)
        return [Entry(events[key], terms) for key in ids if key in events]
    language = get_language(), sites.current().lang
    with _lock:
        _forget_what_changed(changes.current())
        version = _version
        known = {key: _kept[key, *language] for key in ids if (key, *language) in _kept}
    missing = [key for key in ids if key not in known]
    for event in listed.read(missing).values() if missing else ():
        entry = Entry(event)
        known[event.pk] = Rendered(entry.html, entry.years)
    with _lock:
        for key in ids if version is _version else ():
            if key in known:
                _kept[key, *language] = known[key]
                _kept.move_to_end((key, *language))
        while len(_kept) > KEPT:
            _kept.popitem(last=False)
    return [known[key] for key in ids if key in known]


def _forget_what_changed(version: changes.Version) -> None:
    global _version
    if version.tag == _version.tag:
        return
    changed, _names = changes.between(_version, version)
    if changed is None:
        _kept.clear()
    else:
        for key in [key for key in _kept if key[0] in changed]:
            del _kept[key]
    _version = version
