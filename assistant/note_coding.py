"""The coding of one client's notes, with the person's corrections, as both engines and every table take it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.drafting.preconditions import check_material
from assistant.journey import Coding, Moment, Role, StageModel, Statement
from assistant.playbook import CodedExample, Playbook
from assistant.retrieval.embedder import Embedder
from assistant.retrieval.index import ClientIndex
from assistant.workspace import ClientFolder

if TYPE_CHECKING:  # loaded when something is coded: indexing does without
    from assistant.drafting.division import DivisionCoder, MomentFinder
    from assistant.drafting.extractive import ExtractiveCoder
    from assistant.drafting.lessons import Lessons


@dataclass(frozen=True, slots=True)
class Method:
    """What coding and drafting go by: the playbook of the stage model, and the codebook.

    `reference` is the playbook of the model that the codebook's codes are of; `moments` are what all `models` are made of.
    """

    playbook: Playbook
    codebook: Sequence[CodedExample]
    reference: Playbook
    moments: Sequence[Moment] = ()
    models: Mapping[str, StageModel] = field(default_factory=dict[str, StageModel])


def build_lessons(method: Method, embedder: Embedder | None, cache: Path) -> "Lessons":
    """What coding by that method goes by; `cache` is where what is learned from the codebook is kept, for all clients."""
    from assistant.drafting.lessons import Lessons

    return Lessons(method.reference, method.codebook, embedder, cache)


@dataclass(frozen=True, slots=True)
class Coded:
    """The statements of customers, staff and unknown speakers with their codings, in the same order."""

    statements: tuple[Statement, ...]
    codings: tuple[Coding, ...]
    model: StageModel

    def pairs(self) -> list[tuple[Statement, Coding]]:
        return list(zip(self.statements, self.codings, strict=True))


class NoteCoding:
    """Codes what the index holds; the index is as it was last read."""

    def __init__(
        self,
        client: ClientFolder,
        index: ClientIndex,
        load_method: Callable[[], Method],
        load_lessons: "Callable[[Method], Lessons]",
    ) -> None:
        """`load_lessons` gives what coding by the method goes by, which many clients may share."""
        self._client = client
        self._index = index
        self._load_method = load_method
        self._load_lessons = load_lessons
        self._latest: ExtractiveCoder | DivisionCoder | None = None

    @cached_property
    def method(self) -> Method:
        """Playbook and codebook, loaded when first asked for."""
        return self._load_method()

    @cached_property
    def lessons(self) -> "Lessons":
        """What coding goes by that no client adds to."""
        return self._load_lessons(self.method)

    def follow_index(self) -> None:
        """Get ready for notes that changed, so that what the coder needs of them is there before it is asked."""
        self._latest = None
        self.coder().prepare(self._index.statements())

    def code(self) -> Coded:
        """Every statement but the interviewers', coded by the playbook and codebook; corrected codings win.

        Raises UsageError where there is nothing to code.
        """
        said = self._index.statements()
        statements = tuple(each for each in said if each.role is not Role.INTERVIEWER)
        check_material(self._client, said, statements)
        return Coded(statements, tuple(self.coder().code(statements)), self.method.playbook.model)

    def shipped_texts(self) -> list[list[str]]:
        """The product's own texts that the extractive coder and engine compare the notes with by meaning, as embedded."""
        from assistant.drafting.asking import shipped_asked_examples
        from assistant.drafting.division import is_taught_directly
        from assistant.drafting.utterances import text_in_context

        method = self.method
        taught = [text_in_context(each) for each in method.codebook]
        direct = is_taught_directly(method.playbook.model)
        moments = [] if direct else [text for moment in method.moments for text in moment.examples]
        asked = [
            [said for each in stage.questions for said in (each.text.zh, each.text.en)]
            for stage in method.playbook.stages
        ]
        return [taught, moments, [each.text for each in shipped_asked_examples()], *asked]

    def coder(self) -> "ExtractiveCoder | DivisionCoder":
        """The coder for the notes and corrections as they are; building one costs half a second."""
        if self._latest is None:
            self._latest = self._build()
        return self._latest

    def _build(self) -> "ExtractiveCoder | DivisionCoder":
        from assistant.drafting.corrections import Corrections, translate_corrections
        from assistant.drafting.division import DivisionCoder, is_taught_directly
        from assistant.drafting.extractive import ExtractiveCoder

        method, model = self.method, self.method.playbook.model
        own = Corrections(self._client.corrections).read()
        coder = ExtractiveCoder(
            self.lessons,
            self._index.statement_vectors(),
            translate_corrections(own, method.reference.model, method.models),
            contexts=self._client.state / "contexts",
            elsewhere=self._index.text_vectors,
            segments=self._client.profile.segments,
        )
        if is_taught_directly(model):
            return coder
        return DivisionCoder(model, method.moments, coder, method.codebook, own, method.models)

    def moment_finder(self) -> "MomentFinder":
        """What tells the moments of one stage apart, with the meaning of the notes at hand."""
        from assistant.drafting.division import DivisionCoder, MomentFinder, mark_moments

        coder, method = self.coder(), self.method
        if isinstance(coder, DivisionCoder):
            return coder.finder
        return MomentFinder(method.moments, coder, mark_moments(method.codebook, method.moments))

    def write_table(self, coded: Coded, path: Path) -> None:
        """The coded statements as a table for a person to read and correct."""
        from assistant.drafting.table import write_code_table

        write_code_table(coded.statements, coded.codings, path)

    def apply_corrections(self, coded: Coded, path: Path, author: str) -> int:
        """Take over the codes a person changed in a table; returns how many. Raises UsageError naming bad rows."""
        from assistant.drafting.corrections import Corrections
        from assistant.drafting.table import read_code_table

        changed = read_code_table(path, coded.statements, coded.codings, self.method.playbook.model, author)
        Corrections(self._client.corrections).add(changed)
        self._latest = None
        return len(changed)
