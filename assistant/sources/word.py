"""Word documents: paragraphs and tables in place, as a reader of the page sees them."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from assistant.errors import SourceError
from assistant.journey import Block, Document, LeftOut, Locator
from assistant.sources.packages import PACKAGE_ERRORS, open_package
from assistant.sources.reading import build_document, read_raw
from assistant.sources.reasons import left_out
from assistant.sources.tables import Row, build_table_blocks
from assistant.wording import Text

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_OFF = frozenset({"0", "false", "off", "none"})
_SKIPPED = frozenset(
    {f"{_W}del", f"{_W}moveFrom", f"{_W}instrText", f"{_W}delText", f"{_MC}Fallback", f"{_W}rPr", f"{_W}pPr"}
)
_DELETED = frozenset({f"{_W}del", f"{_W}moveFrom"})


class WordReader:
    """Reads .docx."""

    suffixes: tuple[str, ...] = (".docx", ".docm")

    def read(self, path: Path, notes: Path) -> Document:
        """The document, with the number of the paragraph or row and the heading path as locators."""
        from docx import Document as WordDocument
        from docx.opc.exceptions import PackageNotFoundError
        from lxml.etree import XMLSyntaxError

        file = read_raw(path, notes)
        package = open_package(file)
        try:
            document = WordDocument(package)
            styles = _Styles(document.styles.element)
            body = document.element.body
        except (PackageNotFoundError, XMLSyntaxError, *PACKAGE_ERRORS) as error:
            raise SourceError(
                "unreadable",
                Text(f"Word 文件已损坏或不完整：{file.name}", f"the Word file is damaged or incomplete: {file.name}"),
                Text("请用 Word 打开并另存一份。", "open it in Word and save a copy."),
            ) from error
        page = _Page(file.name, styles)
        page.read_body(body)
        return build_document(file, "docx", page.blocks, page.left_out)


class _Styles:
    """What the styles of a document mean for reading: heading levels, lists, hidden text."""

    def __init__(self, element: Any) -> None:
        self._styles: dict[str, Any] = {}
        self._default: str | None = None
        for style in element.iter(f"{_W}style"):
            name = style.get(f"{_W}styleId")
            self._styles[name] = style
            if style.get(f"{_W}type") == "paragraph" and style.get(f"{_W}default") in ("1", "true"):
                self._default = name

    def _chain(self, style_id: str | None) -> Iterator[Any]:
        """A style and those it is based on."""
        seen: set[str] = set()
        while style_id and style_id in self._styles and style_id not in seen:
            seen.add(style_id)
            yield (style := self._styles[style_id])
            base = style.find(f"{_W}basedOn")
            style_id = base.get(f"{_W}val") if base is not None else None

    def hides(self, style_id: str | None) -> bool:
        for style in self._chain(style_id):
            found = style.find(f"{_W}rPr/{_W}vanish")
            if found is not None:
                return _is_on(found)
        return False

    def heading_level(self, style_id: str | None) -> int | None:
        """1…9 for a heading, by outline level or by the style's name; None for body text."""
        for style in self._chain(style_id or self._default):
            outline = style.find(f"{_W}pPr/{_W}outlineLvl")
            if outline is not None:
                level = int(outline.get(f"{_W}val", "9"))
                return level + 1 if level < 9 else None
            name = style.find(f"{_W}name")
            words = (name.get(f"{_W}val", "") if name is not None else "").lower()
            if words == "title":
                return 1
            if words.startswith(("heading ", "标题 ")) and words.split()[-1].isdigit():
                return int(words.split()[-1])
        return None

    def numbers(self, style_id: str | None) -> bool:
        return any(style.find(f"{_W}pPr/{_W}numPr") is not None for style in self._chain(style_id))


@dataclass(slots=True)
class _Page:
    """The body of a document on its way to blocks."""

    name: str
    styles: _Styles
    blocks: list[Block] = field(default_factory=list[Block])
    left_out: list[LeftOut] = field(default_factory=list[LeftOut])
    path: list[tuple[int, str]] = field(default_factory=list[tuple[int, str]])
    number: int = 0

    def read_body(self, element: Any) -> None:
        """Paragraphs and tables in order, also those inside content controls and the like."""
        for child in element:
            if child.tag == f"{_W}p":
                self._read_paragraph(child)
            elif child.tag == f"{_W}tbl":
                self._read_table(child)
            elif child.tag in (
                f"{_W}sdt",
                f"{_W}sdtContent",
                f"{_W}ins",
                f"{_W}moveTo",
                f"{_W}customXml",
                f"{_W}smartTag",
            ):
                self.read_body(child)

    def _at(self) -> Locator:
        return Locator(paragraph=self.number, heading=tuple(title for _, title in self.path))

    def _read_paragraph(self, paragraph: Any) -> None:
        self.number += 1
        text = self._text(paragraph)
        style = _style_of(paragraph)
        level = _own_level(paragraph) or self.styles.heading_level(style)
        if text.strip() and level is not None:
            title = " ".join(text.split())
            self.path = [(depth, words) for depth, words in self.path if depth < level]
            self.blocks.append(Block(title, self._at(), "heading"))
            self.path.append((level, title))
        else:
            numbered = paragraph.find(f"{_W}pPr/{_W}numPr") is not None or self.styles.numbers(style)
            kind = "list" if numbered else "paragraph"
            self.blocks.extend(Block(line.strip(), self._at(), kind) for line in text.split("\n") if line.strip())
        for box in _boxes(paragraph):
            self.read_body(box)

    def _read_table(self, table: Any) -> None:
        self.number += 1
        rows: list[Row] = []
        nested: list[Any] = []
        for number, row in enumerate(_rows_of(table), 1):
            cells: list[str] = []
            for cell in _cells_of(row):
                if _continues_merge(cell):
                    cells.append("")
                    continue
                lines = [self._text(each) for each in _paragraphs_of(cell)]
                cells.append("\n".join(line.strip() for line in lines if line.strip()))
                nested.extend(_tables_of(cell))
            rows.append(Row(number, tuple(cells)))
        self.blocks.extend(build_table_blocks(rows, self._at()))
        for each in nested:
            self._read_table(each)

    def _text(self, paragraph: Any) -> str:
        """The visible words of a paragraph: insertions are read, deletions and hidden runs are not."""
        words: list[str] = []
        hidden: list[str] = []
        deleted: list[str] = []
        hidden_style = self.styles.hides(_style_of(paragraph))
        for run in _runs(paragraph, deleted):
            (hidden if self._is_hidden(run, hidden_style) else words).append(_run_text(run))
        for reason, parts in (("hidden", hidden), ("deleted", deleted)):
            if "".join(parts).strip():
                self.left_out.append(left_out(self.name, reason, self._at(), "".join(parts)))
        return "".join(words)

    def _is_hidden(self, run: Any, by_paragraph: bool) -> bool:
        own = run.find(f"{_W}rPr/{_W}vanish")
        if own is not None:
            return _is_on(own)
        style = run.find(f"{_W}rPr/{_W}rStyle")
        return (style is not None and self.styles.hides(style.get(f"{_W}val"))) or by_paragraph


def _runs(element: Any, deleted: list[str]) -> Iterator[Any]:
    """The runs of a paragraph in order, through links, fields and insertions; words of deletions go to `deleted`."""
    for child in element:
        if child.tag == f"{_W}r":
            yield child
        elif child.tag in _DELETED:
            deleted.extend(each.text or "" for each in child.iter(f"{_W}delText", f"{_W}t"))
        elif child.tag not in _SKIPPED and child.tag not in (f"{_W}p", f"{_W}tbl"):
            yield from _runs(child, deleted)


def _run_text(run: Any) -> str:
    words: list[str] = []
    for child in run:
        if child.tag == f"{_W}t":
            words.append(child.text or "")
        elif child.tag in (f"{_W}tab", f"{_W}ptab"):
            words.append("\t")
        elif child.tag in (f"{_W}br", f"{_W}cr"):
            words.append("\n")
        elif child.tag == f"{_W}noBreakHyphen":
            words.append("-")
    return "".join(words)


def _boxes(paragraph: Any) -> Iterator[Any]:
    """The text boxes anchored in a paragraph; a drawing's fallback copy is not read again."""
    for box in paragraph.iter(f"{_W}txbxContent"):
        ancestors = [each.tag for each in box.iterancestors()]
        nearest = ancestors[: next((i for i, tag in enumerate(ancestors) if tag == f"{_W}txbxContent"), len(ancestors))]
        inside = ancestors[: ancestors.index(f"{_W}p") + 1] if f"{_W}p" in nearest else nearest
        if f"{_MC}Fallback" not in inside and _nearest_paragraph(box) is paragraph:
            yield box


def _nearest_paragraph(box: Any) -> Any:
    return next((each for each in box.iterancestors() if each.tag == f"{_W}p"), None)


def _style_of(paragraph: Any) -> str | None:
    style = paragraph.find(f"{_W}pPr/{_W}pStyle")
    return style.get(f"{_W}val") if style is not None else None


def _own_level(paragraph: Any) -> int | None:
    outline = paragraph.find(f"{_W}pPr/{_W}outlineLvl")
    level = int(outline.get(f"{_W}val", "9")) if outline is not None else 9
    return level + 1 if level < 9 else None


def _is_on(element: Any) -> bool:
    return element.get(f"{_W}val", "1").lower() not in _OFF


def _through(element: Any, tag: str) -> Iterator[Any]:
    """Children of that tag, also those wrapped in content controls or insertions."""
    for child in element:
        if child.tag == tag:
            yield child
        elif child.tag in (f"{_W}sdt", f"{_W}sdtContent", f"{_W}ins", f"{_W}moveTo", f"{_W}customXml"):
            yield from _through(child, tag)


def _rows_of(table: Any) -> Iterator[Any]:
    for row in _through(table, f"{_W}tr"):
        if row.find(f"{_W}trPr/{_W}del") is None:
            yield row


def _cells_of(row: Any) -> Iterator[Any]:
    return _through(row, f"{_W}tc")


def _paragraphs_of(cell: Any) -> Iterator[Any]:
    return _through(cell, f"{_W}p")


def _tables_of(cell: Any) -> Iterator[Any]:
    return _through(cell, f"{_W}tbl")


def _continues_merge(cell: Any) -> bool:
    """Whether a cell only continues the one above it."""
    merge = cell.find(f"{_W}tcPr/{_W}vMerge")
    return merge is not None and merge.get(f"{_W}val", "continue") == "continue"
