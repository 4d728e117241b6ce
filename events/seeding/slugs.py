"""What each slug of the files stands for: a record of theirs, one of the database, or one renamed or merged since."""

from collections.abc import Iterable, Iterator, Mapping

from events.seeding import in_database
from events.seeding.files import Raw
from events.seeding.plan import Key


class Slugs:
    """Records by kind and slug, of the files and of the database, and the redirects of both.

    `wanted` are the slugs that the files name, by kind. Those redirects that editors made come before those of files.
    """

    def __init__(
        self, raws: dict[str, dict[str, Raw]], file_redirects: dict[Key, str], wanted: Mapping[str, Iterable[str]]
    ):
        self.raws, self.file_redirects = raws, file_redirects
        self.db_redirects = in_database.redirects()
        asked = {kind: {*found, *wanted.get(kind, ())} for kind, found in raws.items() if kind != "redirects"}
        for (kind, slug), target in [*self.db_redirects.items(), *file_redirects.items()]:
            asked[kind] |= {slug, target}
        self.in_database = {
            kind: {slug for slug, _key in in_database.keys(kind, found)} for kind, found in asked.items()
        }
        self.rows = {kind: self._rows(kind) for kind in asked}
        """For each record of the files, by kind, the slug that the database has it under."""
        self.renames = {
            (kind, row): slug
            for kind, found in self.rows.items()
            for slug, row in found.items()
            if self.is_renamed_by_files(kind, slug, row)
        }
        """The new slugs that the files give to records of the database."""
        self._old: dict[str, dict[str, list[str]]] = {kind: {} for kind in asked}
        for (kind, old), target in [*self.db_redirects.items(), *file_redirects.items()]:
            self._old[kind].setdefault(target, []).append(old)

    def _rows(self, kind: str) -> dict[str, str]:
        found = {slug: slug for slug in self.raws[kind] if slug in self.in_database[kind]}
        claimed = set(found)
        aliases: dict[str, list[str]] = {}
        for (of, old), target in self.file_redirects.items():
            if of == kind:
                aliases.setdefault(target, []).append(old)
        for slug in self.raws[kind]:
            if slug in found:
                continue
            rows = (self.row_of(kind, name) for name in [slug, *_leading_to(slug, aliases)])
            if (row := next((row for row in rows if row is not None and row not in claimed), None)) is not None:
                found[slug] = row
                claimed.add(row)
        return found

    def row_of(self, kind: str, slug: str) -> str | None:
        """The slug that a record has now in the database, where editors may have renamed it."""
        seen = set()
        while slug not in self.in_database[kind]:
            if slug in seen or (kind, slug) not in self.db_redirects:
                return None
            seen.add(slug)
            slug = self.db_redirects[kind, slug]
        return slug

    def resolve(self, kind: str, slug: str) -> str:
        """The slug that a slug in a file stands for after this load."""
        if not (self.db_redirects or self.file_redirects):
            return slug
        seen = set()
        while slug not in seen:
            seen.add(slug)
            if (row := self.rows.get(kind, {}).get(slug)) is not None:
                return row if not self.is_renamed_by_files(kind, slug, row) else slug
            if slug in self.raws[kind] and (kind, slug) not in self.db_redirects:
                return slug
            if slug in self.in_database[kind] and (kind, slug) not in self.file_redirects:
                return slug
            if (new := self.db_redirects.get((kind, slug)) or self.file_redirects.get((kind, slug))) is None:
                return slug
            slug = new
        return slug

    def with_new_name(self, kind: str, slug: str) -> str:
        """The slug that a record of the database has after this load."""
        return self.renames.get((kind, slug), slug)

    def is_renamed_by_files(self, kind: str, slug: str, row: str) -> bool:
        """Whether the files, not the editors, gave a record the new slug: its row has one that the files redirect."""
        return row != slug and (kind, row) in self.file_redirects and row not in self.raws[kind]

    def old_names(self, kind: str, slug: str) -> Iterator[str]:
        """The slugs that redirects lead from to this one, the nearest first."""
        return _leading_to(slug, self._old[kind])

    def exists(self, kind: str, slug: str) -> bool:
        return slug in self.raws[kind] or slug in self.in_database[kind]

    def candidates(self, kind: str) -> list[str]:
        """All slugs of a kind that a file may have meant."""
        return [*self.raws[kind], *self.in_database[kind]]


def _leading_to(slug: str, redirects: Mapping[str, list[str]]) -> Iterator[str]:
    names = [slug]
    for name in names:
        new = [old for old in redirects.get(name, ()) if old not in names]
        names += new
        yield from new
