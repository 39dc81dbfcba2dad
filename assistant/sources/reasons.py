"""Why something in the notes was not used: the stable ids and what a person reads."""

from assistant.errors import SourceError
from assistant.journey import LeftOut, Locator
from assistant.sources.injection import holds_instruction
from assistant.wording import Text, joined

_STABLE = {"duplicate_file": "duplicate", "concealed_instruction": "instruction", "near_duplicate": "duplicate"}
_UNSEEN = frozenset({"hidden", "deleted", "picture_text", "properties"})
_UNSAID = frozenset(
    {"header", "page_furniture", "navigation", "mail_frame", "aside", "boilerplate", "advert", "contents", "chat_frame"}
)
_EXCERPT = 80  # characters; enough to find the place again

NOTES: dict[str, Text] = {
    "aside": Text("记录者的旁注，不是受访者的话", "a remark of the note-taker, not the interviewee's words"),
    "header": Text(
        "笔记的抬头信息，已用来确认说话人和客群", "the note's header, used to tell the speakers and the segment"
    ),
    "duplicate": Text("与“{first}”中的内容重复，只保留第一处", "the same as in {first}; only the first is kept"),
    "duplicate_file": Text("与“{first}”是同一份文件，只读取一次", "the same file as {first}; read once"),
    "hidden": Text("文件中隐藏的内容，正文里看不到", "hidden in the file, not visible in its text"),
    "deleted": Text("修订中已删除的文字", "text deleted in a tracked change"),
    "page_furniture": Text("页眉、页脚或页码", "a running header, footer or page number"),
    "chat_frame": Text("聊天或会议软件的提示，不是谁说的话", "a notice of the chat or meeting program, nobody's words"),
    "instruction": Text(
        "像是写给程序的指令，不照做，也不作证据",
        "reads like an order to a program; it is not followed and is no evidence",
    ),
    "concealed_instruction": Text(
        "像是写给程序的指令，而且藏在页面上看不到的地方，不照做，也不作证据",
        "reads like an order to a program, hidden where no reader sees it; it is not followed and is no evidence",
    ),
    "properties": Text("文件属性或源码中的文字，不是正文", "in the file's properties or source, not its text"),
    "boilerplate": Text(
        "网页的导航、计数、相关链接或热榜，不是正文",
        "navigation, counters, related links or hot lists of a site, not its text",
    ),
    "advert": Text("插进文中的广告", "advertising put into the text"),
    "repeated": Text(
        "同一文件里重复的段落，只保留第一处", "a paragraph repeated in the same file; only the first is kept"
    ),
    "near_duplicate": Text(
        "与“{first}”中的内容几乎相同，只保留第一处", "nearly the same as in {first}; only the first is kept"
    ),
    "mojibake": Text(
        "乱码，曾用错误的编码保存，请重新导出", "garbled: saved in the wrong encoding once; export it again"
    ),
    "invisible": Text(
        "看不见的字符（零宽或控制字符），已去掉", "characters nobody sees (zero-width or control); taken out"
    ),
    "contents": Text("目录，不是正文", "a line of the table of contents, not the text"),
    "picture_text": Text("图片的替代文字，不是谁说的话", "the description of a picture, nobody's words"),
    "mail_frame": Text(
        "邮件的抬头、引用标记或签名，已用来确认各段是谁写的",
        "frame of the mail (headers, signature), used to tell who wrote what",
    ),
    "navigation": Text(
        "网页的导航、页脚或按钮，不是正文", "navigation, footer or buttons of the web page, not its text"
    ),
}


def left_out(document: str, reason: str, locator: Locator, excerpt: str = "", **values: str) -> LeftOut:
    """The record of something left out; `excerpt` is shortened, `values` fill the reason's sentence."""
    shown = " ".join(excerpt.split())
    shown = shown if len(shown) <= _EXCERPT else f"{shown[: _EXCERPT - 1]}…"
    if reason in _UNSEEN and holds_instruction(excerpt):
        reason = "concealed_instruction"
    elif reason in _UNSAID and holds_instruction(excerpt):
        reason = "instruction"
    return LeftOut(document, _STABLE.get(reason, reason), NOTES[reason].filled(**values), locator, shown)


def refused(document: str, error: SourceError) -> LeftOut:
    """The record of a file that could not be read, with what to do about it."""
    note = joined([error.message, error.hint], zh="；", en="; ") if error.hint is not None else error.message
    return LeftOut(document, error.reason, note)
