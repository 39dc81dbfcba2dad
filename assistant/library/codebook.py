"""The codebook: labelled example sentences, checked row by row."""

import csv
import io
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from assistant.causes import cause_of
from assistant.journey import Dimension, StageModel
from assistant.library.reading import Layer, Problems, layers, read_text
from assistant.library.stage_models import REFERENCE_MODEL, read_stage_models
from assistant.playbook import CodedExample
from assistant.wording import Text

COLUMNS = ("text", "stages", "funnel", "dimensions", "sentiment", "speaker", "industry")
TALK_COLUMNS = ("text", "question", *COLUMNS[1:])
"""The columns of single sentences, and those of interviews, whose rows follow each other as they were said."""
FUNNEL_MODEL = "funnel"
_SPEAKERS = ("customer", "staff")
_MOST_CODES = 2
"""The coding guide gives a statement one main code and at most one more."""


def load_codebook(extra: Path | None = None) -> tuple[CodedExample, ...]:
    """Every coded example of the shipped codebook and of `extra`, whose coding of the same words wins.

    Raises SettingsError with every bad row of every file.
    """
    problems = Problems()
    shipped, *_ = found = layers(extra)
    models = read_stage_models([shipped], problems)
    problems.raise_if_any()
    examples: dict[str, CodedExample] = {}
    for layer in found:
        examples.update(_read_layer(layer, models, problems))
    problems.raise_if_any()
    return tuple(examples.values())


def _read_layer(layer: Layer, models: Mapping[str, StageModel], problems: Problems) -> dict[str, CodedExample]:
    examples: dict[str, CodedExample] = {}
    places: dict[str, Text] = {}
    for path in layer.files("codebook", ".csv"):
        name = layer.name(path)
        for number, cells in _read_rows(path, name, problems):
            row = _Row(name, number, cells, problems)
            example = row.build_example(models)
            if example.text in places:
                row.note("text", Text("与 {place} 重复", "is the same as {place}").filled(place=places[example.text]))
                continue
            places[example.text] = Text("{file}，{row}", "{file}, {row}").filled(file=name, row=_row(number))
            examples[example.text] = example
    return examples


def _read_rows(path: Path, name: str, problems: Problems) -> Iterator[tuple[int, dict[str, str]]]:
    """The rows with their numbers, as a spreadsheet counts them; rows of the wrong width are noted and left out."""
    text = read_text(path, name, problems)
    if text is None:
        return
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    number = 0
    try:
        header = tuple(next(reader, []))
        number = 1
        if header not in (COLUMNS, TALK_COLUMNS):
            problem = Text("表头应为 {columns} 或 {others}", "the header must be {columns} or {others}")
            problems.add(name, _row(1), problem.filled(columns=",".join(COLUMNS), others=",".join(TALK_COLUMNS)))
            return
        for number, cells in enumerate(reader, start=2):
            if cells and len(cells) != len(header):
                width = Text("应有 {n} 列，实有 {m} 列", "needs {n} columns and has {m}")
                problems.add(name, _row(number), width.filled(n=len(header), m=len(cells)))
            elif cells:
                yield number, dict(zip(header, (cell.strip() for cell in cells), strict=True))
    except csv.Error as error:
        problem = Text("不是有效的 CSV：{why}", "not valid CSV: {why}").filled(why=cause_of(error))
        problems.add(name, _row(number + 1), problem)


def _row(number: int) -> Text:
    return Text("第 {n} 行", "row {n}", "第 {n} 列").filled(n=number)


@dataclass(frozen=True, slots=True)
class _Row:
    file: str
    number: int
    cells: Mapping[str, str]
    problems: Problems

    def note(self, column: str, problem: Text) -> None:
        place = Text("{row}，{column}", "{row}, {column}").filled(row=_row(self.number), column=column)
        self.problems.add(self.file, place, problem)

    def build_example(self, models: Mapping[str, StageModel]) -> CodedExample:
        """The example; what is wrong with the row is noted."""
        funnel = models[FUNNEL_MODEL]
        if not self.cells["text"]:
            self.note("text", Text("不能为空", "must not be empty"))
        example = CodedExample(
            text=self.cells["text"],
            stages=self._codes("stages", models[REFERENCE_MODEL].stage_ids),
            funnel=self._codes("funnel", funnel.stage_ids),
            dimensions=tuple(Dimension(each) for each in self._codes("dimensions", [each.value for each in Dimension])),
            sentiment=self._sentiment(),
            speaker=self._speaker(),
            question=self.cells.get("question", ""),
        )
        self._check_together(example, funnel)
        return example

    def _codes(self, column: str, known: Collection[str]) -> tuple[str, ...]:
        codes = [each.strip() for each in self.cells[column].split("|")] if self.cells[column] else []
        for code in codes:
            if code not in known:
                self.note(column, Text("不认识的编码“{code}”", 'unknown code "{code}"').filled(code=code))
        if len(set(codes)) < len(codes):
            self.note(column, Text("编码重复", "a code stands twice"))
        if len(codes) > _MOST_CODES:
            self.note(column, Text("最多 {n} 个编码", "at most {n} codes").filled(n=_MOST_CODES))
        return tuple(code for code in dict.fromkeys(codes) if code in known)

    def _sentiment(self) -> int:
        if self.cells["sentiment"] not in ("-2", "-1", "0", "1", "2"):
            self.note("sentiment", Text("应为 -2 到 2 的整数", "must be a whole number from -2 to 2"))
            return 0
        return int(self.cells["sentiment"])

    def _speaker(self) -> str:
        if self.cells["speaker"] not in _SPEAKERS:
            self.note("speaker", Text("应为 customer 或 staff", "must be customer or staff"))
            return _SPEAKERS[0]
        return self.cells["speaker"]

    def _check_together(self, example: CodedExample, funnel: StageModel) -> None:
        coded = [bool(self.cells[column]) for column in ("stages", "funnel", "dimensions")]
        if any(coded) and not all(coded):
            problem = Text(
                "stages、funnel、dimensions 要么都填，要么都空",
                "stages, funnel and dimensions are all given or all empty",
            )
            self.note("stages", problem)
        if not any(coded) and example.sentiment:
            self.note(
                "sentiment", Text("与旅程无关的句子应为 0", "must be 0 for a sentence that is not about the journey")
            )
        for stage_id in example.funnel:
            if example.stages and not set(funnel.stage(stage_id).akin) & set(example.stages):
                problem = Text("漏斗阶段“{id}”与 stages 不符", 'the funnel stage "{id}" does not go with stages')
                self.note("funnel", problem.filled(id=stage_id))
