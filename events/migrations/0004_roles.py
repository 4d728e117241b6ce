"""The roles of the office: groups with their permissions (`events.editing.roles`)."""

from django.apps import apps as now
from django.contrib.auth.management import create_permissions
from django.contrib.contenttypes.management import create_contenttypes
from django.db import migrations

from events.editing import roles

APPS = ("auth", "axes", "events")


def make(apps, schema_editor):
    """Permissions are made after all migrations; the roles need them now."""
    for label in APPS:
        config = now.get_app_config(label)
        create_contenttypes(config, verbosity=0, interactive=False, using=schema_editor.connection.alias, apps=apps)
        create_permissions(config, verbosity=0, interactive=False, using=schema_editor.connection.alias, apps=apps)
    roles.make_roles(apps)


def unmake(apps, schema_editor):
    apps.get_model("auth", "Group").objects.filter(name__in=roles.ROLES).delete()


class Migration(migrations.Migration):
    dependencies = [
        ("events", "0003_editing"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("axes", "0001_initial"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]

    operations = [migrations.RunPython(make, unmake)]
