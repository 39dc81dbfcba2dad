"""Finding and reading knowledge files, and gathering everything that is wrong with them into one error."""

import hashlib
import json
from collections.abc import Hashable, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import BaseModel, ValidationError

from assistant.causes import cause_of
from assistant.errors import SettingsError
from assistant.wording import Text, joined, same

_Shape = TypeVar("_Shape", bound=BaseModel)
_Loader: type[Any] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def knowledge_folder() -> Path:
    """The shipped knowledge: inside the installed package, else at the top of the checkout.

    Raises SettingsError where neither is there: the installation is incomplete.
    """
    package = Path(__file__).resolve().parent.parent
    for folder in (package / "knowledge", package.parent / "knowledge"):
        if (folder / "stage-models").is_dir():
            return folder
    raise SettingsError(
        Text(
            "找不到随程序附带的知识文件夹：{path}",
            "The knowledge folder that belongs to the program is missing: {path}",
        ).filled(path=package / "knowledge"),
        Text("请重新安装 journey-assistant。", "Install journey-assistant again."),
    )


@dataclass(frozen=True, slots=True)
class Layer:
    """One folder of knowledge. A later layer (`own`: the workspace's) wins over an earlier one, id by id."""

    folder: Path
    own: bool = False

    def files(self, kind: str, *suffixes: str) -> list[Path]:
        """The files of one sub-folder in the order of their names; none where it does not exist."""
        folder = self.folder / kind
        if not folder.is_dir():
            return []
        return sorted(path for path in folder.iterdir() if path.suffix.lower() in suffixes and path.name[0] not in ".~")

    def name(self, path: Path) -> str:
        """How a message calls a file: short for a shipped one, whole for a person's own."""
        return str(path) if self.own else path.relative_to(self.folder.parent).as_posix()


def layers(extra: Path | None) -> list[Layer]:
    """The shipped knowledge and, behind it, the workspace's own where there is one."""
    shipped = Layer(knowledge_folder())
    return [shipped] if extra is None else [shipped, Layer(extra, own=True)]


@dataclass(slots=True)
class Problems:
    """Everything found wrong so far, each with its file and key; raised together."""

    found: list[Text] = field(default_factory=list[Text])

    def add(self, file: str, key: str | Text, problem: Text) -> None:
        """Notes one problem. `key` is the dotted path in the file, or the row of a table; empty for the whole file."""
        place = key if isinstance(key, Text) else same(key)
        where = Text("{file}: {place}", "{file}: {place}").filled(file=file, place=place) if key else same(file)
        entry = Text("{where}：{problem}", "{where}: {problem}").filled(where=where, problem=problem)
        if entry not in self.found:
            self.found.append(entry)

    def add_invalid(self, file: str, error: ValidationError, prefix: tuple[str | int, ...] = ()) -> None:
        """Notes every problem of a failed validation."""
        for each in error.errors(include_url=False, include_context=False):
            self.add(file, dotted((*prefix, *each["loc"])), explain_invalid(each["type"], each["msg"]))

    def raise_if_any(self) -> None:
        """Raises one SettingsError that lists all problems, one a line; nothing happens when there are none."""
        if not self.found:
            return
        heading = Text("知识文件有 {count} 处问题：", "The knowledge files have {count} problem(s):").filled(
            count=len(self.found)
        )
        message = joined([heading, *self.found], "\n  ", "\n  ")
        hint = Text(
            "请按所列文件和键逐一改正；格式见 knowledge/README.md。",
            "Mend the files and keys that are listed; knowledge/README.md describes the format.",
        )
        raise SettingsError(message, hint)


def dotted(location: Iterable[str | int]) -> str:
    """A validation location as a path in the file, counting list entries from 1; union tags are left out."""
    path = ""
    for part in location:
        if isinstance(part, int):
            path += f"[{part + 1}]"
        elif not part.startswith("<"):
            path += f".{part}" if path else part
    return path


def read_yaml(layer: Layer, path: Path, shape: type[_Shape], problems: Problems) -> _Shape | None:
    """The file as `shape`, or None after its problems were noted."""
    name = layer.name(path)
    text = read_text(path, name, problems)
    if text is None:
        return None
    try:
        content = yaml.load(text, _strict_loader(name, problems))
    except (yaml.YAMLError, ValueError, RecursionError) as error:  # ValueError: a date or number that cannot be
        problems.add(name, "", Text("不是有效的 YAML：{why}", "not valid YAML: {why}").filled(why=cause_of(error)))
        return None
    try:
        return shape.model_validate(content if content is not None else {})
    except ValidationError as error:
        problems.add_invalid(name, error)
        return None


def read_text(path: Path, name: str, problems: Problems) -> str | None:
    """The text of a UTF-8 file, or None after its problem was noted."""
    try:
        return path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        problems.add(name, "", Text("无法读取：{why}", "cannot be read: {why}").filled(why=cause_of(error)))
    except UnicodeDecodeError as error:
        problems.add(name, "", cause_of(error))
    return None


def digest(content: object) -> str:
    """SHA-256 of the content in canonical JSON: equal content, equal digest, whatever file it came from."""
    canonical = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(canonical.encode("utf-8", "surrogatepass")).hexdigest()


def _strict_loader(name: str, problems: Problems) -> type[Any]:
    """A loader that notes a key written twice in one mapping, which YAML loaders otherwise overwrite in silence."""

    class StrictLoader(_Loader):
        def construct_mapping(self, node: Any, deep: bool = False) -> dict[Hashable, Any]:
            seen: set[Hashable] = set()
            for key_node, _ in node.value:
                key = key_node.value
                if isinstance(key, str) and key in seen:
                    line = key_node.start_mark.line + 1
                    problem = Text("第 {line} 行的键重复", "this key stands twice (line {line})").filled(line=line)
                    problems.add(name, key, problem)
                if isinstance(key, str):
                    seen.add(key)
            return super().construct_mapping(node, deep=deep)

    return StrictLoader


def explain_invalid(kind: str, message: str) -> Text:
    """What a failed validation says of one value, by pydantic's kind of error."""
    known = {
        "missing": Text("缺少这一项", "is missing"),
        "extra_forbidden": Text("不认识的键", "is not a known key"),
        "string_type": Text("应为文字", "must be text"),
        "string_too_short": Text("不能为空", "must not be empty"),
        "list_type": Text("应为列表", "must be a list"),
        "int_type": Text("应为整数", "must be a whole number"),
        "int_parsing": Text("应为整数", "must be a whole number"),
        "float_type": Text("应为数字", "must be a number"),
        "float_parsing": Text("应为数字", "must be a number"),
        "enum": Text("不在可选的值之中", "is none of the values it may have"),
        "literal_error": Text("不在可选的值之中", "is none of the values it may have"),
        "too_short": Text("条目太少", "has too few entries"),
        "too_long": Text("条目太多", "has too many entries"),
        "dict_type": Text("应为键与值的对应", "must be a mapping of keys to values"),
        "model_type": Text("应为键与值的对应", "must be a mapping of keys to values"),
        "bool_type": Text("应为 true 或 false", "must be true or false"),
        "string_pattern_mismatch": Text(
            "标识只能用小写英文字母、数字和连字符", "an id may only have lower-case letters, digits and hyphens"
        ),
    }
    if kind in known:
        return known[kind]
    return Text("不合要求", "is not valid ({why})").filled(why=message)
