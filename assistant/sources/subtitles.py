"""Subtitles and meeting transcripts: .vtt and .srt, with voice tags and times."""

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass

from assistant.errors import SourceError
from assistant.journey import Block, Document, Locator
from assistant.sources.encodings import decode_text
from assistant.sources.labels import find_candidate
from assistant.sources.reading import RawFile, build_document
from assistant.wording import Text

_CLOCK = r"(?:(\d{1,3}):)?(\d{1,2}):(\d{2})(?:[.,](\d{1,3}))?"
_TIMING = re.compile(rf"^\s*{_CLOCK}\s*-->\s*{_CLOCK}")
_VOICE = re.compile(r"<v(?:\.[\w.-]*)?\s+([^>]+)>", re.IGNORECASE)
_TAG = re.compile(r"</?(?:[a-z][\w.]*(?:\s[^>]*)?|\d{1,2}:\d{2}[^>]*)>", re.IGNORECASE)
_SENTENCE_END = re.compile(r"[。！？!?.…][”\"’」』）)\]]*\s*$")
# One of these stands in whatever opens a turn; looking for them first saves the rest.
_MAY_LABEL = re.compile(r"[:：\[【〔]|^[\s>*_•·-]*[QAqa问答問]\s*\d{0,3}\s*[.．]")
_LONGEST_PAUSE = 8.0  # seconds; after a longer one a new thought begins
_SENTENCE_TAIL = 20  # characters in which the end of a sentence is looked for
_LONGEST_BLOCK = 600  # characters; automatic captions may never end a sentence


@dataclass(frozen=True, slots=True)
class _Cue:
    start: float
    end: float
    speaker: str | None
    text: str


class SubtitleReader:
    """Reads .vtt and .srt. Cues of one speaker are one block as long as the sentence runs on."""

    suffixes: tuple[str, ...] = (".vtt", ".srt")

    def read(self, file: RawFile) -> Document:
        """The document, with the time of the first cue as locator."""
        text = decode_text(file.raw, file.name)
        cues = list(_read_cues(text))
        if not cues:
            raise SourceError(
                "misnamed",
                Text(
                    f"文件里没有字幕时间行，不是字幕文件：{file.name}",
                    f"no cue with a time in it, this is no subtitle file: {file.name}",
                ),
                Text("如果是普通文字稿，请改名为 .txt。", "rename it to .txt if it is a plain transcript."),
            )
        format_ = "vtt" if text.lstrip().startswith("WEBVTT") else "srt"
        return build_document(file, format_, list(_merge(cues)))


def _read_cues(text: str) -> Iterator[_Cue]:
    """The cues of a file; whatever stands outside of them (NOTE, STYLE, numbers) is passed over."""
    for paragraph in re.split(r"\n[ \t]*\n", text):
        lines = paragraph.strip("\n").split("\n")
        for at, line in enumerate(lines):
            timing = _TIMING.match(line)
            if timing is not None:
                start, end = _seconds(timing.groups()[:4]), _seconds(timing.groups()[4:])
                yield from _voices(start, end, "\n".join(lines[at + 1 :]))
                break


def _voices(start: float, end: float, payload: str) -> Iterator[_Cue]:
    """One cue for each voice in a payload, its tags taken off."""
    parts = _VOICE.split(payload)
    for speaker, text in ((None, parts[0]), *zip(parts[1::2], parts[2::2], strict=True)):
        said = html.unescape(_TAG.sub("", text)).strip()
        if said:
            name = html.unescape(speaker).strip() if speaker else None
            yield from (_Cue(start, end, name, line.strip()) for line in _lines(said))


def _lines(said: str) -> list[str]:
    """A cue's lines are broken by the screen, except where a dash or a label lets another person speak."""
    lines = [line for line in said.split("\n") if line.strip()]
    if any(re.match(r"\s*[-–—]\s*\S", line) or _opens_turn(line) for line in lines[1:]):
        return lines
    return ["\n".join(lines)]


def _opens_turn(line: str) -> bool:
    if _MAY_LABEL.search(line) is None:
        return False
    candidate = find_candidate(line)
    return candidate is not None and not candidate.bare


def _merge(cues: list[_Cue]) -> Iterator[Block]:
    """Cues as blocks. Rolling captions that repeat the line before are taken once."""
    group: list[_Cue] = []
    for cue in cues:
        if group and cue.text == group[-1].text and cue.speaker == group[-1].speaker:
            continue
        if group and not _runs_on(group, cue):
            yield _block(group)
            group = []
        group.append(cue)
    if group:
        yield _block(group)


def _runs_on(group: list[_Cue], cue: _Cue) -> bool:
    last = group[-1]
    near = cue.start - last.end <= _LONGEST_PAUSE and sum(len(each.text) for each in group) < _LONGEST_BLOCK
    if cue.speaker != last.speaker or not near or _SENTENCE_END.search(last.text[-_SENTENCE_TAIL:]):
        return False
    return cue.speaker is not None or not _opens_turn(cue.text)


def _block(group: list[_Cue]) -> Block:
    first = group[0]
    text = "\n".join(cue.text for cue in group)
    return Block(text, Locator(time=_clock(first.start)), "cue", first.speaker)


def _seconds(groups: tuple[str | None, ...]) -> float:
    hours, minutes, seconds, fraction = groups
    return int(hours or 0) * 3600 + int(minutes or 0) * 60 + int(seconds or 0) + float(f"0.{fraction or 0}")


def _clock(seconds: float) -> str:
    whole = int(seconds)
    return f"{whole // 3600:02}:{whole // 60 % 60:02}:{whole % 60:02}"
