"""A local server that speaks the OpenAI protocol as its script says, well or badly, and remembers every request."""

import json
import math
import socket
import threading
import time
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any


@dataclass(frozen=True, slots=True)
class Call:
    """One request as it arrived."""

    path: str
    body: dict[str, Any]
    headers: dict[str, str]
    raw: str

    @property
    def last(self) -> str:
        """What the last message says."""
        return str(self.body["messages"][-1]["content"])

    @property
    def asks_for(self) -> str:
        """The way of asking for a structured answer: json_schema, tool, json_mode or plain."""
        if self.body.get("tools"):
            return "tool"
        form = (self.body.get("response_format") or {}).get("type")
        return {"json_schema": "json_schema", "json_object": "json_mode"}.get(str(form), "plain")


@dataclass(frozen=True, slots=True)
class Scripted:
    """One answer. `body` is sent as JSON, `raw` byte for byte; `pieces` as a stream where one is asked for.

    `cut` closes the connection after that many bytes (of the body) or, in a stream, after that many pieces. `hang`
    waits until the server closes; in a stream `hold` does so after that many pieces. `finish` None leaves the reason
    out, and a stream then ends without it. `likely` are probabilities of tokens by place, told where they are asked for.
    """

    text: str | None = None
    status: int = 200
    body: Any = None
    raw: bytes | None = None
    headers: dict[str, str] = field(default_factory=dict)
    pieces: tuple[str, ...] | None = None
    finish: str | None = "stop"
    usage: tuple[int, int] | None = (120, 30)
    cut: int | None = None
    hang: bool = False
    hold: int | None = None
    in_content: bool = False
    likely: tuple[Mapping[str, float], ...] = ()


def says(text: str, **more: Any) -> Scripted:
    """A good reply with that text (the arguments of the tool where a tool call was asked for)."""
    return Scripted(text=text, **more)


def says_json(value: Any, **more: Any) -> Scripted:
    """A good reply whose text is that value as JSON."""
    return Scripted(text=json.dumps(value, ensure_ascii=False), **more)


def fails(
    status: int, message: str = "something is wrong", *, headers: dict[str, str] | None = None, **error: Any
) -> Scripted:
    """An error in OpenAI's form."""
    body = {"error": {"message": message, "type": "error", "param": None, "code": None, **error}}
    return Scripted(status=status, body=body, headers=headers or {})


Script = Callable[[Call], Scripted]
Route = Callable[[str, str, bytes, Mapping[str, str]], tuple[int, bytes] | None]
"""Answers a request by method, path, body and headers with a status and a body, or leaves it to the server."""


class OpenAIServer:
    """A threaded HTTP server on loopback. Answers come from `script`, else from what was queued, in order.

    `lacks` names what the endpoint answers with 400: json_schema, tool, json_mode; `refuses` names parameters.
    `latency` is the fixed time in seconds that every answer takes.
    """

    def __init__(
        self,
        script: Script | None = None,
        *,
        latency: float = 0.0,
        lacks: Sequence[str] = (),
        refuses: Sequence[str] = (),
        models: Sequence[str] = ("test-model",),
        route: Route | None = None,
    ) -> None:
        self.route = route
        self.calls: list[Call] = []
        self.latency = latency
        self.lacks = tuple(lacks)
        self.refuses = tuple(refuses)
        self.models = tuple(models)
        self.script = script
        self.most_at_once = 0
        self._at_once = 0
        self._queued: deque[Scripted] = deque()
        self._lock = threading.Lock()
        self._closing = threading.Event()
        self._server = _Server(("127.0.0.1", 0), _handler(self))
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True)

    @property
    def port(self) -> int:
        return int(self._server.server_address[1])

    @property
    def base_url(self) -> str:
        return f"http://127.0.0.1:{self.port}/v1"

    @property
    def chats(self) -> list[Call]:
        """The chat requests so far."""
        return [call for call in self.calls if call.path.endswith("/chat/completions")]

    def queue(self, *answers: Scripted) -> None:
        """Puts answers at the end of the queue; the last one is repeated when nothing follows it."""
        self._queued.extend(answers)

    def __enter__(self) -> "OpenAIServer":
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._closing.set()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def answer(self, call: Call) -> Scripted:
        """The scripted answer to a call, after the fixed latency."""
        with self._lock:
            self.calls.append(call)
            self._at_once += 1
            self.most_at_once = max(self.most_at_once, self._at_once)
        try:
            due = time.monotonic() + self.latency
            answer = self._choose(call)
            time.sleep(max(due - time.monotonic(), 0.0))
            return answer
        finally:
            with self._lock:
                self._at_once -= 1

    def remember(self, call: Call) -> None:
        """Adds a call to those so far."""
        with self._lock:
            self.calls.append(call)

    def wait_until_closed(self) -> None:
        """Returns when the server is being closed."""
        self._closing.wait(30)

    def _choose(self, call: Call) -> Scripted:
        refused = next((name for name in self.refuses if name in call.body), None)
        if refused is not None:
            message = f"Unsupported parameter: '{refused}' is not supported with this model."
            return fails(400, message, param=refused, code="unsupported_parameter")
        if call.path.endswith("/chat/completions") and call.asks_for in self.lacks:
            return fails(400, f"This server does not support {call.asks_for} output", code="invalid_request_error")
        if self.script is not None:
            return self.script(call)
        with self._lock:
            if len(self._queued) > 1:
                return self._queued.popleft()
            return self._queued[0] if self._queued else says("好的。")


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 128

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Nothing: a client that hangs up is part of the tests."""


def _handler(server: OpenAIServer) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        disable_nagle_algorithm = True
        wbufsize = -1

        def _is_routed(self, raw: bytes = b"") -> bool:
            found = server.route(self.command, self.path, raw, self.headers) if server.route is not None else None
            if found is not None:
                self._send(*found, Scripted())
            return found is not None

        def do_DELETE(self) -> None:
            if not self._is_routed():
                self._send_json(404, {"error": {"message": "not found", "type": "error"}})

        def do_GET(self) -> None:
            if self._is_routed():
                return
            call = Call(self.path, {}, dict(self.headers), "")
            server.remember(call)
            self._send_json(
                200, {"object": "list", "data": [{"id": name, "object": "model"} for name in server.models]}
            )

        def do_POST(self) -> None:
            content = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            if self._is_routed(content):
                return
            raw = content.decode("utf-8")
            call = Call(self.path, json.loads(raw), dict(self.headers), raw)
            answer = server.answer(call)
            if answer.hang:
                server.wait_until_closed()
                self.close_connection = True
                return
            if answer.raw is not None:
                self._send(answer.status, answer.raw, answer)
            elif answer.body is not None:
                self._send(answer.status, _json_bytes(answer.body), answer)
            elif call.path.endswith("/embeddings"):
                self._send(200, _json_bytes(embeddings(call)), answer)
            elif call.body.get("stream"):
                self._send_stream(call, answer)
            else:
                self._send(answer.status, _json_bytes(completion(call, answer)), answer)

        def _send_json(self, status: int, body: Any) -> None:
            self._send(status, _json_bytes(body), Scripted())

        def _send(self, status: int, content: bytes, answer: Scripted) -> None:
            self.send_response(status)
            for name, value in {"Content-Type": "application/json", **answer.headers}.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content if answer.cut is None else content[: answer.cut])
            self.wfile.flush()
            if answer.cut is not None:
                self._hang_up()

        def _send_stream(self, call: Call, answer: Scripted) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "text/event-stream")
            self.send_header("Transfer-Encoding", "chunked")
            self.end_headers()
            pieces = answer.pieces if answer.pieces is not None else _split(answer.text or "")
            for number, piece in enumerate(pieces):
                if number == answer.hold:
                    self.wfile.flush()
                    server.wait_until_closed()
                    self.close_connection = True
                    return
                if answer.cut is not None and number >= answer.cut:
                    self.wfile.flush()
                    self._hang_up()
                    return
                self._event(_piece(call, {"role": "assistant", "content": piece}))
            if answer.finish is not None:
                self._event(_piece(call, {}, answer.finish))
                if answer.usage and (call.body.get("stream_options") or {}).get("include_usage"):
                    self._event({**_piece(call, {}), "choices": [], "usage": _usage(answer.usage)})
                self._chunk(b"data: [DONE]\n\n")
            self._chunk(b"")
            self.wfile.flush()

        def _event(self, body: Any) -> None:
            self._chunk(b"data: " + _json_bytes(body) + b"\n\n")

        def _chunk(self, content: bytes) -> None:
            self.wfile.write(f"{len(content):x}\r\n".encode() + content + b"\r\n")

        def _hang_up(self) -> None:
            self.close_connection = True
            self.connection.shutdown(socket.SHUT_RDWR)

        def log_message(self, format: str, *args: Any) -> None:
            """Quiet."""

    return Handler


def completion(call: Call, answer: Scripted) -> dict[str, Any]:
    """A chat completion in OpenAI's form."""
    message: dict[str, Any] = {"role": "assistant", "content": answer.text}
    if call.asks_for == "tool" and answer.text and not answer.in_content:
        function = {"name": call.body["tools"][0]["function"]["name"], "arguments": answer.text}
        message = {
            "role": "assistant",
            "content": None,
            "tool_calls": [{"id": "call_1", "type": "function", "function": function}],
        }
    body: dict[str, Any] = {
        "id": "chatcmpl-1",
        "object": "chat.completion",
        "created": 0,
        "model": call.body.get("model"),
        "choices": [{"index": 0, "message": message, "finish_reason": answer.finish}],
    }
    if answer.likely and call.body.get("logprobs"):
        places = [[{"token": token, "logprob": math.log(p)} for token, p in each.items()] for each in answer.likely]
        body["choices"][0]["logprobs"] = {"content": [{**each[0], "top_logprobs": each} for each in places]}
    if answer.usage is not None:
        body["usage"] = _usage(answer.usage)
    return body


def embeddings(call: Call, dimension: int = 8) -> dict[str, Any]:
    """Vectors that depend on the letters of each text alone, listed last first (an order the protocol allows)."""
    rows = [
        {"object": "embedding", "index": number, "embedding": letter_vector(text, dimension)}
        for number, text in enumerate(call.body["input"])
    ]
    usage = {"prompt_tokens": sum(len(text) for text in call.body["input"]), "total_tokens": 0}
    return {"object": "list", "model": call.body["model"], "data": rows[::-1], "usage": usage}


def letter_vector(text: str, dimension: int = 8) -> list[float]:
    """How often the letters of a text fall into each of `dimension` classes, plus one."""
    counts = [1.0] * dimension
    for letter in text:
        counts[ord(letter) % dimension] += 1.0
    return counts


def _piece(call: Call, delta: dict[str, Any], finish: str | None = None) -> dict[str, Any]:
    return {
        "id": "chatcmpl-1",
        "object": "chat.completion.chunk",
        "created": 0,
        "model": call.body.get("model"),
        "choices": [{"index": 0, "delta": delta, "finish_reason": finish}],
    }


def _usage(counts: tuple[int, int]) -> dict[str, int]:
    return {"prompt_tokens": counts[0], "completion_tokens": counts[1], "total_tokens": sum(counts)}


def _split(text: str) -> tuple[str, ...]:
    return tuple(text[start : start + 3] for start in range(0, len(text), 3))


def _json_bytes(body: Any) -> bytes:
    return json.dumps(body, ensure_ascii=False).encode("utf-8")
