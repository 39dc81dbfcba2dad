"""A second-best passage: where all that was said was stopped, the model is asked once more without what it rested on."""

from dataclasses import replace

import pytest

from assistant.errors import BudgetError, EndpointDownError
from assistant.sessions.combining import ToldOnce
from assistant.wording import Text
from tests.fakes.chat_model import ScriptedChatModel
from tests.sessions.conftest import found, key_of

QUESTION = "换滤芯的提醒是怎么发的？"
REMINDED, BY_TEXT, YEARLY = "我从来没有收到过提醒", "系统都会发提醒短信", "我家滤芯一年换一次"
PICKS = ((REMINDED, "陈女士从来没有收到过提醒"), (BY_TEXT, "滤芯到期前系统会发提醒短信"))
NEITHER = (PICKS[0], (YEARLY, "王女士的滤芯一年换一次"))


@pytest.fixture
def put(build):
    """The answer of a model that picks those passages in turn; what holds one of `good` passes the second look."""

    def answer(*picks, good=(), handed=None, fault=None, stops=False):
        def script(request):
            if request.step == "check":
                words = next((each for each in good if each in request.messages[-1].content), "")
                return {"checks": [{"key": "S1", "wanted": "", "words": words, "answers": "yes" if words else "no"}]}
            turn = model.steps().count("ask") - 1
            if turn and stops:
                raise KeyboardInterrupt
            if turn and fault is not None:
                return fault
            if picks[turn] is None:
                return found(state="no")
            words, said = picks[turn]
            key = key_of(model, words)
            return found((key, words), answer=f"{said} [{key}]。")

        model = ScriptedChatModel(script=script)
        answer.model = model
        told = (lambda each, _: handed.append(each.text)) if handed is not None else None
        return build(model, second_check=True).answer(QUESTION, told=told)

    return answer


def test_an_answer_in_the_second_best_passage_is_found(put):
    answer = put(*PICKS, good=["短信"])
    assert answer.found
    assert [each.text for each in answer.sentences] == ["滤芯到期前系统会发提醒短信。"]
    assert [BY_TEXT in each.quote for each in answer.citations] == [True]
    assert not answer.nearest
    assert answer.withheld == ("not-an-answer",)
    first, again = (each for each in put.model.requests if each.step == "ask")
    assert REMINDED in first.messages[-1].content
    assert REMINDED not in again.messages[-1].content
    assert BY_TEXT in again.messages[-1].content


def test_where_both_are_stopped_the_notes_do_not_say_and_nothing_more_is_asked(put):
    answer = put(*NEITHER)
    assert not answer.found
    assert not answer.sentences
    assert answer.withheld == ("not-an-answer", "not-an-answer")
    assert answer.nearest[0].quote.startswith(REMINDED), "as without the second time"
    assert put.model.steps() == ["ask", "check", "ask", "check"]


def test_a_second_choice_counts_only_in_words_that_stand(put):
    answer = put(PICKS[0], (BY_TEXT, "提醒短信要收九百元"), good=["短信"])
    assert not answer.found
    assert not answer.citations
    assert put.model.steps() == ["ask", "check", "ask"]


def test_a_model_that_finds_nothing_in_the_rest_ends_it(put):
    answer = put(PICKS[0], None)
    assert not answer.found
    assert put.model.steps() == ["ask", "check", "ask"]


def test_an_answer_that_stands_is_not_asked_for_again(put):
    assert put(PICKS[1], good=["短信"]).found
    assert put.model.steps() == ["ask", "check"]


def test_not_found_at_once_is_not_asked_again(put):
    assert not put(None).found
    assert put.model.steps() == ["ask"]


def test_what_was_taken_back_is_told_and_what_takes_its_place_comes_after_its_check(put):
    handed = []
    answer = put(*PICKS, good=["短信"], handed=handed)
    assert handed == ["陈女士从来没有收到过提醒。", "滤芯到期前系统会发提醒短信。"]
    assert [each.text for each in answer.taken_back] == ["陈女士从来没有收到过提醒。"]
    assert [each.text for each in answer.sentences] == ["滤芯到期前系统会发提醒短信。"]


def test_what_does_not_stand_the_second_time_is_never_handed_on(put):
    handed = []
    answer = put(*NEITHER, handed=handed)
    assert handed == ["陈女士从来没有收到过提醒。"]
    assert [each.text for each in answer.taken_back] == handed


@pytest.mark.parametrize(
    "rest",
    [
        {"fault": EndpointDownError(Text("连不上接口。", "Cannot connect."))},
        {"fault": BudgetError(Text("预算用完了。", "The budget is used up."))},
        {"stops": True},
    ],
    ids=["the endpoint fails", "the budget is used up", "the person stops it"],
)
def test_what_breaks_off_the_second_time_takes_back_what_is_on_the_screen(put, rest):
    answer = put(PICKS[0], handed=[], **rest)
    assert not answer.found
    assert [each.text for each in answer.taken_back] == ["陈女士从来没有收到过提醒。"]


def test_a_person_stops_an_answer_of_which_nothing_was_shown(put):
    with pytest.raises(KeyboardInterrupt):
        put(PICKS[0], stops=True)


def test_the_same_words_from_another_passage_are_handed_on_again(put):
    handed = []
    answer = put(PICKS[1], good=["短信"])
    (sentence,) = answer.sentences
    told = ToldOnce(lambda each, _: handed.append(each.keys))
    for each in (sentence, sentence, replace(sentence, keys=("N9",))):
        told(each, ())
    assert handed == [sentence.keys, ("N9",)]
