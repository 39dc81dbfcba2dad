"""The folders of a workspace: where each client's notes, index, drafts and reports are."""

import re
import shlex
import shutil
import unicodedata
from collections.abc import Mapping
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import tomlkit

from assistant.causes import cause_of
from assistant.client_profile import ClientProfile, read_profile
from assistant.errors import SettingsError, StorageError, UsageError
from assistant.files import storage_error, write_atomically
from assistant.settings import read_toml
from assistant.wording import Language, Text, joined, same

MARKER = "journey.toml"
CLIENT_FILE = "client.toml"


@dataclass(frozen=True, slots=True)
class ClientFolder:
    """One client on disk. `profile` is what `client.toml` says; `settings` its keys that are settings."""

    root: Path
    profile: ClientProfile
    settings: dict[str, Any]

    @property
    def notes(self) -> Path:
        return self.root / "notes"

    @property
    def state(self) -> Path:
        return self.root / ".journey"

    @property
    def index(self) -> Path:
        return self.state / "index"

    @property
    def drafts(self) -> Path:
        return drafts_folder(self.root)

    @property
    def reviews(self) -> Path:
        """What was read back from reviewed reports, one file a version."""
        return self.state / "reviews"

    @property
    def keys(self) -> Path:
        return self.state / "evidence-keys.json"

    @property
    def own_claims(self) -> Path:
        """What the consultant accepted for the draft and no draft holds yet."""
        return self.state / "own-claims.json"

    @property
    def turn(self) -> Path:
        """The lock of who makes a version of the draft."""
        return self.state / "versions.lock"

    @property
    def codebook(self) -> Path:
        """The client's own codes and definitions, for people to edit."""
        return self.root / "codebook.yaml"

    @property
    def corrections(self) -> Path:
        return self.state / "corrected-codings.json"


def drafts_folder(client: Path) -> Path:
    """Where the drafts of the client in that folder are."""
    return client / ".journey" / "drafts"


class Workspace:
    """A workspace folder: `journey.toml`, the clients, and where reports go."""

    def __init__(self, root: Path) -> None:
        self.root = root

    @property
    def settings_file(self) -> Path:
        return self.root / MARKER

    @property
    def playbook(self) -> Path:
        """The workspace's own playbook files and stage models; they win over the shipped ones."""
        return self.root / "knowledge"

    @property
    def theme_file(self) -> Path:
        """The firm's own look of the reports, where there is one."""
        return self.root / "theme.toml"

    def settings(self) -> dict[str, Any]:
        """What `journey.toml` says. Raises SettingsError where it is no TOML."""
        return read_toml(self.settings_file)

    def client_folders(self) -> list[Path]:
        """The folders of all clients, by name."""
        clients = self.root / "clients"
        if not clients.is_dir():
            return []
        return sorted(each.parent for each in clients.glob(f"*/{CLIENT_FILE}"))

    def client_names(self) -> dict[Path, str]:
        """The names of all clients by folder; a file that cannot be read leaves its folder's name."""
        return {each: _name_in(each) for each in self.client_folders()}

    def client(self, name: str) -> ClientFolder:
        """The client with that name or folder name. Raises UsageError with what there is instead."""
        if folder_is_plain(name) and (self.root / "clients" / name / CLIENT_FILE).is_file():
            return self.open_client(self.root / "clients" / name)
        found = find_folder(self.client_names(), name)
        if found is not None:
            return self.open_client(found)
        raise self._unknown(name, self.client_folders())

    def add_client(self, name: str, language: Language, stage_model: str, profile: str | None = None) -> ClientFolder:
        """Make the folder of a new client; `profile` is its client.toml, where it has one already.

        Raises UsageError where the name is taken or empty.
        """
        wanted = " ".join(unicodedata.normalize("NFKC", name).split())
        if not wanted:
            raise UsageError(Text("客户名称不能为空。", "A client needs a name."))
        if any(_same_name(wanted, _name_in(each)) for each in self.client_folders()):
            raise UsageError(
                Text("客户“{name}”已经存在。", "There is already a client “{name}”.").filled(name=wanted),
                Text("运行 journey client show {name} 查看。", "See it with: journey client show {name}").filled(
                    name=pasteable(wanted)
                ),
            )
        root = self._free_folder(folder_name(wanted))
        write_atomically(root / CLIENT_FILE, profile or new_profile(wanted, language, stage_model))
        make_folder(root / "notes")
        return self.open_client(root)

    def remove_client(self, client: ClientFolder, lock: AbstractContextManager[None] | None = None) -> None:
        """Delete a client's folder with its notes, index and drafts; its reports under `outputs` stay.

        `lock` is held until only the lock itself and `client.toml` are left: a removal that fails half-way can be run
        again. Raises what the lock raises, and StorageError where something cannot be deleted.
        """
        with lock or nullcontext():
            for folder in (client.root, client.state, client.index):
                for each in sorted(folder.iterdir()) if folder.is_dir() else ():
                    kept = each in (client.state, client.index) or each.name == CLIENT_FILE
                    if not kept and each.suffix not in (".lock", ".holder"):
                        _delete(each)
        _delete(client.root)

    def open_client(self, root: Path) -> ClientFolder:
        """The client in that folder. Raises SettingsError with every problem of its file."""
        profile, settings = read_profile(root / CLIENT_FILE)
        return ClientFolder(root, profile, settings)

    def _free_folder(self, wanted: str) -> Path:
        clients = self.root / "clients"
        number = 1
        root = clients / wanted
        while root.exists():
            number += 1
            root = clients / f"{wanted}-{number}"
        return root

    def _unknown(self, name: str, folders: list[Path]) -> UsageError:
        message = Text("没有名为“{name}”的客户。", "There is no client “{name}”.").filled(name=name)
        if not folders:
            return UsageError(
                message,
                Text("先运行 journey client add {name}。", "Add it with: journey client add {name}").filled(
                    name=pasteable(name)
                ),
            )
        known = joined([same(_name_in(each)) for each in folders])
        return UsageError(message, Text("现有客户：{known}。", "Clients here: {known}.").filled(known=known))


def find_folder(names: Mapping[Path, str], wanted: str) -> Path | None:
    """The folder of the client that is called so, by its folder's name or else its own, among `client_names`."""
    by_folder = next((each for each in names if each.name == wanted), None)
    return by_folder or next((each for each, name in names.items() if _same_name(name, wanted)), None)


def folder_is_plain(name: str) -> bool:
    """Whether a name can only be that of a folder, not a way to another place."""
    return name not in ("", ".", "..") and not set(name) & set("/\\")


def find_workspace(start: Path, named: str | None = None) -> Workspace:
    """The workspace that `named` says, else the nearest one from `start` upwards. Raises UsageError without one."""
    if named:
        root = Path(named).expanduser()
        if (root / MARKER).is_file():
            return Workspace(root.resolve())
        raise UsageError(
            Text("{path} 不是工作区：其中没有 {marker}。", "{path} is no workspace: it has no {marker}.").filled(
                path=root, marker=MARKER
            ),
            Text("运行 journey init {path} 建立工作区。", "Make one with: journey init {path}").filled(path=root),
        )
    for folder in (start, *start.parents):
        if (folder / MARKER).is_file():
            return Workspace(folder)
    raise UsageError(
        Text("这里不在任何工作区内。", "This folder is not inside a workspace."),
        Text(
            "运行 journey init 建立工作区，或用 --workspace 指定。",
            "Make one with journey init, or name one with --workspace.",
        ),
    )


def create_workspace(root: Path, language: Language) -> Workspace:
    """Make a workspace in `root` (the folder may exist and hold other files). Raises UsageError where there is one."""
    if (root / MARKER).exists():
        message = Text("{path} 已经是工作区。", "{path} is already a workspace.").filled(path=root)
        raise UsageError(
            message, Text("可以直接添加客户：journey client add 名称。", "Add a client: journey client add NAME")
        )
    make_folder(root / "clients")
    make_folder(root / "outputs")
    write_atomically(root / MARKER, _SETTINGS_TEMPLATE.format(language=language))
    return Workspace(root.resolve())


def pasteable(name: str) -> str:
    """A client's name as it stands in a command that a person pastes: in quotes where it holds a space, or safer."""
    if re.fullmatch(r"[\w.\-·]+", name):
        return name
    return f'"{name}"' if not set(name) & set('"$`\\!%') else shlex.quote(name)


def folder_name(name: str) -> str:
    """A folder name that is safe on every system, made of the letters and digits of `name` in any script."""
    kept = re.sub(r"[^\w\-]+", "-", unicodedata.normalize("NFKC", name), flags=re.UNICODE).strip("-_.")
    shortened = kept.encode("utf-8")[:120].decode("utf-8", "ignore")
    reserved = {"con", "prn", "aux", "nul", *(f"com{n}" for n in range(1, 10)), *(f"lpt{n}" for n in range(1, 10))}
    if not shortened or shortened.lower() in reserved:
        return f"client-{shortened}" if shortened else "client"
    return shortened


def new_profile(name: str, language: Language, stage_model: str) -> str:
    """The text of a new `client.toml`, with the parts a person fills in explained as comments."""
    document = tomlkit.document()
    document.add("name", tomlkit.item(name))
    document.add("language", tomlkit.item(language))
    document.add("stage_model", tomlkit.item(stage_model))
    document.add("brands", tomlkit.item([]))
    return tomlkit.dumps(document) + _PROFILE_COMMENTS


def _delete(path: Path) -> None:
    try:
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
        else:
            path.unlink()
    except OSError as error:
        message = Text("无法删除 {path}：{why}。", "Cannot delete {path}: {why}.")
        hint = Text("请检查权限后再运行同一条命令。", "Check its permissions and run the same command again.")
        raise StorageError(message.filled(path=error.filename or path, why=cause_of(error)), hint) from error


def make_folder(path: Path) -> None:
    """Make a folder and its parents. Raises StorageError where that cannot be done."""
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise storage_error(error, path) from error


def _name_in(client: Path) -> str:
    """The name that a client's file gives, or that of its folder where the file cannot be read."""
    try:
        return str(read_toml(client / CLIENT_FILE).get("name", client.name))
    except SettingsError:
        return client.name


def _same_name(one: str, other: str) -> bool:
    return unicodedata.normalize("NFKC", one).casefold() == unicodedata.normalize("NFKC", other).casefold()


_SETTINGS_TEMPLATE = """\
# Settings of this workspace; "journey settings" lists them all and shows what is in force.
# 本工作区的设置；运行 journey settings 查看全部设置项及其来源。
language = "{language}"
"""

_PROFILE_COMMENTS = """
# Who is a customer and who is staff decides what may be said in the report. Fill in and remove the # signs; roles
# can also be written down with: journey client people NAME
# 请写明谁是客户、谁是员工：报告能说什么由此决定。填写后去掉行首的 #；角色也可用 journey client people 写入。
#
# [[segments]]
# id = "household"
# label = "家庭住户"
# description = ""
# aliases = ["家庭客户"]
#
# [[people]]
# name = "陈女士"
# role = "customer"            # customer, staff, interviewer
# segment = "household"        # customers only
# title = ""
# aliases = ["陈姐"]
"""
