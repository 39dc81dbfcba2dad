"""Names in a sentence: people and brands the client listed, and words that look like names."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from assistant.journey import Person
from assistant.sources.folding import fold

# The hundred or so most frequent Chinese surnames, which before a form of address make a name: 王先生, 李总.
_SURNAMES = (
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏"
    "钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段钱汤尹黎易常武乔贺赖龚文施洪庄"
)
_ADDRESS = "先生|女士|小姐|太太|阿姨|叔叔|老师|师傅|经理|店长|主管|总监|主任|大姐|大哥|姐|哥|总(?![是之的会共要得有在])|工(?=[说讲提认])"
_CHINESE_NAME = re.compile(rf"(?:[{_SURNAMES}](?:{_ADDRESS})|[老小阿][{_SURNAMES}](?![一-鿿]))")
_TITLE = re.compile(r"《([^》]+)》")
# Chinese letters count as word characters for `\w`: 在Keep上看到 holds the name Keep alone.
_LATIN = re.compile(r"[A-Za-zÀ-ɏ][0-9A-Za-zÀ-ɏ_&'’.\-]*")
_ENGLISH_ADDRESS = re.compile(r"(?<![A-Za-z])(?:Mr|Ms|Mrs|Miss|Dr|Prof)\.? ([A-Z][0-9A-Za-zÀ-ɏ'’-]+)")
# Written with capitals by habit, and no names.
_COMMON = frozenset((
    "i", "i'm", "i've", "i'd", "i'll", "ok", "kpi", "kpis", "nps", "app", "apps", "pc", "it", "hr", "ceo", "cto",
    "roi", "crm", "faq", "vip", "wifi", "tv", "usb", "pdf", "ui", "ux", "ai", "pos", "sku", "b2b", "b2c", "monday",
    "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "january", "february", "march", "april",
    "may", "june", "july", "august", "september", "october", "november", "december", "english", "chinese",
    "mr", "ms", "mrs", "miss", "dr", "prof", "according", "customers", "customer", "staff", "interviewee", "interviewees", "interview",
))  # fmt: skip


@dataclass(frozen=True, slots=True)
class NameBook:
    """The names a client listed: each a group of spellings that mean the same person or brand.

    `terms` are the report's own words (stages, touchpoints, KPIs), which are no names though some look like it.
    """

    groups: tuple[tuple[str, ...], ...] = ()
    terms: tuple[str, ...] = ()

    def spellings(self, name: str) -> tuple[str, ...]:
        """All spellings of the one that `name` is, itself included."""
        wanted = fold(name)
        for group in self.groups:
            if wanted in group:
                return group
        return (wanted,)


def build_name_book(people: Sequence[Person], brands: Iterable[str] = (), terms: Iterable[str] = ()) -> NameBook:
    """The names of people with their aliases, and brands. A brand's spellings are split at “/” or “=”."""
    groups = [(person.name, *person.aliases) for person in people]
    groups += [tuple(part.strip() for part in re.split(r"[/=|]", brand)) for brand in brands]
    folded = (tuple(dict.fromkeys(fold(name) for name in group if name.strip())) for group in groups)
    own = tuple(dict.fromkeys(fold(term) for term in terms if term.strip()))
    return NameBook(tuple(group for group in folded if group), own)


def find_names(sentence: str, book: NameBook) -> list[str]:
    """Names in `sentence`: listed ones, and what looks like a name by its form (王女士, 《…》, Acme). Each once."""
    folded = fold(sentence)
    named = [name for group in book.groups for name in group if len(name) > 1 and _stands(name, folded)]
    seen = [
        *_CHINESE_NAME.findall(sentence),
        *_TITLE.findall(sentence),
        *_ENGLISH_ADDRESS.findall(sentence),
        *_capitalised(sentence),
    ]
    terms = [term for term in book.terms if _stands(term, folded)] if named or seen else []
    listed = [name for name in named if _stands_alone(name, folded, terms)]
    kept = {name: name for name in listed}
    wholes = [*listed, *terms]
    for name in seen:
        # "Wang" in the listed "Ms Wang" is no second name, nor is "Promoter" in "Net Promoter Score".
        if not any(_stands(fold(name), whole) for whole in wholes):
            kept.setdefault(fold(name), name)
    return list(kept.values())


def names_match(name: str, evidence: str, book: NameBook) -> bool:
    """Whether `evidence` has that name in one of its spellings."""
    folded = fold(evidence)
    return any(_stands(spelling, folded) for spelling in book.spellings(name))


def _stands(name: str, folded: str) -> bool:
    if name not in folded:
        return False
    if name.isascii():
        return re.search(rf"(?<![a-z0-9]){re.escape(name)}(?![a-z0-9])", folded) is not None
    return True


def _stands_alone(name: str, folded: str, terms: Sequence[str]) -> bool:
    """Whether the name, which stands there, stands anywhere but within one of these terms: the segment “小型餐饮店” does
    not name a client 餐饮店."""
    wider = [_places(term, folded) for term in terms if name in term and len(term) > len(name)]
    within = [place for places in wider for place in places]
    return any(
        not any(start <= place and place + len(name) <= end for start, end in within)
        for place, _ in _places(name, folded)
    )


def _places(words: str, folded: str) -> list[tuple[int, int]]:
    return [match.span() for match in re.finditer(re.escape(words), folded)]


def _capitalised(sentence: str) -> list[str]:
    chinese = re.search(r"[一-鿿]", sentence) is not None
    found: list[str] = []
    for match in _LATIN.finditer(sentence):
        word = match[0].strip("'’.-")
        bare = re.sub(r"['’]s$", "", word)
        if len(bare) < 2 or bare.casefold() in _COMMON or not any(letter.isupper() for letter in bare):
            continue
        english = not chinese or re.match(r" [a-z]", sentence[match.end() :]) is not None
        if english and _begins_sentence(sentence, match.start()) and bare[1:].islower():
            continue  # every English sentence begins with a capital
        found.append(bare)
    return found


def _begins_sentence(sentence: str, place: int) -> bool:
    before = sentence[:place].rstrip(" \"'“‘(（「")
    return not before or before[-1] in ".!?:;。！？：；\n"
