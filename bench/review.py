"""Seconds to read a large reviewed report back, beside writing it: 6 segments, 369 claims. `python -m bench.review`"""

from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter

from assistant.drafting.store import read_draft_json, render_draft_json
from assistant.reports import FILE_NAMES, KINDS, write_reports
from assistant.reports.review import read_review, read_stamp
from assistant.reports.review.opening import open_word
from tests.fakes.drafts import build_draft

ROUNDS = 5


def main() -> None:
    """Print a table: the best of five rounds for each report."""
    draft = build_draft(segments=6, per_cell=5, count=240)
    stored = render_draft_json(draft).encode()
    print(f"{len(draft.claims())} claims, {len(draft.maps)} segments")
    print("| report | write s | read back s | read / write |")
    print("|---|--:|--:|--:|")
    with TemporaryDirectory() as folder:
        for kind in KINDS:
            writing, reading = [], []
            for number in range(ROUNDS):
                target = Path(folder) / f"{kind}-{number}"
                start = perf_counter()
                write_reports(draft, target, (kind,))
                writing.append(perf_counter() - start)
                start = perf_counter()
                file = open_word(target / FILE_NAMES[kind])
                review = read_review(file, read_stamp(file), read_draft_json(stored, "draft"))
                reading.append(perf_counter() - start)
                assert not review.gap_fields
            wrote, read = min(writing), min(reading)
            print(f"| {kind} | {wrote:.2f} | {read:.2f} | {read / wrote:.2f} |")


if __name__ == "__main__":
    main()
