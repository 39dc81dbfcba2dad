"""The cover: for whom, about whom, when, what state it is in, and what the engine did and did not do."""

from assistant.reports import client_words, phrasing, words
from assistant.reports.blocks import Block, Paragraph, ReportKind, Row, Run, Table, TableCell, text_cell, text_paragraph
from assistant.reports.review_part import status_words
from assistant.reports.theme import Theme
from assistant.reports.voice import Voice
from assistant.wording import Text, same

_LABEL_WIDTH = 30.0
_WIDTH = 164.0


def build_cover(voice: Voice, kind: ReportKind, theme: Theme, *, landscape: bool) -> list[Block]:
    """Client, title, purpose, the facts of the draft, and the engine said honestly."""
    width = min(_WIDTH, theme.text_width(landscape=landscape))
    return [
        _firm(voice, theme, landscape=landscape),
        _band(voice, kind, theme.text_width(landscape=landscape)),
        text_paragraph("Subtitle", voice.say(words.PURPOSES[kind])),
        _facts(voice, width),
        Paragraph("CoverNoteTitle", (Run(voice.say(words.ABOUT_DRAFT)),), keep_next=True),
        text_paragraph("CoverNote", about_engine(voice)),
    ]


def build_client_cover(voice: Voice, kind: ReportKind, theme: Theme, *, landscape: bool, coded: bool) -> list[Block]:
    """The cover of a client's copy: who signed in place of what to check; `coded` where people and files have codes."""
    made = voice.draft.provenance
    model = made.model or made.engine
    first = (
        voice.say(client_words.ABOUT_EXTRACTIVE)
        if made.engine == "extractive"
        else voice.say(client_words.ABOUT_LLM, model=model)
    )
    names = voice.listed(list(dict.fromkeys(each.name for each in voice.draft.signatures if each.name)))
    told = [voice.say(client_words.SIGNED_BY, names=names), *([voice.say(client_words.CODED)] if coded else [])]
    width = min(_WIDTH, theme.text_width(landscape=landscape))
    return [
        _firm(voice, theme, landscape=landscape),
        _band(voice, kind, theme.text_width(landscape=landscape)),
        text_paragraph("Subtitle", voice.say(words.PURPOSES[kind])),
        _facts(voice, width, internal=False),
        Paragraph("CoverNoteTitle", (Run(voice.say(client_words.ABOUT)),), keep_next=True),
        text_paragraph("CoverNote", first + (" " if voice.language == "en" else "").join(told)),
    ]


def _firm(voice: Voice, theme: Theme, *, landscape: bool) -> Paragraph:
    style = "CoverFirmLandscape" if landscape else "CoverFirm"
    if theme.logo is not None:
        return Paragraph(style, (theme.logo,))
    return text_paragraph(style, theme.firm or voice.say(theme.brand))


def _band(voice: Voice, kind: ReportKind, width: float) -> Table:
    client = text_paragraph("Cover", voice.draft.client)
    title = voice.say(words.TITLES[kind])
    cell = TableCell((client, text_paragraph("Title", title)), "band")
    return Table((width,), (Row((cell,)),), title, "band")


def about_engine(voice: Voice) -> str:
    """What the engine of this draft does and does not do."""
    made = voice.draft.provenance
    if made.engine == "extractive":
        return voice.say(words.ABOUT_EXTRACTIVE)
    about = voice.say(words.ABOUT_LLM, model=made.model or made.engine)
    if not made.alike:
        return about
    gap = " " if voice.language == "en" else ""
    return f"{voice.say(words.CODED_ALIKE, n=made.alike)}{gap}{about}"


def engine_name(voice: Voice) -> str:
    """The engine by its name in the report's language, with the model's own name."""
    made = voice.draft.provenance
    name = voice.say(words.ENGINE_NAMES.get(made.engine, same(made.engine)))
    if not made.model:
        return name
    return f"{name} ({made.model})" if voice.language == "en" else f"{name}（{made.model}）"


def segment_labels(voice: Voice) -> str:
    """The segments of the draft in one line."""
    return voice.listed([each.label for each in voice.draft.maps]) or voice.say(words.NOT_SEGMENTED)


def _facts(voice: Voice, width: float, *, internal: bool = True) -> Table:
    draft = voice.draft
    basis = voice.say(words.BASIS_VALUE, documents=len(draft.sources), statements=draft.statements)
    facts = (
        (words.SEGMENTS, segment_labels(voice)),
        (words.DATE, phrasing.date_words(draft.provenance.created, voice.language)),
        (words.STATUS, status_words(voice)),
        *(_internal_facts(voice) if internal else ()),
        (words.BASIS, basis),
    )
    rows = tuple(
        Row((text_cell("CoverLabel", voice.say(label)), text_cell("CoverValue", value))) for label, value in facts
    )
    return Table((_LABEL_WIDTH, width - _LABEL_WIDTH), rows, voice.say(words.ABOUT_DRAFT), "plain")


def _internal_facts(voice: Voice) -> tuple[tuple[Text, str], ...]:
    number = voice.say(words.DRAFT_NUMBER, number=voice.draft.number)
    return ((words.VERSION_NUMBER, number), (words.ENGINE, engine_name(voice)))
