"""What a file is by its content, whatever its name says."""

import io
import re
import zipfile
from typing import Literal

Format = Literal[
    "pdf", "docx", "xlsx", "pptx", "archive", "encrypted", "legacy", "rtf", "media", "html", "subtitles", "text"
]

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_MEDIA = (
    b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"BM", b"II*\0", b"MM\0*", b"ID3", b"OggS", b"fLaC", b"RIFF", b"\x1aE\xdf\xa3",
    b"\xff\xfb", b"\xff\xf3", b"7z\xbc\xaf", b"Rar!", b"\x1f\x8b",
)  # fmt: skip
_PARTS: tuple[tuple[str, Format], ...] = (("word/", "docx"), ("xl/", "xlsx"), ("ppt/", "pptx"))
_HTML = re.compile(
    rb"^\s*(?:<!--.*?-->\s*)*(?:<\?xml[^>]*\?>\s*)?(?:<!doctype\s+html|<html[\s>])", re.IGNORECASE | re.DOTALL
)
_SUBTITLES = re.compile(rb"^(?:\xef\xbb\xbf)?\s*(?:WEBVTT\b|(?:\d+\s*\r?\n)?\d{1,3}:\d\d(?::\d\d)?[.,]\d{1,3}\s*-->)")


def find_format(raw: bytes) -> Format:
    """The family of formats that the bytes belong to; "text" for anything that shows no other sign."""
    if b"%PDF-" in raw[:1024]:
        return "pdf"
    if raw.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _find_package(raw)
    if raw.startswith(_OLE):
        # a locked document of today is wrapped in the container of yesterday's
        return "encrypted" if "EncryptedPackage".encode("utf-16-le") in raw else "legacy"
    if raw.startswith(b"{\\rtf"):
        return "rtf"
    if raw.startswith(_MEDIA) or raw[4:8] == b"ftyp":
        return "media"
    if _HTML.match(raw[:2000]):
        return "html"
    return "subtitles" if _SUBTITLES.match(raw[:200]) else "text"


def _find_package(raw: bytes) -> Format:
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as package:
            names = package.namelist()
    except (zipfile.BadZipFile, ValueError, EOFError, RuntimeError):
        # cut off: the names of the parts stand before each of them, too
        names = [found.decode("ascii") for found in re.findall(rb"PK\x03\x04.{26}((?:word|xl|ppt)/)", raw, re.DOTALL)]
    for start, format_ in _PARTS:
        if any(name.startswith(start) for name in names):
            return format_
    return "archive"
