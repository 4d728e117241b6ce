"""Connections that send slowly do not keep others from being answered."""

import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator

import pytest
from django.conf import settings
from gunicorn import util

from romania_history import gunicorn
from romania_history.worker import Worker


class Impatient(Worker):
    head_seconds = body_seconds = 1.0


def application(environ, start_response):
    body = environ["wsgi.input"].read()
    start_response("200 OK", [("Content-Length", "2")])
    return [b"ok" if len(body) == int(environ.get("CONTENT_LENGTH") or 0) else b"--"]


@pytest.fixture(scope="module")
def address() -> Iterator[tuple[str, int]]:
    """A server with two threads."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        address = free.getsockname()
    command = [sys.executable, "-m", "gunicorn", f"{__name__}:application", "-k", f"{__name__}.Impatient"]
    options = ["--bind", f"127.0.0.1:{address[1]}", "--workers", "1", "--threads", "2", "--log-level", "error"]
    environment = {"DJANGO_SETTINGS_MODULE": "romania_history.settings", "PYTHONPATH": "."}
    server = subprocess.Popen([*command, *options], cwd=settings.BASE_DIR, env=environment)
    end = time.monotonic() + 20
    while time.monotonic() < end:
        try:
            socket.create_connection(address, 1).close()
            break
        except OSError:
            time.sleep(0.1)
    yield address
    server.terminate()
    server.wait(20)


def ask(address: tuple[str, int], request: bytes = b"GET / HTTP/1.0\r\n\r\n") -> bytes:
    with socket.create_connection(address, 15) as connection:
        connection.sendall(request)
        return b"".join(iter(lambda: connection.recv(1000), b""))


@pytest.mark.parametrize("beginning", [b"GET / HTTP/1.1\r\nX: ", b"POST / HTTP/1.1\r\nContent-Length: 9999\r\n\r\n"])
def test_connections_that_drip_do_not_hold_the_threads(address: tuple[str, int], beginning: bytes):
    assert ask(address).endswith(b"ok")
    ended = threading.Event()

    def drip() -> None:
        with socket.create_connection(address) as connection:
            connection.sendall(beginning)
            while not ended.wait(0.2):
                try:
                    connection.sendall(b"x")
                except OSError:
                    return

    drips = [threading.Thread(target=drip) for _ in range(4)]
    for thread in drips:
        thread.start()
    time.sleep(0.5)
    began = time.monotonic()
    assert ask(address).endswith(b"ok")
    ended.set()
    for thread in drips:
        thread.join()
    assert time.monotonic() - began < 12


def test_a_request_that_comes_in_time_is_answered_whole(address: tuple[str, int]):
    assert ask(address, b"POST / HTTP/1.0\r\nContent-Length: 3\r\n\r\nabc").endswith(b"ok")


def test_wherever_the_server_is_started_it_has_this_worker():
    run = "gunicorn romania_history.wsgi --config python:romania_history.gunicorn"
    for name in ("README.md", "Makefile", "docs/deployment/Containerfile", "docs/deployment/history.service"):
        written = (settings.BASE_DIR / name).read_text("utf-8").replace('", "', " ")
        assert written.count("gunicorn romania_history.wsgi") == written.count(run) == 1, name
    assert util.load_class(gunicorn.worker_class) is Worker
    assert gunicorn.preload_app
