"""Web pages: the text that a reader sees, in reading order; nothing is fetched, nothing is run."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Literal

from assistant.errors import SourceError
from assistant.journey import Block, Document, LeftOut, Locator
from assistant.sources.articles import find_article
from assistant.sources.cleaning.cleaner import is_conversation
from assistant.sources.encodings import decode_text
from assistant.sources.properties import find_in_source
from assistant.sources.reading import RawFile, build_document
from assistant.sources.reasons import left_out
from assistant.sources.sentences import columns
from assistant.sources.tables import Row, build_table_blocks
from assistant.sources.vocabulary import words
from assistant.sources.web_frames import find_frames
from assistant.sources.web_scripts import plain_text, show_scripted, show_templates
from assistant.wording import Text

_HEADINGS = words("h1 h2 h3 h4 h5 h6")
_UNSEEN = words(
    "rt rp script style noscript template head title meta link svg math iframe object embed audio video canvas datalist"
)
_CHROME = words("nav footer aside button select input textarea menu dialog form")
_CHROME_ROLES = words("navigation banner contentinfo search complementary menu menubar dialog")
_INLINE = words(
    "a abbr b bdi bdo cite code data del dfn em font i img ins kbd label mark q ruby s samp small span strike strong sub "
    "sup time tt u var wbr big center"
)
_HIDDEN = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*hidden|font-size\s*:\s*0(?:px|pt|em|rem|%)?\s*(?:;|$)", re.IGNORECASE
)

_SITE = re.compile(r"<(?:nav|footer|aside)\b|<script\b[^>]*\bsrc=|<link\b[^>]*stylesheet", re.IGNORECASE)
_FEWEST_BLOCKS = 8  # below that there is nothing to choose from
_LINKED = 0.9  # share of a block that is links, above which it leads elsewhere and says nothing itself
_LONGEST_LINK = 60
_PROSE = 200  # columns of a paragraph: no site's head holds one
_SENTENCE = re.compile(r"[。！？!?；;，,]|\.\s*$")


class WebReader:
    """Reads .html and .htm."""

    suffixes: tuple[str, ...] = (".html", ".htm")

    def read(self, file: RawFile) -> Document:
        """The document, with the number of the block and the heading path as locators."""
        source = decode_text(file.raw, file.name)
        blocks, left = read_page(source, file)
        if not file.as_is:
            blocks, left = _without_site(source, blocks, left, file.name)
        return build_document(file, "html", blocks, left)


def _without_site(
    source: str, blocks: list[Block], left: list[LeftOut], name: str
) -> tuple[list[Block], list[LeftOut]]:
    """The blocks that are the page's article. A page that is no site's, or holds a conversation, is taken whole."""
    if len(blocks) < _FEWEST_BLOCKS or not _SITE.search(source) or is_conversation(blocks):
        return blocks, left
    belongs = find_article(source, [block.text for block in blocks])
    if belongs is None:
        return blocks, left
    for at in range(len(blocks) - 1, -1, -1):
        # a heading belongs to what it stands over, though it be short and a link
        over = blocks[at].kind == "heading" and at + 1 < len(blocks) and belongs[at + 1]
        belongs[at] = belongs[at] or over or _is_title(blocks[at])
    kept = [block for block, keep in zip(blocks, belongs, strict=True) if keep]
    gone = [block for block, keep in zip(blocks, belongs, strict=True) if not keep]
    return kept, [*left, *(left_out(name, "boilerplate", each.locator, each.text) for each in gone)]


def _is_title(block: Block) -> bool:
    return block.kind == "heading" and not block.locator.heading


def read_page(text: str, file: RawFile) -> tuple[list[Block], list[LeftOut]]:
    """The blocks of a page's source, and what of it no reader of the page sees. Raises SourceError ("unreadable")."""
    from lxml import html
    from lxml.etree import ParserError, XMLSyntaxError

    text = re.sub(r"^\s*<\?xml[^>]*\?>", "", text)
    parser = html.HTMLParser(no_network=True, remove_comments=True, remove_pis=True, huge_tree=True)
    try:
        root = html.document_fromstring(text, parser=parser)
    except (ParserError, XMLSyntaxError, ValueError) as error:
        raise SourceError(
            "unreadable",
            Text(f"网页无法解析：{file.name}", f"the web page cannot be parsed: {file.name}"),
            Text("请把网页内容另存为文本或 Word。", "save its content as text or Word."),
        ) from error
    show_templates(root)
    show_scripted(root)
    page = _Page(file.name, file.as_is, find_frames(root))
    page.read(root)
    page.finish()
    return page.blocks, [*page.left_out, *find_in_source(text, file.name)]


@dataclass(slots=True)
class _Page:
    """A page on its way to blocks: inline text gathers until a block element begins or ends."""

    name: str
    as_is: bool = False
    frames: frozenset[Any] = frozenset()
    blocks: list[Block] = field(default_factory=list[Block])
    left_out: list[LeftOut] = field(default_factory=list[LeftOut])
    path: list[tuple[int, str]] = field(default_factory=list[tuple[int, str]])
    inline: list[str] = field(default_factory=list[str])
    kind: Literal["paragraph", "list"] = "paragraph"
    number: int = 0
    linked: int = 0  # characters of the gathered text that are links

    def read(self, element: Any) -> None:
        """An element and what it holds; deep trees are walked without recursion."""
        stack: list[tuple[Any, bool]] = [(element, True)]
        while stack:
            current, entering = stack.pop()
            if not entering:
                self._leave(current)
                continue
            if self._enter(current):
                stack.append((current, False))
                stack.extend((child, True) for child in reversed(current))
            elif current is not element:
                self.inline.append(current.tail or "")

    def finish(self) -> None:
        """The gathered inline text becomes a block for each of its lines."""
        said = re.sub(r"[^\S\n]+", " ", "".join(self.inline))
        linked, self.linked = self.linked, 0
        self.inline.clear()
        lines = [line.strip() for line in said.split("\n") if line.strip()]
        if not lines:
            return
        self.number += 1
        if (
            not self.as_is
            and linked >= _LINKED * len(said.strip())
            and len(said) < _LONGEST_LINK
            and not _SENTENCE.search(said)
        ):
            self.left_out.append(left_out(self.name, "navigation", self._at(), said))
            return
        self.blocks.extend(Block(line, self._at(), self.kind) for line in lines)

    def _at(self) -> Locator:
        return Locator(paragraph=self.number, heading=tuple(title for _, title in self.path))

    def _enter(self, element: Any) -> bool:
        """Takes in what stands before the element's children; False where they are not to be read."""
        tag = str(element.tag).lower()
        framing = element in self.frames
        if tag in _UNSEEN and not framing:
            return False
        reason = _reason_to_skip(element, tag)
        if reason == "navigation" and (self.as_is or framing):
            reason = None
        if reason is not None:
            if tag not in _INLINE:
                self.finish()
            words_ = plain_text(element)
            if words_:
                self.left_out.append(left_out(self.name, reason, self._at(), words_))
            return False
        if tag == "br":
            self.inline.append("\n")
            return False
        if tag in _HEADINGS:
            self._add_heading(element, int(tag[1]))
            return False
        if tag == "table" and not _is_layout(element):
            self._add_table(element)
            return False
        if tag not in _INLINE:
            self.finish()
            self.kind = "list" if tag in ("li", "dd", "dt") else "paragraph"
        self.inline.append(_spaced(element.text, tag))
        if tag == "a" and not (element.get("href") or "").startswith(("mailto:", "tel:")):
            self.linked += len(plain_text(element))
        return True

    def _leave(self, element: Any) -> None:
        tag = str(element.tag).lower()
        if tag not in _INLINE:
            self.finish()
            self.kind = "paragraph"
        self.inline.append(_spaced(element.tail, "span"))

    def _add_heading(self, element: Any, level: int) -> None:
        self.finish()
        title = plain_text(element)
        if title:
            self.number += 1
            self.path = [(depth, words_) for depth, words_ in self.path if depth < level]
            self.blocks.append(Block(title, self._at(), "heading"))
            self.path.append((level, title))

    def _add_table(self, element: Any) -> None:
        self.finish()
        self.number += 1
        rows = [Row(number, tuple(_cells(row))) for number, row in enumerate(_rows(element), 1)]
        self.blocks.extend(build_table_blocks(rows, self._at()))


def _reason_to_skip(element: Any, tag: str) -> str | None:
    """Why an element's text is not the page's: hidden from its reader, or the site's navigation."""
    if "hidden" in element.attrib or element.get("aria-hidden") == "true" or _HIDDEN.search(element.get("style") or ""):
        return "hidden"
    if tag in _CHROME or (element.get("role") or "").lower() in _CHROME_ROLES:
        return "navigation"
    if (
        tag == "header"
        and element.getparent() is not None
        and element.getparent().tag == "body"
        and not element.xpath(".//h1")
        and not any(columns(plain_text(each)) > _PROSE for each in element.iter("p"))
    ):
        return "navigation"
    return None


def _spaced(text: str | None, tag: str) -> str:
    """Source line breaks are spaces on the page, except in preformatted text."""
    if not text:
        return ""
    return text if tag == "pre" else re.sub(r"\s+", " ", text)


def _is_layout(table: Any) -> bool:
    """A table that holds another, or has one column only, arranges the page."""
    return bool(table.xpath(".//table")) or all(len(list(_cells(row))) < 2 for row in _rows(table))


def _rows(table: Any) -> Iterator[Any]:
    yield from table.xpath("./tr|./thead/tr|./tbody/tr|./tfoot/tr")


def _cells(row: Any) -> Iterator[str]:
    for cell in row.xpath("./td|./th"):
        for line_break in cell.xpath(".//br|.//p|.//li|.//div"):
            line_break.tail = "\n" + (line_break.tail or "")
        lines = (
            ["".join(cell.itertext())]
            if not cell.xpath(".//br|.//p|.//li|.//div")
            else "".join(cell.itertext()).split("\n")
        )
        yield "\n".join(" ".join(line.split()) for line in lines if line.strip())
        for _ in range(_span(cell) - 1):
            yield ""


def _span(cell: Any) -> int:
    span = cell.get("colspan") or "1"
    return min(int(span), 50) if span.isdigit() else 1
