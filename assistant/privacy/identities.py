"""Whom a client's notes are known to speak of: people, the company, recognised speakers; and where a text names them."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

from assistant.journey import Person, Role
from assistant.privacy.company_names import company_forms
from assistant.privacy.folded import FoldedText, folded
from assistant.privacy.found import Found
from assistant.privacy.latin_names import latin_forms
from assistant.privacy.name_forms import Form, chinese_forms, is_code_label
from assistant.privacy.name_matching import NameFinder

if TYPE_CHECKING:
    from assistant.privacy.settled import SettledNames


@dataclass(frozen=True)
class KnownIdentities:
    """The people, names of the company and speaker labels that a client's notes are known to hold.

    `company` begins with the client's own name, then its brands. `nobody` are names that a person has declared to be
    no person: what merely looks like a name and is one of them stays. Searching is prepared at the first use.
    """

    people: tuple[Person, ...] = ()
    company: tuple[str, ...] = ()
    labels: tuple[str, ...] = ()
    nobody: tuple[str, ...] = ()

    def find(self, text: FoldedText) -> Iterator[Found]:
        """Where the text names one of them, or has a form of address behind a surname. Finds may overlap."""
        return self._finder.find(text)

    def knows(self, name: str) -> bool:
        """Whether that name is listed, or settled as nobody's: there is nothing left to ask about it."""
        return self._finder.knows(name) or folded(name) in self._nobody

    @cached_property
    def _nobody(self) -> frozenset[str]:
        return frozenset(folded(each) for each in self.nobody)

    @cached_property
    def _finder(self) -> NameFinder:
        forms: list[Form] = []
        for person in self.people:
            for name in (person.name, *person.aliases):
                forms.extend(_person_forms(name, person.name, listed=True))
        for label in self.labels:
            if not is_code_label(label):
                forms.extend(replace(form, kind="speaker") for form in _person_forms(label, label, listed=True))
        for name in self.company:
            forms.extend(company_forms(name))
        return NameFinder(forms, self._nobody)


def known_identities(
    name: str,
    brands: Sequence[str] = (),
    people: Sequence[Person] = (),
    labels: Iterable[str | None] = (),
    settled: "SettledNames | None" = None,
) -> KnownIdentities:
    """The identities of one client: its name and brands, its people, the speakers of its notes, the names settled."""
    company = tuple(dict.fromkeys(each.strip() for each in (name, *_spellings(brands)) if each.strip()))
    listed = list(people)
    if settled is not None:
        listed.extend(Person(each, Role.UNKNOWN) for each in settled.persons)
    own = {folded(each) for each in company}
    kept = dict.fromkeys(label.strip() for label in labels if label and label.strip() and folded(label) not in own)
    return KnownIdentities(tuple(listed), company, tuple(kept), settled.others if settled is not None else ())


def _spellings(brands: Iterable[str]) -> list[str]:
    return [part for brand in brands for part in re.split(r"[/=|]", brand)]


def _person_forms(name: str, identity: str, *, listed: bool) -> list[Form]:
    plain = folded(name).strip()
    if not plain:
        return []
    if re.search("[\u3400-\u9fff]", plain):
        return chinese_forms(plain, identity, listed=listed)
    return latin_forms(plain, identity, listed=listed)
