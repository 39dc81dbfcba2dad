"""The parts of a Word package, found by its relationships; its XML without entities, links or anything from outside."""

import posixpath
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from assistant.errors import SourceError
from assistant.sources.packages import PACKAGE_ERRORS, open_package
from assistant.sources.reading import RawFile
from assistant.wording import Text

# The strict form of the format differs from the usual one in the names of its namespaces only.
_STRICT = {
    b"http://purl.oclc.org/ooxml/wordprocessingml/main": b"http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    b"http://purl.oclc.org/ooxml/officeDocument/relationships": b"http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    b"http://purl.oclc.org/ooxml/drawingml/": b"http://schemas.openxmlformats.org/drawingml/2006/",
}
_USUAL_PLACE = "word/document.xml"


@dataclass(frozen=True, slots=True)
class Package:
    """The parts that hold text, parsed; None where the document has none of that kind."""

    document: Any
    styles: Any = None
    numbering: Any = None
    footnotes: Any = None
    endnotes: Any = None
    comments: Any = None
    headers: tuple[Any, ...] = ()
    drawings: Mapping[str, Any] = field(default_factory=dict[str, Any])
    """Charts and the texts of diagrams, by the ids that the document refers to them by."""


def open_word(file: RawFile) -> Package:
    """The parts of a document. Raises SourceError: unreadable or too_large."""
    from lxml.etree import XMLSyntaxError

    stream = open_package(file)
    try:
        with zipfile.ZipFile(stream) as package:
            names = frozenset(package.namelist())
            main = _main_part(package, names)
            targets = _relationships(package, names, main)
            headers = [_parse(package, each) for kind, each in targets if kind in ("header", "footer")]
            one = {kind: each for kind, each in reversed(targets) if kind not in ("header", "footer")}

            def part(kind: str) -> Any:
                return _parse(package, one[kind]) if kind in one else None

            return Package(
                _body(_parse(package, main)),
                part("styles"),
                part("numbering"),
                part("footnotes"),
                part("endnotes"),
                part("comments"),
                tuple(headers),
                {each: _parse(package, target) for each, target in _drawings(package, names, main)},
            )
    except (XMLSyntaxError, *PACKAGE_ERRORS) as error:
        raise SourceError(
            "unreadable",
            Text(f"Word 文件已损坏或不完整：{file.name}", f"the Word file is damaged or incomplete: {file.name}"),
            Text("请用 Word 打开并另存一份。", "open it in Word and save a copy."),
        ) from error


def _main_part(package: zipfile.ZipFile, names: frozenset[str]) -> str:
    """The main document by the package's own word; by its usual name where the relationships are damaged."""
    for kind, target in _relationships(package, names, ""):
        if kind == "officeDocument" and target in names:
            return target
    return _USUAL_PLACE


def _relationships(package: zipfile.ZipFile, names: frozenset[str], part: str) -> list[tuple[str, str]]:
    """Kind and part of each relationship inside the package; what points outside is never followed."""
    return [(kind, target) for _, kind, target in _related(package, names, part)]


def _drawings(package: zipfile.ZipFile, names: frozenset[str], part: str) -> list[tuple[str, str]]:
    """Id and part of each chart and diagram."""
    return [(each, target) for each, kind, target in _related(package, names, part) if kind in ("chart", "diagramData")]


def _related(package: zipfile.ZipFile, names: frozenset[str], part: str) -> list[tuple[str, str, str]]:
    folder, name = posixpath.split(part)
    place = posixpath.join(folder, "_rels", f"{name}.rels")
    if place not in names:
        return []
    found: list[tuple[str, str, str]] = []
    for each in _parse(package, place):
        if not isinstance(each.tag, str) or each.get("TargetMode") == "External":
            continue
        target = posixpath.normpath(posixpath.join("/", folder, each.get("Target", ""))).lstrip("/")
        if target in names:
            found.append((each.get("Id", ""), each.get("Type", "").rsplit("/", 1)[-1], target))
    return found


def _parse(package: zipfile.ZipFile, name: str) -> Any:
    return parse_part(package.read(name))


def parse_part(raw: bytes) -> Any:
    """The XML of a part, in the usual namespaces. Entities are never looked up: they could read other files.

    Raises XMLSyntaxError, and ValueError for a part with a document type of its own.
    """
    from lxml.etree import XMLParser, fromstring

    for strict, usual in _STRICT.items():
        raw = raw.replace(strict, usual)
    parser = XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=True, remove_comments=True)
    root = fromstring(raw, parser)
    if root.getroottree().docinfo.doctype:
        raise ValueError("a part of a package with a document type of its own")
    return root


def _body(document: Any) -> Any:
    body = document.find("{*}body")
    if body is None:
        raise ValueError("no body in the document")
    return body
