"""From an answer to a sentence of the map: which cell it belongs to, and the evidence it cites."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from assistant.drafting.keys import EvidenceKeys
from assistant.drafting.revision.accepting import OwnClaim
from assistant.drafting.verify import Checker
from assistant.journey import Claim, Coding, Dimension, Evidence, Role, Statement, Verdict, steady_id
from assistant.sessions.chat.context import find_cited
from assistant.sessions.entries import Citation, Kind
from assistant.sources.folding import find_quote

Code = TypeVar("Code", str, Dimension)


@dataclass(frozen=True, slots=True)
class Place:
    """A cell of one segment's map."""

    segment: str | None
    stage: str | None
    dimension: Dimension | None


def gather_statements(
    citations: Sequence[Citation], statements: Sequence[Statement]
) -> dict[str, tuple[Statement, str]]:
    """What of the notes the citations rest on: each statement by id with its quote; no interviewer's words."""
    found: dict[str, tuple[Statement, str]] = {}
    for citation in citations:
        if citation.kind is not Kind.NOTES:
            continue
        for each in find_cited(citation, statements):
            if each.role is not Role.INTERVIEWER:
                within = find_quote(citation.quote, each.text) is not None
                found[each.id] = (each, citation.quote.strip() if within else each.text)
    return found


def guess_place(cited: Sequence[Statement], codings: Mapping[str, Coding]) -> Place:
    """The cell and segment that most of the statements were coded with."""
    coded = [codings[each.id] for each in cited if each.id in codings]
    stages = Counter(stage for each in coded for stage in each.stages[:1])
    dimensions = Counter(dimension for each in coded for dimension in each.dimensions[:1])
    segments = Counter(each.segment for each in coded if each.segment is not None)
    return Place(_most(segments), _most(stages), _most(dimensions))


def build_claim(
    text: str,
    place: Place,
    cited: Mapping[str, tuple[Statement, str]],
    keys: EvidenceKeys,
    author: str,
    checker: Checker,
) -> OwnClaim:
    """The sentence as the consultant's claim, with what code doubts about it beside it."""
    evidence = tuple(_evidence(statement, quote, place.segment, keys) for statement, quote in cited.values())
    claim = Claim(
        steady_id("claim", "own", place.segment or "", place.stage or "", place.dimension or "", text),
        text,
        tuple(dict.fromkeys(each.key for each in evidence)),
        Verdict.EDITED,
        author,
        segment=place.segment,
        stage=place.stage,
        dimension=place.dimension,
    )
    return OwnClaim(checker.verify(claim, {each.key: each for each in evidence}), evidence)


def _evidence(statement: Statement, quote: str, segment: str | None, keys: EvidenceKeys) -> Evidence:
    return Evidence(
        keys.key(statement.id, quote),
        statement.id,
        statement.document,
        statement.locator,
        statement.speaker,
        statement.role,
        statement.segment or segment,
        quote,
        statement.language,
        statement.question,
    )


def _most(counts: Counter[Code]) -> Code | None:
    return counts.most_common(1)[0][0] if counts else None
