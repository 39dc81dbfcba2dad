"""Reading answers out of whatever a model writes."""

import json
from typing import Literal

from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import BaseModel, ConfigDict

from assistant.model.port import ChatModel, Message, Outcome
from assistant.model.structured import ThoughtFilter, read_cut, read_reply, strip_thoughts
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


class Listed(BaseModel):
    """Two lists, as an answer has them."""

    notes: list[Note]
    others: list[Note]


WHOLE = {
    "notes": [{"words": "慢", "verdict": "yes"}, {"words": "快", "verdict": "no"}],
    "others": [{"words": "贵", "verdict": "no"}],
}


@settings(max_examples=80, deadline=None)
@given(st.integers(0, 200))
def test_of_a_cut_answer_only_whole_entries_are_read(length: int) -> None:
    text = json.dumps(WHOLE, ensure_ascii=False)[:length]
    read = read_cut(text, Listed)
    if read is None:
        assert len(text) < len(json.dumps(WHOLE, ensure_ascii=False))
        return
    whole = Listed.model_validate(WHOLE)
    assert read.notes == whole.notes
    assert read.others == whole.others[: len(read.others)]


def test_silence_is_not_read_out_of_a_cut_answer() -> None:
    assert read_cut('{"notes": [{"words": "慢", "verdict": "yes"}, {"words": "快', Listed) is None
    assert read_cut('{"notes": [{"words": "慢", "verdict": "yes"}], "others": [{"wor', Listed) == Listed(
        notes=[Note(words="慢", verdict="yes")], others=[]
    )
