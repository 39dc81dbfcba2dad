"""The body of a Word document on its way to blocks: paragraphs and tables in place."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Literal

from assistant.journey import Block, LeftOut, Locator
from assistant.sources.labels import find_candidate
from assistant.sources.reading import RawFile
from assistant.sources.reasons import left_out
from assistant.sources.tables import Row, build_table_blocks
from assistant.sources.word.beside import Beside, find_comments, find_notes, find_references
from assistant.sources.word.drawings import find_tables, find_texts
from assistant.sources.word.names import MC, WP, WRAPPERS, M, W, style_of, through, value_of
from assistant.sources.word.numbering import Numbering
from assistant.sources.word.package import Package, open_word
from assistant.sources.word.styles import Styles

_DELETED = frozenset({f"{W}del", f"{W}moveFrom"})
_SKIPPED = frozenset({*_DELETED, f"{W}instrText", f"{W}delText", f"{MC}Fallback", f"{W}rPr", f"{W}pPr", f"{W}rt"})
Kind = Literal["footnote", "endnote", "comment"]


@dataclass(slots=True)
class Page:
    """Reads elements in order; `beside` are the notes and comments by kind and id."""

    name: str
    styles: Styles
    numbering: Numbering
    beside: dict[tuple[str, str], Beside]
    blocks: list[Block] = field(default_factory=list[Block])
    left_out: list[LeftOut] = field(default_factory=list[LeftOut])
    path: list[tuple[int, str]] = field(default_factory=list[tuple[int, str]])
    number: int = 0
    referred: list[tuple[Kind, str, Locator]] = field(default_factory=list[tuple[Kind, str, Locator]])
    shaded: bool = False
    drawings: Mapping[str, Any] = field(default_factory=dict[str, Any])

    def read_body(self, element: Any) -> None:
        """Paragraphs and tables in order, also those inside content controls and the like."""
        for child in element:
            if child.tag == f"{W}p":
                self._read_paragraph(child)
            elif child.tag == f"{W}tbl":
                self._read_table(child)
            elif child.tag in WRAPPERS:
                self.read_body(child)

    def read_beside(self) -> None:
        """The notes and comments that the text refers to, each as a block that points to where it is referred to."""
        for number, (kind, each, where) in enumerate(self.referred, 1):
            found = self.beside.get((kind, each))
            if found is None:
                continue
            words = " ".join(filter(None, (self.text(p, where).strip() for p in found.element.iter(f"{W}p"))))
            if not words:
                continue
            if kind == "comment":
                place = replace(where, comment=sum(k == "comment" for k, _, _ in self.referred[:number]))
                self.blocks.append(Block(words, place, "comment", found.author or None))
            else:
                place = replace(where, footnote=sum(k != "comment" for k, _, _ in self.referred[:number]))
                self.blocks.append(Block(words, place, "footnote"))

    def _at(self) -> Locator:
        return Locator(paragraph=self.number, heading=tuple(title for _, title in self.path))

    def _read_paragraph(self, paragraph: Any) -> None:
        self.number += 1
        style = style_of(paragraph)
        text = self.text(paragraph, self._at())
        level = _own_level(paragraph) or self.styles.heading_level(style)
        counted = _numbered(paragraph, self.styles)
        number = self.numbering.next_number(counted) if counted is not None and text.strip() else ""
        if self.styles.is_contents(style):
            if text.strip():
                self.left_out.append(left_out(self.name, "contents", self._at(), text))
        elif text.strip() and level is not None:
            title = " ".join(f"{number} {text}".split())
            self.path = [(depth, words) for depth, words in self.path if depth < level]
            self.blocks.append(Block(title, self._at(), "heading"))
            self.path.append((level, title))
        else:
            kind = "list" if counted is not None else "paragraph"
            lines = [line.strip() for line in text.split("\n") if line.strip()]
            if lines and number and not _is_labelled(lines[0]):
                lines[0] = f"{number} {lines[0]}"
            self.blocks.extend(Block(line, self._at(), kind) for line in lines)
        for box in _boxes(paragraph):
            self.read_body(box)
        self._read_drawings(paragraph)

    def _read_drawings(self, paragraph: Any) -> None:
        if not self.drawings:
            return
        where = self._at()
        self.blocks.extend(Block(words, where, "list") for words in find_texts(paragraph, self.drawings))
        for rows in find_tables(paragraph, self.drawings):
            self.blocks.extend(build_table_blocks(rows, where))

    def _read_table(self, table: Any) -> None:
        self.number += 1
        where = self._at()
        rows: list[Row] = []
        nested: list[Any] = []
        for number, row in enumerate(_rows_of(table), 1):
            cells: list[str] = []
            for cell in through(row, f"{W}tc"):
                if _continues_merge(cell):
                    cells.append("")
                    continue
                self.shaded = _is_shaded(cell, table)
                lines = [self._cell_line(each, where) for each in through(cell, f"{W}p")]
                cells.append("\n".join(line.strip() for line in lines if line.strip()))
                nested.extend(through(cell, f"{W}tbl"))
            rows.append(Row(number, tuple(cells)))
        self.shaded = False
        self.blocks.extend(build_table_blocks(rows, where))
        for each in nested:
            self._read_table(each)

    def _cell_line(self, paragraph: Any, where: Locator) -> str:
        text = self.text(paragraph, where)
        counted = _numbered(paragraph, self.styles)
        number = self.numbering.next_number(counted) if counted is not None and text.strip() else ""
        boxed = [self.text(each, where) for box in _boxes(paragraph) for each in box.iter(f"{W}p")]
        return "\n".join([f"{number} {text}" if number and not _is_labelled(text) else text, *boxed])

    def text(self, paragraph: Any, where: Locator) -> str:
        """The visible words of a paragraph: insertions are read, deletions and unseen runs are not."""
        words: list[str] = []
        unseen: list[str] = []
        deleted: list[str] = []
        style = style_of(paragraph)
        shaded = self.shaded or _has_shade(paragraph.find(f"{W}pPr"))
        for run in _runs(paragraph, deleted):
            (unseen if self.styles.is_unseen(run, style, shaded=shaded) else words).append(_run_text(run))
        for reason, parts in (("hidden", unseen), ("deleted", deleted)):
            if "".join(parts).strip():
                self.left_out.append(left_out(self.name, reason, where, "".join(parts)))
        for described in _descriptions(paragraph):
            self.left_out.append(left_out(self.name, "picture_text", where, described))
        for kind, each in find_references(paragraph):
            self._refer(kind, each, where)
        return "".join(words)

    def _refer(self, kind: str, each: str, where: Locator) -> None:
        entry: Kind = "comment" if kind == "comment" else "footnote" if kind == "footnote" else "endnote"
        if (kind, each) in self.beside and all((entry, each) != (k, i) for k, i, _ in self.referred):
            self.referred.append((entry, each, where))


def open_page(file: RawFile) -> tuple[Page, Package]:
    """The empty page of a document, ready to be read, and the parts it comes from. Raises SourceError."""
    package = open_word(file)
    parts = {
        "footnote": find_notes(package.footnotes, "footnote"),
        "endnote": find_notes(package.endnotes, "endnote"),
        "comment": find_comments(package.comments),
    }
    beside = {(kind, each): found for kind, entries in parts.items() for each, found in entries.items()}
    page = Page(file.name, Styles(package.styles), Numbering(package.numbering), beside, drawings=package.drawings)
    return page, package


def _is_labelled(line: str) -> bool:
    """Whether a speaker's label may open the line; a list's number before it would hide it."""
    candidate = find_candidate(line)
    return candidate is not None and not candidate.bare


def _numbered(paragraph: Any, styles: Styles) -> Any:
    """What numbers a paragraph: its own mark, or its style's; None where one takes the other back."""
    own = paragraph.find(f"{W}pPr/{W}numPr")
    found = own if own is not None else styles.numbering(style_of(paragraph))
    if own is not None and own.find(f"{W}numId") is None:
        found = styles.numbering(style_of(paragraph)) or own
    return None if found is not None and value_of(found, f"{W}numId") == "0" else found


def _runs(element: Any, deleted: list[str]) -> Iterator[Any]:
    """The runs of a paragraph in order, through links, fields and insertions; words of deletions go to `deleted`."""
    for child in element:
        if child.tag == f"{W}r":
            base = child.find(f"{W}ruby/{W}rubyBase")
            yield from _runs(base, deleted) if base is not None else (child,)
        elif child.tag == f"{M}r":
            yield child
        elif child.tag in _DELETED:
            deleted.extend(each.text or "" for each in child.iter(f"{W}delText", f"{W}t"))
        elif child.tag not in _SKIPPED and child.tag not in (f"{W}p", f"{W}tbl"):
            yield from _runs(child, deleted)


def _run_text(run: Any) -> str:
    words: list[str] = []
    for child in run:
        if child.tag in (f"{W}t", f"{M}t"):
            words.append(child.text or "")
        elif child.tag in (f"{W}tab", f"{W}ptab"):
            words.append("\t")
        elif child.tag in (f"{W}br", f"{W}cr"):
            words.append("\n")
        elif child.tag == f"{W}noBreakHyphen":
            words.append("-")
    return "".join(words)


def _descriptions(paragraph: Any) -> Iterator[str]:
    """What pictures are said to show, to people who cannot see them; names that Word gives are not that."""
    seen: set[str] = set()
    for each in paragraph.iter(f"{WP}docPr"):
        words = (each.get("descr") or "").strip()
        if words and words not in seen:
            seen.add(words)
            yield words


def _boxes(paragraph: Any) -> Iterator[Any]:
    """The text boxes anchored in a paragraph; a drawing's fallback copy is not read again."""
    for box in paragraph.iter(f"{W}txbxContent"):
        ancestors = [each.tag for each in box.iterancestors()]
        nearest = ancestors[: next((i for i, tag in enumerate(ancestors) if tag == f"{W}txbxContent"), len(ancestors))]
        inside = ancestors[: ancestors.index(f"{W}p") + 1] if f"{W}p" in nearest else nearest
        if f"{MC}Fallback" not in inside and _nearest_paragraph(box) is paragraph:
            yield box


def _nearest_paragraph(box: Any) -> Any:
    return next((each for each in box.iterancestors() if each.tag == f"{W}p"), None)


def _own_level(paragraph: Any) -> int | None:
    outline = value_of(paragraph, f"{W}pPr/{W}outlineLvl")
    level = int(outline) if outline is not None and outline.isdigit() else 9
    return level + 1 if level < 9 else None


def _rows_of(table: Any) -> Iterator[Any]:
    for row in through(table, f"{W}tr"):
        if row.find(f"{W}trPr/{W}del") is None:
            yield row


def _continues_merge(cell: Any) -> bool:
    """Whether a cell only continues the one above it."""
    merge = cell.find(f"{W}tcPr/{W}vMerge")
    return merge is not None and merge.get(f"{W}val", "continue") == "continue"


def _is_shaded(cell: Any, table: Any) -> bool:
    """Whether a cell may have a dark ground: its own, or one that the table's style gives."""
    style = value_of(table, f"{W}tblPr/{W}tblStyle")
    return _has_shade(cell.find(f"{W}tcPr")) or (style is not None and style not in ("TableGrid", "TableNormal"))


def _has_shade(properties: Any) -> bool:
    shade = properties.find(f"{W}shd") if properties is not None else None
    return shade is not None and shade.get(f"{W}fill", "auto").upper() not in ("AUTO", "FFFFFF")
