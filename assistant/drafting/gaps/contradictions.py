"""Contradictions that code can find: candidates that a person must confirm before they are said aloud."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations

from assistant.drafting.excerpt import choose_excerpt
from assistant.drafting.figures import Figure
from assistant.drafting.gaps.writing import GapWork
from assistant.drafting.material import Told
from assistant.drafting.quoting import quoted
from assistant.journey import Claim, Gap, GapKind, Level
from assistant.wording import Text, same

_MOST = 10
_NEAR = 0.30
"""Least likeness of two statements that speak of one thing (cosine of centred vectors; of wording without vectors)."""
_NEAR_WORDS = 0.12
_FACTOR = Fraction(3, 2)
"""Durations and amounts that differ by less than half are told loosely, not in contradiction."""
_MINUTES = {"minute": 1, "day": 24 * 60, "month": 30 * 24 * 60}
_COMPARED = {"yuan", "dollar", "share"}

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
    r"都会|一定会?|每个都|每次都|全部|全包|保证|肯定会?|必须|从来不会|不会(?:出现|有)|一般都|基本上?都|没有(?:问题|投诉)|当天|24小时|"
    r"\b(?:always|every|all|never|guarantee\w*|within|make sure|automatically|no complaints)\b"
)
_DENIALS = re.compile(
    r"从来没|从没|没有收到|没收到|没人|没有人|一次都没|根本没|不知道有|没告诉|没说|没提醒|不是这样|结果|才发现|要另外|另外收|"
    r"\b(?:never|nobody|no one|not once|didn't|did not|wasn't|weren't|turned out|without telling)\b"
)


@dataclass(frozen=True, slots=True)
class _Pair:
    one: Told
    other: Told
    topic: str
    score: float


def find_contradictions(work: GapWork) -> list[Gap]:
    """At most ten pairs, always candidates: staff against customers first, then customers against customers.

    A pair speaks of one topic, in likeness and shared words, and either gives figures of one kind that differ by half
    or more, or one side promises what the other denies, or feels the opposite. Severity: high for staff against a
    customer at −2 or differing figures, else medium; effort low, as it takes checking.
    """
    pairs = sorted(
        _find_pairs(work), key=lambda pair: (not pair.one.by_staff, -pair.score, pair.one.order, pair.other.order)
    )
    used: dict[str, int] = {}
    gaps: list[Gap] = []
    for pair in pairs:
        # One statement against many says the same thing again and again.
        if len(gaps) == _MOST or used.get(pair.one.id, 0) or used.get(pair.other.id, 0):
            continue
        used[pair.one.id] = used[pair.other.id] = 1
        gaps.append(_build_gap(pair, work))
    return gaps


def _find_pairs(work: GapWork) -> list[_Pair]:
    groups: dict[str, list[Told]] = {}
    for each in work.material.told:
        topic = work.topic(each)
        if topic is not None:
            groups.setdefault(topic.id, []).append(each)
    pairs: list[_Pair] = []
    for topic, told in groups.items():
        for one, other in combinations(told, 2):
            pair = _compare(*_staff_first(one, other), topic, work)
            if pair is not None:
                pairs.append(pair)
    return pairs


def _staff_first(one: Told, other: Told) -> tuple[Told, Told]:
    return (other, one) if other.by_staff and not one.by_staff else (one, other)


def _compare(one: Told, other: Told, topic: str, work: GapWork) -> _Pair | None:
    if one.speaker == other.speaker or not other.by_customer or not (one.by_staff or one.by_customer):
        return None
    if not set(one.coding.stages) & set(other.coding.stages):
        return None
    likeness = work.material.likeness(one, other)
    if likeness < (_NEAR if work.material.centred else _NEAR_WORDS) or not one.grams & other.grams:
        return None
    figures = _figures_differ(one, other)
    denied = one.by_staff and _is_denied(one, other)
    opposed = one.by_staff and one.sentiment > 0 and other.sentiment < 0 and likeness >= 1.2 * _NEAR
    if not (figures or denied or opposed):
        return None
    return _Pair(one, other, topic, likeness + 0.1 * figures + 0.1 * denied)


def _is_denied(one: Told, other: Told) -> bool:
    promised = _PROMISES.search(one.folded) is not None and one.sentiment >= 0
    return promised and other.sentiment < 0 and _DENIALS.search(other.folded) is not None


def _figures_differ(one: Told, other: Told) -> bool:
    """Whether both give a figure of one kind and no figure of one side comes near any of the other."""
    left, right = _comparable(one.figures), _comparable(other.figures)
    for kind in set(left) & set(right):
        apart = [max(a, b) / min(a, b) >= _FACTOR for a in left[kind] for b in right[kind] if min(a, b) > 0]
        if apart and all(apart):
            return True
    return False


def _comparable(figures: Sequence[Figure]) -> dict[str, list[Fraction]]:
    found: dict[str, list[Fraction]] = {}
    for figure in figures:
        if figure.unit in _MINUTES:
            found.setdefault("duration", []).append(figure.value * _MINUTES[figure.unit])
        elif figure.unit in _COMPARED or figure.kind == "share":
            found.setdefault(figure.unit or "share", []).append(figure.value)
    return found


def _build_gap(pair: _Pair, work: GapWork) -> Gap:
    topic = next((each for each in work.topics if each.id == pair.topic), None)
    stage = next(each for each in pair.one.coding.stages if each in pair.other.coding.stages)
    place = ("contradiction", pair.one.id, pair.other.id)
    owner = topic.owner if topic else work.team(stage)
    frame = _STAFF_TITLE if pair.one.by_staff else _PEOPLE_TITLE
    claims: list[Claim] = work.quotes([pair.one, pair.other], place, stage)
    serious = pair.one.by_staff and (pair.other.sentiment <= -2 or _figures_differ(pair.one, pair.other))
    return work.gap(
        GapKind.CONTRADICTION,
        place,
        frame.filled(
            topic=topic.label if topic else _NO_TOPIC, one=_words(pair.one, work), other=_words(pair.other, work)
        ),
        claims,
        severity=Level.HIGH if serious else Level.MEDIUM,
        effort=Level.LOW,
        next_step=_NEXT.filled(owner=owner),
        owner=owner,
        stage=stage,
        candidate=True,
    )


def _words(told: Told, work: GapWork) -> Text:
    return same(quoted(choose_excerpt(told.statement.text, 48), work.material.language))
