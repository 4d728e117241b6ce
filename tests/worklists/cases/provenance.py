"""Where words come from: references, citations, sources, places, offices."""

from collections.abc import Callable
from typing import Any

from events.models import Source
from tests.support.factories import (
    cite,
    make_actor,
    make_debate,
    make_document,
    make_event,
    make_evidence,
    make_further_reading,
    make_interpretation,
    make_office,
    make_place,
    make_reference,
    make_relation,
    make_source,
    publish,
)
from tests.worklists.cases.registry import Case, case


@case("unresolved-references")
def unresolved_references() -> Case:
    passage = make_document().passages.get(number=1)
    return [make_reference(passage, "8")], [make_reference(passage, "9", offset=5, resolves_to=make_source())]


@case("displaced-references")
def displaced_references() -> Case:
    first, second = make_document().passages.filter(number__lte=2)
    homeless = make_reference(first, "8", displaced=True)
    home = make_reference(first, "9", offset=5, displaced=True, home_passage=second)
    return [homeless], [home, make_reference(first, "10", offset=9)]


@case("events-with-one-source")
def events_with_one_source() -> Case:
    once, draft, twice, never, archived = (make_event() for _number in range(5))
    source = make_source()
    for event in (once, once, draft, twice, archived):
        cite(event, source)
    cite(twice, make_source())
    publish(once)
    archived.status = "archived"
    archived.save()
    return [once, draft], [twice, never, archived]


@case("orphan-sources")
def orphan_sources() -> Case:
    cited, recommended, stood_for = make_source(), make_source(), make_source()
    cite(make_event(), cited)
    make_further_reading(make_debate(), recommended)
    make_reference(make_document().passages.get(number=1), resolves_to=stood_for)
    told = make_office(make_actor(), "historian", source=make_source()).source
    return [make_source()], [cited, recommended, stood_for, told]


@case("events-without-a-place")
def events_without_a_place() -> Case:
    archived = make_event(status="archived")
    return [make_event()], [make_event(place="Focșani"), archived]


@case("orphan-places")
def orphan_places() -> Case:
    return [make_place()], [make_event().place or make_event(place="Focșani").place]


@case("persons-without-an-office")
def persons_without_an_office() -> Case:
    historian = make_actor()
    make_office(historian, "historian, Romania")
    return [make_actor()], [historian, make_actor(kind="state")]


@case("orphan-actors")
def orphan_actors() -> Case:
    taking_part, arguing = make_actor(), make_actor()
    make_event(participants=[taking_part])
    make_interpretation(proponents=[arguing])
    return [make_actor()], [taking_part, arguing]


@case("events-with-lost-quotes")
def events_with_lost_quotes() -> Case:
    lost, kept = make_event(), make_event()
    cite(kept, make_document())
    withdraw(cite(lost))
    return [lost], [kept]


@case("interpretations-with-lost-quotes")
def interpretations_with_lost_quotes() -> Case:
    own, of_evidence, of_relation, kept, of_its_event = (make_interpretation() for _number in range(5))
    event = make_event()
    withdraw(cite(own))
    withdraw(cite(make_evidence(of_evidence, "Membership of a pact")))
    withdraw(cite(make_relation(of_relation, "contests", kept)))
    make_evidence(of_its_event, event)
    withdraw(cite(event))
    cite(kept)
    return [own, of_evidence, of_relation], [kept, of_its_event]


def withdraw(citation: Any) -> None:
    """What the loader does with a passage that is not in the newest text."""
    passage = citation.passage
    passage.withdrawn_text, passage.withdrawn, passage.start, passage.end = passage.text, True, None, None
    passage.save()


@case("sources-with-broken-address")
def sources_with_broken_address() -> Case:
    broken = [
        {"URL": "www.example.org/a"},
        {"URL": "https://example .org/"},
        {"URL": "javascript:alert(1)"},
        {"DOI": "not a DOI"},
        {"URL": "http://[::1/"},
    ]
    whole = [
        {"URL": "https://example.org/a?b=ș#c"},
        {"DOI": "10.1080/14682745.2013.793311"},
        {"DOI": "https://doi.org/10.1017/S0008938900019750"},
        {"DOI": "doi:10.1017/S0008938900019750"},
        {},
    ]
    return [with_csl(record) for record in broken], [with_csl(record) for record in whole]


def with_csl(record: dict[str, Any]) -> Source:
    source = make_source()
    source.csl |= record
    source.save()
    return source


@case("events-resting-on-one")
def events_resting_on_one() -> Case:
    return _resting_on_one(make_event)


@case("interpretations-resting-on-one")
def interpretations_resting_on_one() -> Case:
    return _resting_on_one(make_interpretation)


def _resting_on_one(make_record: Callable[[], Any]) -> Case:
    """A document's passage whose reference leads to a book; the book itself; and a passage that leads to two."""
    document, book, other = make_document(), make_source(), make_source()
    first, second, third = document.passages.order_by("number")
    make_reference(first, "8", resolves_to=book)
    make_reference(second, "9", offset=100, displaced=True, home_passage=first, resolves_to=book)
    make_reference(third, "10", offset=200, resolves_to=book)
    make_reference(third, "11", offset=210, resolves_to=other)
    quotes = {passage.number: passage.text[:12] for passage in (first, second, third)}

    def citing(*sources: Any) -> Any:
        record = make_record()
        for source in sources:
            cite(record, document, quotes[source]) if isinstance(source, int) else cite(record, source, locator="p. 1")
        return record

    return [citing(1, book)], [citing(1), citing(book), citing(1, other), citing(3, book), citing(2, book)]
