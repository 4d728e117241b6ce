"""What is doubtful in seed files is said with place and words, and is loaded all the same."""

import re
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command

from events import models
from tests.seeding import folders
from tests.support.factories import make_event

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]


def lines(capsys: Any, *arguments: str) -> list[str]:
    call_command("loadseeds", *arguments)
    return [line for line in capsys.readouterr().out.splitlines() if line.partition(":")[0].endswith(".yaml")]


def test_what_is_doubtful_is_a_notice_and_is_loaded(tmp_path: Path, capsys: Any):
    data = folders.corpus()
    article = data["documents"]["article"][1]
    article["events"][0] |= {"date": "1987-07"}
    article["events"][0]["citations"] += [{"exact": "In July 1963"}]
    article["interpretations"][0] |= {"argued_date": "", "hedge": "perhaps", "proponents": ["dej"]}
    data["events"] += [{"slug": "again", "title": "The plenum of a party", "date": "1964", "date_basis": "editor"}]
    data["interpretations"][0] |= {
        "voice": "named",
        "proponents": ["romania", "dej"],
        "citations": [{"source": "verona", "whole_work": True}],
    }
    folder = str(folders.write(tmp_path / "seeds", data))
    make_event("Plenum", date="1964-04-30", slug="of-the-office")
    found = "\n".join(lines(capsys, folder))
    for line in (
        r"documents/article.yaml:\d+: events/mongolia: date: The date says “July 1987”, and the quote “July 1963”.",
        r"documents/article.yaml:\d+: interpretations/autonomy: hedge: No quote has the words “perhaps”.",
        r"documents/article.yaml:\d+: interpretations/autonomy: made_on: .*did not live when the claim was made: 2007",
        r"events.yaml:\d+: events/plenum: title: this may be the same event as events/again: The plenum of a party",
        r"events.yaml:\d+: events/plenum: title: this may be the same event as events/of-the-office: Plenum",
        r"interpretations.yaml:\d+: interpretations/independence: proponents: “Romania” is a state",
        r"interpretations.yaml:\d+: interpretations/independence: proponents: .*had died before .*: Verona 1992",
    ):
        assert re.search(line, found), f"{line}\n{found}"
    assert models.Event.objects.filter(slug="again").exists()
    assert lines(capsys, folder) == []  # only of what a load writes
    assert len(lines(capsys, folder, "--dry-run")) == len(found.splitlines())


def test_the_projects_own_seeds_have_nothing_doubtful(settings: Any, capsys: Any):
    assert lines(capsys, str(settings.BASE_DIR / "seeds"), "--dry-run") == []
