"""Guessing passwords: django-axes counts and refuses, and here is what it counts by and what it says in the log.

Wrong passwords are counted by name and by address apart. So that nobody can lock an editor out from elsewhere, a
device from which somebody has signed in is known by a signed cookie, and what goes wrong there is counted there alone.
"""

import logging
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from ipaddress import IPv6Address, ip_address, ip_network
from typing import Any

from axes.helpers import get_lockout_response
from axes.signals import user_locked_out
from django.conf import settings
from django.contrib import admin
from django.contrib.auth import authenticate
from django.contrib.auth.signals import user_logged_in
from django.core import signing
from django.dispatch import receiver
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from events.sql.waiting import Turns, impatient

log = logging.getLogger("django.security.logins")

COOKIE = "known_device"
COOKIE_AGE = 365 * 24 * 3600
NAMES_AT_MOST = 5
"""So many people who share a device are known on it."""


# --- where a request comes from ---------------------------------------------------------------------------------------


def client_address(request: HttpRequest) -> str | None:
    """Whose request it is: the peer's address or, behind proxies of TRUSTED_PROXIES, what the outermost of them saw.

    None where a socket has no address. What somebody who is no such proxy writes into X-Forwarded-For is not believed.
    """
    address = request.META.get("REMOTE_ADDR") or None
    for hop in reversed(request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")):
        if not _is_trusted(address) or not (before := _parsed(hop)):
            break
        address = before
    return address


def counted_address(request: HttpRequest) -> str | None:
    """The address that wrong passwords are counted by: of IPv6 the network, since one client has all its addresses."""
    address = client_address(request)
    if address is None or not isinstance(parsed := ip_address(address), IPv6Address):
        return address
    return str(ip_network((parsed, 64), strict=False).network_address)


def _is_trusted(address: str | None) -> bool:
    if address is None:
        return "unix" in settings.TRUSTED_PROXIES
    return any(ip_address(address) in ip_network(proxy) for proxy in settings.TRUSTED_PROXIES if proxy != "unix")


def _parsed(hop: str) -> str | None:
    """The address in an item of X-Forwarded-For, which may have a port."""
    hop = hop.strip()
    for text in (hop, hop.rpartition(":")[0].strip("[]")):
        try:
            address = ip_address(text)
        except ValueError:
            continue
        return str(getattr(address, "ipv4_mapped", None) or address)
    return None


# --- what is counted --------------------------------------------------------------------------------------------------


def counted_name(request: HttpRequest, credentials: dict[str, Any] | None) -> str | None:
    """The name that wrong passwords are counted by; on a device where it is known, that name on that device."""
    name = (credentials or request.POST).get("username")
    device = _device(request)
    return f"{name} ({device['id']})" if name and name in device["names"] else name


def counted_by(request: HttpRequest, credentials: dict[str, Any] | None) -> list[str]:
    name = (credentials or request.POST).get("username")
    return ["username"] if name in _device(request)["names"] else ["username", "ip_address"]


def _device(request: HttpRequest) -> dict[str, Any]:
    try:
        return signing.loads(request.COOKIES.get(COOKIE, ""), salt=COOKIE, max_age=COOKIE_AGE)
    except signing.BadSignature:
        return {"id": "", "names": []}


@receiver(user_logged_in)
def _remember(request: HttpRequest, user: Any, **kwargs: Any) -> None:
    if request is not None:
        device, name = _device(request), user.get_username()
        names = [name, *(known for known in device["names"] if known != name)][:NAMES_AT_MOST]
        request.known_device = {"id": device["id"] or secrets.token_hex(4), "names": names}  # type: ignore[attr-defined]


# --- what is logged ---------------------------------------------------------------------------------------------------


def described(name: str | None, address: str | None, agent: str, path: str, request: HttpRequest) -> str:
    """Who it was, for the log; quoted, since whoever guesses chooses the name."""
    return f"{name!r} from {client_address(request) or 'a socket'} at {path!r} with {agent!r}"


@receiver(user_locked_out)
def _log_refusal(request: HttpRequest, username: str | None, **kwargs: Any) -> None:
    log.warning("Refused %r from %s: too many wrong passwords.", username, client_address(request) or "a socket")


# --- the views --------------------------------------------------------------------------------------------------------

_turns = Turns(waiting=1)


def login(request: HttpRequest) -> HttpResponse:
    """The admin's login; afterwards the device is known."""
    if request.method != "POST":
        return admin.site.login(request)
    with _one_password():
        response = admin.site.login(request)
    if known := getattr(request, "known_device", None):
        response.set_cookie(
            COOKIE,
            signing.dumps(known, salt=COOKIE),
            max_age=COOKIE_AGE,
            path=reverse("admin:index"),
            secure=settings.SESSION_COOKIE_SECURE,
            httponly=True,
            samesite="Lax",
        )
    return response


def password_change(request: HttpRequest) -> HttpResponse:
    """The admin's page, whose old password is looked at like that of a login: counted, logged and refused."""
    if request.method != "POST":
        return admin.site.password_change(request)
    with _one_password():
        authenticate(request, username=request.user.get_username(), password=request.POST.get("old_password", ""))
        if getattr(request, "axes_locked_out", False):
            return get_lockout_response(request)
        return admin.site.password_change(request)


@contextmanager
def _one_password() -> Iterator[None]:
    """One password at a time, and no long wait for SQLite's writer.

    To look at one takes a good part of a second by design: readers must not wait for a thread meanwhile.
    """
    with _turns.taken(), impatient():
        yield
