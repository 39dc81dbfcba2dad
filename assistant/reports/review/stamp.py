"""Which draft a report was written from: by its properties, or by what is left of them."""

from dataclasses import dataclass

from assistant.errors import UsageError
from assistant.journey import ReportId
from assistant.reports.marks import (
    PROPERTY_CLIENT,
    PROPERTY_DRAFT,
    PROPERTY_LANGUAGE,
    PROPERTY_LINES,
    PROPERTY_NUMBER,
    PROPERTY_REPORT,
    PROPERTY_SCHEME,
    SCHEME,
)
from assistant.reports.review.opening import W, WordFile
from assistant.wording import Language, Text, read_language

_CUSTOM = "{http://schemas.openxmlformats.org/officeDocument/2006/custom-properties}"
_CORE = "{http://schemas.openxmlformats.org/package/2006/metadata/core-properties}"
_DC = "{http://purl.org/dc/elements/1.1/}"
_KINDS: dict[str, ReportId] = {
    "map": "map",
    "insights": "insights",
    "gaps": "gaps",
    "journeys": "journeys",
    "funnel": "funnel",
    "analysis": "analysis",
}
_TOLD_BY: tuple[tuple[str, ReportId], ...] = (
    ("cell_", "map"),
    ("part_", "insights"),
    ("answer_", "insights"),
    ("exit_", "journeys"),
)


@dataclass(frozen=True, slots=True)
class Stamp:
    """What a report says of its origin. `number` is 0, `client` and `lines` are "" where a program has lost them on saving.

    `lines` is the digest of its fixed lines.
    """

    draft: str
    number: int
    client: str
    report: ReportId
    language: Language | None
    editor: str
    lines: str = ""


def read_stamp(file: WordFile) -> Stamp:
    """The stamp of a report. Raises UsageError for a file that is none of this program's reports, or of a newer one."""
    said = _custom_properties(file)
    if said.get(PROPERTY_SCHEME, SCHEME) != SCHEME:
        raise UsageError(
            Text("{path} 由更新的版本写成。", "{path} was written by a newer version.").filled(path=file.path),
            Text("请升级本程序后再读取。", "Upgrade this program to read it."),
        )
    draft = said.get(PROPERTY_DRAFT) or _core(file, f"{_DC}identifier")
    report = _KINDS.get(said.get(PROPERTY_REPORT, "")) or _kind_by_marks(file)
    if not draft or report is None:
        raise UsageError(
            Text("{path} 不是本程序写出的报告。", "{path} is not a report of this program.").filled(path=file.path),
            Text(
                "请给出 journey draft 写出、由人审阅过的 .docx 文件。",
                "Give the .docx file that journey draft wrote and a person reviewed.",
            ),
        )
    number = said.get(PROPERTY_NUMBER, "")
    return Stamp(
        draft,
        int(number) if number.isascii() and number.isdigit() else 0,
        said.get(PROPERTY_CLIENT, ""),
        report,
        read_language(said.get(PROPERTY_LANGUAGE, "")),
        _core(file, f"{_CORE}lastModifiedBy"),
        said.get(PROPERTY_LINES, ""),
    )


def _custom_properties(file: WordFile) -> dict[str, str]:
    part = file.parts.get("docProps/custom.xml")
    if part is None:
        return {}
    return {str(each.get("name")): "".join(map(str, each.itertext())) for each in part.iter(f"{_CUSTOM}property")}


def _core(file: WordFile, tag: str) -> str:
    part = file.parts.get("docProps/core.xml")
    found = part.find(tag) if part is not None else None
    return (found.text or "").strip() if found is not None else ""


def _kind_by_marks(file: WordFile) -> ReportId | None:
    for start in file.parts["word/document.xml"].iter(f"{W}bookmarkStart"):
        name = str(start.get(f"{W}name"))
        for prefix, kind in _TOLD_BY:
            if name.startswith(prefix):
                return kind
        if name.startswith("gap_"):
            return "gaps"
    return None
