"""How far the requests of a step have come is told as their replies arrive."""

from pydantic import BaseModel

from assistant.model.port import Message, Request
from assistant.model.telling import ToldModel
from tests.fakes.openai_server import OpenAIServer, says_json
from tests.model.conftest import Build


class Coded(BaseModel):
    """An answer of one word."""

    key: str


def test_every_reply_is_told_with_its_step_and_place(server: OpenAIServer, build: Build) -> None:
    server.script = lambda _call: says_json({"key": "E1"})
    requests = [Request((Message("user", f"第 {number} 句"),), 50, "code", Coded) for number in range(5)]
    told: list[str] = []
    seen: list[int] = []
    replies = ToldModel(build(), told.append).complete_many(requests, done=lambda place, _: seen.append(place))
    assert told == [f"code {number}/5" for number in range(1, 6)]
    assert sorted(seen) == list(range(5))
    assert all(reply.value for reply in replies)
