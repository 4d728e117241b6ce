import re

import pytest

from romania_history import fonts


def test_the_latin_files_hold_both_languages_and_their_punctuation():
    latin = set(fonts.code_points(fonts.LATIN))
    assert {
        ord(letter) for letter in "aZ ăâîșț ĂÂÎȘȚ ł é ž „România” “quote” ‘x’ – — … 25\N{NO-BREAK SPACE}iulie"
    } <= latin
    assert set(map(ord, "Москва")) <= set(fonts.code_points(fonts.CYRILLIC))


def test_the_style_sheet_names_every_file_and_no_other_site():
    measures = {face.name: fonts.Measure(0.45, 1.0, 0.25, 0.0) for face in fonts.FACES}
    sheet = fonts.stylesheet(measures)
    assert re.findall(r'url\("([^"]+)"\)', sheet) == [f"{face.name}.woff2" for face in fonts.FACES]
    assert sheet.count("font-display: swap") == len(fonts.FACES)
    assert sheet.count("size-adjust") == len(fonts.FALLBACKS)


def test_without_the_packages_it_says_so_and_builds_nothing(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    monkeypatch.setattr(fonts, "version", lambda package: None if package == "fontpkg-literata" else "1.0")
    monkeypatch.setattr(fonts, "build", lambda: pytest.fail("nothing can be built"))
    fonts.main()
    assert "fontpkg-literata not installed" in capsys.readouterr().out
