"""The body of a Word file as lines of pieces, each piece with the bookmarks, comments and tracked changes it stands in."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from assistant.reports.marks import first_name, is_mark
from assistant.reports.review.opening import W14, W, WordFile

_SKIPPED = frozenset(
    f"{W}{name}"
    for name in ("pPr", "rPr", "sdtPr", "instrText", "drawing", "pict", "object", "tblPr", "tblGrid", "trPr")
) | {"{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"}
_SIGNS = {f"{W}tab": "\t", f"{W}br": "\n", f"{W}cr": "\n", f"{W}noBreakHyphen": "-"}
_INSERTED = frozenset((f"{W}ins", f"{W}moveTo"))
_DELETED = frozenset((f"{W}del", f"{W}moveFrom"))
_TEXT = frozenset((f"{W}t", f"{W}delText"))


@dataclass(frozen=True, slots=True)
class Trace:
    """Who made a tracked change, and when (as it stands in the file)."""

    author: str
    date: str
    moved: bool = False


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text that is the same throughout: style, link, bookmarks of ours, comments, tracked changes."""

    text: str
    style: str
    link: str
    names: frozenset[str]
    comments: frozenset[str]
    inserted: Trace | None
    deleted: Trace | None


@dataclass(frozen=True, slots=True)
class CellPlace:
    """Which table of the body, row and column (grid) a line stands in; counted from 0."""

    table: int
    row: int
    column: int


@dataclass(slots=True)
class Line:
    """One paragraph. `names` are our bookmarks that begin in it, empty ones included, in order."""

    style: str
    cell: CellPlace | None
    id: str = ""
    pieces: list[Piece] = field(default_factory=list[Piece])
    names: list[str] = field(default_factory=list[str])

    def words(self) -> str:
        """The text with all tracked changes accepted."""
        return "".join(piece.text for piece in self.pieces if piece.deleted is None)


def read_lines(file: WordFile) -> list[Line]:
    """The lines of the body in reading order, those of tables included."""
    return _Walker(file).lines


class _Walker:
    """One pass over the body."""

    def __init__(self, file: WordFile) -> None:
        document = file.parts["word/document.xml"]
        self.lines: list[Line] = []
        self._styles = _style_names(file)
        # Ends still to come: LibreOffice writes an empty bookmark twice, and the first one has no end.
        self._ended = {str(each.get(f"{W}id")) for each in document.iter(f"{W}bookmarkEnd")}
        self._open: dict[str, str] = {}
        self._comments: set[str] = set()
        self._tables = 0
        self._link = ""
        self._inserted: Trace | None = None
        self._deleted: Trace | None = None
        self._tags: list[str] = []
        self._waiting: list[str] = []
        for body in document.iter(f"{W}body"):
            self._blocks(body, None)

    def _blocks(self, parent: Any, cell: CellPlace | None) -> None:
        for child in parent:
            if child.tag == f"{W}p":
                self._line(child, cell)
            elif child.tag == f"{W}tbl":
                self._table(child, cell)
            elif child.tag == f"{W}sdt":
                with_tag = _tag_of(child)
                self._tags.append(with_tag)
                for content in child.findall(f"{W}sdtContent"):
                    self._blocks(content, cell)
                self._tags.pop()
            elif child.tag not in _SKIPPED and isinstance(child.tag, str):
                self._mark(child)
                if len(child):
                    self._blocks(child, cell)

    def _table(self, table: Any, cell: CellPlace | None) -> None:
        number = self._tables
        self._tables += 1
        for place, row in enumerate(_rows(table)):
            kept = self._inserted, self._deleted
            changes = row.find(f"{W}trPr")
            if changes is not None:
                self._inserted = _trace(changes.find(f"{W}ins")) or self._inserted
                self._deleted = _trace(changes.find(f"{W}del")) or self._deleted
            column = 0
            for each in _cells(row):
                # A table inside a cell belongs to that cell.
                self._blocks(each, cell or CellPlace(number, place, column))
                span = each.find(f"{W}tcPr/{W}gridSpan")
                column += int(span.get(f"{W}val", "1")) if span is not None else 1
            self._inserted, self._deleted = kept

    def _line(self, paragraph: Any, cell: CellPlace | None) -> None:
        style = paragraph.find(f"{W}pPr/{W}pStyle")
        named = self._styles.get(str(style.get(f"{W}val")), "") if style is not None else ""
        line = Line(named, cell, str(paragraph.get(f"{W14}paraId", "")))
        line.names.extend(self._waiting)
        self._waiting.clear()
        self.lines.append(line)
        self._inside(paragraph, line)

    def _inside(self, parent: Any, line: Line) -> None:
        for child in parent:
            tag = child.tag
            if tag == f"{W}r":
                self._run(child, line)
            elif tag in _SKIPPED or not isinstance(tag, str):
                continue
            elif tag in _INSERTED or tag in _DELETED:
                self._changed(child, line)
            elif tag == f"{W}hyperlink":
                kept, self._link = self._link, str(child.get(f"{W}anchor", ""))
                self._inside(child, line)
                self._link = kept
            elif tag == f"{W}sdt":
                self._control(child, line)
            else:
                self._mark(child, line)
                self._inside(child, line)

    def _changed(self, change: Any, line: Line) -> None:
        kept = self._inserted, self._deleted
        trace = _trace(change)
        if change.tag in _INSERTED:
            self._inserted = trace
        else:
            self._deleted = trace
        self._inside(change, line)
        self._inserted, self._deleted = kept

    def _control(self, control: Any, line: Line) -> None:
        tag = _tag_of(control)
        if tag:
            line.names.append(tag)
        self._tags.append(tag)
        if control.find(f"{W}sdtPr/{W}showingPlcHdr") is None:
            for content in control.findall(f"{W}sdtContent"):
                self._inside(content, line)
        self._tags.pop()

    def _mark(self, mark: Any, line: Line | None = None) -> None:
        """The beginning or end of a bookmark or of a comment's range."""
        if mark.tag == f"{W}bookmarkStart":
            name = str(mark.get(f"{W}name", ""))
            if is_mark(name):
                (line.names if line is not None else self._waiting).append(first_name(name))
                if mark.get(f"{W}id") in self._ended:
                    self._open[str(mark.get(f"{W}id"))] = first_name(name)
        elif mark.tag == f"{W}bookmarkEnd":
            self._open.pop(str(mark.get(f"{W}id")), None)
            self._ended.discard(str(mark.get(f"{W}id")))
        elif mark.tag == f"{W}commentRangeStart":
            self._comments.add(str(mark.get(f"{W}id")))
        elif mark.tag == f"{W}commentRangeEnd":
            self._comments.discard(str(mark.get(f"{W}id")))

    def _run(self, run: Any, line: Line) -> None:
        style = run.find(f"{W}rPr/{W}rStyle")
        named = self._styles.get(str(style.get(f"{W}val")), "") if style is not None else ""
        noted = {str(each.get(f"{W}id")) for each in run.findall(f"{W}commentReference")}
        text = "".join(_run_text(run))
        if not text and not noted:
            return
        names = frozenset((*self._open.values(), *(tag for tag in self._tags if tag)))
        comments = frozenset(self._comments | noted)
        line.pieces.append(Piece(text, named, self._link, names, comments, self._inserted, self._deleted))


def _run_text(run: Any) -> Iterator[str]:
    for child in run:
        if child.tag in _TEXT:
            yield child.text or ""
        elif child.tag in _SIGNS:
            yield _SIGNS[child.tag]
        elif child.tag == f"{W}sym":
            code = str(child.get(f"{W}char", ""))
            yield chr(int(code, 16)) if _is_hex(code) else ""


def _is_hex(code: str) -> bool:
    return 0 < len(code) <= 4 and all(letter in "0123456789abcdefABCDEF" for letter in code)


def _rows(table: Any) -> Iterator[Any]:
    """The rows, also of controls and tracked moves around them."""
    for child in table:
        if child.tag == f"{W}tr":
            yield child
        elif child.tag in (f"{W}sdt", f"{W}sdtContent", f"{W}customXml", *_INSERTED):
            yield from _rows(child)


def _cells(row: Any) -> Iterator[Any]:
    for child in row:
        if child.tag == f"{W}tc":
            yield child
        elif child.tag in (f"{W}sdt", f"{W}sdtContent", f"{W}customXml"):
            yield from _cells(child)


def _tag_of(control: Any) -> str:
    """The tag of a control where it is one of our names."""
    tag = control.find(f"{W}sdtPr/{W}tag")
    name = str(tag.get(f"{W}val", "")) if tag is not None else ""
    return first_name(name) if is_mark(name) else ""


def _trace(change: Any) -> Trace | None:
    if change is None:
        return None
    moved = change.tag in (f"{W}moveFrom", f"{W}moveTo")
    return Trace(str(change.get(f"{W}author", "")), str(change.get(f"{W}date", "")), moved)


def _style_names(file: WordFile) -> dict[str, str]:
    """Style names by id: WPS and LibreOffice make new ids on saving and keep the names."""
    part = file.parts.get("word/styles.xml")
    found: dict[str, str] = {}
    for style in part.iter(f"{W}style") if part is not None else ():
        name = style.find(f"{W}name")
        if name is not None:
            found[str(style.get(f"{W}styleId"))] = str(name.get(f"{W}val", ""))
    return found
