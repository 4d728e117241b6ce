"""What the documents on the seed format promise is so."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from events import models
from events.seeding import schema
from events.seeding.loading import load

pytestmark = pytest.mark.any_database

ROOM = Path(settings.BASE_DIR)


def fields_of(rule: Any) -> Iterator[str]:
    """Every field of a record, and of what it holds."""
    if isinstance(rule, schema.ListOf):
        yield from fields_of(rule.of)
    elif isinstance(rule, schema.Map):
        for name, inner in rule.fields.items():
            yield name
            yield from fields_of(inner)


def test_every_field_of_the_seed_files_is_documented():
    words = set(re.findall(r"`([a-z_]+)[`:]", (ROOM / "docs" / "seed-format.md").read_text()))
    fields = {name for rule in (*schema.RECORDS.values(), schema.DOCUMENT, schema.CSL_ITEM) for name in fields_of(rule)}
    assert len(fields) > 60
    assert sorted(fields - words) == []


def test_every_key_of_site_yaml_is_documented():
    section = (ROOM / "seeds" / "README.md").read_text().split("## The keys of `site.yaml`")[1]
    documented = set(re.findall(r"`([a-z_]+)`", section.split("\n## ")[0]))
    used = set(re.findall(r"^(\w+):", (ROOM / "seeds" / "site.yaml").read_text(), re.MULTILINE))
    assert used <= documented
    assert {"background", "content_language", "languages"} <= documented


@pytest.mark.django_db
def test_the_smallest_corpus_loads_as_it_is_printed_and_has_its_pages(
    tmp_path: Path, client: Client, settings: Any
) -> None:
    printed = (ROOM / "seeds" / "README.md").read_text().split("## The smallest corpus")[1].split("\n## ")[0]
    found = re.findall(r"`([\w./-]+\.(?:txt|yaml))`[^`]*?:\n\n```\w*\n(.*?)```", printed, re.DOTALL)
    assert [name for name, _text in found] == [
        "documents/my-letter.txt", "documents/my-letter.yaml", "actors.yaml", "themes.yaml",
    ]  # fmt: skip
    for name, text in found:
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text)
    settings.SEEDS_DIR = tmp_path
    for dry_run in (True, False):
        assert [str(problem) for problem in load(tmp_path, dry_run=dry_run).problems] == []
    for record in (models.Event.objects.get(), models.Interpretation.objects.get()):
        assert client.get(record.get_absolute_url()).status_code == 200
