"""An answer as lines for a person: what the notes say, where it stands, and what was not let through."""

from collections.abc import Iterator

from assistant.drafting.quoting import quoted
from assistant.sessions.answer import Answer, count_withheld, render_sentence
from assistant.sessions.entries import Citation, Kind
from assistant.sessions.grounding import Sentence
from assistant.sessions.playbook_index import DOCUMENT
from assistant.wording import Language, Text, joined, same

UNCHECKED = Text(
    "（核对没有做完：上面的话还没有全部与原文对过，先不要引用。）",
    "(The check was not finished: not all that stands above was held against its passages. Do not quote it yet.)",
)
"""After sentences that were handed on while an answer was made, where its making was stopped."""
_NO_MODEL = Text(
    "没有配置聊天模型，下面是最接近的原文，没有概括。",
    "No chat model is configured; these are the nearest passages, in their own words.",
)
_NOT_SAID = Text("笔记里没有说。", "The notes do not say.")
_NOT_FOUND = Text("笔记里没有找到直接说到这一点的话。", "Nothing was found in the notes that plainly speaks of this.")
_ONLY_METHOD = Text(
    "笔记里没有说；以上是方法手册的一般做法，不是这家公司的情况。",
    "The notes do not say; the above is the playbook's general method, not a fact about this company.",
)
_METHOD = Text("〔方法手册〕", "[playbook] ")
_NEAREST = Text("最接近的原文：", "What comes closest:")
_PERHAPS = Text(
    "没有找到明说这一点的话。下面几句可能相关，请读过再定：",
    "Nothing was found that plainly says so. What follows may bear on it; please read and judge:",
)
_PARTLY = Text("笔记只回答了一部分。", "The notes answer this only in part.")
_MISSING = Text(
    "笔记只回答了一部分，没有说到：{missing}。", "The notes answer this only in part; they do not say: {missing}"
)
_ASK_NEXT = Text("访谈时可以问：", "To ask in an interview:")
_DIFFER = Text("说法不一，两边照录，没有取平均：", "Accounts differ; both as they were given, no mean taken:")
_DOUBTED = Text(
    "模型认为 {keys} 的说法有矛盾，或与常识不符，请核对。", "The model doubts what {keys} says; please check."
)
_TAKEN_BACK = Text(
    "以上这句没有通过第二次核对（原话没有回答这个问题），请不要采用：",
    "Do not use this sentence from above: a second check found that its quote does not answer the question:",
)
_AMENDED = Text(
    "以上这句请对照原话，第二次核对有疑问：",
    "Compare this sentence from above with its quote; a second check has doubts:",
)
_WITHHELD = Text(
    "有 {n} 处没有通过核对，未予显示（{why}）。", "{n} things did not pass the check and are not shown ({why})."
)
_CHECK = Text("（请核对：{marks}）", " (check: {marks})")
_PROBLEM = Text("注意：{problem}。", "Note: {problem}.")
_PLAYBOOK = Text("方法手册", "playbook")


def tell_sentence(sentence: Sentence, language: Language) -> str:
    """One checked sentence with its keys, its origin where that is the playbook, and its marks."""
    origin = _METHOD.say(language) if sentence.kind is Kind.PLAYBOOK else ""
    marks = joined([same(each.rstrip("。.")) for each in sentence.marks], "；", "; ").say(language)
    check = _CHECK.filled(marks=marks).say(language) if sentence.marks else ""
    return f"{origin}{render_sentence(sentence)}{check}"


def tell_answer(
    answer: Answer, language: Language, *, sentences: bool = True, introduced: bool = False
) -> Iterator[str]:
    """The lines of an answer in the language of messages; without its `sentences` where those were shown already.

    `introduced`: that there is no model was said before.
    """
    if answer.model is None and not introduced:
        yield _NO_MODEL.say(language)
    if sentences:
        yield from (tell_sentence(each, language) for each in answer.sentences)
    elif answer.amended:
        yield _AMENDED.say(language)
        yield from (f"  {tell_sentence(each, language)}" for each in answer.amended)
    for each in answer.taken_back:
        yield _TAKEN_BACK.say(language)
        yield f"  {render_sentence(each)}"
    if not answer.found and not answer.perhaps:
        yield from _tell_not_found(answer, language)
    elif answer.missing:
        missing = joined([same(each.rstrip("?？。. ")) for each in answer.missing], "；", "; ")
        yield _MISSING.filled(missing=missing).say(language)
    elif answer.partly:
        yield _PARTLY.say(language)
    if answer.citations:
        yield ""
        yield from (_line(each, language) for each in answer.citations)
    yield from _tell_doubts(answer, language)
    if answer.nearest:
        yield ""
        yield (_PERHAPS if answer.perhaps else _NEAREST).say(language)
        yield from (_line(each, language) for each in answer.nearest)
    if answer.next_questions:
        yield ""
        yield _ASK_NEXT.say(language)
        yield from (f"- {each}" for each in answer.next_questions)
    if answer.withheld:
        yield ""
        why = joined([same(f"{reason} {n}") for reason, n in count_withheld(answer, language)]).say(language)
        yield _WITHHELD.filled(n=len(answer.withheld), why=why).say(language)
    if answer.problem is not None and answer.fault is None:
        yield _PROBLEM.filled(problem=answer.problem).say(language)


def _tell_not_found(answer: Answer, language: Language) -> Iterator[str]:
    """Only a model that read the passages to the end can tell that the notes do not say it; a search did not find it."""
    if answer.from_method_alone:
        yield _ONLY_METHOD.say(language)
    elif answer.model is None:
        yield _NOT_FOUND.say(language)
    elif answer.sentences or (answer.fault is None and answer.problem is None):
        yield _NOT_SAID.say(language)


def _tell_doubts(answer: Answer, language: Language) -> Iterator[str]:
    if answer.disagreements:
        yield ""
        yield _DIFFER.say(language)
        for each in answer.disagreements:
            yield f"- {_line(each.one, language)}"
            yield f"  {_line(each.other, language)}"
    if answer.cautions or answer.doubted:
        yield ""
        yield from (tell_sentence(each, language) for each in answer.cautions)
    if answer.doubted:
        yield _DOUBTED.filled(keys=" ".join(f"[{key}]" for key in answer.doubted)).say(language)


def _line(citation: Citation, language: Language) -> str:
    document = (
        _PLAYBOOK.say(language)
        if citation.document == DOCUMENT and citation.kind is Kind.PLAYBOOK
        else citation.document
    )
    place = " · ".join(filter(None, (document, citation.place.say(language), citation.speaker)))
    words = quoted(" ".join(citation.quote.split()), language)
    return f"[{citation.key}] {place}{': ' if language == 'en' else '：'}{words}"
