"""Questions kept to one stage, one segment, or both."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from assistant.journey import Passage, Role, Segment, Stage, Statement
from assistant.retrieval.index import Found


@dataclass(frozen=True, slots=True)
class Scope:
    """What the conversation is kept to; nothing of it is kept to where a part is None."""

    stage: Stage | None = None
    segment: Segment | None = None


class Finder(Protocol):
    """One client's index with a condition on passages."""

    def find_passages(
        self,
        query: str,
        limit: int = 10,
        *,
        roles: Sequence[Role] | None = None,
        documents: Sequence[str] | None = None,
        only: Callable[[Passage], bool] | None = None,
    ) -> list[Found]: ...

    def statements(self) -> tuple[Statement, ...]: ...


class ScopedFinder:
    """A PassageFinder that finds within a scope. What staff say of no segment belongs to every segment."""

    def __init__(
        self, finder: Finder, statements: Callable[[], tuple[Statement, ...]], scope: Scope, in_stage: Collection[str]
    ) -> None:
        """`in_stage` are the ids of the statements coded with the scope's stage."""
        self._finder = finder
        self._statements = statements
        self._scope = scope
        self._texts = _texts_by_document(statements(), in_stage) if scope.stage is not None else {}

    def find_passages(
        self,
        query: str,
        limit: int = 10,
        *,
        roles: Sequence[Role] | None = None,
        documents: Sequence[str] | None = None,
    ) -> list[Found]:
        only = self._holds if self._scope != Scope() else None
        return self._finder.find_passages(query, limit, roles=roles, documents=documents, only=only)

    def statements(self) -> tuple[Statement, ...]:
        return self._statements()

    def _holds(self, passage: Passage) -> bool:
        segment = self._scope.segment
        if segment is not None and passage.segment != segment.id and passage.role is not Role.STAFF:
            return False
        if self._scope.stage is None:
            return True
        return any(text in passage.text for text in self._texts.get(passage.document, ()))


def _texts_by_document(statements: Sequence[Statement], ids: Collection[str]) -> Mapping[str, list[str]]:
    found: dict[str, list[str]] = {}
    for each in statements:
        if each.id in ids:
            found.setdefault(each.document, []).append(each.text)
    return found
