"""The shapes of the answers that the prompts ask for: few choices, keys as closed lists, the source before the claim."""

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Annotated, Any, Literal, cast

from pydantic import BaseModel, ConfigDict, Field, RootModel, create_model

NEW = "new"
DIMENSIONS = ("behaviour", "touchpoint", "kpi", "insight")
SENTIMENTS = ("-2", "-1", "0", "1", "2")
MOST_CODES = 6
"""Two stages, two dimensions, a sentiment and a segment."""
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


class CodesByKey(AnswerShape):
    """A field for each statement by its key: its codes as words of one closed list, none where it is not about the journey."""


class CodingsShape(AnswerShape):
    """Step code. Most of what this step costs is this answer, so it has no more than a few words for each statement."""

    codings: CodesByKey

    def words(self) -> Mapping[str, Sequence[str] | None]:
        """The code words by key; None where the answer leaves a statement out."""
        return self.codings.model_dump()


class ClaimShape(AnswerShape):
    """One claim; `revises` is the key of an existing claim, or `NEW`."""

    evidence: Sequence[QuoteShape] = Field(min_length=1)
    revises: str
    claim: str = Field(min_length=1)


class ClaimsShape(AnswerShape):
    """Step claim; no claims where the evidence says nothing about the cell."""

    claims: Sequence[ClaimShape]


class VerdictShape(AnswerShape):
    """What of a claim its words lack, then whether they bear it out."""

    key: str
    missing: str
    verdict: Literal["yes", "partly", "no"]


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


class PartsShape(AnswerShape):
    """Step split-question: the question itself, or what it asks for one by one."""

    parts: Sequence[Annotated[str, Field(min_length=1)]] = Field(min_length=1, max_length=4)


class QuestionShape(AnswerShape):
    """Step rewrite-question."""

    question: str = Field(min_length=1)


class FollowUpShape(AnswerShape):
    """Step follow-up. `words` are copied from the answer, `question` takes them up; both empty where nothing is open."""

    words: str
    question: str


def codings_shape(keys: Sequence[str], stages: Sequence[str], segments: Sequence[str] = ()) -> type[CodingsShape]:
    """The shape for these statements, the stages of a model, and the client's segments where it has any.

    Every key is asked for; one that is missing all the same fails its own statement only.
    """
    return _codings_shape(tuple(keys), (*stages, *DIMENSIONS, *SENTIMENTS, *segments))


@lru_cache(maxsize=256)  # a batch asks for the same shapes for every client, at some milliseconds each
def _codings_shape(keys: tuple[str, ...], choices: tuple[str, ...]) -> type[CodingsShape]:
    words = _literal(choices)
    codes: Any = create_model("Codes", __base__=RootModel[Annotated[list[words], Field(max_length=MOST_CODES)]])
    by_key = _narrowed(CodesByKey, dict.fromkeys(keys, (codes, None)))
    return _narrowed(CodingsShape, {"codings": (by_key, ...)})


def claims_shape(keys: Sequence[str], existing: Sequence[str] = (), *, most: int) -> type[ClaimsShape]:
    """The shape for a cell with that evidence and those existing claims."""
    return _claims_shape(tuple(keys), tuple(existing), most)


@lru_cache(maxsize=256)
def _claims_shape(keys: tuple[str, ...], existing: tuple[str, ...], most: int) -> type[ClaimsShape]:
    claim = _narrowed(ClaimShape, {"evidence": _quotes(keys), "revises": _one_of((*existing, NEW))})
    return _listing(ClaimsShape, "claims", claim, most=most)


def verdicts_shape(keys: Sequence[str]) -> type[VerdictsShape]:
    """The shape for judging the claims with those keys."""
    return _verdicts_shape(tuple(keys))


@lru_cache(maxsize=64)
def _verdicts_shape(keys: tuple[str, ...]) -> type[VerdictsShape]:
    return _listing(VerdictsShape, "verdicts", _narrowed(VerdictShape, {"key": _one_of(keys)}), most=len(keys))


def insights_shape(keys: Sequence[str], questions: Sequence[str], *, most: int) -> type[InsightsShape]:
    """The shape for a stage with that evidence and the playbook's questions."""
    return _insights_shape(tuple(keys), tuple(questions), most)


@lru_cache(maxsize=256)
def _insights_shape(keys: tuple[str, ...], questions: tuple[str, ...], most: int) -> type[InsightsShape]:
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
    return _gaps_shape(tuple(keys), tuple(stages), most)


@lru_cache(maxsize=64)
def _gaps_shape(keys: tuple[str, ...], stages: tuple[str, ...], most: int) -> type[GapsShape]:
    gap = _narrowed(GapShape, {"evidence": _quotes(keys), "stage": _one_of((*stages, WHOLE_JOURNEY))})
    return _listing(GapsShape, "gaps", gap, most=most)


def found_shape(keys: Sequence[str], *, most: int) -> type[FoundShape]:
    """The shape for an answer from the passages with those keys, with at most so many quotes."""
    return _narrowed(FoundShape, {"evidence": (list[_quote(tuple(keys))], Field(max_length=min(most, len(keys))))})


def checks_shape(keys: Sequence[str]) -> type[ChecksShape]:
    """The shape for checking the sentences with those keys."""
    return _listing(ChecksShape, "checks", _narrowed(CheckShape, {"key": _one_of(keys)}), most=len(keys))


@lru_cache(maxsize=64)
def _quote(keys: tuple[str, ...]) -> type[QuoteShape]:
    return _narrowed(QuoteShape, {"key": _one_of(keys)})


def _quotes(keys: tuple[str, ...]) -> tuple[Any, Any]:
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
