"""Everything that the four texts list is found in the knowledge: counted against a list made from the texts themselves.

`four-texts.csv` names, in our own terms, each stage, sub-stage, touchpoint, KPI, question and list entry of each text, and
where the knowledge has it.
"""

import csv
from collections import Counter
from functools import cache
from pathlib import Path

import pytest

from assistant.library import load_playbook, load_stage_models
from assistant.playbook import Guidance, Playbook
from assistant.wording import Text

LIST = Path(__file__).with_name("four-texts.csv")
COUNTS = {
    "handbook": {
        "stage": 5, "behaviour": 19, "touchpoint": 20, "kpi": 26, "question": 25, "goal": 5, "template hint": 5, "dimension": 4,
        "use": 5, "segmentation": 8, "customer data": 7, "market research": 3, "problem area": 3, "opportunity": 3,
        "reason to update": 7, "claimed figure": 5, "brand": 1,
    },
    "analysis": {
        "stage": 25, "sub-stage": 25, "benefit": 4, "touchpoint kind": 2, "trigger": 3, "channel of search": 3,
        "choice in buying": 3, "influence on buying": 3, "after the purchase": 4, "goal of dividing": 4, "method of dividing": 4,
        "consideration": 4, "principle of collecting": 4, "reason for data": 3, "way of collecting": 9, "part of the analysis": 8,
    },
    "funnel": {
        "stage": 9, "flaw of AIDA": 2, "reason for the funnel": 5, "step of building": 8, "behaviour": 11, "strategy": 24,
        "metric": 6, "lead team": 4, "goal": 5, "expectation": 5, "claimed figure": 3, "reason to update": 1,
    },
    "tracking": {
        "stage": 5, "funnel and journey": 6, "advice on mapping": 3, "what tracking shows": 4, "problem area": 1,
        "opportunity": 1,
    },
}  # fmt: skip
TAKEN_OVER = {"read-reviews", "buy"}
"""What the funnel article lists as well and the knowledge has from the handbook."""
MODELS = load_stage_models()


def rows() -> list[dict[str, str]]:
    with LIST.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@cache
def entries(model: str) -> dict[str, Guidance]:
    playbook = load_playbook(model)
    return {each.id: each for each in (*_of_stages(playbook), *_of_the_whole(playbook))}


def _of_stages(playbook: Playbook) -> list[Guidance]:
    found: list[Guidance] = []
    for stage in playbook.stages:
        for each in (stage.behaviours, stage.touchpoints, stage.kpis, stage.questions, stage.strategies, stage.metrics):
            found.extend(each)
    return found


def _of_the_whole(playbook: Playbook) -> list[Guidance]:
    return [
        *playbook.uses, *playbook.segmentation, *playbook.customer_data, *playbook.market_research, *playbook.problem_areas,
        *playbook.opportunities, *playbook.updating, *playbook.statistics, *playbook.method,
    ]  # fmt: skip


def find_text(found: str) -> tuple[Text, str] | None:
    """The wording at a place of the knowledge, and its origin where it has one of its own."""
    model, _, place = found.partition(":")
    if model == "model":
        name, _, stage = place.partition("/")
        return (MODELS[name].stage(stage).label, MODELS[name].origin) if name in MODELS else None
    entry = entries(model).get(place)
    if entry is not None:
        return entry.text, entry.origin
    stage, _, part = place.partition(".")
    playbook = load_playbook(model)
    if stage == "dimension":
        return next((text, "") for dimension, text in playbook.dimensions.items() if dimension.value == part)
    said = getattr(playbook.guidance(stage), part)
    return (said, "") if said is not None else None


def test_the_list_counts_what_the_texts_list() -> None:
    counted: dict[str, Counter[str]] = {}
    for each in rows():
        counted.setdefault(each["text"], Counter())[each["kind"]] += 1
    assert counted == COUNTS
    assert len({(each["kind"], each["found"]) for each in rows()}) == len(rows())


@pytest.mark.parametrize("text", COUNTS)
def test_every_entry_of_a_text_is_found_in_both_languages_under_its_origin(text: str) -> None:
    for each in rows():
        if each["text"] != text:
            continue
        found = find_text(each["found"])
        assert found is not None, each
        wording, origin = found
        assert wording.zh, each
        assert wording.en, each
        if origin and each["found"].rsplit(".", 1)[-1] not in TAKEN_OVER:
            assert origin == text, each


def test_nothing_is_said_to_come_from_a_text_that_its_list_does_not_have() -> None:
    listed = {each["found"].partition(":")[2] for each in rows()}
    for model in ("five-stage", "funnel"):
        for name, entry in entries(model).items():
            if entry.origin != "ours" and not _is_taken_over(name, model):
                assert name in listed or _is_named_elsewhere(name), name


def _is_taken_over(name: str, model: str) -> bool:
    """Whether the funnel has the entry from the handbook, which lists it under another stage."""
    return model != "five-stage" and entries(model)[name].origin == "handbook"


def _is_named_elsewhere(name: str) -> bool:
    """Touchpoints that the funnel article names in the middle of its sentences, not in a list."""
    return name.startswith(
        ("awareness.touchpoint.", "conversion.touchpoint.", "retention.touchpoint.", "advocacy.touchpoint.")
    )
