"""The playbook of a stage model, put together from its files, shipped and own."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from assistant.errors import SettingsError
from assistant.journey import Dimension, Moment, Stage, StageModel
from assistant.library.merging import SECTIONS, STAGE_LISTS, Merged, MergedStage, Placed, PlaybookFile
from assistant.library.moments import read_moments
from assistant.library.reading import Layer, Problems, digest, layers, read_yaml
from assistant.library.shapes import LikeShape, PlaybookShape, QuestionShape
from assistant.library.stage_models import REFERENCE_MODEL, read_stage_models
from assistant.playbook import Guidance, Playbook, StageGuidance
from assistant.wording import Text, joined

OURS = "ours"
_MOST_GOALS = 3
"""A stage of more moments names the goals of its first ones: a goal is one sentence a moment."""


@dataclass(frozen=True, slots=True)
class Knowledge:
    """What the files say for one stage model: its playbook, all models there are, and the moments they are made of."""

    playbook: Playbook
    models: dict[str, StageModel]
    moments: tuple[Moment, ...]


def load_playbook(model_id: str = REFERENCE_MODEL, extra: Path | None = None) -> Playbook:
    """The playbook of one stage model: the shipped files and those of `extra`, which add or win by id.

    What the files leave out about a stage comes from the stages it is akin to. Raises SettingsError for an unknown
    model, and with every problem of every file.
    """
    return load_knowledge(model_id, extra).playbook


def load_knowledge(model_id: str = REFERENCE_MODEL, extra: Path | None = None) -> Knowledge:
    """The playbook of one stage model with all models and moments, read once. Raises as `load_playbook`."""
    problems = Problems()
    found = layers(extra)
    models = read_stage_models(found, problems)
    moments = read_moments(found, None, Problems())
    shipped = models if extra is None else read_stage_models(found[:1], Problems())
    files = _read_files(found, problems)
    _check_stages(files, models, shipped, problems)
    problems.raise_if_any()
    sources = {origin: wording.text() for file in files for origin, wording in file.shape.sources.items()}
    merged = {each: _merge(files, each, sources, problems) for each in models}
    assemblies = {
        each.id: _Assembly(each, merged[each.id], merged[REFERENCE_MODEL], moments, problems, sources)
        for each in models.values()
    }
    problems.raise_if_any()
    if model_id not in assemblies:
        raise SettingsError(
            Text("没有阶段模型“{id}”。", 'There is no stage model "{id}".').filled(id=model_id),
            Text("可用的模型：{ids}", "The models there are: {ids}").filled(ids=", ".join(sorted(assemblies))),
        )
    return Knowledge(assemblies[model_id].build(), models, tuple(moments.values()))


def _read_files(found: Sequence[Layer], problems: Problems) -> list[PlaybookFile]:
    files: list[PlaybookFile] = []
    for layer in found:
        for path in layer.files("playbook", ".yaml", ".yml"):
            shape = read_yaml(layer, path, PlaybookShape, problems)
            if shape is not None:
                files.append(PlaybookFile(layer.name(path), layer.own, shape))
    return files


def _check_stages(
    files: Sequence[PlaybookFile],
    models: Mapping[str, StageModel],
    shipped: Mapping[str, StageModel],
    problems: Problems,
) -> None:
    for file in files:
        model = file.shape.model
        if model is None:
            if file.shape.stages:
                need = Text("写了阶段就要写明 model", "a file with stages must name its model")
                problems.add(file.name, "model", need)
            continue
        if model not in models:
            unknown = Text("没有阶段模型“{id}”", 'there is no stage model "{id}"').filled(id=model)
            problems.add(file.name, "model", unknown)
            continue
        # A shipped playbook still describes stages that a workspace's version of its model no longer has.
        known = {*models[model].stage_ids, *(shipped[model].stage_ids if model in shipped else ())}
        for stage in file.shape.stages:
            if stage not in known:
                problem = Text("模型“{model}”没有阶段“{id}”", 'the model "{model}" has no stage "{id}"')
                problems.add(file.name, f"stages.{stage}", problem.filled(model=model, id=stage))


def _merge(files: Sequence[PlaybookFile], model: str, sources: Mapping[str, Text], problems: Problems) -> Merged:
    merged = Merged()
    for file in files:
        if file.shape.model in (None, model):
            merged.add(file, sources, problems)
    return merged


class _Assembly:
    """Puts together the playbook of one model from what its files say and, where they are silent, from the reference."""

    def __init__(
        self,
        model: StageModel,
        own: Merged,
        reference: Merged,
        moments: Mapping[str, Moment],
        problems: Problems,
        sources: Mapping[str, Text],
    ) -> None:
        """What is missing or wrong is noted in `problems`."""
        self._model = model
        self._own = own
        self._reference = reference
        self._moments = moments
        self._problems = problems
        self._sources = sources
        self._check_origin()
        self._dimensions = self._find_dimensions()
        self._stages = tuple(self._build_stage(stage) for stage in model.stages)
        self._sections = {name: self._section(name) for name in SECTIONS}

    def build(self) -> Playbook:
        """The playbook; its digest takes longer than all the rest."""
        content = {
            "model": self._model.digest,
            "stages": [asdict(stage) for stage in self._stages],
            "sections": {name: [asdict(entry) for entry in entries] for name, entries in self._sections.items()},
            "dimensions": {each.value: asdict(text) for each, text in self._dimensions.items()},
            "sources": {origin: asdict(text) for origin, text in self._sources.items()},
        }
        return Playbook(
            model=self._model,
            stages=self._stages,
            dimensions=self._dimensions,
            digest=digest(content),
            sources=dict(self._sources),
            **self._sections,
        )

    def _check_origin(self) -> None:
        if self._model.origin not in self._sources:
            problem = Text("sources 里没有来源“{id}”", 'sources has no origin "{id}"').filled(id=self._model.origin)
            self._problems.add(f"stage-models ({self._model.id})", "origin", problem)

    def _find_dimensions(self) -> dict[Dimension, Text]:
        found = {each: self._own.dimensions[each.value] for each in Dimension if each.value in self._own.dimensions}
        for each in Dimension:
            if each not in found:
                self._missing(f"dimensions.{each.value}")
        return found

    def _section(self, name: str) -> tuple[Guidance, ...]:
        placed = self._own.sections[name]
        found = [(key, self._resolved(each)) for key, each in placed.items()]
        return tuple(_guidance(f"{SECTIONS[name]}.{key}", shape) for key, shape in found if shape)

    def _build_stage(self, stage: Stage) -> StageGuidance:
        said = list(self._said(stage))
        part = self._part(stage)
        lists = {name: self._list(stage, name, said) for name in STAGE_LISTS}
        return StageGuidance(
            stage=stage.id,
            goal=self._goal(stage, said, part),
            template_hint=self._wording(stage, "template_hint", said),
            cell_questions=self._cell_questions(stage, said, part),
            lead_team=next((each.wordings["lead_team"] for each in said if "lead_team" in each.wordings), None),
            expectation=next((each.wordings["expectation"] for each in said if "expectation" in each.wordings), None),
            **lists,
        )

    def _part(self, stage: Stage) -> tuple[Moment, ...]:
        """The moments of a stage that covers only some of those of every stage it is akin to; none where it covers one whole."""
        covered = set(stage.covered)
        for akin in stage.akin:
            if all(each.id in covered for each in self._moments.values() if each.stage == akin):
                return ()
        return tuple(self._moments[each] for each in stage.covered if each in self._moments)

    def _goal(self, stage: Stage, said: Sequence[MergedStage], part: Sequence[Moment]) -> Text:
        own = self._own.stages.get(stage.id)
        if not part or (own is not None and "goal" in own.wordings):
            return self._wording(stage, "goal", said)
        return joined([each.goal for each in part[:_MOST_GOALS]], zh="", en=" ").settled()

    def _said(self, stage: Stage) -> Iterator[MergedStage]:
        """What is said about the stage itself, then about those it is akin to."""
        if stage.id in self._own.stages:
            yield self._own.stages[stage.id]
        for akin in stage.akin:
            if akin in self._reference.stages and not (self._own is self._reference and akin == stage.id):
                yield self._reference.stages[akin]

    def _wording(self, stage: Stage, name: str, said: Sequence[MergedStage]) -> Text:
        for each in said:
            if name in each.wordings:
                return each.wordings[name]
        self._missing(f"stages.{stage.id}.{name}")
        return Text("", "")

    def _list(self, stage: Stage, name: str, said: Sequence[MergedStage]) -> tuple[Guidance, ...]:
        own = self._own.stages.get(stage.id)
        givers = [own] if own is not None and name in own.lists else said
        placed: dict[str, tuple[Placed, bool]] = {}
        for giver in givers:
            for key, each in giver.lists.get(name, {}).items():
                placed.setdefault(key, (each, giver is own))
        covered = set(stage.covered)
        found = [(key, self._resolved(each), own_words) for key, (each, own_words) in placed.items()]
        return tuple(
            _guidance(f"{stage.id}.{STAGE_LISTS[name]}.{key}", shape)
            for key, shape, own_words in found
            if shape and (own_words or not covered or not shape.moments or covered & set(shape.moments))
        )

    def _cell_questions(
        self, stage: Stage, said: Sequence[MergedStage], part: Sequence[Moment]
    ) -> dict[Dimension, Guidance]:
        questions: dict[Dimension, Guidance] = {}
        own = self._own.stages.get(stage.id)
        for dimension in Dimension:
            asks = next((each for each in part if dimension in each.asks), None)
            if asks is not None and (own is None or dimension.value not in own.cells):
                name = f"{stage.id}.cell.{dimension.value}"
                questions[dimension] = Guidance(name, asks.asks[dimension], OURS, asks.words)
                continue
            placed = next((each.cells[dimension.value] for each in said if dimension.value in each.cells), None)
            if placed is None:
                self._missing(f"stages.{stage.id}.cell_questions.{dimension.value}")
                continue
            shape = self._resolved(placed)
            if shape is None:
                continue
            # A question taken over keeps its name, so that one answer closes both the question and the cell.
            taken = (
                placed.shape.like.split(".", 1)[-1]
                if isinstance(placed.shape, LikeShape)
                else f"cell.{dimension.value}"
            )
            questions[dimension] = _guidance(f"{stage.id}.{taken}", shape)
        return questions

    def _resolved(self, placed: Placed) -> QuestionShape | None:
        if not isinstance(placed.shape, LikeShape):
            return placed.shape
        for merged in (self._own, self._reference):
            shape = merged.find_entry(placed.shape.like)
            if shape is not None:
                return shape
        problem = Text("没有条目“{id}”可以沿用", 'there is no entry "{id}" to take over').filled(id=placed.shape.like)
        self._problems.add(placed.file, placed.where, problem)
        return None

    def _missing(self, key: str) -> None:
        problem = Text("缺少这一项，也没有相近阶段可以沿用", "is missing, and no akin stage has it either")
        self._problems.add(f"playbook ({self._model.id})", key, problem)


def _guidance(full_id: str, shape: QuestionShape) -> Guidance:
    claimed = getattr(shape, "claimed", False)
    return Guidance(full_id, shape.text(), shape.origin, tuple(shape.words), claimed)
