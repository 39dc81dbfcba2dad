"""A worker's desk: nothing that is asked or answered is lost on its way, and nobody waits for who is gone."""

import asyncio
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from assistant.batch.desk import Desk, Seat, SubmitterGoneError, close_op, give_op, open_desk, pack, take_op, unpack
from assistant.batch.line import as_value
from assistant.errors import BudgetError, Exit
from assistant.wording import Text


class Worker:
    """What a desk needs of dask's worker."""

    def __init__(self) -> None:
        self.extensions: dict[str, Desk] = {}
        self.handlers: dict[str, Callable[..., Any]] = {}


def test_what_is_asked_lies_there_until_it_has_come_over_and_answers_find_who_asked():
    async def talk() -> list[int]:
        desk = Desk(lambda: 0.0)
        with ThreadPoolExecutor(4) as jobs:
            answers = [jobs.submit(desk.ask, f"lease-{each}", each) for each in range(4)]
            taken: list[tuple[int, bytes]] = []
            while len(taken) < 4:
                taken = await desk.take(0, 5.0)
            assert await desk.take(0, 0.0) == taken, "the first answer was lost on its way"
            assert await desk.take(taken[-1][0], 0.0) == []
            for number, packed in taken:
                lease, question = unpack(packed)
                assert lease == f"lease-{question}"
                await desk.give(number, pack(question * 10))
            return [await asyncio.wrap_future(each) for each in answers]

    assert asyncio.run(talk()) == [0, 10, 20, 30]


def test_an_error_of_the_submitter_is_raised_where_it_was_asked():
    async def talk() -> None:
        desk = Desk(lambda: 0.0)
        with ThreadPoolExecutor(1) as jobs:
            answer = jobs.submit(desk.ask, "lease", "may I")
            ((number, _),) = await desk.take(0, 5.0)
            await desk.give(number, pack(as_value(BudgetError(Text("预算用完。", "The budget is spent.")))))
            await asyncio.wrap_future(answer)

    with pytest.raises(BudgetError, match=r"The budget is spent\.") as caught:
        asyncio.run(talk())
    assert caught.value.exit_code == Exit.BUDGET


@pytest.mark.parametrize("way", ["silent", "closed", "unwanted"])
def test_nobody_waits_for_a_submitter_that_is_gone(way):
    async def talk() -> None:
        now = [0.0]
        unwanted = threading.Event()
        desk = Desk(lambda: now[0], silence=30.0)
        seat = Seat(desk, "lease", lambda: not unwanted.is_set())
        with ThreadPoolExecutor(1) as jobs:
            answer = jobs.submit(seat.ask, "anybody there")
            assert await desk.take(0, 5.0)
            if way == "silent":
                now[0] = 31.0
            elif way == "closed":
                desk.close()
            else:
                unwanted.set()
            await asyncio.wrap_future(answer)

    with pytest.raises(SubmitterGoneError):
        asyncio.run(talk())


def test_desks_of_two_submitters_stand_side_by_side_and_close_apart():
    async def talk() -> Worker:
        worker = Worker()
        for name in ("one", "two"):
            assert await open_desk(name, dask_worker=worker)
        await worker.handlers[close_op("one")]()
        return worker

    worker = asyncio.run(talk())
    assert worker.extensions["one"].forsaken
    assert not worker.extensions["two"].forsaken
    assert {take_op("two"), give_op("two")} <= worker.handlers.keys()


def test_what_goes_over_cannot_be_read_in_passing():
    assert "陈静".encode() not in pack(("lease", "陈静说，" * 40))
    assert b"secret word" not in pack(("lease", "a secret word " * 9))
