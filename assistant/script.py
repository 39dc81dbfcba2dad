"""Simplified and Traditional Chinese, for comparing and for labels; the only module that knows OpenCC."""

import re
from functools import cache
from typing import Any, cast

_LONE_SURROGATES = re.compile("[\ud800-\udfff]")
_CORNER_QUOTES = str.maketrans("“”‘’", "「」『』")


@cache
def _converter(configuration: str) -> Any:
    from opencc import OpenCC  # 20–60 ms, and most commands never need it

    return OpenCC(configuration)


def to_simplified(text: str) -> str:
    """`text` with Traditional characters folded to Simplified, for comparing only (one character to one)."""
    return cast("str", _converter("t2s").convert(_LONE_SURROGATES.sub("\ufffd", text)))


def to_traditional(text: str) -> str:
    """`text` in Traditional Chinese with Taiwan's words and quotation marks; for our own labels, never for quotes."""
    return cast("str", _converter("s2twp").convert(text)).translate(_CORNER_QUOTES)
