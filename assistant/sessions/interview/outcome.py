"""What an interview came to: what was answered, which cells it filled, what is still open."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from assistant.journey import Dimension, Stage
from assistant.sessions.interview import words
from assistant.sessions.interview.plan import Knowledge, Known, PlannedQuestion
from assistant.sessions.interview.record import Record
from assistant.sessions.terminal import Terminal
from assistant.wording import Text, joined

_MOST_SKIPPED = 8


@dataclass(frozen=True, slots=True)
class Outcome:
    """`spoken_of` are the cells with at least one answer, `new` those of them that were empty; `open` the empty ones."""

    answered: int
    answers: int
    skipped: tuple[PlannedQuestion, ...]
    spoken_of: tuple[tuple[Stage, tuple[Dimension, ...]], ...]
    new: frozenset[tuple[str, Dimension]]
    open: tuple[tuple[Stage, tuple[Dimension, ...]], ...]


def sum_up(record: Record, plan: Sequence[PlannedQuestion], stages: Sequence[Stage], known: Knowledge) -> Outcome:
    """By the questions of the plan: where an answer really belongs is seen when it is coded."""
    by_id = {each.id: each for each in plan}
    answered = {each.question for each in record.answers}
    cells = {by_id[each].place for each in answered if each in by_id}
    empty = {
        (stage.id, each)
        for stage in stages
        for each in Dimension
        if not known.get((stage.id, each), Known()).statements
    }
    return Outcome(
        len(answered),
        len(record.answers),
        tuple(by_id[each] for each in record.skipped if each in by_id),
        _by_stage(stages, cells),
        frozenset(cells & empty),
        _by_stage(stages, empty - cells),
    )


def tell_outcome(terminal: Terminal, outcome: Outcome, note: str) -> None:
    """The account of an interview for the person who led it."""
    tell = terminal.tell
    tell()
    done = words.DONE.filled(questions=outcome.answered, skipped=len(outcome.skipped), n=outcome.answers)
    tell(done, look="strong")
    tell(words.NOTE_AT.filled(note=note))
    if outcome.spoken_of:
        tell(words.FILLED)
        for stage, dimensions in outcome.spoken_of:
            named = [
                words.NEWLY.filled(dimension=words.DIMENSIONS[each])
                if (stage.id, each) in outcome.new
                else words.DIMENSIONS[each]
                for each in dimensions
            ]
            tell(_line(stage, named), indent=4)
    tell(words.STILL_OPEN if outcome.open else words.NONE_OPEN)
    for stage, dimensions in outcome.open:
        tell(_line(stage, [words.DIMENSIONS[each] for each in dimensions]), indent=4)
    if outcome.skipped:
        tell(words.SKIPPED_LIST)
        for each in outcome.skipped[:_MOST_SKIPPED]:
            tell(f"  - {each.text.say(terminal.language)}", indent=4)


def outcome_json(outcome: Outcome, record: Record, state: str) -> dict[str, Any]:
    """The JSON of `journey interview`."""
    return {
        "note": record.note,
        "state": state,
        "answered": outcome.answered,
        "answers": outcome.answers,
        "skipped": [each.id for each in outcome.skipped],
        "spoken_of": [f"{stage.id}.{each}" for stage, dimensions in outcome.spoken_of for each in dimensions],
        "open": [f"{stage.id}.{each}" for stage, dimensions in outcome.open for each in dimensions],
    }


def _line(stage: Stage, named: Sequence[Text]) -> Text:
    return words.FILLED_LINE.filled(stage=stage.label, cells=joined(list(named)))


def _by_stage(
    stages: Sequence[Stage], cells: "set[tuple[str, Dimension]]"
) -> tuple[tuple[Stage, tuple[Dimension, ...]], ...]:
    rows = [(stage, tuple(each for each in Dimension if (stage.id, each) in cells)) for stage in stages]
    return tuple(row for row in rows if row[1])
