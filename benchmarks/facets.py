"""All the counts of a view for a date filter: columns in memory beside the ORM's usual shape.

`python benchmarks/facets.py [ROUNDS]`, with DATABASE_URL naming a database with a loaded corpus. The two are asked in
turn in each round, each round with other years; that they find as many values is checked.
"""

import random
import sys

from measuring import machine, median, seconds, set_up, table

set_up()

from django.db.models import Count, Q  # noqa: E402
from django.http import QueryDict  # noqa: E402

from events.models import Event  # noqa: E402
from events.selection import current  # noqa: E402
from events.selection.filters import TimelineFilter  # noqa: E402
from events.selection.selection import Selection  # noqa: E402


def naive(first: int, last: int) -> dict[str, int]:
    """One group-by a facet over the filtered queryset, as one writes it at first: how many values each has."""
    overlapping = (Q(latest__gte=first * 10_000 + 101) | Q(latest=None)) & (
        Q(earliest__lte=last * 10_000 + 1231) | Q(earliest=None)
    )
    events = Event.objects.published().filter(overlapping, undated=False)
    found = {"n": events.count(), "contested": int(events.contested().exists())}
    for facet, path in {
        "theme": "themes__slug",
        "actor": "participations__actor__slug",
        "source": "citations__source__slug",
        "basis": "date_basis",
        "prominence": "prominence",
    }.items():
        rows = events.order_by().values_list(path).annotate(number=Count("pk", distinct=True))
        found[facet] = sum(value not in ("", None) for value, _number in rows)
    for facet, path in {"debate": "debate__slug", "proponent": "proponents__slug"}.items():
        public = {"evidence__interpretation__status": "published"}
        if facet == "debate":
            public["evidence__interpretation__debate__status"] = "published"
        rows = events.order_by().filter(**public).values_list(f"evidence__interpretation__{path}")
        found[facet] = sum(value is not None for value, _number in rows.annotate(number=Count("pk", distinct=True)))
    list(Event.objects.published().order_by().values_list("earliest", "latest").distinct())  # the decades
    return found


def by_columns(asked: QueryDict) -> dict[str, int]:
    counts = Selection(TimelineFilter(asked)).counts
    return {name: len(counts.choices[name]) for name in counts.choices if name != "decade"} | {"n": counts.count}


def main(rounds: int) -> None:
    chance = random.Random(7)
    size = current.current().columns.size
    times: dict[str, list[float]] = {"columns": [], "naive ORM": []}
    for _ in range(rounds):
        first = chance.randint(1920, 1975)
        last = first + chance.randint(3, 15)
        got: list[dict[str, int]] = []
        asked = QueryDict(f"from={first}&to={last}")
        times["columns"].append(seconds(lambda asked=asked, got=got: got.append(by_columns(asked))))
        times["naive ORM"].append(seconds(lambda of=(first, last), got=got: got.append(naive(*of))))
        assert got[0] == got[1], got
    usual = median(times["naive ORM"])
    rows = [(name, 1000 * median(some), usual / median(some)) for name, some in times.items()]
    print(f"{size:,} published events, {rounds} rounds. {machine()}\n")
    print(table(["counts for a date filter", "ms", "times faster than the naive ORM"], rows))


main(int(sys.argv[1]) if len(sys.argv) > 1 else 5)
