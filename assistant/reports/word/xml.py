"""WordprocessingML as text, built so that no words of a person can break it: everything is escaped here."""

from typing import NewType
from xml.sax.saxutils import escape, quoteattr

from assistant.reports.letters import legal

Xml = NewType("Xml", str)
NOTHING = Xml("")

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
NAMESPACES = f'xmlns:w="{W}" xmlns:r="{R}"'


def w(name: str, /, *children: Xml, **attributes: str | int | None) -> Xml:
    """The element `w:name` with `w:` attributes; those that are None are left away."""
    said = ""
    for key, value in attributes.items():
        if value is not None:
            said += f" w:{key}={_quoted(str(value))}"
    inside = "".join(children)
    return Xml(f"<w:{name}{said}>{inside}</w:{name}>" if inside else f"<w:{name}{said}/>")


def _quoted(value: str) -> str:
    """As `quoteattr`; most values are plain, and a large report has a hundred thousand."""
    return f'"{value}"' if value.isalnum() else quoteattr(value)


def text_element(text: str, name: str = "t") -> Xml:
    """A `w:t` (or field code) that keeps its spaces."""
    return Xml(f'<w:{name} xml:space="preserve">{escape(text)}</w:{name}>')


def spoken(text: str) -> Xml:
    """`text` as the inside of a run: line ends become breaks, tabs become tabs, the rest stays as it is."""
    words = legal(text)
    if "\n" not in words and "\t" not in words:
        return text_element(words) if words else NOTHING
    found: list[str] = []
    for number, line in enumerate(words.split("\n")):
        if number:
            found.append("<w:br/>")
        for place, part in enumerate(line.split("\t")):
            if place:
                found.append("<w:tab/>")
            if part:
                found.append(text_element(part))
    return Xml("".join(found))


def twips(millimetres: float) -> int:
    """Twentieths of a point, Word's unit of length."""
    return round(millimetres / 25.4 * 1440)
