"""A chain of replies taken apart: each writer's own words, however their mail program quotes what came before."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

_FROM = re.compile(
    r"^[\s>*]*(?:发件人|發件人|寄件者|寄件人|From|Von|De)\s*\*?\s*[：:]\s*\*?\s*(?P<who>.{1,200})$", re.IGNORECASE
)
_FIELD = re.compile(
    r"^[\s>*]*(?:发件人|發件人|寄件者|寄件人|收件人|收件者|抄送|副本|日期|时间|時間|发送时间|發送時間|寄件日期|发送日期|主题|主題|主旨|"
    r"From|To|Cc|Bcc|Date|Sent|Subject|Reply-To|Importance|Attachments?)\s*\*?\s*[：:]",
    re.IGNORECASE,
)
_RULE = re.compile(
    r"^[\s>]*(?:[-_=*]{2,}\s*)(?:(?:原始邮件|原始郵件|转发的?邮件|轉寄的?郵件|转发邮件信息|回复的原邮件|Original Message|Forwarded message|"
    r"Ursprüngliche Nachricht|Begin forwarded message)\s*)?[-_=*]*\s*:?\s*$|^[\s>]*Begin forwarded message:\s*$",
    re.IGNORECASE,
)
_WROTE = re.compile(
    r"^[\s>]*(?:On\s.{4,120}?[,，]\s*(?P<en>[^<>\n,]{1,60}?)\s*(?:<[^>\n]*>)?\s*wrote|"
    r"(?:在\s*)?.{0,60}?\d{1,2}[:：]\d{2}.{0,12}?[,，]?\s*[\"“]?(?P<zh>[^<>\n,，\"”:：]{1,40}?)[\"”]?\s*(?:<[^>\n]*>)?\s*(?:写道|寫道|来信|來信))\s*[：:]?\s*$",
    re.IGNORECASE,
)
_SIGNATURE = re.compile(
    r"^--\s*$|^(?:发自我的|發自我的|从我的.{1,12}发送|Sent from my |Get Outlook for )", re.IGNORECASE
)
_ADDRESS = re.compile(r"\s*[<\[(（].*$")


@dataclass(slots=True)
class Share:
    """What one writer wrote: lines with their numbers (from 1), and the lines that only mail programs put there."""

    writer: str
    lines: list[tuple[int, str]] = field(default_factory=list[tuple[int, str]])
    chrome: list[tuple[int, str]] = field(default_factory=list[tuple[int, str]])


def split_writers(text: str, sender: str) -> list[Share]:
    """The shares of a message in order: the sender's first, then those of the messages it quotes.

    Answers written between the lines of a quotation ("> …") go to the sender again.
    """
    shares = [Share(sender)]
    quoted_by: dict[int, str] = {0: sender}
    lines = text.split("\n")
    at = 0
    while at < len(lines):
        line = lines[at]
        depth = _depth(line)
        header = _header_at(lines, at)
        wrote = _wrote(lines, at)
        if header is not None:
            who, end = header
            shares.append(Share(who, chrome=list(enumerate(lines[at:end], at + 1))))
            quoted_by[depth] = who
            at = end
            continue
        if wrote is not None:
            who, end = wrote
            shares[-1].chrome.extend(enumerate(lines[at:end], at + 1))
            quoted_by[depth + 1] = who
            at = end
            continue
        writer = quoted_by.get(depth, shares[-1].writer if depth else quoted_by[0])
        if line.strip(" >") and writer != shares[-1].writer:
            shares.append(Share(writer))
        if _RULE.match(line) and line.strip():
            shares[-1].chrome.append((at + 1, line))
        else:
            shares[-1].lines.append((at + 1, re.sub(r"^(?:\s*>)+ ?", "", line)))
        at += 1
    return [_without_signature(share) for share in shares]


def _depth(line: str) -> int:
    quotes = re.match(r"^[\s>]*", line)
    return quotes.group().count(">") if quotes else 0


def _header_at(lines: Sequence[str], at: int) -> tuple[str, int] | None:
    """The writer of a message whose header is quoted at this line, and the line after the header."""
    found = _FROM.match(lines[at])
    if found is None:
        return None
    end = at + 1
    fields = 1
    while end < len(lines) and _FIELD.match(lines[end]):
        fields += 1
        end += 1
    return (_name(found["who"]), end) if fields >= 2 else None


def _wrote(lines: Sequence[str], at: int) -> tuple[str, int] | None:
    """The writer named by "On …, Name wrote:", which may be broken over two lines."""
    for count in (1, 2):
        whole = " ".join(line.strip(" >") for line in lines[at : at + count])
        found = _WROTE.match(whole) if len(whole) < 300 else None
        if found is not None:
            return _name(found["en"] or found["zh"] or ""), at + count
    return None


def _name(who: str) -> str:
    return _ADDRESS.sub("", who).strip(" \"'*“”") or who.strip(" <>\"'*")


def _without_signature(share: Share) -> Share:
    at = next((i for i, (_, line) in enumerate(share.lines) if _SIGNATURE.match(line.strip())), None)
    if at is None:
        return share
    # a signature is short; a long text below the mark is somebody's answer
    rest = share.lines[at:]
    if sum(len(line) for _, line in rest) > 400:
        return share
    return Share(share.writer, share.lines[:at], [*share.chrome, *rest])


def paragraphs(share: Share) -> Iterator[list[tuple[int, str]]]:
    """The share's lines with their numbers, cut where lines are missing between them."""
    run: list[tuple[int, str]] = []
    for number, line in share.lines:
        if run and number != run[-1][0] + 1:
            yield run
            run = []
        run.append((number, line))
    if run:
        yield run
