"""Writing claims: interviewees' own words with who said them, and figures computed from the codings."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from assistant.drafting.excerpt import choose_excerpt
from assistant.drafting.keys import EvidenceKeys
from assistant.drafting.material import Told
from assistant.drafting.names import NameBook
from assistant.drafting.quoting import context_mark, quoted
from assistant.drafting.roster import Roster
from assistant.drafting.utterances import is_short
from assistant.drafting.verify import verify_claim
from assistant.journey import Claim, Computation, Dimension, Evidence, Person, Role, Statement, Verdict, steady_id
from assistant.sources.folding import fold
from assistant.wording import Language, Text

AUTHOR = "extractive"

_CUSTOMER = Text("{who}：{words}", "{who}: {words}")
_STAFF = Text("{who}（{title}）：{words}", "{who} ({title}): {words}")
_ACCORDING = Text("据员工{who}说：{words}", "According to staff ({who}): {words}", "據員工{who}說：{words}")
_UNKNOWN = Text("{who}（身份不明）：{words}", "{who} (role unknown): {words}")
_NAMELESS: Mapping[Role, Text] = {
    Role.CUSTOMER: Text("一位客户", "A customer"),
    Role.STAFF: Text("一位员工", "a member of staff"),
    Role.UNKNOWN: Text("一位发言者", "A speaker"),
}
_STAFF_TITLE = Text("员工", "staff")


class ClaimWriter:
    """Writes claims in the report's language, keeps the evidence they cite, and has each verified as it is born."""

    def __init__(
        self,
        language: Language,
        keys: EvidenceKeys,
        people: Sequence[Person],
        names: NameBook,
        statements: Mapping[str, Statement],
    ) -> None:
        self._language: Language = language
        self._keys = keys
        self._roster = Roster(people)
        self._names = names
        self._statements = statements
        self._excerpts: dict[str, str] = {}
        self._verified: dict[Claim, Claim] = {}
        self.evidence: dict[str, Evidence] = {}

    def cite(self, told: Told, about: re.Pattern[str] | None = None) -> Evidence:
        """The evidence that a statement gives: its best excerpt under its key, with words of `about` (folded) where it can."""
        statement = told.statement
        if statement.id not in self._excerpts:  # many claims quote the same
            self._excerpts[statement.id] = choose_excerpt(statement.text)
        quote = self._excerpts[statement.id]
        if about is not None and not about.search(fold(quote)):
            quote = choose_excerpt(statement.text, weigh=lambda run: len(set(about.findall(fold(run)))))
        key = self._keys.key(statement.id, quote)
        if key not in self.evidence:
            self.evidence[key] = Evidence(
                key,
                statement.id,
                statement.document,
                statement.locator,
                statement.speaker,
                statement.role,
                told.segment,
                quote,
                statement.language,
                statement.question,
            )
        return self.evidence[key]

    def quote(
        self,
        told: Told,
        place: Sequence[str],
        *,
        dimension: Dimension | None,
        stage: str | None,
        segment: str | None,
        about: re.Pattern[str] | None = None,
        quoted_as: Evidence | None = None,
        reason: Evidence | None = None,
    ) -> Claim:
        """A claim that lets the interviewee speak; `place` is where in the draft it stands and makes its id.

        `quoted_as` is what of the statement is quoted, by default its best excerpt, with words of `about` (folded) where it
        can; `reason` is quoted behind it.
        """
        evidence = quoted_as or self.cite(told, about)
        text = self._say_who(told, evidence, about_company=dimension in (Dimension.KPI, Dimension.TOUCHPOINT))
        if reason is not None and reason.key != evidence.key:
            text += (" " if self._language == "en" else "") + quoted(reason.quote, self._language)
        claim = Claim(
            steady_id("claim", *place, evidence.statement, evidence.quote),
            text,
            tuple(dict.fromkeys((evidence.key, *((reason.key,) if reason is not None else ())))),
            Verdict.SUPPORTED,
            AUTHOR,
            segment=segment,
            stage=stage,
            dimension=dimension,
        )
        return self.verify(claim)

    def compute(
        self,
        text: Text,
        computation: Computation,
        place: Sequence[str],
        *,
        cited: Sequence[Told] = (),
        keys: Sequence[str] = (),
        dimension: Dimension | None = None,
        stage: str | None = None,
        segment: str | None = None,
    ) -> Claim:
        """A claim about figures that were computed; `cited` or `keys` are the statements a reader should look at."""
        claim = Claim(
            steady_id("claim", *place),
            text.say(self._language),
            tuple(dict.fromkeys((*keys, *(self.cite(each).key for each in cited)))),
            Verdict.SUPPORTED,
            AUTHOR,
            computation=computation,
            segment=segment,
            stage=stage,
            dimension=dimension,
        )
        return self.verify(claim)

    def verify(self, claim: Claim) -> Claim:
        """The claim with its verdict and doubts."""
        # one sentence stands in several places of a draft, and is as true in each
        anywhere = replace(claim, id="", segment=None, stage=None)
        if anywhere not in self._verified:
            self._verified[anywhere] = verify_claim(
                anywhere, self.evidence, self._statements, self._names, self._language
            )
        verified = self._verified[anywhere]
        return replace(claim, verdict=verified.verdict, doubts=verified.doubts)

    def name(self, told: Told) -> str:
        """How the report calls the speaker: by name, else "a customer" and the like."""
        person = self._roster.find(told.statement.speaker)
        name = person.name if person else told.statement.speaker
        return name or _NAMELESS[told.statement.role].say(self._language)

    def _say_who(self, told: Told, evidence: Evidence, *, about_company: bool) -> str:
        person = self._roster.find(told.statement.speaker)
        role = told.statement.role
        who = self.name(told)
        words = quoted(evidence.quote, self._language)
        if evidence.question and needs_question(told):
            words = context_mark(evidence.question, self._language) + words
        if role == Role.UNKNOWN:
            frame = _UNKNOWN
        elif role == Role.CUSTOMER:
            frame = _CUSTOMER
        else:
            frame = _STAFF if about_company else _ACCORDING
        title = person.title if person and person.title else _STAFF_TITLE.say(self._language)
        return frame.filled(who=who, words=words, title=title).say(self._language)


def needs_question(told: Told) -> bool:
    """Whether the words mean nothing without the question they answer."""
    return is_short(told.statement)
