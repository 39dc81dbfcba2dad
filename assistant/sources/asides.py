"""Remarks of the note-taker and stage directions: words in the notes that no interviewee said."""

import re

_WORDS = (
    r"旁注|旁註|批注|批註|附注|附註|备注|備註|笔记|筆記|编者[注按]|編者[註按]|(?:记录|記錄|访谈|訪談|整理|观察|觀察)[者人员員]?(?:备注|備註|[注註按])|"
    r"观察|觀察|现场观察|現場觀察|[注註按](?=[：:])|note-?taker(?:'s)?(?:\s+note)?|(?:interviewer|observer|researcher|moderator|editor)(?:'s)?\s+notes?|"
    r"notes?|observation|n\.?b\.?|ed\.?(?=[：:])|aside|memo"
)
_BRACKETED = re.compile(
    rf"[【\[（(〔]\s*(?:{_WORDS})(?:\s*[：:，,—-]\s*|\s+(?=\S)|(?=[】\])）〕]))(?P<said>[^】\]）)〕]{{0,2000}})"
    r"(?P<close>[】\]）)〕]?)",
    re.IGNORECASE,
)
_LINE = re.compile(rf"^[\s>*_•-]*(?:{_WORDS})\s*[*_]*[：:]", re.IGNORECASE)
_CLOSING = re.compile(
    r"^[\s>*_•#-]*(?:小结|小結|总结|總結|访谈小结|訪談小結|要点|要點|后续|後續|summary|takeaways?|"
    r"key points|next steps|follow-?ups?)[*_]*\s*(?:[：:]|$)",
    re.IGNORECASE,
)
_DIRECTION = re.compile(r"^(?:[\s*_]*[（(\[【<＜〈][^（）()\[\]【】<>]{0,80}[)）\]】>＞〉][\s*_。.，,]*)+$")


def cut_asides(text: str, start: int = 0) -> tuple[list[tuple[int, int]], list[tuple[int, int]]]:
    """Spans of `text` from `start` that were said, and spans that the note-taker put in."""
    said: list[tuple[int, int]] = []
    asides: list[tuple[int, int]] = []
    at = start
    for found in _BRACKETED.finditer(text, start):
        if found.start() < at:
            continue
        # "【旁注】…" without words inside: the remark is the rest of the line
        end = len(text) if not found["said"].strip() else found.end()
        if found.start() > at:
            said.append((at, found.start()))
        asides.append((found.start(), end))
        at = end
    if at < len(text):
        said.append((at, len(text)))
    return [(a, b) for a, b in said if text[a:b].strip()], asides


def is_aside_line(line: str) -> bool:
    """Whether a line without brackets is the note-taker's: "旁注：…", "Note: …"."""
    return _LINE.match(line) is not None


def closes_interview(line: str) -> bool:
    """Whether the line opens the note-taker's own summary, after which no one speaks any more."""
    return _CLOSING.match(line) is not None


def is_stage_direction(text: str) -> bool:
    """Whether nothing was said: "（笑）", "[inaudible]"."""
    return _DIRECTION.match(text.strip()) is not None
