"""Drafting with a chat model for one client: names settled, cost agreed to, then the draft; and what would be sent."""

import random
from collections.abc import Callable, Generator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

from assistant.errors import Exit, JourneyError, UsageError
from assistant.journey import Coding, Provenance, Statement
from assistant.model.budget import Estimate, render_money
from assistant.settings import Settings
from assistant.wording import Text, joined, same
from assistant.workspace import ClientFolder, pasteable

if TYPE_CHECKING:
    from assistant.drafting.build import DraftRequest
    from assistant.drafting.llm.account import ModelDraft
    from assistant.drafting.llm.build import ModelDrafter
    from assistant.model.chat import EndpointChatModel
    from assistant.model.port import Request
    from assistant.model.prompts import Prompts
    from assistant.playbook import CodedExample
    from assistant.privacy import KnownIdentities, SettledNames, Suspect

ENGINE = "llm"
_MOST_LISTED = 20
_SHOWN = (
    "language", "stage_model", "engine", "embedder", "claims_per_cell", "base_url", "context_window", "temperature",
    "reasoning_effort", "coder", "verify", "privacy",
)  # fmt: skip
Progress = Callable[[str], None]
Done = TypeVar("Done")


class UnsettledNamesError(JourneyError):
    """Names in the notes may be persons, and nobody has said whether they are; nothing was sent."""

    exit_code = Exit.FLAGGED

    def __init__(self, client: str, suspects: "Sequence[Suspect]") -> None:
        listed = joined([same(each.name) for each in suspects[:_MOST_LISTED]])
        more = len(suspects) - _MOST_LISTED
        if more > 0:
            listed = Text("{listed} 等 {n} 个", "{listed} and {more} more").filled(
                listed=listed, n=len(suspects), more=more
            )
        super().__init__(
            Text(
                "笔记里有 {n} 个名字可能是人名，还没有确认：{listed}。什么都没有发出。",
                "{n} names in the notes may be persons and are not settled yet: {listed}. Nothing was sent.",
            ).filled(n=len(suspects), listed=listed),
            Text(
                "在终端里运行 journey draft {client} 或 journey ask {client}，逐个确认；或把人写进 client.toml；"
                "或加 --mask-suspects，全部当作人名遮盖。",
                "Run journey draft {client} or journey ask {client} at a terminal to settle them one by one, list the "
                "persons in client.toml, or add --mask-suspects to mask them all as persons.",
            ).filled(client=pasteable(client)),
        )
        self.suspects = tuple(suspects)


class DeclinedError(JourneyError):
    """The person did not agree to the cost; nothing was sent."""

    exit_code = Exit.USAGE


class Consent(Protocol):
    """Asks the person in charge. Without anybody to ask, `settle` gives None and `approve` True."""

    def settle(self, suspects: "Sequence[Suspect]") -> Mapping[str, bool] | None:
        """For each name whether it is a person; None where nobody can be asked."""
        ...

    def approve(self, estimate: Estimate) -> bool:
        """Whether the run may cost that much."""
        ...


class Unattended:
    """Nobody is there: no name is settled, and the cost stands as agreed by the settings."""

    def settle(self, suspects: "Sequence[Suspect]") -> Mapping[str, bool] | None:  # noqa: ARG002 - nobody is asked
        """None."""
        return None

    def approve(self, estimate: Estimate) -> bool:  # noqa: ARG002 - nobody is asked
        """True: `budget` is the limit of a run that nobody watches."""
        return True


@dataclass(frozen=True, slots=True)
class Manner:
    """How a run goes: whom to ask, whether names in doubt are masked unasked, whether the cost is agreed to already."""

    consent: Consent
    mask_suspects: bool = False
    approved: bool = False


def settled(work: Callable[[], Done], client: ClientFolder, manner: Manner) -> Done:
    """What `work` returns, begun anew once where it stopped at names in doubt that can be settled in this manner.

    An embedder beyond this machine stops in the middle of reading; a chat model asks by itself. Raises as `work`.
    """
    try:
        return work()
    except UnsettledNamesError as unsettled:
        suspects = unsettled.suspects
        answers = {each.name: True for each in suspects} if manner.mask_suspects else manner.consent.settle(suspects)
        if answers is None:
            raise
        _note_answers(client, answers)
    return work()


def find_known(client: ClientFolder, statements: Sequence[Statement]) -> "KnownIdentities":
    """Whom a client's notes are known to speak of: its people, its own names, the speakers, the settled names."""
    from assistant.privacy import known_identities

    profile = client.profile
    labels = dict.fromkeys(each.speaker for each in statements)
    return known_identities(profile.name, profile.brands, profile.people, labels, settled_names(client))


def settle_names(
    client: ClientFolder, statements: Sequence[Statement], manner: Manner, more: Sequence[str] = ()
) -> "KnownIdentities":
    """The same, after every name in doubt in the statements and in `more` was settled. Raises UnsettledNamesError."""
    texts = [text for each in statements for text in (each.text, each.question or "")]
    return settle_texts(client, statements, (*texts, *more), manner)


def settle_texts(
    client: ClientFolder, statements: Sequence[Statement], texts: Sequence[str], manner: Manner
) -> "KnownIdentities":
    """The same, after every name in doubt in these texts was settled; the statements only tell who speaks."""
    from assistant.privacy import suspect_names

    known = find_known(client, statements)
    suspects = suspect_names(list(dict.fromkeys(texts)), known)
    if not suspects:
        return known
    answers = {each.name: True for each in suspects} if manner.mask_suspects else manner.consent.settle(suspects)
    if answers is None:
        raise UnsettledNamesError(client.profile.name, suspects)
    _note_answers(client, answers)
    left = [each for each in suspects if each.name not in answers]
    if left:
        raise UnsettledNamesError(client.profile.name, left)
    return find_known(client, statements)


def show_texts(
    client: ClientFolder, statements: Sequence[Statement], texts: Sequence[str], manner: Manner, *, private: bool
) -> list[str]:
    """The texts as an embedder beyond this machine would be sent them. Raises UnsettledNamesError."""
    if not private:
        return list(texts)
    from assistant.privacy import Pseudonyms

    known = settle_names(client, statements, manner)
    pseudonyms = Pseudonyms(client.state / "pseudonyms.json", client.root.name, known)
    return [pseudonyms.mask(each).text for each in texts]


def _note_answers(client: ClientFolder, answers: Mapping[str, bool]) -> None:
    names = settled_names(client)
    for name, person in answers.items():
        names.settle(name, person=person)
    names.save()


def settled_names(client: ClientFolder) -> "SettledNames":
    """The names that a person has settled for a client. Raises StoreError where the file is damaged."""
    from assistant.privacy import SettledNames

    return SettledNames(client.state / "settled-names.json")


class ModelEngine:
    """The `llm` engine for one client; built by `wiring`. Nothing is opened until it is needed."""

    def __init__(
        self,
        *,
        client: ClientFolder,
        settings: Settings,
        open_model: "Callable[[], EndpointChatModel]",
        load_prompts: "Callable[[], Prompts]",
        private: bool,
        strangers: Sequence[str],
        chance: random.Random,
    ) -> None:
        self._client = client
        self._settings = settings
        self._open_model = open_model
        self._load_prompts = load_prompts
        self._private = private
        self._strangers = tuple(strangers)
        self._chance = chance

    def draft(
        self,
        request: "DraftRequest",
        examples: "Sequence[CodedExample]",
        manner: Manner,
        progress: Progress | None = None,
    ) -> "ModelDraft":
        """The draft with the account of its making and its provenance.

        Raises UnsettledNamesError and DeclinedError before anything is sent; EndpointDownError, EndpointError and
        BudgetError in the middle, with all that was done by then kept.
        """
        known = self.settle(request, manner)
        with self._open(request, examples, known, progress) as opened:
            if not manner.approved:
                self._agree(opened.drafter.estimate(), manner)
            made = opened.drafter.build()
            provenance = self._provenance(request.provenance, opened, made)
        return replace(made, draft=replace(made.draft, provenance=provenance))

    def estimate(self, request: "DraftRequest", examples: "Sequence[CodedExample]") -> Estimate:
        """What a draft would take at most. Sends nothing, and asks nobody."""
        with self._open(request, examples, find_known(self._client, request.statements)) as opened:
            return opened.drafter.estimate()

    def show_outgoing(
        self, request: "DraftRequest", examples: "Sequence[CodedExample]", manner: Manner
    ) -> "list[Request[Any]]":
        """The requests that a run would send next, to the letter; answers that are kept already are not asked again.

        What follows them depends on the answers and cannot be known yet. Raises UnsettledNamesError as `draft`.
        """
        from assistant.model.showing import ShownError

        known = self.settle(request, manner)
        with self._open(request, examples, known, show_only=True) as opened:
            try:
                opened.drafter.build()
            except ShownError as shown:
                return shown.requests
        return []

    def settle(self, request: "DraftRequest", manner: Manner) -> "KnownIdentities":
        """Whom the notes are known to speak of, after every name in doubt was settled. Raises UnsettledNamesError."""
        if not self._private:
            return find_known(self._client, request.statements)
        more = [text for each in request.segments for text in (each.label, each.description)]
        return settle_names(self._client, request.statements, manner, (*more, *self._own_codes(request)))

    def find_codings(self, request: "DraftRequest", examples: "Sequence[CodedExample]") -> "dict[str, Coding]":
        """The codings that the model gave in earlier drafts and that still hold, by statement; nothing is sent."""
        with self._open(request, examples, find_known(self._client, request.statements)) as opened:
            return {each.statement: each for each in opened.drafter.find_codings()}

    # ------------------------------------------------------------ the parts

    @contextmanager
    def _open(
        self,
        request: "DraftRequest",
        examples: "Sequence[CodedExample]",
        known: "KnownIdentities",
        progress: Progress | None = None,
        *,
        show_only: bool = False,
    ) -> "Generator[_Opened]":
        """The engine with its files and connections, closed at the end."""
        from assistant.drafting.corrections import Corrections
        from assistant.drafting.llm.asking import SPARE, THINKING, Desk
        from assistant.drafting.llm.build import ModelDrafter, Tools, kept_path
        from assistant.drafting.llm.codebook import open_codebook
        from assistant.drafting.llm.kept import KeptSteps
        from assistant.model.private import MeasuredModel, PrivateChatModel
        from assistant.model.showing import ShownModel
        from assistant.model.telling import ToldModel
        from assistant.privacy import Pseudonyms

        client, settings = self._client, self._settings
        prompts = self._load_prompts()
        codebook = open_codebook(client.codebook, request.playbook.model, request.language, request.segments)
        with closing(self._open_model()) as inner, closing(KeptSteps(kept_path(client.state))) as kept:
            model: MeasuredModel = ShownModel(inner) if show_only else inner
            odd: Callable[[str], Sequence[str]] = _nothing
            if self._private:
                pseudonyms = Pseudonyms(client.state / "pseudonyms.json", client.root.name, known)
                private = PrivateChatModel(model, pseudonyms, known)
                model, odd = private, private.find_odd
            spare = THINKING if settings.reasoning_effort else SPARE
            told = progress or _nothing_told
            heard = ToldModel(model, told)
            desk = Desk(heard, prompts, request.language, self._chance, spare, odd, told)
            own = Corrections(client.corrections).read()
            tools = Tools(
                desk,
                kept,
                codebook,
                examples,
                known,
                own,
                self._strangers,
                settings.verify,
                settings.coder == "extractive",
            )
            yield _Opened(inner, prompts, ModelDrafter(request, tools))

    def _own_codes(self, request: "DraftRequest") -> list[str]:
        from assistant.drafting.llm.codebook import open_codebook

        book = open_codebook(self._client.codebook, request.playbook.model, request.language, request.segments)
        return [*(each.definition.zh for each in book.codes), *book.conventions.values()]

    def _agree(self, estimate: Estimate, manner: Manner) -> None:
        """Asks about a run that costs enough to ask; one without a price is never asked about on account of money."""
        dear = estimate.cost is not None and estimate.cost > self._settings.confirm_above
        if dear and not manner.consent.approve(estimate):
            raise DeclinedError(
                Text("已取消，什么都没有发出。", "Cancelled; nothing was sent."),
                Text("加 --yes 可跳过这个问题。", "--yes skips this question."),
            )

    def _provenance(self, before: Provenance, opened: "_Opened", made: "ModelDraft") -> Provenance:
        totals = opened.inner.totals
        settings = self._settings.model_dump()
        settings["base_url"] = _without_user(self._settings.base_url)
        shown = [(key, str(settings[key])) for key in _SHOWN]
        shown += [("masked", "yes" if self._private else "no"), ("calls", f"{totals.calls} + {totals.cached} kept")]
        return replace(
            before,
            engine=ENGINE,
            engine_detail=f"{made.account.describe()}; {before.engine_detail}",
            settings=tuple(shown),
            prompts=opened.prompts.hashes(),
            model=self._settings.model,
            tokens=totals.tokens_in + totals.tokens_out,
            alike=made.account.alike,
            cost=f"{render_money(totals.cost)} {totals.currency}" if totals.currency else "",
        )


@dataclass(frozen=True)
class _Opened:
    """The engine with its files and connections open."""

    inner: "EndpointChatModel"
    prompts: "Prompts"
    drafter: "ModelDrafter"


def _without_user(base_url: str) -> str:
    """The address without a name and password that somebody may have put into it."""
    before, at, host = base_url.rpartition("@")
    return f"{before.partition('//')[0]}//{host}" if at else base_url


def _nothing(_text: str) -> Sequence[str]:
    return ()


def _nothing_told(_step: str) -> None:
    return None


def check_configured(settings: Settings) -> None:
    """Raises UsageError where the `llm` engine is asked for and no model is named."""
    if not settings.model:
        raise UsageError(
            Text("没有设置语言模型，无法使用 llm 引擎。", "No chat model is set, so the llm engine cannot be used."),
            Text(
                "在 journey.toml 中写明 model（必要时还有 base_url），密钥放在环境变量 OPENAI_API_KEY；或用 --engine extractive。",
                "Set model (and base_url where needed) in journey.toml and the key in OPENAI_API_KEY, or use --engine extractive.",
            ),
        )
