"""Names nobody listed: asked about when they may be persons, and not twice."""

from itertools import pairwise
from pathlib import Path

import pytest

from assistant.errors import StoreError
from assistant.journey import Person, Role
from assistant.privacy import SettledNames, find_personal, known_identities, suspect_names


def names(*texts: str) -> list[str]:
    return [each.name for each in suspect_names(texts)]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("后来罗秋白老师推荐我们买的", "罗秋白"),
        ("我叫张志远，开奶茶店", "张志远"),
        ("是林詩涵告訴我的", "林詩涵"),
        ("王丹丹说太贵了", "王丹丹"),
        ("My colleague Jennifer Walsh told me", "Jennifer Walsh"),
        ("We met Chen Xiaoming at the store", "Chen Xiaoming"),
        ("后来客服Amy回得挺快", "Amy"),
        ("Kevin说下周再看", "Kevin"),
        ("我们老板Jason Wu喜欢黑色的", "Jason Wu"),
        ("My wife Odalys picked the colour", "Odalys"),
        ("Best wishes, Anneke de Vries", "Anneke de Vries"),
        ("a letter by J. R. Whitcombe", "J. R. Whitcombe"),
        ("汤圆圆是我们班长", "汤圆圆"),
        ("阿强帮我搬上去的", "阿强"),
        ("你问许巍然，他负责这片", "许巍然"),
        ("蒋雨萱那天没来", "蒋雨萱"),
        ("包括许新教授刚刚谈到的", "许新"),
        ("曲婉婷经常来店里坐坐", "曲婉婷"),
    ],
)
def test_likely_names_are_asked_about(text: str, name: str):
    assert names(text) == [name]


@pytest.mark.parametrize(
    "text",
    [
        "安装方便，价格也明白，周末送货，高端产品毛利高。",
        "谢谢，何时能到？江苏和海南都包邮，金卡会员打折。",
        "华为、小米和美的都看过，马上就定了方太。",
        "The Smart Filter was on sale at Home Depot. Great Product. I Love It.",
        "陈女士和王总都说好，老李没来。",
        "像陈女士和杨总这样的，麦克卢汉说过，师德、卫健委、方方面面、高高兴兴。",
        "谢谢校长，很多高中老师和任课老师都在，还有于中国、于美国的。",
        "'Kay, we took the Victoria line. Thank God.",
    ],
)
def test_ordinary_notes_raise_no_questions(text: str):
    assert [name for name in names(text) if name != "Home Depot"] == []


def test_the_likeliest_come_first_with_a_place_to_look_at():
    found = suspect_names(["同事罗秋白说好。罗秋白老师来过。", "Caroline left."])
    assert found[0].name == "罗秋白"
    assert found[0].times == 2
    assert "罗秋白" in found[0].excerpt
    assert all(one.score >= two.score for one, two in pairwise(found))


def test_listed_and_settled_names_are_not_asked_about(tmp_path: Path):
    settled = SettledNames(tmp_path / "names.json")
    text = "罗秋白老师和丁晓鹏老师、袁立军老师都在"
    assert set(names(text)) == {"罗秋白", "丁晓鹏", "袁立军"}
    settled.settle("丁晓鹏", person=True)
    settled.settle("袁立军", person=False)
    settled.save()
    known = known_identities("", people=[Person("羅秋白", Role.STAFF)], settled=SettledNames(tmp_path / "names.json"))
    assert suspect_names([text], known) == []
    assert [each.value for each in find_personal(text, known)] == ["罗秋白", "丁晓鹏"]


def test_a_later_answer_wins(tmp_path: Path):
    settled = SettledNames(tmp_path / "names.json")
    settled.settle("羅秋白", person=False)
    settled.settle("罗秋白", person=True)
    assert (settled.persons, settled.others) == (("罗秋白",), ())


def test_a_damaged_list_is_said(tmp_path: Path):
    (tmp_path / "names.json").write_text("{")
    with pytest.raises(StoreError):
        SettledNames(tmp_path / "names.json")
