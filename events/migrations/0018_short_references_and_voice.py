from django.db import migrations, models

from events.bibliography import csl


def derive_anew(apps, schema_editor):
    source = apps.get_model("events", "Source")
    for row in source.objects.only("csl", "short_reference").iterator():
        short_reference = csl.short_reference(row.csl)[:200]
        if row.short_reference != short_reference:
            source.objects.filter(pk=row.pk).update(short_reference=short_reference)


class Migration(migrations.Migration):
    """A year that the short title of a work says is not said again; not all who are named are historians."""

    reindexes = True

    dependencies = [
        ("events", "0017_verbatim"),
    ]

    operations = [
        migrations.AlterField(
            model_name="interpretation",
            name="voice",
            field=models.CharField(
                choices=[
                    ("named", "named people or bodies"),
                    ("document", "the cited work's own voice"),
                    ("unattributed", "unattributed"),
                ],
                max_length=12,
                verbose_name="voice",
            ),
        ),
        migrations.RunPython(derive_anew, migrations.RunPython.noop, elidable=True),
    ]
