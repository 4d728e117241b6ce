"""What is to be translated: nothing in one language, and nothing without words."""

from typing import Any

from events import worklists
from tests.support.factories import cite, make_event, make_source
from tests.worklists.cases.translations import in_languages


def _untranslated_events() -> set[Any]:
    return set(worklists.WORKLISTS["events-untranslated"].records())


def test_a_corpus_in_one_language_has_nothing_to_translate(db: None):
    make_event()
    assert not _untranslated_events()


def test_what_has_no_word_needs_no_translation(db: None):
    _bare, whole, _old = in_languages(make_event)
    citation = cite(whole, make_source(), locator="p. 57")
    assert whole not in _untranslated_events()
    type(citation).objects.update(locator="the abstract")
    assert whole in _untranslated_events()
