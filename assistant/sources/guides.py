"""A filled interview guide: known by its custom property, its answers taken from the boxes below the questions."""

import io
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import ParseError

from assistant.errors import SourceError
from assistant.sources.folding import fold
from assistant.wording import Text

PROPERTY = "JourneyGuide"
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_LABELS = {
    "interviewee": ("受访者", "interviewee"),
    "role": ("身份", "role"),
    "segment": ("客群", "segment"),
    "interviewer": ("访谈者", "interviewer"),
    "date": ("日期", "date"),
}


@dataclass(frozen=True, slots=True)
class FilledAnswer:
    """A question of the guide with what was written below it; `stage` is the heading it stands under."""

    stage: str
    question: str
    text: str


@dataclass(frozen=True, slots=True)
class FilledGuide:
    """What a person wrote into a guide: the head by name (interviewee, role, …) and the answers in order."""

    head: dict[str, str]
    answers: tuple[FilledAnswer, ...]


def is_guide(path: Path) -> bool:
    """Whether a file is an interview guide of ours, filled in or not."""
    if path.suffix.lower() != ".docx":
        return False
    from defusedxml.ElementTree import fromstring

    try:
        with zipfile.ZipFile(path) as package:
            if "docProps/custom.xml" not in package.namelist():
                return False
            properties = fromstring(package.read("docProps/custom.xml"))
    except (OSError, zipfile.BadZipFile, ParseError, ValueError):
        return False
    return any(each.get("name") == PROPERTY for each in properties)


def read_guide(path: Path) -> FilledGuide:
    """What stands in the guide; tracked deletions are gone, insertions are there. Raises SourceError where damaged."""
    from docx import Document as WordDocument
    from docx.opc.exceptions import PackageNotFoundError
    from lxml.etree import XMLSyntaxError

    try:
        body: Any = WordDocument(io.BytesIO(path.read_bytes())).element.body
    except (OSError, PackageNotFoundError, XMLSyntaxError, KeyError, ValueError, zipfile.BadZipFile) as error:
        message = Text("访谈提纲已损坏或不完整：{name}", "the interview guide is damaged or incomplete: {name}")
        hint = Text("请用 Word 打开并另存一份。", "open it in Word and save a copy.")
        raise SourceError("unreadable", message.filled(name=path.name), hint) from error
    head: dict[str, str] = {}
    answers: list[FilledAnswer] = []
    stage = ""
    for element in body:
        if element.tag == f"{_W}p":
            stage = _stage(element) or stage
        elif element.tag == f"{_W}tbl":
            rows = [[_cell_text(cell) for cell in _find(row, "tc")] for row in _find(element, "tr")]
            if rows and all(len(row) == 1 for row in rows):
                answers.append(FilledAnswer(stage, _joined(rows[0][0]), "\n".join(row[0] for row in rows[1:]).strip()))
            else:
                head.update(_head(rows))
    return FilledGuide(head, tuple(each for each in answers if each.text))


def _head(rows: list[list[str]]) -> Iterator[tuple[str, str]]:
    for row in rows:
        for name, labels in _LABELS.items():
            if len(row) > 1 and fold(row[0]).strip(" :：") in labels:
                yield name, _joined(" ".join(row[1:]))


def _stage(paragraph: Any) -> str:
    """The stage that a heading names, without the time behind it."""
    style = paragraph.find(f"{_W}pPr/{_W}pStyle")
    if style is None or not str(style.get(f"{_W}val", "")).lower().startswith("heading"):
        return ""
    words = _joined(_text(paragraph))
    return words.rpartition("（")[0] or words.rpartition(" (")[0] or words


def _find(element: Any, tag: str) -> Iterator[Any]:
    """Rows or cells, also those wrapped in content controls or insertions."""
    for child in element:
        if child.tag == f"{_W}{tag}":
            yield child
        elif child.tag in (f"{_W}sdt", f"{_W}sdtContent", f"{_W}ins", f"{_W}customXml"):
            yield from _find(child, tag)


def _cell_text(cell: Any) -> str:
    return "\n".join(_text(each) for each in _find(cell, "p")).strip("\n")


def _text(paragraph: Any) -> str:
    words: list[str] = []
    for each in paragraph.iter(f"{_W}t", f"{_W}br", f"{_W}cr", f"{_W}tab"):
        if any(above.tag in (f"{_W}del", f"{_W}moveFrom") for above in each.iterancestors()):
            continue
        words.append(each.text or "" if each.tag == f"{_W}t" else "\t" if each.tag == f"{_W}tab" else "\n")
    return "".join(words)


def _joined(text: str) -> str:
    return " ".join(text.split())
