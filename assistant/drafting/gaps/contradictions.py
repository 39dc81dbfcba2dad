"""Contradictions that code can find: candidates that a person must confirm before they are said aloud."""

import re
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations, product

from assistant.drafting.gaps.writing import GapWork, opening
from assistant.drafting.material import Told
from assistant.drafting.topics import find_topics
from assistant.journey import Claim, Gap, GapKind, Level
from assistant.wording import Text

_MOST = 10
_MOST_OF_TOPIC = 3
_TITLE_WIDTH = 48
_NEAR_LATE, _NEAR_DENIED, _NEAR_OPPOSED, _NEAR_PEOPLE = 0.05, 0.15, 0.40, 0.50
_WAITING = "waiting"
"""Least likeness of two statements that speak of one thing (cosine of centred vectors), by what sets them apart: the
plainer that is, the less likeness is asked for."""
_CHANNEL = "digital"
"""A topic that tells where something happens and not what: two statements with nothing else in common have to be more alike."""
_BY_WORDING = 0.4
"""Likeness of wording, where there are no vectors, in the same measure."""
_FACTOR = Fraction(3, 2)
"""Durations that differ by less than half are told loosely, not in contradiction."""
_MINUTES = {"minute": 1, "day": 24 * 60, "month": 30 * 24 * 60}

_STAFF_TITLE = Text(
    "{topic}：员工说{one}，客户说{other}（待核实）",
    "{topic}: staff say {one}, a customer says {other} (to be confirmed)",
)
_PEOPLE_TITLE = Text("{topic}：{one}，而{other}（待核实）", "{topic}: {one}, yet {other} (to be confirmed)")
_NEXT = Text(
    "把两种说法连同出处交给{owner}核对：各说的是哪家店、哪段时间、哪类客户；核实之前不要写进结论。",
    "Take both accounts with their sources to {owner}: which shop, which time, which customers does each mean? Until "
    "that is settled, conclude nothing from it.",
)
_NO_TOPIC = Text("说法不一", "differing accounts")

_PROMISES = re.compile(
    r"都会|都有|一定会?|每个都|每次都|全部|全包|包安装|免费|保证|肯定会?|必须|不会(?:出现|有)|一般都|基本上?都|没有(?:问题|投诉)|自动|会推送|会提醒|会通知|"
    r"\b(?:always|every|all|guarantee\w*|make sure|automatically|free|included|no complaints)\b"
)
_WITHIN = re.compile(
    r"内|就能|就可以|当天|一定|保证|承诺|最晚|最多|一般|平均|响应|"
    r"within|at most|usually|on average|same day|guarantee|always|promise"
)
_ADMITS = re.compile(
    r"做不到|不敢|不保证|到期前|提前|不是|没有做到|来不及|压|慢|感觉就是|can't|cannot|not able|never manage|behind schedule"
)
_WAITED = re.compile(
    r"等|才|拖|还没|没人来|迟|催|wait|took|late|later|delay|until|before (?:they|anyone|someone)|^\w+ (?:days|weeks)"
)
_DENIALS = re.compile(
    r"从来没|从没|(?:没|没有|未)(?:收到|提醒|通知|告诉|说|讲|人(?:提醒|通知|告诉|讲|说|来|联系|管))|一次(?:也|都)?没|根本没|不知道有|才发现|才晓得|要另外|另外收|多收|"
    r"\b(?:never|nobody|no one|not once|not a single|turned out|without telling|on top|extra)\b"
)


@dataclass(frozen=True, slots=True)
class _Pair:
    one: Told
    other: Told
    topic: str
    score: float


def find_contradictions(work: GapWork) -> list[Gap]:
    """At most ten pairs, always candidates: staff against customers first, then customers against customers.

    A pair speaks of one topic, and either staff promise a time and the customer waited half as long again, or staff
    promise what the customer denies, or both speak of much the same with opposite feelings. Severity: high for staff
    against a customer at −2 or a broken time, else medium; effort low, as it takes checking.
    """
    pairs = sorted(
        _find_pairs(work), key=lambda pair: (not pair.one.by_staff, -pair.score, pair.one.order, pair.other.order)
    )
    used: set[str] = set()
    topics: dict[str, int] = {}
    gaps: list[Gap] = []
    for pair in pairs:
        # One statement against many, or one topic again and again, says the same thing.
        if len(gaps) == _MOST or used & {pair.one.id, pair.other.id} or topics.get(pair.topic, 0) == _MOST_OF_TOPIC:
            continue
        used |= {pair.one.id, pair.other.id}
        topics[pair.topic] = topics.get(pair.topic, 0) + 1
        gaps.append(_build_gap(pair, work))
    return gaps


def _find_pairs(work: GapWork) -> list[_Pair]:
    said = [(each, find_topics(each, work.topics)) for each in work.material.told]
    spoken = [(each, topics) for each, topics in said if topics]
    staff = [each for each in spoken if each[0].by_staff]
    customers = [each for each in spoken if each[0].by_customer]
    felt = [each for each in customers if each[0].sentiment]
    opposed = (pair for pair in combinations(felt, 2) if pair[0][0].sentiment * pair[1][0].sentiment < 0)
    pairs: list[_Pair] = []
    for (one, topics), (other, others) in (*product(staff, customers), *opposed):
        shared = topics & others
        pair = _compare(one, other, shared, work) if shared and one.speaker != other.speaker else None
        if pair is not None:
            pairs.append(pair)
    return pairs


def _compare(one: Told, other: Told, shared: frozenset[str], work: GapWork) -> _Pair | None:
    """The pair of a staff member, or a customer, and another customer; None where nothing sets them apart."""
    scale = 1.0 if work.material.centred else _BY_WORDING
    likeness = work.material.likeness(one, other) / scale
    if likeness < min(_NEAR_LATE, _NEAR_DENIED, _NEAR_OPPOSED, _NEAR_PEOPLE):
        return None
    same_words = len(_topic_words(one.folded, shared, work) & _topic_words(other.exchange, shared, work))
    if one.by_staff:
        late = likeness >= _NEAR_LATE and same_words > 0 and _is_late(one, other)
        near = _NEAR_DENIED if shared - {_CHANNEL} else _NEAR_OPPOSED
        denied = likeness >= near and _is_denied(one, other)
        opposed = likeness >= _NEAR_OPPOSED and one.sentiment > 0 > other.sentiment
    else:
        late = denied = False
        opposed = likeness >= _NEAR_PEOPLE and one.sentiment * other.sentiment < 0
    opposed = opposed and work.material.is_felt(one) and work.material.is_felt(other)
    if not (late or denied or opposed):
        return None
    named = next(each.id for each in work.topics if each.id in (shared - {_WAITING} or shared))
    score = likeness + 0.15 * late + 0.1 * denied + 0.05 * len(shared) + 0.1 * min(same_words, 2)
    return _Pair(one, other, named, score)


def _topic_words(folded: str, shared: frozenset[str], work: GapWork) -> set[str]:
    return {word for topic in work.topics if topic.id in shared for word in topic.pattern.findall(folded)}


def _is_denied(one: Told, other: Told) -> bool:
    promised = _PROMISES.search(one.folded) is not None and not _ADMITS.search(one.folded) and one.sentiment >= 0
    return promised and other.sentiment <= 0 and _DENIALS.search(other.folded) is not None


def _is_promise(told: Told) -> bool:
    return _WITHIN.search(told.folded) is not None and _ADMITS.search(told.folded) is None


def _is_late(one: Told, other: Told) -> bool:
    """Whether staff promise a time and the customer waited for half as long again or more."""
    promised = [figure for figure in one.figures if figure.unit in _MINUTES]
    waited = [figure for figure in other.figures if figure.unit in _MINUTES]
    if not promised or not waited or not _is_promise(one) or not _WAITED.search(other.folded):
        return False
    longest = max(figure.value * _MINUTES[figure.unit] for figure in promised)
    return min(figure.value * _MINUTES[figure.unit] for figure in waited) >= longest * _FACTOR


def _build_gap(pair: _Pair, work: GapWork) -> Gap:
    topic = next((each for each in work.topics if each.id == pair.topic), None)
    shared = [each for each in pair.other.coding.stages if each in pair.one.coding.stages]
    stage = shared[0] if shared else pair.other.stage or pair.one.coding.stages[0]
    place = ("contradiction", pair.one.id, pair.other.id)
    owner = topic.owner if topic else work.team(stage)
    frame = _STAFF_TITLE if pair.one.by_staff else _PEOPLE_TITLE
    claims: list[Claim] = work.quotes([pair.one, pair.other], place, stage)
    serious = pair.one.by_staff and (pair.other.sentiment <= -2 or _is_late(pair.one, pair.other))
    return work.gap(
        GapKind.CONTRADICTION,
        place,
        frame.filled(
            topic=opening(topic.label if topic else _NO_TOPIC),
            one=work.excerpt(pair.one, _TITLE_WIDTH),
            other=work.excerpt(pair.other, _TITLE_WIDTH),
        ),
        claims,
        severity=Level.HIGH if serious else Level.MEDIUM,
        effort=Level.LOW,
        next_step=_NEXT.filled(owner=owner),
        owner=owner,
        stage=stage,
        candidate=True,
    )
