"""The WSGI application. A server that loads it is in production unless SITE_MODE says otherwise."""

import gc
import os

from django.core.wsgi import get_wsgi_application

# An empty variable counts as unset, so that a blank line in an environment file is not development.
if not os.environ.get("SITE_MODE"):
    os.environ["SITE_MODE"] = "production"
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "romania_history.settings")

application = get_wsgi_application()

from events.selection import current  # noqa: E402  (now that the applications are there)
from events.views.jinja2 import compile_templates  # noqa: E402
from romania_history import starting  # noqa: E402

starting.refuse_unprepared()
current.warm_up()
compile_templates()
# What has been loaded by now stays: the collector need not look at it again with every page.
gc.collect()
gc.freeze()
gc.set_threshold(10_000, 20, 20)  # a page makes thousands of objects, of which the collector finds next to none
