"""Two drafts of one client, or two rounds of its interviews, held against each other."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.drafting.store import draft_numbers, load_draft
from assistant.drafting.topics import shipped_topics
from assistant.errors import SettingsError, UsageError
from assistant.journey import Draft, GapKind, steady_id
from assistant.journey.comparing import compare_rounds, compare_versions, split_rounds
from assistant.journey.comparison import Compared, ComparedFinding
from assistant.journey.currency import find_ages, note_dates
from assistant.wording import Text, joined, same
from assistant.workspace import ClientFolder, pasteable

if TYPE_CHECKING:  # loaded when something is compared
    from assistant.versions import Versions

Carry = Callable[[Draft, Draft], Draft]
"""The first draft in the stages of the second one, as far as that is free."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is to be compared: drafts by number (none: the last two; one: with the latest), or rounds divided at `since`."""

    numbers: tuple[int, ...] = ()
    since: str = ""


def compare_client(client: ClientFolder, wanted: Wanted, carry: Carry) -> Compared:
    """The comparison asked for. Nothing is stored and nothing leaves the machine.

    Raises UsageError for a draft that is not there, fewer than two of them, a day that is none, or rounds without notes.
    """
    if wanted.since:
        return _compare_rounds(client, wanted)
    before, after = _load_two(client, wanted.numbers)
    remarks = [*_remarks(before, after)]
    carried = before
    if (before.model.id, before.model.stage_ids) != (after.model.id, after.model.stage_ids):
        carried = carry(before, after)
        remarks.append(_tell_models(before, after, carried))
    added, edited, removed = _note_changes(before, after)
    comparison = compare_versions(carried, after, _opposites(after))
    return Compared(carried, after, comparison, added, edited, removed, remarks=tuple(remarks), was=before)


def write_comparison(
    compared: Compared, versions: "Versions", folder: Path | None, now: Callable[[], datetime]
) -> Path:
    """The comparison as a Word file in `folder`, or a new folder of the client's outputs; nothing is overwritten.

    Raises StorageError.
    """
    from assistant.files import free_name, write_atomically
    from assistant.reports import comparison_words
    from assistant.reports.comparison import render_comparison
    from assistant.workspace import make_folder

    content = render_comparison(compared, versions.appearance().theme, now().astimezone().isoformat(timespec="seconds"))
    target = folder or versions.next_folder()
    make_folder(target)
    title = comparison_words.TITLE if compared.rounds is None else comparison_words.TITLE_ROUNDS
    name = title.say(compared.after.language).replace(" ", "-")
    path = free_name(target, f"{name}.docx")
    write_atomically(path, content)
    return path


def comparison_json(compared: Compared, path: Path | None) -> Mapping[str, object]:
    """The stable JSON of `journey compare`; ids in English, quotes by key under `evidence`."""
    comparison = compared.comparison
    cited = {key for each in comparison.lines for key in (*each.earlier, *each.later)}
    told = compared.after.currency.developments if compared.after.currency is not None else ()
    evidence = compared.evidence
    return {
        "client": compared.after.client,
        "before": _side_json(compared.was or compared.before),
        "after": _side_json(compared.after),
        "since": compared.since or None,
        "rounds": _rounds_json(compared),
        "notes": {
            "added": list(compared.added),
            "edited": list(compared.edited),
            "removed": list(compared.removed),
        },
        "counts": {
            **{
                change: len(comparison.of(change)) for change in ("new", "changed", "confirmed", "contradicted", "gone")
            },
            "unchanged": comparison.unchanged,
            "aside": comparison.aside,
        },
        "findings": [_line_json(each) for each in comparison.lines],
        "evidence": {
            key: {
                "quote": evidence[key].quote,
                "speaker": evidence[key].speaker,
                "document": evidence[key].document,
                "locator": evidence[key].locator.describe("en"),
            }
            for key in sorted(cited | {each.key for each in told}, key=lambda key: int(key[1:]))
            if key in evidence
        },
        "ages": [
            {
                "stage": each.stage,
                "oldest": each.oldest or None,
                "newest": each.newest or None,
                "dated": each.dated,
                "undated": each.undated,
                "due": each.due,
            }
            for each in find_ages(compared.after)
        ],
        "refresh": [{"kind": each.kind, "key": each.key} for each in told],
        "remarks": [{"zh": each.zh, "en": each.en} for each in compared.remarks],
        "report": str(path) if path is not None else None,
    }


def _side_json(draft: Draft) -> Mapping[str, object]:
    return {
        "draft": draft.number,
        "created": draft.provenance.created,
        "status": draft.status,
        "engine": draft.provenance.engine,
        "stage_model": draft.model.id,
        "documents": len(draft.sources),
    }


def _rounds_json(compared: Compared) -> Mapping[str, object] | None:
    rounds = compared.rounds
    if rounds is None:
        return None
    return {"earlier": sorted(rounds.earlier), "later": sorted(rounds.later), "aside": sorted(rounds.aside)}


def _line_json(each: ComparedFinding) -> Mapping[str, object]:
    return {
        "change": each.change,
        "kind": each.kind,
        "id": each.id,
        "place": [each.place.kind, *each.place.parts],
        "text": each.text,
        "before": each.before or None,
        "reason": each.reason,
        "earlier": list(each.earlier),
        "later": list(each.later),
        "fresh": list(each.fresh),
    }


# -------------------------------------------------------------------- rounds


def _compare_rounds(client: ClientFolder, wanted: Wanted) -> Compared:
    since = _read_day(wanted.since)
    if len(wanted.numbers) > 1:
        raise UsageError(
            Text(
                "--since 把一稿的笔记按日期分成两轮，只能写一个稿号。",
                "--since divides the notes of one draft by their dates; name one draft only.",
            )
        )
    draft = load_draft(client.drafts, wanted.numbers[0] if wanted.numbers else None)
    rounds = split_rounds(draft, since)
    if not (rounds.earlier and rounds.later):
        raise _no_round(draft, since)
    comparison = compare_rounds(draft, rounds, _opposites(draft))
    remarks: list[Text] = []
    if rounds.aside:
        told = Text(
            "{count} 份笔记没有日期，或跨了这一天，没有算进任何一轮：{names}。",
            "Notes without a date, or with days on both sides, are in neither round ({count}): {names}.",
        )
        remarks.append(
            told.filled(count=len(rounds.aside), names=joined([same(each) for each in sorted(rounds.aside)]))
        )
    return Compared(draft, draft, comparison, since=since, rounds=rounds, remarks=tuple(remarks))


def _read_day(told: str) -> str:
    try:
        return date.fromisoformat(f"{told}-01" if len(told) == len("2026-01") else told).isoformat()
    except ValueError as error:
        raise UsageError(
            Text("“{told}”不是日期。", "{told} is no date.").filled(told=told),
            Text("请写成 2026-01-31 或 2026-01。", "Write it as 2026-01-31 or 2026-01."),
        ) from error


def _no_round(draft: Draft, since: str) -> UsageError:
    known = note_dates(draft).values()
    if not known:
        return UsageError(
            Text(
                "第 {number} 稿的笔记都没有日期，分不出两轮。",
                "No note of draft {number} tells a date, so that there are no rounds.",
            ).filled(number=draft.number),
            Text(
                "在每份笔记开头写一行“日期：2026-01-31”，再起草一次。",
                "Write a line “Date: 2026-01-31” at the head of each note and draft again.",
            ),
        )
    first, last = min(each.first for each in known), max(each.last for each in known)
    return UsageError(
        Text(
            "{since} 的一侧没有笔记：第 {number} 稿有日期的笔记从 {first} 到 {last}。",
            "There are no notes on one side of {since}: the dated notes of draft {number} run from {first} to {last}.",
        ).filled(since=since, number=draft.number, first=first, last=last)
    )


# -------------------------------------------------------------------- two drafts


def _load_two(client: ClientFolder, numbers: Sequence[int]) -> tuple[Draft, Draft]:
    known = draft_numbers(client.drafts)
    if len(numbers) < 2 and len(known) < 2:
        load_draft(client.drafts)  # says so where there is none at all
        raise UsageError(
            Text(
                "“{name}”只有一稿，没有另一稿可以对照。",
                "{name} has one draft only; there is no other to compare with.",
            ).filled(name=client.profile.name),
            Text(
                "按日期对照两轮访谈：journey compare {name} --since 2026-01-31",
                "Two rounds of interviews, by date: journey compare {name} --since 2026-01-31",
            ).filled(name=pasteable(client.profile.name)),
        )
    wanted = numbers if len(numbers) == 2 else (numbers[0], known[-1]) if numbers else known[-2:]
    one, other = (load_draft(client.drafts, number) for number in wanted)
    return one, other


def _note_changes(before: Draft, after: Draft) -> tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]:
    """The notes that were added, edited and removed between two drafts."""
    was = {each.document: each.digest for each in before.sources}
    now = {each.document: each.digest for each in after.sources}
    return (
        tuple(each for each in now if each not in was),
        tuple(each for each in now if each in was and was[each] != now[each]),
        tuple(each for each in was if each not in now),
    )


def _opposites(draft: Draft) -> dict[str, str]:
    """Problems and opportunities of one topic and stage, by the ids they are born with, both ways."""
    found: dict[str, str] = {}
    for stage in draft.model.stage_ids:
        for topic in shipped_topics():
            problem, praise = (
                steady_id("gap", kind, str(kind), stage, topic.id) for kind in (GapKind.PROBLEM, GapKind.OPPORTUNITY)
            )
            found |= {problem: praise, praise: problem}
    return found


def _tell_models(before: Draft, after: Draft, carried: Draft) -> Text:
    kept = {each.id for each in carried.claims()}
    lost = sum(each.id not in kept for each in before.claims())
    if carried.model.id != after.model.id:
        return Text(
            "两稿的阶段不同（{was}、{now}），而且换算不了：阶段里的要点没有对照。",
            "The stages differ ({was}, {now}) and cannot be mapped: findings within stages are not compared.",
        ).filled(was=before.model.label, now=after.model.label)
    return Text(
        "第 {number} 稿用的是“{was}”，已按阶段对应关系换成“{now}”再对照；{lost} 条没有唯一对应的阶段，没有对照。",
        "Draft {number} has the stages of {was}; it was mapped to {now} first. Claims without one counterpart are not "
        "compared: {lost}.",
    ).filled(number=before.number, was=before.model.label, now=after.model.label, lost=lost)


def _remarks(before: Draft, after: Draft) -> list[Text]:
    """What one of the drafts alone could hold, and what keeps their words from being compared."""
    remarks: list[Text] = []
    if before.language != after.language:
        remarks.append(
            Text(
                "两稿的语言不同，措辞不作对照，只看依据。",
                "The drafts are in different languages: words are not compared, only evidence.",
            )
        )
    for one, other in ((before, after), (after, before)):
        there = {each.segment for each in other.maps}
        only = [same(each.label) for each in one.maps if each.segment not in there]
        only += [label for label, has in _reports(one) if has and not dict(_reports(other))[label]]
        if only:
            told = Text("只有第 {number} 稿有，没有对照：{names}。", "Only in draft {number}, not compared: {names}.")
            remarks.append(told.filled(number=one.number, names=joined(only)))
    return remarks


def _reports(draft: Draft) -> list[tuple[Text, bool]]:
    return [(_FUNNEL, draft.funnel is not None), (_ANALYSIS, draft.analysis is not None)]


_FUNNEL = Text("漏斗报告", "the funnel report", "漏斗報告")
_ANALYSIS = Text("完整分析", "the full analysis")


def carry_into(before: Draft, carry: Callable[[Draft], Draft]) -> Draft:
    """`before` as `carry` brings it into other stages; as it is where that model is there no more."""
    try:
        return replace(carry(before), number=before.number)
    except SettingsError:
        return before
