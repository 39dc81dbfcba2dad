"""Readers for many clients at the price of one: each is split off a Python that has loaded all and reads nothing itself.

To load what a reader needs takes a third of a second of processor time, for each client anew; to split one off takes
some milliseconds. Every client has a reader of its own all the same, and none has seen a file of another client.
Linux only; elsewhere each reader is started by itself.
"""

import json
import os
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import IO, NoReturn
from weakref import finalize

from assistant.sources.safety.starting import RunningReader, reader_surroundings, start_reader

_MOST = 65_536  # bytes of a request: the path of a folder


class Nursery:
    """Starts readers, from any thread; `start` is a StartReader. Nothing runs before the first."""

    def __init__(self) -> None:
        self._turn = threading.Lock()
        self._link: socket.socket | None = None

    def start(self, notes: Path, memory: int) -> RunningReader:
        """A reader split off, or one started by itself where that cannot be."""
        if sys.platform != "linux":
            return start_reader(notes, memory)
        asked, requests = os.pipe()
        answers, answered = os.pipe()
        try:
            number = self._ask({"notes": str(notes), "memory": memory}, asked, answered)
        except OSError:
            os.close(requests)
            os.close(answers)
            return start_reader(notes, memory)
        finally:
            os.close(asked)
            os.close(answered)
        return _SplitReader(self, number, os.fdopen(requests, "wb"), os.fdopen(answers, "rb"))

    def end(self, number: int) -> None:
        """End that reader and whatever it started."""
        with suppress(OSError):  # with the nursery all its readers are gone
            self._ask({"end": number})

    def _ask(self, wish: dict[str, object], *files: int) -> int:
        """The answer, a reader's number. Raises OSError where the nursery is gone; the next is asked of a new one."""
        with self._turn:
            link = self._link = self._link or self._open()
            try:
                socket.send_fds(link, [json.dumps(wish).encode()], files)
                answer = link.recv(_MOST)
            except OSError:
                answer = b""
            if not answer:
                self._link = None
                raise ConnectionResetError
            return int(answer)

    def _open(self) -> socket.socket:
        link, far = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        with far:
            running = subprocess.Popen(
                [sys.executable, "-P", "-m", "assistant.sources.safety.nursery", str(far.fileno())],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                env=reader_surroundings(),
                pass_fds=[far.fileno()],
                start_new_session=True,
            )
        finalize(self, _close, link, running)
        return link


class _SplitReader:
    def __init__(self, nursery: Nursery, number: int, requests: IO[bytes], answers: IO[bytes]) -> None:
        self._nursery = nursery
        self._number = number
        self.requests = requests
        self.answers = answers

    def end(self) -> None:
        self._nursery.end(self._number)


def _close(link: socket.socket, running: "subprocess.Popen[bytes]") -> None:
    link.close()  # its end tells the nursery that nobody needs it any more
    running.wait()


# ---------------------------------------------------------------- the nursery's own program


def main() -> int:
    """Split off readers and end them, as asked, until nobody asks any more."""
    from assistant.sources.language import detect_language
    from assistant.sources.safety.worker import read_folder

    detect_language("说")  # its tables take a fifth of a reader's time, and every document is asked for its language
    link = socket.socket(fileno=int(sys.argv[1]))
    readers: set[int] = set()
    while True:
        message, files, _, _ = socket.recv_fds(link, _MOST, 2)
        if not message:
            break
        wish = json.loads(message)
        if "end" in wish:
            _end(wish["end"])
            readers.discard(wish["end"])
            link.send(str(wish["end"]).encode())
            continue
        number = os.fork()  # safe: this program has one thread
        if number == 0:
            link.close()
            _become_reader(files, partial(read_folder, Path(wish["notes"]), wish["memory"]))
        for each in files:
            os.close(each)
        readers.add(number)
        link.send(str(number).encode())
    for each in readers:
        _end(each)
    return 0


def _become_reader(files: list[int], read: Callable[[], object]) -> NoReturn:
    try:
        os.setsid()
        for place, each in enumerate(files):
            os.dup2(each, place)
            os.close(each)
        read()
    finally:
        os._exit(0)


def _end(number: int) -> None:
    """It is waited for, so that nobody else can have had its number before it is killed."""
    try:
        os.killpg(number, signal.SIGKILL)
    except ProcessLookupError:  # it has no group of its own yet, or ended by itself
        with suppress(ProcessLookupError):
            os.kill(number, signal.SIGKILL)
    with suppress(ChildProcessError):
        os.waitpid(number, 0)


if __name__ == "__main__":
    sys.exit(main())
