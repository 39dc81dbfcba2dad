"""Charts and pictures that stand in a line of text, with their alternative text."""

from xml.sax.saxutils import quoteattr

from assistant.reports.letters import legal
from assistant.reports.word.xml import R, Xml

_A = "http://schemas.openxmlformats.org/drawingml/2006/main"
_WP = "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
_C = "http://schemas.openxmlformats.org/drawingml/2006/chart"
_PIC = "http://schemas.openxmlformats.org/drawingml/2006/picture"
_EMU = 36000  # English metric units in a millimetre


def drawn_chart(link: str, number: int, size: tuple[float, float], title: str, description: str) -> Xml:
    """A run with the chart part under `link`; `number` is unique among the drawings of the file."""
    graphic = f'<c:chart xmlns:c="{_C}" r:id="{link}"/>'
    return _inline(graphic, _C, number, size, title, description)


def drawn_picture(link: str, number: int, size: tuple[float, float], title: str, description: str) -> Xml:
    """A run with the picture under `link`."""
    name = quoteattr(legal(title))
    graphic = (
        f'<pic:pic xmlns:pic="{_PIC}"><pic:nvPicPr><pic:cNvPr id="{number}" name={name}/><pic:cNvPicPr/></pic:nvPicPr>'
        f'<pic:blipFill><a:blip r:embed="{link}"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill>'
        f'<pic:spPr><a:xfrm><a:off x="0" y="0"/>{_extent("a:ext", size)}</a:xfrm>'
        '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic>'
    )
    return _inline(graphic, _PIC, number, size, title, description)


def _inline(graphic: str, kind: str, number: int, size: tuple[float, float], title: str, description: str) -> Xml:
    return Xml(
        f'<w:r><w:drawing><wp:inline xmlns:wp="{_WP}" xmlns:a="{_A}" xmlns:r="{R}" distT="0" distB="0" distL="0" distR="0">'
        f"{_extent('wp:extent', size)}"
        f'<wp:docPr id="{number}" name={quoteattr(legal(title))} descr={quoteattr(legal(description))}/>'
        f'<wp:cNvGraphicFramePr/><a:graphic><a:graphicData uri="{kind}">{graphic}</a:graphicData></a:graphic>'
        "</wp:inline></w:drawing></w:r>"
    )


def _extent(name: str, size: tuple[float, float]) -> str:
    width, height = (round(each * _EMU) for each in size)
    return f'<{name} cx="{width}" cy="{height}"/>'
