"""The WSGI application. A server that loads it is in production unless SITE_MODE says otherwise."""

import os

from django.core.wsgi import get_wsgi_application

# An empty variable counts as unset, so that a blank line in an environment file is not development.
if not os.environ.get("SITE_MODE"):
    os.environ["SITE_MODE"] = "production"
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "romania_history.settings")

application = get_wsgi_application()

from romania_history import starting  # noqa: E402  (now that the applications are there)

starting.refuse_unprepared()
starting.warm_up()
