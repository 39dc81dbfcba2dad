"""What was not used from the notes, shown briefly: whole files one by one, parts of files counted by reason."""

from collections import Counter
from collections.abc import Sequence

from assistant.cli.screen import Screen
from assistant.journey import LeftOut
from assistant.wording import Text


def show_left_out(screen: Screen, left_out: Sequence[LeftOut]) -> None:
    """Print whole files with their reason, and how many pieces of other files were left out."""
    whole = [each for each in left_out if each.skipped_file]
    for each in whole:
        message = Text("略去 {document}：{note}", "Left out {document}: {note}")
        screen.remark(message.filled(document=each.document, note=each.note))
    parts = Counter(each.reason for each in left_out if not each.skipped_file)
    if parts:
        listed = "、".join(f"{reason} {count}" for reason, count in sorted(parts.items()))
        if screen.language == "en":
            listed = listed.replace("、", ", ")
        message = Text(
            "另有 {n} 处未作陈述（{listed}），报告附录中逐条列出。",
            "{n} more pieces are no statements ({listed}); the report's appendix lists each.",
        )
        screen.remark(message.filled(n=sum(parts.values()), listed=listed))
