"""The history of every save, through django-reversion: who, when, why, and the record with all that belongs to it.

Only saves are seen by it; the loader and the admin therefore write inside `recording()`.
"""

from collections.abc import Iterator
from contextlib import contextmanager

import reversion
from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser

from events.record_data.declaration import DECLARED

for model, declared in DECLARED.items():
    reversion.register(model, follow=declared.parts)


@contextmanager
def recording(user: AbstractBaseUser | AnonymousUser | None = None, *comment: str) -> Iterator[None]:
    """One entry of history for all that is added in it with `reversion.add_to_revision` or saved.

    Its comment has a line for each that is not blank.
    """
    with reversion.create_revision(atomic=True):
        if user is not None:
            reversion.set_user(user)
        reversion.set_comment("\n".join(filter(None, comment)))
        yield
