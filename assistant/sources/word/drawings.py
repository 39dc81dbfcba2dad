"""What charts and diagrams of a Word document say: a chart as a table of its figures, a diagram as its texts."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from assistant.sources.tables import Row

_CHART = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
_DIAGRAM = "{http://schemas.openxmlformats.org/drawingml/2006/diagram}"
_DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_RELATIONSHIP = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_FIGURE = re.compile(r"-?\d{1,15}\.\d+(?:[eE]-?\d{1,3})?")
_MOST = 2_000  # categories; a chart with more is nobody's


def find_tables(paragraph: Any, drawings: Mapping[str, Any]) -> Iterator[list[Row]]:
    """The charts that stand in a paragraph, series beside each other, a category a row."""
    for each in paragraph.iter(f"{_CHART}chart"):
        part = drawings.get(each.get(f"{_RELATIONSHIP}id", ""))
        if part is not None:
            yield _chart_rows(part)


def find_texts(paragraph: Any, drawings: Mapping[str, Any]) -> Iterator[str]:
    """The texts of the diagrams that stand in a paragraph, and the titles of its charts, in order."""
    for each in paragraph.iter(f"{_DIAGRAM}relIds", f"{_CHART}chart"):
        diagram = each.tag == f"{_DIAGRAM}relIds"
        part = drawings.get(each.get(f"{_RELATIONSHIP}{'dm' if diagram else 'id'}", ""))
        if part is None:
            continue
        for point in part.iter(f"{_DIAGRAM}t" if diagram else f"{_CHART}title"):
            words = "".join(run.text or "" for run in point.iter(f"{_DRAWING}t")).strip()
            if words:
                yield words


def _chart_rows(part: Any) -> list[Row]:
    series = list(part.iter(f"{_CHART}ser"))
    names = ["".join(_points(each.find(f"{_CHART}tx")).values()) for each in series]
    categories: dict[int, str] = {}
    for each in series:
        categories |= _points(_first(each, "cat", "xVal"))
    figures = [_points(_first(each, "val", "yVal")) for each in series]
    places = sorted({*categories, *(place for each in figures for place in each)})[:_MOST]
    rows = [Row(1, ("", *names))] if any(names) else []
    return rows + [
        Row(at + 2, (categories.get(place, ""), *(each.get(place, "") for each in figures)))
        for at, place in enumerate(places)
    ]


def _first(series: Any, *names: str) -> Any:
    found = (series.find(f"{_CHART}{name}") for name in names)
    return next((each for each in found if each is not None), None)


def _points(element: Any) -> dict[int, str]:
    """The values that a chart keeps of its workbook, by their place."""
    if element is None:
        return {}
    found: dict[int, str] = {}
    for each in element.iter(f"{_CHART}pt"):
        place, value = each.get("idx", ""), each.find(f"{_CHART}v")
        if place.isdigit() and value is not None and value.text:
            found[int(place)] = _shown(value.text.strip())
    return found


def _shown(value: str) -> str:
    """A figure as people write it: the workbook keeps 4.4 as 4.4000000000000004."""
    return f"{float(value):.10g}" if _FIGURE.fullmatch(value) else value
