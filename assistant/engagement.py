"""The work for one client: index the notes, search and code them, draft the reports."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assistant.casting import Heard, list_heard
from assistant.drafting.preconditions import check_material, check_segment
from assistant.errors import Exit, UsageError
from assistant.journey import Coding, Draft, Provenance, Role, SourceRecord, Statement, Verdict
from assistant.model.budget import Estimate
from assistant.model_engine import Manner, ModelEngine, Unattended
from assistant.note_coding import Coded, Method, NoteCoding
from assistant.retrieval.embedder import Embedder
from assistant.retrieval.index import ClientIndex, Found, IndexReport
from assistant.settings import Settings
from assistant.version import installed_version
from assistant.versions import Versions
from assistant.wording import Language, Text
from assistant.workspace import ClientFolder

if TYPE_CHECKING:  # loaded when something is coded or drafted: indexing does without
    from assistant.drafting.build import DraftRequest
    from assistant.drafting.division import MomentFinder
    from assistant.drafting.lessons import Lessons
    from assistant.drafting.llm.account import Account
    from assistant.drafting.verify import Checker
    from assistant.embedding_cost import EmbeddingCost
    from assistant.model.port import Request
    from assistant.reports import EvidenceForm, ReportKind

REPORTS: "Mapping[str, tuple[ReportKind, ...]]" = {
    "map": ("map",),
    "insights": ("insights",),
    "gaps": ("gaps",),
    "journeys": ("journeys",),
    "funnel": ("funnel",),
    "analysis": ("analysis",),
    "all": ("map", "insights", "gaps"),
}


def kinds_named(names: Iterable[str]) -> "tuple[ReportKind, ...]":
    """The kinds of reports that these names of REPORTS stand for, each once."""
    return tuple(dict.fromkeys(kind for name in names for kind in REPORTS[name]))


Progress = Callable[[str], None]
ShowTexts = Callable[[Sequence[Statement], Sequence[str], Manner], list[str]]
"""Texts of the notes as an embedder beyond this machine would be sent them."""


@dataclass(frozen=True, slots=True)
class Drafted:
    """A finished draft, the files it was written to, what indexing found before it, and what to know of a model's work.

    `unanswered` pieces of work the model failed; the next draft asks for them again. `before` is the reviewed version
    that it starts from, where there is one. `uncast` are the speakers of whom nobody said whether they are customers.
    """

    draft: Draft
    paths: tuple[Path, ...]
    index: IndexReport
    remarks: tuple[Text, ...] = ()
    unanswered: int = 0
    before: Draft | None = None
    uncast: tuple[Heard, ...] = ()

    def exit_code(self, strict: bool) -> Exit:
        """FLAGGED where whole files were left out, a model did its work badly or, with `strict`, a claim is unsupported."""
        unsupported = any(each.verdict is Verdict.UNSUPPORTED for each in self.draft.claims())
        if self.remarks or (strict and unsupported) or any(each.skipped_file for each in self.draft.left_out):
            return Exit.FLAGGED
        return Exit.DONE


class Engagement:
    """One client with everything needed to work on it; built by `wiring`."""

    def __init__(
        self,
        *,
        client: ClientFolder,
        settings: Settings,
        index: ClientIndex,
        load_method: Callable[[], Method],
        load_lessons: "Callable[[Method], Lessons]",
        embedder: Embedder | None,
        without_meaning: Text | None,
        versions: Versions,
        engine: ModelEngine | None = None,
        show_texts: ShowTexts | None = None,
        knowledge: Path | None = None,
        embedding_cost: "EmbeddingCost | None" = None,
    ) -> None:
        """`engine` drafts with a chat model; without one the extractive engine drafts. `knowledge` is the workspace's own;
        `embedding_cost` is there where texts would be embedded at an endpoint and this engagement sends nothing."""
        self.client = client
        self.settings = settings
        self.versions = versions
        self.without_meaning = without_meaning
        self._index = index
        self._embedder = embedder
        self._coding = NoteCoding(client, index, load_method, load_lessons)
        self._engine = engine
        self._show_texts = show_texts
        self._knowledge = knowledge
        self._embedding_cost = embedding_cost

    def note_count(self) -> int:
        """How many files there are to index."""
        hidden = (".", "~$")
        return sum(each.is_file() and not each.name.startswith(hidden) for each in self.client.notes.rglob("*"))

    def update_index(self, progress: Progress | None = None, *, rebuild: bool = False) -> IndexReport:
        """Read what changed in the notes. Raises BusyError where another process is at it."""
        profile = self.client.profile
        report = self._index.update(
            self.client.notes,
            profile.people,
            profile.segments,
            progress,
            force=rebuild,
            handling=profile.handling,
        )
        if report.added or report.changed or report.removed:
            self._coding.follow_index()
        return report

    def search(self, queries: Sequence[str], limit: int) -> list[list[Found]]:
        """The best passages for each query. Reads new notes first."""
        self.update_index()
        return self._index.find_many(queries, limit)

    def documents(self) -> tuple[SourceRecord, ...]:
        """The notes as they were read last."""
        return self._index.documents()

    def hear(self) -> list[Heard]:
        """Who speaks in the notes, those of unknown role first. Reads new notes first."""
        self.update_index()
        return list_heard(self._index.statements())

    def has_statements(self) -> bool:
        """Whether the notes hold anything but interviewers' words. Reads new notes first."""
        self.update_index()
        return any(each.role is not Role.INTERVIEWER for each in self._index.statements())

    def code(self) -> Coded:
        """Every statement but the interviewers', coded; corrected codings win. Reads new notes first.

        Where a chat model drafts, its codings stand as far as earlier drafts paid for them; each says who made it.
        """
        self.update_index()
        return self._code()

    def _code(self) -> Coded:
        coded = self._coding.code()
        if self._engine is None or self.settings.coder != "llm":
            return coded
        kept = self._engine.find_codings(self._request((), None), self._coding.method.codebook)
        return replace(coded, codings=tuple(kept.get(each.statement, each) for each in coded.codings))

    def moment_finder(self) -> "MomentFinder":
        """What tells the moments of one stage apart, with the meaning of the notes at hand."""
        return self._coding.moment_finder()

    def write_table(self, coded: Coded, path: Path) -> None:
        """The coded statements as a table for a person to read and correct."""
        self._coding.write_table(coded, path)

    def apply_corrections(self, path: Path) -> int:
        """Take over the codes a person changed in a table; returns how many. Raises UsageError naming bad rows."""
        return self._coding.apply_corrections(self.code(), path, self.settings.consultant or "person")

    @property
    def uses_model(self) -> bool:
        """Whether a chat model drafts."""
        return self._engine is not None

    def draft(
        self,
        *,
        report: "str | Sequence[ReportKind]",
        segment: str | None,
        folder: Path | None,
        progress: Progress | None = None,
        manner: Manner | None = None,
        evidence: "EvidenceForm" = "list",
        template: Path | None = None,
        track_changes: bool = False,
    ) -> Drafted:
        """Read new notes, code them, draft, and write the reports; `manner` is how a run with a chat model goes.

        `report` is a name of REPORTS, or kinds of reports. `evidence` stands in a list or in footnotes; `template` is a
        client's own Word file to fill besides.
        What persons reviewed before is kept; `track_changes` shows what is different since as tracked changes.
        Theme and template are checked first, before anything is paid for: SettingsError and UsageError name what is wrong.
        Raises UsageError where there is nothing to draft from or the segment is unknown; with a chat model also what
        `ModelEngine.draft` raises, and then no report is written.
        """
        appearance = self.versions.appearance(evidence, template)
        kinds = REPORTS[report] if isinstance(report, str) else report
        with self.versions.turn():
            made, index, account = self._make_draft(kinds, segment, progress, manner)
            on_reviewed, before = self._on_reviewed(made)
            draft, paths = self.versions.keep_draft(
                on_reviewed,
                self._checker,
                kinds,
                appearance,
                folder=folder,
                since=before,
                track_changes=track_changes,
            )
        uncast = tuple(each for each in list_heard(self._index.statements()) if each.role is Role.UNKNOWN)
        return Drafted(draft, paths, index, tuple(account.remarks()), account.failed, before, uncast)

    def _make_draft(
        self,
        kinds: "Sequence[ReportKind]",
        segment: str | None,
        progress: Progress | None,
        manner: Manner | None,
    ) -> tuple[Draft, IndexReport, "Account"]:
        from assistant.drafting.build import build_draft
        from assistant.drafting.llm.account import Account

        index = self._read_notes(segment, progress)
        if self._engine is None:
            request = self._for_reports(kinds, self._request(self._coding.code().codings, segment))
            return self._marked(build_draft(request)), index, Account()
        made = self._engine.draft(
            self._for_reports(kinds, self._model_request(segment)),
            self._coding.method.codebook,
            manner or Manner(Unattended()),
            progress,
        )
        return self._marked(made.draft), index, made.account

    def _marked(self, draft: Draft) -> Draft:
        from assistant.drafting.roster import Roster

        return Roster(self.client.profile.people).mark(draft)

    def _on_reviewed(self, fresh: Draft) -> tuple[Draft, Draft | None]:
        from assistant.drafting.recast import carry_over
        from assistant.drafting.revision.redraft import start_from_reviewed

        if not self.client.reviews.is_dir():
            return fresh, None
        client, checker, method = self.client, self._checker(fresh.language), self._coding.method
        return start_from_reviewed(
            fresh,
            client.drafts,
            client.reviews,
            checker,
            lambda: self._request(self._code().codings, None),
            lambda version: carry_over(version, method.playbook, method.models, method.moments),
        )

    def build_checker(self, language: Language) -> "Checker":
        """What the claims of a person are checked against: the notes as they are now. Reads new notes first."""
        if self.note_count():
            self.update_index()
        return self._checker(language)

    def _checker(self, language: Language) -> "Checker":
        from assistant.drafting.revision.checking import build_checker

        profile = self.client.profile
        said, named = self._index.statements(), (profile.name, *profile.brands)
        return build_checker(said, profile.people, named, profile.segments, self._coding.method.playbook, language)

    def request(self) -> "DraftRequest":
        """What the extractive engine would draft from, as the notes and corrections are. Reads new notes first."""
        return self._request(self.code().codings, None)

    def settle_names(self, segment: str | None, manner: Manner) -> None:
        """Raises UnsettledNamesError where a draft in this manner would stop at names in doubt; nothing is sent."""
        self._read_notes(segment, None)
        self._model_engine().settle(self._model_request(segment), manner)

    def estimate(self, *segments: str | None) -> Estimate:
        """What drafts of these segments would take at most, from a chat model and an embedder at an endpoint; nothing is
        sent to them. Raises as `draft`, and UsageError where there is neither."""
        for each in segments:
            self._read_notes(each, None)
        found: list[Estimate] = []
        if self._embedding_cost is not None:
            codes = self._engine is None or self.settings.coder == "extractive"
            found.append(self._embedding_cost.estimate(self._index, self._coding.shipped_texts() if codes else ()))
        if self._engine is not None or not found:
            engine, codebook = self._model_engine(), self._coding.method.codebook
            found += [engine.estimate(self._model_request(each), codebook) for each in segments]
        return sum(found[1:], found[0])

    def show_outgoing(self, segment: str | None, manner: Manner) -> "list[Request[Any]]":
        """The requests that a draft would send to the chat model next, as they would be sent. Raises as `draft`."""
        self._read_notes(segment, None)
        return self._model_engine().show_outgoing(self._model_request(segment), self._coding.method.codebook, manner)

    def show_embedding(self, manner: Manner) -> list[str]:
        """The texts of the notes that an embedder beyond this machine would be sent, as they would be sent.

        Those of unchanged notes are sent once only. Empty where the embedder is on this machine. Raises as `draft`.
        """
        if self._show_texts is None:
            return []
        from assistant.sources import SeparateReader, read_notes

        profile = self.client.profile
        with SeparateReader(self.client.notes, as_is=profile.as_is) as reader:
            notes = read_notes(self.client.notes, profile.people, profile.segments, reader=reader)
        texts = [each.text for each in notes.statements if each.role is not Role.INTERVIEWER]
        texts += [each.text for each in notes.passages]
        return self._show_texts(notes.statements, list(dict.fromkeys(texts)), manner)

    def _model_engine(self) -> ModelEngine:
        if self._engine is None:
            raise UsageError(
                Text(
                    "本次使用 extractive 引擎，什么都不会发出。", "The extractive engine drafts; nothing would be sent."
                ),
                Text("用 --engine llm 选择语言模型。", "Choose the chat model with --engine llm."),
            )
        return self._engine

    def _read_notes(self, segment: str | None, progress: Progress | None) -> IndexReport:
        check_segment(self.client, segment)
        index = self.update_index(progress)
        said = self._index.statements()
        check_material(self.client, said, [each for each in said if each.role is not Role.INTERVIEWER])
        return index

    def _model_request(self, segment: str | None) -> "DraftRequest":
        """What a chat model drafts from; without codings where it is to code by itself."""
        return self._request(self._coding.code().codings if self.settings.coder == "extractive" else (), segment)

    def _request(
        self,
        codings: tuple[Coding, ...],
        segment: str | None,
    ) -> "DraftRequest":
        from assistant.drafting.build import DraftRequest
        from assistant.drafting.keys import EvidenceKeys
        from assistant.drafting.store import draft_numbers, next_number

        profile, lessons, said = self.client.profile, self._coding.lessons, self._index.statements()
        numbers = draft_numbers(self.client.drafts)
        return DraftRequest(
            client=profile.name,
            language=self.settings.language,
            segments=profile.segments,
            people=profile.people,
            brands=tuple(profile.brands),
            values=profile.values,
            playbook=self._coding.method.playbook,
            statements=said,
            codings=codings,
            sources=self._index.documents(),
            left_out=self._index.left_out(),
            provenance=self._provenance(),
            number=next_number(self.client.drafts),
            parent=numbers[-1] if numbers else None,
            keys=EvidenceKeys(self.client.keys),
            segment=segment,
            claims_per_cell=self.settings.claims_per_cell,
            fresh_months=self.settings.fresh_months,
            asked=self._coding.coder().question_vectors(said),
            kinds_asked=lessons.kinds_asked,
            vectors=self._index.statement_vectors(),
            embed=lessons.stored.embed_queries if lessons.stored is not None else None,
        )

    def _for_reports(self, kinds: "Sequence[ReportKind]", request: "DraftRequest") -> "DraftRequest":
        """The request with what these reports are drafted from besides. Raises UsageError, SettingsError."""
        from assistant.drafting.preconditions import check_funnel
        from assistant.library import load_funnel_guide, load_measuring

        if "analysis" in kinds:
            request = replace(request, measuring=load_measuring(self._knowledge))
        if "funnel" in kinds:
            check_funnel(request.playbook)
            request = replace(request, funnel=load_funnel_guide(self._knowledge))
        return request

    def _provenance(self) -> Provenance:
        embedder = self._embedder
        named = f"{embedder.name} {embedder.version} ({embedder.dimension})" if embedder is not None else "none"
        settings = self.settings.model_dump()
        shown = ("language", "stage_model", "engine", "embedder", "claims_per_cell")
        return Provenance(
            engine="extractive",
            engine_detail=f"codebook {len(self._coding.method.codebook)}, playbook {self._coding.method.playbook.digest[:12]}",
            embedder=named,
            created=self.versions.now().isoformat(timespec="seconds"),
            version=installed_version(),
            settings=tuple((key, str(settings[key])) for key in shown),
        )
