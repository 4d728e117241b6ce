"""What a record's address may be asked for (`Accept`): its page, its data, and of a document its text."""

from django.http import HttpRequest

PAGE, LINKED_DATA, TEXT = OFFERED = "text/html", "application/ld+json", "text/plain"


def wanted(request: HttpRequest) -> str:
    """The one that the reader likes best (RFC 9110, 12.5.1); the page where that is none of them."""
    return request.get_preferred_type(OFFERED) or PAGE
