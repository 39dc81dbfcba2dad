"""Codebook files: read back as written, own codings win, bad rows are told with their number."""

import csv
import io
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.errors import SettingsError
from assistant.journey import Dimension
from assistant.library import load_codebook
from assistant.playbook import CodedExample

HEADER = "text,stages,funnel,dimensions,sentiment,speaker,industry\n"
GOOD = "这家店我去过,awareness,awareness,behaviour|touchpoint,1,customer,food\n"


def write(folder: Path, content: str, name: str = "own.csv") -> Path:
    path = folder / "codebook" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(content, encoding="utf-8")
    return path


def told(folder: Path) -> str:
    with pytest.raises(SettingsError) as caught:
        load_codebook(folder)
    return caught.value.message.en


def test_own_examples_are_added(tmp_path: Path) -> None:
    write(tmp_path, "\ufeff" + HEADER + GOOD)
    shipped, own = load_codebook(), load_codebook(tmp_path)
    assert own[: len(shipped)] == shipped
    assert own[-1] == CodedExample(
        "这家店我去过", ("awareness",), ("awareness",), (Dimension.BEHAVIOUR, Dimension.TOUCHPOINT), 1, "customer"
    )


def test_own_coding_of_the_same_words_wins(tmp_path: Path) -> None:
    shipped = load_codebook()
    first = next(each for each in shipped if each.stages and "," not in each.text and '"' not in each.text)
    write(tmp_path, f"{HEADER}{first.text},,,,0,staff,\n")
    own = {each.text: each for each in load_codebook(tmp_path)}
    assert len(own) == len(shipped)
    assert own[first.text] == CodedExample(first.text, (), (), (), 0, "staff")


def test_every_bad_row_is_told_with_its_number(tmp_path: Path) -> None:
    path = write(
        tmp_path,
        HEADER
        + GOOD
        + '"two\nlines",buying,awareness,behaviour,1,customer,\n'
        + "b,awareness,conversion,behaviour,1,customer,\n"
        + "c,awareness,awareness,mood,1,customer,\n"
        + "d,awareness,awareness,behaviour,3,customer,\n"
        + "e,awareness,awareness,behaviour,0,interviewer,\n"
        + ",,,,0,customer,\n"
        + "f,awareness,,behaviour,0,customer,\n"
        + "g,,,,1,customer,\n"
        + "h,awareness\n"
        + "\n"
        + "i,awareness|consideration|purchase,awareness,behaviour,0,customer,\n"
        + "j,awareness|awareness,awareness,behaviour,0,customer,\n"
        + GOOD,
    )
    assert told(tmp_path).splitlines() == [
        "The knowledge files have 12 problem(s):",
        f'  {path}: row 3, stages: unknown code "buying"',
        f'  {path}: row 4, funnel: the funnel stage "conversion" does not go with stages',
        f'  {path}: row 5, dimensions: unknown code "mood"',
        f"  {path}: row 6, sentiment: must be a whole number from -2 to 2",
        f"  {path}: row 7, speaker: must be customer or staff",
        f"  {path}: row 8, text: must not be empty",
        f"  {path}: row 9, stages: stages, funnel and dimensions are all given or all empty",
        f"  {path}: row 10, sentiment: must be 0 for a sentence that is not about the journey",
        f"  {path}: row 11: needs 7 columns and has 2",
        f"  {path}: row 13, stages: at most 2 codes",
        f"  {path}: row 14, stages: a code stands twice",
        f"  {path}: row 15, text: is the same as {path}, row 2",
    ]


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ("", "row 1: the header must be text,stages"),
        ("text;stages\n", "row 1: the header must be text,stages"),
        (HEADER + 'a"b,"c\n', "row 2: not valid CSV"),
    ],
)
def test_a_file_that_is_no_codebook_is_told(tmp_path: Path, content: str, expected: str) -> None:
    write(tmp_path, content)
    assert expected in told(tmp_path)


def test_rows_of_an_interview_keep_the_question_they_answer(tmp_path: Path) -> None:
    header = HEADER.replace("text,", "text,question,")
    write(
        tmp_path,
        header + "打了三次才有人接。,报修方便吗？,retention,retention,touchpoint,-1,customer,lifts\n",
        "talk.csv",
    )
    read = {each.text: each.question for each in load_codebook(tmp_path)}
    assert read["打了三次才有人接。"] == "报修方便吗？"


def test_the_same_words_in_two_files_are_told(tmp_path: Path) -> None:
    first = write(tmp_path, HEADER + GOOD, "a.csv")
    second = write(tmp_path, HEADER + GOOD, "b.csv")
    assert f"{second}: row 2, text: is the same as {first}, row 2" in told(tmp_path)


words = st.text(st.characters(exclude_categories=["Cs", "Cc"]) | st.sampled_from('\n，“”",'), min_size=1).map(str.strip)
pairs = st.sampled_from([("awareness", "awareness"), ("purchase", "conversion"), ("loyalty", "retention")])


@settings(max_examples=25, deadline=None)
@given(
    st.lists(
        st.tuples(words.filter(bool), pairs, st.sampled_from(list(Dimension)), st.integers(-2, 2)),
        unique_by=lambda each: each[0],
        max_size=5,
    )
)
def test_what_is_written_is_read_back(rows: list[tuple[str, tuple[str, str], Dimension, int]]) -> None:
    with TemporaryDirectory() as folder:
        table = io.StringIO()
        writer = csv.writer(table)
        writer.writerow(HEADER.strip().split(","))
        for text, (stage, funnel), dimension, sentiment in rows:
            writer.writerow([text, stage, funnel, dimension.value, sentiment, "staff", ""])
        path = Path(folder) / "codebook" / "own.csv"
        path.parent.mkdir()
        path.write_bytes(table.getvalue().encode("utf-8"))
        read = {each.text: each for each in load_codebook(Path(folder))}
        for text, (stage, funnel), dimension, sentiment in rows:
            assert read[text] == CodedExample(text, (stage,), (funnel,), (dimension,), sentiment, "staff")
