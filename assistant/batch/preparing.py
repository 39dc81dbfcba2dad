"""From a manifest to jobs: everything is looked at before anything is done, and all problems are told together."""

import hashlib
import json
import os
import shutil
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import tomlkit
from tomlkit.exceptions import TOMLKitError

from assistant.adding import add_notes
from assistant.batch.attempts import check_output
from assistant.batch.jobs import Job
from assistant.batch.manifest import Entry, Manifest, ManifestError
from assistant.client_profile import ClientProfile, read_profile
from assistant.errors import JourneyError, SettingsError
from assistant.files import storage_error
from assistant.settings import Settings, suggestion
from assistant.version import installed_version
from assistant.wording import Text, joined, same
from assistant.workspace import CLIENT_FILE, ClientFolder, Workspace, find_folder, new_profile

_OF_THE_RUN = (
    "base_url", "concurrency", "requests_per_minute", "tokens_per_minute", "timeout", "prices", "currency", "budget",
    "confirm_above", "outputs", "cache", "lock_wait", "chroma_url",
)  # fmt: skip
"""Settings that decide how a draft is made, and not what is in it."""
_SHARED = ("knowledge", "prompts", "theme.toml")


@dataclass(frozen=True, slots=True)
class Ground:
    """What manifests are settled on. `settle` gives the settings in force for a client, or for one that is to be made.

    `check` raises where a client could not be drafted under its settings: an unknown stage model, a model that cannot
    be reached. `uses_model` tells whether a chat model would draft, `templates` what the program itself writes into a
    client's codebook.
    """

    workspace: Workspace
    settle: Callable[[ClientFolder | None, Mapping[str, Any]], Settings]
    check: Callable[[Settings], None]
    uses_model: Callable[[Settings], bool]
    templates: Callable[[], Sequence[str]]


@dataclass(frozen=True, slots=True)
class Planned:
    """One entry that can be done. `client` is None where it is to be made, from the client.toml at `profile` if any."""

    entry: Entry
    settings: Settings
    client: ClientFolder | None
    profile: Path | None = None


def plan_batch(manifest: Manifest, ground: Ground) -> list[Planned]:
    """What the manifest asks for, in its order. Nothing is written. Raises ManifestError with every problem found."""
    names = ground.workspace.client_names()
    problems: list[Text] = [*manifest.problems]
    planned: list[Planned] = []
    checked: dict[str, list[Text]] = {}
    for entry in manifest.entries:
        found: list[Text] = []
        folder = find_folder(names, entry.client)
        one = _plan_entry(entry, folder, ground, found)
        if one is not None:
            said = one.settings.model_dump_json()
            if said not in checked:
                checked[said] = _said_by(lambda one=one: ground.check(one.settings))
            found += checked[said]
            planned.append(one)
        at = Text("{where}：{problem}", "{where}: {problem}")
        problems += [at.filled(where=entry.place, problem=each) for each in found]
    problems += _same_folder(planned)
    if problems:
        raise ManifestError(manifest.path, problems)
    return planned


def make_jobs(planned: Sequence[Planned], ground: Ground, *, round_: str, mask_suspects: bool = False) -> list[Job]:
    """The jobs, with clients made and notes copied in where that is wanted. `round_` tells one batch from one begun afresh.

    Raises StorageError and SettingsError.
    """
    shared = f"{installed_version()} {_digest_tree([ground.workspace.root / each for each in _SHARED])}"
    jobs: list[Job] = []
    for each in planned:
        client = each.client or _make_client(each, ground.workspace)
        if each.entry.notes is not None and not _same_place(each.entry.notes, client.notes):
            _copy_notes(client, each.entry.notes)
        job = _build_job(each, client, ground, mask_suspects)
        jobs.append(replace(job, fingerprint=_fingerprint(job, client, ground, shared, round_)))
    return jobs


def _build_job(planned: Planned, client: ClientFolder, ground: Ground, mask_suspects: bool) -> Job:
    entry = planned.entry
    # settled here, where the key is: a worker has none to tell by whether a model can be reached
    engine = {"engine": "llm"} if ground.uses_model(planned.settings) else {}
    return Job(
        client=client.root.name,
        name=client.profile.name,
        settings=planned.settings.model_copy(update=engine),
        fingerprint="",
        reports=entry.reports,
        segments=_wanted_segments(entry, client.profile),
        template=entry.template,
        output=entry.output,
        mask_suspects=mask_suspects,
    )


# ---------------------------------------------------------------- looking


def _plan_entry(entry: Entry, folder: Path | None, ground: Ground, problems: list[Text]) -> Planned | None:
    client: ClientFolder | None = None
    profile: ClientProfile | None = None
    profile_file: Path | None = None
    try:
        if folder is not None:
            client = ground.workspace.open_client(folder)
            profile = client.profile
        elif (profile_file := _profile_beside(entry.notes)) is not None:
            profile, _ = read_profile(profile_file)
        settings = ground.settle(client, entry.settings)
    except JourneyError as error:
        problems.append(error.message)
        return None
    problems += _problems_of_notes(entry, client)
    problems += _problems_of_segments(entry, profile, new=client is None and profile_file is None)
    if entry.template is not None:
        problems += _problems_of_template(entry.template)
    if entry.output is not None:
        problems += _problems_of_output(entry.output)
    return Planned(entry, settings, client, profile_file)


def _profile_beside(notes: Path | None) -> Path | None:
    """The client.toml that belongs to a folder of notes: in it, or beside it."""
    places = () if notes is None else (notes / CLIENT_FILE, notes.parent / CLIENT_FILE)
    return next((each for each in places if each.is_file()), None)


def _problems_of_notes(entry: Entry, client: ClientFolder | None) -> list[Text]:
    if entry.notes is None:
        if client is None:
            message = Text(
                "工作区里没有客户“{name}”，也没有写笔记文件夹（notes）。",
                "there is no client {name} in the workspace, and no notes are given.",
            )
            return [message.filled(name=entry.client)]
        return [] if _has_files(client.notes) else [_EMPTY.filled(path=client.notes)]
    if not entry.notes.exists():
        return [Text("找不到笔记文件夹 {path}。", "there is no folder of notes {path}.").filled(path=entry.notes)]
    return [] if _has_files(entry.notes) else [_EMPTY.filled(path=entry.notes)]


def _has_files(place: Path) -> bool:
    if place.is_file():
        return True
    for _, folders, files in os.walk(place):
        folders[:] = [each for each in folders if each[0] not in ".~"]
        if any(not each.startswith((".", "~$")) and each != CLIENT_FILE for each in files):
            return True
    return False


def _problems_of_segments(entry: Entry, profile: ClientProfile | None, *, new: bool) -> list[Text]:
    if new:
        return [_check_id(each) for each in entry.segments if not _is_id(each.partition("=")[0].strip())]
    known = [each.id for each in profile.segments] if profile is not None else []
    message = Text("没有客群 {id}；现有：{known}。{close}", "there is no segment {id}; there are: {known}.{close}")
    none = Text("还没有客群", "none yet")
    listed = joined([same(each) for each in known]) if known else none
    asked = [each.partition("=")[0].strip() for each in entry.segments]
    return [message.filled(id=each, known=listed, close=suggestion(each, known)) for each in asked if each not in known]


def _is_id(word: str) -> bool:
    return (
        bool(word) and word[0] not in "-" and all(each.isdigit() or "a" <= each <= "z" or each == "-" for each in word)
    )


def _check_id(segment: str) -> Text:
    message = Text(
        "客群 {id} 无效：写成“标识=名称”，标识只能用小写英文字母、数字和连字符。",
        "segment {id} is not valid: write id=label, the id in lower-case letters, digits and hyphens.",
    )
    return message.filled(id=repr(segment))


def _problems_of_template(template: Path) -> list[Text]:
    from assistant.reports.client_template import ClientTemplate

    return _said_by(lambda: ClientTemplate(template))


def _problems_of_output(output: Path) -> list[Text]:
    problems = _said_by(lambda: check_output(output))
    standing = next(each for each in (output, *output.parents) if each.exists())
    if not problems and not (standing.is_dir() and os.access(standing, os.W_OK)):
        message = Text("不能写到 {path}。", "nothing can be written to {path}.")
        problems.append(message.filled(path=output))
    return problems


def _said_by(work: Callable[[], object]) -> list[Text]:
    try:
        work()
    except JourneyError as error:
        return [error.message]
    return []


def _same_folder(planned: Sequence[Planned]) -> list[Text]:
    """A client may be called by its name and by its folder's; under both it is one client."""
    seen: dict[Path, Entry] = {}
    problems: list[Text] = []
    for each in planned:
        if each.client is None:
            continue
        first = seen.setdefault(each.client.root, each.entry)
        if first is not each.entry and first.client.casefold() != each.entry.client.casefold():
            message = Text("{one}与{other}是同一个客户。", "{one} and {other} are the same client.")
            problems.append(message.filled(one=first.place, other=each.entry.place))
    return problems


# ---------------------------------------------------------------- making


def _make_client(planned: Planned, workspace: Workspace) -> ClientFolder:
    settings, entry = planned.settings, planned.entry
    profile = _render_profile(planned)
    made = workspace.add_client(entry.client, settings.language, settings.stage_model, profile)
    return workspace.open_client(made.root)


def copy_client(planned: Planned, elsewhere: Workspace) -> ClientFolder:
    """The client as it would be drafted, with what was kept of earlier drafts, as a copy in another, empty workspace.

    Raises StorageError.
    """
    made = _make_client(planned, elsewhere)
    try:
        if planned.client is not None:
            left_out = shutil.ignore_patterns("index", "contexts", "batch", "*.lock", "*.holder")
            shutil.copytree(planned.client.root, made.root, dirs_exist_ok=True, ignore=left_out)
    except (OSError, shutil.Error) as error:
        raise storage_error(error if not isinstance(error, shutil.Error) else OSError(str(error)), made.root) from error
    if planned.entry.notes is not None:
        _copy_notes(made, planned.entry.notes)
    return elsewhere.open_client(made.root)


def _render_profile(planned: Planned) -> str | None:
    entry, settings = planned.entry, planned.settings
    if planned.profile is not None:
        try:
            document = tomlkit.parse(planned.profile.read_text(encoding="utf-8"))
        except OSError as error:
            raise storage_error(error, planned.profile) from error
        except TOMLKitError as error:
            raise SettingsError(
                Text("{path}：{why}", "{path}: {why}").filled(path=planned.profile, why=str(error))
            ) from error
        document["name"] = entry.client
        return tomlkit.dumps(document)
    if not entry.segments:
        return None
    document = tomlkit.parse(new_profile(entry.client, settings.language, settings.stage_model))
    tables = tomlkit.aot()
    for each in entry.segments:
        name, _, label = each.partition("=")
        table = tomlkit.table()
        table.add("id", name.strip())
        table.add("label", label.strip() or name.strip())
        tables.append(table)
    document.add("segments", tables)
    return tomlkit.dumps(document)


def _copy_notes(client: ClientFolder, notes: Path) -> None:
    """Every file of the folder; what is there already is not copied again. A client.toml among them is no note."""
    sources = [notes] if notes.is_file() else sorted(each for each in notes.iterdir() if each.name != CLIENT_FILE)
    for added in add_notes(client, [each for each in sources if not each.name.startswith((".", "~$"))]):
        empty_folder = added.source.is_dir()
        if added.problem is not None and not empty_folder:
            raise SettingsError(added.problem)


def _same_place(one: Path, other: Path) -> bool:
    return other.exists() and one.exists() and one.samefile(other)


def _wanted_segments(entry: Entry, profile: ClientProfile) -> tuple[str, ...]:
    """The segments to draft one by one; none where all of them are wanted, which is one draft."""
    asked = tuple(each.partition("=")[0].strip() for each in entry.segments)
    return () if set(asked) == {each.id for each in profile.segments} else asked


# ---------------------------------------------------------------- fingerprints


def _fingerprint(job: Job, client: ClientFolder, ground: Ground, shared: str, round_: str) -> str:
    """Changes with whatever a client's reports are made from: notes, profile, settings, and what all clients share."""
    settings = {key: str(value) for key, value in job.settings.model_dump().items() if key not in _OF_THE_RUN}
    settings["engine"] = "llm" if ground.uses_model(job.settings) else "extractive"
    said = {
        "settings": settings,
        "reports": job.reports,
        "segments": job.segments,
        "output": str(job.output or ""),
        "template": _digest_tree([job.template] if job.template is not None else []),
        "client": _digest_tree([client.root / CLIENT_FILE, client.notes, client.corrections]),
        "codebook": _own_codes(client.codebook, ground.templates),
        "shared": shared,
        "round": round_,
    }
    return hashlib.sha256(json.dumps(said, sort_keys=True).encode("utf-8", "surrogatepass")).hexdigest()[:32]


def _own_codes(path: Path, templates: Callable[[], Sequence[str]]) -> str:
    """What a person has written into the client's codebook: nothing where it stands as the program wrote it."""
    try:
        said = path.read_text(encoding="utf-8") if path.is_file() else ""
    except (OSError, UnicodeDecodeError):
        return "unreadable"  # drafting says so
    for each in templates() if said else ():
        said = said.replace(each.strip(), "")
    return said.strip()


def _digest_tree(places: Sequence[Path]) -> str:
    """SHA-256 over the names and contents of these files and folders. Raises StorageError for one that cannot be read."""
    digest = hashlib.sha256()
    for place in places:
        files = [place] if place.is_file() else sorted(each for each in place.rglob("*") if each.is_file())
        for each in files:
            digest.update(f"{place.name}\0{each.relative_to(place.parent)}\0".encode("utf-8", "surrogateescape"))
            try:
                with each.open("rb") as file:
                    digest.update(hashlib.file_digest(file, "sha256").digest())
            except PermissionError:
                digest.update(b"unreadable")  # indexing says so, and leaves it out
            except OSError as error:
                raise storage_error(error, each) from error
    return digest.hexdigest()


_EMPTY = Text("{path} 里没有笔记。", "there are no notes in {path}.")
