"""Tables as files: .csv and .xlsx. Figures stay text as they are shown, formulas are never evaluated."""

import csv
import io
import warnings
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, time
from typing import Any
from xml.etree.ElementTree import ParseError

from assistant.errors import SourceError
from assistant.journey import Block, Document, LeftOut, Locator
from assistant.sources.encodings import decode_text
from assistant.sources.packages import PACKAGE_ERRORS, open_package
from assistant.sources.properties import find_in_properties
from assistant.sources.reading import RawFile, build_document
from assistant.sources.reasons import left_out
from assistant.sources.tables import Row, build_table_blocks
from assistant.wording import Text

_DELIMITERS = ",;\t|，；"
_SAMPLE_LINES = 50
_SAMPLE_WIDTH = 10_000
_WHITE = ("FFFFFFFF", "00FFFFFF")
_SMALLEST = 2  # points
_MOST_COLUMNS = 256  # of a sheet; formatting may claim all sixteen thousand


class CsvReader:
    """Reads .csv and .tsv, whatever separates their cells."""

    suffixes: tuple[str, ...] = (".csv", ".tsv")

    def read(self, file: RawFile) -> Document:
        """The document, with row numbers (the heading's row is 1) as locators."""
        text = decode_text(file.raw, file.name)
        try:
            rows = list(_rows(text))
        except csv.Error as error:
            # the one thing a lenient csv reader refuses is a cell above its limit: most often a quote never closed
            raise SourceError(
                "too_large",
                Text(
                    f"表格里有超过 {csv.field_size_limit():,} 字的单元格：{file.name}",
                    f"a cell of the table has more than {csv.field_size_limit():,} characters: {file.name}",
                ),
                Text(
                    "请检查引号是否成对，或把长文本另存为 .txt。",
                    "check that every quotation mark is closed, or save the long text as .txt.",
                ),
            ) from error
        return build_document(file, "csv", build_table_blocks(rows, Locator()))


class SheetReader:
    """Reads .xlsx."""

    suffixes: tuple[str, ...] = (".xlsx", ".xlsm")

    def read(self, file: RawFile) -> Document:
        """The document, with sheet names and row numbers as locators; hidden sheets are left out."""
        blocks: list[Block] = []
        left: list[LeftOut] = []
        for title, visible, rows, unseen in _read_sheets(file):
            where = Locator(sheet=title)
            left.extend(left_out(file.name, "hidden", replace(where, row=row), words) for row, words in unseen)
            if visible:
                blocks.extend(build_table_blocks(rows, where))
            elif rows:
                left.append(left_out(file.name, "hidden", where, " ".join(rows[0].cells)))
        return build_document(file, "xlsx", blocks, [*left, *find_in_properties(file)])


def _read_sheets(file: RawFile) -> list[tuple[str, bool, list[Row], list[tuple[int, str]]]]:
    """The sheets of a workbook: title, whether it is shown, filled rows, and by row the words that nobody sees."""
    from openpyxl import load_workbook
    from openpyxl.utils.exceptions import InvalidFileException

    package = open_package(file)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter(
                "ignore"
            )  # what openpyxl does not keep (styles, names, validation) is not read anyway
            book = load_workbook(package, read_only=True, data_only=True, keep_links=False)
            found = [(str(s.title), s.sheet_state == "visible", *_sheet_rows(s)) for s in book.worksheets]
            book.close()
    except (InvalidFileException, ParseError, *PACKAGE_ERRORS) as error:
        raise SourceError(
            "unreadable",
            Text(f"Excel 文件已损坏或不完整：{file.name}", f"the workbook is damaged or incomplete: {file.name}"),
            Text("请用 Excel 打开并另存一份。", "open it in Excel and save a copy."),
        ) from error
    return found


def _sheet_rows(sheet: Any) -> tuple[list[Row], list[tuple[int, str]]]:
    """The filled rows of a sheet, and what stands in it unseen. What the file says about its own size is not believed."""
    sheet.reset_dimensions()
    rows: list[Row] = []
    unseen: list[tuple[int, str]] = []
    styles: dict[int, bool] = {}
    for number, cells in enumerate(sheet.iter_rows(max_col=_MOST_COLUMNS), 1):
        hidden = {at for at, cell in enumerate(cells) if cell.value is not None and _is_unseen(cell, styles)}
        unseen.extend((number, str(cells[at].value)) for at in sorted(hidden))
        shown = tuple(
            "" if at in hidden else _shown(cell.value, getattr(cell, "number_format", "") or "")
            for at, cell in enumerate(cells)
        )
        if any(shown):
            rows.append(Row(number, shown))
    return rows, unseen


def _is_unseen(cell: Any, styles: dict[int, bool]) -> bool:
    """Whether a cell's text is white without a fill, tiny, or has a format that shows nothing; kept by style."""
    style = getattr(cell, "_style_id", 0)
    if not style:  # the default style
        return False
    if style not in styles:
        font, fill = cell.font, cell.fill
        white = font.color is not None and (font.color.rgb in _WHITE or font.color.theme == 0) and not fill.patternType
        tiny = font.sz is not None and font.sz < _SMALLEST
        styles[style] = white or tiny or cell.number_format == ";;;"
    return styles[style]


def _shown(value: object, number_format: str) -> str:
    """A cell's value as the sheet shows it: 0.3 under a percent format is "30%", a date is a date."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, datetime):
        return value.strftime("%Y-%m-%d" if value.time() == time() else "%Y-%m-%d %H:%M")
    if isinstance(value, int | float):
        percent = "%" in number_format
        figure = f"{value * 100 if percent else value:.10g}"
        return f"{figure}%" if percent else figure
    return str(value).strip()


def _rows(text: str) -> Iterator[Row]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=find_delimiter(text), strict=False)
    for number, cells in enumerate(reader, 1):
        yield Row(number, tuple(cells))


def find_delimiter(text: str) -> str:
    """What separates the cells: the mark that cuts most of the first lines into the same number (above one) of cells."""
    lines = [line for line in text.split("\n", _SAMPLE_LINES)[:_SAMPLE_LINES] if line.strip()]
    best, best_score = ",", (0.0, 0)
    for mark in _DELIMITERS:
        counts = [len(next(csv.reader([line[:_SAMPLE_WIDTH]], delimiter=mark), [])) for line in lines]
        usual = max(set(counts), key=lambda each: (counts.count(each), each), default=1)
        if usual > 1 and (score := (counts.count(usual) / len(counts), usual)) > best_score:
            best, best_score = mark, score
    return best
