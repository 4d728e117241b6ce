"""The words of the trade that pages use, each with what a reader who has never met it needs to know.

Pages explain a word where it stands (`templates/public/macros/terms.html`), with the sentences of this list, and
`/glossary/` has all of them.
"""

from typing import NamedTuple

from django.utils.translation import gettext_noop as _

from events.site.translation import gettext


class Term(NamedTuple):
    """A word of the trade; the plain words that a page says for it; and a sentence or two that say what it means."""

    name: str
    plain: str
    definition: str


GROUPS: dict[str, dict[str, Term]] = {
    _("Accounts and questions"): {
        "interpretation": Term(
            _("interpretation"),
            _("an account"),
            _("A claim about the past that somebody makes, with their reasons, and the words on which it rests."),
        ),
        "question": Term(
            _("question"),
            _("what accounts disagree about"),
            _("A question to which accounts give different answers. Specialists call it a debate."),
        ),
        "contested": Term(
            _("contested"),
            _("accounts disagree"),
            _("An account that readers can see contests another about this, or is contested by one."),
        ),
        "voice": Term(
            _("voice"),
            _("whose account it is"),
            _("Named people or bodies, a work that speaks for itself, or somebody whom the source does not name."),
        ),
        "proponent": Term(
            _("proponent"),
            _("who argues for it"),
            _("A person or body that makes the claim, in their own words or as others report them."),
        ),
        "ground": Term(
            _("ground"),
            _("what it is about"),
            _("What a claim or a disagreement is about: what happened, when, why, or how to call it."),
        ),
        "evidence": Term(
            _("evidence"),
            _("what it has to reckon with"),
            _("An event or a circumstance that an account names: for it, against it, or still to be explained."),
        ),
        "bearing": Term(
            _("bearing"),
            _("what an event does to a claim"),
            _("Whether an event counts for a claim or against it, or has to be explained by it."),
        ),
        "scope": Term(
            _("scope"),
            _("the time that it speaks of"),
            _("The span of years that the claim is about, which is not the year in which it was made."),
        ),
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
    },
    _("What a claim is about"): {
        "ground-fact": Term(
            _("fact"), _("about what happened"), _("The claim says that something happened, or did not, or who did it.")
        ),
        "ground-date": Term(_("date"), _("about the date"), _("The claim says when something happened.")),
        "ground-cause": Term(_("cause"), _("about the cause"), _("The claim says what brought something about.")),
        "ground-motive": Term(
            _("motive"), _("about the motive"), _("The claim says what those who acted wanted to achieve.")
        ),
        "ground-significance": Term(
            _("significance"),
            _("about its significance"),
            _("The claim says how much something mattered, and for what."),
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
    },
    _("How one account stands to another"): {
        "contests": Term(_("contests"), _("contests"), _("The two cannot both stand as they are worded.")),
        "supports": Term(_("supports"), _("supports"), _("The one gives a reason to believe the other.")),
        "qualifies": Term(
            _("qualifies"), _("qualifies"), _("Both can stand: the one limits the other, or adds a condition to it.")
        ),
        "rests_on": Term(
            _("rests on"), _("rests on"), _("The one takes the other for granted: it falls if the other does.")
        ),
    },
    _("What an event does to a claim"): {
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
    },
    _("Dates"): {
        "basis": Term(
            _("basis of a date"),
            _("how the date is known"),
            _("Whether the source says it or implies it, counts it from another event, or an editor found it."),
        ),
        "precision": Term(
            _("precision"),
            _("how exact the date is"),
            _("Whether a date names a day, a month or a year, or says only between which ones."),
        ),
        "bounds": Term(
            _("bounds"),
            _("not before, not after"),
            _("The first and the last day on which it can have happened. One of them may be open."),
        ),
        "undated": Term(
            _("undated"),
            _("no date is known"),
            _("Nothing that was read says when it happened. Such events stand last."),
        ),
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
    },
    _("Works and documents"): {
        "kind-primary": Term(
            _("primary source"),
            _("from the time itself"),
            _("A letter, a record, a speech or a report made by those who were there, or at the time."),
        ),
        "kind-secondary": Term(
            _("secondary source"), _("a study"), _("A work by somebody who studied the sources from the time.")
        ),
        "kind-tertiary": Term(
            _("tertiary source"),
            _("a summary of studies"),
            _("An encyclopaedia, a handbook or an article that gathers what studies say."),
        ),
        "citation": Term(
            _("citation"),
            _("where it is said"),
            _("The work and the place in it on which a statement rests, with its words where they were seen."),
        ),
        "locator": Term(
            _("locator"),
            _("the place in a work"),
            _("The page, the paragraph or the part of a work that a citation names."),
        ),
        "part-read": Term(
            _("excerpt, abstract, headnote"),
            _("the part that was read"),
            _("Most works were read only in part. A citation names the part, and nothing is cited from the rest."),
        ),
        "further-reading": Term(
            _("further reading"),
            _("suggested by the editors"),
            _("A work that the editors recommend. It is not what a quoted work cites, and no statement rests on it."),
        ),
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
    },
    _("Events and the timeline"): {
        "prominence": Term(
            _("prominence"),
            _("how large it stands"),
            _("How much of the story hangs on an event, as the editors see it: landmark, notable or detail."),
        ),
        "prominence-1": Term(
            _("landmark"), _("a turning point"), _("An event without which the course of the story could not be told.")
        ),
        "prominence-2": Term(
            _("notable"), _("a step of the story"), _("An event that accounts rest on, or that explains a landmark.")
        ),
        "prominence-3": Term(_("detail"), _("a detail"), _("A step, a meeting or a document within a larger event.")),
        "role-initiator": Term(_("initiator"), _("who began it"), _("They began it, or proposed it.")),
        "role-counterpart": Term(
            _("counterpart"), _("the other side"), _("They were addressed, visited or dealt with.")
        ),
        "role-opponent": Term(_("opponent"), _("who was against it"), _("They spoke or acted against it.")),
        "role-participant": Term(
            _("participant"),
            _("who took part"),
            _("They took part, and neither began nor opposed it as far as is recorded."),
        ),
        "role-forum": Term(_("forum"), _("where it took place"), _("The meeting or the body in which it took place.")),
        "theme": Term(
            _("theme"), _("a subject"), _("A subject under which the editors put events. An event may have several.")
        ),
        "lane": Term(
            _("lane"),
            _("a row of the drawing"),
            _("A row of the drawing above the list: events of one question, one theme or one side stand in it."),
        ),
        "facet": Term(
            _("facet"),
            _("a way to narrow the list"),
            _("A filter with its values. The number beside a value says how many events the list would have with it."),
        ),
        "certain": Term(
            _("certainly or possibly"),
            _("surely in these years, or perhaps"),
            _("With years chosen: an event whose whole date lies in them, or one whose date is wider."),
        ),
        "version": Term(
            _("version"),
            _("as readers saw it at a time"),
            _("A record as it stood from one day on. Its number can be cited; it is kept, and never changed."),
        ),
    },
}
"""All terms, under headings."""

TERMS = {key: term for terms in GROUPS.values() for key, term in terms.items()}


def term(key: str) -> Term:
    """A word of the list in the active language. Raises KeyError for one that is not in it."""
    return Term(*(gettext(words) for words in TERMS[key]))


def groups() -> dict[str, dict[str, Term]]:
    """All terms under their headings, in the active language."""
    return {gettext(heading): {key: term(key) for key in terms} for heading, terms in GROUPS.items()}
