"""Dates in plain words: what is understood, what is refused and why, and what is found in prose."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from events.dates import PARTS, edtf_for_part, find_dates, parse, understand
from events.dates.grammar import Reader
from tests.dates.test_words import WORDS
from tests.support.edtf_strategies import edtf_strings, four_digits

SEED = Path(__file__).parent.parent.parent / "seeds/documents/de-satellization-of-romania.txt"
NBSP = "\N{NO-BREAK SPACE}"


def read(text: str) -> tuple[str, str]:
    phrase = understand(text)
    return phrase.edtf, phrase.part


def found(text: str) -> list[tuple[str, str]]:
    return [(date.words, date.edtf) for date in find_dates(text)]


# --- a text that is a date ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "edtf"),
    [
        # Days, months and years
        ("25 July 1958", "1958-07-25"),
        ("July 25, 1958", "1958-07-25"),
        ("July 25th 1958", "1958-07-25"),
        ("the 25th of July, 1958", "1958-07-25"),
        ("on 25 July 1958.", "1958-07-25"),
        ("25 iulie 1958", "1958-07-25"),
        (f"25{NBSP}IULIE{NBSP}1958", "1958-07-25"),
        ("25.07.1958", "1958-07-25"),
        ("25/07/1958", "1958-07-25"),
        ("5/5/1958", "1958-05-05"),
        ("25 Jan. 1968", "1968-01-25"),
        ("July 1963", "1963-07"),
        ("iulie 1963", "1963-07"),
        ("în luna iulie 1963", "1963-07"),
        ("Sept. 1968", "1968-09"),
        ("mai 1958", "1958-05"),
        ("1963", "1963"),
        ("în anul 1963", "1963"),
        # Decades, centuries, millennia
        ("the 1960s", "196X"),
        ("1960's", "196X"),
        ("the '60s", "196X"),
        ("anii 1960", "196X"),
        ("anii '60", "196X"),
        ("anii ’60", "196X"),
        ("the decade 1900–1909", "190X"),
        ("deceniul 1900–1909", "190X"),
        ("the 20th century", "19XX"),
        ("twentieth century", "19XX"),
        ("secolul al XX-lea", "19XX"),
        ("sec. XX", "19XX"),
        ("the 2nd millennium", "1XXX"),
        # Some moment in, and what lasted
        ("between 1956 and 1965", "[1956..1965]"),
        ("între 1956 și 1965", "[1956..1965]"),
        ("intre 1956 si 1965", "[1956..1965]"),
        ("între anii 1956 şi 1965", "[1956..1965]"),
        ("between 15 and 22 April 1964", "[1964-04-15..1964-04-22]"),
        ("from 1958 to 1960", "1958/1960"),
        ("din 1958 până în 1960", "1958/1960"),
        ("din 1958 pînă în 1960", "1958/1960"),
        ("1958–1960", "1958/1960"),
        ("1958-1960", "1958/1960"),
        ("1963–64", "1963/1964"),
        ("anii 1956–1965", "1956/1965"),
        ("June–July 1958", "1958-06/1958-07"),
        ("April 15–22, 1964", "1964-04-15/1964-04-22"),
        ("15 April – 2 May 1964", "1964-04-15/1964-05-02"),
        ("since 1958", "1958/.."),
        ("from 1955 onwards", "1955/.."),
        ("din 1955 încoace", "1955/.."),
        ("until 1960", "../1960"),
        ("până în 1960", "../1960"),
        ("until 1985, beginning unknown", "/1985"),
        # Before and after
        ("after 1955", "[1956..]"),
        ("după 1955", "[1956..]"),
        ("after July 1958", "[1958-08..]"),
        ("after 25 July 1958", "[1958-07-26..]"),
        ("after 31 December 1958", "[1959-01-01..]"),
        ("după 25 iulie 1958", "[1958-07-26..]"),
        ("after summer 1958", "[1958-09..]"),
        ("after 1 BC", "[0001..]"),
        ("after about 1961", "[1961~..]"),
        ("from 1955", "[1955..]"),
        ("from 25 July 1958", "[1958-07-25..]"),
        ("not before 1963", "[1963..]"),
        ("no earlier than July 1963", "[1963-07..]"),
        ("nu înainte de 1963", "[1963..]"),
        ("cel mai devreme în 1963", "[1963..]"),
        ("by 1960", "[..1960]"),
        ("not later than 1965", "[..1965]"),
        ("no later than 1965", "[..1965]"),
        ("nu mai târziu de 1965", "[..1965]"),
        ("cel târziu la 25 iulie 1958", "[..1958-07-25]"),
        ("cel mai târziu în 1965", "[..1965]"),
        # A night
        ("the night of 20–21 August 1968", "[1968-08-20..1968-08-21]"),
        ("on the night of 20 to 21 August 1968", "[1968-08-20..1968-08-21]"),
        ("20/21 August 1968", "[1968-08-20..1968-08-21]"),
        ("noaptea de 20 spre 21 august 1968", "[1968-08-20..1968-08-21]"),
        ("în noaptea de 31 august spre 1 septembrie 1968", "[1968-08-31..1968-09-01]"),
        # A life
        ("born 1911", "1911/"),
        ("b. 1911", "1911/"),
        ("născut în 1911", "1911/"),
        ("died 19 March 1965", "/1965-03-19"),
        ("mort în 1965", "/1965"),
        # Calendars
        ("22 Feb. 1689 (N.S.)", "1689-02-22"),
        ("22 februarie 1689 stil nou", "1689-02-22"),
        ("1955 or later", "[1955..]"),
        ("before 1961", "[..1960]"),
        ("înainte de 1961", "[..1960]"),
        ("before July 1958", "[..1958-06]"),
        ("before 25 July 1958", "[..1958-07-24]"),
        ("before summer 1958", "[..1958-05]"),
        ("before the 1960s", "[..1959]"),
        ("before 1 AD", "[..0000]"),
        ("before about 1961", "[..1961~]"),  # no year nearer than the words say
        ("by the end of July 1958", "[..1958-07]"),
        ("by 25 July 1958", "[..1958-07-25]"),
        # One or all of several
        ("1956 or 1957", "[1956,1957]"),
        ("1956, 1957 sau 1960", "[1956,1957,1960]"),
        ("25 or 26 July 1958", "[1958-07-25,1958-07-26]"),
        ("the 1950s and 1960s", "{195X,196X}"),
        # Marks
        ("circa 1958", "1958~"),
        ("c. 1958", "1958~"),
        ("ca 1958", "1958~"),
        ("about 1958", "1958~"),
        ("în jurul anului 1958", "1958~"),
        ("circa 1958–1960", "1958~/1960~"),
        ("1958?", "1958?"),
        ("25 July 1958?", "1958-07-25?"),
        ("possibly 1958", "1958?"),
        ("probably in 1958", "1958?"),
        ("probabil circa 1958", "1958%"),
        ("about 1950 (between 1900 and 1999)", "1950S2"),
        ("11 June 2004 (year uncertain, day approximate)", "?2004-06-~11"),
        # Seasons and parts of the year
        ("spring 1968", "1968-21"),
        ("the summer of 1968", "1968-22"),
        ("fall 1968", "1968-23"),
        ("winter 1967–68", "1967-24"),
        ("winter 1967/68", "1967-24"),
        ("iarna 1967–1968", "1967-24"),
        ("primăvara anului 1968", "1968-21"),
        ("vara lui 1968", "1968-22"),
        ("the second quarter of 1955", "1955-34"),
        ("prima jumătate a anului 1955", "1955-40"),
        # Other eras
        ("44 BC", "-0043"),
        ("44 B.C.", "-0043"),
        ("44 î.Hr.", "-0043"),
        ("44–43 BC", "-0043/-0042"),
        ("between 1200 and 1100 BC", "[-1199..-1099]"),
        ("AD 955", "0955"),
        ("12,000 AD", "Y12000"),
        # EDTF as it is
        (" 1958-07-25 ", "1958-07-25"),
        ("[1956..1965]", "[1956..1965]"),
        ("%2001", "%2001"),
    ],
)
def test_a_date_in_words_is_understood(text, edtf):
    assert read(text) == (edtf, "")
    assert read(text.upper())[0].upper() == edtf or edtf.startswith("%")
    decomposed = unicodedata.normalize("NFD", text)
    assert read(decomposed) == (edtf, "")
    assert read("".join(c for c in decomposed if not unicodedata.combining(c))) == (edtf, "")


@pytest.mark.parametrize(
    ("text", "part", "unit"),
    [
        ("early 1960s", "early", "196X"),
        ("mid-1960s", "mid", "196X"),
        ("mid 1960s", "mid", "196X"),
        ("in the late 1960s", "late", "196X"),
        ("late '60s", "late", "196X"),
        ("începutul anilor 1960", "early", "196X"),
        ("la mijlocul anilor '60", "mid", "196X"),
        ("sfârșitul anilor 1960", "late", "196X"),
        ("sfîrşitul anilor 1960", "late", "196X"),
        ("late 1958", "late", "1958"),
        ("mijlocul anului 1958", "mid", "1958"),
        ("early 20th century", "early", "19XX"),
        ("mid-20th century", "mid", "19XX"),
        ("the end of the 20th century", "late", "19XX"),
        ("sfârșitul secolului al XX-lea", "late", "19XX"),
        ("late 44 BC", "late", "-0043"),
        ("early July 1963", "early", "1963-07"),
        ("mid-April 1964", "mid", "1964-04"),
        ("la sfârșitul lunii februarie 1964", "late", "1964-02"),
        ("început de iulie 1963", "early", "1963-07"),
    ],
)
def test_early_mid_and_late_are_the_closed_choice(text, part, unit):
    assert read(text) == (edtf_for_part(part, unit), part)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("31 June 1958", "“1958-06-31”: June 1958 has 30 days."),
        ("31.06.1958", "“1958-06-31”: June 1958 has 30 days."),
        ("1958-02-30", "“1958-02-30”: February 1958 has 28 days."),
        ("from 1960 to 1958", "“1960/1958”: the interval ends (1958) before it begins (1960)."),
        ("07/08/1958", "“07/08/1958”: this may be day and month or month and day: write the month's name."),
        (
            "the 1900s",
            "“the 1900s”: this may be the decade or the century: write 190X or 19XX.",
        ),
        ("the 60s", "“the 60s”: say of which century: the 1960s."),
        (
            "anii 1960–1970",
            "“anii 1960–1970”: this may be years or decades: write 1960/1970 or 196X/197X.",
        ),
        (
            "winter 1968",
            "“winter 1968”: say which winter: it begins in one year and ends in the next, for example winter"
            " 1967–1968.",
        ),
        ("25 July", "“25 July”: a date needs its year."),
        ("955", "“955”: a year of other than four digits needs its era: 955 AD, 44 BC."),
        (
            "early 25 July 1958",
            "“early 25 July 1958”: early, mid and late go with a month (1958-07), a year (1958), a decade (196X) or a"
            " century (19XX).",
        ),
        (
            "12 Feb. 1689 (O.S.)",
            "“12 Feb. 1689 (O.S.)”: Old Style: write the day of the Gregorian calendar (New Style), and the old one in"
            " the date note.",
        ),
        (
            "25 July 1958 or so",
            "“25 July 1958 or so”: “so” is not understood in a date; write it in words"
            " (25 July 1958, late 1960s) or in EDTF (1958-07-25, [1965..1969]).",
        ),
        (
            "between 1956 and",
            "“between 1956 and”: something is missing at the end of this date; write it in words"
            " (25 July 1958, late 1960s) or in EDTF (1958-07-25, [1965..1969]).",
        ),
        ("196x", "“196x”: at position 4 stands “x”, which is not used in EDTF; write it as a capital “X”."),
        ("", "A date is empty: write it in EDTF, for example 1958-07-25 or 196X."),
        ("1 " * 101, f"“{('1 ' * 101)[:39]}…”: a date has at most 200 characters, this one has 201."),
    ],
)
def test_a_refusal_says_what_is_not_understood_or_why_there_is_no_such_date(text, sentence):
    with pytest.raises(ValueError) as refusal:
        understand(text)
    assert str(refusal.value) == sentence


@pytest.mark.parametrize(
    "text",
    [
        "din 1958",
        "from early July 1963",
        "the night of 20 August 1968",
        "20/22 August 1968",
        "12 februarie 1689 stil vechi",
        "12 February 1689 Old Style",
        "Julian 12 February 1689",
        "from the late 1960s to 1975",
        "summer 1955–1956",
        "1965s",
        "not 1958",
        "1958\n1960",
        "soon",
    ],
)
def test_what_can_be_taken_for_more_or_other_than_it_says_is_refused(text):
    with pytest.raises(ValueError, match=r"^“.*\.$"):
        understand(text)


def test_what_is_no_string_is_refused():
    for value in (None, 1958, ["1958"]):
        with pytest.raises(ValueError, match="A date is a string"):
            understand(value)


# What the words are not enough to tell apart, each read as the other; its bounds are the same.
ALIKE = {
    "Y-17E7": "Y-170000000",
    "XXXX-XX-XX": "XXXX",
    "1950S2~": "1950S2",
    "1950S4": "1950",
    "%2001": "2001%",
    "2004?-06-11": "?2004-06-11",
    "2004-06~-11": "~2004-~06-11",
    "1964/1964": "1964",
    "196X/196X": "196X",
    "[1960..1960]": "1960",
    "[1960]": "1960",
    "{..1984}": "../1984",
    "1984-X2": "[1984-02,1984-12]",
    "1985-05-3X": "[1985-05-30,1985-05-31]",
}
NOT_READ = {"1985-05-X5", "1984-X2-XX", "1984-X2-05", "1984-1X-05", "/..", "../"}


@pytest.mark.parametrize(("edtf", "english", "romanian"), WORDS)
def test_the_words_that_the_project_says_are_read_back(edtf, english, romanian):
    if edtf in NOT_READ or "T" in edtf:
        for words in (english, romanian):
            with pytest.raises(ValueError, match="not understood"):
                understand(words)
        return
    assert understand(english).edtf == ALIKE.get(edtf, edtf)
    assert understand(romanian).edtf == ALIKE.get(edtf, edtf)


@given(edtf_strings())
@example("[-0039..-0029]")
@example("{1955-22,1956}")
def test_words_are_read_back_to_the_same_bounds_or_not_at_all(edtf):
    date = parse(edtf)
    for language in ("en", "ro"):
        try:
            phrase = understand(date.words(language))
        except ValueError as refusal:
            assert str(refusal).endswith(".")
            continue
        again = parse(phrase.edtf, phrase.part)
        assert (again.earliest, again.latest) == (date.earliest, date.latest)


@given(st.integers(-9999, 9999), st.sampled_from(tuple(PARTS)), st.sampled_from(("month", "year", "decade", "century")))
def test_every_part_is_read_back_from_its_words(year, part, kind):
    written = four_digits(year)
    unit = {
        "month": f"{written}-02",
        "year": written,
        "decade": f"{abs(year):04}"[:-1] + "X",
        "century": written[:-2] + "XX",
    }[kind]
    date = parse(edtf_for_part(part, unit), part)
    for language in ("en", "ro"):
        assert read(date.words(language)) == (date.edtf, part)


@given(st.text(max_size=220))
@example("\ud800")
@example("between " * 25)
@example("(" * 200)
@example("1958²")
def test_any_text_is_a_date_or_a_refusal_in_a_sentence(text):
    try:
        parse(understand(text).edtf)
    except ValueError as refusal:
        assert str(refusal).endswith(".")
        str(refusal).encode()


# --- dates in prose -------------------------------------------------------------------------------------------


def test_the_dates_of_the_document_are_found_where_they_stand():
    text = SEED.read_text()
    dates = find_dates(text)
    assert [(date.words, date.edtf, date.part) for date in dates] == [
        ("late 1960s", "[1965..1969]", "late"),
        ("July 1963", "1963-07", ""),
        ("November 1963", "1963-11", ""),
        ("1964", "1964", ""),
        ("1963–1964", "1963/1964", ""),
        ("25 July 1958", "1958-07-25", ""),
        ("1956", "1956", ""),
        ("1965", "1965", ""),
        ("1955", "1955", ""),
        ("May 1958", "1958-05", ""),
        ("April 1964", "1964-04", ""),
        ("1962", "1962", ""),
        ("1968", "1968", ""),
        ("1972", "1972", ""),
        ("September 1973", "1973-09", ""),
        ("1979", "1979", ""),
    ]
    assert all(text[date.start : date.end] == date.words for date in dates)


@pytest.mark.parametrize(
    ("text", "dates"),
    [
        ("It was achieved on 25 July 1958,[12] arguably.", [("25 July 1958", "1958-07-25")]),
        ("Between 1956 and 1965 Dej ruled.", [("Between 1956 and 1965", "[1956..1965]")]),
        (
            "Before 1961, after 1955; by 1958.",
            [("Before 1961", "[..1960]"), ("after 1955", "[1956..]"), ("by 1958", "[..1958]")],
        ),
        (
            "La sfârşitul anilor '60, în 25 iulie 1958",
            [("sfârşitul anilor '60", "[1965..1969]"), ("25 iulie 1958", "1958-07-25")],
        ),
        ("From 15 to 22 April 1964 they met.", [("From 15 to 22 April 1964", "1964-04-15/1964-04-22")]),
        ("Gheorghiu-Dej (1901–1965) and others", [("1901–1965", "1901/1965")]),
        ("In 1956, 1957 and 1958", [("1956", "1956"), ("1957", "1957"), ("1958", "1958")]),
        ("In 1956 or 1957", [("1956 or 1957", "[1956,1957]")]),
        ("Nothing before the 1950s", [("before the 1950s", "[..1949]")]),
        ("By 25 July 1958 troops had left", [("By 25 July 1958", "[..1958-07-25]")]),
        ("In 1958. July 1963 came.", [("1958", "1958"), ("July 1963", "1963-07")]),
        ("From early July 1958 on", [("early July 1958", "[1958-07-01..1958-07-10]")]),
        ("In the night of 20–21 August 1968", [("night of 20–21 August 1968", "[1968-08-20..1968-08-21]")]),
        ("și în 1958 și", [("1958", "1958")]),
        ("s\u0326i în 1958", [("1958", "1958")]),
    ],
)
def test_dates_are_found_in_sentences(text, dates):
    assert found(text) == dates
    assert all(text[date.start : date.end] == date.words for date in find_dates(text))


@pytest.mark.parametrize(
    "text",
    [
        "1,200 troops", "1200 troops left", "about 1200 men", "circa 1200 de oameni", "[12] said",
        "[1958]", "May they leave", "the troops may march", "p. 1958", "Resolution 1968", "$1958", "1958%",
        "12000 or 3999 or 0999", "B1958", "1958a", "1958²³ x1958", "1958/59", "post-1956", "1956–present",
        "not before 1961", "no later than 1961", "nu mai târziu de 1961", "12 Feb. 1689 (O.S.)",
        "31 June 1958", "winter 1968", "the 1900s", "25 July", "în 955 ce a fost",
    ],
)  # fmt: skip
def test_what_is_not_certainly_a_date_is_not_found(text):
    assert [date for date in found(text) if date[0] != "1958"] == [] if "²" in text else found(text) == []


def test_no_date_runs_over_the_end_of_a_line():
    assert found("in July\n1958 was") == [("1958", "1958")]


@given(st.text("1958-–/.,[]'’ JulyMaianfromtobetweenîș\n", max_size=200))
def test_what_is_found_stands_in_order_and_is_a_date(text):
    end = 0
    for date in find_dates(text):
        assert end <= date.start < date.end <= len(text)
        assert parse(date.edtf, date.part)
        end = date.end


@pytest.mark.parametrize(
    ("text", "words", "edtf"),
    [
        ("It went on on 27 and 28 October 1961.", "27 and 28 October 1961", "1961-10-27/1961-10-28"),
        ("They met on 4 and 6 June 1990.", "4 and 6 June 1990", "{1990-06-04,1990-06-06}"),
        ("From 3 to 5 July 1863 they fought.", "From 3 to 5 July 1863", "1863-07-03/1863-07-05"),
        ("They left before the end of December 1956.", "before the end of December 1956", "[..1956-12]"),
        ("By late 1957 they had left.", "By late 1957", "[..1957-12]"),
        ("After early 1957 they left.", "After early 1957", "[1957-07..]"),
        ("Between late 1956 and early 1957.", "Between late 1956 and early 1957", "[1956-07..1957-06]"),
        ("The city fell in AD 410.", "AD 410", "0410"),
        ("In the first half of the 19th century.", "first half of the 19th century", "[1800..1849]"),
        ("În a doua jumătate a secolului al XIX-lea.", "a doua jumătate a secolului al XIX-lea", "[1850..1899]"),
        ("S-a semnat la 4/17 august 1916.", "4/17 august 1916", "1916-08-17"),
        ("It fell on 25 October (7 November) 1917.", "25 October (7 November) 1917", "1917-11-07"),
        ("In the years 1956 to 1958 it grew.", "1956 to 1958", "1956/1958"),
    ],
)
def test_what_is_said_of_two_days_of_a_part_or_in_two_calendars_is_read_whole(text, words, edtf):
    assert found(text) == [(words, edtf)]


@pytest.mark.parametrize("text", ["It fell on 25 October (9 November) 1917.", "From the late 1960s to 1975."])
def test_no_calendar_and_no_beginning_is_made_up(text):
    assert not {"1917-11-09", "1965/1975"} & {edtf for _words, edtf in found(text)}


@pytest.mark.parametrize(
    "unit",
    [
        "between ",
        "25 July ",
        "from 15 to ",
        "1958 or ",
        "about perhaps ",
        "1958–",
        "(year uncertain, ",
        "the first half of ",
        "1,",
    ],
)
def test_twice_as_much_text_takes_twice_as_many_steps(unit, monkeypatch):
    steps = 0
    token = Reader.token

    def counted(reader, ahead=0):
        nonlocal steps
        steps += 1
        return token(reader, ahead)

    monkeypatch.setattr(Reader, "token", counted)
    taken = []
    for times in (200, 400):
        steps = 0
        find_dates(unit * times)
        taken.append(steps)
    assert taken[1] <= 2.1 * taken[0] + 50
    assert taken[1] <= 100 * 400 * len(unit.split())
