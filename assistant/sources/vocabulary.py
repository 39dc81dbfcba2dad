"""Word lists as they are written down: words with spaces between them, `_` for a space within one."""


def words(text: str) -> frozenset[str]:
    """The set of the words in `text`."""
    return frozenset(word_list(text))


def word_list(text: str) -> tuple[str, ...]:
    """The words of `text` in their order."""
    return tuple(word.replace("_", " ") for word in text.split())
