"""All the counts of a view for a date filter: columns in memory, plain SQL in one statement, and the ORM's usual shape.

`python benchmarks/facets.py [ROUNDS]`, with DATABASE_URL naming a database with a loaded corpus. The three are asked
in turn in each round, each round with other years; that they give the same counts is checked.
"""

import random
import sys

from measuring import machine, median, seconds, set_up, table

set_up()

from django.db.models import Count  # noqa: E402
from django.http import QueryDict  # noqa: E402
from events.selection.results import ColumnResults  # noqa: E402

from events.selection import columns, facets  # noqa: E402
from events.selection.filters import YEARS, Timeline  # noqa: E402


def naive(view: Timeline) -> dict[str, dict[str, int]]:
    """One group-by a facet over the filtered queryset, as one writes it at first."""
    events = view.without()
    grouped = {
        "theme": "themes__slug",
        "actor": "participations__actor__slug",
        "source": "citations__source__slug",
        "basis": "date_basis",
        "prominence": "prominence",
    }
    found = {}
    for facet, path in grouped.items():
        rows = events.order_by().values_list(path).annotate(number=Count("pk", distinct=True))
        found[facet] = {str(value): number for value, number in rows if value not in ("", None)}
    argued = {"debate": "interpretation__debate__slug", "proponent": "interpretation__proponents__slug"}
    for facet, path in argued.items():
        published = {"evidence__interpretation__status": "published"}
        if facet == "debate":
            published["evidence__interpretation__debate__status"] = "published"
        rows = (
            events.order_by()
            .filter(**published)
            .values_list(f"evidence__{path}")
            .annotate(n=Count("pk", distinct=True))
        )
        found[facet] = {value: number for value, number in rows if value}
    found["contested"] = {"1": events.contested().count()}
    found["count"] = {"": events.count()}
    found["undated"] = {"": view.without(*YEARS).filter(undated=True).count()}
    found["spans"] = dict.fromkeys(view.without(*YEARS).values_list("earliest", "latest"), 0)
    return found


def main(rounds: int) -> None:
    chance = random.Random(7)
    snapshot = columns.Snapshot.read()
    times: dict[str, list[float]] = {"columns": [], "plain SQL": [], "naive ORM": []}
    for _ in range(rounds):
        first = chance.randint(1920, 1975)
        asked = QueryDict(f"from={first}&to={first + chance.randint(3, 15)}")
        got: dict[str, dict] = {}

        def by_columns(asked=asked, got=got):
            counts = ColumnResults(Timeline(asked), snapshot).counts
            got["columns"] = {name: len(choices) for name, choices in counts.choices.items()} | {"n": counts.count}

        def by_sql(asked=asked, got=got):
            counts = facets.count(Timeline(asked))
            got["sql"] = {name: len(choices) for name, choices in counts.choices.items()} | {"n": counts.count}

        times["columns"].append(seconds(by_columns))
        times["plain SQL"].append(seconds(by_sql))
        times["naive ORM"].append(seconds(lambda asked=asked: naive(Timeline(asked))))
        sql = {name: number for name, number in got["sql"].items() if number}
        assert {name: number for name, number in got["columns"].items() if number} == sql
    usual = median(times["naive ORM"])
    rows = [(name, 1000 * median(some), usual / median(some)) for name, some in times.items()]
    print(f"{snapshot.size:,} published events, {rounds} rounds. {machine()}\n")
    print(table(["counts for a date filter", "ms", "times faster than the naive ORM"], rows))


main(int(sys.argv[1]) if len(sys.argv) > 1 else 5)
