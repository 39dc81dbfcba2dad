"""Which texts an index would still have to have embedded, told without the embedder."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from assistant.retrieval.identity import same_revision
from assistant.retrieval.records import KeyedText, Records, read_records

_KINDS = ("query", "passage")


def find_outstanding(
    generation: Path | None, asked: Mapping[str, Sequence[KeyedText]], name: str, version: str, *, symmetric: bool
) -> tuple[list[list[str]], int | None]:
    """See `ClientIndex.find_outstanding`; `generation` is the folder in force, None where there is none yet."""
    if generation is None:
        return _missing(asked, None, symmetric), None
    records = read_records(generation)
    try:
        meta = records.meta()
        same = same_revision(meta) and (meta.get("embedder"), meta.get("embedder_version")) == (name, version)
        return _missing(asked, records if same else None, symmetric), int(meta["dimension"]) if same else None
    finally:
        records.close()


def _missing(asked: Mapping[str, Sequence[KeyedText]], records: Records | None, symmetric: bool) -> list[list[str]]:
    """The texts that are sent together, in the order in which they are sent."""
    seen: set[tuple[str, bytes]] = set()
    parts: list[list[str]] = []
    for texts in asked.values():
        new = list(texts) if records is None else records.without_vector(texts)
        if symmetric and records is not None:
            embedded = records.text_vectors([each.text for each in new], _KINDS)
            new = [each for each in new if each.text not in embedded]
        for kind in _KINDS:
            part: list[str] = []
            for each in new:
                sent = ("" if symmetric else each.kind, each.key)
                if each.kind == kind and sent not in seen:
                    seen.add(sent)
                    part.append(each.text)
            if part:
                parts.append(part)
    return parts
