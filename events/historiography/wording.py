"""Sentences and phrases that pages, exports and titles share."""

import re
from collections.abc import Iterable
from typing import Protocol

from django.utils.translation import gettext_noop

from events.bibliography import csl, styles
from events.models import Actor, Citation, Interpretation, Source
from events.published import belongings, claims
from events.site import languages
from events.site.languages import like
from events.site.translation import gettext as _


def listed(names: Iterable[str]) -> str:
    """“A”, “A and B”, “A, B and C”."""
    *front, last = list(names) or [""]
    return _("%(names)s and %(last)s") % {"names": ", ".join(front), "last": last} if front else last


def holder(interpretation: claims.AnyInterpretation) -> str:
    """Who says it: its proponents by name, else who speaks in the work that is cited first, else nobody named."""
    names = [actor.name for actor in interpretation.proponents.all()]
    if names:
        return listed([*names, _("others")] if interpretation.names_only_some else names)
    if interpretation.voice == "document" and (cited := next(iter(interpretation.citations.all()), None)):
        return speaker(cited.source)
    return _("unattributed")


def short_holder(interpretation: claims.AnyInterpretation) -> str:
    """The same in a word or two: of people the family names, of a work the author's or its short title."""
    if names := [_short_name(actor) for actor in interpretation.proponents.all()]:
        shown = names if len(names) <= 2 else names[:1]
        return listed([*shown, _("others")] if interpretation.names_only_some or len(names) > 2 else shown)
    if interpretation.voice == "document" and (cited := next(iter(interpretation.citations.all()), None)):
        families = [csl.family(name) for name in csl.names(cited.source.csl, ("author",))]
        return listed(families[:2]) or cited.source.label or csl.bare_title(cited.source.csl)
    return _("unattributed")


def short_holders(interpretations: Iterable[Interpretation], most: int = 8) -> str:
    """The same of several, each once: “Boia · Deletant, King and others”; of more than `most` how many there are."""
    names = list(dict.fromkeys(map(short_holder, interpretations)))
    more = [_("%(n)d more") % {"n": len(names) - most}] if len(names) > most else []
    return " · ".join([*names[:most], *more])


def _short_name(actor: Actor | belongings.Actor) -> str:
    """The family name where the sort name is “Deletant, Dennis”, else the whole name."""
    family, _comma, given = actor.sort_name.partition(", ")
    return family if f"{given} {family}" == actor.name else actor.name


def speaker(source: Source | belongings.Work) -> str:
    """Who speaks in a work: its authors by name, else the work by its short title."""
    authors = listed(csl.whole_name(name) for name in csl.names(source.csl, ("author",)))
    return authors or csl.quoted_here(csl.quoted(source.label or csl.bare_title(source.csl)))


def signature(interpretation: claims.AnyInterpretation) -> str:
    """The holder and, where it is so, that the claim is known only from a report."""
    who = holder(interpretation)
    return _("%(who)s, as reported") % {"who": who} if interpretation.attribution == "reported" else who


def signature_in_time(interpretation: claims.AnyInterpretation) -> str:
    """The signature with the year in which the claim was made, where that is known."""
    years = {day and day // 10_000 for day in (interpretation.made_on_earliest, interpretation.made_on_latest)}
    signed, year = signature(interpretation), years.pop()
    return f"{signed}, {year}" if year and year > 0 and not years else signed


GROUNDS = {
    "fact": gettext_noop("on the facts"),
    "date": gettext_noop("on the date"),
    "cause": gettext_noop("on the cause"),
    "motive": gettext_noop("on the motive"),
    "significance": gettext_noop("on the significance"),
    "characterisation": gettext_noop("on the characterisation"),
    "term": gettext_noop("on the term"),
    "periodisation": gettext_noop("on the periodisation"),
    "evidence": gettext_noop("on the evidence"),
}


class HasGround(Protocol):
    """An interpretation, a relation of two, or several relations on the same ground."""

    @property
    def ground(self) -> str: ...


def ground_of(argued: HasGround) -> str:
    """What an interpretation, or a relation of two, is about; never a word that could be read as its verdict."""
    return _(GROUNDS[argued.ground])


def strongest(interpretation: Interpretation) -> Citation | None:
    """The first citation that quotes words, else the first one."""
    citations = list(interpretation.citations.all())
    return next((citation for citation in citations if citation.quote), next(iter(citations), None))


def other_language(source: Source) -> str:
    """The name of the language of a work, blank where it is that of the page or is not known."""
    code = source.csl.get("language")
    if not code or not isinstance(code, str) or code[:2] == languages.active()[:2]:
        return ""
    return languages.name_of_language(code)


def place_in_source(citation: Citation | belongings.Citation) -> str:
    """“passage 7, p. 57”, “p. 115”, “the whole work”; blank where nothing is said."""
    if citation.passage is not None:
        passage = _("passage %(number)d") % {"number": citation.passage.number}
        return f"{passage}, {citation.locator}" if citation.locator else passage
    return citation.locator or (_("the whole work") if citation.whole_work else "")


def source_address(citation: Citation | belongings.Citation) -> str:
    """The address of a citation's passage, or of its source's page."""
    address = citation.source.get_absolute_url()
    return f"{address}#p{citation.passage.number}" if citation.passage else address


def cited(citation: Citation | belongings.Citation) -> str:
    """A citation in short: “Deletant 2007, p. 115”."""
    return ", ".join(filter(None, (str(citation.source), place_in_source(citation))))


def citation_in_plain_text(record: object, url: str, site_title: str, date_words: str = "") -> str:
    """“Cite this page”: what the record is, when it happened, the site and the address."""
    title = csl.single_quotes(str(getattr(record, "title", record)))
    head = _("“%(record)s”") % {"record": title} + (f" ({date_words})" if date_words else "")
    end = "" if not date_words and title.endswith((".", "?", "!", "…")) else "."
    return f"{head}{end} {site_title}. {url}"


def paragraphs(text: str) -> list[str]:
    """The paragraphs of a prose text, which blank lines part."""
    parted = (paragraph.strip() for paragraph in re.split(r"\n\s*\n", text))
    return [like(text, paragraph) for paragraph in parted if paragraph]


def dated(source: Source) -> dict:
    """The record of a work with its dates."""
    return csl.dated(source.csl, source.issued, source.created)


def reference(source: Source, style: str = styles.OF_THE_SITE) -> styles.Formatted:
    """A work in full, as bibliographies of a style name it."""
    return styles.formatted(dated(source), languages.active()[:2], style)
