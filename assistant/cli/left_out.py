"""What was not used from the notes, shown briefly: whole files one by one, parts of files counted by reason."""

from collections import Counter
from collections.abc import Sequence

from assistant.cli.screen import Screen
from assistant.journey import LeftOut
from assistant.wording import Text, joined, same


def show_left_out(screen: Screen, left_out: Sequence[LeftOut]) -> None:
    """Print whole files with their reason, and how many pieces of other files were left out."""
    show_skipped_files(screen, left_out)
    parts = Counter(each.reason for each in left_out if not each.skipped_file)
    if parts:
        listed = joined(
            [
                Text("{what} {count} 处", "{what} {count}").filled(what=_SHORT.get(reason, same(reason)), count=count)
                for reason, count in parts.most_common()
            ]
        )
        message = Text(
            "另有一些内容不作陈述（{listed}），报告附录中逐条列出。",
            "Some pieces are no statements ({listed}); the reports' appendix lists each.",
        )
        screen.remark(message.filled(listed=listed))


def show_skipped_files(screen: Screen, left_out: Sequence[LeftOut]) -> None:
    """Print the files that were not read, one a line, with the reason and what to do."""
    for each in (each for each in left_out if each.skipped_file):
        named = each.document in each.note.en
        message = Text("略去：{note}", "Left out: {note}")
        if not named:
            message = Text("略去 {document}：{note}", "Left out {document}: {note}")
        screen.remark(message.filled(document=each.document, note=each.note))


_SHORT = {
    "aside": Text("记录者旁注", "note-taker's remarks"),
    "header": Text("抬头信息", "headers"),
    "duplicate": Text("重复内容", "duplicates"),
    "hidden": Text("隐藏内容", "hidden content"),
    "deleted": Text("修订中删除的文字", "deleted revisions"),
    "page_furniture": Text("页眉页脚", "running headers and footers"),
    "navigation": Text("网页导航", "web navigation"),
}
