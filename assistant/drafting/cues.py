"""Signs in the wording of a text: the playbook's words by stage and by dimension, figures, and words of measuring."""

import re
from collections.abc import Iterable

from assistant.drafting.patterns import WordGroups
from assistant.journey import Dimension
from assistant.playbook import Guidance, Playbook, StageGuidance

_COUNT = "[一二三四五六七八九十]"
_FIGURE = re.compile(
    r"\d|[两二三四五六七八九十百千万]+(?:个|次|天|年|月|块|元|家|台|点|分|小时|周)|"
    r"\b(?:two|three|four|five|six|ten|dozen|hundred|thousand)\b"
)
_SHARE = re.compile(
    rf"\d\s?[%％]|百分之|{_COUNT}成|{_COUNT}个(?:里面?|客人|人)?有?{_COUNT}个|percent|per cent|"
    r"\b(?:a|one|two)[ -](?:third|quarter|half)s?\b"
)
_MEASURING = re.compile(
    r"[一-鿿]率|平均|统计|指标|考核|目标|业绩|数据|环比|同比|占|上个?月|去年|每个?月|客单价|均价|评分|打分|"
    r"\b(?:rate|average|kpi|target|measure|track|metric|month|quarter|score|conversion|figure)s?\b"
)
_ACTING = re.compile(
    r"我(?:们|自己|就|去|先|又|还|都|也)?[一-鿿]{0,6}了|我去|我们去|"
    r"\bi (?:went|asked|called|bought|looked|searched|read|told|tried|compared|ordered|waited)\b"
)
_VIEWING = re.compile(
    r"觉得|感觉|希望|担心|喜欢|最看重|在意|因为|其实|主要是|怕|想要|"
    r"\b(?:think|thought|feel|felt|wanted|hope|because|worried|prefer|care|matters?)\b"
)


class Cues:
    """Counts the signs in texts; the same number of them for every text."""

    def __init__(self, playbook: Playbook) -> None:
        entries = [(_of_stage(guidance)) for guidance in playbook.stages]
        groups = [*entries, *(_of_dimension(playbook.stages, dimension) for dimension in Dimension)]
        self._words = WordGroups([[word for entry in group for word in entry.words] for group in groups])

    def read(self, folded: str) -> tuple[float, ...]:
        """How many different words of each stage and dimension stand in a folded text (at most 2), then the other signs."""
        counts = (min(len(words), 2) for words in self._words.find(folded))
        signs = (_FIGURE, _SHARE, _MEASURING, _ACTING, _VIEWING)
        return (*map(float, counts), *(float(sign.search(folded) is not None) for sign in signs))


def _of_stage(guidance: StageGuidance) -> list[Guidance]:
    cells = guidance.cell_questions.values()
    return [*guidance.behaviours, *guidance.touchpoints, *guidance.kpis, *guidance.questions, *cells]


def _of_dimension(stages: Iterable[StageGuidance], dimension: Dimension) -> list[Guidance]:
    found: list[Guidance] = []
    for guidance in stages:
        if dimension in guidance.cell_questions:
            found.append(guidance.cell_questions[dimension])
        lists = {
            Dimension.BEHAVIOUR: guidance.behaviours,
            Dimension.TOUCHPOINT: guidance.touchpoints,
            Dimension.KPI: guidance.kpis,
            Dimension.INSIGHT: guidance.questions,
        }
        found.extend(lists[dimension])
    return found
