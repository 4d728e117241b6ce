"""Sentences and phrases that pages, exports and titles share."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from events import csl


def listed(names: Iterable[str]) -> str:
    """“A”, “A and B”, “A, B and C”."""
    *front, last = list(names) or [""]
    return _("%(names)s and %(last)s") % {"names": ", ".join(front), "last": last} if front else last


def holder(interpretation) -> str:
    """Who holds a claim: its historians by name, the document itself, or nobody named."""
    if interpretation.voice == "document":
        return _("the document")
    names = [actor.name for actor in interpretation.proponents.all()]
    if not names:
        return _("unattributed")
    return listed([*names, _("others")] if interpretation.names_only_some else names)


def views_of(interpretations: Iterable) -> str:
    """The holders of several views, each once, as the object of “contests”."""
    views = (_("an unattributed view") if one.voice == "unattributed" else holder(one) for one in interpretations)
    return listed(dict.fromkeys(views))


def signature(interpretation) -> str:
    """The holder and, where it is so, that the claim is known only from a report."""
    who = holder(interpretation)
    return _("%(who)s, as reported") % {"who": who} if interpretation.attribution == "reported" else who


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
    head = _("“%(record)s”") % {"record": record} + (f" ({date_words})" if date_words else "")
    return f"{head}. {site_title}. {url}"


def full_reference(source) -> str:
    return csl.full_reference(source.csl)
