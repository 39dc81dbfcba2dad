"""Contradictions that code can find: candidates that a person must confirm before they are said aloud."""

import re
from collections.abc import Mapping, Set
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations, product

from assistant.drafting.gaps.writing import GapWork, opening
from assistant.drafting.material import Told
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
class _Account:
    """One side of a pair: what a statement holds against others, read once for all pairs it might be in.

    `own` are the words of topics that it says itself, `spoken_of` with those of the question it answers, by topic.
    `minutes` are the longest time that staff promise in it, or the shortest that a customer waited; `firm`: staff promise,
    or a customer denies; `feeling`: its sentiment where it surely carries it, else 0.
    """

    told: Told
    own: Mapping[str, frozenset[str]]
    spoken_of: Mapping[str, frozenset[str]]
    minutes: Fraction | None
    firm: bool
    feeling: int


@dataclass(frozen=True, slots=True)
class _Pair:
    one: _Account
    other: _Account
    topic: str
    score: float


def find_contradictions(work: GapWork) -> list[Gap]:
    """At most ten pairs, always candidates: staff against customers first, then customers against customers.

    A pair speaks of one topic, and either staff promise a time and the customer waited half as long again, or staff
    promise what the customer denies, or both speak of much the same with opposite feelings. Severity: high for staff
    against a customer at −2 or a broken time, else medium; effort low, as it takes checking.
    """
    pairs = sorted(
        _find_pairs(work),
        key=lambda pair: (not pair.one.told.by_staff, -pair.score, pair.one.told.order, pair.other.told.order),
    )
    used: set[str] = set()
    topics: dict[str, int] = {}
    gaps: list[Gap] = []
    for pair in pairs:
        # One statement against many, or one topic again and again, says the same thing.
        both = {pair.one.told.id, pair.other.told.id}
        if len(gaps) == _MOST or used & both or topics.get(pair.topic, 0) == _MOST_OF_TOPIC:
            continue
        used |= both
        topics[pair.topic] = topics.get(pair.topic, 0) + 1
        gaps.append(_build_gap(pair, work))
    return gaps


def _find_pairs(work: GapWork) -> list[_Pair]:
    said = (_read_account(each, work) for each in work.material.told if each.by_staff or each.by_customer)
    accounts = [each for each in said if each is not None and each.spoken_of]
    staff = [each for each in accounts if each.told.by_staff]
    customers = [each for each in accounts if each.told.by_customer]
    felt = [each for each in customers if each.feeling]
    pairs = (_compare(one, other, work) for one, other in (*product(staff, customers), *combinations(felt, 2)))
    return [pair for pair in pairs if pair is not None]


def _read_account(told: Told, work: GapWork) -> _Account | None:
    """None where there is nothing that another account could contradict."""
    staff = told.by_staff
    minutes = _find_promised(told) if staff else _find_waited(told)
    firm = _is_promise(told) if staff else _is_denial(told)
    feeling = told.sentiment if work.material.is_felt(told) else 0
    if minutes is None and not firm and not feeling:
        return None
    own = _find_topic_words(told.folded, work)
    spoken_of = _find_topic_words(told.exchange, work) if told.asked else own
    return _Account(told, own, spoken_of, minutes, firm, feeling)


def _find_topic_words(folded: str, work: GapWork) -> dict[str, frozenset[str]]:
    found = {topic.id: frozenset(topic.pattern.findall(folded)) for topic in work.topics}
    return {topic: words for topic, words in found.items() if words}


def _compare(one: _Account, other: _Account, work: GapWork) -> _Pair | None:
    """The pair of a staff member, or a customer, and another customer; None where nothing sets them apart."""
    by_staff = one.told.by_staff
    late, denied = by_staff and _is_late(one, other), by_staff and one.firm and other.firm
    # What staff complain of and a customer praises breaks no promise.
    opposed = one.feeling * other.feeling < 0 and not (by_staff and one.feeling < 0)
    shared = one.spoken_of.keys() & other.spoken_of.keys()
    if not (late or denied or opposed) or not shared or one.told.speaker == other.told.speaker:
        return None
    likeness = work.material.likeness(one.told, other.told) / (1.0 if work.material.centred else _BY_WORDING)
    same_words = len(_gather(one.own, shared) & _gather(other.spoken_of, shared))
    late = late and likeness >= _NEAR_LATE and same_words > 0
    denied = denied and likeness >= (_NEAR_DENIED if shared - {_CHANNEL} else _NEAR_OPPOSED)
    opposed = opposed and likeness >= (_NEAR_OPPOSED if by_staff else _NEAR_PEOPLE)
    if not (late or denied or opposed):
        return None
    named = next(each.id for each in work.topics if each.id in (shared - {_WAITING} or shared))
    score = likeness + 0.15 * late + 0.1 * denied + 0.05 * len(shared) + 0.1 * min(same_words, 2)
    return _Pair(one, other, named, score)


def _gather(words: Mapping[str, frozenset[str]], topics: Set[str]) -> set[str]:
    return {word for topic in topics for word in words.get(topic, ())}


def _is_promise(told: Told) -> bool:
    return _PROMISES.search(told.folded) is not None and not _ADMITS.search(told.folded) and told.sentiment >= 0


def _is_denial(told: Told) -> bool:
    return told.sentiment <= 0 and _DENIALS.search(told.folded) is not None


def _find_promised(told: Told) -> Fraction | None:
    """The longest time in minutes that staff promise."""
    times = _find_times(told)
    if not times or not _WITHIN.search(told.folded) or _ADMITS.search(told.folded):
        return None
    return max(times)


def _find_waited(told: Told) -> Fraction | None:
    """The shortest time in minutes that a customer tells of having waited."""
    times = _find_times(told)
    return min(times) if times and _WAITED.search(told.folded) else None


def _find_times(told: Told) -> list[Fraction]:
    return [figure.value * _MINUTES[figure.unit] for figure in told.figures if figure.unit in _MINUTES]


def _is_late(one: _Account, other: _Account) -> bool:
    """Whether staff promise a time and the customer waited for half as long again or more."""
    return one.minutes is not None and other.minutes is not None and other.minutes >= one.minutes * _FACTOR


def _build_gap(pair: _Pair, work: GapWork) -> Gap:
    topic = next((each for each in work.topics if each.id == pair.topic), None)
    one, other = pair.one.told, pair.other.told
    shared = [each for each in other.coding.stages if each in one.coding.stages]
    stage = shared[0] if shared else other.stage or one.coding.stages[0]
    place = ("contradiction", one.id, other.id)
    owner = topic.owner if topic else work.team(stage)
    frame = _STAFF_TITLE if one.by_staff else _PEOPLE_TITLE
    claims: list[Claim] = work.quotes([one, other], place, stage)
    serious = one.by_staff and (other.sentiment <= -2 or _is_late(pair.one, pair.other))
    return work.gap(
        GapKind.CONTRADICTION,
        place,
        frame.filled(
            topic=opening(topic.label if topic else _NO_TOPIC),
            one=work.excerpt(one, _TITLE_WIDTH),
            other=work.excerpt(other, _TITLE_WIDTH),
        ),
        claims,
        severity=Level.HIGH if serious else Level.MEDIUM,
        effort=Level.LOW,
        next_step=_NEXT.filled(owner=owner),
        owner=owner,
        stage=stage,
        candidate=True,
    )
