"""The formats that a selection can be downloaded in: each a module beside this one, and a line here."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from django.utils.module_loading import import_string

from events.exports.view import View


@dataclass(frozen=True)
class Format:
    """How it is called where it is offered, what it is sent as, and the function of this package that writes it.

    That is imported with the first download: some formats bring large libraries.
    """

    label: str
    content_type: str
    function: str
    is_file: bool = False
    """Whether a browser is to save it rather than to show it."""

    @property
    def stream(self) -> Callable[[View], Iterator[str] | Iterator[bytes]]:
        """Writes a view in pieces."""
        return import_string(f"events.exports.{self.function}")


XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

FORMATS = {
    "events.json": Format("JSON", "application/json", "events_json.stream"),
    "events.csv": Format("CSV", "text/csv; charset=utf-8", "events_csv.stream", is_file=True),
    "events.xlsx": Format("Excel", XLSX, "events_xlsx.stream", is_file=True),
    "events.jsonld": Format("JSON-LD", "application/ld+json", "events_jsonld.stream"),
    "events.timelinejs.json": Format("TimelineJS", "application/json", "events_timelinejs.stream"),
    "events.ics": Format("iCalendar", "text/calendar; charset=utf-8", "events_ics.stream", is_file=True),
    "sources.bib": Format("BibTeX", "application/x-bibtex; charset=utf-8", "sources.bibtex", is_file=True),
    "sources.ris": Format("RIS", "application/x-research-info-systems; charset=utf-8", "sources.ris", is_file=True),
    "sources.csl.json": Format("CSL-JSON", "application/vnd.citationstyles.csl+json", "sources.csl_json", is_file=True),
}
"""By the name of the file, which is the end of its address and the name of its URL."""
