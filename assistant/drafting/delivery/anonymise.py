"""A draft without names: people and files by code, personal numbers and addresses blanked, nothing internal."""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from assistant.drafting.delivery.codes import CodeKind, Codes, code_kind
from assistant.drafting.roster import Roster
from assistant.journey import (
    Claim,
    Draft,
    Evidence,
    Gap,
    Journeys,
    Locator,
    Person,
    Provenance,
    Role,
    Signature,
    SourceRecord,
    Verdict,
)
from assistant.journey.places import claims_by_place, with_claims
from assistant.privacy import KnownIdentities, find_personal, known_identities
from assistant.wording import Text
from assistant.workspace import CLIENT_FILE

_BLANK = Text("（略）", "(withheld)")
_CONSULTANT = Text("顾问", "the consultant", "顧問")


@dataclass(frozen=True, slots=True)
class Anonymous:
    """The draft without names, and how the same is done to any other text of it."""

    draft: Draft
    mask: Callable[[str], str]
    known: KnownIdentities


def anonymise_draft(
    draft: Draft, people: Sequence[Person], persons: Sequence[str], nobody: Sequence[str], codes: Codes
) -> Anonymous:
    """`draft` as a client may see it; new codes are added to `codes`, which the caller saves.

    `persons` and `nobody` are names that somebody has settled as persons and as none. The company and its brands are named
    as they are: they are the client.
    """
    labels = dict.fromkeys(each.speaker for each in draft.evidence if each.speaker)
    everyone = [*people, *(Person(name, Role.UNKNOWN) for name in persons)]
    known = replace(known_identities("", (), everyone, labels), nobody=tuple(nobody))
    work = _Anonymiser(draft, everyone, known, codes)
    return Anonymous(work.draft(), work.mask, known)


class _Anonymiser:
    """One draft under way."""

    def __init__(self, draft: Draft, people: Sequence[Person], known: KnownIdentities, codes: Codes) -> None:
        self._draft = draft
        self._people = people
        self._roster = Roster(people)
        self._known = known
        self._codes = codes
        self._cited = {each.key: each for each in draft.evidence}
        self._roles = {person.name: person.role for person in people}
        for each in draft.evidence:
            if each.speaker and self._roster.find(each.speaker) is None:
                self._roles.setdefault(each.speaker, each.role)
        codes.give("file", [*(each.document for each in draft.sources), *(each.document for each in draft.evidence)])
        for kind in ("customer", "staff", "interviewer", "unknown"):
            codes.give(kind, [name for name, role in self._roles.items() if code_kind(role) == kind])
        self._titles = sorted({each.title for each in people if each.title}, key=len, reverse=True)

    def draft(self) -> Draft:
        """The draft without names."""
        draft = self._draft
        held = {place: tuple(map(self._claim, claims)) for place, claims in claims_by_place(draft).items()}
        coded = with_claims(draft, held)
        return replace(
            coded,
            id="",
            maps=tuple(
                replace(each, cells=tuple(replace(cell, question=self.mask(cell.question)) for cell in each.cells))
                for each in coded.maps
            ),
            # A gap that is closed in our own files is no business of the client's.
            gaps=tuple(self._gap(each) for each in coded.gaps if CLIENT_FILE not in each.next_step),
            evidence=tuple(map(self._evidence, draft.evidence)),
            sources=tuple(map(self._source, draft.sources)),
            left_out=(),
            unsegmented=(),
            provenance=self._provenance(draft.provenance),
            journeys=self._journeys(draft.journeys),
            parent=None,
            signatures=tuple(self._signature(each) for each in draft.signatures),
        )

    def _source(self, each: SourceRecord) -> SourceRecord:
        """Days go, months stay: who was spoken to on a given day is no secret in the company."""
        dates = each.dates
        if dates is not None:
            dates = replace(dates, first=dates.first[:7], last=dates.last[:7])
        return replace(each, document=self._file(each.document), digest="", dates=dates)

    def mask(self, text: str) -> str:
        """The text with codes for people and without personal numbers and addresses."""
        pieces: list[str] = []
        done = 0
        for found in find_personal(text, self._known):
            if found.kind == "company":
                continue
            pieces.append(text[done : found.start])
            if found.kind in ("person", "speaker"):
                pieces.append(self._person(found.identity))
            else:
                pieces.append(_BLANK.say(self._draft.language))
            done = found.end
        coded = "".join([*pieces, text[done:]])
        return self._files_masked(self._without_titles(coded))

    def _person(self, identity: str) -> str:
        listed = self._roster.find(identity)
        name = listed.name if listed is not None else identity
        kind: CodeKind = code_kind(self._roles.get(name, Role.UNKNOWN))
        self._codes.give(kind, [name])
        return self._codes.code(kind, name, self._draft.language)

    def _file(self, document: str) -> str:
        return self._codes.code("file", document, self._draft.language)

    def _files_masked(self, text: str) -> str:
        for each in self._draft.sources:
            for name in (each.document, each.document.rpartition("/")[2]):
                if name in text:
                    text = text.replace(name, self._file(each.document))
        return text

    def _without_titles(self, text: str) -> str:
        """A title behind a code, such as 员工S2（客服主管）, would name the only one who bears it."""
        for title in self._titles:
            text = re.sub(rf"[（(]\s*{re.escape(title)}\s*[）)]", "", text)
        return text

    def _own_title(self, each: Evidence) -> str:
        """The title of a member of staff who speaks, "" for anybody else."""
        listed = self._roster.find(each.speaker)
        return listed.title if listed is not None and listed.role is Role.STAFF else ""

    def _hide(self, title: str, text: str) -> str:
        """Where an employee says what they are, the code beside the words would be no secret."""
        if not title:
            return text
        pattern = re.escape(title) if not title.isascii() else rf"\b{re.escape(title)}\b"
        return re.sub(pattern, _BLANK.say(self._draft.language), text, flags=re.IGNORECASE)

    def _claim(self, claim: Claim) -> Claim:
        own = claim.verdict is Verdict.EDITED
        author = _CONSULTANT.say(self._draft.language) if own else claim.author
        text = self.mask(claim.text)
        for title in dict.fromkeys(self._own_title(each) for key in claim.keys if (each := self._cited.get(key))):
            text = self._hide(title, text)
        return replace(claim, text=text, author=author, doubts=())

    def _gap(self, gap: Gap) -> Gap:
        return replace(
            gap,
            title=self.mask(gap.title),
            next_step=self.mask(gap.next_step),
            owner=self.mask(gap.owner),
            candidate=False,
        )

    def _journeys(self, found: Journeys) -> Journeys:
        return replace(
            found,
            told=tuple(
                replace(each, teller=self._person(each.teller), document=self._file(each.document))
                for each in found.told
            ),
            exits=tuple(replace(each, teller=self._person(each.teller)) for each in found.exits),
        )

    def _evidence(self, each: Evidence) -> Evidence:
        listed = self._roster.find(each.speaker)
        name = listed.name if listed is not None else each.speaker
        own = self._own_title(each)
        return replace(
            each,
            document=self._file(each.document),
            locator=self._locator(each.locator),
            speaker=self._person(name) if name else None,
            quote=self._hide(own, self.mask(each.quote)),
            question=self.mask(each.question) if each.question else None,
        )

    def _locator(self, place: Locator) -> Locator:
        """Numbers stay, words go: headings and sheets often hold names and dates."""
        return replace(place, heading=(), sheet=None)

    def _provenance(self, made: Provenance) -> Provenance:
        return replace(made, settings=(), prompts=(), tokens=0, cost="", engine_detail="")

    def _signature(self, each: Signature) -> Signature:
        return replace(each, note="")


def find_leaks(texts: Iterable[str], known: KnownIdentities) -> list[str]:
    """Names and personal numbers that still stand in texts, each once."""
    found: dict[str, None] = {}
    for text in texts:
        found.update({each.value: None for each in find_personal(text, known) if each.kind != "company"})
    return list(found)
