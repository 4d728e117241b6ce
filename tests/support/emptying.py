"""What a test with transactions of its own leaves behind: empty tables, and what migrations have written.

Django would empty all of them and then write kinds of records and permissions anew, which takes ten times as long, and
leave the roles out.
"""

from functools import cache

from django.db import connection, transaction

BY_MIGRATIONS = ("django_content_type", "auth_permission", "auth_group", "auth_group_permissions")
"""Tables that migrations fill, each behind those that it refers to."""

Rows = dict[str, list[tuple]]


def written_by_migrations() -> Rows:
    """The rows of these tables, as they are now."""
    found = {}
    with connection.cursor() as cursor:
        for table in BY_MIGRATIONS:
            cursor.execute(f"SELECT * FROM {table} ORDER BY id")
            found[table] = cursor.fetchall()
    return found


def empty(by_migrations: Rows) -> None:
    """Deletes all rows but those, which are as they were."""
    with transaction.atomic(), connection.cursor() as cursor:
        for table in _others():
            cursor.execute(f"DELETE FROM {table}")
        if written_by_migrations() == by_migrations:
            return
        for table in reversed(BY_MIGRATIONS):
            cursor.execute(f"DELETE FROM {table}")
        for table, rows in by_migrations.items():
            marks = ", ".join(["%s"] * len(rows[0]))
            cursor.executemany(f"INSERT INTO {table} VALUES ({marks})", rows)


@cache
def _others() -> list[str]:
    tables = connection.introspection.django_table_names(only_existing=True, include_views=False)
    return [connection.ops.quote_name(table) for table in tables if table not in BY_MIGRATIONS]
