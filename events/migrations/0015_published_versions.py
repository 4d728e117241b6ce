"""What readers see of each record is numbered from now on; what they see today is version 1."""

import django.core.serializers.json
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    numbers_published = True  # events.published.numbering

    dependencies = [
        ("contenttypes", "0002_remove_content_type_name"),
        ("events", "0014_columns_of_events"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="PublishedVersion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("object_id", models.PositiveBigIntegerField(editable=False)),
                ("number", models.PositiveIntegerField(editable=False, verbose_name="version")),
                ("created_at", models.DateTimeField(editable=False, verbose_name="published")),
                ("data", models.JSONField(editable=False, encoder=django.core.serializers.json.DjangoJSONEncoder)),
                ("fingerprint", models.CharField(editable=False, max_length=32)),
                (
                    "document",
                    models.JSONField(editable=False, encoder=django.core.serializers.json.DjangoJSONEncoder, null=True),
                ),
                (
                    "author",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="author",
                    ),
                ),
                (
                    "content_type",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="contenttypes.contenttype",
                    ),
                ),
            ],
            options={
                "verbose_name": "published version",
                "verbose_name_plural": "published versions",
                "ordering": ["content_type", "object_id", "number"],
                "default_permissions": (),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("content_type", "object_id", "number"), name="publishedversion_number_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("number__gte", 1)), name="publishedversion_number_from_1"
                    ),
                ],
            },
        ),
    ]
