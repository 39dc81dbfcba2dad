"""What complaints and praise are usually about: topics with their words, owners and next steps, from `knowledge`."""

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from pydantic import BaseModel, ConfigDict, RootModel

from assistant.drafting.material import Material, Told
from assistant.drafting.patterns import compile_words
from assistant.journey import Level
from assistant.library.reading import Layer, Problems, knowledge_folder, read_yaml
from assistant.sources.folding import fold
from assistant.wording import Text

if TYPE_CHECKING:
    from numpy import float32
    from numpy.typing import NDArray


class _Wording(BaseModel):
    model_config = ConfigDict(extra="forbid")
    zh: str
    en: str
    hant: str = ""

    def text(self) -> Text:
        return Text(self.zh, self.en, self.hant)


class _Entry(BaseModel):
    model_config = ConfigDict(extra="forbid")
    id: str
    label: _Wording
    owner: _Wording
    effort: Level
    words: list[str | int]
    mend: _Wording
    build: _Wording


class _File(RootModel[list[_Entry]]):
    pass


@dataclass(frozen=True, slots=True)
class Topic:
    """One topic: `mend` is the next step after complaints, `build` after praise; `effort` of mending."""

    id: str
    label: Text
    owner: Text
    effort: Level
    mend: Text
    build: Text
    pattern: re.Pattern[str]


def read_topics(path: Path) -> tuple[Topic, ...]:
    """The topics in a YAML file. Raises SettingsError where the file is missing or malformed."""
    problems = Problems()
    content = read_yaml(Layer(path.parent, own=True), path, _File, problems)
    problems.raise_if_any()
    assert content is not None
    return tuple(
        Topic(
            entry.id,
            entry.label.text(),
            entry.owner.text(),
            entry.effort,
            entry.mend.text(),
            entry.build.text(),
            _build_pattern([str(word) for word in entry.words]),
        )
        for entry in content.root
    )


@cache
def shipped_topics() -> tuple[Topic, ...]:
    """The topics that come with the program, read once. Raises SettingsError as `read_topics`."""
    return read_topics(knowledge_folder() / "topics.yaml")


def find_topic(told: Told, topics: tuple[Topic, ...]) -> Topic | None:
    """The topic most of whose words the statement has; the earlier one of the file where two have as many."""
    counts = [(len(set(topic.pattern.findall(told.folded))), -place) for place, topic in enumerate(topics)]
    best = max(counts, default=(0, 0))
    return topics[-best[1]] if best[0] else None


def find_topics(told: Told, topics: tuple[Topic, ...]) -> frozenset[str]:
    """The ids of all topics that the statement, or the question it answers, has a word of."""
    return frozenset(topic.id for topic in topics if topic.pattern.search(told.exchange))


_NEAR_TOPIC = 0.30
"""Least likeness to the mean of a topic's statements for one that has none of its words."""


def assign_topics(material: Material, topics: tuple[Topic, ...]) -> dict[str, Topic | None]:
    """The topic of every statement, by id: by its words, else by likeness to the statements that have a topic's words."""
    found = {each.id: find_topic(each, topics) for each in material.told}
    if not material.centred:
        return found
    import numpy as np

    members: dict[str, list[NDArray[float32]]] = {}
    for each in material.told:
        topic = found[each.id]
        if topic is not None and each.id in material.centred:
            members.setdefault(topic.id, []).append(material.centred[each.id])
    means = {name: np.mean(np.stack(rows), axis=0) for name, rows in members.items() if len(rows) >= 3}
    lengths = {name: max(float(np.linalg.norm(mean)), 1e-9) for name, mean in means.items()}
    named = {topic.id: topic for topic in topics}
    for each in material.told:
        if found[each.id] is None and each.id in material.centred and means:
            vector = material.centred[each.id]
            scores = {name: float(vector @ mean) / lengths[name] for name, mean in means.items()}
            best = max(scores, key=lambda name: scores[name])
            found[each.id] = named[best] if scores[best] >= _NEAR_TOPIC else None
    return found


def _build_pattern(words: list[str]) -> re.Pattern[str]:
    pattern = compile_words(fold(word) for word in words)
    assert pattern is not None, "a topic without words is refused when it is read"
    return pattern
