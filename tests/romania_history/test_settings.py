import os
import runpy
import stat
import subprocess
import sys
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db.utils import ConnectionHandler
from django.test import Client

from romania_history.settings import database_from_url, development_secret_key

STRONG_KEY = "8#kq)w2v!z^m5t(r0&yc7x@1e_d9b*g4hs$j6nul+af3po-iqz"
READY = {
    "SITE_MODE": "production",
    "SECRET_KEY": STRONG_KEY,
    "ALLOWED_HOSTS": "history.example,www.history.example",
    "DATABASE_URL": "sqlite:///db.sqlite3",
}
KEPT = ("PATH", "HOME", "LANG", "SYSTEMROOT")
"""Variables of this process that an installation has too."""


def python(*arguments: str, **variables: str) -> subprocess.CompletedProcess[str]:
    """Runs Python at the project's root with these variables and no others that the settings read."""
    kept = {name: os.environ[name] for name in KEPT if name in os.environ}
    command = [sys.executable, "-W", "error", *arguments]
    return subprocess.run(
        command, cwd=settings.BASE_DIR, env=kept | variables, capture_output=True, text=True, timeout=60
    )


def read_settings(**variables: str) -> dict[str, Any]:
    """The settings of an installation with these variables and no others that they read: the file is run anew."""
    kept = {name: os.environ[name] for name in KEPT if name in os.environ}
    with patch.dict(os.environ, kept | variables, clear=True):
        return runpy.run_path(str(settings.BASE_DIR / "romania_history" / "settings.py"))


def settings_with(*names: str, **variables: str) -> Any:
    """The values of these settings in an installation with these variables."""
    found = read_settings(**variables)
    return [found[name] for name in names]


def refusal(**variables: str) -> str:
    with pytest.raises(ImproperlyConfigured) as error:
        read_settings(**variables)
    return str(error.value)


# --- Production ---------------------------------------------------------------------------------------------


def test_production_names_everything_that_is_missing_at_once():
    message = refusal(SITE_MODE="production")
    assert all(name in message for name in ("SECRET_KEY", "ALLOWED_HOSTS", "DATABASE_URL"))


@pytest.mark.parametrize("name", ["SECRET_KEY", "ALLOWED_HOSTS", "DATABASE_URL"])
@pytest.mark.parametrize("blank", [None, "", "  "])
def test_production_names_only_what_is_missing(name: str, blank: str | None):
    variables = {key: value for key, value in READY.items() if key != name}
    message = refusal(**variables if blank is None else variables | {name: blank})
    assert [word for word in READY if word in message] == [name]


@pytest.mark.parametrize("key", ["short", "a" * 60, f"django-insecure-{STRONG_KEY}"])
def test_production_refuses_a_weak_secret_key(key: str):
    assert "SECRET_KEY is too weak" in refusal(**READY | {"SECRET_KEY": key})


def test_a_secret_key_that_begins_with_a_dollar_sign_is_taken_as_it_stands():
    assert settings_with("SECRET_KEY", **READY | {"SECRET_KEY": f"${STRONG_KEY}"}) == [f"${STRONG_KEY}"]


def test_production_never_debugs_and_sends_cookies_over_https_alone():
    names = (
        "DEBUG",
        "SESSION_COOKIE_SECURE",
        "CSRF_COOKIE_SECURE",
        "LANGUAGE_COOKIE_SECURE",
        "SECURE_SSL_REDIRECT",
    )
    assert settings_with(*names, **READY, DEBUG="1") == [False, True, True, True, True]


def test_production_trusts_a_proxy_only_when_told_so():
    assert "SECURE_PROXY_SSL_HEADER" not in read_settings(**READY)
    told = read_settings(**READY, SECURE_PROXY_SSL_HEADER="X-Forwarded-Proto")
    assert told["SECURE_PROXY_SSL_HEADER"] == ("HTTP_X_FORWARDED_PROTO", "https")


def test_production_passes_the_deployment_check():
    done = python("manage.py", "check", "--deploy", "--fail-level", "WARNING", **READY)
    assert done.returncode == 0, done.stderr
    assert "no issues" in done.stdout


@pytest.mark.parametrize("module", ["wsgi", "asgi"])
def test_a_server_is_in_production_unless_told_otherwise(module: str):
    served = python("-c", f"import romania_history.{module}")
    assert "ImproperlyConfigured: Not ready for production" in served.stderr
    told = python("-c", f"import romania_history.{module}", SITE_MODE="development")
    assert told.returncode == 0, told.stderr


def test_a_promise_to_browsers_is_short_and_for_this_host_alone_unless_told_otherwise():
    names = ("SECURE_HSTS_SECONDS", "SECURE_HSTS_INCLUDE_SUBDOMAINS", "SECURE_HSTS_PRELOAD")
    assert settings_with(*names, **READY) == [24 * 3600, False, False]
    told = {"SECURE_HSTS_SECONDS": "31536000", "SECURE_HSTS_INCLUDE_SUBDOMAINS": "1"}
    assert settings_with(*names, **READY, **told) == [31536000, True, False]


@pytest.mark.parametrize("module", ["wsgi", "asgi"])
def test_a_server_does_not_start_without_static_files_or_tables(module: str, tmp_path: Path):
    """Each page would answer 500: `collectstatic` in development writes no manifest."""
    unprepared = READY | {"STATIC_ROOT": str(tmp_path), "DATABASE_URL": f"sqlite:///{tmp_path}/new.sqlite3"}
    served = python("-c", f"import romania_history.{module}", **unprepared)
    assert served.returncode != 0
    sentence = served.stderr.strip().splitlines()[-1]
    assert "Not ready for production: static files such as" in sentence
    assert "SITE_MODE=production manage.py collectstatic; the database is not migrated: run manage.py" in sentence


def test_a_database_that_does_not_answer_yet_is_no_reason_not_to_start():
    code = "import django; django.setup(); from romania_history import starting; print(repr(starting._database()))"
    away = READY | {"DATABASE_URL": "sqlite:////away/history.sqlite3"}
    done = python("-c", code, DJANGO_SETTINGS_MODULE="romania_history.settings", **away)
    assert done.stdout.strip() == "''", done.stderr


def test_connections_are_kept_in_production_only_and_checked_before_use():
    url = "postgres://db.example/history"
    kept = settings_with("DATABASES", **READY | {"DATABASE_URL": url})[0]["default"]
    assert kept["CONN_MAX_AGE"] == 600 and kept["CONN_HEALTH_CHECKS"]
    assert "CONN_MAX_AGE" not in settings_with("DATABASES", DATABASE_URL=url)[0]["default"]
    assert settings_with("DATABASES", **READY)[0]["default"]["CONN_MAX_AGE"] == 600
    assert (
        settings_with("DATABASES", **READY | {"DATABASE_URL": url, "CONN_MAX_AGE": "0"})[0]["default"]["CONN_MAX_AGE"]
        == 0
    )


def test_a_proxy_that_is_no_address_is_refused():
    message = refusal(TRUSTED_PROXIES="127.0.0.1,proxy.example")
    assert "TRUSTED_PROXIES" in message and "proxy.example" in message


# --- Development --------------------------------------------------------------------------------------------


def test_development_needs_no_variable():
    assert settings_with("SITE_MODE", "DEBUG", "ALLOWED_HOSTS") == [
        "development",
        False,
        ["localhost", "127.0.0.1", "[::1]"],
    ]


@pytest.mark.parametrize(
    ("folder", "expected"),
    [
        ("seeds", "db.sqlite3"),
        ("", "db.sqlite3"),
        ("./seeds/", "db.sqlite3"),
        ("my corpus", "db-my-corpus.sqlite3"),
        ("/elsewhere/seeds", "db-seeds.sqlite3"),
        ("/", "db-seeds.sqlite3"),
    ],
)
def test_each_folder_of_seeds_has_a_development_database_of_its_own(folder: str, expected: str):
    (databases,) = settings_with("DATABASES", SEEDS_DIR=folder)
    assert databases["default"]["NAME"] == settings.BASE_DIR / expected
    (databases,) = settings_with("DATABASES", SEEDS_DIR=folder, DATABASE_URL="sqlite:////named.sqlite3")
    assert databases["default"]["NAME"] == Path("/named.sqlite3")


def test_debug_is_turned_on_by_its_variable():
    assert settings_with("DEBUG", DEBUG="1") == [True]


def test_an_unknown_mode_is_refused():
    assert "SITE_MODE is development or production" in refusal(SITE_MODE="prod")


def test_the_development_key_is_made_once_and_is_its_owners_alone(tmp_path: Path):
    path = tmp_path / "key"
    key = development_secret_key(path)
    assert len(key) >= 50
    assert development_secret_key(path) == key
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert list(tmp_path.iterdir()) == [path]


def test_processes_that_start_at_once_agree_on_the_development_key(tmp_path: Path):
    code = (
        "import sys; from pathlib import Path; from romania_history.settings import development_secret_key;"
        "sys.stdin.read(); print(development_secret_key(Path(sys.argv[1])))"
    )
    command = [sys.executable, "-c", code, str(tmp_path / "key")]
    environment = os.environ | {"SITE_MODE": "development"}
    started = [
        subprocess.Popen(
            command,
            cwd=settings.BASE_DIR,
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for _ in range(6)
    ]
    for process in started:  # all are ready and wait for the end of their input
        assert process.stdin
        process.stdin.close()
    keys = set()
    for process in started:
        assert process.stdout
        keys.add(process.stdout.read())
        process.stdout.close()
        assert process.wait(timeout=60) == 0
    assert len(keys) == 1


def test_an_empty_development_key_is_reported_not_used(tmp_path: Path):
    path = tmp_path / "key"
    path.touch()
    with pytest.raises(ImproperlyConfigured, match="is empty"):
        development_secret_key(path)


@pytest.mark.django_db  # closing a response looks at the connections
def test_static_files_are_served_though_debug_is_off(client: Client):
    response = client.get("/static/admin/css/base.css")
    assert response.status_code == 200
    assert b"".join(response.streaming_content)
    assert "default-src 'none'" in response.headers["Content-Security-Policy"]
    response.close()


# --- DATABASE_URL -------------------------------------------------------------------------------------------

EMPTY = {"USER": "", "PASSWORD": "", "HOST": "", "PORT": ""}


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("sqlite:///db.sqlite3", {"NAME": settings.BASE_DIR / "db.sqlite3"}),
        ("sqlite:////var/lib/history/a+b.sqlite3", {"NAME": Path("/var/lib/history/a+b.sqlite3")}),
        ("sqlite://:memory:", {"NAME": ":memory:"}),
        ("postgres:///history", EMPTY | {"NAME": "history"}),
        (
            "postgresql://ana:p%40ss+1@db.example:5433/history",
            {"NAME": "history", "USER": "ana", "PASSWORD": "p@ss+1", "HOST": "db.example", "PORT": 5433},
        ),
        (
            "postgresql:///history?host=/run/pg&user=ana",
            EMPTY | {"NAME": "history", "HOST": "/run/pg", "USER": "ana"},
        ),
        ("postgres://%2Frun%2FPG/history", EMPTY | {"NAME": "history", "HOST": "/run/PG"}),
        (
            "postgres://ana:secret@%2frun%2fpg:5433/history",
            {"NAME": "history", "USER": "ana", "PASSWORD": "secret", "HOST": "/run/pg", "PORT": 5433},
        ),
    ],
)
def test_a_database_url_is_read_as_its_writer_meant_it(url: str, expected: dict[str, Any]):
    config = database_from_url(url)
    assert {name: config[name] for name in expected} == expected


def test_what_else_a_postgresql_url_says_goes_to_the_driver():
    config = database_from_url("postgres://db.example/history?sslmode=require&connect_timeout=5")
    assert config["OPTIONS"] == {"sslmode": "require", "connect_timeout": 5, "options": "-c jit=off"}


@pytest.mark.parametrize(
    "url",
    [
        "mysql://db/history",
        "history.db",
        "sqlite://db.sqlite3",
        "postgres://db.example/",
        "postgres://db:x/a",
    ],
)
def test_a_database_url_that_cannot_be_meant_is_refused(url: str):
    with pytest.raises(ImproperlyConfigured, match="DATABASE_URL"):
        database_from_url(url)


def test_a_database_file_that_is_made_is_its_owners_alone(tmp_path: Path, django_db_blocker: Any):
    """It may hold drafts and password hashes; what SQLite puts beside it gets the same mode."""
    config = database_from_url(f"sqlite:///{tmp_path}/new.sqlite3")
    with django_db_blocker.unblock():
        connection = ConnectionHandler({"default": config})["default"]
        with connection.cursor() as cursor:
            cursor.execute("CREATE TABLE t (x)")
            modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in tmp_path.iterdir()}
        connection.close()
    assert modes == {"new.sqlite3": 0o600, "new.sqlite3-shm": 0o600, "new.sqlite3-wal": 0o600}


def test_a_database_file_that_exists_keeps_its_mode(tmp_path: Path, django_db_blocker: Any):
    (tmp_path / "shared.sqlite3").touch(0o640)
    with django_db_blocker.unblock():
        connection = ConnectionHandler({"default": database_from_url(f"sqlite:///{tmp_path}/shared.sqlite3")})[
            "default"
        ]
        connection.cursor().execute("CREATE TABLE t (x)")
        connection.close()
    assert stat.S_IMODE((tmp_path / "shared.sqlite3").stat().st_mode) == 0o640


def test_sqlite_is_opened_for_readers_and_writers_at_once(tmp_path: Path, django_db_blocker: Any):
    config = database_from_url(f"sqlite:///{tmp_path}/db.sqlite3")
    assert config["OPTIONS"]["transaction_mode"] == "IMMEDIATE"
    assert config["OPTIONS"]["timeout"] == 10
    with django_db_blocker.unblock():
        connection = ConnectionHandler({"default": config})["default"]
        with connection.cursor() as cursor:
            found = [
                cursor.execute(f"PRAGMA {name}").fetchone()[0]
                for name in ("journal_mode", "synchronous", "foreign_keys")
            ]
        connection.close()
    assert found == ["wal", 1, 1]
