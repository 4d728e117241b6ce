"""How many requests a minute the API answers of one address, and the headers that say how many are left.

The counts stand in memory that all workers share: it is made before they are forked (`preload_app`), and its size never
grows. The database, which has one writer, is not asked. The headers are those of draft-ietf-httpapi-ratelimit-headers.
"""

import hashlib
import mmap
import secrets
import time
from collections.abc import Callable

import numpy as np
from django.conf import settings
from django.http import HttpRequest, HttpResponse

from events.views.api import problem
from romania_history.logins import counted_address

PATH = "/api/v1/"
WINDOW = 60
"""Seconds."""

SLOTS = 2**16
"""Addresses that fall into one slot share their requests, for a minute: which do is by chance, and anew each time."""


class RequestCounts:
    """RequestCounts by a key within a window of time. Two processes that count in one instant may count once."""

    def __init__(self) -> None:
        self._windows, self._numbers = (np.frombuffer(mmap.mmap(-1, SLOTS * 8), np.int64) for _table in range(2))
        self._secret = secrets.token_bytes(16)

    def counted(self, key: str, window: int) -> int:
        """How many there were in this window, with this one."""
        digest = hashlib.blake2b(f"{window} {key}".encode(), key=self._secret, digest_size=8).digest()
        slot = int.from_bytes(digest) % SLOTS
        if self._windows[slot] != window:
            self._windows[slot], self._numbers[slot] = window, 0
        self._numbers[slot] += 1
        return int(self._numbers[slot])


_counts = RequestCounts()


class RateLimitMiddleware:
    """Before pages that are kept, which cost little but count as well. A limit of 0 is none."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        limit = settings.API_REQUESTS
        if not limit or not request.path.startswith(PATH) or request.method == "OPTIONS":
            return self.get_response(request)
        window, passed = divmod(int(time.time()), WINDOW)
        number, wait = _counts.counted(counted_address(request) or "", window), WINDOW - passed
        if number > limit:
            response: HttpResponse = problem(429, "Too Many Requests")
            response["Retry-After"] = str(wait)
            response["Cache-Control"] = "no-store"
        else:
            response = self.get_response(request)
        response["RateLimit-Policy"] = f'"default";q={limit};w={WINDOW}'
        response["RateLimit"] = f'"default";r={max(limit - number, 0)};t={wait}'
        return response
