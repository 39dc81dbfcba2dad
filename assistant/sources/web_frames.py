"""Elements that are named navigation but hold the page itself: a form around everything, a side bar nobody closed."""

from collections import Counter
from collections.abc import Iterator
from typing import Any

from assistant.sources.sentences import columns
from assistant.sources.vocabulary import words

_FRAMES = words("nav aside form header noscript")
_FRAME_ROLES = words("navigation banner search complementary")
_NO_TEXT = words("script style template svg math select textarea option button")
_PROSE = 80  # columns of a piece of text: no entry of a menu holds as many
_LEAST = 200  # columns of prose in a frame
_HALF, _ALMOST_ALL = 0.5, 0.9  # of the page's prose


def find_frames(root: Any) -> frozenset[Any]:
    """The elements under `root` whose name says navigation, script-less notice or form, and which hold the page's text.

    Such an element holds half of the page's prose with an article or a title in it, or nearly all of it.
    """
    sums: Counter[Any] = Counter()
    whole = 0
    for piece in find_pieces(root, _PROSE):
        parent = find_holder(piece)
        around = [parent, *parent.iterancestors()]
        if any(each.tag in _NO_TEXT for each in around):
            continue
        size = columns(piece)
        whole += size
        for each in around:
            if each.tag in _FRAMES or (each.get("role") or "").lower() in _FRAME_ROLES:
                sums[each] += size
    return frozenset(each for each, size in sums.items() if _is_frame(each, size, whole))


def find_pieces(root: Any, least: int) -> Iterator[Any]:
    """The pieces of text in the body, as lxml gives them, of at least that many columns."""
    for piece in root.xpath("//body//text()[string-length(normalize-space(.)) >= $least]", least=least // 2):
        if columns(" ".join(piece.split())) >= least:
            yield piece


def find_holder(piece: Any) -> Any:
    """The element that a piece of text stands in, as lxml gives pieces."""
    return piece.getparent().getparent() if piece.is_tail else piece.getparent()


def _is_frame(element: Any, size: int, whole: int) -> bool:
    if size < max(_LEAST, _HALF * whole):
        return False
    return size >= _ALMOST_ALL * whole or bool(element.xpath(".//main|.//article|.//h1|.//*[@role='main']"))
