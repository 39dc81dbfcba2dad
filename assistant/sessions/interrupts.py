"""Ctrl-C while a line is read: noted there, and raised where it breaks nothing."""

import signal
import threading
from collections.abc import Callable, Generator
from contextlib import contextmanager
from types import FrameType


class Interrupts:
    """Keeps a Ctrl-C out of the machinery of line editing.

    Between two lines the screen is no longer, or not yet, in the editor's hands, and Ctrl-C comes as a signal. Raised in
    the middle of an event loop that is being set up or taken down it leaves that loop broken, or is lost.
    """

    def __init__(self) -> None:
        self._noted = False

    @property
    def noted(self) -> bool:
        """Whether one came and was not raised yet."""
        return self._noted

    @contextmanager
    def held_back(self, stop: Callable[[], None]) -> Generator[None]:
        """Within the block Ctrl-C raises nothing; it is noted, and `stop` is called, from the signal's handler.

        Only the main thread is sent signals; in others the block runs as it is.
        """
        if threading.current_thread() is not threading.main_thread():
            yield
            return

        def note(_signal: int, _frame: FrameType | None) -> None:
            self._noted = True
            stop()

        before = signal.signal(signal.SIGINT, note)
        try:
            yield
        finally:
            signal.signal(signal.SIGINT, before if before is not None else signal.default_int_handler)

    def forget(self) -> None:
        """What was noted has had its effect."""
        self._noted = False

    def raise_noted(self) -> None:
        """Raises KeyboardInterrupt for what was noted."""
        if self._noted:
            self._noted = False
            raise KeyboardInterrupt
