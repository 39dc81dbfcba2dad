"""The one module that knows dask.distributed on the submitter's side: workers found and vetted, tasks, desks."""

import asyncio
import importlib.metadata
import logging
import platform
import re
import secrets
import warnings
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from assistant.batch.cluster_tls import open_security
from assistant.batch.desk import close_op, give_op, open_desk, take_op, work_at_desk
from assistant.errors import EndpointDownError, UsageError
from assistant.version import installed_version
from assistant.wording import Text

CONNECT = 10.0
"""Seconds to wait for the scheduler."""
ANSWER = 20.0
"""Seconds in which scheduler and workers must answer. A machine that is cut off says nothing, not even that it is gone."""
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
        SettingsError for certificates that cannot be used, EndpointDownError where there is no scheduler."""
        try:
            from distributed import Client  # pyright: ignore[reportMissingImports] - optional
            from distributed.versions import VersionMismatchWarning  # pyright: ignore[reportMissingImports]
        except ImportError as error:
            raise UsageError(_NOT_INSTALLED, _INSTALL) from error
        # what goes wrong is told in a line of ours; its own account is a traceback
        logging.getLogger("distributed").setLevel(logging.CRITICAL)
        self._address = address
        self._name = name
        self._desks: dict[str, str] = {}
        self._closed = False
        if not re.fullmatch(r"(tcp|tls)://([\w.-]+|\[[0-9A-Fa-f:.]+\]):\d{1,5}", address):
            raise UsageError(_BAD_ADDRESS.filled(address=address), _FORM)
        security = open_security(address)
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore", VersionMismatchWarning)  # what matters of it is looked at in `vet`
                self._client: Any = Client(address, timeout=CONNECT, set_as_default=False, name=name, security=security)
        except (OSError, TimeoutError) as error:
            hint = _START_TLS if address.startswith("tls://") else _START
            raise EndpointDownError(_NO_SCHEDULER.filled(address=address), hint) from error

    def workers(self) -> dict[str, int]:
        """The workers' addresses with their numbers of threads. Raises EndpointDownError where the scheduler is gone."""
        try:
            found = self._within(ANSWER, lambda: self._client.scheduler.identity(n_workers=-1))["workers"]
        except OSError as error:
            raise EndpointDownError(_SCHEDULER_GONE.filled(address=self._address), _GO_ON) from error
        return {address: int(each["nthreads"]) for address, each in found.items()}

    def vet(self, address: str, threads: int) -> Found:
        """Whether that worker has this product in this version, on this Python. Raises OSError where it does not answer."""
        told = self._run(address, importlib.metadata.version, _PRODUCT)
        if isinstance(told, importlib.metadata.PackageNotFoundError):
            told = Text("没有安装", "not installed")
        elif isinstance(told, Exception) or told is None:
            raise OSError(f"{address} does not answer")
        if told != installed_version():
            wanted = installed_version()
            return Found(address, threads, _OTHER_VERSION.filled(address=address, found=told, wanted=wanted))
        python = self._run(address, platform.python_version_tuple)
        if not isinstance(python, tuple) or python[:2] != platform.python_version_tuple()[:2]:
            found = ".".join(python[:2]) if isinstance(python, tuple) else "?"
            wanted = ".".join(platform.python_version_tuple()[:2])
            return Found(address, threads, _OTHER_PYTHON.filled(address=address, found=found, wanted=wanted))
        return Found(address, threads)

    def open_desk(self, address: str) -> str:
        """Sets up a desk of this run on a worker, and gives back its name. Raises OSError where the worker is gone.

        Each has a name of its own: what was under way to one that was here before never comes to this one.
        """
        before = self._desks.get(address)
        name = f"{self._name}-{secrets.token_hex(4)}"
        if self._run(address, open_desk, name, before) is not True:
            raise OSError(f"{address} does not answer")
        self._desks[address] = name
        return name

    def submit(self, address: str, desk: str, program: str, lease: str) -> Any:
        """The job of that lease as a task of that worker; the lease is all that the cluster hears of it."""
        return self._client.submit(
            work_at_desk,
            program,
            desk,
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

    def take(self, address: str, desk: str, seen: int, wait: float) -> list[tuple[int, bytes]] | None:
        """What lies on that desk of a worker (`Desk.take`); None where there is none. Raises OSError where it is gone."""
        found = self._ask(address, {"op": take_op(desk), "seen": seen, "wait": wait}, wait + ANSWER)
        return [(int(number), bytes(packed)) for number, packed in found] if found is not None else None

    def give(self, address: str, desk: str, number: int, packed: bytes) -> None:
        """Lays an answer on that desk of a worker. Raises OSError where it is gone."""
        self._ask(address, {"op": give_op(desk), "number": number, "packed": packed}, ANSWER)

    def _ask(self, address: str, message: dict[str, Any], seconds: float) -> Any:
        return self._within(seconds, lambda: self._client.scheduler.proxy(msg=message, worker=address))

    def _run(self, address: str, work: Callable[..., Any], *arguments: Any) -> Any:
        """What the function gives on that worker, or the error that it raised there. Raises OSError."""
        run = self._client.run
        return self._within(ANSWER, lambda: run(work, *arguments, workers=[address], on_error="return")).get(address)

    def _within(self, seconds: float, ask: Callable[[], Awaitable[Any]]) -> Any:
        """What comes within so many seconds. Raises OSError where nothing does, whatever the reason."""
        if self._closed:
            raise OSError("the connection to the cluster is closed")

        async def put() -> Any:
            return await ask()

        async def asked() -> Any:
            # an error is handed over and not raised: when the connection closes meanwhile nobody waits any more, and asyncio
            # prints the errors that nobody took
            (answer,) = await asyncio.gather(put(), return_exceptions=True)
            return answer

        try:
            found = self._client.sync(asked, callback_timeout=seconds)
        except Exception as error:
            raise OSError("no answer from the cluster") from error
        if isinstance(found, BaseException):
            raise OSError("no answer from the cluster") from found
        return found

    def close(self) -> None:
        """Closes all desks that can be reached, and the connection. Who asks for anything from now on gets an OSError."""
        self._closed = True

        async def leave() -> None:
            proxy = self._client.scheduler.proxy
            asked = [proxy(msg={"op": close_op(desk)}, worker=address) for address, desk in self._desks.items()]
            await asyncio.gather(*asked, return_exceptions=True)

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
_START_TLS = Text(
    "请看它是否以 --protocol tls 启动，双方的证书是否出自同一个 CA；见 docs/cluster.md。",
    "See that it was started with --protocol tls, and that both certificates come from the same CA; see docs/cluster.md.",
)
_SCHEDULER_GONE = Text("与调度器 {address} 的连接断了。", "The connection to the scheduler {address} is gone.")
_GO_ON = Text(
    "做完的都在；再次运行同一条命令即可继续。", "What was finished stays; run the same command again to go on."
)
_BAD_ADDRESS = Text("调度器的地址 {address} 无效。", "{address} is no address of a scheduler.")
_FORM = Text("应写成 tcp://主机:端口 或 tls://主机:端口。", "It must look like tcp://host:port or tls://host:port.")
_OTHER_VERSION = Text(
    "工作机 {address} 上的 journey-assistant 版本不同：{found}，这里是 {wanted}。",
    "The worker {address} has another version of journey-assistant: {found}; here it is {wanted}.",
)
_OTHER_PYTHON = Text(
    "工作机 {address} 上的 Python 版本不同：{found}，这里是 {wanted}。",
    "The worker {address} runs another Python: {found}; here it is {wanted}.",
)
