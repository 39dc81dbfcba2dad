"""Orders that are dressed up so that only a program reads them: spelled apart, coded, reversed, buried in noise."""

import base64
import binascii
import codecs
import re
from collections.abc import Iterator
from urllib.parse import unquote

from assistant.sources.vocabulary import words

_SPELLED = re.compile(r"\b(?:[a-z][ .\-_*]){4,}[a-z]\b")
# Chinese set sign by sign, as a heading may be: only a reading
_SPACED = re.compile("(?:[\u3400-\u9fff][ _.*·~/|-]{1,2}){4,}[\u3400-\u9fff]")
_BETWEEN = re.compile("(?<=[\u3400-\u9fff])[ _.*·~/|-]{1,2}(?=[\u3400-\u9fff])")
_BASE64 = re.compile(r"(?<![A-Za-z0-9+/=])[A-Za-z0-9+/]{24,}={0,2}(?![A-Za-z0-9+/=])")
_BINARY = re.compile(r"(?:\b[01]{8}\b[ ,]*){5,}")
_HEX = re.compile(r"(?:\b(?:0x|\\x)?[0-9a-f]{2}\b[ ,]*){12,}|(?:\\x[0-9a-f]{2}){6,}|\b(?:[0-9a-f]{2}){16,}\b")
_PERCENT = re.compile(r"(?:%[0-9a-f]{2}[^%\s]{0,12}){3,}")
_BACKSLASHED = re.compile(r"\\(\w)(?=\\|$)")
_SMALL_CAPITALS = str.maketrans("ᴀʙᴄᴅᴇꜰғɢʜɪᴊᴋʟᴍɴᴏᴘǫʀꜱᴛᴜᴠᴡʏᴢ", "abcdeffghijklmnopqrstuvwyz")
# Letters of other scripts that look like Latin ones, and stand in Latin words only to be missed by whoever searches.
_ALIKE = str.maketrans(
    "аеорсухіѕјԁһԛԝαορνικτυχγβεωɑкмнтвηƖϲ@€|+",
    "aeopcyxisjdhqwaopviktuxybewakmhtbnlcaeit",
)
_MIXED = re.compile(r"\b(?=\w*[a-z])(?=\w*[\u0370-\u03ff\u0400-\u04ff])[\w]{4,}\b")
_LOOSE_MARKS = re.compile(r"(?:(?<=\s)|^)[,;:_.\-!]+(?=\s)")
_LEET = str.maketrans("0134579@$!", "oieastgasi")
_LEET_WORD = re.compile(r"(?<![\w$@!])(?=[a-z0-9$@!]*[a-z])(?=[a-z0-9$@!]*[0134579$@!])[a-z0-9$@!]{3,}(?![\w$@])")
# A figure within a word, as no name of a product or floor has it: "pr3v10us".
_PIERCED = re.compile(r"(?<![\w$@!])[a-z]*[a-z][0134579$@!]+[a-z][a-z0-9$@!]{2,}(?![\w$@])")
_MOST_PIERCED = 2
# Words that nobody has a reason to write with figures in them; no size, key or model is called like one.
_PLAIN_WORDS = words("""
    about above access admin again answer been before code command convert create data delete disregard display document
    everything execute exactly explain fictional following forget from generate have having hello human ignore information
    input instruction instructions language last letter letters make message more name never only open output password
    people please previous print program prompt question read remember remove repeat reply respond response reveal rules
    said secret sentence show story system tell text that their them then there these this title token translate translation
    what when where which with without word words would write your
""")
_FIGURED = re.compile(r"(?<![\w$@!])(?=[a-z0-9$@!]*[a-z])(?=[a-z0-9$@!]*[0134579$@!])[a-z0-9$@!]{4,}(?![\w$@])")
# Latin letters of double width and plain ones in one word; letters of the mathematical alphabets.
_HALF_WIDE = re.compile("[A-Za-z][ａ-ｚＡ-Ｚ]|[ａ-ｚＡ-Ｚ][A-Za-z]")
_STYLED = re.compile("[\U0001d400-\U0001d7ff]")
_MOST_HALF_WIDE, _MOST_STYLED = 1, 7
# Each sign with a backslash of its own.
_ESCAPED = re.compile(r"(?:\\[^\\\s]{0,2}\s?){6}")
_COMMON = re.compile(r"\b(?:the|and|to|of|you|it|is|that|in|we|for|with|was|have|this)\b")
_COMMON_ROT = re.compile(r"\b(?:gur|naq|lbh|vf|gung|nyy|lbhe|sbe|jvgu|cebzcg|vafgehpgvbaf?|vtaber|bhgchg)\b")
_COMMON_BACK = re.compile(r"\b(?:eht|dna|uoy|snoitcurtsni|erongi|tpmorp|tuptuo|lla|ruoy)\b")
_WORDS = re.compile(r"[a-z]{2,}")
# The same few signs over and over, as strings that throw a model off its track have them; not laughter, rules or dots.
_NOISE = re.compile(r"(?:^|\s)(\S{1,3})(?:\s+\1){24,}(?:\s|$)|((?:[^\w\s]\s?){2,6}?)\2{14,}|([^\W\d_]{6,24})\3{3,}")
_HARMLESS = re.compile(r"^[\s.\-=_*~·…—–#+。，、|/\\xX口□○○◯☐▢ㄧ]*$|^[哈呵嘿嘻啊呀嗯哦喔对是好行噢呃额咯haeHAE0-9\s]*$")


def find_readings(folded: str) -> Iterator[str]:
    """What a folded text may be read as by who knows how it was disguised; nothing for most texts."""
    if _SPELLED.search(folded):
        yield _SPELLED.sub(lambda found: re.sub(r"[ .\-_*]", "", found.group()), folded)
    if _SPACED.search(folded):
        yield _BETWEEN.sub("", folded)
    if _MIXED.search(folded) or "@" in folded or "ɑ" in folded:
        folded = folded.translate(_ALIKE)
        yield folded
    if not folded.isascii():
        yield folded.translate(_SMALL_CAPITALS)
    if _PERCENT.search(folded):
        yield unquote(folded)
    if "\\" in folded:
        yield _BACKSLASHED.sub(r"\1", folded).replace("\\ ", " ").replace("\\", "")
    if len(_LOOSE_MARKS.findall(folded)) > 1:
        yield " ".join(_LOOSE_MARKS.sub("", folded).split())
    if _LEET_WORD.search(folded):
        yield _LEET_WORD.sub(lambda found: found.group().translate(_LEET), folded)
    if len(_WORDS.findall(folded)) >= 3 and not _COMMON.search(folded):
        if _COMMON_ROT.search(folded):
            yield codecs.encode(folded, "rot13")
        if _COMMON_BACK.search(folded):
            yield folded[::-1]


def find_coded(text: str) -> Iterator[str]:
    """The words behind codes in a text as it stands: base64, bits, hexadecimal bytes."""
    for found in _BASE64.finditer(text):
        yield from _readable(_from_base64(found.group()))
    for found in _BINARY.finditer(text):
        yield from _readable(bytes(int(each, 2) for each in re.findall("[01]{8}", found.group())))
    for found in _HEX.finditer(text.lower()):
        digits = re.sub(r"0x|\\x|[ ,]", "", found.group())
        yield from _readable(bytes.fromhex(digits) if len(digits) % 2 == 0 else b"")


def is_disguised(piece: str, folded: str) -> bool:
    """Whether a sentence, as it stands and folded, is written so that a search misses it.

    Figures within words, letters of look-alike scripts, widths or styles, a backslash before every sign.
    """
    if _ESCAPED.search(folded) and not _HARMLESS.match(folded):
        return True
    if not piece.isascii() and (
        len(_HALF_WIDE.findall(piece)) > _MOST_HALF_WIDE or len(_STYLED.findall(piece)) > _MOST_STYLED
    ):
        return True
    if any(found.group().translate(_LEET) in _PLAIN_WORDS for found in _FIGURED.finditer(folded)):
        return True
    return len(set(_PIERCED.findall(folded))) > _MOST_PIERCED or any(
        len(re.findall("[a-z]", each)) > 1 for each in _MIXED.findall(folded)
    )


def is_noise(text: str) -> bool:
    """Whether the text holds a long row of the same signs, which nobody says or writes to be read."""
    return any(not _HARMLESS.match(found.group()) for found in _NOISE.finditer(text))


def _from_base64(code: str) -> bytes:
    try:
        return base64.b64decode(code + "=" * (-len(code) % 4), validate=True)
    except (binascii.Error, ValueError):
        return b""


def _readable(raw: bytes) -> Iterator[str]:
    """The text of the bytes, where they are text: words with spaces, or Chinese."""
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError:
        return
    if len(text) >= 4 and text.isprintable() and (" " in text or not text.isascii()):
        yield text
