"""What a server in production refuses to start without, since each page would fail for want of it; and what it reads
before its first reader comes.
"""

import gc

from django.conf import settings
from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.exceptions import ImproperlyConfigured
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor

from events.selection import current
from events.views.jinja2 import compile_templates


def refuse_unprepared() -> None:
    """Raises ImproperlyConfigured, with the commands to run, where static files or the database are not ready."""
    if not settings.PRODUCTION:
        return
    faults = [fault for fault in (_static_files(), _database()) if fault]
    if faults:
        raise ImproperlyConfigured(f"Not ready for production: {'; '.join(faults)}.")


def _static_files() -> str:
    """Each file has to be in the manifest, which `collectstatic` writes in production mode alone."""
    collected = getattr(staticfiles_storage, "hashed_files", {})
    wanted = (name for finder in finders.get_finders() for name, _storage in finder.list([]))
    missing = next((name for name in wanted if name not in collected), None)
    if missing is None:
        return ""
    command = "SITE_MODE=production manage.py collectstatic"
    return f"static files such as {missing} are not collected in {settings.STATIC_ROOT}: run {command}"


def _database() -> str:
    """One that does not answer yet is no fault: the server waits for it, and `/health/ready` says so."""
    try:
        executor = MigrationExecutor(connection)
        waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    except DatabaseError:
        return ""
    finally:
        connection.close()
    return "the database is not migrated: run manage.py migrate" if waiting else ""


def warm_up() -> None:
    """Reads what every page needs. What has been loaded by then stays: the collector need not look at it again."""
    current.warm_up()
    compile_templates()
    gc.collect()
    gc.freeze()
    gc.set_threshold(10_000, 20, 20)  # a page makes thousands of objects, of which the collector finds next to none
