from django.db import migrations

from events.bibliography import csl


def derive_anew(apps, schema_editor):
    source = apps.get_model("events", "Source")
    for row in source.objects.only("csl", "short_reference").iterator():
        short_reference = csl.short_reference(row.csl)[:200]
        if row.short_reference != short_reference:
            source.objects.filter(pk=row.pk).update(short_reference=short_reference)


class Migration(migrations.Migration):
    """“Mastny & Byrne 2005” is the same in every language."""

    dependencies = [("events", "0021_offices")]

    operations = [migrations.RunPython(derive_anew, migrations.RunPython.noop, elidable=True)]
