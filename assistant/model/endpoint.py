"""The only module that knows langchain and openai: sends one call, gives back plain values or a `CallError`."""

import contextlib
import email.utils
import json
import ssl
import threading
import time
from collections.abc import Generator, Iterator, Mapping, Sequence
from typing import Any, cast

from assistant.model.completion import Answer, build_body, read_completion, words_of
from assistant.model.faults import CallError, FaultKind, classify, fault_in_body
from assistant.model.port import Message
from assistant.model.settings import Address
from assistant.model.silence import silence_vendors

_PATH = "/chat/completions"


class Endpoint:
    """One OpenAI-compatible endpoint and model. Never retries, logs or traces; safe to use from several threads."""

    def __init__(self, address: Address, model: str, timeout: float) -> None:
        """`timeout` is in seconds, for connecting and for each wait on the answer. Nothing is imported or sent yet."""
        self.address = address
        self.model = model
        self._timeout = timeout
        self._lock = threading.Lock()
        self._chat: Any = None
        self._client: Any = None
        self._connections: list[Any] = []

    def close(self) -> None:
        """Closes the connections; a later call opens new ones."""
        with self._lock:
            self._chat = self._client = None
            for each in self._connections:
                each.close()
            self._connections.clear()

    def send(self, messages: Sequence[Message], parameters: Mapping[str, Any]) -> Answer:
        """The answer to one call; `parameters` stand in the body as they are. Raises CallError."""
        chat = self._open_chat()
        import httpx2

        # The body is ready, and what comes back is read once. `chat.invoke` would have both looked through, rebuilt and
        # modelled by two libraries, which takes longer than all the rest of a call.
        body = build_body(self.model, messages, parameters)
        with call_faults():
            reply = chat.root_client.post(_PATH, body=body, cast_to=httpx2.Response)
            return read_completion(json.loads(reply.content))

    def stream(self, messages: Sequence[Message], parameters: Mapping[str, Any]) -> Iterator[str | Answer]:
        """The pieces of the answer's text as they come, and at last the whole as an Answer.

        Raises CallError; a stream that ends without the endpoint saying why it ended was cut.
        """
        chat = self._open_chat()
        asks_for_usage = "stream_options" in parameters
        body = {key: value for key, value in parameters.items() if key != "stream_options"}
        whole: Any = None
        with call_faults(streaming=True):
            pieces = chat.stream(_vendor_messages(messages), extra_body=body, stream_usage=asks_for_usage)
            while True:
                with _untraced():
                    piece = next(pieces, None)
                if piece is None:
                    break
                whole = piece if whole is None else whole + piece
                if text := words_of(piece.content):
                    yield text
            answer = _read_stream(whole)
            if not answer.finish:
                raise CallError(FaultKind.CUT)
            yield answer

    def embed(self, texts: Sequence[str]) -> tuple[list[list[float]], int | None]:
        """One vector for each text, in their order, and the tokens the endpoint reports. Raises CallError."""
        client = self.open_client()
        with call_faults():
            # asked for as plain numbers: not every server knows the SDK's default, base64
            reply = client.embeddings.create(model=self.model, input=list(texts), encoding_format="float")
            rows = sorted(reply.data, key=lambda row: row.index)
            if [row.index for row in rows] != list(range(len(texts))):
                raise CallError(FaultKind.MALFORMED, f"{len(rows)} vectors for {len(texts)} texts")
            vectors = [[float(number) for number in row.embedding] for row in rows]
        usage = reply.usage
        return vectors, usage.prompt_tokens if usage else None

    def list_models(self) -> tuple[str, ...]:
        """The names of the models the endpoint offers. Raises CallError."""
        client = self.open_client()
        with call_faults():
            return tuple(str(each.id) for each in client.models.list().data)

    def open_client(self) -> Any:
        """The SDK's own client, for the adapters of this room."""
        with self._lock:
            if self._client is None:
                silence_vendors()
                import openai

                silence_vendors()  # once more: importing sets up the libraries' loggers
                self._client = openai.OpenAI(
                    api_key=self.address.key,
                    base_url=self.address.base_url,
                    max_retries=0,
                    timeout=self._timeout,
                    http_client=self._http_client(),
                )
            return self._client

    def _open_chat(self) -> Any:
        with self._lock:
            if self._chat is None:
                silence_vendors()
                from langchain.chat_models import init_chat_model

                silence_vendors()
                self._chat = init_chat_model(
                    self.model,
                    model_provider="openai",
                    base_url=self.address.base_url,
                    api_key=self.address.key,
                    timeout=self._timeout,
                    max_retries=0,
                    use_responses_api=False,
                    openai_proxy=None,
                    http_client=self._http_client(),
                )
            return self._chat

    def _http_client(self) -> Any:
        import openai

        # Setting up for TLS costs more than a call; a plain address on this machine has none to set up.
        plain = self.address.on_loopback and self.address.base_url.startswith("http://")
        # A redirect would carry the notes to a place nobody has set, and a proxy has no business with this machine's
        # own server: traffic to loopback is promised to stay here.
        connection = openai.DefaultHttpxClient(
            follow_redirects=False,
            trust_env=not self.address.on_loopback,
            timeout=self._timeout,
            verify=ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT) if plain else True,
        )
        self._connections.append(connection)
        return connection


def _vendor_messages(messages: Sequence[Message]) -> list[tuple[str, str]]:
    return [(each.role, each.content) for each in messages]


def _read_stream(whole: Any) -> Answer:
    if whole is None:
        raise CallError(FaultKind.MALFORMED, "no choices")
    usage = cast("Mapping[str, int]", whole.usage_metadata or {})
    finish = str(whole.response_metadata.get("finish_reason") or "")
    return Answer(words_of(whole.content), finish, usage.get("input_tokens"), usage.get("output_tokens"))


@contextlib.contextmanager
def _untraced() -> Generator[None]:
    from langsmith import tracing_context

    with tracing_context(enabled=False):
        yield


@contextlib.contextmanager
def call_faults(*, streaming: bool = False) -> Generator[None]:
    """Turns everything that the libraries raise for a failed call into one `CallError`."""
    import httpx2
    import openai

    try:
        yield
    except openai.APIStatusError as error:
        raise classify(
            error.status_code,
            _said(error),
            f"{error.code or ''} {error.type or ''}",
            retry_after=_retry_after(error.response.headers),
            parameter=error.param or "",
        ) from error
    except (openai.APITimeoutError, httpx2.TimeoutException) as error:
        raise CallError(FaultKind.TIMEOUT) from error
    except openai.APIConnectionError as error:
        causes = list(_causes(error))
        cut = any(isinstance(each, httpx2.RemoteProtocolError | httpx2.ReadError) for each in causes)
        raise CallError(FaultKind.CUT if cut else FaultKind.UNREACHABLE, str(causes[-1])) from error
    except httpx2.HTTPError as error:
        raise CallError(FaultKind.CUT, str(error)) from error
    except openai.APIError as error:
        raise fault_in_body(error.body, _said(error)) from error
    except (openai.OpenAIError, ValueError, TypeError, KeyError, IndexError, AttributeError, RecursionError) as error:
        # the libraries meet a body of another form with whatever their first line on it raises
        body = error.args[0] if error.args else None
        kind = FaultKind.CUT if streaming and not isinstance(body, dict) else FaultKind.MALFORMED
        raise fault_in_body(body, "", kind) from error


def _causes(error: BaseException) -> Iterator[BaseException]:
    """The error and what lies under it, to what the transport said."""
    below: BaseException | None = error
    while below is not None:
        yield below
        below = below.__cause__ or below.__context__


def _said(error: Any) -> str:
    body = error.body
    if isinstance(body, dict):
        told = cast("dict[str, Any]", body).get("message")
        if isinstance(told, str):
            return told
    return str(error.message)


def _retry_after(headers: Mapping[str, str]) -> float | None:
    """The wait that the headers ask for, in seconds: milliseconds, seconds, or a date (RFC 9110 §10.2.3)."""
    with contextlib.suppress(ValueError):
        return max(float(headers.get("retry-after-ms") or "") / 1000, 0.0)
    asked = headers.get("retry-after") or ""
    with contextlib.suppress(ValueError):
        return max(float(asked), 0.0)
    with contextlib.suppress(ValueError, TypeError):
        return max(email.utils.parsedate_to_datetime(asked).timestamp() - time.time(), 0.0)
    return None
