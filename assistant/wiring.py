"""The only place that builds adapters: from settings to an engagement ready to work."""

import random
import shutil
from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assistant.errors import SettingsError, UsageError
from assistant.settings import InForce, Layer, Settings, environment_layer, resolve_settings
from assistant.wording import Text, joined, same
from assistant.workspace import MARKER, ClientFolder, Workspace, create_workspace, find_workspace

if TYPE_CHECKING:  # the modules behind these names are loaded when they are needed
    from assistant.drafting.lessons import Lessons
    from assistant.embedding_cost import EmbeddingCost
    from assistant.engagement import Engagement, ShowTexts
    from assistant.model.chat import EndpointChatModel
    from assistant.model.opening import Surroundings
    from assistant.model.prompts import Prompts
    from assistant.model_engine import Manner
    from assistant.note_coding import Method
    from assistant.retrieval.embedder import Embedder
    from assistant.retrieval.index import ClientIndex
    from assistant.sessions.answering import Answering, OpenModel
    from assistant.sessions.gathering import PassageFinder

SAMPLE = "chengchuan"


@dataclass(frozen=True, slots=True)
class Shared:
    """What the work for one client takes from the work for many: see `build_engagement`.

    `strangers` are the names and brands of the others; `clock` tells when the work was begun.
    """

    load_method: "Callable[[str, Path | None], Method]"
    load_lessons: "Callable[[Method], Lessons]"
    load_prompts: "Callable[[], Prompts]"
    open_model: "Callable[[], EndpointChatModel]"
    strangers: "Sequence[str]"
    clock: Callable[[], datetime]


_OFFLINE = {"engine": "extractive", "embedding_model": ""}
"""The demo needs neither key nor network, whatever the environment has."""


def open_workspace(named: str | None) -> Workspace:
    """The workspace that was named, else the nearest one upwards from the current folder."""
    return find_workspace(Path.cwd(), named)


def settings_in_force(workspace: Workspace | None, client: ClientFolder | None, flags: Mapping[str, Any]) -> InForce:
    """The settings for a command, strongest first: flags, environment, client.toml, journey.toml, defaults."""
    layers = [Layer("flag", dict(flags)), environment_layer()]
    if client is not None:
        layers.append(Layer(f"{client.root.name}/client.toml", client.settings))
    if workspace is not None:
        layers.append(Layer(MARKER, workspace.settings()))
    return resolve_settings(layers)


def add_client(workspace: Workspace, name: str, flags: Mapping[str, Any]) -> ClientFolder:
    """A new client with the language and stage model in force, both checked before anything is written."""
    settings = settings_in_force(workspace, None, flags).settings
    check_stage_model(settings.stage_model, own_knowledge(workspace))
    return workspace.add_client(name, settings.language, settings.stage_model)


def open_engagement(
    workspace: Workspace,
    name: str,
    flags: Mapping[str, Any],
    told: Callable[[Text], None] | None = None,
    *,
    sends: bool = True,
) -> "Engagement":
    """The work for one client, with its settings, index, playbook and engine in place.

    `told` hears whom an operation waits for, when it has to. Without `sends` nothing may leave the machine: where the
    embedder is an endpoint's, the notes are read into an index of their own that knows words only.
    """
    client = workspace.client(name)
    settings = settings_in_force(workspace, client, flags).settings
    if not sends and settings.embedding_model:
        return _build_in_passing(workspace, client, settings, told)
    return build_engagement(workspace, client, settings, told)


def _build_in_passing(
    workspace: Workspace, client: ClientFolder, settings: Settings, told: Callable[[Text], None] | None
) -> "Engagement":
    from tempfile import TemporaryDirectory
    from weakref import finalize

    place = TemporaryDirectory()
    engagement = build_silent(workspace, client, settings, told, index=Path(place.name))
    finalize(engagement, place.cleanup)
    return engagement


def build_silent(
    workspace: Workspace,
    client: ClientFolder,
    settings: Settings,
    told: Callable[[Text], None] | None = None,
    *,
    index: Path,
    known: ClientFolder | None = None,
    counted: set[str] | None = None,
) -> "Engagement":
    """An engagement that embeds nothing, but tells what an embedding endpoint would be sent and what that would cost.

    `known` is the client whose vectors there are already, where `client` is a copy; `counted` as `build_embedding_cost`.
    """
    from assistant.wiring_model import build_embedding_cost, embedding_url, is_private, show_texts_of

    embeds = bool(settings.embedding_model)
    return build_engagement(
        workspace,
        client,
        settings.model_copy(update={"embedding_model": "", "embedder": "none"}),
        told,
        index=index,
        show_texts=show_texts_of(client, private=is_private(settings, embedding_url(settings))) if embeds else None,
        embedding_cost=build_embedding_cost(known or client, settings, cache_folder(settings), counted),
    )


def build_engagement(
    workspace: Workspace,
    client: ClientFolder,
    settings: Settings,
    told: Callable[[Text], None] | None = None,
    surroundings: "Surroundings | None" = None,
    *,
    index: Path | None = None,
    show_texts: "ShowTexts | None" = None,
    embedding_cost: "EmbeddingCost | None" = None,
    opened: "tuple[ClientIndex, Embedder | None] | None" = None,
    shared: "Shared | None" = None,
) -> "Engagement":
    """An engagement from settled settings. Loads the heavy parts; call it only when they are needed.

    `opened` are an index and its embedder that are in use already, `shared` what the work for many clients shares.
    """
    from assistant.engagement import Engagement
    from assistant.note_coding import build_lessons
    from assistant.retrieval.embedder import explain_missing_embedder
    from assistant.retrieval.index import ClientIndex
    from assistant.versions import Versions
    from assistant.wiring_model import build_any_embedder, build_model_engine

    extra = own_knowledge(workspace)
    cache = cache_folder(settings)
    if opened is None:
        embedder = build_any_embedder(client, settings, cache, surroundings)
        found = ClientIndex(
            index or client.index, embedder, lock_wait=settings.lock_wait, told=told, chroma_url=settings.chroma_url
        )
    else:
        found, embedder = opened
    return Engagement(
        client=client,
        settings=settings,
        index=found,
        load_method=lambda: (shared.load_method if shared else load_method)(settings.stage_model, extra),
        load_lessons=shared.load_lessons if shared else lambda method: build_lessons(method, embedder, cache),
        embedder=embedder,
        without_meaning=explain_missing_embedder() if embedder is None and settings.embedder != "none" else None,
        versions=Versions(
            client,
            workspace.root / settings.outputs,
            shared.clock if shared else datetime.now,
            firm=settings.firm,
            theme_file=workspace.theme_file,
            turn=turn_of(client, settings, told),
        ),
        engine=build_model_engine(
            workspace,
            client,
            settings,
            cache,
            told,
            surroundings,
            open_shared=shared.open_model if shared else None,
            load_shared=shared.load_prompts if shared else None,
            strangers=shared.strangers if shared else None,
        ),
        show_texts=show_texts,
        embedding_cost=embedding_cost,
        knowledge=extra,
    )


def turn_of(
    client: ClientFolder, settings: Settings, told: Callable[[Text], None] | None = None
) -> "Callable[[], AbstractContextManager[None]]":
    from assistant.retrieval.locks import Turn

    return Turn(client.turn, wait=settings.lock_wait, told=told).held


def open_answering(
    workspace: Workspace,
    name: str,
    flags: Mapping[str, Any],
    told: Callable[[Text], None] = lambda _: None,
    *,
    manner: "Manner | None" = None,
    surroundings: "Surroundings | None" = None,
) -> "Answering":
    """Questions about one client, answered from its notes, read anew where they changed, and the playbook.

    `told` hears what a person should know. `manner` tells whom to ask about names in doubt; where nobody can be asked,
    they stop a question before anything is sent (UnsettledNamesError; an embedder beyond this machine stops in any case,
    and `settled` begins anew). The names of the workspace's other clients are passed on for one thing only: an answer that
    holds one of them and does not quote it is withheld.
    """
    from assistant.model_engine import Manner, Unattended
    from assistant.retrieval.embedder import explain_missing_embedder
    from assistant.retrieval.index import ClientIndex
    from assistant.wiring_ask import open_asked_model
    from assistant.wiring_model import build_any_embedder

    client = workspace.client(name)
    settings = settings_in_force(workspace, client, flags).settings
    cache, profile = cache_folder(settings), client.profile
    check_stage_model(settings.stage_model, own_knowledge(workspace))
    embedder = build_any_embedder(client, settings, cache, surroundings)
    missing = explain_missing_embedder() if embedder is None and settings.embedder != "none" else None
    if missing is not None:
        told(missing)
    index = ClientIndex(client.index, embedder, lock_wait=settings.lock_wait, told=told, chroma_url=settings.chroma_url)
    index.update(client.notes, profile.people, profile.segments, handling=profile.handling)
    asked = open_asked_model(
        client, settings, cache, index.statements, told, manner or Manner(Unattended()), surroundings
    )
    if asked is None:
        return build_answering(workspace, client, settings, index, embedder)
    return build_answering(workspace, client, settings, index, embedder, asked.open, asked.close)


def build_answering(
    workspace: Workspace,
    client: ClientFolder,
    settings: Settings,
    finder: "PassageFinder",
    embedder: "Embedder | None",
    open_model: "OpenModel | None" = None,
    close: Callable[[], None] = lambda: None,
) -> "Answering":
    """Answering over a client's notes as `finder` finds them, by the model that `open_model` opens, if any."""
    from assistant.drafting.names import build_name_book
    from assistant.drafting.vectors import StoredVectors
    from assistant.library import load_playbook
    from assistant.model.prompts import load_prompts
    from assistant.sessions.answering import Answering
    from assistant.sessions.playbook_index import PlaybookIndex, PlaybookVectors
    from assistant.wiring_model import find_strangers

    playbook = load_playbook(settings.stage_model, own_knowledge(workspace))
    stored = StoredVectors(embedder, cache_folder(settings)) if embedder is not None else None
    meaning = PlaybookVectors(embedder, stored) if embedder is not None and stored is not None else None
    own_names = (client.profile.name, *client.profile.brands)
    return Answering(
        finder=finder,
        meaning=embedder,
        playbook=lambda language: PlaybookIndex(playbook, language, meaning),
        open_model=open_model,
        prompts=lambda: load_prompts(workspace.root / "prompts"),
        names=build_name_book(client.profile.people, (*own_names, *find_strangers(workspace, client))),
        own_names=own_names,
        default_language=settings.language,
        chance=random.SystemRandom(),
        second_check=settings.verify,
        close=close,
    )


def load_method(stage_model: str, extra: Path | None) -> "Method":
    """What coding and drafting go by. Raises SettingsError where there is no such stage model."""
    from assistant.drafting.division import is_taught_directly, mark_moments
    from assistant.library import load_codebook, load_knowledge, load_playbook
    from assistant.note_coding import Method

    check_stage_model(stage_model, extra)
    known, codebook = load_knowledge(stage_model, extra), load_codebook(extra)
    if is_taught_directly(known.playbook.model):
        return Method(known.playbook, codebook, known.playbook, known.moments, known.models)
    # A workspace may have put a model of its own in the place of the reference; the codebook speaks of the shipped one.
    reference = load_playbook()
    models = {reference.model.id: reference.model, **known.models}
    return Method(known.playbook, mark_moments(codebook, known.moments), reference, known.moments, models)


def own_knowledge(workspace: Workspace | None) -> Path | None:
    """The workspace's own playbook folder, where it has one."""
    return workspace.playbook if workspace is not None and workspace.playbook.is_dir() else None


def cache_folder(settings: Settings) -> Path:
    """Where the embedder's model is kept: the setting, else the user's cache folder of this system."""
    if settings.cache:
        return Path(settings.cache).expanduser()
    from platformdirs import user_cache_path

    return user_cache_path("journey-assistant", appauthor=False)


def make_demo(folder: Path, flags: Mapping[str, Any], told: Callable[[Text], None] | None = None) -> "Engagement":
    """The sample company in a workspace of its own; what is there from an earlier demo is used again.

    Raises UsageError where `folder` holds something else.
    """
    if (folder / MARKER).is_file():
        workspace = Workspace(folder.resolve())
    elif folder.exists() and any(folder.iterdir() if folder.is_dir() else [folder]):
        message = Text("{path} 里已有别的内容。", "{path} already holds something else.").filled(path=folder)
        raise UsageError(message, Text("换一个文件夹：journey demo 文件夹", "Choose another folder: journey demo DIR"))
    else:
        settings = settings_in_force(None, None, flags).settings
        workspace = create_workspace(folder, settings.language)
    target = workspace.root / "clients" / SAMPLE
    if not target.exists():
        _copy_sample(target)
    return open_engagement(workspace, SAMPLE, {**_OFFLINE, **flags}, told)


def check_stage_model(stage_model: str, extra: Path | None) -> None:
    """Raises SettingsError where there is no such stage model, with those that there are."""
    from assistant.library import load_stage_models

    models = load_stage_models(extra)
    if stage_model not in models:
        message = Text("没有名为 {name} 的阶段模型。", "There is no stage model {name}.").filled(name=stage_model)
        known = joined([same(each) for each in models])
        raise SettingsError(message, Text("可用：{known}。", "Known: {known}.").filled(known=known))


def _copy_sample(target: Path) -> None:
    from assistant.files import storage_error
    from assistant.library import knowledge_folder

    try:
        shutil.copytree(knowledge_folder() / "samples" / SAMPLE, target)
    except OSError as error:
        raise storage_error(error, target) from error
