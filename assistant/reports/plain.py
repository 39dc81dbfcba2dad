"""Reports without a cover, for the consultant's own use: the interview guide, the collection plan, the batch summary."""

from collections.abc import Iterable

from assistant.reports import words
from assistant.reports.blocks import Block, PlainKind, Properties, Report
from assistant.reports.theme import Theme
from assistant.wording import Language


def build_plain_report(
    kind: PlainKind,
    language: Language,
    theme: Theme,
    body: Iterable[Block],
    *,
    title: str,
    subject: str,
    header: tuple[str, str],
    created: str,
    author: str = "",
    keywords: str = "",
    custom: tuple[tuple[str, str], ...] = (),
    landscape: bool = False,
) -> Report:
    """The report of `body` under the firm's look. `created` is an ISO date and time; without `author` the theme's stands."""
    return Report(
        kind=kind,
        language=language,
        landscape=landscape,
        properties=Properties(title, subject, author or theme.author, keywords, "", created, custom),
        header=header,
        footer=theme.brand.say(language),
        page_of_pages=words.PAGE_OF_PAGES.say(language),
        cover=(),
        body=tuple(body),
    )
