"""Who a label stands for: the client's people, the note's header, and the words for the sides of an interview."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from assistant.journey import Person, Role, Segment
from assistant.sources.folding import fold
from assistant.sources.headers import HeaderLine, Named, read_names
from assistant.sources.names import PersonName, same_person
from assistant.sources.roles import part_of, part_within, role_named_in, role_of

_FORMAL = ("女士", "先生", "小姐", "太太")


@dataclass(frozen=True, slots=True)
class Speaker:
    """Who speaks: the name as the client knows it, else the label; the side; the customer group."""

    name: str | None
    role: Role = Role.UNKNOWN
    segment: str | None = None


NOBODY = Speaker(None)


@dataclass(frozen=True, slots=True)
class Header:
    """What the header of a note, or of a part of it, says about its speakers."""

    interviewees: tuple[Named, ...] = ()
    interviewers: tuple[Named, ...] = ()
    segment: str = ""
    role: Role | None = None
    titled: Named | None = None
    """Whom the title names: the one interviewed, where no line says who is."""

    def with_line(self, line: HeaderLine) -> "Header":
        """This header and one more of its lines."""
        if line.key in ("interviewee", "customer"):
            named = [replace(each, interviewed=line.key == "interviewee") for each in read_names(line.value)]
            return replace(self, interviewees=_joined(self.interviewees, named))
        if line.key == "interviewer":
            return replace(self, interviewers=_joined(self.interviewers, read_names(line.value)))
        if line.key == "segment":
            return replace(self, segment=line.value)
        if line.key == "role":
            role = role_named_in(line.value)
            return replace(self, role=role or self.role, segment=self.segment or ("" if role else line.value))
        return self


def _joined(before: Sequence[Named], more: Sequence[Named]) -> tuple[Named, ...]:
    """Both, a person named twice taken once."""
    return (*before, *(each for each in more if not any(same_person(each.name, one.name) for one in before)))


@dataclass(frozen=True, slots=True)
class Cast:
    """The people and customer groups of a client, as notes may call them."""

    people: Sequence[Person]
    segments: Sequence[Segment]
    _exact: dict[str, Person] = field(init=False, repr=False, compare=False)
    _names: list[tuple[Person, list[PersonName]]] = field(init=False, repr=False, compare=False)
    _groups: list[tuple[str, str]] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        names: dict[str, Person] = {}
        for person in self.people:
            for name in (person.name, *person.aliases):
                names.setdefault(fold(name), person)
        called = [(person, [PersonName(name) for name in (person.name, *person.aliases)]) for person in self.people]
        groups = [(fold(name), each.id) for each in self.segments for name in (each.id, each.label, *each.aliases)]
        object.__setattr__(self, "_exact", names)
        object.__setattr__(self, "_names", called)
        object.__setattr__(self, "_groups", groups)

    def find_person(self, label: str, named: Sequence[Named] = ()) -> Person | None:
        """The person a label names: a name or alias, else the only one whose name it can shorten.

        `named` are the people of the note's header: where several fit, one of them. A formal "李女士" never means a
        member of staff who merely has that surname, unless the header names them so.
        """
        folded = fold(label)
        if folded in self._exact:
            return self._exact[folded]
        if part_of(label) is not None:
            return None
        called = PersonName(label)
        fitting = [person for person, names in self._names if any(called.same_as(name) for name in names)]
        if len(fitting) > 1:
            fitting = [p for p in fitting if any(self._means(each, p) for each in named)]
        if len(fitting) != 1:
            return None
        found = fitting[0]
        if folded.endswith(_FORMAL) and found.role is not Role.CUSTOMER:
            return found if any(self._means(each, found) for each in named) else None
        return found

    def find_segment(self, words: str | None) -> str | None:
        """The id of the customer group that the words name, or name along with other things; None otherwise."""
        folded = fold(words or "")
        if not folded:
            return None
        for name, segment in self._groups:
            if name == folded:
                return segment
        within = {segment: name for name, segment in self._groups if len(name) > 1 and name in folded}
        if len(within) > 1:
            longest = max(within.values(), key=len)
            within = {s: n for s, n in within.items() if n == longest or n not in longest}
        return next(iter(within)) if len(within) == 1 else None

    def resolve(self, label: str, inside: str, header: Header, role: Role | None = None) -> Speaker:
        """The speaker of a label, with what stands in parentheses after it; `role` is what a column says."""
        named = (*header.interviewees, *header.interviewers)
        for name in (inside, *(each.name for each in read_names(inside)), label):
            person = self.find_person(name, named) if name else None
            if person is not None:
                return self._known(person, header)
        for each in header.interviewees:
            if same_person(label, each.name) or (inside and same_person(inside, each.name)):
                return self.interviewee(each, header)
        for each in header.interviewers:
            if same_person(label, each.name) or (inside and same_person(inside, each.name)):
                return Speaker(each.name, Role.INTERVIEWER)
        if role is not None:
            return self._spoken_by(label, role, header)
        return self._by_words(label, inside, header)

    def interviewee(self, named: Named, header: Header) -> Speaker:
        """The speaker whom a header names as the one interviewed."""
        person = self.find_person(named.name, (named,))
        if person is not None:
            return self._known(person, header)
        role = named.role or header.role or Role.CUSTOMER
        segment = self.find_segment(named.words) or self.find_segment(header.segment)
        if role is Role.UNKNOWN and segment:
            role = Role.CUSTOMER
        return Speaker(named.name, role, segment if role is Role.CUSTOMER else None)

    def sole_interviewee(self, header: Header) -> Speaker | None:
        """The interviewee where the header, or else the title, names exactly one."""
        named = header.interviewees or ((header.titled,) if header.titled else ())
        return self.interviewee(named[0], header) if len(named) == 1 else None

    def narrator(self, header: Header) -> Speaker | None:
        """Whose account a text without labels is: the one whom its header calls the interviewee, if anyone."""
        sole = len(header.interviewees) == 1 and header.interviewees[0].interviewed
        return self.interviewee(header.interviewees[0], header) if sole else None

    def find_named_in(self, words: str, *roles: Role) -> list[Person]:
        """The people of these roles whose name, or an alias of two characters or more, stands in the words."""
        folded = fold(words)
        return [
            person
            for person in self.people
            if person.role in roles
            and any(len(name) > 1 and _stands_in(fold(name), folded) for name in (person.name, *person.aliases))
        ]

    def _means(self, named: Named, person: Person) -> bool:
        return any(same_person(named.name, name) for name in (person.name, *person.aliases))

    def _known(self, person: Person, header: Header) -> Speaker:
        segment = self.find_segment(person.segment) if person.segment else None
        if segment is None and person.role is Role.CUSTOMER and len(header.interviewees) <= 1:
            segment = self.find_segment(header.segment)
        return Speaker(person.name, person.role, segment)

    def _by_words(self, label: str, inside: str, header: Header) -> Speaker:
        """A label that names no one known: its words, or those in parentheses, may still tell the side."""
        part = part_of(label)
        sole = self.sole_interviewee(header)
        told = read_names(inside) if inside else []
        name = told[0].name if told else label
        if part == "interviewer":
            only = header.interviewers[0] if len(header.interviewers) == 1 else None
            person = self.find_person(only.name, (only,)) if only else None
            return Speaker(person.name if person else only.name if only else name, Role.INTERVIEWER)
        if part == "respondent" or (part in ("customer", "staff") and sole and sole.role is role_of(part)):
            if sole is not None and not inside:
                return sole
            return self._spoken_by(
                name, (told[0].role if told else None) or header.role or role_of(part or "respondent"), header, inside
            )
        if part is not None and part != "speaker":
            return self._spoken_by(name, role_of(part), header, inside)
        role = role_named_in(inside) if inside else None
        within = part_within(label)
        if role is None and within is not None:
            role = role_of(within)
        if role is None and self.find_segment(inside):
            role = Role.CUSTOMER
        return self._spoken_by(label, role or Role.UNKNOWN, header, inside)

    def _spoken_by(self, name: str, role: Role, header: Header, words: str = "") -> Speaker:
        segment = None
        if role is Role.CUSTOMER:
            segment = self.find_segment(words) or self.find_segment(header.segment)
        return Speaker(name, role, segment)


def _stands_in(name: str, words: str) -> bool:
    return re.search(rf"\b{re.escape(name)}\b", words) is not None if name.isascii() else name in words
