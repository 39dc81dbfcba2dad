"""What the styles of a document mean for reading: heading levels, lists, contents, and text nobody sees."""

from collections.abc import Iterator
from typing import Any

from assistant.sources.word.names import W, is_on, value_of

_WHITE = frozenset({"FFFFFF", "FEFEFE", "FDFDFD", "FFFFFE"})
_TINY = 4  # half-points; nobody reads two points


class Styles:
    """The styles by id; each may be based on another."""

    def __init__(self, element: Any) -> None:
        self._styles: dict[str, Any] = {}
        self._default: str | None = None
        for style in element.iter(f"{W}style") if element is not None else ():
            name = style.get(f"{W}styleId")
            self._styles[name] = style
            if style.get(f"{W}type") == "paragraph" and style.get(f"{W}default") in ("1", "true"):
                self._default = name

    def chain(self, style_id: str | None) -> Iterator[Any]:
        """A style and those it is based on."""
        seen: set[str] = set()
        while style_id and style_id in self._styles and style_id not in seen:
            seen.add(style_id)
            yield (style := self._styles[style_id])
            style_id = value_of(style, f"{W}basedOn")

    def heading_level(self, style_id: str | None) -> int | None:
        """1…9 for a heading, by outline level or by the style's name; None for body text."""
        for style in self.chain(style_id or self._default):
            outline = value_of(style, f"{W}pPr/{W}outlineLvl")
            if outline is not None:
                level = int(outline) if outline.isdigit() else 9
                return level + 1 if level < 9 else None
            words = (value_of(style, f"{W}name") or "").lower()
            if words == "title":
                return 1
            if words.startswith(("heading ", "标题 ")) and words.split()[-1].isdigit():
                return int(words.split()[-1])
        return None

    def is_contents(self, style_id: str | None) -> bool:
        """Whether a paragraph of the style is a line of the table of contents."""
        for style in self.chain(style_id):
            words = (value_of(style, f"{W}name") or "").lower()
            if words.startswith("toc ") and words != "toc heading":
                return True
        return False

    def numbering(self, style_id: str | None) -> Any:
        """The `w:numPr` that a style brings along, or None."""
        return next(
            (found for style in self.chain(style_id) if (found := style.find(f"{W}pPr/{W}numPr")) is not None), None
        )

    def is_unseen(self, run: Any, paragraph_style: str | None, *, shaded: bool) -> bool:
        """Whether nobody sees a run on the page: hidden, two points or smaller, or white; white on a shade is seen."""
        properties = run.find(f"{W}rPr")
        chain = [properties] if properties is not None else []
        chain += [each.find(f"{W}rPr") for each in self.chain(value_of(properties, f"{W}rStyle"))]
        chain += [each.find(f"{W}rPr") for each in self.chain(paragraph_style)]
        chain = [each for each in chain if each is not None]
        vanish = next((found for each in chain if (found := each.find(f"{W}vanish")) is not None), None)
        if vanish is not None and is_on(vanish):
            return True
        size = next((found for each in chain if (found := value_of(each, f"{W}sz"))), None)
        if size is not None and size.isdigit() and int(size) <= _TINY:
            return True
        colour = next((found for each in chain if (found := value_of(each, f"{W}color"))), "")
        if colour.upper() not in _WHITE or shaded:
            return False
        return not any(
            (
                each.find(f"{W}shd") is not None
                and each.find(f"{W}shd").get(f"{W}fill", "auto").upper() not in {"AUTO", *_WHITE}
            )
            or each.find(f"{W}highlight") is not None
            for each in chain
        )
