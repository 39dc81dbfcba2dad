"""A reviewed report as a typed `Review` of the draft that it was written from."""

from collections.abc import Sequence

from assistant.errors import UsageError
from assistant.journey import Draft, Place, Review
from assistant.reports.marks import COMMENT_AUTHOR
from assistant.reports.review import fields
from assistant.reports.review.base import Base, build_base
from assistant.reports.review.flow import Line, read_lines
from assistant.reports.review.layout import place_lines
from assistant.reports.review.matching import match_claims
from assistant.reports.review.opening import WordFile
from assistant.reports.review.outside import read_outside
from assistant.reports.review.remarks import read_remarks, read_tracked
from assistant.reports.review.segments import CutClaim, cut_claims
from assistant.reports.review.stamp import Stamp
from assistant.wording import Text

_LEAST_FOUND = 0.1
"""Share of the draft's claims below which a file is taken to be no longer that report."""


def read_review(file: WordFile, stamp: Stamp, draft: Draft) -> Review:
    """What a person did to the report of `draft` in `file`, with all tracked changes taken as accepted.

    Raises UsageError where next to nothing of the report is left.
    """
    base = build_base(draft, stamp.report)
    lines = read_lines(file)
    placed = place_lines(lines, base)
    places = match_claims(_cut(lines, placed, base), base)
    found = {claim.id for place in places for claim in place.claims} & set(base.claims)
    if len(base.claims) >= 5 and len(found) < _LEAST_FOUND * len(base.claims):
        raise UsageError(
            Text(
                "{path} 中几乎找不到这份报告的要点，没有读入任何内容。",
                "Next to none of the report's claims are left in {path}; nothing was read in.",
            ).filled(path=file.path),
            Text(
                "请确认是在报告文件上直接审阅的，而不是复制到了新文件里。",
                "Check that the report itself was reviewed, not a copy of its text in a new file.",
            ),
        )
    marked = fields.read_fields(lines, base)
    outside = read_outside(lines, placed, base, stamp.lines)
    gaps = stamp.report == "gaps"
    return Review(
        report=stamp.report,
        draft=draft.id,
        number=draft.number,
        client=stamp.client,
        language=draft.language,
        file=file.path.name,
        digest=file.digest,
        editor="" if stamp.editor == COMMENT_AUTHOR else stamp.editor,
        places=places,
        gap_fields=tuple(fields.gap_fields(marked, base)) if gaps else (),
        new_gaps=tuple(fields.new_gaps(lines, base)) if gaps else (),
        gone_gaps=tuple(fields.gone_gaps(lines, base)) if gaps else (),
        remarks=read_remarks(file, lines, base),
        tracked=read_tracked(lines, base),
        checks=tuple(fields.read_checks(marked)),
        signatures=tuple(fields.read_signatures(marked)),
        elsewhere=outside.written,
        removed=outside.removed,
    )


def _cut(lines: Sequence[Line], placed: Sequence[Place | None], base: Base) -> dict[Place, list[CutClaim]]:
    """The claims of every place of the report; a place that is gone has none."""
    held: dict[Place, list[Line]] = {place: [] for place in base.places}
    for line, place in zip(lines, placed, strict=True):
        if place is not None and place in held and not _is_title(line, place):
            held[place].append(line)
    return {place: cut_claims(within, base) for place, within in held.items()}


def _is_title(line: Line, place: Place) -> bool:
    """The first line of a gap, and the heading of a part, are no claims."""
    if place.kind != "gap":
        return False
    names = [*line.names, *(name for piece in line.pieces for name in piece.names)]
    return any(name.startswith("gap_") for name in names)
