"""The forms under which notes name a person, and how sure each of them is."""

import re
from dataclasses import dataclass
from typing import Literal

from assistant.privacy.found import Kind
from assistant.privacy.surnames import ALL_SURNAMES, DOUBLE_SURNAMES, FAMILIAR, LONG_TITLES, NOT_PERSONS, SHORT_TITLES
from assistant.privacy.words import is_ordinary_word
from assistant.sources.roles import part_of

# anywhere: also inside of words · word: between word boundaries · capital: as a word that begins with a capital ·
# careful: everywhere but in ordinary use · alone: by itself, before a verb of speech or as a speaker label
Standing = Literal["anywhere", "word", "capital", "careful", "alone"]

_CODE = re.compile(r"(?:[a-z]{1,3}[ \-#]?\d{0,4}|\d{1,4}|speaker ?[\da-z]{1,2})$")
_CHINESE = re.compile("[\u3400-\u9fff]+$")


@dataclass(frozen=True, slots=True)
class Form:
    """One way of writing a name, folded. `key` is the form without spaces and marks; `identity` whose name it is."""

    text: str
    kind: Kind
    identity: str
    standing: Standing

    @property
    def key(self) -> str:
        return name_key(self.text)


def name_key(text: str) -> str:
    """A folded name without what may stand between its parts."""
    return re.sub(r"[\s·•・.,'’_\-]", "", text)


def is_code_label(label: str) -> bool:
    """Whether a speaker label names nobody: a role ("受访者", "Speaker 2") or a code ("P03")."""
    from assistant.privacy.folded import folded

    plain = folded(label).strip()
    # A number is put behind a Latin word, or its last letter would be taken for one ("Anna").
    role = part_of(f"{plain} 1" if plain.isascii() and plain.isalpha() else label)
    return role is not None or _CODE.match(plain) is not None


def chinese_forms(name: str, identity: str, *, listed: bool) -> list[Form]:
    """The forms of a folded Chinese name: as it stands, and the given name alone where it is no ordinary word.

    Surnames with a form of address (陈女士, 老陈) are found by rule and not listed here.
    """
    if len(name) == 1:
        return [Form(name, "person", identity, "alone")]
    forms = [Form(name, "person", identity, _standing(name))]
    given = given_name(name)
    if listed and len(given) == 2 and not is_ordinary_word(given):
        forms.append(Form(given, "person", identity, "careful"))
    return forms


def _standing(name: str) -> Standing:
    if _CHINESE.match(name) is None:
        return "anywhere"
    short_form = len(name) == 2 and (name[0] in FAMILIAR or name[1] in SHORT_TITLES)
    return "careful" if short_form or name[0] not in ALL_SURNAMES or is_ordinary_word(name) else "anywhere"


def surname_of(name: str) -> str:
    """The surname a folded Chinese name begins with; empty where it begins with none."""
    for double in DOUBLE_SURNAMES:
        if name.startswith(double) and len(name) > 2:
            return double
    return name[:1] if name[:1] in ALL_SURNAMES else ""


def title_of(name: str) -> str:
    """The form of address that a folded Chinese name ends with; empty where it ends with none."""
    for title in sorted((*LONG_TITLES, *SHORT_TITLES), key=len, reverse=True):
        if name.endswith(title) and len(name) > len(title):
            return title
    return ""


def given_name(name: str) -> str:
    """The given name of a full Chinese name of three or four letters; empty for anything else."""
    if _CHINESE.match(name) is None or not 3 <= len(name) <= 4 or title_of(name) or name in NOT_PERSONS:
        return ""
    surname = surname_of(name)
    given = name[len(surname) :]
    return given if surname and len(given) in (1, 2) else ""
