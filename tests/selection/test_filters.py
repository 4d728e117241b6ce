"""What each parameter selects, and what a bad one does."""

from typing import Any

import pytest
from django.test import Client

from events import models
from events.selection.filters import PARAMETERS
from tests.support import factories as make
from tests.support.history import History
from tests.support.pages import Page, body_of, slugs, table, text_of
from tests.support.selections import events_of, select

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]


SHORT = {
    "austrian-state-treaty": "treaty",
    "departure-of-the-soviet-troops": "departure",
    "decree-on-the-border": "decree",
    "entry-of-mongolia-opposed": "mongolia",
    "expulsion-from-the-pact-suggested": "expulsion",
    "helsinki-groups-founded": "helsinki",
}


def selected(query: str) -> str:
    """The short names of what a query selects, in order."""
    selection = select(query)
    assert selection.asked.form.is_valid(), selection.asked.errors
    return " ".join(SHORT[event.slug] for event in events_of(selection))


# --- dates ---


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("from=1958&to=1958", "departure decree"),
        ("from=1958-07-25&to=1958-07-25", "departure"),
        ("from=1958-07-26&to=1963-06-30", "decree"),
        ("from=1963-07-31&to=1963-07-31", "mongolia"),
        ("from=1967&to=1967", "expulsion"),
        ("from=1967&to=1967&dates=possible", "expulsion"),
        ("from=1967&to=1967&dates=certain", ""),
        ("from=1965&to=1969&dates=certain", "expulsion"),
        ("from=1963-07&to=1963-07&dates=certain", "mongolia"),
        ("from=1963-07-02&dates=certain", "expulsion"),
        ("to=1955", "treaty"),
        ("from=1963", "mongolia expulsion"),
        ("from=195X&to=195X", "treaty departure decree"),
        ("from=1958~&to=1958~", "departure decree"),
        ("from=[1955..1958]&to=[1955..1958]", "treaty departure decree"),
        ("from=1958-22&to=1958-22", "departure decree"),
        ("dates=undated", "helsinki"),
        ("dates=undated&from=1958&to=1958", "helsinki"),
        ("from=-44&to=44", ""),
        ("from=Y-123456789&to=Y123456789", "treaty departure decree mongolia expulsion"),
    ],
)
def test_from_and_to_take_any_edtf_and_run_from_first_to_last_day(h: History, query: str, names: str):
    assert selected(query.replace("+", "%2B")) == names


@pytest.mark.parametrize(
    ("date", "possibly", "certainly"),
    [
        ("[1955..]", True, False),
        ("[..1961]", True, False),
        ("1955/..", True, False),
        ("../1961", True, False),
        ("1955/", True, False),
        ("1958", True, True),
        ("1957/1959", True, False),
        ("1958-12-31/1959-01-01", True, False),
        ("[1959..]", False, False),
        ("[..1957]", False, False),
        ("1957-12-31", False, False),
        ("XXXX", False, False),
    ],
)
@pytest.mark.each_database
def test_an_open_or_unknown_end_reaches_without_limit(date: str, possibly: bool, certainly: bool):
    make.publish(make.make_event("Withdrawal", date=date))
    assert select("from=1958&to=1958").count == possibly
    assert select("from=1958&to=1958&dates=certain").count == certainly


@pytest.mark.parametrize(
    "date", ["0044", "0000", "-0044-03-15", "Y123456789", "Y-123456789", "Y-999999999", "0999-12-31", "-0001"]
)
@pytest.mark.each_database
def test_years_before_1000_year_0_bc_and_nine_digits_filter_and_show(client: Client, date: str):
    make.publish(make.make_event("Ides of March", date=date), make.make_event("Vote", date="1979"))
    page = Page(client.get("/", {"from": date, "to": date, "dates": "certain"}))
    assert page.events == ["ides-of-march"]
    before = date.lstrip("Y").startswith("-")
    assert slugs(client, {"from": "-999999999", "to": "-0001"}) == (["ides-of-march"] if before else [])
    assert client.get("/events/ides-of-march/").status_code == 200


@pytest.mark.each_database
def test_years_of_every_size_sort_in_time():
    dates = [
        "Y-123456789",
        "-0044",
        "-0001",
        "0000",
        "0001",
        "0044",
        "0999",
        "1000",
        "1958",
        "Y12345",
        "Y123456789",
    ]
    for number, date in enumerate(reversed(dates)):
        make.publish(make.make_event(f"Year {number}", date=date))
    assert [event.date for event in events_of(select())] == dates


@pytest.mark.each_database
def test_an_event_with_only_a_latest_bound_sorts_by_it_and_open_ends_after_known_ones():
    dates = ["[..1957-12-31]", "1958-01-01", "[..1958-06-30]", "1958", "1958/1960", "1958/..", "[..1959]"]
    for number, date in enumerate(dates):
        make.publish(make.make_event(f"{9 - number}", date=date))
    assert [event.date for event in events_of(select())] == dates


@pytest.mark.each_database
def test_events_of_the_same_days_sort_by_the_code_points_of_their_slugs():
    order = ["Vote", "a-b", "a0", "a1", "a10", "a2", "a_b", "aa", "ab"]
    for slug in reversed(order):
        make.publish(make.make_event(f"Title {slug}", slug=slug, date="1979"))
    assert [event.slug for event in events_of(select())] == order
    assert [event.slug for event in events_of(select("order=-date"))] == order[::-1]


# --- the event's own relations, and what is argued about it ---


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("theme=military", "departure mongolia"),
        ("theme=military&theme=diplomacy", "treaty departure mongolia helsinki"),
        ("actor=soviet-union", "departure"),
        ("actor=soviet-union&actor=romania", "departure mongolia expulsion"),
        ("actor=romania&role=opponent", "mongolia"),
        ("actor=romania&actor=soviet-union&role=counterpart", "departure expulsion"),
        ("actor=soviet-union&role=opponent", ""),
        ("role=counterpart", "departure expulsion"),
        ("place=bucharest", "departure"),
        ("place=bucharest&theme=diplomacy", ""),
        ("source=verona-1992", "treaty helsinki"),
        ("source=verona-1992&source=de-satellization", "treaty departure decree mongolia expulsion helsinki"),
        ("kind=tertiary", "departure decree mongolia expulsion"),
        ("kind=primary", ""),
        ("theme=diplomacy&actor=romania", "mongolia"),
        ("debate=why-did-the-troops-leave", "departure"),
        ("proponent=dennis-deletant", "departure"),
        ("proponent=romania", ""),
        ("ground=characterisation", "departure mongolia"),
        ("ground=motive", "departure"),
        ("ground=term", ""),
        ("contested=1", "departure"),
        ("basis=relative", "decree"),
        ("basis=inferred", "expulsion"),
        ("basis=editor", ""),
        ("precision=month", "decree mongolia"),
        ("precision=range", "expulsion"),
        ("prominence=1", "treaty departure"),
        ("prominence=3", "expulsion"),
        ("theme=&actor=&contested=&q=", "treaty departure decree mongolia expulsion helsinki"),
        ("colour=red", "treaty departure decree mongolia expulsion helsinki"),
    ],
)
@pytest.mark.each_database
def test_the_same_facet_widens_and_different_facets_narrow(h: History, query: str, names: str):
    assert selected(query) == names


def test_places_widen_one_another(h: History):
    h.events["treaty"].place = make.make_place("Vienna")
    h.events["treaty"].save()
    assert selected("place=vienna&place=bucharest") == "treaty departure"


@pytest.mark.parametrize(
    ("query", "kind", "target", "names"),
    [
        ("place=once", "places", "bucharest", "departure"),
        ("place=once&place=bucharest", "places", "bucharest", "departure"),
        ("theme=once", "themes", "military", "departure mongolia"),
        ("debate=once", "debates", "why-did-the-troops-leave", "departure"),
    ],
)
def test_a_view_by_an_old_slug_is_that_by_the_new_one(h: History, query: str, kind: str, target: str, names: str):
    make_redirect = models.Redirect.objects.create
    make_redirect(kind=kind, slug="once", target="twice")
    make_redirect(kind=kind, slug="twice", target=target)
    assert selected(query) == names


def test_further_reading_is_not_in_the_source_filter(h: History):
    assert selected("source=kremlin-note") == ""


def test_sources_of_what_is_argued_are_not_the_events_own(h: History):
    own = make.make_source("king-1980")
    make.cite(h.claims["relief"], own)
    assert selected("source=king-1980") == ""


@pytest.mark.each_database
def test_an_event_is_contested_only_by_what_is_published_on_both_sides(h: History):
    for name in ("relief", "reward"):
        claim = h.claims[name]
        claim.status = "draft"
        claim.save()
        assert selected("contested=1") == ""
        claim.status = "published"
        claim.save()
    assert selected("contested=1") == "departure"


def test_support_is_no_contest(h: History):
    make.make_relation(h.claims["policy"], "supports", h.claims["reward"])
    assert selected("contested=1") == "departure"
    make.make_relation(h.claims["relief"], "contests", h.claims["policy"])
    assert selected("contested=1") == "departure mongolia"


# --- bad values ---

BAD = [
    ("from", "soon"),
    ("from", "1958-13"),
    ("from", "[..1958]"),
    ("from", "../1958"),
    ("to", "1958/.."),
    ("to", "1958-02-30"),
    ("to", "XXXX"),
    ("from", "9" * 300),
    ("dates", "maybe"),
    ("theme", "naval"),
    ("actor", "nobody"),
    ("with", "nobody"),
    ("role", "victim"),
    ("place", "atlantis"),
    ("source", "hearsay"),
    ("kind", "fourth"),
    ("debate", "what"),
    ("proponent", "nobody"),
    ("ground", "mood"),
    ("contested", "0"),
    ("basis", "rumour"),
    ("precision", "hour"),
    ("prominence", "4"),
    ("order", "sideways"),
    ("page", "0"),
    ("page", "two"),
    ("page", "9" * 5000),
    ("lang", "fr"),
    ("q", "x" * 201),
    ("q", "a\0b"),
    ("theme", "a\0b"),
    ("actor", "x" * 500),
    ("debate", "\0"),
    ("from", "\0"),
    ("basis", "\0"),
    ("page", "\0"),
]


# No text on PostgreSQL has the character with the number 0.
ODD = [
    pytest.param(name, value, id=f"{name}-{value[:8]!r}", marks=[pytest.mark.each_database] if "\0" in value else [])
    for name, value in BAD
]


@pytest.mark.parametrize(("name", "value"), ODD)
def test_a_bad_value_is_reported_and_the_other_filters_are_kept(client: Client, h: History, name: str, value: str):
    other = {"kind": "tertiary"} if name in ("theme", "actor") else {"theme": "military"}
    expected = slugs(client, other)
    response = client.get("/", {**other, name: value})
    assert response.status_code == 200
    page = Page(response)
    assert page.title.startswith("Error:")
    assert page.events == expected
    assert "There is a problem" in page.text()
    for export in ("events.json", "events.csv", "facets.json"):
        answer = client.get(f"/export/{export}", {**other, name: value})
        assert answer.status_code == 400
        assert list(answer.json()["errors"]) == [name]


@pytest.mark.parametrize("name", [name for name in PARAMETERS if name not in {"lang"}])
def test_the_error_stands_beside_its_field_and_in_the_summary(client: Client, h: History, name: str):
    page = Page(client.get("/", {name: "x\0y", "theme": ["military", *(["x\0y"] if name == "theme" else [])]}))
    summary = next(div for div in page.all("div[@role='alert']"))
    link = next(iter(summary.iter("a")))
    assert link.get("href") == f"#{name}"
    assert name in page.ids, "the summary leads to the field"
    message = text_of(summary).rsplit(": ", 1)[1]
    assert page.text().count(message) > 1, "the same words beside the field"


def test_each_wrong_year_says_what_is_wrong_across_both_fields_and_is_described_by_it(client: Client, h: History):
    page = Page(client.get("/", {"from": "soon", "to": "196x"}))
    for name, label in (("from", "From: “soon”"), ("to", "To: “196x”")):
        described_by = page.one(f"input[@id='{name}']").get("aria-describedby")
        assert text_of(page.one(f"p[@id='{described_by}']")).startswith(label)
    assert not [p for p in page.one("div[@class='pair']").iter("p")], "half a column is too narrow for a sentence"


@pytest.mark.parametrize("text", ["abc", "soon", "the war"])
def test_what_is_no_year_at_all_is_answered_with_what_to_enter(client: Client, h: History, text: str):
    page = Page(client.get("/", {"from": text}))
    assert f"“{text}” is not a year: enter one, such as 1963." in page.text("div[@role='alert']")


def test_what_was_typed_is_kept_in_its_field(client: Client, h: History):
    page = Page(client.get("/", {"from": "the war", "q": "“mongolia"}))
    assert page.one("input[@id='from']").get("value") == "the war"
    assert page.one("input[@id='q']").get("value") == "“mongolia"


def test_an_unknown_parameter_is_ignored_everywhere(client: Client, h: History):
    plain = Page(client.get("/")).events
    params = {"utm_campaign": "x", "Theme": "naval", "csrf\0": "\0"}
    assert (
        Page(client.get("/", params)).events
        == plain
        == slugs(client, params)
        == [row["slug"] for row in table(client, params)]
    )
    assert "Error:" not in Page(client.get("/", params)).title


def test_each_export_of_a_bad_view_is_an_error_and_never_a_wider_selection(client: Client, h: History):
    answer = client.get("/export/events.json", {"theme": ["military", "naval"], "prominence": "1"})
    assert answer.status_code == 400
    assert "departure" not in body_of(answer)
    assert "naval" in answer.json()["errors"]["theme"][0]


# --- the form ---


def controls(page: Page) -> dict[str, list[str]]:
    """What a browser would send for the form as it is served."""
    sent: dict[str, list[str]] = {}
    form = page.one("form[@method='get']")
    for field in form.iter("input"):
        if field.get("type") in ("checkbox", "radio") and "checked" not in field.attrib:
            continue
        if field.get("name") and "disabled" not in field.attrib:
            sent.setdefault(field.get("name", ""), []).append(field.get("value", ""))
    for control in form.iter("select"):
        chosen = [option.get("value", "") for option in control.iter("option") if "selected" in option.attrib]
        first = next(control.iter("option")).get("value", "")
        sent.setdefault(control.get("name", ""), []).extend(chosen or [first])
    return sent


@pytest.mark.parametrize(
    "params",
    [
        {},
        {"theme": ["military", "diplomacy"], "from": "1955", "to": "1969", "dates": "certain"},
        {"actor": "romania", "role": "opponent", "with": "gheorghe-gheorghiu-dej", "order": "-date", "lang": "en"},
        {"q": '"entry of mongolia"', "kind": "tertiary", "prominence": "2"},
        {
            "debate": "why-did-the-troops-leave",
            "contested": "1",
            "basis": "stated",
            "proponent": "robert-king",
        },
        {"ground": "motive", "precision": "day", "source": "de-satellization", "place": "bucharest"},
    ],
)
def test_submitting_the_form_as_served_gives_the_same_view(client: Client, h: History, params: dict[str, Any]):
    page = Page(client.get("/", params))
    sent = controls(page)
    assert {name: [v for v in values if v] for name, values in sent.items() if any(values) and name != "dates"} == {
        name: value if isinstance(value, list) else [value] for name, value in params.items() if name != "dates"
    }
    assert Page(client.get("/", sent)).events == page.events


def test_the_form_has_a_control_for_each_facet_with_counts(client: Client, h: History):
    names = {
        field.get("name")
        for tag in ("input", "select")
        for field in Page(client.get("/")).one("form[@method='get']").iter(tag)
    }
    expected = {
        "q",
        "from",
        "to",
        "dates",
        "theme",
        "actor",
        "place",
        "source",
        "debate",
        "proponent",
        "contested",
        "basis",
        "prominence",
    }
    assert expected <= names


def test_a_chosen_value_without_events_stays_in_sight(client: Client, h: History):
    page = Page(client.get("/", {"theme": "military", "to": "1955"}))
    assert controls(page)["theme"] == ["military"]


def test_with_narrows_to_events_in_which_another_took_part_too_and_says_so(client: Client, h: History):
    assert slugs(client, {"actor": "romania", "with": "soviet-union"}) == ["departure-of-the-soviet-troops"]
    assert slugs(client, {"actor": "romania", "role": "opponent", "with": "soviet-union"}) == []
    page = Page(client.get("/", {"actor": "romania", "with": "soviet-union"}))
    assert page.chips()["Remove together with: Soviet Union"] == "/?actor=romania#results"
