"""Whether an English sentence reads like an order to a program: a linear model over its words, their pairs and triples.

Chinese is left to the rules: there are no attacks in Chinese to learn from but our own.
"""

import re
import struct
from functools import cache
from importlib.resources import files
from itertools import pairwise
from zlib import crc32

from assistant.sources.vocabulary import words

BUCKETS = 1 << 15
SCALE = 8  # a weight of 1 is kept as this much in a byte
HEAD = struct.Struct("<f")  # the limit stands before the weights
# A sentence shorter than this says too little about itself.
FEWEST_WORDS = 4
_TOKEN = re.compile(r"[a-z']+(?![\w])|[a-z0-9]+|[^\w\s]")
_HAN = re.compile("[\u3400-\u9fff]")
# Words of the games in which attacks were collected; customers have passwords, too.
_GAME = words("""
    access granted denied grant deny password passwords passcode passphrase code key keys secret pwned pwn hacked bear
""")


def reads_like_order(folded: str) -> bool:
    """Whether the words of a folded sentence are those of an order to a program.

    The weights and the limit were learnt by `python -m bench.orders`, and are measured in bench/README.md.
    """
    buckets = find_buckets(folded)
    if not buckets:
        return False
    limit, weights = _learnt()
    return sum(map(weights.__getitem__, buckets)) > limit * SCALE * len(buckets) ** 0.5


def find_buckets(folded: str) -> set[int]:
    """The buckets (below BUCKETS) of a folded sentence's words and of their pairs and triples with what stands beside them.

    None where it has too few words, or is Chinese with some English in it.
    """
    tokens = _split(folded)
    wordy = [each[0].isalpha() for each in tokens]
    if sum(wordy) < max(FEWEST_WORDS, len(_HAN.findall(folded))):
        return set()
    grams = [each for each, is_word in zip(tokens, wordy, strict=True) if is_word]
    tokens, wordy = ["^", *tokens, "$"], [False, *wordy, False]
    for at, (one, two) in enumerate(pairwise(tokens)):
        if wordy[at] or wordy[at + 1]:
            grams.append(f"{one} {two}")
        if wordy[at] and at:
            grams.append(f"{tokens[at - 1]} {one} {two}")
    return {crc32(gram.encode("utf-8", "surrogatepass")) % BUCKETS for gram in grams}


def _split(folded: str) -> list[str]:
    tokens = _TOKEN.findall(folded)
    # dates, numbers of versions and the like are all one
    return ["0" if any(map(str.isdigit, each)) else each for each in tokens if each not in _GAME]


@cache
def _learnt() -> tuple[float, memoryview]:
    kept = memoryview(files("assistant.sources.injection").joinpath("weights.bin").read_bytes())
    return HEAD.unpack(kept[: HEAD.size])[0], kept[HEAD.size :].cast("b")
