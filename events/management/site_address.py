"""Where the site is, for commands, which no request tells."""

from django.conf import settings


def address_of_site() -> str:
    """The address of the first name that the site answers to."""
    host = next((host for host in settings.ALLOWED_HOSTS if host != "*"), "localhost").lstrip(".")
    return f"https://{host}/" if settings.PRODUCTION else f"http://{host}:8000/"
