"""What of a web page is its article, as a library made for that judges it."""

import re

from assistant.sources.folding import fold
from assistant.sources.sentences import columns

_PROSE = 40  # columns; with the end of a sentence in it, a text of that length is nobody's button
_LEAST_SHARE = 0.5  # of the page's text: a judgement that leaves less took the wrong part for the article
_SENTENCE_END = re.compile(r"[。！？.!?…][”\"’」』）)]*(?:\s|$)")


def find_article(source: str, texts: list[str]) -> list[bool] | None:
    """For each text of the page, whether it belongs to the article; None where the page seems to hold no such thing."""
    from trafilatura import extract
    from trafilatura.settings import DEFAULT_CONFIG

    whole = extract(source, favor_recall=True, include_tables=True, include_comments=False, config=DEFAULT_CONFIG) or ""
    article = _plain(whole)
    kept = [_belongs(text, article) for text in texts]
    size = sum(len(text) for text in texts)
    share = sum(len(text) for text, keep in zip(texts, kept, strict=True) if keep)
    return kept if size and share >= _LEAST_SHARE * size else None


def _belongs(text: str, article: str) -> bool:
    plain = _plain(text)
    if not plain or plain in article:
        return bool(plain)
    return columns(text) >= _PROSE and _SENTENCE_END.search(text) is not None


def _plain(text: str) -> str:
    return re.sub(r"[\W_]+", "", fold(text))
