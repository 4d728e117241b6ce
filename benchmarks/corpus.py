"""Writes a synthetic corpus in the seed format: `python benchmarks/corpus.py N DIR` (N events).

Actors, sources and words follow Zipf's law, since real corpora are skewed; every form of date occurs, relative ones
among them; interpretations contest one another. The same N gives the same bytes. No sentence in it is history.
"""

import argparse
import itertools
import json
import random
from collections.abc import Iterator
from pathlib import Path

FIRST_YEAR, LAST_YEAR = 1917, 1991
SYLLABLES = [consonant + vowel for consonant in "bcdfglmnprstv" for vowel in "aeio"]
ROLES = ["initiator", "counterpart", "opponent", "participant", "forum"]
GROUNDS = ["fact", "cause", "motive", "significance", "characterisation", "term", "periodisation", "evidence"]
KINDS = ["person", "state", "organisation", "party", "body", "group"]
THEMES = ["Alliance", "Diplomacy", "Economy", "Assembly", "Party", "Treaties", "Frontiers", "Culture"]


class Zipf:
    """Picks from a list so that the n-th item is about n times rarer than the first."""

    def __init__(self, chance: random.Random, items: list):
        self.chance, self.items = chance, items
        self.weights = list(itertools.accumulate(1 / rank for rank in range(1, len(items) + 1)))

    def some(self, number: int) -> list:
        return list(dict.fromkeys(self.chance.choices(self.items, cum_weights=self.weights, k=number)))

    def one(self):
        return self.some(1)[0]


def vocabulary(chance: random.Random, size: int) -> list[str]:
    words: dict[str, None] = {}
    while len(words) < size:
        words["".join(chance.choices(SYLLABLES, k=chance.choice((2, 2, 3, 3, 4))))] = None
    return list(words)


class Corpus:
    """The records of a corpus of so many events, one after another; nothing is kept that grows with them."""

    def __init__(self, number: int, seed: int = 1955):
        self.number = number
        self.chance = random.Random(seed)
        self.actors = [f"actor-{index}" for index in range(max(20, min(2000, number // 20)))]
        self.sources = [f"source-{index}" for index in range(max(20, min(5000, number // 10)))]
        self.themes = [theme.lower() for theme in THEMES]
        self.debates = [f"debate-{index}" for index in range(max(2, min(200, number // 100)))]
        self.words = Zipf(self.chance, vocabulary(self.chance, 5000))
        self.actor, self.source = Zipf(self.chance, self.actors), Zipf(self.chance, self.sources)
        self.theme = Zipf(self.chance, self.themes)
        self.names = vocabulary(self.chance, len(self.actors))

    def phrase(self, low: int, high: int) -> str:
        words = self.chance.choices(self.words.items, cum_weights=self.words.weights, k=self.chance.randint(low, high))
        return " ".join(words).capitalize()

    def date(self) -> dict:
        """Every form of date, the precise ones more often."""
        chance, year = self.chance, self.chance.randint(FIRST_YEAR, LAST_YEAR)
        month, day = chance.randint(1, 12), chance.randint(1, 28)
        forms = [
            (40, f"{year}-{month:02d}-{day:02d}"), (20, f"{year}-{month:02d}"), (12, f"{year}"),
            (3, f"{year}-22"),
            (3, f"{year // 10}X"), (3, f"[{year}..{year + chance.randint(1, 9)}]"),
            (2, f"[{year}..]"), (2, f"[..{year}]"),
            (3, f"{year}/{year + chance.randint(1, 6)}"), (2, f"{year}-{month:02d}/.."), (2, f"{year}~"),
            (2, f"{year}?"),
            (1, f"{year}-{month:02d}-XX"), (1, f"{{{year},{year + 2}}}"),
        ]  # fmt: skip
        edtf = chance.choices([form for _weight, form in forms], [weight for weight, _form in forms])[0]
        return {"date": edtf, "date_basis": chance.choices(["stated", "inferred", "editor"], [8, 2, 1])[0]}

    def events(self) -> Iterator[dict]:
        for index in range(self.number):
            kind = self.chance.random()
            if kind < 0.03:
                date = {}
            elif kind < 0.06 and index > 10:
                anchor = self.chance.randrange(index - index % 10)
                date = {
                    "date_basis": "relative",
                    "after_event": f"event-{anchor}",
                    "offset": self.chance.choice(["P1M", "P2Y", "-P3D"]),
                }
            else:
                date = self.date()
            yield {
                "slug": f"event-{index}",
                "title": self.phrase(3, 8),
                "summary": self.phrase(12, 40) + ".",
                **date,
                "themes": sorted(self.theme.some(self.chance.randint(1, 2))),
                "prominence": self.chance.choices(["1", "2", "3"], [1, 4, 10])[0],
                "participants": [
                    {"actor": actor, "role": self.chance.choice(ROLES)}
                    for actor in self.actor.some(self.chance.randint(1, 4))
                ],
                "citations": [
                    {"source": source, "locator": f"p. {self.chance.randint(1, 400)}"}
                    for source in self.source.some(self.chance.randint(1, 3))
                ],
                "status": "published" if index % 50 else "draft",
            }

    def interpretations(self) -> Iterator[dict]:
        """As many as there are events; one in five contests the one before it in the same debate."""
        for index in range(self.number):
            record = {
                "slug": f"interpretation-{index}",
                "claim": self.phrase(6, 16) + ".",
                "argument": self.phrase(15, 40) + ".",
                "voice": "named",
                "proponents": sorted(self.actor.some(self.chance.randint(1, 2))),
                "ground": self.chance.choice(GROUNDS),
                "made_on": str(self.chance.randint(1950, 2020)),
                "debate": self.debates[index % len(self.debates)],
                "evidence": [
                    {
                        "event": f"event-{event}",
                        "bearing": self.chance.choice(["supports", "undermines", "must_explain"]),
                    }
                    for event in dict.fromkeys(
                        self.chance.randrange(self.number) for _ in range(self.chance.randint(1, 2))
                    )
                ],
                "citations": [{"source": self.source.one(), "locator": "abstract"}],
                "status": "published",
            }
            if index >= len(self.debates) and self.chance.random() < 0.2:
                target = f"interpretation-{index - len(self.debates)}"
                record["relations"] = [{"kind": "contests", "interpretation": target, "ground": record["ground"]}]
            yield record

    def files(self) -> dict[str, Iterator[dict]]:
        """The YAML files of the corpus, each with its records."""
        return {
            "themes.yaml": (
                {"slug": slug, "name": slug.capitalize(), "position": str(n)} for n, slug in enumerate(self.themes, 1)
            ),
            "actors.yaml": (
                {
                    "slug": slug,
                    "name": f"{name.capitalize()} {KINDS[n % 6]}",
                    "sort_name": name.capitalize(),
                    "kind": KINDS[n % 6],
                }
                for n, (slug, name) in enumerate(zip(self.actors, self.names, strict=True))
            ),
            "debates.yaml": (
                {
                    "slug": slug,
                    "question": f"{self.phrase(5, 10)}?",
                    "introduction": self.phrase(20, 40),
                    "status": "published",
                }
                for slug in self.debates
            ),
            "events.yaml": self.events(),
            "interpretations.yaml": self.interpretations(),
        }

    def records(self) -> Iterator[tuple[str, dict]]:
        """Kind and fields of every record of the files, each after all that it points at."""
        yield from (("sources", item) for item in self.csl_items())
        for name, records in self.files().items():
            yield from ((name.removesuffix(".yaml"), record) for record in records)

    def csl_items(self) -> list[dict]:
        return [
            {
                "id": slug, "type": "book", "title": self.phrase(3, 8),
                "author": [{"family": self.names[n % len(self.names)].capitalize()}],
                "issued": {"date-parts": [[self.chance.randint(1950, 2020)]]},
                "custom": {"kind": ["primary", "secondary", "secondary", "tertiary"][n % 4]},
            }
            for n, slug in enumerate(self.sources)
        ]  # fmt: skip


def write(number: int, folder: Path) -> None:
    """Writes the corpus; every scalar is a JSON string, which YAML reads as it is."""
    folder.mkdir(parents=True, exist_ok=True)
    corpus = Corpus(number)
    items = corpus.csl_items()
    (folder / "sources.csl.json").write_text(json.dumps(items, indent=1), encoding="utf-8")
    (folder / "site.yaml").write_text("title: Synthetic corpus\n", encoding="utf-8")
    for name, records in corpus.files().items():
        with (folder / name).open("w", encoding="utf-8") as file:
            file.writelines(
                f"- {line}\n" if first else f"  {line}\n" for record in records for first, line in _lines(record)
            )


def _lines(record: dict) -> Iterator[tuple[bool, str]]:
    for index, (key, value) in enumerate(record.items()):
        yield index == 0, f"{key}: {json.dumps(value, ensure_ascii=False)}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("number", type=int, help="the number of events")
    parser.add_argument("folder", type=Path)
    arguments = parser.parse_args()
    write(arguments.number, arguments.folder)


if __name__ == "__main__":
    main()
