"""Servers that tests start as programs of their own, on loopback."""

import http.client
import os
import subprocess
import sys
import time
from collections.abc import Callable, Generator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
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


@dataclass
class DaskCluster:
    """A scheduler and its workers, each a program of its own with its log in `folder`."""

    folder: Path
    address: str = ""
    protocol: str = "tcp"
    workers: dict[str, "subprocess.Popen[bytes]"] = field(default_factory=dict[str, "subprocess.Popen[bytes]"])

    def start_worker(
        self,
        name: str,
        *,
        by: str | None = None,
        port: int = 0,
        contact: str = "",
        threads: int = 2,
        **environment: str,
    ) -> None:
        """A worker of that name, ready when this returns. It reaches the scheduler `by` that address, listens on the
        port, and is reached at the address `contact`."""
        command = ["worker", by or self.address, "--name", name, "--nthreads", str(threads), "--no-nanny",
                   "--no-dashboard", "--protocol", self.protocol,
                   "--local-directory", str(self.folder / f"scratch-{name}")]  # fmt: skip
        command += (
            ["--listen-address", f"{self.protocol}://127.0.0.1:{port}", "--contact-address", contact]
            if contact
            else ["--host", "127.0.0.1"]
        )
        self.workers[name] = _start_dask(self.folder, name, command, environment)
        wait_until(lambda: "Registered to" in self.log(name), f"worker {name} did not start: {self.folder}")

    def log(self, name: str) -> str:
        """What a program has logged so far."""
        return (self.folder / f"{name}.log").read_text("utf-8", "replace")

    def kill(self, name: str) -> None:
        """As when a machine loses power."""
        self.workers[name].kill()
        self.workers.pop(name).wait()


@contextmanager
def dask_cluster(
    folder: Path, protocol: str = "tcp", workers: Sequence[str] = ("one", "two"), **environment: str
) -> Generator[DaskCluster]:
    """A scheduler with workers of these names, on loopback."""
    folder.mkdir(parents=True, exist_ok=True)
    port = free_port()
    command = ["scheduler", "--host", "127.0.0.1", "--port", str(port), "--no-dashboard", "--protocol", protocol]
    scheduler = _start_dask(folder, "scheduler", command, environment)
    cluster = DaskCluster(folder, f"{protocol}://127.0.0.1:{port}", protocol)
    try:
        wait_until(lambda: "Scheduler at" in cluster.log("scheduler"), f"the scheduler did not start: {folder}")
        for name in workers:
            cluster.start_worker(name, **environment)
        yield cluster
    finally:
        for each in (*cluster.workers.values(), scheduler):
            each.kill()
            each.wait()


def _start_dask(
    folder: Path, name: str, command: list[str], environment: Mapping[str, str]
) -> "subprocess.Popen[bytes]":
    kept = {key: value for key, value in os.environ.items() if not key.startswith(("JOURNEY_", "OPENAI_"))}
    settings = {"DASK_CONFIG": str(folder), "JOURNEY_LANG": "en", **environment}
    with (folder / f"{name}.log").open("wb") as log:
        return subprocess.Popen(
            [sys.executable, "-m", "dask", *command], stdout=log, stderr=log, cwd=folder, env={**kept, **settings}
        )
