"""Hypothesis strategies for EDTF of every form, levels 0–2; every string drawn is one that `parse` takes."""

from __future__ import annotations

from hypothesis import strategies as st

from events.dates import days_in_month

MARKS = ("?", "~", "%")


def four_digits(year: int) -> str:
    return f"{'-' if year < 0 else ''}{abs(year):04}"


@st.composite
def masked(draw: st.DrawFn, digits: str, least_known: int = 0) -> str:
    """`digits` with some of them unspecified, the first `least_known` never."""
    keep = draw(st.lists(st.booleans(), min_size=len(digits), max_size=len(digits)))
    return "".join(
        d if known or place < least_known else "X" for place, (d, known) in enumerate(zip(digits, keep, strict=True))
    )


@st.composite
def points(draw: st.DrawFn, years: st.SearchStrategy[int], marks: bool = True, time: bool = False) -> str:
    """One date that can mean a day of a year drawn from `years`, long years included."""
    year = draw(years)
    month = draw(st.integers(1, 12))
    day = draw(st.integers(1, days_in_month(year, month)))
    if abs(year) > 9999:
        text = f"Y{year}"
        if draw(st.booleans()):
            text += f"S{draw(st.integers(1, len(str(abs(year)))))}"
        return text + (draw(st.sampled_from(("", *MARKS))) if marks else "")
    forms = ["year", "month", "day", "season", "estimate", "ends unknown", "masked"] + ["time"] * time
    form = draw(st.sampled_from(forms))
    written = four_digits(year)
    if form == "time":
        zone = draw(st.sampled_from(("", "Z", "-04", "+04:30")))
        return f"{written}-{month:02}-{day:02}T{draw(st.integers(0, 23)):02}:20:30{zone}"
    if form == "estimate":
        text = f"{written}S{draw(st.integers(1, 4))}"
        return text + (draw(st.sampled_from(("", *MARKS))) if marks else "")
    fields = {
        "year": [written],
        "month": [written, f"{month:02}"],
        "day": [written, f"{month:02}", f"{day:02}"],
        "season": [written, str(draw(st.integers(21, 41)))],
        "ends unknown": draw(
            st.sampled_from(
                [
                    [written[:-1] + "X"],
                    [written[:-2] + "XX"],
                    [written, "XX"],
                    [written, f"{month:02}", "XX"],
                    [written, "XX", "XX"],
                    ["XXXX"],
                    ["XXXX", f"{month:02}", draw(st.sampled_from(("XX", f"{day:02}")))],
                ]
            )
        ),
        "masked": None,
    }[form]
    if fields is None:
        sign = "-" if year < 0 else ""
        fields = [
            sign + draw(masked(f"{abs(year):04}", 1)),
            draw(masked(f"{month:02}")),
            draw(masked(f"{day:02}")),
        ]
        fields = fields[: draw(st.integers(1, 3))]
    if not marks:
        return "-".join(fields)
    sides = st.sampled_from([("", "")] * 3 + [(m, "") for m in MARKS] + [("", m) for m in MARKS])
    return "-".join(left + field + right for field in fields for left, right in [draw(sides)])


@st.composite
def ends_of_a_run(draw: st.DrawFn, early: st.SearchStrategy[int], late: st.SearchStrategy[int]) -> tuple[str, str]:
    """Two dates of one precision."""
    fields = draw(st.integers(1, 3))
    mark = st.sampled_from(("", "", *MARKS))
    first, last = (
        "-".join(
            [four_digits(draw(years)), f"{draw(st.integers(1, 12)):02}", f"{draw(st.integers(1, 28)):02}"][:fields]
        )
        + draw(mark)
        for years in (early, late)
    )
    return first, last


@st.composite
def edtf_strings(
    draw: st.DrawFn, min_year: int = -9999, max_year: int = 9999, marks: bool = True, sets: bool = True
) -> str:
    """Any EDTF string, of years from `min_year` to `max_year`; without marks, or sets, where not wanted."""
    kinds = ["point", "point", "interval", "open", "unknown"] + ["set", "run"] * sets
    kind = draw(st.sampled_from(kinds))
    if kind == "point":
        return draw(points(st.integers(min_year, max_year), marks, time=True))
    early = st.integers(min_year, (min_year + max_year) // 2)
    late = st.integers((min_year + max_year) // 2 + 1, max_year)
    lower, upper = draw(points(early, marks)), draw(points(late, marks))
    if kind == "interval":
        return f"{lower}/{upper}"
    if kind in ("open", "unknown"):
        end = ".." if kind == "open" else ""
        return draw(st.sampled_from((f"{lower}/{end}", f"{end}/{upper}")))
    first, last = draw(ends_of_a_run(early, late))
    runs = (f"{first}..{last}", f"{lower}..", f"..{upper}")
    opening, closing = draw(st.sampled_from(("[]", "{}")))
    if kind == "run":
        return f"{opening}{draw(st.sampled_from(runs))}{closing}"
    members = draw(st.lists(points(st.integers(min_year, max_year), marks), max_size=3))
    members.insert(draw(st.integers(0, len(members))), draw(st.sampled_from((lower, upper, *runs))))
    return f"{opening}{','.join(members)}{closing}"
