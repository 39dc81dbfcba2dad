"""The funnel put together from the same material, maps and journeys as the rest of the draft."""

from collections.abc import Sequence

from assistant.drafting.computing import compute_share
from assistant.drafting.funnel.contacts import find_contacts
from assistant.drafting.funnel.finding import Finder
from assistant.drafting.gaps.writing import GapWork, by_coding
from assistant.drafting.insights import find_measured
from assistant.drafting.material import Told
from assistant.journey import Answer, Journeys
from assistant.journey.funnel import Funnel, FunnelStage
from assistant.library.funnel_report import FunnelGuide
from assistant.playbook import Guidance, StageGuidance
from assistant.wording import Text

AFTER_SALE = "after-sale"
_BENCHMARKS = ("contacts-b2b", "contacts-b2c")
_AFTER = frozenset(("retention", "loyalty"))
_AFTER_SALE = Text(
    "{coded}客户讲旅程的 {whole} 条陈述里，有 {part} 条讲的是成交之后的事（{share}）。",
    "Statements in which customers tell of their journey: {whole}; of what comes after the sale: {part} "
    "({share}){coded}.",
)
_AFTER_QUESTION = Text(
    "客户讲的事里，有多少发生在成交之后？", "How much of what customers tell happened after the sale?"
)


def build_funnel(work: GapWork, journeys: Journeys, guide: FunnelGuide) -> Funnel:
    """The funnel over the stages of the draft's model; every claim is verified as it is written."""
    finder = Finder(work, guide)
    playbook = work.material.playbook
    return Funnel(
        tuple(_build_stage(guidance, finder) for guidance in playbook.stages),
        find_contacts(work, journeys, guide.contacts),
        finder.find_returning(),
        _find_after_sale(work),
        tuple(work.say(each.text) for each in playbook.statistics if each.id.rsplit(".", 1)[-1] in _BENCHMARKS),
        tuple(work.say(each.text) for each in guide.aida),
    )


def _build_stage(guidance: StageGuidance, finder: Finder) -> FunnelStage:
    work = finder.work
    return FunnelStage(
        guidance.stage,
        work.say(work.stage_label(guidance.stage)),
        work.say(guidance.goal),
        work.say(guidance.expectation) if guidance.expectation is not None else "",
        work.say(guidance.lead_team) if guidance.lead_team is not None else "",
        tuple(finder.find_strategy(each, guidance.stage) for each in guidance.strategies),
        _find_metrics(guidance, finder),
        tuple(finder.find_duty(each, guidance.stage) for each in finder.guide.duties),
    )


def _find_metrics(guidance: StageGuidance, finder: Finder) -> tuple[Answer, ...]:
    """Each KPI and metric of the stage once, with the figures found; then one finding for figures of none of them."""
    work = finder.work
    named: dict[str, Guidance] = {}
    for each in (*guidance.metrics, *guidance.kpis):
        named.setdefault(each.id.rsplit(".", 1)[-1], each)
    return tuple(finder.find_metric(each, guidance.stage, find_measured(guidance.stage, work.material, work.words))
                 for each in named.values())  # fmt: skip


def _find_after_sale(work: GapWork) -> Answer:
    stages = {each.id for each in work.material.playbook.model.stages if set(each.akin or (each.id,)) & _AFTER}
    told = [each for each in work.material.told if each.by_customer]
    after = [each for each in told if each.stage in stages]
    question = work.say(_AFTER_QUESTION)
    if not told:
        return Answer(AFTER_SALE, question, "open", ())
    share = compute_share(len(after), len(told))
    text = _AFTER_SALE.filled(whole=len(told), part=len(after), share=share.result, coded=by_coding(told))
    claim = work.writer.compute(text, share, ("funnel", AFTER_SALE), cited=_one_each(after))
    return Answer(AFTER_SALE, question, "answered", (claim,))


def _one_each(told: Sequence[Told]) -> list[Told]:
    """The first statement of each speaker, at most five: whom to look at."""
    first: dict[str, Told] = {}
    for each in told:
        first.setdefault(each.speaker, each)
    return list(first.values())[:5]
