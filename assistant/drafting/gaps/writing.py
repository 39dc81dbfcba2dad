"""What the gap finders share: the material, the writer of claims, and gaps in the report's language."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal, Protocol

from assistant.drafting.claiming import ClaimWriter
from assistant.drafting.excerpt import choose_excerpt, columns
from assistant.drafting.material import Material, Told, WordFinder
from assistant.drafting.quoting import quoted
from assistant.drafting.topics import Topic, assign_topics
from assistant.journey import Claim, Dimension, Gap, GapKind, Level, SegmentMap, steady_id
from assistant.playbook import Guidance, Playbook
from assistant.wording import Text, joined, same

MOST_QUOTES = 4

_TEAMS = {
    "awareness": Text("市场团队", "marketing"),
    "consideration": Text("市场与销售团队", "marketing and sales"),
    "purchase": Text("销售团队", "sales"),
    "retention": Text("客服与产品团队", "customer service and product"),
    "loyalty": Text("客户运营团队", "customer operations"),
}
RESEARCH_TEAM = Text("项目组", "the project team")
ENGINES = ("extractive", "llm")
"""Whose name a claim or coding bears that no person made."""
_ANY_TEAM = Text("客户体验负责人", "whoever is in charge of customer experience")


_TELLING = 12
"""Characters, folded, from which a statement may tell something; ours."""


class QuestionStates(Protocol):
    """Knows how far the playbook's questions are answered."""

    def state(self, question: Guidance) -> Literal["answered", "partly", "open"]:
        """How far a question is answered."""
        ...


@dataclass(frozen=True)
class GapWork:
    """One gap analysis in the making."""

    material: Material
    maps: tuple[SegmentMap, ...]
    answers: QuestionStates
    words: WordFinder
    topics: tuple[Topic, ...]
    writer: ClaimWriter
    _topics_found: dict[str, Topic | None] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_topics_found", assign_topics(self.material, self.topics))

    def say(self, text: Text) -> str:
        return text.say(self.material.language)

    def stage_label(self, stage: str) -> Text:
        return self.material.playbook.model.stage(stage).label

    def stage_name(self, stage: str) -> Text:
        """The stage's label as it stands inside a sentence."""
        return inside(self.stage_label(stage))

    def topic(self, told: Told) -> Topic | None:
        """The topic of a statement."""
        return self._topics_found[told.id]

    def telling_words(self, chosen: Sequence[Told], most: int) -> Text:
        """For a title, in quotation marks: of these statements the one whose quoted words carry most of its feeling.

        The first of equals, and where it can be one that neither is a word or two ("Frustration") nor runs on for lines.
        Words without any feeling, such as "I'd like to add", say nothing at the head of a gap.
        """

        def tells(told: Told) -> tuple[bool, float]:
            part = self._part(told, most)
            return _TELLING <= columns(part) <= 2 * most, max(self._felt(told, part), 0.0)

        return self.excerpt(max(chosen, key=tells), most)

    def excerpt(self, told: Told, most: int) -> Text:
        return same(quoted(self._part(told, most), self.material.language))

    def _part(self, told: Told, most: int) -> str:
        # As much said in English takes about half as much room again as in Chinese.
        room = most * 3 // 2 if told.statement.language == "en" else most
        return choose_excerpt(told.statement.text, room, lambda run: self._felt(told, run))

    def _felt(self, told: Told, words: str) -> float:
        """How much these words bear out the statement's own feeling."""
        return self.material.lexicon.read_feeling(words).balance * (told.sentiment or -1)

    def team(self, stage: str) -> Text:
        """Who looks after a stage: the playbook's lead team, else the one such companies usually give it to."""
        return find_team(self.material.playbook, stage)

    def gap(
        self,
        kind: GapKind,
        about: Sequence[str],
        title: Text,
        claims: Sequence[Claim],
        *,
        severity: Level,
        effort: Level,
        next_step: Text,
        owner: Text,
        stage: str | None = None,
        segment: str | None = None,
        candidate: bool = False,
    ) -> Gap:
        """A gap with its steady id, drawn from its kind and what it is `about`."""
        return Gap(
            steady_id("gap", kind, *about),
            kind,
            severity,
            effort,
            self.say(title),
            tuple(claims),
            self.say(next_step),
            self.say(owner),
            stage,
            segment,
            candidate,
        )

    def quotes(
        self, told: Sequence[Told], place: Sequence[str], stage: str | None, dimension: Dimension | None = None
    ) -> list[Claim]:
        """One claim a statement, in that order; under `dimension`, else each statement's own."""
        return [
            self.writer.quote(
                each, ("gap", *place), dimension=dimension or each.dimension, stage=stage, segment=each.segment
            )
            for each in told
        ]

    def names(self, told: Sequence[Told]) -> Text:
        """Who said it, to stand behind the count; nothing where some share a label ("Participant") or have none."""
        found: dict[str, str] = {}
        for each in told:
            person = self.material.roster.find(each.statement.speaker)
            found[each.speaker] = (person.name if person else each.statement.speaker) or ""
        if not all(found.values()) or len(set(found.values())) < len(found):
            return same("")
        return Text("：{names}", " ({names})").filled(names=joined([same(name) for name in found.values()]))


def find_team(playbook: Playbook, stage: str) -> Text:
    """Who looks after a stage: the playbook's lead team, else the one such companies usually give it to."""
    guidance = playbook.guidance(stage)
    if guidance.lead_team is not None:
        return guidance.lead_team
    akin = playbook.model.stage(stage).akin
    return _TEAMS.get(stage) or next((_TEAMS[each] for each in akin if each in _TEAMS), _ANY_TEAM)


def by_coding(told: Sequence[Told]) -> Text:
    """What a sentence says of a figure that rests on feelings which nobody has checked: it is told by their coding.

    Nothing where a person coded every one of the statements. What the engines take for a complaint or praise is right
    for about half to two thirds of statements (`bench/README.md`), so that the count is a first reading.
    """
    if all(each.coding.author not in ENGINES for each in told):
        return same("")
    return Text("按自动编码（请对照原话核实），", ", by automatic coding (to be checked against the quotes)")


def inside(text: Text) -> Text:
    """A name as it stands inside a sentence: in English with a small first letter, unless it is an abbreviation."""
    return Text(text.zh, text.en if text.en[1:2].isupper() else text.en[:1].lower() + text.en[1:], text.hant)


def opening(text: Text) -> Text:
    """A name as it stands at the head of a title: in English with a capital."""
    return Text(text.zh, text.en[:1].upper() + text.en[1:], text.hant)


def listed(texts: Sequence[Text], most: int = 6) -> Text:
    """The texts as one list; of more than `most` the first ones, as it says.

    In English no figure says how many are left: a claim is held to the figures that it counted.
    """
    shown = joined(list(texts[:most]))
    if len(texts) <= most:
        return shown
    return Text("{shown} 等 {count} 项", "{shown} and others", "{shown} 等 {count} 項").filled(
        shown=shown, count=len(texts)
    )
