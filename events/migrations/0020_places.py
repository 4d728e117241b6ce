"""Places are records: what was a text of each event is a row, also where history and other data name it."""

import hashlib
import json

import django.core.validators
import django.db.models.deletion
from django.apps import apps as now
from django.conf import settings
from django.contrib.auth.management import create_permissions
from django.contrib.contenttypes.management import create_contenttypes
from django.db import migrations, models

import events.models.fields
import events.models.translations
from events.editing import roles
from events.search import folding

BATCH = 500


def permit(apps, schema_editor):
    """Permissions are made after all migrations; the roles need those for places now."""
    config, alias = now.get_app_config("events"), schema_editor.connection.alias
    create_contenttypes(config, verbosity=0, interactive=False, using=alias, apps=apps)
    create_permissions(config, verbosity=0, interactive=False, using=alias, apps=apps)
    roles.make_roles(apps)


class Places:
    """The rows by the texts that they were, made as they are asked for."""

    def __init__(self, apps):
        self.model = apps.get_model("events", "Place")
        self.rows, self.slugs = {}, set()

    def of(self, text):
        name = " ".join(text.split())
        if not name:
            return None
        if name not in self.rows:
            self.rows[name] = self.model.objects.create(slug=self._slug(name), name=name)
        return self.rows[name]

    def _slug(self, name):
        wanted = slug = folding.slug(name)[:100].strip("-") or "place"
        number = 1
        while slug in self.slugs:
            number += 1
            slug = f"{wanted}-{number}"
        self.slugs.add(slug)
        return slug


def forwards(apps, schema_editor):
    places = Places(apps)
    change(
        apps,
        own=lambda event: {"place": places.of(event.place_text)},
        key=lambda text: None if (place := places.of(text)) is None else place.pk,
        slug=lambda text: None if (place := places.of(text)) is None else (place.slug, place.name),
    )
    bases = apps.get_model("events", "SeedBase").objects
    loaded = {base.base["place"] for base in bases.filter(kind="events").iterator() if base.base.get("place")}
    for place in places.rows.values():
        if place.slug in loaded:
            bases.create(kind="places", slug=place.slug, base={"slug": place.slug, "name": place.name})


def backwards(apps, schema_editor):
    places = apps.get_model("events", "Place").objects
    by_key, by_slug = {place.pk: place.name for place in places.all()}, dict(places.values_list("slug", "name"))
    change(
        apps,
        own=lambda event: {"place_text": by_key.get(event.place_id, "")},
        key=lambda key: by_key.get(key, ""),
        slug=lambda slug: (by_slug.get(slug, slug), ""),
    )
    for name in ("SeedBase", "LoadNote", "Redirect"):
        apps.get_model("events", name).objects.filter(kind="places").delete()


def change(apps, own, key, slug):
    """Writes places anew in events, and where they are named by `key` or, as seed files do, by `slug` and name."""
    events = apps.get_model("events", "Event").objects
    for event in events.exclude(place_text="", place=None).iterator(BATCH):
        events.filter(pk=event.pk).update(**own(event))
    kind = apps.get_model("contenttypes", "ContentType").objects.filter(app_label="events", model="event").first()
    versions = apps.get_model("reversion", "Version").objects.filter(content_type=kind, format="json")
    _update(versions, "serialized_data", lambda version: _in_version(version.serialized_data, key))
    revisions = apps.get_model("events", "PendingRevision").objects.filter(content_type=kind)
    for name in ("base", "data", "of_author"):
        _update(revisions, name, lambda revision, name=name: _in_data(getattr(revision, name), key))
    for name in ("gone", "moved"):
        _update(
            apps.get_model("events", "Merge").objects,
            name,
            lambda merge, name=name: _in_data(getattr(merge, name), key),
        )
    bases = apps.get_model("events", "SeedBase").objects.filter(kind="events")
    _update(bases, "base", lambda base: _in_seeds(base.base, slug))
    published = apps.get_model("events", "PublishedVersion").objects.filter(content_type=kind)
    for version in published.iterator(BATCH):
        record = _in_seeds(version.data["record"], slug)
        if record != version.data["record"]:
            names = {of: some for of, some in version.data["names"].items() if of != "places"}
            if (named := slug(version.data["record"]["place"])) and named[1]:
                names["places"] = dict([named])
            data = version.data | {"record": record, "names": names}
            fingerprint = hashlib.blake2b(json.dumps(record, sort_keys=True).encode(), digest_size=12).hexdigest()
            published.filter(pk=version.pk).update(data=data, fingerprint=fingerprint)


def _update(rows, name, changed):
    """Gives the rows another value of a field, where it is another; their time of change stays."""
    some = []
    for row in rows.iterator(BATCH):
        value = changed(row)
        if value != getattr(row, name):
            setattr(row, name, value)
            some.append(row)
        if len(some) == BATCH:
            rows.model.objects.bulk_update(some, [name])
            some = []
    rows.model.objects.bulk_update(some, [name])


def _in_version(serialized, key):
    (row,) = json.loads(serialized)
    if "place" not in row["fields"]:
        return serialized
    row["fields"]["place"] = key(row["fields"]["place"])
    return json.dumps([row], ensure_ascii=False)


def _in_data(data, key):
    """In an event's data, however deep it lies; bibliographic records are left as they are."""
    if isinstance(data, list):
        return [_in_data(each, key) for each in data]
    if not isinstance(data, dict):
        return data
    return {
        name: key(value) if name == "place" else value if name == "csl" else _in_data(value, key)
        for name, value in data.items()
    }


def _in_seeds(data, slug):
    if not data.get("place"):
        return data
    named = slug(data["place"])
    return data | {"place": named[0]} if named else {name: value for name, value in data.items() if name != "place"}


class Migration(migrations.Migration):
    numbers_published = True  # events.published.numbering

    dependencies = [
        ("contenttypes", "0002_remove_content_type_name"),
        ("events", "0019_translations"),
        ("reversion", "0002_add_index_on_version_for_content_type_and_db"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AlterField(
            model_name="redirect",
            name="kind",
            field=models.CharField(
                choices=[
                    ("events", "events"),
                    ("actors", "actors"),
                    ("sources", "sources"),
                    ("interpretations", "interpretations"),
                    ("debates", "debates"),
                    ("themes", "themes"),
                    ("places", "places"),
                ],
                max_length=15,
                verbose_name="kind",
            ),
        ),
        migrations.CreateModel(
            name="Place",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("translations", events.models.translations.TranslationsField()),
                (
                    "slug",
                    events.models.fields.CodePointSlugField(
                        help_text=(
                            "The record's lasting address. Lower-case letters, digits and hyphens, for instance gomulka."
                        ),
                        max_length=120,
                        unique=True,
                        verbose_name="slug",
                    ),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("updated_at", models.DateTimeField(auto_now=True, verbose_name="updated at")),
                ("name", events.models.fields.ShortReadableText(max_length=200, verbose_name="name")),
                (
                    "wikidata",
                    models.CharField(
                        blank=True,
                        help_text="The Wikidata item, for instance Q12345.",
                        max_length=20,
                        validators=[
                            django.core.validators.RegexValidator(
                                "^Q[1-9][0-9]{0,17}\\Z", "A Wikidata item is a Q and a number: Q12345."
                            )
                        ],
                        verbose_name="wikidata",
                    ),
                ),
                (
                    "geonames",
                    models.CharField(
                        blank=True,
                        help_text="The GeoNames number, for instance 524901.",
                        max_length=20,
                        validators=[
                            django.core.validators.RegexValidator(
                                "^[1-9][0-9]*\\Z", "A GeoNames number has digits only."
                            )
                        ],
                        verbose_name="GeoNames",
                    ),
                ),
                (
                    "latitude",
                    models.FloatField(
                        blank=True,
                        help_text="In degrees, south of the equator with a minus sign: 44.43.",
                        null=True,
                        validators=[
                            django.core.validators.MinValueValidator(-90),
                            django.core.validators.MaxValueValidator(90),
                        ],
                        verbose_name="latitude",
                    ),
                ),
                (
                    "longitude",
                    models.FloatField(
                        blank=True,
                        help_text="In degrees, west of Greenwich with a minus sign: 26.1.",
                        null=True,
                        validators=[
                            django.core.validators.MinValueValidator(-180),
                            django.core.validators.MaxValueValidator(180),
                        ],
                        verbose_name="longitude",
                    ),
                ),
                (
                    "note",
                    events.models.fields.ReadableText(
                        blank=True, help_text="Which place is meant, and how narrowly.", verbose_name="note"
                    ),
                ),
                (
                    "created_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="created by",
                    ),
                ),
            ],
            options={"verbose_name": "place", "verbose_name_plural": "places", "ordering": ["name", "slug"]},
        ),
        migrations.AddConstraint(
            model_name="place",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("latitude__isnull", True), ("longitude__isnull", True)),
                    models.Q(
                        ("latitude__isnull", False),
                        ("longitude__isnull", False),
                        ("latitude__range", (-90, 90)),
                        ("longitude__range", (-180, 180)),
                    ),
                    _connector="OR",
                ),
                name="place_has_both_coordinates",
            ),
        ),
        migrations.RenameField("event", "place", "place_text"),
        migrations.AddField(
            model_name="event",
            name="place",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="events",
                to="events.place",
                verbose_name="place",
            ),
        ),
        migrations.RunPython(forwards, backwards),
        migrations.RemoveField("event", "place_text"),
        migrations.RunPython(permit, migrations.RunPython.noop),
    ]
