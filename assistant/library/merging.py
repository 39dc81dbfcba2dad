"""Putting the playbook files of one model together: later layers add entries, or win by id."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from assistant.library.reading import Problems
from assistant.library.shapes import (
    EntryShape,
    LikeShape,
    PlaybookShape,
    QuestionShape,
    SourcedShape,
    StageGuidanceShape,
)
from assistant.wording import Text

SECTIONS = {
    "uses": "use",
    "segmentation": "segmentation",
    "customer_data": "customer-data",
    "market_research": "market-research",
    "problem_areas": "problem-area",
    "opportunities": "opportunity",
    "updating": "updating",
    "statistics": "statistic",
    "method": "method",
}
"""Lists that hold for the whole journey, and how the ids of their entries begin."""

STAGE_LISTS = {
    "behaviours": "behaviour",
    "touchpoints": "touchpoint",
    "kpis": "kpi",
    "questions": "question",
    "strategies": "strategy",
    "metrics": "metric",
}
"""Lists of one stage, and what stands in the ids of their entries between stage and short id."""

_WORDINGS = ("goal", "template_hint", "lead_team", "expectation")


@dataclass(frozen=True, slots=True)
class PlaybookFile:
    """A playbook file that was read; `own` when it is the workspace's."""

    name: str
    own: bool
    shape: PlaybookShape


@dataclass(frozen=True, slots=True)
class Placed:
    """An entry together with the place it was written at."""

    shape: QuestionShape | LikeShape
    file: str
    where: str
    own: bool


@dataclass(slots=True)
class MergedStage:
    """Everything the files say about one stage."""

    wordings: dict[str, Text] = field(default_factory=dict[str, Text])
    lists: dict[str, dict[str, Placed]] = field(default_factory=dict[str, dict[str, Placed]])
    cells: dict[str, Placed] = field(default_factory=dict[str, Placed])


class Merged:
    """Everything the files say about one model."""

    def __init__(self) -> None:
        self.dimensions: dict[str, Text] = {}
        self.sections: dict[str, dict[str, Placed]] = {name: {} for name in SECTIONS}
        self.stages: dict[str, MergedStage] = {}

    def add(self, file: PlaybookFile, sources: Mapping[str, Text], problems: Problems) -> None:
        """Adds what one file says. Notes ids that stand twice in one layer, and origins that no file describes."""
        placing = _Placing(file, sources, problems)
        for dimension, wording in file.shape.dimensions.items():
            placing.check_origin(wording, f"dimensions.{dimension}")
            self.dimensions[dimension] = wording.text()
        for name in SECTIONS:
            placing.place(self.sections[name], getattr(file.shape, name), name)
        for stage, shape in file.shape.stages.items():
            self._add_stage(self.stages.setdefault(stage, MergedStage()), shape, f"stages.{stage}", placing)

    def find_entry(self, full_id: str) -> EntryShape | None:
        """The entry of a stage with that full id ("purchase.question.budget"), or None; never one taken over."""
        stage, _, rest = full_id.partition(".")
        kind, _, key = rest.partition(".")
        if stage not in self.stages:
            return None
        for name, entries in self.stages[stage].lists.items():
            if STAGE_LISTS[name] == kind and key in entries:
                shape = entries[key].shape
                return shape if isinstance(shape, EntryShape) else None
        return None

    def _add_stage(self, merged: MergedStage, shape: StageGuidanceShape, where: str, placing: "_Placing") -> None:
        for name in _WORDINGS:
            wording: SourcedShape | None = getattr(shape, name)
            if wording is not None:
                placing.check_origin(wording, f"{where}.{name}")
                merged.wordings[name] = wording.text()
        for name in STAGE_LISTS:
            entries: list[EntryShape | LikeShape] | None = getattr(shape, name)
            if entries is not None:
                placing.place(merged.lists.setdefault(name, {}), entries, f"{where}.{name}")
        for dimension, question in shape.cell_questions.items():
            merged.cells[dimension] = placing.placed(question, f"{where}.cell_questions.{dimension}")


@dataclass(frozen=True, slots=True)
class _Placing:
    """Checks and places the entries of one file."""

    file: PlaybookFile
    sources: Mapping[str, Text]
    problems: Problems

    def place(self, into: dict[str, Placed], entries: Iterable[EntryShape | LikeShape], where: str) -> None:
        for entry in entries:
            key = entry.like.rsplit(".", 1)[-1] if isinstance(entry, LikeShape) else entry.id
            if key in into and into[key].own == self.file.own:
                problem = Text("标识重复（也在 {file}）", "this id stands twice (also in {file})").filled(
                    file=into[key].file
                )
                self.problems.add(self.file.name, f"{where}.{key}", problem)
            into[key] = self.placed(entry, f"{where}.{key}")

    def placed(self, shape: QuestionShape | LikeShape, where: str) -> Placed:
        if isinstance(shape, QuestionShape):
            self.check_origin(shape, where)
        return Placed(shape, self.file.name, where, self.file.own)

    def check_origin(self, shape: SourcedShape, where: str) -> None:
        if shape.origin not in self.sources:
            problem = Text("sources 里没有来源“{id}”", 'sources has no origin "{id}"').filled(id=shape.origin)
            self.problems.add(self.file.name, f"{where}.origin", problem)
