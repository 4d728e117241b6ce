"""CSL-JSON, as reference managers export it: one item, a list of them, or an object with `items`."""

import json
from collections.abc import Iterable, Iterator
from typing import Any

from django.utils.translation import gettext as _

from events.bibliography.csl_checks import DATES
from events.bibliography.formats.reading import ItemsRead


def read(text: str) -> ItemsRead:
    try:
        found = json.loads(text, parse_constant=_constant)
    except json.JSONDecodeError as error:
        message = _("This is not JSON: something is wrong in line %(line)d at character %(column)d (%(reason)s).")
        return ItemsRead(problems=[message % {"line": error.lineno, "column": error.colno, "reason": error.msg}])
    except (ValueError, OverflowError):
        return ItemsRead(problems=[_("A number in it is none that JSON knows.")])
    except RecursionError:
        return ItemsRead(problems=[_("This is nested too deeply for a CSL record.")])
    if isinstance(found, dict):
        found = found["items"] if isinstance(found.get("items"), list) else [found]
    reading = ItemsRead()
    for number, item in enumerate(found if isinstance(found, list) else [], 1):
        if isinstance(item, dict):
            reading.items.append(plain(item))
        else:
            reading.problems.append(_("Item %(number)d is no record, and is left out.") % {"number": number})
    if not reading.items and not reading.problems:
        reading.problems.append(_("There is no record in it."))
    return reading


def pieces(items: Iterable[dict[str, Any]]) -> Iterator[str]:
    """Item by item."""
    before = "["
    for item in items:
        yield f"{before}\n{json.dumps(item, ensure_ascii=False, indent=1)}"
        before = ","
    yield "\n]\n" if before == "," else "[]\n"


def plain(item: dict[str, Any]) -> dict[str, Any]:
    """Without what is empty, without an id that means something to its program alone, with dates as numbers."""
    kept = {name: value for name, value in item.items() if value not in (None, "", [], {})}
    if not isinstance(kept.get("id", ""), str) or "/" in kept.get("id", "") or kept.get("id", "").isdecimal():
        del kept["id"]
    return kept | {name: _numbered(kept[name]) for name in DATES if isinstance(kept.get(name), dict)}


def _numbered(date: dict[str, Any]) -> dict[str, Any]:
    """Zotero writes the parts of a date as text."""
    try:
        return date | {"date-parts": [[int(part) for part in parts if part != ""] for parts in date["date-parts"]]}
    except (KeyError, TypeError, ValueError, OverflowError):
        return date


def _constant(name: str) -> None:
    raise ValueError(name)  # NaN and infinities, which JSON does not have
