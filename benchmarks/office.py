"""What pages of the editorial office cost as the corpus grows: `python benchmarks/office.py NAME=DATABASE_URL …`.

The smallest corpus first. Whole requests through Django as a superuser; below each the number of its queries, which
differs with what an event has.
"""

import json
import sys

import scaling
from measuring import median, seconds, set_up


def addresses() -> dict[str, str]:
    from events.models import Event

    event = Event.objects.published().in_date_order()[10]
    word = max(event.title.split(), key=len)
    last = (Event.objects.count() - 1) // 50
    return {
        "the first page": "/admin/",
        "list of events": "/admin/events/event/",
        "its last page": f"/admin/events/event/?p={last + 1}",
        "searched": f"/admin/events/event/?q={word}",
        "of one status": "/admin/events/event/?status__exact=published",
        "a worklist": "/admin/events/event/?worklist=events-with-one-source",
        "list of interpretations": "/admin/events/interpretation/",
        "list of actors": "/admin/events/actor/",
        "form of an event": f"/admin/events/event/{event.pk}/change/?live=1",
        "its history": f"/admin/events/event/{event.pk}/history/",
        "autocomplete": f"/admin/autocomplete/?app_label=events&model_name=event&field_name=after_event&term={word}",
    }


def measure() -> dict[str, float]:
    set_up()
    from django.contrib.auth import get_user_model
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    user, _made = get_user_model().objects.get_or_create(
        username="benchmark", defaults={"is_staff": True, "is_superuser": True}
    )
    client = Client(SERVER_NAME="localhost")
    client.force_login(user)
    found = {}
    for name, address in addresses().items():
        client.get(address)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(address).status_code == 200, address
        number = len(queries)  # the next request begins to count anew
        times = [seconds(lambda address=address: client.get(address)) for _ in range(5)]
        found[name] = 1000 * median(times)
        found[f"{name}: queries"] = number
    return found


if __name__ == "__main__":
    if sys.argv[1:] == ["--one"]:
        print(json.dumps(measure()))
    else:
        scaling.main(__file__, dict(argument.split("=", 1) for argument in sys.argv[1:]))
