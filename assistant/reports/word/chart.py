"""The native charts of a report: a chart part with its embedded workbook, so that Word can edit its figures."""

import re
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO

from lxml.etree import Element, SubElement, tostring
from pptx.chart.chart import Chart as DrawnChart
from pptx.chart.data import CategoryChartData
from pptx.chart.series import BarSeries, LineSeries
from pptx.chart.xmlwriter import ChartXmlWriter
from pptx.dml.color import RGBColor
from pptx.enum.chart import XL_CHART_TYPE, XL_LEGEND_POSITION, XL_MARKER_STYLE, XL_TICK_LABEL_POSITION, XL_TICK_MARK
from pptx.enum.dml import MSO_LINE_DASH_STYLE
from pptx.oxml import parse_xml
from pptx.oxml.ns import qn
from pptx.util import Pt
from xlsxwriter import Workbook

from assistant.reports.blocks import BarChart, Chart, LineChart
from assistant.reports.letters import legal
from assistant.reports.theme import Theme, tinted
from assistant.wording import Language

WORKBOOK_LINK = "rId1"
_SHEET = "Sheet1"  # the name that python-pptx's chart XML refers to
_FIGURE = "+0.0;−0.0;0.0"
_WHOLE = "0"
_GAP = 60
"""Space between the columns of two categories, in percent of a column."""
_MARKERS = (
    XL_MARKER_STYLE.CIRCLE,
    XL_MARKER_STYLE.SQUARE,
    XL_MARKER_STYLE.TRIANGLE,
    XL_MARKER_STYLE.DIAMOND,
    XL_MARKER_STYLE.X,
    XL_MARKER_STYLE.PLUS,
)
"""One for each line of six; LibreOffice draws no hollow ones."""
_DASHES = (
    MSO_LINE_DASH_STYLE.SOLID,
    MSO_LINE_DASH_STYLE.DASH,
    MSO_LINE_DASH_STYLE.ROUND_DOT,
    MSO_LINE_DASH_STYLE.LONG_DASH_DOT,
    MSO_LINE_DASH_STYLE.LONG_DASH,
    MSO_LINE_DASH_STYLE.DASH_DOT,
)
_TINTS = (1.0, 0.45, 0.12, 0.7, 0.28, 0.85)
"""How full the colours of neighbouring columns are, so that they are told apart without colour."""


@dataclass(frozen=True, slots=True)
class ChartParts:
    """The chart part's XML and the bytes of its workbook, which the chart refers to as `WORKBOOK_LINK`."""

    chart: bytes
    workbook: bytes


def render_chart(chart: Chart, theme: Theme, language: Language) -> ChartParts:
    """The chart and its workbook: the same bytes for the same figures.

    Lines differ in dash and marker as well as in colour, so that they are told apart in black and white.
    """
    bars = isinstance(chart, BarChart)
    figures = CategoryChartData(number_format=_WHOLE if bars else _FIGURE)
    figures.categories = [legal(each) for each in chart.categories]
    for line in chart.lines:
        figures.add_series(legal(line.label), line.values)
    kind = XL_CHART_TYPE.COLUMN_CLUSTERED if bars else XL_CHART_TYPE.LINE_MARKERS
    # python-pptx gives the axes of columns ids below 0, which the schema forbids.
    written = re.sub(r'(<c:(?:axId|crossAx) val=")-', r"\1", ChartXmlWriter(kind, figures).xml)
    space = parse_xml(written.encode())
    _dress(DrawnChart(space, None), chart, theme, language)  # pyright: ignore[reportArgumentType]
    data = SubElement(space, qn("c:externalData"), {qn("r:id"): WORKBOOK_LINK})
    SubElement(data, qn("c:autoUpdate"), {"val": "0"})
    return ChartParts(tostring(space, xml_declaration=True, encoding="UTF-8", standalone=True), _render_workbook(chart))


def _render_workbook(chart: Chart) -> bytes:
    written = BytesIO()
    with Workbook(written, {"in_memory": True}) as book:
        # A workbook carries its time of making; ours has none, so that the same draft gives the same file.
        book.set_properties({"created": datetime(1980, 1, 1)})
        sheet = book.add_worksheet(_SHEET)
        figure = book.add_format({"num_format": _WHOLE if isinstance(chart, BarChart) else _FIGURE})
        for row, category in enumerate(chart.categories, start=1):
            sheet.write_string(row, 0, legal(category))
        for column, line in enumerate(chart.lines, start=1):
            sheet.write_string(0, column, legal(line.label))
            for row, value in enumerate(line.values, start=1):
                if value is not None:
                    sheet.write_number(row, column, value, figure)
    return written.getvalue()


def _dress(drawn: DrawnChart, chart: Chart, theme: Theme, language: Language) -> None:
    drawn.has_title = False
    _take_frame_away(drawn)
    drawn.font.size = Pt(theme.small)
    drawn.font.color.rgb = RGBColor.from_string(theme.ink)
    _set_fonts(drawn, theme, language)
    drawn.has_legend = len(chart.lines) > 1
    if drawn.legend is not None:
        drawn.legend.position = XL_LEGEND_POSITION.BOTTOM
        drawn.legend.include_in_layout = False
        drawn.legend.font.size = Pt(theme.small)
    _dress_axes(drawn, chart, theme)
    plot = next(iter(drawn.plots))
    if isinstance(chart, BarChart):
        plot.gap_width = _GAP  # pyright: ignore[reportAttributeAccessIssue]
        for place, bar in enumerate(plot.series):
            _dress_bar(bar, place, theme)
        _show_figures(drawn, theme, _WHOLE)
        return
    for place, line in enumerate(plot.series):
        _dress_line(line, place, theme)
    if len(chart.lines) == 1:
        _show_figures(drawn, theme, _FIGURE)


def _set_fonts(drawn: DrawnChart, theme: Theme, language: Language) -> None:
    """Latin and Chinese fonts for all words of the chart; python-pptx knows only the Latin one."""
    drawn.font.name = theme.latin
    properties = drawn._chartSpace.find(f"{qn('c:txPr')}//{qn('a:defRPr')}")  # pyright: ignore[reportPrivateUsage]
    if properties is not None:
        for slot in ("a:ea", "a:cs"):
            SubElement(
                properties, qn(slot), {"typeface": theme.east_asian(language) if slot == "a:ea" else theme.latin}
            )


def _take_frame_away(drawn: DrawnChart) -> None:
    space = drawn._chartSpace  # pyright: ignore[reportPrivateUsage]
    shape = Element(qn("c:spPr"))
    SubElement(SubElement(shape, qn("a:ln")), qn("a:noFill"))
    space.find(qn("c:chart")).addnext(shape)


def _dress_axes(drawn: DrawnChart, chart: Chart, theme: Theme) -> None:
    figures, stages = drawn.value_axis, drawn.category_axis
    if isinstance(chart, LineChart):
        figures.minimum_scale, figures.maximum_scale = chart.bounds
        figures.major_unit = 1
        figures.tick_labels.number_format = "+0;−0;0"
    else:
        figures.minimum_scale = 0
        figures.tick_labels.number_format = _WHOLE
    figures.tick_labels.number_format_is_linked = False
    figures.major_tick_mark = XL_TICK_MARK.NONE
    figures.format.line.fill.background()
    figures.major_gridlines.format.line.color.rgb = RGBColor.from_string(theme.rule)
    figures.major_gridlines.format.line.width = Pt(0.5)
    stages.tick_label_position = XL_TICK_LABEL_POSITION.LOW
    stages.major_tick_mark = XL_TICK_MARK.NONE
    stages.format.line.color.rgb = RGBColor.from_string(theme.muted)
    stages.format.line.width = Pt(1)


def _dress_line(line: LineSeries, place: int, theme: Theme) -> None:
    colour = RGBColor.from_string(theme.lines[place % len(theme.lines)])
    line.smooth = False
    line.format.line.width = Pt(2)
    line.format.line.color.rgb = colour
    line.format.line.dash_style = _DASHES[place % len(_DASHES)]
    line.marker.style = _MARKERS[place % len(_MARKERS)]
    line.marker.size = 8
    line.marker.format.fill.solid()
    # After a round of these shapes they come again hollow.
    hollow = place // len(_MARKERS) % 2 == 1
    line.marker.format.fill.fore_color.rgb = RGBColor(255, 255, 255) if hollow else colour
    line.marker.format.line.color.rgb = colour


def _dress_bar(bar: BarSeries, place: int, theme: Theme) -> None:
    colour = theme.lines[place % len(theme.lines)]
    bar.format.fill.solid()
    bar.format.fill.fore_color.rgb = RGBColor.from_string(tinted(colour, _TINTS[place % len(_TINTS)]))
    bar.format.line.color.rgb = RGBColor.from_string(colour)
    bar.format.line.width = Pt(0.75)


def _show_figures(drawn: DrawnChart, theme: Theme, figure: str) -> None:
    plot = next(iter(drawn.plots))
    plot.has_data_labels = True
    plot.data_labels.show_value = True
    plot.data_labels.number_format = figure
    plot.data_labels.number_format_is_linked = False
    plot.data_labels.font.size = Pt(theme.small)
