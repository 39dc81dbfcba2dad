"""Reading what a batch is to do: a manifest in YAML or CSV, or a folder of client folders."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

from assistant.batch.shapes import KNOWN, MOST_BYTES, Sheet, read_csv, read_yaml
from assistant.causes import cause_of
from assistant.errors import SettingsError
from assistant.reports.blocks import KINDS, ReportKind
from assistant.settings import suggestion
from assistant.wording import LANGUAGES, Text, joined, same
from assistant.workspace import CLIENT_FILE

REPORTS: tuple[ReportKind, ...] = (*KINDS, "journeys")
ENGINES = ("auto", "llm", "extractive")
_SETTINGS = ("language", "engine", "stage_model")
_KEYS = ("client", "notes", "segments", "reports", "template", "output", *_SETTINGS)


@dataclass(frozen=True, slots=True)
class Entry:
    """One client as a manifest asks for it; `place` says where it stands there. Paths are absolute.

    `settings` are those of the entry (language, engine, stage_model). `segments` may read "id=label", which names a
    segment of a client that is to be made. Without `notes` the client's own are used.
    """

    client: str
    place: Text
    notes: Path | None = None
    segments: tuple[str, ...] = ()
    reports: tuple[ReportKind, ...] = KINDS
    template: Path | None = None
    output: Path | None = None
    settings: Mapping[str, str] = field(default_factory=dict[str, str])


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a batch is to do, in the order of the manifest. `path` is the file or folder that was read, absolute.

    `problems` are those of its form, to be told together with what is found when the entries are looked at (`preparing`):
    a manifest that has any is not to be run.
    """

    path: Path
    entries: tuple[Entry, ...]
    problems: tuple[Text, ...] = ()


class ManifestError(SettingsError):
    """The manifest cannot be used; all problems are in the one message."""

    def __init__(self, path: Path, problems: Iterable[Text]) -> None:
        listed = list(dict.fromkeys(problems))
        head = Text("{path} 有 {n} 处问题，什么都没有做：", "{path} has {n} problems; nothing was done:")
        if len(listed) == 1:
            head = Text("{path} 有问题，什么都没有做：", "{path} has a problem; nothing was done:")
        super().__init__(joined([head.filled(path=path, n=len(listed)), *listed], "\n  ", "\n  "), _HINT)
        self.problems = tuple(listed)


class _Asked(BaseModel):
    """The keys of one client; the same keys but `client` and `notes` may stand at the top, for all."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)

    client: str = Field(min_length=1, max_length=200)
    notes: str = ""
    segments: list[str] = []
    reports: list[str] = []
    template: str = ""
    output: str = ""
    language: str = ""
    engine: str = ""
    stage_model: str = ""

    @field_validator("client", "language", "engine", "stage_model", "notes", "template", "output", mode="before")
    @classmethod
    def _as_text(cls, value: object) -> object:
        """A client may be called 2024, which YAML takes for a number; an empty key is one that was left out."""
        if value is None:
            return ""
        return str(value) if isinstance(value, int | float) and not isinstance(value, bool) else value

    @field_validator("segments", "reports", mode="before")
    @classmethod
    def _as_list(cls, value: object) -> object:
        if value is None:
            return []
        return [part.strip() for part in value.replace(";", ",").split(",")] if isinstance(value, str) else value


def read_manifest(path: Path) -> Manifest:
    """The clients of the manifest at `path`, with every problem of its form. Raises ManifestError where none can be made out.

    Whether clients, notes and templates are there is looked at later (`preparing`).
    """
    place = path.expanduser().absolute()
    if place.is_dir():
        return _read_folder(place)
    sheet = _read_sheet(place)
    problems = list(sheet.problems)
    shared = _read_shared(sheet.shared, problems)
    read = (_read_entry(place, where, {**shared, **row}, problems) for where, row in sheet.rows)
    entries = tuple(entry for entry in read if entry is not None)
    if not sheet.rows and not problems:
        problems.append(Text("一个客户也没有。", "it names no client."))
    problems += _repeated(entries)
    if not entries:
        raise ManifestError(place, problems)
    return Manifest(place, entries, tuple(problems))


def _read_folder(place: Path) -> Manifest:
    """Every folder in it is a client: with a client.toml and `notes/` in it, or the notes themselves."""
    try:
        folders = sorted(each for each in place.iterdir() if each.is_dir() and each.name[0] not in ".~")
    except OSError as error:
        raise ManifestError(
            place, [Text("无法读取：{why}。", "it cannot be read: {why}.").filled(why=cause_of(error))]
        ) from error
    if not folders:
        raise ManifestError(place, [Text("里面没有客户文件夹。", "there are no client folders in it.")])
    entries: list[Entry] = []
    for each in folders:
        notes = each / "notes" if (each / "notes").is_dir() else each
        own = (each / CLIENT_FILE).is_file() and (each.parent.parent / "journey.toml").is_file()
        entries.append(Entry(each.name, same(each.name), None if own else notes, settings={}))
    return Manifest(place, tuple(entries))


def _read_sheet(place: Path) -> Sheet:
    """The file as it is written."""
    kind = place.suffix.lower()
    if kind not in (".yaml", ".yml", ".csv"):
        message = Text("清单应是 .yaml、.csv，或一个文件夹。", "a manifest is a .yaml, a .csv, or a folder.")
        raise ManifestError(place, [message if place.exists() else _MISSING])
    try:
        raw = place.read_bytes() if place.stat().st_size <= MOST_BYTES else None
    except OSError as error:
        raise ManifestError(
            place, [Text("无法读取：{why}。", "it cannot be read: {why}.").filled(why=cause_of(error))]
        ) from error
    if raw is None:
        raise ManifestError(place, [Text("文件太大，不像清单。", "it is too large for a manifest.")])
    return read_csv(raw, place.name) if kind == ".csv" else read_yaml(raw, place.name)


def _read_shared(shared: Mapping[str, Any], problems: list[Text]) -> Mapping[str, Any]:
    """What holds for all clients, without what is wrong in it, which is told once."""
    where = Text("最上层", "at the top")
    return {
        key: value
        for key, value in shared.items()
        if _read_asked(where, {"client": "-", key: value}, problems) is not None
    }


def _read_asked(where: Text, row: Mapping[str, Any], problems: list[Text]) -> _Asked | None:
    try:
        asked = _Asked.model_validate(row)
    except ValidationError as error:
        problems.extend(_explain(where, each["loc"], each["type"], each["input"]) for each in error.errors())
        return None
    found = [
        *_unknown(where, "language", [asked.language], LANGUAGES),
        *_unknown(where, "engine", [asked.engine], ENGINES),
        *_unknown(where, "reports", asked.reports, (*REPORTS, "all")),
    ]
    problems.extend(found)
    return None if found else asked


def _read_entry(place: Path, where: Text, row: Mapping[str, Any], problems: list[Text]) -> Entry | None:
    asked = _read_asked(where, row, problems)
    if asked is None:
        return None
    wanted = [each for each in asked.reports if each]
    return Entry(
        client=" ".join(asked.client.split()),
        place=where,
        notes=_path(place, asked.notes),
        segments=tuple(dict.fromkeys(each for each in asked.segments if each)),
        reports=KINDS if not wanted or "all" in wanted else tuple(each for each in REPORTS if each in wanted),
        template=_path(place, asked.template),
        output=_path(place, asked.output),
        settings={key: value for key in _SETTINGS if (value := getattr(asked, key))},
    )


def _unknown(where: Text, key: str, values: list[str], known: tuple[str, ...]) -> list[Text]:
    message = Text(
        "{where}：{key} = {value} 无效，应为 {known}。{close}",
        "{where}: {key} = {value} is not valid; it must be {known}.{close}",
    )
    return [
        message.filled(
            where=where, key=key, value=repr(each), known=", ".join(known), close=suggestion(each, list(known))
        )
        for each in values
        if each and each not in known
    ]


def _path(place: Path, told: str) -> Path | None:
    """Paths stand relative to the manifest."""
    return (place.parent / Path(told).expanduser()).absolute() if told else None


def _repeated(entries: Sequence[Entry]) -> list[Text]:
    """Clients that stand there more than once, and folders that more than one client's reports would go into."""
    problems: list[Text] = []
    for name, times in Counter(each.client.casefold() for each in entries).items():
        if times > 1:
            places = joined([each.place for each in entries if each.client.casefold() == name])
            message = Text("客户“{name}”写了 {n} 次：{places}。", "client {name} stands there {n} times: {places}.")
            problems.append(message.filled(name=name, n=times, places=places))
    for output, times in Counter(each.output for each in entries if each.output is not None).items():
        if times > 1:
            message = Text("{n} 个客户的报告都要写到 {path}。", "the reports of {n} clients would go to {path}.")
            problems.append(message.filled(n=times, path=output))
    return problems


def _explain(where: Text, place: tuple[int | str, ...], kind: str, value: object) -> Text:
    key = ".".join(str(part + 1) if isinstance(part, int) else part for part in place)
    if kind == "extra_forbidden":
        message = Text("{where}：没有名为 {key} 的项。{close}", "{where}: there is no key {key}.{close}")
        return message.filled(where=where, key=key, close=suggestion(key, list(_KEYS)))
    if kind in ("missing", "string_too_short") and key == "client":
        return Text("{where}：没有写客户（client）。", "{where}: client is missing.").filled(where=where)
    if kind in ("model_type", "dict_type"):
        message = Text("{where}：应是“键: 值”的形式。", "{where}: it must be keys with values.")
        return message.filled(where=where)
    said = repr(value)
    message = Text("{where}：{key} = {value} 无效。", "{where}: {key} = {value} is not valid.")
    return message.filled(where=where, key=key, value=said if len(said) <= 60 else f"{said[:59]}…")


_MISSING = Text("找不到这个文件或文件夹。", "there is no such file or folder.")
_HINT = Text("清单每个客户一项，可写：{keys}。", "A manifest has an entry a client, with any of: {keys}.").filled(
    keys=", ".join(KNOWN)
)
