"""The pseudonyms themselves: how they are written, and how they are recognised after a model has rewritten them.

A pseudonym is a word for its kind and a code, such as 人物KVA07 or Person-KVA07. The code alone tells it apart: two
letters of the client, one for the form of the name (A, B, …), and a number for the person, address or number itself.
"""

import hashlib
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from assistant.privacy.found import Kind

# "code" stands for what merely looks like a pseudonym in a text of the client's own.
TokenKind = Kind | Literal["code"]

_LABELS: dict[TokenKind, tuple[str, str]] = {
    "person": ("人物", "Person"),
    "speaker": ("人物", "Person"),
    "company": ("公司", "Company"),
    "phone": ("电话", "Phone"),
    "email": ("邮箱", "Email"),
    "id_number": ("证件", "Idno"),
    "bank_card": ("卡号", "Card"),
    "wechat": ("微信", "Wechat"),
    "qq": ("QQ号", "QQ"),
    "plate": ("车牌", "Plate"),
    "address": ("地址", "Address"),
    "code": ("代号", "Code"),
}
_LETTERS = "BCDFGHJKMNPQRSTVWXZ"  # without vowels no code is a word; without I, L, O none is misread
_FORM_LETTERS = "ABCDEFGHJKMNPQRSTUVWXYZ"
_TRADITIONAL = ("電話", "郵箱", "證件", "卡號", "QQ號", "車牌", "代號")
_WORDS = sorted(
    {each for pair in _LABELS.values() for each in pair} | set(_TRADITIONAL), key=lambda each: (-len(each), each)
)
_LABEL = "|".join(re.escape(each.upper()) for each in _WORDS)
_TIE = r"[ \t]?(?:\\?[\-_:#·.])?[ \t]?"
# After a code that letters or digits follow in the original, so that the two cannot run together.
BREAK = "_"
# What stands for a pseudonym, or for what was found already, while the rest is searched; in no name or number.
BLANK = "\ufffc"


@dataclass(frozen=True, slots=True)
class Token:
    """A pseudonym at a span of a text: its number (from 1) and the place of the form (from 0)."""

    start: int
    end: int
    number: int
    form: int


def salt_for(client: str) -> str:
    """Two letters for a client, so that another client's pseudonyms are recognised as foreign."""
    drawn = hashlib.sha256(client.encode("utf-8", "surrogatepass")).digest()
    return _LETTERS[drawn[0] % len(_LETTERS)] + _LETTERS[drawn[1] % len(_LETTERS)]


def write_token(salt: str, kind: TokenKind, number: int, form: int, *, chinese: bool) -> str:
    """The pseudonym with that number and form (from 0), labelled in the language of what it stands for."""
    first, second = divmod(form, len(_FORM_LETTERS))
    letters = (_FORM_LETTERS[first - 1] if first else "") + _FORM_LETTERS[second]
    label = _LABELS[kind][0] if chinese else f"{_LABELS[kind][1]}-"
    return f"{label}{salt}{letters}{number:02d}"


class TokenReader:
    """Finds one client's pseudonyms, also in another case, width or spacing, with or without their label."""

    def __init__(self, salt: str) -> None:
        spaced = "[ \\t]?".join(salt)
        code = rf"{spaced}[ \t]?(?P<form>[{_FORM_LETTERS}]{{1,2}}){_TIE}(?P<number>\d{{1,7}})(?![0-9A-Z])"
        self._pattern = re.compile(rf"(?:(?:{_LABEL}){_TIE}|(?<![0-9A-Z])){code}{BREAK}?")
        self._odd = re.compile(
            rf"(?:{_LABEL})[\-_]?(?=[A-Z]{{0,5}}\d)[A-Z]{{2,5}}\d{{1,7}}|(?<![0-9A-Z]){salt}[A-Z]{{0,3}}[\-_]?\d{{1,7}}[A-Z]*"
        )

    def find(self, text: str) -> Iterator[Token]:
        """The pseudonyms in `text`, in order."""
        for match in self._pattern.finditer(_plain(text)):
            yield Token(*match.span(), int(match["number"]), _form_index(match["form"]))

    def find_odd(self, text: str) -> Iterator[tuple[int, int]]:
        """The spans of what seems to be meant as a pseudonym: the well-formed ones, and mangled or foreign ones."""
        plain = _plain(text)
        taken = [match.span() for match in self._pattern.finditer(plain)]
        yield from taken
        for match in self._odd.finditer(plain):
            if not any(match.start() < end and start < match.end() for start, end in taken):
                yield match.span()


def without_tokens(text: str) -> str:
    """`text` with one blank for every pseudonym of any client, so that its letters are not searched for names."""
    return _ANY.sub(BLANK, text)


def is_of_code(letter: str) -> bool:
    """Whether that character can be part of a code: a Latin letter or a digit of any width."""
    plain = _plain_letter(letter)
    return plain.isdigit() or "A" <= plain <= "Z"


def runs_on(after: str) -> bool:
    """Whether a pseudonym directly before that character needs the end mark."""
    return bool(after) and (is_of_code(after) or _plain_letter(after) == BREAK)


_ANY = re.compile(
    rf"(?:{'|'.join(re.escape(each) for each in _WORDS)})-?[{_LETTERS}]{{2}}[{_FORM_LETTERS}]{{1,2}}\d{{2,7}}(?![0-9A-Za-z]){BREAK}?"
)


def _form_index(letters: str) -> int:
    value = 0
    for letter in letters:
        value = value * len(_FORM_LETTERS) + _FORM_LETTERS.index(letter) + 1
    return value - 1


def _plain(text: str) -> str:
    """`text` in capitals and plain width, character for character."""
    return text.translate({ord(each): _plain_letter(each) for each in set(text)})


def _plain_letter(letter: str) -> str:
    if letter.isspace():
        return "\n" if letter in "\n\r" else " "
    plain = unicodedata.normalize("NFKC", letter).upper()
    return plain if len(plain) == 1 else letter
