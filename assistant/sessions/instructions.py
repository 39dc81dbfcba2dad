"""Sentences in notes that read like orders to a program: material like any other, but never evidence."""

import re

from assistant.sources.folding import fold
from assistant.sources.sentences import split_sentences

_PROGRAM = (
    r"(?:ai|人工智能|大模型|语言模型|智能助手|聊天机器人|llms?|(?:language |chat )?models?|chatbot|gpt|assistant)"
)
# Read after folding: Traditional as Simplified, small letters, plain widths.
_ORDERS = re.compile(
    "|".join(
        (
            r"(?:忽略|无视|不要理会|不用理会|忘记|忘掉|抛开|绕过|覆盖)[^。！？]{0,12}?(?:指令|指示|提示词?|规则|设定|以上内容|上述内容|上文)",
            rf"(?:你|您)(?:现在|从现在起)?(?:是|作为|扮演|充当)[^。！？]{{0,10}}?{_PROGRAM}",
            rf"(?:致|给|告诉|提醒|请)[^。！？]{{0,6}}?{_PROGRAM}[^。！？]{{0,6}}?[:：,，]?(?:请|你|务必|必须|应当|要)",
            rf"{_PROGRAM}[^。！？]{{0,8}}?(?:请|务必|必须|应当|一律)[^。！？]{{0,12}}?(?:回答|输出|回复|写成|写道|忽略|标记|评为|报告)",
            r"(?:系统|开发者)(?:提示词?|指令|消息)\s*[:：]",
            r"(?:请|必须|务必|一律|只能|只需|直接)(?:回答|输出|回复|打印)(?:[:：“\"「『]|以下|如下|一句)",
            r"(?:ignore|disregard|forget|override|bypass)\b.{0,40}?\b"
            r"(?:instructions?|prompts?|rules|guidelines|above|previous(?:ly)?|prior|earlier text)\b",
            rf"\byou(?: are|'re)(?: now| no longer)? (?:an?|the) (?:\w+ ){{0,2}}?{_PROGRAM}\b(?! (?:manager|director|to the))",
            rf"\b(?:note|message|instructions?|attention|dear)\b.{{0,12}}?\b{_PROGRAM}\b\s*[:,]",
            r"\b(?:system|developer) (?:prompt|message|instructions?)\b",
            rf"\bact as (?:if you|(?:an?|the) (?:\w+ ){{0,2}}?{_PROGRAM})\b|\bjailbreak\b|\bdo anything now\b",
            r"\b(?:print|output|reply|respond|answer)\b (?:only |exactly |just )*(?:with|by)? ?"
            r"(?:the (?:following|exact)|exactly|verbatim)\b",
            r"<\|?(?:im_start|im_end|system|endoftext)\|?>|\[/?inst\]|^\s*#{1,4} ?(?:system|instructions?)\b|</?notes\b",
        )
    ),
    re.DOTALL,
)


def find_instructions(text: str) -> list[tuple[int, int]]:
    """Spans of the sentences in `text` that address a program: to ignore its rules, be somebody else, print something.

    Kept narrow, as people do tell each other what to do; a miss is harmless, since nothing that a model says counts
    before it was checked against other words.
    """
    found: list[tuple[int, int]] = []
    start = 0
    for piece in split_sentences(text):
        if _ORDERS.search(fold(piece)):
            found.append((start, start + len(piece)))
        start += len(piece)
    return found
