"""Records other than events as JSON: slugs beside names, dates as EDTF, null where nothing is known."""

from dataclasses import dataclass
from typing import Any

from events.exports.view import View
from events.models import Actor, Place, Source, Theme
from events.published.belongings import Citation
from events.published.interpretations import Argued


@dataclass(frozen=True)
class JSONRecords:
    """What it says of a record, in the language of a view. Records come as `related` fetches them."""

    view: View

    def actor(self, actor: Actor) -> dict[str, Any]:
        return {
            "slug": actor.slug,
            "url": self.view.url_of("actor", actor.slug),
            "name": actor.name,
            "sort_name": actor.sort_name,
            "kind": actor.kind,
            "life_dates": actor.life_dates or None,
            "other_names": [
                {"name": other.name, "language": other.language or None, "used": other.used or None}
                for other in actor.other_names.all()
            ],
            "offices": [
                {
                    "what": office.what,
                    "dates": office.dates or None,
                    "source": office.source.slug if office.source else None,
                }
                for office in actor.offices.all()
            ],
            "wikidata": actor.wikidata or None,
            "viaf": actor.viaf or None,
            "note": actor.note or None,
        }

    def source(self, source: Source) -> dict[str, Any]:
        return {
            "slug": source.slug,
            "url": self.view.url_of("source", source.slug),
            "reference": source.reference or None,
            "kind": source.kind,
            "created": source.created or None,
            "issued": source.issued or None,
            "available_from": source.available_from or None,
            "licence": source.licence or None,
            "attribution": source.attribution or None,
            "note": source.note or None,
            "csl": source.csl,
        }

    def interpretation(self, argued: Argued) -> dict[str, Any]:
        debate, answer = argued.debate, argued.answer
        return {
            "slug": argued.slug,
            "url": self.view.url_of("interpretation", argued.slug),
            "claim": argued.claim,
            "argument": argued.argument or None,
            "ground": argued.ground,
            "voice": argued.voice,
            "attribution": argued.attribution,
            "hedge": argued.hedge or None,
            "scope": argued.scope or None,
            "made_on": argued.made_on or None,
            "argued_date": argued.argued_date or None,
            "proponents": [actor.slug for actor in argued.proponents.all()],
            "proponent_names": [actor.name for actor in argued.proponents.all()],
            "names_only_some": argued.names_only_some,
            "debate": debate.slug if debate else None,
            "question": debate.question if debate else None,
            "answer": answer.slug if answer else None,
            "answer_name": answer.name if answer else None,
            "evidence": [
                {
                    "event": row.event.slug if row.event else None,
                    "circumstance": row.circumstance or None,
                    "bearing": row.bearing,
                    "asserted_by": row.asserted_by.slug if row.asserted_by else None,
                    "citations": [self.citation(each) for each in row.citations.all()],
                }
                for row in argued.public_evidence
            ],
            "relations": [
                {
                    "kind": relation.kind,
                    "interpretation": relation.target.slug,
                    "ground": relation.ground,
                    "drawn_by": relation.drawn_by,
                    "citations": [self.citation(each) for each in relation.citations.all()],
                }
                for relation in argued.public_relations
            ],
            "citations": [self.citation(each) for each in argued.citations.all()],
            "note": argued.note or None,
        }

    def debate(self, debate: Any) -> dict[str, Any]:
        return {
            "slug": debate.slug,
            "url": self.view.url_of("debate", debate.slug),
            "question": debate.question,
            "introduction": debate.introduction or None,
            "turns_on": debate.turns_on or None,
            "answers": [
                {
                    "slug": answer.slug,
                    "name": answer.name,
                    "statement": answer.statement,
                    "accounts": answer.number_of_accounts,
                }
                for answer in debate.answers_given
            ],
            "interpretations": [argued.slug for argued in debate.public_interpretations],
            "further_reading": [
                {"source": reading.source.slug, "note": reading.note or None}
                for reading in debate.further_reading.all()
            ],
        }

    def theme(self, theme: Theme) -> dict[str, Any]:
        return {
            "slug": theme.slug,
            "url": self.view.url_of("theme", theme.slug),
            "name": theme.name,
            "position": theme.position,
        }

    def place(self, place: Place) -> dict[str, Any]:
        return {
            "slug": place.slug,
            "url": f"{self.view.base}{place.get_absolute_url()}",
            "name": place.name,
            "wikidata": place.wikidata or None,
            "geonames": place.geonames or None,
            "latitude": place.latitude,
            "longitude": place.longitude,
            "note": place.note or None,
        }

    def citation(self, citation: Citation) -> dict[str, Any]:
        return {
            "source": citation.source.slug,
            "passage": citation.passage.number if citation.passage else None,
            "locator": citation.locator or None,
            "quote": citation.quote or None,
            "reference": citation.source.reference or None,
            "whole_work": citation.whole_work,
            "quote_language": citation.quote_language or None,
            "translation": citation.translation or None,
            "translator": citation.translator or None,
            "supports": citation.supports or None,
        }
