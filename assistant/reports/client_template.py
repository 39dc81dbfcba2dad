"""A client's own Word file as a template: read and checked before anything is drafted, then filled."""

import zlib
from collections.abc import Iterator, Mapping, Sequence
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

from docx.opc.exceptions import PackageNotFoundError
from docxtpl import DocxTemplate
from jinja2 import StrictUndefined, TemplateError, nodes
from jinja2.exceptions import TemplateSyntaxError
from jinja2.sandbox import SandboxedEnvironment
from lxml.etree import XMLSyntaxError
from markupsafe import Markup, escape

from assistant.errors import UsageError
from assistant.journey import Draft
from assistant.reports.client_fields import FIELDS, TemplateField, Value, field_values
from assistant.settings import suggestion
from assistant.wording import Text, joined

_DAMAGED = (PackageNotFoundError, BadZipFile, XMLSyntaxError, KeyError, ValueError, OSError, zlib.error)
_HINT = Text("运行 journey draft --list-fields 查看全部字段。", "journey draft --list-fields lists every field.")
_LOOP = TemplateField(
    "loop",
    Text("循环", "the loop"),
    tuple(
        TemplateField(name, Text("循环的状态", "state of the loop"))
        for name in ("index", "index0", "first", "last", "length", "revindex", "revindex0", "cycle", "changed")
    ),
)
Scope = Mapping[str, TemplateField | None]
"""What the names of a template stand for; None for a value whose fields are not known, such as a text."""


class ClientTemplate:
    """A Word file with fields such as `{{ client }}`, all of them known."""

    def __init__(self, path: Path) -> None:
        """Read the file. Raises UsageError where it is no Word file, or its fields are broken or unknown."""
        self.name = path.name
        try:
            self._content = path.read_bytes()
            sources = list(_sources(self._open()))
        except _DAMAGED as error:
            message = Text(
                "{path} 不是可以填写的 Word 文件（.docx）。", "{path} is not a Word file (.docx) that can be filled."
            )
            raise UsageError(message.filled(path=path)) from error
        unknown: dict[str, Text] = {}
        for source in sources:
            unknown |= _find_unknown(_parsed(source, self.name))
        if unknown:
            message = Text("{name} 用了没有的字段：{fields}。", "{name} names fields that there are not: {fields}.")
            raise UsageError(message.filled(name=self.name, fields=joined(list(unknown.values()))), _HINT)

    def fill(self, draft: Draft) -> bytes:
        """The file with the draft's words in its fields; the words are text and never read as fields or markup.

        Raises UsageError where the template asks for what cannot be done.
        """
        template = self._open()
        properties = {name: getattr(template.docx.core_properties, name) for name in ("title", "subject", "author")}
        values = {name: _safe(value) for name, value in field_values(draft).items()}
        written = BytesIO()
        try:
            template.render(values, _environment())
            for name, source in properties.items():
                # Properties are set as plain text; docxtpl would leave them escaped.
                said = _environment(escaped=False).from_string(source).render(field_values(draft))
                setattr(template.docx.core_properties, name, said[:255])
            template.save(written)
        except (TemplateError, TypeError, ValueError, ArithmeticError, OverflowError) as error:
            message = Text("无法填写 {name}：{why}。", "{name} cannot be filled: {why}.")
            raise UsageError(message.filled(name=self.name, why=str(error).rstrip(".")), _HINT) from error
        return written.getvalue()

    def _open(self) -> Any:
        template = DocxTemplate(BytesIO(self._content))
        template.init_docx()
        return template


def _environment(*, escaped: bool = True) -> SandboxedEnvironment:
    return SandboxedEnvironment(autoescape=escaped, undefined=StrictUndefined)


def _safe(value: Value) -> Value:
    """Values in which docxtpl finds no marks of its own: it turns `{_{` into `{{` after filling."""
    if isinstance(value, str):
        # The XML reader makes an underscore of it again.
        return Markup(str(escape(value)).replace("_", "&#95;")) if "{_" in value or "_}" in value else value
    if isinstance(value, Mapping):
        return {name: _safe(each) for name, each in value.items()}
    return value if isinstance(value, int) else [_safe(each) for each in value]


# ---------------------------------------------------------------- which fields a template names


def _sources(template: Any) -> Iterator[str]:
    """Body, headers, footers, footnotes and properties as Jinja sees them."""
    yield template.patch_xml(template.get_xml())
    for part in template.docx.part.package.iter_parts():
        if any(part.content_type.endswith(f".{kind}+xml") for kind in ("header", "footer", "footnotes")):
            yield template.patch_xml(part.blob.decode("utf-8"))
    core = template.docx.core_properties
    yield from (core.title, core.subject, core.author)


def _parsed(source: str, name: str) -> nodes.Template:
    try:
        return _environment().parse(source)
    except TemplateSyntaxError as error:
        message = Text("{name} 的字段写法有误：{why}。", "A field of {name} is not well written: {why}.")
        raise UsageError(message.filled(name=name, why=str(error.message).rstrip(".")), _HINT) from error


def _find_unknown(template: nodes.Template) -> dict[str, Text]:
    """The fields that `FIELDS` does not have, by name, each with the one that may have been meant."""
    unknown: dict[str, Text] = {}
    scope: Scope = {field.name: field for field in FIELDS}
    _walk_all(template.body, scope, unknown)
    return unknown


def _walk_all(body: Sequence[nodes.Node], scope: Scope, unknown: dict[str, Text]) -> None:
    inside = dict(scope)
    for node in body:
        if isinstance(node, nodes.Assign) and isinstance(node.target, nodes.Name):
            inside[node.target.name] = _meaning(node.node, inside, unknown)
        elif isinstance(node, nodes.Macro):
            inside[node.name] = None
            _walk_all(node.body, {**inside, **dict.fromkeys(each.name for each in node.args)}, unknown)
        else:
            _walk(node, inside, unknown)


def _walk(node: nodes.Node, scope: Scope, unknown: dict[str, Text]) -> None:
    if isinstance(node, nodes.For):
        looped = _meaning(node.iter, scope, unknown)
        names = [each.name for each in node.target.find_all(nodes.Name)]
        if isinstance(node.target, nodes.Name):
            names = [node.target.name]
        entry = looped if len(names) == 1 else None
        inner = {**scope, "loop": _LOOP, **dict.fromkeys(names, entry)}
        _walk_all(node.body, inner, unknown)
        _walk_all(node.else_, scope, unknown)
        if node.test is not None:
            _walk(node.test, inner, unknown)
    elif isinstance(node, nodes.Name | nodes.Getattr | nodes.Getitem):
        _meaning(node, scope, unknown)
    elif isinstance(node, nodes.If):
        _walk(node.test, scope, unknown)
        for body in (node.body, node.else_):
            _walk_all(body, scope, unknown)
        _walk_all(node.elif_, scope, unknown)
    else:
        for child in node.iter_child_nodes():
            _walk(child, scope, unknown)


def _meaning(node: nodes.Node, scope: Scope, unknown: dict[str, Text]) -> TemplateField | None:
    """The field that an expression stands for, None where that cannot be told; unknown ones are noted."""
    if isinstance(node, nodes.Name):
        if node.ctx == "load" and node.name not in scope and node.name not in ("range", "dict", "namespace"):
            _note(unknown, node.name, node.name, list(scope))
        return scope.get(node.name)
    if isinstance(node, nodes.Filter) and node.node is not None:
        return _meaning(node.node, scope, unknown)
    if isinstance(node, nodes.Getattr | nodes.Getitem):
        owner = _meaning(node.node, scope, unknown)
        name = node.attr if isinstance(node, nodes.Getattr) else getattr(node.arg, "value", None)
        if isinstance(node, nodes.Getitem) and not isinstance(name, str):
            _walk(node.arg, scope, unknown)
            return owner
        if owner is None or not owner.inside:
            return None
        found = next((field for field in owner.inside if field.name == name), None)
        if found is None:
            _note(unknown, f"{owner.name}.{name}", str(name), [field.name for field in owner.inside])
        return found
    _walk(node, scope, unknown)
    return None


def _note(unknown: dict[str, Text], shown: str, name: str, known: list[str]) -> None:
    close = suggestion(name, known)
    pattern = Text("{name}（{close}）", "{name}{close}") if close.en else Text("{name}", "{name}")
    unknown.setdefault(shown, pattern.filled(name=shown, close=close))
