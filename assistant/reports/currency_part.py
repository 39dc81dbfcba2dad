"""The part of every report on how old its evidence is, stage by stage, and on reasons to refresh the map."""

from collections.abc import Iterator, Sequence

from assistant.journey import Development, Draft, NoteDates
from assistant.journey.currency import DEVELOPMENTS, FRESH_MONTHS, StageAge, find_ages, note_dates
from assistant.reports import currency_words as words
from assistant.reports import phrasing
from assistant.reports.blocks import Block, Heading, Paragraph, Row, Run, Table, text_cell, text_paragraph
from assistant.reports.claims import key_pieces
from assistant.reports.evidence_words import quote_runs
from assistant.reports.voice import Voice, build_voice
from assistant.reports.words import UNKNOWN_SPEAKER, WHOLE_JOURNEY
from assistant.wording import Text, joined

_MOST = 4
"""Statements of one kind on paper; the newest come first."""


def build_currency_part(voice: Voice, width: float) -> list[Block]:
    """The ages as a table, then the reasons to refresh, or that there is none."""
    ages = find_ages(voice.draft)
    blocks: list[Block] = [Heading(voice.say(words.TITLE), 2)]
    if any(each.dated for each in ages):
        created = phrasing.date_words(voice.draft.provenance.created, voice.language)
        lead = voice.say(words.LEAD, date=created, months=_months(voice.draft), due=words.DUE)
        blocks += [text_paragraph("Lead", lead, keep_next=True), _table(voice, ages, width)]
    else:
        blocks.append(text_paragraph("Body", voice.say(words.UNDATED_ALL)))
    return [*blocks, Heading(voice.say(words.REASONS), 2), *_reasons(voice, ages)]


def date_range(dates: NoteDates | None) -> str:
    """The days a note tells, as they stand in a table; "–" for none, a star for those of the file's name."""
    if dates is None:
        return "–"
    days = dates.first if dates.first == dates.last else f"{dates.first} – {dates.last}"
    return f"{days}*" if dates.origin == "name" else days


def age_state(age: StageAge) -> str:
    """The id of what an age comes to: "due", "current", "unknown" where no note is dated, "none" without evidence."""
    if not age.dated:
        return "unknown" if age.undated else "none"
    return "due" if age.due else "current"


def dated_developments(voice: Voice) -> list[tuple[Development, str]]:
    """The developments of the draft, each with the last day of its note ("" for none), the newest first within a kind."""
    currency = voice.draft.currency
    dates = note_dates(voice.draft)
    found: list[tuple[Development, str]] = []
    for each in currency.developments if currency is not None else ():
        evidence = voice.evidence.get(each.key)
        if evidence is not None and evidence.quote.strip():
            told = dates.get(evidence.document)
            found.append((each, told.last if told is not None else ""))
    newest = sorted(found, key=lambda each: each[1], reverse=True)
    return sorted(newest, key=lambda each: DEVELOPMENTS.index(each[0].kind))


def reasons_to_refresh(draft: Draft) -> list[Text]:
    """The reasons as lines of plain words, for the terminal; each development with its quote and key."""
    voice, ages = build_voice(draft), find_ages(draft)
    lines = list(_by_age(draft, ages))
    for each, day in dated_developments(voice):
        evidence = voice.evidence[each.key]
        about = " · ".join(filter(None, (evidence.speaker or "", day)))
        told = Text(
            "{kind}（{about}）：“{quote}” {key}",
            "{kind} ({about}): “{quote}” {key}",
            "{kind}（{about}）：「{quote}」 {key}",
        )
        lines.append(told.filled(kind=words.KINDS[each.kind], about=about, quote=evidence.quote, key=each.key))
    return lines


def _by_age(draft: Draft, ages: Sequence[StageAge]) -> Iterator[Text]:
    """What the ages give as reasons."""
    labels: dict[str | None, Text] = {each.id: each.label for each in draft.model.stages}

    def named(found: Sequence[StageAge]) -> Text:
        return joined([labels.get(each.stage, WHOLE_JOURNEY) for each in found])

    due = [each for each in ages if each.due]
    unknown = [each for each in ages if age_state(each) == "unknown"]
    if due:
        yield words.OLD.filled(months=_months(draft), stages=named(due))
    if unknown:
        yield words.NO_DATES.filled(stages=named(unknown))


def _months(draft: Draft) -> int:
    currency = draft.currency
    return currency.months if currency is not None else FRESH_MONTHS


_STATES = {"due": words.DUE, "current": words.FRESH, "unknown": words.UNKNOWN, "none": words.NONE}


def _table(voice: Voice, ages: Sequence[StageAge], width: float) -> Table:
    heads = (words.STAGE, words.OLDEST, words.NEWEST, words.DATED, words.UNDATED, words.STATE)
    styles = ("TableHead", "TableHead", "TableHead", "TableHeadFigure", "TableHeadFigure", "TableHead")
    header = Row(
        tuple(text_cell(style, voice.say(head), "head") for style, head in zip(styles, heads, strict=True)), header=True
    )
    rows = tuple(_row(voice, each) for each in ages)
    shares = (0.25, 0.17, 0.17, 0.15, 0.12, 0.14)
    return Table(tuple(width * share for share in shares), (header, *rows), voice.say(words.TITLE), "dense")


def _row(voice: Voice, age: StageAge) -> Row:
    return Row(
        (
            text_cell("TableSide", voice.stage(age.stage), "side"),
            text_cell("TableText", age.oldest or "–"),
            text_cell("TableText", age.newest or "–"),
            text_cell("TableFigure", str(age.dated)),
            text_cell("TableFigure", str(age.undated)),
            text_cell("TableText", voice.say(_STATES[age_state(age)])),
        )
    )


def _reasons(voice: Voice, ages: Sequence[StageAge]) -> Iterator[Block]:
    by_age = list(_by_age(voice.draft, ages))
    told = dated_developments(voice)
    if not (by_age or told):
        yield text_paragraph("Body", voice.say(words.NO_REASON, months=_months(voice.draft)))
        return
    yield from (text_paragraph("SummaryBullet", voice.say(each)) for each in by_age)
    if not told:
        yield text_paragraph("SummaryBullet", voice.say(words.NOTHING_TOLD))
        return
    yield text_paragraph("Body", voice.say(words.TOLD), keep_next=True)
    for kind in DEVELOPMENTS:
        of_kind = [each for each in told if each[0].kind == kind]
        yield from (_development(voice, each, day) for each, day in of_kind[:_MOST])
        if len(of_kind) > _MOST:
            yield text_paragraph("SummaryBullet", voice.say(words.MORE, count=len(of_kind) - _MOST))


def _development(voice: Voice, each: Development, day: str) -> Paragraph:
    evidence = voice.evidence[each.key]
    label = voice.say(words.KINDS[each.kind])
    who = evidence.speaker or voice.say(UNKNOWN_SPEAKER)
    about = " · ".join(filter(None, (who, day)))
    opening = f" ({about}): " if voice.language == "en" else f"（{about}）："
    pieces = (Run(label, "Strong"), Run(opening), *quote_runs(voice, evidence), *key_pieces(voice, [each.key]))
    return Paragraph("SummaryBullet", pieces)
