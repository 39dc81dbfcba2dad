"""The batch service of an OpenAI-compatible provider: many requests handed in as one file, the results fetched later."""

import contextlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

from assistant.errors import EndpointError
from assistant.files import storage_error
from assistant.model.completion import Answer, build_body, read_completion
from assistant.model.endpoint import Endpoint, call_faults
from assistant.model.faults import CallError, FaultKind, classify
from assistant.model.sending import Call
from assistant.wording import Text

CHAT_PATH = "/v1/chat/completions"
WINDOW = "24h"
JOB = "journey_job"
"""The key of the metadata under which a batch carries the id that we gave it."""
MOST_REQUESTS = 50_000
MOST_BYTES = 190_000_000
"""Requests and bytes of one file; the service takes 50,000 and 200 MB (OpenAI's guide to the Batch API)."""
_ENDED = frozenset({"completed", "failed", "expired", "cancelled"})
_UNTRIED = frozenset({"batch_expired", "batch_cancelled", "batch_failed"})
_EARLIER = 3600.0
"""Seconds that the provider's clock may be behind ours."""
_NO_SERVICE = frozenset({FaultKind.NOT_FOUND, FaultKind.BAD_REQUEST, FaultKind.REDIRECT, FaultKind.MALFORMED})


@dataclass(frozen=True, slots=True)
class ProviderBatch:
    """A batch as the provider tells of it. `files` are all it has of it, `results` those with lines for our requests.

    `said` is why it failed, in the provider's own words.
    """

    id: str
    status: str
    results: tuple[str, ...]
    files: tuple[str, ...]
    said: str = ""

    @property
    def ended(self) -> bool:
        """Whether nothing more will come."""
        return self.status in _ENDED


@dataclass(frozen=True, slots=True)
class Result:
    """What came back for the request of that name: an answer, or a fault; neither where it was never tried."""

    name: str
    answer: Answer | None = None
    fault: CallError | None = None


class BatchService:
    """One provider's batch service. Never retries; every method raises CallError as the endpoint does."""

    def __init__(self, endpoint: Endpoint) -> None:
        """Nothing is sent yet."""
        self._endpoint = endpoint

    @property
    def base_url(self) -> str:
        """Where it is."""
        return self._endpoint.address.base_url

    def close(self) -> None:
        """Closes the connections."""
        self._endpoint.close()

    def check(self) -> None:
        """Raises EndpointError where the endpoint has no batch service."""
        client = self._endpoint.open_client()
        try:
            with call_faults():
                data = client.batches.list(limit=1).data
        except CallError as fault:
            if fault.kind not in _NO_SERVICE:
                raise
            data = None
        if not isinstance(data, list) or any(not str(getattr(each, "status", "") or "") for each in data):
            raise EndpointError(_NONE.filled(url=self.base_url), _WITHOUT)

    def hand_in(self, path: Path, job: str) -> ProviderBatch:
        """Hands in a file of requests as a batch that carries our id `job`. A file that is there already is used."""
        client = self._endpoint.open_client()
        name = f"{job}.jsonl"
        with call_faults():
            file = self._find_file(name)
            if file is None:
                with path.open("rb") as content:
                    file = str(client.files.create(file=(name, content), purpose="batch").id)
            made = client.batches.create(
                input_file_id=file, endpoint=CHAT_PATH, completion_window=WINDOW, metadata={JOB: job}
            )
        return _read_batch(made)

    def find(self, job: str, since: float) -> ProviderBatch | None:
        """The batch that carries our id, if it was handed in; none older than `since` (seconds of the epoch) is looked at."""
        client = self._endpoint.open_client()
        with call_faults():
            for each in client.batches.list(limit=100):  # the newest first; further pages are asked for as needed
                if (each.metadata or {}).get(JOB) == job:
                    return _read_batch(each)
                if each.created_at < since - _EARLIER:
                    return None
        return None

    def look(self, batch: str) -> ProviderBatch:
        """How far the batch is."""
        client = self._endpoint.open_client()
        with call_faults():
            return _read_batch(client.batches.retrieve(batch))

    def fetch(self, file: str, path: Path) -> None:
        """Writes a file of results to `path`, whole or not at all. Raises StorageError, too."""
        client = self._endpoint.open_client()
        unfinished = path.with_name(f".writing-{path.name}")
        try:
            with call_faults(), client.files.with_streaming_response.content(file) as response:
                response.stream_to_file(unfinished)
            unfinished.replace(path)
        except OSError as error:
            raise storage_error(error, path) from error
        finally:
            unfinished.unlink(missing_ok=True)

    def delete(self, file: str) -> None:
        """Deletes a file at the provider; one that is gone already is no fault."""
        client = self._endpoint.open_client()
        try:
            with call_faults():
                client.files.delete(file)
        except CallError as fault:
            if fault.kind is not FaultKind.NOT_FOUND:
                raise

    def cancel(self, batch: str) -> None:
        """Asks the provider to leave the batch."""
        client = self._endpoint.open_client()
        with call_faults():
            client.batches.cancel(batch)

    def _find_file(self, name: str) -> str | None:
        client = self._endpoint.open_client()
        with contextlib.suppress(CallError), call_faults():  # some services cannot list files: then it is sent again
            for each in client.files.list(purpose="batch").data:
                if each.filename == name:
                    return str(each.id)
        return None


def render_request(name: str, model: str, call: Call) -> bytes:
    """One line of a file of requests: the call as it would go out by itself."""
    body = build_body(model, call.messages, call.parameters)
    line = {"custom_id": name, "method": "POST", "url": CHAT_PATH, "body": body}
    return json.dumps(line, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace") + b"\n"


def read_results(lines: Iterable[bytes]) -> Iterator[Result]:
    """What the lines of a file of results say, in any order; a line that is none is left out."""
    for line in lines:
        try:
            told = json.loads(line)
        except (ValueError, RecursionError):
            continue
        if isinstance(told, dict) and isinstance(told.get("custom_id"), str):
            yield _read_result(cast("dict[str, Any]", told))


def _read_result(told: Mapping[str, Any]) -> Result:
    name = str(told["custom_id"])
    response, error = told.get("response"), told.get("error")
    if isinstance(response, dict):
        answered = cast("dict[str, Any]", response)
        status, body = answered.get("status_code"), answered.get("body")
        if status in (None, 200):
            try:
                return Result(name, read_completion(body))
            except CallError as fault:
                return Result(name, fault=fault)
        return Result(name, fault=_fault_of(int(status) if isinstance(status, int) else 500, body))
    code = str(cast("dict[str, Any]", error).get("code") or "") if isinstance(error, dict) else ""
    if code in _UNTRIED:
        return Result(name)
    return Result(name, fault=_fault_of(500, {"error": error}))


def _fault_of(status: int, body: Any) -> CallError:
    error: Any = cast("dict[str, Any]", body).get("error") if isinstance(body, dict) else None
    if not isinstance(error, dict):
        return classify(status, "")
    told = cast("dict[str, Any]", error)
    code = f"{told.get('code') or ''} {told.get('type') or ''}"
    return classify(status, str(told.get("message") or ""), code, parameter=str(told.get("param") or ""))


def _read_batch(told: Any) -> ProviderBatch:
    results = tuple(str(each) for each in (told.output_file_id, told.error_file_id) if each)
    problems = (told.errors.data if told.errors is not None else None) or ()
    said = "; ".join(dict.fromkeys(str(each.message or each.code or "") for each in problems))
    status = str(told.status or "")
    if not told.id or not status:
        raise CallError(FaultKind.MALFORMED, "no batch")
    files = tuple(dict.fromkeys(filter(None, (str(told.input_file_id or ""), *results))))
    return ProviderBatch(str(told.id), status, results, files, said)


_NONE = Text("{url} 没有批处理服务（/batches）。", "{url} has no batch service (/batches).")
_WITHOUT = Text("请去掉 --provider-batch，逐个调用。", "Leave --provider-batch out, and every call is sent by itself.")
