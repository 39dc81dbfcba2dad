"""How often the collector of cycles looks through all that a program holds."""

import gc
from collections.abc import Generator
from contextlib import contextmanager

_RARELY = 20_000, 20, 50
"""There is much that stays (libraries, codebook, playbooks) and little that is left in cycles, and a look at all of it takes
a tenth of a second, in which no thread gets on: with Python's own thresholds an eighth of a draft's processor time."""


@contextmanager
def collected_rarely() -> Generator[None]:
    """The collector looks rarely while the block runs, in the whole program."""
    before = gc.get_threshold()
    gc.set_threshold(*_RARELY)
    try:
        yield
    finally:
        gc.set_threshold(*before)
