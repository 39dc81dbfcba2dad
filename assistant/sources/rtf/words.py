"""The signs of a Rich Text file, and in which encoding its bytes stand."""

import re

# Byte values of the file stand for characters one to one; `\binN` is followed by N raw bytes, which no text needs.
TOKENS = re.compile(
    r"(?P<hex>(?:\\'[0-9a-fA-F]{2})+)|\\(?P<word>[a-zA-Z]{1,32})(?P<number>-?\d{1,10})? ?|\\(?P<sign>[^a-zA-Z])|(?P<brace>[{}])|"
    r"[\r\n]+|(?P<text>[^\\{}\r\n]+)",
    re.DOTALL,
)
# Groups that hold no words of the page.
SILENT = frozenset(
    """
    fonttbl colortbl stylesheet pict object objdata datafield fldinst nonshppict themedata colorschememapping latentstyles
    datastore listtable listoverridetable revtbl rsidtbl generator xmlnstbl mmathPr wgrffmtfilter atnid atndate atnref bkmkstart
    bkmkend filetbl pnseclvl xe tc ftnsep ftnsepc aftnsep aftnsepc nonesttables template userprops formfield blipuid
    """.split()  # noqa: SIM905
)
# What a font's character set says of its bytes: the code pages of Windows.
CHARSETS = {
    0: "cp1252", 2: "cp1252", 77: "mac_roman", 128: "cp932", 129: "cp949", 134: "gb18030", 136: "cp950", 161: "cp1253", 162: "cp1254",
    163: "cp1258", 177: "cp1255", 178: "cp1256", 186: "cp1257", 204: "cp1251", 222: "cp874", 238: "cp1250",
}  # fmt: skip
_PAGES = {936: "gb18030", 10000: "mac_roman", 65001: "utf-8", 54936: "gb18030"}
NAMED = {
    "tab": "\t", "line": "\n", "lquote": "‘", "rquote": "’", "ldblquote": "“", "rdblquote": "”", "emdash": "—",
    "endash": "–", "bullet": "•", "emspace": " ", "enspace": " ", "qmspace": " ", "nestcell": "\t", "nestrow": "\n",
}  # fmt: skip
SIGNS = {"~": " ", "_": "-", "\\": "\\", "{": "{", "}": "}", "\n": "\n", "\r": "\n"}
_FONT = re.compile(r"\\f(\d{1,6})(?:(?!\\f\d)[^{};]){0,400}?\\fcharset(\d{1,3})")
_COLOUR = re.compile(r"\\(?:red|green|blue)(\d{1,3})")
_STYLE = re.compile(r"\{\\s(\d{1,5})(?!\d)([^{}]{0,2000})[{};]")
_LEVEL = re.compile(r"\\outlinelevel([0-8])(?!\d)")
_HEADING = re.compile(r" (?:heading ([1-9])|(title))$", re.IGNORECASE)
_WHITE = 0xFD  # of each of red, green and blue, as in Word files


def code_page(number: int) -> str:
    """Python's name of a code page of Windows; Western where there is none."""
    name = _PAGES.get(number, f"cp{number}")
    try:
        b"".decode(name)
    except LookupError:
        return "cp1252"
    return name


def read_fonts(source: str, usual: str) -> dict[int, str]:
    """The encoding of each font of the file's table; `usual` for those that leave it open."""
    table = _group(source, "{\\fonttbl")
    return {int(font): CHARSETS.get(int(charset), usual) for font, charset in _FONT.findall(table) if charset != "1"}


def read_whites(source: str) -> frozenset[int]:
    """The places of the colour table whose colour nobody sees on paper."""
    table = _group(source, "{\\colortbl")[len("{\\colortbl") :]
    entries = [_COLOUR.findall(each) for each in table.split(";")]
    return frozenset(
        at for at, parts in enumerate(entries) if len(parts) == 3 and all(int(each) >= _WHITE for each in parts)
    )


def read_levels(source: str) -> dict[int, int]:
    """The level, from 1, of each style that is a heading's, by its outline level or by its name."""
    levels: dict[int, int] = {}
    for style, words in _STYLE.findall(_group(source, "{\\stylesheet")):
        if outline := _LEVEL.search(words):
            levels[int(style)] = int(outline[1]) + 1
        elif named := _HEADING.search(words.rstrip("; ")):
            levels[int(style)] = int(named[1] or 1)
    return levels


def _group(source: str, opening: str) -> str:
    """A group of the file's head, from its opening brace to the one that closes it; nothing where there is none."""
    start = source.find(opening)
    depth = 0
    for found in re.finditer(r"\\.|[{}]", source[start:], re.DOTALL) if start >= 0 else ():
        depth += {"{": 1, "}": -1}.get(found.group(), 0)
        if depth == 0:
            return source[start : start + found.end()]
    return source[start:] if start >= 0 else ""
