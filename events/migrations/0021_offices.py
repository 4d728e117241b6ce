"""What an actor was is a row: an office, with dates and a source; so it is in the history and in other data too."""

import hashlib
import json

import django.db.models.deletion
from django.apps import apps as now
from django.contrib.auth.management import create_permissions
from django.contrib.contenttypes.management import create_contenttypes
from django.db import migrations, models

import events.models.fields
import events.models.translations
from events.editing import roles

BATCH = 500


def permit(apps, schema_editor):
    """Permissions are made after all migrations; the roles need those for offices now."""
    config, alias = now.get_app_config("events"), schema_editor.connection.alias
    create_contenttypes(config, verbosity=0, interactive=False, using=alias, apps=apps)
    create_permissions(config, verbosity=0, interactive=False, using=alias, apps=apps)
    roles.make_roles(apps)


def parted(data):
    """An actor's data without its role and the translations of it; and both, as those of an office."""
    translations = data.get("translations") or {}
    kept = {name: value for name, value in data.items() if name != "role"}
    if "translations" in data:
        kept["translations"] = {key: value for key, value in translations.items() if not key.startswith("role.")}
    of_role = {f"what.{key[5:]}": value for key, value in translations.items() if key.startswith("role.")}
    return kept, data.get("role") or "", of_role


def in_data(data, key_of):
    """In data as the office keeps it, however deep it lies. `key_of` gives the key of the office of a text."""
    if isinstance(data, list):
        return [in_data(each, key_of) for each in data]
    if not isinstance(data, dict):
        return data
    if "sort_name" in data and "role" in data:
        kept, role, translations = parted(data)
        row = {"what": role, "dates": "", "source": None, "translations": translations}
        return kept | {"offices": [{"pk": key_of(role)} | row] if role else []}
    return {name: in_data(value, key_of) for name, value in data.items()}


def in_seeds(data):
    """In data as seed files spell it."""
    kept, role, translations = parted(data)
    if not kept.get("translations", True):
        del kept["translations"]
    row = {"what": role} | ({"translations": translations} if translations else {})
    return kept | {"offices": [row]} if role else kept


def forwards(apps, schema_editor):
    offices, actors = apps.get_model("events", "Office").objects, apps.get_model("events", "Actor").objects
    keys = {}
    for actor in actors.exclude(role="").iterator(BATCH):
        kept, role, translations = parted({"role": actor.role, "translations": actor.translations})
        keys[actor.pk] = offices.create(actor=actor, what=role, translations=translations).pk
        actors.filter(pk=actor.pk).update(translations=kept["translations"])
    for base in apps.get_model("events", "SeedBase").objects.filter(kind="actors").iterator(BATCH):
        base.base = in_seeds(base.base)
        base.save()
    kinds = apps.get_model("contenttypes", "ContentType").objects
    kind = kinds.filter(app_label="events", model="actor").first()
    if kind is None:  # there has been no record yet
        return
    of_office, _made = kinds.get_or_create(app_label="events", model="office")
    _history(apps, kind, of_office, keys, offices)
    for revision in apps.get_model("events", "PendingRevision").objects.filter(content_type=kind).iterator(BATCH):
        for name in ("base", "data", "of_author"):
            new = in_data(getattr(revision, name), lambda _role, key=revision.object_id: keys.get(key, 2**62 + key))
            type(revision).objects.filter(pk=revision.pk).update(**{name: new})
    for merge in apps.get_model("events", "Merge").objects.filter(content_type=kind).iterator(BATCH):
        moved = in_data(merge.moved, lambda _role, key=merge.gone_id: keys.get(key, 2**62 + key))
        type(merge).objects.filter(pk=merge.pk).update(moved=moved)
    published = apps.get_model("events", "PublishedVersion").objects.filter(content_type=kind)
    for version in published.iterator(BATCH):
        record = in_seeds(version.data["record"])
        fingerprint = hashlib.blake2b(json.dumps(record, sort_keys=True).encode(), digest_size=12).hexdigest()
        published.filter(pk=version.pk).update(data=version.data | {"record": record}, fingerprint=fingerprint)


def _history(apps, kind, of_office, keys, offices):
    """Beside each version of an actor with a role, one of its office."""
    versions, new = apps.get_model("reversion", "Version").objects, []
    for version in versions.filter(content_type=kind, format="json").iterator(BATCH):
        (row,) = json.loads(version.serialized_data)
        if "role" not in row["fields"]:
            continue
        kept, role, translations = parted(row["fields"])
        actor = int(version.object_id)
        version.serialized_data = json.dumps([row | {"fields": kept}], ensure_ascii=False)
        version.save()
        if not role:
            continue
        if actor not in keys:  # it has none any more: the key is taken all the same
            if not offices.model.actor.field.related_model.objects.filter(pk=actor).exists():
                continue
            office = offices.create(actor_id=actor, what=role)
            keys[actor] = office.pk
            office.delete()
        fields = {"actor": actor, "what": role, "dates": "", "source": None, "translations": translations}
        data = json.dumps([{"model": "events.office", "pk": keys[actor], "fields": fields}], ensure_ascii=False)
        same = {name: getattr(version, name) for name in ("revision_id", "db", "format")}
        new.append(
            versions.model(
                content_type_id=of_office.pk, object_id=str(keys[actor]), serialized_data=data, object_repr=role, **same
            )
        )
    versions.bulk_create(new, batch_size=BATCH)


def backwards(apps, schema_editor):
    """The rows alone: what is left of an actor's offices is the first."""
    actors = apps.get_model("events", "Actor").objects
    for office in apps.get_model("events", "Office").objects.order_by("-pk").iterator(BATCH):
        actors.filter(pk=office.actor_id).update(role=office.what)


class Migration(migrations.Migration):
    numbers_published = True  # events.published.numbering

    dependencies = [
        ("contenttypes", "0002_remove_content_type_name"),
        ("events", "0020_places"),
        ("reversion", "0002_add_index_on_version_for_content_type_and_db"),
    ]

    operations = [
        migrations.CreateModel(
            name="Office",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("translations", events.models.translations.TranslationsField()),
                (
                    "what",
                    events.models.fields.ShortReadableText(
                        help_text=(
                            "In a few words: Foreign Minister of Poland; of a scholar profession and country:"
                            " historian, Romania."
                        ),
                        max_length=300,
                        verbose_name="office",
                    ),
                ),
                (
                    "dates",
                    events.models.fields.EdtfField(
                        blank=True,
                        default="",
                        help_text=(
                            "When it was held, as far as it is known: 1965-03-25/.. from that day on, 1963-07 in that month."
                        ),
                        max_length=100,
                        verbose_name="dates",
                    ),
                ),
                (
                    "actor",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="offices",
                        to="events.actor",
                        verbose_name="actor",
                    ),
                ),
                (
                    "source",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="offices",
                        to="events.source",
                        verbose_name="source",
                    ),
                ),
            ],
            options={
                "verbose_name": "office",
                "verbose_name_plural": "offices",
                "ordering": ["actor", "id"],
                "constraints": [models.UniqueConstraint(fields=("actor", "what", "dates"), name="office_once")],
            },
        ),
        migrations.RunPython(forwards, backwards),
        migrations.RemoveField(model_name="actor", name="role"),
        migrations.RunPython(permit, migrations.RunPython.noop),
    ]
