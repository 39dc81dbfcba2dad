"""Builds what single reports and collection plans need beyond `wiring`."""

from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assistant.wiring import check_stage_model, open_engagement, own_knowledge, settings_in_force
from assistant.wording import Text
from assistant.workspace import Workspace

if TYPE_CHECKING:
    from assistant.planning import Planned


FUNNEL = "funnel"


def model_for_funnel(workspace: Workspace, name: str, flags: Mapping[str, Any]) -> str | None:
    """The stage model that a funnel report is drafted in where none was asked for and that in force will not do; else None."""
    from assistant.drafting.preconditions import has_strategies
    from assistant.library import load_playbook

    if "stage_model" in flags:
        return None
    in_force = settings_in_force(workspace, workspace.client(name), flags).settings.stage_model
    extra = own_knowledge(workspace)
    check_stage_model(in_force, extra)
    return None if has_strategies(load_playbook(in_force, extra)) else FUNNEL


def plan_collection(
    workspace: Workspace,
    name: str,
    flags: Mapping[str, Any],
    *,
    number: int | None,
    folder: Path | None,
    told: Callable[[Text], None],
    now: Callable[[], datetime] = datetime.now,
) -> "Planned":
    """The collection plan of a client, written. Nothing leaves the machine. Raises UsageError, SettingsError, StorageError."""
    from assistant.library import load_playbook, load_research
    from assistant.planning import Sheet, write_plan

    settings = settings_in_force(workspace, workspace.client(name), flags).settings
    extra = own_knowledge(workspace)
    check_stage_model(settings.stage_model, extra)
    engagement = open_engagement(workspace, name, {**flags, "engine": "extractive"}, told, sends=False)
    sheet = Sheet(
        load_playbook=lambda model: load_playbook(model, extra),
        guide=load_research(extra),
        language=settings.language,
        stage_model=settings.stage_model,
        fixed_model="stage_model" in flags,
        number=number,
    )
    return write_plan(engagement, sheet, folder, now)
