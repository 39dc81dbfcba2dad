"""What has changed around the customer: told in the notes as having happened, never supposed, asked or denied."""

import pytest

from assistant.drafting.developments import shipped_development_words
from assistant.journey import Segment

WORDS = shipped_development_words((Segment("shop", "小型餐饮店", aliases=("餐饮",)),))


def _kinds(text: str) -> list[str]:
    return [kind for kind, _ in WORDS.find(text)]


@pytest.mark.parametrize(
    ("kind", "said"),
    [
        ("product", "他们上个月推出了新款，水流大多了。"),
        ("product", "老款已经停产了，滤芯不好买。"),
        ("product", "他們上個月推出了新款，水流大多了。"),
        ("product", "They launched a new model in March."),
        ("competitor", "旁边来了一个新牌子，便宜三百。"),
        ("competitor", "隔壁來了一家新品牌。"),
        ("competitor", "A new competitor opened across the street."),
        ("segment", "我们的客户变了，以前都是家庭，现在是租房的。"),
        ("segment", "这两年餐饮越来越多。"),
        ("segment", "客群變了。"),
        ("segment", "More and more renters come to us."),
    ],
)
def test_what_has_happened_is_found(kind, said):
    assert _kinds(said) == [kind]
    assert _kinds(f"那天人不多。{said}我也没多问。") == [kind]


@pytest.mark.parametrize(
    "said",
    [
        "如果有新产品就好了。",
        "如果推出了新款，我会换。",
        "要是來了新的競爭對手怎麼辦，我沒想過。",
        "有没有推出新款？",
        "推出新款了吗",
        "没听说他们推出新款。",
        "他们没有推出新产品。",
        "希望他们出了新款通知我。",
        "我们打算推出新产品。",
        "听说要推出新款。",
        "等推出新款再买。",
        "旁边新开了一家潮汕牛肉。",
        "公众号只发新品。",
        "年轻人喜欢这个颜色。",
        "我去年换了新机器。",
        "If they launched a new model I would buy it.",
        "They haven't launched a new model.",
        "Is there a new competitor?",
        "No new competitor came in.",
        "We are planning to launch a new product.",
    ],
)
def test_a_thought_a_wish_a_question_or_a_no_is_none(said):
    assert _kinds(said) == []
