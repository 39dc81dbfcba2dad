"""Presentations."""

from pathlib import Path

from pptx import Presentation
from pptx.util import Inches

from assistant.sources import read_document


def test_title_text_table_and_notes_of_each_slide(notes: Path) -> None:
    deck = Presentation()
    slide = deck.slides.add_slide(deck.slide_layouts[1])
    slide.shapes.title.text = "客户怎么说"
    slide.placeholders[1].text = "等了三天。\n客服很好。"
    table = slide.shapes.add_table(2, 2, Inches(1), Inches(4), Inches(4), Inches(1)).table
    for row, words in enumerate((("指标", "数值"), ("转化率", "3%"))):
        for column, word in enumerate(words):
            table.cell(row, column).text = word
    slide.notes_slide.notes_text_frame.text = "备注里的话。"
    deck.slides.add_slide(deck.slide_layouts[6])
    path = notes / "a.pptx"
    deck.save(str(path))
    document = read_document(path, notes)
    assert [block.text for block in document.blocks] == [
        "客户怎么说", "等了三天。", "客服很好。", "指标\t数值", "转化率\t3%", "备注里的话。",
    ]  # fmt: skip
    assert {block.locator.slide for block in document.blocks} == {1}
    assert document.blocks[1].locator.heading == ("客户怎么说",)
