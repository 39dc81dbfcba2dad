"""The one module that knows dask.distributed on the submitter's side: workers found and vetted, tasks, desks."""

import importlib.metadata
import logging
import platform
import re
import warnings
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from assistant.batch.desk import close_op, give_op, open_desk, take_op, work_at_desk
from assistant.errors import EndpointDownError, UsageError
from assistant.version import installed_version
from assistant.wording import Text

CONNECT = 10.0
"""Seconds to wait for the scheduler."""
_LEAVE = 3.0
_PRODUCT = "journey-assistant"


@dataclass(frozen=True, slots=True)
class Found:
    """A worker of the cluster: its address, how many jobs it runs at a time, and why none of ours, if so."""

    address: str
    threads: int
    problem: Text | None = None


class ClusterLink:
    """A connection to the scheduler. Safe to use from several threads. Nothing is opened for anybody to connect to."""

    def __init__(self, address: str, name: str) -> None:
        """Connects. `name` is what the desks of this run are called. Raises UsageError where the extra is not installed,
        EndpointDownError where there is no scheduler."""
        try:
            from distributed import Client  # pyright: ignore[reportMissingImports] - optional
            from distributed.versions import VersionMismatchWarning  # pyright: ignore[reportMissingImports]
        except ImportError as error:
            raise UsageError(_NOT_INSTALLED, _INSTALL) from error
        # what goes wrong is told in a line of ours; its own account is a traceback
        logging.getLogger("distributed").setLevel(logging.CRITICAL)
        self._address = address
        self._name = name
        self._desks: list[str] = []
        if not re.fullmatch(r"(tcp|tls)://([\w.-]+|\[[0-9A-Fa-f:.]+\]):\d{1,5}", address):
            raise UsageError(_BAD_ADDRESS.filled(address=address), _FORM)
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore", VersionMismatchWarning)  # what matters of it is looked at in `vet`
                self._client: Any = Client(address, timeout=CONNECT, set_as_default=False, name=name)
        except (OSError, TimeoutError) as error:
            raise EndpointDownError(_NO_SCHEDULER.filled(address=address), _START) from error

    def workers(self) -> dict[str, int]:
        """The workers' addresses with their numbers of threads. Raises EndpointDownError where the scheduler is gone."""
        try:
            found = self._client.scheduler_info(n_workers=-1)["workers"]
        except Exception as error:
            raise EndpointDownError(_SCHEDULER_GONE.filled(address=self._address), _GO_ON) from error
        return {address: int(each["nthreads"]) for address, each in found.items()}

    def vet(self, address: str, threads: int) -> Found:
        """Whether that worker has this product in this version, on this Python."""
        told = self._client.run(importlib.metadata.version, _PRODUCT, workers=[address], on_error="return").get(address)
        if isinstance(told, importlib.metadata.PackageNotFoundError):
            told = Text("没有安装", "not installed")
        elif isinstance(told, Exception) or told is None:
            return Found(address, threads, _LOST.filled(address=address))
        if told != installed_version():
            wanted = installed_version()
            return Found(address, threads, _OTHER_VERSION.filled(address=address, found=told, wanted=wanted))
        python = self._client.run(platform.python_version_tuple, workers=[address], on_error="return").get(address)
        if not isinstance(python, tuple) or python[:2] != platform.python_version_tuple()[:2]:
            found = ".".join(python[:2]) if isinstance(python, tuple) else "?"
            wanted = ".".join(platform.python_version_tuple()[:2])
            return Found(address, threads, _OTHER_PYTHON.filled(address=address, found=found, wanted=wanted))
        return Found(address, threads)

    def open_desk(self, address: str) -> None:
        """Sets up the desk of this run on a worker. Raises OSError where it is gone."""
        self._client.run(open_desk, self._name, workers=[address])
        self._desks.append(address)

    def submit(self, address: str, program: str, lease: str) -> Any:
        """The job of that lease as a task of that worker; the lease is all that the cluster hears of it."""
        return self._client.submit(
            work_at_desk,
            program,
            self._name,
            lease,
            key=f"journey-{lease[:16]}",
            workers=[address],
            allow_other_workers=False,
            pure=False,
            retries=0,
        )

    def is_over(self, task: Any) -> bool:
        """Whether the task has ended, in whatever way."""
        return bool(task.done())

    def cancel(self, task: Any) -> None:
        """Nobody wants the task any more."""
        task.cancel()

    def take(self, address: str, seen: int, wait: float) -> list[tuple[int, bytes]] | None:
        """What lies on that worker's desk (`Desk.take`); None where there is none. Raises OSError where it is gone."""
        message = {"op": take_op(self._name), "seen": seen, "wait": wait}
        found = self._ask(address, message)
        return [(int(number), bytes(packed)) for number, packed in found] if found is not None else None

    def give(self, address: str, number: int, packed: bytes) -> None:
        """Lays an answer on that worker's desk. Raises OSError where it is gone."""
        self._ask(address, {"op": give_op(self._name), "number": number, "packed": packed})

    def _ask(self, address: str, message: dict[str, Any]) -> Any:
        async def ask() -> Any:
            return await self._client.scheduler.proxy(msg=message, worker=address)

        try:
            return self._client.sync(ask)
        except Exception as error:
            raise OSError(f"{address} does not answer") from error

    def close(self) -> None:
        """Closes all desks that can be reached, and the connection."""
        message = {"op": close_op(self._name)}

        async def leave() -> None:
            await self._client.scheduler.broadcast(msg=message, workers=self._desks, on_error="ignore")

        with suppress(Exception):  # whatever is wrong with the cluster, the desks close by themselves
            self._client.sync(leave, callback_timeout=_LEAVE)
        self._client.close(timeout=_LEAVE)


_NOT_INSTALLED = Text("没有安装在多台机器上运行所需的部分。", "What it takes to run on many machines is not installed.")
_INSTALL = Text("pip install 'journey-assistant[cluster]'", "pip install 'journey-assistant[cluster]'")
_NO_SCHEDULER = Text("连接不上调度器 {address}。", "The scheduler {address} cannot be reached.")
_START = Text(
    "请先启动：dask scheduler --host 127.0.0.1 --port 8786，再在每台机器上启动 dask worker。",
    "Start it: dask scheduler --host 127.0.0.1 --port 8786, then a dask worker on each machine.",
)
_SCHEDULER_GONE = Text("与调度器 {address} 的连接断了。", "The connection to the scheduler {address} is gone.")
_GO_ON = Text(
    "做完的都在；再次运行同一条命令即可继续。", "What was finished stays; run the same command again to go on."
)
_BAD_ADDRESS = Text("调度器的地址 {address} 无效。", "{address} is no address of a scheduler.")
_FORM = Text("应写成 tcp://主机:端口 或 tls://主机:端口。", "It must look like tcp://host:port or tls://host:port.")
_LOST = Text("工作机 {address} 没有回应。", "The worker {address} does not answer.")
_OTHER_VERSION = Text(
    "工作机 {address} 上的 journey-assistant 版本不同：{found}，这里是 {wanted}。",
    "The worker {address} has another version of journey-assistant: {found}; here it is {wanted}.",
)
_OTHER_PYTHON = Text(
    "工作机 {address} 上的 Python 版本不同：{found}，这里是 {wanted}。",
    "The worker {address} runs another Python: {found}; here it is {wanted}.",
)
