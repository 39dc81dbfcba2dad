"""Follow-up questions made to stand alone: by rules, or by the chat model where the rules see one."""

import random
import re
from collections.abc import Callable, Sequence
from typing import Protocol

from assistant.drafting.figures import find_figures
from assistant.drafting.names import NameBook, find_names, names_match
from assistant.errors import EndpointError
from assistant.model.port import ChatModel, complete
from assistant.model.prompts import Prompts
from assistant.model.shapes import QuestionShape
from assistant.sources.folding import fold
from assistant.sources.language import detect_language, measure
from assistant.wording import Text

STEP = "rewrite-question"
_MOST_TOKENS = 200
_SHOWN = 3
_LONGEST = 160
_MOST_IN_A_ROW = 3
# Words that only point back: a question with one of them and little else means nothing alone. What is described before it is
# pointed to (“少了的那条腰带”) needs nothing else.
_POINTS = re.compile(
    r"^(?:那么?|还有|另外|然后|以及|其中|除此之外|此外)|它们?|(?<!其)[他她](?!人|们家)们?|(?<!的)这(?!家|[副台款份套件张部条双辆间]|次访谈|些[记笔]|个(?:牌子|品牌|公司|产品|客户|阶段))|(?<!的)那(?!么多|家|[次天回])|(?<![一-鿿]{2})那[次天回]|其(?:他|余|中)|前者|后者|上面|刚才"
    r"|^(?:and|but|so|also|then|what about|how about|why so|which ones?)\b"
    r"|\b(?:it|its|they|them|their|that|this|those|these|he|she|him|her|the (?:first|second|other|same) one)\b",
    re.IGNORECASE,
)
# Whoever was interviewed: such a question leans on the one before only where it has hardly a word of its own.
_SOMEBODY = re.compile(r"[他她](?!们)|\b(?:he|she|him|his|her)\b", re.IGNORECASE)
_OWN = 2  # as `measure` counts: two Chinese characters, or one English word
_ASKING = re.compile(
    r"什么|怎么样?|怎样|如何|为什么|为何|谁|哪[里儿个些]?|几[个次家]?|多少|多久|说|[的了吗呢吧啊是有过又都还就在对给]"
    r"|\b(?:what|why|how|who|when|where|did|does|do|is|was|say|said|the|of|to|in|at|for|and)\b"
)
_ALONE = re.compile(
    r"(?:为什么|为何|怎么会|怎么说|具体呢|比如|例如|举个例子|还有吗|还有呢|然后呢|后来呢|多少|多久|什么时候|哪里|谁说的|真的吗"
    r"|why|how so|how|when|who|where|really|for example|such as|anything else|what else|any others)(?:呢|吗|说的)?"
)
_LEAD = re.compile(r"^(?:那么?|还有|另外|然后|以及|and|but|so|also|what about|how about)[，,\s]*", re.IGNORECASE)
_TAIL = re.compile(r"(?:又|都)?(?:呢|怎么样|怎么看|怎么说|如何)?[?？。\s]*$")
_SIDES = (
    ("客户", "顾客", "用户", "受访者", "customers", "customer"),
    ("员工", "店员", "客服", "师傅", "staff", "employees"),
)


class Rewriter(Protocol):
    """Makes a question stand alone."""

    def stand_alone(self, question: str, before: Sequence[tuple[str, str]]) -> str:
        """The question so that it can be looked for alone; `before` are the turns (question, answer), the last one last."""
        ...


class RuleRewriter:
    """By rules: what points back is put behind the question before, or takes the place of its counterpart there."""

    def __init__(self, names: NameBook, stages: Sequence[Text]) -> None:
        self._names = names
        self._stages = [word for each in stages for word in (each.zh, each.say("zh-Hant"), each.en.lower())]

    def stand_alone(self, question: str, before: Sequence[tuple[str, str]]) -> str:
        if not before or not points_back(question):
            return question
        asked = before[-1][0]
        swapped = self._swap(question, asked)
        if swapped is not None:
            return swapped
        bare = _LEAD.sub("", question).strip()
        return _join(asked, bare if bare.strip("呢吗?？。 ") else question)

    def _swap(self, question: str, asked: str) -> str | None:
        """ "那员工呢？" after a question about customers: the same question about staff."""
        topic = _TAIL.sub("", _LEAD.sub("", question)).strip(" ，,")
        if not topic or measure(topic) > 10:
            return None
        for group in ([word for side in _SIDES for word in side], self._stages, self._people(question, asked)):
            new = next((word for word in group if fold(word) == fold(topic)), None)
            old = max((word for word in group if word and word in asked), key=len, default=None)
            if new is not None and old is not None and new != old:
                return asked.replace(old, topic)
        return None

    def _people(self, question: str, asked: str) -> list[str]:
        return [*find_names(question, self._names), *find_names(asked, self._names)]


class ModelRewriter:
    """By the chat model, only where the rules see a follow-up; what it adds of its own is not taken."""

    def __init__(
        self,
        rules: RuleRewriter,
        open_model: Callable[[Sequence[str]], ChatModel],
        prompts: Callable[[], Prompts],
        names: NameBook,
        chance: random.Random,
    ) -> None:
        self._rules = rules
        self._open_model = open_model
        self._prompts = prompts
        self._names = names
        self._chance = chance

    def stand_alone(self, question: str, before: Sequence[tuple[str, str]]) -> str:
        """The model's wording where it is sound, else the rules'. Raises BudgetError, and where names are in doubt."""
        by_rules = self._rules.stand_alone(question, before)
        if by_rules == question:
            return question
        told = "\n".join(f"问：{asked}\n答：{answer}" for asked, answer in before[-_SHOWN:])
        filled = (
            self._prompts()
            .find(STEP, detect_language(question))
            .fill({"question": question}, {"history": told}, self._chance)
        )
        request = filled.request(_MOST_TOKENS, QuestionShape)
        try:
            reply = complete(self._open_model([question, told]), request)
        except EndpointError:
            return by_rules  # the answer itself will say what is wrong with the endpoint
        said = " ".join(reply.value.question.split()) if reply.value is not None else ""
        return said if self._is_sound(said, question, told) else by_rules

    def _is_sound(self, said: str, question: str, told: str) -> bool:
        known = f"{question}\n{told}"
        figures = find_figures(known)
        if not said or len(said) > _LONGEST or (detect_language(said) == "en") != (detect_language(question) == "en"):
            return False
        if any(not any(figure.matches(each) for each in figures) for figure in find_figures(said)):
            return False
        return all(names_match(name, known, self._names) for name in find_names(said, self._names))


def _join(asked: str, question: str) -> str:
    """The question behind the one it leans on, as one says two in a row: whatever it points to stands right before it.

    Of a long row the first one stays, which names the subject, and the one before.
    """
    row = [each.strip() for each in re.findall(r"[^?？]+[?？]*", asked) if each.strip()]
    kept = row if len(row) < _MOST_IN_A_ROW else [row[0], row[-1]]
    english = detect_language(question) == "en"
    stop = "" if kept[-1].endswith(tuple("?？。.!！")) else "?" if english else "？"
    return (" " if english else "").join([*kept[:-1], kept[-1] + stop, question])


def points_back(question: str) -> bool:
    """Whether a question leans on the one before: it points back, or is too short to mean anything alone."""
    bare = fold(question).strip(" ?？。!！")
    if not bare or _ALONE.fullmatch(bare):
        return bool(bare)
    if bare.endswith("呢") and measure(bare) <= 12:
        return True
    found = _POINTS.search(bare)
    if found is not None and _SOMEBODY.fullmatch(found[0]) and not _points_further(bare):
        return False
    return found is not None and (found.start() == 0 or measure(bare) <= 24)


def _points_further(bare: str) -> bool:
    """Whether a question about somebody leans on the one before all the same: nothing of its own, or more that points."""
    rest = _SOMEBODY.sub(" ", bare)
    return measure(_ASKING.sub("", rest).replace(" ", "")) < _OWN or _POINTS.search(rest) is not None
