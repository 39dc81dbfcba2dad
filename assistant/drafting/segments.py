"""Which customer group a statement speaks for."""

from collections.abc import Sequence

from assistant.journey import Role, Segment, Statement
from assistant.sources.folding import fold


class SegmentNames:
    """The customer groups of a client by what they are called."""

    def __init__(self, segments: Sequence[Segment]) -> None:
        self._called = [
            (fold(name), segment.id)
            for segment in segments
            for name in (segment.label, *segment.aliases)
            if len(name.strip()) > 1
        ]

    def find(self, statement: Statement) -> str | None:
        """The segment's id: the speaker's own, or the one that a member of staff names, and no other.

        Customers speak for themselves only, so that another group named by them does not count.
        """
        if statement.segment is not None or statement.role != Role.STAFF:
            return statement.segment
        told = fold(statement.text)
        named = {segment for name, segment in self._called if name in told}
        return named.pop() if len(named) == 1 else None
