"""Names that may be persons and that nobody listed, for a person to settle before anything is sent."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from assistant.privacy.addresses import find_addresses
from assistant.privacy.folded import FoldedText, build_folded, folded
from assistant.privacy.identities import KnownIdentities
from assistant.privacy.latin_suspects import find_latin_suspects
from assistant.privacy.name_forms import surname_of, title_of
from assistant.privacy.patterns import any_of
from assistant.privacy.surnames import (
    ALL_SURNAMES,
    COMMON_SURNAMES,
    DOUBLE_SURNAMES,
    GIVEN_LETTERS,
    LONG_TITLES,
    NOT_PERSONS,
    SHORT_TITLES,
)
from assistant.privacy.words import crossings, is_ordinary_word, is_word, tag_words

Sign = Literal["form", "context"]
THRESHOLD = 0.6  # chosen on Chinese meetings and English interviews, see bench/privacy.py
_EXCERPT = 14  # characters shown to either side
# Letters that foreign names are written with: 麦克卢汉, 赫尔莫斯. What follows two of them is the rest of such a name.
_FOREIGN = re.compile("[克尔斯特拉德兰姆菲罗赫弗伊瓦奥巴贝卡蒂亚麦]{2}$")
_PREPOSITIONS = frozenset("和向连时平成常全于")
# 夏天天, 汤圆圆: the dictionary sees a summer and a dumpling. Not 高高兴兴 or 方方面面.
_DOUBLED = re.compile(
    rf"(?P<surname>[{COMMON_SURNAMES}])(?<!(?P=surname)(?P=surname))(?!(?P=surname))"
    r"(?P<given>[天圆甜婷丽莉娜芳红珊菲佳欣萌笑乐悠娟静敏玲琳倩婧蓉雯媛璐瑶晶莹洋飞龙宝贝丹斌星晨阳明强])(?P=given)"
)
_FAMILIAR_GIVEN = re.compile(
    "阿[强珍明芳兰玲梅华英军辉杰峰伟龙虎文武燕霞红萍丽娟琴秀菊凤珠玉云雪娇莲香福财发贵康健亮宏海山宝]"
)
_ASKING = frozenset("问找叫跟和让请给是")
_SPELT = re.compile(rf"(?=(?P<name>[{COMMON_SURNAMES}曲单][{''.join(sorted(GIVEN_LETTERS))}]{{2}}))")
_NOUNS = frozenset(("n", "nr", "ng", "nz", "zg", "x"))
_HAN = re.compile("[\u3400-\u9fff]+$")
# What the tagger glues to a name: a verb or a particle after it.
_TAIL = (
    "说讲问答去有对从在给所先下来到呐呢啊吧是也都会要就把被想能可刚做看提和跟与帮约让陪替送买用装修打加发收找还又没不很太真"
    "才个他她我你们这那里后前时过了着的"
)
_TITLES_AND_SPEECH = any_of("""
    女士 先生 小姐 太太 老师 经理 总监 主任 店长 师傅 医生 教授 主管 组长 院长 校长 所长 园长 院士 导演 行长 站长 班长 研究员
    同学 律师 会计 告诉 表示 认为 觉得 说 讲 提到 回复
    补充 问 答 打电话 加我 的电话 的手机 的微信 的身份证 他 她
""")
_POSTS = """
    叫 叫做 名叫 同事 店长 经理 师傅 老师 主管 总监 主任 组长 医生 教授 欢迎 有请 @ 学员 受访者 访谈对象
"""
_RELATIONS = """
    我是 联系 客户 朋友 老公 老婆 先生 太太 儿子 女儿 老板 找 问 谢谢 感谢 邀请 请 小姑娘 会员 给 跟 和 与 、 是
"""
_TITLE = re.compile(any_of(" ".join((*SHORT_TITLES, *LONG_TITLES))))
_BEFORE_TITLE = re.compile("(?<=[\u3400-\u9fff]{2})(?P<title>老师|教授|校长|博士|院士|先生|女士|小姐)")
_FIELDS = "(?:姓名|联系人|负责人|客户|受访者|受访人|访谈对象) ?:? ?"
_AFTER = re.compile(rf" ?(?:{_TITLES_AND_SPEECH}|[(:])")
_BEFORE = re.compile(rf"(?:{any_of(_RELATIONS)}|{_FIELDS})$")
_STRONG_BEFORE = re.compile(rf"(?:{any_of(_POSTS)}|{_FIELDS})$")
_LABEL = re.compile("(?m)^[ \\-*>•]*(?P<name>[\u3400-\u9fff]{2,4})(?: ?[(\\[][^()\\[\\]\n]{1,20}[)\\]])? ?:")


@dataclass(frozen=True, slots=True)
class Suspect:
    """A name that may be a person's. `score` runs 0…1; `times` counts where it stands; `excerpt` shows one place."""

    name: str
    score: float
    times: int
    sign: Sign
    excerpt: str


@dataclass(slots=True)
class _Tally:
    name: str
    score: float
    sign: Sign
    excerpt: str
    times: int = 1


def suspect_names(
    texts: Iterable[str], known: KnownIdentities | None = None, threshold: float = THRESHOLD
) -> list[Suspect]:
    """Names that may be persons and are neither listed nor settled, the likeliest first.

    Surnames with a form of address (陈女士) are not asked about: `find_personal` always takes them for persons.
    """
    known = known or KnownIdentities()
    tallies: dict[str, _Tally] = {}
    for text in texts:
        if not text.strip():
            continue
        view = build_folded(text)
        for name, score, sign, start, end in _candidates(view):
            excerpt = _excerpt(text, start, end)
            tally = tallies.get(folded(name))
            if tally is None:
                tallies[folded(name)] = _Tally(name, score, sign, excerpt)
                continue
            tally.times += 1
            if score > tally.score:
                tally.score, tally.sign, tally.excerpt = score, sign, excerpt
    found = [
        Suspect(each.name, _total(each), each.times, each.sign, each.excerpt)
        for each in tallies.values()
        if not known.knows(each.name)
    ]
    return sorted(
        (each for each in found if each.score >= threshold), key=lambda each: (-each.score, -each.times, each.name)
    )


def _total(tally: _Tally) -> float:
    return min(1.0, round(tally.score + (0.1 if tally.times > 1 else 0), 2))


_Candidate = tuple[str, float, Sign, int, int]


def _candidates(view: FoldedText) -> Iterator[_Candidate]:
    yield from _chinese_candidates(view)
    for name, score, context, start, end in find_latin_suspects(view.original):
        yield name, score, "context" if context else "form", start, end


def _chinese_candidates(view: FoldedText) -> Iterator[_Candidate]:
    streets = [(each.start, each.end) for each in find_addresses(view)]
    for name, base, start in _longest(view.folded):
        if name in NOT_PERSONS or title_of(name):
            continue
        first, last = view.span(start, start + len(name))
        if any(first < end and begin < last for begin, end in streets):
            continue
        before, after = view.folded[max(0, start - 8) : start], view.folded[start + len(name) : start + len(name) + 6]
        if _FOREIGN.search(before) or _is_before_titled(name, after):
            continue
        score, context = base + _likeness(name), False
        if _STRONG_BEFORE.search(before) or _AFTER.match(after):
            score, context = score + 0.2, True
        elif _BEFORE.search(before):
            score, context = score + 0.1, True
        yield view.original[first:last], score, "context" if context else "form", first, last


def _longest(text: str) -> Iterator[tuple[str, float, int]]:
    """What the ways of finding names agree on: the longest name that begins at a place, as likely as the likeliest."""
    best: dict[int, tuple[str, float]] = {}
    for name, base, start in (*_labelled(text), *_doubled(text), *_titled(text), *_tagged(text), *_spelt(text)):
        other, likely = best.get(start, ("", 0.0))
        best[start] = (max(name, other, key=len), max(base, likely))
    for start, (name, base) in best.items():
        yield name, base, start


def _is_before_titled(name: str, after: str) -> bool:
    """Whether it is a preposition with a surname that a form of address follows: 和杨总."""
    return (
        len(name) == 2 and name[0] in _PREPOSITIONS and name[1] in COMMON_SURNAMES and _TITLE.match(after) is not None
    )


def _doubled(text: str) -> Iterator[tuple[str, float, int]]:
    """A surname with a given name that says one letter twice, and 阿强."""
    for match in _DOUBLED.finditer(text):
        yield match[0], 0.5, match.start()
    for match in _FAMILIAR_GIVEN.finditer(text):
        if not is_ordinary_word(match[0]) and not all(crossings(text, *match.span())):
            yield match[0], 0.6, match.start()


def _spelt(text: str) -> Iterator[tuple[str, float, int]]:
    """A surname and two letters of given names that make no words with what stands around them: 曲婉婷, 褚时雨."""
    for match in _SPELT.finditer(text):
        name, start = match["name"], match.start()
        if is_word(name) or is_ordinary_word(name[1:]) or is_ordinary_word(name[:2]):
            continue
        if not any(crossings(text, start, start + 3)):
            opens = start == 0 or not _HAN.match(text[start - 1])
            yield name, 0.4 if opens else 0.3, start


def _titled(text: str) -> Iterator[tuple[str, float, int]]:
    """What stands before a form of address and is no word: a full name (许新教授), or a given name (海龙老师)."""
    for match in _BEFORE_TITLE.finditer(text):
        start = match.start("title")
        for length in (3, 2):
            name = text[max(0, start - length) : start]
            if len(name) == length and _HAN.match(name) and _is_titled_name(name):
                if not any(crossings(text, start - length, start)):
                    yield name, 0.5 if name[0] in COMMON_SURNAMES else 0.4, start - length
                break


def _is_titled_name(name: str) -> bool:
    if is_word(name) or name[:2] in NOT_PERSONS:
        return False
    given = name[1:] if name[0] in COMMON_SURNAMES else name
    if any(letter in _TAIL for letter in given) or (len(given) == 2 and is_ordinary_word(given)):
        return False
    return len(given) < len(name) or (len(name) == 2 and all(letter in GIVEN_LETTERS for letter in name))


def _labelled(text: str) -> Iterator[tuple[str, float, int]]:
    """What stands as a speaker's label at the beginning of a line and can be a full name."""
    for match in _LABEL.finditer(text):
        name = match["name"]
        if surname_of(name) and (not is_word(name) or tag_words(name)[0][1].startswith("nr")):
            yield name, 0.6, match.start("name")


def _tagged(text: str) -> Iterator[tuple[str, float, int]]:
    """What the dictionary's tagger takes for a person, or for a surname with a given name after it."""
    place = 0
    words = tag_words(text)
    for at, (word, tag) in enumerate(words):
        start, place = place, place + len(word)
        if not _HAN.match(word):
            continue
        following, next_tag = words[at + 1] if at + 1 < len(words) else ("", "")
        if _HAN.match(following) and (word in DOUBLE_SURNAMES or word in ALL_SURNAMES):
            if tag == "nr" and len(following) == 2 and following[1] in (_TAIL if not is_word(following) else "说讲问"):
                following, next_tag = following[0], "nr"
            base = _with_given_name(word, tag, following, next_tag)
            if base:
                yield word + following, base, start
        elif len(word) == 2 and word[0] in _ASKING and word[1] in COMMON_SURNAMES and not is_word(word):
            if len(following) == 2 and all(letter in GIVEN_LETTERS for letter in following):
                yield word[1] + following, 0.45, start + 1
        elif 2 <= len(word) <= 4 and (tag.startswith("nr") or (tag == "ns" and not is_word(word))):
            yield from _full_name(word + _rest_of_name(word, following, next_tag), start)


def _rest_of_name(word: str, following: str, next_tag: str) -> str:
    """The last letter of a given name that was cut off the word: 蒋雨 | 萱, 邵立 | 群比."""
    letter = following[:1]
    if len(word) != 2 or letter not in GIVEN_LETTERS or letter in _TAIL or not surname_of(word):
        return ""
    alone = len(following) == 1 and next_tag in _NOUNS
    glued = len(following) == 2 and not is_word(following) and not is_word(word)
    return letter if letter and (alone or glued) else ""


def _with_given_name(surname: str, tag: str, given: str, given_tag: str) -> float:
    """How likely a surname and the word after it are a name; 0 for not at all."""
    common = surname in COMMON_SURNAMES or len(surname) == 2
    if len(given) > 2 or given in NOT_PERSONS:
        return 0.0
    typical = all(letter in GIVEN_LETTERS for letter in given)
    if given_tag == "ns" and len(given) == 2:
        return 0.0
    if len(surname) == 2 and tag == "nr" and typical:
        return 0.45
    if given_tag.startswith("nr") or (tag == "nr" and not is_word(given)):
        return 0.5 if common else 0.3
    if len(given) == 2 and typical and common:
        return 0.45 if tag == "nr" else 0.35
    return 0.0


def _full_name(word: str, start: int) -> Iterator[tuple[str, float, int]]:
    """The name in a word that the tagger takes for one, without what it glued to it."""
    listed = is_word(word)
    if not listed and len(word) > 2 and not surname_of(word) and surname_of(word[1:]):
        word, start = word[1:], start + 1
    while not listed and len(word) > 2 and word[-1] in _TAIL:
        word = word[:-1]
        listed = is_word(word)
    surname = surname_of(word)
    given = word[len(surname) :]
    if not surname or not 1 <= len(given) <= 2 or word[:2] in NOT_PERSONS or given[0] == "总":
        return
    if surname not in COMMON_SURNAMES and len(surname) == 1:
        yield word, 0.25 if listed else 0.35, start
    elif len(given) == 2:
        yield word, 0.5 if listed else 0.55, start
    else:
        yield word, 0.4 if listed else 0.5, start


def _likeness(name: str) -> float:
    """How much the letters after the surname are those of given names."""
    given = name[len(surname_of(name)) :]
    typical = sum(letter in GIVEN_LETTERS for letter in given)
    if typical == len(given):
        return 0.2
    return 0.05 if typical else -0.1


def _excerpt(text: str, start: int, end: int) -> str:
    piece = text[max(0, start - _EXCERPT) : end + _EXCERPT]
    return re.sub(r"\s+", " ", piece).strip()
