"""Sessions in the database that end SESSION_COOKIE_AGE after their last use, not after their first."""

from datetime import timedelta
from typing import Any

from django.contrib.sessions.backends import db
from django.utils import timezone


class SessionStore(db.SessionStore):
    """Django's; a session that is used is written anew once in a twentieth of its age, and so goes on.

    Django would write it at every request (SESSION_SAVE_EVERY_REQUEST), and SQLite has one writer at a time.
    """

    def _get_session_from_db(self) -> Any:
        row = super()._get_session_from_db()  # type: ignore[misc]  # private, so the stubs leave it out
        if row and row.expire_date - timezone.now() < timedelta(seconds=0.95 * self.get_session_cookie_age()):
            self.modified = True
        return row
