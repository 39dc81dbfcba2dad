"""Drafts as Word reports, with their Markdown and JSON beside them."""

from assistant.reports.appearance import Appearance, EvidenceForm
from assistant.reports.blocks import KINDS, ReportKind
from assistant.reports.markdown import render_markdown
from assistant.reports.report import kinds_of
from assistant.reports.theme import Theme
from assistant.reports.theme_file import read_theme
from assistant.reports.writing import (
    FILE_NAMES,
    is_edited,
    next_report_folder,
    render_reports,
    report_paths,
    write_reports,
)

__all__ = [
    "FILE_NAMES",
    "KINDS",
    "Appearance",
    "EvidenceForm",
    "ReportKind",
    "Theme",
    "is_edited",
    "kinds_of",
    "next_report_folder",
    "read_theme",
    "render_markdown",
    "render_reports",
    "report_paths",
    "write_reports",
]
