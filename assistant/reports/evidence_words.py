"""A piece of evidence in words: its quote in the marks of the report's language, and where it stands."""

from assistant.journey import Evidence
from assistant.reports import phrasing
from assistant.reports.blocks import Run
from assistant.reports.voice import Voice

_MOST_HEADINGS = 2


def quote_runs(voice: Voice, each: Evidence) -> tuple[Run, Run, Run]:
    """The quote in the marks of the report's language; the words between them are verbatim."""
    opening, said, closing = phrasing.quoted(each.quote, voice.language)
    return Run(opening), Run(said, "EvidenceQuote", each.language), Run(closing)


def place_words(voice: Voice, each: Evidence) -> str:
    """File, the innermost headings, and locator."""
    where = each.locator.describe(voice.language)
    return " › ".join(part for part in (each.document, *each.locator.heading[-_MOST_HEADINGS:], where) if part)
