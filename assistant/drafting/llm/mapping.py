"""From segments, stages and dimensions to cells, and from written cells to maps."""

from collections.abc import Sequence

from assistant.drafting.llm.cells import CellPlace, WrittenCells
from assistant.drafting.maps import NOT_SEGMENTED
from assistant.drafting.material import Material, Told, count_speakers
from assistant.journey import Cell, Claim, Dimension, SegmentMap


def find_places(material: Material, only: str | None) -> list[CellPlace]:
    """The cells of all maps, in the order of the maps."""
    labels = [(each.id, each.label) for each in material.segments if only in (None, each.id)]
    maps: list[tuple[str | None, str]] = (
        [*labels] if material.segments else [(None, NOT_SEGMENTED.say(material.language))]
    )
    return [
        CellPlace(segment, label, stage, dimension)
        for segment, label in maps
        for stage in material.playbook.model.stage_ids
        for dimension in Dimension
    ]


def build_maps(material: Material, places: Sequence[CellPlace], written: WrittenCells) -> tuple[SegmentMap, ...]:
    """The maps that hold the written cells, one a segment."""
    maps: list[SegmentMap] = []
    for segment, label in dict.fromkeys((each.segment, each.label) for each in places):
        told = [each for each in material.told if not material.segments or each.segment == segment]
        cells = tuple(
            _build_cell(place, written.claims[place], told, material) for place in places if place.segment == segment
        )
        maps.append(SegmentMap(segment, label, cells, len(count_speakers(told)), len(told)))
    return tuple(maps)


def _build_cell(place: CellPlace, claims: tuple[Claim, ...], told: Sequence[Told], material: Material) -> Cell:
    question = material.playbook.guidance(place.stage).cell_questions.get(place.dimension)
    here = sum(place.stage in each.coding.stages and place.dimension in each.coding.dimensions for each in told)
    return Cell(
        place.stage, place.dimension, claims, question.text.say(material.language) if question is not None else "", here
    )
