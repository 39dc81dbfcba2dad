"""Ids that stay: what a later draft finds again keeps the id it was born with."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from assistant.journey import steady_id

_SAME = 0.5
"""Share of statements that two findings of one kind must have in common to be the same one."""


@dataclass(frozen=True, slots=True)
class Born:
    """A finding by its kind, the statements it cites and its words; `id` once it has one."""

    id: str
    kind: str
    statements: tuple[str, ...]
    text: str


def keep_ids(kind: str, place: Sequence[str], found: Sequence[Born], before: Sequence[Born]) -> tuple[Born, ...]:
    """`found` with ids: of an earlier one of the same kind with the same words or mostly the same statements, else new.

    An id is given once only.
    """
    free = {each.id: each for each in before}
    named: list[Born] = []
    taken: set[str] = set()
    for each in found:
        old = next((one for one in free.values() if one.kind == each.kind and one.text == each.text), None)
        old = old or max(
            (one for one in free.values() if one.kind == each.kind and _shared(one, each) >= _SAME),
            key=lambda one: _shared(one, each),
            default=None,
        )
        if old is not None:
            del free[old.id]
            name = old.id
        else:
            name = steady_id(kind, "llm", *place, each.kind, *each.statements, each.text)
        turn = 1
        while name in taken:
            turn += 1
            name = steady_id(kind, "llm", *place, each.kind, *each.statements, each.text, str(turn))
        taken.add(name)
        named.append(replace(each, id=name))
    return tuple(named)


def _shared(one: Born, other: Born) -> float:
    mine, yours = set(one.statements), set(other.statements)
    return len(mine & yours) / len(mine | yours) if mine and yours else 0.0
