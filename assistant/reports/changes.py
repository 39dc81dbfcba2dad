"""What changed since the reviewed version, in words: for the terminal and as a file beside the reports."""

from collections.abc import Iterator

from assistant.journey import Dimension, Draft, Place
from assistant.journey.changes import DraftChanges, compare_drafts
from assistant.reports import journey_words, words
from assistant.wording import Text, joined, same

_TITLE = Text(
    "第 {now} 稿相对第 {before} 稿（已审阅）的变化", "What changed in draft {now} since draft {before} (reviewed)"
)
_COUNTS = Text(
    "与审阅过的第 {before} 稿相比：要点新增 {new} 条、改动 {changed} 条、撤下 {withdrawn} 条；"
    "新填 {filled} 格；缺口新增 {gaps} 项、解决 {closed} 项。",
    "Since the reviewed draft {before}: {new} new claims, {changed} changed, {withdrawn} withdrawn; {filled} cells filled; "
    "{gaps} new gaps, {closed} closed.",
)
_NEW = Text("新增的要点", "New claims")
_CHANGED = Text("改动的要点", "Changed claims", "改動的要點")
_WITHDRAWN = Text("撤下的要点（笔记里已没有依据）", "Withdrawn claims (the notes no longer bear them out)")
_FILLED = Text("新填的格", "Cells filled")
_NEW_GAPS = Text("新的缺口", "New gaps")
_CLOSED = Text("解决的缺口", "Gaps closed")
_OFFERED = Text("人工改定的要点：新访谈带来的证据", "Claims of persons, with evidence from new interviews")
_PARTS = {
    "does": words.DOES,
    "says": words.SAYS,
    "feels": words.FEELS,
    "drivers": words.DRIVERS,
    "barriers": words.BARRIERS,
    "company": words.COMPANY,
    "kpis": words.KPIS,
}


def count_changes(before: Draft, changes: DraftChanges) -> Text:
    """The difference in one sentence."""
    return _COUNTS.filled(
        before=before.number,
        new=len(changes.new),
        changed=len(changes.changed),
        withdrawn=len(changes.withdrawn),
        filled=len(changes.filled),
        gaps=len(changes.new_gaps),
        closed=len(changes.closed),
    )


def render_changes(before: Draft, after: Draft) -> str:
    """The summary of what changed, as Markdown in the draft's language."""
    changes = compare_drafts(before, after)
    language = after.language
    title = _TITLE.filled(now=after.number, before=before.number)
    lines = [f"# {title.say(language)}", "", count_changes(before, changes).say(language)]
    for heading, told in _parts(before, after, changes):
        if told:
            lines += ["", f"## {heading.say(language)}", "", *(f"- {each.say(language)}" for each in told)]
    return "\n".join(lines) + "\n"


def describe_place(draft: Draft, place: Place) -> Text:
    """Where in a draft something stands, in words."""
    if place.kind == "gap":
        gap = next((each for each in draft.gaps if each.id == place.parts[0]), None)
        named = [words.GAP_KINDS[gap.kind], same(gap.title)] if gap is not None else [Text("缺口", "gap")]
    elif place.kind == "unplaced":
        waiting = next((each for each in draft.unplaced if each.claim.id == place.parts[0]), None)
        named = [Text("尚未归位", "without a place"), *([same(waiting.stage)] if waiting is not None else [])]
    elif place.kind == "cell":
        segment, stage, dimension = place.parts
        named = [*_segment(draft, segment), _stage(draft, stage), words.DIMENSIONS[Dimension(dimension)]]
    elif place.kind == "exit":
        segment, touchpoint, kind = place.parts
        label = _touchpoint(draft, touchpoint) or journey_words.NOWHERE
        at = journey_words.EXIT_AT["bounce" if kind == "bounce" else "exit"].filled(touchpoint=label)
        named = [*_segment(draft, segment), at]
    elif place.kind == "value":
        value, stage, touchpoint, state = place.parts
        label = next((same(each.value.label) for each in draft.brand if each.value.id == value), same(value))
        met = _touchpoint(draft, touchpoint)
        kept = journey_words.KEPT if state == "kept" else journey_words.BROKEN
        named = [label, _stage(draft, stage), *([met] if met is not None else []), kept]
    else:
        stage, part = place.parts
        named = [*([_stage(draft, stage)] if stage else []), _asked(draft, stage, part)]
    return joined(named, " · ", " · ")


def _segment(draft: Draft, segment: str) -> list[Text]:
    label = next((each.label for each in draft.maps if (each.segment or "") == segment), segment)
    return [same(label)] if label else []


def _stage(draft: Draft, stage: str) -> Text:
    return next((each.label for each in draft.model.stages if each.id == stage), same(stage))


def _touchpoint(draft: Draft, touchpoint: str) -> Text | None:
    return next((each.label for each in draft.journeys.touchpoints if each.id == touchpoint), None)


def _asked(draft: Draft, stage: str, part: str) -> Text:
    """A part of the insights, a question of the playbook, or what a finding is about."""
    if part in _PARTS:
        return _PARTS[part]
    asked = [(each.stage, answer) for each in draft.insights for answer in each.answers]
    found = (answer for where, answer in (*asked, *draft.findings()) if (where, answer.question_id) == (stage, part))
    return next((same(each.question) for each in found), same(part))


def _parts(before: Draft, after: Draft, changes: DraftChanges) -> Iterator[tuple[Text, list[Text]]]:
    def at(draft: Draft, place: Place, said: str) -> Text:
        return Text("{where}：{said}", "{where}: {said}").filled(where=describe_place(draft, place), said=said)

    yield _NEW, [at(after, place, each.text) for place, each in changes.new]
    yield _CHANGED, [at(after, place, f"~~{old.text}~~ {new.text}") for place, old, new in changes.changed]
    yield _WITHDRAWN, [at(before, place, each.text) for place, each in changes.withdrawn]
    yield _FILLED, [describe_place(after, place) for place in changes.filled]
    yield _NEW_GAPS, [same(each.title) for each in changes.new_gaps]
    yield _CLOSED, [same(each.title) for each in changes.closed]
    offered = (
        at(after, place, f"{each.text} ({one.detail})")
        for place, each in changes.offered
        for one in each.doubts
        if one.kind.startswith("evidence-")
    )
    yield _OFFERED, list(offered)
