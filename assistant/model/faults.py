"""What an endpoint can answer instead of a reply, and what is said about it to a person. Mapped once, here."""

from enum import StrEnum
from typing import Any, cast

from assistant.errors import EndpointDownError, EndpointError
from assistant.wording import Text, same


class FaultKind(StrEnum):
    """The ways a call fails. Values go to the ledger as outcomes."""

    RATE_LIMITED = "rate_limited"
    TIMEOUT = "timeout"
    UNREACHABLE = "unreachable"
    SERVER = "server_error"
    CUT = "cut_off"
    MALFORMED = "malformed"
    KEY = "key_refused"
    FORBIDDEN = "forbidden"
    NOT_FOUND = "not_found"
    NO_CREDIT = "no_credit"
    REDIRECT = "redirected"
    BAD_REQUEST = "bad_request"
    TOO_LONG = "too_long"
    REFUSED = "refused"


TRANSIENT = frozenset(
    {
        FaultKind.RATE_LIMITED,
        FaultKind.TIMEOUT,
        FaultKind.UNREACHABLE,
        FaultKind.SERVER,
        FaultKind.CUT,
        FaultKind.MALFORMED,
    }
)
PAID = frozenset({FaultKind.TIMEOUT, FaultKind.CUT, FaultKind.MALFORMED})
"""Faults after which the provider may well have charged for the call."""


class CallError(Exception):
    """One failed call. `retry_after` is the wait in seconds that the endpoint asked for, where it did.

    `said` is the endpoint's own message; it may repeat the request, so it is shown to a person and never logged.
    """

    def __init__(
        self,
        kind: FaultKind,
        said: str = "",
        *,
        status: int = 0,
        retry_after: float | None = None,
        parameter: str = "",
        code: str = "",
    ) -> None:
        super().__init__(kind.value)
        self.kind = kind
        self.said = said
        self.status = status
        self.retry_after = retry_after
        self.parameter = parameter
        self.code = code

    @property
    def transient(self) -> bool:
        """Whether the same call may work a little later."""
        return self.kind in TRANSIENT


_CONTEXT_SIGNS = (
    "context_length",
    "context length",
    "context window",
    "contextwindow",
    "prompt is too long",
    "input tokens exceed",
    "exceeds the available context",
    "exceed_context_size",
    "maximum context",
    "range of input length",
)
_FILTER_SIGNS = (
    "content_filter",
    "content_policy",
    "content management policy",
    "data_inspection_failed",
    "inappropriate content",
    "content exists risk",
    "sensitive content",
)
_FEATURE_SIGNS = ("response_format", "json_schema", "grammar", "tool", "not implemented")
_CREDIT_SIGNS = ("insufficient_quota", "insufficient balance", "arrearage", "billing_hard_limit")


def classify(
    status: int, said: str, code: str = "", *, retry_after: float | None = None, parameter: str = ""
) -> CallError:
    """The fault that an HTTP status with its message stands for."""
    words = f"{code} {said}".lower()
    kind = _kind(status, words)
    return CallError(kind, said, status=status, retry_after=retry_after, parameter=parameter, code=code)


def fault_in_body(body: object, said: str = "", kind: FaultKind = FaultKind.MALFORMED) -> CallError:
    """The fault for an answer with status 200 that carries an error, told by the error's own code where it has one."""
    if isinstance(body, dict):
        error = cast("dict[str, Any]", body)
        said = said or str(error.get("message") or "")
        code = str(error.get("code") or "")
        if code.isdigit() and 400 <= int(code) < 600:
            return classify(int(code), said, str(error.get("type") or ""))
    return CallError(kind, said)


def _kind(status: int, words: str) -> FaultKind:
    if status == 402 or (status in (400, 403, 429) and any(sign in words for sign in _CREDIT_SIGNS)):
        return FaultKind.NO_CREDIT
    if status in (400, 413, 422, 500) and any(sign in words for sign in _CONTEXT_SIGNS):
        return FaultKind.TOO_LONG
    if status in (400, 403, 422) and any(sign in words for sign in _FILTER_SIGNS):
        return FaultKind.REFUSED
    if status == 501 or (status == 500 and any(sign in words for sign in _FEATURE_SIGNS)):
        return FaultKind.BAD_REQUEST  # some servers fail where they should refuse a way of asking
    named = {
        401: FaultKind.KEY,
        403: FaultKind.FORBIDDEN,
        404: FaultKind.NOT_FOUND,
        408: FaultKind.TIMEOUT,
        409: FaultKind.SERVER,
        425: FaultKind.SERVER,
        429: FaultKind.RATE_LIMITED,
    }
    if status in named:
        return named[status]
    if 300 <= status < 400:
        return FaultKind.REDIRECT
    return FaultKind.SERVER if status >= 500 else FaultKind.BAD_REQUEST


def explain(fault: CallError, *, model: str, base_url: str, tries: int = 1) -> EndpointError:
    """The error for a person: one line with what happened where, and what to do about it."""
    message, hint = _SENTENCES[fault.kind]
    filled = message.filled(
        model=model, url=base_url, status=fault.status, tries=tries, why=same(_one_line(fault.said) or "–")
    )
    raised = EndpointDownError if fault.transient else EndpointError
    return raised(filled, hint.filled(model=model, url=base_url))


def _one_line(said: str, most: int = 200) -> str:
    line = " ".join(said.split()).rstrip("。.")
    return line if len(line) <= most else line[: most - 1] + "…"


_LATER = Text(
    "已完成的部分都已保存；稍后再运行同一条命令，会从这里继续。",
    "What was done is kept; run the same command later and it goes on from here.",
)
_SENTENCES: dict[FaultKind, tuple[Text, Text]] = {
    FaultKind.RATE_LIMITED: (
        Text("{url} 限制请求频率，已尝试 {tries} 次。", "{url} is limiting requests; tried {tries} times."),
        Text(
            "稍后再运行同一条命令，会从已完成处继续；也可以调低并发数。",
            "Run the same command later and it goes on from here, or lower the number of calls at a time.",
        ),
    ),
    FaultKind.TIMEOUT: (
        Text("{url} 没有在规定时间内答复，已尝试 {tries} 次。", "{url} did not answer in time; tried {tries} times."),
        Text(
            "已完成的部分都已保存。模型较慢时请调大超时时间，再运行同一条命令。",
            "What was done is kept. For a slow model raise the timeout, then run the same command.",
        ),
    ),
    FaultKind.UNREACHABLE: (
        Text("无法连接 {url}，已尝试 {tries} 次（{why}）。", "Cannot reach {url}; tried {tries} times ({why})."),
        Text(
            "请检查地址、网络以及该服务是否已启动；已完成的部分都已保存。",
            "Check the address, the network and whether the service runs; what was done is kept.",
        ),
    ),
    FaultKind.SERVER: (
        Text("{url} 出错（HTTP {status}），已尝试 {tries} 次。", "{url} failed (HTTP {status}); tried {tries} times."),
        _LATER,
    ),
    FaultKind.CUT: (
        Text(
            "{url} 的答复中途断开，已尝试 {tries} 次。",
            "{url} broke off in the middle of its answer; tried {tries} times.",
        ),
        _LATER,
    ),
    FaultKind.MALFORMED: (
        Text(
            "{url} 的答复不符合 OpenAI 接口格式，已尝试 {tries} 次（{why}）。",
            "{url} does not answer in the form of the OpenAI interface; tried {tries} times ({why}).",
        ),
        Text(
            "请确认地址是否为 OpenAI 兼容接口（通常以 /v1 结尾）；journey doctor 可以检查。",
            "Check that the address is an OpenAI-compatible one (it usually ends in /v1); journey doctor looks into it.",
        ),
    ),
    FaultKind.KEY: (
        Text("{url} 不接受所给的密钥。", "{url} does not accept the key."),
        Text(
            "请检查环境变量中的密钥是否属于这个服务。", "Check that the key in the environment belongs to this service."
        ),
    ),
    FaultKind.FORBIDDEN: (
        Text("{url} 不允许使用模型 {model}（{why}）。", "{url} does not allow the use of {model} ({why})."),
        Text("请换一个模型，或向服务商开通权限。", "Choose another model, or have the provider allow it."),
    ),
    FaultKind.NOT_FOUND: (
        Text(
            "{url} 上没有模型 {model}，或该地址不是接口地址。",
            "There is no model {model} at {url}, or no endpoint at all.",
        ),
        Text(
            "请检查模型名称和地址（通常以 /v1 结尾）；journey doctor 会列出可用的模型。",
            "Check the model's name and the address (it usually ends in /v1); journey doctor lists the models there are.",
        ),
    ),
    FaultKind.NO_CREDIT: (
        Text("{url} 的账户余额不足。", "The account at {url} has no credit left."),
        Text(
            "请充值后再运行同一条命令，会从已完成处继续。",
            "Top it up and run the same command; it goes on from what was done.",
        ),
    ),
    FaultKind.REDIRECT: (
        Text(
            "{url} 要求转到另一个地址（HTTP {status}），为保护材料未跟随。",
            "{url} points to another address (HTTP {status}); it was not followed, to keep the notes where you sent them.",
        ),
        Text("请在设置中直接写最终地址。", "Put the final address into the settings."),
    ),
    FaultKind.BAD_REQUEST: (
        Text("{url} 拒绝了请求（HTTP {status}：{why}）。", "{url} refuses the request (HTTP {status}: {why})."),
        Text(
            "请检查模型 {model} 的设置；journey doctor 可以检查接口。",
            "Check the settings of {model}; journey doctor looks into the endpoint.",
        ),
    ),
    FaultKind.TOO_LONG: (
        Text("请求超出模型 {model} 的上下文长度。", "The request is longer than {model} can take."),
        Text("请在设置中写明模型实际的上下文长度。", "Put the model's real context length into the settings."),
    ),
    FaultKind.REFUSED: (
        Text("{url} 的内容审核拒绝了这段材料。", "The content filter of {url} refuses this material."),
        Text("可换一个服务，或用 extractive 引擎处理。", "Choose another service, or the extractive engine."),
    ),
}
