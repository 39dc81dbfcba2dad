"""What stands in a file beside its text: properties, comments of the source. Never read as notes; orders are flagged."""

import io
import re
import zipfile
from html import unescape

from assistant.journey import LeftOut, Locator
from assistant.sources.injection import holds_instruction
from assistant.sources.packages import PACKAGE_ERRORS
from assistant.sources.reading import RawFile
from assistant.sources.reasons import left_out

_PARTS = ("docProps/core.xml", "docProps/app.xml", "docProps/custom.xml")
_MOST = 100_000  # characters; properties are short
_TEXT = re.compile(r">([^<>]{8,4000})<")
_SOURCE = re.compile(
    r"<!--(.{8,4000}?)-->|<(?:meta|img|input|a|div|span)\b[^>]{0,400}?\b(?:content|alt|title|aria-label)\s*=\s*"
    r"(?:\"([^\"]{8,2000})\"|'([^']{8,2000})')",
    re.DOTALL | re.IGNORECASE,
)


def find_in_properties(file: RawFile) -> list[LeftOut]:
    """Orders to a program in the properties of an office file; other properties are nobody's business."""
    try:
        with zipfile.ZipFile(io.BytesIO(file.raw)) as package:
            names = frozenset(package.namelist())
            parts = [package.read(each)[:_MOST].decode("utf-8", "replace") for each in _PARTS if each in names]
    except PACKAGE_ERRORS:
        return []
    return flag_orders(file.name, [unescape(found) for part in parts for found in _TEXT.findall(part)])


def find_in_source(source: str, name: str) -> list[LeftOut]:
    """Orders to a program in what a page holds for no reader: comments, descriptions, texts in place of pictures."""
    found = dict.fromkeys(unescape("".join(groups)) for groups in _SOURCE.findall(source))
    return flag_orders(name, list(found))


def flag_orders(name: str, texts: list[str]) -> list[LeftOut]:
    """Orders to a program among the texts that no reader of the file sees."""
    # the locator is set, so that it does not stand for the whole file
    return [left_out(name, "properties", Locator(paragraph=1), each) for each in texts if holds_instruction(each)]
