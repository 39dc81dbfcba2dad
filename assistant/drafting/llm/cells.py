"""Step two: the claims of each cell, revised where there are new statements and left alone where there are none."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from pydantic import TypeAdapter

from assistant.drafting.gaps.evidence import DIMENSION_LABELS
from assistant.drafting.llm.asking import Desk
from assistant.drafting.llm.composing import Composer
from assistant.drafting.llm.doubting import DROPPED, MOVED, doubt
from assistant.drafting.llm.kept import KeptSteps, digest
from assistant.drafting.llm.lines import statement_line
from assistant.drafting.llm.quotes import Cited, offer, resolve_quotes
from assistant.drafting.material import Material, Told
from assistant.journey import Claim, Dimension, Verdict, steady_id
from assistant.model.many import OnDemand
from assistant.model.port import Outcome, Reply, Request
from assistant.model.prompts import Filled
from assistant.model.shapes import NEW, ClaimShape, ClaimsShape, claims_shape
from assistant.model.tokens import pack
from assistant.sources.folding import fold
from assistant.wording import Text

STEP = "claim"
MOST_EVIDENCE = 40
"""Statements in one request; a fuller cell is asked in several rounds, each revising the one before."""
_TOKENS_CLAIM = 180
"""Tokens of one claim with its quotes as JSON; a longer answer is cut, and what is complete of it is kept."""
_FEW = 3
"""Below so many statements coded first for a cell, those coded second for it are offered too."""
_OUTPUT = {"zh-Hans": "简体中文", "zh-Hant": "繁體中文", "en": "English"}
_EVERYONE = Text("全部客户（未细分）", "all customers (not segmented)")
_NAMED = Text("{name}（{about}）", "{name} ({about})")
_NONE = Text("（无）", "(none)")
_ORDER = {Verdict.EDITED: 0, Verdict.SUPPORTED: 0, Verdict.PARTIAL: 1, Verdict.UNSUPPORTED: 2}


@dataclass(frozen=True, slots=True)
class KeptQuote:
    """A verbatim part of a statement."""

    statement: str
    quote: str


@dataclass(frozen=True, slots=True)
class KeptClaim:
    """A claim as the model wrote it. `moved` and `dropped` tell of its quotes."""

    id: str
    text: str
    quotes: tuple[KeptQuote, ...]
    moved: tuple[str, ...] = ()
    dropped: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class KeptCell:
    """The claims of a cell and the statements they were written from."""

    claims: tuple[KeptClaim, ...]
    seen: tuple[str, ...]


_FORM = TypeAdapter(KeptCell)


@dataclass(frozen=True)
class CellPlace:
    """One cell of one map. `segment` None: there are no segments."""

    segment: str | None
    label: str
    stage: str
    dimension: Dimension


@dataclass
class _Work:
    """A cell in the making: its claims so far, and the statements still to be offered, in rounds."""

    place: CellPlace
    key: str
    told: dict[str, Told]
    claims: tuple[KeptClaim, ...]
    seen: set[str]
    rounds: list[list[Told]] = field(default_factory=list[list[Told]])
    failed: bool = False


@dataclass(frozen=True, slots=True)
class WrittenCells:
    """The claims by cell; `asked` counts cells that were asked about, `failed` are those that gave no usable answer."""

    claims: Mapping[CellPlace, tuple[Claim, ...]]
    asked: int
    failed: tuple[CellPlace, ...]


class CellWriter:
    """Writes the cells of all maps, side by side."""

    def __init__(self, desk: Desk, kept: KeptSteps, material: Material, composer: Composer, most: int) -> None:
        self._desk = desk
        self._kept = kept
        self._material = material
        self._composer = composer
        self._most = most
        self._shapes: dict[tuple[int, int], type[ClaimsShape]] = {}

    def write(self, places: Sequence[CellPlace], answered: Callable[[], None] = lambda: None) -> WrittenCells:
        """The claims of every cell, verified by code. Raises as the model does; what had been answered is kept.

        `answered` is called with each answer.
        """
        works = [self._open(place) for place in places]
        asked = sum(bool(work.rounds) for work in works)
        composed: dict[CellPlace, tuple[Claim, ...]] = {}

        def compose_ready() -> None:
            """Composes cells in their order, as far as all before are answered, while others are still awaited."""
            answered()
            for work in works[len(composed) :]:
                if work.rounds:
                    return
                composed[work.place] = self._compose(work)

        while waiting := [work for work in works if work.rounds]:
            self._ask_round(waiting, compose_ready)
        compose_ready()
        self._desk.told(STEP)
        return WrittenCells(composed, asked, tuple(work.place for work in works if work.failed))

    def requests(self, places: Sequence[CellPlace]) -> list[Request[ClaimsShape]]:
        """The requests that writing these would begin with; nothing is sent."""
        return [self._build(work)[0] for place in places if (work := self._open(place)).rounds]

    # ------------------------------------------------------------ what is asked

    def _open(self, place: CellPlace) -> _Work:
        told = {each.id: each for each in choose_for_cell(self._material, place)}
        key = self._key(place)
        kept = self._kept.find(STEP, key, _FORM) or KeptCell((), ())
        claims = tuple(claim for each in kept.claims if (claim := _still(each, told)) is not None)
        work = _Work(place, key, told, claims, {each for each in kept.seen if each in told})
        new = [each for each in told.values() if each.id not in work.seen]
        if new:
            fixed = self._fill(work, "", "")
            room = self._desk.room(fixed, self._max_tokens(self._most), self._shape(1, 0)) - self._cited_tokens(work)
            work.rounds = pack(new, lambda each: self._desk.count(self._line("E10", each)) + 4, room, MOST_EVIDENCE)
        return work

    def _ask_round(self, waiting: Sequence[_Work], answered: Callable[[], None]) -> None:
        built = OnDemand(len(waiting), lambda number: self._build(waiting[number]))

        def done(number: int, reply: Reply[ClaimsShape]) -> None:
            work, (_, offered, existing) = waiting[number], built[number]
            now = work.rounds.pop(0)
            if reply.value is not None:
                work.claims = self._revise(work, reply.value, offered, existing)
                work.seen.update(each.id for each in now)
                self._kept.keep(STEP, work.key, KeptCell(work.claims, tuple(sorted(work.seen))), _FORM)
            elif reply.outcome in (Outcome.TOO_LONG, Outcome.CUT) and len(now) > 1:
                work.rounds[:0] = [now[: len(now) // 2], now[len(now) // 2 :]]
            else:
                work.failed = True
            answered()

        self._desk.model.complete_many(OnDemand(len(waiting), lambda number: built[number][0]), done=done)

    def _build(self, work: _Work) -> tuple[Request[ClaimsShape], dict[str, Told], dict[str, KeptClaim]]:
        cited = dict.fromkeys(quote.statement for claim in work.claims for quote in claim.quotes)
        told = {each: work.told[each] for each in cited} | {each.id: each for each in work.rounds[0]}
        offered = offer(sorted(told.values(), key=lambda each: each.order))
        existing = {f"C{number}": each for number, each in enumerate(work.claims, start=1)}
        lines = "\n".join(self._line(key, each) for key, each in offered.items())
        claims = "\n".join(f"{key} {each.text}" for key, each in existing.items())
        shape = self._shape(len(offered), len(existing))
        filled = self._fill(work, lines, claims or _NONE.say(self._desk.language))
        return filled.request(self._max_tokens(len(offered)), shape), offered, existing

    def _shape(self, offered: int, existing: int) -> type[ClaimsShape]:
        """The shape for that many statements and claims; making one takes a millisecond, so each is made once."""
        if (offered, existing) not in self._shapes:
            keys = [f"E{number}" for number in range(1, offered + 1)]
            claims = [f"C{number}" for number in range(1, existing + 1)]
            self._shapes[offered, existing] = claims_shape(keys, claims, most=min(self._most, offered))
        return self._shapes[offered, existing]

    def _fill(self, work: _Work, lines: str, existing: str) -> Filled:
        language, place = self._desk.language, work.place
        values = {
            "segment": place.label if place.segment is not None else _EVERYONE.say(language),
            "stage": self._material.playbook.model.stage(place.stage).label.say(language),
            "dimension": _NAMED.filled(
                name=DIMENSION_LABELS[place.dimension], about=self._material.playbook.dimensions[place.dimension]
            ).say(language),
            "guidance": self._guidance(place),
            "most": str(self._most),
            "output_language": _OUTPUT[language],
        }
        return self._desk.fill(STEP, values, {"existing": existing, "evidence": lines})

    def _guidance(self, place: CellPlace) -> str:
        """The stage's definition, the cell's question, and what the playbook lists for that dimension."""
        language = self._desk.language
        guidance = self._material.playbook.guidance(place.stage)
        stage = self._material.playbook.model.stage(place.stage)
        question = guidance.cell_questions.get(place.dimension)
        listed = {
            Dimension.BEHAVIOUR: guidance.behaviours,
            Dimension.TOUCHPOINT: guidance.touchpoints,
            Dimension.KPI: guidance.kpis,
            Dimension.INSIGHT: (),
        }[place.dimension]
        parts = [stage.definition.say(language)]
        parts += [question.text.say(language)] if question is not None else []
        names = [each.text.say(language).split("：")[0].split(":")[0] for each in listed[:8]]
        parts += [("; " if language == "en" else "、").join(names)] if names else []
        return " ".join(parts)

    def _line(self, key: str, told: Told) -> str:
        return statement_line(key, told.statement, self._desk.language)

    def _max_tokens(self, offered: int) -> int:
        """There are no more claims than statements."""
        return _TOKENS_CLAIM * min(self._most, offered) + self._desk.spare

    def _cited_tokens(self, work: _Work) -> int:
        cited = {quote.statement for claim in work.claims for quote in claim.quotes}
        lines = [self._line("E10", work.told[each]) for each in cited]
        return sum(self._desk.count(line) + 4 for line in (*lines, *(each.text for each in work.claims)))

    def _key(self, place: CellPlace) -> str:
        return digest(
            place.segment or "",
            place.stage,
            place.dimension,
            self._material.playbook.model.digest,
            self._desk.model.name,
            self._desk.digest(STEP),
            self._desk.language,
            str(self._most),
        )

    # ------------------------------------------------------------ what comes back

    def _revise(
        self, work: _Work, answer: ClaimsShape, offered: Mapping[str, Told], existing: Mapping[str, KeptClaim]
    ) -> tuple[KeptClaim, ...]:
        """The claims of the answer, then those existing ones that it neither revises nor covers with its evidence."""
        free = dict(existing)
        revised = [self._read(work, each, offered, free) for each in answer.claims[: self._most]]
        covered = {quote.statement for each in revised for quote in each.quotes}
        left = [each for each in free.values() if not covered & {quote.statement for quote in each.quotes}]
        unique = {each.id: each for each in (*revised, *left[: max(self._most - len(revised), 0)])}
        return _without_twins(unique.values())

    def _read(
        self, work: _Work, given: ClaimShape, offered: Mapping[str, Told], free: dict[str, KeptClaim]
    ) -> KeptClaim:
        resolved = resolve_quotes(given.evidence, offered)
        quotes = tuple(KeptQuote(each.told.id, each.quote) for each in resolved.cited)
        old = free.pop(given.revises, None) if given.revises != NEW else None
        place = work.place
        born = steady_id(
            "claim",
            "llm",
            "map",
            place.segment or "",
            place.stage,
            place.dimension,
            given.claim,
            *sorted(each.statement for each in quotes),
        )
        return KeptClaim(old.id if old else born, given.claim, quotes, resolved.moved, resolved.dropped)

    def _compose(self, work: _Work) -> tuple[Claim, ...]:
        language, place = self._desk.language, work.place
        claims: list[Claim] = []
        for each in work.claims:
            cited = [Cited(work.told[quote.statement], quote.quote) for quote in each.quotes]
            doubts = [doubt(MOVED, language, each.moved)] if each.moved else []
            doubts += [doubt(DROPPED, language, each.dropped)] if each.dropped else []
            claims.append(
                self._composer.compose(
                    each.id,
                    each.text,
                    cited,
                    doubts,
                    dimension=place.dimension,
                    stage=place.stage,
                    segment=place.segment,
                )
            )
        return tuple(sorted(claims, key=lambda claim: _ORDER[claim.verdict]))


def _without_twins(claims: Iterable[KeptClaim]) -> tuple[KeptClaim, ...]:
    """Claims of the same words as one: a model that repeats itself under other quotes has said one thing.

    It stands with the first one's quotes; a first one without any takes those of its twin.
    """
    found: dict[str, KeptClaim] = {}
    for each in claims:
        known = found.get(fold(each.text))
        if known is None or (each.quotes and not known.quotes):
            found[fold(each.text)] = each if known is None else replace(each, id=known.id)
    return tuple(found.values())


def choose_for_cell(material: Material, place: CellPlace) -> list[Told]:
    """The statements a cell is written from: coded first for it, and where these are few, coded second for it."""
    told = [each for each in material.told if not material.segments or each.segment == place.segment]
    first = [each for each in told if each.stage == place.stage and each.dimension == place.dimension]
    if len(first) >= _FEW:
        return first
    return [each for each in told if place.stage in each.coding.stages and place.dimension in each.coding.dimensions]


def _still(claim: KeptClaim, told: Mapping[str, Told]) -> KeptClaim | None:
    """The claim with the quotes whose statements still belong to the cell; None where all are gone."""
    quotes = tuple(each for each in claim.quotes if each.statement in told)
    if claim.quotes and not quotes:
        return None
    return replace(claim, quotes=quotes)
