"""The draft of the `llm` engine: coded, claimed, verified by code and by a second call, with insights and gaps."""

import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, cast

from assistant.collecting import collected_rarely
from assistant.drafting.answers import Answers
from assistant.drafting.brand import build_brand
from assistant.drafting.build import (
    DraftRequest,
    analyse,
    draft_id,
    find_developments,
    find_tellings,
    find_unsegmented,
    material_of,
    own_terms,
)
from assistant.drafting.claiming import ClaimWriter
from assistant.drafting.extractive import OwnExample
from assistant.drafting.funnel import build_funnel
from assistant.drafting.gaps.writing import GapWork
from assistant.drafting.journeys import Tellings, build_journeys
from assistant.drafting.lexicon import SentimentLexicon, shipped_lexicon
from assistant.drafting.llm.account import Account, ModelDraft
from assistant.drafting.llm.ahead import Ahead
from assistant.drafting.llm.asking import Desk
from assistant.drafting.llm.cells import CellPlace, CellWriter, WrittenCells
from assistant.drafting.llm.codebook import ClientCodebook
from assistant.drafting.llm.coding import ENGINE, CodedStatements, ModelCoder
from assistant.drafting.llm.composing import Composer
from assistant.drafting.llm.doubting import Doubter
from assistant.drafting.llm.findings import StageAsk, StageWriter, find_states, settle_states
from assistant.drafting.llm.gap_finding import WHOLE_JOURNEY, GapFinder, find_given, gap_title, sort_gaps
from assistant.drafting.llm.judging import Judge
from assistant.drafting.llm.kept import KeptSteps
from assistant.drafting.llm.mapping import build_maps, find_places
from assistant.drafting.llm.settling import claims_of, settle
from assistant.drafting.material import Material, WordFinder
from assistant.drafting.names import build_name_book
from assistant.drafting.surveys import add_scores
from assistant.drafting.topics import Topic, shipped_topics
from assistant.drafting.uses import UseWork, build_uses
from assistant.journey import (
    Claim,
    Coding,
    Currency,
    Dimension,
    Draft,
    Gap,
    Journeys,
    LeftOut,
    SegmentMap,
    StageInsight,
    Statement,
)
from assistant.model.budget import Estimate
from assistant.model.port import Outcome, Reply, Request
from assistant.model.shapes import GapsShape, InsightsShape
from assistant.playbook import CodedExample
from assistant.privacy import KnownIdentities
from assistant.sources.injection import holds_instruction
from assistant.wording import Text

UNCODED, LIKE_INSTRUCTION = "uncoded", "like-instruction"
_UNCODED = Text(
    "模型没有给这句话编码，本稿没有用到它；再次起草时会重新询问。",
    "The model did not code this, and the draft does not use it; the next draft asks again.",
)
_LIKE_INSTRUCTION = Text(
    "这句话像是写给程序的指令，只当作材料看待，没有照做。",
    "This reads like an instruction to the program; it was taken as material and not followed.",
)


@dataclass(frozen=True)
class Tools:
    """What the engine works with beside the request. `strangers` are names of the workspace's other clients.

    `coded`: the request's codings stand, and the model is asked for none.
    """

    desk: Desk
    kept: KeptSteps
    codebook: ClientCodebook
    examples: Sequence[CodedExample]
    known: KnownIdentities
    own: Sequence[OwnExample] = ()
    strangers: Sequence[str] = ()
    second_check: bool = True
    coded: bool = False


@dataclass(frozen=True)
class _Told:
    """What the coded notes alone decide: what is left out, and what interviewees tell of their journeys."""

    left_out: tuple[LeftOut, ...]
    tellings: Tellings


@dataclass(frozen=True)
class _Found:
    """What is cited beside claims: what belongs to no segment, the journeys, what has changed around the customer."""

    unsegmented: tuple[str, ...]
    journeys: Journeys
    currency: Currency


@dataclass(frozen=True)
class _Parts:
    """What follows from the codings, and the writers that work on it."""

    material: Material
    topics: tuple[Topic, ...]
    writer: ClaimWriter
    composer: Composer
    cells: CellWriter
    stages: StageWriter
    finder: GapFinder
    places: tuple[CellPlace, ...]

    def ask_stages(self) -> list[StageAsk | None]:
        """What to ask about each stage."""
        return [self.stages.ask(guidance) for guidance in self.material.playbook.stages]


class ModelDrafter:
    """Makes one draft with the chat model, which codes the statements too unless the request's codings are to stand."""

    def __init__(self, request: DraftRequest, tools: Tools) -> None:
        self._request = request
        self._tools = tools
        self._desk = tools.desk
        self._coder = ModelCoder(tools.desk, tools.kept, request.playbook, tools.codebook, tools.examples, tools.own)

    @collected_rarely()
    def build(self) -> ModelDraft:
        """The draft, every claim verified; the ledger of keys is written.

        Raises EndpointDownError, EndpointError and BudgetError as the model does: what had been answered by then is
        kept, and the same call goes on from there.
        """
        with Ahead() as ahead:  # what the next step needs is read while the model answers this one
            reading = ahead.submit(self._read_knowledge)
            coded = self._code()
            knowledge = reading.result()
        parts = self._open(coded.codings, knowledge)
        written, asks, told = self._write_cells(parts, coded)
        maps = build_maps(parts.material, parts.places, written)
        claims = [claim for each in written.claims.values() for claim in each]
        insights, given, gap_work, account = self._build_rest(parts, maps, claims, asks)
        every = [*claims, *claims_of(insights), *(claim for gap in given for claim in gap.claims)]
        judge = Judge(self._desk, self._tools.kept, parts.composer)
        with Ahead() as ahead:
            computing = ahead.submit(parts.finder.compute, gap_work, find_given(given))
            telling = ahead.submit(self._find_beside, parts, coded, told)  # after the gaps: both hand out keys
            judged = judge.judge(every if self._tools.second_check else ())
            computed, found = computing.result(), telling.result()
        maps, insights = settle(maps, insights, judged.claims)
        maps, insights = add_scores(maps, insights, parts.material, parts.writer)
        settled = [self._settle_gap(gap, judged.claims) for gap in given]
        answered = find_states(insights)
        if (answered, find_given(settled)) != (
            gap_work.answers,
            find_given(given),
        ):  # the second check lowered something
            work = replace(gap_work, answers=cast("Answers", answered))
            computed = parts.finder.compute(work, find_given(settled))
        draft = self._draft(parts, told.left_out, found, maps, insights, sort_gaps([*settled, *computed]))
        self._request.keys.save()
        account = replace(
            account,
            statements=coded.asked,
            uncoded=len(coded.failed),
            alike=coded.alike,
            cells=written.asked,
            failed_cells=len(written.failed),
            judged=judged.asked,
            failed_judgements=judged.failed,
        )
        return ModelDraft(draft, account)

    def _write_cells(
        self, parts: "_Parts", coded: CodedStatements
    ) -> tuple[WrittenCells, list[StageAsk | None], "_Told"]:
        """The cells, and what the steps after them need, prepared while the first calls are out and not before them."""
        out = threading.Event()
        with Ahead() as ahead:
            ahead.submit(out.wait)
            asking, reading = ahead.submit(parts.ask_stages), ahead.submit(self._read_told, parts, coded)
            try:
                written = parts.cells.write(parts.places, out.set)
            finally:
                out.set()
            return written, asking.result(), reading.result()

    def _code(self) -> CodedStatements:
        if self._tools.coded:
            return CodedStatements(self._request.codings, (), 0)
        return self._coder.code(self._request.statements)

    def find_codings(self) -> tuple[Coding, ...]:
        """The codings that need not be asked for: the model's earlier ones that still hold, and a person's."""
        return self._coder.find_known(self._request.statements)

    def estimate(self) -> Estimate:
        """What the draft would take at most; nothing is sent.

        What is coded already is known. Statements that are not are taken to spread over all cells, and every claim to
        be judged, so that the figures lie above what the run will really take.
        """
        model = self._desk.model
        given = self._tools.coded
        known = self._request.codings if given else self._coder.find_known(self._request.statements)
        coded = {each.statement for each in known}
        unknown = [each for each in self._request.statements if each.role != "interviewer" and each.id not in coded]
        parts = self._open((*known, *self._spread(unknown)), self._read_knowledge())
        cells = parts.cells.requests(parts.places)
        codings = [] if given else self._coder.requests(self._request.statements)
        total = model.estimate(codings) + model.estimate(cells)
        asks = parts.ask_stages()
        # with nothing left to ask about cells, their claims are known, and with them the request for the gaps
        written = {} if cells else parts.cells.write(parts.places).claims
        gap_ask = parts.finder.ask([claim for each in written.values() for claim in each])
        total += model.estimate([ask.request for ask in (*asks, gap_ask) if ask is not None])
        if self._tools.second_check and cells:
            judge = Judge(self._desk, self._tools.kept, parts.composer)
            total += model.estimate(judge.typical_requests(len(cells) * self._request.claims_per_cell))
        return total

    def _read_knowledge(self) -> tuple[tuple[Topic, ...], SentimentLexicon]:
        topics = self._request.topics
        read = topics if topics is not None else shipped_topics()
        return read, shipped_lexicon()

    def _open(self, codings: Sequence[Coding], knowledge: tuple[tuple[Topic, ...], SentimentLexicon]) -> "_Parts":
        """Everything that follows from the codings."""
        request, tools = replace(self._request, codings=tuple(codings)), self._tools
        topics, lexicon = knowledge
        material = material_of(request, lexicon)
        names = build_name_book(request.people, (request.client, *request.brands), own_terms(request, topics))
        statements = {each.id: each for each in request.statements}
        writer = ClaimWriter(request.language, request.keys, request.people, names, statements)
        doubter = Doubter(request.language, names, tools.known, self._desk.odd, tools.strangers)
        composer = Composer(writer, request.keys, doubter, request.language)
        return _Parts(
            material,
            topics,
            writer,
            composer,
            CellWriter(self._desk, tools.kept, material, composer, request.claims_per_cell),
            StageWriter(self._desk, tools.kept, material, composer),
            GapFinder(self._desk, tools.kept, material, composer),
            tuple(find_places(material, request.segment)),
        )

    def _spread(self, statements: Sequence[Statement]) -> list[Coding]:
        """Codings for an estimate only: by turns over all places."""
        model, segments = self._request.playbook.model, self._request.segments
        places = [(stage, dimension) for stage in model.stage_ids for dimension in Dimension]
        return [
            Coding(
                each.id,
                model.id,
                places[turn % len(places)][:1],
                places[turn % len(places)][1:],
                (-1, 1)[turn % 2],
                each.segment or (segments[turn % len(segments)].id if segments else None),
                1.0,
                ENGINE,
            )
            for turn, each in enumerate(statements)
        ]

    # ------------------------------------------------------------ insights and gaps

    def _build_rest(
        self,
        parts: "_Parts",
        maps: tuple[SegmentMap, ...],
        claims: Sequence[Claim],
        asks: Sequence[StageAsk | None],
    ) -> tuple[tuple[StageInsight, ...], list[Gap], GapWork, Account]:
        """Insights of all stages and the model's gaps, asked side by side, and what further gaps are computed from."""
        guidances = parts.material.playbook.stages
        gap_ask = parts.finder.ask(claims)
        requests: list[Request[Any]] = [ask.request for ask in (*asks, gap_ask) if ask is not None]
        replies = iter(self._desk.model.complete_many(requests))
        insights: list[StageInsight] = []
        failed_stages = 0
        for guidance, ask in zip(guidances, asks, strict=True):
            reply = next(replies) if ask is not None else None
            while ask is not None and reply is not None and _was_too_much(reply) and len(ask.offered) > 1:
                ask = parts.stages.ask(guidance, len(ask.offered) // 2)
                reply = self._ask_again(ask.request) if ask is not None else None
            value = cast("InsightsShape | None", reply.value if reply is not None else None)
            failed_stages += ask is not None and value is None
            insights.append(parts.stages.write(guidance, ask, value))
        reply = next(replies) if gap_ask is not None else None
        while gap_ask is not None and reply is not None and _was_too_much(reply) and len(gap_ask.offered) > 1:
            gap_ask = parts.finder.ask(claims, len(gap_ask.offered) // 2)
            reply = self._ask_again(gap_ask.request) if gap_ask is not None else None
        value = cast("GapsShape | None", reply.value if reply is not None else None)
        self._desk.told("insights")
        # the gap finders only ask for the state of a question
        answered = cast("Answers", find_states([settle_states(each) for each in insights]))
        work = GapWork(parts.material, maps, answered, WordFinder(), parts.topics, parts.writer)
        given = parts.finder.read(gap_ask, value, work)
        lost = gap_ask is not None and value is None
        return tuple(insights), given, work, Account(failed_stages=failed_stages, failed_gaps=int(lost))

    def _ask_again(self, request: Request[Any]) -> Reply[Any]:
        return self._desk.model.complete_many([request])[0]

    def _settle_gap(self, gap: Gap, judged: Mapping[str, Claim]) -> Gap:
        """The gap with its claim as it was judged, and a title that says no more than that."""
        claims = tuple(judged.get(claim.id, claim) for claim in gap.claims)
        model = self._request.playbook.model
        label = model.stage(gap.stage).label if gap.stage is not None else WHOLE_JOURNEY
        return replace(gap, claims=claims, title=gap_title(claims[0], label, self._desk))

    # ------------------------------------------------------------ the whole

    def _read_told(self, parts: "_Parts", coded: CodedStatements) -> "_Told":
        request = self._request
        said = [each for each in request.statements if each.role != "interviewer"]
        flagged = [each for each in said if holds_instruction(each.text, asking=True)]
        left_out = [
            *request.left_out,
            *(_left_out(each, UNCODED, _UNCODED) for each in coded.failed),
            *(_left_out(each, LIKE_INSTRUCTION, _LIKE_INSTRUCTION) for each in flagged),
        ]
        return _Told(tuple(left_out), find_tellings(parts.material))

    def _find_beside(self, parts: "_Parts", coded: CodedStatements, told: "_Told") -> "_Found":
        return _Found(
            find_unsegmented(parts.material, parts.writer),
            build_journeys(told.tellings, parts.writer),
            find_developments(self._request, coded.codings, parts.writer),
        )

    def _draft(
        self,
        parts: "_Parts",
        left_out: tuple[LeftOut, ...],
        found: "_Found",
        maps: tuple[SegmentMap, ...],
        insights: tuple[StageInsight, ...],
        gaps: tuple[Gap, ...],
    ) -> Draft:
        request, journeys = self._request, found.journeys
        answered = cast("Answers", find_states(insights))
        work = GapWork(parts.material, maps, answered, WordFinder(), parts.topics, parts.writer)
        whole = Draft(
            draft_id(request),
            request.number,
            request.client,
            request.language,
            request.playbook.model,
            maps,
            insights,
            gaps,
            (),
            request.sources,
            left_out,
            found.unsegmented,
            sum(each.role != "interviewer" for each in request.statements),
            len(parts.material.told),
            request.provenance,
            request.parent,
            journeys=journeys,
            brand=build_brand(request.values, parts.material, parts.topics, journeys, parts.writer),
            uses=build_uses(UseWork(parts.material, maps, insights, gaps, journeys)),
            funnel=build_funnel(work, journeys, request.funnel) if request.funnel is not None else None,
            analysis=analyse(request, work, journeys, gaps),
            currency=found.currency,
        )
        cited = {key for claim in whole.claims() for key in claim.keys} | set(found.unsegmented) | whole.journeys.keys
        cited |= {each.key for each in whole.currency.developments} if whole.currency is not None else set()
        evidence = [each for key, each in parts.writer.evidence.items() if key in cited]
        return replace(whole, evidence=tuple(sorted(evidence, key=lambda each: int(each.key[1:]))))


def _was_too_much(reply: Reply[Any]) -> bool:
    return reply.value is None and reply.outcome in (Outcome.TOO_LONG, Outcome.CUT)


def _left_out(statement: Statement, reason: str, note: Text) -> LeftOut:
    excerpt = " ".join(statement.text.split())
    return LeftOut(statement.document, reason, note, statement.locator, excerpt[:60])


def kept_path(state: Path) -> Path:
    """Where a client's finished pieces of work are kept."""
    return state / "llm-steps.sqlite"
