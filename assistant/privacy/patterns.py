"""Alternatives of regular expressions out of word lists."""

import re

from assistant.sources.vocabulary import words


def any_of(text: str) -> str:
    """A group that matches any of the words of `text` (`_` for a space within one), the longest first."""
    ordered = sorted(words(text), key=lambda word: (-len(word), word))
    return f"(?:{'|'.join(re.escape(word) for word in ordered)})"
