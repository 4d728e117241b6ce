"""The corpus that benchmarks are run on is a valid one."""

import importlib.util
from pathlib import Path

import pytest
from django.conf import settings

from events.models import Event, Interpretation
from events.seeding.loading import load

SCRIPT = settings.BASE_DIR / "benchmarks" / "corpus.py"


@pytest.fixture
def corpus():
    spec = importlib.util.spec_from_file_location("corpus", SCRIPT)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.django_db
def test_a_synthetic_corpus_loads_and_has_every_kind_of_date(corpus, tmp_path: Path):
    corpus.write(300, tmp_path)
    plan = load(tmp_path)
    assert [str(problem) for problem in plan.problems] == []
    assert Event.objects.count() == Interpretation.objects.count() == 300
    assert set(Event.objects.values_list("precision", flat=True)) >= {"day", "month", "year", "decade", "range", ""}
    assert Event.objects.contested().exists()
    assert Event.objects.exclude(after_event=None).exists()


def test_the_same_number_gives_the_same_bytes(corpus, tmp_path: Path):
    for name in ("one", "two"):
        corpus.write(50, tmp_path / name)
    for path in (tmp_path / "one").iterdir():
        assert path.read_bytes() == (tmp_path / "two" / path.name).read_bytes()
