"""The history of every save, through django-reversion: who, when, why, and the record with its inlines.

Only saves are seen by it; the loader and the admin therefore write inside `recording()`.
"""

from contextlib import contextmanager

import reversion

from events import models

INLINES = {
    models.Evidence: ["citations"],
    models.Relation: ["citations"],
    models.ActorName: [],
    models.Citation: [],
    models.EventLink: [],
    models.FurtherReading: [],
    models.Participant: [],
    models.Reference: [],
}
RECORDS = {
    models.Event: ["participations", "links", "citations", "further_reading"],
    models.Interpretation: ["evidence", "relations", "citations", "further_reading"],
    models.Debate: ["further_reading"],
    models.Actor: ["other_names"],
    models.Source: [],
    models.Passage: ["references"],
    models.Theme: [],
    models.Redirect: [],
}

for model, follow in (INLINES | RECORDS).items():
    reversion.register(model, follow=follow)


@contextmanager
def recording(user=None, comment=""):
    """One entry of history for all that is added in it with `reversion.add_to_revision` or saved."""
    with reversion.create_revision(atomic=True):
        if user is not None:
            reversion.set_user(user)
        reversion.set_comment(comment)
        yield
