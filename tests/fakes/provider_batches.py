"""A provider's batch service on the local server: files and batches, which come on by one state each time they are looked at."""

import itertools
import json
import re
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from email.parser import BytesParser
from typing import Any

from tests.fakes.openai_server import Call, Script, completion

_STATES = ("validating", "in_progress", "finalizing")
Fault = Callable[[dict[str, Any]], tuple[int, dict[str, Any]] | None]
"""The status and error that a request of a batch comes back with, or None where it is answered."""


@dataclass
class Kept:
    """A batch with its lines."""

    body: dict[str, Any]
    lines: list[dict[str, Any]]


@dataclass
class ProviderBatches:
    """Answers the requests of its batches by `script`, well or badly.

    `hurry`: a batch is through at once. `expire_after` so many lines it expires; `fail` is why it does not begin at all;
    `noise` puts lines into the results that are double, broken or nobody's, and turns their order. `trouble` so many looks
    fail with 503. `created` is called when a batch was made, before the answer goes out.
    """

    script: Script
    hurry: bool = False
    expire_after: int | None = None
    fail: str = ""
    noise: bool = False
    trouble: int = 0
    fault: Fault = lambda _line: None
    created: Callable[[str], None] = lambda _id: None
    files: dict[str, tuple[str, bytes]] = field(default_factory=dict[str, tuple[str, bytes]])
    uploads: list[tuple[str, bytes]] = field(default_factory=list[tuple[str, bytes]])
    batches: dict[str, Kept] = field(default_factory=dict[str, Kept])
    keeps: bool = False
    """Files cannot be deleted."""

    def __post_init__(self) -> None:
        self._lock = threading.Lock()
        self._numbers = itertools.count(1)

    def __call__(self, method: str, path: str, body: bytes, headers: Mapping[str, str]) -> tuple[int, bytes] | None:
        found = re.fullmatch(r"/v1/(files|batches)(?:/([\w-]+))?(?:/(content|cancel))?(?:\?.*)?", path)
        if found is None:
            return None
        with self._lock:
            status, answer = getattr(self, f"_{found[1]}")(method, found[2], found[3], body, headers)
        return status, answer if isinstance(answer, bytes) else json.dumps(answer, ensure_ascii=False).encode()

    def finish(self) -> None:
        """Everything that is under way comes to its end."""
        with self._lock:
            for kept in self.batches.values():
                while self._is_under_way(kept):
                    self._come_on(kept)

    # ------------------------------------------------------------ files

    def _files(
        self, method: str, name: str | None, what: str | None, body: bytes, headers: Mapping[str, str]
    ) -> tuple[int, Any]:
        if name is None and method == "POST":
            head = f"Content-Type: {headers['Content-Type']}\r\n\r\n".encode()
            parts = {
                str(part.get_param("name", header="content-disposition")): part
                for part in BytesParser().parsebytes(head + body).get_payload()
            }
            assert parts["purpose"].get_payload(decode=True) == b"batch"
            content = parts["file"].get_payload(decode=True)
            upload = (str(parts["file"].get_filename()), content)
            self.uploads.append(upload)
            return 200, self._file(self._add_file(*upload))
        if name is None:
            return 200, {"object": "list", "data": [self._file(each) for each in self.files], "has_more": False}
        if name not in self.files:
            return 404, _error("No such file")
        if method == "DELETE":
            if self.keeps:
                return 500, _error("not now")
            del self.files[name]
            return 200, {"id": name, "object": "file", "deleted": True}
        return 200, self.files[name][1] if what == "content" else self._file(name)

    def _add_file(self, name: str, content: bytes) -> str:
        number = f"file-{next(self._numbers)}"
        self.files[number] = (name, content)
        return number

    def _file(self, number: str) -> dict[str, Any]:
        name, content = self.files[number]
        told = {"id": number, "object": "file", "bytes": len(content), "created_at": 1, "filename": name}
        return {**told, "purpose": "batch", "status": "processed"}

    # ------------------------------------------------------------ batches

    def _batches(
        self, method: str, name: str | None, what: str | None, body: bytes, headers: Mapping[str, str]
    ) -> tuple[int, Any]:
        if name is None and method == "POST":
            return 200, self._create(json.loads(body))
        if name is None:
            listed = [each.body for each in reversed(self.batches.values())]
            return 200, {"object": "list", "data": listed, "has_more": False}
        if name not in self.batches:
            return 404, _error("No such batch")
        if self.trouble > 0:
            self.trouble -= 1
            return 503, _error("overloaded")
        kept = self.batches[name]
        if what == "cancel":
            kept.body["status"] = "cancelling"
        elif self._is_under_way(kept):
            self._come_on(kept)
        return 200, kept.body

    def _create(self, asked: dict[str, Any]) -> dict[str, Any]:
        assert asked["endpoint"] == "/v1/chat/completions"
        assert asked["completion_window"] == "24h"
        number = f"batch_{next(self._numbers)}"
        lines = [json.loads(line) for line in self.files[asked["input_file_id"]][1].splitlines()]
        assert len({line["custom_id"] for line in lines}) == len(lines)
        now = 4_000_000_000
        body = {"id": number, "object": "batch", "status": "validating", "created_at": now, **asked}
        self.batches[number] = Kept({**body, "output_file_id": None, "error_file_id": None, "errors": None}, lines)
        if self.hurry:
            while self._is_under_way(self.batches[number]):
                self._come_on(self.batches[number])
            told = {**self.batches[number].body, "status": "validating"}
        else:
            told = dict(self.batches[number].body)
        self.created(number)
        return told

    def _is_under_way(self, kept: Kept) -> bool:
        return kept.body["status"] in (*_STATES, "cancelling")

    def _come_on(self, kept: Kept) -> None:
        status = kept.body["status"]
        if self.fail:
            kept.body["status"] = "failed"
            kept.body["errors"] = {"object": "list", "data": [{"code": "x", "message": self.fail}]}
        elif status == "cancelling":
            kept.body["status"] = "cancelled"
        elif status in _STATES[:-1]:
            kept.body["status"] = _STATES[_STATES.index(status) + 1]
        else:
            self._answer(kept)

    def _answer(self, kept: Kept) -> None:
        good: list[bytes] = []
        bad: list[bytes] = []
        for place, line in enumerate(kept.lines):
            if self.expire_after is not None and place >= self.expire_after:
                error = {"code": "batch_expired", "message": "This request could not be executed in time."}
                bad.append(_line(line["custom_id"], None, error))
                continue
            fault = self.fault(line)
            if fault is not None:
                bad.append(_line(line["custom_id"], {"status_code": fault[0], "body": {"error": fault[1]}}, None))
                continue
            raw = json.dumps(line["body"], ensure_ascii=False)
            call = Call(line["url"], line["body"], {}, raw)
            body = completion(call, self.script(call))
            good.append(_line(line["custom_id"], {"status_code": 200, "request_id": "r", "body": body}, None))
        if self.noise and good:
            strange = _line("nobody-0", {"status_code": 200, "body": {"choices": []}}, None)
            good = [b"", *reversed(good), good[0], b'{"custom_id": "cut', strange, b"[1]"]
        kept.body["status"] = "expired" if self.expire_after is not None else "completed"
        for key, lines in (("output_file_id", good), ("error_file_id", bad)):
            if lines:
                kept.body[key] = self._add_file(f"{kept.body['id']}_{key}.jsonl", b"\n".join(lines) + b"\n")


def _line(name: str, response: Any, error: Any) -> bytes:
    told = {"id": f"batch_req_{name[:8]}", "custom_id": name, "response": response, "error": error}
    return json.dumps(told, ensure_ascii=False).encode()


def _error(message: str) -> dict[str, Any]:
    return {"error": {"message": message, "type": "invalid_request_error", "param": None, "code": None}}
