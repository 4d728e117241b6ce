"""What the migrations of dates make of what was stored before."""

from importlib import import_module

import pytest

rewritten = import_module("events.migrations.0010_ranges_of_one_precision").even


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("[1958-05..1958-07-25]", "[1958-05-01..1958-07-25]"),
        ("{1955..1956-02,1960..1961-03-02}", "{1955-01..1956-02,1960-01-01..1961-03-02}"),
        ("[1965..1969]", "[1965..1969]"),
        ("[..soon]", "[..soon]"),
        ("", ""),
        (None, None),
        ({"date": "[1955..1956-02]", "citations": [{"quote": "[…]", "n": 1}]},
         {"date": "[1955-01..1956-02]", "citations": [{"quote": "[…]", "n": 1}]}),
    ],
)  # fmt: skip
def test_ranges_get_one_precision_wherever_they_are_stored(before, after):
    assert rewritten(before) == after
