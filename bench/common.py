"""What the measurements share: reading JSON lines, vectors kept between runs, and Markdown tables."""

import hashlib
import json
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, Literal

import numpy as np
from numpy import float32
from numpy.typing import NDArray

from assistant.retrieval.embedder import Embedder

BATCH = 200


def read_lines(path: Path) -> list[dict[str, Any]]:
    """The objects of a file of JSON lines, in order."""
    with path.open(encoding="utf-8") as file:
        return [json.loads(line) for line in file if line.strip()]


class KeptVectors:
    """Vectors by text, kept in a folder between runs, so that only the first run of a measurement takes minutes."""

    def __init__(self, folder: Path, embedder: Embedder) -> None:
        self._folder = folder / f"{embedder.name}-{embedder.version}"
        self._embedder = embedder

    def embed(self, texts: Sequence[str], kind: Literal["query", "passage"], label: str) -> NDArray[float32]:
        """The vectors of `texts` (n × dimension); `label` names the file they are kept in."""
        digest = hashlib.sha256("\0".join(texts).encode("utf-8", "surrogatepass")).hexdigest()[:12]
        path = self._folder / f"{label}-{kind}-{digest}.npy"
        if path.exists():
            return np.load(path)
        embed = self._embedder.embed_queries if kind == "query" else self._embedder.embed_passages
        vectors = np.vstack([embed(texts[start : start + BATCH]) for start in range(0, len(texts), BATCH)])
        path.parent.mkdir(parents=True, exist_ok=True)
        np.save(path, vectors)
        return vectors


def markdown_table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A Markdown table; every column after the first is aligned right."""
    lines = [f"| {' | '.join(head)} |", "|" + "|".join(["---"] + ["---:"] * (len(head) - 1)) + "|"]
    lines.extend(f"| {' | '.join(row)} |" for row in rows)
    return "\n".join(lines)
