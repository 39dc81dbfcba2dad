"""Whatever the environment asks for, nothing but the endpoint hears of a call."""

import os
import subprocess
import sys

import pytest

from assistant.model.silence import silence_vendors
from tests.fakes.openai_server import OpenAIServer, says

ASK = """
import sys
from pathlib import Path
from assistant.model.opening import Surroundings, open_chat_model
from assistant.model.port import Message
from assistant.model.settings import ModelSettings
{before}
model = open_chat_model(ModelSettings("test-model", sys.argv[1]), environment={{}}, cache=Path(sys.argv[2]), client=None,
                        surroundings=Surroundings())
print(model.complete([Message("user", "客户的秘密")], max_tokens=20, step="ask").text)
print("".join(model.stream([Message("user", "客户的另一个秘密")], max_tokens=20, step="ask")))
model.close()
"""


@pytest.mark.parametrize(
    "before",
    ["", "import langchain_core, langsmith, openai\nfrom langsmith import utils\nutils.tracing_is_enabled()"],
    ids=["imported by us", "imported before us"],
)
def test_nothing_is_traced_logged_or_sent_round(before: str, tmp_path: object) -> None:
    with OpenAIServer(lambda _: says("答复")) as endpoint, OpenAIServer() as spy:
        environment = {
            **{key: value for key, value in os.environ.items() if not key.lower().endswith("_proxy")},
            "LANGSMITH_TRACING": "true",
            "LANGSMITH_TRACING_V2": "true",
            "LANGCHAIN_TRACING_V2": "true",
            "LANGSMITH_API_KEY": "key",
            "LANGCHAIN_API_KEY": "key",
            "LANGSMITH_ENDPOINT": spy.base_url,
            "LANGCHAIN_ENDPOINT": spy.base_url,
            "LANGSMITH_GATEWAY": spy.base_url,
            "OPENAI_LOG": "debug",
            "OPENAI_BASE_URL": spy.base_url,
            "OPENAI_API_BASE": spy.base_url,
            "OPENAI_PROXY": spy.base_url,
            "HTTP_PROXY": spy.base_url,
            "http_proxy": spy.base_url,
            "PYTHONIOENCODING": "utf-8",
        }
        ran = subprocess.run(
            [sys.executable, "-c", ASK.format(before=before), endpoint.base_url, str(tmp_path)],
            env=environment,
            capture_output=True,
            encoding="utf-8",
            timeout=60,
            check=False,
        )
        assert (ran.stdout, ran.returncode) == ("答复\n答复\n", 0), ran.stderr
        assert spy.calls == []
        assert len(endpoint.chats) == 2
        assert "秘密" not in ran.stderr


def test_only_what_concerns_the_vendors_is_taken_from_the_environment() -> None:
    environment = {"LANGSMITH_API_KEY": "k", "LANGCHAIN_PROJECT": "p", "OPENAI_LOG": "debug", "OPENAI_API_KEY": "s"}
    silence_vendors(environment)
    assert environment == {
        "OPENAI_API_KEY": "s",
        "LANGSMITH_TRACING": "false",
        "LANGSMITH_TRACING_V2": "false",
        "LANGCHAIN_TRACING_V2": "false",
    }


def test_importing_the_model_imports_no_vendor() -> None:
    code = (
        "import sys, assistant.model.opening, assistant.model.embedding, assistant.model.probe, assistant.model.prompts\n"
        "print([name for name in ('openai', 'langchain', 'langchain_core', 'langsmith', 'httpx2', 'numpy') if name in sys.modules])"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=True)
    assert ran.stdout.strip() == "[]"
