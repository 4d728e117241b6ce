"""Checks across records: circles of dates and of parts, bounds that no calendar has, the lanes of the drawing."""

from collections.abc import Callable, Iterable, Iterator
from types import SimpleNamespace
from typing import Any

from events import models
from events.chronology import bounds
from events.record_data.declaration import SeedData
from events.seeding import schema
from events.seeding.files import Folder, Raw
from events.seeding.problems import Problems, dotted, quoted
from events.site import description


def check_lanes(
    folder: Folder, exists: Callable[[str], bool], actors: Iterable[str], problems: Problems, notices: Problems
) -> None:
    """The lanes that `site.yaml` gives the drawing: their shape, and that there are such actors.

    An actor that is not there is a notice only: an editor may have deleted it, and what was dumped loads again.
    """
    if folder.site is None or folder.site_file is None or not (lanes := folder.site.get("lanes")):
        return
    file, faults, unknown = folder.site_file, list[schema.Fault](), list[schema.Fault]()
    schema.LANES.check(lanes, (), "lanes", faults)
    if not faults:
        faults += _faults_of_lanes(lanes)
        if "actors" not in folder.unread_kinds:
            unknown += _unknown_actors(lanes, exists, actors)
    for found, list_of in ((faults, problems), (unknown, notices)):
        for each in found:
            line, where = file.line(each.path), dotted(each.path)
            list_of.add(file.name, line, each.message, field=where, wrong=each.wrong, valid=each.valid)


def actors_of_lanes(folder: Folder) -> Iterator[str]:
    """The slugs that they name, as far as they have the right shape."""
    lanes: Any = (folder.site or {}).get("lanes")
    for lane in lanes if isinstance(lanes, list) else ():
        actors = lane.get("actors") if isinstance(lane, dict) else ()
        yield from (slug for slug in actors or () if isinstance(slug, str))


def _unknown_actors(lanes: list[Any], exists: Callable[[str], bool], actors: Iterable[str]) -> Iterator[schema.Fault]:
    for index, lane in enumerate(lanes):
        for place, actor in enumerate(lane.get("actors", ())):
            if not exists(actor):
                yield schema.Fault(
                    ("lanes", index, "actors", place), f"there is no actor {quoted(actor)}", actor, actors
                )


def _faults_of_lanes(lanes: list[Any]) -> Iterator[schema.Fault]:
    slugs = [lane["slug"] for lane in lanes]
    for slug in (description.BETWEEN, description.ELSEWHERE):
        if slug not in slugs:
            yield schema.Fault(("lanes",), f"there should be a lane {quoted(slug)} here, too, with its name")
    first: dict[str, str] = {}
    for index, lane in enumerate(lanes):
        if lane["slug"] in slugs[:index]:
            yield schema.Fault(("lanes", index, "slug"), f"{quoted(lane['slug'])} stands here twice")
        for place, actor in enumerate(lane.get("actors", ())):
            path = ("lanes", index, "actors", place)
            if actor in first:
                yield schema.Fault(path, f"{quoted(actor)} stands in the lane {quoted(first[actor])} already")
            first.setdefault(actor, lane["slug"])


def check_circles(forms: dict[tuple[str, str], SeedData], raws: dict[str, dict[str, Raw]], problems: Problems) -> None:
    """Circles within the files alone, for a run that has other problems."""
    dated = {
        slug: form["after_event"]
        for (kind, slug), form in forms.items()
        if kind == "events" and form.get("after_event")
    }
    for circle in circles({slug: [anchor] for slug, anchor in dated.items()}):
        _note_circle(problems, raws, circle, "after_event", "these dates are counted from one another")
    _check_parts({slug: form for (kind, slug), form in forms.items() if kind == "events"}, raws, problems)


def check_result(entries: Iterable[Any], raws: dict[str, dict[str, Raw]], problems: Problems) -> None:
    """Circles and impossible dates in what the database would hold after the load."""
    forms = {entry.slug: entry.data for entry in entries if entry.kind == "events" and not entry.deleted}
    anchors = {slug: form["after_event"] for slug, form in forms.items() if form.get("after_event")}
    outside = _anchors_in_database(set(anchors.values()) - set(forms))
    found = circles({slug: [anchor] for slug, anchor in {**outside, **anchors}.items()})
    for circle in found:
        _note_circle(problems, raws, circle, "after_event", "these dates are counted from one another")
    _check_parts(forms, raws, problems)
    if not found:
        _check_bounds(forms, anchors, raws, problems)


def _anchors_in_database(slugs: set[str]) -> dict[str, str]:
    """For events that only the database has: what they are dated from, and that in turn."""
    found: dict[str, str] = {}
    while slugs:
        rows = models.Event.objects.filter(slug__in=slugs, after_event__isnull=False)
        new = dict(rows.values_list("slug", "after_event__slug"))
        found |= new
        slugs = {anchor for anchor in new.values() if anchor not in found}
    return found


def _check_parts(forms: dict[str, SeedData], raws: dict[str, dict[str, Raw]], problems: Problems) -> None:
    parts = {
        slug: wholes
        for slug, form in forms.items()
        if (wholes := [link["event"] for link in form.get("links", ()) if link["kind"] == "part_of"])
    }
    for circle in circles(parts):
        _note_circle(problems, raws, circle, "links", "these events are parts of one another")
    for slug, form in forms.items():
        if any(link["event"] == slug for link in form.get("links", ())):
            _note(problems, raws, slug, "links", "an event has no link to itself")


def _check_bounds(
    forms: dict[str, SeedData], anchors: dict[str, str], raws: dict[str, dict[str, Raw]], problems: Problems
) -> None:
    """Derives relative dates as the load will, so that what no calendar has is found before anything is written."""
    outside = set(anchors.values()) - set(forms)
    rows = models.Event.objects.filter(slug__in=outside) if outside else ()
    derived: dict[str, Any] = {event.slug: event for event in rows}
    for first in anchors:
        chain = [first]
        while chain[-1] in anchors and anchors[chain[-1]] not in derived:
            chain.append(anchors[chain[-1]])
        for slug in reversed(chain):
            if slug in derived:
                continue
            form = forms[slug]
            event = SimpleNamespace(
                date=form.get("date", ""),
                date_part=form.get("date_part", ""),
                offset=form.get("offset", ""),
                after_event=derived.get(form.get("after_event", "")),
                after_event_id=1 if form.get("after_event") else None,
            )
            try:
                bounds.derive_bounds(event)
            except (ValueError, OverflowError) as error:
                _note(problems, raws, slug, "offset" if form.get("offset") else "after_event", str(error))
                event.earliest = event.latest = event.sort_day = None
            derived[slug] = event


def circles(edges: dict[str, list[str]]) -> list[list[str]]:
    """Each circle that a walk along a graph's edges meets, from its smallest member on. Never deep in the stack."""
    found: list[list[str]] = []
    done: set[str] = set()
    for start in edges:
        if start in done:
            continue
        path, on_path = [start], {start: 0}
        todo = [iter(edges.get(start, ()))]
        while todo:
            following = next(todo[-1], None)
            if following is None:
                todo.pop()
                done.add(path[-1])
                del on_path[path.pop()]
            elif following in on_path:
                circle = path[on_path[following] :]
                first = circle.index(min(circle))
                found.append(circle[first:] + circle[:first])
            elif following not in done:
                on_path[following] = len(path)
                path.append(following)
                todo.append(iter(edges.get(following, ())))
    return found


def _note_circle(
    problems: Problems, raws: dict[str, dict[str, Raw]], circle: list[str], name: str, message: str
) -> None:
    way = " → ".join(f"events/{slug}" for slug in [*circle, circle[0]])
    slug = next((slug for slug in circle if slug in raws.get("events", {})), circle[0])
    _note(problems, raws, slug, name, f"{message}: {way}")


def _note(problems: Problems, raws: dict[str, dict[str, Raw]], slug: str, name: str, message: str) -> None:
    if raw := raws.get("events", {}).get(slug):
        raw.note(problems, message, (name,))
    else:
        problems.add("the database", None, message, record=f"events/{slug}", field=name)
