"""Re-casting a client's draft from one stage model into another: a new version, its reports, and what waits for a person."""

import csv
import io
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from assistant.causes import cause_of
from assistant.drafting.claiming import ClaimWriter
from assistant.drafting.corrections import Corrections
from assistant.drafting.gaps.evidence import find_evidence_gaps
from assistant.drafting.gaps.writing import GapWork
from assistant.drafting.keys import EvidenceKeys
from assistant.drafting.lexicon import shipped_lexicon
from assistant.drafting.material import Material, WordFinder
from assistant.drafting.names import build_name_book
from assistant.drafting.recast import RecastWork, map_draft, recast_draft
from assistant.drafting.recast_judge import CodedNotes, NotesJudge
from assistant.drafting.store import load_draft, new_version
from assistant.errors import UsageError
from assistant.journey import Draft, Gap, SegmentMap, StageInsight, StageModel
from assistant.journey.mapping import StageMapping
from assistant.library import Knowledge
from assistant.playbook import Guidance
from assistant.settings import suggestion
from assistant.wording import Text, joined, same
from assistant.workspace import ClientFolder

if TYPE_CHECKING:  # loaded when something is re-cast
    from assistant.engagement import Engagement


@dataclass(frozen=True, slots=True)
class Recasted:
    """The new version, the one it was re-cast from, and the files that were written."""

    draft: Draft
    before: Draft
    paths: tuple[Path, ...]


class Recaster:
    """Re-casts drafts of one client. `open_engagement` opens the notes in a model; it is asked for only where it is needed."""

    def __init__(
        self,
        client: ClientFolder,
        knowledge: Knowledge,
        open_engagement: "Callable[[str, Draft], Engagement]",
        clock: Callable[[], datetime],
    ) -> None:
        self._client = client
        self._knowledge = knowledge
        self._open = open_engagement
        self._clock = clock

    def recast(self, number: int | None = None, decisions: Path | None = None, folder: Path | None = None) -> Recasted:
        """Store the latest draft, or that of `number`, in the stages of the knowledge's model, and write its reports.

        `decisions` is a table as `undecided.csv`, its column `stage` filled in. Raises UsageError where there is no draft,
        where it has these stages and nothing is decided, or where the table names no stage of the model; StorageError.
        """
        before = load_draft(self._client.drafts, number)
        mapping = self._mapping(before)
        decided = read_decisions(decisions, mapping.target) if decisions is not None else {}
        if before.model.id == mapping.target.id and not decided:
            raise UsageError(
                Text(
                    "第 {number} 稿用的就是阶段模型 {model}。", "Draft {number} has the stages of {model} already."
                ).filled(number=before.number, model=mapping.target.id),
                Text("运行 journey model list 查看其他模型。", "journey model list shows the others."),
            )
        engagement = self._open(mapping.target.id, before)
        with engagement.versions.turn():
            draft = self.build(before, decided)
            paths = engagement.versions.keep_recast(draft, folder)
        return Recasted(draft, before, paths)

    def build(self, before: Draft, decided: Mapping[str, str]) -> Draft:
        """The re-cast draft as a version of its own, not stored."""
        mapping = self._mapping(before)
        work = RecastWork(
            self._knowledge.playbook,
            mapping,
            lambda: self._judge(before, mapping),
            lambda maps, insights: self._evidence_gaps(before, maps, insights),
            decided,
        )
        draft = recast_draft(before, work)
        moment = self._clock().astimezone().isoformat(timespec="seconds")
        version = new_version(draft, self._client.drafts, moment, mapping.target.digest)
        settings = tuple(
            (key, mapping.target.id if key == "stage_model" else value) for key, value in version.provenance.settings
        )
        return replace(
            version,
            status="draft" if before.status == "draft" else "reviewed",
            signatures=(),
            provenance=replace(version.provenance, settings=settings),
        )

    def _mapping(self, before: Draft) -> StageMapping:
        known = self._knowledge
        return map_draft(before, known.playbook.model, known.models, known.moments)

    def _judge(self, before: Draft, mapping: StageMapping) -> NotesJudge:
        engagement = self._open(before.model.id, before)
        known = {(each.document, each.digest) for each in before.sources}
        request = engagement.request()
        same_notes = {each.document for each in request.sources if (each.document, each.digest) in known}
        statements = tuple(each for each in request.statements if each.document in same_notes)
        request = replace(request, statements=statements, language=before.language)
        notes = CodedNotes(request, Corrections(self._client.corrections).read(), self._knowledge.models)
        return NotesJudge(notes, engagement.moment_finder(), mapping, self._knowledge.playbook)

    def _evidence_gaps(
        self, before: Draft, maps: Sequence[SegmentMap], insights: Sequence[StageInsight]
    ) -> Sequence[Gap]:
        profile, playbook = self._client.profile, self._knowledge.playbook
        lexicon = shipped_lexicon()
        material = Material((), playbook, profile.segments, profile.people, before.language, lexicon)
        names = build_name_book(profile.people, (profile.name, *profile.brands))
        writer = ClaimWriter(before.language, EvidenceKeys(self._client.keys), profile.people, names, {})
        return find_evidence_gaps(GapWork(material, tuple(maps), _States(insights), WordFinder(), (), writer))


class _States:
    """How far questions are answered, as the insights of a draft say."""

    def __init__(self, insights: Sequence[StageInsight]) -> None:
        self._states: dict[str, Literal["answered", "partly", "open"]] = {
            answer.question_id: answer.state for each in insights for answer in each.answers
        }

    def state(self, question: Guidance) -> Literal["answered", "partly", "open"]:
        return self._states.get(question.id, "open")


def read_decisions(path: Path, model: StageModel) -> dict[str, str]:
    """For each claim, by its id, the stage that a person wrote into the table; rows left empty are not decided.

    A stage may be named by its id, its label or another of its names. Raises UsageError with every row that is wrong.
    """
    try:
        text = path.read_bytes().decode("utf-8-sig")
        rows = list(csv.DictReader(io.StringIO(text, newline="")))
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        message = Text("无法读取 {path}：{why}。", "Cannot read {path}: {why}.")
        raise UsageError(message.filled(path=path, why=cause_of(error))) from error
    names = {
        name.strip().casefold(): stage.id
        for stage in model.stages
        for name in (*stage.aliases, stage.label.zh, stage.label.say("zh-Hant"), stage.label.en, stage.id)
    }
    decided: dict[str, str] = {}
    problems: list[Text] = []
    for number, row in enumerate(rows, start=2):
        wanted = (row.get("stage") or "").strip()
        if wanted and wanted.casefold() not in names:
            problem = Text(
                "第 {n} 行：没有阶段“{name}”{close}",
                "row {n}: there is no stage {name}{close}",
                "第 {n} 列：沒有階段「{name}」{close}",
            )
            problems.append(problem.filled(n=number, name=wanted, close=suggestion(wanted, list(model.stage_ids))))
        elif wanted and row.get("id"):
            decided[row["id"].strip()] = names[wanted.casefold()]
    if problems or not rows or "id" not in rows[0] or "stage" not in rows[0]:
        told = (
            joined(problems, "；", "; ")
            if problems
            else Text("缺少列 id、stage", "the columns id and stage are missing")
        )
        raise UsageError(
            Text("{path}：{problems}。", "{path}: {problems}.").filled(path=path, problems=told),
            Text("阶段：{ids}。", "Stages: {ids}.").filled(ids=joined([same(each) for each in model.stage_ids])),
        )
    return decided
