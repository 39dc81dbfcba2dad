"""A worker's questions and their answers, over a socket."""

import threading
from collections import Counter
from multiprocessing.connection import Listener

import pytest

from assistant.batch.line import AskedVectors, Line, answer_line, start_thread
from assistant.errors import BusyError
from assistant.wording import Text

QUESTIONS = 50


def test_a_line_is_answered_to_the_last_question_by_threads_that_do_not_stay() -> None:
    # what a thread freed is kept for it by the C library: one that answers for hours makes a long batch grow
    answered: Counter[threading.Thread] = Counter()

    def answer(question: AskedVectors) -> str:
        answered[threading.current_thread()] += 1
        if question.texts == ("7",):
            raise BusyError(Text("有人在用。", "Somebody is at it."))
        return question.texts[0]

    with Listener(None, authkey=b"key") as listener:
        line = Line(listener.address, b"key")

        def attend() -> None:
            connection = listener.accept()
            answer_line(connection, connection.recv(), answer)

        start_thread(attend)
        said: list[str] = []
        for number in range(QUESTIONS):
            asked = AskedVectors("e5", "query", (str(number),))
            if number == 7:
                with pytest.raises(BusyError):
                    line.ask(asked)
                continue
            said.append(line.ask(asked))

    assert said == [str(each) for each in range(QUESTIONS) if each != 7]
    assert answered.total() == QUESTIONS
    assert max(answered.values()) <= 8
