"""Sets whose ranges have ends of two precisions, as [1958-05..1958-07-25], are written with the finer one."""

from django.db import migrations, models

from events import dates
from events.models.fields import EdtfField


def even(value):
    """The value, or a JSON value with all that is in it, with such sets rewritten."""
    if isinstance(value, dict):
        return {key: even(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [even(inner) for inner in value]
    while isinstance(value, str) and ".." in value and value[0] in "[{":
        try:
            dates.parse(value)
        except dates.UnevenRange as refused:
            value = refused.instead
            continue
        except ValueError:
            pass
        break
    return value


def rewrite(apps, schema_editor):
    for model in apps.get_app_config("events").get_models():
        names = [field.attname for field in model._meta.concrete_fields if isinstance(field, EdtfField)]
        for name in names:
            _rewrite(model.objects.filter(**{f"{name}__contains": ".."}), name)
    for model, name in (
        ("SeedBase", "base"),
        ("PendingRevision", "base"),
        ("PendingRevision", "data"),
        ("PendingRevision", "of_author"),
    ):
        _rewrite(apps.get_model("events", model).objects.all(), name)


def _rewrite(rows, name):
    for pk, value in list(rows.values_list("pk", name)):
        if (instead := even(value)) != value:
            rows.model.objects.filter(pk=pk).update(**{name: instead})


class Migration(migrations.Migration):
    dependencies = [("events", "0009_rank")]
    operations = [
        migrations.RunPython(rewrite, migrations.RunPython.noop),
        migrations.AlterField(
            model_name="event",
            name="date_part",
            field=models.CharField(
                blank=True,
                choices=[("early", "early"), ("mid", "mid"), ("late", "late")],
                help_text="Early, mid or late in a decade, century, year or month; the EDTF must say the same: late 1960s is [1965..1969].",  # noqa: E501
                max_length=5,
                verbose_name="part",
            ),
        ),
    ]
