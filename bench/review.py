"""Seconds to read a large reviewed report back, beside writing it: 6 segments, 441 claims. `python -m bench.review`"""

from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from assistant.drafting.store import read_draft_json, render_draft_json
from assistant.reports import FILE_NAMES, KINDS, write_reports
from assistant.reports.review import read_review, read_stamp
from assistant.reports.review.opening import open_word
from bench.common import markdown_table
from bench.reports import large_draft, take_time

ROUNDS = 5


def main() -> None:
    """Print a table: the best of five rounds for each report."""
    draft = large_draft()
    stored = render_draft_json(draft).encode()
    print(f"{len(draft.claims())} claims, {len(draft.maps)} segments\n")
    told: list[tuple[str, ...]] = []
    with TemporaryDirectory() as name:
        for kind in KINDS:
            wrote = min(take_time(partial(write_reports, draft, Path(name), (kind,))) for _ in range(ROUNDS))
            path = Path(name) / FILE_NAMES[kind]
            read = min(take_time(partial(read_back, path, stored)) for _ in range(ROUNDS))
            shown = (f"{figure:.2f}" for figure in (*wrote, *read, read[0] / wrote[0]))
            told.append((kind, *shown))
    head = ("report", "write CPU s", "elapsed s", "read back CPU s", "elapsed s", "read / write, CPU")
    print(markdown_table(head, told))


def read_back(path: Path, stored: bytes) -> None:
    """One report opened and read against its draft as it is kept; nothing in it may have changed."""
    file = open_word(path)
    review = read_review(file, read_stamp(file), read_draft_json(stored, "draft"))
    assert not review.gap_fields
    assert not review.elsewhere


if __name__ == "__main__":
    main()
