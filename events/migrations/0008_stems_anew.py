from django.db import migrations


class Migration(migrations.Migration):
    """Writes the index anew: threads that shared a stemmer have stored wrong stems."""

    reindexes = True

    dependencies = [
        ("events", "0007_readable_texts"),
    ]

    operations: list = []
