"""Every pattern that reads notes takes no longer than the text is long: no row of signs keeps it busy for hours."""

import dataclasses
import importlib
import pkgutil
import re
import time
from collections.abc import Iterator

import pytest

import assistant.sources

UNITS = (
    "*", "_", " ", "\n", "a", "中", "1", "-", ".", "，", "<", "[", '"', ":", "|", "#", ">", "我", "a ", "1,", ": ", "- ", "a.", "a@",
    "\\a", "**a",
)  # fmt: skip
# In small steps, so that what grows without bounds fails before it hangs.
LENGTHS, TAIL, MOST_SECONDS = (18, 26, 36, 60, 1000), "\x01", 0.5


def patterns() -> Iterator[tuple[str, re.Pattern[str]]]:
    """Every pattern kept in a module of the readers, also those kept in rows and groups."""
    for found in pkgutil.walk_packages(assistant.sources.__path__, "assistant.sources."):
        module = importlib.import_module(found.name)
        for name, value in vars(module).items():
            for pattern in gather(value, 0):
                yield f"{found.name}.{name}", pattern


def gather(value: object, depth: int) -> Iterator[re.Pattern[str]]:
    value = getattr(value, "__self__", value)  # a pattern's own search is kept in its place where it is used often
    if isinstance(value, re.Pattern) and isinstance(value.pattern, str):
        yield value
    elif isinstance(value, tuple | list) and depth < 3:
        for each in value:
            yield from gather(each, depth + 1)
    elif isinstance(value, dict) and depth < 3:
        for each in value.values():
            yield from gather(each, depth + 1)
    elif dataclasses.is_dataclass(value) and not isinstance(value, type):
        for each in dataclasses.fields(value):
            yield from gather(getattr(value, each.name, None), depth + 1)


PATTERNS = {pattern: name for name, pattern in patterns()}


@pytest.mark.parametrize("unit", UNITS)
def test_no_row_of_signs_takes_long(unit: str) -> None:
    for pattern, name in PATTERNS.items():
        for length in LENGTHS:
            text = unit * (length // len(unit)) + TAIL
            started = time.process_time()
            pattern.search(text)
            assert time.process_time() - started < MOST_SECONDS, (name, length, pattern.pattern[:200])
