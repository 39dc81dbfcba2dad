"""Phone, identity and bank card numbers, judged by checksums and numbering plans of kept libraries."""

import re
from collections.abc import Iterator
from datetime import date

from assistant.privacy.digits import Window, find_runs
from assistant.privacy.folded import FoldedText
from assistant.privacy.found import Certainty, Found, Kind
from assistant.privacy.patterns import any_of
from assistant.sources.vocabulary import words

_BEFORE = 16  # characters before a number that may say what it is
_ID_WORDS = re.compile(r"身份证|身份證|证件|id ?(?:card|no|number)|identity|resident id")
_CARD_WORDS = re.compile(
    any_of("""
    卡号 银行卡 储蓄卡 信用卡 借记卡 账号 帐号 账户 帐户 户头 bank card account debit credit iban
""")
)
_PHONE_WORDS = re.compile(
    any_of("""
    电话 手机 座机 固话 致电 来电 打给 拨打 联系 传真 号码是 热线 tel phone mobile cell call fax whatsapp dial reach text_me
    my_number his_number her_number their_number
""")
)
_OTHER_WORDS = re.compile(
    any_of("""
    订单 单号 运单 快递 流水 编号 编码 条码 型号 序列 批次 货号 工单 合同 发票 税号 order tracking invoice serial sku barcode ticket
    reference
""")
)
_ALL_WORDS = (_ID_WORDS, _CARD_WORDS, _PHONE_WORDS, _OTHER_WORDS)
_PROVINCES = words("""
    11 12 13 14 15 21 22 23 31 32 33 34 35 36 37 41 42 43 44 45 46 50 51 52 53 54 61 62 63 64 65 71 81 82 83 91
""")
_PLUS = re.compile(r"\+ ?\(?$")
_EXTENSION = re.compile(r" ?(?:-|转|ext\.? ?|x) ?\d{1,6}(?!\d)")
_HONG_KONG = re.compile(r"香港|(?<![a-z])hk(?![a-z])|hong kong")
_RUNS_ON = re.compile(r"\d[.\-/]$")  # 2023.08.01-2024.07.31
_MOBILE = re.compile(r"(?:0{0,2}86)?0?(1[3-9]\d{9})$")
# Where a national number without a country code may be from, in the order of trying.
_REGIONS = ("CN", "TW", "GB")
_CARD_SIZES = range(12, 20)
_ACCOUNT_SIZES = range(20, 24)  # a company's account, known by the word before it alone


def find_numbers(text: FoldedText) -> Iterator[Found]:
    """Phone, resident-id and bank card numbers; in each run of digits the longest that is convincing, then the rest."""
    folded = text.folded
    for windows in find_runs(folded):
        taken: list[Window] = []
        for window in windows:
            if any(window.start < other.end and other.start < window.end for other in taken):
                continue
            judged = _judge(folded, window)
            if judged is None:
                continue
            kind, certainty, identity, start, end = judged
            taken.append(window)
            first, last = text.span(start, end)
            yield Found(kind, first, last, text.original[first:last], certainty, identity)


_Judged = tuple[Kind, Certainty, str, int, int]


def _judge(folded: str, window: Window) -> _Judged | None:
    before = folded[max(0, window.start - _BEFORE) : window.start]
    # A first piece of one digit is a country code, and stands behind a plus.
    if (
        len(window.sizes) > 1
        and window.sizes[0] == 1 < max(window.sizes)
        and not window.spoken
        and window.sizes != (1, 3, 3, 4)
        and not _PLUS.search(before)
    ):
        return None
    resident = _judge_resident_id(window, before)
    if resident is not None:
        return ("id_number", resident, window.digits, window.start, window.end)
    card = _judge_card(window, before)
    if card is not None:
        return ("bank_card", card, window.digits, window.start, window.end)
    if "x" in window.digits:
        return None
    return _judge_phone(folded, window, before)


def _judge_resident_id(window: Window, before: str) -> Certainty | None:
    """The resident id of GB 11643: region, date of birth, serial, check digit; the older form had fifteen digits."""
    digits = window.digits
    said = _says(before, _ID_WORDS)
    if len(digits) == 18 and "x" not in digits[:-1]:
        from stdnum.cn import ric

        if digits[:2] in _PROVINCES and _is_date(digits[6:14]) and ric.calc_check_digit(digits).lower() == digits[-1]:
            return "verified"
        return "likely" if said else None
    if len(digits) == 15 and digits.isdigit() and said:
        return "likely"
    return None


def _judge_card(window: Window, before: str) -> Certainty | None:
    """A payment card: 12 to 19 digits with a Luhn check digit, issuers' ranges of ISO/IEC 7812; or a longer account."""
    digits = window.digits
    if len(digits) not in (*_CARD_SIZES, *_ACCOUNT_SIZES) or not digits.isdigit():
        return None
    said = _says(before, _CARD_WORDS)
    if len(digits) in _ACCOUNT_SIZES:
        return "likely" if said else None
    if said and len(digits) >= 15:
        from stdnum import luhn

        return "verified" if luhn.is_valid(digits) else "likely"
    other = _says(before, _OTHER_WORDS)
    if other or not _is_issuers(digits) or len(set(digits)) < 3:
        return None
    from stdnum import luhn

    return "verified" if luhn.is_valid(digits) else None


def _says(before: str, words: re.Pattern[str]) -> bool:
    """Whether, of the words that say what a number is, one of these stands nearest before it."""
    mine = max((match.end() for match in words.finditer(before)), default=0)
    return mine > 0 and not any(
        match.end() > mine for other in _ALL_WORDS if other is not words for match in other.finditer(before)
    )


def _is_issuers(digits: str) -> bool:
    size = len(digits)
    if digits.startswith(("62", "81")):
        return 16 <= size <= 19
    if digits[0] == "4":
        return size in (13, 16, 19)
    if digits.startswith(("34", "37")):
        return size == 15
    if digits[0] in "5" or "2221" <= digits[:4] <= "2720":
        return size == 16
    if digits.startswith(("60", "64", "65", "35", "30", "36", "38", "39")):
        return 14 <= size <= 19
    return digits.startswith(("9558", "9559", "6858", "6888")) and 16 <= size <= 19


def _judge_phone(folded: str, window: Window, before: str) -> _Judged | None:
    digits, start, end = window.digits, window.start, window.end
    plus = _PLUS.search(before)
    if plus is None and before.endswith("("):
        start -= 1
    if plus is not None:
        start = window.start - len(plus[0])
        number = _valid("+" + digits, None) or _valid("+" + folded[window.start : end], None)
        if number is not None:
            return ("phone", "verified", number, start, end)
        if _is_possible("+" + digits):
            return ("phone", "likely", "+" + digits, start, end)
    mobile = _MOBILE.fullmatch(digits)
    if mobile is not None:
        number = _valid(mobile[1], "CN")
        other = _says(before, _OTHER_WORDS)
        if number is not None or not other:
            return ("phone", "verified" if number else "likely", number or f"+86{mobile[1]}", start, end)
    if digits.startswith("00") and len(digits) >= 10:
        number = _valid("+" + digits[2:], None)
        return ("phone", "verified", number, start, end) if number else None
    found = _national(window, before)
    if found is None:
        return None
    extension = _EXTENSION.match(folded, end) if digits[0] == "0" else None
    return ("phone", found[0], found[1], start, extension.end() if extension else end)


def _national(window: Window, before: str) -> tuple[Certainty, str] | None:
    digits, sizes = window.digits, window.sizes
    said = _says(before, _PHONE_WORDS)
    if _says(before, _OTHER_WORDS):
        return None
    if digits[:1] == "1" and sizes == (1, 3, 3, 4) and (number := _valid(digits[1:], "US")):
        return "verified", number
    if (
        digits[0] == "0"
        and not _RUNS_ON.search(before)
        and 9 <= len(digits) <= 12
        and (len(sizes) == 1 or sizes[0] >= 2)
    ):
        for region in _REGIONS:
            number = _valid(digits, region)
            if number is not None:
                return "verified", number
        return ("likely", digits) if said else None
    if len(digits) == 10 and digits.startswith(("400", "800")):
        number = _valid(digits, "CN")
        return ("verified", number) if number else None
    if len(digits) == 10 and (sizes == (3, 3, 4) or said) and digits[0] in "23456789" and digits[3] in "23456789":
        number = _valid(digits, "US")
        return ("verified", number) if number else ("likely", digits)
    if said and len(digits) == 9 and digits[0] == "9" and (number := _valid(digits, "TW")):
        return "verified", number
    if sizes == (4, 4) and _HONG_KONG.search(before) and (number := _valid(digits, "HK")):
        return "verified", number
    if said and len(digits) in (7, 8) and not _is_date(digits) and digits[0] in "23456789":
        number = _valid(digits, "HK") if len(digits) == 8 else None
        return ("verified", number) if number else ("likely", digits)
    return None


def _valid(number: str, region: str | None) -> str | None:
    """The number in the international form, where a numbering plan has it."""
    import phonenumbers

    try:
        parsed = phonenumbers.parse(number, region)
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_valid_number(parsed):
        return None
    return phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164)


def _is_possible(number: str) -> bool:
    """Whether a number with its country code has a length that the country uses."""
    import phonenumbers

    try:
        return phonenumbers.is_possible_number(phonenumbers.parse(number, None))
    except phonenumbers.NumberParseException:
        return False


def _is_date(digits: str) -> bool:
    try:
        return 1890 <= date(int(digits[:4]), int(digits[4:6]), int(digits[6:8])).year <= 2099
    except ValueError:
        return False
