"""Identifiers alone: a DOI, an ISBN or an address of the web is a record of one field."""

import re
from collections.abc import Callable

from django.utils.translation import gettext as _

from events.bibliography.formats.reading import ItemsRead

_DOI = re.compile(
    r"(?:https?://(?:dx\.|www\.)?doi\.org/|doi:\s*|DOI\s+)?(10\.[0-9]{4,9}(?:\.[0-9]+)*/\S+)", re.IGNORECASE
)
_ISBN = re.compile(r"(?:urn:isbn:|isbn(?:-1[03])?:?)?\s*((?:[0-9][-‐–\s]?){9,12}[0-9X])", re.IGNORECASE)
_URL = re.compile(r"https?://[^\s/]+\.[^\s]+", re.IGNORECASE)


def read(text: str) -> ItemsRead:
    text = text.strip()
    if found := _DOI.fullmatch(text):
        return ItemsRead([{"DOI": found[1].rstrip(".,;")}])
    if found := _ISBN.fullmatch(text):
        digits = isbn_digits(found[1])
        if not is_isbn(digits):
            return ItemsRead(
                problems=[_("%(isbn)s is no ISBN: its last digit does not fit the others.") % {"isbn": text}]
            )
        return ItemsRead([{"ISBN": re.sub(r"[‐–\s]", "-", found[1].strip())}])
    if _URL.fullmatch(text):
        return ItemsRead([{"URL": text}])
    return ItemsRead(problems=[_("This is no DOI, no ISBN and no record in BibTeX, RIS or CSL-JSON.")])


def doi(text: str) -> str:
    """A DOI without the address of its resolver; blank for what is none."""
    found = _DOI.fullmatch(text.strip())
    return found[1] if found else ""


def isbn_digits(text: str) -> str:
    return re.sub(r"[^0-9X]", "", text.upper())


def is_isbn(digits: str) -> bool:
    """Whether the last digit is the check digit of the others (ISO 2108)."""
    values = [10 if digit == "X" else int(digit) for digit in digits]
    if len(values) == 10:
        return 10 not in values[:-1] and sum((10 - place) * value for place, value in enumerate(values)) % 11 == 0
    return (
        len(values) == 13
        and digits[:3] in ("978", "979")
        and 10 not in values
        and sum((1, 3)[place % 2] * value for place, value in enumerate(values)) % 10 == 0
    )


def isbn_13(text: str) -> str:
    """The digits of an ISBN in its long form, by which its two forms are the same; blank for what is none."""
    digits = isbn_digits(text)
    if not is_isbn(digits):
        return ""
    if len(digits) == 13:
        return digits
    first = f"978{digits[:-1]}"
    return f"{first}{-sum((1, 3)[place % 2] * int(digit) for place, digit in enumerate(first)) % 10}"


# --- of people and places -------------------------------------------------------------------------------------


def _from_address(pattern: str) -> Callable[[str], str]:
    address = re.compile(rf"\s*(?:https?://)?{pattern}(?:[/?#].*)?\s*", re.IGNORECASE)

    def identifier(text: str) -> str:
        found = address.fullmatch(text)
        return found[1].upper() if found else text

    return identifier


wikidata = _from_address(r"(?:www\.|m\.)?wikidata\.org/(?:wiki|entity)/(?:Special:EntityData/)?(Q[0-9]+)(?:\.[a-z]+)?")
"""The identifier that an address of the service names; any other text as it is."""
viaf = _from_address(r"(?:www\.)?viaf\.org/(?:[a-z]{2}/)?viaf/([0-9]+)")
geonames = _from_address(r"(?:www\.|sws\.)?geonames\.org/([0-9]+)")
