from django.db import migrations

import events.models.fields


class Migration(migrations.Migration):
    """Refuses unseen characters in three fields more: nothing of it concerns the database."""

    dependencies = [("events", "0016_answers")]

    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.AlterField(
                    model_name="citation",
                    name="locator",
                    field=events.models.fields.VerbatimField(
                        blank=True,
                        help_text="For other sources: p. 57, para. 3, abstract.",
                        max_length=200,
                        verbose_name="locator",
                    ),
                ),
                migrations.AlterField(
                    model_name="interpretation",
                    name="hedge",
                    field=events.models.fields.VerbatimField(
                        blank=True,
                        help_text="The source's own hedge, word for word: arguably.",
                        max_length=100,
                        verbose_name="hedge",
                    ),
                ),
                migrations.AlterField(
                    model_name="source",
                    name="licence",
                    field=events.models.fields.VerbatimField(blank=True, max_length=200, verbose_name="licence"),
                ),
            ]
        )
    ]
