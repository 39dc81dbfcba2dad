"""The coded statements as a table (csv, xlsx) for a person to read and correct, and the corrections read back."""

import csv
import io
import unicodedata
import zipfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from assistant.causes import cause_of
from assistant.drafting.extractive import OwnExample
from assistant.errors import UsageError
from assistant.files import is_live, new_version, tame_formula, write_atomically
from assistant.journey import Coding, Dimension, StageModel, Statement
from assistant.sources.folding import fold
from assistant.wording import LANGUAGES, Text, joined

COLUMNS = (
    "id",
    "document",
    "locator",
    "speaker",
    "role",
    "segment",
    "question",
    "text",
    "stages",
    "dimensions",
    "sentiment",
    "confidence",
    "author",
    "proposed",
)
_NEEDED = ("id", "stages", "dimensions", "sentiment")
_WIDTHS = {"document": 24, "locator": 18, "speaker": 14, "question": 32, "text": 70, "stages": 24, "dimensions": 24}
_SEPARATORS = ";；,，、|/"
_NONE = frozenset(("none", "无", "無", "-", "—"))
_MOST_CODES = 2

_Code = TypeVar("_Code")


def write_code_table(statements: Sequence[Statement], codings: Sequence[Coding], path: Path) -> None:
    """Write one row a coding, in the order of `statements`; the ending of `path` says csv or xlsx.

    Codes are the stable English ids, parted by "; ". Text that a spreadsheet would run as a formula is made harmless.
    Raises UsageError for another ending, StorageError where it cannot be written.
    """
    coded = {coding.statement: coding for coding in codings}
    rows = [_build_row(statement, coded[statement.id]) for statement in statements if statement.id in coded]
    writers: Mapping[str, Callable[[list[dict[str, str]], Path], None]] = {".csv": _write_csv, ".xlsx": _write_xlsx}
    _by_ending(path, writers)(rows, path)


def read_code_table(
    path: Path, statements: Sequence[Statement], codings: Sequence[Coding], model: StageModel, author: str = "person"
) -> list[OwnExample]:
    """The rows whose codes a person changed, in the order of the table.

    Changed is what differs from the column `proposed`; in a table without it, from `codings`. So a table may be read
    twice: what the engine says differently by then, because similar statements follow a correction, is no correction.

    Codes may be ids, labels or aliases in any language; an empty cell or "none" means no code. Raises UsageError that
    lists every bad row with its number, and takes over nothing then.
    """
    readers: Mapping[str, Callable[[Path], list[list[str]]]] = {".csv": _read_csv, ".xlsx": _read_xlsx}
    rows = _by_ending(path, readers)(path)
    reading = _Reading(
        path, {each.id: each for each in statements}, {each.statement: each for each in codings}, model, author
    )
    return reading.read(rows)


def _by_ending(path: Path, choices: Mapping[str, _Code]) -> _Code:
    ending = path.suffix.lower()
    if ending not in choices:
        raise UsageError(
            Text("“{path}”不是 csv 或 xlsx 文件。", "{path} is neither csv nor xlsx.").filled(path=path),
            Text("请用 .csv 或 .xlsx 结尾的文件名。", "Use a file name that ends in .csv or .xlsx."),
        )
    return choices[ending]


def _build_row(statement: Statement, coding: Coding) -> dict[str, str]:
    return {
        "id": statement.id,
        "document": statement.document,
        "locator": statement.locator.describe(),
        "speaker": statement.speaker or "",
        "role": statement.role.value,
        "segment": coding.segment or "",
        "question": statement.question or "",
        "text": statement.text,
        "stages": "; ".join(coding.stages),
        "dimensions": "; ".join(each.value for each in coding.dimensions),
        "sentiment": str(coding.sentiment),
        "confidence": f"{coding.confidence:.2f}",
        "author": coding.author,
        "proposed": _in_short(coding.stages, coding.dimensions, coding.sentiment),
    }


def _in_short(stages: Sequence[str], dimensions: Sequence[Dimension], sentiment: int) -> str:
    """The codes in one cell: what a row said when it was written, so that a person's changes are told from the engine's."""
    return f"{'; '.join(stages) or 'none'} | {'; '.join(dimensions) or 'none'} | {sentiment}"


def _write_csv(rows: list[dict[str, str]], path: Path) -> None:
    stream = io.StringIO(newline="")
    writer = csv.writer(stream)
    writer.writerow(COLUMNS)
    writer.writerows([_tame(name, row[name]) for name in COLUMNS] for row in rows)
    write_atomically(path, "\ufeff".encode() + stream.getvalue().encode("utf-8", "replace"))


def _tame(column: str, value: str) -> str:
    """The value behind an apostrophe where a spreadsheet would run it; a plain negative number stays one."""
    return value if column == "sentiment" else tame_formula(value)


def _write_xlsx(rows: list[dict[str, str]], path: Path) -> None:
    from openpyxl import Workbook
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
    from openpyxl.styles import Alignment, Font
    from openpyxl.utils import get_column_letter

    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = "codings"
    for place, name in enumerate(COLUMNS, start=1):
        sheet.cell(1, place, name).font = Font(bold=True)
        sheet.column_dimensions[get_column_letter(place)].width = _WIDTHS.get(name, 12)
    for line, row in enumerate(rows, start=2):
        for place, name in enumerate(COLUMNS, start=1):
            if name in ("sentiment", "confidence"):
                sheet.cell(line, place, float(row[name]) if name == "confidence" else int(row[name]))
                continue
            told = ILLEGAL_CHARACTERS_RE.sub("\ufffd", row[name].encode("utf-8", "replace").decode())
            cell = sheet.cell(line, place, told)
            # Text stays text: openpyxl would store what begins with "=" as a formula.
            cell.data_type = "s"
            cell.quotePrefix = is_live(row[name])
            cell.alignment = Alignment(wrap_text=name in ("text", "question"), vertical="top")
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = sheet.dimensions
    with new_version(path) as temporary:
        book.save(temporary)


def _read_csv(path: Path) -> list[list[str]]:
    content = _read_bytes(path)
    for encoding in ("utf-8-sig", "utf-16" if content[:2] in (b"\xff\xfe", b"\xfe\xff") else "gb18030"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        first = text.splitlines()[0] if text.strip() else ""
        separator = max(",;\t", key=first.count)
        try:
            return list(csv.reader(io.StringIO(text, newline=""), delimiter=separator))
        except csv.Error:
            break
    raise _unreadable(path)


def _read_xlsx(path: Path) -> list[list[str]]:
    from openpyxl import load_workbook
    from openpyxl.utils.exceptions import InvalidFileException

    content = _read_bytes(path)
    try:
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=True)
        rows = [
            ["" if cell is None else str(cell) for cell in row]
            for row in book.worksheets[0].iter_rows(values_only=True)
        ]
    except (InvalidFileException, zipfile.BadZipFile, KeyError, ValueError, OSError, IndexError) as error:
        raise _unreadable(path) from error
    return rows


def _read_bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise UsageError(
            Text("无法读取“{path}”：{why}。", "Cannot read {path}: {why}.").filled(path=path, why=cause_of(error))
        ) from error


def _unreadable(path: Path) -> UsageError:
    return UsageError(
        Text("“{path}”不是可以读取的表格。", "{path} is not a table that can be read.").filled(path=path),
        Text("请从 journey code 写出的表格开始改。", "Begin with the table that journey code writes."),
    )


@dataclass(frozen=True)
class _Reading:
    """One table being read back: rows become corrections, problems are gathered."""

    path: Path
    statements: Mapping[str, Statement]
    codings: Mapping[str, Coding]
    model: StageModel
    author: str

    def read(self, rows: list[list[str]]) -> list[OwnExample]:
        header = [cell.strip().lower() for cell in rows[0]] if rows else []
        missing = [name for name in _NEEDED if name not in header]
        if missing:
            message = Text("“{path}”缺少这些列：{columns}。", "{path} lacks these columns: {columns}.")
            raise UsageError(message.filled(path=self.path, columns=", ".join(missing)))
        problems: list[Text] = []
        found: dict[str, OwnExample] = {}
        for line, cells in enumerate(rows[1:], start=2):
            row = dict(zip(header, (cell.strip() for cell in cells), strict=False))
            if any(row.values()):
                self._read_row(line, row, found, problems)
        if problems:
            shown = joined(problems[:20], zh="；", en="; ")
            message = Text("“{path}”里有 {count} 处问题：{problems}。", "{path} has {count} problems: {problems}.")
            raise UsageError(
                message.filled(path=self.path, count=len(problems), problems=shown),
                Text("改好后再运行一次；这次什么也没有采用。", "Mend them and run it again; nothing was taken over."),
            )
        return list(found.values())

    def _read_row(self, line: int, row: dict[str, str], found: dict[str, OwnExample], problems: list[Text]) -> None:
        def problem(text: Text) -> None:
            problems.append(Text("第 {line} 行：{what}", "row {line}: {what}").filled(line=line, what=text))

        key = row.get("id", "")
        statement, coding = self.statements.get(key), self.codings.get(key)
        if statement is None or coding is None:
            problem(Text("没有编号为“{id}”的陈述", "there is no statement {id}").filled(id=key))
            return
        stages = _read_codes(row.get("stages", ""), self._stage_names(), problem)
        dimensions = _read_codes(row.get("dimensions", ""), _dimension_names(), problem)
        sentiment = _read_sentiment(row.get("sentiment", ""), problem)
        if stages is None or dimensions is None or sentiment is None:
            return
        if bool(stages) != bool(dimensions):
            problem(Text("阶段和维度要么都填，要么都空", "stages and dimensions are both given or both empty"))
            return
        if not stages and sentiment:
            problem(Text("与旅程无关的陈述，情感应为 0", "a statement that is not about the journey has sentiment 0"))
            return
        if key in found:
            problem(Text("同一条陈述出现了两次", "the same statement stands twice"))
            return
        proposed = row.get("proposed") or _in_short(coding.stages, coding.dimensions, coding.sentiment)
        if _in_short(stages, dimensions, sentiment) == proposed:
            return
        found[statement.id] = OwnExample(
            statement.id,
            statement.text,
            self.model.id,
            stages,
            dimensions,
            sentiment,
            self.author,
            coding.segment,
            statement.role,
            statement.language,
        )

    def _stage_names(self) -> dict[str, str]:
        return {
            fold(name): stage.id
            for stage in self.model.stages
            for name in (*stage.aliases, *(stage.label.say(language) for language in LANGUAGES), stage.id)
        }


def _dimension_names() -> dict[str, Dimension]:
    names = {
        Dimension.BEHAVIOUR: ("behaviour", "behavior", "客户行为", "客戶行為", "行为", "行為"),
        Dimension.TOUCHPOINT: ("touchpoint", "touchpoints", "触点", "觸點", "接触点", "接觸點"),
        Dimension.KPI: ("kpi", "kpis", "关键绩效指标", "關鍵績效指標", "指标", "指標"),
        Dimension.INSIGHT: ("insight", "insights", "客户洞察", "客戶洞察", "洞察"),
    }
    return {fold(name): dimension for dimension, spelled in names.items() for name in spelled}


def _read_codes(cell: str, names: Mapping[str, _Code], problem: Callable[[Text], None]) -> tuple[_Code, ...] | None:
    for separator in _SEPARATORS[1:]:
        cell = cell.replace(separator, ";")
    words = [word.strip() for word in cell.split(";") if word.strip()]
    if all(fold(word) in _NONE for word in words):
        return ()
    unknown = [word for word in words if fold(word) not in names]
    if unknown:
        problem(Text("不认识的编码“{codes}”", "unknown code {codes}").filled(codes=", ".join(unknown)))
        return None
    codes = tuple(dict.fromkeys(names[fold(word)] for word in words))
    if len(codes) > _MOST_CODES:
        problem(Text("最多 {most} 个编码", "at most {most} codes").filled(most=_MOST_CODES))
        return None
    return codes


def _read_sentiment(cell: str, problem: Callable[[Text], None]) -> int | None:
    plain = unicodedata.normalize("NFKC", cell).replace("−", "-").lstrip("'").removesuffix(".0")
    if plain in ("", "-2", "-1", "0", "1", "2", "+1", "+2"):
        return int(plain or 0)
    problem(
        Text("情感应为 -2 到 2 的整数，不是“{cell}”", "sentiment is a whole number from -2 to 2, not {cell}").filled(
            cell=cell
        )
    )
    return None
