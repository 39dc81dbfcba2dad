"""What the chat model is told about its endpoint; built once from the settings and passed down."""

import ipaddress
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from urllib.parse import urlsplit

from assistant.errors import SettingsError
from assistant.wording import Text

OPENAI_URL = "https://api.openai.com/v1"
CHAT_KEY = "OPENAI_API_KEY"
EMBEDDING_KEY = "OPENAI_EMBEDDING_API_KEY"
NO_KEY = "none"  # the SDK wants some key; a server on this machine asks for none


@dataclass(frozen=True, slots=True)
class Price:
    """What a model costs for each million tokens sent and received, in `currency`.

    `batch` is the part of it that the provider's batch service charges (OpenAI: a half).
    """

    sent: Decimal
    received: Decimal
    currency: str = "USD"
    batch: Decimal = Decimal("0.5")

    def cost(self, tokens_in: int, tokens_out: int) -> Decimal:
        """The cost of one call, in the currency of the price."""
        return (self.sent * tokens_in + self.received * tokens_out) / 1_000_000


@dataclass(frozen=True, slots=True)
class ModelSettings:
    """One chat endpoint. `context_window` counts tokens of question and answer together; `timeout` is in seconds.

    `price` is None where it is not known: then costs are 0 and a budget cannot be kept. `temperature` and
    `reasoning_effort` are sent only where set, and no longer once the endpoint has refused them.
    """

    model: str
    base_url: str = OPENAI_URL
    context_window: int = 8192
    max_concurrency: int = 8
    requests_per_minute: int | None = None
    tokens_per_minute: int | None = None
    temperature: float | None = 0.0
    reasoning_effort: str | None = None
    timeout: float = 120.0
    price: Price | None = None


@dataclass(frozen=True, slots=True)
class EmbeddingSettings:
    """One embedding endpoint. `batch` is how many texts go in one request; the prefixes are what the model was
    trained with ("query: " for the e5 family, nothing for most). `chat_url` is the chat endpoint, whose key is good for
    its own host."""

    model: str
    base_url: str = OPENAI_URL
    batch: int = 64
    timeout: float = 60.0
    price: Price | None = None
    query_prefix: str = ""
    passage_prefix: str = ""
    chat_url: str = OPENAI_URL


@dataclass(frozen=True, slots=True)
class Address:
    """Where requests go, and the key that goes with them. The key is never shown."""

    base_url: str
    key: str

    def __repr__(self) -> str:
        return f"Address({self.base_url!r})"

    @property
    def on_loopback(self) -> bool:
        """Whether nothing sent there leaves this machine."""
        return is_loopback(self.base_url)


def chat_address(settings: ModelSettings, environment: Mapping[str, str]) -> Address:
    """The chat endpoint with its key from the environment. Raises SettingsError for a bad URL or a missing key."""
    return _address(settings.base_url, environment.get(CHAT_KEY, ""), CHAT_KEY)


def embedding_address(settings: EmbeddingSettings, environment: Mapping[str, str]) -> Address:
    """The embedding endpoint with its key from the environment.

    The chat endpoint's key goes only to the chat endpoint's own host. Raises SettingsError as `chat_address`.
    """
    key = environment.get(EMBEDDING_KEY, "")
    if not key and urlsplit(settings.base_url).netloc == urlsplit(settings.chat_url).netloc:
        key = environment.get(CHAT_KEY, "")
    return _address(settings.base_url, key, EMBEDDING_KEY)


def is_loopback(base_url: str) -> bool:
    """Whether the host of `base_url` is this machine."""
    try:
        host = urlsplit(base_url).hostname or ""
    except ValueError:
        return False
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def default_timeout(base_url: str) -> float:
    """Seconds to wait for one call where nobody has set it: long on this machine, where a long answer may take minutes
    without a graphics card, and where the calls before it are waited for too."""
    return 1800.0 if is_loopback(base_url) else 120.0


def _address(base_url: str, key: str, variable: str) -> Address:
    base_url = base_url.strip().rstrip("/")
    if not _is_web_address(base_url):
        message = Text(
            "“{url}”不是有效的接口地址，应以 http:// 或 https:// 开头。",
            "{url} is not the address of an endpoint; it must begin with http:// or https://.",
        )
        raise SettingsError(message.filled(url=base_url))
    key = key.strip()
    if not key and not is_loopback(base_url):
        message = Text("没有设置环境变量 {variable}，{url} 需要密钥。", "{variable} is not set; {url} asks for a key.")
        hint = Text(
            "请在环境变量中设置密钥，它不会被写入任何文件。",
            "Set it in the environment; it is never written to a file.",
        )
        raise SettingsError(message.filled(variable=variable, url=base_url), hint)
    if not key.isascii() or any(letter <= " " for letter in key):
        message = Text(
            "环境变量 {variable} 中的密钥含有空格或非英文字符。",
            "The key in {variable} has spaces or letters no key has.",
        )
        hint = Text("请重新复制一次密钥。", "Copy the key again.")
        raise SettingsError(message.filled(variable=variable), hint)
    return Address(base_url, key or NO_KEY)


def _is_web_address(base_url: str) -> bool:
    try:
        parts = urlsplit(base_url)
        return parts.scheme in ("http", "https") and bool(parts.hostname) and (parts.port or 1) > 0
    except ValueError:
        return False
