"""Step five: gaps over the whole journey. The model names what the words show; what is absent is computed."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import zip_longest

from pydantic import TypeAdapter

from assistant.drafting.choosing import choose_told
from assistant.drafting.gaps.contradictions import find_contradictions
from assistant.drafting.gaps.evidence import find_evidence_gaps
from assistant.drafting.gaps.experience import find_opportunities, find_problems
from assistant.drafting.gaps.measurement import find_measurement_gaps
from assistant.drafting.gaps.research import find_data_gaps
from assistant.drafting.gaps.touchpoints import find_touchpoint_gaps
from assistant.drafting.gaps.writing import GapWork
from assistant.drafting.llm.asking import Desk
from assistant.drafting.llm.composing import Composer, same_segment
from assistant.drafting.llm.doubting import doubt
from assistant.drafting.llm.kept import KeptSteps, digest
from assistant.drafting.llm.lines import one_line, statement_line
from assistant.drafting.llm.quotes import Cited, Resolved, offer, resolve_quotes
from assistant.drafting.llm.steady import Born, keep_ids
from assistant.drafting.material import Material, Told, count_speakers
from assistant.journey import Claim, Dimension, Gap, GapKind, Level, Role, Verdict
from assistant.model.port import Request
from assistant.model.prompts import Filled
from assistant.model.shapes import WHOLE_JOURNEY as WHOLE
from assistant.model.shapes import GapShape, GapsShape, gaps_shape
from assistant.wording import Text

STEP = "gaps"
MOST_EVIDENCE = 60
MOST_GAPS = 14
_MOST_CLAIMS = 40
_TOKENS_GAP = 200
_LONGEST_OWNER = 24
_OUTPUT = {"zh-Hans": "简体中文", "zh-Hant": "繁體中文", "en": "English"}
_NONE = Text("（无）", "(none)")
_ORDER = (
    GapKind.PROBLEM,
    GapKind.CONTRADICTION,
    GapKind.TOUCHPOINT,
    GapKind.MEASUREMENT,
    GapKind.OPPORTUNITY,
    GapKind.EVIDENCE,
    GapKind.DATA,
)
_GRAVITY = {Level.HIGH: 0, Level.MEDIUM: 1, Level.LOW: 2}
_UNSUPPORTED_TITLE = Text(
    "{stage}：模型提出的一项差距，依据不足，待核实",
    "{stage}: a gap the model names without enough evidence, to be checked",
)
_DOUBTFUL_TITLE = Text("{title}（待核实）", "{title} (to be checked)")
WHOLE_JOURNEY = Text("整段旅程", "The whole journey")
_NEXT = Text(
    "与{owner}一起看下面的原话，核实情况后再定做法。",
    "Go through the words below with {owner}, check the facts, then decide what to do.",
)
_IDS = TypeAdapter(tuple[Born, ...])


@dataclass(frozen=True)
class GapAsk:
    """What is asked: the statements under their keys."""

    offered: Mapping[str, Told]
    request: Request[GapsShape]


class GapFinder:
    """Asks for the gaps, compares speakers, and adds what is computed."""

    def __init__(self, desk: Desk, kept: KeptSteps, material: Material, composer: Composer) -> None:
        self._desk = desk
        self._kept = kept
        self._material = material
        self._composer = composer
        self._speakers = _number_speakers(material.told)

    def ask(self, claims: Sequence[Claim], most: int = MOST_EVIDENCE) -> GapAsk | None:
        """What to ask, from the statements that weigh most in each stage and those that pair speakers; None without any."""
        stood = [each for each in claims if each.verdict is not Verdict.UNSUPPORTED][:_MOST_CLAIMS]
        listed = "\n".join(f"C{number} {one_line(each.text)}" for number, each in enumerate(stood, start=1))
        stages = self._material.playbook.model.stage_ids
        room = self._desk.room(self._fill(listed, ""), self._max_tokens(), gaps_shape(["E1"], stages, most=1))
        if room < 200 and listed:  # a small context: the words matter more than the claims made of them
            listed = ""
            room = self._desk.room(self._fill(listed, ""), self._max_tokens(), gaps_shape(["E1"], stages, most=1))
        chosen: list[Told] = []
        for each in self._choose(most):
            room -= self._desk.count(self._line("E10", each)) + 8
            if room < 0:
                break
            chosen.append(each)
        if not chosen:
            return None
        offered = offer(sorted(chosen, key=lambda each: each.order))
        lines = "\n".join(self._line(key, each) for key, each in offered.items())
        shape = gaps_shape(list(offered), stages, most=MOST_GAPS)
        return GapAsk(offered, self._fill(listed, lines).request(self._max_tokens(), shape))

    def read(self, ask: GapAsk | None, answer: GapsShape | None, work: GapWork) -> list[Gap]:
        """The model's gaps, each with its claim verified by code."""
        return self._read(ask, answer, work) if ask is not None and answer is not None else []

    def compute(self, work: GapWork, given: Collection[GapKind]) -> list[Gap]:
        """The gaps that are computed: what is absent, and of the kinds that the model did not give also the others."""
        return [
            *find_touchpoint_gaps(work),
            *find_measurement_gaps(work),
            *find_evidence_gaps(work),
            *find_data_gaps(work),
            *(find_problems(work) if GapKind.PROBLEM not in given else ()),
            *(find_opportunities(work) if GapKind.OPPORTUNITY not in given else ()),
            *(find_contradictions(work) if GapKind.CONTRADICTION not in given else ()),
        ]

    def _choose(self, most: int) -> list[Told]:
        """By turns from the stages' strongest unhappy, staff's, happy and other statements, so that speakers meet."""
        groups: list[list[Told]] = []
        for stage in self._material.playbook.model.stage_ids:
            told = self._material.in_stage(stage, second=False)
            share = max(most // max(len(self._material.playbook.model.stage_ids), 1), 4)
            unhappy = [each for each in told if each.by_customer and each.sentiment < 0]
            staff = [each for each in told if each.by_staff]
            happy = [each for each in told if each.by_customer and each.sentiment > 0]
            taken = {each.id for each in (*unhappy, *staff, *happy)}
            others = [each for each in told if each.id not in taken]
            turns = zip_longest(
                choose_told(unhappy, self._material, share),
                *(choose_told(each, self._material, share // 2) for each in (staff, happy, others)),
            )
            groups.append([each for turn in turns for each in turn if each is not None])
        chosen: dict[str, Told] = {}
        for turn in zip_longest(*groups):
            chosen.update((each.id, each) for each in turn if each is not None)
        return list(chosen.values())[:most]

    def _read(self, ask: GapAsk, answer: GapsShape, work: GapWork) -> list[Gap]:
        resolved = [resolve_quotes(each.evidence, ask.offered) for each in answer.gaps[:MOST_GAPS]]
        given = list(zip(answer.gaps, resolved, strict=False))
        wanted = [
            Born("", each.kind, tuple(sorted({one.told.id for one in found.cited})), each.title)
            for each, found in given
        ]
        key = digest("gaps", self._material.playbook.model.id, self._desk.language)
        named = keep_ids("gap", ("gap",), wanted, self._kept.find("ids", key, _IDS) or ())
        self._kept.keep("ids", key, named, _IDS)
        return [self._build(each, found, born.id, work) for (each, found), born in zip(given, named, strict=True)]

    def _build(self, given: GapShape, found: Resolved, name: str, work: GapWork) -> Gap:
        language = self._desk.language
        doubts = self._composer.doubter.of_quotes(found)
        kind = GapKind(given.kind)
        if kind is GapKind.CONTRADICTION and len(count_speakers(each.told for each in found.cited)) < 2:
            kind = GapKind.PROBLEM
            doubts.append(doubt("one-speaker", language))
        stage = given.stage if given.stage != WHOLE else None
        segment = same_segment(found.cited)
        claim = self._composer.compose(
            "c" + name[1:],
            given.title,
            found.cited,
            doubts,
            dimension=_dimension(kind),
            stage=stage,
            segment=segment,
        )
        owner = self._owner(given.owner, found.cited, stage, work)
        return Gap(
            name,
            kind,
            Level(given.severity),
            Level(given.effort),
            self._title(claim, stage),
            (claim,),
            self._next_step(given.next_step, found.cited, owner),
            owner,
            stage,
            segment,
            candidate=kind is GapKind.CONTRADICTION,
        )

    def _title(self, claim: Claim, stage: str | None) -> str:
        return gap_title(claim, self.stage_label(stage), self._desk)

    def stage_label(self, stage: str | None) -> Text:
        """The stage's name, or the whole journey's."""
        return self._material.playbook.model.stage(stage).label if stage is not None else WHOLE_JOURNEY

    def _next_step(self, advice: str, cited: Sequence[Cited], owner: str) -> str:
        """The model's advice where it holds no figure, name, address or command that the words lack; else a plain one."""
        said = one_line(advice)
        return said if said and self._is_sound(said, cited) else _NEXT.filled(owner=owner).say(self._desk.language)

    def _owner(self, owner: str, cited: Sequence[Cited], stage: str | None, work: GapWork) -> str:
        said = one_line(owner)
        if said and len(said) <= _LONGEST_OWNER and self._is_sound(said, cited):
            return said
        return work.say(work.team(stage or self._material.playbook.model.stage_ids[0]))

    def _is_sound(self, said: str, cited: Sequence[Cited]) -> bool:
        checked = self._composer.check(said, cited)
        return not {each.kind for each in checked} & _UNSOUND

    def _fill(self, claims: str, lines: str) -> Filled:
        language, playbook = self._desk.language, self._material.playbook
        entries = [*playbook.problem_areas, *playbook.opportunities]
        colon = ": " if language == "en" else "："
        values = {
            "stages": "\n".join(f"- {each.id}{colon}{each.label.say(language)}" for each in playbook.model.stages),
            "expected": "\n".join(f"- {one_line(each.text.say(language))}" for each in entries[:10])
            or _NONE.say(language),
            "most": str(MOST_GAPS),
            "output_language": _OUTPUT[language],
        }
        return self._desk.fill(STEP, values, {"claims": claims or _NONE.say(language), "evidence": lines})

    def _line(self, key: str, told: Told) -> str:
        return statement_line(key, told.statement, self._desk.language, number=self._speakers[told.speaker])

    def _max_tokens(self) -> int:
        return _TOKENS_GAP * MOST_GAPS + self._desk.spare


_UNSOUND = frozenset({"figure", "name", "not-verbatim", "instruction", "pseudonym", "foreign-name", "person", "link"})


def gap_title(claim: Claim, stage: Text, desk: Desk) -> str:
    """The claim's own words, marked where they are in doubt; where they are unsupported, no more than that."""
    if claim.verdict is Verdict.UNSUPPORTED:
        return _UNSUPPORTED_TITLE.filled(stage=stage).say(desk.language)
    if claim.verdict is Verdict.PARTIAL:
        return _DOUBTFUL_TITLE.filled(title=claim.text.rstrip("。.")).say(desk.language)
    return claim.text


def find_given(gaps: Iterable[Gap]) -> frozenset[GapKind]:
    """The kinds of gaps with a claim that stands."""
    return frozenset(gap.kind for gap in gaps if any(claim.verdict is not Verdict.UNSUPPORTED for claim in gap.claims))


def sort_gaps(gaps: Iterable[Gap]) -> tuple[Gap, ...]:
    """By kind, then by severity, then as they come."""
    return tuple(sorted(gaps, key=lambda gap: (_ORDER.index(gap.kind), _GRAVITY[gap.severity])))


def _dimension(kind: GapKind) -> Dimension:
    """What staff may speak to alone: how the company measures and meets its customers, not what these go through."""
    about_company = {
        GapKind.MEASUREMENT: Dimension.KPI,
        GapKind.DATA: Dimension.KPI,
        GapKind.TOUCHPOINT: Dimension.TOUCHPOINT,
    }
    return about_company.get(kind, Dimension.INSIGHT)


def _number_speakers(told: Sequence[Told]) -> dict[str, int]:
    """A number for each speaker among those of their role, in the order they first speak."""
    counts: dict[Role, int] = {}
    found: dict[str, int] = {}
    for each in told:
        if each.speaker not in found:
            counts[each.statement.role] = counts.get(each.statement.role, 0) + 1
            found[each.speaker] = counts[each.statement.role]
    return found
