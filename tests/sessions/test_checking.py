"""The second look: what a model calls an answer is one only where code can see that it may be."""

import pytest

from tests.fakes.chat_model import ScriptedChatModel
from tests.sessions.conftest import found, key_of

HALF_YEAR = "滤芯我半年换一次"
WORDS = "半年换一次"
QUESTION = "滤芯多久换一次？"


@pytest.fixture
def look(build):
    """The answer of a model that says one thing first and another when it looks again."""

    def answer(question, told, check, *, quote=HALF_YEAR, handed=None):
        def script(request):
            if request.step == "check":
                return {"checks": [{"key": "S1", "wanted": "", **check}]}
            if quote not in request.messages[-1].content:
                return found(state="no")
            key = key_of(model, quote)
            return {**found((key, quote), **told), "answer": told["answer"].replace("KEY", key)}

        model = ScriptedChatModel(script=script)
        return build(model, second_check=True).answer(question, told=(lambda each, _: handed(each)) if handed else None)

    return answer


def test_words_that_answer_let_the_sentence_stand(look):
    answer = look(QUESTION, {"answer": "滤芯半年换一次 [KEY]。"}, {"words": WORDS, "answers": "yes"})
    assert answer.found
    assert not answer.partly
    assert not answer.sentences[0].marks


@pytest.mark.parametrize(
    "check",
    [
        {"words": "", "answers": "no"},
        {"words": "", "answers": "yes"},
        {"words": "滤芯", "answers": "yes"},
    ],
    ids=["it says no", "it names no words", "the words are the question's own"],
)
def test_no_answer_in_the_quote_means_the_notes_do_not_say(look, check):
    answer = look("谁提到过滤芯？", {"answer": "陈女士的滤芯半年换一次 [KEY]。"}, check)
    assert not answer.found
    assert answer.withheld == ("not-an-answer",)
    assert answer.nearest[0].quote.startswith(HALF_YEAR)
    assert len({each.key for each in answer.nearest}) == len(answer.nearest) > 1, "what else is near is shown too"


def test_a_number_was_asked_and_the_words_hold_none(look):
    told = {"answer": "滤芯半年换一次 [KEY]。"}
    answer = look("滤芯一年要花多少钱？", told, {"words": "滤芯我", "answers": "yes"})
    assert not answer.found


def test_to_a_yes_or_no_question_the_words_may_be_the_questions_own(look):
    told = {"answer": "滤芯是半年换一次 [KEY]。"}
    assert look("滤芯是不是半年换一次？", told, {"words": WORDS, "answers": "yes"}).found


def test_a_part_of_the_answer_is_called_a_part(look):
    answer = look("谁多久换一次滤芯？", {"answer": "滤芯半年换一次 [KEY]。"}, {"words": WORDS, "answers": "partly"})
    assert answer.found
    assert answer.partly


def test_a_no_to_what_plainly_answers_is_told_and_not_obeyed(look):
    answer = look(QUESTION, {"answer": "滤芯半年换一次 [KEY]。"}, {"words": "", "answers": "no"})
    assert answer.found
    assert answer.sentences[0].marks == ("第二次核对没有从原话里看出答案，请对照",)


def test_quotes_that_the_second_look_passed_over_are_put_once_more(build):
    asked = []

    def script(request):
        if request.step == "check":
            asked.append(request.messages[-1].content)
            return {"checks": [{"key": "S1", "wanted": "", "words": WORDS, "answers": "yes"}]}
        if request.step == "split-question":
            return {"parts": ["滤芯多久换一次，要花多少钱？"]}
        one, two = key_of(model, HALF_YEAR), key_of(model, "一年花三百元")
        return found((one, HALF_YEAR), (two, "一年花三百元"), answer=f"滤芯半年换一次 [{one}]。一年花三百元 [{two}]。")

    model = ScriptedChatModel(script=script)
    answer = build(model, second_check=True).answer("滤芯多久换一次，要花多少钱？")
    assert len(asked) == 2
    assert HALF_YEAR in asked[0]
    assert HALF_YEAR not in asked[1]
    assert "第二次核对没有做成" not in str(answer.sentences)


def test_right_words_with_a_false_sentence_are_given_as_they_were_said(look):
    answer = look(QUESTION, {"answer": "滤芯九个月换一次 [KEY]。"}, {"words": WORDS, "answers": "yes"})
    (sentence,) = answer.sentences
    assert sentence.text == "“滤芯我半年换一次，一年要花六百元。”"
    assert answer.withheld == ("figure",)
    assert not look(QUESTION, {"answer": "滤芯九个月换一次 [KEY]。"}, {"words": "", "answers": "no"}).found


def test_quotes_in_place_of_a_sentence_are_handed_on_only_after_the_second_look(look):
    handed = []
    look(QUESTION, {"answer": "滤芯九个月换一次 [KEY]。"}, {"words": WORDS, "answers": "yes"}, handed=handed.append)
    assert [each.text for each in handed] == ["“滤芯我半年换一次，一年要花六百元。”"]


class WeighingAnalyst(ScriptedChatModel):
    """A scripted model that also tells how likely its yes is."""

    def __init__(self, likely, **script):
        super().__init__(**script)
        self.likely = likely
        self.weighed = []

    def weigh(self, request):
        self.weighed.append(request.messages[-1].content)
        return (
            dict(zip(request.choices, (self.likely, 1 - self.likely), strict=True)) if self.likely is not None else {}
        )


@pytest.fixture
def weigh(build):
    """The answer of a model with that likelihood of a yes, and the model."""

    def answer(question, likely, *, quote=HALF_YEAR, words="滤芯半年换一次", note=None):
        def script(request):
            if request.step == "check":
                return {"checks": [{"key": "S1", "wanted": "", "words": WORDS, "answers": "yes"}]}
            if request.step == "split-question":
                return {"parts": [question]}
            if quote not in request.messages[-1].content:
                return found(state="no")
            key = key_of(model, quote)
            return found((key, quote), answer=f"{words} [{key}]。")

        model = WeighingAnalyst(likely, script=script)
        return build(model, second_check=True).answer(question), model

    return answer


def test_a_likely_yes_stands_without_a_further_call(weigh):
    answer, model = weigh(QUESTION, 0.9)
    assert answer.found
    assert not answer.sentences[0].marks
    assert "check" not in model.steps()
    assert len(model.weighed) == 1


def test_an_unlikely_yes_means_the_notes_do_not_say(weigh):
    answer, _ = weigh(QUESTION, 0.3)
    assert not answer.found
    assert answer.withheld == ("not-an-answer",)


def test_between_the_two_what_plainly_answers_stands_with_a_doubt(weigh):
    answer, _ = weigh(QUESTION, 0.55)
    assert answer.found
    assert answer.sentences[0].marks == ("第二次核对没有从原话里看出答案，请对照",)


def test_a_likely_yes_is_none_where_a_number_was_asked_for_and_the_quote_has_none(weigh):
    answer, _ = weigh("换滤芯的提醒一年有多少次？", 0.99, quote="我从来没有收到过提醒", words="陈女士收到过提醒")
    assert not answer.found


def test_an_endpoint_that_tells_no_likelihood_is_asked_in_words(weigh):
    answer, model = weigh(QUESTION, None)
    assert answer.found
    assert "check" in model.steps()


def test_several_things_in_one_question_are_no_matter_of_yes_or_no(weigh):
    _, model = weigh("滤芯多久换一次，要花多少钱？", 0.9)
    assert not model.weighed
    assert "check" in model.steps()


def test_from_notes_without_a_date_the_year_is_not_asked_for(weigh):
    _, model = weigh("2024年滤芯多久换一次？", 0.9)
    (asked,) = model.weighed
    assert "2024" not in asked
    assert "问题：滤芯多久换一次？" in asked
