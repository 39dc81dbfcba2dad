"""The full analysis put together from the same material, maps, gaps and journeys as the rest of the draft."""

from collections.abc import Sequence

from assistant.drafting.analysis.measures import build_measures, build_yardsticks
from assistant.drafting.analysis.parts import find_collection, find_division, find_scope
from assistant.drafting.analysis.patterns import find_patterns
from assistant.drafting.analysis.touchpoints import find_key_touchpoints
from assistant.drafting.gaps.writing import GapWork
from assistant.drafting.journeys import JourneyWords
from assistant.journey import Gap, Journeys
from assistant.journey.analysis import Analysis
from assistant.measuring import PARTS, MeasuringGuide


def build_analysis(
    work: GapWork, journeys: Journeys, gaps: Sequence[Gap], words: JourneyWords, guide: MeasuringGuide
) -> Analysis:
    """The eight parts; every claim is verified as it is written."""
    measures = build_measures(work, gaps, guide)
    return Analysis(
        leads=tuple((part, work.say(guide.parts[part][0])) for part in PARTS),
        ours=tuple(part for part in PARTS if guide.parts[part][1] == "ours"),
        scope=find_scope(work),
        division=find_division(work, guide.considerations),
        collection=find_collection(work),
        patterns=find_patterns(work, journeys),
        touchpoints=find_key_touchpoints(work, journeys, gaps, words),
        measures=measures,
        yardsticks=build_yardsticks(work, measures, guide),
    )
