"""A claim on paper: its mark, its words under a bookmark, its verdict in words, and links to its evidence."""

from collections import Counter
from collections.abc import Iterable, Sequence
from fractions import Fraction

from assistant.journey import Claim, Computation, Verdict
from assistant.reports import words
from assistant.reports.blocks import Block, Bookmark, Link, Paragraph, Piece, Run, TableCell, paragraphs_of
from assistant.reports.doubts import claim_comment
from assistant.reports.marks import Mark, claim_mark, name_of
from assistant.reports.voice import Voice

LEGEND_NAME = "legend"
_KEY_NAME = "evidence_"


def key_name(key: str) -> str:
    """The bookmark of a key's entry in the appendix."""
    return name_of(Mark("evidence", (key,)))


def cited_keys(blocks: Iterable[Block]) -> list[str]:
    """The keys that the blocks link to, by number, each once."""
    found = {
        piece.text
        for paragraph in paragraphs_of(blocks)
        for piece in paragraph.pieces
        if isinstance(piece, Link) and piece.target.startswith(_KEY_NAME)
    }
    return sorted(found, key=by_number)


def by_number(key: str) -> tuple[int, str]:
    """Sorts E9 before E10."""
    digits = "".join(letter for letter in key if letter.isascii() and letter.isdigit())
    return (int(digits) if digits else 0, key)


def claim_paragraphs(voice: Voice, claims: Sequence[Claim], style: str) -> list[Paragraph]:
    """The claims one below the other, each followed by its formula where it has one."""
    found: list[Paragraph] = []
    for claim in claims:
        formula = claim.computation if claim.computation and claim.computation.operation != "count" else None
        found.append(Paragraph(style, claim_pieces(voice, claim), keep_next=formula is not None))
        if formula is not None:
            found.append(Paragraph(style + "Note", (Run(formula_words(voice, formula)),)))
    return found


def claim_pieces(voice: Voice, claim: Claim) -> tuple[Piece, ...]:
    """The mark, the claim under its bookmark with its doubts as a comment, the verdict in words, and the keys."""
    verdict = voice.verdict(claim)
    return (
        Bookmark(
            name_of(claim_mark(claim.id, "verdict")),
            (Link(words.MARKS[claim.verdict], LEGEND_NAME, "Mark", verdict),),
        ),
        Run("\t"),
        Bookmark(name_of(claim_mark(claim.id)), (Run(claim.text),), claim_comment(voice, claim)),
        *((Run(" "), Run(verdict, _verdict_style(claim))) if claim.verdict is not Verdict.SUPPORTED else ()),
        *key_pieces(voice, claim.keys),
    )


def key_pieces(voice: Voice, keys: Sequence[str], before: str = " ") -> list[Piece]:
    """The keys, each a link to its entry; one that the draft does not know says so. `before` stands before the first."""
    found: list[Piece] = []
    for place, key in enumerate(keys):
        space = " " if place else before
        if space:
            found.append(Run(space))
        if key in voice.evidence:
            found.append(Link(key, key_name(key), "Key", voice.say(words.KEY_TIP, key=key)))
        else:
            gone = voice.say(words.KEY_UNKNOWN)
            found.append(Run(f"{key} ({gone})" if voice.language == "en" else f"{key}（{gone}）", "VerdictDoubt"))
    return found


def missing_cell(voice: Voice, question: str, name: str) -> TableCell:
    """An empty cell of the map: evidence missing, the question that would fill it, and room for the answer."""
    ask = voice.say(words.ASK, question=question)
    return TableCell(
        (
            Paragraph("Missing", (Run(voice.say(words.MISSING)),), keep_next=True),
            *((Paragraph("MissingQuestion", (Run(ask),), keep_next=True),) if question else ()),
            Paragraph("MissingAnswer", (Run(voice.say(words.ANSWER_HERE)),)),
        ),
        "missing",
        name=name,
    )


def _verdict_style(claim: Claim) -> str:
    return "VerdictDoubt" if claim.verdict is Verdict.UNSUPPORTED else "Verdict"


def doubt_words(voice: Voice, claim: Claim) -> str:
    """The doubts about a claim as one line, each said once."""
    return (" " if voice.language == "en" else "").join(dict.fromkeys(doubt.detail for doubt in claim.doubts))


def formula_words(voice: Voice, computation: Computation) -> str:
    """How a figure came about, such as "Computed: mean of 3: 5 × 2, 3 × 1 = 4.3"."""
    operation = words.OPERATIONS[computation.operation].filled(
        count=len(computation.inputs), inputs=_inputs(computation)
    )
    return voice.say(words.FORMULA, formula=operation, result=computation.result)


def _inputs(computation: Computation) -> str:
    """All inputs; of scores and means how often each figure was given, the highest first."""
    if computation.operation not in ("mean", "nps"):
        return " / ".join(computation.inputs)
    times = Counter(computation.inputs)
    return ", ".join(f"{figure} × {times[figure]}" for figure in sorted(times, key=Fraction, reverse=True))
