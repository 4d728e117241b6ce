"""The records and the rows that belong to them: fields, constraints, identity, and which of them readers may see."""

from events.models.actor import Actor, ActorName, Office
from events.models.base import Ground, Status
from events.models.citation import Citation, FurtherReading
from events.models.debate import Answer, Debate
from events.models.editing import Comment, Erratum, Merge, PendingRevision
from events.models.edition import Edition, EditionFile, EditionPiece
from events.models.event import Event, EventLink, Participant
from events.models.interpretation import Evidence, Interpretation, Relation
from events.models.place import Place
from events.models.proposal import Proposal
from events.models.search import EventText, PassageText
from events.models.seeding import LoadNote, RecordKind, Redirect, SeedBase
from events.models.source import Passage, Reference, Source
from events.models.theme import Theme
from events.models.version import DataVersion, PublishedVersion

__all__ = [
    "Actor",
    "ActorName",
    "Answer",
    "Citation",
    "Comment",
    "DataVersion",
    "Debate",
    "Edition",
    "EditionFile",
    "EditionPiece",
    "Erratum",
    "Event",
    "EventLink",
    "EventText",
    "Evidence",
    "FurtherReading",
    "Ground",
    "Interpretation",
    "LoadNote",
    "Merge",
    "Office",
    "Participant",
    "Passage",
    "PassageText",
    "PendingRevision",
    "Place",
    "Proposal",
    "PublishedVersion",
    "RecordKind",
    "Redirect",
    "Reference",
    "Relation",
    "SeedBase",
    "Source",
    "Status",
    "Theme",
]
