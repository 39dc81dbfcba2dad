"""Builds collection plans: the part of `wiring` that only they need."""

from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assistant.wiring import check_stage_model, open_engagement, own_knowledge, settings_in_force
from assistant.wording import Text
from assistant.workspace import Workspace

if TYPE_CHECKING:
    from assistant.planning import Planned


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
