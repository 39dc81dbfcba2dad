"""Who is said to speak is who speaks, and what is cited has to do with the sentence."""

import pytest

from assistant.drafting.llm.doubting import leave_out_strays, with_role
from assistant.drafting.llm.quotes import Cited
from assistant.drafting.material import Told
from assistant.journey import Coding, Locator, Role, Statement


def cited(quote: str, role: Role = Role.CUSTOMER) -> Cited:
    statement = Statement(quote, "a.md", Locator(), "王芳", role, None, quote, "zh-Hans", 1)
    return Cited(Told(statement, Coding(quote, "five-stage", (), (), 0, None, 1.0, "llm"), "王芳", 1, None), quote)


@pytest.mark.parametrize(
    ("text", "role", "expected"),
    [
        ("据员工说，安装等了五天。", Role.CUSTOMER, "有客户说，安装等了五天。"),
        ("員工表示安裝等了五天。", Role.CUSTOMER, "有客户说，安裝等了五天。"),
        ("据员工说，安装等了五天。", Role.UNKNOWN, "安装等了五天。"),
        ("据员工说，安装等了五天。", Role.STAFF, "据员工说，安装等了五天。"),
        ("安装等了五天。", Role.STAFF, "据员工说，安装等了五天。"),
        ("安装等了五天。", Role.CUSTOMER, "安装等了五天。"),
        ("员工态度好。", Role.CUSTOMER, "员工态度好。"),
        ("客户安装等了五天。", Role.CUSTOMER, "有客户安装等了五天。"),
        ("客户的安装等了五天。", Role.CUSTOMER, "客户的安装等了五天。"),
    ],
)
def test_the_sentence_names_who_speaks(text: str, role: Role, expected: str) -> None:
    assert with_role(text, [cited("我们安装等了五天，员工态度好。", role)], "zh-Hans") == expected


def test_quotes_that_have_nothing_to_do_with_the_sentence_are_left_out() -> None:
    near, stray, foreign = cited("安装等了整整五天。"), cited("我在小红书上看的。"), cited("It took five days.")
    assert leave_out_strays("有客户安装等了五天。", [near, stray, foreign]) == (near, foreign)
    assert leave_out_strays("有客户觉得贵。", [stray]) == (stray,), "what shares nothing at all is a doubt, not a gap"
    assert leave_out_strays("有客户觉得贵。", [stray, foreign]) == (stray, foreign)
    assert leave_out_strays("安装等了五天。", []) == ()
