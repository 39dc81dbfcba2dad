import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.retrieval.fusion import Candidate, Fusion

FUSIONS = [Fusion(), Fusion("range", 0.5), Fusion("rank", 0.5, 60)]
ranks = st.none() | st.integers(1, 50)
candidates = st.dictionaries(
    st.integers(1, 500),
    st.builds(Candidate, st.floats(0, 1), st.floats(0, 2), ranks, ranks),
    max_size=30,
)


@pytest.mark.parametrize("fusion", FUSIONS, ids=lambda each: each.method)
@given(found=candidates)
@settings(max_examples=60, deadline=None)
def test_every_candidate_gets_a_score(fusion: Fusion, found: dict[int, Candidate]) -> None:
    scores = fusion.scores(found)
    assert scores.keys() == found.keys()
    assert all(0 <= score <= 2 for score in scores.values())


@pytest.mark.parametrize("fusion", FUSIONS, ids=lambda each: each.method)
@given(meaning=st.floats(0.5, 0.9), words=st.floats(0, 0.9), more=st.floats(0.01, 0.1), rank=st.integers(2, 40))
@settings(max_examples=60, deadline=None)
def test_what_is_better_on_both_sides_comes_first(
    fusion: Fusion, meaning: float, words: float, more: float, rank: int
) -> None:
    better = Candidate(meaning + more, words + more, rank - 1, rank - 1)
    worse = Candidate(meaning, words, rank, rank)
    scores = fusion.scores({1: worse, 2: better})
    assert scores[2] > scores[1]


def test_words_found_nowhere_leave_the_question_to_its_meaning() -> None:
    """A question in English about notes in Chinese: one stray figure in common must not win."""
    near = Candidate(meaning=0.86, words=0.0, meaning_rank=1)
    stray = Candidate(meaning=0.80, words=0.15, meaning_rank=30, words_rank=1)
    scores = Fusion().scores({1: near, 2: stray})
    assert scores[1] > scores[2]


def test_a_name_said_word_for_word_beats_a_vague_likeness() -> None:
    vague = Candidate(meaning=0.85, words=0.05, meaning_rank=1)
    named = Candidate(meaning=0.83, words=0.9, meaning_rank=9, words_rank=1)
    scores = Fusion().scores({1: vague, 2: named})
    assert scores[2] > scores[1]


def test_words_alone_are_on_a_scale_of_their_own() -> None:
    scores = Fusion().scores({1: Candidate(words=0.9, words_rank=1), 2: Candidate(words=0.4, words_rank=2)})
    assert scores[1] > 0.5
    assert scores[1] > scores[2]
