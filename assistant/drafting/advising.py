"""Advice on how to divide the journey: by the four considerations of the method, from the notes and what a person answers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from assistant.drafting.excerpt import choose_excerpt
from assistant.drafting.material import Material, Told, WordFinder, count_speakers
from assistant.journey import Dimension, Locator, Method, StageModel, feeling_of
from assistant.playbook import Guidance
from assistant.wording import Text

Consideration = Literal["business", "needs", "data", "resources"]
LEAST_STATEMENTS, LEAST_SPEAKERS = 5, 2
"""What a stage needs to be told of: fewer statements, or one voice alone, carry no cell of a map (ours)."""
ENOUGH = 0.7
"""The share of stages that must be carried before a finer division is worth it (ours)."""
_MUCH_COMPARED = 1 / 3
_MUCH_FELT = 0.4
_MUCH_DONE = 0.25
_MANY_TOUCHPOINTS = 10
_PEOPLE = {"sub-stages-ten": 2, "sub-stages-fifteen": 3}
_MOST_QUOTES = 2
_FINEST, _COMPARING = "sub-stages-fifteen", ("comparison", "leaning")


@dataclass(frozen=True, slots=True)
class Situation:
    """What a person answered; None where nobody did. `people` is how many will keep the map, `teams` how many own touchpoints."""

    competitive: bool | None = None
    emotional: bool | None = None
    people: int | None = None
    teams: int | None = None


@dataclass(frozen=True, slots=True)
class Quote:
    """Somebody's words behind a reason, verbatim."""

    words: str
    speaker: str
    document: str
    locator: Locator


@dataclass(frozen=True, slots=True)
class Reason:
    """What speaks for or against a division, under one of the four considerations."""

    consideration: Consideration
    text: Text
    quotes: tuple[Quote, ...] = ()


@dataclass(frozen=True, slots=True)
class Carried:
    """How far the notes carry a division: the stages with enough statements by enough customers, of how many."""

    model: StageModel
    stages: int

    @property
    def share(self) -> float:
        return self.stages / len(self.model.stages)


@dataclass(frozen=True, slots=True)
class Advice:
    """The division advised, what to divide by, and why; `others` are divisions that were weighed, the nearest first."""

    model: StageModel
    method: Method
    reasons: tuple[Reason, ...]
    others: tuple[Carried, ...]
    open_questions: tuple[Text, ...]


_QUESTIONS: Mapping[str, Text] = {
    "competitive": Text(
        "竞争激烈吗？客户会反复比较吗？（--competitive yes|no）",
        "Is competition fierce, do customers compare a lot? (--competitive yes|no)",
    ),
    "emotional": Text(
        "这些客户是否以感受作决定，例如年轻客户？（--emotional yes|no）",
        "Do feelings decide with these customers, young ones for instance? (--emotional yes|no)",
    ),
    "people": Text(
        "有几个人来维护这张地图？（--people N）", "How many people will keep the map up to date? (--people N)"
    ),
    "teams": Text("触点分属几个团队？（--teams N）", "How many teams do the touchpoints belong to? (--teams N)"),
}
_COMPARED = Text(
    "{some}/{all} 位客户讲到比较别家或竞争者；竞争越激烈，越值得划分得细。",
    "{some} of {all} customers speak of comparing or of competitors; the fiercer the competition, the more a finer division is worth.",
)
_SAID_COMPETITIVE = Text(
    "您说竞争激烈：可以划分得更细。", "You say that competition is fierce: a finer division is worth it."
)
_SAID_CALM = Text(
    "您说竞争并不激烈：不必划分得很细。", "You say that competition is not fierce: no fine division is needed."
)
_FELT = Text(
    "客户的陈述里 {share}% 带有明确的感受，{young} 处提到年轻客群。",
    "{share}% of what customers say carries a clear feeling; young customers are named {young} times.",
)
_SAID_EMOTIONAL = Text(
    "您说这些客户以感受作决定：按情感划分能看清起伏。",
    "You say that feelings decide here: a division by emotion shows the ups and downs.",
)
_DONE = Text(
    "客户的陈述里 {share}% 讲的是做了什么，足够按行为划分。",
    "{share}% of what customers say tells what they did, enough to divide by behaviour.",
)
_TOUCHPOINTS = Text(
    "笔记里提到 {count} 种触点，触点分属 {teams} 个团队：按触点类型划分，容易分清谁管哪一段。",
    "The notes name {count} touchpoints, in the hands of {teams} teams: dividing by type of touchpoint shows who looks after which.",
)
_CARRIED = Text(
    "“{model}”的 {all} 个阶段里，有 {some} 个讲的人和话都够（至少 {least} 条、{speakers} 位客户）。",
    "Of the {all} stages of “{model}”, {some} are told of enough (at least {least} statements by {speakers} customers).",
)
_NOT_CARRIED = Text(
    "“{model}”的 {all} 个阶段里，只有 {some} 个讲的人和话够；要用它，先补访谈。",
    "Of the {all} stages of “{model}”, only {some} are told of enough; it takes more interviews first.",
)
_PEOPLE_ENOUGH = Text("有 {n} 个人维护，这样细的地图顾得过来。", "{n} people can keep a map as fine as this.")
_PEOPLE_FEW = Text("只有 {n} 个人维护，“{model}”太细，顾不过来。", "With {n} to keep it, “{model}” would be too fine.")
_SIMPLE = Text(
    "按时间划分的五个阶段简单直观，最容易维护。", "Five stages divided by time are simple and easiest to keep up."
)


class Adviser:
    """Advises on the division for one client's notes. `stages` gives, for each statement by id, its stage in each model."""

    def __init__(
        self,
        material: Material,
        models: Mapping[str, StageModel],
        stages: Mapping[str, Mapping[str, str]],
        considerations: Sequence[Guidance],
    ) -> None:
        self._customers = [each for each in material.told if each.by_customer]
        self._material = material
        self._models = models
        self._stages = stages
        self._words = WordFinder()
        self._considerations = {each.id.rsplit("-", 1)[-1]: each for each in considerations}

    def advise(self, situation: Situation) -> Advice:
        """The advice; what nobody answered is left to the notes, and asked."""
        reasons: list[Reason] = []
        method = self._choose_method(situation, reasons)
        fine = self._wants_fine(situation, reasons)
        chosen = self._choose_model(method, fine, situation, reasons)
        others = sorted(
            (self.carried(each) for each in self._models.values() if each.id != chosen.id), key=lambda c: -c.share
        )
        asked = [text for name, text in _QUESTIONS.items() if getattr(situation, name) is None]
        order: tuple[Consideration, ...] = ("business", "needs", "data", "resources")
        reasons.sort(key=lambda each: order.index(each.consideration))
        return Advice(chosen, method, tuple(reasons), tuple(others), tuple(asked))

    def carried(self, model: StageModel) -> Carried:
        """How far the customers' statements carry a model."""
        told: dict[str, list[Told]] = {}
        for each in self._customers:
            stage = self._stages.get(each.id, {}).get(model.id)
            if stage is not None:
                told.setdefault(stage, []).append(each)
        enough = sum(
            len(found) >= LEAST_STATEMENTS and len(count_speakers(found)) >= LEAST_SPEAKERS for found in told.values()
        )
        return Carried(model, enough)

    def _choose_method(self, situation: Situation, reasons: list[Reason]) -> Method:
        total = max(len(self._customers), 1)
        felt = [each for each in self._customers if each.sentiment and self._material.is_felt(each)]
        young = self._speaking_of("needs")
        share = round(100 * len(felt) / total)
        reasons.append(Reason("needs", _FELT.filled(share=share, young=len(young)), self._quotes(young)))
        if situation.emotional:
            reasons.append(Reason("needs", _SAID_EMOTIONAL))
            return "emotion"
        if situation.emotional is None and young and len(felt) / total >= _MUCH_FELT:
            return "emotion"
        named = self._touchpoints()
        if situation.teams is not None and situation.teams >= 3 and named >= _MANY_TOUCHPOINTS:
            reasons.append(Reason("resources", _TOUCHPOINTS.filled(count=named, teams=situation.teams)))
            return "touchpoint"
        done = sum(each.dimension == Dimension.BEHAVIOUR for each in self._customers) / total
        if done >= _MUCH_DONE:
            reasons.append(Reason("needs", _DONE.filled(share=round(100 * done))))
            return "behaviour"
        return "time"

    def _wants_fine(self, situation: Situation, reasons: list[Reason]) -> bool:
        named = {each.id for each in self._speaking_of("business")}
        comparing = [each for each in self._customers if each.id in named or self._compares(each)]
        everyone = count_speakers(self._customers)
        some = count_speakers(comparing)
        reasons.append(Reason("business", _COMPARED.filled(some=len(some), all=len(everyone)), self._quotes(comparing)))
        if situation.competitive is not None:
            reasons.append(Reason("business", _SAID_COMPETITIVE if situation.competitive else _SAID_CALM))
            return situation.competitive
        return bool(everyone) and len(some) / len(everyone) >= _MUCH_COMPARED

    def _choose_model(self, method: Method, fine: bool, situation: Situation, reasons: list[Reason]) -> StageModel:
        """The finest division that the notes and the people there are can carry, of those by that method."""
        wanted = {
            "emotion": ["emotion"],
            "touchpoint": ["touchpoint-type"],
            "behaviour": ["behaviour"],
            "time": ["use-five"],
        }[method]
        if fine and method == "time":
            wanted = ["sub-stages-fifteen", "sub-stages-ten", *wanted]
        for model in (self._models[each] for each in wanted):
            carried = self.carried(model)
            people = _PEOPLE.get(model.id, 1)
            if situation.people is not None and situation.people < people:
                reasons.append(Reason("resources", _PEOPLE_FEW.filled(n=situation.people, model=model.label)))
            elif carried.share < ENOUGH and model.id in _PEOPLE:
                reasons.append(_data_reason(_NOT_CARRIED, carried))
            else:
                reasons.append(_data_reason(_CARRIED if carried.share >= ENOUGH else _NOT_CARRIED, carried))
                enough = situation.people is not None and model.id in _PEOPLE
                reasons.append(Reason("resources", _PEOPLE_ENOUGH.filled(n=situation.people) if enough else _SIMPLE))
                return model
        return self._models[wanted[-1]]

    def _speaking_of(self, consideration: str) -> list[Told]:
        entry = self._considerations.get(consideration)
        return [each for each in self._material.told if entry is not None and self._words.mentions(entry, each)]

    def _compares(self, told: Told) -> bool:
        return self._stages.get(told.id, {}).get(_FINEST) in _COMPARING

    def _touchpoints(self) -> int:
        """How many different touchpoints of the playbook are named."""
        entries = {e.id.rsplit(".", 1)[-1]: e for stage in self._material.playbook.stages for e in stage.touchpoints}
        return sum(any(self._words.mentions(each, told) for told in self._material.told) for each in entries.values())

    def _quotes(self, told: Sequence[Told]) -> tuple[Quote, ...]:
        first = {each.speaker: each for each in reversed(told)}
        return tuple(
            Quote(
                choose_excerpt(each.statement.text, 60),
                each.statement.speaker or "",
                each.statement.document,
                each.statement.locator,
            )
            for each in sorted(first.values(), key=lambda each: each.order)[:_MOST_QUOTES]
        )


def _data_reason(text: Text, carried: Carried) -> Reason:
    return Reason(
        "data",
        text.filled(
            model=carried.model.label,
            all=len(carried.model.stages),
            some=carried.stages,
            least=LEAST_STATEMENTS,
            speakers=LEAST_SPEAKERS,
        ),
    )


def place_in_models(
    material: Material, scores: Mapping[str, Mapping[str, float]], models: Mapping[str, StageModel]
) -> dict[str, dict[str, str]]:
    """For each statement, by id, its stage in each model: that of the moment it most likely tells of."""
    from assistant.drafting.division import choose_stage

    stages = {each.id: each for each in material.playbook.model.stages}
    found: dict[str, dict[str, str]] = {}
    for each in material.told:
        if each.stage is None:
            continue
        moments = stages[each.stage].covered
        chosen = {
            model.id: choose_stage(model, moments, scores.get(each.id, {}), feeling_of(each.sentiment)).stage
            for model in models.values()
        }
        found[each.id] = {model: stage for model, stage in chosen.items() if stage is not None}
    return found
