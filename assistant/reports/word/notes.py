"""Comments and footnotes: the parts of a Word file that stand beside its body.

Written here and not with docx-plus: it gives them random ids, and the same draft must give the same file.
"""

from collections.abc import Callable, Sequence

from assistant.reports.blocks import Paragraph
from assistant.reports.word.xml import NAMESPACES, Xml, spoken, w

_SEPARATORS = ((-1, "separator"), (0, "continuationSeparator"))


def comment_anchor(number: int, inside: Xml) -> Xml:
    """`inside` as the range of a comment, and the sign of the comment after it."""
    sign = w("r", w("rPr", w("rStyle", val="CommentReference")), w("commentReference", id=number))
    return Xml(w("commentRangeStart", id=number) + inside + w("commentRangeEnd", id=number) + sign)


def render_comments(comments: Sequence[tuple[str, ...]], author: str, created: str) -> str:
    """`word/comments.xml`: each comment with its paragraphs; `created` is an ISO date and time, or "" for none."""
    initials = "".join(word[0] for word in author.split() if word[0].isalpha())[:3].upper()
    inside = "".join(
        w(
            "comment",
            *(_comment_line(line, first=place == 0) for place, line in enumerate(lines)),
            id=number, author=author, date=created or None, initials=initials,
        )
        for number, lines in enumerate(comments)
    )  # fmt: skip
    return f"<w:comments {NAMESPACES}>{inside}</w:comments>"


def _comment_line(line: str, *, first: bool) -> Xml:
    mark = w("r", w("rPr", w("rStyle", val="CommentReference")), w("annotationRef")) if first else Xml("")
    return w(
        "p",
        w("pPr", w("pStyle", val="CommentText")),
        mark,
        w("r", w("rPr", w("rFonts", hint="eastAsia")), spoken(line)),
    )


def footnote_sign(number: int) -> Xml:
    """The raised number in the text."""
    return w("r", w("rPr", w("rStyle", val="FootnoteReference")), w("footnoteReference", id=number))


def render_footnotes(notes: Sequence[Sequence[Paragraph]], pieces_of: Callable[[Paragraph], Xml]) -> str:
    """`word/footnotes.xml`: the two separators that Word asks for, then the notes, numbered from 1."""
    separators = "".join(
        w("footnote", w("p", w("pPr", w("pStyle", val="FootnoteText")), w("r", w(kind))), type=kind, id=number)
        for number, kind in _SEPARATORS
    )
    inside = "".join(
        w("footnote", *(_note_line(line, pieces_of, first=place == 0) for place, line in enumerate(lines)), id=number)
        for number, lines in enumerate(notes, start=1)
    )
    return f"<w:footnotes {NAMESPACES}>{separators}{inside}</w:footnotes>"


def _note_line(line: Paragraph, pieces_of: Callable[[Paragraph], Xml], *, first: bool) -> Xml:
    sign = w("r", w("rPr", w("rStyle", val="FootnoteReference")), w("footnoteRef")) if first else Xml("")
    space = w("r", spoken(" ")) if first else Xml("")
    return w("p", w("pPr", w("pStyle", val=line.style)), sign, space, pieces_of(line))
