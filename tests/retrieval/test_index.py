import os
import sqlite3
from pathlib import Path

import numpy as np
import pytest

from assistant.errors import SourceError, StorageError, StoreError
from assistant.journey import Person, Role, Segment
from assistant.retrieval.e5 import E5Embedder
from assistant.retrieval.index import ClientIndex
from tests.fakes.embedders import LetterEmbedder

WANG = """# 王女士

访谈者：您是怎么知道我们的？

王女士：邻居在业主群里推荐的，说师傅很专业。

访谈者：安装那天怎么样？

王女士：师傅迟到了四十分钟，但是提前打了电话，我能接受。
"""
LI = "# 李先生\n\n李先生：我在网上比较了三家，你们的价格贵了两成，不过保修久一点。\n"

PEOPLE = [Person(name, Role.CUSTOMER) for name in ("王女士", "李先生", "赵先生", "陈女士")]


@pytest.fixture
def notes(tmp_path: Path) -> Path:
    folder = tmp_path / "notes"
    folder.mkdir()
    write(folder / "wang.md", WANG)
    write(folder / "li.md", LI)
    return folder


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "clients" / "天成" / ".journey" / "index"


@pytest.fixture
def embedder() -> LetterEmbedder:
    return LetterEmbedder()


@pytest.fixture
def index(folder: Path, embedder: LetterEmbedder) -> ClientIndex:
    return ClientIndex(folder, embedder)


def write(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8")


def generation(folder: Path) -> str:
    return (folder / "current").read_text().strip()


# ---------------------------------------------------------------- finding


def test_a_question_finds_the_passage_with_its_place(index: ClientIndex, notes: Path) -> None:
    report = index.update(notes, PEOPLE, [])
    assert report.added == ("li.md", "wang.md")
    assert report.statements == len(index.statements())
    best = index.find_passages("價格比別家貴", 1)[0]
    assert best.passage.document == "li.md"
    assert best.passage.speaker == "李先生"
    assert best.passage.locator.line == 3
    assert best.passage.text in LI
    assert 0 < best.score < 1.2


def test_finding_keeps_to_roles_and_documents(index: ClientIndex, notes: Path) -> None:
    people = [Person("王女士", Role.CUSTOMER), Person("李先生", Role.STAFF)]
    index.update(notes, people, [])
    assert {found.passage.role for found in index.find_passages("师傅", 9, roles=[Role.STAFF])} == {Role.STAFF}
    assert {found.passage.document for found in index.find_passages("师傅", 9, documents=["li.md"])} == {"li.md"}
    assert index.find_passages("师傅", 9, documents=["none.md"]) == []


def test_many_questions_are_answered_as_one_by_one(index: ClientIndex, notes: Path) -> None:
    index.update(notes, PEOPLE, [])
    questions = ["师傅迟到", "价格", "", "邻居推荐"]
    assert index.find_many(questions, 3) == [index.find_passages(each, 3) for each in questions]
    assert index.find_many([]) == []


def test_equal_passages_come_in_the_order_of_documents(index: ClientIndex, notes: Path) -> None:
    write(notes / "zhao.md", "赵先生：师傅很准时。\n")
    index.update(notes, PEOPLE, [])
    write(notes / "chen.md", "陈女士：师傅很准时。\n")
    index.update(notes, PEOPLE, [])
    found = index.find_passages("师傅很准时", 2)
    assert [each.passage.document for each in found] == ["chen.md", "zhao.md"]


def test_words_alone_will_do(folder: Path, notes: Path) -> None:
    index = ClientIndex(folder, None)
    index.update(notes, PEOPLE, [])
    assert index.find_passages("师傅迟到了", 1)[0].passage.document == "wang.md"
    assert index.statement_vectors() is None
    assert not list(folder.glob("*/vectors"))


def test_an_empty_folder_is_an_index_without_passages(index: ClientIndex, tmp_path: Path) -> None:
    empty = tmp_path / "empty"
    empty.mkdir()
    report = index.update(empty, PEOPLE, [])
    assert (report.statements, report.passages) == (0, 0)
    assert index.find_passages("价格") == []
    with pytest.raises(SourceError):
        index.update(tmp_path / "missing", [], [])


def test_before_the_first_update_the_command_is_named(index: ClientIndex) -> None:
    with pytest.raises(StoreError) as caught:
        index.statements()
    assert caught.value.hint is not None
    assert "journey index 天成" in caught.value.hint.zh


def test_statement_vectors_are_those_of_the_embedder(index: ClientIndex, embedder: LetterEmbedder, notes: Path) -> None:
    index.update(notes, PEOPLE, [])
    vectors = index.statement_vectors()
    assert vectors is not None
    statements = [each for each in index.statements() if each.role != Role.INTERVIEWER]
    assert vectors.keys() == {each.id for each in statements}
    expected = embedder.embed_queries([each.text for each in statements])
    assert np.array_equal(np.array([vectors[each.id] for each in statements]), expected)


def test_a_question_in_another_language_finds_the_passage(folder: Path, notes: Path, e5: E5Embedder) -> None:
    index = ClientIndex(folder, e5)
    index.update(notes, PEOPLE, [])
    for question, expected in (
        ("Was the technician on time?", "师傅迟到"),
        ("How do the prices compare?", "比较了三家"),
    ):
        assert expected in index.find_passages(question, 1, roles=[Role.CUSTOMER])[0].passage.text


# ---------------------------------------------------------------- keeping up


def test_nothing_new_writes_and_embeds_nothing(
    index: ClientIndex, embedder: LetterEmbedder, notes: Path, folder: Path
) -> None:
    index.update(notes, PEOPLE, [])
    before = generation(folder)
    embedder.embedded.clear()
    seen: list[str] = []
    report = index.update(notes, PEOPLE, [], seen.append)
    assert report.unchanged == ("li.md", "wang.md")
    assert report.added == report.changed == report.removed == ()
    assert seen == ["li.md", "wang.md"]
    assert embedder.embedded == []
    assert generation(folder) == before


def test_only_new_words_are_embedded(index: ClientIndex, embedder: LetterEmbedder, notes: Path) -> None:
    index.update(notes, PEOPLE, [])
    embedder.embedded.clear()
    seen: list[str] = []
    write(notes / "wang.md", WANG + "\n王女士：后来又推荐给了两个朋友。\n")
    report = index.update(notes, PEOPLE, [], seen.append)
    assert (report.changed, report.unchanged) == (("wang.md",), ("li.md",))
    assert set(embedder.embedded) == {"后来又推荐给了两个朋友。"}
    assert sorted(seen) == ["li.md", "wang.md"]
    assert index.find_passages("推荐给朋友", 1)[0].passage.text == "后来又推荐给了两个朋友。"


def test_one_vector_for_both_uses_is_asked_for_once(folder: Path, notes: Path) -> None:
    """In one file, across files, in later updates, and for a text that nobody said before but an interviewer."""
    apart, once = LetterEmbedder(), LetterEmbedder(symmetric=True)
    index, other = ClientIndex(folder, once), ClientIndex(folder.with_name("other"), apart)
    for step in (WANG, "陈女士：嗯。\n\n陈女士：安装那天怎么样？\n", "赵先生：嗯。\n\n赵先生：门口不好停车。\n"):
        write(notes / f"{len(once.embedded)}.md", step)
        index.update(notes, PEOPLE, [])
        other.update(notes, PEOPLE, [])
    assert len(once.embedded) == len(set(once.embedded)) < len(apart.embedded)
    assert set(once.embedded) == set(apart.embedded)
    mine, theirs = index.statement_vectors(), other.statement_vectors()
    assert mine is not None
    assert theirs is not None
    assert mine.keys() == theirs.keys()
    assert all(np.array_equal(mine[key], theirs[key]) for key in mine)
    assert index.find_passages("停车", 5) == other.find_passages("停车", 5)
    assert index.text_vectors(["安装那天怎么样？", "没有这一句"]).keys() == {"安装那天怎么样？"}


def test_a_change_that_leaves_size_and_time_is_seen(index: ClientIndex, notes: Path) -> None:
    index.update(notes, PEOPLE, [])
    path = notes / "li.md"
    stamp = path.stat()
    write(path, LI.replace("两成", "三成"))
    os.utime(path, ns=(stamp.st_atime_ns, stamp.st_mtime_ns))
    assert index.update(notes, PEOPLE, []).changed == ("li.md",)
    assert "三成" in index.find_passages("贵了", 1)[0].passage.text


def test_a_file_that_moves_is_not_embedded_again(index: ClientIndex, embedder: LetterEmbedder, notes: Path) -> None:
    index.update(notes, PEOPLE, [])
    embedder.embedded.clear()
    (notes / "wang.md").rename(notes / "王女士.md")
    report = index.update(notes, PEOPLE, [])
    assert (report.added, report.removed) == (("王女士.md",), ("wang.md",))
    assert embedder.embedded == []
    assert index.find_passages("师傅迟到", 1)[0].passage.document == "王女士.md"


def test_a_removed_file_disappears_wholly(index: ClientIndex, notes: Path, folder: Path) -> None:
    index.update(notes, PEOPLE, [])
    (notes / "li.md").unlink()
    assert index.update(notes, PEOPLE, []).removed == ("li.md",)
    assert [each.document for each in index.documents()] == ["wang.md"]
    assert all(each.passage.document == "wang.md" for each in index.find_passages("价格贵", 9))
    left = b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())
    assert "网上比较了三家".encode() not in left
    assert "保修".encode() not in left


def test_who_is_who_may_change_without_embedding(index: ClientIndex, embedder: LetterEmbedder, notes: Path) -> None:
    index.update(notes, PEOPLE, [])
    embedder.embedded.clear()
    people = [Person("王女士", Role.CUSTOMER, segment="家庭"), Person("李先生", Role.CUSTOMER, segment="商户")]
    segments = [Segment("家庭", "家庭"), Segment("商户", "商户")]
    report = index.update(notes, people, segments)
    assert report.unchanged == ("li.md", "wang.md")
    assert {each.segment for each in index.statements() if each.speaker == "王女士"} == {"家庭"}
    assert embedder.embedded == []
    assert index.find_passages("价格", 1)[0].passage.segment == "商户"


def test_many_small_changes_come_to_the_same_as_one_update(
    index: ClientIndex, embedder: LetterEmbedder, notes: Path, tmp_path: Path
) -> None:
    for number in range(6):
        write(notes / f"{number}.md", f"赵先生：第{number}次来，服务比上一次更好，下次还来。\n")
        if number % 2:
            (notes / f"{number - 1}.md").unlink()
        index.update(notes, PEOPLE, [])
    fresh = ClientIndex(tmp_path / "other", embedder)
    fresh.update(notes, PEOPLE, [])
    assert index.statements() == fresh.statements()
    assert index.documents() == fresh.documents()
    assert index.find_many(["服务", "师傅", "下次"], 5) == fresh.find_many(["服务", "师傅", "下次"], 5)


def test_the_same_file_twice_counts_once(index: ClientIndex, notes: Path) -> None:
    write(notes / "copy.md", WANG)
    report = index.update(notes, PEOPLE, [])
    assert report.added == ("copy.md", "li.md")
    assert [each.document for each in report.left_out if each.document == "wang.md"] == ["wang.md"]
    (notes / "copy.md").unlink()
    report = index.update(notes, PEOPLE, [])
    assert (report.added, report.removed) == (("wang.md",), ("copy.md",))
    assert index.update(notes, PEOPLE, []).unchanged == ("li.md", "wang.md")


def test_a_repeated_statement_comes_back_when_the_first_goes(index: ClientIndex, notes: Path) -> None:
    said = "李先生：我在网上比较了三家，你们的价格贵了两成，不过保修久一点。\n"
    write(notes / "summary.md", said + "\n李先生：总的来说还可以。\n")
    report = index.update(notes, PEOPLE, [])
    assert [each.document for each in report.left_out] == ["summary.md"]
    (notes / "li.md").unlink()
    report = index.update(notes, PEOPLE, [])
    assert (report.removed, report.changed, report.left_out) == (("li.md",), (), ())
    assert index.find_passages("保修", 1)[0].passage.document == "summary.md"


def test_a_file_that_cannot_be_read_stops_no_other(index: ClientIndex, notes: Path, folder: Path) -> None:
    (notes / "empty.txt").write_bytes(b"")
    report = index.update(notes, PEOPLE, [])
    assert report.added == ("li.md", "wang.md")
    assert [(each.document, each.reason) for each in report.left_out] == [("empty.txt", "empty")]
    before = generation(folder)
    assert index.update(notes, PEOPLE, []).left_out == report.left_out == index.left_out()
    assert generation(folder) == before
    write(notes / "empty.txt", "赵先生：现在有内容了。\n")
    report = index.update(notes, PEOPLE, [])
    assert (report.added, report.left_out) == (("empty.txt",), ())


# ---------------------------------------------------------------- what may go wrong


def test_another_embedder_is_refused_with_the_command_that_mends_it(
    index: ClientIndex, folder: Path, notes: Path
) -> None:
    index.update(notes, PEOPLE, [])
    for other in (ClientIndex(folder, LetterEmbedder(version="2")), ClientIndex(folder, None)):
        with pytest.raises(StoreError, match="another embedder"):
            other.find_passages("价格")
        with pytest.raises(StoreError, match="another embedder"):
            other.statement_vectors()
        with pytest.raises(StoreError, match="another embedder") as caught:
            other.update(notes, PEOPLE, [])
        assert caught.value.hint is not None
        assert "journey index 天成 --rebuild" in caught.value.hint.en
    words = ClientIndex(folder, None)
    assert words.update(notes, PEOPLE, [], force=True).added == ("li.md", "wang.md")
    assert words.find_passages("价格贵", 1)[0].passage.document == "li.md"


@pytest.mark.parametrize("damage", ["records", "pointer", "generation", "vectors"])
def test_a_damaged_index_says_so_and_can_be_rebuilt(index: ClientIndex, notes: Path, folder: Path, damage: str) -> None:
    index.update(notes, PEOPLE, [])
    index.find_passages("价格")  # the store of vectors is made with the first search
    current = folder / generation(folder)
    if damage == "records":
        (current / "notes.sqlite").write_bytes(b"no database at all" * 400)
    elif damage == "pointer":
        (folder / "current").write_bytes(b"\xff\xfe\x00")
    elif damage == "generation":
        current.rename(folder / "gone")
    else:
        (current / "vectors" / "chroma.sqlite3").write_bytes(b"no database at all" * 400)
    with pytest.raises(StoreError) as caught:
        index.find_passages("价格")
    assert caught.value.hint is not None
    assert "--rebuild" in caught.value.hint.en
    index.update(notes, PEOPLE, [], force=True)
    assert index.find_passages("价格贵", 1)[0].passage.document == "li.md"


def test_the_store_of_vectors_is_made_with_the_first_search(index: ClientIndex, notes: Path, folder: Path) -> None:
    index.update(notes, PEOPLE, [])
    vectors = folder / generation(folder) / "vectors"
    assert not vectors.exists()
    (vectors.parent / "making").mkdir()  # an earlier search was cut off while it made one
    first = index.find_passages("价格贵", 3)
    assert vectors.is_dir()
    assert index.find_passages("价格贵", 3) == first
    write(notes / "new.md", "赵先生：门口不好停车。\n")
    index.update(notes, PEOPLE, [])
    assert index.find_passages("停车", 1)[0].passage.document == "new.md"
    write(notes / "more.md", "钱女士：送货很快。\n")
    index.update(notes, PEOPLE, [])
    assert {each.passage.document for each in index.find_passages("价格贵", 9)} == {
        "li.md", "more.md", "new.md", "wang.md"
    }  # fmt: skip


def test_many_passages_have_a_store_from_the_start(
    index: ClientIndex, notes: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("assistant.retrieval.folders.MADE_LATER", 1)
    index.update(notes, PEOPLE, [])
    assert (folder / generation(folder) / "vectors").is_dir()
    assert index.find_passages("价格贵", 1)[0].passage.document == "li.md"


def test_damaged_vectors_heal_with_the_next_change(index: ClientIndex, notes: Path, folder: Path) -> None:
    index.update(notes, PEOPLE, [])
    index.find_passages("价格")
    (folder / generation(folder) / "vectors" / "chroma.sqlite3").write_bytes(b"no database at all" * 400)
    write(notes / "new.md", "赵先生：门口不好停车。\n")
    index.update(notes, PEOPLE, [])
    assert index.find_passages("停车", 1)[0].passage.document == "new.md"
    assert index.find_passages("价格贵", 1)[0].passage.document == "li.md"


@pytest.mark.parametrize("fault", [RuntimeError, KeyboardInterrupt])
def test_an_update_that_breaks_off_changes_nothing(
    index: ClientIndex, folder: Path, notes: Path, fault: type[BaseException]
) -> None:
    index.update(notes, PEOPLE, [])
    before = generation(folder)

    class Failing(LetterEmbedder):
        def embed_passages(self, texts: object) -> "np.ndarray[tuple[int, int], np.dtype[np.float32]]":
            raise fault

    write(notes / "new.md", "赵先生：门口不好停车。\n")
    with pytest.raises(fault):
        ClientIndex(folder, Failing()).update(notes, PEOPLE, [])
    assert generation(folder) == before
    assert sorted(path.name for path in folder.iterdir() if path.is_dir()) == [before]
    assert len(index.documents()) == 2
    assert index.update(notes, PEOPLE, []).added == ("new.md",)


def test_a_folder_that_cannot_be_written_is_named(notes: Path, tmp_path: Path) -> None:
    (tmp_path / ".journey").write_text("a file where a folder is meant")
    with pytest.raises(StorageError, match="journey"):
        ClientIndex(tmp_path / ".journey" / "index", None).update(notes, PEOPLE, [])


def test_an_index_of_an_older_make_is_built_anew(index: ClientIndex, notes: Path, folder: Path) -> None:
    index.update(notes, PEOPLE, [])
    with sqlite3.connect(folder / generation(folder) / "notes.sqlite") as connection:
        connection.execute("UPDATE meta SET value = '0' WHERE name = 'revision'")
    connection.close()
    report = index.update(notes, PEOPLE, [])
    assert report.statements == len(index.statements()) > 0
    assert index.find_passages("价格贵", 1)[0].passage.document == "li.md"
