"""The body of a chat completion, read whatever an endpoint puts there."""

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.model.completion import build_body, read_completion
from assistant.model.faults import CallError, FaultKind
from assistant.model.port import Message

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["choices", "message", "content", "tool_calls", "function", "arguments", "usage", "error"]),
            inner,
            max_size=4,
        )
    ),
    max_leaves=12,
)


def completion(message: Any, finish: Any = "stop", **more: Any) -> dict[str, Any]:
    return {"choices": [{"index": 0, "message": message, "finish_reason": finish}], **more}


def test_messages_and_parameters_stand_in_the_body_as_they_are():
    body = build_body("m", (Message("system", "一"), Message("user", "二")), {"max_tokens": 5, "temperature": 0})
    assert body == {
        "model": "m",
        "messages": [{"role": "system", "content": "一"}, {"role": "user", "content": "二"}],
        "max_tokens": 5,
        "temperature": 0,
    }


@pytest.mark.parametrize(
    ("message", "text"),
    [
        ({"content": "好的。"}, "好的。"),
        ({"content": None}, ""),
        ({"content": [{"type": "text", "text": "好"}, "的"]}, "好的"),
        ({"content": "想", "tool_calls": [{"function": {"name": "f", "arguments": '{ "好": 1}'}}]}, '{"好": 1}'),
        ({"content": None, "tool_calls": [{"function": {"arguments": '{"a": "b\nc"}'}}]}, '{"a": "b\\nc"}'),
        ({"content": None, "tool_calls": [{"function": {"arguments": '{"a": '}}]}, '{"a": '),
        ({"content": "好", "tool_calls": None}, "好"),
    ],
)
def test_the_text_is_what_was_said_or_given_to_the_tool(message: Any, text: str):
    assert read_completion(completion(message)).text == text


def test_what_is_not_reported_is_not_made_up():
    answer = read_completion(completion({"content": "好"}, None, usage={"prompt_tokens": "many"}))
    assert (answer.finish, answer.tokens_in, answer.tokens_out) == ("", None, None)


@pytest.mark.parametrize(
    ("error", "kind"),
    [
        ({"message": "busy", "code": 429}, FaultKind.RATE_LIMITED),
        ({"message": "overloaded"}, FaultKind.MALFORMED),
        ("down", FaultKind.MALFORMED),
    ],
)
def test_an_error_with_status_200_is_a_fault_by_its_own_code(error: Any, kind: FaultKind):
    with pytest.raises(CallError) as raised:
        read_completion({"error": error, "choices": None})
    assert raised.value.kind is kind


@settings(max_examples=150, deadline=None)
@given(JSON)
def test_any_other_body_is_one_fault(body: Any):
    try:
        answer = read_completion(body)
    except CallError:
        return
    json.dumps(answer.text)
    assert isinstance(answer.text, str)
