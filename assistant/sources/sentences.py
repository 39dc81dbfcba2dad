"""Splitting text into sentences, Chinese and English, without losing a character."""

import re
from itertools import pairwise

from assistant.sources.vocabulary import words

_CLOSERS = "”’」』）)】]》〉\"'»*_"
_MARKS = re.compile(r"[。．｡！？!?….]+|\n\s*")
_STRONG = frozenset("。！？｡")
# An opening quote or bracket, or a list mark, may stand before the first word of the next sentence.
_OPENERS = "“‘「『（(【[《〈\"'-–—•*"
_CJK = "\u3005-\u3007\u3400-\u9fff\uf900-\ufaff\u3040-\u30ff"
_IS_CJK = re.compile(f"[{_CJK}]")
_LAST_WORD = re.compile(r"[A-Za-z][A-Za-z.]*$")
_ENUMERATION = re.compile(r"\s*+(?:[-*•]\s*+)?[(（]?(?:\d{1,3}|[A-Za-z]|[ivx]{1,4})")
_NEVER_LAST = words("mr mrs ms dr prof rev gen sen fig figs vs e.g i.e eg ie cf al nos art approx mt mme mlle")
_SELDOM_LAST = words("""
        st jr sr inc ltd co corp plc llc dept est etc vol u.s u.k u.n u.s.a e.u p.s a.m p.m am pm ph.d b.a m.a
        d.c ave blvd jan feb mar apr jun jul aug sep sept oct nov dec mon tue wed thu fri sat sun min max tel
        ext
    """)
_STARTERS = words("""
        the i we it they he she you but and so this that these those then when if there what who why how where a
        an our my your his her its their in on at for with after before because although now yes no not one some
        most all also however still maybe well okay ok since while once as to from do did does is are was were
        can could would
    """)
# Letters that foreign names are written with. A stop between two of them on either side is a name's: 弗兰克.德拉邦特.
_FOREIGN = (
    "克尔斯特拉德兰姆菲罗赫弗伊瓦奥巴贝卡蒂亚麦邦恩托夫洛里利莱莉娜安妮琳露玛马米莫穆纳内尼诺努帕佩皮普奇乔萨塞桑森什舍史泰坦汤图"
    "威维温沃西夏谢辛休雅约扎詹朱埃艾阿本比布查达戴丹迪丁杜多厄费福盖格戈古哈海汉亨胡霍基吉加杰金凯坎科肯库考柯劳雷路鲁伦曼梅门蒙"
)
_FOREIGN_NAME = re.compile(f"[{_FOREIGN}]{{2}}[.．][{_FOREIGN}]{{2}}")
_ENGLISH_I = re.compile(r"\s*I\b")
_WIDE_LINE = 40  # columns; a shorter line was ended by its writer, not by the margin
_UNPUNCTUATED = re.compile(f"(?<=[{_CJK}])[ \u3000]+(?=[{_CJK}])")
_ANY_PAUSE = re.compile("[，。、；：！？,;:!?…]")


def split_sentences(text: str) -> list[str]:
    """The sentences of `text` with the space that follows each: joined, they are `text` again."""
    pieces: list[str] = []
    start = 0
    for found in _MARKS.finditer(text):
        end = _boundary(text, start, found)
        if end is not None and end > start and text[start:end].strip():
            pieces.extend(_split_at_spaces(text[start:end]))
            start = end
    if start < len(text):
        pieces.extend(_split_at_spaces(text[start:]))
    return pieces


def is_soft_wrap(before: str, after: str) -> bool:
    """Whether a line break between two lines was made by the margin and not by the writer."""
    before, after = before.rstrip(), after.lstrip()
    if not before or not after or before[-1] in "。！？!?.…：:；;”」』" or columns(before) < _WIDE_LINE:
        return False
    return not re.match(r"[-*•·>#|]|\d{1,3}[.、)）]|[（(]?[一二三四五六七八九十]+[、）)]", after)


def columns(line: str) -> int:
    """The width of a line on a terminal: a Chinese character takes two columns."""
    return len(line) + sum(1 for each in line if each >= "\u2e80")


def _boundary(text: str, start: int, found: re.Match[str]) -> int | None:
    """Where the sentence ends whose last mark was found, with closing quotes and spaces; None if it goes on."""
    mark, end = found.group(), found.end()
    if mark[0] == "\n":
        return end if mark.count("\n") > 1 or not _wraps(text, found.start(), end) else None
    closed = end
    while closed < len(text) and text[closed] in _CLOSERS and not _opens_next(text, closed):
        closed += 1
    following = text[closed : closed + 1]
    if following and following in "，、；：,;:·～~%":
        return None
    if not _STRONG.isdisjoint(mark):
        ends = True
    elif "!" in mark or "?" in mark:
        ends = _ends_after_half_width(text, closed, quoted=closed > end)
    elif mark[0] in "．" or (len(mark) == 1 and mark != "…"):
        ends = _ends_after_stop(text, start, found.start(), closed)
    else:
        ends = _ends_after_ellipsis(text, closed)
    if not ends:
        return None
    while closed < len(text) and text[closed].isspace():
        closed += 1
    return closed


def _opens_next(text: str, at: int) -> bool:
    """Whether an ASCII quote or an emphasis mark opens what follows instead of closing what stands before."""
    return text[at] in "\"'*_" and at > 0 and text[at - 1].isspace()


def _wraps(text: str, at: int, after: int) -> bool:
    before = text[text.rfind("\n", 0, at) + 1 : at]
    rest = text[after : after + 80].split("\n", 1)[0]
    return is_soft_wrap(before, rest)


def _first_letter(text: str, at: int) -> str:
    """The character that the next sentence would start with, behind quotes and brackets."""
    while at < len(text) and (text[at].isspace() or text[at] in _OPENERS):
        at += 1
    return text[at : at + 1]


def _ends_after_half_width(text: str, closed: int, *, quoted: bool) -> bool:
    following = text[closed : closed + 1]
    if not following or _IS_CJK.match(following) or following in "“「『（【《":
        return True
    if not following.isspace():
        return False
    return not (quoted and _first_letter(text, closed).islower())


def _ends_after_ellipsis(text: str, closed: int) -> bool:
    """A pause in the middle of a thought is no end: only a line's end or a capital after a space is."""
    following = text[closed : closed + 1]
    if not following:
        return True
    if not following.isspace():
        return False
    # "I" is a capital wherever it stands
    return "\n" in text[closed : closed + 2] or (
        _first_letter(text, closed).isupper() and _ENGLISH_I.match(text, closed) is None
    )


def _ends_after_stop(text: str, start: int, at: int, closed: int) -> bool:
    """Whether a single full stop ends a sentence, and not a number, an abbreviation or an enumeration."""
    following, before = text[closed : closed + 1], text[at - 1 : at]
    if not following:
        return True
    if _IS_CJK.match(before) and not following.isascii():
        return not _FOREIGN_NAME.match(text, max(at - 2, 0))
    if not following.isspace():
        return False
    first = _first_letter(text, closed)
    if first.islower():
        return False
    if at - start < 12 and _ENUMERATION.fullmatch(text, start, at):
        return False
    return not _abbreviates(text[max(start, at - 24) : at], text, closed)


def _abbreviates(head: str, text: str, closed: int) -> bool:
    found = _LAST_WORD.search(head)
    if found is None:
        return False
    word = found.group().lower()
    if word in _NEVER_LAST:
        return True
    if word == "no":
        return _first_letter(text, closed).isdigit()
    initial = len(word) == 1 and found.group().isupper() and word != "i"
    if not initial and word not in _SELDOM_LAST:
        return False
    following = re.match(r"[\s“‘\"'(\[]*([A-Za-z']*)", text[closed : closed + 40])
    return not (following and following[1].lower() in _STARTERS)


def _split_at_spaces(sentence: str) -> list[str]:
    """A spoken Chinese text without any punctuation falls apart at its spaces."""
    if len(sentence) < 16 or (" " not in sentence.strip() and "\u3000" not in sentence.strip()):
        return [sentence]
    if _ANY_PAUSE.search(sentence.rstrip()[:-1]):
        return [sentence]
    gaps = list(_UNPUNCTUATED.finditer(sentence))
    if not gaps or len(sentence) / (len(gaps) + 1) < 6:
        return [sentence]
    cuts = [0, *(gap.end() for gap in gaps), len(sentence)]
    return [sentence[a:b] for a, b in pairwise(cuts)]
