"""The map of each segment: every cell with its strongest statements, or the question that would fill it."""

from collections.abc import Sequence

from assistant.drafting.choosing import choose_told
from assistant.drafting.claiming import ClaimWriter
from assistant.drafting.material import Material, Told, count_speakers
from assistant.journey import Cell, Dimension, SegmentMap
from assistant.wording import Text

MOST_CLAIMS = 5
_MOST_SECOND = 2
_LEAST_CONFIDENCE = 0.5
"""Below it stands most of what is no part of the journey (`python -m bench.cells`); an otherwise empty cell takes it still."""
_COMPANY_WIDE = Text(
    "（员工给过不分客群的数字，见《阶段洞察》；这里缺的是这个客群的。）",
    " (Staff gave figures for the company as a whole: see the stage insights. What is missing is this segment’s.)",
    "（員工給過不分客群的數字，見《階段洞察》；這裡缺的是這個客群的。）",
)
NOT_SEGMENTED = Text("未细分", "not segmented")


def build_maps(
    material: Material, writer: ClaimWriter, only: str | None = None, most: int = MOST_CLAIMS
) -> tuple[SegmentMap, ...]:
    """One map a segment in the order of `client.toml` (only that one with `only`); one for all without segments.

    Statements of no known segment enter no segment's map.
    """
    if not material.segments:
        return (_build_map(None, NOT_SEGMENTED.say(material.language), material.told, material, writer, most),)
    return tuple(
        _build_map(
            segment.id,
            segment.label,
            [each for each in material.told if each.segment == segment.id],
            material,
            writer,
            most,
        )
        for segment in material.segments
        if only in (None, segment.id)
    )


def _build_map(
    segment: str | None, label: str, told: Sequence[Told], material: Material, writer: ClaimWriter, most: int
) -> SegmentMap:
    places = [(stage, dimension) for stage in material.playbook.model.stage_ids for dimension in Dimension]
    chosen = {place: choose_told(_first_coded(told, *place), material, most) for place in places}
    used = {each.id for found in chosen.values() for each in found}
    cells: list[Cell] = []
    for stage, dimension in places:
        here = [each for each in told if stage in each.coding.stages and dimension in each.coding.dimensions]
        found = chosen[stage, dimension]
        if not found:
            # Better a second code than an empty cell, but nothing is printed twice in one map.
            found = choose_told([each for each in here if each.id not in used], material, _MOST_SECOND)
            used.update(each.id for each in found)
        claims = tuple(
            writer.quote(
                each, ("map", segment or "", stage, dimension), dimension=dimension, stage=stage, segment=segment
            )
            for each in found
        )
        question = _open_question(stage, dimension, material)
        if not claims and segment is not None and dimension == Dimension.KPI and _is_measured(stage, material):
            question += _COMPANY_WIDE.say(material.language)
        cells.append(Cell(stage, dimension, claims, question, len(here)))
    return SegmentMap(segment, label, tuple(cells), len(count_speakers(told)), len(told))


def _is_measured(stage: str, material: Material) -> bool:
    """Whether staff give figures of this stage that concern no one segment: they stand in the stage insights."""
    return any(
        each.by_staff and each.segment is None and each.figures and each.dimension == Dimension.KPI
        for each in material.in_stage(stage, second=False)
    )


def _first_coded(told: Sequence[Told], stage: str, dimension: Dimension) -> list[Told]:
    first = [each for each in told if each.stage == stage and each.dimension == dimension]
    return [each for each in first if each.coding.confidence >= _LEAST_CONFIDENCE] or first


def _open_question(stage: str, dimension: Dimension, material: Material) -> str:
    question = material.playbook.guidance(stage).cell_questions.get(dimension)
    return question.text.say(material.language) if question else ""
