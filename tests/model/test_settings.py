"""Addresses and keys."""

import pytest

from assistant.errors import SettingsError
from assistant.model.settings import EmbeddingSettings, ModelSettings, chat_address, embedding_address, is_loopback


def test_the_key_comes_from_the_environment_and_is_never_shown() -> None:
    address = chat_address(ModelSettings("m", "https://api.example.com/v1/"), {"OPENAI_API_KEY": "sk-secret\n"})
    assert (address.base_url, address.key) == ("https://api.example.com/v1", "sk-secret")
    assert "secret" not in repr(address)


@pytest.mark.parametrize(
    "url", ["api.example.com", "", "ftp://example.com", "http://", "http://[::1", "http://h:99999/v1"]
)
def test_a_bad_address_is_named(url: str) -> None:
    with pytest.raises(SettingsError, match="address of an endpoint"):
        chat_address(ModelSettings("m", url), {"OPENAI_API_KEY": "k"})


def test_a_missing_or_garbled_key_is_said_before_anything_is_sent() -> None:
    with pytest.raises(SettingsError, match="OPENAI_API_KEY is not set"):
        chat_address(ModelSettings("m", "https://api.example.com/v1"), {})
    with pytest.raises(SettingsError, match="letters no key has"):
        chat_address(ModelSettings("m", "https://api.example.com/v1"), {"OPENAI_API_KEY": "密钥"})


@pytest.mark.parametrize(
    ("url", "local"),
    [
        ("http://127.0.0.1:8080/v1", True),
        ("http://localhost:11434/v1", True),
        ("http://[::1]:8080/v1", True),
        ("http://127.0.0.1.example.com/v1", False),
        ("http://localhost.example.com/v1", False),
        ("http://192.168.1.5:8080/v1", False),
        ("http://127.0.0.1@example.com/v1", False),
    ],
)
def test_what_stays_on_this_machine(url: str, local: bool) -> None:
    assert is_loopback(url) is local


def test_the_chat_key_goes_to_its_own_host_only() -> None:
    environment = {"OPENAI_API_KEY": "chat-key"}
    chat = "https://api.example.com/v1"
    same = EmbeddingSettings("e", "https://api.example.com/v2", chat_url=chat)
    assert embedding_address(same, environment).key == "chat-key"
    with pytest.raises(SettingsError, match="OPENAI_EMBEDDING_API_KEY"):
        embedding_address(EmbeddingSettings("e", "https://other.example.com/v1", chat_url=chat), environment)
    other = {**environment, "OPENAI_EMBEDDING_API_KEY": "own-key"}
    assert embedding_address(same, other).key == "own-key"
