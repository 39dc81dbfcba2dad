"""The claims of the maps that a person should check first, gathered by what is doubted about them."""

from collections import Counter

from assistant.journey import Claim, Dimension, Verdict
from assistant.reports import words
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
from assistant.reports.claims import doubt_words, key_pieces
from assistant.reports.marks import claim_mark, name_of
from assistant.reports.theme import Theme
from assistant.reports.voice import Voice

_MOST_LISTED = 12
"""Partly supported claims with one and the same doubt that are listed in full; of more, only the cells are named."""
_WHY_WIDTH = 70.0

Place = tuple[str, Dimension]


def build_check_list(voice: Voice, theme: Theme) -> list[Block]:
    """A part of the map's report: each doubt with its claims, linked to their places in the maps."""
    doubted = _doubted_claims(voice)
    if not doubted:
        return []
    heads = (words.WHY, words.CLAIMS)
    header = Row(tuple(text_cell("TableHead", voice.say(head), "head") for head in heads), header=True)
    rows = [_row(voice, why, verdict, places) for (verdict, why), places in doubted.items()]
    width = theme.text_width(landscape=True)
    return [
        Heading(voice.say(words.TO_CHECK), 1, new_page=True),
        text_paragraph("Lead", voice.say(words.TO_CHECK_LEAD), keep_next=True),
        Table((_WHY_WIDTH, width - _WHY_WIDTH), (header, *rows), voice.say(words.TO_CHECK)),
    ]


def _doubted_claims(voice: Voice) -> dict[tuple[Verdict, str], list[tuple[Place, Claim]]]:
    """Unsupported claims first; edited ones only where the re-check left a doubt."""
    found: dict[tuple[Verdict, str], list[tuple[Place, Claim]]] = {}
    for each in voice.draft.maps:
        for cell in each.cells:
            for claim in cell.claims:
                if claim.verdict in (Verdict.PARTIAL, Verdict.UNSUPPORTED) or claim.doubts:
                    why = doubt_words(voice, claim) or voice.say(words.VERDICTS_EXPLAINED[claim.verdict])
                    found.setdefault((claim.verdict, why), []).append(((cell.stage, cell.dimension), claim))
    order = (Verdict.UNSUPPORTED, Verdict.EDITED, Verdict.PARTIAL, Verdict.SUPPORTED)
    return dict(sorted(found.items(), key=lambda entry: order.index(entry[0][0])))


def _row(voice: Voice, why: str, verdict: Verdict, places: list[tuple[Place, Claim]]) -> Row:
    mark = Paragraph(
        "TableText", (Run(words.MARKS[verdict], "Mark"), Run(f" {voice.say(words.VERDICTS[verdict])}", "Strong"))
    )
    count = text_paragraph("TableNote", voice.say(words.CLAIMS_COUNTED, count=len(places)))
    side = TableCell((mark, text_paragraph("TableText", why), count))
    if verdict is Verdict.PARTIAL and len(places) > _MOST_LISTED:
        return Row((side, TableCell((text_paragraph("TableText", _cells_named(voice, places)),))), apart=True)
    claims = tuple(
        Paragraph(
            "TableText",
            (Link(claim.text, name_of(claim_mark(claim.id)), "ClaimLink"), *key_pieces(voice, claim.keys)),
        )
        for _, claim in places
    )
    return Row((side, TableCell(claims)), apart=True)


def _cells_named(voice: Voice, places: list[tuple[Place, Claim]]) -> str:
    counts = Counter(place for place, _ in places)
    named = [
        voice.say(
            words.IN_CELL, stage=voice.stage(stage), dimension=voice.say(words.DIMENSIONS[dimension]), count=count
        )
        for (stage, dimension), count in counts.items()
    ]
    return ("; " if voice.language == "en" else "；").join(named)
