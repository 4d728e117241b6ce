"""What is doubtful in what a document's text is proposed to tell; the quote is the passage that it stands in."""

from collections.abc import Iterable, Iterator
from typing import Any

from events.doubts import rules
from events.doubts.records import work_of
from events.doubts.rules import ClaimAsStated, Doubt, EventAsStated, Holder
from events.models import Event as EventRecord
from events.models import Interpretation, Source


def of_proposal(
    kind: str, data: dict[str, Any], quote: str, source: Source, holders: Iterable[Holder] = ()
) -> Iterator[Doubt]:
    """`data` is that of an event or an interpretation as seed files spell it; nothing of any other kind."""
    if kind == "events":
        stated = data.get("date_basis") == EventRecord.Basis.STATED
        yield from rules.of_event(EventAsStated(data.get("date", ""), data.get("date_part", ""), stated, [quote]))
    elif kind == "interpretations":
        yield from rules.of_claim(
            ClaimAsStated(
                hedge=data.get("hedge", ""),
                argued_date=data.get("argued_date", ""),
                made_on=data.get("made_on", ""),
                is_own=data.get("attribution", "own") == Interpretation.Attribution.OWN,
                holders=[*holders],
                works=[work_of(source)],
                quotes=[quote],
            )
        )
