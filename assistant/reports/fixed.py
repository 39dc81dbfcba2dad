"""The lines of a report that are neither claims nor fields: the program writes them anew each time."""

import hashlib
from collections.abc import Iterable, Iterator, Sequence

from assistant.reports.blocks import Block, Bookmark, Heading, Paragraph, Table
from assistant.reports.marks import mark_kind
from assistant.reports.measure import text_of
from assistant.sources.folding import fold

_OF_PLACES = ("Claim", "MapClaim", "Missing", "CoverFirm")
"""How the styles begin of lines that come and go with claims, or with the firm's look."""
_WRITTEN_IN = ("claim", "gap", "check", "sign")


def fixed_lines(blocks: Iterable[Block]) -> list[str]:
    """The lines in reading order, those outside all claims, fields and places that a person may write in."""
    return list(_lines(blocks))


def digest_lines(lines: Sequence[str]) -> str:
    """Tells one set of lines from another: of a report that an earlier version of the program wrote, for one."""
    said = "\n".join(dict.fromkeys(map(fold, dict.fromkeys(lines))))
    return hashlib.sha256(said.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def _lines(blocks: Iterable[Block]) -> Iterator[str]:
    for block in blocks:
        if isinstance(block, Heading):
            yield from () if block.name else (block.text,)
        elif isinstance(block, Paragraph):
            yield from (text_of(block),) if _is_fixed(block) else ()
        elif isinstance(block, Table):
            cells = (cell for row in block.rows for cell in row.cells if not cell.name)
            yield from (text_of(each) for cell in cells for each in cell.paragraphs if _is_fixed(each))


def _is_fixed(paragraph: Paragraph) -> bool:
    marked = (mark_kind(each.name) for each in paragraph.pieces if isinstance(each, Bookmark))
    return not paragraph.style.startswith(_OF_PLACES) and not any(kind in _WRITTEN_IN for kind in marked)
