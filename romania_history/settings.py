"""One settings file; everything that differs between installations comes from the environment.

SITE_MODE is ``development`` (the default, needs no variable at all) or ``production`` (set by ``wsgi.py`` and
``asgi.py`` where nothing has set it). An empty variable counts as one that is not set.

Needed in production: SECRET_KEY, ALLOWED_HOSTS (commas between), DATABASE_URL.
May be set anywhere: those, API_REQUESTS, CSRF_TRUSTED_ORIGINS (commas between), PREVIEW_HOURS, SESSION_HOURS,
SEEDS_DIR, STATIC_ROOT, LOG_LEVEL, TRUSTED_PROXIES (addresses or networks, commas between; `unix` for sockets).
In development: DEBUG=1. In production: SECURE_PROXY_SSL_HEADER (where a proxy says that a request came by
HTTPS, such as X-Forwarded-Proto), SECURE_SSL_REDIRECT, SECURE_HSTS_SECONDS,
SECURE_HSTS_INCLUDE_SUBDOMAINS, SECURE_HSTS_PRELOAD, CONN_MAX_AGE (seconds).
"""

import os
import sqlite3
import tempfile
from contextlib import suppress
from datetime import timedelta
from ipaddress import ip_network
from pathlib import Path
from typing import Any
from urllib.parse import urlparse

import environ
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.core.management.utils import get_random_secret_key
from django.utils.text import slugify

BASE_DIR = Path(__file__).resolve().parent.parent

# Drop empty variables once, here, instead of asking at every use whether one is set but blank.
env = environ.Env()
env.ENVIRON = {name: value for name, value in os.environ.items() if value.strip()}


# --- Helpers ------------------------------------------------------------------------------------------------


def development_secret_key(path: Path) -> str:
    """The key kept in ``path``, made on first use; of several processes that start at once one makes it.

    A hard link appears complete or not at all and never replaces what is there, so no process reads half
    a key, and none goes on with a key that another has just replaced.
    """
    try:
        if not path.exists():
            handle, draft = tempfile.mkstemp(prefix=f"{path.name}-", dir=path.parent)  # mode 600
            try:
                with os.fdopen(handle, "w") as file:
                    file.write(get_random_secret_key() + "\n")
                os.link(draft, path)
            except FileExistsError:
                pass
            finally:
                os.unlink(draft)
        key = path.read_text().strip()
    except OSError as error:
        raise ImproperlyConfigured(f"The development key cannot be kept: {error}. Set SECRET_KEY.") from error
    if not key:
        raise ImproperlyConfigured(f"{path} is empty: delete it, and a new key is made at the next start.")
    return key


class OwnersFile(sqlite3.Connection):
    """A connection to a database file that only its owner may read: it may hold drafts, names and password hashes.

    The file is made so, once; SQLite gives what it puts beside it the same mode. One that exists stays as it is.
    """

    def __init__(self, database: str | Path, *args: Any, **kwargs: Any) -> None:
        if not kwargs.get("uri") or not str(database).startswith("file:"):
            with suppress(OSError):  # it exists, or SQLite says better what is wrong
                os.close(os.open(database, os.O_CREAT | os.O_EXCL, 0o600))
        super().__init__(database, *args, **kwargs)


def insecure_secret_key(key: str) -> bool:
    """Whether Django's deployment check would object to ``key`` (security.W009)."""
    return len(key) < 50 or len(set(key)) < 5 or key.startswith("django-insecure-")


def development_database(seeds: Path) -> str:
    """The SQLite file of a folder of seeds, so that each corpus that is tried has a database of its own."""
    if seeds.resolve() == BASE_DIR / "seeds":
        return "db.sqlite3"
    return f"db-{slugify(seeds.resolve().name, allow_unicode=True) or 'seeds'}.sqlite3"


def database_from_url(url: str) -> dict[str, Any]:
    """Django's configuration for a ``sqlite:`` or ``postgres:`` (``postgresql:``) URL.

    A relative SQLite path starts at the project's root, whatever the working directory. A PostgreSQL socket
    may be named as libpq does: ``postgresql:///db?host=/run/pg`` or ``postgresql://%2Frun%2Fpg/db``.
    Raises ImproperlyConfigured for any other scheme and for a URL that cannot be read.
    """
    scheme = url.partition(":")[0]
    if scheme not in {"sqlite", "postgres", "postgresql"}:
        raise ImproperlyConfigured("DATABASE_URL begins with sqlite:, postgres: or postgresql:.")
    try:
        parts = urlparse("sqlite:///:memory:" if url == "sqlite://:memory:" else url)
        if scheme == "sqlite" and parts.netloc:
            raise ValueError("sqlite: is followed by three slashes, or by four before an absolute path")
        credentials, at, host = parts.netloc.rpartition("@")
        socket = ""
        if host[:3].upper() == "%2F":  # the library would neither decode it nor keep its capitals
            socket, colon, port = host.partition(":")
            host = f"localhost{colon}{port}"
        # A plus sign in a name or a password is a plus sign: only a query encodes a space that way.
        readable = parts._replace(
            netloc=(credentials + at + host).replace("+", "%2B"), path=parts.path.replace("+", "%2B")
        )
        config = environ.Env.db_url_config(readable)
    except ValueError as error:
        raise ImproperlyConfigured(f"DATABASE_URL cannot be read: {error}.") from error

    options = config.setdefault("OPTIONS", {})
    if scheme == "sqlite":
        if config["NAME"] != ":memory:":
            config["NAME"] = BASE_DIR / config["NAME"]
        config["OPTIONS"] = {
            # Threads and processes that map the file share what has been read of it, and read it for less.
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA cache_size=-32768;"
            " PRAGMA mmap_size=2147418112;",
            # A transaction that will write asks for the lock at once: two that begin by reading could only
            # fail when both come to write, however long they were ready to wait.
            "transaction_mode": "IMMEDIATE",
            "timeout": 10,  # seconds; after them an editor gets a page that keeps the input (`busy`)
            "factory": OwnersFile,
            **options,
        }
    else:
        if not config["NAME"]:
            raise ImproperlyConfigured("DATABASE_URL names no database.")
        options.setdefault("connect_timeout", 3)  # seconds; a server that is away is told of at once
        # A connection that a restart has ended is replaced before a request uses it.
        config["CONN_HEALTH_CHECKS"] = True
        # Compiling a statement that counts all facets takes longer than running it, which is what it does at each page.
        options.setdefault("options", "-c jit=off")
        config["HOST"] = socket.replace("%2F", "/").replace("%2f", "/") or config["HOST"]
        for name in ("user", "password", "host", "port"):
            if name in options:
                config[name.upper()] = str(options.pop(name))
    return config


# --- Mode, key, hosts, database -----------------------------------------------------------------------------

SITE_MODE = env("SITE_MODE", default="development")
if SITE_MODE not in {"development", "production"}:
    raise ImproperlyConfigured(f"SITE_MODE is development or production, not {SITE_MODE!r}.")
PRODUCTION = SITE_MODE == "production"

# Off even in development, so that a first run shows the site's own error pages. Never on in production.
DEBUG = not PRODUCTION and env.bool("DEBUG", default=False)

# Not through env(): it takes a value that begins with a dollar sign for the name of another variable.
SECRET_KEY = env.ENVIRON.get("SECRET_KEY", "")
SEEDS_DIR = BASE_DIR / env("SEEDS_DIR", default="seeds")
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=[])
DATABASE_URL = env("DATABASE_URL", default="")

if PRODUCTION:
    missing = []
    if not SECRET_KEY:
        missing.append("SECRET_KEY is not set")
    elif insecure_secret_key(SECRET_KEY):
        missing.append("SECRET_KEY is too weak: at least 50 characters, taken at random")
    if not ALLOWED_HOSTS:
        missing.append("ALLOWED_HOSTS is not set: the names that the site answers to, with commas between")
    if not DATABASE_URL:
        missing.append("DATABASE_URL is not set: postgres://user:password@host/name or sqlite:////path")
    if missing:
        raise ImproperlyConfigured(f"Not ready for production: {'; '.join(missing)}.")
else:
    SECRET_KEY = SECRET_KEY or development_secret_key(BASE_DIR / ".secret-key")
    ALLOWED_HOSTS = ALLOWED_HOSTS or ["localhost", "127.0.0.1", "[::1]"]
    DATABASE_URL = DATABASE_URL or f"sqlite:///{development_database(SEEDS_DIR)}"

DATABASES = {"default": database_from_url(DATABASE_URL)}
if PRODUCTION:
    # Seconds for which a thread keeps its connection, and with it what it has read of the database: worth it for a
    # server, not for one command or a test.
    DATABASES["default"]["CONN_MAX_AGE"] = env.int("CONN_MAX_AGE", default=600)
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# For so long a link to a preview of what is not published shows it.
PREVIEW_HOURS = env.int("PREVIEW_HOURS", default=72)


# --- Applications, middleware, templates --------------------------------------------------------------------

INSTALLED_APPS = [
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.sitemaps",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "corsheaders",
    "django_filters",
    "reversion",
    "axes",
    "csp",
    "events",
]

MIDDLEWARE = [
    # First, so that the policy is on every answer: files, redirects and error pages included.
    "romania_history.middleware.SecurityPolicyMiddleware",
    "corsheaders.middleware.CorsMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "romania_history.middleware.LanguageMiddleware",
    "romania_history.rate_limit.RateLimitMiddleware",
    "romania_history.http_cache.PublicPagesMiddleware",
    "romania_history.middleware.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "axes.middleware.AxesMiddleware",
    "romania_history.busy.BusyMiddleware",
    "romania_history.middleware.StorableMiddleware",
]

ROOT_URLCONF = "romania_history.urls"
WSGI_APPLICATION = "romania_history.wsgi.application"
ASGI_APPLICATION = "romania_history.asgi.application"

# The public pages are Jinja2's, since templates take half of a page's time; the office's extend Django's admin.
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "DIRS": [BASE_DIR / "templates" / "public"],
        "OPTIONS": {
            "environment": "events.views.jinja2.environment",
            "context_processors": ["events.site.context_processors.site"],
        },
    },
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "events.site.context_processors.site",
            ],
        },
    },
]
FORM_RENDERER = "romania_history.form_renderer.FormRenderer"
MESSAGE_STORAGE = "django.contrib.messages.storage.fallback.FallbackStorage"
# An event with many citations and participants is one form with thousands of fields.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000


# --- Languages and times ------------------------------------------------------------------------------------

USE_I18N = True
FORMAT_MODULE_PATH = "romania_history.formats"
LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English"), ("ro", "Română")]
LOCALE_PATHS = [BASE_DIR / "locale"]
LANGUAGE_COOKIE_NAME = "lang"
LANGUAGE_COOKIE_AGE = int(timedelta(days=365).total_seconds())
LANGUAGE_COOKIE_SAMESITE = "Lax"
LANGUAGE_COOKIE_HTTPONLY = True
LANGUAGE_COOKIE_SECURE = PRODUCTION
TIME_ZONE = "UTC"
USE_TZ = True


# --- Static files -------------------------------------------------------------------------------------------

# What `make setup` builds (the fonts) stands apart from what is written by hand.
BUILT_STATIC_DIR = BASE_DIR / "build" / "static"
# Whether the page may link fonts/fonts.css; without it the fallback stacks serve.
FONTS_BUILT = (BUILT_STATIC_DIR / "fonts" / "fonts.css").is_file()

STATIC_URL = "/static/"
STATIC_ROOT = BASE_DIR / env("STATIC_ROOT", default="build/collected")
STATICFILES_DIRS = [folder for folder in (BASE_DIR / "static", BUILT_STATIC_DIR) if folder.is_dir()]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "romania_history.static_files.Storage"
        if PRODUCTION
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}
WHITENOISE_ALLOW_ALL_ORIGINS = False
if not PRODUCTION:
    # Files come from where they are written, though DEBUG is off: an edit shows at once.
    WHITENOISE_USE_FINDERS = True
    WHITENOISE_AUTOREFRESH = True
    WHITENOISE_MAX_AGE = 0


# --- Signing in ---------------------------------------------------------------------------------------------

AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",  # first: it refuses before a password is looked at
    "django.contrib.auth.backends.ModelBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]
LOGIN_URL = "admin:login"
LOGIN_REDIRECT_URL = "admin:index"
# Ten wrong passwords an hour for a name, and as many from an address, from devices that are not known.
AXES_LOCKOUT_PARAMETERS = "romania_history.logins.counted_by"
AXES_USERNAME_CALLABLE = "romania_history.logins.counted_name"
AXES_CLIENT_IP_CALLABLE = "romania_history.logins.counted_address"
AXES_CLIENT_STR_CALLABLE = "romania_history.logins.described"
AXES_FAILURE_LIMIT = 10
AXES_COOLOFF_TIME = timedelta(hours=1)
# Who goes on guessing neither writes to the database nor keeps the right person out for longer.
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
# Else whoever has an account could sign in now and then, and guess at others without end.
AXES_RESET_ON_SUCCESS = False
AXES_SENSITIVE_PARAMETERS = ["csrfmiddlewaretoken", "old_password", "new_password1", "new_password2"]
AXES_LOCKOUT_TEMPLATE = "429.html"
AXES_HTTP_RESPONSE_CODE = 429
# Proxies in front, as addresses or networks, whose X-Forwarded-For is believed; `unix` is whoever comes by a socket.
TRUSTED_PROXIES = env.list("TRUSTED_PROXIES", default=["127.0.0.0/8", "::1/128", "unix"])
for proxy in TRUSTED_PROXIES:
    try:
        proxy == "unix" or ip_network(proxy)
    except ValueError as error:
        raise ImproperlyConfigured(f"TRUSTED_PROXIES: {error}.") from error


# --- Security -----------------------------------------------------------------------------------------------

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}
# What programs read, any site may ask for; no cookie goes with it.
CORS_ALLOW_ALL_ORIGINS = True
CORS_URLS_REGEX = r"^/(api/v1|export|feed|oembed)/"
CORS_ALLOW_METHODS = ["GET", "HEAD", "OPTIONS"]
CORS_ALLOW_HEADERS = ["accept", "accept-language", "if-modified-since", "if-none-match"]
CORS_EXPOSE_HEADERS = ["ETag", "Link", "RateLimit", "RateLimit-Policy", "Retry-After"]
# So many requests a minute of one address the API answers.
API_REQUESTS = env.int("API_REQUESTS", default=300)

SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

# A session ends that long after its last use.
SESSION_ENGINE = "romania_history.sessions"
SESSION_COOKIE_AGE = int(timedelta(hours=env.int("SESSION_HOURS", default=12)).total_seconds())
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "romania_history.errors.csrf_failure"
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])

if PRODUCTION:
    SESSION_COOKIE_SECURE = True
    CSRF_COOKIE_SECURE = True
    SECURE_SSL_REDIRECT = env.bool("SECURE_SSL_REDIRECT", default=True)
    SECURE_REDIRECT_EXEMPT = [r"^health/"]  # probes come over plain HTTP, from inside
    # A day, for this host alone: a browser that was told more cannot be told otherwise before the time is over, and
    # the other hosts of a domain are its owner's to promise for.
    SECURE_HSTS_SECONDS = env.int("SECURE_HSTS_SECONDS", default=int(timedelta(days=1).total_seconds()))
    SECURE_HSTS_INCLUDE_SUBDOMAINS = env.bool("SECURE_HSTS_INCLUDE_SUBDOMAINS", default=False)
    SECURE_HSTS_PRELOAD = env.bool("SECURE_HSTS_PRELOAD", default=False)
    SILENCED_SYSTEM_CHECKS = [
        *([] if SECURE_HSTS_INCLUDE_SUBDOMAINS else ["security.W005"]),
        *([] if SECURE_HSTS_PRELOAD else ["security.W021"]),
    ]
    # Only behind a proxy that always sets this header itself: else any visitor could claim HTTPS.
    if proxy_header := env("SECURE_PROXY_SSL_HEADER", default=""):
        SECURE_PROXY_SSL_HEADER = (f"HTTP_{proxy_header.upper().replace('-', '_')}", "https")


# --- Logging ------------------------------------------------------------------------------------------------

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {
            "()": "romania_history.logs.Formatter",
            "format": "{asctime} {levelname} {name}: {message}",
            "style": "{",
        }
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {
        # Django's own set-up mails errors to nobody and keeps the console for DEBUG.
        "django": {"handlers": ["console"], "level": env("LOG_LEVEL", default="INFO"), "propagate": False},
        # Visitors choose what they send as Host: a 400 for them, no traceback for the log.
        "django.security.DisallowedHost": {"handlers": ["console"], "level": "CRITICAL", "propagate": False},
        "events": {"level": env("LOG_LEVEL", default="INFO")},
    },
}
