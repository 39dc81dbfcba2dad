"""Presentations: the text of each slide, its title first, tables and speaker notes included."""

from collections.abc import Iterator
from typing import Any

from assistant.errors import SourceError
from assistant.journey import Block, Document, Locator
from assistant.sources.packages import PACKAGE_ERRORS, open_package
from assistant.sources.properties import find_in_properties
from assistant.sources.reading import RawFile, build_document
from assistant.sources.tables import Row, build_table_blocks
from assistant.wording import Text


class SlideReader:
    """Reads .pptx."""

    suffixes: tuple[str, ...] = (".pptx",)

    def read(self, file: RawFile) -> Document:
        """The document, with slide numbers and the slide's title as locators."""
        from lxml.etree import XMLSyntaxError
        from pptx import Presentation
        from pptx.exc import PythonPptxError

        package = open_package(file)
        try:
            slides = list(Presentation(package).slides)
            blocks = [block for number, slide in enumerate(slides, 1) for block in _read_slide(slide, number)]
        except (PythonPptxError, XMLSyntaxError, *PACKAGE_ERRORS) as error:
            raise SourceError(
                "unreadable",
                Text(f"演示文稿已损坏或不完整：{file.name}", f"the presentation is damaged or incomplete: {file.name}"),
                Text("请用 PowerPoint 打开并另存一份。", "open it in PowerPoint and save a copy."),
            ) from error
        return build_document(file, "pptx", blocks, find_in_properties(file))


def _read_slide(slide: Any, number: int) -> Iterator[Block]:
    title = slide.shapes.title
    words = " ".join(_text(title.text_frame).split()) if title is not None and title.has_text_frame else ""
    where = Locator(slide=number, heading=(words,) if words else ())
    if words:
        yield Block(words, Locator(slide=number), "heading")
    for shape in _shapes(slide.shapes):
        if title is not None and shape.shape_id == title.shape_id:
            continue
        if getattr(shape, "has_table", False):
            rows = [
                Row(at, tuple(_text(cell.text_frame) for cell in row.cells))
                for at, row in enumerate(shape.table.rows, 1)
            ]
            yield from build_table_blocks(rows, where)
        elif shape.has_text_frame:
            yield from _paragraphs(shape.text_frame, where)
    if slide.has_notes_slide and slide.notes_slide.notes_text_frame is not None:
        yield from _paragraphs(slide.notes_slide.notes_text_frame, where)


def _shapes(shapes: Any) -> Iterator[Any]:
    """The shapes of a slide, those of groups in their place."""
    for shape in shapes:
        if hasattr(shape, "shapes"):
            yield from _shapes(shape.shapes)
        else:
            yield shape


def _paragraphs(frame: Any, where: Locator) -> Iterator[Block]:
    for line in _text(frame).split("\n"):
        if line.strip():
            yield Block(line.strip(), where, "list")


def _text(frame: Any) -> str:
    """The text of a frame; a soft line break within a paragraph (vertical tab) is a line of its own."""
    return str(frame.text).replace("\v", "\n")
