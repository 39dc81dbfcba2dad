"""Reading answers out of whatever a model writes."""

import json
from typing import Literal

from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import BaseModel, ConfigDict

from assistant.model.port import ChatModel, Message, Outcome
from assistant.model.structured import ThoughtFilter, read_reply, strip_thoughts
from tests.fakes.chat_model import ScriptedChatModel


class Note(BaseModel):
    model_config = ConfigDict(extra="forbid")

    words: str
    verdict: Literal["yes", "no"]


WORDS = st.text(st.characters(exclude_categories=["Cs"]))


@given(
    WORDS,
    st.sampled_from(["yes", "no"]),
    st.sampled_from(["{}", "```json\n{}\n```", "<think>{{\n</think>{}", "答：{} 完"]),
)
@settings(max_examples=150, deadline=None)
def test_a_value_survives_its_wrapping(words: str, verdict: str, wrapping: str) -> None:
    text = wrapping.replace("{{", "\0").replace(
        "{}", json.dumps({"words": words, "verdict": verdict}, ensure_ascii=False)
    )
    value = read_reply(text.replace("\0", "{"), Note).value
    assert value == Note(words=words, verdict=verdict)  # type: ignore[arg-type]


@given(st.text(max_size=300))
@settings(max_examples=150, deadline=None)
def test_no_text_breaks_the_reading(text: str) -> None:
    assert read_reply(text, Note).value is None
    assert read_reply("{" + text, Note).value is None


@given(WORDS, st.integers(1, 7), st.sampled_from(["", "<think>想一想 {</think>\n", "<reasoning>x</reasoning>", "\n\n"]))
@settings(max_examples=150, deadline=None)
def test_a_stream_shows_what_the_whole_would(words: str, size: int, before: str) -> None:
    text = before + "答：" + words
    thoughts = ThoughtFilter()
    shown = (
        "".join(thoughts.pass_on(text[start : start + size]) for start in range(0, len(text), size)) + thoughts.rest()
    )
    assert shown.strip() == strip_thoughts(before + "答：" + words).strip() or "</" in words


def test_the_scripted_model_is_a_chat_model() -> None:
    model: ChatModel = ScriptedChatModel({"words": "慢", "verdict": "yes"}, "no json")
    asked = [Message("user", "?")]
    first = model.complete(asked, max_tokens=9, step="verify", schema=Note)
    second = model.complete(asked, max_tokens=9, step="verify", schema=Note)
    assert first.value == Note(words="慢", verdict="yes")
    assert second.outcome is Outcome.INVALID
    assert "".join(model.stream(asked, max_tokens=9, step="ask")) == "no json"
