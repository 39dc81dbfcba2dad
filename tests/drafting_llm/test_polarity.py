"""A sentence that says the opposite of its quotes is noticed; one that says the same is not."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.drafting.llm.polarity import find_turned
from assistant.journey import Verdict
from tests.drafting.notes import Notes
from tests.drafting_llm.conftest import Studio
from tests.fakes.analyst import Sent


@pytest.mark.parametrize(
    ("text", "quote"),
    [
        ("有客户觉得好用。", "说实话，我不觉得好用，就退了。"),
        ("有客户对安装满意。", "安装这块我不太满意。"),
        ("有客户说付款方便。", "付款不是很方便"),
        ("客户没有收到短信。", "短信我收到了。"),
        ("有客户說付款方便。", "付款不方便"),
        ("One customer found it easy to pay.", "It was not easy to pay there."),
        ("One customer would recommend the shop.", "I wouldn't recommend the shop."),
        ("One customer did not wait.", "I had to wait for an hour."),
    ],
)
def test_the_opposite_is_noticed(text: str, quote: str) -> None:
    assert find_turned(text, [quote])


@pytest.mark.parametrize(
    ("text", "quote"),
    [
        ("有客户不觉得好用，退了货。", "说实话，我不觉得好用，就退了。"),
        ("有客户说装得不错。", "装得挺好的，不错。"),
        ("有客户花了两千元左右。", "差不多花了两千块"),
        ("有客户担心滤芯太贵。", "滤芯太贵了，不过水好喝。"),
        ("有客户不知道该不该买。", "我也不知道该不该买。"),
        ("有客户觉得贵，但服务满意。", "贵是贵，我不满意价格，服务是满意的。"),
        ("客户不清楚滤芯价格。", "滤芯多少钱没人跟我讲。"),
        ("One customer was not told about the filter.", "Nobody told me about the filter; I was not told a thing."),
        ("One customer paid quickly.", "No problem, I paid quickly."),
    ],
)
def test_the_same_in_other_words_is_let_be(text: str, quote: str) -> None:
    assert find_turned(text, [quote]) == []


@settings(max_examples=150, deadline=None)
@given(st.text(alphabet="我不没有觉得好用是很满意，。别未 notn'teasy wasI.", max_size=50))
def test_words_do_not_turn_themselves_round(words: str) -> None:
    assert find_turned(words, [words]) == []


def test_a_claim_that_turns_its_quote_round_is_never_supported(studio: Studio) -> None:
    def turn(answer: dict[str, list[dict[str, str]]], _sent: Sent) -> object:
        for claim in answer["claims"]:
            claim["claim"] = claim["claim"].replace("不透明", "透明")
        return answer

    studio.analyst.lies["claims"] = turn
    notes = Notes()
    notes.say("王芳", "他们的收费说得不透明。")
    draft = studio.draft(notes).draft
    turned = [claim for each in draft.maps for cell in each.cells for claim in cell.claims if "说得透明" in claim.text]
    assert turned
    assert all(claim.verdict is not Verdict.SUPPORTED for claim in turned)
    assert {doubt.kind for claim in turned for doubt in claim.doubts} >= {"turned"}
