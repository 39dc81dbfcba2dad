"""Who the labels of speakers in the notes stand for."""

from collections.abc import Sequence
from dataclasses import replace

from assistant.journey import Draft, Person, Statement
from assistant.sources.folding import fold


class Roster:
    """Who the labels in the notes stand for."""

    def __init__(self, people: Sequence[Person]) -> None:
        self._people: dict[str, list[Person]] = {}
        for person in people:
            for name in dict.fromkeys(fold(each) for each in (person.name, *person.aliases)):
                self._people.setdefault(name, []).append(person)
        self._found: dict[str, Person | None] = {}

    def find(self, speaker: str | None) -> Person | None:
        """The person by name or alias; None where the label is nobody's or several people's."""
        if not speaker:
            return None
        if speaker not in self._found:
            found = self._people.get(fold(speaker), [])
            self._found[speaker] = found[0] if len(found) == 1 else None
        return self._found[speaker]

    def name(self, statement: Statement) -> str:
        """One name for one speaker: a listed person across all documents, anyone else within one document."""
        person = self.find(statement.speaker)
        return person.name if person else f"{statement.document}#{fold(statement.speaker or '')}"

    def mark(self, draft: Draft) -> Draft:
        """The draft with each piece of its evidence saying whether its speaker is listed, so that people can be counted."""
        marked = [replace(each, listed=self.find(each.speaker) is not None) for each in draft.evidence]
        return replace(draft, evidence=tuple(marked))
