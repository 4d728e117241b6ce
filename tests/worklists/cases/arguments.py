"""Who argues what: answers, views, holders, evidence."""

from tests.support.factories import (
    cite,
    make_actor,
    make_answer,
    make_debate,
    make_event,
    make_evidence,
    make_interpretation,
    make_relation,
    make_source,
    publish,
)
from tests.worklists.cases.registry import Case, case


@case("debates-without-two-answers")
def debates_without_two_answers() -> Case:
    none, one, two, draft = (make_debate(f"Why {number}?") for number in range(4))
    for debate in (one, two, two):
        make_answer(debate)
    publish(none, one, two)
    return [none, one], [two, draft]


@case("interpretations-without-answer")
def interpretations_without_answer() -> Case:
    debate, without = make_debate(), make_debate()
    answer = make_answer(debate)
    silent, answering = make_interpretation(debate=debate), make_interpretation(debate=debate, answer=answer)
    qualifying = make_interpretation(debate=debate)
    make_relation(qualifying, "qualifies", answering)
    return [silent], [answering, qualifying, make_interpretation(debate=without)]


@case("disputed-events-with-one-view")
def disputed_events_with_one_view() -> Case:
    debate = make_debate()
    in_debate, contested, contesting, two_views, undisputed, unseen = (make_event() for _number in range(6))
    debated = publish(make_interpretation(debate=debate))
    first, second, lonely = (publish(make_interpretation()) for _number in range(3))
    make_relation(second, "contests", first)
    make_evidence(debated, in_debate)
    make_evidence(debated, in_debate, bearing="undermines")
    make_evidence(make_interpretation(debate=debate), in_debate)  # a draft is no second view
    make_evidence(first, contested)
    make_evidence(second, contesting)
    for interpretation in (first, second):
        make_evidence(interpretation, two_views)
    make_evidence(lonely, undisputed)
    make_evidence(make_interpretation(debate=debate), unseen)
    publish(in_debate, two_views)
    return [in_debate, contested, contesting], [two_views, undisputed, unseen]


@case("interpretations-without-holder")
def interpretations_without_holder() -> Case:
    nobody, document = make_interpretation(voice="unattributed"), make_interpretation(voice="document")
    archived = make_interpretation(voice="document", status="archived")
    return [nobody, document], [make_interpretation(proponents=[make_actor()]), archived]


@case("interpretations-without-events")
def interpretations_without_events() -> Case:
    nothing, circumstance, event = (make_interpretation() for _number in range(3))
    make_evidence(circumstance, "Membership of a pact")
    make_evidence(event, make_event())
    return [nothing, circumstance], [event]


@case("reported-interpretations")
def reported_interpretations() -> Case:
    return [make_interpretation(attribution="reported")], [make_interpretation(attribution="own")]


@case("arguments-before-their-evidence")
def arguments_before_their_evidence() -> Case:
    opened = make_source(available_from="1996")
    early, by_evidence = (make_interpretation(made_on="1995") for _number in range(2))
    same_year, unknown = make_interpretation(made_on="1996"), make_interpretation()
    reported = make_interpretation(made_on="1995", attribution="reported")
    open_end = make_interpretation(made_on="1995/..")
    for interpretation in (early, same_year, unknown, reported, open_end, make_evidence(by_evidence, make_event())):
        cite(interpretation, opened)
    elsewhere = make_interpretation(made_on="1995")
    cite(elsewhere, make_source(year=1996))
    return [early, by_evidence], [same_year, unknown, reported, open_end, elsewhere]


@case("sources-newer-than-statement")
def sources_newer_than_statement() -> Case:
    newer = make_source(issued="2007-05")
    before, same_month, perhaps = (
        make_interpretation(made_on=made_on) for made_on in ("2007-04", "2007-05", "[2006..2008]")
    )
    reported = make_interpretation(made_on="1980", attribution="reported")
    for interpretation in (before, same_month, perhaps, reported):
        cite(interpretation, newer)
    return [before], [same_month, perhaps, reported]
