"""Speaker labels at the beginning of lines: finding what may be one, and deciding which of them are."""

import re
from collections import defaultdict
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass

from assistant.sources.folding import fold
from assistant.sources.names import is_surname, is_titled_name, looks_like_name, split_parenthesis
from assistant.sources.roles import part_of, part_within
from assistant.sources.vocabulary import words

_CLOCK = r"(?:\d{4}[-/.年]\d{1,2}[-/.月]\d{1,2}日?\s*)?(?:[上下]午\s*)?\d{1,2}[:：]\d{2}(?:[:：]\d{2})?(?:[.,]\d{1,3})?(?:\s*[AaPp][Mm])?"
_TIME = rf"[\[(（【<]?\s*{_CLOCK}(?:\s*(?:-->|[-–~])\s*{_CLOCK})?\s*[\])）】>]?"
_EDGE = r"[\s>*_•·-]*"
_NAME = r"[^\W\d_](?:[\w.·'’ &#-]{0,30}[\w.])?"
_INSIDE = r"[(（\[]\s*(?P<inside>[^()（）\[\]：:\n]{1,30})\s*[)）\]]"

_COLON = re.compile(
    rf"^{_EDGE}(?:{_TIME}\s*)?[*_]*(?P<label>{_NAME})[*_]*\s*(?:{_INSIDE})?[*_]*\s*(?:{_TIME})?"
    rf"[*_]*\s*(?:(?<!\d)[：:]|[：:](?!\d{{2}}(?!\d)))(?!//)[*_]*\s*"
)
_BRACKET = re.compile(
    rf"^{_EDGE}(?:{_TIME}\s*)?[【\[〔](?P<label>{_NAME})\s*(?:{_INSIDE})?[】\]〕]\s*(?:{_TIME})?\s*[：:]?\s*(?!\()"
)
_TIMED = re.compile(
    rf"^{_EDGE}[*_]*(?P<label>{_NAME}?)[*_]*\s*(?:{_INSIDE}\s*)?"
    rf"(?:(?P<boxed>[\[(（【]\s*{_CLOCK}\s*[\])）】])[*_]*\s*[：:]?|(?:\s|[|｜,，])\s*{_CLOCK}[*_]*\s*$)[*_]*\s*"
)
_NUMBERED = re.compile(rf"^{_EDGE}(?P<label>[QAqa问答問])\s*\d{{0,3}}\s*(?:[：:][*_]*|(?P<dot>[.．])[*_]*(?=\s))\s*")
_TIME_FIRST = re.compile(rf"^{_EDGE}{_TIME}\s*[|｜]?\s*(?P<label>{_NAME})\s*(?:{_INSIDE})?[*_]*\s*$")
_SPACED = re.compile(rf"^{_EDGE}(?P<label>[^\W\d_]\S{{0,11}})(?:\t+|\u3000+| {{2,}})(?=\S)")
_ALONE = re.compile(rf"^{_EDGE}(?P<label>{_NAME})\s*(?:{_INSIDE})?[*_]*\s*$")

# Short words before a colon that head a point of a note and are no one's name (folded).
_NO_LABELS = words("""
        原因 注意 时间 地点 备注 注 结论 总结 小结 问题点 优点 缺点 建议 例如 比如 譬如 其中 另外 首先 其次 再次
        最后 第一 第二 第三 一是 二是 三是 说明 背景 目的 目标 结果 价格 预算 需求 痛点 机会 渠道 触点 阶段 行为
        情绪 动作 关键词 标题 主题 摘要 要点 重点 补充 提示 警告 来源 链接 网址 电话 邮箱 日期 状态 方案 措施
        步骤 流程 数据 指标 评分 分数 满意度 印象 观察 现象 分析 洞察 疑问 后续 待办 行动 下一步 结语 引言 前言
        附录 图 表 附 参考 也就是说 换句话说 简单说 总之 所以 因此 但是 不过 然后 意思是 认知 考虑 购买 留存
        忠诚 推荐 转化 笑 大笑 停顿 沉默 听不清 音乐 略 图片 redacted inaudible laughs laughter crosstalk
        pause silence music unclear applause image note notes nb warning example examples summary conclusion reason reasons result results
        pros cons price cost budget location place time date source link url http https ftp mailto re fwd fw
        subject to cc from sent ps p.s however therefore also first second third finally next then important tip
        tips todo action actions goal goals background purpose method methods stage channel touchpoint pain
        point points need needs quote quotes key insight insights observation observations issue issues fact
        facts total average title abstract introduction appendix figure table step steps update edit status
        priority awareness consideration purchase retention loyalty positive negative other others overall
        feedback
    """)
_NOT_AT_END = re.compile(
    "(?:说|道|问道|觉得|认为|表示|提到|如下|包括|就是|是|为|有|的|了|吗|呢|地|得|在|和|与|把|被|等|中|里|上|下|时|后|前)$"
)
_SPOKEN = re.compile(
    r"[我你您咱嗯哦啊呀吧呢吗哈诶欸喔啦嘛]|谢谢|对对|好的|就是说|那个|\b(?:i|i'm|i've|we|you|my|our|me|us|yeah|yes|uh|um|okay|ok|well|thanks|sure)\b",
    re.IGNORECASE,
)
_LETTER = re.compile(r"[A-Za-z]$")


@dataclass(frozen=True, slots=True)
class Candidate:
    """Something at the beginning of a line that may say who speaks: the text proper starts at `end`."""

    label: str
    inside: str
    end: int
    marked: bool = False
    """Written in a way that ordinary text is not: in brackets, or with a time of its own."""
    bare: bool = False
    """Nothing marks it, it stands alone on its line or before a gap: only a known name makes a label of it."""
    dotted: bool = False
    """`Q.` and `A.`, which are options of a list unless both stand for question and answer."""


Known = Callable[[str], bool]
"""Whether a name is that of someone the client or the note's header names."""


def find_candidate(line: str) -> Candidate | None:
    """What may be a label at the beginning of `line`, or None."""
    for pattern in (_NUMBERED, _COLON, _BRACKET, _TIMED, _TIME_FIRST, _SPACED, _ALONE):
        found = pattern.match(line)
        label = found["label"].strip(" *_-") if found else ""
        if found is None or not label:
            continue
        groups = found.groupdict()
        return Candidate(
            label,
            (groups.get("inside") or "").strip(),
            found.end(),
            marked=pattern in (_BRACKET, _TIMED, _TIME_FIRST),
            bare=pattern in (_SPACED, _ALONE),
            dotted=bool(groups.get("dot")),
        )
    return None


def accept_labels(lines: Sequence[str], known: Known) -> frozenset[str]:
    """The labels (folded) that name speakers in a document of these lines.

    Known people and role words always do. Any other short name does when the document bears it out: it recurs, stands
    among other labels, and what follows sounds spoken.
    """
    seen: dict[str, list[tuple[Candidate, str]]] = defaultdict(list)
    for line in lines:
        candidate = find_candidate(line)
        if candidate is not None and (not candidate.bare or known(candidate.label)):
            seen[fold(candidate.label)].append((candidate, line[candidate.end :]))
    named = {label for label, found in seen.items() if _is_known(found, known)}
    roles = {label for label, found in seen.items() if label not in named and _is_role(found)}
    likely = {label for label, found in seen.items() if label not in named | roles and _is_likely(label, found)}
    company = len(named) + len(roles) + len(likely) > 1
    accepted = named | {
        label
        for label in roles
        if company or len(seen[label]) > 1 or _answered_inline(seen[label]) or _asks(seen[label])
    }
    accepted |= {label for label in likely if _is_borne_out(seen[label], company)}
    accepted |= _paired_letters(seen, accepted)
    # where most lines carry a label, a name that speaks only once is one, too
    if 2 * sum(len(seen[label]) for label in accepted) > len(lines):
        accepted |= {x for x in likely if _names_someone(seen[x][0][0].label) and _sounds_spoken(seen[x])}
    return frozenset(accepted)


def _is_known(found: Sequence[tuple[Candidate, str]], known: Known) -> bool:
    candidate = found[0][0]
    return known(candidate.label) or bool(candidate.inside and known(candidate.inside))


def _is_role(found: Sequence[tuple[Candidate, str]]) -> bool:
    label = found[0][0].label
    return part_of(label) is not None and not _LETTER.match(label) and not _only_field(found)


def _answered_inline(found: Sequence[tuple[Candidate, str]]) -> bool:
    """Whether question and answer stand on one line: "问：…？答：…"."""
    return re.search(r"[。？！?!.]\s*[答A]\s*[：:]", found[0][1]) is not None


def _asks(found: Sequence[tuple[Candidate, str]]) -> bool:
    """Whether an interviewer's label stands before spoken words: even once, they must never pass for an answer."""
    candidate, rest = found[0]
    return part_of(candidate.label) == "interviewer" and bool(re.search("[？?]", rest) or _SPOKEN.search(rest))


def _is_borne_out(found: Sequence[tuple[Candidate, str]], company: bool) -> bool:
    """Whether the document shows that a name-like label is one: it recurs, has company, and sounds spoken."""
    candidate, recurs = found[0][0], len(found) > 1
    if is_titled_name(candidate.label):
        return recurs or company
    if not recurs or not company:
        return False
    if candidate.marked or part_within(candidate.label) is not None:
        return True
    return (_names_someone(candidate.label) or len(found) > 2) and _sounds_spoken(found)


def _only_field(found: Sequence[tuple[Candidate, str]]) -> bool:
    """ "问题：" and the like head a point of a list unless they alternate with an answer."""
    return (
        fold(found[0][0].label) in {"问题", "答案", "回答", "question", "answer", "市场", "运营", "技术"}
        and len(found) < 2
    )


def _is_likely(label: str, found: Sequence[tuple[Candidate, str]]) -> bool:
    name, _ = split_parenthesis(found[0][0].label)
    if label in _NO_LABELS or _LETTER.match(label):
        return False
    if name.isascii():
        return looks_like_name(name) and not any(word in _NO_LABELS for word in label.split())
    if " " in name and not part_within(name):
        return False
    return len(name) <= 8 and not _NOT_AT_END.search(label)


def _names_someone(label: str) -> bool:
    return looks_like_name(label) or is_surname(label)


def _sounds_spoken(found: Sequence[tuple[Candidate, str]]) -> bool:
    spoken = sum(1 for _, rest in found if _SPOKEN.search(rest) or not rest.strip())
    return spoken * 3 >= len(found)


def _paired_letters(seen: dict[str, list[tuple[Candidate, str]]], accepted: Collection[str]) -> set[str]:
    """Q with A, M with W, A with B: single letters label speakers only as a pair that recurs or asks and answers."""
    every = {label: found for label, found in seen.items() if _LETTER.match(label)}
    letters = {
        label: times for label, found in every.items() if (times := sum(1 for each, _ in found if not each.dotted))
    }
    if {"q", "a"} <= every.keys():
        return {"q", "a"} | {label for label, times in letters.items() if times > 1}
    recurring = {label for label, times in letters.items() if times > 1}
    asked = any(part_of(label) == "interviewer" for label in accepted)
    if "a" in letters and asked:
        return recurring | {"a"}
    if "q" in letters and (accepted or letters["q"] > 1):
        return recurring | {"q"}
    return recurring if len(recurring) > 1 and _sounds_spoken([f for each in recurring for f in seen[each]]) else set()
