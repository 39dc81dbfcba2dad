"""Putting one report together: cover, summary, contents, body, appendices."""

from assistant.journey import Draft
from assistant.reports import phrasing, words
from assistant.reports.analysis_report import build_analysis_body
from assistant.reports.appearance import EvidenceForm
from assistant.reports.appendix import build_evidence_appendix, build_sources_appendix
from assistant.reports.blocks import KINDS, Block, Contents, Properties, Report, ReportKind
from assistant.reports.citing import find_citing, with_footnotes
from assistant.reports.claims import cited_keys
from assistant.reports.cover import build_cover, engine_name, segment_labels
from assistant.reports.doubts import with_fewer_comments
from assistant.reports.fixed import digest_lines, fixed_lines
from assistant.reports.funnel_report import build_funnel_body
from assistant.reports.gaps_report import build_gaps_body
from assistant.reports.insights_report import build_insights_body
from assistant.reports.journeys_report import build_journeys_body
from assistant.reports.legend import build_legend
from assistant.reports.map_report import build_map_body
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
from assistant.reports.provenance import build_provenance_appendix
from assistant.reports.review_part import build_review_part
from assistant.reports.summary import build_summary
from assistant.reports.theme import Theme
from assistant.reports.voice import Voice, build_voice


def build_report(
    draft: Draft, kind: ReportKind, theme: Theme, client_id: str = "", evidence: EvidenceForm = "list"
) -> Report:
    """The report of that kind in the draft's language; nothing in it comes from anywhere but the draft.

    `client_id` is the client's folder; the report carries it so that it can be read back to the right client.
    """
    voice = build_voice(draft)
    landscape = kind == "map"
    width = theme.text_width(landscape=landscape)
    summary = build_summary(voice, theme, landscape=landscape, linked=kind == "gaps")
    body = with_fewer_comments(voice, _body(voice, kind, theme))
    sources = build_sources_appendix(voice, width)
    keys = cited_keys((*summary, *body, *sources))
    citing = find_citing(body)
    listed = keys
    if evidence == "footnotes":
        body = with_footnotes(voice, body)
        listed = [key for key in keys if key not in citing]
    date = phrasing.date_words(draft.provenance.created, voice.language)
    cover = tuple(build_cover(voice, kind, theme, landscape=landscape))
    whole: tuple[Block, ...] = (
        *summary,
        Contents(voice.say(words.CONTENTS), levels=1),
        *build_legend(voice, keys[0] if keys else ""),
        *body,
        *build_review_part(voice, kind, width),
        *build_evidence_appendix(voice, listed, width, citing, noted=evidence == "footnotes"),
        *sources,
        *build_provenance_appendix(voice, width),
    )
    return Report(
        kind=kind,
        language=voice.language,
        landscape=landscape,
        properties=_properties(voice, kind, theme, client_id, digest_lines(fixed_lines((*cover, *whole)))),
        header=(
            " · ".join((draft.client, voice.say(words.TITLES[kind]))),
            " · ".join((voice.say(words.STATUSES_SHORT[draft.status]), date)),
        ),
        footer=voice.say(theme.brand),
        page_of_pages=voice.say(words.PAGE_OF_PAGES),
        cover=cover,
        body=whole,
    )


def kinds_of(draft: Draft) -> tuple[ReportKind, ...]:
    """The reports of a version: those of the template, and those that it was drafted for besides."""
    own: list[ReportKind] = []
    if draft.funnel is not None:
        own.append("funnel")
    if draft.analysis is not None:
        own.append("analysis")
    return (*KINDS, *own)


def _body(voice: Voice, kind: ReportKind, theme: Theme) -> list[Block]:
    if kind == "map":
        return build_map_body(voice, theme)
    if kind == "insights":
        return build_insights_body(voice, theme)
    if kind == "journeys":
        return build_journeys_body(voice, theme)
    if kind == "funnel":
        return build_funnel_body(voice, theme)
    if kind == "analysis":
        return build_analysis_body(voice, theme)
    return build_gaps_body(voice, theme)


def _properties(voice: Voice, kind: ReportKind, theme: Theme, client_id: str, lines: str) -> Properties:
    draft = voice.draft
    title = voice.say(words.TITLES[kind])
    colon = ": " if voice.language == "en" else "："
    return Properties(
        title=f"{draft.client}{colon}{title}",
        subject=segment_labels(voice),
        author=theme.author,
        keywords=", ".join((title, voice.say(words.STATUSES[draft.status]), engine_name(voice))),
        identifier=draft.id,
        created=draft.provenance.created,
        custom=(
            (PROPERTY_SCHEME, SCHEME),
            (PROPERTY_DRAFT, draft.id),
            (PROPERTY_NUMBER, str(draft.number)),
            (PROPERTY_CLIENT, client_id),
            (PROPERTY_REPORT, kind),
            (PROPERTY_LANGUAGE, voice.language),
            (PROPERTY_LINES, lines),
        ),
    )
