"""The choice of statements: the same whether merits are worked out at once or only where they matter."""

from collections import Counter
from dataclasses import dataclass
from typing import Any, cast

from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.drafting.choosing import choose_told


@dataclass(frozen=True)
class Said:
    """What choosing looks at in a statement."""

    id: str
    order: int
    speaker: str
    folded: str
    grams: frozenset[str] = frozenset()


class Table:
    """Likenesses as given."""

    def __init__(self, likenesses: dict[frozenset[str], float]) -> None:
        self._likenesses = likenesses

    def likeness(self, one: Said, other: Said) -> float:
        return self._likenesses[frozenset((one.id, other.id))]


def choose_plainly(told: list[Said], table: Table, most: int, strengths: dict[str, float], least: float) -> list[Said]:
    """Maximal marginal relevance as it is defined: the best of all that are left, again and again."""
    rest, chosen, heard = list(told), cast("list[Said]", []), Counter[str]()
    while rest and len(chosen) < most:
        best = max(
            rest,
            key=lambda each: (
                0.65 * strengths[each.id]
                - (1 - 0.65) * max([0.0, *(table.likeness(each, other) for other in chosen)])
                - 0.12 * heard[each.speaker],
                -each.order,
            ),
        )
        rest.remove(best)
        if strengths[best.id] >= least:
            chosen.append(best)
            heard[best.speaker] += 1
    return chosen


@settings(max_examples=60, deadline=None)
@given(st.data(), st.integers(0, 12), st.integers(1, 8), st.sampled_from([0.0, 0.4]))
def test_the_strongest_that_do_not_repeat_each_other(data, count, most, least):
    shares = st.integers(0, 20).map(lambda each: each / 20)
    told = [Said(str(n), n, data.draw(st.sampled_from("ab")), f"words {chr(97 + n)}") for n in range(count)]
    strengths = {each.id: data.draw(shares) for each in told}
    pairs = {frozenset((one.id, other.id)) for one in told for other in told if one is not other}
    table = Table({pair: data.draw(shares) for pair in sorted(pairs, key=sorted)})
    chosen = choose_told(cast("Any", told), cast("Any", table), most, least=least, strengths=strengths or {"": 0.0})
    assert [each.id for each in chosen] == [each.id for each in choose_plainly(told, table, most, strengths, least)]
