"""A question that asks for several things, divided by the model into questions that ask for one each."""

import random
import re
from collections.abc import Sequence

from assistant.errors import EndpointError
from assistant.model.port import ChatModel, complete
from assistant.model.prompts import Prompt
from assistant.model.shapes import PartsShape
from assistant.privacy.words import tag_words
from assistant.sources.folding import fold

STEP = "split-question"
_MOST_TOKENS = 200
_MOST_PARTS = 3  # each costs as much as a question by itself
_JOINING = frozenset({"和", "与", "及", "以及", "还有", "、", "and"})
_ASKS = re.compile(
    r"什么|多[少久长大高远重快]|几[次个天年月家人位种成点]|哪|谁|怎么|怎样|如何|为何|\b(?:what|when|where|which|who|whose|why|how)\b"
)
_ONE_THING = re.compile(
    r"关系|关联|影响|区别|差[别异距]|不同|不一样|相比|比较|对比|之间|匹配|一致|矛盾|(?:哪|谁)[一个家种]*更|比.{1,12}更"
    r"|\b(?:between|differ(?:s|ent|ence)?|compare[ds]?|relat(?:ed|ion)|versus|vs|than|affect|match|both)\b"
)
_UNIT = re.compile(r"[a-zà-ɏ]+|\d+(?:[.:/-]\d+)*|[^\W\d_]")
_LOOSE = re.compile(
    r"分别|以及|还有|[的了是在有吗呢和与及]"
    r"|\b(?:the|a|an|of|in|on|at|to|for|by|with|and|or|is|are|was|were|do|does|did|will|has|have|had)\b"
)


def divide(question: str, model: ChatModel, prompt: Prompt, chance: random.Random) -> tuple[str, ...]:
    """The questions that a question consists of, in their order; itself alone where it asks for one thing.

    The same where the endpoint fails, or what it says is not made of the question's own words. Raises BudgetError.
    """
    if not may_ask_several(question):
        return (question,)
    request = prompt.fill({"question": question}, {}, chance).request(_MOST_TOKENS, PartsShape)
    try:
        reply = complete(model, request)
    except EndpointError:
        return (question,)  # the answer itself will say what is wrong with the endpoint
    told = [" ".join(each.split()) for each in reply.value.parts] if reply.value is not None else []
    return tuple(told) if are_parts(told, question) else (question,)


def may_ask_several(question: str) -> bool:
    """Whether a question joins things, or goes on to ask behind a comma. A comparison of two things is one question.

    A question that stands behind another one leans on it, as follow-ups do: the two are not parted.
    """
    folded = fold(question).rstrip(" ?？。.!！")
    if re.search("[?？]", folded) or _ONE_THING.search(folded):
        return False
    asking = sum(_ASKS.search(clause) is not None for clause in re.split("[,，;；]", folded))
    return asking > 1 or any(word in _JOINING for word, _ in tag_words(folded))


def are_parts(parts: Sequence[str], question: str) -> bool:
    """Whether these ask for less than the question each, together for all of it, and in its own words and order."""
    whole, told = _Wording(question), [_Wording(each) for each in parts]
    return (
        1 < len(told) <= _MOST_PARTS
        and all(each.words and each.asks_less(whole) and _runs_through(each.words, whole.words) for each in told)
        and len({(tuple(each.words), each.asking) for each in told}) == len(told)
        and set[str]().union(*(each.words for each in told)) == set(whole.words)
        and (all(len(each.words) < len(whole.words) for each in told) or _ask_all(told, whole))
    )


class _Wording:
    """Words, numbers and Chinese characters of a question, but for those that only join, and the words that ask."""

    def __init__(self, text: str) -> None:
        folded = fold(text)
        self.asking = frozenset(_ASKS.findall(folded))
        self.words = _UNIT.findall(_LOOSE.sub(" ", _ASKS.sub(" ", folded)))

    def asks_less(self, whole: "_Wording") -> bool:
        return len(self.words) < len(whole.words) or self.asking < whole.asking


def _ask_all(told: Sequence[_Wording], whole: _Wording) -> bool:
    return frozenset[str]().union(*(each.asking for each in told)) >= whole.asking


def _runs_through(part: Sequence[str], whole: Sequence[str]) -> bool:
    """Whether the whole has all of the part in the same order, whatever else stands between."""
    rest = iter(whole)
    return all(each in rest for each in part)
