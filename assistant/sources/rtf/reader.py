"""Reading Rich Text: paragraphs, tables, notes and comments; hidden and deleted text is told of and not read."""

import re
from collections.abc import Callable
from copy import copy
from dataclasses import dataclass, field, replace
from typing import Literal

from assistant.errors import SourceError
from assistant.journey import Block, Document, LeftOut, Locator
from assistant.sources.headers import read_header_line
from assistant.sources.properties import flag_orders
from assistant.sources.reading import RawFile, build_document
from assistant.sources.reasons import left_out
from assistant.sources.rtf.words import (
    NAMED,
    SIGNS,
    SILENT,
    TOKENS,
    code_page,
    read_fonts,
    read_levels,
    read_whites,
)
from assistant.sources.tables import Row, build_table_blocks
from assistant.sources.transcripts import Line, read_transcript
from assistant.wording import Text

_TINY = 4  # half-points, as in Word files
_DEEPEST = 2000  # groups within groups
_BULLET = re.compile(r"^[^\w\s]\s*\t|^\t?(\S{1,6})\t")
Kind = Literal["body", "box", "header", "footnote", "annotation", "author", "info"]
_KINDS: dict[str, Kind] = {
    "shptxt": "box", "header": "header", "headerl": "header", "headerr": "header", "headerf": "header", "footer": "header",
    "footerl": "header", "footerr": "header", "footerf": "header", "footnote": "footnote", "annotation": "annotation",
    "atnauthor": "author", "info": "info", "dptxbxtext": "box",
}  # fmt: skip


class RichTextReader:
    """Reads .rtf."""

    suffixes: tuple[str, ...] = (".rtf",)

    def read(self, file: RawFile) -> Document:
        """The document, with the number of the paragraph or row and the heading path as locators.

        Footnotes and comments follow the text; headers that say who speaks stand first, others are left out.
        Raises SourceError ("unreadable") where the file is cut off before its text begins, or nested without end.
        """
        source = file.raw.decode("latin-1")
        page = _Page(file.name, source)
        page.read()
        blocks = [*page.heads, *_spoken(page), *page.beside]
        return build_document(file, "rtf", blocks, [*page.left_out, *flag_orders(file.name, page.properties)])


def _spoken(page: "_Page") -> list[Block]:
    """The text, as the turns of a conversation where a meeting program or a chat exported it."""
    paragraphs = [each for each in page.blocks if each.kind == "paragraph"]
    chat = read_transcript([Line(each.text, each.locator) for each in paragraphs], page.name)
    if chat is None:
        return page.blocks
    page.left_out.extend(chat[1])
    others = [each for each in page.blocks if each.kind != "paragraph"]
    return [
        *(each for each in others if each.kind == "heading"),
        *chat[0],
        *(each for each in others if each.kind != "heading"),
    ]


@dataclass(slots=True)
class _State:
    """What holds until a group ends."""

    silent: bool = False
    font: int | None = None
    hidden: bool = False
    deleted: bool = False
    white: bool = False
    size: int = 24
    ground: bool = False  # a colour behind the words, on which white is seen
    skip: int = 1  # characters that stand for one beyond the code page, for programs that cannot show it
    in_table: bool = False
    shaded: bool = False  # the row of the table
    level: int | None = None
    flow: "_Flow" = field(default_factory=lambda: _Flow("body"))


@dataclass(slots=True)
class _Flow:
    """A stream of paragraphs: the body, a text box, a note. `parts` are the words of the paragraph that is open."""

    kind: Kind
    parts: list[str] = field(default_factory=list[str])
    lines: list[str] = field(default_factory=list[str])
    cell: list[str] = field(default_factory=list[str])
    cells: list[str] = field(default_factory=list[str])
    rows: list[Row] = field(default_factory=list[Row])
    listed: bool = False


class _Page:
    """A file on its way to blocks."""

    def __init__(self, name: str, source: str) -> None:
        self.name = name
        self.blocks: list[Block] = []
        self.heads: list[Block] = []
        self.beside: list[Block] = []
        self.left_out: list[LeftOut] = []
        self.properties: list[str] = []
        self.usual = "cp1252"
        self._source = source
        self._seen: set[str] = set()
        self._path: list[tuple[int, str]] = []
        self._number = 0
        self._author = ""
        self._state = _State()
        self._stack: list[_State] = []
        self._bytes: list[str] = []
        self._unread: dict[str, list[str]] = {"hidden": [], "deleted": []}
        self._skipping = 0
        if found := re.search(r"\\ansicpg(\d{1,5})", source[:4000]):
            self.usual = code_page(int(found[1]))
        self._fonts = read_fonts(source, self.usual)
        self._whites = read_whites(source)
        self._levels = read_levels(source)

    def read(self) -> None:
        """The whole file. Raises SourceError ("unreadable")."""
        at = 0
        while found := TOKENS.match(self._source, at):
            at = found.end()
            kind, token = found.lastgroup, found.group()
            if kind == "text":
                self._add_bytes(token)
            elif kind == "hex":
                self._add_bytes(bytes.fromhex(token.replace("\\'", "")).decode("latin-1"))
            elif kind == "brace":
                self._open() if token == "{" else self._close()
            elif kind == "sign":
                self._add_sign(found["sign"])
            elif found["word"] is not None:
                number = int(found["number"]) if found["number"] is not None else None
                if found["word"] == "bin":
                    at += max(0, number or 0)
                else:
                    self._obey(found["word"], number)
        self.end_paragraph()
        self._end_table()

    def _open(self) -> None:
        self._decode()
        self._skipping = 0
        if len(self._stack) > _DEEPEST:
            raise SourceError(
                "unreadable",
                Text(f"文件结构异常，无法读取：{self.name}", f"the file is nested without end: {self.name}"),
                Text("请用原程序打开并另存一份。", "open it in its own program and save a copy."),
            )
        self._stack.append(self._state)
        self._state = copy(self._state)

    def _close(self) -> None:
        self._decode()
        self._skipping = 0
        if not self._stack:
            return
        flow, outer = self._state.flow, self._stack.pop()
        if flow.kind == "info":
            flow.parts.append("\n")
        if flow is not outer.flow:
            self.end_paragraph()
            self._end_table()
            self._finish(flow)
        self._state = outer

    def _finish(self, flow: _Flow) -> None:
        lines = [" ".join(line.split()) for each in flow.lines for line in each.split("\n") if line.strip()]
        where = self._at()
        if flow.kind == "info":
            self.properties.extend(lines)
        elif flow.kind == "author":
            self._author = " ".join(lines)
        elif flow.kind == "header":
            for line in dict.fromkeys(lines):
                self._add_header(line)
        elif lines and flow.kind == "annotation":
            place = replace(where, comment=1 + sum(each.kind == "comment" for each in self.beside))
            self.beside.append(Block(" ".join(lines), place, "comment", self._author or None))
        elif lines and flow.kind == "footnote":
            place = replace(where, footnote=1 + sum(each.kind == "footnote" for each in self.beside))
            self.beside.append(Block(" ".join(lines), place, "footnote"))

    def _add_header(self, line: str) -> None:
        """A header is the same on every page, and so often in the file: it is read once."""
        if line in self._seen:
            return
        self._seen.add(line)
        if read_header_line(line):
            self.heads.append(Block(line, Locator(paragraph=1)))
        elif any(each.isalpha() for each in line):
            self.left_out.append(left_out(self.name, "page_furniture", Locator(paragraph=1), line))

    def _at(self) -> Locator:
        return Locator(paragraph=max(1, self._number), heading=tuple(words for _, words in self._path))

    def _add_sign(self, sign: str) -> None:
        if sign == "*":
            # a group that only newer programs know: silent until its name shows that it is read
            self._state.silent = True
        elif sign in SIGNS:
            self._add(SIGNS[sign]) if sign not in "\r\n" else self.end_paragraph()

    def _add_bytes(self, text: str) -> None:
        if self._skipping:
            gone = min(self._skipping, len(text))
            self._skipping -= gone
            text = text[gone:]
        if text and not self._state.silent:
            self._bytes.append(text)

    def _decode(self) -> None:
        """The gathered bytes as words, in the encoding of their font."""
        if self._bytes:
            raw = "".join(self._bytes).encode("latin-1")
            self._bytes.clear()
            codec = self.usual if self._state.font is None else self._fonts.get(self._state.font, self.usual)
            self._put(raw.decode("ascii" if raw.isascii() else codec, "replace"))

    def _add(self, words: str) -> None:
        self._decode()
        if not self._state.silent:
            self._put(words)

    def _put(self, words: str) -> None:
        state = self._state
        if state.deleted:
            self._unread["deleted"].append(words)
        elif state.hidden or state.size <= _TINY or (state.white and not (state.ground or state.shaded)):
            self._unread["hidden"].append(words)
        else:
            state.flow.parts.append(words)

    def _obey(self, word: str, number: int | None) -> None:
        self._decode()
        self._skipping = 0
        state = self._state
        if word == "u":
            self._add_unicode(number or 0)
        elif word in SILENT:
            state.silent = True
        elif word in _KINDS:
            state.silent, state.flow = False, _Flow(_KINDS[word])
            # set anew for what stands beside the text
            state.in_table, state.level = False, None
        elif word == "result":
            state.silent = False
        elif word in NAMED:
            self._add(NAMED[word])
        elif word in ("listtext", "pntext"):
            state.silent, state.flow.listed = False, True
        elif word == "cf":
            state.white = number in self._whites
        elif word == "s":
            state.level = self._levels.get(number or 0)
        elif word in _ENDS:
            if not state.silent:
                _ENDS[word](self)
        elif word in _TURNS:
            _TURNS[word](state, number)

    def end_cell(self) -> None:
        self.end_paragraph()
        flow = self._state.flow
        flow.cells.append("\n".join(flow.cell))
        flow.cell.clear()

    def _add_unicode(self, number: int) -> None:
        if not self._state.silent:
            unit = number & 0xFFFF
            self._put(chr(unit))
        self._skipping = self._state.skip

    def end_row(self) -> None:
        flow = self._state.flow
        if flow.cells:
            flow.rows.append(Row(len(flow.rows) + 1, tuple(flow.cells)))
            flow.cells = []

    def _end_table(self) -> None:
        flow = self._state.flow
        self.end_row()
        if flow.rows:
            self._number += 1
            blocks = build_table_blocks(flow.rows, self._at())
            if flow.kind in ("body", "box"):
                self.blocks.extend(blocks)
            else:
                flow.lines.extend(each.text for each in blocks)
            flow.rows = []

    def end_paragraph(self) -> None:
        self._decode()
        state, flow = self._state, self._state.flow
        text, listed = _joined(flow.parts), flow.listed
        flow.parts.clear()
        flow.listed = False
        for reason, parts in self._unread.items():
            if (words := _joined(parts)).strip():
                self.left_out.append(left_out(self.name, reason, self._at(), words))
            parts.clear()
        if state.in_table and flow.kind in ("body", "box"):
            flow.cell.extend(line.strip() for line in text.split("\n") if line.strip())
            return
        self._end_table()
        if not text.strip():
            return
        if flow.kind not in ("body", "box"):
            flow.lines.append(text)
        else:
            self._add_paragraph(text, state, listed=listed)

    def _add_paragraph(self, text: str, state: _State, *, listed: bool) -> None:
        self._number += 1
        if state.level is not None:
            title = " ".join(text.split())
            self._path = [(depth, words) for depth, words in self._path if depth < (state.level or 1)]
            self.blocks.append(Block(title, self._at(), "heading"))
            self._path.append((state.level, title))
            return
        text = _BULLET.sub(lambda found: f"{found[1]} " if found[1] else "", text) if listed else text
        kind = "list" if listed else "paragraph"
        self.blocks.extend(Block(line.strip(), self._at(), kind) for line in text.split("\n") if line.strip())


def _joined(parts: list[str]) -> str:
    """The words; halves of characters beyond the basic plane come in two."""
    return "".join(parts).encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def _set(name: str, *, on: Callable[[int | None], object]) -> Callable[[_State, int | None], None]:
    return lambda state, number: setattr(state, name, on(number))


def _end_formats(state: _State, _number: int | None) -> None:
    state.font, state.hidden, state.deleted, state.white, state.size, state.ground = (
        None,
        False,
        False,
        False,
        24,
        False,
    )


def _end_settings(state: _State, _number: int | None) -> None:
    state.in_table, state.level = False, None


def _is_on(number: int | None) -> bool:
    return number != 0


# Words that change how what follows is set.
_TURNS: dict[str, Callable[[_State, int | None], None]] = {
    "v": _set("hidden", on=_is_on),
    "deleted": _set("deleted", on=_is_on),
    "f": _set("font", on=lambda number: number),
    "fs": _set("size", on=lambda number: 24 if number is None else number),
    "uc": _set("skip", on=lambda number: max(0, number or 0)),
    "intbl": _set("in_table", on=_is_on),
    "outlinelevel": _set("level", on=lambda number: None if number is None or number > 8 else number + 1),
    "trowd": _set("shaded", on=lambda _: False),
    "shprslt": _set("silent", on=lambda _: True),
    **{word: _set("ground", on=bool) for word in ("highlight", "cb", "chcbpat", "cbpat", "chshdng", "shading")},
    **{word: _set("shaded", on=bool) for word in ("clcbpat", "clshdng")},
    "plain": _end_formats,
    "pard": _end_settings,
}
# Words that end a paragraph, a cell, a row.
_ENDS: dict[str, Callable[[_Page], None]] = {
    "par": _Page.end_paragraph, "sect": _Page.end_paragraph, "page": _Page.end_paragraph, "cell": _Page.end_cell, "row": _Page.end_row,
}  # fmt: skip
