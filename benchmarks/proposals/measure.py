"""How good proposals are: precision, recall and F1 against annotations by hand, of train and test texts apart.

    .venv/bin/python -m benchmarks.proposals.measure [FILE.yaml …] [--each]

`texts/NAME.yaml` holds a text and what a careful reader finds in it, a sentence at a time; texts/README.md says how.
Where spaCy and its small English model are installed, its figures for what it gives (sentences, names) stand beside.
"""

import argparse
import os
import sys
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import django
import yaml

HERE = Path(__file__).parent
ROOT = HERE.parent.parent
MEASURED = ("passages", "dates", "actors", "events", "interpretations", "links")


@dataclass
class Count:
    """What was right, what was proposed wrongly, what was missed."""

    right: int = 0
    wrong: int = 0
    missed: int = 0
    seen: list[str] = field(default_factory=list)

    def add(self, other: "Count") -> None:
        self.right, self.wrong, self.missed = (
            self.right + other.right,
            self.wrong + other.wrong,
            self.missed + other.missed,
        )

    def __str__(self) -> str:
        precision = self.right / (self.right + self.wrong) if self.right + self.wrong else 1.0
        recall = self.right / (self.right + self.missed) if self.right + self.missed else 1.0
        f1 = 2 * precision * recall / (precision + recall) if precision + recall else 0.0
        return f"{precision:6.2f} {recall:6.2f} {f1:6.2f}"


@dataclass
class Gold:
    """A text and its annotations."""

    name: str
    language: str
    split: str
    text: str
    sentences: list[dict[str, Any]]
    actors: list[dict[str, Any]]


def read(path: Path) -> Gold:
    data = yaml.load(path.read_text("utf-8"), yaml.CBaseLoader)
    if "document" in data:
        text = (ROOT / data["document"]).read_text("utf-8")
        sentences = data["sentences"]
    elif data.get("format") == "html":
        text = _extracted(path.with_suffix(".html"))
        sentences = [sentence for paragraph in data["paragraphs"] for sentence in paragraph]
    else:
        text = "\n".join(" ".join(each["text"] for each in paragraph) for paragraph in data["paragraphs"])
        sentences = [sentence for paragraph in data["paragraphs"] for sentence in paragraph]
    return Gold(path.stem, data["language"], data["split"], text, sentences, data["actors"])


def _extracted(path: Path) -> str:
    from events.extraction import extract

    return extract(path.read_bytes(), path.name).text


def measured(gold: Gold) -> dict[str, Count]:
    from events.proposals import propose
    from events.search.folding import fold

    proposals = propose(gold.text, language=gold.language)
    counts = {name: Count() for name in MEASURED}
    spans = [gold.text[span.start : span.end] for span in proposals.passages]
    places: list[int | None] = []
    for sentence in gold.sentences:
        whole = "document" not in gold.name and sentence["text"] in spans
        places.append(
            spans.index(sentence["text"])
            if whole
            else next((at for at, span in enumerate(spans) if span.startswith(sentence["text"][:60])), None)
        )
    found = {place for place in places if place is not None}
    counts["passages"] = Count(len(found), len(spans) - len(found), len(places) - len(found))
    for event in proposals.events:
        assert gold.text[event.start : event.end] in spans[event.passage]

    for number, sentence in enumerate(gold.sentences):
        place = places[number]
        own = [event for event in proposals.events if event.passage == place]
        judged = [each for each in proposals.interpretations if each.passage == place]
        either = sentence.get("either") == "true"
        _sentence(
            counts["events"],
            bool(own),
            sentence.get("event") == "true",
            either and sentence.get("event") != "true",
            sentence,
        )
        _sentence(counts["interpretations"], bool(judged), sentence.get("judgement") == "true", either, sentence)
        given = [_bounds(event.when.edtf) for event in own if event.when and event.when.edtf]
        _dates(counts["dates"], given, _relative(proposals.events, own), sentence)
        answered = {proposals.interpretations[each.contests].passage for each in judged if each.contests is not None}
        wanted = {places[int(sentence["contests"])]} if "contests" in sentence else set()
        _sets(counts["links"], answered, wanted, sentence)
        holders = {fold(proposals.actors[who].name).split()[-1] for each in judged for who in each.holders}
        _sets(counts["links"], holders, {fold(each) for each in sentence.get("holders", [])}, sentence)
    _actors(counts["actors"], [[actor.name, *actor.variants] for actor in proposals.actors], gold.actors)
    return counts


def _sentence(count: Count, is_proposed: bool, is_wanted: bool, is_open: bool, sentence: dict[str, Any]) -> None:
    if is_open:
        return
    count.right += is_proposed and is_wanted
    count.wrong += is_proposed and not is_wanted
    count.missed += is_wanted and not is_proposed
    if is_proposed != is_wanted:
        count.seen.append(("+ " if is_proposed else "- ") + sentence["text"][:90])


def _sets(count: Count, given: set[Any], wanted: set[Any], sentence: dict[str, Any]) -> None:
    count.right += len(given & wanted)
    count.wrong += len(given - wanted)
    count.missed += len(wanted - given)
    if given != wanted:
        count.seen.append(f"{given} for {wanted}: {sentence['text'][:60]}")


def _bounds(edtf: str) -> Any:
    from events.dates import parse

    try:
        date = parse(edtf)
    except ValueError:
        return edtf
    return date.earliest, date.latest


def _relative(events: list[Any], own: list[Any]) -> list[Any]:
    """The bounds of a sentence's events that are dated from others by a known length of time."""
    from events.dates import parse, parse_duration, relative_bounds

    found = []
    for event in own:
        if event.when and event.when.after is not None and event.when.offset:
            anchor = events[event.when.after].when
            if anchor and anchor.edtf:
                date = parse(anchor.edtf)
                found.append(relative_bounds(date.earliest, date.latest, parse_duration(event.when.offset)))
    return found


def _dates(count: Count, given: list[Any], relative: list[Any], sentence: dict[str, Any]) -> None:
    """A date is right that has the bounds of one that is wanted, or of an alternative to it.

    One that is counted from another event is right where that gives the bounds; else it counts neither way.
    """
    left = list(given)
    for edtf in sentence.get("dates", []):
        others = sentence.get("alternatives", {}).get(edtf, [])
        fits = [_bounds(each) for each in (edtf, *others) if each not in ("none", "relative")]
        hit = next((each for each in left if each in fits), None)
        if hit is not None:
            left.remove(hit)
            count.right += 1
        elif any(each in fits for each in relative):
            count.right += 1
        elif not {"none", "relative"} & set(others):
            count.missed += 1
            count.seen.append(f"- {edtf}: {sentence['text'][:70]}")
    for each in sentence.get("optional", []):
        if _bounds(each) in left:
            left.remove(_bounds(each))
    count.wrong += len(left)
    if left:
        count.seen.append(f"+ {[f'{first}–{last}' for first, last in left]}: {sentence['text'][:70]}")


def _actors(count: Count, given: list[list[str]], wanted: list[dict[str, Any]]) -> None:
    """An actor is right that has the full name, or the surname, of one that is wanted."""
    from events.search.folding import fold

    left = [{fold(name) for name in names} for names in given]
    for actor in wanted:
        names = {fold(name) for name in (actor["name"], *actor.get("also", []))}
        surnames = {name.split()[-1] for name in names} if actor["kind"] == "person" else set()
        hit = next((each for each in left if each & names), None) or next(
            (each for each in left if {name.split()[-1] for name in each} & surnames), None
        )
        if hit is None:
            count.missed += 1
            count.seen.append(f"- {actor['name']}")
        else:
            count.right += 1
            left.remove(hit)
    count.wrong += len(left)
    count.seen += [f"+ {sorted(each)}" for each in left]


def with_spacy(gold: Gold, model: Any) -> dict[str, Count]:
    """What the library gives without rules of ours: its sentences, and its names of people, states and bodies."""
    document = model(gold.text)
    starts = {gold.text.find(sentence["text"][:60]) for sentence in gold.sentences}
    given = {sent.start_char for sent in document.sents if sent.text.strip()}
    counts = {"passages": Count(len(starts & given), len(given - starts), len(starts - given)), "actors": Count()}
    names = Counter(
        entity.text.removeprefix("the ").removesuffix("'s")
        for entity in document.ents
        if entity.label_ in ("PERSON", "ORG", "GPE", "NORP")
    )
    _actors(counts["actors"], [[name] for name in names], gold.actors)
    return counts


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("files", nargs="*", type=Path)
    parser.add_argument("--each", action="store_true", help="figures of each text, and what was wrong or missed")
    parser.add_argument("--train", action="store_true", help="only texts that rules may be written from")
    options = parser.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "romania_history.settings")
    django.setup()
    golds = [read(path) for path in options.files or sorted((HERE / "texts").glob("*.yaml"))]
    for split in ("train",) if options.train else ("train", "test"):
        own = [gold for gold in golds if gold.split == split]
        if own:
            _print(split, own, options.each)


def _print(split: str, golds: list[Gold], each: bool) -> None:
    total = {name: Count() for name in MEASURED}
    begun = time.perf_counter()
    for gold in golds:
        counts = measured(gold)
        for name, count in counts.items():
            total[name].add(count)
        if each:
            _table(f"{gold.name} ({gold.language})", counts)
            for name, count in counts.items():
                sys.stdout.writelines(f"    {name}: {line}\n" for line in count.seen)
    characters = sum(len(gold.text) for gold in golds)
    seconds = time.perf_counter() - begun
    _table(f"{split}: {len(golds)} texts, {characters:,} characters, {seconds:.1f} s", total)
    try:
        import spacy

        installed = spacy.util.get_installed_models()
        model = spacy.load(next(name for name in installed if name.startswith("en_core_web_sm")))
    except (ImportError, OSError, StopIteration):
        sys.stdout.write("  (spaCy and its model en_core_web_sm are not installed)\n")
        return
    english = [gold for gold in golds if gold.language == "en"]
    theirs = {name: Count() for name in ("passages", "actors")}
    ours = {name: Count() for name in ("passages", "actors")}
    for gold in english:
        for name, count in with_spacy(gold, model).items():
            theirs[name].add(count)
        for name in ours:
            ours[name].add(measured(gold)[name])
    _table("  spaCy, English texts alone", theirs)
    _table("  these rules, English texts alone", ours)


def _table(title: str, counts: dict[str, Count]) -> None:
    sys.stdout.write(f"{title:50} {'prec.':>6} {'recall':>6} {'F1':>6}\n")
    for name, count in counts.items():
        sys.stdout.write(f"  {name:48} {count}\n")


if __name__ == "__main__":
    main()
