"""What a question asks for: a number, a time, or how to go about a journey map."""

import re
from collections.abc import Sequence

from assistant.drafting.figures import Figure, find_figures
from assistant.privacy.words import tag_words
from assistant.retrieval.words import split_words
from assistant.sessions.echoes import find_years
from assistant.sessions.likeness import share_of_words
from assistant.sessions.subjects import find_places
from assistant.sources.folding import fold

_HOW_MANY = re.compile(
    r"(?<!多)多少|(?<![好十])几(?:个|次|家|人|台|成|分|元|块|位|种)|多大比例|百分之几|占比|[增涨下]?[长跌降]了?多少|比例是"
    r"|(?:人数|数量|销量|产量|交付量|金额|价格|营收|营业额|比例|[^效]率)(?:是|为)?[?？。]?$"
    r"|\bhow (?:many|much|far)\b|\bwhat (?:percentage|share|proportion|number|price)\b"
)
_HOW_LONG = re.compile(r"多久|多长时间|几(?:天|年|周|小时|分钟|个月)|\bhow (?:long|often|old)\b")
_TIMES = ("month", "day", "minute", "second")
_WHEN = re.compile(
    r"什么时候|什么时间|何时|哪一?[年天月日]|几[月号点]|(?:日期|时间)(?:是|为|[?？]|$)"
    r"|\bwhen (?:is|was|does|did|do|will|are|were)\b|\bwhat (?:date|day|time|year)\b"
)
_TOLD_LOOSELY = re.compile(
    r"几|多数|大部分|少数|一半|每[天周月年次]|经常|偶尔|从[来没不]|立刻|马上|当天|免费|不要钱|不用|没有|无|明天|昨天|今天|去年|今年|明年|上个?月|下个?月|春节|国庆|周[一二三四五六日末]|星期"
    r"|\b(?:an?|whole) (?:minute|hour|day|week|month|year)\b"
    r"|\b(?:free|never|always|every|daily|weekly|monthly|yearly|most|few|several|some|half|none|no|today|yesterday|tomorrow|last|next|before|after|since"
    r"|once|twice|monday|tuesday|wednesday|thursday|friday|saturday|sunday)\b"
)  # fmt: skip

_ASKS = re.compile(
    r"什么|几(?:次|个|天|年|月|家|人|位|种|成|点)|多少|多久|哪|谁|怎么|怎样|如何|为何|是否|吗|[?？]"
    r"|^(?:what|when|where|which|who|whose|why|how)\b"
)
_YES_OR_NO = re.compile(
    r"吗|是否|是不是|有没有|能不能|会不会|要不要|可不可以|对不对|好不好"
    r"|^(?:do|does|did|is|are|was|were|has|have|had|can|could|will|would|should)\b"
)
_WHERE = re.compile(r"在哪|哪里|何地|什么地方|举办地|地点|\bwhere\b")
_GENERAL = re.compile("客户|顾客|用户|员工|公司|企业|分别|具体|一般|通常|目前|现在|多大|多长|是否|有没有")
_COMMON = re.compile(
    "the|an?|of|in|on|at|to|for|by|with|and|or|is|are|was|were|do|does|did|will|be|been|has|have|had|how|many|much|often|long"
)
_PARTS = "nvabmtjlizxe"  # parts of speech, English words (eng) and numbers among them
_TAKEN_UP, _ABOUT, _FROM_QUOTE = 0.5, 0.6, 0.6
"""Shares: of the question's telling words that the sentence and its passage hold, and of the sentence's own words that
the quote holds. Settled on the first three questions of each set of RGB."""
_METHOD = re.compile(
    r"旅程地图|方法手册|手册|模板|(?:该|应该?|应当|怎么|怎样|如何).{0,8}(?:画|做地图|访谈|提问|问客户|衡量|划分|细分|更新|分析)"
    r"|(?:阶段|触点|指标|kpi|客群).{0,6}(?:是什么|有哪些|指什么|怎么定|推荐|建议)|什么是|是什么意思"
    r"|\bjourney map|\bplaybook\b|\bhandbook\b|\btemplate\b"
    r"|\bwhat (?:is|are) (?:an? )?(?:\w+ )?(?:touchpoints?|kpis?|segments?|stages?|nps)\b"
    r"|\bhow (?:should|do|can) (?:i|we|one|you) (?:\w+ ){0,2}(?:draw|make|build|map|measure|segment|interview|update|ask)\b"
    r"|\bwhich (?:kpis?|touchpoints?|questions?) should\b"
)


def asks_for_method(question: str) -> bool:
    """Whether a question is about how to make a journey map, which the playbook answers, and not about a company."""
    return _METHOD.search(fold(question)) is not None


def asks_when(question: str) -> bool:
    """Whether a question is for a time."""
    return _WHEN.search(fold(question)) is not None


def repeats_question(question: str, sentence: str) -> bool:
    """Whether a sentence is the question over again, still asking: a weak model's way of saying nothing."""
    said, asked = (re.sub(r"[\W_]", "", fold(each)) for each in (sentence, question))
    return bool(said) and said in asked and _ASKS.search(fold(sentence)) is not None


def tells_something_new(question: str, words: str) -> bool:
    """Whether words hold anything beyond the question's own, which an answer must, but to a question of yes or no."""
    asked, said = fold(question), fold(words)
    if _YES_OR_NO.search(asked) or not _ASKS.search(asked):
        return True
    known = set(split_words(asked))
    return any(each not in (known if len(each) > 1 else asked) for each in split_words(said))


def plainly_answers(question: str, sentence: str, quote: str, around: str) -> bool:
    """Whether words alone tell that a sentence answers: it takes up what was asked, gives what was asked for, and has
    what it adds from its quote, all in a passage (`around`, with its speaker and place) about the same.
    """
    asked = find_telling(question)
    if not asked or not gives_what_is_asked(question, [sentence]) or not tells_something_new(question, sentence):
        return False
    years, told = find_years(question), find_years(quote)
    if years and told and not years & told:
        return False
    places = set(find_places(sentence)) - set(find_places(question))
    if any(each not in fold(around) for each in places) or (_WHERE.search(fold(question)) and not places):
        return False
    taken_up, about = (sum(each in fold(text) for each in asked) / len(asked) for text in (sentence, around))
    return taken_up >= _TAKEN_UP and about >= _ABOUT and share_of_words(sentence, quote, question) >= _FROM_QUOTE


def find_telling(question: str) -> list[str]:
    """The words, folded, that tell what a question is about: nouns, verbs, numbers, names; not those that only ask."""
    asked = _ASKS.sub(" ", _GENERAL.sub(" ", fold(question)))
    words = [word for word, kind in tag_words(asked) if kind[:1] in _PARTS and (len(word) > 1 or word.isdigit())]
    return list(dict.fromkeys(each for each in words if not _COMMON.fullmatch(each)))


def gives_what_is_asked(question: str, answers: Sequence[str]) -> bool:
    """False where a number or a time was asked for and the answers hold neither such a figure nor a loose word for one.

    A year that the question names itself is no answer to it.
    """
    whole = fold(question)
    # a follow-up stands behind the question it leans on; it is the last one that wants an answer
    asked = next((each for each in reversed(re.split("[?？]", whole)) if each.strip()), whole)
    year_known = re.search(r"(?<!\d)(?:19|20)\d{2}(?!\d)", whole) is not None
    figures = [figure for each in answers for figure in find_figures(each)]
    loosely = any(_TOLD_LOOSELY.search(fold(each)) for each in answers)
    if _WHEN.search(asked):
        return loosely or any(_is_time(each, year_known) for each in figures)
    if _HOW_LONG.search(asked):
        return loosely or any(each.kind in ("time", "date") or each.unit in _TIMES for each in figures)
    if _HOW_MANY.search(asked):
        return loosely or any(each.kind in ("number", "share") and each.unit not in _TIMES for each in figures)
    return True


def _is_time(figure: Figure, year_known: bool) -> bool:
    if figure.kind == "date":
        return not year_known or figure.date[1] is not None or figure.date[2] is not None
    return figure.kind == "time" or figure.unit in _TIMES
