"""The lines of one place cut into claims: words, keys, and the ids that bookmarks name."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import groupby

from assistant.reports import words
from assistant.reports.journey_words import UNSAID
from assistant.reports.marks import COMMENT_AUTHOR
from assistant.reports.review.base import Base, verdict_words
from assistant.reports.review.flow import Line, Piece
from assistant.sources.folding import fold

SIGNS = "".join(words.MARKS.values())
_LEADING_SIGN = re.compile(rf"^\s*[{SIGNS}]+\s*")
_KEY = re.compile(r"E\d+")
_TAIL_KEYS = re.compile(r"(?:[\s,，、;；()（）\[\]【】]*(?<![A-Za-z0-9])E\d{1,6}(?![A-Za-z0-9])[)）\]】]?)+\s*$")
_GONE_KEY = re.compile(
    "|".join(rf"\s*[(（]{re.escape(words.KEY_UNKNOWN.say(language))}[)）]" for language in ("zh-Hans", "zh-Hant", "en"))
)
_VERDICT_STYLES = ("Verdict", "Verdict Doubt")
_NOTE_STYLES = ("Claim Note", "Map Claim Note")
_NOBODY = ("", COMMENT_AUTHOR, "Unknown Author", "未知作者", "Author", "作者")
"""Authors of tracked changes that name nobody: of a program where no name is set, or that was told to leave it out."""
_CLAIM_NAME = re.compile(r"claim_([A-Za-z0-9]+?)(?:_(verdict))?")


@dataclass(slots=True)
class Segment:
    """A claim as it was cut out: `marked` is the name that its words or its sign carry (`claim_…`), "" for none."""

    marked: str = ""
    by_words: bool = False
    pieces: list[Piece] = field(default_factory=list[Piece])
    starts_line: bool = True


@dataclass(frozen=True, slots=True)
class CutClaim:
    """The words and keys of a segment, with tracked changes accepted. `author` of insertions, else ""."""

    marked: str
    by_words: bool
    text: str
    keys: tuple[str, ...]
    author: str


def cut_claims(lines: Sequence[Line], base: Base) -> list[CutClaim]:
    """The claims in the lines of one place, in order; one whose words are all deleted has an empty text."""
    segments: list[Segment] = []
    for line in lines:
        if not _is_own(line, base):
            _cut_line(line, segments)
    cut = [_read(each, base) for each in segments]
    return [each for each in _joined(cut) if each.marked or each.text]


def _is_own(line: Line, base: Base) -> bool:
    """Whether the program wrote that line and it is no claim."""
    said = fold(line.words())
    if any(_CLAIM_NAME.fullmatch(name) for name in line.names):
        return False
    if said in base.own_lines:
        return True
    colons = (":", fold("："))
    verdicts = tuple(fold(word) + colon for word in verdict_words() for colon in colons)
    return line.style in _NOTE_STYLES and (said.startswith(verdicts) or _is_edited_note(said))


def _is_edited_note(said: str) -> bool:
    patterns = (words.EDITED_BY.say(language) for language in ("zh-Hans", "zh-Hant", "en"))
    return any(re.match(re.escape(fold(each)).replace(r"\{name\}", ".+?") + "[:：]", said) for each in patterns)


def _cut_line(line: Line, segments: list[Segment]) -> None:
    last = segments[-1] if segments else None
    first = next((piece for piece in line.pieces if piece.text.strip()), None)
    goes_on = (
        last is not None
        and last.marked
        and first is not None
        and last.marked in first.names
        and not _sign_name(first.names)
    )
    if last is None or not goes_on:
        segments.append(Segment())
        empty = [name for name in line.names if _CLAIM_NAME.fullmatch(name)]
        if not any(_names_of_claims(piece.names) for piece in line.pieces) and empty:
            segments[-1].marked = empty[0].removesuffix("_verdict")
    else:
        last.pieces.append(Piece("\n", "", "", frozenset(), frozenset(), None, None))
    for piece in line.pieces:
        current = segments[-1]
        sign = _sign_name(piece.names)
        name = sign or next(iter(_names_of_claims(piece.names)), "")
        has_words = any(each.text.strip() for each in current.pieces)
        if (name and current.marked and name != current.marked) or (sign and not current.marked and has_words):
            current = Segment(starts_line=False)
            segments.append(current)
        if name and not current.marked:
            current.marked = name
        current.by_words = current.by_words or (bool(name) and not sign)
        current.pieces.append(piece)


def _sign_name(names: Iterable[str]) -> str:
    return next((name.removesuffix("_verdict") for name in sorted(names) if name.endswith("_verdict")), "")


def _names_of_claims(names: Iterable[str]) -> list[str]:
    found = (_CLAIM_NAME.fullmatch(name) for name in sorted(names))
    return [match[0] for match in found if match is not None and match[2] is None]


def _read(segment: Segment, base: Base) -> CutClaim:
    kept: list[str] = []
    keys: list[str] = []
    verdict = ""
    author = ""
    standing = (piece for piece in segment.pieces if piece.deleted is None)
    for link, group in groupby(standing, key=_key_link):
        if link is not None:
            key, rest = _read_key("".join(piece.text for piece in group), link, base)
            keys += [key] if key else []
            kept.append(rest)
            continue
        for piece in group:
            if _sign_name(piece.names) or piece.style in ("Verdict Mark", "Check Box"):
                kept.append(_LEADING_SIGN.sub("", piece.text) if piece.text.strip() not in SIGNS else "")
                continue
            if piece.style in _VERDICT_STYLES:
                verdict += piece.text
                continue
            if piece.inserted is not None and piece.inserted.author not in _NOBODY and piece.text.strip():
                author = piece.inserted.author
            kept.append(piece.text)
    rest, found = _without_verdict(verdict)
    keys += found
    text = _LEADING_SIGN.sub("", "".join(kept).strip("\t\n 　"))
    text, tail = _without_tail(_without_opening(f"{text} {rest}" if rest else text, base), base)
    keys += tail
    return CutClaim(segment.marked, segment.by_words, text, tuple(dict.fromkeys(keys)), author)


def _key_link(piece: Piece) -> str | None:
    """Where a key leads or what encloses it; None for what is no key. LibreOffice cuts the words of one link in several."""
    if piece.link.startswith("evidence_"):
        return piece.link
    if piece.style != "Evidence Key":
        return None
    return next((name for name in sorted(piece.names) if name.startswith("evidence_")), "")


def _read_key(said: str, link: str, base: Base) -> tuple[str, str]:
    """The key, and what a person wrote beside it: the key that is printed if the draft has it, else the one led to."""
    printed = _KEY.search(said)
    mark = base.marks.get(link)
    if printed is not None and (printed[0] in base.voice.evidence or mark is None):
        return printed[0], said.replace(printed[0], "", 1)
    if mark is not None and mark.kind == "evidence" and said.strip():
        return mark.parts[0], said if printed is None else said.replace(printed[0], "", 1)
    return "", said


def _without_verdict(said: str) -> tuple[str, list[str]]:
    """What a person wrote inside the words of the verdict, and keys that the draft does not know."""
    keys = _KEY.findall(said)
    rest = _KEY.sub("", _GONE_KEY.sub("", said))
    for language in ("zh-Hans", "zh-Hant", "en"):
        pattern = re.escape(words.EDITED_BY.say(language)).replace(r"\{name\}", ".{1,80}?")
        rest = re.sub(rf"^\s*{pattern}\s*$", "", rest)
    for word in verdict_words():
        if word in rest:
            rest = rest.replace(word, "", 1)
            break
    return rest.strip(), keys


def _without_opening(text: str, base: Base) -> str:
    """Without the invitation to answer, which stands around what was written into an empty cell."""
    voice = base.voice
    for said in (voice.say(words.ANSWER_HERE), voice.say(words.MISSING), voice.say(words.NOT_TOLD)):
        text = text.removeprefix(said).lstrip("\t\n 　")
    if text.startswith(UNSAID) and not text.startswith(UNSAID * 2):
        text = text.removeprefix(UNSAID).lstrip("\t\n 　")
    return text.removesuffix(voice.say(words.ANSWER_HERE)).rstrip("\t\n 　")


def _without_tail(text: str, base: Base) -> tuple[str, list[str]]:
    """Keys and verdict at the end, where a program turned links and styles into plain words."""
    keys: list[str] = []
    found = _TAIL_KEYS.search(text)
    if found is not None and all(key in base.voice.evidence for key in _KEY.findall(found[0])):
        keys = _KEY.findall(found[0])
        text = text[: found.start()]
        bare = text.rstrip()
        for word in verdict_words():
            if bare.endswith(" " + word):
                text = bare.removesuffix(word)
                break
    return text.strip(), keys


def _joined(cut: Sequence[CutClaim]) -> list[CutClaim]:
    """Where one claim was cut in two, the words belong to the bookmark around them and the rest is a claim of its own."""
    best: dict[str, CutClaim] = {}
    for each in cut:
        if each.marked:
            held = best.get(each.marked)
            if held is None or (each.text and (not held.text or (each.by_words and not held.by_words))):
                best[each.marked] = each
    found: list[CutClaim] = []
    for each in cut:
        if not each.marked or best[each.marked] is each:
            found.append(each)
        elif each.text:
            found.append(CutClaim("", False, each.text, each.keys, each.author))
    return found
