"""What is different between two editions, by the numbered versions of their records."""

from dataclasses import asdict, dataclass, field

from django.contrib.contenttypes.models import ContentType
from django.db.models import Max

from events.models import PublishedVersion
from events.models.querysets import visible
from events.published.numbering import NAME
from events.record_data.declaration import KINDS
from events.seeding import in_database

Versions = dict[str, int]
"""The number of the published version of each record, by its address (`events/SLUG`)."""


@dataclass
class EditionChanges:
    """Pairs of address and name; of what is withdrawn the address alone, since its words are withdrawn, too."""

    added: list[list[str]] = field(default_factory=list)
    changed: list[list[str]] = field(default_factory=list)
    renamed: list[list[str]] = field(default_factory=list)
    """Old address, and new."""
    withdrawn: list[str] = field(default_factory=list)

    def as_json(self) -> dict[str, list]:
        return asdict(self)


def versions_and_names() -> tuple[Versions, dict[str, str]]:
    """Of every record that readers see now: the number of its version, and what it is called."""
    versions: Versions = {}
    names: dict[str, str] = {}
    for kind, model in KINDS.items():
        of_kind = PublishedVersion.objects.filter(content_type=ContentType.objects.get_for_model(model)).order_by()
        numbers = dict(of_kind.values_list("object_id").annotate(Max("number")))
        for pk, slug, name in visible(model).order_by("slug").values_list("pk", "slug", NAME[model]).distinct():
            versions[f"{kind}/{slug}"] = numbers.get(pk, 0)
            names[f"{kind}/{slug}"] = name
    return versions, names


def between(before: Versions, now: Versions, names: dict[str, str]) -> EditionChanges:
    """What was added, changed, renamed and withdrawn since."""
    found = EditionChanges()
    old = {address: number for address, number in before.items() if address not in now}
    for address, renamed in _renamed(old, before, now).items():
        found.renamed.append([address, renamed])
        if now[renamed] != before[address]:
            found.changed.append([renamed, names[renamed]])
    gone = {address for address, _new in found.renamed}
    new = {address for _old, address in found.renamed}
    found.withdrawn = sorted(old.keys() - gone)
    for address in sorted(now.keys() - new):
        if address not in before:
            found.added.append([address, names[address]])
        elif now[address] != before[address]:
            found.changed.append([address, names[address]])
    found.changed.sort()
    return found


def _renamed(old: Versions, before: Versions, now: Versions) -> dict[str, str]:
    """Of addresses that are gone, those that lead to a record that is new by its address; one that was merged into
    another is gone.
    """
    redirects = in_database.redirects()
    found: dict[str, str] = {}
    taken: set[str] = set()
    for address in sorted(old):
        kind, slug = address.split("/")
        seen = set()
        while (kind, slug) in redirects and slug not in seen:
            seen.add(slug)
            slug = redirects[kind, slug]
        new = f"{kind}/{slug}"
        if seen and new in now and new not in taken and new not in before:
            found[address] = new
            taken.add(new)
    return found
