"""Records kept as data, in pending revisions and in what undoing a merge needs, have their fields, lists and rows side by side."""

from django.db import migrations

KEPT = ("base", "data", "of_author")


def flat(kept):
    if kept is None or not {"fields", "many", "rows"} <= kept.keys():
        return kept
    rows = {name: [{"pk": row["pk"]} | flat(row) for row in each] for name, each in kept["rows"].items()}
    return kept["fields"] | kept["many"] | rows


def nested(kept):
    if kept is None:
        return kept
    found = {"fields": {}, "many": {}, "rows": {}}
    for name, value in kept.items():
        if name == "pk":
            found["pk"] = value
        elif not isinstance(value, list):
            found["fields"][name] = value
        elif name in ("themes", "proponents"):
            found["many"][name] = value
        else:
            found["rows"][name] = [nested(row) for row in value]
    return found


def change_all(apps, change):
    revisions, merges = (apps.get_model("events", name).objects for name in ("PendingRevision", "Merge"))
    for revision in revisions.iterator(200):
        values = {name: change(getattr(revision, name)) for name in KEPT}
        revisions.filter(pk=revision.pk).update(**values)  # its time of change stays
    for merge in merges.iterator(200):
        for revision in merge.moved.get("revisions", ()):
            for side in ("old", "new"):
                revision[side] = {name: change(kept) for name, kept in revision[side].items()}
        merges.filter(pk=merge.pk).update(moved=merge.moved)


def forwards(apps, schema_editor):
    change_all(apps, flat)


def backwards(apps, schema_editor):
    change_all(apps, nested)


class Migration(migrations.Migration):
    dependencies = [("events", "0010_ranges_of_one_precision")]

    operations = [migrations.RunPython(forwards, backwards)]
