"""What a reader of one format is, and how it hands over what it read."""

import hashlib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from assistant.errors import SourceError
from assistant.journey import Block, Document, LeftOut
from assistant.sources import reasons
from assistant.sources.cleaning.invisible import without_invisible
from assistant.sources.language import detect_language
from assistant.sources.mojibake import is_mojibake
from assistant.wording import Language, Text

_SAMPLE = 200_000  # characters; enough to tell the prevailing language


@dataclass(frozen=True, slots=True)
class RawFile:
    """A file's bytes with its name relative to the notes folder. `as_is`: its text is not to be cleaned."""

    name: str
    raw: bytes
    as_is: bool = False

    @property
    def digest(self) -> str:
        return hashlib.sha256(self.raw).hexdigest()


class Reader(Protocol):
    """Reads one family of formats. Blocks come in reading order; a line break inside a block is the margin's."""

    @property
    def suffixes(self) -> tuple[str, ...]: ...

    def read(self, file: RawFile) -> Document:
        """The document. Raises SourceError; never changes the file."""
        ...


def build_document(file: RawFile, format_: str, blocks: Sequence[Block], left_out: Sequence[LeftOut] = ()) -> Document:
    """The document of what was read. Raises SourceError ("no_text") where nothing readable was found."""
    kept, unseen = _without_invisible(blocks)
    if unseen is not None:
        left_out = [*left_out, reasons.left_out(file.name, "invisible", unseen.locator, unseen.text)]
    if any(is_mojibake(block.text) for block in kept):
        garbled = [block for block in kept if is_mojibake(block.text)]
        kept = tuple(block for block in kept if block not in garbled)
        if not kept:
            raise _garbled(file.name)
        left_out = [*left_out, *(reasons.left_out(file.name, "mojibake", each.locator, each.text) for each in garbled)]
    if not kept:
        raise SourceError(
            "no_text",
            Text(f"文件里没有可用的文字：{file.name}", f"the file holds no text to use: {file.name}"),
            Text("请确认内容是文字，而不是图片或空表。", "make sure it holds text, not pictures or empty tables."),
        )
    return Document(file.name, file.digest, format_, kept, _prevailing_language(kept), tuple(left_out))


def _garbled(name: str) -> SourceError:
    return SourceError(
        "mojibake",
        Text(
            f"文字是乱码（曾用错误的编码打开并保存）：{name}",
            f"the text is garbled (it was once opened in the wrong encoding and saved so): {name}",
        ),
        Text("请从原来的程序重新导出为 UTF-8。", "export it again as UTF-8 from the program it comes from."),
    )


def _without_invisible(blocks: Sequence[Block]) -> tuple[tuple[Block, ...], Block | None]:
    """The blocks that hold something to see, without characters that cannot be seen; and the first that had some."""
    kept: list[Block] = []
    first: Block | None = None
    for block in blocks:
        text = without_invisible(block.text)
        if text != block.text or (block.speaker and not block.speaker.isprintable()):
            first = first or replace(block, text=text)
            speaker = without_invisible(block.speaker).strip() if block.speaker else None
            heading = tuple(map(without_invisible, block.locator.heading))
            block = replace(block, text=text, speaker=speaker or None, locator=replace(block.locator, heading=heading))
        if text.strip():
            kept.append(block)
    return tuple(kept), first


def _prevailing_language(blocks: Sequence[Block]) -> Language:
    weights: Counter[Language] = Counter()
    seen = 0
    for block in blocks:
        text = block.text[:2000]
        weights[detect_language(text)] += len(text)
        seen += len(text)
        if seen > _SAMPLE:
            break
    whole = "".join(block.text[:2000] for block in blocks[:400])
    prevailing = weights.most_common(1)[0][0]
    return prevailing if prevailing == "en" else detect_language(whole[:_SAMPLE])
