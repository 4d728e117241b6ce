"""Cuts the packaged fonts down to what the site uses: ``python -m romania_history.fonts``.

The packages hold whole variable fonts, about 1 MB each. What ``make setup`` builds of them goes below
``settings.BUILT_STATIC_DIR``: ``fonts/*.woff2``, their licences, ``fonts/fonts.css`` with the @font-face
rules, and ``fonts/advances.json``, how wide each letter is, for the drawing's labels. Nothing under ``static/``
names a font file, so the site is complete without them: where a package is missing this says so, and the
fallback stacks serve.
"""

import hashlib
import importlib.metadata
import importlib.util
import json
import shutil
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from fontTools.ttLib import TTFont

BUILD_DIR = Path(__file__).resolve().parent.parent / "build"
FONTS_DIR = BUILD_DIR / "static" / "fonts"
SINGLE_DIR = BUILD_DIR / "fonts"
"""Fonts of SINGLE, which browsers are not sent."""

STAMP = BUILD_DIR / "fonts.stamp"
TOOLS = ("fonttools", "brotli")
PACKAGES = {"fontpkg-literata": "literata-OFL.txt", "fontpkg-public-sans": "public-sans-OFL.txt"}

LATIN = (
    "U+0020-007E, U+00A0-017E, U+0218-021B, U+02BC, U+02C6, U+02DA, U+02DC, U+0300-0304, U+0306-0308, "
    "U+030A-030C, U+0326-0328, U+2009, U+200A, U+2010-2015, U+2018-201E, U+2020-2022, U+2026, U+202F, "
    "U+2030, U+2032, U+2033, U+2039, U+203A, U+2044, U+20AC, U+2122, U+2190-2193, U+2212, U+2248, U+2260, "
    "U+2264, U+2265"
)
CYRILLIC = "U+0400-045F, U+0490, U+0491, U+2116"
FEATURES = "kern mark mkmk ccmp locl liga calt rvrn case lnum onum pnum tnum smcp sups"
WEIGHTS = (400, 700)
OPTICAL_SIZE = 14

# Prose as the site has it, long enough to compare the widths of two faces.
SAMPLE = (
    "Romania officially announced that all Soviet troops had left its territory, and one month later the "
    "party declared that every state could choose its own course of economic development. "
    "România a anunțat oficial că toate trupele sovietice au părăsit teritoriul său, iar o lună mai târziu "
    "partidul a declarat că fiecare stat își poate alege propria cale de dezvoltare economică."
)


@dataclass(frozen=True)
class Face:
    """One file to build: from which packaged font, under which family and style, for which characters."""

    name: str
    package: str
    source: str
    family: str
    style: str
    characters: str


LITERATA, SANS = "fontpkg-literata", "fontpkg-public-sans"
FACES = (
    Face("literata", LITERATA, "Literata[opsz,wght].ttf", "Literata", "normal", LATIN),
    Face("literata-italic", LITERATA, "Literata-Italic[opsz,wght].ttf", "Literata", "italic", LATIN),
    Face("literata-cyrillic", LITERATA, "Literata[opsz,wght].ttf", "Literata", "normal", CYRILLIC),
    Face("public-sans", SANS, "PublicSans[wght].ttf", "Public Sans", "normal", LATIN),
)


SINGLE = {
    "sans": ("public-sans", 400), "sans-bold": ("public-sans", 600),
    "serif-bold": ("literata", 600), "serif-italic": ("literata-italic", 400),
}  # fmt: skip
"""Faces at one weight each, by the names that the drawing has for them: to measure its labels, and for its pictures."""


@dataclass(frozen=True)
class Fallback:
    """A font of the reader's own, stretched to stand in so that no line breaks anew when the file arrives."""

    family: str
    stands_for: str  # the Face.name whose measure it takes
    style: str
    local: tuple[str, ...]
    width: float  # its mean_width(), for Georgia of Gelasio and for Arial of Liberation, drawn to match them


FALLBACKS = (
    Fallback("Literata on Georgia", "literata", "normal", ("Georgia", "Gelasio"), 0.429),
    Fallback("Literata on Georgia", "literata-italic", "italic", ("Georgia Italic", "Gelasio Italic"), 0.440),
    Fallback("Literata on DejaVu", "literata", "normal", ("DejaVu Serif",), 0.500),
    Fallback("Literata on DejaVu", "literata-italic", "italic", ("DejaVu Serif Italic",), 0.500),
    Fallback("Public Sans on Arial", "public-sans", "normal", ("Arial", "Liberation Sans", "Arimo"), 0.430),
    Fallback("Public Sans on DejaVu", "public-sans", "normal", ("DejaVu Sans",), 0.494),
)


def main() -> None:
    missing = [name for name in (*PACKAGES, *TOOLS) if version(name) is None]
    if missing:
        print(f"Fonts: {', '.join(missing)} not installed; the reader's own fonts serve.")
        return
    key = fingerprint()
    built = [FONTS_DIR / f"{face.name}.woff2" for face in FACES]
    current = STAMP.is_file() and STAMP.read_text() == key
    if current and all(map(Path.is_file, [*built, FONTS_DIR / "advances.json", FONTS_DIR / "fonts.css"])):
        return
    print("Fonts: cutting them to what the site uses …", flush=True)
    build()
    STAMP.write_text(key)
    print("Fonts: " + ", ".join(f"{path.stem} {path.stat().st_size / 1000:.0f} kB" for path in built))


def version(package: str) -> str | None:
    try:
        return importlib.metadata.version(package)
    except importlib.metadata.PackageNotFoundError:
        return None


def fingerprint() -> str:
    """Changes with anything that the result depends on: this file and the packages."""
    versions = "".join(f"\n{name} {version(name)}" for name in (*PACKAGES, *TOOLS))
    return hashlib.sha256(Path(__file__).read_bytes() + versions.encode()).hexdigest()


def package_folder(package: str) -> Path:
    spec = importlib.util.find_spec(package.replace("-", "_"))
    assert spec and spec.origin
    return Path(spec.origin).parent


def build() -> None:
    """Builds aside, then moves into place, the style sheet last: it never names a file that is not there."""
    FONTS_DIR.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="fonts-", dir=BUILD_DIR) as folder:
        draft = Path(folder)
        measures = {face.name: cut(face, draft / f"{face.name}.woff2") for face in FACES}
        widths = {name: single(draft, name) for name in SINGLE}
        (draft / "advances.json").write_text(json.dumps(widths, ensure_ascii=False), encoding="utf-8")
        SINGLE_DIR.mkdir(exist_ok=True)
        for path in sorted(draft.glob("*.ttf")):
            path.replace(SINGLE_DIR / path.name)
        for package, licence in PACKAGES.items():
            shutil.copyfile(package_folder(package) / "LICENSE", draft / licence)
        for path in sorted(draft.iterdir()):
            path.replace(FONTS_DIR / path.name)
        sheet = draft / "fonts.css"
        sheet.write_text(stylesheet(measures), encoding="utf-8")
        sheet.replace(FONTS_DIR / sheet.name)


@dataclass(frozen=True)
class Measure:
    """What a stand-in must agree with, in ems."""

    width: float
    ascent: float
    descent: float
    line_gap: float


def cut(face: Face, target: Path) -> Measure:
    """Writes ``face`` to ``target``: characters first, since narrowing the axes of all of them takes long."""
    from fontTools.subset import Options, Subsetter, load_font
    from fontTools.varLib import instancer

    kept = {"layout_features": FEATURES.split(), "name_IDs": ["*"], "notdef_outline": True}
    options = Options(hinting=False, recalc_timestamp=False, **kept)
    limits = {"wght": WEIGHTS, "opsz": OPTICAL_SIZE}
    with load_font(str(package_folder(face.package) / "files" / face.source), options) as font:
        subsetter = Subsetter(options)
        subsetter.populate(unicodes=code_points(face.characters))
        subsetter.subset(font)
        axes = {axis.axisTag: limits[axis.axisTag] for axis in font["fvar"].axes}
        instancer.instantiateVariableFont(font, axes, inplace=True)
        font.flavor = "woff2"
        font.save(target)
        em, header = font["head"].unitsPerEm, font["hhea"]
        return Measure(mean_width(font), header.ascent / em, -header.descent / em, header.lineGap / em)


def code_points(ranges: str) -> Iterable[int]:
    """The members of a CSS ``unicode-range``."""
    for part in ranges.replace("U+", "").split(", "):
        first, _, last = part.partition("-")
        yield from range(int(first, 16), int(last or first, 16) + 1)


def mean_width(font: "TTFont") -> float:
    """The mean advance in ems over the letters of SAMPLE that the font has; 0 if it has none."""
    glyphs, advances = font.getBestCmap(), font["hmtx"]
    widths = [advances[glyphs[ord(letter)]][0] for letter in SAMPLE if ord(letter) in glyphs]
    return sum(widths) / len(widths) / font["head"].unitsPerEm if widths else 0.0


def single(folder: Path, name: str) -> dict[str, float]:
    """Writes one of SINGLE as TrueType into the folder; returns how wide each of its letters is, in ems."""
    from fontTools.ttLib import TTFont
    from fontTools.varLib import instancer

    face, weight = SINGLE[name]
    with TTFont(folder / f"{face}.woff2") as font:
        instancer.instantiateVariableFont(font, {"wght": weight}, inplace=True)
        for record in (1, 16):
            font["name"].setName(next(each.family for each in FACES if each.name == face), record, 3, 1, 0x409)
        font.flavor = None
        font.save(folder / f"{name}.ttf")
        em, widths = font["head"].unitsPerEm, font["hmtx"]
        return {chr(code): round(widths[glyph][0] / em, 4) for code, glyph in font.getBestCmap().items()}


def stylesheet(measures: dict[str, Measure]) -> str:
    """The @font-face rules. In a font stack the stand-ins come right after the family they stand for."""
    rules = []
    for face in FACES:
        rules.append(f"""@font-face {{
  font-family: "{face.family}";
  font-style: {face.style};
  font-weight: {WEIGHTS[0]} {WEIGHTS[1]};
  font-display: swap;
  src: url("{face.name}.woff2") format("woff2");
  unicode-range: {face.characters};
}}
""")
    for fallback in FALLBACKS:
        measure = measures[fallback.stands_for]
        ratio = measure.width / fallback.width
        rules.append(f"""@font-face {{
  font-family: "{fallback.family}";
  font-style: {fallback.style};
  src: {", ".join(f'local("{name}")' for name in fallback.local)};
  size-adjust: {ratio:.1%};
  ascent-override: {measure.ascent / ratio:.1%};
  descent-override: {measure.descent / ratio:.1%};
  line-gap-override: {measure.line_gap / ratio:.1%};
}}
""")
    return "/* Written by romania_history/fonts.py. */\n" + "\n".join(rules)


if __name__ == "__main__":
    main()
