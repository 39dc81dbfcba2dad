"""Bytes to text, by what the bytes say: marks, strict UTF-8, then the Chinese encodings weighed against each other."""

import re

from assistant.errors import SourceError
from assistant.script import to_simplified
from assistant.wording import Text

_MARKS = (
    (b"\xef\xbb\xbf", "utf-8"),
    (b"\xff\xfe\x00\x00", "utf-32-le"),
    (b"\x00\x00\xfe\xff", "utf-32-be"),
    (b"\xff\xfe", "utf-16-le"),
    (b"\xfe\xff", "utf-16-be"),
)
_CHINESE = ("gb18030", "cp950", "big5hkscs")
# The characters that make up most of any modern Chinese text, Simplified; Traditional is folded before looking.
_COMMON = frozenset(
    "的一是不了在人有我他这个们中来上大为和国地到以说时要就出会可也你对生能而子那得于着下自之年过发后作里用道行所然家种事成方多"
    "经么去法学如都同现当没动面起看定天分还进好小部其些主样理心她本前开但因只从想实日军者意无力它与长把机十民第公此已工使情明性"
    "知全三又关点正业外将两高间由问很最重并物手应战向头文体政美相见被利什二等产或新己制身果加西斯月话合回特代内信表化老给世位次"
    "度门任常先海通教儿原东声提立及比员解水名真论处走义各入几口认条平系气题活尔更别打女变四神总何电数安少报才结反受目太量再感建"
    "务做接必场件计管期市直德资命山金指克许统区保至队形社便空决治展马科司五基眼书非则听白却界达光放强即像难且权思王象完设式色路"
    "记南品住告类求据程北边死张该交规万取拉格望觉术领共确传师观清今切院让识候带导争运店买卖价钱客户服装修访谈谁吗呢吧啊您请谢林陈李"
    "黄吴周徐孙朱微网广推荐朋友介绍选择比较贵便宜质评论视频手电话售快慢等待满喜欢需希试体验退换投诉"
)
_CHINESE_MARKS = frozenset("，。、？！：；“”‘’（）《》【】—…·「」『』～　％０１２３４５６７８９")
_WESTERN_MARKS = frozenset("’‘“”–—…•€£§°©®™«»¿¡´\xa0")
# No one's words, and no document that quotes them can hold them.
_CONTROLS = re.compile("[\x00-\x08\x0e-\x1f\x7f\ufffe\uffff]")
_WIDE = re.compile("[\u3041-\u9fff\uac00-\ud7a3]")
_KANA = 0.3  # share of kana in Japanese prose: a half and more
_SAMPLE = 20_000  # characters; more do not change the choice
_LEAST_SCORE = 0.35  # real prose scores 0.6 and more, a wrong decoding below 0.2


def decode_text(raw: bytes, name: str) -> str:
    """The text of a file with "\\n" line ends, without its byte order mark and control characters.

    Raises SourceError ("unreadable") where no encoding makes text of the bytes. A last character cut off by
    truncation is dropped.
    """
    text = _decode(raw)
    if text is None:
        raise SourceError(
            "unreadable",
            Text(
                f"无法识别文字编码，或者这不是文本文件：{name}",
                f"the text encoding is not known, or this is no text file: {name}",
            ),
            Text("请在原程序中另存为 UTF-8 文本。", "save it again as UTF-8 text in the program it comes from."),
        )
    lines = re.sub("\r\n?|[\x0b\x0c]", "\n", text.removeprefix("\ufeff"))
    return _CONTROLS.sub("", lines)


def _decode(raw: bytes) -> str | None:
    for mark, encoding in _MARKS:
        if raw.startswith(mark):
            return _strict(raw[len(mark) :], encoding) or raw[len(mark) :].decode(encoding, "replace")
    unmarked = _without_mark(raw)
    if unmarked is not None:
        return unmarked
    text = _strict(raw, "utf-8")
    if text is not None:
        return _seven_bits(raw) or text
    if b"\0" in raw:
        return None
    japanese = _japanese(raw)
    if japanese is not None:
        return japanese
    candidates = [
        (score, text) for text in (_strict(raw, each) for each in _CHINESE) if text and (score := score_chinese(text))
    ]
    best = max(candidates, key=lambda each: each[0], default=(0.0, ""))
    if best[0] >= _LEAST_SCORE:
        return best[1]
    return _mixed(raw) or _mostly_utf8(raw) or _western(raw) or _other_encoding(raw) or (best[1] or None)


def _without_mark(raw: bytes) -> str | None:
    """UTF-16 without a mark shows by its zero bytes, or by being common Chinese and nothing else."""
    if len(raw) % 2 or (_strict(raw, "utf-8") is not None and b"\0" not in raw):
        return None
    scored = [(_ordinary(text), text) for each in ("utf-16-le", "utf-16-be") if (text := _strict(raw, each))]
    best = max(scored, key=lambda each: each[0], default=(0.0, ""))
    if b"\0" in raw[:4000]:
        return best[1] if best[0] > 0.5 else None
    rivals = [score_chinese(text) for each in _CHINESE if (text := _strict(raw, each))]
    return best[1] if best[0] >= _LEAST_SCORE and best[0] > max(rivals, default=0.0) else None


def _seven_bits(raw: bytes) -> str | None:
    """Chinese and Japanese in plain ASCII, between marks: HZ, and the encodings of ISO 2022."""
    for mark, encoding in ((b"~{", "hz"), (b"\x1b$", "iso2022_jp_2"), (b"\x1b$)C", "iso2022_kr")):
        if mark in raw and raw.isascii():
            text = _strict(raw, encoding)
            if text is not None and _WIDE.search(text):
                return text
    return None


def _japanese(raw: bytes) -> str | None:
    """Japanese shows by its kana, which stand in every sentence."""
    for encoding in ("euc_jp", "cp932"):
        text = _strict(raw, encoding)
        telling = [each for each in (text or "")[:_SAMPLE] if each > "\x7f"]
        kana = sum(1 for each in telling if "\u3041" <= each <= "\u30fe")
        if telling and kana >= _KANA * len(telling):
            return text
    return None


def _mixed(raw: bytes) -> str | None:
    """A file pasted together from several: each line in the encoding that fits it. None where a line fits none."""
    lines: list[str] = []
    for line in raw.split(b"\n"):
        texts = [text for each in ("utf-8", *_CHINESE) if (text := _whole(line, each)) is not None]
        best = max(texts, key=score_chinese, default=None)
        if best is None or (not line.isascii() and score_chinese(best) < _LEAST_SCORE):
            return None
        lines.append(best)
    return "\n".join(lines) if len(lines) > 1 else None


def _whole(raw: bytes, encoding: str) -> str | None:
    try:
        return raw.decode(encoding)
    except UnicodeDecodeError:
        return None


def _strict(raw: bytes, encoding: str) -> str | None:
    """The text, or None; a last character that was cut off is dropped."""
    try:
        return raw.decode(encoding)
    except UnicodeDecodeError as error:
        cut_off = error.reason in ("unexpected end of data", "incomplete multibyte sequence", "truncated data")
        head = raw[: error.start]
        if not cut_off or len(raw) - error.start > 3 or head.isascii():
            return None
        return head.decode(encoding)


def _ordinary(text: str) -> float:
    """The share of a text that is plain ASCII or common Chinese."""
    sample = text[:_SAMPLE]
    plain = sum(1 for each in sample if " " <= each <= "~" or each in "\n\r\t")
    telling = sum(1 for each in sample if each > "\x7f")
    return (plain + telling * max(0.0, score_chinese(sample))) / len(sample)


def score_chinese(text: str) -> float:
    """How Chinese a text reads: the share of what is not ASCII that is common Chinese; private and unassigned characters count against."""
    telling = [each for each in text[:_SAMPLE] if each > "\x7f"]
    if not telling:
        return 0.0
    simplified = to_simplified("".join(telling))
    good = sum(1 for each in simplified if each in _COMMON or each in _CHINESE_MARKS)
    fair = sum(1 for each in simplified if each not in _COMMON and "\u4e00" <= each <= "\u9fa5")
    bad = sum(1 for each in simplified if "\ue000" <= each <= "\uf8ff" or each < "\xa0" or each > "\uffee")
    return (good + 0.25 * fair - 2 * bad) / len(simplified)


def _mostly_utf8(raw: bytes) -> str | None:
    """UTF-8 with a few broken bytes is still UTF-8; each broken place shows as U+FFFD."""
    text = raw.decode("utf-8", "replace")
    broken, telling = text.count("\ufffd"), sum(1 for each in text if each > "\x7f")
    return text if broken * 20 < telling else None


def _western(raw: bytes) -> str | None:
    """Windows' Western encoding where accents are sprinkled over plain letters."""
    text = _strict(raw, "cp1252")
    telling = [each for each in text or "" if each > "\x7f"]
    sprinkled = len(telling) * 6 < len(raw) and all(each.isalpha() or each in _WESTERN_MARKS for each in telling)
    return text if sprinkled else None


def _other_encoding(raw: bytes) -> str | None:
    from charset_normalizer import from_bytes

    best = from_bytes(raw[: 4 * _SAMPLE]).best()
    if best is None:
        return None
    return raw.decode(best.encoding, "replace")
