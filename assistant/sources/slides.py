"""Presentations: the text of each slide, its title first, tables and speaker notes included."""

from collections.abc import Iterator, Sequence
from typing import Any

from assistant.errors import SourceError
from assistant.journey import Block, Document, LeftOut, Locator
from assistant.sources.packages import PACKAGE_ERRORS, open_package
from assistant.sources.properties import find_in_properties
from assistant.sources.reading import RawFile, build_document
from assistant.sources.reasons import left_out
from assistant.sources.slides_unseen import is_unseen, stands_on_white
from assistant.sources.tables import Row, build_table_blocks
from assistant.wording import Text

_DIAGRAM = "{http://schemas.openxmlformats.org/drawingml/2006/diagram}"
_DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_RELATIONSHIP = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"


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
            unseen = [each for number, slide in enumerate(slides, 1) for each in _find_unseen(slide, number, file.name)]
        except (PythonPptxError, XMLSyntaxError, *PACKAGE_ERRORS) as error:
            raise SourceError(
                "unreadable",
                Text(f"演示文稿已损坏或不完整：{file.name}", f"the presentation is damaged or incomplete: {file.name}"),
                Text("请用 PowerPoint 打开并另存一份。", "open it in PowerPoint and save a copy."),
            ) from error
        return build_document(file, "pptx", blocks, [*unseen, *find_in_properties(file)])


def _read_slide(slide: Any, number: int) -> Iterator[Block]:
    title = slide.shapes.title
    shapes = list(_shapes(slide.shapes))
    words = " ".join(_shape_text(title, slide, shapes).split()) if title is not None and title.has_text_frame else ""
    where = Locator(slide=number, heading=(words,) if words else ())
    if words:
        yield Block(words, Locator(slide=number), "heading")
    for shape in shapes:
        if title is not None and shape.shape_id == title.shape_id:
            continue
        if getattr(shape, "has_table", False):
            rows = [
                Row(at, tuple(_text(cell.text_frame) for cell in row.cells))
                for at, row in enumerate(shape.table.rows, 1)
            ]
            yield from build_table_blocks(rows, where)
        elif getattr(shape, "has_chart", False):
            yield from build_table_blocks(_chart_rows(shape.chart), where)
        elif shape.has_text_frame:
            yield from _paragraphs(_shape_text(shape, slide, shapes), where)
        else:
            yield from _diagram(shape, where)
    if slide.has_notes_slide and slide.notes_slide.notes_text_frame is not None:
        yield from _paragraphs(_text(slide.notes_slide.notes_text_frame), where)


def _shapes(shapes: Any) -> Iterator[Any]:
    """The shapes of a slide, those of groups in their place."""
    for shape in shapes:
        if hasattr(shape, "shapes"):
            yield from _shapes(shape.shapes)
        else:
            yield shape


def _chart_rows(chart: Any) -> list[Row]:
    """What a chart shows as a table: its series beside each other, a category a row."""
    plots = [plot for plot in chart.plots if plot.series]
    if not plots:
        return []
    series = [each for plot in plots for each in plot.series]
    rows = [Row(1, ("", *(str(each.name) for each in series)))]
    for at, category in enumerate(plots[0].categories):
        figures = (each.values[at] if at < len(each.values) else None for each in series)
        rows.append(Row(at + 2, (str(category), *("" if each is None else f"{each:.10g}" for each in figures))))
    return rows


def _diagram(shape: Any, where: Locator) -> Iterator[Block]:
    """The texts of a diagram (SmartArt), which stand in a part of their own."""
    from lxml.etree import XMLParser, fromstring

    for each in shape.element.iter(f"{_DIAGRAM}relIds"):
        part = shape.part.related_part(each.get(f"{_RELATIONSHIP}dm", ""))
        root = fromstring(part.blob, XMLParser(resolve_entities=False, no_network=True, load_dtd=False))
        for point in root.iter(f"{_DIAGRAM}t"):
            words = "".join(run.text or "" for run in point.iter(f"{_DRAWING}t")).strip()
            if words:
                yield Block(words, where, "list")


def _find_unseen(slide: Any, number: int, name: str) -> Iterator[LeftOut]:
    """Text that nobody sees, which is not read."""
    shapes = list(_shapes(slide.shapes))
    for shape in shapes:
        if not shape.has_text_frame:
            continue
        on_white = stands_on_white(shape, slide, shapes)
        runs = (run for paragraph in shape.text_frame.paragraphs for run in paragraph.runs)
        unseen = [run.text for run in runs if is_unseen(run, on_white=on_white)]
        if "".join(unseen).strip():
            yield left_out(name, "hidden", Locator(slide=number), " ".join(unseen))


def _paragraphs(text: str, where: Locator) -> Iterator[Block]:
    for line in text.split("\n"):
        if line.strip():
            yield Block(line.strip(), where, "list")


def _shape_text(shape: Any, slide: Any, shapes: Sequence[Any]) -> str:
    return _text(shape.text_frame, on_white=stands_on_white(shape, slide, shapes))


def _text(frame: Any, *, on_white: bool = False) -> str:
    """The text of a frame; a soft line break within a paragraph (vertical tab) is a line of its own."""
    seen = ("".join(_seen(paragraph, on_white=on_white)) for paragraph in frame.paragraphs)
    return "\n".join(seen).replace("\v", "\n")


def _seen(paragraph: Any, *, on_white: bool) -> Iterator[str]:
    if not any(is_unseen(run, on_white=on_white) for run in paragraph.runs):
        yield str(paragraph.text)
        return
    yield from (run.text for run in paragraph.runs if not is_unseen(run, on_white=on_white))
