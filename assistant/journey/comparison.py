"""What a comparison of two drafts, or of two rounds of interviews, is made of."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from assistant.journey.claims import Evidence
from assistant.journey.draft import Draft
from assistant.journey.review import Place
from assistant.wording import Text

Change = Literal["contradicted", "changed", "confirmed", "new", "gone"]
CHANGES: tuple[Change, ...] = ("contradicted", "changed", "confirmed", "new", "gone")
"""In the order in which a reader wants them: what shakes the map first."""

FindingKind = Literal["claim", "gap", "exit", "value"]
Reason = Literal[
    "opposed",  # a contradiction that the draft names between earlier and new notes
    "praise-turned",  # praised before, complained of now
    "complaint-turned",  # complained of before, praised now
    "value-turned",  # a value of the brand was kept and is broken now, or the reverse
    "against",  # new words that feel otherwise than a person's sentence
    "new-people",  # somebody else says it too
    "same-people",  # the same people say it again in a new note
    "words",  # the sentence reads otherwise
    "rating",  # severity, effort, state, owner or next step differ
    "new-notes",  # found in notes that are new
    "other-reading",  # the notes were there before; they are read otherwise now
    "note-gone",  # the notes it rested on are no longer among those read
    "settled",  # what was missing is so no more
    "withdrawn",  # the notes are there, the draft does not take it up any more
    "not-again",  # told in the earlier round only
]


@dataclass(frozen=True, slots=True)
class ComparedFinding:
    """One line of a comparison: a finding that is not the same on both sides.

    `text` is the later side's, of what is gone the earlier side's; `before` the earlier side's where it reads otherwise.
    `earlier` and `later` are the keys that it rests on on either side, `fresh` those of `later` that stand in new notes.
    `born`: the earlier side has no finding of this id.
    """

    change: Change
    kind: FindingKind
    id: str
    place: Place
    text: str
    reason: Reason
    before: str = ""
    earlier: tuple[str, ...] = ()
    later: tuple[str, ...] = ()
    fresh: tuple[str, ...] = ()
    born: bool = False


@dataclass(frozen=True, slots=True)
class Comparison:
    """The lines by `CHANGES`, and how many findings both sides have alike.

    `aside` counts findings of segments and reports that one side alone has, and, between rounds, those whose notes have no
    date or lie on both sides of it: they are not compared.
    """

    lines: tuple[ComparedFinding, ...]
    unchanged: int
    aside: int = 0

    def of(self, change: Change) -> tuple[ComparedFinding, ...]:
        """The lines of one change, in the order of the reports."""
        return tuple(each for each in self.lines if each.change == change)


@dataclass(frozen=True, slots=True)
class Rounds:
    """The documents of two rounds of interviews; those `aside` have no date, or days on both sides."""

    earlier: frozenset[str]
    later: frozenset[str]
    aside: frozenset[str]


@dataclass(frozen=True, slots=True)
class Compared:
    """A comparison with what it is of: two drafts, or with `rounds` one draft twice and the day `since` that divides them.

    `added`, `edited` and `removed` are notes of the later draft against the earlier one. `remarks` say what the comparison
    does not cover, and what was done to make the sides alike.
    """

    before: Draft
    after: Draft
    comparison: Comparison
    added: tuple[str, ...] = ()
    edited: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    since: str = ""
    rounds: Rounds | None = None
    remarks: tuple[Text, ...] = ()
    was: Draft | None = None
    """The earlier draft as it stands, where `before` is that draft brought into other stages."""

    @property
    def evidence(self) -> Mapping[str, Evidence]:
        """The evidence of both sides by key."""
        return {each.key: each for draft in (self.before, self.after) for each in draft.evidence}
