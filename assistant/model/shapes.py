"""The shapes of the answers that the prompts ask for: few choices, keys as closed lists, the source before the claim."""

from collections.abc import Sequence
from typing import Any, Literal, cast

from pydantic import BaseModel, ConfigDict, Field, create_model

NEW = "new"
NO_SEGMENT = "none"
PARTS = ("does", "says", "feels", "driver", "barrier", "company", "kpi")
GAP_KINDS = ("problem", "opportunity", "contradiction", "touchpoint", "measurement", "data")
WHOLE_JOURNEY = "all"


class AnswerShape(BaseModel):
    """No unknown fields: an answer of another shape is no answer."""

    model_config = ConfigDict(extra="forbid")


class QuoteShape(AnswerShape):
    """A key and the words copied from what stands under it."""

    key: str
    words: str


class CodingShape(AnswerShape):
    """The codes of one statement. Both lists empty: it is not about the journey."""

    key: str
    stages: list[str] = Field(max_length=2)
    dimensions: list[Literal["behaviour", "touchpoint", "kpi", "insight"]] = Field(max_length=2)
    sentiment: Literal[-2, -1, 0, 1, 2]


class SegmentedCodingShape(CodingShape):
    """The same where the client has segments; `NO_SEGMENT` where the words do not tell."""

    segment: str


class CodingsShape(AnswerShape):
    """Step code."""

    codings: Sequence[CodingShape]


class ClaimShape(AnswerShape):
    """One claim; `revises` is the key of an existing claim, or `NEW`."""

    evidence: Sequence[QuoteShape] = Field(min_length=1)
    revises: str
    claim: str = Field(min_length=1)


class ClaimsShape(AnswerShape):
    """Step claim; no claims where the evidence says nothing about the cell."""

    claims: Sequence[ClaimShape]


class VerdictShape(AnswerShape):
    """The words that bear out a claim, then whether they do, then what of the claim they lack."""

    key: str
    said: str
    verdict: Literal["yes", "partly", "no"]
    missing: str


class VerdictsShape(AnswerShape):
    """Step verify."""

    verdicts: Sequence[VerdictShape]


class FindingShape(AnswerShape):
    """One finding about a stage; `part` is one of `PARTS`."""

    evidence: Sequence[QuoteShape] = Field(min_length=1)
    part: Literal["does", "says", "feels", "driver", "barrier", "company", "kpi"]
    claim: str = Field(min_length=1)


class QuestionAnswerShape(AnswerShape):
    """What the notes say to one of the playbook's questions; open ones are left out."""

    question: str
    evidence: Sequence[QuoteShape] = Field(min_length=1)
    answer: str = Field(min_length=1)
    state: Literal["answered", "partly"]


class InsightsShape(AnswerShape):
    """Step insights."""

    findings: Sequence[FindingShape]
    answers: Sequence[QuestionAnswerShape]


class GapShape(AnswerShape):
    """One gap that the evidence shows; what is merely absent is counted by the program."""

    evidence: Sequence[QuoteShape] = Field(min_length=1)
    kind: Literal["problem", "opportunity", "contradiction", "touchpoint", "measurement", "data"]
    stage: str
    title: str = Field(min_length=1)
    severity: Literal["high", "medium", "low"]
    effort: Literal["high", "medium", "low"]
    next_step: str
    owner: str


class GapsShape(AnswerShape):
    """Step gaps."""

    gaps: Sequence[GapShape]


class FoundShape(AnswerShape):
    """Step ask. `wanted` is what the question asks for, said before looking; `conflict` what disagrees, or nothing;
    `next_question` is for the next interview when not found."""

    wanted: str = ""
    evidence: Sequence[QuoteShape]
    found: Literal["yes", "partly", "no"]
    conflict: str
    answer: str
    next_question: str


class CheckShape(AnswerShape):
    """What the question asks for, the words of the quote that give it, and whether they do."""

    key: str
    wanted: str
    words: str
    answers: Literal["yes", "partly", "no"]


class ChecksShape(AnswerShape):
    """Step check."""

    checks: Sequence[CheckShape]


class QuestionShape(AnswerShape):
    """Step rewrite-question."""

    question: str = Field(min_length=1)


class FollowUpShape(AnswerShape):
    """Step follow-up. `words` are copied from the answer, `question` takes them up; both empty where nothing is open."""

    words: str
    question: str


def codings_shape(keys: Sequence[str], stages: Sequence[str], segments: Sequence[str] = ()) -> type[CodingsShape]:
    """The shape for these statements, the stages of a model, and the client's segments where it has any."""
    narrowed: dict[str, Any] = {"key": _one_of(keys), "stages": (list[_literal(stages)], Field(max_length=2))}
    base: type[CodingShape] = CodingShape
    if segments:
        base = SegmentedCodingShape
        narrowed["segment"] = _one_of((*segments, NO_SEGMENT))
    return _listing(CodingsShape, "codings", _narrowed(base, narrowed), most=len(keys))


def claims_shape(keys: Sequence[str], existing: Sequence[str] = (), *, most: int) -> type[ClaimsShape]:
    """The shape for a cell with that evidence and those existing claims."""
    claim = _narrowed(ClaimShape, {"evidence": _quotes(keys), "revises": _one_of((*existing, NEW))})
    return _listing(ClaimsShape, "claims", claim, most=most)


def verdicts_shape(keys: Sequence[str]) -> type[VerdictsShape]:
    """The shape for judging the claims with those keys."""
    return _listing(VerdictsShape, "verdicts", _narrowed(VerdictShape, {"key": _one_of(keys)}), most=len(keys))


def insights_shape(keys: Sequence[str], questions: Sequence[str], *, most: int) -> type[InsightsShape]:
    """The shape for a stage with that evidence and the playbook's questions."""
    quotes = _quotes(keys)
    finding = _narrowed(FindingShape, {"evidence": quotes})
    answer = _narrowed(QuestionAnswerShape, {"evidence": quotes, "question": _one_of(questions)})
    fields: dict[str, Any] = {
        "findings": (list[finding], Field(max_length=most)),
        "answers": (list[answer], Field(max_length=len(questions))),
    }
    return _narrowed(InsightsShape, fields)


def gaps_shape(keys: Sequence[str], stages: Sequence[str], *, most: int) -> type[GapsShape]:
    """The shape for the gaps of a journey with those stages."""
    gap = _narrowed(GapShape, {"evidence": _quotes(keys), "stage": _one_of((*stages, WHOLE_JOURNEY))})
    return _listing(GapsShape, "gaps", gap, most=most)


def found_shape(keys: Sequence[str], *, most: int) -> type[FoundShape]:
    """The shape for an answer from the passages with those keys, with at most so many quotes."""
    return _narrowed(FoundShape, {"evidence": (list[_quote(keys)], Field(max_length=min(most, len(keys))))})


def checks_shape(keys: Sequence[str]) -> type[ChecksShape]:
    """The shape for checking the sentences with those keys."""
    return _listing(ChecksShape, "checks", _narrowed(CheckShape, {"key": _one_of(keys)}), most=len(keys))


def _quote(keys: Sequence[str]) -> type[QuoteShape]:
    return _narrowed(QuoteShape, {"key": _one_of(keys)})


def _quotes(keys: Sequence[str]) -> tuple[Any, Any]:
    return list[_quote(keys)], Field(min_length=1, max_length=6)


def _listing(base: type[Any], name: str, entry: type[Any], *, most: int) -> type[Any]:
    return _narrowed(base, {name: (list[entry], Field(max_length=most))})


def _narrowed(base: type[Any], fields: dict[str, Any]) -> type[Any]:
    """`base` with some of its fields narrowed, in their old order."""
    return create_model(base.__name__.removesuffix("Shape"), __base__=base, **fields)


def _one_of(words: Sequence[str]) -> tuple[Any, Any]:
    return _literal(words), ...


def _literal(words: Sequence[str]) -> Any:
    """Raises ValueError for an empty list: a question without choices must not be asked."""
    if not words:
        raise ValueError("no choices")
    return cast("Any", Literal)[tuple(words)]
