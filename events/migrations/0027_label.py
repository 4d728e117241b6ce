import events.models.fields
from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("events", "0026_text_public")]

    operations = [
        migrations.AddField(
            model_name="source",
            name="label",
            field=events.models.fields.ShortReadableText(
                blank=True,
                help_text=(
                    "What pages call a work without authors if not by its title, for instance “Wikipedia article”."
                ),
                max_length=100,
                verbose_name="label",
            ),
        ),
    ]
