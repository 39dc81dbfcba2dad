"""A comparison of two drafts, or of two rounds of interviews, as a Word file."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from assistant.journey import Draft
from assistant.journey.comparison import CHANGES, Change, Compared, ComparedFinding, FindingKind
from assistant.reports import comparison_words as words
from assistant.reports.appendix import build_evidence_appendix
from assistant.reports.blocks import (
    Block,
    Heading,
    Paragraph,
    Piece,
    Report,
    Row,
    Run,
    Table,
    TableCell,
    text_cell,
    text_paragraph,
)
from assistant.reports.changes import describe_place
from assistant.reports.claims import cited_keys, key_pieces
from assistant.reports.currency_part import build_currency_part
from assistant.reports.phrasing import date_words
from assistant.reports.plain import build_plain_report
from assistant.reports.theme import Theme
from assistant.reports.voice import Voice, build_voice
from assistant.wording import Text

_LABEL_WIDTH = 30.0
_PLACE_WIDTH = 38.0
_KEYS_WIDTH = 30.0
_MOST_KEYS = 8
_KINDS: tuple[FindingKind, ...] = ("gap", "exit", "value", "claim")


def render_comparison(compared: Compared, theme: Theme, created: str) -> bytes:
    """The comparison as the bytes of a .docx in the language of the later draft; `created` is an ISO date and time."""
    from assistant.reports.word import render_word

    return render_word(build_comparison_report(compared, theme, created), theme)


def build_comparison_report(compared: Compared, theme: Theme, created: str) -> Report:
    """The comparison as a report: what was compared, counts, the lines of each change, currency, the evidence."""
    voice = replace(build_voice(compared.after), evidence=compared.evidence)
    title = voice.say(words.TITLE if compared.rounds is None else words.TITLE_ROUNDS)
    client = compared.after.client
    return build_plain_report(
        "comparison",
        voice.language,
        theme,
        _Body(compared, voice, theme, title).blocks(),
        title=title,
        subject=client,
        header=(client, title),
        created=created,
    )


class _Body:
    """The parts of one comparison."""

    def __init__(self, compared: Compared, voice: Voice, theme: Theme, title: str) -> None:
        self._compared = compared
        self._voice = voice
        self._title = title
        self._width = theme.text_width(landscape=False)

    def blocks(self) -> list[Block]:
        voice = self._voice
        told: list[Block] = []
        for change in CHANGES:
            told.extend(self._section(change))
        told.append(Heading(voice.say(words.CURRENCY), 1))
        told.extend(build_currency_part(voice, self._width))
        return [
            Heading(self._title, 1),
            text_paragraph("Lead", voice.say(words.LEAD)),
            self._facts(),
            self._counts(),
            *told,
            *build_evidence_appendix(voice, cited_keys(told), self._width, {}),
        ]

    def _facts(self) -> Table:
        voice, compared = self._voice, self._compared
        facts = [*self._sides()]
        if compared.rounds is None:
            facts.append((voice.say(words.NOTES), self._notes()))
        facts += [(voice.say(words.REMARKS), voice.say(each)) for each in compared.remarks]
        rows = tuple(Row((text_cell("CoverLabel", label), text_cell("CoverValue", value))) for label, value in facts)
        return Table((_LABEL_WIDTH, self._width - _LABEL_WIDTH), rows, self._title, "plain")

    def _sides(self) -> Iterator[tuple[str, str]]:
        voice, compared = self._voice, self._compared
        for label, told in describe_sides(compared):
            yield voice.say(label), voice.say(told)

    def _notes(self) -> str:
        voice, compared = self._voice, self._compared
        parts = [
            voice.say(frame, count=len(names), names=voice.listed(list(names)))
            for frame, names in (
                (words.NOTES_ADDED, compared.added),
                (words.NOTES_EDITED, compared.edited),
                (words.NOTES_REMOVED, compared.removed),
            )
            if names
        ]
        return ("; " if voice.language == "en" else "；").join(parts) or voice.say(words.NOTES_SAME)

    def _counts(self) -> Table:
        voice, comparison = self._voice, self._compared.comparison
        heads = (words.CHANGE, *(words.KINDS[kind] for kind in _KINDS), words.TOTAL)
        header = Row(
            tuple(
                text_cell("TableHeadFigure" if place else "TableHead", _capital(voice, head), "head")
                for place, head in enumerate(heads)
            ),
            header=True,
        )
        rows = [self._count_row(change, comparison.of(change)) for change in CHANGES if self._is_asked(change)]
        share = self._width * 0.12
        widths = (self._width - share * (len(heads) - 1), *(share for _ in heads[1:]))
        return Table(widths, (header, *rows), voice.say(words.CHANGE), "dense")

    def _count_row(self, change: Change, lines: Sequence[ComparedFinding]) -> Row:
        figures = (sum(each.kind == kind for each in lines) for kind in _KINDS)
        return Row(
            (
                text_cell("TableSide", self._voice.say(self._named(change)), "side"),
                *(text_cell("TableFigure", str(figure) if figure else "–") for figure in figures),
                text_cell("TableFigure", str(len(lines))),
            )
        )

    def _is_asked(self, change: Change) -> bool:
        """Between rounds there is one draft, in which nothing changes."""
        return change != "changed" or self._compared.rounds is None

    def _named(self, change: Change) -> Text:
        return words.GONE_ROUND if change == "gone" and self._compared.rounds is not None else words.CHANGES[change]

    def _section(self, change: Change) -> Iterator[Block]:
        lines = self._compared.comparison.of(change)
        if not lines:
            return
        voice = self._voice
        explained = words.EXPLAINED_ROUND if self._compared.rounds is not None else {}
        yield Heading(voice.say(self._named(change)), 1)
        yield text_paragraph("Lead", voice.say(explained.get(change, words.EXPLAINED[change])), keep_next=True)
        header = Row(
            tuple(
                text_cell("TableHead", voice.say(head), "head") for head in (words.WHERE, words.WHAT, words.EVIDENCE)
            ),
            header=True,
        )
        rows = tuple(self._row(each) for kind in _KINDS for each in lines if each.kind == kind)
        widths = (_PLACE_WIDTH, self._width - _PLACE_WIDTH - _KEYS_WIDTH, _KEYS_WIDTH)
        yield Table(widths, (header, *rows), voice.say(self._named(change)), "dense")

    def _row(self, each: ComparedFinding) -> Row:
        voice = self._voice
        said = [text_paragraph("TableText", each.text)]
        if each.before:
            said.insert(0, Paragraph("TableNote", (Run(voice.say(words.BEFORE) + voice.colon), Run(each.before))))
        said.append(text_paragraph("TableNote", voice.say(words.REASONS[each.reason])))
        where = describe_finding_place(self._compared, each)
        return Row(
            (text_cell("TableText", voice.say(where)), TableCell(tuple(said)), TableCell(tuple(self._keys(each))))
        )

    def _keys(self, each: ComparedFinding) -> Iterator[Paragraph]:
        if each.earlier:
            yield self._key_line(words.BEFORE, each.earlier)
        if each.fresh:
            yield self._key_line(words.NOW, each.fresh)
        elif each.later and each.change != "gone":
            yield self._key_line(words.STILL, each.later)
        if not (each.earlier or each.later):
            yield text_paragraph("TableText", "–")

    def _key_line(self, label: Text, keys: Sequence[str]) -> Paragraph:
        pieces: list[Piece] = [Run(self._voice.say(label), "Muted"), *key_pieces(self._voice, keys[:_MOST_KEYS])]
        if len(keys) > _MOST_KEYS:
            pieces.append(Run(" …"))
        return Paragraph("TableText", tuple(pieces))


def describe_sides(compared: Compared) -> tuple[tuple[Text, Text], tuple[Text, Text]]:
    """What is held against what, each with its label."""
    if compared.rounds is None:
        return (words.EARLIER, _draft_words(compared.was or compared.before)), (
            words.LATER,
            _draft_words(compared.after),
        )
    told = {"number": compared.after.number, "since": compared.since}
    return (
        (words.FIRST_ROUND, words.ROUND.filled(**told, documents=len(compared.rounds.earlier))),
        (words.SECOND_ROUND, words.ROUND_FROM.filled(**told, documents=len(compared.rounds.later))),
    )


def describe_finding_place(compared: Compared, each: ComparedFinding) -> Text:
    """Where a finding stands, in words; of a gap only its kind and stage: its title is the finding."""
    draft = compared.before if each.change == "gone" else compared.after
    if each.kind != "gap":
        return describe_place(draft, each.place)
    from assistant.reports.words import GAP_KINDS

    gap = next((one for one in draft.gaps if one.id == each.id), None)
    if gap is None:
        return words.KINDS["gap"]
    stage = next((one.label for one in draft.model.stages if one.id == gap.stage), None)
    kind = GAP_KINDS[gap.kind]
    return kind if stage is None else Text("{stage} · {kind}", "{stage} · {kind}").filled(stage=stage, kind=kind)


def _draft_words(draft: Draft) -> Text:
    frame = Text("{zh}", "{en}", "{hant}")
    created = draft.provenance.created
    date = frame.filled(
        zh=date_words(created, "zh-Hans"), en=date_words(created, "en"), hant=date_words(created, "zh-Hant")
    )
    return words.DRAFT.filled(number=draft.number, date=date, model=draft.model.label, documents=len(draft.sources))


def _capital(voice: Voice, text: Text) -> str:
    said = voice.say(text)
    return said[:1].upper() + said[1:]
