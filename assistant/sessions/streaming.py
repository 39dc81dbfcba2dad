"""A reply read while it is written, of which only checked sentences are handed on."""

from collections.abc import Callable, Mapping
from typing import Any, cast

from pydantic_core import from_json

from assistant.model.port import ChatModel, Request, stream
from assistant.model.shapes import FoundShape
from assistant.model.structured import read_reply
from assistant.sessions.entries import Citation
from assistant.sessions.grounding import Grounding, Sentence
from assistant.sessions.splitting import finished_sentences, split_answer

Told = Callable[[Sentence, tuple[Citation, ...]], None]
"""Hears each checked sentence with what stands behind it."""


class StreamedReply:
    """Sentences of a reply, handed on as soon as each is finished and checked.

    The stream is JSON whose quotes come before the answer (see the prompt), so that each sentence meets evidence that
    was looked up already: what a person sees on the screen is never taken back.
    """

    def __init__(self, grounding: Grounding, told: Told) -> None:
        self.sentences: list[Sentence] = []
        self.pieces = 0
        self.text = ""
        self.took_quotes = False
        self._grounding = grounding
        self._told = told

    @property
    def begun(self) -> bool:
        """Whether anything was written at all."""
        return bool(self.text)

    def read(self, model: ChatModel, request: Request[FoundShape]) -> FoundShape | None:
        """The whole reply, or None where it is not of the shape. Raises EndpointError where the stream is cut."""
        for piece in stream(model, request):
            self.text += piece
            self._take(_read_partly(self.text))
        # any key will do here: those that stand for nothing are counted when they are checked
        value = read_reply(self.text, FoundShape).value
        if value is None and not self.sentences:
            self.pieces, self.took_quotes = 0, False
            self._grounding.forget()
        return value

    def _take(self, value: Mapping[str, Any]) -> None:
        answer, evidence = value.get("answer"), value.get("evidence")
        if not isinstance(answer, str) or not isinstance(evidence, list) or value.get("found") not in ("yes", "partly"):
            return
        if not self.took_quotes:
            self.took_quotes = True
            quotes = [cast("dict[str, Any]", each) for each in cast("list[Any]", evidence) if isinstance(each, dict)]
            self._grounding.accept_quotes([(str(each.get("key", "")), str(each.get("words", ""))) for each in quotes])
        finished = split_answer(answer) if "next_question" in value else finished_sentences(answer)
        for piece in finished[self.pieces :]:
            self.pieces += 1
            sentence = self._grounding.check(piece)
            if sentence is not None:
                self.sentences.append(sentence)
                self._told(sentence, self._grounding.citations(sentence.keys))


def _read_partly(text: str) -> Mapping[str, Any]:
    start = text.find("{")
    if start < 0:
        return {}
    try:
        value: Any = from_json(text[start:], allow_partial="trailing-strings")
    except ValueError:
        return {}
    return cast("dict[str, Any]", value) if isinstance(value, dict) else {}
