"""The words that notes use for the sides of an interview: who asks, who buys, who works for the company."""

import re
from typing import Literal

from assistant.journey import Role
from assistant.sources.folding import fold
from assistant.sources.vocabulary import words

Part = Literal["interviewer", "respondent", "customer", "staff", "speaker"]

# Folded forms (Simplified, lower case). `respondent` is whoever answers: a customer unless the notes say otherwise.
_WORDS: dict[Part, frozenset[str]] = {
    "interviewer": words("""
        访谈者 访谈人 访谈员 采访者 采访人 采访员 访问者 访问人 访问员 访员 主持人 主持 提问者 提问人 提问 问
        问题 研究员 研究者 调研员 调查员 顾问 咨询顾问 咨询师 记者 interviewer moderator facilitator researcher
        consultant host question q int iv mod questioner
    """),
    "respondent": words("""
        受访者 受访人 被访者 被访人 访谈对象 受访对象 采访对象 被采访者 被采访人 受访 参与者 答 答案 回答 回答者
        答复 interviewee respondent participant subject answer a
    """),
    "customer": words("""
        客户 顾客 用户 消费者 买家 业主 住户 会员 客人 受访客户 受访用户 受访顾客 customer client user consumer
        buyer shopper member guest homeowner tenant
    """),
    "staff": words("""
        员工 职员 店员 导购 导购员 客服 客服人员 客服专员 客服主管 销售 销售员 销售人员 销售顾问 业务员 安装工程师
        售后工程师 工程师 安装师傅 安装工 师傅 技师 技术员 技术支持 售后 售后人员 售后客服 客户经理 收银员 接待
        受访员工 staff employee sales salesperson rep clerk agent support engineer technician installer cashier
        receptionist account_manager customer_service customer_support field_engineer sales_manager sales_rep
        service_engineer shop_assistant support_agent
    """),
    # a customer that is a business has these posts too: they say that someone speaks, not on which side
    "speaker": words("""
        发言人 说话人 讲话人 发言者 说话者 讲者 店长 副店长 老板 老板娘 经理 门店经理 区域经理 产品经理 负责人 总监
        主管 设计师 运营 市场 前台 speaker person voice manager store_manager product_manager owner founder designer
    """),
}
_ROLES: dict[Part, Role] = {
    "interviewer": Role.INTERVIEWER,
    "respondent": Role.CUSTOMER,
    "customer": Role.CUSTOMER,
    "staff": Role.STAFF,
    "speaker": Role.UNKNOWN,
}
_NUMBERED = re.compile(r"[\s#no.-]*(?:\d{1,3}|[a-z]|[一二三四五六七八九十甲乙丙丁])$")
# Posts that a customer's business has as well: whoever holds one stands on a side only the client knows.
_EITHER_SIDE = re.compile(r"店长|经理|主管|总监|负责人|运营|\b(?:manager|supervisor|director|head of)\b")
# Words too short or too common to count as the beginning or the end of a longer label.
_ALONE_ONLY = words(
    "问 答 q a 提问 主持 问题 回答 答案 答复 int iv mod 受访 业务 市场 运营 技术 接待 前台 经理 销售 参与者"
)


def part_of(label: str) -> Part | None:
    """The side a label stands for when it is a role word, with or without a number ("客户A", "Speaker 2")."""
    word = fold(label)
    for candidate in (word, _NUMBERED.sub("", word), re.sub(r"^[新老男女]", "", word)):
        for part, names in _WORDS.items():
            if candidate in names:
                return part
    return None


def part_within(label: str) -> Part | None:
    """The side named at the beginning or the end of a longer label ("客服小李", "安装工程师", "client Chen")."""
    word = fold(label)
    best: Part | None = None
    longest = 1
    for part, names in _WORDS.items():
        for each in names:
            if len(each) > longest and each not in _ALONE_ONLY and _touches(word, each):
                best, longest = part, len(each)
    return best


def role_of(part: Part) -> Role:
    """The role that a side has, unless the people of the client say otherwise."""
    return _ROLES[part]


def role_named_in(words: str) -> Role | None:
    """The role that a description names: "售后客服，入职三年" is staff. None where it names no side, or several.

    A post that either side may have ("门店店长") gives `unknown`: better no side than the wrong one.
    """
    folded = fold(words)
    parts = {
        _ROLES[part]
        for part in ("interviewer", "customer", "staff")
        for each in _WORDS[part]
        if len(each) > 1 and each not in _ALONE_ONLY and _mentions(folded, each)
    }
    exact = part_of(words)
    if exact is not None and exact != "speaker":
        return _ROLES[exact]
    if parts == {Role.CUSTOMER, Role.STAFF} and "客户经理" in folded:
        return Role.STAFF
    if not parts and _EITHER_SIDE.search(folded):
        return Role.UNKNOWN
    return parts.pop() if len(parts) == 1 else None


def _touches(word: str, each: str) -> bool:
    if not each.isascii():
        return word.startswith(each) or word.endswith(each)
    return word.startswith(f"{each} ") or word.endswith(f" {each}")


def _mentions(text: str, each: str) -> bool:
    return re.search(rf"\b{re.escape(each)}\b", text) is not None if each.isascii() else each in text
