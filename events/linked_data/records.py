"""A record as a node of linked data, and whatever it points at by its address.

Nothing here asks the database: records come as their pages fetch them (`for_detail`) or as `events.published` reads
them, and hold nothing that readers may not see.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from events.bibliography import csl
from events.chronology.date_words import words_of
from events.linked_data import time_spans
from events.linked_data.vocabulary import ACTORS, ARGUMENTS, CONTEXT, WORKS, Node
from events.models import Actor, Debate, Interpretation, PublishedVersion, Source, Theme
from events.models.place import address_of_place
from events.published import belongings
from events.published import events as published
from events.published.interpretations import Argued
from events.published.numbering import NumberedVersion
from events.site import languages
from events.site.languages import Text

Version = PublishedVersion | NumberedVersion

WIKIDATA = "http://www.wikidata.org/entity/"
VIAF = "http://viaf.org/viaf/"
GEONAMES = "https://sws.geonames.org/"
DOI = "https://doi.org/"


@dataclass(frozen=True)
class Nodes:
    """Writes the nodes of a site: `base` begins its addresses (https://example.org), `original` is its language.

    Names are given in every language that they have, and marked with it.
    """

    base: str
    original: str

    # --- records ---

    def event(
        self,
        event: published.Event,
        language: str,
        links: Sequence[Any] = (),
        version: Version | None = None,
    ) -> Node:
        """`links` are its own to others; the words of its date are in `language`."""
        address = self.address(event)
        participations = event.participations
        began = [part for part in participations if part.role == "initiator"]
        kind = "crm:E7_Activity" if began else "crm:E5_Event"
        words = tagged(words_of(event, language), language)
        node = self._node(event, ["Event", kind], version)
        node["name"] = self._read(event, "title")
        node |= filled(description=self._read(event, "summary"))
        node |= time_spans.plain_dates(event)
        node["crm:P4_has_time-span"] = time_spans.time_span(event, words) | {"@id": f"{address}#time-span"}
        if event.after_event and event.after_event.is_published and not event.offset.startswith("-"):
            node["crm:P176i_starts_after_the_start_of"] = self.reference(event.after_event)
        if event.place_slug:
            place = {
                "@id": f"{self.base}{address_of_place(event.place_slug)}",
                "@type": ["Place", "crm:E53_Place"],
                "name": self._words(event.place or ""),
            }
            place |= filled(sameAs=_same(event.place_wikidata, "", event.place_geonames))
            node |= {"location": place, "crm:P7_took_place_at": {"@id": place["@id"]}}
        if participations:
            node["contributor"] = [
                {
                    "@type": "Role",
                    "roleName": part.role,
                    "contributor": self.reference(part.actor, ACTORS[part.actor.kind], part.actor.name),
                }
                for part in participations
            ]
            others = [part for part in participations if part not in began]
            node |= filled(
                **{
                    "crm:P14_carried_out_by": [self.reference(part.actor) for part in began],
                    "crm:P11_had_participant": [self.reference(part.actor) for part in others],
                }
            )
        node |= filled(
            about=[self.reference(theme, ("DefinedTerm", "skos:Concept"), theme.name) for theme in event.themes],
            subjectOf=[
                self.reference(argued, ("Claim", "aif:I-node"), argued.claim)
                for argued in {row.interpretation_id: row.interpretation for row in event.public_evidence}.values()
            ],
        )
        node |= self._linked(links)
        return node | _backwards(self._cited(event.citations, address))

    def interpretation(self, record: Interpretation | Argued, version: Version | None = None) -> Node:
        address, debate = self.address(record), record.debate
        node = self._node(record, ["Claim", "aif:I-node"], version)
        node |= filled(
            name=self._texts(record, "claim"),
            description=self._texts(record, "argument"),
            author=[self.reference(actor, ACTORS[actor.kind], actor.name) for actor in record.proponents.all()],
            appearance=[self.reference(source, name=source) for source in _cited_sources(record)],
            about=[
                self.reference(event, ("Event", "crm:E5_Event"), event.title)
                for event in {row.event_id: row.event for row in record.public_evidence if row.event}.values()
            ],
        )
        node["aif:claimText"] = node["name"]
        ends = time_spans.plain_ends(record.made_on)
        if ends and not ends[1]:
            node["dateCreated"] = ends[0]
        dates = (("created", record.made_on), ("temporal", record.scope), ("date", record.argued_date))
        node |= {f"dcterms:{name}": edtf for name, edtf in dates if edtf}
        if debate is not None and debate.is_published:
            node["isPartOf"] = self.reference(debate, ("Question",), debate.question)
        between = [*self._arguments(record), *self._evidence(record)]
        return node | _backwards([*self._cited(record.citations.all(), address), *between])

    def actor(self, record: Actor, version: Version | None = None) -> Node:
        node = self._node(record, ACTORS[record.kind], version)
        node |= filled(
            name=self._texts(record, "name"),
            alternateName=[tagged(other.name, other.language) for other in record.other_names.all()],
            description=self._texts(record, "note"),
            sameAs=_same(record.wikidata, record.viaf, ""),
        )
        first, last = ("birthDate", "deathDate") if record.kind == "person" else ("foundingDate", "dissolutionDate")
        begun, slash, ended = record.life_dates.partition("/")
        node |= {
            name: end
            for name, end in ((first, begun), (last, ended))
            if slash and time_spans.PLAIN.fullmatch(end) and record.kind != "state"
        }
        node |= filled(**{"dcterms:temporal": record.life_dates})
        offices = [self._office(office) for office in record.offices.all()]
        return node | filled(**{"hasOccupation" if record.kind == "person" else "additionalProperty": offices})

    def source(self, record: Source, version: Version | None = None) -> Node:
        work = csl.dated(record.csl, record.issued, record.created)
        text = {name: str(value) for name, value in work.items() if isinstance(value, str | int)}
        node = self._node(record, [WORKS.get(text.get("type", ""), "CreativeWork"), "crm:E31_Document"], version)
        language = text.get("language", "")
        node["name"] = tagged(record.title, language)
        node |= filled(
            author=[_named(name) for name in csl.names(work, ("author",))],
            editor=[_named(name) for name in csl.names(work, ("editor",))],
            translator=[_named(name) for name in csl.names(work, ("translator",))],
            inLanguage=language,
            publisher={"@type": "Organization", "name": text["publisher"]} if text.get("publisher") else None,
            isbn=text.get("ISBN"),
            issn=text.get("ISSN"),
            pagination=text.get("page"),
            volumeNumber=text.get("volume"),
            issueNumber=text.get("issue"),
            creditText=self._texts(record, "attribution"),
            genre=record.kind,
            license=record.licence,
        )
        if whole := text.get("container-title"):
            node["isPartOf"] = {"@type": "CreativeWork", "name": whole}
        ends = time_spans.plain_ends(csl.edtf(work.get("issued")))
        if ends and not ends[1]:
            node["datePublished"] = ends[0]
        dates = (("created", record.created), ("issued", record.issued), ("available", record.available_from))
        node |= {f"dcterms:{name}": edtf for name, edtf in dates if edtf}
        same = [f"{DOI}{text['DOI']}"] if text.get("DOI") else []
        return node | filled(sameAs=[*same, *filter(None, [csl.web_address(work)])])

    def debate(self, record: Debate, answers: Iterable[Any], version: Version | None = None) -> Node:
        """With the answers that are given."""
        address = self.address(record)
        node = self._node(record, ["Question"], version)
        return node | filled(
            name=self._texts(record, "question"),
            text=self._texts(record, "introduction"),
            suggestedAnswer=[
                {
                    "@id": f"{address}#answer-{answer.slug}",
                    "@type": "Answer",
                    "name": self._texts(answer, "name"),
                    "text": self._texts(answer, "statement"),
                }
                for answer in answers
            ],
        )

    def theme(self, record: Theme, version: Version | None = None) -> Node:
        node = self._node(record, ["DefinedTerm", "skos:Concept"], version)
        node["name"] = node["skos:prefLabel"] = self._texts(record, "name")
        return node

    # --- what they point at ---

    def address(self, record: Any) -> str:
        return f"{self.base}{record.get_absolute_url()}"

    def reference(self, record: Any, kinds: Sequence[str] = (), name: Any = "") -> Node:
        """A record by its address and, for who reads nothing else, its types and its name in the page's language."""
        kinds_and_name = {"@type": [*kinds] if len(kinds) > 1 else "".join(kinds), "name": name and self._words(name)}
        return {"@id": self.address(record)} | filled(**kinds_and_name)

    def _node(self, record: Any, kinds: Sequence[str], version: Version | None) -> Node:
        address = self.address(record)
        node: Node = {"@id": address, "@type": [*kinds], "url": address, "identifier": record.slug}
        if version is None:
            return node
        said: Node = {
            "@id": f"{address}?rev={version.number}",
            "@type": "prov:Entity",
            "version": version.number,
            "prov:specializationOf": {"@id": address},
            "prov:generatedAtTime": version.created_at.isoformat(timespec="seconds"),
        }
        if version.number > 1:
            said["prov:wasRevisionOf"] = {"@id": f"{address}?rev={version.number - 1}", "@type": "prov:Entity"}
        return node | {"version": version.number, "dcterms:hasVersion": said}

    def _linked(self, links: Iterable[Any]) -> Node:
        """Of what it is part, what it led to, and what it responds to (which is why it was done: CRM P17)."""
        names = {"part_of": "superEvent", "led_to": "crm:P17i_motivated", "responds_to": "crm:P17_was_motivated_by"}
        node: Node = {}
        for link in links:
            other = self.reference(link.target, ("Event", "crm:E5_Event"), link.target.title)
            node.setdefault(names[link.kind], []).append(other)
        return node

    def _office(self, office: Any) -> Node:
        node: Node = {"@type": "Role", "roleName": self._texts(office, "what")}
        first, last = time_spans.plain_ends(office.dates) or ("", "")
        return node | filled(startDate=first, endDate=last, **{"dcterms:date": office.dates})

    # --- claims ---

    def _arguments(self, record: Any) -> Iterator[tuple[str, Node]]:
        """What the claim does to others."""
        for number, relation in enumerate(record.public_relations, 1):
            scheme, of_one, of_other = ARGUMENTS[relation.kind]
            node: Node = {"@id": f"{self.address(record)}#relation-{number}", "@type": scheme}
            node |= {"dcterms:type": relation.kind, "dcterms:subject": relation.ground}
            node |= {"dcterms:creator": relation.drawn_by, of_other: self.reference(relation.target)}
            yield of_one, node | _backwards(self._cited(relation.citations.all(), node["@id"]))

    def _evidence(self, record: Any) -> Iterator[tuple[str, Node]]:
        """What events and circumstances do to the claim."""
        for number, row in enumerate(record.public_evidence, 1):
            scheme, of_one, of_other = ARGUMENTS[row.bearing]
            node: Node = {"@id": f"{self.address(record)}#evidence-{number}", "@type": scheme}
            node |= {"dcterms:type": row.bearing, of_one: self._evidenced(row, node["@id"])}
            if row.asserted_by:
                node["prov:wasAttributedTo"] = self.reference(row.asserted_by)
            yield of_other, node | _backwards(self._cited(row.citations.all(), node["@id"]))

    def _evidenced(self, row: Any, address: str) -> Node:
        if row.event:
            return self.reference(row.event)
        text = self._texts(row, "circumstance")
        return {"@id": f"{address}-circumstance", "@type": "aif:I-node", "aif:claimText": text}

    # --- citations ---

    def _cited(self, citations: Iterable[Any], address: str) -> Iterator[tuple[str, Node]]:
        """Annotations that link what stands at `address` with the words behind it."""
        for number, citation in enumerate(citations, 1):
            yield "oa:hasBody", self._annotation(citation, address, number)

    def _annotation(self, citation: Any, address: str, number: int) -> Node:
        """The target is the work, or the words in it; positions count code points of the document's plain text."""
        node: Node = {"@type": "oa:Annotation", "oa:motivatedBy": {"@id": "oa:linking"}}
        joint = "-" if "#" in address else "#"
        node["@id"] = f"{address}{joint}citation-{number}"
        source = self.reference(citation.source)
        selectors: list[Node] = []
        if citation.quote:
            selectors.append({"@type": "oa:TextQuoteSelector", "oa:exact": citation.quote})
        start = citation.passage.start if citation.passage and _is_readable(citation.source) else None
        if citation.quote and start is not None:
            first = start + citation.quote_offset
            place = {"oa:start": first, "oa:end": first + len(citation.quote)}
            selectors.append({"@type": "oa:TextPositionSelector"} | place)
        target: Node = {"@type": "oa:SpecificResource", "oa:hasSource": source} | filled(
            **{"oa:hasSelector": selectors, "dcterms:bibliographicCitation": citation.locator and str(citation.locator)}
        )
        if len(selectors) > 1:
            target["oa:hasState"] = {"@type": "oa:HttpRequestState", "rdf:value": "Accept: text/plain"}
        if citation.passage:
            target["dcterms:isPartOf"] = {"@id": f"{source['@id']}#p{citation.passage.number}"}
        return node | {"oa:hasTarget": target}

    # --- texts ---

    def _texts(self, record: Any, name: str) -> Any:
        """A text of a row in every language that it has."""
        stored = record.stored(name)
        found = {self.original: stored} if stored else {}
        found |= {each.language: each.text for each in record.each_version() if each.field == name}
        return _in_languages(found)

    def _read(self, event: published.Event, name: str) -> Any:
        """The same of an event that was read for readers."""
        text = getattr(event, name)
        found = {_language(text, self.original): str(text)} if text else {}
        found |= {language: words for field, language, words in event.other_versions() if field == name}
        return _in_languages(found)

    def _words(self, text: Any) -> Node:
        return tagged(str(text), _language(text, self.original))


def document(node: Node, rights: str = "", context: str = "") -> Node:
    """A node as a document of its own, with the rights in it in words.

    `context` is the address of the context, which else stands in it whole.
    """
    return {"@context": context or CONTEXT} | node | filled(**{"dcterms:rights": rights})


def filled(**values: Any) -> Node:
    """Those of the values that say something."""
    return {name: value for name, value in values.items() if value}


def tagged(words: str, language: str) -> Node:
    """Words with their language (BCP 47); without it where it is not known."""
    return {"@value": words} | ({"@language": language} if languages.LANGUAGE.fullmatch(language.lower()) else {})


def _is_readable(source: Source | belongings.Source) -> bool:
    """Whether readers may see a document's text in full; what was read for them says nowhere where else words stand."""
    return isinstance(source, belongings.Source) or source.text_public


def _backwards(found: Iterable[tuple[str, Node]]) -> Node:
    """What points at a node, with the property by which it does."""
    reverse: Node = {}
    for name, node in found:
        reverse.setdefault(name, []).append(node)
    return filled(**{"@reverse": reverse})


def _language(text: Any, original: str) -> str:
    return text.language if isinstance(text, Text) and text.language else original


def _in_languages(found: dict[str, str]) -> Any:
    texts = [tagged(words, language) for language, words in found.items()]
    return texts[0] if len(texts) == 1 else texts


def _same(wikidata: str | None, viaf: str, geonames: str | None) -> list[str]:
    """What other authorities call it, where an editor has said so."""
    found = ((WIKIDATA, wikidata, ""), (VIAF, viaf, ""), (GEONAMES, geonames, "/"))
    return [f"{before}{identifier}{after}" for before, identifier, after in found if identifier]


def _named(name: dict) -> Node:
    if name.get("literal") or not name.get("family"):
        return {"@type": "Organization", "name": csl.whole_name(name)}
    parts = filled(familyName=csl.family(name), givenName=str(name.get("given") or ""))
    return {"@type": "Person", "name": csl.whole_name(name)} | parts


def _cited_sources(record: Any) -> list[Any]:
    return list({citation.source_id: citation.source for citation in record.citations.all()}.values())
