"""Servers that tests start as programs of their own, on loopback."""

import http.client
import subprocess
import sys
import time
from collections.abc import Callable, Generator
from contextlib import contextmanager
from pathlib import Path

PATIENCE = 60.0


@contextmanager
def chroma_server(folder: Path) -> Generator[str]:
    """A Chroma server with its data in that folder, on a port of its own; gives its address."""
    folder.mkdir(parents=True, exist_ok=True)
    program = Path(sys.executable).with_name("chroma")
    port = free_port()
    with (folder / "chroma.log").open("wb") as log:
        command = [program, "run", "--path", folder / "data", "--host", "127.0.0.1", "--port", str(port)]
        server = subprocess.Popen(command, stdout=log, stderr=log, cwd=folder)
    try:
        wait_until(lambda: _answers(port) or server.poll() is not None, f"chroma did not start: {folder}")
        yield f"http://127.0.0.1:{port}"
    finally:
        server.terminate()
        server.wait()


def _answers(port: int) -> bool:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        connection.request("GET", "/api/v2/heartbeat")
        return connection.getresponse().status == 200
    except OSError:
        return False
    finally:
        connection.close()


def free_port() -> int:
    """A port that nobody listens on just now."""
    import socket

    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def wait_until(true: Callable[[], bool], otherwise: str, patience: float = PATIENCE) -> None:
    """Returns as soon as it is true; fails with those words where it takes too long."""
    end = time.monotonic() + patience
    while not true():
        assert time.monotonic() < end, otherwise
        time.sleep(0.05)
