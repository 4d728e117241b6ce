"""Records that may be one."""

from events.models import ActorName
from tests.support.factories import make_actor, make_event, make_link, make_source
from tests.worklists.cases.provenance import with_csl
from tests.worklists.cases.registry import Case, case


@case("sources-with-same-address")
def sources_with_same_address() -> Case:
    same = [
        {"URL": "https://www.example.org/a/"},
        {"URL": "http://example.org/a"},
        {"DOI": "10.1080/ABC"},
        {"URL": "https://doi.org/10.1080/abc", "DOI": "10.1080/abc"},
    ]
    other = [
        {"URL": "https://example.org/b"},
        {"URL": "https://example.org/a#part"},
        {"URL": "https://doi.org/10.1080/xyz", "DOI": "10.1080/xyz"},
        {},
        {"URL": ""},
    ]
    return [with_csl(record) for record in same], [with_csl(record) for record in other]


@case("events-alike")
def events_alike() -> Case:
    same = [make_event("Ceaușescu’s speech", date="1968", slug="a"), make_event("Ceausescu's Speech", slug="b")]
    more = make_event("The Warsaw Treaty is signed", date="1955-05")
    less = make_event("Warsaw Treaty signed", date="1955-05-14")
    other_day = make_event("Warsaw Treaty signed", date="1956", slug="c")
    part_of_words = make_event("The Treaty of Bucharest", date="1955-05")
    invasion, absence = make_event("The invasion", date="1968"), make_event("Absence from the invasion", date="1968-08")
    make_link(absence, "responds_to", invasion)
    return [*same, more, less], [other_day, part_of_words, invasion, absence]


@case("actors-alike")
def actors_alike() -> Case:
    same = [make_actor("Nicolae Ceaușescu"), make_actor("Ceausescu", slug="other")]
    by_other_name = make_actor("Romanian Workers' Party", kind="party"), make_actor("PMR", kind="party")
    ActorName.objects.create(actor=by_other_name[0], name="P.M.R.")
    ActorName.objects.create(actor=by_other_name[0], name="PMR")
    namesake = make_actor("Ceaușescu", kind="group", slug="group")
    return [*same, *by_other_name], [namesake, make_actor("Nicolae Iorga"), make_actor("Elena Văcărescu")]


@case("sources-alike")
def sources_alike() -> Case:
    title = "Romania under Communist Rule"
    same = [make_source(title=title, author="Deletant"), make_source(title=f"{title}: a history", author="Deletant")]
    by_another = make_source(title=title, author="King")
    return same, [by_another, make_source(title="A History of Romania", author="Deletant")]
