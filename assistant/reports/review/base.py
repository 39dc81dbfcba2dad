"""What a report of a draft held when it was written: its places with their claims, and the lines that are no claims."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from assistant.journey import Claim, Draft, Place, Verdict
from assistant.journey.places import claims_by_place
from assistant.reports import analysis_words, journey_words, words
from assistant.reports.appearance import EvidenceForm
from assistant.reports.blocks import Contents, ReportKind, headings_of, paragraphs_of
from assistant.reports.claims import formula_words
from assistant.reports.fixed import digest_lines, fixed_lines
from assistant.reports.gaps_report import about_gap
from assistant.reports.marks import Mark, marks_of
from assistant.reports.measure import text_of
from assistant.reports.report import build_report
from assistant.reports.theme import Theme
from assistant.reports.voice import Voice, build_voice
from assistant.sources.folding import fold
from assistant.wording import LANGUAGES


@dataclass(frozen=True)
class Base:
    """A draft as one of its reports shows it. `own_lines` are folded lines that the program wrote and that are no claims."""

    draft: Draft
    kind: ReportKind
    voice: Voice
    marks: Mapping[str, Mark]
    places: Mapping[Place, tuple[Claim, ...]]
    claims: Mapping[str, Claim]
    questions: Mapping[tuple[str, str], Place]
    own_lines: frozenset[str]

    def is_printed(self, said: str) -> bool:
        """Whether the report was written with that folded line, wherever its evidence stands."""
        return said in self.own_lines or said in self.with_list.lines or said in self.with_footnotes.lines

    @cached_property
    def with_list(self) -> "Printed":
        """The report with its evidence in a list at the end."""
        return self._printed("list")

    @cached_property
    def with_footnotes(self) -> "Printed":
        """The report with its evidence in footnotes."""
        return self._printed("footnotes")

    def _printed(self, form: EvidenceForm) -> "Printed":
        report = build_report(self.draft, self.kind, Theme(), evidence=form)
        blocks = (*report.cover, *report.body)
        said = [text_of(each) for each in paragraphs_of(blocks)]
        said += [each.text for each in headings_of(blocks)]
        said += [each.title for each in blocks if isinstance(each, Contents)]
        fixed = fixed_lines(blocks)
        told = tuple(each for each in fixed if fold(each) not in self.own_lines)
        return Printed(frozenset(map(fold, said)), told, digest_lines(fixed))

    def places_of(self, claim: str) -> list[Place]:
        """Where the report shows that claim."""
        return self._places.get(claim, [])

    @cached_property
    def _places(self) -> dict[str, list[Place]]:
        found: dict[str, list[Place]] = {}
        for place, claims in self.places.items():
            for claim in claims:
                found.setdefault(claim.id, []).append(place)
        return found


@dataclass(frozen=True)
class Printed:
    """What a report is written with: all its lines, folded, and, as they are, those that are neither claims nor fields.

    `digest` is that of the latter.
    """

    lines: frozenset[str]
    fixed: tuple[str, ...]
    digest: str


def build_base(draft: Draft, kind: ReportKind) -> Base:
    """The base of the report of that kind."""
    places = claims_by_place(draft, kind)
    claims = {claim.id: claim for held in places.values() for claim in held}
    voice = build_voice(draft)
    questions = {
        (insight.stage, fold(answer.question)): Place("answer", (insight.stage, answer.question_id))
        for insight in draft.insights
        for answer in insight.answers
    }
    own = frozenset(filter(None, map(fold, _own_lines(voice))))
    return Base(draft, kind, voice, marks_of(draft), places, claims, questions, own)


def verdict_words() -> list[str]:
    """All that a report may say behind a claim about its verdict, the longest first."""
    said = {words.VERDICTS[verdict].say(language) for verdict in Verdict for language in LANGUAGES}
    return sorted(said, key=len, reverse=True)


def _own_lines(voice: Voice) -> Iterator[str]:
    draft = voice.draft
    separator = " " if voice.language == "en" else "　"
    yield voice.say(words.MISSING)
    yield voice.say(words.ANSWER_HERE)
    yield voice.say(words.MISSING) + separator + voice.say(words.NOT_TOLD)
    yield voice.say(words.NOT_TOLD)
    yield voice.say(analysis_words.NOBODY_BEHIND)
    yield voice.say(analysis_words.UNKNOWN)
    yield journey_words.UNSAID
    for kind in words.GAP_LEADS.values():
        yield voice.say(kind)
    yield voice.say(words.NO_GAPS)
    # Where a row of the map was cut depends on the sizes of the firm's theme.
    yield from (voice.say(words.GOES_ON, name=voice.say(label)) for label in words.DIMENSIONS.values())
    for each in draft.maps:
        for cell in each.cells:
            yield voice.say(words.ASK, question=cell.question)
    for claim in draft.claims():
        if claim.computation is not None:
            yield formula_words(voice, claim.computation)
    for gap in draft.gaps:
        yield about_gap(voice, gap)
