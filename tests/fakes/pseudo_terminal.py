"""A command run as a person runs it: in a process of its own, on a pseudo-terminal of 80 columns."""

import fcntl
import os
import pty
import re
import select
import signal
import struct
import subprocess
import sys
import termios
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

_ESCAPES = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]|\x1b[()][A-Z0-9]|\x1b[=>]|\r")
_CURSOR_ASKED = b"\x1b[6n"


class PseudoTerminal:
    """One running command. Reading waits for what is expected, and fails after `patience` seconds."""

    def __init__(
        self, arguments: Sequence[str], folder: Path, environment: Mapping[str, str], *, patience: float = 180.0
    ) -> None:
        self._patience = patience
        self._seen = b""
        self._looked_at = 0
        self._ours, theirs = pty.openpty()
        fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 40, 80, 0, 0))
        self._command = subprocess.Popen(
            [sys.executable, "-c", "from assistant.cli import main; main()", *arguments],
            stdin=theirs, stdout=theirs, stderr=theirs, cwd=folder, env={**environment, "TERM": "xterm"},
            start_new_session=True, preexec_fn=_take_terminal,
        )  # fmt: skip
        os.close(theirs)

    def __enter__(self) -> "PseudoTerminal":
        return self

    def __exit__(self, *_: object) -> None:
        if self._command.poll() is None:
            self.kill()
        os.close(self._ours)

    def type(self, text: str) -> None:
        """The keys of these letters."""
        os.write(self._ours, text.encode())

    def line(self, text: str) -> None:
        """A line and Enter."""
        self.type(text + "\r")

    def expect(self, words: str) -> str:
        """Waits until these words stand on the screen behind all that was expected before; returns what came up to them."""
        ends = time.monotonic() + self._patience
        while True:
            text = self._text()[self._looked_at :]
            at = text.find(words)
            if at >= 0:
                self._looked_at += at + len(words)
                return text[: at + len(words)]
            if time.monotonic() > ends or not self._read(ends - time.monotonic()):
                raise AssertionError(f"{words!r} never came; the screen ends with:\n{text[-2000:]}")

    def kill(self) -> None:
        """kill -9."""
        self._command.send_signal(signal.SIGKILL)
        self._command.wait()

    def code(self) -> int:
        """The exit code, once all was printed."""
        while self._read(self._patience):
            pass
        return self._command.wait(timeout=self._patience)

    def _text(self) -> str:
        return _ESCAPES.sub("", self._seen.decode("utf-8", "ignore"))

    def _read(self, wait: float) -> bool:
        ready, _, _ = select.select([self._ours], [], [], max(wait, 0))
        if not ready:
            return False
        try:
            piece = os.read(self._ours, 65536)
        except OSError:  # the other end is closed
            return False
        self._seen += piece
        for _ in range(piece.count(_CURSOR_ASKED)):
            os.write(self._ours, b"\x1b[1;1R")
        return bool(piece)


def _take_terminal() -> None:
    """What a terminal does for the command it starts: it is theirs, and Ctrl-C reaches it, even where it does not reach the tests
    (who run in the background)."""
    fcntl.ioctl(0, termios.TIOCSCTTY, 0)
    signal.signal(signal.SIGINT, signal.default_int_handler)
