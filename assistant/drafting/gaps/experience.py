"""Problem areas and opportunities: what customers complain of and praise, by stage and topic."""

import re
from collections.abc import Sequence

from assistant.drafting.choosing import choose_told
from assistant.drafting.computing import compute_count
from assistant.drafting.gaps.writing import MOST_QUOTES, GapWork, by_coding
from assistant.drafting.material import Told, count_speakers
from assistant.drafting.topics import Topic
from assistant.journey import Claim, Gap, GapKind, Level
from assistant.wording import Text

_TITLE_WIDTH = 56
_MOST_PER_STAGE = 5
MOST_REST = 5
_LEAST_CONFIDENCE = 0.35

_PROBLEM_TITLE = Text(
    "{stage}·{topic}：{count} 位客户不满，如{words}", "{stage}, {topic}: {count} customers dissatisfied, as in {words}"
)
_PROBLEM_ONE = Text("{stage}·{topic}：一位客户不满：{words}", "{stage}, {topic}: one customer dissatisfied: {words}")
_EXIT_TITLE = Text(
    "{stage}·{topic}：{count} 位客户因此离开或放弃，如{words}",
    "{stage}, {topic}: {count} customers left or gave up, as in {words}",
)
_EXIT_ONE = Text(
    "{stage}·{topic}：一位客户因此离开或放弃：{words}", "{stage}, {topic}: one customer left or gave up: {words}"
)
_PROBLEM = Text(
    "{coded}在{stage}阶段，有 {count} 位客户对{topic}表示不满{who}。",
    "Customers dissatisfied about {topic} in the {stage} stage{coded}: {count}{who}.",
)
_EXIT = Text(
    "{coded}在{stage}阶段，有 {count} 位客户讲到转身离开、放弃或不再购买，与{topic}有关{who}。",
    "Customers who tell of walking away, giving up or not buying again in the {stage} stage, to do with {topic}{coded}: "
    "{count}{who}.",
)
_REST_TITLE = Text(
    "{stage}·个别不满：{count} 位客户，如{words}", "{stage}, single complaints: {count} customers, as in {words}"
)
_REST_ONE = Text("{stage}·个别不满：{words}", "{stage}, a single complaint: {words}")
_REST = Text(
    "{coded}在{stage}阶段，有 {count} 位客户说到别的不满{who}。",
    "Customers with other complaints in the {stage} stage{coded}: {count}{who}.",
)
_REST_MEND = Text(
    "逐条核实这些经历，看它们是个别情况还是有共同的原因，再决定归到哪个团队。",
    "Check these one by one: single cases, or one cause behind them? Then decide which team takes them.",
)
_EXIT_NEXT = Text(
    "先联系讲到离开的客户，问清最后一步发生了什么。{mend}",
    "First contact the customers who told of leaving and ask what happened last. {mend}",
)
_PRAISE_TITLE = Text(
    "{stage}·{topic}：{count} 位客户称赞，如{words}", "{stage}, {topic}: praised by {count} customers, as in {words}"
)
_PRAISE_ONE = Text(
    "{stage}·{topic}：一位客户大加称赞：{words}", "{stage}, {topic}: one customer's strong praise: {words}"
)
_PRAISE = Text(
    "{coded}在{stage}阶段，有 {count} 位客户称赞{topic}{who}。",
    "Customers who praise {topic} in the {stage} stage{coded}: {count}{who}.",
)
_HIDDEN_TITLE = Text(
    "{stage}：有 {count} 位受访者说到客户不知道的好处，如{words}",
    "{stage}: interviewees who speak of a benefit that customers did not know of: {count}, as in {words}",
)
_HIDDEN_NEXT = Text(
    "把客户事后才知道的好处提前讲：写进介绍、页面和销售的开场。",
    "Tell early what customers found out late: in leaflets, on the site, at the start of a sales talk.",
)

_LEAVES = re.compile(
    r"换了别家|换别家|换了一家|换成了别|去了别家|选了别家|买了别家|买别家|不会再买|不再买|不会再来|不来了|再也不(?:买|来|用|去)|"
    r"不续(?:费|约|订|保)?了|没有?续(?:费|约|订)|退订了|退货了|退了货|退了(?:机|款|单|订|课|卡)|没买成|干脆不买|跑单|转身就走|转头就走|卸载了|"
    r"switched to|went with (?:another|someone)|went elsewhere|gave up on|cancelled (?:my|our|the)|canceled (?:my|our|the)|"
    r"returned it|sent it back|(?:did not|didn't|won't|will not|not) renew|walked (?:out|away)|left for|"
    r"never (?:came|went|going|coming) back|(?:won't|never|not) buy (?:it |from them )?again|uninstalled"
)


def find_problems(work: GapWork) -> list[Gap]:
    """One gap for each stage and topic that customers complain of; what a single one says mildly goes together.

    Severity: high where a customer tells of leaving, from three unhappy customers, or two with one at −2; medium for two
    customers or one at −2; low else. Effort is the topic's.
    """
    gaps: list[Gap] = []
    for stage in work.material.playbook.model.stage_ids:
        unhappy = [
            each
            for each in work.material.in_stage(stage, second=False)
            if each.by_customer and each.sentiment < 0 and work.material.is_felt(each) and _is_sure(each)
        ]
        groups = _group(unhappy, work)
        own = [(topic, told) for topic, told in groups if topic is not None and _stands_alone(told)][:_MOST_PER_STAGE]
        gaps.extend(_build_problem(stage, topic, told, work) for topic, told in own)
        shown = {each.id for _, told in own for each in told}
        rest = [each for each in unhappy if each.id not in shown]
        if rest:
            gaps.append(_build_rest(stage, rest, work))
    return gaps


def _is_sure(told: Told) -> bool:
    return told.coding.confidence >= _LEAST_CONFIDENCE


def _stands_alone(told: Sequence[Told]) -> bool:
    """Whether complaints on one topic weigh enough for a gap of their own."""
    return len(count_speakers(told)) >= 2 or any(each.sentiment <= -2 or _LEAVES.search(each.folded) for each in told)


def find_opportunities(work: GapWork) -> list[Gap]:
    """What customers praise, by stage and topic, and benefits they did not know of.

    Told by at least two customers, or by one at +2. Severity (here: how much it is worth) high from three customers,
    medium for two, low for one. Effort low: what works is extended.
    """
    gaps: list[Gap] = []
    for stage in work.material.playbook.model.stage_ids:
        happy = [
            each
            for each in work.material.in_stage(stage, second=False)
            if each.by_customer and each.sentiment > 0 and work.material.is_felt(each) and _is_sure(each)
        ]
        worth = [
            (topic, told)
            for topic, told in _group(happy, work)
            if topic is not None and (len(count_speakers(told)) >= 2 or max(each.sentiment for each in told) == 2)
        ]
        gaps.extend(_build_opportunity(stage, topic, told, work) for topic, told in worth[:_MOST_PER_STAGE])
        hidden = _build_hidden(stage, work)
        if hidden is not None:
            gaps.append(hidden)
    return gaps


def _group(told: Sequence[Told], work: GapWork) -> list[tuple[Topic | None, list[Told]]]:
    """Statements by topic: most speakers first, then strongest feeling; those of no topic last."""
    groups: dict[str, tuple[Topic | None, list[Told]]] = {}
    for each in told:
        topic = work.topic(each)
        groups.setdefault(topic.id if topic else "", (topic, []))[1].append(each)

    def weight(group: tuple[Topic | None, list[Told]]) -> tuple[bool, int, int, int]:
        topic, members = group
        feeling = max(abs(each.sentiment) for each in members)
        return topic is None, -len(count_speakers(members)), -feeling, members[0].order

    return sorted(groups.values(), key=weight)


def _build_problem(stage: str, topic: Topic, told: Sequence[Told], work: GapWork) -> Gap:
    leaving = [each for each in told if _LEAVES.search(each.folded)]
    label = work.stage_label(stage)
    chosen = choose_told(leaving, work.material, 2) if leaving else []
    chosen += choose_told([each for each in told if each not in chosen], work.material, MOST_QUOTES - len(chosen))
    counted = leaving or told
    count = len(count_speakers(counted))
    place = ("problem", stage, topic.id)
    frame = (_EXIT_ONE if count == 1 else _EXIT_TITLE) if leaving else (_PROBLEM_ONE if count == 1 else _PROBLEM_TITLE)
    words = work.telling_words(chosen[: min(len(leaving), 2)] or chosen, _TITLE_WIDTH)
    step = topic.mend.filled(stage=work.stage_name(stage))
    return work.gap(
        GapKind.PROBLEM,
        place,
        frame.filled(stage=label, topic=topic.label, count=count, words=words),
        [
            _count_claim(_EXIT if leaving else _PROBLEM, counted, topic.label, place, stage, work),
            *work.quotes(chosen, place, stage),
        ],
        severity=_problem_severity(told, count_speakers(told), leaving),
        effort=topic.effort,
        next_step=_EXIT_NEXT.filled(mend=step) if leaving else step,
        owner=topic.owner,
        stage=stage,
    )


def _build_rest(stage: str, told: Sequence[Told], work: GapWork) -> Gap:
    label = work.stage_label(stage)
    place = ("problem", stage, "other")
    speakers = count_speakers(told)
    one = len(speakers) == 1
    chosen = choose_told(told, work.material, MOST_REST)
    return work.gap(
        GapKind.PROBLEM,
        place,
        (_REST_ONE if one else _REST_TITLE).filled(
            stage=label, count=len(speakers), words=work.telling_words(chosen, _TITLE_WIDTH)
        ),
        [_count_claim(_REST, told, label, place, stage, work), *work.quotes(chosen, place, stage)],
        severity=Level.MEDIUM if len(speakers) >= 3 else Level.LOW,
        effort=Level.MEDIUM,
        next_step=_REST_MEND,
        owner=work.team(stage),
        stage=stage,
    )


def _problem_severity(told: Sequence[Told], speakers: Sequence[str], leaving: Sequence[Told]) -> Level:
    worst = min(each.sentiment for each in told)
    if leaving or len(speakers) >= 3 or (len(speakers) == 2 and worst <= -2):
        return Level.HIGH
    return Level.MEDIUM if len(speakers) == 2 or worst <= -2 else Level.LOW


def _build_opportunity(stage: str, topic: Topic, told: Sequence[Told], work: GapWork) -> Gap:
    speakers = count_speakers(told)
    label, about = work.stage_label(stage), topic.label
    chosen = choose_told(told, work.material, MOST_QUOTES)
    place = ("opportunity", stage, topic.id)
    frame = _PRAISE_ONE if len(speakers) == 1 else _PRAISE_TITLE
    return work.gap(
        GapKind.OPPORTUNITY,
        place,
        frame.filled(stage=label, topic=about, count=len(speakers), words=work.telling_words(chosen, _TITLE_WIDTH)),
        [_count_claim(_PRAISE, told, about, place, stage, work), *work.quotes(chosen, place, stage)],
        severity=Level.HIGH if len(speakers) >= 3 else Level.MEDIUM if len(speakers) == 2 else Level.LOW,
        effort=Level.LOW,
        next_step=topic.build.filled(stage=work.stage_name(stage)),
        owner=topic.owner,
        stage=stage,
    )


def _build_hidden(stage: str, work: GapWork) -> Gap | None:
    entries = [each for each in work.material.playbook.opportunities if each.id.endswith("hidden-value")]
    told = [
        each
        for each in work.material.in_stage(stage, second=False)
        if any(work.words.mentions(entry, each) for entry in entries)
    ]
    if not told:
        return None
    chosen = choose_told(told, work.material, MOST_QUOTES)
    place = ("opportunity", stage, "hidden-value")
    speakers = count_speakers(told)
    title = _HIDDEN_TITLE.filled(
        stage=work.stage_label(stage), count=len(speakers), words=work.excerpt(chosen[0], _TITLE_WIDTH)
    )
    return work.gap(
        GapKind.OPPORTUNITY,
        place,
        title,
        work.quotes(chosen, place, stage),
        severity=Level.MEDIUM if len(speakers) >= 2 else Level.LOW,
        effort=Level.LOW,
        next_step=_HIDDEN_NEXT,
        owner=work.team("awareness" if "awareness" in work.material.playbook.model.stage_ids else stage),
        stage=stage,
    )


def _count_claim(
    frame: Text, told: Sequence[Told], about: Text, place: tuple[str, str, str], stage: str, work: GapWork
) -> Claim:
    count = compute_count(count_speakers(told))
    text = frame.filled(
        stage=work.stage_name(stage), count=count.result, topic=about, who=work.names(told), coded=by_coding(told)
    )
    one_each = list({each.speaker: each for each in reversed(told)}.values())
    cited = sorted(one_each, key=lambda each: each.order)
    return work.writer.compute(text, count, ("gap", *place, "count"), cited=cited, stage=stage)
