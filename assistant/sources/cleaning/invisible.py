"""Characters that nobody sees: control characters, zero-width ones, marks that turn the direction of writing."""

import re

# A joiner between two pictographs makes one of them; everywhere else it is only in the way.
_FORMATS = re.compile(
    "(?<![\u2600-\u27bf\U0001f000-\U0001faff\ufe0f])\u200d|"
    "[\u00ad\u034f\u061c\u180e\u200b\u200c\u200e\u200f\u202a-\u202e\u2060-\u2069"
    "\u206a-\u206f\ufeff\U000e0000-\U000e007f]"
)


def without_invisible(text: str) -> str:
    """The text without characters that cannot be seen and only hide or harm; line breaks and tabs stay."""
    if text.isascii() and text.isprintable():
        return text
    return _FORMATS.sub("", _ESCAPES.sub("", text))


_ESCAPES = re.compile("\x1b\\[[0-9;?]*[ -/]*[@-~]|[\x00-\x08\x0b-\x1f\x7f-\x9f\ufffe\uffff]")
