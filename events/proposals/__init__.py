"""From a document's text to proposals: which passages tell an event, which judge, and who and when they name.

`propose(text, names)` reads and writes nothing else: the same text and names give the same proposals. Each has the rule
that made it, how sure that rule is, and its exact words. `folders` writes them as seed files, all of them drafts.
"""

from events.proposals.proposed import Proposals, ProposedEvent, ProposedInterpretation, When
from events.proposals.proposing import propose

__all__ = ["Proposals", "ProposedEvent", "ProposedInterpretation", "When", "propose"]
