"""What a chat shows of the work itself: the map, the gaps, a source where it stands."""

from collections.abc import Sequence

from assistant.columns import count_columns, shorten
from assistant.drafting.quoting import quoted
from assistant.journey import Dimension, Draft, Level, Stage
from assistant.reports.words import DIMENSIONS, GAP_KINDS, LEVELS, MARKS
from assistant.sessions.chat import words
from assistant.sessions.chat.context import ContextLine
from assistant.sessions.chat.scope import Scope
from assistant.sessions.entries import Citation
from assistant.sessions.interview.plan import Knowledge, Known
from assistant.sessions.terminal import Terminal
from assistant.wording import Text

_HEADS = {
    Dimension.BEHAVIOUR: Text("行为", "behaviour"),
    Dimension.TOUCHPOINT: Text("触点", "touchpoint"),
    Dimension.KPI: Text("指标", "KPI"),
    Dimension.INSIGHT: Text("洞察", "insight"),
}
_COLUMN = 11
_SCREENFUL = 10


def tell_counts(terminal: Terminal, stages: Sequence[Stage], known: Knowledge) -> None:
    """The map as counts: statements and people in each cell, a dot for none."""
    language = terminal.language
    width = max(count_columns(each.label.say(language)) for each in stages) + 2
    terminal.tell(words.MAP)
    terminal.tell(_row("", [_HEADS[each].say(language) for each in Dimension], width), look="faint")
    for stage in stages:
        cells = [known.get((stage.id, each), Known()) for each in Dimension]
        shown = [f"{each.statements}/{each.speakers}" if each.statements else "·" for each in cells]
        terminal.tell(_row(stage.label.say(language), shown, width))
    terminal.tell(words.MAP_HOW, look="faint")


def tell_stage(terminal: Terminal, draft: Draft, stage: Stage, scope: Scope) -> None:
    """The claims of one stage in the latest draft, map by map, or the question that would fill a cell."""
    terminal.tell(words.MAP_OF.filled(number=draft.number, stage=stage.label), look="strong")
    for one in draft.maps:
        if scope.segment is not None and one.segment != scope.segment.id:
            continue
        if len(draft.maps) > 1:
            terminal.tell(one.label, look="strong")
        for dimension in Dimension:
            cell = one.cell(stage.id, dimension)
            terminal.tell(DIMENSIONS[dimension])
            for claim in cell.claims:
                keys = " ".join(claim.keys)
                terminal.tell(f"  {MARKS[claim.verdict]} {claim.text} {keys}", indent=4)
            if not cell.claims:
                terminal.tell(f"  {words.MAP_EMPTY.filled(question=cell.question).say(terminal.language)}", indent=4)


def tell_gaps(terminal: Terminal, draft: Draft, scope: Scope, *, everything: bool = False) -> None:
    """The open gaps of the latest draft within the scope, the gravest first; a screenful unless `everything`."""
    stage = scope.stage.id if scope.stage is not None else None
    segment = scope.segment.id if scope.segment is not None else None
    gaps = [
        each
        for each in draft.gaps
        if each.status == "open"
        and (stage is None or each.stage == stage)
        and (segment is None or each.segment in (segment, None))
    ]
    gaps.sort(key=lambda each: list(Level).index(each.severity))
    head = words.GAPS if gaps else words.NO_GAPS
    terminal.tell(head.filled(number=draft.number, n=len(gaps)), look="strong")
    for number, each in enumerate(gaps if everything else gaps[:_SCREENFUL], 1):
        kind, level = (text.say(terminal.language) for text in (GAP_KINDS[each.kind], LEVELS[each.severity]))
        terminal.tell(f"{number}. [{level} · {kind}] {each.title}", indent=3)
        terminal.tell(words.NEXT_STEP.filled(step=each.next_step, owner=each.owner), look="faint", indent=3)
    if len(gaps) > _SCREENFUL and not everything:
        more = words.MORE_GAPS.filled(n=len(gaps) - _SCREENFUL, all=words.ALL)
        terminal.tell(more, look="faint")


def tell_source(terminal: Terminal, citation: Citation, lines: Sequence[ContextLine]) -> None:
    """A citation with file and place, and what stands around it; the cited words are marked."""
    language = terminal.language
    place = " · ".join(filter(None, (citation.document, citation.place.say(language))))
    terminal.tell(f"[{citation.key}] {place}", look="strong")
    if not lines:
        terminal.tell(quoted(" ".join(citation.quote.split()), language), indent=2)
        return
    colon = ": " if language == "en" else "："
    for each in lines:
        mark = "▶ " if each.cited else "  "
        said = " ".join(each.text.split())
        who = f"{each.speaker}{colon}" if each.speaker else ""
        terminal.tell(f"{mark}{who}{said}", look="plain" if each.cited else "faint", indent=4)


def tell_history(terminal: Terminal, questions: Sequence[str]) -> None:
    """What was asked, numbered, each on one line."""
    for number, each in enumerate(questions, 1):
        terminal.tell(f"{number:>3}. {shorten(each, 70)}")


def _row(head: str, cells: Sequence[str], width: int) -> str:
    padded = [head + " " * max(width - count_columns(head), 0)]
    padded += [cell + " " * max(_COLUMN - count_columns(cell), 1) for cell in cells]
    return "".join(padded).rstrip()
