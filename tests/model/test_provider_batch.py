"""Files of a provider's batch service: a request line as it is read there, and results however they come."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.model.completion import read_completion
from assistant.model.endpoint import Endpoint
from assistant.model.faults import FaultKind
from assistant.model.port import Message
from assistant.model.provider_batch import read_results, render_request
from assistant.model.sending import Call
from assistant.model.settings import Address
from tests.fakes.openai_server import OpenAIServer, says, says_json

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner, max_size=3),
    max_leaves=8,
)


def line(**told: object) -> bytes:
    return json.dumps({"custom_id": "a-0", **told}, ensure_ascii=False).encode()


def test_a_request_is_one_line_with_the_body_of_the_call():
    call = Call("k", "code", (Message("user", "一\n行 \ud800"),), {"temperature": 0.0, "max_tokens": 9}, 5, 9)
    written = render_request("a-0", "m", call)
    assert written.count(b"\n") == 1
    told = json.loads(written)
    assert (told["custom_id"], told["method"], told["url"]) == ("a-0", "POST", "/v1/chat/completions")
    assert told["body"].keys() == {"model", "messages", "temperature", "max_tokens"}


@pytest.mark.parametrize(
    ("told", "kind"),
    [
        ({"response": {"status_code": 400, "body": {"error": {"message": "x", "code": "content_filter"}}}}, FaultKind.REFUSED),
        ({"response": {"status_code": 429, "body": {"error": {"message": "x", "code": "insufficient_quota"}}}}, FaultKind.NO_CREDIT),
        ({"response": {"status_code": 500, "body": None}}, FaultKind.SERVER),
        ({"response": {"status_code": 200, "body": {"choices": []}}}, FaultKind.MALFORMED),
        ({"response": None, "error": {"code": "odd", "message": "?"}}, FaultKind.SERVER),
        ({}, FaultKind.SERVER),
    ],
)  # fmt: skip
def test_what_failed_says_how(told, kind):
    (result,) = read_results([line(**told)])
    assert result.answer is None
    assert result.fault is not None
    assert result.fault.kind is kind


def test_what_was_never_tried_is_neither_answer_nor_fault():
    (result,) = read_results([line(response=None, error={"code": "batch_expired", "message": "late"})])
    assert (result.answer, result.fault) == (None, None)


def test_an_answer_reads_as_the_endpoint_itself_would_have_given_it():
    bodies = []
    for tool in (False, True):
        asked = {"tools": [{"type": "function", "function": {"name": "f", "parameters": {}}}]} if tool else {}
        with OpenAIServer() as server:
            server.queue(says_json({"好": [1, "二"]}, usage=(7, 3)) if tool else says("好的。", finish="length"))
            endpoint = Endpoint(Address(server.base_url, "k"), "m", 5.0)
            direct = endpoint.send((Message("user", "?"),), asked)
            with endpoint.open_client().chat.completions.with_streaming_response.create(
                model="m", messages=[{"role": "user", "content": "?"}], extra_body=asked
            ) as raw:
                body = json.loads(raw.read())
            endpoint.close()
        assert read_completion(body) == direct
        bodies.append(body)
    assert bodies[0] != bodies[1]


@settings(max_examples=80, deadline=None)
@given(JSON, JSON, st.binary(max_size=20))
def test_nothing_in_a_file_of_results_breaks_the_reading(response, error, noise):
    told = list(read_results([noise, line(response=response, error=error), line(response={"body": response})]))
    assert [each.name for each in told][-2:] == ["a-0", "a-0"]
