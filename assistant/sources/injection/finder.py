"""Finding sentences that read like orders to a program."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from assistant.script import to_simplified
from assistant.sources.injection import chinese, english, marks
from assistant.sources.sentences import split_sentences

_LATIN = re.compile(r"[a-z]{3}")
_HAN = re.compile("[\u3400-\u9fff]")
_INVISIBLE = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff\U000e0000-\U000e0fff]"
)
_SPELLED = re.compile(r"\b(?:[a-z] ){4,}[a-z]\b")
# One of these stands in whatever the patterns below find; looking for them first saves the rest.
_HINTS = re.compile(
    r"\b(?:your?|ignore|disregard|forget|override|overrule|bypass|discard|drop|system|assistant|developer|"
    r"instructions?|prompts?|print|output|repl(?:y|ies)|"
    r"respond|repeat|answer|summari[sz]e|explain|describe|translate|define|break down|compare|contrast|"
    r"calculate|compute|solve|simplify|paraphrase|decode|elaborate|"
    r"teach|write|draft|compose|create|develop|provide|generate|produce|craft|prepare|design|give|show|tell|"
    r"make|build|code|implement|formulate|outline|construct|"
    r"script|pen|sketch|suggest|recommend|invent|propose|offer|replace|substitute|convert|swap|scramble|"
    r"jumble|rearrange|misspell|anagram|reverse|remove|group|"
    r"shift|encode|use|speak|who|what|what's|how|ai|llms?|models?|chatbots?|bot|gpt|chatgpt|claude|jailbreak|"
    r"focus|note|dear|if|when(?:ever)?|don't|do not|never|mark|rate|label|score|"
    r"classify|analy[sz]e|determine|detect|identify|assess|predict|evaluate|judge|help me|list|name|find|"
    r"search|look up|research|is this|why|which|act as|automated|automatic|pre-verified|chain of)\b|[<\[#]|--|"
    r"==|user:|"
    r"忽略|无视|理会|忘|抛开|绕过|推翻|放弃|不要|不用|别管|指令|提示|系统|开发者|隐藏|回答|回复|答复|回应|"
    r"输出|打印|答案|总结|摘要|报告|用户|只|重复|复述|把|将|翻译|译|解释|描述|阐|概述|"
    r"简述|论述|讲解|说明|解析|剖析|分解|写|创作|撰|起草|拟|生成|编|展示|演示|示范|提供|给出|首都|人口|货币|"
    r"谁|主要|基本|根本|关键|首要|如何|怎么|怎样|元音|字母|空格|标点|错别字|拼写|单词|"
    r"字词|打乱|颠倒|重排|你的|您的|人工智能|模型|助手|机器人|自动|智能|思维链|越狱|提示词|评分|"
    r"举|介绍|分析|总结|讲解|能|可以|用.{0,24}(?:回答|作答)|来[一首篇个段]"
)


@dataclass(frozen=True, slots=True)
class Instruction:
    """A sentence that reads like an order to a program. `strong` ones nobody says in an interview."""

    start: int
    end: int
    strong: bool


def find_instructions(text: str, *, asking: bool = False) -> list[Instruction]:
    """The sentences of `text` that order a program to leave its task, change its answer, or do something else.

    What follows a strong one in the same text belongs to it. With `asking`, what an interviewer may well ask ("describe
    …", "how does … work?") is passed over. Measured in bench/README.md.
    """
    if _HINTS.search(_fold(text)) is None:
        return []
    found: list[Instruction] = []
    start = 0
    for piece in split_sentences(text):
        end = start + len(piece)
        strong = bool(found) and found[-1].strong and found[-1].end == start
        readings = [] if strong else list(_readings(piece))
        strong = strong or any(_matches(each, _STRONG) for each in readings)
        if strong:
            found.append(Instruction(start, end, True))
        elif any(_matches(each, _WEAK) or (not asking and _matches(each, _ASKED)) for each in readings):
            found.append(Instruction(start, end, False))
        start = end
    return found


def holds_instruction(text: str, *, asking: bool = False) -> bool:
    """Whether any sentence of `text` reads like an order to a program."""
    return bool(find_instructions(text, asking=asking))


def _readings(piece: str) -> Iterator[str]:
    """The sentence as a reader takes it, also where its letters were spelled apart to hide it."""
    folded = _fold(piece)
    yield folded
    if _SPELLED.search(folded):
        yield _SPELLED.sub(lambda found: found.group().replace(" ", ""), folded)


def _fold(text: str) -> str:
    """Small letters, plain widths, Simplified, nothing invisible: for comparing only."""
    plain = unicodedata.normalize("NFKC", _INVISIBLE.sub("", text)).casefold().replace("’", "'")
    plain = " ".join(plain.split())
    return plain if plain.isascii() else to_simplified(plain)


def _matches(folded: str, rules: "_Rules") -> bool:
    groups = [rules.either]
    if _HAN.search(folded):
        groups.append(rules.chinese)
    if _LATIN.search(folded):
        groups.append(rules.english)
    return any(pattern.search(folded) for group in groups for pattern in group)


@dataclass(frozen=True, slots=True)
class _Rules:
    """Patterns for any text, and for text with Chinese or with Latin letters in it."""

    either: Sequence[re.Pattern[str]]
    chinese: Sequence[re.Pattern[str]]
    english: Sequence[re.Pattern[str]]


def _compile(patterns: Sequence[str]) -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(each, re.DOTALL) for each in patterns)


_STRONG = _Rules(_compile(marks.STRONG), _compile(chinese.STRONG), _compile(english.STRONG))
_WEAK = _Rules((), _compile(chinese.WEAK), _compile(english.WEAK))
_ASKED = _Rules((), _compile(chinese.ASKED), _compile(english.ASKED))
