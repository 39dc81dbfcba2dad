"""How statements stand in a prompt: a key, who speaks, the question where it is needed, and the words."""

import json
import re
from collections.abc import Iterable, Mapping, Sequence

from assistant.drafting.lessons import FUNNEL_MODEL, REFERENCE_MODEL
from assistant.drafting.utterances import is_short
from assistant.journey import Role, StageModel, Statement, feeling_of
from assistant.playbook import CodedExample
from assistant.wording import Language, Text

_ROLES = {
    Role.CUSTOMER: Text("客户", "customer"),
    Role.STAFF: Text("员工", "staff"),
    Role.UNKNOWN: Text("身份不明", "role unknown"),
    Role.INTERVIEWER: Text("访谈者", "interviewer"),
}
_HAN, _LATIN = re.compile("[㐀-鿿]"), re.compile("[A-Za-z]")
_EXAMPLES_PER_STAGE = 2
_LONGEST_EXAMPLE = 120


def statement_line(
    key: str, statement: Statement, language: Language, *, asked: bool | None = None, number: int | None = None
) -> str:
    """One line such as `S1〔客户〕（问：…）…`; with `asked` None the question stands only before a short answer.

    `number` tells speakers of one role apart without naming them.
    """
    english = language == "en"
    role = _ROLES[statement.role].en if english else _ROLES[statement.role].zh
    if number is not None:
        role = f"{role} {number}" if english else f"{role}{number}"
    question = ""
    if statement.question and (is_short(statement) if asked is None else asked):
        question = f"(asked: {one_line(statement.question)}) " if english else f"（问：{one_line(statement.question)}）"
    return (
        f"{key} [{role}] {question}{one_line(statement.text)}"
        if english
        else (f"{key}〔{role}〕{question}{one_line(statement.text)}")
    )


def statement_lines(
    keys: Sequence[str], statements: Sequence[Statement], language: Language, sections: Mapping[str, Text] | None = None
) -> list[str]:
    """One line a statement, and before each run of answers to one question a line with that question.

    `sections` names the section of the interview guide that a statement was asked in, by its id.
    """
    english = language == "en"
    lines: list[str] = []
    before = ("", "")
    for key, each in zip(keys, statements, strict=True):
        section = (sections or {}).get(each.id)
        asked = (section.say(language) if section is not None else "", one_line(each.question or ""))
        if asked != before:
            lines.append(_asked_line(*asked, english=english))
        lines.append(statement_line(key, each, language, asked=False))
        before = asked
    return lines


def _asked_line(section: str, question: str, *, english: bool) -> str:
    said = question or ("(nothing)" if english else "（无）")
    if not section:
        return f"Asked: {said}" if english else f"问：{said}"
    return f"Asked, in the guide's section “{section}”: {said}" if english else f"问（提纲“{section}”一节）：{said}"


def one_line(text: str, most: int | None = None) -> str:
    """The text with every run of blanks and line ends as one blank, at most so many letters of it."""
    line = " ".join(text.split())
    return line if most is None or len(line) <= most else line[: most - 1] + "…"


def prompt_language(statement: Statement) -> Language:
    """The prompt that a statement is coded with: by its own language, so that the report's changes nothing."""
    return "en" if statement.language == "en" else "zh-Hans"


def worked_examples(codebook: Sequence[CodedExample], model: StageModel, language: Language) -> str:
    """A few coded sentences for the stage model in use, over all stages and dimensions and none, one a line."""
    chosen: dict[str, str] = {}
    english = language == "en"
    fitting = [
        (each, stages)
        for each in codebook
        if not (_HAN if english else _LATIN).search(each.text) and len(each.text) <= _LONGEST_EXAMPLE
        for stages in (example_stages(each, model),)
        if stages is not None
    ]
    dimensions = ("behaviour", "touchpoint", "insight", "kpi")
    for place, stage in enumerate(model.stage_ids):
        for turn in range(_EXAMPLES_PER_STAGE):
            wanted = dimensions[(place * _EXAMPLES_PER_STAGE + turn) % len(dimensions)]
            speaker = "staff" if wanted == "kpi" else "customer"
            found = (
                (each, stages)
                for each, stages in fitting
                if stages[:1] == (stage,) and [d.value for d in each.dimensions[:1]] == [wanted]
                and each.speaker == speaker and each.text not in chosen
            )  # fmt: skip
            _add(chosen, found)
    nothing = [(each, stages) for each, stages in fitting if not stages and not each.dimensions]
    _add(chosen, iter(nothing))
    _add(chosen, (pair for pair in nothing if pair[0].text not in chosen and pair[0].speaker == "staff"))
    return "\n".join(f"{text} → {codes}" for text, codes in chosen.items())


def _add(chosen: dict[str, str], found: Iterable[tuple[CodedExample, tuple[str, ...]]]) -> None:
    for each, stages in found:
        words = [*stages[:2], *(d.value for d in each.dimensions[:2])]
        codes = [*words, str(each.sentiment)] if words else []
        chosen[each.text] = json.dumps(codes, ensure_ascii=False)
        return


def example_stages(example: CodedExample, model: StageModel) -> tuple[str, ...] | None:
    """The example's stages in that model; None where they cannot be told without guessing."""
    if model.id == REFERENCE_MODEL:
        return example.stages
    if model.id == FUNNEL_MODEL:
        return example.funnel
    if example.moment:
        told = model.stages_at([example.moment], [feeling_of(example.sentiment)])
        return told if len(told) == 1 else None
    found: list[str] = []
    for stage in example.stages:
        heirs = [each.id for each in model.stages if stage in each.akin]
        if len(heirs) != 1:
            return None
        found.append(heirs[0])
    return tuple(dict.fromkeys(found))
