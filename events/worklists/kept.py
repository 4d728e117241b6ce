"""What the last load left as an editor had it."""

from collections.abc import Callable
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from events.models import Actor, Debate, Event, Interpretation, LoadNote, Place, Source, Theme
from events.worklists.registry import Group, worklist


def _noted(model: Any, kind: str) -> Callable[[], QuerySet]:
    return lambda: model.objects.filter(slug__in=LoadNote.objects.filter(kind=kind).values("slug"))


_NOTED = _(
    "The last load left something as an editor had it, since the file says something else: kept where only the editor"
    " changed it, in conflict where the file has changed too. The record's form says which."
)
for _model, _kind, _title in (
    (Event, "events", _("Events kept or in conflict at the last load")),
    (Interpretation, "interpretations", _("Interpretations kept or in conflict at the last load")),
    (Debate, "debates", _("Debates kept or in conflict at the last load")),
    (Actor, "actors", _("Actors kept or in conflict at the last load")),
    (Source, "sources", _("Sources kept or in conflict at the last load")),
    (Theme, "themes", _("Themes kept or in conflict at the last load")),
    (Place, "places", _("Places kept or in conflict at the last load")),
):
    worklist(f"{_kind}-kept", Group.LOADING, _model, _title, _NOTED)(_noted(_model, _kind))
