"""What to do, for which gaps, and by which figures its effect is seen."""

from collections.abc import Mapping, Sequence

from assistant.drafting.choosing import choose_told
from assistant.drafting.gaps.writing import GapWork, inside, opening
from assistant.drafting.material import build_pattern
from assistant.drafting.topics import Topic
from assistant.journey import Answer, Dimension, Gap, GapKind, Level, steady_id
from assistant.journey.analysis import Measure, Yardstick
from assistant.measuring import MeasuringGuide
from assistant.playbook import Guidance
from assistant.wording import Text

_KINDS = (GapKind.PROBLEM, GapKind.TOUCHPOINT, GapKind.CONTRADICTION, GapKind.OPPORTUNITY, GapKind.MEASUREMENT)
_MEND, _BUILD = Text("改进{topic}", "Improve {topic}"), Text("发扬{topic}", "Build on {topic}")
_NOW = Text("“{kpi}”现在是多少？", "What is {kpi} today?")
_MOST_YARDSTICKS = 2
_MOST_FIGURES = 2


def build_measures(work: GapWork, gaps: Sequence[Gap], guide: MeasuringGuide) -> tuple[Measure, ...]:
    """One measure a topic of complaints or of praise over all stages, and one for each other gap that asks for doing.

    What only asks for asking (evidence, data, touchpoints and KPIs nobody speaks of) belongs to the collection plan.
    """
    topics = _topics_of(work)
    grouped: dict[str, list[Gap]] = {}
    for gap in gaps:
        if gap.status == "open" and gap.kind in _KINDS and not _asks_only(gap):
            topic = topics.get(gap.id)
            grouped.setdefault(f"{gap.kind}.{topic.id}" if topic is not None else gap.id, []).append(gap)
    return tuple(_build(name, held, topics.get(held[0].id), work, guide) for name, held in grouped.items())


def _build(name: str, gaps: list[Gap], topic: Topic | None, work: GapWork, guide: MeasuringGuide) -> Measure:
    gaps.sort(key=lambda gap: (list(Level).index(gap.severity), gap.id))
    label = ""
    if topic is not None:
        frame = _BUILD if gaps[0].kind is GapKind.OPPORTUNITY else _MEND
        label = work.say(opening(frame.filled(topic=inside(topic.label))))
    wanted = [*(guide.topics.get(topic.id, ()) if topic is not None else ()), *_of_stages(gaps, work, guide)]
    known = _kpis(work)
    yardsticks = [each for each in dict.fromkeys(wanted) if each in known and each in guide.gauges]
    return Measure(
        steady_id("measure", name), label, tuple(gap.id for gap in gaps), tuple(yardsticks[:_MOST_YARDSTICKS])
    )


def _topics_of(work: GapWork) -> Mapping[str, Topic]:
    """The topic of each gap about complaints or praise on one: their ids are made of it."""
    return {
        steady_id("gap", kind, str(kind), stage, topic.id): topic
        for kind in (GapKind.PROBLEM, GapKind.OPPORTUNITY)
        for stage in work.material.playbook.model.stage_ids
        for topic in work.topics
    }


def _asks_only(gap: Gap) -> bool:
    return gap.id in (
        steady_id("gap", GapKind.TOUCHPOINT, gap.stage or "", "absent"),
        steady_id("gap", GapKind.MEASUREMENT, gap.stage or "", "untracked"),
    )


def _of_stages(gaps: Sequence[Gap], work: GapWork, guide: MeasuringGuide) -> list[str]:
    """KPIs by which the stages of the gaps are seen, over the stages of the five that they are akin to."""
    model = work.material.playbook.model
    stages = [gap.stage for gap in gaps if gap.stage in model.stage_ids]
    akin = [each for stage in stages if stage for each in (model.stage(stage).akin or (stage,))]
    return [kpi for each in akin for kpi in guide.stages.get(each, ())]


def _kpis(work: GapWork) -> dict[str, Guidance]:
    """Every KPI and metric of the playbook by its short id."""
    found: dict[str, Guidance] = {}
    for guidance in work.material.playbook.stages:
        for each in (*guidance.kpis, *guidance.metrics):
            found.setdefault(each.id.rsplit(".", 1)[-1], each)
    return found


def build_yardsticks(work: GapWork, measures: Sequence[Measure], guide: MeasuringGuide) -> tuple[Yardstick, ...]:
    """What the measures are seen by, each once, with the figures that staff told of it so far."""
    known = _kpis(work)
    wanted = dict.fromkeys(each for measure in measures for each in measure.yardsticks)
    return tuple(_yardstick(each, known[each], work, guide) for each in wanted)


def _yardstick(name: str, kpi: Guidance, work: GapWork, guide: MeasuringGuide) -> Yardstick:
    gauge, pattern = guide.gauges[name], build_pattern(kpi.words)
    told = [
        each
        for each in work.material.told
        if each.by_staff and each.figures and pattern is not None and pattern.search(each.exchange)
    ]
    claims = tuple(
        work.writer.quote(
            each,
            ("analysis", "yardstick", name),
            dimension=Dimension.KPI,
            stage=each.stage,
            segment=each.segment,
            about=pattern,
        )
        for each in choose_told(told, work.material, _MOST_FIGURES)
    )
    question = work.say(_NOW.filled(kpi=inside(kpi.text)))
    baseline = Answer(f"yardstick.{name}", question, "answered" if claims else "open", claims)
    return Yardstick(
        name, work.say(kpi.text), work.say(gauge.how), work.say(gauge.source), work.say(gauge.when), baseline
    )
