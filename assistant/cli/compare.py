"""`journey compare`: what is different between two drafts, or between two rounds of interviews."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from assistant.cli.common import json_option, workspace_option
from assistant.cli.frame import command, option
from assistant.cli.screen import Screen
from assistant.errors import Exit, UsageError
from assistant.wording import Text

if TYPE_CHECKING:
    from assistant.journey.comparison import Compared, ComparedFinding

_SHOWN = 5
_COLUMNS = 76


@command(
    "compare",
    Text(
        "对照两稿：新增、改动、得到印证、相反、不再有的内容。每条附依据；不写稿号是最近两稿；"
        "--since 按笔记日期对照同一稿里的两轮访谈。",
        "Compare two drafts: what is new, changed, confirmed, contradicted and gone, each with its evidence. Without numbers the last "
        "two; --since compares two rounds of interviews in one draft by the dates of the notes.",
    ),
    "journey compare 澄川净水",
    "journey compare 澄川净水 1 3 --word",
    "journey compare 澄川净水 --since 2025-12-15",
)
@click.argument("client", metavar="CLIENT")
@click.argument("versions", metavar="[V1 [V2]]", nargs=-1, type=click.IntRange(min=1))
@option(
    "--since",
    metavar="DATE",
    about=Text("从这一天起算后一轮访谈。", "The later round of interviews begins on this day."),
)
@option("--all", "everything", is_flag=True, about=Text("全部列出，不只前几条。", "List all, not just the first few."))
@option("--word", is_flag=True, about=Text("写成 Word。", "Write it to Word."))
@option(
    "--out",
    "-o",
    metavar="DIR",
    type=click.Path(path_type=Path),
    about=Text("Word 写到这里。", "Write the Word file here."),
)
@workspace_option
@json_option
def compare(
    client: str,
    versions: tuple[int, ...],
    since: str | None,
    everything: bool,
    word: bool,
    out: Path | None,
    workspace: str | None,
    as_json: bool,
) -> Exit:
    from assistant import wiring_compare
    from assistant.comparing import Wanted, comparison_json
    from assistant.wiring import open_workspace

    screen = Screen(as_json)
    if len(versions) > 2:
        raise UsageError(Text("最多写两个稿号。", "Name two drafts at most."))
    wanted = Wanted(versions, since or "")
    compared, path = wiring_compare.compare(open_workspace(workspace), client, wanted, word=word, folder=out)
    screen.give(comparison_json(compared, path))
    if not as_json:
        _tell(screen, compared, everything=everything)
    if path is not None:
        screen.tell(Text("Word：{path}", "Word: {path}").filled(path=path))
    return Exit.DONE


def _tell(screen: Screen, compared: "Compared", *, everything: bool) -> None:
    from assistant.journey.comparison import CHANGES
    from assistant.reports import comparison_words as words
    from assistant.reports.comparison import describe_sides

    for label, told in describe_sides(compared):
        screen.tell(Text("{label}：{told}", "{label}: {told}").filled(label=label, told=told))
    for frame, names in (
        (words.NOTES_ADDED, compared.added),
        (words.NOTES_EDITED, compared.edited),
        (words.NOTES_REMOVED, compared.removed),
    ):
        if names:
            told = frame.filled(count=len(names), names=", ".join(names[:3]) + (" …" if len(names) > 3 else ""))
            screen.tell(Text("笔记：{told}", "Notes: {told}").filled(told=told))
    for remark in compared.remarks:
        screen.remark(remark)
    comparison = compared.comparison
    counts = {change: len(comparison.of(change)) for change in CHANGES}
    frame = words.COUNTS if compared.rounds is None else words.COUNTS_ROUNDS
    screen.tell(frame.filled(**counts, unchanged=comparison.unchanged))
    for change in CHANGES:
        lines = comparison.of(change)
        if not lines:
            continue
        named = words.GONE_ROUND if change == "gone" and compared.rounds is not None else words.CHANGES[change]
        screen.tell()
        screen.tell(Text("【{named}】{count}", "[{named}] {count}").filled(named=named, count=len(lines)))
        shown = lines if everything else _first(lines)
        for each in shown:
            _tell_line(screen, compared, each)
        if len(shown) < len(lines):
            screen.tell(Text("  {more}", "  {more}").filled(more=words.MORE.filled(count=len(lines) - len(shown))))
    _tell_currency(screen, compared)


def _first(lines: "tuple[ComparedFinding, ...]") -> "list[ComparedFinding]":
    """The first lines, gaps, exits and values before single claims."""
    return sorted(lines, key=lambda each: each.kind == "claim")[:_SHOWN]


def _tell_line(screen: Screen, compared: "Compared", each: "ComparedFinding") -> None:
    from assistant.reports import comparison_words as words
    from assistant.reports.comparison import describe_finding_place

    place = describe_finding_place(compared, each)
    said = screen.say(Text("· {place}：{text}", "· {place}: {text}").filled(place=place, text=each.text))
    screen.tell(_cut(said))
    if each.before:
        screen.tell(
            _cut(
                screen.say(Text("  {label}：{text}", "  {label}: {text}").filled(label=words.BEFORE, text=each.before))
            )
        )
    keys = " → ".join(part for part in (_keys(each.earlier), _keys(each.fresh or each.later)) if part)
    if each.change == "gone":
        keys = _keys(each.earlier)
    told = Text("  {reason}（{keys}）", "  {reason} ({keys})") if keys else Text("  {reason}", "  {reason}")
    screen.tell(told.filled(reason=words.REASONS[each.reason], keys=keys))


def _keys(keys: tuple[str, ...]) -> str:
    return " ".join(keys[:4]) + (" …" if len(keys) > 4 else "")


def _cut(said: str) -> str:
    """The line as far as it fits a terminal of eighty columns; the whole of it is in the Word file."""
    from rich.cells import cell_len, set_cell_size

    line = " ".join(said.split()) if not said.startswith("  ") else "  " + " ".join(said.split())
    return line if cell_len(line) <= _COLUMNS else set_cell_size(line, _COLUMNS - 1).rstrip() + "…"


def _tell_currency(screen: Screen, compared: "Compared") -> None:
    from assistant.reports import comparison_words as words
    from assistant.reports.currency_part import reasons_to_refresh

    reasons = reasons_to_refresh(compared.after)
    if not reasons:
        return
    screen.tell()
    screen.tell(Text("【{named}】", "[{named}]").filled(named=words.REFRESH))
    for each in reasons:
        screen.tell(_cut(screen.say(Text("· {told}", "· {told}").filled(told=each))))
