"""Reading a Word document: its body, then what stands beside it."""

from assistant.journey import Block, Document, Locator
from assistant.sources.headers import read_header_line
from assistant.sources.properties import find_in_properties
from assistant.sources.reading import RawFile, build_document
from assistant.sources.reasons import left_out
from assistant.sources.transcripts import Line, read_transcript
from assistant.sources.word.beside import Beside, find_comments, find_notes
from assistant.sources.word.names import W
from assistant.sources.word.numbering import Numbering
from assistant.sources.word.package import Package, open_word
from assistant.sources.word.page import Page
from assistant.sources.word.styles import Styles


class WordReader:
    """Reads .docx, and whatever is one inside."""

    suffixes: tuple[str, ...] = (".docx", ".docm", ".dotx")

    def read(self, file: RawFile) -> Document:
        """The document, with the number of the paragraph or row and the heading path as locators.

        Footnotes and comments follow the text, comments under their authors' names. Headers that say who speaks stand
        first; others are left out.
        """
        package = open_word(file)
        page = Page(file.name, Styles(package.styles), Numbering(package.numbering), _beside(package))
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


def _beside(package: Package) -> dict[tuple[str, str], Beside]:
    parts = {
        "footnote": find_notes(package.footnotes, "footnote"),
        "endnote": find_notes(package.endnotes, "endnote"),
        "comment": find_comments(package.comments),
    }
    return {(kind, each): beside for kind, found in parts.items() for each, beside in found.items()}


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
