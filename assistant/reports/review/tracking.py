"""A new report with what changed since the reviewed version as tracked changes by the program.

Written here and not with docx-plus, which numbers at random and marks whole runs: the same draft must give the same file,
and a person wants to see the words that changed.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass
from difflib import SequenceMatcher
from io import BytesIO
from itertools import count
from typing import Any, Literal
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from lxml.etree import SubElement, fromstring, tostring

from assistant.journey import Claim, Draft, Gap, Place, ReportId
from assistant.journey.changes import compare_drafts
from assistant.journey.places import KINDS_OF, claims_by_place
from assistant.reports import words
from assistant.reports.letters import legal
from assistant.reports.marks import COMMENT_AUTHOR, Mark, cell_mark, claim_mark, name_of
from assistant.reports.review.opening import W
from assistant.reports.voice import build_voice

_BODY = "word/document.xml"
_TOKENS = re.compile(r"[A-Za-z0-9]+|\s+|.", re.DOTALL)
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_FIRST_ID = 900_000
"""Ids of tracked changes begin above those of bookmarks and comments: they share one space of numbers."""


def track(report: bytes, before: Draft, after: Draft, kind: ReportId) -> bytes:
    """The report of `after` with claims and fields of gaps that differ from `before` as tracked changes."""
    with ZipFile(BytesIO(report)) as package:
        parts = {each.filename: package.read(each.filename) for each in package.infolist()}
    body = fromstring(parts[_BODY])
    _Tracker(body, after).track(before, after, kind)
    parts[_BODY] = tostring(body, xml_declaration=True, encoding="UTF-8", standalone=True)
    written = BytesIO()
    with ZipFile(written, "w", ZIP_DEFLATED) as package:
        for name, content in parts.items():
            package.writestr(ZipInfo(name, (1980, 1, 1, 0, 0, 0)), content, ZIP_DEFLATED)
    return written.getvalue()


@dataclass(frozen=True, slots=True)
class _Stamp:
    """What every tracked change says of itself."""

    author: str
    date: str


class _Tracker:
    """Marks changes in one body."""

    def __init__(self, body: Any, draft: Draft) -> None:
        self._numbers = count(_FIRST_ID)
        self._stamp = _Stamp(COMMENT_AUTHOR, draft.provenance.created)
        self._starts: Mapping[str, Any] = {str(each.get(f"{W}name")): each for each in body.iter(f"{W}bookmarkStart")}

    def track(self, before: Draft, after: Draft, kind: ReportId) -> None:
        """All that differs in the places of that report."""
        changes = compare_drafts(before, after)
        kinds = KINDS_OF[kind]
        for place, claim in changes.new:
            if place.kind in kinds:
                self._insert_claim(claim)
        for place, old, new in changes.changed:
            if place.kind in kinds:
                self._reword(name_of(claim_mark(new.id)), old.text, new.text)
        now, old_places = claims_by_place(after), claims_by_place(before)
        for place, claim in changes.withdrawn:
            if place.kind in kinds and place in now:
                self._withdraw(place, claim, old_places[place])
        if kind == "gaps":
            self._track_gaps(before, after, {each.id for each in changes.new_gaps})

    def _track_gaps(self, before: Draft, after: Draft, new: set[str]) -> None:
        was = {each.id: each for each in before.gaps}
        for gap in after.gaps:
            title = self._starts.get(name_of(Mark("gap", (gap.id,), "title")))
            if title is None:
                continue
            if gap.id in new:
                self._insert_row(next(each for each in title.iterancestors() if each.tag == f"{W}tr"))
            elif gap.id in was:
                for field, old, value in _gap_fields(was[gap.id], gap, after):
                    self._reword(name_of(Mark("gap", (gap.id,), field)), old, value)

    # ---------------------------------------------------------------- marking

    def _insert_claim(self, claim: Claim) -> None:
        name = name_of(claim_mark(claim.id))
        for start in (each for turn, each in self._starts.items() if turn == name or turn.startswith(f"{name}_")):
            if start.get(f"{W}name", "").endswith("_verdict"):
                continue
            line = next(each for each in start.iterancestors() if each.tag == f"{W}p")
            for run in list(line.iter(f"{W}r")):
                if run.find(f"{W}commentReference") is None and run.getparent().tag != f"{W}ins":
                    self._wrap(run, "ins")
            self._mark_paragraph(line, "ins")

    def _reword(self, name: str, old: str, new: str) -> None:
        """The words that differ within what a bookmark encloses; a label before them stays."""
        start = self._starts.get(name)
        if start is None:
            return
        runs = [each for each in _enclosed(start) if each.tag == f"{W}r" and each.find(f"{W}t") is not None]
        if not runs:
            return
        model = runs[-1]
        for run in runs if name.startswith("claim_") else runs[-1:]:
            if run is not model:
                run.getparent().remove(run)
        place = model
        for kind, said in _difference(legal(old), legal(new)):
            piece = _run_like(model, said, deleted=kind == "del")
            place.addnext(piece)
            place = self._wrap(piece, kind) if kind != "same" else piece
        model.getparent().remove(model)

    def _withdraw(self, place: Place, claim: Claim, old: Sequence[Claim]) -> None:
        """The claim as a deleted paragraph behind the one it stood behind, else at the top of its place."""
        earlier = [each.id for each in old[: [each.id for each in old].index(claim.id)]]
        behind = next((found for each in reversed(earlier) if (found := self._line_of(each)) is not None), None)
        line = deepcopy(behind) if behind is not None else None
        anchor = behind if behind is not None else self._top_of(place)
        if anchor is None:
            return
        line = line if line is not None else deepcopy(anchor)
        properties = line.find(f"{W}pPr")
        for child in list(line):
            if child is not properties:
                line.remove(child)
        # Under its mark: who rejects the deletion gets this very claim back.
        number = str(next(self._numbers))
        start = SubElement(line, f"{W}bookmarkStart")
        start.set(f"{W}id", number)
        start.set(f"{W}name", name_of(claim_mark(claim.id)))
        run = SubElement(line, f"{W}r")
        said = SubElement(run, f"{W}delText")
        said.text = legal(claim.text)
        said.set(_SPACE, "preserve")
        self._wrap(run, "del")
        SubElement(line, f"{W}bookmarkEnd").set(f"{W}id", number)
        self._mark_paragraph(line, "del")
        # The mark of a cell begins in its first paragraph: what is withdrawn stands behind that one.
        anchor.addnext(line)

    def _insert_row(self, row: Any) -> None:
        properties = row.find(f"{W}trPr")
        if properties is None:
            properties = row.makeelement(f"{W}trPr")
            row.insert(0, properties)
        properties.append(self._change(row, "ins"))

    def _wrap(self, run: Any, kind: str) -> Any:
        holder = self._change(run, kind)
        run.addprevious(holder)
        holder.append(run)
        return holder

    def _mark_paragraph(self, line: Any, kind: str) -> None:
        properties = line.find(f"{W}pPr")
        if properties is None:
            properties = line.makeelement(f"{W}pPr")
            line.insert(0, properties)
        run_properties = properties.find(f"{W}rPr")
        if run_properties is None:
            run_properties = SubElement(properties, f"{W}rPr")
        run_properties.insert(0, self._change(line, kind))

    def _change(self, like: Any, kind: str) -> Any:
        change = like.makeelement(f"{W}{kind}")
        change.set(f"{W}id", str(next(self._numbers)))
        change.set(f"{W}author", self._stamp.author)
        if self._stamp.date:
            change.set(f"{W}date", self._stamp.date)
        return change

    # ---------------------------------------------------------------- finding

    def _line_of(self, claim: str) -> Any:
        start = self._starts.get(name_of(claim_mark(claim)))
        return (
            next((each for each in start.iterancestors() if each.tag == f"{W}p"), None) if start is not None else None
        )

    def _top_of(self, place: Place) -> Any:
        marks = {
            "cell": lambda: cell_mark(*place.parts),
            "answer": lambda: Mark("answer", place.parts),
            "finding": lambda: Mark("finding", place.parts),
            "part": lambda: Mark("part", place.parts[:1], place.parts[1]),
            "gap": lambda: Mark("gap", place.parts, "title"),
        }
        start = self._starts.get(name_of(marks[place.kind]()))
        return (
            next((each for each in start.iterancestors() if each.tag == f"{W}p"), None) if start is not None else None
        )


def _enclosed(start: Any) -> Iterator[Any]:
    for each in start.itersiblings():
        if each.tag == f"{W}bookmarkEnd" and each.get(f"{W}id") == start.get(f"{W}id"):
            return
        yield each


def _run_like(model: Any, text: str, *, deleted: bool) -> Any:
    run = deepcopy(model)
    for child in list(run):
        if child.tag != f"{W}rPr":
            run.remove(child)
    for number, line in enumerate(text.split("\n")):
        if number:
            SubElement(run, f"{W}br")
        said = SubElement(run, f"{W}delText" if deleted else f"{W}t")
        said.text = line
        said.set(_SPACE, "preserve")
    return run


def _difference(old: str, new: str) -> list[tuple[Literal["same", "del", "ins"], str]]:
    """The new words with the old ones between them, letter by letter in Chinese and word by word in English."""
    before, after = _TOKENS.findall(old), _TOKENS.findall(new)
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    if matcher.ratio() < 0.5:  # nothing in common worth reading: one deletion, one insertion
        whole: list[tuple[Literal["same", "del", "ins"], str]] = [("del", old), ("ins", new)]
        return [each for each in whole if each[1]]
    found: list[tuple[Literal["same", "del", "ins"], str]] = []
    for kind, start, end, first, last in matcher.get_opcodes():
        if kind == "equal":
            found.append(("same", "".join(after[first:last])))
            continue
        if end > start:
            found.append(("del", "".join(before[start:end])))
        if last > first:
            found.append(("ins", "".join(after[first:last])))
    return found


def _gap_fields(old: Gap, new: Gap, draft: Draft) -> Iterator[tuple[str, str, str]]:
    """The fields of a gap that differ, as the report words them."""
    voice = build_voice(draft)
    named = voice.say(words.OWNER_OPEN)
    pairs = (
        ("title", old.title, new.title),
        ("step", old.next_step, new.next_step),
        ("owner", old.owner or named, new.owner or named),
        ("severity", voice.say(words.LEVELS[old.severity]), voice.say(words.LEVELS[new.severity])),
        ("effort", voice.say(words.LEVELS[old.effort]), voice.say(words.LEVELS[new.effort])),
        ("status", voice.say(words.STATES[old.status]), voice.say(words.STATES[new.status])),
    )
    return (each for each in pairs if each[1] != each[2])
