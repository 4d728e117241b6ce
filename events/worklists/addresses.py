"""Addresses of sources, and when two ways of writing one are the same."""

import re
from collections.abc import Iterable
from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator

from events.models import Source

_DOI = re.compile(r"10\.[0-9]{4,9}(?:\.[0-9]+)*/\S+")
_DOI_PREFIX = re.compile(r"^(?:https?://(?:dx\.)?doi\.org/|doi:\s*)", re.IGNORECASE)
_is_valid_url = URLValidator(schemes=["http", "https"])


def of_sources() -> Iterable[tuple[int, str, str]]:
    """For each source with one: its key, its URL and its DOI without the resolver's address."""
    for key, url, doi in Source.objects.order_by().values_list("pk", "csl__URL", "csl__DOI"):
        if url or doi:
            yield key, str(url or "").strip(), _DOI_PREFIX.sub("", str(doi or "").strip())


def is_doi(text: str) -> bool:
    return bool(_DOI.fullmatch(text))


def is_url(text: str) -> bool:
    try:
        _is_valid_url(text)
    except ValidationError:
        return False
    return True


def same_address(url: str) -> str:
    """What two ways of writing one address share: neither scheme, nor www, nor a slash at the end; a DOI as such."""
    if _DOI_PREFIX.match(url):
        return f"doi:{_DOI_PREFIX.sub('', url).lower()}"
    try:
        parts = urlsplit(url)
    except ValueError:
        return url
    host = parts.netloc.lower().removeprefix("www.")
    return f"{host}{parts.path.rstrip('/')}?{parts.query}#{parts.fragment}" if host else url


def comparable() -> dict[int, set[str]]:
    """For each source with one: what its addresses share with other ways of writing them."""
    return {
        key: {same_address(url)} - {""} | ({f"doi:{doi.lower()}"} if doi else set()) for key, url, doi in of_sources()
    }
