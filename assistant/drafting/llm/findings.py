"""Step four: what the model finds in each stage, beside what is computed: feeling, open questions, figures."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from pydantic import TypeAdapter

from assistant.drafting.choosing import choose_told
from assistant.drafting.figures import find_figures
from assistant.drafting.insights import build_emotions
from assistant.drafting.llm.asking import Desk
from assistant.drafting.llm.composing import Composer, same_segment
from assistant.drafting.llm.doubting import is_by_staff
from assistant.drafting.llm.kept import KeptSteps, digest
from assistant.drafting.llm.lines import statement_line
from assistant.drafting.llm.quotes import Cited, offer, resolve_quotes
from assistant.drafting.llm.steady import Born, keep_ids
from assistant.drafting.material import Material, Told
from assistant.journey import Answer, Claim, Dimension, StageInsight, Verdict
from assistant.model.port import Request
from assistant.model.prompts import Filled
from assistant.model.shapes import InsightsShape, insights_shape
from assistant.playbook import Guidance, StageGuidance
from assistant.sources.folding import fold
from assistant.wording import Text

STEP = "insights"
MOST_EVIDENCE = 48
MOST_FINDINGS = 12
_TOKENS_FINDING = 150
_TOKENS_LINE_SHAPE = 4
_PARTS = {
    "does": Dimension.BEHAVIOUR,
    "says": Dimension.INSIGHT,
    "feels": Dimension.INSIGHT,
    "driver": Dimension.INSIGHT,
    "barrier": Dimension.INSIGHT,
    "company": Dimension.TOUCHPOINT,
    "kpi": Dimension.KPI,
}
_EVERYONE = Text("全部客群：{names}", "all segments: {names}")
_UNSEGMENTED = Text("全部客户（未细分）", "all customers (not segmented)")
_OUTPUT = {"zh-Hans": "简体中文", "zh-Hant": "繁體中文", "en": "English"}
_IDS = TypeAdapter(tuple[Born, ...])
State = Literal["answered", "partly", "open"]


@dataclass(frozen=True)
class StageAsk:
    """What is asked about one stage: the statements under their keys and the questions under theirs."""

    guidance: StageGuidance
    offered: Mapping[str, Told]
    questions: Mapping[str, Guidance]
    request: Request[InsightsShape]


@dataclass(frozen=True)
class ModelAnswers:
    """How far each of the playbook's questions is answered, by id."""

    states: Mapping[str, State]

    def state(self, question: Guidance) -> State:
        """Open where nothing in the notes was found to answer it."""
        return self.states.get(question.id, "open")


class StageWriter:
    """Asks about stages and writes their insights."""

    def __init__(self, desk: Desk, kept: KeptSteps, material: Material, composer: Composer) -> None:
        self._desk = desk
        self._kept = kept
        self._material = material
        self._composer = composer

    def ask(self, guidance: StageGuidance, most: int = MOST_EVIDENCE) -> StageAsk | None:
        """What to ask about a stage, from its strongest statements as far as they fit; None where nobody spoke of it."""
        told = self._material.in_stage(guidance.stage, second=False) or self._material.in_stage(guidance.stage)
        if not told or not guidance.questions:
            return None
        questions = {f"Q{number}": each for number, each in enumerate(guidance.questions, start=1)}
        fixed = self._fill(guidance, questions, "")
        room = self._desk.room(
            fixed, self._max_tokens(questions, most), insights_shape(["E1"], list(questions), most=1)
        )
        chosen: list[Told] = []
        for each in choose_told(told, self._material, most):
            room -= self._desk.count(self._line("E10", each)) + 2 * _TOKENS_LINE_SHAPE
            if room < 0:
                break
            chosen.append(each)
        if not chosen:
            return None
        offered = offer(sorted(chosen, key=lambda each: each.order))
        lines = "\n".join(self._line(key, each) for key, each in offered.items())
        shape = insights_shape(list(offered), list(questions), most=min(MOST_FINDINGS, len(offered)))
        request = self._fill(guidance, questions, lines).request(self._max_tokens(questions, len(offered)), shape)
        return StageAsk(guidance, offered, questions, request)

    def write(self, guidance: StageGuidance, ask: StageAsk | None, answer: InsightsShape | None) -> StageInsight:
        """The insight of a stage with the model's claims, verified by code; without an answer only what is computed."""
        parts: dict[str, list[Claim]] = {name: [] for name in _PARTS}
        answers: dict[str, tuple[State, list[Claim]]] = {}
        if ask is not None and answer is not None:
            self._take_findings(ask, answer, parts)
            self._take_answers(ask, answer, answers)
        language = self._desk.language
        stage = guidance.stage
        return StageInsight(
            stage,
            self._material.playbook.model.title(stage).say(language),
            guidance.goal.say(language),
            tuple(parts["does"]),
            tuple(parts["says"]),
            tuple(parts["feels"]),
            tuple(parts["driver"]),
            tuple(parts["barrier"]),
            tuple(parts["company"]),
            tuple(parts["kpi"]),
            tuple(self._answer(question, *answers.get(question.id, ("open", []))) for question in guidance.questions),
            build_emotions(stage, self._material),
        )

    def _take_findings(self, ask: StageAsk, answer: InsightsShape, parts: dict[str, list[Claim]]) -> None:
        stage = ask.guidance.stage
        findings = list({fold(each.claim): each for each in reversed(answer.findings)}.values())[::-1]  # said once
        resolved = [resolve_quotes(each.evidence, ask.offered) for each in findings]
        wanted = [
            Born("", f"{each.part}", tuple(sorted({one.told.id for one in found.cited})), each.claim)
            for each, found in zip(findings, resolved, strict=True)
        ]
        names = self._names(("findings", stage), wanted)
        for each, found, name in zip(findings, resolved, names, strict=True):
            part = _part(each.part, found.cited)
            parts[part].append(
                self._composer.compose(
                    name,
                    each.claim,
                    found.cited,
                    self._composer.doubter.of_quotes(found),
                    dimension=_PARTS[part],
                    stage=stage,
                    segment=same_segment(found.cited),
                )
            )

    def _take_answers(
        self, ask: StageAsk, answer: InsightsShape, answers: dict[str, tuple[State, list[Claim]]]
    ) -> None:
        stage = ask.guidance.stage
        resolved = [resolve_quotes(each.evidence, ask.offered) for each in answer.answers]
        wanted = [
            Born("", ask.questions[each.question].id, tuple(sorted({one.told.id for one in found.cited})), each.answer)
            for each, found in zip(answer.answers, resolved, strict=True)
        ]
        names = self._names(("answers", stage), wanted)
        for each, found, name in zip(answer.answers, resolved, names, strict=True):
            claim = self._composer.compose(
                name,
                each.answer,
                found.cited,
                self._composer.doubter.of_quotes(found),
                stage=stage,
                segment=same_segment(found.cited),
            )
            state, claims = answers.get(ask.questions[each.question].id, ("open", []))
            said: State = "partly" if each.state == "partly" or is_by_staff(found.cited) else "answered"
            claims.append(claim)
            best: State = "answered" if "answered" in (state, said) else "partly"
            answers[ask.questions[each.question].id] = (best, claims)

    def _answer(self, question: Guidance, state: State, claims: Sequence[Claim]) -> Answer:
        return Answer(question.id, question.text.say(self._desk.language), state, tuple(claims))

    def _names(self, place: tuple[str, str], wanted: Sequence[Born]) -> list[str]:
        """Ids for what was found: those of the last draft where it is the same finding again."""
        key = digest(*place, self._material.playbook.model.id, self._desk.language)
        named = keep_ids("claim", ("insight", *place), wanted, self._kept.find("ids", key, _IDS) or ())
        self._kept.keep("ids", key, named, _IDS)
        return [each.id for each in named]

    def _fill(self, guidance: StageGuidance, questions: Mapping[str, Guidance], lines: str) -> Filled:
        language = self._desk.language
        labels = ("; " if language == "en" else "、").join(each.label for each in self._material.segments)
        values = {
            "segment": _EVERYONE.filled(names=labels).say(language) if labels else _UNSEGMENTED.say(language),
            "stage": self._material.playbook.model.stage(guidance.stage).label.say(language),
            "goal": guidance.goal.say(language),
            "questions": "\n".join(f"{key} {each.text.say(language)}" for key, each in questions.items()),
            "most": str(MOST_FINDINGS),
            "output_language": _OUTPUT[language],
        }
        return self._desk.fill(STEP, values, {"evidence": lines})

    def _line(self, key: str, told: Told) -> str:
        return statement_line(key, told.statement, self._desk.language)

    def _max_tokens(self, questions: Mapping[str, Guidance], offered: int) -> int:
        """There are no more findings than statements, and few notes answer more than half of the questions."""
        return _TOKENS_FINDING * (min(MOST_FINDINGS, offered) + len(questions) // 2) + self._desk.spare


def _part(given: str, cited: Sequence[Cited]) -> str:
    """Where a finding stands: a KPI has a figure, and what only staff say of the company is no customer's."""
    if given == "kpi" and not any(find_figures(each.quote) for each in cited):
        return "company" if is_by_staff(cited) else "says"
    return given


def settle_states(insight: StageInsight) -> StageInsight:
    """The insight with its questions as far answered as their claims stand: unsupported claims answer nothing."""
    return replace(insight, answers=tuple(_settle(each) for each in insight.answers))


def _settle(answer: Answer) -> Answer:
    verdicts = {claim.verdict for claim in answer.claims}
    if not verdicts - {Verdict.UNSUPPORTED}:
        return replace(answer, state="open")
    if Verdict.SUPPORTED not in verdicts and answer.state == "answered":
        return replace(answer, state="partly")
    return answer


def find_states(insights: Sequence[StageInsight]) -> ModelAnswers:
    """The states of all questions."""
    return ModelAnswers({answer.question_id: answer.state for insight in insights for answer in insight.answers})
