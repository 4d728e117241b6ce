"""Dates that rest on little, or do not fit together."""

from tests.support.factories import make_actor, make_event, make_link
from tests.worklists.cases.registry import Case, case


@case("inferred-dates")
def inferred_dates() -> Case:
    inferred, editor = (make_event(date="1964", date_basis=basis) for basis in ("inferred", "editor"))
    relative = make_event(after_event=inferred, offset="P1M")
    return [inferred, editor], [make_event(date="1964"), relative, make_event()]


@case("parts-outside-their-whole")
def parts_outside_their_whole() -> Case:
    whole = make_event(date="1968-03-06/1968-03-07")
    before, after = make_event(date="1968-03-05"), make_event(date="1969")
    inside, perhaps, undated = make_event(date="1968-03-07"), make_event(date="1968"), make_event()
    for part in (before, after, inside, perhaps, undated):
        make_link(part, "part_of", whole)
    other_kind = make_event(date="1969")
    make_link(other_kind, "responds_to", whole)
    return [before, after], [inside, perhaps, undated, other_kind, whole]


@case("consequences-before-their-cause")
def consequences_before_their_cause() -> Case:
    cause, early_answer = make_event(date="1968-08-21"), make_event(date="1968-08-20")
    make_link(cause, "led_to", make_event(date="1968-07"))
    make_link(early_answer, "responds_to", cause)
    good_cause, answer, vague = make_event(date="1968-08"), make_event(date="1968-08-21"), make_event(date="1968")
    make_link(good_cause, "led_to", make_event(date="1968-08-01"))
    make_link(answer, "responds_to", cause)
    make_link(vague, "responds_to", cause)
    return [cause, early_answer], [good_cause, answer, vague]


@case("effects-listed-before-their-cause")
def effects_listed_before_their_cause() -> Case:
    cause, early_answer = make_event(date="1968-08"), make_event(date="1968-08-20")
    make_link(cause, "led_to", make_event(date="1968-08-01"))
    make_link(early_answer, "responds_to", cause)
    good_cause, answer, undated = make_event(date="1968-08-21"), make_event(date="1968-08-31"), make_event()
    make_link(good_cause, "led_to", make_event(date="1968-08-21"))
    make_link(answer, "responds_to", cause)
    make_link(undated, "responds_to", cause)
    make_link(good_cause, "part_of", make_event(date="1955"))
    return [cause, early_answer], [good_cause, answer, undated]


@case("participants-outside-their-life")
def participants_outside_their_life() -> Case:
    dej = make_actor("Gheorghe Gheorghiu-Dej", life_dates="1901-11-08/1965-03-19")
    unknown_death, one_date = make_actor(life_dates="1918/"), make_actor(life_dates="1901")
    nobody = make_actor()
    dead, unborn = make_event(date="1965-03-20", participants=[dej]), make_event(date="1900", participants=[dej])
    last_day, that_year = (make_event(date=date, participants=[dej]) for date in ("1965-03-19", "1965"))
    later = make_event(date="1990", participants=[unknown_death, one_date, nobody])
    return [dead, unborn], [last_day, that_year, later, make_event(participants=[dej])]
