"""The end of the map's report: what a map is used for, with what this one can say for each use and what is missing."""

from assistant.journey import Claim, Gap, MapUse
from assistant.reports import journey_words
from assistant.reports.blocks import (
    Block,
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
from assistant.reports.claims import key_pieces
from assistant.reports.marks import claim_mark, name_of
from assistant.reports.theme import Theme
from assistant.reports.voice import Voice

_FIVE = 5


def build_uses_part(voice: Voice, theme: Theme) -> list[Block]:
    """A row for each use; nothing for drafts of before."""
    uses = voice.draft.uses
    if not uses:
        return []
    title = journey_words.USES if len(uses) == _FIVE else journey_words.USES_ANY
    heads = (journey_words.USE, journey_words.SAYS_NOW, journey_words.STILL_MISSING)
    header = Row(tuple(text_cell("TableHead", voice.say(head), "head") for head in heads), header=True)
    width = theme.text_width(landscape=True)
    rows = tuple(_row(voice, each) for each in uses)
    table = Table((width * 0.24, width * 0.48, width * 0.28), (header, *rows), voice.say(title))
    return [
        Heading(voice.say(title), 1, new_page=True),
        text_paragraph("Lead", voice.say(journey_words.USES_LEAD), keep_next=True),
        table,
    ]


def _row(voice: Voice, use: MapUse) -> Row:
    claims = {each.id: each for each in voice.draft.claims()}
    gaps = {each.id: each for each in voice.draft.gaps}
    mapped = {claim.id for each in voice.draft.maps for cell in each.cells for claim in cell.claims}
    lines = [_claim_line(voice, claims[each], each in mapped) for each in use.claims if each in claims]
    lines += [_gap_line(voice, gaps[each]) for each in use.gaps if each in gaps and gaps[each].status == "open"]
    missing = use.missing or (voice.say(journey_words.NOTHING_MISSING),)
    title, colon, rest = use.text.partition(voice.colon.strip())
    name = (text_paragraph("TableSide", title), *((text_paragraph("TableNote", rest.strip()),) if colon else ()))
    return Row(
        (
            TableCell(name, "side"),
            TableCell(tuple(lines) or (text_paragraph("TableText", "—"),)),
            TableCell(tuple(text_paragraph("TableText", f"□ {each}") for each in missing)),
        ),
        apart=True,
    )


def _claim_line(voice: Voice, claim: Claim, linked: bool) -> Paragraph:
    words = Link(claim.text, name_of(claim_mark(claim.id)), "ClaimLink") if linked else Run(claim.text)
    return Paragraph("TableText", (words, *key_pieces(voice, claim.keys)))


def _gap_line(voice: Voice, gap: Gap) -> Paragraph:
    keys = tuple(dict.fromkeys(key for claim in gap.claims for key in claim.keys))[:3]
    return Paragraph("TableText", (Run(voice.say(journey_words.GAP_TITLED, title=gap.title)), *key_pieces(voice, keys)))
