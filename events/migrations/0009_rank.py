"""One stored rank instead of two sort keys; relative dates as wide as the smallest unit of their durations."""

import events.models.fields
from django.conf import settings
from django.db import migrations, models

from events.chronology import bounds
from events.chronology import order


def derive(apps, schema_editor):
    """Derives every event anew, each after the one that it is dated from."""
    events = apps.get_model("events", "Event").objects
    places = order.chain_places(_before(apps))
    names = [*bounds.DERIVED, "chain_place"]
    known, waiting = {}, {None}
    while waiting:
        rows = events.filter(after_event=None) if waiting == {None} else events.filter(after_event__in=waiting)
        waiting, batch = set(), []
        anchors = set(events.exclude(after_event=None).values_list("after_event", flat=True))
        for event in rows.iterator(chunk_size=1000):
            if event.after_event_id:
                event.after_event = known[event.after_event_id]
            event.chain_place = places.get(event.pk, 0)
            anchor = event.after_event
            if anchor and event.status == "published" != anchor.status:  # what readers see waits for its anchor
                end_of_year = event.earliest and event.earliest // 10_000 * 10_000 + 1231
                event.sort_day = end_of_year if event.latest is None else event.latest
            else:
                bounds.derive_bounds(event)
            event.rank = order.rank_of(event)
            if event.pk in anchors:
                known[event.pk] = event
                waiting.add(event.pk)
            batch.append(event)
            if len(batch) == 1000:
                events.bulk_update(batch, names, batch_size=500)
                batch = []
        events.bulk_update(batch, names, batch_size=500)


def _before(apps):
    """For each published event those that a link, or its date, puts before it."""
    links = apps.get_model("events", "EventLink").objects.filter(event__status="published", target__status="published")
    dated = apps.get_model("events", "Event").objects.filter(status="published", after_event__status="published")
    found = {}
    for earlier, later in [
        *links.filter(kind="led_to").values_list("event", "target"),
        *links.filter(kind="responds_to").values_list("target", "event"),
        *dated.values_list("after_event", "pk"),
    ]:
        found.setdefault(later, []).append(earlier)
    return found


class Migration(migrations.Migration):

    dependencies = [
        ('events', '0008_stems_anew'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AlterModelOptions(
            name='event',
            options={'ordering': ['undated', 'rank'], 'verbose_name': 'event', 'verbose_name_plural': 'events'},
        ),
        migrations.RemoveIndex(
            model_name='event',
            name='event_order',
        ),
        migrations.RemoveIndex(
            model_name='event',
            name='event_order_of_all',
        ),
        migrations.RemoveField(
            model_name='event',
            name='sort_earliest',
        ),
        migrations.RemoveField(
            model_name='event',
            name='sort_latest',
        ),
        migrations.AddField(
            model_name='event',
            name='chain_place',
            field=models.PositiveIntegerField(default=0, editable=False),
        ),
        migrations.AddField(
            model_name='event',
            name='rank',
            field=events.models.fields.CodePointCharField(default='', editable=False, max_length=180),
        ),
        migrations.AddField(
            model_name='event',
            name='sort_day',
            field=models.BigIntegerField(editable=False, null=True),
        ),
        migrations.RunPython(derive, migrations.RunPython.noop),
        migrations.AddIndex(
            model_name='event',
            index=models.Index(fields=['status', 'undated', 'rank'], name='event_order'),
        ),
        migrations.AddConstraint(
            model_name='event',
            constraint=models.UniqueConstraint(fields=('undated', 'rank'), name='event_order_of_all'),
        ),
    ]
