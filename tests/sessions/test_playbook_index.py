"""The playbook found by questions, in each language, by words and by meaning."""

import pytest

from assistant.drafting.vectors import StoredVectors
from assistant.sessions.entries import Kind
from assistant.sessions.playbook_index import PlaybookIndex, PlaybookVectors
from tests.fakes.embedders import LetterEmbedder


@pytest.mark.parametrize(
    ("language", "question", "said"),
    [
        ("zh-Hans", "认知阶段推荐哪些触点？", "媒体报道"),
        ("zh-Hant", "認知階段推薦哪些觸點？", "媒體報導"),
        ("en", "Which touchpoints are recommended for awareness?", "Media coverage"),
    ],
)
def test_guidance_is_found_and_quoted_in_the_language_of_the_question(playbook, language, question, said):
    near = PlaybookIndex(playbook, language, None).find(question, 4)
    assert any(said in each.entry.text for each in near)
    assert {each.entry.kind for each in near} == {Kind.PLAYBOOK}
    assert [each.entry.key for each in near] == ["P1", "P2", "P3", "P4"]


def test_the_question_to_ask_next_is_one_of_the_playbooks(playbook):
    index = PlaybookIndex(playbook, "zh-Hans", None)
    asked = index.find_question("客户会向朋友推荐吗")
    assert asked in {
        each.text.zh for stage in playbook.stages for each in (*stage.questions, *stage.cell_questions.values())
    }
    assert index.find_question("zzz") is None


def test_its_texts_are_embedded_once_and_a_question_never_kept(playbook, tmp_path):
    embedder = LetterEmbedder()
    PlaybookIndex(playbook, "en", PlaybookVectors(embedder, StoredVectors(embedder, tmp_path))).find(
        "how to segment", 3
    )
    first = len(embedder.embedded)
    again = LetterEmbedder()
    PlaybookIndex(playbook, "en", PlaybookVectors(again, StoredVectors(again, tmp_path))).find("how to segment", 3)
    assert first > 20
    assert again.embedded == ["how to segment"]
