"""Advertising that is put into the middle of somebody else's sentences, and contents run together."""

import re
from collections.abc import Iterator

_GOODS = (
    r"(?:(?:whats ?app|telegram|line|viber|wechat|微信|电报|電報|飞机|手机|手機|行动电话|電話|电话|电子邮件|"
    r"電子郵件|邮箱|郵箱|email|b2b|b2c)\s*"
    r"(?:号码|號碼|用户|用戶|客户|客戶|营销|行銷)?\s*(?:数据库?|數據庫?|资料库?|資料庫?|列表|名单|名單|清单|"
    r"清單|database|list|data|leads))"
)
_SPAM = re.compile(
    rf"(?:(?<=\s)|^)[\u3400-\u9fffA-Za-z]{{0,12}}\s?{_GOODS}(?:\s*\d+(?:\.\d+)?\s*[万萬kKmM千]?)?(?=\s|$)|"
    r"(?:加|添加)?(?:微信|vx|v信|薇信|qq|电报|telegram)(?:号|號|群)?\s*[:：]?\s*[A-Za-z0-9_-]{5,20}\s*(?:代开|"
    r"发票|刷单|兼职|领取|优惠|返利|办证|贷款|彩票|博彩)[^。！？\n]{0,20}|"
    r"(?:代开(?:增值税)?发票|刷单兼职|无抵押贷款|信用卡套现|澳门.{0,4}(?:赌场|博彩)|六合彩|真人娱乐城|"
    r"办理各类证件)[^。！？\n]{0,40}|"
    r"(?:buy (?:cheap )?(?:viagra|followers|backlinks|seo)|online casino|payday loans?)[^.!?\n]{0,60}",
    re.IGNORECASE,
)
_PARTS = re.compile(
    r"(?:第[一二三四五六七八九十百\d]{1,3}(?:部分|章|节|節|篇)"
    r"[\s:：]?[^第\n。，,]{2,30}?[\s.…·]*\d{1,3}\s*){4,}"
)


def find_adverts(text: str) -> Iterator[tuple[str, int, int]]:
    """The spans of `text` that are advertising or a table of contents run together, with the reason for each."""
    for found in _SPAM.finditer(text):
        yield "advert", found.start(), found.end()
    for found in _PARTS.finditer(text):
        yield "contents", found.start(), found.end()
