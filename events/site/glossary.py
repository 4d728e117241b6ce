"""The words of the trade that pages use, each with what a reader who has never met it needs to know.

Pages explain a word where it stands (`templates/public/macros/terms.html`), with the sentences of this list.
"""

from typing import NamedTuple

from django.utils.translation import gettext_noop as _

from events.site.translation import gettext


class Term(NamedTuple):
    """A word of the trade; the plain words that a page says for it; and a sentence or two that say what it means."""

    name: str
    plain: str
    definition: str


TERMS = {
    # what a claim, or a disagreement, is about
    "ground-fact": Term(
        _("fact"), _("about what happened"), _("The claim says that something happened, or did not, or who did it.")
    ),
    "ground-date": Term(_("date"), _("about the date"), _("The claim says when something happened.")),
    "ground-cause": Term(_("cause"), _("about the cause"), _("The claim says what brought something about.")),
    "ground-motive": Term(
        _("motive"), _("about the motive"), _("The claim says what those who acted wanted to achieve.")
    ),
    "ground-significance": Term(
        _("significance"), _("about its significance"), _("The claim says how much something mattered, and for what.")
    ),
    "ground-characterisation": Term(
        _("characterisation"),
        _("about how to describe it"),
        _("What happened is agreed; the claim says which description does it justice."),
    ),
    "ground-term": Term(_("term"), _("about the word"), _("The claim says whether a word is the right one.")),
    "ground-periodisation": Term(
        _("periodisation"), _("about where a period begins or ends"), _("The claim says how time is to be divided.")
    ),
    "ground-evidence": Term(
        _("evidence"), _("about the evidence"), _("The claim says what the sources can show, and what they cannot.")
    ),
    # how one account stands to another
    "contests": Term(_("contests"), _("contests"), _("The two cannot both stand as they are worded.")),
    "supports": Term(_("supports"), _("supports"), _("The one gives a reason to believe the other.")),
    "qualifies": Term(
        _("qualifies"), _("qualifies"), _("Both can stand: the one limits the other, or adds a condition to it.")
    ),
    "rests_on": Term(
        _("rests on"), _("rests on"), _("The one takes the other for granted: it falls if the other does.")
    ),
    # what an account makes of an event
    "bearing-supports": Term(
        _("supports"),
        _("counts for it"),
        _("Those who hold the account, or others for them, name this as a reason for it."),
    ),
    "bearing-undermines": Term(
        _("undermines"), _("counts against it"), _("This is named as a reason against the account.")
    ),
    "bearing-must_explain": Term(
        _("must explain"),
        _("must explain it"),
        _("The account does not follow from this: whoever holds it has to say how both can be true."),
    ),
    # whose words, and whether they are quoted
    "reported": Term(
        _("as reported"),
        _("as another work reports it"),
        _("The editors read the claim in a work by somebody else, not in its author’s own."),
    ),
    "paraphrased": Term(
        _("paraphrased"),
        _("in other words"),
        _("The claim is the editors’ wording of what the work says; nothing is quoted."),
    ),
    "hedge": Term(
        _("hedge"),
        _("the author’s own caution"),
        _("The word by which the author makes the claim less certain, as quoted."),
    ),
    # where a date comes from
    "basis-stated": Term(_("stated"), _("as the source says"), _("The cited source gives the date.")),
    "basis-inferred": Term(
        _("inferred"), _("as the source implies"), _("The date follows from what the cited source says.")
    ),
    "basis-relative": Term(
        _("relative"),
        _("counted from another event"),
        _("The source says how long before or after another event it was."),
    ),
    "basis-editor": Term(
        _("editor"), _("found by an editor"), _("An editor found the date elsewhere; the note says where.")
    ),
    "edtf": Term(
        "EDTF",
        _("a date as machines read it"),
        _("Extended Date/Time Format (ISO 8601-2): a way to write dates that are not known to the day."),
    ),
    # what a document consists of
    "passage": Term(
        _("passage"),
        _("a numbered sentence"),
        _("A sentence of a stored document, with a number that it keeps for good."),
    ),
    "displaced": Term(
        _("displaced marker"),
        _("a footnote number that has lost its place"),
        _("It stands at the head of a line and belonged to an earlier sentence: it says nothing of its new line."),
    ),
    "unresolved": Term(
        _("unresolved reference"),
        _("a footnote whose work is not known"),
        _("The document’s list of works was not preserved, and no editor has found what the footnote stood for."),
    ),
}


def term(key: str) -> Term:
    """A word of the list in the active language. Raises KeyError for one that is not in it."""
    return Term(*(gettext(words) for words in TERMS[key]))
