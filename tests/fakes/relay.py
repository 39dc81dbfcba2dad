"""A network that can be cut: what goes through a relay stops when it is, and arrives late when it is mended."""

import asyncio
import threading
from types import TracebackType


class Relay:
    """Passes on what comes to its port to another one on loopback. Cut, it closes nothing and passes nothing on: to both
    sides the other is silent, as behind a broken cable. Mended, what was on its way arrives."""

    def __init__(self, target: int, port: int) -> None:
        self.port = port
        self._target = target
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._open = asyncio.Event()
        self._ends: set[asyncio.StreamWriter] = set()
        self._passing: set[asyncio.Task[None]] = set()
        self._server: asyncio.Server | None = None

    def __enter__(self) -> "Relay":
        self._thread.start()
        asyncio.run_coroutine_threadsafe(self._listen(), self._loop).result(10)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        asyncio.run_coroutine_threadsafe(self._end(), self._loop).result(10)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    def cut(self) -> None:
        """From now on nothing comes through."""
        self._loop.call_soon_threadsafe(self._open.clear)

    def mend(self) -> None:
        """What was held back goes on."""
        self._loop.call_soon_threadsafe(self._open.set)

    async def _listen(self) -> None:
        self._open.set()
        self._server = await asyncio.start_server(self._join, "127.0.0.1", self.port)

    async def _end(self) -> None:
        assert self._server is not None
        self._server.close()
        for each in self._passing:
            each.cancel()
        await asyncio.gather(*self._passing, return_exceptions=True)
        for each in self._ends:
            each.close()
        await asyncio.sleep(0)

    async def _join(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._ends.add(writer)
        await self._open.wait()
        try:
            onward, back = await asyncio.open_connection("127.0.0.1", self._target)
        except OSError:
            writer.close()
            return
        self._ends.add(back)
        for source, sink in ((reader, back), (onward, writer)):
            task = asyncio.create_task(self._pass_on(source, sink))
            self._passing.add(task)
            task.add_done_callback(self._passing.discard)

    async def _pass_on(self, source: asyncio.StreamReader, sink: asyncio.StreamWriter) -> None:
        try:
            while content := await source.read(1 << 16):
                await self._open.wait()
                sink.write(content)
                await sink.drain()
        except OSError:
            pass  # one side is gone: so is the other
        finally:
            sink.close()
