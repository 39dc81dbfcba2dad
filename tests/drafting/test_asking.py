"""Which of the playbook's questions an interviewer asks: taught by examples, and what counts as asked for."""

from collections.abc import Sequence
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st
from numpy import float32
from numpy.typing import NDArray

from assistant.drafting.asking import (
    ASKED,
    AskedExample,
    KindsAsked,
    choose_kinds,
    find_kinds_asked,
    kind_of,
    read_asked_examples,
    shipped_asked_examples,
)
from assistant.library import load_playbook
from tests.fakes.embedders import LetterEmbedder

EXAMPLES = (
    AskedExample("会推荐给朋友吗？", ("recommend",)),
    AskedExample("您会推荐给别人吗？", ("recommend",)),
    AskedExample("会不会推荐（0-10）", ("recommend",)),
    AskedExample("最后在哪里买的？", ("where",)),
    AskedExample("是在哪家店买的？", ("where",)),
    AskedExample("哪里下的单？", ("where",)),
    AskedExample("今天忙不忙？", ()),
    AskedExample("录音可以吗？", ()),
)


def scores(*questions: str) -> dict[str, dict[str, float]]:
    embedder = LetterEmbedder()
    asked = dict(zip(questions, embedder.embed_queries(questions), strict=True))
    return find_kinds_asked(asked, embedder.embed_queries, EXAMPLES)


def test_a_question_asks_what_questions_like_it_ask() -> None:
    found = scores("那您会推荐给同事吗？", "当时在哪里买的？", "今天冷不冷？")
    assert list(choose_kinds(found["那您会推荐给同事吗？"])) == ["recommend"]
    assert list(choose_kinds(found["当时在哪里买的？"])) == ["where"]
    assert choose_kinds(found["今天冷不冷？"]) == {}


def test_what_examples_teach_is_learned_once_for_many_drafts_and_anew_for_other_examples() -> None:
    embedded: list[int] = []

    def embed(texts: Sequence[str]) -> NDArray[float32]:
        embedded.append(len(texts))
        return LetterEmbedder().embed_queries(texts)

    kinds = KindsAsked(embed)
    asked = {"在哪里买的？": LetterEmbedder().embed_queries(["在哪里买的？"])[0]}
    first = kinds.find(asked, EXAMPLES)
    assert kinds.find(asked, EXAMPLES) == first
    assert embedded == [len(EXAMPLES)]
    assert kinds.find(asked, EXAMPLES[3:]).keys() == first.keys()
    assert embedded == [len(EXAMPLES), len(EXAMPLES[3:])]


def test_without_questions_or_examples_nothing_is_asked() -> None:
    embed = LetterEmbedder().embed_queries
    assert scores("  ") == {}
    assert find_kinds_asked(dict(zip(["哪里买的？"], embed(["哪里买的？"]), strict=True)), embed, ()) == {}


@settings(max_examples=60, deadline=None)
@given(st.dictionaries(st.sampled_from("abcdef"), st.floats(-1, 2), max_size=6))
def test_at_most_two_kinds_and_never_a_weak_one(given_scores: dict[str, float]) -> None:
    chosen = choose_kinds(given_scores)
    assert len(chosen) <= 2
    assert all(given_scores[kind] == score >= ASKED for kind, score in chosen.items())
    if chosen:
        assert max(given_scores.values()) in chosen.values()


def test_every_shipped_label_is_a_question_of_the_playbook_and_every_question_has_examples() -> None:
    kinds = {kind_of(question) for stage in load_playbook().stages for question in stage.questions}
    examples = shipped_asked_examples()
    labelled = [kind for each in examples for kind in each.asks]
    assert set(labelled) == kinds
    assert min(labelled.count(kind) for kind in kinds) >= 10
    assert len({each.text for each in examples}) == len(examples)
    assert all(len(each.asks) <= 2 for each in examples)


def test_labels_are_parted_by_a_bar(tmp_path: Path) -> None:
    file = tmp_path / "asked.csv"
    file.write_text("text,asks\n买之前怎么比较的,research|alternatives\n几点了？,\n", encoding="utf-8")
    assert read_asked_examples(file) == (
        AskedExample("买之前怎么比较的", ("research", "alternatives")),
        AskedExample("几点了？", ()),
    )
