"""What `journey batch` shows: the plan, how far it is, what came of it; and what Ctrl-C means."""

import signal
import sys
import time
from collections.abc import Callable, Generator, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import Any

from assistant.batch.batches import BatchResult
from assistant.batch.crew import Stopping
from assistant.batch.estimating import Plan, PlanLine
from assistant.batch.jobs import Done, Failure, Job
from assistant.batch.ledger import JobRecord
from assistant.batch.progress import Tally, render_duration
from assistant.batch.running import Event
from assistant.batch.summary import LOST, STATES
from assistant.cli.consent import OF_WHICH_EMBEDDINGS
from assistant.cli.screen import Screen
from assistant.cli.steps import name_step
from assistant.model.budget import render_money
from assistant.wording import Text, joined, same
from assistant.workspace import pasteable


@contextmanager
def listening(screen: Screen) -> Generator[Stopping]:
    """Ctrl-C once finishes the calls under way and begins nothing new; once more stops at once. SIGTERM is like the first."""
    stopping = Stopping()

    def hear(number: int, _frame: object) -> None:
        if stopping.asked and number == signal.SIGINT:
            raise KeyboardInterrupt
        stopping.ask()
        screen.remark(_STOPPING)

    before = {each: signal.signal(each, hear) for each in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield stopping
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


class Progress:
    """A bar at a terminal, else a plain line for each client; on stderr."""

    def __init__(self, screen: Screen) -> None:
        self._screen = screen
        self._tally = Tally(time.monotonic)
        self._bar: Any = None
        self._task: Any = None

    def __enter__(self) -> "Progress":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._bar is not None:
            self._bar.stop()

    def follow(self, jobs: Sequence[Job], records: dict[str, JobRecord]) -> Callable[[Event], None]:
        """Begins to show a run; gives back who hears of events."""
        self._tally.begin(records[each.client] for each in jobs)
        if self._tally.before:
            message = Text(
                "{n} 个客户此前已完成，不再重做。", "{n} clients were finished before and are not done again."
            )
            self._screen.remark(message.filled(n=self._tally.before))
        if sys.stderr.isatty() and self._tally.before < self._tally.total:
            self._open_bar()
        return self._hear

    def _open_bar(self) -> None:
        from rich.console import Console
        from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

        columns = (
            TextColumn("{task.fields[count]}"),
            BarColumn(20),
            TextColumn("{task.fields[told]}"),
            TimeElapsedColumn(),
        )
        self._bar = Progress(*columns, console=Console(stderr=True), transient=True)
        self._task = self._bar.add_task("", total=self._tally.total, count="", told="")
        self._bar.start()

    def _hear(self, event: Event) -> None:
        self._tally.count(event)
        if self._bar is not None:
            if event.kind in ("failed", "again"):
                self._bar.console.print(self._screen.say(self._line(event)), markup=False, highlight=False)
            self._show()
        elif event.kind != "step":
            self._screen.remark(f"{datetime.now():%H:%M:%S} {self._screen.say(self._line(event))}")

    def _show(self) -> None:
        from assistant.columns import shorten

        tally = self._tally
        under_way = tally.under_way.items()
        steps = (f"{name} {name_step(self._screen, step)}".strip() for name, step in under_way)
        names = self._screen.say(Text("、", ", ")).join(steps)
        left = tally.seconds_left()
        about = (
            Text("约剩 {left}", "about {left} left").filled(left=render_duration(left))
            if left is not None
            else same("")
        )
        calls = Text("{n} 次调用", "{n} calls").filled(n=tally.calls) if tally.calls else same("")
        cost = render_money(tally.cost) if tally.cost else ""
        parts = (self._screen.say(calls), cost, self._screen.say(about), shorten(names, 20))
        told = " · ".join(each for each in parts if each)
        self._bar.update(self._task, completed=tally.finished, count=f"{tally.finished}/{tally.total}", told=told)

    def _line(self, event: Event) -> Text:
        tally = self._tally
        head = Text("[{n}/{total}] {name}：", "[{n}/{total}] {name}: ")
        head = head.filled(n=tally.finished, total=tally.total, name=event.job.name)
        return joined([head, _told(event)], "", "")


def _told(event: Event) -> Text:
    if event.done is not None:
        figures = event.done.figures
        message = Text(
            "完成，{filled}/{cells} 格，{claims} 条论断，{gaps} 项差距，{time}",
            "done, {filled}/{cells} cells, {claims} claims, {gaps} gaps, {time}",
        )
        gaps = figures.gaps_high + figures.gaps_medium + figures.gaps_low
        time_ = render_duration(event.done.seconds)
        return message.filled(
            filled=figures.cells_filled, cells=figures.cells, claims=figures.claims, gaps=gaps, time=time_
        )
    if event.failure is not None:
        again = Text("稍后再试：{why}", "tried again later: {why}")
        failed = Text("失败：{why}", "failed: {why}")
        return (again if event.kind == "again" else failed).filled(why=event.failure.message)
    said = {
        "begun": Text("开始", "begun"),
        "left": Text("已停下，下次继续", "left, to be gone on with"),
        "awaited": Text("已交给批处理服务，等待结果", "handed in to the batch service; its results are awaited"),
    }
    return said.get(event.kind, same(event.step))


def give_plan(screen: Screen, plan: Plan) -> None:
    """The plan of a dry run: each client with what it would take at most, then the whole."""
    for each in plan.lines:
        screen.give(_plan_json(screen, each))
    head = [Text("客户", "client"), Text("报告", "reports"), Text("语言", "language"), Text("引擎", "engine"),
            Text("调用", "calls"), Text("约需", "about")]  # fmt: skip
    screen.table(head, [_plan_row(each) for each in plan.lines])
    for each in plan.lines:
        if each.stopped_by is not None:
            message = Text("{name}：要先确认。{why}", "{name} has to be settled first: {why}")
            screen.remark(message.filled(name=each.planned.entry.client, why=each.stopped_by))
        if each.problem is not None:
            message = Text("{name}：{why}", "{name}: {why}")
            screen.remark(message.filled(name=each.planned.entry.client, why=each.problem))
    time = render_duration(max(plan.seconds, 1))
    if plan.total is None:
        offline = Text("{n} 个客户，什么都不会发出；约需 {time}。", "{n} clients, nothing is sent; about {time}.")
        screen.tell(offline.filled(n=len(plan.lines), time=time))
        return
    cost = Text("费用未知（没有设置价格）", "cost unknown (no price is set)")
    if plan.total.cost is not None:
        cost = Text("费用最多 {amount} {currency}", "{amount} {currency} at most")
        cost = cost.filled(amount=render_money(plan.total.cost), currency=plan.total.currency)
    message = Text(
        "{n} 个客户：最多 {calls} 次调用（另有 {kept} 次已有答复），发送约 {sent} 词元，接收最多 {received} 词元，{cost}；约需 {time}。",
        "{n} clients: at most {calls} calls (and {kept} answered already), about {sent} tokens sent and at most {received} "
        "received, {cost}; about {time}.",
    )
    total = plan.total
    told = message.filled(
        n=len(plan.lines),
        calls=total.calls,
        kept=total.kept,
        sent=total.tokens_in,
        received=total.tokens_out,
        cost=cost,
        time=time,
    )
    screen.tell(told)
    if total.embeddings:
        screen.tell(OF_WHICH_EMBEDDINGS.filled(n=total.embeddings))
    if plan.shipped:
        screen.tell(_TWO_WAITS)


def _plan_row(line: PlanLine) -> Sequence[Text | str]:
    asked = line.planned
    new = Text("{name}（新）", "{name} (new)").filled(name=asked.entry.client)
    return (
        new if asked.client is None else asked.entry.client,
        " ".join(asked.entry.reports),
        asked.settings.language,
        "llm" if line.drafts else "extractive",
        str(line.estimate.calls) if line.estimate is not None else "",
        "?" if line.problem is not None else render_duration(max(line.seconds, 1)),
    )


def _plan_json(screen: Screen, line: PlanLine) -> dict[str, Any]:
    found = line.estimate
    base: dict[str, Any] = {
        "client": line.planned.entry.client,
        "new": line.planned.client is None,
        "reports": list(line.planned.entry.reports),
        "language": line.planned.settings.language,
        "seconds": round(line.seconds, 1),
        "problem": screen.say(line.problem) if line.problem is not None else None,
        "stopped_by": screen.say(line.stopped_by) if line.stopped_by is not None else None,
    }
    if found is None:
        return {**base, "calls": 0, "tokens_in": 0, "tokens_out": 0, "cost": "0", "currency": "", "embedding_calls": 0}
    cost = str(found.cost) if found.cost is not None else None
    return {**base, "calls": found.calls, "tokens_in": found.tokens_in, "tokens_out": found.tokens_out,
            "cost": cost, "currency": found.currency, "embedding_calls": found.embeddings}  # fmt: skip


def give_result(screen: Screen, result: BatchResult, manifest: Path) -> None:
    """What came of a run: a table of clients, what failed with the command that tries it again."""
    for each in result.records:
        lies = [shipment.batch for shipment in result.awaited if shipment.client == each.client]
        screen.give({**_json(screen, each), **({"provider_batches": lies} if lies else {})})
    head = [Text("客户", "client"), Text("状态", "state"), Text("格", "cells"), Text("论断", "claims"),
            Text("缺乏依据", "unsupported"), Text("差距 高/中/低", "gaps h/m/l")]  # fmt: skip
    screen.table(head, [_row(each) for each in result.records])
    lost = sum(each.lost for each in result.calls.values())
    if lost and result.ran:
        screen.remark(LOST.filled(n=lost))
    for each in result.remarks:
        screen.remark(each)
    _tell_skipped(screen, result)
    _tell_remarks(screen, result)
    if result.awaited:
        _tell_awaited(screen, result, manifest)
    for path in result.summary:
        screen.tell(Text("汇总：{path}", "Summary: {path}").filled(path=path))
    failures = [each for each in result.records if isinstance(each.outcome, Failure)]
    for each in failures:
        assert isinstance(each.outcome, Failure)
        hint = each.outcome.hint or same("")
        message = Text("{name}：{why}{hint}", "{name}: {why} {hint}")
        screen.remark(message.filled(name=each.name, why=each.outcome.message, hint=hint))
    if failures or any(each.incomplete for each in result.records):
        message = Text(
            "只重做这些客户：journey batch {path} --failed", "Try those again with: journey batch {path} --failed"
        )
        screen.remark(message.filled(path=pasteable(str(manifest))))


def _tell_skipped(screen: Screen, result: BatchResult) -> None:
    """Which files of which clients were not read, and why; the summary has those beyond the first few."""
    found = [
        (record.name, each)
        for record in result.records
        if isinstance(record.outcome, Done)
        for each in record.outcome.skipped
    ]
    message = Text("{name}：略去 {document}：{why}", "{name}: {document} was left out: {why}")
    for name, each in found[:_MOST_SKIPPED]:
        screen.remark(message.filled(name=name, document=each.document, why=each.note))
    if len(found) > _MOST_SKIPPED:
        more = Text("另有 {n} 个略去的文件，见汇总。", "{n} more files were left out: see the summary.")
        screen.remark(more.filled(n=len(found) - _MOST_SKIPPED))


def _tell_remarks(screen: Screen, result: BatchResult) -> None:
    """What to know of the model's work, client by client; the summary has all."""
    found = [
        (record.name, each)
        for record in result.records
        if isinstance(record.outcome, Done)
        for each in record.outcome.remarks
    ]
    for name, each in found[:_MOST_REMARKS]:
        screen.remark(Text("{name}：{told}", "{name}: {told}").filled(name=name, told=each))
    if len(found) > _MOST_REMARKS:
        more = Text("另有 {n} 条提醒，见汇总。", "{n} more remarks: see the summary.")
        screen.remark(more.filled(n=len(found) - _MOST_REMARKS))


def _tell_awaited(screen: Screen, result: BatchResult, manifest: Path) -> None:
    """What lies with providers, where, since when, and how to go on."""
    for url in dict.fromkeys(each.base_url for each in result.awaited):
        here = [each for each in result.awaited if each.base_url == url]
        message = Text(
            "{clients} 个客户的 {calls} 次调用在 {url} 的批处理服务里等待结果（最早 {since} 提交，每一批最长 24 小时）：{batches}",
            "{calls} calls of {clients} clients wait for their results at the batch service of {url} (the first since "
            "{since}; each takes 24 hours at most): {batches}",
        )
        listed = [each.batch or each.id for each in here]
        more = same(f" … (+{len(listed) - _MOST_LISTED})") if len(listed) > _MOST_LISTED else same("")
        told = message.filled(
            clients=len({each.client for each in here}),
            calls=sum(each.requests for each in here),
            url=url,
            since=datetime.fromisoformat(here[0].made).strftime("%m-%d %H:%M"),
            batches=joined([joined([same(each) for each in listed[:_MOST_LISTED]]), more], "", ""),
        )
        screen.remark(told)
    message = Text(
        "稍后（过几天也可以，换一个终端也可以）再运行即可继续：journey batch {path} --provider-batch；加 --wait 则一直等到做完。",
        "Run it again later, in days if need be and from any shell, to go on: journey batch {path} --provider-batch; "
        "with --wait it waits until all is done.",
    )
    screen.remark(message.filled(path=pasteable(str(manifest))))


def _row(record: JobRecord) -> Sequence[Text | str]:
    state = STATES[record.state]
    if not isinstance(record.outcome, Done):
        return (record.name, state, "", "", "", "")
    figures = record.outcome.figures
    return (
        record.name,
        state,
        f"{figures.cells_filled}/{figures.cells}",
        str(figures.claims),
        str(figures.unsupported),
        f"{figures.gaps_high}/{figures.gaps_medium}/{figures.gaps_low}",
    )


def _json(screen: Screen, record: JobRecord) -> dict[str, Any]:
    base: dict[str, Any] = {"client": record.name, "state": record.state.value, "attempts": record.attempts}
    outcome = record.outcome
    if isinstance(outcome, Failure):
        hint = screen.say(outcome.hint) if outcome.hint is not None else ""
        return {**base, "error": screen.say(outcome.message), "hint": hint, "retryable": outcome.retryable}
    if outcome is None:
        return base
    figures = outcome.figures
    return {
        **base,
        "reports": [str(path) for path in outcome.files],
        "drafts": list(outcome.drafts),
        "cells_filled": figures.cells_filled,
        "cells": figures.cells,
        "claims": figures.claims,
        "unsupported": figures.unsupported,
        "gaps": {"high": figures.gaps_high, "medium": figures.gaps_medium, "low": figures.gaps_low},
        "left_out": [
            {"document": each.document, "reason": each.reason, "note": screen.say(each.note)}
            for each in outcome.skipped
        ],
        "remarks": [screen.say(each) for each in outcome.remarks],
        "unanswered": outcome.unanswered,
        "seconds": outcome.seconds,
    }


_MOST_LISTED = 3
_MOST_SKIPPED = 10
_MOST_REMARKS = 10
_TWO_WAITS = Text(
    "编码和论断经服务商的批处理服务，费用已按其价格计算；每一步最长等 24 小时，时间没有算在内。",
    "Coding and claims go through the provider's batch service, at its price; each of the two may take up to 24 hours, "
    "which the time does not count.",
)
_STOPPING = Text(
    "正在停下：等已发出的调用回来，不再开始新的。再按一次 Ctrl-C 立即停止。",
    "Stopping: waiting for calls under way, beginning nothing new. Ctrl-C once more stops at once.",
)
