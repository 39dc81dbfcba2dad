"""The summary of a batch for people, as Word and CSV: how each client came out, what it cost, what was skipped and why."""

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from pathlib import Path

from assistant.batch.batches import BatchResult
from assistant.batch.jobs import Done, Failure
from assistant.batch.ledger import CallTotals, JobRecord, State
from assistant.batch.progress import render_duration
from assistant.files import tame_formula, write_together
from assistant.model.budget import render_money
from assistant.reports.blocks import (
    Block,
    Heading,
    Report,
    Row,
    Table,
    text_cell,
    text_paragraph,
)
from assistant.reports.plain import build_plain_report
from assistant.reports.theme import Theme
from assistant.reports.writing import next_report_folder
from assistant.wording import Language, Text

STATES = {
    State.DONE: Text("完成", "done"),
    State.FAILED: Text("失败", "failed"),
    State.WAITING: Text("未做", "not done"),
    State.AWAITED: Text("等待结果", "awaited"),
    State.RUNNING: Text("未完", "cut off"),
}
COLUMNS = {
    "client": Text("客户", "client"),
    "state": Text("状态", "state"),
    "documents": Text("笔记", "notes"),
    "statements": Text("陈述", "statements"),
    "cells_filled": Text("已填格", "cells filled"),
    "cells": Text("总格数", "cells"),
    "claims": Text("论断", "claims"),
    "partial": Text("部分有据", "partly supported"),
    "unsupported": Text("缺乏依据", "unsupported"),
    "gaps_high": Text("差距（高）", "gaps, high"),
    "gaps_medium": Text("差距（中）", "gaps, medium"),
    "gaps_low": Text("差距（低）", "gaps, low"),
    "calls": Text("调用", "calls"),
    "shipped": Text("其中经批处理服务", "of these by the batch service"),
    "possibly_paid_twice": Text("可能重复付费", "possibly paid twice"),
    "tokens": Text("词元", "tokens"),
    "cost": Text("费用", "cost"),
    "seconds": Text("用时（秒）", "seconds"),
    "skipped": Text("略去及原因", "skipped, and why"),
    "problem": Text("问题", "problem"),
    "reports": Text("报告", "reports"),
}
_SHOWN = ("client", "state", "coverage", "claims", "unsupported", "gaps", "calls", "cost", "time")
_SHARES = (0.22, 0.08, 0.09, 0.08, 0.11, 0.13, 0.09, 0.11, 0.09)
"""Of the width of the page, for the columns that are shown."""


@dataclass(frozen=True, slots=True)
class About:
    """What a summary is of: the batch's name, the language, the currency of its costs, when it was run."""

    name: str
    language: Language
    currency: str
    created: datetime


def write_summary(result: BatchResult, about: About, theme: Theme, outputs: Path) -> tuple[Path, Path]:
    """Writes the summary into a new folder under `outputs`; returns the Word file and the CSV. Raises StorageError."""
    from assistant.reports.word import render_word

    folder = next_report_folder(outputs, f"batch-{about.name}", about.created.date().isoformat())
    word, table = folder / "batch-summary.docx", folder / "batch-summary.csv"
    write_together({word: render_word(build_summary(result, about, theme), theme), table: render_csv(result, about)})
    return word, table


def render_csv(result: BatchResult, about: About) -> bytes:
    """A row a client, readable by spreadsheets: names first, UTF-8 with its mark."""
    written = io.StringIO()
    table = csv.writer(written, lineterminator="\r\n")
    table.writerow([label.say(about.language) for label in COLUMNS.values()])
    for each in result.records:
        values = _values(each, result.calls.get(each.client, CallTotals()), about)
        table.writerow([tame_formula(values.get(key, "")) for key in COLUMNS])
    return b"\xef\xbb\xbf" + written.getvalue().encode("utf-8", "replace")


def build_summary(result: BatchResult, about: About, theme: Theme) -> Report:
    """The summary as a report."""
    title = _TITLE.say(about.language)
    date = about.created.date().isoformat()
    return build_plain_report(
        "batch",
        about.language,
        theme,
        _body(result, about, theme.text_width(landscape=True)),
        title=f"{title} {about.name}",
        subject=about.name,
        header=(f"{title} · {about.name}", date),
        created=about.created.isoformat(timespec="seconds"),
        keywords=title,
        landscape=True,
    )


def _body(result: BatchResult, about: About, width: float) -> Iterator[Block]:
    language = about.language
    widths = tuple(each * width for each in _SHARES)
    yield Heading(f"{_TITLE.say(language)} · {about.name}", 1)
    yield text_paragraph("Lead", count_states(result, about).say(language))
    if (shipped := sum(each.shipped for each in result.calls.values())) > 0:
        yield text_paragraph("Lead", _SHIPPED.filled(n=shipped).say(language))
    if (lost := sum(each.lost for each in result.calls.values())) > 0:
        yield text_paragraph("Lead", LOST.filled(n=lost).say(language))
    head = Row(tuple(text_cell("TableHead", _HEADS[key].say(language), "head") for key in _SHOWN), header=True)
    rows = (_row(each, result.calls.get(each.client, CallTotals()), about) for each in result.records)
    yield Table(widths, (head, *rows), _TITLE.say(language), "grid")
    failed = [each for each in result.records if isinstance(each.outcome, Failure)]
    if failed:
        yield Heading(_FAILED.say(language), 2)
        yield from _pairs([(each.name, _problem(each, language)) for each in failed], widths, language)
    noted = [each for each in result.records if isinstance(each.outcome, Done) and each.outcome.flagged]
    if noted:
        yield Heading(_SKIPPED.say(language), 2)
        yield from _pairs([(each.name, _skipped(each, language)) for each in noted], widths, language)


def count_states(result: BatchResult, about: About) -> Text:
    """How many clients came out how, what all calls cost, and how long the run took."""
    states = [each.state for each in result.records]
    message = Text(
        "共 {all} 个客户：完成 {done}，失败 {failed}，未做 {left}。调用 {calls} 次，费用{cost}，本次用时 {time}。",
        "{all} clients: {done} done, {failed} failed, {left} not done. {calls} calls, {cost}; this run took {time}.",
    )
    offline = Text(
        "共 {all} 个客户：完成 {done}，失败 {failed}，未做 {left}。没有调用模型，本次用时 {time}。",
        "{all} clients: {done} done, {failed} failed, {left} not done. No model was called; this run took {time}.",
    )
    totals = list(result.calls.values())
    return (message if any(each.answered for each in totals) else offline).filled(
        all=len(states),
        done=states.count(State.DONE),
        failed=states.count(State.FAILED),
        left=len(states) - states.count(State.DONE) - states.count(State.FAILED),
        calls=sum(each.answered for each in totals),
        cost=cost_words(sum((each.cost for each in totals), Decimal(0)), about.currency),
        time=render_duration(result.seconds),
    )


def cost_words(cost: Decimal, currency: str) -> Text:
    """An amount of money in a sentence."""
    if not currency:
        return Text("未知（没有设置价格）", "cost unknown (no price is set)")
    return Text(" {amount} {currency}", "{amount} {currency}").filled(amount=render_money(cost), currency=currency)


def _row(record: JobRecord, calls: CallTotals, about: About) -> Row:
    values = _values(record, calls, about)
    done = isinstance(record.outcome, Done)
    shown = {
        "client": record.name,
        "state": values["state"],
        "coverage": f"{values['cells_filled']}/{values['cells']}" if done else "",
        "claims": values.get("claims", ""),
        "unsupported": values.get("unsupported", ""),
        "gaps": f"{values['gaps_high']} / {values['gaps_medium']} / {values['gaps_low']}" if done else "",
        "calls": values["calls"],
        "cost": values["cost"],
        "time": render_duration(record.outcome.seconds) if isinstance(record.outcome, Done) else "",
    }
    return Row(tuple(text_cell("TableText", shown[key]) for key in _SHOWN))


def _values(record: JobRecord, calls: CallTotals, about: About) -> dict[str, str]:
    values = {
        "client": record.name,
        "state": STATES[record.state].say(about.language),
        "calls": str(calls.answered),
        "shipped": str(calls.shipped),
        "possibly_paid_twice": str(calls.lost),
        "tokens": str(calls.tokens),
        "cost": f"{render_money(calls.cost)} {about.currency}" if about.currency else "",
        "problem": _problem(record, about.language),
        "skipped": _skipped(record, about.language),
    }
    if isinstance(record.outcome, Done):
        figures = record.outcome.figures
        values |= {key: str(getattr(figures, key)) for key in figures.__slots__}
        values |= {"seconds": f"{record.outcome.seconds:.1f}", "reports": str(record.outcome.folder)}
    return values


def _problem(record: JobRecord, language: Language) -> str:
    if not isinstance(record.outcome, Failure):
        return ""
    hint = record.outcome.hint
    return " ".join(each.say(language) for each in (record.outcome.message, hint) if each is not None)


def _skipped(record: JobRecord, language: Language) -> str:
    if not isinstance(record.outcome, Done):
        return ""
    told = [f"{each.document}: {each.note.say(language)}" for each in record.outcome.skipped]
    return "; ".join((*told, *(each.say(language) for each in record.outcome.remarks)))


def _pairs(pairs: Sequence[tuple[str, str]], widths: Sequence[float], language: Language) -> Iterator[Block]:
    rows = tuple(Row((text_cell("TableText", name), text_cell("TableText", said)), apart=True) for name, said in pairs)
    yield Table((widths[0], sum(widths[1:])), rows, _TITLE.say(language), "grid")


_TITLE = Text("批处理汇总", "Batch summary")
_FAILED = Text("失败的客户", "Clients that failed")
_SKIPPED = Text("略去的文件和需要留意的事", "Files left out, and what to look at")
_SHIPPED = Text(
    "其中 {n} 次经服务商的批处理服务完成，按其较低的价格计费。",
    "{n} of the calls went through the provider's batch service, at its lower price.",
)
LOST = Text(
    "有 {n} 次调用在中断时正在进行，重做时再次发出，可能付了两次费用。",
    "{n} calls were in flight when a run was cut off and were sent again: they may have been paid for twice.",
)
_HEADS = {
    **COLUMNS,
    "coverage": Text("覆盖", "coverage"),
    "gaps": Text("差距 高/中/低", "gaps h/m/l"),
    "time": Text("用时", "time"),
}
