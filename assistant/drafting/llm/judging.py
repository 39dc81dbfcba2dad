"""Step three, second half: another call judges whether the quoted words bear a claim out.

It can only lower a verdict; but for one doubt, that words in another language cannot be compared by code, which it settles.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from pydantic import TypeAdapter

from assistant.drafting.llm.asking import Desk, Packing, ask_in_packs
from assistant.drafting.llm.composing import Composer
from assistant.drafting.llm.doubting import OTHER_LANGUAGE, doubt
from assistant.drafting.llm.kept import KeptSteps, digest
from assistant.drafting.llm.lines import one_line
from assistant.drafting.llm.quotes import Cited
from assistant.journey import Claim, Verdict
from assistant.model.port import Request
from assistant.model.shapes import VerdictsShape, verdicts_shape
from assistant.sources.folding import find_quote
from assistant.wording import Text

STEP = "verify"
MOST_CLAIMS = 12
_TOKENS_OUT = 60
_TYPICAL = "句" * 90
"""Stands for a claim with its quotes."""
_WORDS = Text("原话", "words")
_MOST_MISSING = 2 / 3
"""Share of a claim that a judge may name as missing; to name all of it explains nothing."""


@dataclass(frozen=True, slots=True)
class Judgement:
    """What the second call said: yes, partly or no, and what of the claim the words lack."""

    verdict: str
    missing: str


_FORM = TypeAdapter(Judgement)


@dataclass(frozen=True, slots=True)
class Judged:
    """The claims with lowered verdicts, by id; `failed` is how many were asked about and not judged."""

    claims: Mapping[str, Claim]
    asked: int
    failed: int


class Judge:
    """Judges the model's claims against the words they cite, each only once."""

    def __init__(self, desk: Desk, kept: KeptSteps, composer: Composer) -> None:
        self._desk = desk
        self._kept = kept
        self._composer = composer

    def judge(self, claims: Iterable[Claim]) -> Judged:
        """All claims, those that code left standing judged. Raises as the model does; what had been judged is kept."""
        every = {claim.id: claim for claim in claims}
        open_ = [claim for claim in every.values() if self._is_open(claim)]
        found = {claim.id: kept for claim in open_ if (kept := self._kept.find(STEP, self._key(claim), _FORM))}
        missing = [claim for claim in open_ if claim.id not in found]
        alike: dict[str, list[Claim]] = {}
        for claim in missing:
            alike.setdefault(self._key(claim), []).append(claim)

        def take(asked: Sequence[Claim], answer: VerdictsShape) -> list[Claim]:
            given: dict[str, list[Judgement]] = {}
            for each in answer.verdicts:
                given.setdefault(each.key, []).append(Judgement(each.verdict, each.missing))
            failed: list[Claim] = []
            with self._kept.together():
                for number, claim in enumerate(asked, start=1):
                    judgements = given.get(f"C{number}", [])
                    if len(judgements) != 1:
                        failed.append(claim)
                        continue
                    self._kept.keep(STEP, self._key(claim), judgements[0], _FORM)
                    found.update((twin.id, judgements[0]) for twin in alike[self._key(claim)])
            return failed

        ask_in_packs(self._desk.model, [each[0] for each in alike.values()], self._packing(), self._build, take)
        self._desk.told(STEP)
        judged = dict(every)
        judged.update((claim.id, self._lower(claim, found.get(claim.id))) for claim in open_)
        return Judged(judged, len(missing), sum(claim.id not in found for claim in missing))

    def typical_requests(self, claims: int) -> list[Request[VerdictsShape]]:
        """Requests such as it takes to judge that many claims, for an estimate."""
        found: list[Request[VerdictsShape]] = []
        for start in range(0, claims, MOST_CLAIMS):
            keys = [f"C{number}" for number in range(start + 1, min(start + MOST_CLAIMS, claims) + 1)]
            filled = self._desk.fill(STEP, {}, {"claims": "\n".join(_TYPICAL for _ in keys)})
            found.append(filled.request(_TOKENS_OUT * len(keys) + self._desk.spare, verdicts_shape(keys)))
        return found

    def _is_open(self, claim: Claim) -> bool:
        return claim.id in self._composer.cited and claim.verdict in (Verdict.SUPPORTED, Verdict.PARTIAL)

    def _lower(self, claim: Claim, judgement: Judgement | None) -> Claim:
        language = self._desk.language
        if judgement is None:
            more = doubt("not-checked", language)
        elif judgement.verdict == "yes":
            read = tuple(each for each in claim.doubts if each.kind != OTHER_LANGUAGE)
            return claim if read == claim.doubts else self._composer.verify(replace(claim, doubts=read))
        else:
            kind = "partly-borne-out" if judgement.verdict == "partly" else "not-borne-out"
            more = doubt(kind, language, self._find_missing(claim, judgement.missing))
        return self._composer.verify(replace(claim, doubts=(*claim.doubts, more)))

    def _find_missing(self, claim: Claim, missing: str) -> str:
        """What the judge misses, where it is of the claim and truly not in the words; else its reason is worth nothing."""
        words = one_line(missing)[:80]
        quotes = [each.quote for each in self._composer.cited[claim.id]]
        if not words or find_quote(words, claim.text) is None or any(find_quote(words, each) for each in quotes):
            return ""
        return words if len(words) <= _MOST_MISSING * len(claim.text) else ""

    def _packing(self) -> Packing[Claim]:
        fixed = self._desk.fill(STEP, {}, {"claims": ""})
        room = self._desk.room(fixed, self._desk.spare, verdicts_shape(["C1"]))
        return Packing(lambda claim: self._desk.count(self._line("C10", claim)) + _TOKENS_OUT + 4, room, MOST_CLAIMS)

    def _build(self, asked: Sequence[Claim]) -> Request[VerdictsShape]:
        keys = [f"C{number}" for number in range(1, len(asked) + 1)]
        lines = "\n".join(self._line(key, claim) for key, claim in zip(keys, asked, strict=True))
        filled = self._desk.fill(STEP, {}, {"claims": lines})
        return filled.request(_TOKENS_OUT * len(asked) + self._desk.spare, verdicts_shape(keys))

    def _line(self, key: str, claim: Claim) -> str:
        """The claim and below it each quote; the question stands with an answer that needs it."""
        return "\n".join(
            [f"{key} {one_line(claim.text)}", *(self._quote(each) for each in self._composer.cited[claim.id])]
        )

    def _quote(self, cited: Cited) -> str:
        language = self._desk.language
        question = cited.told.statement.question
        asked = ""
        if question and len(cited.quote) < 20:
            said = f"asked: {one_line(question)}" if language == "en" else f"问：{one_line(question)}"
            asked = f"({said}) " if language == "en" else f"（{said}）"
        colon = ": " if language == "en" else "："
        return f"  {_WORDS.say('en' if language == 'en' else 'zh-Hans')}{colon}{asked}{cited.quote}"

    def _key(self, claim: Claim) -> str:
        words = [f"{each.told.statement.role}:{each.quote}" for each in self._composer.cited[claim.id]]
        return digest(claim.text, *sorted(words), self._desk.model.name, self._desk.digest(STEP))
