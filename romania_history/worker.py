"""gunicorn's worker with threads, in which nobody holds a thread for long by sending slowly.

A proxy in front that takes requests in whole is better still: it also takes answers off slow readers.
"""

import socket
import time
from contextlib import suppress
from typing import Any

from gunicorn.workers.gthread import ThreadWorker


class Worker(ThreadWorker):
    """Stops reading what has not come in time; then there is no request, or one whose body ends too early."""

    head_seconds = 10.0
    """From its first byte on, a request's head has so long."""

    body_seconds = 60.0
    """After its head, a request's body has so long."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.deadlines: dict[Any, float] = {}

    def handle(self, conn: Any) -> Any:
        self.deadlines[conn] = time.monotonic() + self.head_seconds
        try:
            return super().handle(conn)
        finally:
            self.deadlines.pop(conn, None)

    def handle_request(self, req: Any, conn: Any) -> Any:
        self.deadlines[conn] = time.monotonic() + self.body_seconds
        return super().handle_request(req, conn)

    def murder_keepalived(self, force: bool = False) -> None:
        """The main loop comes here about once a second."""
        super().murder_keepalived(force)
        for conn, deadline in list(self.deadlines.items()):
            if deadline < time.monotonic():
                self.deadlines.pop(conn, None)
                with suppress(OSError):
                    conn.sock.shutdown(socket.SHUT_RD)  # what is being answered is still sent
