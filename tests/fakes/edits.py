"""A report in the hands of a person: edited as Word, WPS and LibreOffice leave it behind, by names of bookmarks."""

import re
import zipfile
from collections.abc import Callable, Iterator
from copy import deepcopy
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

from lxml import etree

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_W14 = "http://schemas.microsoft.com/office/word/2010/wordml"
_W15 = "http://schemas.microsoft.com/office/word/2012/wordml"
_SPACES = f'xmlns:w="{_W}" xmlns:w14="{_W14}" xmlns:w15="{_W15}"'
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_EXTENDED = "http://schemas.microsoft.com/office/2011/relationships/commentsExtended"
_COMMENTS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/comments"
_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml"


class Edited:
    """One report, opened to be edited. `claim` names are bookmarks such as `claim_c1…`."""

    def __init__(self, path: Path) -> None:
        with zipfile.ZipFile(path) as package:
            self._parts = {name: package.read(name) for name in package.namelist()}
        self.body = etree.fromstring(self._parts["word/document.xml"])
        self._comments: list[tuple[str, str, bool, int | None]] = []

    def save(self, path: Path) -> Path:
        self._write_comments()
        self._parts["word/document.xml"] = etree.tostring(self.body, xml_declaration=True, encoding="UTF-8")
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
            for name, content in self._parts.items():
                package.writestr(name, content)
        return path

    # ---------------------------------------------------------------- finding

    def line(self, name: str) -> Any:
        """The paragraph in which that bookmark begins."""
        return next(self._ancestor(start, "p") for start in self._starts() if start.get(f"{W}name") == name)

    def runs(self, name: str) -> list[Any]:
        """The runs with words that a bookmark encloses, within one paragraph."""
        start = next(each for each in self._starts() if each.get(f"{W}name") == name)
        found = []
        for each in start.itersiblings():
            if each.tag == f"{W}bookmarkEnd" and each.get(f"{W}id") == start.get(f"{W}id"):
                return found
            found += [each] if each.tag == f"{W}r" and each.find(f"{W}t") is not None else []
        return found

    def lines(self, style: str) -> list[Any]:
        """The paragraphs in that style."""
        path = f"{W}pPr/{W}pStyle"
        return [
            each
            for each in self.body.iter(f"{W}p")
            if (found := each.find(path)) is not None and found.get(f"{W}val") == style
        ]

    def retype(self, line: Any, text: str) -> None:
        """All words of a paragraph typed anew, untracked."""
        for each in [*line.findall(f"{W}r"), *line.findall(f"{W}hyperlink")]:
            line.remove(each)
        line.append(run(text))

    def row(self, name: str) -> Any:
        return self._ancestor(self.line(name), "tr")

    def cell(self, name: str) -> Any:
        return self._ancestor(self.line(name), "tc")

    def _starts(self) -> Iterator[Any]:
        return self.body.iter(f"{W}bookmarkStart")

    def _ancestor(self, element: Any, tag: str) -> Any:
        return next(each for each in element.iterancestors() if each.tag == f"{W}{tag}")

    # ---------------------------------------------------------------- editing

    def reword(self, name: str, text: str) -> None:
        """Typing inside the words: the bookmark stays around them."""
        first, *rest = self.runs(name)
        for each in rest:
            each.getparent().remove(each)
        first.getparent().replace(first, run(text))

    def type_over(self, name: str, text: str) -> None:
        """Selecting all of the words and typing: the bookmark is gone, the sign before it stays."""
        self.reword(name, text)
        self.lose(name)

    def lose(self, pattern: str) -> None:
        """Bookmarks whose name fits are gone, their words are not."""
        lost = [each for each in self._starts() if re.fullmatch(pattern, each.get(f"{W}name"))]
        ids = {each.get(f"{W}id") for each in lost}
        for each in [*lost, *(end for end in self.body.iter(f"{W}bookmarkEnd") if end.get(f"{W}id") in ids)]:
            each.getparent().remove(each)

    def add_after(self, name: str, text: str) -> None:
        """A new paragraph in the same style below a claim."""
        line = self.line(name)
        style = deepcopy(line.find(f"{W}pPr"))
        new = paragraph(text)
        new.insert(0, style)
        line.addnext(new)

    def delete_line(self, name: str) -> None:
        """The whole paragraph with its bookmarks; those of the cell go over to what is left, as in Word."""
        line = self.line(name)
        kept = [each for each in line if each.get(f"{W}name", "").startswith(("cell_", "answer_"))]
        ids = {each.get(f"{W}id") for each in kept}
        kept += [each for each in line if each.tag == f"{W}bookmarkEnd" and each.get(f"{W}id") in ids]
        others = {each.get(f"{W}id") for each in line if each.tag == f"{W}bookmarkStart"} - ids
        neighbour = line.getnext() if line.getnext() is not None else line.getprevious()
        kept += [each for each in line if each.tag == f"{W}bookmarkEnd" and each.get(f"{W}id") not in ids | others]
        if neighbour is None or neighbour.tag != f"{W}p":
            neighbour = paragraph("")
            line.addnext(neighbour)
        starts = [each for each in kept if each.tag == f"{W}bookmarkStart"]
        for each in starts:
            neighbour.insert(1 if neighbour.find(f"{W}pPr") is not None else 0, each)
        neighbour.extend(each for each in kept if each not in starts)
        line.getparent().remove(line)

    def fill(self, name: str, text: str) -> None:
        """Words at the end of the paragraph that holds a bookmark, such as a field of the sign-off table."""
        self.line(name).append(run(text))

    def replace_text(self, name: str, old: str, new: str) -> None:
        for each in self.line(name).iter(f"{W}t"):
            each.text = (each.text or "").replace(old, new)

    def swap_rows(self, one: str, other: str) -> None:
        first, second = self.row(one), self.row(other)
        place = second.getparent().index(second)
        parent = second.getparent()
        first.addprevious(second)
        parent.insert(place, first)

    # ---------------------------------------------------------------- tracked changes and comments

    def insert_tracked(self, name: str, text: str, author: str) -> None:
        """A tracked insertion at the end of a claim's words."""
        self.runs(name)[-1].addnext(tracked("ins", author, run(text)))

    def delete_tracked(self, name: str, author: str) -> None:
        """A tracked deletion of all of a claim's words."""
        for each in self.runs(name):
            holder = tracked("del", author)
            each.addprevious(holder)
            holder.append(each)
            for text in list(each.iter(f"{W}t")):
                text.tag = f"{W}delText"

    def reject_deletions(self) -> None:
        """Every tracked deletion rejected: the words stand again."""
        for holder in list(self.body.iter(f"{W}del")):
            for each in list(holder):
                holder.addprevious(each)
                for text in each.iter(f"{W}delText"):
                    text.tag = f"{W}t"
            holder.getparent().remove(holder)

    def delete_row_tracked(self, name: str, author: str) -> None:
        row = self.row(name)
        properties = row.find(f"{W}trPr")
        if properties is None:
            properties = etree.SubElement(row, f"{W}trPr")
            row.insert(0, properties)
        properties.append(tracked("del", author))

    def comment(self, name: str, author: str, text: str, *, resolved: bool = False, reply_to: int | None = None) -> int:
        """A comment around a claim's words; returns its number."""
        number = 9000 + len(self._comments)
        self._comments.append((author, text, resolved, reply_to))
        held = self.runs(name)
        held[0].addprevious(element(f'<w:commentRangeStart w:id="{number}"/>'))
        held[-1].addnext(element(f'<w:r><w:commentReference w:id="{number}"/></w:r>'))
        held[-1].addnext(element(f'<w:commentRangeEnd w:id="{number}"/>'))
        return number

    def _write_comments(self) -> None:
        if not self._comments:
            return
        comments = self._part("word/comments.xml", f"<w:comments {_SPACES}/>", f"{_TYPE}.comments+xml", _COMMENTS)
        extended = self._part(
            "word/commentsExtended.xml", f"<w15:commentsEx {_SPACES}/>", f"{_TYPE}.commentsExtended+xml", _EXTENDED
        )
        for number, (author, text, resolved, reply_to) in enumerate(self._comments, start=9000):
            comments.append(
                element(
                    f'<w:comment w:id="{number}" w:author="{escape(author)}" w:date="2026-03-01T10:{number - 9000:02}:00Z">'
                    f'<w:p w14:paraId="0000{number}"><w:r><w:t>{escape(text)}</w:t></w:r></w:p></w:comment>'
                )
            )
            above = f' w15:paraIdParent="0000{reply_to}"' if reply_to is not None else ""
            extended.append(element(f'<w15:commentEx w15:paraId="0000{number}" w15:done="{int(resolved)}"{above}/>'))
        self._parts["word/comments.xml"] = etree.tostring(comments, xml_declaration=True, encoding="UTF-8")
        self._parts["word/commentsExtended.xml"] = etree.tostring(extended, xml_declaration=True, encoding="UTF-8")

    def _part(self, name: str, empty: str, content_type: str, relation: str) -> Any:
        if name in self._parts:
            return etree.fromstring(self._parts[name])
        types = etree.fromstring(self._parts["[Content_Types].xml"])
        types.append(
            etree.fromstring(
                f'<Override xmlns="{_PACKAGE}/content-types" PartName="/{name}" ContentType="{content_type}"/>'
            )
        )
        self._parts["[Content_Types].xml"] = etree.tostring(types)
        relations = etree.fromstring(self._parts["word/_rels/document.xml.rels"])
        relations.append(
            etree.fromstring(
                f'<Relationship xmlns="{_PACKAGE}/relationships" Id="rIdOf{name[5:9]}{len(relations)}" '
                f'Type="{relation}" Target="{name.removeprefix("word/")}"/>'
            )
        )
        self._parts["word/_rels/document.xml.rels"] = etree.tostring(relations)
        return etree.fromstring(empty)

    def forget_part(self, name: str) -> None:
        """A part that a program drops on saving."""
        self._parts.pop(name, None)

    def change_part(self, name: str, change: Callable[[bytes], bytes]) -> None:
        self._parts[name] = change(self._parts[name])


def element(xml: str) -> Any:
    return etree.fromstring(f"<root {_SPACES}>{xml}</root>")[0]


def run(text: str) -> Any:
    return element(f'<w:r><w:t xml:space="preserve">{escape(text)}</w:t></w:r>')


def paragraph(text: str) -> Any:
    return element(f'<w:p><w:r><w:t xml:space="preserve">{escape(text)}</w:t></w:r></w:p>')


def tracked(kind: str, author: str, *inside: Any) -> Any:
    found = element(f'<w:{kind} w:id="77" w:author="{escape(author)}" w:date="2026-03-01T10:00:00Z"/>')
    found.extend(inside)
    return found
