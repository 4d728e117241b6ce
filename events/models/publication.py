"""What a record needs before readers may see it, and what a citation needs to count."""

import difflib
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

if TYPE_CHECKING:
    from events.models import Citation, Passage

NEEDS_CITATION = gettext_lazy(
    "This cannot be published without the words behind it: add a citation with an exact quote or, for a source"
    " whose text is not stored here, with a locator or “whole work”."
)
NEEDS_INTRODUCTION = gettext_lazy("A debate cannot be published without an introduction.")


def counts_for_publication(citation: "Citation") -> bool:
    """Whether a citation puts words, or for a source without stored text a place, behind a statement."""
    said = citation.quote, citation.locator, citation.whole_work
    return puts_words_behind(citation.source.is_document, citation.passage_id, *said)


def puts_words_behind(of_document: bool, passage: object, quote: str, locator: str, whole_work: bool) -> bool:
    """The same of a citation that is no row yet."""
    return bool(passage and quote) if of_document else bool(quote or locator or whole_work)


def problems(record: Any) -> list[str]:
    """What stands in the way of publishing an event, interpretation or debate as it is saved; empty if nothing does."""
    if not hasattr(type(record), "citations"):
        return [] if record.introduction.strip() else [str(NEEDS_INTRODUCTION)]
    saved = record.citations.select_related("source") if record.pk else ()
    return [] if any(map(counts_for_publication, saved)) else [str(NEEDS_CITATION)]


def is_to_be_public(record: Any) -> bool:
    """Whether readers see the record once it is saved: a form sets the status that it will have as `wanted_status`."""
    return (getattr(record, "wanted_status", "") or getattr(record, "status", "")) == "published"


def check(record: Any) -> None:
    """Refuses a record that is to be public and lacks what `problems` names. Raises ValidationError.

    A form that saves citations together with the record sets `checks_own_citations` on it and checks them itself.
    """
    if not is_to_be_public(record) or getattr(record, "checks_own_citations", False):
        return
    if found := problems(record):
        raise ValidationError({"status": found})


def check_citation(citation: "Citation") -> None:
    """Refuses a citation that does not quote its document letter for letter. Raises ValidationError.

    Sets `quote_offset` to where the quote begins in its passage: the offset it has, if the words are there, else
    the first place.
    """
    if not citation.source_id:
        return
    source, passage, quote = citation.source, citation.passage, citation.quote
    if passage is not None and passage.source_id != citation.source_id:
        raise ValidationError({"passage": _("This passage belongs to another source. Choose one of %s.") % source})
    if source.is_document:
        _check_quote_in_passage(citation, passage, quote)
    elif not (quote or citation.locator or citation.whole_work):
        message = _("Say where: give a locator (p. 57, abstract), quote the words, or tick “whole work”.")
        raise ValidationError({"locator": message})


def _check_quote_in_passage(citation: "Citation", passage: "Passage | None", quote: str) -> None:
    if passage is None:
        raise ValidationError({"passage": _("This source's text is stored here: choose the passage that is quoted.")})
    if not quote:
        raise ValidationError({"quote": _("Copy the words that support the statement from the passage.")})
    text = passage.text
    if text.startswith(quote, citation.quote_offset):
        return
    if (found := text.find(quote)) < 0:
        message = _("These words are not in passage %(number)d, letter for letter. The nearest there: “%(nearest)s”.")
        raise ValidationError({"quote": message % {"number": passage.number, "nearest": nearest(quote, text)}})
    citation.quote_offset = found


def cuts_a_word(citation: "Citation") -> bool:
    """Whether the quote begins or ends within a word of its passage."""
    if citation.passage is None or not citation.quote:
        return False
    text, start = citation.passage.text, citation.quote_offset
    ends = (start, start + len(citation.quote))
    return any(0 < end < len(text) and text[end - 1].isalnum() and text[end].isalnum() for end in ends)


def nearest(quote: str, text: str) -> str:
    """The stretch of the text that is most like the quote, cut at words; for messages only, never to re-anchor."""
    words, size = text.split(), max(1, len(quote.split()))
    if len(quote) > 2000 or len(words) > 2000:
        return text[:200]
    starts = range(max(1, len(words) - size + 1))
    matcher = difflib.SequenceMatcher(b=quote, autojunk=False)

    def likeness(start: int) -> float:
        matcher.set_seq1(" ".join(words[start : start + size]))
        return matcher.quick_ratio()

    best = max(starts, key=likeness)
    return " ".join(words[best : best + size])
