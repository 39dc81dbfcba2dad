"""What was not used from the notes, shown briefly: whole files one by one, parts of files counted by reason."""

from collections import Counter
from collections.abc import Sequence
from pathlib import Path

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
            "另有一些内容不作陈述（{listed}）；journey index --explain 逐条列出，报告附录中也有。",
            "Some pieces are no statements ({listed}); journey index --explain lists each, as does the reports' appendix.",
        )
        screen.remark(message.filled(listed=listed))


def explain_left_out(screen: Screen, left_out: Sequence[LeftOut], profile: Path) -> None:
    """Print every piece that was not used, file by file: where, why, its words; and how to have it back."""
    show_skipped_files(screen, left_out)
    parts: dict[str, list[LeftOut]] = {}
    for each in left_out:
        if not each.skipped_file:
            parts.setdefault(each.document, []).append(each)
    for document, pieces in parts.items():
        screen.tell(Text("{document}：{n} 处未用", "{document}: {n} not used").filled(document=document, n=len(pieces)))
        for each in pieces:
            where = Text(*(each.locator.describe(language) for language in ("zh-Hans", "en", "zh-Hant")))
            message = Text("  {where}　{why}　{words}", "  {where} · {why} · {words}")
            screen.tell(message.filled(where=where, why=_SHORT.get(each.reason, same(each.reason)), words=each.excerpt))
    reasons = {each.reason for each in left_out if not each.skipped_file}
    if reasons & _CLEANED:
        screen.remark(
            Text(
                '要让某个文件保留原样，请在 {file} 中写：as_is = ["文件名"]，再运行一次。',
                'To have a file read as it is, write into {file}: as_is = ["FILE"], and run this again.',
            ).filled(file=profile)
        )
    if "instruction" in reasons:
        screen.remark(
            Text(
                '如果核对后确认某个文件里“像指令”的话是受访者说的，请在 {file} 中写：trusted = ["文件名"]。',
                'Where you looked and what reads like an order is what somebody said, write into {file}: trusted = ["FILE"].',
            ).filled(file=profile)
        )


_CLEANED = frozenset({"boilerplate", "navigation", "advert", "repeated", "contents", "picture_text", "duplicate"})


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
    "instruction": Text("像是写给程序的指令", "orders to a program"),
    "mojibake": Text("乱码", "garbled text"),
    "invisible": Text("看不见的字符", "invisible characters"),
    "boilerplate": Text("网页套话", "page chrome"),
    "advert": Text("广告", "advertising"),
    "repeated": Text("重复段落", "repeated paragraphs"),
    "contents": Text("目录", "tables of contents"),
    "picture_text": Text("图片说明", "picture descriptions"),
    "mail_frame": Text("邮件抬头和签名", "mail headers and signatures"),
    "chat_frame": Text("聊天软件的提示", "chat notices"),
    "page_furniture": Text("页眉页脚", "running headers and footers"),
    "navigation": Text("网页导航", "web navigation"),
}
