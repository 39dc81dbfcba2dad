"""Real files that this project did not write: every one has a typed outcome, and every word its speaker."""

import json
import os
from collections import Counter
from pathlib import Path

import pytest

from assistant.errors import SourceError
from assistant.journey import Role
from assistant.sources import build_passages, build_statements, find_quote, list_notes, read_document

DATA = os.environ.get("JOURNEY_EVAL_DATA")
pytestmark = pytest.mark.skipif(DATA is None, reason="JOURNEY_EVAL_DATA names no folder of evaluation data")


def test_every_document_is_read_or_refused_with_a_reason() -> None:
    folder = Path(DATA or "") / "documents" / "files"
    outcomes: Counter[str] = Counter()
    for file in list_notes(folder):
        try:
            document = read_document(Path(file.path), folder)
        except SourceError as error:
            outcomes[error.reason] += 1
            continue
        outcomes["read"] += 1
        statements, _ = build_statements(document, (), ())
        whole = "\n".join(block.text for block in document.blocks)
        for each in (*statements, *build_passages(document, statements)):
            assert find_quote(each.text, whole) is not None, file.path
    assert outcomes["read"] >= 60
    assert set(outcomes) <= {"read", "unsupported", "scanned", "no_text", "encrypted", "misnamed", "unreadable"}


def test_deleted_text_of_a_tracked_move_is_never_read() -> None:
    folder = Path(DATA or "") / "documents" / "files"
    document = read_document(Path("pandoc__track_changes_move.docx"), folder)
    text = "\n".join(block.text for block in document.blocks)
    assert all(text.count(each.excerpt) <= 1 for each in document.left_out if each.reason == "deleted")
    assert any(each.reason == "deleted" for each in document.left_out)


@pytest.mark.parametrize("style", ["{}: ", "**{}:** ", "[{}] "])
def test_interviews_are_attributed_without_an_error(tmp_path: Path, style: str) -> None:
    interviews = (Path(DATA or "") / "interviews" / "interviews.jsonl").read_text().splitlines()[:15]
    for number, line in enumerate(interviews):
        turns = json.loads(line)["turns"]
        spoken = {"interviewer": "", "participant": ""}
        for turn in turns:
            spoken[turn["speaker"]] += turn["text"] + "\n"
        path = tmp_path / f"{number}.txt"
        path.write_text("\n\n".join(style.format(turn["speaker"].title()) + turn["text"] for turn in turns))
        statements, _ = build_statements(read_document(path, tmp_path), (), ())
        assert len(statements) > 10
        for each in statements:
            side = {Role.INTERVIEWER: "interviewer", Role.CUSTOMER: "participant"}[each.role]
            assert find_quote(each.text, spoken[side]) is not None
