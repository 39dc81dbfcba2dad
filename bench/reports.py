"""Writing the reports of a large draft: 6 segments, 400 claims; a fresh process, then again in the same one.

    python -m bench.reports

Prints Markdown. The measure beside each time is how long python-docx alone takes to open and save the same files.
"""

import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from assistant.journey import Draft
from assistant.reports import FILE_NAMES, KINDS, Appearance, write_reports
from bench.common import markdown_table
from tests.fakes.drafts import build_draft

_TURNS = 5
_FRESH = (
    "import sys; from pathlib import Path; from bench.reports import large_draft, take_time, write_large; "
    "draft = large_draft(); print(*take_time(lambda: write_large(draft, Path(sys.argv[1]))))"
)


def large_draft() -> Draft:
    """A draft of 6 segments and at least 400 claims, with 240 pieces of evidence."""
    return build_draft(segments=6, per_cell=6, count=240)


def write_large(draft: Draft, folder: Path, evidence: str = "list") -> None:
    """All three reports, with their Markdown and JSON."""
    write_reports(
        draft, folder, KINDS, appearance=Appearance(evidence="footnotes" if evidence == "footnotes" else "list")
    )


def main() -> None:
    """Measure and print."""
    draft = large_draft()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        fresh = _medians([_fresh(folder / "fresh") for _ in range(_TURNS)])
        again = _repeated(lambda: write_large(draft, folder))
        notes = _repeated(lambda: write_large(draft, folder / "notes", "footnotes"))
        base = _repeated(lambda: _resave(folder))
        sizes = [f"{(folder / FILE_NAMES[kind]).stat().st_size / 1000:.0f}" for kind in KINDS]
    print(f"{len(draft.maps)} segments, {len(draft.claims())} claims; files of {', '.join(sizes)} kB.\n")
    rows = [
        ("all three reports, Markdown and JSON, in a fresh process with its imports", fresh),
        ("the same again", again),
        ("the same with footnotes", notes),
        ("python-docx opens and saves the three files", base),
    ]
    head = ("what (median of 5)", "CPU", "elapsed", "CPU, times python-docx")
    told = [(what, f"{cpu:.2f} s", f"{wall:.2f} s", f"{cpu / base[0]:.1f}") for what, (cpu, wall) in rows]
    print(markdown_table(head, told))


def take_time(work: Callable[[], None]) -> tuple[float, float]:
    """Seconds of CPU and of the clock that `work` takes."""
    cpu, wall = time.process_time(), time.perf_counter()
    work()
    return time.process_time() - cpu, time.perf_counter() - wall


def _fresh(folder: Path) -> tuple[float, float]:
    run = subprocess.run([sys.executable, "-c", _FRESH, str(folder)], capture_output=True, text=True, check=True)
    cpu, wall = map(float, run.stdout.split())
    return cpu, wall


def _repeated(work: Callable[[], None]) -> tuple[float, float]:
    return _medians([take_time(work) for _ in range(_TURNS)])


def _medians(taken: Sequence[tuple[float, float]]) -> tuple[float, float]:
    return statistics.median(cpu for cpu, _ in taken), statistics.median(wall for _, wall in taken)


def _resave(folder: Path) -> None:
    from docx import Document

    for kind in KINDS:
        Document(str(folder / FILE_NAMES[kind])).save(str(folder / f"again-{FILE_NAMES[kind]}"))


if __name__ == "__main__":
    main()
