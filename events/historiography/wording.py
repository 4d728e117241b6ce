"""Sentences and phrases that pages, exports and titles share."""

from collections.abc import Iterable

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from events.bibliography import csl


def listed(names: Iterable[str]) -> str:
    """“A”, “A and B”, “A, B and C”."""
    *front, last = list(names) or [""]
    return _("%(names)s and %(last)s") % {"names": ", ".join(front), "last": last} if front else last


def holder(interpretation) -> str:
    """Who says it: its proponents by name, else who speaks in the work that is cited first, else nobody named."""
    names = [actor.name for actor in interpretation.proponents.all()]
    if names:
        return listed([*names, _("others")] if interpretation.names_only_some else names)
    if interpretation.voice == "document" and (cited := next(iter(interpretation.citations.all()), None)):
        return speaker(cited.source)
    return _("unattributed")


def speaker(source) -> str:
    """Who speaks in a work: its authors by name, else the work by its short title."""
    return listed(csl.whole_name(name) for name in csl.names(source.csl, ("author",))) or csl.short_title(source.csl)


def views_of(interpretations: Iterable) -> str:
    """The holders of several views, each once, as the object of “contests”."""
    views = (_("an unattributed view") if one.voice == "unattributed" else holder(one) for one in interpretations)
    return listed(dict.fromkeys(views))


def signature(interpretation) -> str:
    """The holder and, where it is so, that the claim is known only from a report."""
    who = holder(interpretation)
    return _("%(who)s, as reported") % {"who": who} if interpretation.attribution == "reported" else who


GROUNDS = {
    "fact": gettext_lazy("on the facts"),
    "date": gettext_lazy("on the date"),
    "cause": gettext_lazy("on the cause"),
    "motive": gettext_lazy("on the motive"),
    "significance": gettext_lazy("on the significance"),
    "characterisation": gettext_lazy("on the characterisation"),
    "term": gettext_lazy("on the term"),
    "periodisation": gettext_lazy("on the periodisation"),
    "evidence": gettext_lazy("on the evidence"),
}


def ground_of(argued) -> str:
    """What an interpretation, or a relation of two, is about; never a word that could be read as its verdict."""
    return str(GROUNDS[argued.ground])


def place_in_source(citation) -> str:
    """“passage 7”, “p. 115”, “the whole work”; blank where nothing is said."""
    if citation.passage_id:
        return _("passage %(number)d") % {"number": citation.passage.number}
    return citation.locator or (_("the whole work") if citation.whole_work else "")


def cited(citation, longest: int = 0) -> str:
    """A citation in short: “Deletant 2007, p. 115”; a reference of more than `longest` characters is cut."""
    reference, place = str(citation.source), place_in_source(citation)
    if longest and len(reference) > longest:
        reference = reference[: longest - 1].rstrip() + "…"
    return f"{reference}, {place}" if place else reference


def citation_in_plain_text(record, url: str, site_title: str, date_words: str = "") -> str:
    """“Cite this page”: what the record is, when it happened, the site and the address."""
    title = csl.single_quotes(str(getattr(record, "title", record)))
    head = _("“%(record)s”") % {"record": title} + (f" ({date_words})" if date_words else "")
    end = "" if not date_words and title.endswith((".", "?", "!", "…")) else "."
    return f"{head}{end} {site_title}. {url}"


def full_reference(source) -> str:
    return csl.full_reference(source.csl)
