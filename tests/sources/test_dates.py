"""When a note was made: told by its head, its records or its name, never guessed, never by the file's own times."""

import os
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.sources import find_note_dates, read_document
from assistant.sources.dates import find_days

SAMPLE = Path(__file__).parents[2] / "knowledge" / "samples" / "chengchuan" / "notes"


def _dates(folder: Path, name: str, text: str):
    (folder / name).write_text(text, encoding="utf-8")
    found = find_note_dates(read_document(Path(name), folder))
    return (found.first, found.last, found.origin) if found is not None else None


@pytest.mark.parametrize(
    ("head", "day"),
    [
        ("日期：2025-11-12 下午", "2025-11-12"),
        ("访谈时间：2025年1月6日 19:30，电话", "2025-01-06"),
        ("2025/11/18　視訊訪談　訪談者：林老師", "2025-11-18"),
        ("訪談日期：民國114年3月2日", "2025-03-02"),
        ("二〇二五年十二月十六日，会议室", "2025-12-16"),
        ("27 November 2025, at her flat", "2025-11-27"),
        ("Date: Nov 3rd, 2025", "2025-11-03"),
        ("Date: 25/12/2025", "2025-12-25"),
        ("日期：2025 年 12 月", "2025-12"),
    ],
)
def test_the_head_of_a_note_tells_its_day(tmp_path, head, day):
    assert _dates(tmp_path, "note.md", f"# 访谈 01：陈女士\n\n{head}\n\n林：您好？\n\n陈女士：你好。\n") == (
        day,
        day,
        "note",
    )


def test_a_day_in_speech_or_of_a_purchase_is_not_the_day_of_the_interview(tmp_path):
    talk = "林：您是哪天买的？\n\n陈女士：2024年6月18日，网上买的。\n\n林：后来呢？\n\n陈女士：还行。\n"
    assert _dates(tmp_path, "a.md", talk) is None
    assert _dates(tmp_path, "b.md", f"客户 2023 年 5 月 1 日购买，双级机\n\n{talk}") is None
    assert _dates(tmp_path, "c.md", f"日期：03/04/2025\n\n{talk}") is None  # March or April


def test_messages_and_rows_carry_their_own_days(tmp_path):
    chat = "林老师 2025-12-01 20:02\n你好\n陈女士 2025-12-03 20:03\n装得很快\n林老师 2025-12-03 20:05\n谢谢\n"
    assert _dates(tmp_path, "chat.txt", chat) == ("2025-12-01", "2025-12-03", "records")
    survey = "提交时间,姓名,装得怎么样？\n2025-12-05 08:00,吴先生,第二天就来了\n2025-12-02 09:00,momo,还行\n"
    assert _dates(tmp_path, "问卷.csv", survey) == ("2025-12-02", "2025-12-05", "records")
    mail = "From: a@b.cn\nTo: c@d.cn\nDate: Wed, 10 Dec 2025 10:00:00 +0800\nSubject: hi\n\n机器漏水。\n"
    assert _dates(tmp_path, "m.eml", mail) == ("2025-12-10", "2025-12-10", "records")


def test_the_files_name_is_the_last_to_be_asked_and_its_own_times_never(tmp_path):
    assert _dates(tmp_path, "陈女士_20251112.md", "陈女士：你好。\n") == ("2025-11-12", "2025-11-12", "name")
    assert _dates(tmp_path, "陈女士.md", "陈女士：你好。\n") is None
    os.utime(tmp_path / "陈女士.md", (1_600_000_000, 1_600_000_000))
    assert find_note_dates(read_document(Path("陈女士.md"), tmp_path)) is None


def test_every_note_of_the_sample_is_dated():
    for path in SAMPLE.iterdir():
        found = find_note_dates(read_document(Path(path.name), SAMPLE))
        assert found is not None, path.name
        assert "2025-11-12" <= found.first <= found.last <= "2026-01-09"


@settings(max_examples=60, deadline=None)
@given(
    st.dates(date(2000, 1, 1), date(2099, 12, 31)),
    st.sampled_from(("{:%Y-%m-%d}", "{0.year}年{0.month}月{0.day}日", "{:%Y%m%d}")),
)
def test_a_day_that_is_written_out_is_read_back(day, form):
    assert list(find_days(f"记录 {form.format(day)} 完")) == [day.isoformat()]


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=60))
def test_no_text_makes_it_fail(text):
    for day in find_days(text, months=True):
        assert date.fromisoformat(day if len(day) == 10 else f"{day}-01")
