"""The port of every coder: what assigns statements to stages, dimensions and sentiment."""

from collections.abc import Sequence
from typing import Protocol

from assistant.journey import Coding, Statement


class Coder(Protocol):
    """Assigns statements to stages, dimensions and sentiment."""

    @property
    def name(self) -> str: ...

    def code(self, statements: Sequence[Statement]) -> list[Coding]:
        """One coding a statement, in order; none for what interviewers say."""
        ...
