"""Guessing passwords is slow, is logged, and locks nobody out of a device from which they have signed in before."""

import threading
from typing import Any

import pytest
from axes.models import AccessAttempt
from django.conf import settings
from django.contrib.auth import get_user_model
from django.test import Client, RequestFactory, override_settings

from romania_history import logins
from tests.support.pages import Page

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]

LOGIN, CHANGE = "/admin/login/", "/admin/password_change/"
RIGHT = "a long enough phrase"
LIMIT = settings.AXES_FAILURE_LIMIT


@pytest.fixture(autouse=True)
def editor() -> Any:
    return get_user_model().objects.create_superuser("editor", password=RIGHT)


def sign_in(
    client: Client, password: str = RIGHT, name: str = "editor", address: str = "192.0.2.1", **headers: Any
) -> int:
    posted = {"username": name, "password": password}
    return client.post(LOGIN, posted, REMOTE_ADDR=address, headers=headers).status_code


def guess(name: str = "editor", address: str = "192.0.2.66", client: Client | None = None, **headers: Any) -> list[int]:
    return [sign_in(client or Client(), "guess", name, address, **headers) for _ in range(LIMIT)]


@pytest.mark.each_database
def test_who_guesses_is_refused_though_the_password_be_right(client: Client):
    assert guess(client=client) == [200] * (LIMIT - 1) + [429]
    answer = client.post(LOGIN, {"username": "editor", "password": RIGHT}, REMOTE_ADDR="192.0.2.66")
    assert answer.status_code == 429
    assert "Try again in an hour" in Page(answer).text()


def test_one_address_cannot_guess_at_many_names():
    for number in range(LIMIT):
        sign_in(Client(), "guess", f"name-{number}", "192.0.2.66")
    assert sign_in(Client(), "guess", "another", "192.0.2.66") == 429
    assert sign_in(Client(), address="192.0.2.7") == 302


def test_many_addresses_cannot_guess_at_one_name():
    for number in range(LIMIT):
        sign_in(Client(), "guess", address=f"198.51.100.{number}")
    assert sign_in(Client(), "guess", address="203.0.113.9") == 429


def test_all_addresses_of_one_ipv6_network_count_as_one():
    for number in range(LIMIT):
        sign_in(Client(), "guess", f"name-{number}", f"2001:db8:1:2::{number}")
    assert sign_in(Client(), "guess", "another", "2001:db8:1:2:3:4:5:6") == 429
    assert sign_in(Client(), "guess", "another", "2001:db8:1:3::1") == 200


def test_nobody_can_lock_an_editor_out_of_a_device_where_they_have_signed_in(client: Client):
    assert sign_in(client) == 302
    cookie = client.cookies[logins.COOKIE]
    assert cookie["httponly"] and cookie["samesite"] == "Lax" and cookie["path"] == "/admin/"
    client.post("/admin/logout/")
    guess(address="192.0.2.1")
    assert sign_in(Client()) == 429
    assert sign_in(client) == 302


def test_on_a_known_device_guesses_are_counted_too_and_for_it_alone(client: Client):
    other = Client()
    assert sign_in(client) == sign_in(other) == 302
    assert guess(client=client)[-1] == 429
    assert sign_in(client) == 429
    assert sign_in(other) == 302 and sign_in(Client(), address="192.0.2.9") == 302


def test_a_device_is_known_for_those_who_signed_in_there_and_for_nobody_else(client: Client):
    for name in ("ana", "ion"):
        get_user_model().objects.create_superuser(name, password=RIGHT)
    sign_in(client, name="ana")
    sign_in(client, name="ion")
    for name in ("ana", "ion", "editor"):
        for number in range(LIMIT):
            sign_in(Client(), "guess", name, f"198.51.100.{number}")
    assert [sign_in(client, name=name) for name in ("ana", "ion", "editor")] == [302, 302, 429]


def test_a_device_that_signed_itself_is_not_known():
    client = Client()
    client.cookies[logins.COOKIE] = '{"id":"x","names":["editor"]}'
    guess()
    assert sign_in(client) == 429


def test_to_sign_in_does_not_begin_the_count_anew():
    get_user_model().objects.create_superuser("contributor", password=RIGHT)
    for _ in range(LIMIT - 1):
        sign_in(Client(), "guess", address="192.0.2.66")
    sign_in(Client(), name="contributor", address="192.0.2.66")
    assert sign_in(Client(), "guess", address="192.0.2.66") == 429


@pytest.mark.each_database
def test_guesses_while_refused_do_not_make_it_longer_and_store_nothing():
    guess()
    before = list(AccessAttempt.objects.values())
    guess()
    assert list(AccessAttempt.objects.values()) == before


@pytest.mark.parametrize(
    ("peer", "forwarded", "address"),
    [
        ("192.0.2.1", "", "192.0.2.1"),
        ("192.0.2.1", "198.51.100.7", "192.0.2.1"),  # no proxy of ours: anybody can write that
        ("127.0.0.1", "198.51.100.7", "198.51.100.7"),
        ("127.0.0.1", "203.0.113.5, 198.51.100.7", "198.51.100.7"),
        ("127.0.0.1", "203.0.113.5, 198.51.100.7, 10.1.2.3", "198.51.100.7"),
        ("127.0.0.1", "198.51.100.7:4711", "198.51.100.7"),
        ("127.0.0.1", "[2001:db8::7]:4711", "2001:db8::7"),
        ("127.0.0.1", "::ffff:198.51.100.7", "198.51.100.7"),
        ("127.0.0.1", "nonsense", "127.0.0.1"),
        ("", "198.51.100.7", "198.51.100.7"),
        ("", "", None),
    ],
)
@override_settings(TRUSTED_PROXIES=["127.0.0.0/8", "10.0.0.0/8", "unix"])
def test_the_address_is_what_the_outermost_trusted_proxy_saw(peer: str, forwarded: str, address: str | None):
    request = RequestFactory().get("/", REMOTE_ADDR=peer, headers={"X-Forwarded-For": forwarded})
    assert logins.client_address(request) == address


def test_behind_a_proxy_one_client_cannot_lock_the_others_out():
    guess(address="127.0.0.1", name="nobody", **{"X-Forwarded-For": "198.51.100.66"})
    assert sign_in(Client(), address="127.0.0.1", **{"X-Forwarded-For": "198.51.100.7"}) == 302


def test_the_log_says_who_was_refused_from_where(caplog: pytest.LogCaptureFixture):
    sign_in(Client(), "a secret guess", "editor\nforged", "192.0.2.66", **{"User-Agent": "guesser"})
    assert r"'editor\nforged' from 192.0.2.66" in caplog.text
    guess()
    caplog.clear()
    sign_in(Client(), "a secret guess", address="192.0.2.66")
    assert "Refused 'editor' from 192.0.2.66: too many wrong passwords." in caplog.messages
    assert "a secret guess" not in caplog.text


def test_the_old_password_is_no_way_to_guess(client: Client, caplog: pytest.LogCaptureFixture):
    client.force_login(get_user_model().objects.get())
    posted = {
        "old_password": "a secret guess",
        "new_password1": "another long phrase",
        "new_password2": "another long phrase",
    }
    answers = [client.post(CHANGE, posted).status_code for _ in range(LIMIT)]
    assert answers == [200] * (LIMIT - 1) + [429]
    assert client.post(CHANGE, posted | {"old_password": RIGHT}).status_code == 429
    stored = str(list(AccessAttempt.objects.values()))
    for secret in ("a secret guess", "another long phrase", RIGHT):
        assert secret not in stored and secret not in caplog.text
    assert get_user_model().objects.get().check_password(RIGHT)


def test_a_password_is_changed_by_who_knows_it(client: Client):
    client.force_login(get_user_model().objects.get())
    assert Page(client.get(CHANGE)).all("input[@name='old_password']")
    new = {"new_password1": "another long phrase", "new_password2": "another long phrase"}
    assert client.post(CHANGE, {"old_password": "guess"} | new).status_code == 200
    assert client.post(CHANGE, {"old_password": RIGHT} | new).status_code == 302
    assert get_user_model().objects.get().check_password("another long phrase")
    assert Client().post(CHANGE, {"old_password": "another long phrase"} | new)["Location"].startswith(LOGIN)


@pytest.mark.each_database
def test_passwords_are_looked_at_one_at_a_time_and_readers_need_not_wait(monkeypatch: pytest.MonkeyPatch):
    looking, done = threading.Event(), threading.Event()

    def look(request: Any) -> Any:
        looking.set()
        done.wait(10)
        raise RuntimeError

    monkeypatch.setattr("django.contrib.admin.site.login", look)
    statuses: list[int] = []

    def send() -> None:
        request = RequestFactory().post(LOGIN)
        try:
            logins.login(request)
        except Exception as error:
            statuses.append(type(error).__name__)

    threads = [threading.Thread(target=send) for _ in range(2)]
    for thread in threads:
        thread.start()
    assert looking.wait(10)
    while logins._turns._places._value:
        pass
    answer = Client().post(LOGIN, {"username": "editor", "password": "guess"})
    assert answer.status_code == 503 and "Too many at once" in Page(answer).text()
    done.set()
    for thread in threads:
        thread.join(10)
    assert statuses == ["RuntimeError"] * 2
