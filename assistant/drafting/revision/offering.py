"""What new interviews say for or against the words of a person: offered beside them, never put in their place."""

import math
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from assistant.drafting.excerpt import choose_excerpt
from assistant.drafting.grams import find_grams
from assistant.drafting.keys import EvidenceKeys
from assistant.drafting.lexicon import SentimentLexicon
from assistant.drafting.revision.keeping import OFFERED
from assistant.journey import Claim, Coding, Doubt, Draft, Evidence, Role, Statement, Verdict
from assistant.journey.places import claims_by_place, with_claims
from assistant.sources.folding import fold
from assistant.wording import Text

if TYPE_CHECKING:
    from numpy import float32
    from numpy.typing import NDArray

_NEAR = 2.2
"""Standard deviations above the mean likeness of all statements from which one is taken to speak of the same thing."""
_MOST = 2
_FOR = Text(
    "新访谈中有相近的说法（{key}，{who}）：“{quote}”", "New interviews say something like it ({key}, {who}): “{quote}”"
)
_AGAINST = Text(
    "新访谈中有相反的感受（{key}，{who}）：“{quote}”", "New interviews feel otherwise ({key}, {who}): “{quote}”"
)
_SOMEBODY = Text("说话人不详", "speaker unknown", "說話人不詳")


@dataclass(frozen=True)
class NewMaterial:
    """All statements with their codings, which documents are new, and how to compare: by meaning, or by words without it."""

    statements: Sequence[Statement]
    codings: Mapping[str, Coding]
    new: frozenset[str]
    keys: EvidenceKeys
    lexicon: SentimentLexicon
    vectors: "Mapping[str, NDArray[float32]] | None" = None
    embed: "Callable[[Sequence[str]], NDArray[float32]] | None" = None


def offer_evidence(draft: Draft, material: NewMaterial) -> Draft:
    """The draft with new evidence offered as doubts on the claims of persons, at most two a claim; the keys are saved."""
    claims = [each for each in draft.claims() if each.verdict is Verdict.EDITED]
    usable = [each for each in material.statements if each.role is not Role.INTERVIEWER]
    if not claims or not any(each.document in material.new for each in usable):
        return draft
    likeness = _by_meaning(claims, usable, material) or _by_words(claims, usable)
    offers: dict[str, tuple[Doubt, ...]] = {}
    evidence = {each.key: each for each in draft.evidence}
    for claim, rates in zip(claims, likeness, strict=True):
        doubts: list[Doubt] = []
        for statement in _nearest(claim, rates, usable, material, evidence):
            found = _evidence(statement, material)
            evidence[found.key] = found
            doubts.append(_offer(claim, statement, found, material, draft))
        offers[claim.id] = tuple(doubts)
    material.keys.save()
    held = {
        place: tuple(replace(each, doubts=(*each.doubts, *offers.get(each.id, ()))) for each in found)
        for place, found in claims_by_place(draft).items()
    }
    ordered = tuple(sorted(evidence.values(), key=lambda each: int(each.key[1:])))
    return replace(with_claims(draft, held), evidence=ordered)


def _nearest(
    claim: Claim,
    rates: Sequence[float],
    usable: Sequence[Statement],
    material: NewMaterial,
    evidence: Mapping[str, Evidence],
) -> list[Statement]:
    mean = sum(rates) / len(rates)
    spread = math.sqrt(sum((rate - mean) ** 2 for rate in rates) / len(rates)) or 1.0
    cited = {evidence[key].statement for key in claim.keys if key in evidence}
    near = [
        (rate, place)
        for place, rate in enumerate(rates)
        if (rate - mean) / spread >= _NEAR
        and usable[place].document in material.new
        and usable[place].id not in cited
        and _same_place(claim, usable[place], material)
    ]
    return [usable[place] for _, place in sorted(near, key=lambda each: (-each[0], each[1]))[:_MOST]]


def _same_place(claim: Claim, statement: Statement, material: NewMaterial) -> bool:
    """Whether a statement is coded to the claim's stage, and not to another segment."""
    coding = material.codings.get(statement.id)
    if coding is None or (claim.stage is not None and claim.stage not in coding.stages):
        return False
    return claim.segment is None or coding.segment in (None, claim.segment)


def _offer(claim: Claim, statement: Statement, found: Evidence, material: NewMaterial, draft: Draft) -> Doubt:
    feeling = material.lexicon.read_feeling(claim.text).balance
    coded = material.codings[statement.id].sentiment
    against = feeling * coded < 0
    who = found.speaker or _SOMEBODY.say(draft.language)
    words = (_AGAINST if against else _FOR).filled(key=found.key, who=who, quote=found.quote)
    return Doubt(OFFERED[against], words.say(draft.language))


def _evidence(statement: Statement, material: NewMaterial) -> Evidence:
    quote = choose_excerpt(statement.text)
    coding = material.codings.get(statement.id)
    return Evidence(
        material.keys.key(statement.id, quote),
        statement.id,
        statement.document,
        statement.locator,
        statement.speaker,
        statement.role,
        coding.segment if coding is not None else statement.segment,
        quote,
        statement.language,
        statement.question,
    )


def _by_meaning(
    claims: Sequence[Claim], usable: Sequence[Statement], material: NewMaterial
) -> list[list[float]] | None:
    if material.vectors is None or material.embed is None:
        return None
    vectors = material.vectors
    if any(each.id not in vectors for each in usable):
        return None
    import numpy as np

    asked = material.embed([each.text for each in claims])
    told = np.stack([vectors[each.id] for each in usable])
    return [[float(rate) for rate in row] for row in asked @ told.T]


def _by_words(claims: Sequence[Claim], usable: Sequence[Statement]) -> list[list[float]]:
    bags = [Counter(find_grams(fold(each.text))) for each in usable]
    spread = Counter(gram for bag in bags for gram in bag)
    rarity = {gram: math.log(1 + len(bags) / count) for gram, count in spread.items()}
    weights = [{gram: (1 + math.log(count)) * rarity[gram] for gram, count in bag.items()} for bag in bags]
    norms = [math.sqrt(sum(weight**2 for weight in each.values())) or 1.0 for each in weights]
    found: list[list[float]] = []
    for claim in claims:
        asked = {gram: rarity.get(gram, 0.0) for gram in find_grams(fold(claim.text))}
        norm = math.sqrt(sum(weight**2 for weight in asked.values())) or 1.0
        found.append(
            [
                sum(weight * each.get(gram, 0.0) for gram, weight in asked.items()) / norm / size
                for each, size in zip(weights, norms, strict=True)
            ]
        )
    return found
