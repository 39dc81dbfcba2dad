"""The last appendix: how the draft came to be, enough to make it again."""

from assistant.reports import words
from assistant.reports.blocks import Block, Heading, Row, Table, text_cell, text_paragraph
from assistant.reports.cover import about_engine, engine_name
from assistant.reports.voice import Voice

_LABEL_WIDTH = 48.0


def build_provenance_appendix(voice: Voice, width: float) -> list[Block]:
    """Engine, model, embedder, settings, digests, date and version as a table."""
    header = Row(
        (
            text_cell("TableHead", voice.say(words.SETTING), "head"),
            text_cell("TableHead", voice.say(words.VALUE), "head"),
        ),
        header=True,
    )
    rows = tuple(
        Row((text_cell("TableSide", label, "side"), text_cell("TableText", value))) for label, value in facts(voice)
    )
    title = voice.say(words.PROVENANCE_APPENDIX)
    return [
        Heading(title, 1, new_page=True),
        text_paragraph("Lead", about_engine(voice)),
        text_paragraph("Lead", voice.say(words.PROVENANCE_LEAD), keep_next=True),
        Table((_LABEL_WIDTH, width - _LABEL_WIDTH), (header, *rows), title),
    ]


def facts(voice: Voice) -> list[tuple[str, str]]:
    """Label and value of everything that is known about the making of the draft."""
    draft, made, say = voice.draft, voice.draft.provenance, voice.say
    model = draft.model
    found = [
        (say(words.DRAFT_ID), draft.id),
        (say(words.VERSION_NUMBER), say(words.DRAFT_NUMBER, number=draft.number)),
        (
            say(words.PARENT),
            say(words.NO_PARENT) if draft.parent is None else say(words.DRAFT_NUMBER, number=draft.parent),
        ),
        (say(words.ENGINE), engine_name(voice)),
        (say(words.ENGINE_DETAIL), made.engine_detail),
        (say(words.LANGUAGE_MODEL), made.model or say(words.NOT_USED)),
        (say(words.EMBEDDER), made.embedder or say(words.NOT_USED)),
        (say(words.STAGE_MODEL), f"{say(model.label)} ({model.id}, {model.digest[:16]})"),
        (say(words.CREATED), made.created),
        (say(words.PROGRAM_VERSION), made.version),
        (say(words.TOKENS), str(made.tokens) if made.tokens else ""),
        (say(words.COST), made.cost),
        *((say(words.PROMPT, name=name), digest) for name, digest in made.prompts),
        *((say(words.SETTING_NAMED, name=name), value) for name, value in made.settings),
    ]
    return [(label, value) for label, value in found if value]
