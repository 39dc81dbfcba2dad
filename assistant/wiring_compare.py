"""Builds what comparing drafts needs beyond `wiring`: the stage models, and the look of the reports."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.versions import Versions
from assistant.wiring import own_knowledge, settings_in_force
from assistant.workspace import Workspace

if TYPE_CHECKING:  # loaded when something is compared
    from assistant.comparing import Wanted
    from assistant.journey import Draft
    from assistant.journey.comparison import Compared


def compare(
    workspace: Workspace,
    name: str,
    wanted: "Wanted",
    *,
    word: bool,
    folder: Path | None,
    now: Callable[[], datetime] = datetime.now,
) -> "tuple[Compared, Path | None]":
    """The comparison asked for, and the Word file where one is. Raises as `compare_client` and `write_comparison`."""
    from assistant.comparing import carry_into, compare_client, write_comparison

    client = workspace.client(name)
    settings = settings_in_force(workspace, client, {}).settings

    def carry(before: "Draft", after: "Draft") -> "Draft":
        from assistant.drafting.recast import carry_over
        from assistant.library import load_knowledge

        def into(draft: "Draft") -> "Draft":
            known = load_knowledge(after.model.id, own_knowledge(workspace))
            return carry_over(draft, known.playbook, known.models, known.moments)

        return carry_into(before, into)

    compared = compare_client(client, wanted, carry)
    if not (word or folder is not None):
        return compared, None
    versions = Versions(
        client, workspace.root / settings.outputs, now, firm=settings.firm, theme_file=workspace.theme_file
    )
    return compared, write_comparison(compared, versions, folder, now)
