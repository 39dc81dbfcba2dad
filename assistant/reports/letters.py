"""The characters a report may hold."""

import re

_FORBIDDEN = re.compile("[^\t\n\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def legal(text: str) -> str:
    """`text` without what XML 1.0 forbids (controls, lone surrogates, non-characters); line ends become "\\n"."""
    if text.isprintable():  # most texts are, and then nothing of this stands in them
        return text
    return _FORBIDDEN.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
