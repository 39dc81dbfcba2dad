"""Tables as files: .csv and .xlsx. Figures stay text, formulas are never evaluated."""

import csv
import io
from collections.abc import Iterator
from pathlib import Path

from assistant.errors import SourceError
from assistant.journey import Document, Locator
from assistant.sources.encodings import decode_text
from assistant.sources.reading import build_document, read_raw
from assistant.sources.tables import Row, build_table_blocks
from assistant.wording import Text

_DELIMITERS = ",;\t|，；"
_SAMPLE_LINES = 50


class CsvReader:
    """Reads .csv and .tsv, whatever separates their cells."""

    suffixes: tuple[str, ...] = (".csv", ".tsv")

    def read(self, path: Path, notes: Path) -> Document:
        """The document, with row numbers (the heading's row is 1) as locators."""
        file = read_raw(path, notes)
        text = decode_text(file.raw, file.name)
        try:
            rows = list(_rows(text))
        except csv.Error as error:
            raise SourceError(
                "unreadable",
                Text(f"表格无法解析：{file.name}（{error}）", f"the table cannot be parsed: {file.name} ({error})"),
                Text("请用表格程序打开后重新导出为 CSV。", "open it in a spreadsheet and export it as CSV again."),
            ) from error
        return build_document(file, "csv", build_table_blocks(rows, Locator()))


def _rows(text: str) -> Iterator[Row]:
    # a cell may be as long as the file: the limit of the csv module guards nothing here that reading did not
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=find_delimiter(text), strict=False)
    for number, cells in enumerate(reader, 1):
        yield Row(number, tuple(cells))


def find_delimiter(text: str) -> str:
    """What separates the cells: the mark that cuts most of the first lines into the same number (above one) of cells."""
    lines = [line for line in text.split("\n", _SAMPLE_LINES)[:_SAMPLE_LINES] if line.strip()]
    best, best_score = ",", (0.0, 0)
    for mark in _DELIMITERS:
        counts = [len(next(csv.reader([line], delimiter=mark), [])) for line in lines]
        usual = max(set(counts), key=lambda each: (counts.count(each), each), default=1)
        if usual > 1 and (score := (counts.count(usual) / len(counts), usual)) > best_score:
            best, best_score = mark, score
    return best
