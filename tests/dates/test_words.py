"""How dates are said in English and Romanian."""

from __future__ import annotations

import pytest

from events.dates import (
    PARTS,
    UNDATED,
    edtf_for_part,
    parse,
)

NBSP = "\N{NO-BREAK SPACE}"


def spaced(words: str) -> str:
    """Words with their no-break spaces made plain, for tables that can be read."""
    return words.replace(NBSP, " ")


WORDS = [
    ("1958-07-25", "25 July 1958", "25 iulie 1958"),
    ("1963-07", "July 1963", "iulie 1963"),
    ("1955", "1955", "1955"),
    ("196X", "1960s", "anii 1960"),
    ("190X", "decade 1900–1909", "deceniul 1900–1909"),
    ("19XX", "20th century", "secolul al XX-lea"),
    ("00XX", "1st century", "secolul I"),
    ("10XX", "11th century", "secolul al XI-lea"),
    ("21XX", "22nd century", "secolul al XXII-lea"),
    ("1XXX", "2nd millennium", "mileniul al II-lea"),
    ("19X5", "a year of the form 19X5", "un an de forma 19X5"),
    ("XXXX", "year unknown", "an necunoscut"),
    ("1985-04-12T23:20:30Z", "12 April 1985, 23:20:30 UTC", "12 aprilie 1985, 23:20:30 UTC"),
    ("1985-04-12T23:20:30-04", "12 April 1985, 23:20:30 UTC−04", "12 aprilie 1985, 23:20:30 UTC−04"),
    # Eras
    ("-0043", "44 BC", "44 î.Hr."),
    ("0000", "1 BC", "1 î.Hr."),
    ("0955", "955 AD", "955 d.Hr."),
    ("-0043-03-15", "15 March 44 BC", "15 martie 44 î.Hr."),
    ("095X", "950s AD", "anii 950 d.Hr."),
    ("-004X", "decade 50–41 BC", "deceniul 50–41 î.Hr."),
    ("000X", "decade 1 BC – 9 AD", "deceniul 1 î.Hr. – 9 d.Hr."),
    ("-01XX", "2nd century BC", "secolul al II-lea î.Hr."),
    ("Y-17E7", "170,000,001 BC", "170.000.001 î.Hr."),
    ("Y12000", "12,000 AD", "12.000 d.Hr."),
    ("-0044/-0042", "45–43 BC", "45–43 î.Hr."),
    ("-0003/0014", "4 BC – 14 AD", "4 î.Hr. – 14 d.Hr."),
    # Seasons and parts of the year
    ("1955-22", "summer 1955", "vara anului 1955"),
    ("1955-24", "winter 1955–1956", "iarna 1955–1956"),
    ("1955-30", "summer 1955–1956 (southern hemisphere)", "vara 1955–1956 (emisfera sudică)"),
    ("1955-25", "spring 1955 (northern hemisphere)", "primăvara anului 1955 (emisfera nordică)"),
    ("1955-34", "second quarter of 1955", "trimestrul II al anului 1955"),
    ("1955-39", "last third of 1955", "ultima treime a anului 1955"),
    ("1955-40", "first half of 1955", "prima jumătate a anului 1955"),
    ("196X-22", "summer, some year in the 1960s", "vara, un an din anii 1960"),
    ("XXXX-23", "autumn, year unknown", "toamna, an necunoscut"),
    (
        "1955-33/1956",
        "from the first quarter of 1955 to 1956",
        "din trimestrul I al anului 1955 până în 1956",
    ),
    # Unspecified digits
    ("2004-XX", "some month in 2004", "o lună din 2004"),
    ("1985-XX-XX", "some day in 1985", "o zi din 1985"),
    ("1985-04-XX", "some day in April 1985", "o zi din aprilie 1985"),
    ("1985-05-1X", "some day between 10 and 19 May 1985", "o zi între 10 și 19 mai 1985"),
    ("1985-05-X5", "5, 15 or 25 May 1985", "5, 15 sau 25 mai 1985"),
    ("1985-05-3X", "30 or 31 May 1985", "30 sau 31 mai 1985"),
    ("1985-XX-12", "day 12 of some month in 1985", "ziua 12 a unei luni din 1985"),
    ("1984-1X", "some month between October and December 1984", "o lună între octombrie și decembrie 1984"),
    ("1984-X2", "February or December 1984", "februarie sau decembrie 1984"),
    ("1984-1X-XX", "some day between October and December 1984", "o zi între octombrie și decembrie 1984"),
    ("1984-X2-XX", "some day in February or December 1984", "o zi din februarie sau decembrie 1984"),
    ("1984-X2-05", "day 5 of February or December 1984", "ziua 5 din februarie sau decembrie 1984"),
    (
        "1984-1X-05",
        "day 5 of some month between October and December 1984",
        "ziua 5 din o lună între octombrie și decembrie 1984",
    ),
    ("156X-12-25", "25 December, some year in the 1560s", "25 decembrie, un an din anii 1560"),
    ("1XXX-XX", "some month in the 2nd millennium", "o lună din mileniul al II-lea"),
    ("19X5-12", "December, a year of the form 19X5", "decembrie, un an de forma 19X5"),
    ("XXXX-12-XX", "some day in December, year unknown", "o zi din decembrie, an necunoscut"),
    ("XXXX-12-25", "25 December, year unknown", "25 decembrie, an necunoscut"),
    ("XXXX-XX-XX", "year unknown", "an necunoscut"),
    ("XXXX-XX-25", "day 25 of some month, year unknown", "ziua 25 a unei luni, an necunoscut"),
    # Significant digits
    ("1950S2", "about 1950 (between 1900 and 1999)", "circa 1950 (între 1900 și 1999)"),
    ("1950S2~", "about 1950 (between 1900 and 1999)", "circa 1950 (între 1900 și 1999)"),
    ("1950S2?", "perhaps about 1950 (between 1900 and 1999)", "probabil circa 1950 (între 1900 și 1999)"),
    ("1950S4", "1950", "1950"),
    # Marks
    ("1984?", "perhaps 1984", "probabil 1984"),
    ("1984~", "about 1984", "circa 1984"),
    ("1984%", "perhaps about 1984", "probabil circa 1984"),
    ("2004-06-11%", "perhaps about 11 June 2004", "probabil circa 11 iunie 2004"),
    ("196X~", "about the 1960s", "circa anii 1960"),
    ("%2001", "perhaps about 2001", "probabil circa 2001"),
    ("2001-22?", "perhaps summer 2001", "probabil vara anului 2001"),
    ("1985-04-XX~", "some day in April 1985 (approximate)", "o zi din aprilie 1985 (aproximativ)"),
    ("2004?-06-11", "11 June 2004 (year uncertain)", "11 iunie 2004 (anul incert)"),
    ("2004-06~-11", "11 June 2004 (year and month approximate)", "11 iunie 2004 (anul și luna aproximative)"),
    (
        "?2004-06-~11",
        "11 June 2004 (year uncertain, day approximate)",
        "11 iunie 2004 (anul incert, ziua aproximativă)",
    ),
    (
        "2004-%06-11",
        "11 June 2004 (month uncertain and approximate)",
        "11 iunie 2004 (luna incertă și aproximativă)",
    ),
    ("2004-~22", "summer 2004 (season approximate)", "vara anului 2004 (anotimpul aproximativ)"),
    (
        "2004-~33",
        "first quarter of 2004 (part of the year approximate)",
        "trimestrul I al anului 2004 (partea anului aproximativă)",
    ),
    # Intervals: what lasted
    ("1964/1965", "1964–1965", "1964–1965"),
    ("1964/1964", "1964", "1964"),
    ("1958-06/1958-07", "June–July 1958", "iunie–iulie 1958"),
    ("1958-06/1959-07", "June 1958 – July 1959", "iunie 1958 – iulie 1959"),
    ("1964-04-15/1964-04-22", "15–22 April 1964", "15–22 aprilie 1964"),
    ("1964-04-15/1964-05-02", "15 April – 2 May 1964", "15 aprilie – 2 mai 1964"),
    ("1964-04-15/1965-05-02", "15 April 1964 – 2 May 1965", "15 aprilie 1964 – 2 mai 1965"),
    ("1958-07-25/1960", "from 25 July 1958 to 1960", "din 25 iulie 1958 până în 1960"),
    ("1958/1960-07-25~", "from 1958 to about 25 July 1960", "din 1958 până la circa 25 iulie 1960"),
    (
        "1984?/2004%",
        "from perhaps 1984 to perhaps about 2004",
        "din 1984 (incert) până în circa 2004 (incert)",
    ),
    ("195X/196X", "from the 1950s to the 1960s", "din anii 1950 până în anii 1960"),
    ("196X/196X", "1960s", "anii 1960"),
    (
        "2004-06-XX/2004-07-03",
        "from some day in June 2004 to 3 July 2004",
        "dintr-o zi din iunie 2004 până la 3 iulie 2004",
    ),
    ("1955/2004-XX", "from 1955 to some month in 2004", "din 1955 până într-o lună din 2004"),
    ("1955/..", "from 1955 on", "din 1955 încoace"),
    ("1985/", "from 1985, end unknown", "din 1985, sfârșit necunoscut"),
    ("../1985", "until 1985", "până în 1985"),
    ("/1985-04-12", "until 12 April 1985, beginning unknown", "până la 12 aprilie 1985, început necunoscut"),
    ("/..", "beginning unknown, end open", "început necunoscut, sfârșit deschis"),
    ("../", "beginning open, end unknown", "început deschis, sfârșit necunoscut"),
    ("1985/XXXX", "from 1985 to an unknown year", "din 1985 până într-un an necunoscut"),
    # One of a set: some moment in it
    ("[1956..1965]", "between 1956 and 1965", "între 1956 și 1965"),
    ("[1958-06..1958-07]", "between June and July 1958", "între iunie și iulie 1958"),
    ("[1964-04-15..1964-04-22]", "between 15 and 22 April 1964", "între 15 și 22 aprilie 1964"),
    ("[1964-04-15..1965-05-02]", "between 15 April 1964 and 2 May 1965", "între 15 aprilie 1964 și 2 mai 1965"),
    ("[1955..1960?]", "between 1955 and perhaps 1960", "între 1955 și 1960 (incert)"),
    ("[1960..1960]", "1960", "1960"),
    ("[1955..]", "1955 or later", "1955 sau mai târziu"),
    ("[1958-07..]", "July 1958 or later", "iulie 1958 sau mai târziu"),
    ("[1958-07-25..]", "25 July 1958 or later", "25 iulie 1958 sau mai târziu"),
    ("[196X..]", "the 1960s or later", "anii 1960 sau mai târziu"),
    ("[..1960]", "by 1960", "cel târziu în 1960"),
    ("[..0000]", "by 1 BC", "cel târziu în 1 î.Hr."),
    ("[..1958-07]", "by the end of July 1958", "cel târziu în iulie 1958"),
    ("[..1958-07-25]", "by 25 July 1958", "cel târziu la 25 iulie 1958"),
    ("[..196X]", "the 1960s or earlier", "anii 1960 sau mai devreme"),
    ("[1667,1668,1670..1672]", "1667, 1668 or between 1670 and 1672", "1667, 1668 sau între 1670 și 1672"),
    ("[1960]", "1960", "1960"),
    # All of a set
    ("{1667,1668,1670..1672}", "1667, 1668 and 1670–1672", "1667, 1668 și 1670–1672"),
    ("{1960,1961-12}", "1960 and December 1961", "1960 și decembrie 1961"),
    ("{..1984}", "until 1984", "până în 1984"),
    ("{1960,1970..}", "1960 and from 1970 on", "1960 și din 1970 încoace"),
]


@pytest.mark.parametrize(("text", "english", "romanian"), WORDS)
def test_a_date_is_said_in_english_and_romanian(text, english, romanian):
    date = parse(text)
    assert spaced(date.words()) == english
    assert spaced(date.words("ro")) == romanian


def test_between_a_day_and_its_month_the_line_never_breaks():
    assert parse("1958-07-25").words() == f"25{NBSP}July 1958"
    assert parse("1958-07-25").words("ro") == f"25{NBSP}iulie 1958"
    assert parse("1964-04-15/1964-05-02").words() == f"15{NBSP}April – 2{NBSP}May 1964"


def test_a_regional_code_gets_its_language_and_an_unknown_one_english():
    assert parse("1963-07").words("ro-MD") == "iulie 1963"
    assert parse("1963-07").words("fr") == "July 1963"


def test_undated_is_said_so_and_is_not_a_date_that_can_be_written():
    assert (UNDATED.words(), UNDATED.words("ro"), UNDATED.edtf, UNDATED.precision) == (
        "undated",
        "nedatat",
        "",
        "",
    )
    assert UNDATED.is_undated
    assert not (UNDATED.is_interval or UNDATED.is_set or UNDATED.is_all_of)


@pytest.mark.parametrize(
    ("part", "unit", "edtf", "english", "romanian"),
    [
        ("early", "196X", "[1960..1964]", "early 1960s", "începutul anilor 1960"),
        ("mid", "196X", "[1963..1966]", "mid-1960s", "mijlocul anilor 1960"),
        ("late", "196X", "[1965..1969]", "late 1960s", "sfârșitul anilor 1960"),
        ("early", "19XX", "[1900..1949]", "early 20th century", "începutul secolului al XX-lea"),
        ("mid", "19XX", "[1930..1969]", "mid-20th century", "mijlocul secolului al XX-lea"),
        ("late", "19XX", "[1950..1999]", "late 20th century", "sfârșitul secolului al XX-lea"),
        ("late", "00XX", "[0050..0099]", "late 1st century", "sfârșitul secolului I"),
        ("early", "-01XX", "[-0199..-0150]", "early 2nd century BC", "începutul secolului al II-lea î.Hr."),
        ("late", "-00XX", "[-0049..0000]", "late 1st century BC", "sfârșitul secolului I î.Hr."),
        ("early", "1958", "[1958-01..1958-06]", "early 1958", "începutul anului 1958"),
        ("mid", "1958", "[1958-05..1958-08]", "mid-1958", "mijlocul anului 1958"),
        ("late", "-0043", "[-0043-07..-0043-12]", "late 44 BC", "sfârșitul anului 44 î.Hr."),
        ("early", "1963-07", "[1963-07-01..1963-07-10]", "early July 1963", "începutul lunii iulie 1963"),
        ("mid", "1964-04", "[1964-04-11..1964-04-20]", "mid-April 1964", "mijlocul lunii aprilie 1964"),
        ("late", "1964-02", "[1964-02-21..1964-02-29]", "late February 1964", "sfârșitul lunii februarie 1964"),
        ("mid", "190X", "[1903..1906]", "middle of the decade 1900–1909", "mijlocul deceniului 1900–1909"),
        (
            "late",
            "190X",
            "[1905..1909]",
            "late part of the decade 1900–1909",
            "sfârșitul deceniului 1900–1909",
        ),
    ],
)
def test_a_part_of_a_unit_is_stored_as_years_or_months_and_said_as_a_part(part, unit, edtf, english, romanian):
    assert edtf_for_part(part, unit) == edtf
    date = parse(edtf, part)
    assert (date.words(), date.words("ro"), date.part, date.precision) == (english, romanian, part, "range")
    assert (date.earliest, date.latest) == (parse(edtf).earliest, parse(edtf).latest)


@pytest.mark.parametrize(
    ("edtf", "part"),
    [
        ("1965", "late"),
        ("[1965..1969]", "early"),
        ("[1960..1964]", "late"),
        ("[1964..1969]", "late"),
        ("[1955..]", "late"),
        ("[1958-07..1959-12]", "late"),
        ("[1963-07-02..1963-07-10]", "early"),
        ("{1965..1969}", "late"),
        ("[-0045..-0041]", "late"),
    ],
)
def test_a_part_beside_edtf_that_does_not_mean_it_is_refused_with_what_is_expected(edtf, part):
    with pytest.raises(ValueError, match=rf"^“.*with “{part}” goes the EDTF of that part .* for example \[19.*\.$"):
        parse(edtf, part)


def test_other_parts_and_units_are_refused():
    with pytest.raises(ValueError, match=r"^“middle” is no part of a date: choose early, mid or late\.$"):
        parse("[1965..1969]", "middle")
    with pytest.raises(ValueError, match="is no part of a date"):
        parse("[1965..1969]", ["late"])
    with pytest.raises(ValueError, match="“196X-05”: early, mid and late go with a month"):
        edtf_for_part("late", "196X-05")
    with pytest.raises(ValueError, match="is no part of a date"):
        edtf_for_part("", "196X")
    assert set(PARTS) == {"early", "mid", "late"}
