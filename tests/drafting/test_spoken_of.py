"""That nobody mentioned something is said only of what no statement, coded or not, speaks of."""

from pathlib import Path

import pytest

from assistant.drafting.build import build_draft
from assistant.journey import GapKind, Role
from assistant.library import load_playbook
from tests.drafting.notes import BEHAVIOUR, TOUCHPOINT, Notes, gaps_of


@pytest.fixture
def notes() -> Notes:
    notes = Notes()
    notes.say("王芳", "我当天就付了款。", "purchase", BEHAVIOUR)
    return notes


def absent(notes: Notes, folder: Path, stage: str = "awareness", kind: GapKind = GapKind.TOUCHPOINT) -> str:
    """What the gaps of one stage say was not found."""
    draft = build_draft(notes.request(folder, playbook=load_playbook()))
    return "\n".join(claim.text for gap in gaps_of(draft, kind) if gap.stage == stage for claim in gap.claims)


def test_what_nobody_spoke_of_is_told(tmp_path, notes):
    assert "口碑传播" in absent(notes, tmp_path)


@pytest.mark.parametrize(
    ("text", "question"),
    [
        ("朋友推荐的。", None),  # the playbook's word, in a statement without any code
        ("隔壁一直用的也是这个，我就跟着买了。", None),  # a word by which journeys are read
        ("嗯，有的。", "您是朋友推荐来的吗？"),  # brought up by the question
    ],
)
def test_a_statement_without_codes_counts_too(tmp_path, notes, text, question):
    notes.say("赵敏", text, question=question)
    assert "口碑传播" not in absent(notes, tmp_path)


def test_a_hint_counts_where_the_stage_fits(tmp_path, notes):
    notes.say("赵敏", "后来同事小赵带我进去看过一回。", "awareness", TOUCHPOINT)
    assert "口碑传播" not in absent(notes, tmp_path)


def test_a_hint_says_nothing_at_another_stage(tmp_path, notes):
    notes.say("赵敏", "我和同事一起去取的。", "purchase", BEHAVIOUR)
    assert "口碑传播" in absent(notes, tmp_path)


def test_a_figure_that_only_customers_speak_of_is_not_measured(tmp_path, notes):
    notes.say("赵敏", "他们的品牌知名度好像挺高。")
    assert "品牌知名度" in absent(notes, tmp_path, kind=GapKind.MEASUREMENT)
    notes.say("苏敏", "品牌知名度我们一年调研一次。", role=Role.STAFF)
    assert "品牌知名度" not in absent(notes, tmp_path, kind=GapKind.MEASUREMENT)
