"""Markdown: headings as paths, lists, quotes and tables, its marks taken off at the edges only."""

import re
from dataclasses import dataclass, field
from typing import Literal

from assistant.journey import Block, Document, Locator
from assistant.sources.encodings import decode_text
from assistant.sources.plain import find_margin, join_wrapped
from assistant.sources.reading import RawFile, build_document
from assistant.sources.reasons import left_out
from assistant.sources.tables import Row, build_table_blocks

_HEADING = re.compile(r"^\s{0,3}(#{1,6})\s+(.*?)\s*#*\s*$")
_UNDERLINE = re.compile(r"^\s{0,3}(=+|-{3,})\s*$")
_RULE = re.compile(r"^\s{0,3}(?:(?:\*\s*){3,}|(?:-\s*){3,}|(?:_\s*){3,})$")
_LIST = re.compile(r"^\s*(?:[-*+•·]|\[[ xX]\])\s+(?:\[[ xX]\]\s+)?")
_QUOTE = re.compile(r"^\s*(?:>\s?)+")
_TABLE_ROW = re.compile(r"^\s*\|.*\|\s*$")
_TABLE_RULE = re.compile(r"^\s*\|?\s*:?-{2,}:?\s*(?:\|\s*:?-{2,}:?\s*)*\|?\s*$")
_CELL_EDGE = re.compile(r"(?<!\\)\|")
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_FENCE = re.compile(r"^\s*(?:```|~~~)")


class MarkdownReader:
    """Reads .md."""

    suffixes: tuple[str, ...] = (".md", ".markdown")

    def read(self, file: RawFile) -> Document:
        """The document, with line numbers and heading paths as locators."""
        text = decode_text(file.raw, file.name)
        hidden = [
            left_out(file.name, "hidden", Locator(line=text.count("\n", 0, found.start()) + 1), found.group())
            for found in _COMMENT.finditer(text)
        ]
        # the line breaks of a comment stay, so that the numbers of the lines after it do
        text = _COMMENT.sub(lambda found: "\n" * found.group().count("\n"), text)
        lines = text.split("\n")
        return build_document(file, "md", _Page(lines, find_margin(lines)).read(), hidden)


@dataclass(slots=True)
class _Page:
    """The lines of a Markdown file on their way to blocks."""

    lines: list[str]
    margin: int | None = None
    blocks: list[Block] = field(default_factory=list[Block])
    path: list[tuple[int, str]] = field(default_factory=list[tuple[int, str]])
    paragraph: list[tuple[int, str]] = field(default_factory=list[tuple[int, str]])
    table: list[Row] = field(default_factory=list[Row])

    def read(self) -> list[Block]:
        matter = _front_matter(self.lines)
        for number, line in enumerate(self.lines[1 : max(matter - 1, 1)], 2):
            self._add(Block(line.strip(), self._at(number)))
        for number, line in enumerate(self.lines[matter:], matter + 1):
            self._read_line(number, line)
        self._finish()
        return self.blocks

    def _read_line(self, number: int, line: str) -> None:
        heading = _HEADING.match(line)
        if heading is not None:
            self._finish()
            self._add_heading(number, len(heading[1]), heading[2])
        elif _UNDERLINE.match(line) and len(self.paragraph) == 1 and self.paragraph[0][0] == number - 1:
            level = 1 if "=" in line else 2
            title = self.paragraph.pop()[1].strip()
            self._add_heading(number - 1, level, title)
        elif _TABLE_ROW.match(line):
            self._finish_paragraph()
            if not _TABLE_RULE.match(line):
                self.table.append(Row(number, _cells(line)))
        elif not line.strip() or _RULE.match(line) or _FENCE.match(line):
            self._finish()
        else:
            self._finish_table()
            self._read_text(number, line)

    def _read_text(self, number: int, line: str) -> None:
        quoted = _QUOTE.sub("", line)
        listed = _LIST.match(quoted)
        if listed is not None:
            self._finish_paragraph()
            self._add(Block(quoted[listed.end() :].strip(), self._at(number), "list"))
        elif quoted != line:
            self._finish_paragraph()
            self._add(Block(quoted.strip(), self._at(number)))
        else:
            self.paragraph.append((number, line))

    def _add_heading(self, number: int, level: int, title: str) -> None:
        title = title.strip(" *_")
        self.path = [(depth, words) for depth, words in self.path if depth < level]
        self._add(Block(title, self._at(number), "heading"))
        self.path.append((level, title))

    def _add(self, block: Block) -> None:
        if block.text:
            self.blocks.append(block)

    def _at(self, number: int) -> Locator:
        return Locator(line=number, heading=tuple(title for _, title in self.path))

    def _finish(self) -> None:
        self._finish_paragraph()
        self._finish_table()

    def _finish_paragraph(self) -> None:
        if self.paragraph:
            first = self.paragraph[0][0]
            kind: Literal["paragraph"] = "paragraph"
            for number, text in join_wrapped([line for _, line in self.paragraph], self.margin, first):
                self._add(Block(text, self._at(number), kind))
            self.paragraph.clear()

    def _finish_table(self) -> None:
        if not self.table:
            return
        first = self.table[0].number
        base = self._at(first)
        for block in build_table_blocks(self.table, Locator(heading=base.heading)):
            # a row of a Markdown table is a line of the file
            where = block.locator
            self._add(
                Block(
                    block.text,
                    Locator(line=where.row, heading=where.heading),
                    block.kind,
                    block.speaker,
                    block.role,
                    block.segment,
                )
            )
        self.table.clear()


def _front_matter(lines: list[str]) -> int:
    """How many lines the block of `key: value` lines between two rules at the top takes, the rules included."""
    if not lines or lines[0].strip() != "---":
        return 0
    return next((number for number, line in enumerate(lines[1:40], 2) if line.strip() == "---"), 0)


def _cells(line: str) -> tuple[str, ...]:
    inner = line.strip().removeprefix("|")
    inner = inner[:-1] if inner.endswith("|") else inner
    return tuple(cell.replace("\\|", "|").replace("<br>", "\n").strip() for cell in _CELL_EDGE.split(inner))
