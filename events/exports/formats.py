"""The formats that a selection can be downloaded in: each a module beside this one, and a line here."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from events.exports import events_csv, events_json


@dataclass(frozen=True)
class Format:
    """How it is called where it is offered, what it is sent as, and the function that writes it."""

    label: str
    content_type: str
    stream: Callable[[Sequence[int], str, Callable[[str], str], str], Iterator[str]]
    """Takes the keys of the events, the language, the address of an event by its slug, and that of the view."""
    is_file: bool = False
    """Whether a browser is to save it rather than to show it."""


FORMATS = {
    "events.json": Format("JSON", "application/json", events_json.stream),
    "events.csv": Format("CSV", "text/csv; charset=utf-8", events_csv.stream, is_file=True),
}
"""By the name of the file, which is the end of its address and the name of its URL."""
