"""Words of a slide that nobody sees: tiny ones, and white ones on a white ground."""

from collections.abc import Sequence
from typing import Any

_SMALLEST = 2  # points; nobody reads that
_WHITE = frozenset({"FFFFFF", "FEFEFE", "FDFDFD", "FFFFFE"})
_FILLS = ("solidFill", "gradFill", "blipFill", "pattFill", "grpFill")
_MAIN = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_SLIDE = "{http://schemas.openxmlformats.org/presentationml/2006/main}"


def is_unseen(run: Any, *, on_white: bool) -> bool:
    """Whether nobody sees a run of text; `on_white`: nothing but a white slide lies behind it."""
    if run.font.size is not None and run.font.size.pt < _SMALLEST:
        return True
    return on_white and _is_written_white(run)


def _is_written_white(run: Any) -> bool:
    properties = run._r.find(f"{_MAIN}rPr")
    colour = properties.find(f"{_MAIN}solidFill/{_MAIN}srgbClr") if properties is not None else None
    if properties is None or colour is None or properties.find(f"{_MAIN}highlight") is not None:
        return False
    return colour.get("val", "").upper() in _WHITE


def stands_on_white(shape: Any, slide: Any, others: Sequence[Any]) -> bool:
    """Whether a shape without a fill stands on a white slide and on nothing else; False wherever that is not certain."""
    runs = (run for paragraph in shape.text_frame.paragraphs for run in paragraph.runs)
    if not any(map(_is_written_white, runs)) or _is_filled(shape) or not _is_white(slide):
        return False
    box = _box(shape)
    if box is None:
        return not any(_is_filled(each) for each in others)
    return not any(
        _is_filled(each) and _may_meet(box, _box(each)) for each in others if each.shape_id != shape.shape_id
    )


def _is_filled(shape: Any) -> bool:
    """Whether something is drawn behind a shape's words; pictures, tables and charts count as drawn."""
    properties = shape._element.find(f"{_SLIDE}spPr")
    if properties is None:
        return True
    if properties.find(f"{_MAIN}noFill") is not None:
        return False
    style = shape._element.find(f"{_SLIDE}style/{_MAIN}fillRef")
    return any(properties.find(f"{_MAIN}{each}") is not None for each in _FILLS) or (
        style is not None and style.get("idx", "0") != "0"
    )


def _is_white(slide: Any) -> bool:
    """Whether the ground of a slide is the plain white of the theme, or white of its own."""
    master = slide.slide_layout.slide_master
    # what a layout or a master draws stands behind the slide, too
    if any(
        _is_filled(each) and not each.is_placeholder for part in (slide.slide_layout, master) for each in part.shapes
    ):
        return False
    for part in (slide, slide.slide_layout, master):
        ground = part._element.find(f"{_SLIDE}cSld/{_SLIDE}bg")
        if ground is None:
            continue
        own = ground.find(f"{_SLIDE}bgPr/{_MAIN}solidFill/{_MAIN}srgbClr")
        if own is not None:
            return own.get("val", "").upper() in _WHITE
        scheme = ground.find(f".//{_MAIN}schemeClr")
        mapped = master._element.find(f"{_SLIDE}clrMap")
        is_plain = (
            ground.find(f"{_SLIDE}bgRef") is not None or ground.find(f"{_SLIDE}bgPr/{_MAIN}solidFill") is not None
        )
        return (
            is_plain
            and scheme is not None
            and scheme.get("val") in ("bg1", "lt1")
            and mapped is not None
            and mapped.get("bg1") == "lt1"
        )
    return True


def _box(shape: Any) -> tuple[int, int, int, int] | None:
    if None in (shape.left, shape.top, shape.width, shape.height):
        return None
    return shape.left, shape.top, shape.left + shape.width, shape.top + shape.height


def _may_meet(one: tuple[int, int, int, int], other: tuple[int, int, int, int] | None) -> bool:
    return other is None or (one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3])
