"""The stage models of a workspace, and what can be done with them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.errors import UsageError
from assistant.journey import Moment, StageModel
from assistant.journey.mapping import find_shared, find_uncovered
from assistant.library import load_knowledge, load_moments, load_playbook, load_stage_models
from assistant.library.authoring import write_new_model
from assistant.library.stage_models import REFERENCE_MODEL
from assistant.settings import suggestion
from assistant.wiring import open_engagement, open_workspace, own_knowledge
from assistant.wording import Text, joined, same
from assistant.workspace import Workspace

if TYPE_CHECKING:  # loaded when a draft is re-cast, or advice asked for
    from assistant.drafting.advising import Advice, Situation
    from assistant.engagement import Engagement
    from assistant.journey import Draft
    from assistant.recasting import Recasted


@dataclass(frozen=True, slots=True)
class ModelLibrary:
    """All stage models by id; `own` are the ids of those that the workspace brings."""

    models: Mapping[str, StageModel]
    own: frozenset[str]

    def model(self, model_id: str) -> StageModel:
        """The model with that id. Raises UsageError with those that there are."""
        if model_id not in self.models:
            known = list(self.models)
            message = Text("没有名为 {name} 的阶段模型。{close}", "There is no stage model {name}.{close}")
            raise UsageError(
                message.filled(name=model_id, close=suggestion(model_id, known)),
                Text("可用：{known}。", "Known: {known}.").filled(known=joined([same(each) for each in known])),
            )
        return self.models[model_id]


@dataclass(frozen=True, slots=True)
class CheckedModel:
    """A model that can be used, and what a person should know of it."""

    model: StageModel
    remarks: tuple[Text, ...]


def open_models(named: str | None) -> ModelLibrary:
    """The models of the workspace, or the shipped ones outside of any. Raises SettingsError where a file is wrong."""
    extra = own_knowledge(_workspace(named))
    shipped = load_stage_models()
    models = load_stage_models(extra) if extra is not None else shipped
    return ModelLibrary(models, frozenset(each for each in models if models[each] != shipped.get(each)))


def add_model(named: str | None, model_id: str, base: str | None) -> Path:
    """Write a new model's file into the workspace. Raises UsageError and StorageError."""
    workspace = open_workspace(named)
    library = open_models(named)
    if model_id in library.models:
        raise UsageError(
            Text("已经有名为 {name} 的阶段模型。", "There is a stage model {name} already.").filled(name=model_id),
            Text("换一个标识，例如 our-journey。", "Choose another id, such as our-journey."),
        )
    beginning = library.model(base or REFERENCE_MODEL)
    return write_new_model(workspace.playbook, model_id, beginning, load_moments(own_knowledge(workspace)))


def check_models(named: str | None, model_id: str | None) -> list[CheckedModel]:
    """One model, or all, each with its playbook put together. Raises SettingsError where anything is wrong."""
    library = open_models(named)
    extra = own_knowledge(_workspace(named))
    moments = load_moments(extra)
    wanted = [library.model(model_id)] if model_id is not None else list(library.models.values())
    checked: list[CheckedModel] = []
    for each in wanted:
        load_playbook(each.id, extra)
        checked.append(CheckedModel(each, tuple(_remarks(each, moments))))
    return checked


def recast(
    named: str | None,
    client_name: str,
    target: str,
    *,
    number: int | None = None,
    decisions: Path | None = None,
    folder: Path | None = None,
    told: Callable[[Text], None] = lambda _: None,
) -> "Recasted":
    """A client's draft re-cast into another model, stored and written. No chat model is asked. Raises as `Recaster.recast`."""
    from assistant.recasting import Recaster

    workspace = open_workspace(named)
    client = workspace.client(client_name)
    library = open_models(named)
    knowledge = load_knowledge(library.model(target).id, own_knowledge(workspace))

    def open_notes(model_id: str, draft: "Draft") -> "Engagement":
        # A model that is there no more is read by the reference's codes; the draft itself knows its stages.
        flags = {"stage_model": model_id if model_id in library.models else REFERENCE_MODEL}
        if draft.provenance.engine == "extractive":
            flags["engine"] = "extractive"
        return open_engagement(workspace, client_name, flags, told, sends=False)

    recaster = Recaster(client, knowledge, open_notes, datetime.now)
    return recaster.recast(number, decisions, folder)


def advise(
    named: str | None, client_name: str, situation: "Situation", told: Callable[[Text], None] = lambda _: None
) -> "Advice":
    """Advice on a division for a client, from its notes as they are and a person's answers. Nothing is sent anywhere."""
    from assistant.drafting.advising import Adviser, place_in_models
    from assistant.drafting.build import material_of

    flags = {"stage_model": REFERENCE_MODEL, "engine": "extractive"}
    engagement = open_engagement(open_workspace(named), client_name, flags, told, sends=False)
    request = engagement.request()
    material = material_of(request)
    models = {key: model for key, model in load_stage_models().items() if key != "aida"}
    statements = [each.statement for each in material.told]
    found = zip((each.id for each in statements), engagement.moment_finder().find(statements), strict=True)
    stages = place_in_models(material, dict(found), models)
    considerations = [each for each in request.playbook.method if each.id.startswith("method.consider-")]
    return Adviser(material, models, stages, considerations).advise(situation)


def _remarks(model: StageModel, moments: tuple[Moment, ...]) -> list[Text]:
    labels = {each.id: each.label for each in moments}
    remarks: list[Text] = []
    uncovered = find_uncovered(model, labels)
    if uncovered:
        told = Text(
            "没有阶段包含这些时刻，讲到它们的话不会进入地图：{which}",
            "no stage covers these moments; what is told of them will not be in the map: {which}",
        )
        remarks.append(told.filled(which=joined([labels[each] for each in uncovered])))
    for moment, stages in find_shared(model, labels).items():
        told = Text(
            "“{moment}”归了不止一个阶段（{stages}），逐条由程序判断",
            "“{moment}” belongs to several stages ({stages}); the program judges each statement",
        )
        remarks.append(told.filled(moment=labels[moment], stages=joined([model.title(each) for each in stages])))
    return remarks


def _workspace(named: str | None) -> Workspace | None:
    """The workspace; none where nobody named one and there is none here: shipped models can be looked at anywhere."""
    try:
        return open_workspace(named)
    except UsageError:
        if named:
            raise
        return None
