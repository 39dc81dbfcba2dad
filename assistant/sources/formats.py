"""What a file is by its content, whatever its name says."""

import io
import re
import zipfile
from typing import Literal

Format = Literal[
    "pdf", "docx", "xlsx", "pptx", "odt", "ods", "odp", "doc", "xls", "ppt", "msg", "rtf", "archive", "encrypted", "legacy",
    "media", "html", "subtitles", "text",
]  # fmt: skip

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_MEDIA = (
    b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"BM", b"II*\0", b"MM\0*", b"ID3", b"OggS", b"fLaC", b"RIFF", b"\x1aE\xdf\xa3",
    b"\xff\xfb", b"\xff\xf3", b"7z\xbc\xaf", b"Rar!", b"\x1f\x8b",
)  # fmt: skip
_PARTS: tuple[tuple[str, Format], ...] = (("word/", "docx"), ("xl/", "xlsx"), ("ppt/", "pptx"))
_OPEN: dict[bytes, Format] = {
    b"application/vnd.oasis.opendocument.text": "odt",
    b"application/vnd.oasis.opendocument.spreadsheet": "ods",
    b"application/vnd.oasis.opendocument.presentation": "odp",
}
# Streams that the programs of the container's day kept their documents in.
_STREAMS: tuple[tuple[str, Format], ...] = (
    ("__properties_version1.0", "msg"),
    ("WordDocument", "doc"),
    ("PowerPoint Document", "ppt"),
    ("Workbook", "xls"),
)
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
        return "encrypted" if "EncryptedPackage".encode("utf-16-le") in raw else _find_legacy(raw)
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
    declared = re.match(rb"PK\x03\x04.{26}mimetype(application/[a-z.\-]+)", raw[:200], re.DOTALL)
    if declared is not None:
        for kind, format_ in _OPEN.items():
            if declared[1].startswith(kind):
                return format_
    for start, format_ in _PARTS:
        if any(name.startswith(start) for name in names):
            return format_
    return "archive"


def _find_legacy(raw: bytes) -> Format:
    for stream, format_ in _STREAMS:
        if stream.encode("utf-16-le") in raw:
            return format_
    return "legacy"
