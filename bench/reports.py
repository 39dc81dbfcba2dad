"""Writing the reports of a large draft: 6 segments, 400 claims; a fresh process, then again in the same one.

    python -m bench.reports

Prints Markdown. The measure beside each time is how long python-docx alone takes to open and save the same files.
"""

import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from assistant.journey import Draft
from assistant.reports import FILE_NAMES, KINDS, Appearance, write_reports
from bench.common import markdown_table
from tests.fakes.drafts import build_draft

_TURNS = 5
_FRESH = (
    "import sys; from pathlib import Path; from bench.reports import large_draft, write_large; "
    "import time; draft = large_draft(); start = time.perf_counter(); write_large(draft, Path(sys.argv[1])); "
    "print(time.perf_counter() - start)"
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
        fresh = statistics.median(_fresh(folder / "fresh") for _ in range(_TURNS))
        again = _median(lambda: write_large(draft, folder))
        notes = _median(lambda: write_large(draft, folder / "notes", "footnotes"))
        base = _median(lambda: _resave(folder))
        sizes = [f"{(folder / FILE_NAMES[kind]).stat().st_size / 1000:.0f}" for kind in KINDS]
    print(f"{len(draft.maps)} segments, {len(draft.claims())} claims; files of {', '.join(sizes)} kB.\n")
    rows = [
        ("all three reports, Markdown and JSON, in a fresh process with its imports", fresh),
        ("the same again", again),
        ("the same with footnotes", notes),
        ("python-docx opens and saves the three files", base),
    ]
    head = ("what (median of 5)", "seconds", "times python-docx")
    print(markdown_table(head, [(what, f"{took:.2f}", f"{took / base:.1f}") for what, took in rows]))


def _fresh(folder: Path) -> float:
    run = subprocess.run([sys.executable, "-c", _FRESH, str(folder)], capture_output=True, text=True, check=True)
    return float(run.stdout)


def _median(work: Callable[[], None]) -> float:
    took: list[float] = []
    for _ in range(_TURNS):
        start = time.perf_counter()
        work()
        took.append(time.perf_counter() - start)
    return statistics.median(took)


def _resave(folder: Path) -> None:
    from docx import Document

    for kind in KINDS:
        Document(str(folder / FILE_NAMES[kind])).save(str(folder / f"again-{FILE_NAMES[kind]}"))


if __name__ == "__main__":
    main()
