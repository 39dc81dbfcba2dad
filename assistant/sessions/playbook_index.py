"""The playbook as passages that questions find: by words, and by meaning where there is an embedder."""

import sqlite3
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Protocol

from assistant.drafting.vectors import StoredVectors
from assistant.journey import Dimension, Locator, Role
from assistant.playbook import Guidance, Playbook, StageGuidance
from assistant.retrieval.embedder import Embedder
from assistant.retrieval.fusion import Candidate, Fusion
from assistant.retrieval.keywords import SCHEMA, KeywordIndex
from assistant.sessions.entries import Entry, Kind
from assistant.wording import Language, Text, joined

if TYPE_CHECKING:
    from numpy import float32
    from numpy.typing import NDArray


class Meaning(Protocol):
    """Vectors (n × dimension, unit length) of questions, and of the playbook's texts, which are kept between runs."""

    def embed_question(self, text: str) -> "NDArray[float32]": ...

    def embed_texts(self, texts: Sequence[str]) -> "NDArray[float32]": ...


class PlaybookVectors:
    """The `Meaning` of an embedder: the playbook's texts out of its store, questions embedded and not kept on disk."""

    def __init__(self, embedder: Embedder, stored: StoredVectors) -> None:
        self._embedder = embedder
        self._stored = stored
        self._last: tuple[str, NDArray[float32]] | None = None

    def embed_question(self, text: str) -> "NDArray[float32]":
        if self._last is None or self._last[0] != text:
            self._last = (text, self._embedder.embed_queries([text])[0])
        return self._last[1]

    def embed_texts(self, texts: Sequence[str]) -> "NDArray[float32]":
        return self._stored.embed_passages(texts)


DOCUMENT = "playbook"
_SAME_TOPIC = 0.2
"""Share of a question's words from which on a question of the playbook is worth asking in its place."""

_DIMENSIONS = {
    Dimension.BEHAVIOUR: Text("客户行为", "customer behaviours"),
    Dimension.TOUCHPOINT: Text("触点", "touchpoints"),
    Dimension.KPI: Text("关键绩效指标", "KPIs"),
    Dimension.INSIGHT: Text("客户洞察", "customer insights"),
}
_PARTS = {
    "goal": Text("目标", "goal"),
    "definition": Text("定义", "definition"),
    "behaviours": _DIMENSIONS[Dimension.BEHAVIOUR],
    "touchpoints": Text("推荐的触点", "recommended touchpoints"),
    "kpis": Text("关键绩效指标（KPI）", "KPIs (key performance indicators)"),
    "strategies": Text("做法", "what to do"),
    "metrics": Text("怎样衡量", "how to measure"),
    "lead_team": Text("牵头的团队", "team in the lead"),
    "expectation": Text("该有的期望", "what to expect"),
    "uses": Text("旅程地图的用途", "uses of a journey map"),
    "segmentation": Text("怎样划分客群", "how to segment customers"),
    "customer_data": Text("要用的客户数据", "customer data to use"),
    "market_research": Text("市场调研", "market research"),
    "problem_areas": Text("要找的问题点", "problem areas to look for"),
    "opportunities": Text("要找的机会", "opportunities to look for"),
    "updating": Text("怎样更新旅程地图", "keeping a journey map up to date"),
    "dimensions": Text("地图的各行", "the rows of the map"),
    "stages": Text("旅程的阶段", "the stages of the journey"),
    "statistics": Text("资料所称的数字", "figures that a source claims"),
    "method": Text("方法", "the method"),
}
_WHOLE_JOURNEY = (
    "uses", "segmentation", "customer_data", "market_research", "problem_areas", "opportunities", "updating", "statistics", "method",
)  # fmt: skip
_PAIR = Text("{one}：{other}", "{one}: {other}")
_OF_STAGE = Text("{stage} · {part}", "{stage} · {part}")


@dataclass(frozen=True, slots=True)
class _Piece:
    place: Text
    text: Text


@dataclass(frozen=True, slots=True)
class NearGuidance:
    """An entry of the playbook and the share, 0 to about 1, of the question's words that it holds."""

    entry: Entry
    held: float


class PlaybookIndex:
    """The playbook's texts and questions in one language. Small, so it is built anew and held in memory.

    Without `meaning` it finds by words alone.
    """

    def __init__(self, playbook: Playbook, language: Language, meaning: Meaning | None) -> None:
        self._pieces = list(_pieces(playbook))
        self._texts = _Texts([each.text.say(language) for each in self._pieces], meaning)
        asked = dict.fromkeys(each.text.say(language) for each in _questions(playbook))
        self._questions = _Texts(list(asked), meaning)

    def find(self, question: str, limit: int) -> list[NearGuidance]:
        """The passages nearest to a question, best first."""
        ranked = self._texts.rank(question)[:limit]
        return [
            NearGuidance(self._entry(place, n), self._texts.held(question, place)) for n, place in enumerate(ranked, 1)
        ]

    def find_question(self, question: str) -> str | None:
        """The playbook's interview question that comes nearest to what was asked; None where none is about the same."""
        ranked = self._questions.rank(question)
        if not ranked or self._questions.held(question, ranked[0]) < _SAME_TOPIC:
            return None
        return self._questions.texts[ranked[0]]

    def _entry(self, place: int, number: int) -> Entry:
        piece = self._pieces[place]
        text = self._texts.texts[place]
        return Entry(
            f"P{number}",
            Kind.PLAYBOOK,
            f"{DOCUMENT}-{place}",
            DOCUMENT,
            Locator(),
            piece.place,
            None,
            Role.UNKNOWN,
            text,
        )


class _Texts:
    """A list of texts to be found in, by their places; their vectors are put together once."""

    def __init__(self, texts: list[str], meaning: Meaning | None) -> None:
        self.texts = texts
        self._meaning = meaning
        self._by_words = _index(texts)

    @cached_property
    def _vectors(self) -> "NDArray[float32]":
        assert self._meaning is not None
        return self._meaning.embed_texts(self.texts)

    def held(self, question: str, place: int) -> float:
        """The share of the question's words that one text holds."""
        return self._by_words.shares(question, [place + 1])[place + 1]

    def rank(self, question: str) -> list[int]:
        """The places of the texts, best first; by words alone only of those that hold one."""
        keys = range(1, len(self.texts) + 1)
        words = self._by_words.shares(question, list(keys))
        meaning = dict.fromkeys(keys, 0.0)
        if self._meaning is not None:
            nearness = self._vectors @ self._meaning.embed_question(question)
            meaning = dict(zip(keys, nearness.tolist(), strict=True))
        near = _places(sorted(keys, key=lambda key: -meaning[key]))
        said = _places([key for key in sorted(keys, key=lambda key: -words[key]) if words[key] > 0])
        candidates = {
            key: Candidate(
                meaning[key],
                words[key],
                near[key] if self._meaning is not None else None,
                said.get(key),
            )
            for key in (keys if self._meaning is not None else said)
        }
        scores = Fusion().scores(candidates)
        return [key - 1 for key in sorted(scores, key=lambda key: (-scores[key], key))]


def _places(ranked: Sequence[int]) -> dict[int, int]:
    """The rank of each, from 1."""
    return {key: place for place, key in enumerate(ranked, 1)}


def _index(texts: Sequence[str]) -> KeywordIndex:
    connection = sqlite3.connect(":memory:", check_same_thread=False)
    connection.executescript(SCHEMA)
    index = KeywordIndex(connection)
    index.add(enumerate(texts, 1))
    return index


def _pieces(playbook: Playbook) -> Iterator[_Piece]:
    stages = playbook.model.stages
    yield _titled(_PARTS["stages"], joined([each.label for each in stages]))
    for stage, guidance in ((playbook.model.stage(each.stage), each) for each in playbook.stages):
        yield from _of_stage(stage.label, stage.definition, guidance)
    for dimension, text in playbook.dimensions.items():
        place = _OF_STAGE.filled(stage=_PARTS["dimensions"], part=_DIMENSIONS[dimension])
        yield _Piece(place, _PAIR.filled(one=_DIMENSIONS[dimension], other=text))
    for part in _WHOLE_JOURNEY:
        entries: Sequence[Guidance] = getattr(playbook, part)
        yield from (_titled(_PARTS[part], each.text) for each in entries)


def _of_stage(label: Text, definition: Text, guidance: StageGuidance) -> Iterator[_Piece]:
    alone = {
        "definition": definition,
        "goal": guidance.goal,
        "behaviours": _listed(guidance.behaviours),
        "touchpoints": _listed(guidance.touchpoints),
        "kpis": _listed(guidance.kpis),
        "lead_team": guidance.lead_team,
        "expectation": guidance.expectation,
    }
    for part, text in alone.items():
        if text is not None:
            yield _titled(_OF_STAGE.filled(stage=label, part=_PARTS[part]), text)
    for part, entries in (("strategies", guidance.strategies), ("metrics", guidance.metrics)):
        place = _OF_STAGE.filled(stage=label, part=_PARTS[part])
        yield from (_titled(place, each.text) for each in entries)


def _listed(entries: Sequence[Guidance]) -> Text | None:
    return joined([each.text for each in entries], "；", "; ") if entries else None


def _titled(title: Text, text: Text) -> _Piece:
    return _Piece(title, _PAIR.filled(one=title, other=text))


def _questions(playbook: Playbook) -> Iterator[Guidance]:
    for guidance in playbook.stages:
        yield from guidance.questions
        yield from guidance.cell_questions.values()
