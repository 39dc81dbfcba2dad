"""Starting the Python that reads files apart from the program."""

import os
import subprocess
import sys
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import IO, Protocol

# What the separate reader needs to know of its surroundings; keys and the like are none of its business.
_PASSED_ON = (
    "PATH", "HOME", "LANG", "LC_ALL", "LC_CTYPE", "TMPDIR", "TEMP", "TMP", "SYSTEMROOT", "WINDIR", "USERPROFILE", "APPDATA",
    "LOCALAPPDATA", "VIRTUAL_ENV", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH", "JOURNEY_SOFFICE",
    "PYTHONDONTWRITEBYTECODE", "PYTHONPYCACHEPREFIX",
)  # fmt: skip


class RunningReader(Protocol):
    """A reader that takes requests, a line each, and answers each with a line."""

    @property
    def requests(self) -> IO[bytes]: ...

    @property
    def answers(self) -> IO[bytes]: ...

    def end(self) -> None:
        """End the reader and whatever it started, now."""
        ...


StartReader = Callable[[Path, int], RunningReader]
"""Starts a reader of the files in a folder, held to so many bytes of memory."""


class OwnReader:
    """A reader that is a child of this program."""

    def __init__(self, running: "subprocess.Popen[bytes]") -> None:
        assert running.stdin is not None
        assert running.stdout is not None
        self._running = running
        self.requests: IO[bytes] = running.stdin
        self.answers: IO[bytes] = running.stdout

    def end(self) -> None:
        """Kill it with its group."""
        if hasattr(os, "killpg"):
            import signal

            with suppress(OSError):
                os.killpg(self._running.pid, signal.SIGKILL)
        else:
            self._running.kill()
        self._running.wait()


def start_reader(notes: Path, memory: int) -> RunningReader:
    """A Python of its own, which takes a third of a second of processor time to load."""
    # -P: nothing is imported from the folder the command was called in
    command = [sys.executable, "-P", "-m", "assistant.sources.safety.worker", str(notes), str(memory)]
    running = subprocess.Popen(
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=reader_surroundings(),
        start_new_session=True,
    )
    return OwnReader(running)


def reader_surroundings() -> Mapping[str, str]:
    """The environment variables of a Python that reads."""
    import assistant

    package = Path(assistant.__file__ or ".").resolve().parent.parent
    passed_on = {key: os.environ[key] for key in _PASSED_ON if key in os.environ}
    return passed_on | {"PYTHONPATH": str(package), "PYTHONUTF8": "1"}
