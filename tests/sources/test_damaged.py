"""Damaged files of every format: read, or refused with a reason; never a crash."""

import io
from pathlib import Path

import pytest
from docx import Document as WordDocument
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook
from pptx import Presentation

from assistant.sources import read_notes

from .test_pdf import pdf


def word(said: str = "陈女士：我们等了三天。") -> bytes:
    document = WordDocument()
    document.add_paragraph(said)
    document.add_table(rows=2, cols=2)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def sheet() -> bytes:
    book = Workbook()
    assert book.active is not None
    book.active.append(["姓名", "内容"])
    book.active.append(["陈女士", "等了三天。"])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def slides() -> bytes:
    deck = Presentation()
    deck.slides.add_slide(deck.slide_layouts[5]).shapes.title.text = "标题"
    out = io.BytesIO()
    deck.save(out)
    return out.getvalue()


FILES = {
    ".docx": word(),
    ".xlsx": sheet(),
    ".pptx": slides(),
    ".pdf": pdf(["I waited three days."]),
    ".html": "<html><body><p>林：您好</p><table><tr><td>甲</td></tr></table></body></html>".encode(),
    ".vtt": "WEBVTT\n\n00:01.000 --> 00:02.000\n<v 林>您好\n".encode(),
    ".csv": '姓名,内容\n陈女士,"等了三天"\n'.encode("gb18030"),
    ".md": "# 标题\n\n| 甲 | 乙 |\n|---|---|\n| 1 | 2 |\n\n林：您好\n".encode(),
}


@pytest.mark.parametrize("suffix", FILES)
@settings(deadline=None, max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_truncated_flipped_and_renamed(notes: Path, suffix: str, data: st.DataObject) -> None:
    raw = bytearray(FILES[suffix])
    if data.draw(st.booleans()):
        raw = raw[: data.draw(st.integers(1, len(raw)))]
    for place in data.draw(st.lists(st.integers(0, len(raw) - 1), max_size=6)):
        raw[place] = data.draw(st.integers(0, 255))
    path = notes / f"note{data.draw(st.sampled_from([suffix, *FILES, '.txt', '.srt']))}"
    path.write_bytes(raw)
    read = read_notes(notes, (), ())
    assert len(read.documents) == 1 or read.left_out
    for each in read.left_out:
        assert each.reason
        assert each.note.zh
    path.unlink()
