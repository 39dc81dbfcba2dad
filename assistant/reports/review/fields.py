"""Fields that a person fills in or changes: gaps, checklist, sign-off; and rows added to the tables of gaps."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Literal

from assistant.journey import Check, Gap, GapField, Level, NewGap, ReadClaim, Signature
from assistant.reports import words
from assistant.reports.gaps_report import severity_label
from assistant.reports.marks import CHECKS, OPEN_BOX, SIGNERS, Mark, name_of
from assistant.reports.review.base import Base
from assistant.reports.review.flow import Line
from assistant.reports.review.layout import cells_of, marks_in
from assistant.reports.review.matching import said_alike
from assistant.reports.review.segments import cut_claims
from assistant.sources.folding import fold
from assistant.wording import LANGUAGES, Text

Field = Literal["title", "severity", "effort", "status", "step", "owner"]
_FIELDS: tuple[Field, ...] = ("title", "severity", "effort", "status", "step", "owner")
_LEVELS = {fold(words.LEVELS[level].say(language)): level.value for level in Level for language in LANGUAGES}
_STATES = {fold(said.say(language)): state for state, said in words.STATES.items() for language in LANGUAGES}


def read_fields(lines: Sequence[Line], base: Base) -> dict[str, str]:
    """What each marked field says, by the name of its mark; only fields that are still there.

    A field that is a whole table cell counts as there when the cell holds its mark; the text of the cell is its text.
    """
    found: dict[str, str] = {}
    cells = cells_of(lines)
    for line in lines:
        for name in dict.fromkeys([*line.names, *(each for piece in line.pieces for each in piece.names)]):
            mark = base.marks.get(name)
            if mark is None or mark.kind not in ("gap", "check", "sign") or name in found:
                continue
            if mark.kind == "gap":
                found[name] = line.words()
            elif line.cell is not None:
                found[name] = "\n".join(lines[number].words() for number in cells[line.cell]).strip()
    return found


def gap_fields(fields: Mapping[str, str], base: Base) -> Iterator[GapField]:
    """The fields of gaps that a person changed."""
    for gap in base.draft.gaps:
        for field in _FIELDS:
            said = fields.get(name_of(Mark("gap", (gap.id,), field)))
            if said is None:
                continue
            value = _value(field, said, severity_label(gap))
            if value is not None and not said_alike(value, _of_gap(gap, field)):
                yield GapField(gap.id, field, value)


def gone_gaps(lines: Sequence[Line], base: Base) -> Iterator[str]:
    """Gaps of which no word is left."""
    there: set[str] = set()
    for line in lines:
        if line.words().strip():
            there.update(mark.parts[0] for mark in marks_in(line, base) if mark.kind == "gap")
    for gap in base.draft.gaps:
        if gap.id not in there:
            yield gap.id


def read_checks(fields: Mapping[str, str]) -> Iterator[Check]:
    """The lines of the checklist that are in the report."""
    for check in CHECKS:
        done = fields.get(name_of(Mark("check", (check,), "done")))
        note = fields.get(name_of(Mark("check", (check,), "note")), "")
        if done is not None:
            yield Check(check, bool(done.replace(OPEN_BOX, "").strip()), note)


def read_signatures(fields: Mapping[str, str]) -> Iterator[Signature]:
    """Who signed: a row of the sign-off table counts when it has a name."""
    for signer in SIGNERS:
        name, date, note = (
            fields.get(name_of(Mark("sign", (signer,), field)), "") for field in ("name", "date", "note")
        )
        if name.strip():
            yield Signature(signer, " ".join(name.split()), " ".join(date.split()), note.strip())


def new_gaps(lines: Sequence[Line], base: Base) -> Iterator[NewGap]:
    """What stands in the rows that a person added to the tables of gaps."""
    for kind, columns in new_rows(lines, base):
        yield _new_gap(kind, columns, base)


def new_rows(lines: Sequence[Line], base: Base) -> Iterator[tuple[str, Mapping[int, Sequence[Line]]]]:
    """Rows with words and without marks in the tables of gaps: the kind of gaps, and the lines by column."""
    kind = ""
    kinds: dict[int, str] = {}
    for line in lines:
        kind = next((mark.parts[0] for mark in marks_in(line, base) if mark.kind == "kind"), kind)
        if line.style.casefold() == "heading 1" and not any(mark.kind == "kind" for mark in marks_in(line, base)):
            kind = ""
        if line.cell is not None and kind:
            kinds.setdefault(line.cell.table, kind)
    rows: dict[tuple[int, int], dict[int, list[Line]]] = {}
    for line in lines:
        if line.cell is not None and line.cell.table in kinds:
            rows.setdefault((line.cell.table, line.cell.row), {}).setdefault(line.cell.column, []).append(line)
    for (table, row), columns in rows.items():
        marked = any(marks_in(line, base) for held in columns.values() for line in held)
        if row and not marked and any(line.words().strip() for line in columns.get(0, [])):
            yield kinds[table], columns


def _new_gap(kind: str, columns: Mapping[int, Sequence[Line]], base: Base) -> NewGap:
    first, weights, steps = (columns.get(column, []) for column in range(3))
    told = [line for line in first if line.words().strip()]
    claims = tuple(ReadClaim(None, each.text, each.keys, "nothing", each.author) for each in cut_claims(told[1:], base))
    levels = [found for line in weights if (found := _level(line.words())) is not None]
    closed = any(_state(line.words()) == "closed" for line in weights)
    said = [line.words().strip() for line in steps if line.words().strip()]
    owner = next((value for line in said if (value := _labelled(line, words.OWNER)) is not None), "")
    step = "\n".join(line for line in said if _labelled(line, words.OWNER) is None)
    severity = levels[0] if levels else Level.MEDIUM.value
    effort = levels[1] if len(levels) > 1 else Level.MEDIUM.value
    return NewGap(kind, told[0].words().strip(), claims, severity, effort, "closed" if closed else "open", step, owner)


def _value(field: Field, said: str, severity: Text) -> str | None:
    """The value of a field without its label; None where it says nothing that is known."""
    if field in ("title", "step"):
        return said.strip() or (None if field == "title" else "")
    labels = {"severity": severity, "effort": words.EFFORT, "status": words.STATE, "owner": words.OWNER}
    value = _labelled(said, labels[field])
    value = (said if value is None else value).strip()
    if field == "owner":
        return "" if any(said_alike(value, words.OWNER_OPEN.say(language)) for language in LANGUAGES) else value
    return _STATES.get(fold(value)) if field == "status" else _LEVELS.get(fold(value))


def _level(said: str) -> str | None:
    return _LEVELS.get(fold(_behind_colon(said)))


def _state(said: str) -> str | None:
    return _STATES.get(fold(_behind_colon(said)))


def _behind_colon(said: str) -> str:
    return said.replace("：", ":").rpartition(":")[2].strip()


def _labelled(said: str, label: Text) -> str | None:
    for language in LANGUAGES:
        for colon in (":", "："):
            start = label.say(language) + colon
            if said.strip().startswith(start):
                return said.strip().removeprefix(start).strip()
    return None


def _of_gap(gap: Gap, field: Field) -> str:
    values = {
        "title": gap.title,
        "severity": gap.severity.value,
        "effort": gap.effort.value,
        "status": gap.status,
        "step": gap.next_step,
        "owner": gap.owner,
    }
    return values[field]
