"""The words by which journeys are read: `knowledge/journeys.yaml` together with the touchpoints of the playbook."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache, lru_cache
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field

from assistant.drafting.patterns import NOT_IN_WORD_BEFORE_IT
from assistant.journey import Stage, Touchpoint
from assistant.library.reading import Layer, Problems, knowledge_folder, read_yaml
from assistant.library.shapes import Line, Shape, Slug, WordingShape
from assistant.playbook import Guidance, Playbook
from assistant.sources.folding import fold

_GAP = "…"
_GAP_PATTERN = "[^。！？!?.;；]{0,12}?"
"""What … in a word stands for: up to twelve characters of the same sentence."""


class Phase(StrEnum):
    """When in a journey a touchpoint is first met; ANY where it may be at any time."""

    HEAR = "hear"
    LOOK = "look"
    BUY = "buy"
    ARRIVE = "arrive"
    USE = "use"
    ANY = "any"


ORDER = (Phase.HEAR, Phase.LOOK, Phase.BUY, Phase.ARRIVE, Phase.USE)
_PHASES_OF_STAGE: Mapping[str, frozenset[Phase]] = {
    "awareness": frozenset({Phase.HEAR, Phase.LOOK}),
    "consideration": frozenset({Phase.HEAR, Phase.LOOK, Phase.BUY}),
    "purchase": frozenset({Phase.LOOK, Phase.BUY, Phase.ARRIVE}),
    "retention": frozenset({Phase.ARRIVE, Phase.USE}),
    "loyalty": frozenset({Phase.USE}),
}
"""The phases whose touchpoints a statement of that stage of the reference model may tell of."""


class _WishesShape(Shape):
    asks: list[Line]
    words: list[Line]


class _TouchpointShape(Shape):
    id: Slug
    phase: Literal["hear", "look", "buy", "arrive", "use", "any"]
    label: WordingShape
    words: list[Line | int] = Field(default_factory=list[Line | int])
    hints: list[Line] = Field(default_factory=list[Line])
    asks: list[Line] = Field(default_factory=list[Line])
    unless: list[Slug] = Field(default_factory=list[Slug])
    owed: bool = False
    ongoing: bool = False


class _LeavingShape(Shape):
    kind: Literal["exit", "bounce"]
    touchpoint: Slug | None = None
    asks: list[Line] = Field(default_factory=list[Line])
    words: Annotated[list[Line], Field(min_length=1)]


class _File(Shape):
    touchpoints: list[_TouchpointShape]
    wishes: _WishesShape
    looking_back: list[Line]
    once_more: list[Line]
    never: list[Line]
    refusals: list[Line]
    not_done: list[Line]
    reasons: list[Line]
    compares: list[Line]
    leaving: list[_LeavingShape]


@dataclass(frozen=True)
class TouchpointWords:
    """One touchpoint and how it is told. `words` show it anywhere, `hints` where stage or question fit, `asks` in questions.

    `by_stage` holds the playbook's own words, good for statements of the stages that list them; told together with one of
    `unless` it is part of that. `owed`: the company would bring it about.
    `ongoing`: one long experience.
    """

    touchpoint: Touchpoint
    phase: Phase
    words: re.Pattern[str] | None
    hints: re.Pattern[str] | None
    asks: re.Pattern[str] | None
    by_stage: Mapping[str, re.Pattern[str]]
    unless: frozenset[str] = frozenset()
    owed: bool = False
    ongoing: bool = False

    @property
    def id(self) -> str:
        return self.touchpoint.id


@dataclass(frozen=True)
class LeavingWords:
    """Words that say somebody left, of one kind; `touchpoint` where the words themselves name it.

    `asks` stand in questions why customers leave: an answer that gives a reason tells of an exit.
    """

    kind: Literal["exit", "bounce"]
    touchpoint: str | None
    words: re.Pattern[str]
    asks: re.Pattern[str] | None = None


@dataclass(frozen=True)
class JourneyWords:
    """Everything journeys are read by, for one playbook."""

    touchpoints: tuple[TouchpointWords, ...]
    leaving: tuple[LeavingWords, ...]
    wish_asks: re.Pattern[str]
    wish_words: re.Pattern[str]
    looking_back: re.Pattern[str]
    once_more: re.Pattern[str]
    never: re.Pattern[str]
    refusals: re.Pattern[str]
    not_done: re.Pattern[str]
    reasons: re.Pattern[str]
    compares: re.Pattern[str]
    phases: Mapping[str, frozenset[Phase]]

    def find(self, touchpoint_id: str) -> TouchpointWords:
        """The touchpoint with that id. Raises KeyError where there is none."""
        for each in self.touchpoints:
            if each.id == touchpoint_id:
                return each
        raise KeyError(touchpoint_id)


def read_journey_words(path: Path, playbook: Playbook) -> JourneyWords:
    """The words of the file for one playbook, whose touchpoints come with the words it gives them for each stage.

    Raises SettingsError where the file is missing or malformed.
    """
    return _build_words(_read_file(path), playbook)


def shipped_journey_words(playbook: Playbook) -> JourneyWords:
    """The words that come with the program for one playbook; their file is read once. Raises SettingsError."""
    return _build_words(_shipped_file(), playbook)


@cache
def _shipped_file() -> _File:
    return _read_file(knowledge_folder() / "journeys.yaml")


def _read_file(path: Path) -> _File:
    problems = Problems()
    content = read_yaml(Layer(path.parent, own=True), path, _File, problems)
    problems.raise_if_any()
    assert content is not None
    return content


def _build_words(content: _File, playbook: Playbook) -> JourneyWords:
    listed = _listed(playbook)
    shapes = {each.id: each for each in content.touchpoints}
    entries = [_build(each, listed.get(each.id, {})) for each in content.touchpoints]
    entries += [_build_unknown(each, by_stage, playbook) for each, by_stage in listed.items() if each not in shapes]
    return JourneyWords(
        tuple(sorted(entries, key=lambda each: ORDER.index(each.phase) if each.phase in ORDER else len(ORDER))),
        tuple(
            LeavingWords(each.kind, each.touchpoint, _pattern(each.words), _maybe(each.asks))
            for each in content.leaving
        ),
        _pattern(content.wishes.asks),
        _pattern(content.wishes.words),
        _pattern(content.looking_back),
        _pattern(content.once_more),
        _pattern(content.never),
        _pattern(content.refusals),
        _pattern(content.not_done),
        _pattern(content.reasons),
        _pattern(content.compares),
        {stage.id: _phases(stage) for stage in playbook.model.stages},
    )


def _listed(playbook: Playbook) -> dict[str, dict[str, Guidance]]:
    """The playbook's touchpoints by their short id, and by stage within it."""
    found: dict[str, dict[str, Guidance]] = {}
    for guidance in playbook.stages:
        for entry in guidance.touchpoints:
            found.setdefault(entry.id.rsplit(".", 1)[-1], {}).setdefault(guidance.stage, entry)
    return found


def _build(shape: _TouchpointShape, listed: Mapping[str, Guidance]) -> TouchpointWords:
    entry = next(iter(listed.values()), None)
    label = entry.text if entry is not None else shape.label.text()
    return TouchpointWords(
        Touchpoint(shape.id, label, ours=entry is None),
        Phase(shape.phase),
        _maybe(map(str, shape.words)),
        _maybe(shape.hints),
        _maybe(shape.asks),
        _by_stage(listed),
        frozenset(shape.unless),
        shape.owed,
        shape.ongoing,
    )


def _build_unknown(short_id: str, listed: Mapping[str, Guidance], playbook: Playbook) -> TouchpointWords:
    """A touchpoint that only the playbook knows: it is met first where its first stage lies."""
    stage, entry = next(iter(listed.items()))
    phases = _phases(playbook.model.stage(stage))
    phase = next((each for each in ORDER if each in phases), Phase.ANY)
    return TouchpointWords(Touchpoint(short_id, entry.text), phase, None, None, None, _by_stage(listed))


def _by_stage(listed: Mapping[str, Guidance]) -> dict[str, re.Pattern[str]]:
    return {stage: _pattern(entry.words) for stage, entry in listed.items() if entry.words}


def _phases(stage: Stage) -> frozenset[Phase]:
    """The phases a stage covers, by the stages of the reference model it is akin to; all where that is not known."""
    akin = [each for each in (stage.id, *stage.akin) if each in _PHASES_OF_STAGE]
    return frozenset(phase for each in akin for phase in _PHASES_OF_STAGE[each]) or frozenset(Phase)


def _maybe(words: Iterable[str]) -> re.Pattern[str] | None:
    found = list(words)
    return _pattern(found) if found else None


def _pattern(words: Sequence[str]) -> re.Pattern[str]:
    """One pattern for folded text, longest word first; Latin words whole."""
    return _compile(tuple(words))


@lru_cache(maxsize=1024)
def _compile(words: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile("|".join(_alternative(each) for each in sorted(map(fold, words), key=len, reverse=True)))


def _alternative(word: str) -> str:
    # Folding writes the one character … as three full stops.
    inner = _GAP_PATTERN.join(re.escape(part.strip()) for part in word.replace("...", _GAP).split(_GAP))
    if re.match("[a-z0-9]", word):
        inner = f"{inner[0]}{NOT_IN_WORD_BEFORE_IT}{inner[1:]}"
    return f"{inner}(?![a-z0-9])" if re.search("[a-z0-9]$", word) else inner
