"""Plain text: a block a line, lines broken by the margin taken together."""

from pathlib import Path

from assistant.journey import Block, Document, Locator
from assistant.sources.encodings import decode_text
from assistant.sources.reading import build_document, read_raw
from assistant.sources.sentences import columns, is_soft_wrap

MOST_LINES = 200  # of one paragraph; a longer one is no paragraph


class PlainTextReader:
    """Reads .txt."""

    suffixes: tuple[str, ...] = (".txt",)

    def read(self, path: Path, notes: Path) -> Document:
        """The document, with line numbers as locators."""
        file = read_raw(path, notes)
        text = decode_text(file.raw, file.name)
        blocks = [Block(part, Locator(line=line)) for line, part in join_wrapped(text.split("\n"))]
        return build_document(file, "txt", blocks)


def join_wrapped(lines: list[str], first: int = 1) -> list[tuple[int, str]]:
    """The paragraphs of `lines` with the number of their first line.

    Lines belong together where the first was filled up to the text's own margin: at least 40 and at most 120 columns
    wide, no shorter than three quarters of the widest. Text with wider lines was not wrapped at all.
    """
    widest = max((columns(line.rstrip()) for line in lines), default=0)
    wrapped = 40 <= widest <= 120
    found: list[tuple[int, list[str]]] = []
    before = ""
    for number, line in enumerate(lines, first):
        line = line.rstrip()
        if not line.strip():
            before = ""
            continue
        filled = wrapped and columns(before) * 4 >= widest * 3
        if (
            before
            and filled
            and len(found[-1][1]) < MOST_LINES
            and is_soft_wrap(before, line)
            and not _may_be_labelled(line)
        ):
            found[-1][1].append(line)
        else:
            found.append((number, [line]))
        before = line
    return [(number, "\n".join(parts).strip()) for number, parts in found]


def _may_be_labelled(line: str) -> bool:
    """Whether the line may open a new turn: a short word before a colon, or a name in brackets."""
    head = line.lstrip()[:24]
    return head[:1] in "【[" or any(mark in head for mark in "：:")
