"""Addresses on the net, account names, papers and plates: what a fixed form or a word before it gives away."""

import re
from collections.abc import Iterator

from assistant.privacy.folded import FoldedText, with_numerals_as_digits
from assistant.privacy.found import Certainty, Found, Kind

_ENDINGS = "com|cn|net|org|edu|gov|hk|tw|io|me|info|biz|co|us|uk|jp|sg"
_EMAIL = re.compile(
    r"(?<![a-z0-9._%+\-])[a-z0-9._%+\-](?:[a-z0-9._%+\-]|'(?=[a-z])){0,63} ?@ ?[a-z0-9\-]+(?: ?\. ?[a-z0-9\-]+)*\.[a-z]{2,18}(?![a-z0-9])"
)
_SPOKEN_EMAIL = re.compile(
    r"(?<![a-z0-9._\-])[a-z0-9][a-z0-9._\-]{0,40}(?: (?:dot|underscore) [a-z0-9]+){0,3}(?: ?[\[(（]at[\])）] ?| at | ?(?:艾特|圈a) ?)"
    rf"[a-z0-9\-]+(?:(?: ?[\[(]dot[\])] ?| dot | ?[点] ?|\.)[a-z0-9\-]+)*(?: ?[\[(]dot[\])] ?| dot | ?[点] ?|\.)(?:{_ENDINGS})(?![a-z0-9])"
)
_WECHAT_WORD = r"(?:微信|薇信|威信|加 ?v(?![a-z])|(?<![a-z])(?:wechat|weixin|vx|wx|v信))"
_WECHAT = re.compile(
    rf"{_WECHAT_WORD} ?(?P<sure>号码|账号|帐号|号|id|account)?"
    r"(?P<tie> ?(?:is|[是为叫:=]|搜索?) ?[“\"「]?|[ ,]{0,2}[“\"「]?)"
    r"(?P<value>[a-z0-9][a-z0-9_\-]{4,24})(?![a-z0-9_\-@])"
)
# 微信号就是全拼加生日，zhoumm0512; hm_service3这个微信号; 36177420是我的扣扣
_WECHAT_AFTER_WORDS = re.compile(
    rf"(?:{_WECHAT_WORD} ?(?:号码|账号|帐号|号|id)[^a-z0-9\n。!?]{{1,14}}|加[^a-z0-9\n。,!?]{{1,4}}{_WECHAT_WORD}[^a-z0-9\n。!?]{{1,8}})"
    r"(?P<value>(?=[a-z0-9_\-]*[a-z])(?=[a-z0-9_\-]*[\d_\-])[a-z][a-z0-9_\-]{5,24})(?![a-z0-9_\-@])"
)
_IS_MINE = " ?[,，]?(?:这个|就?是)(?:[我他她你]的?|这边的?|店里的?)? ?的?"
_WECHAT_BEFORE_WORD = re.compile(
    rf"(?<![a-z0-9_\-@.])(?P<value>(?=[a-z0-9_\-]*[a-z])[a-z0-9][a-z0-9_\-]{{4,24}}){_IS_MINE}{_WECHAT_WORD}"
)
_QQ_BEFORE_WORD = re.compile(rf"(?<!\d)(?P<value>[1-9]\d{{4,10}}){_IS_MINE}(?:qq|扣扣|企鹅)(?!邮箱)")
_WECHAT_OWN = re.compile(r"(?<![a-z0-9_])wxid_[a-z0-9]{6,30}(?![a-z0-9_])")
_QQ = re.compile(
    r"(?:(?<![a-z])(?:qq|扣扣|企鹅) ?(?:(?:号码|群号|号|群)(?:[^\d\n。!?]{1,6}[,:] ?)?|number|no\.?|id)?"
    r"|群号)"
    r"(?: ?(?:is|[是为:=]) ?|[ ,]{0,2})"
    r"(?P<value>[1-9](?:[ \-]?\d){4,10})(?!\d)"
)
_PROVINCES = "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼使领"
# GA 36: five letters and digits, six for new-energy cars; at least three of five are digits.
_PLATE = re.compile(
    rf"[{_PROVINCES}] ?[a-z][ ·•.\-_]{{0,2}}"
    r"(?:[df][a-z0-9]\d{4}|\d{5}[df]|(?=(?:[a-z]?\d){3}|[a-z0-9]{0,2}\d{3})[a-z0-9]{5}|[a-z0-9]{4}[挂学警港澳])(?![a-z0-9])"
)
_PLATE_BY_WORD = re.compile(
    r"(?:车牌|车号|牌照|plate(?: (?:number|no\.?))?|registration(?: number)?)(?: is| was)?[^a-z0-9\n]{0,8}"
    r"(?P<value>[a-z]{2,3}[ \-]?\d{3,4}|\d{4}[ \-]?[a-z]{2}|[a-z]{2}\d{2} ?[a-z]{3}|[a-z]{2} ?\d{1,4})(?![a-z0-9])"
)
_TAIWAN_ID = re.compile(r"(?<![a-z0-9])[a-z][1289]\d{8}(?![a-z0-9])")
_HONG_KONG_ID = re.compile(
    r"(?<![a-z0-9])(?P<letters>[a-z]{1,2}) ?(?P<serial>\d{6}) ?(?P<bracket>\()?(?P<check>[\da])\)?(?![a-z0-9])"
)
_ID_WORDS = re.compile(r"身份证|证件|hkid|id ?(?:card|no|number)|identity")
_PAPER_BY_WORD = re.compile(
    r"(?:护照|通行证|回乡证|台胞证|居住证|passport|permit)(?: (?:number|no\.?))?(?: is| was)?[^a-z0-9\n]{0,10}"
    r"(?P<value>[a-z]{1,2}\d{7,10}|\d{8,9})(?![a-z0-9])"
)
# National Insurance number of the United Kingdom: HMRC's manual NIM39110
_INSURANCE_DIGITS = re.compile(r"\d{2} ?\d{2} ?\d{2} ?[a-d](?![a-z0-9])")
_INSURANCE_LETTERS = re.compile(r"(?<![a-z0-9])(?!bg|gb|kn|nk|nt|tn|zz)(?:qq|[abceghj-prstw-z][abceghj-nprstw-z]) ?$")
_SOCIAL_SECURITY = re.compile(r"(?<![\d\-])\d{3}-\d{2}-\d{4}(?![\d\-])")
_CREDIT_CODE = re.compile(r"(?<![a-z0-9])[0-9a-hj-npqrtuwxy]{2}\d{6}[0-9a-hj-npqrtuwxy]{10}(?![a-z0-9])")
_TAIWAN_LETTERS = "abcdefghjklmnpqrstuvxywzio"  # from 10 on, in the order of the Ministry of the Interior


def find_handles(text: FoldedText) -> Iterator[Found]:
    """E-mail addresses, WeChat and QQ ids, plates, and identity papers that carry letters."""
    folded = text.folded
    if "@" in folded:
        yield from _each(text, _EMAIL, "email", "verified")
    yield from _each(text, _SPOKEN_EMAIL, "email", "likely")
    if any(word in folded for word in ("微信", "薇信", "威信", "v信", "加v", "加 v", "wechat", "weixin", "vx", "wx")):
        yield from _find_wechat(text)
        yield from _each(text, _WECHAT_AFTER_WORDS, "wechat", "likely")
        yield from _each(text, _WECHAT_BEFORE_WORD, "wechat", "likely")
    digits = with_numerals_as_digits(folded)
    if any(word in folded for word in ("qq", "扣扣", "企鹅", "群号")):
        yield from _each(text, _QQ, "qq", "likely", digits)
        yield from _each(text, _QQ_BEFORE_WORD, "qq", "likely")
    yield from _each(text, _WECHAT_OWN, "wechat", "verified")
    yield from _each(text, _PLATE, "plate", "verified", digits)
    yield from _each(text, _PLATE_BY_WORD, "plate", "likely")
    yield from _each(text, _PAPER_BY_WORD, "id_number", "likely")
    for match in _INSURANCE_DIGITS.finditer(folded):
        letters = _INSURANCE_LETTERS.search(folded, max(0, match.start() - 4), match.start())
        if letters is not None:
            yield _found(text, letters.start(), match.end(), "id_number", "verified")
    yield from _find_checked_papers(text)


def _each(
    text: FoldedText, pattern: re.Pattern[str], kind: Kind, certainty: Certainty, within: str | None = None
) -> Iterator[Found]:
    for match in pattern.finditer(within or text.folded):
        group = "value" if "value" in pattern.groupindex else 0
        yield _found(text, *match.span(group), kind, certainty)


def _found(text: FoldedText, start: int, end: int, kind: Kind, certainty: Certainty) -> Found:
    first, last = text.span(start, end)
    identity = re.sub(r"[\s·•.\-_()]" if kind != "email" else r"\s", "", text.folded[start:end])
    return Found(kind, first, last, text.original[first:last], certainty, identity)


def _find_wechat(text: FoldedText) -> Iterator[Found]:
    for match in _WECHAT.finditer(text.folded):
        value = match["value"]
        named = match["sure"] is not None or re.search(r"[是为叫:：=]", match["tie"]) is not None
        # "WeChat account", "微信 group": a plain word is no id unless the words before it say so.
        plain = value.isalpha()
        if value.isdigit() and len(value) < 5:
            continue
        if not plain or (named and value not in ("official", "account", "group", "payment", "store", "wechat")):
            yield _found(text, *match.span("value"), "wechat", "likely")


def _find_checked_papers(text: FoldedText) -> Iterator[Found]:
    folded = text.folded
    for match in _TAIWAN_ID.finditer(folded):
        if is_taiwan_id(match[0]):
            yield _found(text, *match.span(), "id_number", "verified")
    for match in _HONG_KONG_ID.finditer(folded):
        said = match["bracket"] or _ID_WORDS.search(folded[max(0, match.start() - 16) : match.start()])
        if said and is_hong_kong_id(match["letters"] + match["serial"] + match["check"]):
            end = match.end()
            yield _found(text, match.start(), end, "id_number", "verified")
    for match in _SOCIAL_SECURITY.finditer(folded):
        from stdnum.us import ssn

        if ssn.is_valid(match[0]):
            yield _found(text, *match.span(), "id_number", "verified")
    for match in _CREDIT_CODE.finditer(folded):
        from stdnum.cn import uscc

        if not match[0].isdigit() and uscc.is_valid(match[0].upper()):
            yield _found(text, *match.span(), "company", "verified")


def is_taiwan_id(number: str) -> bool:
    """Whether the check digit of a Taiwan national or resident id holds (weights 1, 9, 8 … 1, 1; modulus 10).

    Source: the Ministry of the Interior's numbering rules. `number` is lower case; `python-stdnum` has no module for it.
    """
    region = _TAIWAN_LETTERS.index(number[0]) + 10
    total = region // 10 + region % 10 * 9
    total += sum(int(digit) * weight for digit, weight in zip(number[1:], (8, 7, 6, 5, 4, 3, 2, 1, 1), strict=True))
    return total % 10 == 0


def is_hong_kong_id(number: str) -> bool:
    """Whether the check digit of a Hong Kong identity card holds (weights 9 … 1, modulus 11, A for ten, blank is 36).

    Source: the Immigration Department's rule as published. `number` is lower case without brackets.
    """
    padded = number.rjust(9)
    values = [36 if each == " " else int(each, 36) for each in padded[:8]]
    total = sum(value * weight for value, weight in zip(values, range(9, 1, -1), strict=True))
    return (total + int(padded[8], 16)) % 11 == 0
