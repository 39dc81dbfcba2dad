"""A cited passage where it stands: the lines before and after it in its document, with who says them."""

from collections.abc import Sequence
from dataclasses import dataclass

from assistant.journey import Statement
from assistant.sessions.entries import Citation
from assistant.sources.folding import find_quote

_AROUND = 3


@dataclass(frozen=True, slots=True)
class ContextLine:
    """What one speaker says in a row; `cited` where the quote stands in it."""

    speaker: str | None
    text: str
    cited: bool


def find_cited(citation: Citation, statements: Sequence[Statement]) -> list[Statement]:
    """The statements that the quote is made of, in the order of the document."""
    here = [each for each in statements if each.document == citation.document]
    return [
        each
        for each in here
        if find_quote(each.text, citation.quote) is not None or find_quote(citation.quote, each.text) is not None
    ]


def show_context(citation: Citation, statements: Sequence[Statement], around: int = _AROUND) -> list[ContextLine]:
    """The cited statements with as many before and after as `around` says; one line a turn. Empty where it is gone."""
    here = [each for each in statements if each.document == citation.document]
    cited = {each.id for each in find_cited(citation, here)}
    places = [place for place, each in enumerate(here) if each.id in cited]
    if not places:
        return []
    # a short sentence may be said twice in a document: the longest run of cited statements is the passage
    run = _longest_run(places)
    lines: list[ContextLine] = []
    turns: list[int] = []
    for place in range(max(run[0] - around, 0), min(run[-1] + around + 1, len(here))):
        each, is_cited = here[place], place in run
        if lines and turns[-1] == each.turn and lines[-1].cited == is_cited:
            lines[-1] = ContextLine(each.speaker, f"{lines[-1].text}\n{each.text}", is_cited)
        else:
            lines.append(ContextLine(each.speaker, each.text, is_cited))
            turns.append(each.turn)
    return lines


def _longest_run(places: Sequence[int]) -> list[int]:
    runs: list[list[int]] = []
    for place in places:
        if runs and place == runs[-1][-1] + 1:
            runs[-1].append(place)
        else:
            runs.append([place])
    return max(runs, key=len)
