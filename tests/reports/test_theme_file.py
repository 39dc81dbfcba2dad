"""A firm's own look: what it changes, and every problem of its file said at once."""

from pathlib import Path

import pytest
from docx import Document
from docx.oxml.ns import qn
from PIL import Image

from assistant.errors import SettingsError
from assistant.reports import Appearance, Theme, read_theme, write_reports
from assistant.reports.theme import contrast, tinted
from tests.fakes.drafts import build_draft
from tests.reports.opened import audit, part_text

FIRM = """
firm = "恒远咨询"
footer = "恒远咨询 · 机密 <&>"
logo = "logo.png"

[colours]
primary = "#7A1F3D"

[fonts]
latin = "Georgia"
hans = "宋体"

[sizes]
body = 11
"""


def firm_theme(folder: Path, text: str = FIRM) -> Theme:
    Image.new("RGB", (300, 100), "#7A1F3D").save(folder / "logo.png")
    (folder / "theme.toml").write_text(text, encoding="utf-8")
    return read_theme(folder / "theme.toml")


def problems(folder: Path, text: str) -> str:
    with pytest.raises(SettingsError) as caught:
        firm_theme(folder, text)
    return caught.value.message.en


def test_without_a_file_the_program_has_its_own_look(tmp_path: Path) -> None:
    assert read_theme(tmp_path / "theme.toml") == Theme()
    assert read_theme(tmp_path / "theme.toml", "恒远咨询").firm == "恒远咨询"


def test_colours_fonts_logo_and_footer_are_the_firms(tmp_path: Path) -> None:
    theme = firm_theme(tmp_path)
    path = write_reports(build_draft(), tmp_path / "out", ["map"], appearance=Appearance(theme))[0]
    assert audit(path) == []
    styles = part_text(path, "word/styles.xml")
    assert "17405E" not in styles
    assert 'w:ascii="Georgia"' in styles
    assert 'w:eastAsia="宋体"' in styles
    document = Document(str(path))
    assert document.sections[0].footer.paragraphs[0].text.startswith("恒远咨询 · 机密 <&>")
    logo = next(document.element.body.iter(qn("wp:docPr")))
    assert logo.get("descr") == "恒远咨询"
    extent = next(document.element.body.iter(qn("wp:extent")))
    assert int(extent.get("cx")) == pytest.approx(3 * int(extent.get("cy")), rel=0.01)


def test_a_firm_without_a_logo_is_named_on_the_cover(tmp_path: Path) -> None:
    theme = read_theme(tmp_path / "theme.toml", "恒远咨询")
    path = write_reports(build_draft(), tmp_path / "out", ["gaps"], appearance=Appearance(theme))[0]
    assert Document(str(path)).paragraphs[0].text == "恒远咨询"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('colour = "x"', "there is no key colour. Did you mean colours?"),
        ('[colours]\nprimry = "#000000"', "there is no key colours.primry. Did you mean primary?"),
        ('[colours]\nprimary = "red"', "colours.primary = 'red' is not valid; it must be a colour of six hexadecimal"),
        (
            '[colours]\nink = "#DDDD00"',
            "colours.ink = #DDDD00 is too light to read on white (contrast 1.5, at least 4.5)",
        ),
        ('[fonts]\nlatin = ""', "must be a font's name"),
        ("[sizes]\nbody = 40", "must be a size from 6.5 to 14 points"),
        ('logo = "absent.png"', "cannot read the logo"),
        ('logo = "theme.toml"', "is neither a PNG nor a JPEG"),
        ("logo_width = 900", "must be a width from 10 to 100 millimetres"),
        ("firm = 3", "must be text of at most 120 characters"),
        ("firm = ", "is not valid TOML"),
    ],
)
def test_what_is_wrong_is_named(tmp_path: Path, text: str, said: str) -> None:
    assert said in problems(tmp_path, text)


def test_all_problems_are_said_at_once(tmp_path: Path) -> None:
    said = problems(tmp_path, '[colours]\nprimary = "red"\nrul = "#000000"\n[sizes]\nbody = 1')
    assert said.count("\n") == 3


def test_contrast_and_tints_are_the_usual_ones() -> None:
    assert contrast("000000", "FFFFFF") == pytest.approx(21)
    assert contrast("777777", "FFFFFF") == pytest.approx(4.48, abs=0.01)
    assert tinted("000000", 0.5) == "808080"
    assert tinted("17405E", 0) == "FFFFFF"
    for shade in ("heat1", "heat2", "heat3"):
        ground = Theme().fill(shade)
        assert ground is not None
        assert contrast(Theme().ink, ground) > 4.5
