"""The engine fed with generated rows, without a database: `python benchmarks/engine.py [NUMBER …]` (100,000 1,000,000).

Counts with a date filter, the first page and page 20,000 (or the last), columns made of rows, an edit spliced in, and
what the columns hold in memory. Numbers take turns in each round; figures are medians of the processor's time.
"""

import resource
import sys
import time
from collections.abc import Callable

import numpy as np
from measuring import machine, median, set_up, table

set_up()

from django.http import QueryDict  # noqa: E402

from events.caching.versions import Version  # noqa: E402
from events.selection.columns import CODES, OPEN_END, OPEN_START, ROLES, Columns, Rows, participant_code  # noqa: E402
from events.selection.current import Kept  # noqa: E402
from events.selection.filters import TimelineFilter  # noqa: E402
from events.selection.names import FacetNames  # noqa: E402
from events.selection.selection import Selection  # noqa: E402

ROUNDS, YEARS = 9, "from=1956&to=1968"
VALUES = {"theme": 8, "actor": 2000, "place": 300, "source": 5000, "debate": 200}
AN_EVENT = {
    "theme": 1.5, "participant": 2.5, "place": 0.8, "source": 2.0, "debate": 1.5, "proponent": 2.2, "ground": 1.5,
}  # fmt: skip
"""How many values of each kind an event has on average, as in the synthetic corpus."""


def rows(number: int, chance: np.random.Generator) -> Rows:
    """Events as the synthetic corpus has them, those of some months and years wide, some without an end."""
    first = np.sort(chance.integers(1917, 1992, number)) * 10_000 + 101
    earliest, latest = first.copy(), first + chance.choice([0, 0, 0, 30, 1130, 51130], number)
    earliest[chance.random(number) < 0.02] = OPEN_START
    latest[chance.random(number) < 0.03] = OPEN_END
    numbers = {
        "id": chance.permutation(number) + 1, "sort_day": first, "earliest": earliest, "latest": latest,
        "basis": chance.integers(1, 5, number).astype(np.int8),
        "precision": chance.integers(1, len(CODES["precision"]), number).astype(np.int8),
        "prominence": chance.integers(1, 4, number).astype(np.int8), "contested": chance.random(number) < 0.2,
    }  # fmt: skip

    def links(name: str, values: int) -> tuple[np.ndarray, np.ndarray]:
        owners = chance.integers(1, number + 1, int(number * AN_EVENT[name]))
        return owners, np.minimum(chance.zipf(1.3, len(owners)), values)

    found = {name: links(name, VALUES[name]) for name in ("theme", "place", "source", "debate")}
    event, actor = links("participant", VALUES["actor"])
    found |= {"actor": (event, actor), "participant": (event, participant_code(actor, event % len(ROLES)))}
    found |= {"proponent": links("proponent", VALUES["actor"]), "ground": links("ground", len(CODES["ground"]) - 1)}
    found["kind"] = found["source"][0], found["source"][1] % len(CODES["kind"])
    return Rows(numbers, found)


def names() -> FacetNames:
    numbers = VALUES | {"proponent": VALUES["actor"]}
    return FacetNames(
        {
            facet: [(key, f"{facet}-{key}", f"{facet} {key}", f"{key:06}") for key in range(1, number + 1)]
            for facet, number in numbers.items()
        }
    )


def held(columns: Columns) -> float:
    """MiB of all arrays, and of the keys of values."""
    arrays = [*columns.numbers.values(), columns.positions, columns.dated, columns.span_codes, *columns.spans]
    for links in columns.links.values():
        arrays += [links.starts, links.codes, links.keys, links.totals]
    return sum(array.nbytes for array in arrays) / 2**20


def milliseconds(function: Callable[[], object]) -> float:
    start = time.process_time()
    function()
    return 1000 * (time.process_time() - start)


def measured(kept: Kept, made_of: Rows) -> dict[str, float]:
    def asked(query: str) -> Selection:
        return Selection(TimelineFilter(QueryDict(query)), kept)

    columns, changed = kept.columns, kept.columns.numbers["id"][:3].tolist()
    few = Rows(
        {name: column[np.isin(made_of.numbers["id"], changed)] for name, column in made_of.numbers.items()},
        {name: tuple(column[np.isin(pairs[0], changed)] for column in pairs) for name, pairs in made_of.links.items()},  # type: ignore[arg-type]
    )
    deep = min(20_000, columns.size // 50) * 50
    return {
        "counts with a date filter": milliseconds(lambda: asked(YEARS)._counted()),
        "page 1": milliseconds(lambda: asked("").ids(0, 50)),
        "page 20,000 or the last": milliseconds(lambda: asked("").ids(deep - 50, deep)),
        "page 1 of a date filter": milliseconds(lambda: asked(YEARS).ids(0, 50)),
        "three events changed": milliseconds(lambda: columns.patched(changed, few, lambda events, others: [0] * 3)),
    }


def main(numbers: list[int]) -> None:
    chance, engines, found = np.random.default_rng(1955), {}, {}
    for number in numbers:
        made_of = rows(number, chance)
        took = milliseconds(lambda made_of=made_of: Columns.of(made_of))
        engines[number] = Kept(Version(str(number)), Columns.of(made_of), names()), made_of
        found[number] = {"made of rows": [took], "MiB of columns": [held(engines[number][0].columns)]}
    for _ in range(ROUNDS):
        for number, engine in engines.items():
            for what, took in measured(*engine).items():
                found[number].setdefault(what, []).append(took)
    smallest = numbers[0]
    medians = {number: {what: median(times) for what, times in of.items()} for number, of in found.items()}
    lines = [
        [what, *(f"{medians[number][what]:.2f} ({medians[number][what] / of_smallest:.1f}×)" for number in numbers)]
        for what, of_smallest in medians[smallest].items()
    ]
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{ROUNDS} rounds; the process with its rows took {peak:.0f} MiB at its peak. {machine()}\n")
    print(table(["ms", *(f"{number:,}" for number in numbers)], lines))


main([int(argument) for argument in sys.argv[1:]] or [100_000, 1_000_000])
