"""A process of its own that works on an index, told what to do line by line; see `test_concurrency`.

Arguments: the index folder, the notes folder, the seconds to wait for a lock. Each line in is a command, each line out
its answer as JSON. While it embeds a text with 暂停 in it, it says "paused" and waits for a line.
"""

import json
import os
import resource
import signal
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[2]))

from numpy import float32
from numpy.typing import NDArray

from assistant.errors import JourneyError
from assistant.retrieval.index import ClientIndex
from tests.fakes.embedders import LetterEmbedder


class PausingEmbedder(LetterEmbedder):
    def embed_passages(self, texts: Sequence[str]) -> NDArray[float32]:
        if any("暂停" in text for text in texts):
            say("paused")
            sys.stdin.readline()
        return super().embed_passages(texts)


def say(answer: Any) -> None:
    print(json.dumps(answer), flush=True)


def main() -> None:
    folder, notes, wait = sys.argv[1:4]
    index = ClientIndex(Path(folder), PausingEmbedder(), lock_wait=float(wait))
    for line in sys.stdin:
        command, _, argument = line.strip().partition(" ")
        try:
            say(obey(index, command, argument, Path(notes)))
        except JourneyError as error:
            say({"error": type(error).__name__, "message": error.message.en, "exit": int(error.exit_code)})


def obey(index: ClientIndex, command: str, argument: str, notes: Path) -> Any:
    if command == "update":
        report = index.update(notes, [], [])
        return [list(report.added), list(report.changed), list(report.removed)]
    if command == "find":
        return [found.passage.text for found in index.find_passages(argument, 50)]
    if command == "full":  # what a full disk looks like to a program: no file can grow any more
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (int(argument), resource.RLIM_INFINITY))
        return "full"
    if command == "modules":
        return [name for name in ("chromadb", "onnxruntime", "tokenizers") if name in sys.modules]
    return os.getpid()


if __name__ == "__main__":
    main()
