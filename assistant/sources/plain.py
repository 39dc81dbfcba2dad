"""Plain text: a block a line, lines broken by the margin taken together."""

from assistant.journey import Block, Document, Locator
from assistant.sources.encodings import decode_text
from assistant.sources.reading import RawFile, build_document
from assistant.sources.sentences import columns, is_soft_wrap
from assistant.sources.transcripts import Line, read_transcript

MOST_LINES = 200  # of one paragraph; a longer one is no paragraph


class PlainTextReader:
    """Reads .txt."""

    suffixes: tuple[str, ...] = (".txt",)

    def read(self, file: RawFile) -> Document:
        """The document, with line numbers as locators."""
        text = decode_text(file.raw, file.name)
        lines = text.split("\n")
        chat = read_transcript([Line(line, Locator(line=number)) for number, line in enumerate(lines, 1)], file.name)
        if chat is not None:
            return build_document(file, "txt", *chat)
        blocks = [Block(part, Locator(line=line)) for line, part in join_wrapped(lines, find_margin(lines))]
        return build_document(file, "txt", blocks)


def find_margin(lines: list[str]) -> int | None:
    """The width in columns at which a text was wrapped; None where each line is its writer's own.

    Wrapped text has its lines filled: at least three in ten end within an eighth of the widest, which is between 40
    and 120 columns.
    """
    widths = [columns(line.rstrip()) for line in lines if line.strip()]
    widest = max(widths, default=0)
    filled = sum(1 for width in widths if width * 8 >= widest * 7)
    return widest if 40 <= widest <= 120 and filled >= max(3, len(widths) * 0.3) else None


def join_wrapped(lines: list[str], margin: int | None, first: int = 1) -> list[tuple[int, str]]:
    """The paragraphs of `lines` with the number of their first line; lines filled up to the margin run on."""
    found: list[tuple[int, list[str]]] = []
    before = ""
    for number, line in enumerate(lines, first):
        line = line.rstrip()
        if not line.strip():
            before = ""
            continue
        filled = margin is not None and columns(before) * 4 >= margin * 3
        runs_on = before and filled and is_soft_wrap(before, line) and not _may_be_labelled(line)
        if runs_on and len(found[-1][1]) < MOST_LINES:
            found[-1][1].append(line)
        else:
            found.append((number, [line]))
        before = line
    return [(number, "\n".join(parts).strip()) for number, parts in found]


def _may_be_labelled(line: str) -> bool:
    """Whether the line may open a new turn: a short word before a colon, or a name in brackets."""
    head = line.lstrip()[:24]
    return head[:1] in "【[" or any(mark in head for mark in "：:")
