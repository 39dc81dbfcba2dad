"""A worker process of a batch: runs clients for the one who started it, and dies with it.

Started by `assistant.batch.processes`; reads its orders as a line of JSON and keeps the rest of the input open, whose
end means that the one who started it is gone.
"""

import base64
import json
import os
import sys
import threading
import time
from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assistant.batch.jobs import Job
from assistant.batch.line import Line, RelayedEmbedder, RelayedSender, Telling, serve_hand
from assistant.batch.processes import Learn, Orders
from assistant.batch.turns import Turns
from assistant.batch.work import ClientWork
from assistant.clock import read_clock
from assistant.collecting import collected_rarely
from assistant.settings import Settings
from assistant.wiring import cache_folder
from assistant.workshop import Workshop
from assistant.workspace import ClientFolder, Workspace

if TYPE_CHECKING:
    from assistant.retrieval.embedder import Embedder


_AT_ONCE = 2
"""Clients that compute at a time where a model drafts: one has the interpreter while the other's files are written."""


def main() -> int:
    """Serve until the one who gave the orders is gone."""
    orders = Orders(**json.loads(sys.stdin.buffer.readline()))
    threading.Thread(target=_die_with_starter, daemon=True).start()
    key = base64.b64decode(orders.key)
    line = Line(orders.address, key)
    worker = Worker(orders, line)
    hands = [
        threading.Thread(target=serve_hand, args=(orders.address, key, orders.number, worker.do), daemon=True)
        for _ in range(orders.hands)
    ]
    with collected_rarely():
        for each in hands:
            each.start()
        for each in hands:
            each.join()
    return 0


class Worker:
    """Does what a hand is given."""

    def __init__(self, orders: Orders, line: Line) -> None:
        self._line = line
        self._embedders: dict[str, Embedder | None] = {
            kind: RelayedEmbedder(line, kind, (name[0], name[1], name[2])) if name is not None else None
            for kind, name in orders.embedders.items()
        }
        workspace = Workspace(Path(orders.workspace))
        self._turns = Turns(_AT_ONCE)
        self._shop = Workshop(
            workspace, self._embedder_of, lambda client: RelayedSender(line, client), waiting=self._turns.lent
        )
        self._work = ClientWork(
            workspace,
            self._shop.open,
            now=read_clock,
            token_factor=self._shop.token_factor,
            clock=time.monotonic,
        )

    def do(self, wanted: Any) -> Any:
        """What comes of a job, or of learning."""
        if isinstance(wanted, Learn):
            return self._shop.learn(wanted.settings, self._embedders.get(wanted.settings.embedder))
        job: Job = wanted
        with self._turns.held() if job.settings.engine == "llm" else nullcontext():
            return self._work.run(job, Telling(self._line, job.client, time.monotonic).tell)

    def _embedder_of(self, client: ClientFolder, settings: Settings) -> "Embedder | None":
        from assistant.wiring_model import build_any_embedder

        if settings.embedding_model:  # an endpoint's is the client's own: it masks that client's names
            sender = RelayedSender(self._line, client.root.name)
            return build_any_embedder(client, settings, cache_folder(settings), sender=sender)
        return self._embedders.get(settings.embedder)


def _die_with_starter() -> None:
    sys.stdin.buffer.read()
    os._exit(1)  # at once, as if killed: what is under way will be undone by the next run


if __name__ == "__main__":
    sys.exit(main())
