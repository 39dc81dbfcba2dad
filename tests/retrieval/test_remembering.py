"""One turn of a conversation embeds its question once, whoever asks for it."""

from assistant.retrieval.remembering import RememberingEmbedder
from tests.fakes.embedders import LetterEmbedder


class CountingEmbedder(LetterEmbedder):
    """Counts what it is asked."""

    def __init__(self) -> None:
        super().__init__()
        self.asked: list[tuple[str, ...]] = []

    def embed_queries(self, texts):
        self.asked.append(tuple(texts))
        return super().embed_queries(texts)


def test_the_last_question_is_embedded_once():
    inner = CountingEmbedder()
    embedder = RememberingEmbedder(inner)
    first = embedder.embed_queries(["滤芯"])
    assert (embedder.embed_queries(["滤芯"]) == first).all()
    assert inner.asked == [("滤芯",)]
    embedder.embed_queries(["提醒"])
    embedder.embed_queries(["滤芯"])
    assert inner.asked == [("滤芯",), ("提醒",), ("滤芯",)]


def test_many_questions_are_passed_on_and_do_not_push_out_the_last_one():
    inner = CountingEmbedder()
    embedder = RememberingEmbedder(inner)
    one = embedder.embed_queries(["滤芯"])
    many = embedder.embed_queries(["滤芯", "提醒"])
    assert many.shape == (2, one.shape[1])
    embedder.embed_queries(["滤芯"])
    assert inner.asked == [("滤芯",), ("滤芯", "提醒")]


def test_it_is_the_same_embedder_to_an_index():
    inner = CountingEmbedder()
    embedder = RememberingEmbedder(inner)
    assert (embedder.name, embedder.version, embedder.dimension) == (inner.name, inner.version, inner.dimension)
    assert (embedder.embed_passages(["滤芯"]) == inner.embed_passages(["滤芯"])).all()
