"""Re-casting the sample's draft into other stages, where every stage has one heir: no model call, no reading of the notes.

    python -m bench.recast [WORKSPACE]

WORKSPACE is a demo's folder; without one a demo is made first. Prints Markdown.
"""

import sys
import tempfile
import time
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from assistant.drafting.store import draft_numbers, load_draft
from assistant.engagement import Engagement
from assistant.journey import Draft
from assistant.library import load_knowledge
from assistant.recasting import Recaster
from assistant.wiring import make_demo
from bench.common import markdown_table

_TURNS = 3
_TARGETS = ("use-five", "behaviour")


def main() -> None:
    """Measure and print."""
    with tempfile.TemporaryDirectory() as name:
        engagement = make_demo(Path(sys.argv[1] if len(sys.argv) > 1 else f"{name}/demo"), {})
        if not draft_numbers(engagement.client.drafts):
            engagement.draft(report="map", segment=None, folder=None)
        before = load_draft(engagement.client.drafts, 1)
        print(markdown_table(_HEAD, [_measure(engagement, before, target) for target in _TARGETS]))


_HEAD = (f"what (best of {_TURNS})", "CPU", "elapsed", "moved", "judged", "waiting")


def _measure(engagement: Engagement, before: Draft, target: str) -> tuple[str, ...]:
    def open_notes(_model: str, _draft: Draft) -> Engagement:
        raise AssertionError("the notes were opened where every stage has one heir")

    recaster = Recaster(engagement.client, load_knowledge(target), open_notes, datetime.now)
    draft, cpu, wall = _time(lambda: recaster.build(before, {}))
    made = draft.recasting
    assert made is not None
    counts = (str(made.moved), str(made.judged), str(len(draft.unplaced)))
    return (f"{before.model.id} → {target}", f"{cpu:.3f} s", f"{wall:.3f} s", *counts)


def _time(work: Callable[[], Draft]) -> tuple[Draft, float, float]:
    """The draft made, and the least seconds of the processor and of the clock that making it takes."""
    taken: list[tuple[float, float]] = []
    draft = work()
    for _ in range(_TURNS):
        cpu, wall = time.process_time(), time.perf_counter()
        draft = work()
        taken.append((time.process_time() - cpu, time.perf_counter() - wall))
    return draft, min(cpu for cpu, _ in taken), min(wall for _, wall in taken)


if __name__ == "__main__":
    main()
