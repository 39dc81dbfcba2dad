"""Finding personal data, leaving alone what is none, and the guard."""

from itertools import pairwise

import pytest

from assistant.errors import JourneyError
from assistant.journey import Person, Role
from assistant.privacy import KnownIdentities, assert_clean, find_personal, known_identities

PEOPLE = (
    Person("陈静", Role.CUSTOMER, aliases=("陈",)),
    Person("周建国", Role.CUSTOMER, aliases=("老周",)),
    Person("方圆", Role.INTERVIEWER, aliases=("小方", "方")),
    Person("高兴", Role.STAFF),
    Person("高兴旺", Role.STAFF),
    Person("欧阳雨晴", Role.STAFF),
    Person("Mike Turner", Role.CUSTOMER),
    Person("May Grace", Role.CUSTOMER, aliases=("May",)),
    Person("José Núñez", Role.CUSTOMER),
)
KNOWN = known_identities(
    "澄川净水科技（深圳）有限公司", ["静流 / Jingliu", "Chengchuan"], PEOPLE, ["momo酱", "受访者A", "问", "P03"]
)


def values(text: str, known: KnownIdentities = KNOWN) -> list[str]:
    return [each.value for each in find_personal(text, known)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("陳靜说好，陈　静也来，陈\u200b静走了", ["陳靜", "陈　静", "陈\u200b静"]),
        ("陈女士和陈姐", ["陈女士", "陈姐"]),
        ("雨晴说欧阳经理不在", ["雨晴", "欧阳经理"]),
        ("昨天老周打来，周老师没接", ["老周", "周老师"]),
        ("高兴旺今天不高兴，高兴说的", ["高兴旺", "高兴"]),
        ("小方说大小方面都行", ["小方"]),
        ("陈：挺好。方说可以，方便，陈述完毕", ["陈", "方"]),
        ("Mike's unit, mike turner, TURNER, MikeTurner@home", ["Mike", "mike turner", "TURNER", "MikeTurner"]),
        ("Ｍｉｋｅ 来了", ["Ｍｉｋｅ"]),
        ("In May we may ask May, not in may 5", ["May"]),
        ("Jose Nunez and Jose\u0301 Nu\u0301n\u0303ez", ["Jose Nunez", "Jose\u0301 Nu\u0301n\u0303ez"]),
        ("澄川净水的JINGLIU，chengchuanwater.com", ["澄川净水", "JINGLIU", "chengchuan"]),
        ("momo酱：好。受访者A：行。P03", ["momo酱"]),
        ("师傅姓梁，我姓欧阳，姓名不详", ["梁", "欧阳"]),
        ("李女士、王总、张工和Ms. Barker", ["李女士", "王总", "张工", "Ms. Barker"]),
    ],
)
def test_names_are_found_in_every_way_they_are_written(text: str, found: list[str]):
    assert values(text) == found


@pytest.mark.parametrize(
    "text",
    [
        "订单号2025111298765432，金额13,800元，型号JC-R800。",
        "2025-11-12 10:30到12:45，1/3的人，50%，3.1415926535897",
        "第一，一三五八楼都装了，用了10-15年，三百五十八块。",
        "张工作认真，王总共来了三次，小方块，何时安装，周末再说，黄金会员",
        "深圳市有三家店，南山区最大，五号线直达，二楼有样机。",
        "微信小程序和WeChat official account都能下单，QQ 音乐，加微信群",
        "快递单号 SF1391234567890，工单号13912345678901",
        "京东和沪深300，ISO 9001:2015，第12章第4111页",
        "I will mark the price in the long run; grace period of may weeks.",
        "滤芯 6000 升 220V 1.5 1200 800 600",
    ],
)
def test_ordinary_notes_are_left_alone(text: str):
    assert values(text, known_identities("", people=[Person("Will Grace", Role.CUSTOMER)])) == []


def test_ways_of_writing_one_number_share_an_identity():
    found = find_personal("13800138000，138-0013-8000，+86 138 0013 8000，一三八零零一三八零零零", KnownIdentities())
    assert {each.identity for each in found} == {"+8613800138000"}
    assert [each.certainty for each in found] == ["verified"] * 4


def test_a_wrong_check_digit_counts_only_where_the_words_say_what_it_is():
    assert values("身份证110105194912310021") == ["110105194912310021"]
    assert values("流水110105194912310021") == []


def test_forms_of_a_listed_person_share_its_identity():
    found = find_personal("陈静、陳靜、陈女士、Mike、Turner", KNOWN)
    assert [each.identity for each in found] == ["陈静", "陈静", "陈静", "Mike Turner", "Mike Turner"]


def test_a_declared_nobody_is_left_alone():
    known = KnownIdentities(nobody=("江工",))
    assert values("江工来过", known) == []
    assert values("江工来过", KnownIdentities()) == ["江工"]


def test_finds_are_ordered_apart_and_verbatim():
    text = "陈静 13800138000 chenjing@example.com 京A12345 深圳市南山区科技路1号" * 3
    found = find_personal(text, KNOWN)
    assert len(found) == 15
    assert all(text[each.start : each.end] == each.value for each in found)
    assert all(one.end <= two.start for one, two in pairwise(found))


@pytest.mark.parametrize(
    "text", ["", " ", "\ufffc", "\ud800", "一" * 5000, "1 " * 5000, "陈" * 5000, "a@" * 3000, "号" * 3000]
)
def test_odd_texts_are_read(text: str):
    find_personal(text, KNOWN)


def test_the_guard_names_kinds_and_never_the_data():
    with pytest.raises(JourneyError) as caught:
        assert_clean("陳靜的电话13800138000", KNOWN)
    said = caught.value.message.en + caught.value.message.zh
    assert "names of persons: 1" in said
    assert "电话号码 1 处" in said
    assert "陳靜" not in said
    assert "13800138000" not in said


def test_the_guard_lets_clean_text_pass():
    assert_clean("人物KVA07说电话KVA08打不通，公司KVA01的售后不错。Person-KVB12's unit", KNOWN)


@pytest.mark.parametrize(
    ("text", "kind", "value"),
    [
        ("打了0755-26018833-8006，说要登记", "phone", "0755-26018833-8006"),
        ("打香港门店2521 8830，讲广东话", "phone", "2521 8830"),
        ("Mobile's +44 7700 900461, please", "phone", "+44 7700 900461"),
        ("call 1-800-555-0199 now", "phone", "1-800-555-0199"),
        ("证件50010319770906055 9，念错了", "id_number", "50010319770906055 9"),
        ("回乡证是H0319827701，没有选项", "id_number", "H0319827701"),
        ("My passport number is 533401872, yes", "id_number", "533401872"),
        ("NI number AB 98 76 54 D helps", "id_number", "AB 98 76 54 D"),
        ("对公账户4403 0152 0910 0012 3456，打款", "bank_card", "4403 0152 0910 0012 3456"),
        ("写给daniel.o'connor@example.co.uk吧", "email", "daniel.o'connor@example.co.uk"),
        ("微信号就是全拼加生日，zhoumm0512。", "wechat", "zhoumm0512"),
        ("手输hm_service3这个微信号", "wechat", "hm_service3"),
        ("微信搜shuijing_kf01就能找到", "wechat", "shuijing_kf01"),
        ("36177420是我的扣扣", "qq", "36177420"),
        ("加群，群号681124590，有人教", "qq", "681124590"),
        ("Plate number KX19 ZPO, parked", "plate", "KX19 ZPO"),
        ("在弥敦道132号美丽华大厦15楼1503室。", "address", "弥敦道132号美丽华大厦15楼1503室"),
        ("幸福里小区7-2-301，他也送", "address", "幸福里小区7-2-301"),
        ("电梯坏了，6号楼1单元501", "address", "6号楼1单元501"),
        ("At 221B Baker Street, London NW1 6XE, yes", "address", "221B Baker Street, London NW1 6XE"),
    ],
)
def test_forms_seen_in_notes(text: str, kind: str, value: str):
    found = [each for each in find_personal(text, KnownIdentities()) if each.kind == kind]
    assert [each.value.removeprefix("在") for each in found] == [value]


@pytest.mark.parametrize(
    "text",
    [
        "周期 2023.08.01-2024.07.31。",
        "Reference 07700-15-2231-A, dated May 2024.",
        "我在15栋，一共15栋，3座1200平米的厂房。",
        "用微信扫了，iphone14不行；QQ会员30000个。",
        "微信支付，加微信可以领券，2025-11-12到期。",
    ],
)
def test_forms_that_only_look_like_it(text: str):
    assert [each.value for each in find_personal(text, KnownIdentities()) if each.kind != "person"] == []


def test_surnames_that_are_words_as_well_before_a_form_of_address():
    found = [each.value for each in find_personal("于老师、方总、賴師傅和小方，郭园长、单先生", KnownIdentities())]
    assert found == ["于老师", "方总", "賴師傅", "小方", "郭园长", "单先生"]
    assert values("三位老师、班主任、对方经理、简单先生、高总价、吴少康", KnownIdentities()) == []
