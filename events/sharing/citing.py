"""How a page of this site is cited, in the styles that readers are taught, with version and day of access."""

from datetime import datetime
from typing import Any, NamedTuple

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from events.bibliography import csl, styles
from events.bibliography.styles import Formatted
from events.site import description, languages

STYLES = {
    "chicago": (gettext_lazy("Chicago, notes"), True),
    "chicago-author-date": (gettext_lazy("Chicago, author-date"), False),
    "mla": ("MLA", False),
    "apa": ("APA", False),
}
"""Those of `styles.STYLES` by what readers call them, and whether as a note."""


class Cited(NamedTuple):
    style: str
    label: str
    words: Formatted


def cited(name: str, url: str, when: datetime | None, number: int | None = None) -> list[Cited]:
    """The page called `name` at `url` in each style: as it has been since `when`, in the version with that number.

    Its words are those of the language of the page; the day of access is today.
    """
    record: dict[str, Any] = {
        "type": "webpage",
        "title": name.removesuffix("."),
        "container-title": str(description.current().title),
        "URL": url,
    }
    if when:
        record["issued"] = csl.date_of(when.date().isoformat())
    if number:
        record["version"] = str(number)
    today, language = timezone.localdate().isoformat(), languages.active()[:2]
    found = []
    for style, (label, as_note) in STYLES.items():
        # APA names versions of programs alone, and says of a page in brackets what else tells it apart.
        more = {"genre": _("Version %(number)d") % {"number": number}} if number and style == "apa" else {}
        words = styles.with_access(record | more, today, language, style, as_note=as_note)
        found.append(Cited(style, str(label), words))
    return found
