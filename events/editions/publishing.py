"""Makes an edition: writes what is published into a folder in the form of BagIt (RFC 8493), and keeps its bytes.

The same corpus under the same name, moment and address gives the same bytes.
"""

import hashlib
import zipfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import bagit
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import QueryDict
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from events.editions import changes
from events.editions.corpus import Published
from events.exports.formats import FORMATS
from events.exports.view import View
from events.models import Edition, EditionFile, EditionPiece
from events.seeding.dump import SeedFiles, snapshot, to_json
from events.seeding.plan import Progress, no_progress
from events.selection.filters import TimelineFilter
from events.selection.selection import Selection
from events.site import description

PIECE = 2**19
"""Bytes that are written and sent at once."""

EPOCH = (1980, 1, 1, 0, 0, 0)
"""The time of every file in an archive, so that the same files make the same archive."""


def publish(
    name: str,
    address: str,
    *,
    user: Any = None,
    note: str = "",
    when: datetime | None = None,
    progress: Progress = no_progress,
) -> Edition:
    """Freezes what readers see now. `address` is that of the site (`https://example.org/`).

    Raises ValidationError where the name is taken or is none; then nothing is kept.
    """
    made = (when or timezone.now()).astimezone(UTC).replace(microsecond=0)
    edition = Edition(name=name, note=note, made_at=made, made_by=user, records={}, changes={}, counts={})
    with translation.override(description.current().content_language):
        edition.title = str(description.current().title)
    edition.clean_fields(exclude=["records", "changes", "counts", "title", "made_by"])
    _refuse_taken(name)
    with TemporaryDirectory() as temporary:
        folder = Path(temporary) / name
        folder.mkdir()
        with snapshot():
            _write(edition, folder, address.rstrip("/"), progress)
        bag = bagit.make_bag(str(folder), _bag_info(edition, address), checksums=["sha256", "sha512"])
        bag.save()
        archive = Path(temporary) / f"{name}.zip"
        _pack(folder, archive)
        with transaction.atomic():
            _refuse_taken(name)
            edition.save()
            paths = sorted(path for path in folder.rglob("*") if path.is_file())
            for number, path in enumerate([archive, *paths]):
                progress("Keeping", number, len(paths) + 1)
                _keep(edition, path, path.relative_to(folder if path != archive else archive.parent).as_posix())
    return edition


def withdraw(edition: Edition, reason: str) -> None:
    """Takes an edition back: its address says so from now on, and why. Its bytes stay in the database alone."""
    if not reason.strip():
        raise ValidationError({"reason": _("Say why: readers who come to its address read this.")})
    edition.reason, edition.withdrawn_at = reason, timezone.now()
    edition.full_clean(exclude=["records", "changes", "counts", "title"])
    edition.save()


def _refuse_taken(name: str) -> None:
    if Edition.objects.filter(name=name).exists():
        raise ValidationError({"name": _("There is an edition of this name; an edition never changes.")})


# --- what is in it ----------------------------------------------------------------------------------------------------


def _write(edition: Edition, folder: Path, address: str, progress: Progress) -> None:
    progress("Writing", 0, 0)
    seeds = SeedFiles(Published())
    for name, data in seeds:
        _put(folder / "seeds" / name, [data])
    edition.counts = {kind: number for kind, number in seeds.counts.items() if number}
    edition.records, names = changes.versions_and_names()
    before = Edition.objects.filter(withdrawn_at=None).first()
    edition.before = before.name if before else ""
    edition.changes = changes.between(before.records if before else {}, edition.records, names).as_json()
    _put(folder / "changes.json", [to_json({"edition": edition.name, "before": edition.before, **edition.changes})])
    _put(folder / "versions.json", [to_json(edition.records)])
    _put(folder / "README.txt", [_read_me(edition, address).encode()])
    for language in description.current().languages:
        for name in FORMATS:
            progress("Exporting", 0, 0)
            _put(folder / "exports" / language / name, _exported(name, language, edition, address))


def _exported(name: str, language: str, edition: Edition, address: str) -> Iterator[bytes]:
    """A download of all events, as the site at that address gives it."""
    with translation.override(language):
        asked = TimelineFilter(QueryDict())
        ids, site = Selection(asked).all_ids(), description.current()
        view = View(ids, language, site, address, f"{address}{asked.address()}", edition.made_at)
        for piece in FORMATS[name].stream(view):
            yield piece if isinstance(piece, bytes) else piece.encode()


def _read_me(edition: Edition, address: str) -> str:
    site = description.current()
    lines = [
        f"{edition.title}: edition {edition.name}, {edition.made_at:%Y-%m-%d}.",
        "",
        f"{address}{edition.get_absolute_url()}",
        *([site.licence] if site.licence else []),
        "",
        "seeds/         every published record, as docs/seed-format.md of the program describes them: loadseeds makes",
        "               the same records in an empty database",
        "exports/       the events, by language, in the formats that the site offers",
        "versions.json  the number of the version of each record",
        "changes.json   what is different from the edition before",
        "",
        "The checksums of all files stand in manifest-sha256.txt and manifest-sha512.txt (BagIt, RFC 8493).",
    ]
    return "\n".join(lines) + "\n"


def _bag_info(edition: Edition, address: str) -> dict[str, str]:
    return {
        "Source-Organization": edition.title,
        "External-Identifier": f"{address.rstrip('/')}{edition.get_absolute_url()}",
        "External-Description": f"The published corpus, edition {edition.name}",
        "Bagging-Date": f"{edition.made_at:%Y-%m-%d}",
        "Bag-Software-Agent": f"bagit.py {bagit.VERSION}",
    }


def _put(path: Path, pieces: Any) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        for piece in pieces:
            file.write(piece)


# --- keeping it -------------------------------------------------------------------------------------------------------


def _pack(folder: Path, archive: Path) -> None:
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as packed:
        for path in sorted(path for path in folder.rglob("*") if path.is_file()):
            entry = zipfile.ZipInfo(f"{folder.name}/{path.relative_to(folder).as_posix()}", EPOCH)
            entry.compress_type, entry.external_attr = zipfile.ZIP_DEFLATED, 0o644 << 16
            with path.open("rb") as file, packed.open(entry, "w", force_zip64=True) as into:
                while piece := file.read(PIECE):
                    into.write(piece)


def _keep(edition: Edition, path: Path, name: str) -> None:
    digest = hashlib.sha256()
    kept = EditionFile.objects.create(edition=edition, path=name, size=path.stat().st_size)
    with path.open("rb") as file:
        number = 0
        while piece := file.read(PIECE):
            digest.update(piece)
            EditionPiece.objects.create(file=kept, number=number, content=piece)
            number += 1
    EditionFile.objects.filter(pk=kept.pk).update(sha256=digest.hexdigest())
