"""Debates have answers, say what they turn on, and may have a place on the first page."""

import django.core.validators
import django.db.models.deletion
from django.apps import apps as now
from django.contrib.auth.management import create_permissions
from django.contrib.contenttypes.management import create_contenttypes
from django.db import migrations, models

import events.models.fields
from events.editing import roles


def permit(apps, schema_editor):
    """Permissions are made after all migrations; the roles need those for answers now."""
    config, alias = now.get_app_config("events"), schema_editor.connection.alias
    create_contenttypes(config, verbosity=0, interactive=False, using=alias, apps=apps)
    create_permissions(config, verbosity=0, interactive=False, using=alias, apps=apps)
    roles.make_roles(apps)


class Migration(migrations.Migration):
    dependencies = [
        ("events", "0015_published_versions"),
    ]

    operations = [
        migrations.CreateModel(
            name="Answer",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "slug",
                    events.models.fields.CodePointSlugField(
                        help_text="Names the answer within its debate. Blank: it follows from the name.",
                        max_length=80,
                        verbose_name="slug",
                    ),
                ),
                (
                    "name",
                    events.models.fields.ShortReadableText(
                        help_text="In a few words that can be read alone: He was not asked.",
                        max_length=80,
                        verbose_name="answer",
                    ),
                ),
                (
                    "statement",
                    events.models.fields.ShortReadableText(
                        help_text="The answer in one sentence, as those who give it would put it.",
                        max_length=300,
                        verbose_name="statement",
                    ),
                ),
            ],
            options={
                "verbose_name": "answer",
                "verbose_name_plural": "answers",
                "ordering": ["debate", "slug"],
            },
        ),
        migrations.AddField(
            model_name="debate",
            name="featured",
            field=models.PositiveSmallIntegerField(
                blank=True,
                error_messages={"unique": "Another debate has this place on the first page."},
                help_text="1 for the question that the timeline opens with, 2, 3 … for those beside it; blank for none.",
                null=True,
                unique=True,
                validators=[django.core.validators.MinValueValidator(1)],
                verbose_name="place on the first page",
            ),
        ),
        migrations.AddField(
            model_name="debate",
            name="turns_on",
            field=events.models.fields.ReadableText(
                blank=True,
                help_text="What would have to be known or agreed upon to decide it.",
                verbose_name="what it turns on",
            ),
        ),
        migrations.AlterField(
            model_name="debate",
            name="introduction",
            field=events.models.fields.ReadableText(
                blank=True,
                help_text="The first paragraph sets the scene in two sentences: what happened, and why it is disputed.",
                verbose_name="introduction",
            ),
        ),
        migrations.AddConstraint(
            model_name="debate",
            constraint=models.CheckConstraint(condition=models.Q(("featured__gte", 1)), name="debate_featured_from_1"),
        ),
        migrations.AddField(
            model_name="answer",
            name="debate",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="answers",
                to="events.debate",
                verbose_name="debate",
            ),
        ),
        migrations.AddField(
            model_name="interpretation",
            name="answer",
            field=models.ForeignKey(
                blank=True,
                help_text="The answer that it gives to its debate’s question; blank if it only qualifies one.",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="interpretations",
                to="events.answer",
                verbose_name="answer",
            ),
        ),
        migrations.AddConstraint(
            model_name="answer",
            constraint=models.UniqueConstraint(fields=("debate", "slug"), name="answer_once_in_debate"),
        ),
        migrations.RunPython(permit, migrations.RunPython.noop),
    ]
