"""A filled interview guide: known by its custom property, its answers taken from the boxes below the questions."""

import io
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import ParseError

from assistant.errors import SourceError
from assistant.files import storage_error
from assistant.journey import Block, Locator, Role
from assistant.sources.folding import fold
from assistant.sources.packages import PACKAGE_ERRORS
from assistant.sources.reading import RawFile
from assistant.sources.roles import role_named_in
from assistant.sources.word.names import W, style_of, through
from assistant.sources.word.page import Page, open_page
from assistant.wording import Text

PROPERTY = "JourneyGuide"
_LABELS = {
    "interviewee": ("受访者", "interviewee"),
    "role": ("身份", "role"),
    "segment": ("客群", "segment"),
    "interviewer": ("访谈者", "interviewer"),
    "date": ("日期", "date"),
}


@dataclass(frozen=True, slots=True)
class FilledAnswer:
    """A question of the guide with what was written below it; `stage` is the heading it stands under.

    `place` is the number of the box among the paragraphs and tables of the document.
    """

    stage: str
    question: str
    text: str
    place: int


@dataclass(frozen=True, slots=True)
class FilledGuide:
    """What a person wrote into a guide: the head by name (interviewee, role, …) and the answers in order."""

    head: dict[str, str]
    answers: tuple[FilledAnswer, ...]

    @property
    def role(self) -> Role | None:
        """The side that answered, as the head says; None where it says neither."""
        found = role_named_in(self.head.get("role", ""))
        return found if found in (Role.CUSTOMER, Role.STAFF) else None


def is_guide(path: Path) -> bool:
    """Whether a file is an interview guide of ours, filled in or not."""
    if path.suffix.lower() != ".docx":
        return False
    try:
        return holds_guide(path.read_bytes())
    except OSError:
        return False


def holds_guide(raw: bytes) -> bool:
    """Whether these bytes are an interview guide of ours."""
    from defusedxml.ElementTree import fromstring

    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as package:
            if "docProps/custom.xml" not in package.namelist():
                return False
            properties = fromstring(package.read("docProps/custom.xml"))
    except (*PACKAGE_ERRORS, ParseError):
        return False
    return any(each.get("name") == PROPERTY for each in properties)


def read_guide(path: Path) -> FilledGuide:
    """What stands in the guide at `path`. Raises SourceError where damaged, StorageError where it cannot be read."""
    try:
        file = RawFile(path.name, path.read_bytes())
    except OSError as error:
        raise storage_error(error, path) from error
    page, package = open_page(file)
    return take_answers(page, package.document)


def take_answers(page: Page, body: Any) -> FilledGuide:
    """What was written into the boxes; tracked deletions are gone, insertions are there."""
    head: dict[str, str] = {}
    answers: list[FilledAnswer] = []
    stage = ""
    for element in body:
        if element.tag == f"{W}p":
            page.number += 1
            stage = _stage(page, element) or stage
        elif element.tag == f"{W}tbl":
            page.number += 1
            rows = [[_cell_text(page, cell) for cell in through(row, f"{W}tc")] for row in through(element, f"{W}tr")]
            if rows and all(len(row) == 1 for row in rows):
                said = "\n".join(row[0] for row in rows[1:]).strip()
                answers.append(FilledAnswer(stage, _joined(rows[0][0]), said, page.number))
            else:
                head.update(_head(rows))
    return FilledGuide(head, tuple(each for each in answers if each.text))


def build_guide_blocks(guide: FilledGuide, name: str) -> list[Block]:
    """Each answered question as the interviewer's words, and below it the answer as the interviewee's.

    Raises SourceError ("no_text") for a guide that nobody filled in.
    """
    if not guide.answers:
        raise SourceError(
            "no_text",
            Text("访谈提纲里还没有填写回答：{name}", "nothing is filled in yet in the interview guide {name}").filled(
                name=name
            ),
            Text("填好以后再放进来。", "put it here when it is filled in."),
        )
    speaker = guide.head.get("interviewee") or None
    role, segment = guide.role or Role.CUSTOMER, guide.head.get("segment") or None
    blocks: list[Block] = []
    stage = ""
    for each in guide.answers:
        where = Locator(paragraph=each.place, heading=(each.stage,) if each.stage else ())
        if each.stage and each.stage != stage:
            blocks.append(Block(each.stage, where, "heading"))
            stage = each.stage
        blocks.append(Block(each.question, where, speaker=guide.head.get("interviewer"), role=Role.INTERVIEWER))
        lines = [line.strip() for line in each.text.split("\n") if line.strip()]
        blocks += [Block(line, where, speaker=speaker, role=role, segment=segment) for line in lines]
    return blocks


def _head(rows: list[list[str]]) -> Iterator[tuple[str, str]]:
    for row in rows:
        for name, labels in _LABELS.items():
            if len(row) > 1 and fold(row[0]).strip(" :：") in labels:
                yield name, _joined(" ".join(row[1:]))


def _stage(page: Page, paragraph: Any) -> str:
    """The stage that a heading names, without the time behind it."""
    if not (style_of(paragraph) or "").lower().startswith("heading"):
        return ""
    words = _joined(_text(page, paragraph))
    return words.rpartition("（")[0] or words.rpartition(" (")[0] or words


def _cell_text(page: Page, cell: Any) -> str:
    return "\n".join(_text(page, each) for each in through(cell, f"{W}p")).strip("\n")


def _text(page: Page, paragraph: Any) -> str:
    return page.text(paragraph, Locator(paragraph=page.number))


def _joined(text: str) -> str:
    return " ".join(text.split())
