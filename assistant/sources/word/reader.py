"""Reading a Word document: its body, then what stands beside it."""

from assistant.journey import Block, Document, Locator
from assistant.sources.guides import build_guide_blocks, holds_guide, take_answers
from assistant.sources.headers import read_header_line
from assistant.sources.properties import find_in_properties
from assistant.sources.reading import RawFile, build_document
from assistant.sources.reasons import left_out
from assistant.sources.transcripts import Line, read_transcript
from assistant.sources.word.names import W
from assistant.sources.word.package import Package
from assistant.sources.word.page import Page, open_page


class WordReader:
    """Reads .docx, and whatever is one inside."""

    suffixes: tuple[str, ...] = (".docx", ".docm", ".dotx")

    def read(self, file: RawFile) -> Document:
        """The document, with the number of the paragraph or row and the heading path as locators.

        Footnotes and comments follow the text, comments under their authors' names. Headers that say who speaks stand
        first; others are left out. Of an interview guide of ours the answers are read, each below its question.
        """
        page, package = open_page(file)
        if holds_guide(file.raw):
            page.blocks = build_guide_blocks(take_answers(page, package.document), file.name)
        else:
            _read_headers(package, page)
            page.read_body(package.document)
            _read_transcript(page)
        page.read_beside()
        return build_document(file, "docx", page.blocks, [*page.left_out, *find_in_properties(file)])


def _read_transcript(page: Page) -> None:
    """Meeting programs export their transcripts as Word, too."""
    spoken = [each for each in page.blocks if each.kind == "paragraph"]
    chat = read_transcript([Line(each.text, each.locator) for each in spoken], page.name)
    if chat is not None:
        blocks, left = chat
        page.blocks = [*(each for each in page.blocks if each.kind == "heading"), *blocks,
                       *(each for each in page.blocks if each.kind not in ("heading", "paragraph"))]  # fmt: skip
        page.left_out.extend(left)


def _read_headers(package: Package, page: Page) -> None:
    """A header is the same on every page, and so often in the file: it is read once."""
    seen: set[str] = set()
    for part in package.headers:
        for paragraph in part.iter(f"{W}p"):
            line = " ".join(page.text(paragraph, Locator(paragraph=1)).split())
            if not line or line in seen:
                continue
            seen.add(line)
            if read_header_line(line):
                page.blocks.append(Block(line, Locator(paragraph=1)))
            elif any(each.isalpha() for each in line):
                page.left_out.append(left_out(page.name, "page_furniture", Locator(paragraph=1), line))
