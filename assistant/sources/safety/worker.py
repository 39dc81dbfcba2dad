"""The separate reader's own program: reads one file after another, and can be stopped at any time without loss.

Started by `SeparateReader`; takes a line of JSON for each file and answers with one. It opens no connection to
anywhere: a hook refuses every attempt.
"""

import json
import os
import sys
from pathlib import Path
from typing import Any, BinaryIO

from assistant.errors import SourceError
from assistant.sources.readers import read_file
from assistant.sources.safety.limits import limit_memory
from assistant.sources.safety.wire import document_to_json, error_to_json, file_to_json, render_line
from assistant.sources.shelf import Shelf
from assistant.wording import Text

_FORBIDDEN = ("socket.connect", "socket.bind", "socket.sendto", "socket.getaddrinfo", "urllib.Request")


def main() -> int:
    """Serve until the input ends."""
    read_folder(Path(sys.argv[1]), int(sys.argv[2]))
    return 0


def read_folder(notes: Path, memory: int) -> None:
    """Make this program the reader of that folder, held to so many bytes of memory, until its input ends."""
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # whatever a library prints must not stand among the answers
    sys.addaudithook(_refuse_network)
    limit_memory(memory)
    serve(Shelf(notes), sys.stdin.buffer, answers)


def serve(shelf: Shelf, requests: BinaryIO, answers: BinaryIO) -> None:
    """Answer every request; a file that cannot be read is an answer, too."""
    for line in requests:
        answers.write(render_line(_answer(shelf, json.loads(line))))
        answers.flush()


def _answer(shelf: Shelf, request: dict[str, Any]) -> dict[str, Any]:
    name = request["path"]
    try:
        if request["do"] == "list":
            return {"files": [file_to_json(each) for each in shelf.expand(name)]}
        return {"document": document_to_json(read_file(shelf.read(name, as_is=request["as_is"])))}
    except SourceError as error:
        return {"error": error_to_json(error)}
    except MemoryError:
        return {"error": error_to_json(too_much_memory(name))}
    except RecursionError:
        return {"error": error_to_json(broke_off(name))}


def too_much_memory(name: str) -> SourceError:
    """The error for a file whose reading takes more memory than one file may."""
    return SourceError(
        "too_large",
        Text(
            f"读取所需内存超过上限，未读取：{name}", f"reading it takes more memory than one file may, not read: {name}"
        ),
        Text("请拆成几个较小的文件，或只保留文字稿。", "split it into smaller files, or keep only the transcript."),
    )


def broke_off(name: str) -> SourceError:
    """The error for a file that brought its reader down."""
    return SourceError(
        "unreadable",
        Text(f"文件内容异常，读取中断：{name}", f"the content is so odd that reading broke off: {name}"),
        Text(
            "请用原程序打开并另存一份，或另存为文本。",
            "open it in its own program and save a copy, or save it as text.",
        ),
    )


def _refuse_network(event: str, _: tuple[object, ...]) -> None:
    if event in _FORBIDDEN:
        raise PermissionError(f"{event} is refused while files are read")


if __name__ == "__main__":
    sys.exit(main())
