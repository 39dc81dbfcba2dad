"""The appendices: every cited quote with its source, what was read, and what was left out and why."""

from collections.abc import Iterator, Mapping, Sequence
from unicodedata import east_asian_width

from assistant.journey import Evidence, LeftOut
from assistant.reports import picture_words, words
from assistant.reports.blocks import (
    Block,
    Bookmark,
    Heading,
    Link,
    Paragraph,
    Row,
    Run,
    Table,
    TableCell,
    text_cell,
    text_paragraph,
)
from assistant.reports.citing import Citing
from assistant.reports.claims import by_number, key_name
from assistant.reports.currency_part import build_currency_part, date_range
from assistant.reports.currency_words import DATE
from assistant.reports.evidence_words import place_words, quote_runs
from assistant.reports.voice import Voice

_KEY_WIDTH = 15.0
_SHORT_ANSWER = 40
"""Half-widths below which an answer is hard to understand without its question."""
_MOST_PLACES = 6
_WIDE = 200.0
_MOST_BACK = 6
_TIP = 80


def build_evidence_appendix(
    voice: Voice, keys: Sequence[str], width: float, citing: Mapping[str, Sequence[Citing]], *, noted: bool = False
) -> list[Block]:
    """The evidence under `keys` as a table: key with the way back to the claims `citing` it, quote, speaker and place.

    `noted` says that the other evidence stands in footnotes.
    """
    blocks: list[Block] = [Heading(voice.say(words.EVIDENCE_APPENDIX), 1, new_page=True)]
    unknown = sorted(
        {key for claim in voice.draft.claims() for key in claim.keys} - voice.evidence.keys(), key=by_number
    )
    if unknown:
        blocks.append(text_paragraph("Body", voice.say(words.UNKNOWN_KEYS, keys=voice.listed(unknown))))
    if not keys:
        return [*blocks, text_paragraph("Body", voice.say(words.NO_EVIDENCE))]
    heads = (words.KEY, words.QUOTE, words.SPEAKER_AND_PLACE)
    header = Row(tuple(text_cell("TableHead", voice.say(head), "head") for head in heads), header=True)
    rows = tuple(_evidence_row(voice, voice.evidence[key], citing.get(key, ())) for key in keys)
    place = width * (0.41 if width > _WIDE else 0.37)
    table = Table(
        (_KEY_WIDTH, width - _KEY_WIDTH - place, place), (header, *rows), voice.say(words.EVIDENCE_APPENDIX), "dense"
    )
    lead = picture_words.OTHER_EVIDENCE if noted else words.EVIDENCE_LEAD
    return [*blocks, text_paragraph("Lead", voice.say(lead, count=len(keys)), keep_next=True), table]


def _evidence_row(voice: Voice, each: Evidence, citing: Sequence[Citing]) -> Row:
    key = Paragraph("TableText", (Bookmark(key_name(each.key), (Run(each.key, "Strong"),)),))
    back = (Paragraph("BackLinks", tuple(_back_links(voice, citing))),) if citing else ()
    return Row((TableCell((key, *back)), TableCell(tuple(_quote(voice, each))), TableCell(tuple(_place(voice, each)))))


def _back_links(voice: Voice, citing: Sequence[Citing]) -> Iterator[Link | Run]:
    for number, claim in enumerate(citing[:_MOST_BACK], start=1):
        if number > 1:
            yield Run(" ")
        said = claim.text if len(claim.text) <= _TIP else f"{claim.text[:_TIP]}…"
        yield Link(f"↑{number}", claim.name, "Key", voice.say(picture_words.CITED_IN, claim=said))


def _quote(voice: Voice, each: Evidence) -> list[Paragraph]:
    found: list[Paragraph] = []
    if each.question and _is_short(each.quote):
        question = voice.say(words.IN_ANSWER_TO, question=each.question)
        found.append(text_paragraph("TableNote", question, keep_next=True))
    found.append(Paragraph("TableText", quote_runs(voice, each)))
    return found


def _is_short(quote: str) -> bool:
    return sum(2 if east_asian_width(letter) in "WF" else 1 for letter in quote) <= _SHORT_ANSWER


def _place(voice: Voice, each: Evidence) -> list[Paragraph]:
    who = each.speaker or voice.say(words.UNKNOWN_SPEAKER)
    about = [voice.say(words.ROLES[each.role])]
    if each.segment is not None:
        about.append(voice.segment(each.segment))
    return [
        Paragraph("TableText", (Run(who), Run(" " + " · ".join(about), "Muted"))),
        text_paragraph("TableNote", place_words(voice, each)),
    ]


def build_sources_appendix(voice: Voice, width: float) -> list[Block]:
    """What was read, how old it is and whether the map wants refreshing, then what was left out with the reason."""
    return [
        Heading(voice.say(words.SOURCES_APPENDIX), 1, new_page=True),
        Heading(voice.say(words.SOURCES_READ), 2),
        _sources_table(voice, width),
        *build_currency_part(voice, width),
        Heading(voice.say(words.LEFT_OUT), 2),
        *_left_out_blocks(voice, width),
    ]


def _sources_table(voice: Voice, width: float) -> Table:
    heads = (words.DOCUMENT, DATE, words.STATEMENTS, words.SPEAKERS, words.LANGUAGE, words.DIGEST)
    styles = ("TableHead", "TableHead", "TableHeadFigure", "TableHeadFigure", "TableHead", "TableHead")
    header = Row(
        tuple(text_cell(style, voice.say(head), "head") for style, head in zip(styles, heads, strict=True)), header=True
    )
    rows = tuple(
        Row(
            (
                text_cell("TableText", source.document),
                text_cell("TableText", date_range(source.dates)),
                text_cell("TableFigure", str(source.statements)),
                text_cell("TableFigure", str(source.speakers)),
                text_cell("TableText", voice.say(words.LANGUAGE_NAMES[source.language])),
                text_cell("TableCode", source.digest[:16]),
            )
        )
        for source in voice.draft.sources
    )
    shares = (0.31, 0.15, 0.11, 0.11, 0.12, 0.20)
    return Table(tuple(width * share for share in shares), (header, *rows), voice.say(words.SOURCES_READ), "dense")


def _left_out_blocks(voice: Voice, width: float) -> list[Block]:
    left_out = voice.draft.left_out
    if not left_out:
        return [text_paragraph("Body", voice.say(words.NOTHING_LEFT_OUT))]
    gathered: dict[tuple[str, str, str], list[LeftOut]] = {}
    for each in left_out:
        gathered.setdefault((each.document, each.reason, voice.say(each.note)), []).append(each)
    heads = (words.DOCUMENT, words.REASON, words.PLACES)
    header = Row(tuple(text_cell("TableHead", voice.say(head), "head") for head in heads), header=True)
    rows = tuple(
        Row(
            (
                text_cell("TableText", document),
                text_cell("TableText", note),
                text_cell("TableNote", _places(voice, each)),
            )
        )
        for (document, _, note), each in gathered.items()
    )
    table = Table((width * 0.34, width * 0.36, width * 0.3), (header, *rows), voice.say(words.LEFT_OUT), "dense")
    return [text_paragraph("Lead", voice.say(words.LEFT_OUT_LEAD, count=len(left_out)), keep_next=True), table]


def _places(voice: Voice, left_out: Sequence[LeftOut]) -> str:
    places = [place for each in left_out if (place := each.locator.describe(voice.language))]
    shown = ("; " if voice.language == "en" else "；").join(places[:_MOST_PLACES])
    if len(left_out) <= _MOST_PLACES:
        return shown or voice.say(words.WHOLE_FILE)
    more = voice.say(words.MORE_PLACES, count=len(left_out))
    return f"{shown} {more}" if shown else more
