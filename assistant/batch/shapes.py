"""The two forms of a manifest, YAML and CSV, as rows of keys and values."""

import csv
import io
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, cast

import yaml

from assistant.causes import cause_of
from assistant.errors import SourceError
from assistant.settings import suggestion
from assistant.wording import Text, same

KNOWN = ("client", "notes", "segments", "language", "reports", "engine", "stage_model", "template", "output")
FOR_ALL = ("segments", "language", "reports", "engine", "stage_model", "template")
MOST_BYTES = 5_000_000
_CHINESE = {
    "客户": "client",
    "笔记": "notes",
    "客群": "segments",
    "语言": "language",
    "报告": "reports",
    "引擎": "engine",
    "阶段模型": "stage_model",
    "模板": "template",
    "输出": "output",
}
_CLIENTS = ("clients", "客户列表")
Rows = list[tuple[Text, Mapping[str, Any]]]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A manifest as it is written: a row a client with its place, what holds for all of them, and what is wrong so far."""

    rows: Rows = field(default_factory=list[tuple[Text, Mapping[str, Any]]])
    shared: Mapping[str, Any] = field(default_factory=dict[str, Any])
    problems: tuple[Text, ...] = ()


def _unreadable(*problems: Text) -> Sheet:
    return Sheet(problems=problems)


def read_yaml(raw: bytes, name: str) -> Sheet:
    """A YAML manifest, with the problems of its form."""
    from assistant.sources.encodings import decode_text

    try:
        text = decode_text(raw, name)
        loader = _Strict(text)
        try:
            content: Any = loader.get_single_data()
        finally:
            loader.dispose()
    except SourceError as error:
        return _unreadable(error.message)
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        return _unreadable(
            Text("不是有效的 YAML：{why}。", "it is not valid YAML: {why}.").filled(why=_yaml_cause(error))
        )
    if content is None:
        return _unreadable(Text("文件是空的。", "it is empty."))
    if isinstance(content, list):
        content = {"clients": content}
    if not isinstance(content, dict):
        return _unreadable(*loader.repeated, _NO_LIST)
    told = {_english(key): value for key, value in cast("dict[object, Any]", content).items()}
    return _sheet_of(told, loader.repeated)


def read_csv(raw: bytes, name: str) -> Sheet:
    """A CSV manifest with the problems of its form: a row a client, under a row of names; commas, semicolons or tabs between."""
    from assistant.sources.encodings import decode_text

    try:
        text = decode_text(raw, name)
    except SourceError as error:
        return _unreadable(error.message)
    lines = [each for each in text.splitlines() if each.strip()]
    if not lines:
        return _unreadable(Text("文件是空的。", "it is empty."))
    separator = max(",;\t", key=lines[0].count)
    try:
        table = [row for row in csv.reader(io.StringIO(text), delimiter=separator, strict=True) if any(row)]
    except csv.Error as error:
        return _unreadable(Text("不是有效的 CSV：{why}。", "it is not valid CSV: {why}.").filled(why=same(str(error))))
    if not table:
        return _unreadable(Text("文件是空的。", "it is empty."))
    names = [_english(each.strip()) for each in table[0]]
    problems = _unknown_columns(names)
    if "client" not in names:
        return _unreadable(*problems)
    rows: Rows = []
    for number, row in enumerate(table[1:], start=2):
        where = Text("第 {n} 行", "row {n}").filled(n=number)
        if any(each.strip() for each in row[len(names) :]):
            told = Text("{where}：列数比表头多。", "{where}: it has more columns than the first row.")
            problems.append(told.filled(where=where))
        values = {key: each.strip() for key, each in zip(names, row, strict=False) if each.strip() and key in KNOWN}
        rows.append((_named(where, values), values))
    return Sheet(rows, problems=tuple(problems))


def _unknown_columns(names: list[str]) -> list[Text]:
    problems: list[Text] = []
    if "client" not in names:
        problems.append(Text("表头没有 client（客户）一列。", "the first row has no column client."))
    for each in dict.fromkeys(names):
        if each not in KNOWN:
            message = Text("没有名为 {name} 的列。{close}", "there is no column {name}.{close}")
            problems.append(message.filled(name=each or "“”", close=suggestion(each, list(KNOWN))))
        elif names.count(each) > 1:
            problems.append(Text("{name} 一列写了不止一次。", "column {name} stands there twice.").filled(name=each))
    return problems


def _sheet_of(content: dict[str, Any], problems: list[Text]) -> Sheet:
    listed: Any = content.pop("clients", None)
    for key in content:
        if key not in FOR_ALL:
            message = Text("最上层没有名为 {key} 的项。{close}", "there is no key {key} at the top.{close}")
            problems.append(message.filled(key=key, close=suggestion(key, ["clients", *FOR_ALL])))
    if not isinstance(listed, list):
        return _unreadable(*problems, _NO_LIST)
    rows: Rows = []
    for number, each in enumerate(cast("list[Any]", listed), start=1):
        where = Text("第 {n} 个客户", "client {n}").filled(n=number)
        if isinstance(each, str | int):  # a client in the workspace, by its name alone
            each = {"client": str(each)}
        if not isinstance(each, dict):
            problems.append(
                Text("{where}：应是“键: 值”的形式。", "{where}: it must be keys with values.").filled(where=where)
            )
            continue
        values = {_english(key): value for key, value in cast("dict[object, Any]", each).items()}
        rows.append((_named(where, values), values))
    shared = {key: value for key, value in content.items() if key in FOR_ALL}
    return Sheet(rows, shared, tuple(problems))


def _named(where: Text, values: Mapping[str, Any]) -> Text:
    name = values.get("client")
    return Text("{where}（{name}）", "{where} ({name})").filled(where=where, name=name) if name else where


def _english(key: object) -> str:
    told = str(key).strip()
    return "clients" if told in _CLIENTS else _CHINESE.get(told, told)


class _Strict(yaml.SafeLoader):
    """Notes a key that is written twice in one mapping, which YAML loaders otherwise overwrite in silence."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.repeated: list[Text] = []

    def construct_mapping(self, node: Any, deep: bool = False) -> dict[Any, Any]:
        seen: set[str] = set()
        for key, _ in node.value:
            if isinstance(key.value, str) and key.value in seen:
                message = Text("第 {line} 行的 {key} 写了两次。", "line {line}: {key} stands there twice.")
                self.repeated.append(message.filled(line=key.start_mark.line + 1, key=key.value))
            seen.add(str(key.value))
        return super().construct_mapping(node, deep=deep)

    def compose_node(self, parent: Any, index: Any) -> Any:
        if self.check_event(yaml.AliasEvent):  # a few of them can stand for millions of entries
            mark = self.peek_event().start_mark
            raise yaml.YAMLError(f"line {mark.line + 1}, column {mark.column + 1}: aliases (*name) are not taken")
        return super().compose_node(parent, index)


def _yaml_cause(error: Exception) -> Text:
    said = str(error)
    if "aliases" in said:
        return Text("不支持别名（*name）", "aliases (*name) are not taken")
    if "\t" in said or "'\\t'" in said:
        return Text("缩进要用空格，不能用制表符", "indent with spaces, not with tabs")
    return cause_of(error)


_NO_LIST = Text("应有 clients 列表，每个客户一项。", "it must have a list clients, an entry a client.")
