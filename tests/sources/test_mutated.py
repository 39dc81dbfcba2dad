"""Files cut off at fifty places, with flipped bytes and under other names: read, or refused in one clear line."""

import json
import random
import time
from pathlib import Path

import pytest

from assistant.sources import read_notes

from .test_archives import TALK, packed
from .test_damaged import FILES
from .test_mail import CHAIN, letter
from .test_rtf import coded, rich
from .test_transcripts import WECHAT

MORE = {
    **FILES,
    ".zip": packed({"a.txt": TALK, "b.docx": FILES[".docx"]}),
    ".eml": bytes(letter(CHAIN)),
    ".json": json.dumps([{"name": "陈女士", "text": "等了三天"}] * 3, ensure_ascii=False).encode(),
    ".rtf": rich(coded("林：等了多久？") + r"\par{\v " + coded("三天") + r"}\trowd\intbl a\cell b\cell\row\par"),
    ".txt": WECHAT.encode("gb18030"),
}
NAMES = (*MORE, ".msg", ".bin")


def check(notes: Path) -> None:
    read = read_notes(notes, (), ())
    assert read.documents or read.left_out
    for each in read.left_out:
        assert each.note.zh
        assert each.note.en
        assert "\n" not in each.note.en


@pytest.mark.parametrize("suffix", MORE)
def test_fifty_places_to_be_cut_off_at(notes: Path, suffix: str) -> None:
    raw = MORE[suffix]
    started = time.perf_counter()
    for place in range(50):
        (notes / f"a{suffix}").write_bytes(raw[: max(1, len(raw) * place // 50)])
        check(notes)
    assert time.perf_counter() - started < 60


@pytest.mark.parametrize("suffix", MORE)
def test_flipped_bytes_and_other_names(notes: Path, suffix: str) -> None:
    chance = random.Random(suffix)
    for turn in range(40):
        raw = bytearray(MORE[suffix])
        for _ in range(chance.randint(1, 12)):
            raw[chance.randrange(len(raw))] ^= 1 << chance.randrange(8)
        path = notes / f"a{NAMES[turn % len(NAMES)] if turn % 2 else suffix}"
        path.write_bytes(raw)
        check(notes)
        path.unlink()
