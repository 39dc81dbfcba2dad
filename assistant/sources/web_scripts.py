"""Text that a page holds apart and shows once a browser opens it: templates, and JSON it is built from; nothing is run."""

import json
import re
from collections.abc import Iterator
from typing import Any

from assistant.sources.sentences import columns
from assistant.sources.web_frames import find_holder, find_pieces

_PROSE = 200  # columns of text in elements: a page that shows as much needs nothing from its scripts
_SHORT = 40  # columns: shorter pieces are a site's links
_SHORTEST_LINKED, _SHORTEST = 20, 80  # columns of a text: in JSON-LD, which is made to be read, and in other JSON
_MOST = 4000  # texts of one page
_SENTENCE_END = re.compile(r"[。！？.!?…][”\"’」』）)]*\s*(?:<|$)")
_ADDRESS = re.compile(r"\s*(?:https?:)?//\S*\s*$")
_NO_TEXT = frozenset(("script", "style", "template", "noscript", "svg"))


def plain_text(element: Any) -> str:
    """All that stands in an element, runs of blanks as one."""
    return " ".join("".join(element.itertext()).split())


def show_templates(root: Any) -> None:
    """Text that a page keeps in a template and shows as soon as it is open stands where the template does."""
    for script in root.xpath("//body//script[@type='text/template' or @type='text/html']"):
        shown = _fragment(script.text or "")
        if shown is not None and any(columns(plain_text(each)) > _PROSE for each in shown.iter("p", "div")):
            script.addprevious(shown)


def show_scripted(root: Any) -> None:
    """A page that shows next to nothing until a script fills it gets the sentences of its JSON at its end.

    JSON-LD and `application/json` are read; what a script computes is not.
    """
    body = root.find("body")
    if body is None or _shown(root) >= _PROSE:
        return
    texts: dict[str, None] = {}
    for script in root.xpath("//script[@type='application/ld+json' or @type='application/json']"):
        least = _SHORTEST_LINKED if script.get("type") == "application/ld+json" else _SHORTEST
        texts.update(dict.fromkeys(each for each in _strings(script.text or "") if _is_text(each, least)))
    for each in list(texts)[:_MOST]:
        shown = _fragment(each)
        if shown is not None:
            body.append(shown)


def _shown(root: Any) -> int:
    return sum(columns(each) for each in find_pieces(root, _SHORT) if find_holder(each).tag not in _NO_TEXT)


def _strings(source: str) -> Iterator[str]:
    """The strings of a JSON value in their order; none where it is no JSON."""
    try:
        values: list[Any] = [json.loads(source, strict=False)]
    except (ValueError, RecursionError):
        return
    while values:
        value = values.pop()
        if isinstance(value, str):
            yield value
        elif isinstance(value, dict):
            values.extend(reversed(list(value.values())))  # pyright: ignore[reportUnknownArgumentType, reportUnknownMemberType]
        elif isinstance(value, list):
            values.extend(reversed(value))  # pyright: ignore[reportUnknownArgumentType]


def _is_text(text: str, least: int) -> bool:
    return columns(text) >= least and _SENTENCE_END.search(text) is not None and _ADDRESS.match(text) is None


def _fragment(source: str) -> Any | None:
    from lxml import html
    from lxml.etree import ParserError

    try:
        return html.fragment_fromstring(source, create_parent=True)
    except (ParserError, ValueError):
        return None
