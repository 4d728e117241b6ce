"""Dates typed in words: what is saved, what is refused, and what is said of them while they are typed."""

from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.test import Client
from django.urls import reverse

from events import models
from tests.support.factories import make_actor, make_event, make_interpretation, make_source
from tests.support.office import errors_of, row, url

pytestmark = pytest.mark.any_database

ADDRESS = "/admin/events/event/date/"


@pytest.fixture
def echo(office: Client) -> Any:
    """What an editor is told of what is typed."""

    def echo(**typed: Any) -> dict[str, Any]:
        answer = office.get(ADDRESS, typed)
        assert answer.status_code == 200
        assert answer.headers["Content-Type"] == "application/json"
        return answer.json()

    return echo


# --- saving -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "edtf", "part"),
    [
        ("25 July 1958", "1958-07-25", ""),
        ("iulie 1963", "1963-07", ""),
        ("between 1956 and 1965", "[1956..1965]", ""),
        ("late 1960s", "[1965..1969]", "late"),
        ("începutul anilor 1960", "[1960..1964]", "early"),
        ("1958-07-25", "1958-07-25", ""),
    ],
)
def test_words_are_kept_as_edtf_with_the_part_that_they_give(words: str, edtf: str, part: str, save: Any, db: None):
    event = make_event()
    save(event, {"date": words, "date_basis": "stated"})
    event.refresh_from_db()
    assert (event.date, event.date_part) == (edtf, part)


def test_a_part_is_filled_in_though_the_edtf_was_there_already(save: Any, db: None):
    event = make_event(date="[1965..1969]")
    save(event, {"date": "late 1960s"})
    event.refresh_from_db()
    assert (event.date, event.date_part) == ("[1965..1969]", "late")


def test_a_part_that_the_words_do_not_say_is_refused_once_and_beside_the_part(save: Any, db: None):
    event = make_event(date="[1960..1964]", date_part="early")
    answer = save(event, {"date": "late 1960s"}, follow=True)
    errors = answer.context["adminform"].form.errors
    assert errors == {"date_part": ["The words of the date say “late”, and here is chosen “early”."]}
    event.refresh_from_db()
    assert event.date == "[1960..1964]"


def test_a_part_that_the_words_say_too_is_no_contradiction(save: Any, db: None):
    event = make_event()
    save(event, {"date": "mid-1960s", "date_part": "mid", "date_basis": "stated"})
    event.refresh_from_db()
    assert (event.date, event.date_part) == ("[1963..1966]", "mid")


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ("some time after the war", "is not understood in a date"),
        ("31 June 1958", "June 1958 has 30 days"),
        ("winter 1968", "say which winter"),
    ],
)
def test_what_is_not_understood_stays_in_the_field_with_the_reason(words: str, sentence: str, save: Any, db: None):
    event = make_event()
    answer = save(event, {"date": words, "date_basis": "stated"}, follow=True)
    assert sentence in errors_of(answer)
    assert f'value="{words}"' in answer.content.decode()
    event.refresh_from_db()
    assert event.date == ""


def test_a_refusal_names_an_example_in_edtf(save: Any, db: None):
    assert "1958-07-25" in errors_of(save(make_event(), {"date": "soon", "date_basis": "stated"}))


def test_words_stay_as_typed_where_another_field_is_wrong(save: Any, db: None):
    answer = save(make_event(), {"date": "late 1960s", "date_basis": ""}, follow=True)
    assert "Say on what the date rests" in errors_of(answer)
    assert 'value="late 1960s"' in answer.content.decode()


def test_the_dates_of_an_interpretation_are_taken_in_words(save: Any, db: None):
    claim = make_interpretation(ground="date", voice="unattributed")
    save(claim, {"made_on": "2007", "scope": "din 1958 până în 1965", "argued_date": "before 1961"})
    claim.refresh_from_db()
    assert (claim.made_on, claim.scope, claim.argued_date) == ("2007", "1958/1965", "[..1960]")
    answer = save(claim, {"made_on": "once"}, follow=True)
    assert "is not understood in a date" in errors_of(answer)
    assert 'value="once"' in answer.content.decode()


def test_the_dates_of_a_source_are_taken_in_words(save: Any, db: None):
    source = make_source()
    save(source, {"created": "26 April 1964", "issued": "aprilie 1964", "available_from": "after 1989"})
    source.refresh_from_db()
    assert (source.created, source.issued, source.available_from) == ("1964-04-26", "1964-04", "[1990..]")
    answer = save(source, {"created": "once"}, follow=True)
    assert "is not understood in a date" in errors_of(answer)
    assert 'value="once"' in answer.content.decode()


def test_the_dates_of_an_actor_and_of_its_names_are_taken_in_words(save: Any, db: None):
    actor = make_actor("Romanian Workers’ Party")
    actor.other_names.create(name="RWP")
    save(
        actor,
        {"life_dates": "from 1921 to 1989", "other_names-0-used": "din 1948 până în 1965"}
        | row("other_names", 1, name="PMR", used="21 February 1948"),
    )
    actor.refresh_from_db()
    assert actor.life_dates == "1921/1989"
    assert set(actor.other_names.values_list("name", "used")) == {("RWP", "1948/1965"), ("PMR", "1948-02-21")}
    answer = save(actor, {"life_dates": "a century", "other_names-0-used": "long ago"}, follow=True)
    assert errors_of(answer).count("is not understood in a date") == 2


def test_the_same_date_in_other_words_is_no_change(save: Any, db: None):
    event = make_event(date="1963-07")
    updated_at = event.updated_at
    save(event, {"date": "July 1963"})
    event.refresh_from_db()
    assert event.updated_at == updated_at


# --- while typing -----------------------------------------------------------------------------------------


def test_the_address_is_named():
    assert reverse("admin:events_event_date") == ADDRESS


def test_a_date_is_said_in_words_with_its_bounds(echo: Any):
    assert echo(date="late 1960s", date_part="", date_basis="inferred") == {
        "ok": True,
        "words": "late 1960s",
        "edtf": "[1965..1969]",
        "part": "late",
        "earliest": "1965-01-01",
        "latest": "1969-12-31",
        "precision": "range",
        "basis": "inferred",
        "message": "earliest 1965-01-01, latest 1969-12-31 · precision: range",
    }


def test_it_answers_in_the_language_of_the_reader(office: Client):
    answer = office.get(ADDRESS, {"date": "late 1960s"}, headers={"Accept-Language": "ro"}).json()
    assert answer["words"] == "sfârșitul anilor 1960"


def test_where_parts_are_not_kept_the_words_leave_them_out(echo: Any):
    answer = echo(date="late 1960s", without_part="1")
    assert (answer["words"], answer["part"]) == ("between 1965 and 1969", "")


def test_an_open_end_is_blank(echo: Any):
    answer = echo(date="after 1955")
    assert (answer["earliest"], answer["latest"]) == ("1956-01-01", "")
    assert answer["message"].startswith("earliest 1956-01-01, latest open or unknown")


def test_no_date_is_undated(echo: Any):
    assert echo() == {"ok": True, "words": "undated"} | dict.fromkeys(
        ("edtf", "part", "earliest", "latest", "precision", "basis", "message"), ""
    )


def test_a_relative_date_is_said_too(echo: Any):
    anchor = make_event("The vote", date="1979")
    answer = echo(after_event=anchor.pk, offset="P1M", date_basis="relative")
    assert (answer["ok"], answer["earliest"], answer["latest"]) == (True, "1979-02-01", "1980-01-31")


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"date": "soon"}, "is not understood in a date"),
        ({"date": "31 June 1958"}, "June 1958 has 30 days"),
        ({"date": "late 1960s", "date_part": "early"}, "The words of the date say “late”"),
        ({"date": "1958", "date_part": "late"}, "goes the EDTF of that part"),
        ({"date": "1958", "date_part": "later"}, "is no part of a date"),
        ({"date_part": "late"}, "needs a date to be part of"),
        ({"offset": "P1M"}, "An offset needs the event"),
        ({"after_event": "0", "date_basis": "relative"}, "is not there"),
        ({"after_event": "9" * 40}, "is not there"),
        ({"after_event": "one"}, "is not there"),
        ({"date": "1958", "date_basis": "relative"}, "needs the event that the date is counted from"),
        ({"date": "x" * 5000}, "has at most 200 characters"),
        ({"date": "\ufffd"}, "is not understood"),
    ],
)
def test_what_is_wrong_is_said_and_never_an_error_of_the_server(typed: dict[str, str], sentence: str, echo: Any):
    answer = echo(**typed)
    assert not answer["ok"]
    assert answer["words"] == ""
    assert sentence in answer["message"]


def test_an_offset_of_an_event_without_sense_is_answered(echo: Any):
    anchor = make_event(date="1979")
    for offset in ("-P99999Y99999M99999W999999D", "P", "P1H"):
        assert set(echo(after_event=anchor.pk, offset=offset)) >= {"ok", "message"}


def test_bytes_that_are_no_text_are_answered(office: Client):
    assert office.get(f"{ADDRESS}?date=%ff%fe%ed%a0%80&after_event=%ff").status_code == 200
    assert office.get(f"{ADDRESS}?date=1958&after_event=%00").status_code == 400


def test_a_missing_basis_is_left_for_saving(echo: Any):
    assert echo(date="1958", date_basis="")["ok"]


def test_only_who_may_see_events_is_answered(client: Client, db: None):
    assert client.get(ADDRESS).status_code == 302  # to the login
    user = get_user_model().objects.create_user("staff", password="password", is_staff=True)
    client.force_login(user)
    assert client.get(ADDRESS).status_code == 403
    reader = get_user_model().objects.create_user("reader", password="password")
    client.force_login(reader)
    assert client.get(ADDRESS).status_code == 302


def test_it_is_only_asked(office: Client):
    assert office.post(ADDRESS, {"date": "1958"}).status_code == 405


def test_the_forms_bring_the_script_and_the_address(office: Client, db: None):
    actor = make_actor()
    actor.other_names.create(name="Comrade Wiesław")
    named = 1 + 1 + 1 + 1  # its life, a name, and the rows from which other names and offices are made
    for record, fields in ((make_event(), 1), (make_interpretation(), 3), (make_source(), 7), (actor, named)):
        page = office.get(url(record)).content.decode()
        assert page.count(f'data-date-echo="{ADDRESS}"') == fields
        assert page.count("date_echo") >= 1
        assert 'type="module"' in page
    assert "Words will do" in office.get(url(models.Event, "add")).content.decode()
