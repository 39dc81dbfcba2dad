"""Drafting the reports out of a conversation, as `journey draft` does."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from assistant.cli.result import tell_draft
from assistant.cli.screen import Screen
from assistant.errors import Exit
from assistant.wording import Text

if TYPE_CHECKING:
    from assistant.engagement import Drafted
    from assistant.workspace import Workspace


def draft_at_once(
    screen: Screen, workspace: "Workspace", client: str, given: Mapping[str, object], *, mask_suspects: bool
) -> Exit:
    """Reads what is new, drafts, and tells where the reports are. Raises as `journey draft`."""
    from assistant.cli.consent import AtTerminal
    from assistant.model_engine import Manner, settled
    from assistant.wiring import open_engagement

    manner = Manner(AtTerminal(screen), mask_suspects)

    def work() -> "Drafted":
        engagement = open_engagement(workspace, client, given, screen.remark)
        drafting = Text("起草报告", "Drafting the reports")
        with screen.progress(Text("读取笔记", "Reading notes"), engagement.note_count(), drafting) as step:
            return engagement.draft(report="all", segment=None, folder=None, progress=step, manner=manner)

    drafted = settled(work, workspace.client(client), manner)
    tell_draft(screen, drafted)
    return drafted.exit_code(strict=False)
