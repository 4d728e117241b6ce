"""A text in files is a string, or a map from language to string; in memory, the original and its translations.

A translation that renders an older original is a map of its `text` and the digest of what it `renders`: a dump writes
it so. All others render the original that they stand beside.
"""

from typing import Any

from events.models.translations import Translation, digest_of, versions
from events.record_data.declaration import TRANSLATIONS, Data, Shape
from events.seeding.files import Raw
from events.seeding.shapes import SHAPES


def part(raw: Raw, language: str) -> None:
    """Makes each text of a raw record a string, that in the corpus's `language`, with its translations beside it."""
    if raw.kind == "sources" and not raw.document:
        custom = raw.data["custom"]
        if (new := parted(SHAPES[raw.kind], custom, language)) is not custom:
            raw.data = raw.data | {"custom": new}
    else:
        raw.data = parted(SHAPES[raw.kind], raw.data, language)


def parted(shape: Shape, data: Data, language: str) -> Data:
    """The same of a record or row; gives the data itself where no text is a map."""
    changed: Data = {}
    found: dict[str, list[str]] = {}
    for name in shape.texts:
        if isinstance(by_language := data.get(name), dict):
            given = {code: _rendering(text) for code, text in by_language.items()}
            changed[name] = original = given.pop(language, ("", ""))[0]
            for code, (text, renders) in given.items():
                version = Translation(name, code, text, renders or digest_of(original))
                found[version.key] = version.value
    for name, part in shape.parts.items():
        rows = data.get(name) or ()
        mapped = [row and parted(part.shape, row, language) for row in rows]
        if any(row is not old for row, old in zip(mapped, rows, strict=True)):
            changed[name] = mapped
    if found:
        changed[TRANSLATIONS] = found
    return data | changed if changed else data


def _rendering(text: Any) -> tuple[str, str]:
    """A text and the digest of what it renders; blank where that stands beside it."""
    return (text.get("text", ""), text.get("renders", "")) if isinstance(text, dict) else (text, "")


def joined(shape: Shape, data: Data, language: str) -> Data:
    """A record or row as a file has it: each text with its translations. Rows of parts are left as they are."""
    if not (translations := data.get(TRANSLATIONS)):
        return data
    texts: dict[str, dict[str, Any]] = {}
    for each in versions(translations):
        original = data.get(each.field, "")
        by_language = texts.setdefault(each.field, {language: original} if original else {})
        renders_it = each.renders == digest_of(original)
        by_language[each.language] = each.text if renders_it else {"text": each.text, "renders": each.renders}
    names = [*shape.names, *(name for name in data if name not in shape.names)]
    return {name: texts.get(name, data.get(name)) for name in names if name in data | texts and name != TRANSLATIONS}
