"""On which pages passages stand, and how a citation says it."""

import pytest
from django.core.exceptions import ValidationError

from events.documents.anchoring import number_passages
from events.documents.printed_pages import PrintedPages, written
from events.models.source import are_pages

TEXT = "One. Two runs over the page. Three.\nFour."


def test_a_passage_that_runs_over_the_end_of_a_page_stands_on_both():
    document = number_passages(TEXT, [], [])
    said = written(document, [(0, 12, "57"), (13, 35, "58"), (36, 41, " a: b ")])
    assert said == "57: 1–2\n58: 2–3\na b: 4"
    are_pages(said)
    pages = PrintedPages(said)
    assert [pages.locator(number) for number in (1, 2, 3, 4, 5)] == ["p. 57", "pp. 57–58", "p. 58", "p. a b", ""]


@pytest.mark.parametrize("said", ["57", "57: 1–12, x", ": 1", "57: 1\n\n58: 2", f"{'5' * 21}: 1"])
def test_what_is_no_page_is_refused(said: str):
    with pytest.raises(ValidationError, match="a line a page"):
        are_pages(said)
