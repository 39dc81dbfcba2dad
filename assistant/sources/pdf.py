"""PDF: the text of its pages, lines joined to paragraphs, running headers and page numbers left out."""

import io
import logging
import re
from collections import Counter
from collections.abc import Generator, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from assistant.errors import SourceError
from assistant.journey import Block, Document, Locator
from assistant.sources.plain import find_margin, join_wrapped
from assistant.sources.reading import RawFile, build_document
from assistant.sources.reasons import left_out
from assistant.sources.unseen import split_unseen
from assistant.wording import Text

_PAGE_NUMBER = re.compile(
    r"^[\s\-–—|·]*+(?:第 ?\d+ ?[页頁]|page \d+)? ?(?:\d{1,4})? ?(?:(?:/|of|共) ?\d{1,4} ?[页頁]?)?[\s\-–—|·]*+$",
    re.IGNORECASE,
)
_SENTENCE_END = re.compile(r"[。！？!?.][”\"’」』）)]*\s*$")
_LEAST_TEXT = 8  # characters on all pages together; a scan's stamp or page number is not its text
_EDGE_LINES = 2  # at the top and at the bottom of a page, where running headers stand
_CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\ufffe\uffff]")


class PdfReader:
    """Reads .pdf that has a text layer."""

    suffixes: tuple[str, ...] = (".pdf",)

    def read(self, file: RawFile) -> Document:
        """The document, with page numbers as locators. Raises SourceError: encrypted, scanned or unreadable."""
        pages, unseen = _read_pages(file)
        if sum(len("".join(page.split())) for page in pages) < _LEAST_TEXT:
            raise SourceError(
                "scanned",
                Text(
                    f"PDF 里没有文字，可能是扫描件：{file.name}",
                    f"the PDF has no text in it, probably a scan: {file.name}",
                ),
                Text(
                    "请先做文字识别（OCR），或提供原始文档。",
                    "run text recognition (OCR) on it first, or get the original.",
                ),
            )
        lines = [page.split("\n") for page in pages]
        running = _running_lines(lines)
        blocks: list[Block] = []
        left = [left_out(file.name, "hidden", Locator(page=number), words) for number, words in unseen]
        for number, page in enumerate(lines, 1):
            if not any(line.strip() for line in page):
                continue
            kept, furniture = _without_furniture(page, running)
            left.extend(left_out(file.name, "page_furniture", Locator(page=number), each) for each in furniture)
            for _, text in join_wrapped(kept, find_margin(kept)):
                blocks.append(Block(text, Locator(page=number)))
        return build_document(file, "pdf", blocks, left)


def _read_pages(file: RawFile) -> tuple[list[str], list[tuple[int, str]]]:
    """The text of each page, and what nobody sees of some. Raises SourceError where the file is locked or damaged."""
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(file.raw)
    except pypdfium2.PdfiumError as error:
        if "password" in str(error).lower() or "security" in str(error).lower():
            raise _encrypted(file.name) from error
        return _read_damaged(file), []
    try:
        texts = list(_page_texts(document))
    except pypdfium2.PdfiumError as error:
        raise _damaged(file.name) from error
    finally:
        document.close()
    return [seen for seen, _ in texts], [(number, each) for number, (_, each) in enumerate(texts, 1) if each.strip()]


def _page_texts(document: Any) -> Iterator[tuple[str, str]]:
    for page in document:
        text_page = page.get_textpage()
        seen, hidden = split_unseen(page, text_page) or (str(text_page.get_text_range()), "")
        yield _plain(seen), _plain(hidden)


def _plain(text: str) -> str:
    # a hyphen that pdfium found at a line's end comes as U+FFFE or U+0002
    return _CONTROLS.sub("", re.sub("[\ufffe\x02]\r?\n?", "", text).replace("\r\n", "\n").replace("\r", "\n"))


def _read_damaged(file: RawFile) -> list[str]:
    """What the more patient of the two readers gets out of a damaged file."""
    from pypdf import PdfReader as PatientReader
    from pypdf.errors import PyPdfError

    try:
        with _quiet("pypdf"):
            reader = PatientReader(io.BytesIO(file.raw), strict=False)
            if reader.is_encrypted:
                raise _encrypted(file.name)
            return [page.extract_text() for page in reader.pages]
    except (PyPdfError, ValueError, KeyError, TypeError, AttributeError, IndexError, RecursionError) as error:
        raise _damaged(file.name) from error


@contextmanager
def _quiet(library: str) -> Generator[None]:
    """A library that logs each flaw of a damaged file says nothing for a while: the error says it once."""
    logger = logging.getLogger(library)
    level = logger.level
    logger.setLevel(logging.CRITICAL + 1)
    try:
        yield
    finally:
        logger.setLevel(level)


def _running_lines(pages: Sequence[Sequence[str]]) -> frozenset[str]:
    """Lines that stand at the top or the bottom of at least three pages and more than half of them, numbers aside."""
    times = Counter(shape for page in pages for shape in {_shape(line) for line in _edges(page)} if shape)
    return frozenset(shape for shape, count in times.items() if count >= 3 and count * 2 > len(pages))


def _edges(page: Sequence[str]) -> list[str]:
    filled = [line for line in page if line.strip()]
    depth = min(_EDGE_LINES, max(1, len(filled) // 4))
    return [line for line in filled[:depth] + filled[-depth:] if not _SENTENCE_END.search(line)]


def _shape(line: str) -> str:
    return re.sub(r"\d+", "#", " ".join(line.split()))


def _without_furniture(page: Sequence[str], running: frozenset[str]) -> tuple[list[str], list[str]]:
    """The lines of a page without running headers and page numbers, and those."""
    edges = set(_edges(page))
    furniture = [line for line in page if line in edges and (_shape(line) in running or _is_page_number(line))]
    return [line for line in page if line not in furniture], furniture


def _is_page_number(line: str) -> bool:
    line = " ".join(line.split())
    return bool(line) and _PAGE_NUMBER.match(line) is not None


def _encrypted(name: str) -> SourceError:
    return SourceError(
        "encrypted",
        Text(f"文件有密码保护，无法读取：{name}", f"the file is protected by a password and cannot be read: {name}"),
        Text("请取得密码，去掉保护后另存一份。", "get the password and save a copy without protection."),
    )


def _damaged(name: str) -> SourceError:
    return SourceError(
        "unreadable",
        Text(f"PDF 已损坏或不完整：{name}", f"the PDF is damaged or incomplete: {name}"),
        Text("请重新取得完整的文件。", "get the complete file again."),
    )
