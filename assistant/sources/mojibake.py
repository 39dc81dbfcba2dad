"""Text that was once opened in the wrong encoding and saved so: noticed, because nobody can quote it."""

import re

from assistant.sources.encodings import score_chinese

# Signs that are cheap to look for: pairs that UTF-8 Chinese makes when it is taken for GBK, GBK taken for Western, and
# what is left where characters could not be saved at all.
_SIGNS = re.compile(
    r"[锛銆鐨鏄浜涓鍙鍦闄澹绛鎴戜滑绗鎬鍒鏉ヤ綘鍚庤涔堣][\u4e00-\u9fff€][锛銆鐨鏄浜涓鍙鍦闄澹绛鎴戜滑绗鎬鍒鏉鍚]|"
    r"锟斤拷|烫烫烫|屯屯屯|[À-ÿ¡-¿]{5}|\ufffd{2}|Ã[\x80-\xbf©¤¶¼]|â€"
)
_LOST = 0.1  # share of replacement characters that makes a text unreadable
_MEANT, _AS_IT_IS = 0.5, 0.45  # how Chinese the text reads once mended, and at most as it stands
_WAYS = (("gb18030", "utf-8"), ("latin-1", "gb18030"), ("latin-1", "utf-8"), ("cp1252", "utf-8"), ("big5", "utf-8"))


def is_mojibake(text: str) -> bool:
    """Whether a text is garbled: it reads as Chinese once its wrong decoding is undone, or its characters are lost."""
    if _SIGNS.search(text) is None:
        return False
    plain = "".join(text.split())
    if len(plain) < 4:
        return False
    lost = text.count("\ufffd") + 3 * text.count("锟斤拷") + 3 * text.count("烫烫烫")
    if lost > _LOST * len(plain):
        return True
    return score_chinese(plain) <= _AS_IT_IS and any(_mended(plain, *way) >= _MEANT for way in _WAYS)


def _mended(text: str, wrong: str, right: str) -> float:
    raw = text.encode(wrong, "ignore")
    mended = raw.decode(right, "ignore")
    # a mending that loses most of the bytes mends nothing
    return score_chinese(mended) if len(mended.encode(right, "ignore")) >= 0.6 * len(raw) else 0.0
