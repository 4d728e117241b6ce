"""The ASGI application. A server that loads it is in production unless SITE_MODE says otherwise."""

import os

from django.core.asgi import get_asgi_application

# An empty variable counts as unset, so that a blank line in an environment file is not development.
if not os.environ.get("SITE_MODE"):
    os.environ["SITE_MODE"] = "production"
# Each request has a thread of its own here, with which its connection to the database would be left behind.
os.environ.setdefault("CONN_MAX_AGE", "0")
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "romania_history.settings")

application = get_asgi_application()

from romania_history import starting  # noqa: E402  (now that the applications are there)

starting.refuse_unprepared()
