"""Text of a PDF page that nobody sees on paper: white on white, tiny, or drawn without ink."""

import ctypes
from collections.abc import Iterator
from typing import Any

_WHITE = 0xFD  # of each of red, green and blue, as in Word files
_SMALLEST = 2.0  # points, as in Word files
_NO_INK = 3  # the mode of drawing text that leaves no trace
_DEEPEST = 8  # forms within forms

Box = tuple[float, float, float, float]


def split_unseen(page: Any, text_page: Any) -> tuple[str, str] | None:
    """The words of the page that are seen and those that are not; None where nothing is hidden.

    White words on a coloured ground or a picture are seen. Text without ink over a picture is the scan's own, recognised
    by a machine, and is read.
    """
    unseen = _find_unseen(page)
    if not unseen:
        return None
    from pypdfium2 import raw

    seen: list[str] = []
    hidden: list[str] = []
    words = seen
    for at in range(text_page.count_chars()):
        drawn = raw.FPDFText_GetTextObject(text_page, at)
        if drawn:  # spaces and ends of lines that nobody drew belong to what stands before them
            words = hidden if _address(drawn) in unseen else seen
        words.append(chr(raw.FPDFText_GetUnicode(text_page, at)))
    return "".join(seen), "".join(hidden)


def _find_unseen(page: Any) -> frozenset[int]:
    """The addresses of the text objects that nobody sees."""
    from pypdfium2 import raw

    objects = list(page.get_objects(max_depth=_DEEPEST))
    texts = [each for each in objects if each.type == raw.FPDF_PAGEOBJ_TEXT]
    doubtful = [each for each in texts if _is_white(each)]
    grounds = list(_grounds(objects)) if doubtful else []
    pictures = any(each.type == raw.FPDF_PAGEOBJ_IMAGE for each in objects)
    unseen = {_address(each.raw) for each in texts if _size(each) < _SMALLEST}
    unseen |= {
        _address(each.raw) for each in doubtful if not any(_meet(each.get_bounds(), ground) for ground in grounds)
    }
    if not pictures:
        unseen |= {_address(each.raw) for each in texts if raw.FPDFTextObj_GetTextRenderMode(each) == _NO_INK}
    return frozenset(unseen)


def _grounds(objects: list[Any]) -> Iterator[Box]:
    """Where something other than paper may lie behind words."""
    from pypdfium2 import raw

    for each in objects:
        if each.type in (raw.FPDF_PAGEOBJ_IMAGE, raw.FPDF_PAGEOBJ_SHADING):
            yield each.get_bounds()
        elif each.type == raw.FPDF_PAGEOBJ_PATH and not _is_white(each):
            fill, stroke = ctypes.c_int(), ctypes.c_int()
            if raw.FPDFPath_GetDrawMode(each, fill, stroke) and fill.value:
                yield each.get_bounds()


def _is_white(drawn: Any) -> bool:
    from pypdfium2 import raw

    red, green, blue, alpha = (ctypes.c_uint() for _ in range(4))
    if not raw.FPDFPageObj_GetFillColor(drawn, red, green, blue, alpha):
        return False
    return alpha.value == 0 or min(red.value, green.value, blue.value) >= _WHITE


def _size(text: Any) -> float:
    """The height of the letters on paper, in points."""
    from pypdfium2 import raw

    size = ctypes.c_float()
    if not raw.FPDFTextObj_GetFontSize(text, size):
        return _SMALLEST
    a, b, c, d, *_ = text.get_matrix().get()
    return size.value * abs(a * d - b * c) ** 0.5


def _meet(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def _address(drawn: Any) -> int:
    return ctypes.cast(drawn, ctypes.c_void_p).value or 0
