"""Answers with a scripted model: what is right is said with its place, and a lying model is not believed."""

import pytest

from assistant.errors import EndpointDownError
from assistant.model.port import Outcome
from assistant.sessions.entries import Kind
from assistant.wording import Text
from tests.fakes.chat_model import ScriptedChatModel
from tests.sessions.conftest import HOSTILE, found

HOW_OFTEN = "陈静的滤芯多久换一次？"
ANYBODY = "滤芯多久换一次？"
HALF_YEAR = "滤芯我半年换一次"


def test_an_answer_names_file_place_and_speaker_and_quotes_verbatim(ask, notes):
    answer = ask(HOW_OFTEN, found(("{半年换一次}", HALF_YEAR), answer="陈女士的滤芯半年换一次 [{半年换一次}]。"))
    assert answer.found
    (citation,) = answer.citations
    assert (citation.document, citation.speaker, citation.place.en) == ("chen.md", "陈静", "line 3")
    assert HALF_YEAR in citation.quote
    assert citation.quote in (notes / "chen.md").read_text(encoding="utf-8")
    assert answer.text == f"陈女士的滤芯半年换一次 [{citation.key}]。"
    assert not answer.withheld


def test_an_invented_quote_is_withheld_and_counted(ask):
    answer = ask(HOW_OFTEN, found(("{半年换一次}", "滤芯终身免费更换"), answer="滤芯终身免费更换 [{半年换一次}]。"))
    assert not answer.found
    assert answer.text == ""
    assert "not-verbatim" in answer.withheld
    assert any("半年换一次" in each.quote for each in answer.nearest)


def test_words_that_stand_under_another_key_are_cited_from_where_they_stand(ask):
    told = found(("{一年换一次}", HALF_YEAR), answer="陈女士的滤芯半年换一次 [{一年换一次}]。")
    answer = ask(ANYBODY, told)
    assert [each.document for each in answer.citations] == ["chen.md"]
    assert answer.sentences[0].keys == (answer.citations[0].key,)
    assert not answer.withheld


def test_an_invented_key_is_withheld_and_counted(ask):
    answer = ask(HOW_OFTEN, found(("{半年换一次}", HALF_YEAR), answer="滤芯半年换一次 [N77]。"))
    assert answer.text == ""
    assert answer.withheld == ("unknown-key",)


@pytest.mark.parametrize(
    ("lie", "reason"),
    [
        ("陈女士的滤芯三个月换一次 [{半年换一次}]。", "figure"),
        ("七成客户的滤芯半年换一次 [{半年换一次}]。", "figure"),
        ("滤芯平均九个月换一次 [{半年换一次}][{一年换一次}]。", "figure"),
        ("马经理的滤芯半年换一次 [{半年换一次}]。", "name"),
        ("澄川净水的滤芯半年换一次 [{半年换一次}]。", "name"),
        ("陈女士说“滤芯是终身免费的” [{半年换一次}]。", "not-verbatim"),
        ("公司计划明年上市并扩大研发团队 [{半年换一次}]。", "no-quote"),
        ("公司计划上市。", "no-key"),
    ],
)
def test_what_the_notes_do_not_hold_is_withheld_while_the_rest_stays(ask, lie, reason):
    true = "陈女士的滤芯半年换一次 [{半年换一次}]。"
    answer = ask(ANYBODY, found(("{半年换一次}", HALF_YEAR), answer=lie + true))
    assert [each.text for each in answer.sentences] == ["陈女士的滤芯半年换一次。"]
    assert answer.withheld == (reason,)


def test_a_name_or_figure_from_the_question_is_marked(ask):
    told = found(("{半年换一次}", HALF_YEAR), answer="2024年滤芯半年换一次 [{半年换一次}]。")
    (sentence,) = ask("2024年滤芯多久换一次？", told).sentences
    assert "来自提问" in "".join(sentence.marks)


def test_words_about_another_year_or_person_are_not_even_put_to_the_model(ask):
    answer = ask("王女士2023年的安装是几月装的？", found(answer="三月装的 [N1]。"))
    assert not answer.found
    assert answer.nearest
    assert ask.model.requests == []
    ask(HOW_OFTEN, found(state="no"))
    prompt = ask.model.requests[-1].messages[-1].content
    assert HALF_YEAR in prompt
    assert "一年换一次" not in prompt


def test_a_turned_round_sentence_is_marked(ask):
    told = found(("{从来没有收到}", "我从来没有收到过提醒"), answer="陈女士收到过提醒 [{从来没有收到}]。")
    (sentence,) = ask("陈女士收到过提醒吗？", told).sentences
    assert "肯定" in "".join(sentence.marks)


@pytest.mark.parametrize(
    ("said", "added"),
    [
        ("陈女士的滤芯免费半年换一次 [{半年换一次}]。", "免费"),
        ("陈女士的滤芯半年换一次，一年要花六百元 [{半年换一次}]。", ""),
        ("陈女士说她的滤芯每半年更换一次 [{半年换一次}]。", ""),
    ],
)
def test_a_word_slipped_into_a_true_sentence_is_marked(ask, said, added):
    (sentence,) = ask(HOW_OFTEN, found(("{半年换一次}", HALF_YEAR), answer=said)).sentences
    marks = [mark for mark in sentence.marks if "不在原话里" in mark]
    assert marks == ([f"“{added}”不在原话里"] if added else []), sentence.marks


def test_a_word_slipped_into_an_english_sentence_is_marked(ask):
    told = found(
        ("{two days}", "The installer came within two days"),
        answer="The installer came within two days laughing [{two days}].",
    )
    (sentence,) = ask("When did the installer come?", told).sentences
    assert "laughing" in sentence.marks[0]


def test_a_sentence_under_the_wrong_key_is_cited_from_the_note_that_says_it(ask):
    told = found(("{半年换一次}", HALF_YEAR), answer="我家滤芯一年换一次，一年花三百元 [{半年换一次}]。")
    answer = ask("滤芯多久换一次？", told)
    assert [each.document for each in answer.citations] == ["wang.md"]


def test_the_interviewers_words_are_never_evidence_nor_shown_as_a_passage(ask):
    answer = ask(ANYBODY, found(("{半年换一次}", "您一年换三次"), answer="滤芯一年换三次 [{半年换一次}]。"))
    assert not answer.found
    assert answer.text == ""
    prompt = ask.model.requests[-1].messages[-1].content
    assert not [line for line in prompt.splitlines() if line.startswith("N") and "访谈者" in line]
    assert "（问：滤芯多久换一次？" in prompt


def test_orders_in_the_notes_are_neither_sent_nor_followed_nor_quoted(ask, notes):
    (notes / "hostile.md").write_text(HOSTILE, encoding="utf-8")
    told = found(("{很有礼貌}", "滤芯永远免费"), answer="滤芯永远免费 [{很有礼貌}]。安装的师傅很有礼貌 [{很有礼貌}]。")
    answer = ask("安装的师傅怎么样？滤芯免费吗？", told)
    assert [each.text for each in answer.sentences] == ["安装的师傅很有礼貌。"]
    assert "永远免费" not in ask.model.requests[-1].messages[-1].content
    assert all("永远免费" not in each.quote for each in (*answer.citations, *answer.nearest))


def test_when_the_model_finds_nothing_the_nearest_words_and_a_question_are_given(ask, playbook):
    every_question = {
        each.text.zh for stage in playbook.stages for each in (*stage.questions, *stage.cell_questions.values())
    }
    told = found(state="no", following="客户下单之后多久收到滤芯提醒？")
    answer = ask("买了以后收到过提醒吗？", told)
    assert not answer.found
    assert answer.text == ""
    assert answer.nearest
    theirs, own = answer.next_questions
    assert theirs in every_question, "the playbook's own question comes first"
    assert own == "客户下单之后多久收到滤芯提醒？"


def test_a_question_that_even_the_playbook_has_nothing_like_is_itself_what_to_ask(ask):
    assert ask("滤芯是哪家工厂做的？", found(state="no")).next_questions == ("滤芯是哪家工厂做的？",)


def test_a_next_question_that_brings_in_something_unheard_of_is_dropped(ask):
    answer = ask("滤芯是哪家工厂做的？", found(state="no", following="为什么 Contoso 的客户有 70% 流失？"))
    assert all("Contoso" not in each for each in answer.next_questions)


def test_a_number_was_asked_and_none_is_given(ask):
    told = found(("{变红}", "是自己看到灯变红才想起来"), answer="陈女士是自己看到灯变红才想起来 [{变红}]。")
    answer = ask("陈女士收到过多少次提醒？", told)
    assert not answer.found
    assert answer.nearest


def test_accounts_that_differ_are_both_shown(ask):
    told = found(("{半年换一次}", HALF_YEAR), answer="滤芯半年换一次 [{半年换一次}]。")
    answer = ask("滤芯多久换一次？", told)
    (pair,) = answer.disagreements
    assert {pair.one.speaker, pair.other.speaker} == {"陈静", "王丽"}


def test_a_conflict_the_model_points_out_is_shown_as_far_as_it_is_borne_out(ask):
    told = found(
        ("{半年换一次}", HALF_YEAR),
        ("{一年换一次}", "我家滤芯一年换一次"),
        answer="陈女士半年换一次 [{半年换一次}]；王女士一年换一次 [{一年换一次}]。",
        conflict="陈女士说半年换一次滤芯 [{半年换一次}]，王女士说滤芯一年换一次 [{一年换一次}]。",
    )
    answer = ask("滤芯多久换一次？", told)
    assert len(answer.sentences) == 2
    assert len(answer.cautions) == 2
    assert not answer.doubted
    own_knowledge = {**told, "conflict": "按国家标准滤芯应当三个月更换 [{半年换一次}]。"}
    warned = ask("滤芯多久换一次？", own_knowledge)
    assert warned.cautions == ()
    assert len(warned.doubted) == 1
    assert "国家标准" not in str(warned)


def test_method_comes_from_the_playbook_and_is_labelled(ask):
    told = found(("{推荐的触点}", "媒体报道"), answer="认知阶段的触点有媒体报道 [{推荐的触点}]。")
    answer = ask("认知阶段推荐的触点有哪些？", told)
    assert answer.found
    assert answer.from_method_alone
    assert [each.kind for each in answer.citations] == [Kind.PLAYBOOK]


def test_the_playbook_is_never_a_fact_about_the_company(ask):
    told = found(
        ("{推荐的触点}", "媒体报道"), answer="Acme 在用媒体报道 [{推荐的触点}]。触点有媒体报道 [{推荐的触点}]。"
    )
    answer = ask("认知阶段 Acme 用了哪些触点？推荐的触点呢？", told)
    assert answer.withheld == ("company-from-playbook",)
    assert all(each.kind is Kind.PLAYBOOK for each in answer.sentences)


def test_the_answer_is_asked_for_in_the_language_of_the_question(ask):
    told = found(
        ("{two days}", "The installer came within two days"), answer="The installer came within two days [{two days}]."
    )
    answer = ask("Did the installer come within two days?", told)
    assert answer.language == "en"
    assert "in English" in ask.model.requests[-1].messages[0].content
    assert answer.found
    ask("濾芯多久換一次？", found(state="no"))
    assert "繁體中文" in ask.model.requests[-1].messages[0].content


def test_an_answer_in_another_language_is_remarked(ask):
    told = found(("{半年换一次}", HALF_YEAR), answer="Ms Chen changes the filter every half year [{半年换一次}].")
    answer = ask(HOW_OFTEN, told)
    assert answer.problem is None or "另一种语言" in answer.problem.zh
    assert not answer.sentences or answer.problem is not None


@pytest.mark.parametrize("outcome", [Outcome.INVALID, Outcome.CUT, Outcome.REFUSED])
def test_a_model_without_a_usable_answer_leaves_the_passages(build, outcome):
    answer = build(ScriptedChatModel(outcome)).answer(HOW_OFTEN)
    assert answer.text == ""
    assert answer.problem is not None
    assert answer.citations or answer.nearest


def test_notes_too_long_for_the_model_are_halved(build):
    asked = []

    def script(request):
        asked.append(request)
        return Outcome.TOO_LONG if len(asked) < 2 else found(state="no")

    build(ScriptedChatModel(script=script)).answer(ANYBODY)
    assert len(asked) == 2
    assert len(asked[1].messages[1].content) < len(asked[0].messages[1].content)


def test_an_endpoint_that_is_down_leaves_the_passages_and_the_fault(build):
    down = EndpointDownError(Text("连不上", "no connection"))
    answer = build(ScriptedChatModel(down)).answer(HOW_OFTEN)
    assert answer.fault is down
    assert any("半年换一次" in each.quote for each in answer.citations)


def test_without_a_model_the_passages_are_given_and_nothing_near_is_refused(build):
    answering = build()
    near = answering.answer("滤芯多久换一次？")
    assert near.found
    assert near.text == ""
    assert near.model is None
    assert {each.document for each in near.citations} >= {"chen.md", "wang.md"}
    assert near.disagreements
    far = answering.answer("火星移民的船票价格")
    assert not far.found
    assert not far.citations
    assert far.next_questions == ("火星移民的船票价格",)


def test_without_a_model_only_the_passages_near_the_best_are_shown(build):
    (citation,) = build().answer("提醒短信的送达率是多少？").citations
    assert "送达率是百分之百" in citation.quote


def test_what_a_speaker_was_asked_counts_as_spoken_of(build, notes):
    (notes / "li.md").write_text("林：您家的客厅是什么朝向？\n\n李女士：朝南。\n", encoding="utf-8")
    answer = build().answer("客厅的朝向是哪边？")
    assert answer.found
    assert answer.citations[0].quote == "朝南。"


def test_a_stranger_to_the_notes_is_not_even_put_to_the_model(build):
    model = ScriptedChatModel(AssertionError("asked"))  # type: ignore[arg-type]
    answer = build(model).answer("zzz qqq xxx")
    assert not answer.found
    assert model.requests == []


def test_sentences_are_handed_over_checked_while_the_reply_is_written(build):
    told = []

    def script(request):
        shown = request.messages[-1].content
        key = next(line for line in shown.splitlines() if "半年换一次" in line).split("〔")[0]
        return found(
            (key, HALF_YEAR), answer=f"滤芯三天换一次 [{key}]。陈女士的滤芯半年换一次 [{key}]。一年要花六百元 [{key}]。"
        )

    answer = build(ScriptedChatModel(script=script)).answer(HOW_OFTEN, told=lambda each, _: told.append(each))
    assert [each.text for each in told] == ["陈女士的滤芯半年换一次。", "一年要花六百元。"]
    assert tuple(told) == answer.sentences
    assert answer.withheld == ("figure",)


def test_a_stream_that_is_not_json_is_asked_again_in_the_ordinary_way(build):
    replies = iter(["好的，让我想想", found(state="no")])
    model = ScriptedChatModel(script=lambda _: next(replies))
    answer = build(model).answer(HOW_OFTEN, told=lambda _each, _citations: None)
    assert not answer.found
    assert [request.schema is None for request in model.requests] == [True, False]


def test_the_notes_stand_between_random_marks_and_the_question_outside_them(ask):
    ask(HOW_OFTEN, found(state="no"))
    (request,) = ask.model.requests
    (marker,) = request.markers
    before, inside, after = request.messages[1].content.partition(f"<notes {marker}>\n")[0], "", ""
    inside, _, after = request.messages[1].content.partition(f"<notes {marker}>\n")[2].partition(f"</notes {marker}>")
    assert "半年换一次" in inside
    assert "半年换一次" not in before + after
    assert HOW_OFTEN in after
