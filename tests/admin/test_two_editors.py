"""Two editors at random work on one event, in forms that grow old: no edit is ever lost unseen.

A model says after each of three hundred operations what the event must be. An edit may only be replaced by somebody
who has had it before their eyes: in the form that they opened, or on the page with both versions.
"""

from dataclasses import dataclass, field
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, example, given, settings
from hypothesis import strategies as st

from events import models
from events.admin.saving import undone
from events.editing.roles import PUBLISHER
from events.record_data import differences
from tests.support import factories as make
from tests.support.forms import fields_of
from tests.support.office import Person, row

# One connection saves at a time: test_conflicts and test_busy ask what the databases make of it.
pytestmark = [pytest.mark.django_db, pytest.mark.any_database]

FIELDS = ("title", "summary", "date_note")
ROLES = ("initiator", "opponent", "forum")

OPERATIONS = st.one_of(
    st.tuples(st.just("open"), st.integers(0, 1)),
    st.tuples(st.just("type"), st.integers(0, 1), st.sampled_from(FIELDS), st.sampled_from("ABCDE")),
    st.tuples(st.just("role"), st.integers(0, 1), st.integers(0, 3), st.sampled_from(ROLES)),
    st.tuples(st.just("add"), st.integers(0, 1), st.integers(0, 5), st.sampled_from(ROLES)),
    st.tuples(st.just("remove"), st.integers(0, 1), st.integers(0, 3)),
    st.tuples(st.just("save"), st.integers(0, 1), st.booleans()),
    st.tuples(st.just("save"), st.integers(0, 1), st.booleans()),
    st.tuples(st.just("bulk"), st.integers(0, 1), st.sampled_from("123"), st.booleans()),
)

State = dict[Any, Any]
"""What the event is: fields by name, roles by the key of a participant's row."""


@dataclass
class Desk:
    """An editor with a form: what it showed when it was opened, and what has been typed in it since."""

    person: Person
    page: Any = None
    base: State = field(default_factory=dict)
    typed: dict[Any, Any] = field(default_factory=dict)
    added: list[tuple[int, str]] = field(default_factory=list)


class Office:
    """The event, two desks, and the model of what the event must be."""

    def __init__(self, status: str) -> None:
        self.actors = [make.make_actor() for _n in range(6)]
        self.event = make.make_event("Troops leave", participants=self.actors[:2])
        make.cite(self.event, locator="p. 1")
        if status == "published":
            make.publish(self.event)
        self.button = "_publish" if status == "published" else "_save"
        self.desks = [Desk(Person(PUBLISHER)), Desk(Person(PUBLISHER))]
        self.expected = self.now()
        self.elsewhere = 0

    def now(self) -> State:
        event = models.Event.objects.get(pk=self.event.pk)
        fields = {name: getattr(event, name) for name in (*FIELDS, "prominence")}
        return fields | {part.pk: (part.actor_id, part.role) for part in event.participations.all()}

    def do(self, operation: tuple[Any, ...]) -> None:
        name, desk, *rest = operation
        getattr(self, name)(self.desks[desk], *rest)
        assert self.now() == self.expected, operation

    # --- operations -----------------------------------------------------------------------------------------------

    def open(self, desk: Desk) -> None:
        desk.page, desk.base, desk.typed, desk.added = desk.person.open(self.event), dict(self.expected), {}, []

    def type(self, desk: Desk, name: str, value: str) -> None:
        desk.typed[name] = value

    def role(self, desk: Desk, place: int, role: str) -> None:
        if key := self.key(desk, place):
            desk.typed[key] = (desk.base[key][0], role)

    def remove(self, desk: Desk, place: int) -> None:
        if key := self.key(desk, place):
            desk.typed[key] = None

    def add(self, desk: Desk, place: int, role: str) -> None:
        actor = self.actors[place].pk
        taken = {value for value in [*desk.base.values(), *desk.typed.values()] if isinstance(value, tuple)}
        if desk.page and len(desk.added) < 2 and (actor, role) not in taken and (actor, role) not in desk.added:
            desk.added.append((actor, role))

    def key(self, desk: Desk, place: int) -> int | None:
        keys = [key for key in desk.base if isinstance(key, int)]
        return keys[place] if place < len(keys) else None

    def bulk(self, desk: Desk, prominence: str, meanwhile: bool) -> None:
        """In two steps; between them the other desk may save."""
        address = "/admin/events/event/"
        chosen = {"action": "set_prominence", "_selected_action": [self.event.pk], "value": prominence}
        page = desk.person.post(address, chosen)
        if meanwhile:
            self.elsewhere += 1
            self.expected["date_note"] = f"Elsewhere {self.elsewhere}"
            models.Event.objects.filter(pk=self.event.pk).update(date_note=self.expected["date_note"])
            desk.person.post(address, fields_of(page) | {"confirm": "1"})
            return
        desk.person.post(address, fields_of(page) | {"confirm": "1"})
        self.expected["prominence"] = int(prominence)

    def save(self, desk: Desk, take_mine: bool) -> None:
        if desk.page is None:
            return
        answer = desk.person.send(self.button, desk.page, self.posted(desk))
        mine = {key: value for key, value in desk.typed.items() if value != desk.base.get(key)}
        rows = [value for value in (desk.base | mine).values() if isinstance(value, tuple)] + desk.added
        if len(rows) > len(set(rows)):
            desk.page = None  # the form itself says something twice: it is shown again, before anything is compared
            assert answer.status_code == 200 and answer.context["form_errors"]
            assert self.now() == self.expected
            return
        same = {(actor, role) for actor, role in desk.added} & {
            value for key, value in (self.expected | mine).items() if isinstance(value, tuple)
        }
        if desk.base != self.expected:
            assert answer.status_code == 409, "a stale form was written"
            assert self.now() == self.expected, "something was written before it was chosen"
            theirs = {key for key in {**desk.base, **self.expected} if desk.base.get(key) != self.expected.get(key)}
            both = {key for key in theirs & set(mine) if mine[key] != self.expected.get(key)}
            text = answer.content.decode()
            for key in both:
                assert f'name="{place_of(key)}"' in text, "what both have changed is not shown"
            chosen = {place_of(key): "mine" if take_mine else "theirs" for key in both}
            answer = desk.person.post(answer.context["action"], fields_of(answer) | chosen | {self.button: "1"})
            if not take_mine:
                mine = {key: value for key, value in mine.items() if key not in both}
        if same or self.twice(mine):
            desk.page = None  # two rows would say the same: refused, whole
            assert self.now() == self.expected
            return
        assert answer.status_code == 302, answer.status_code
        self.take(mine, desk.added)
        desk.page = None

    # --- what must be ---------------------------------------------------------------------------------------------

    def posted(self, desk: Desk) -> dict[str, Any]:
        keys = [key for key in desk.base if isinstance(key, int)]
        fields: dict[str, Any] = {}
        for key, value in desk.typed.items():
            if key in FIELDS:
                fields[key] = value
            elif value is None:
                fields[f"participations-{keys.index(key)}-DELETE"] = "on"
            else:
                fields[f"participations-{keys.index(key)}-role"] = value[1]
        for number, (actor, role) in enumerate(desk.added):
            fields |= row("participations", len(keys) + number, actor=actor, role=role)
        return fields

    def twice(self, mine: dict[Any, Any]) -> bool:
        rows = [value for value in (self.expected | mine).values() if isinstance(value, tuple)]
        return len(rows) > len(set(rows))

    def take(self, mine: dict[Any, Any], added: list[tuple[int, str]]) -> None:
        for key, value in mine.items():
            if value is None:
                self.expected.pop(key, None)
            else:
                self.expected[key] = value
        new = {key: value for key, value in self.now().items() if key not in self.expected and isinstance(key, int)}
        assert sorted(new.values()) == sorted(added), "a row was lost, or came from nowhere"
        self.expected |= new


def place_of(key: Any) -> str:
    return differences.id_of((key,) if isinstance(key, str) else ("participations", key))


@pytest.mark.parametrize("status", ["draft", "published"])
@settings(
    max_examples=100 if settings().max_examples > 100 else 2,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],  # each example takes seconds
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow, HealthCheck.data_too_large],
)
@given(st.lists(OPERATIONS, min_size=50, max_size=50))
@example([("save", 1, True), ("add", 0, 1, "opponent"), ("role", 0, 1, "opponent"), ("save", 0, True)])
def test_no_edit_is_lost(status: str, operations: list[tuple[Any, ...]]):
    with undone():
        office = Office(status)
        for operation in [("open", 0), ("open", 1), *operations]:
            office.do(operation)
