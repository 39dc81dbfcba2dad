"""Reading messages: each writer's words under their name, the subject as heading."""

from collections.abc import Iterator
from dataclasses import replace

from assistant.journey import Block, Document, LeftOut, Locator
from assistant.sources.mail.eml import read_eml
from assistant.sources.mail.letters import Letter
from assistant.sources.mail.outlook import read_msg
from assistant.sources.mail.quoted import Share, paragraphs, split_writers
from assistant.sources.plain import find_margin, join_wrapped
from assistant.sources.reading import RawFile, build_document
from assistant.sources.reasons import left_out
from assistant.sources.web import read_page


class MailReader:
    """Reads .eml and .msg; attachments are files of their own."""

    suffixes: tuple[str, ...] = (".eml", ".msg")

    def read(self, file: RawFile) -> Document:
        """The document, with line numbers of the message's text as locators. Raises SourceError."""
        outlook = file.name.lower().endswith(".msg")
        letter = read_msg(file) if outlook else read_eml(file)
        blocks: list[Block] = []
        left: list[LeftOut] = []
        _add_letter(file, letter, (), blocks, left)
        return build_document(file, "msg" if outlook else "eml", blocks, left)


def _add_letter(file: RawFile, letter: Letter, path: tuple[str, ...], blocks: list[Block], left: list[LeftOut]) -> None:
    if letter.subject:
        blocks.append(Block(letter.subject, Locator(heading=path), "heading"))
        path = (*path, letter.subject)
    if letter.text.strip():
        for share in split_writers(letter.text, letter.sender):
            # a letter quoted below is older, by a day that is not told
            day = letter.date if share.writer == letter.sender else ""
            blocks.extend(replace(each, date=day) for each in _blocks(share, path))
            chrome = " ".join(line.strip() for _, line in share.chrome if line.strip())
            if chrome:
                left.append(left_out(file.name, "mail_frame", Locator(line=share.chrome[0][0]), chrome))
    elif letter.page.strip():
        found, hidden = read_page(letter.page, file)
        blocks.extend(
            Block(
                each.text,
                Locator(paragraph=each.locator.paragraph, heading=path),
                each.kind,
                letter.sender or None,
                date=letter.date,
            )
            for each in found
        )
        left.extend(hidden)
    for inner in letter.letters:
        _add_letter(file, inner, path, blocks, left)


def _blocks(share: Share, path: tuple[str, ...]) -> Iterator[Block]:
    for run in paragraphs(share):
        lines = [line for _, line in run]
        for number, text in join_wrapped(lines, find_margin(lines), run[0][0]):
            yield Block(text, Locator(line=number, heading=path), "paragraph", share.writer or None)
