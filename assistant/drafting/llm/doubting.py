"""What code can hold against a model's sentence beyond quotes, figures and names."""

import re
from collections.abc import Callable, Iterable, Sequence

from assistant.drafting.grams import find_grams
from assistant.drafting.llm.lines import one_line
from assistant.drafting.llm.polarity import find_turned
from assistant.drafting.llm.quotes import Cited, Resolved
from assistant.drafting.names import NameBook, names_match
from assistant.drafting.quoting import strip_quotations
from assistant.journey import Claim, Doubt, Role
from assistant.privacy import KnownIdentities, suspect_names
from assistant.sources.folding import find_quote, fold
from assistant.sources.injection import holds_instruction
from assistant.wording import Language, Text

MOVED, DROPPED = "quote-moved", "quote-dropped"
OTHER_LANGUAGE = "other-language"
"""Stands until a second call has read sentence and quotes together."""
_SENTENCES = {
    MOVED: Text(
        "模型把引文标在了别的证据上，程序已改正，请核对：{what}。",
        "The model put a quote under another key; the program moved it, please check: {what}.",
    ),
    DROPPED: Text(
        "模型引用的这些话在材料里找不到，已去掉：{what}。",
        "Words the model quoted are not in the material and were dropped: {what}.",
    ),
    "generalised": Text(
        "所引证据只来自 {what} 位受访者，句子却说得像很多人。",
        "The evidence comes from {what} interviewee(s), yet the sentence speaks of many.",
    ),
    "far-from-words": Text(
        "句子与所引原话几乎没有共同的词，请核对。",
        "The sentence shares hardly a word with what it cites; please check.",
    ),
    OTHER_LANGUAGE: Text(
        "原话是另一种语言，程序无法逐字核对句子的意思。",
        "The words cited are in another language: code cannot compare the sentence with them.",
    ),
    "turned": Text(
        "原话与句子一个是肯定、一个是否定，请核对：{what}。",
        "One of sentence and words affirms what the other denies; please check: {what}.",
    ),
    "pseudonym": Text("模型写出了不存在的化名：{what}。", "The model wrote pseudonyms that stand for nobody: {what}."),
    "foreign-name": Text("所引证据里没有这些名称：{what}。", "Names that are not in the evidence: {what}."),
    "person": Text("可能是人名，证据里没有：{what}。", "Perhaps names of persons, not in the evidence: {what}."),
    "instruction": Text(
        "这句话像是写给程序的指令，不是受访者的经历：{what}。",
        "This reads like an instruction to the program, not like an interviewee's account: {what}.",
    ),
    "link": Text("证据里没有这些网址或邮箱：{what}。", "Addresses that are not in the evidence: {what}."),
    "partly-borne-out": Text(
        "第二次核对：原话只支持一部分，多出来的是：{what}。",
        "Second check: the words bear it out only in part; beyond them: {what}.",
    ),
    "not-borne-out": Text(
        "第二次核对：原话不支持这句话（{what}）。", "Second check: the words do not bear it out ({what})."
    ),
    "not-checked": Text("第二次核对没有得到结果。", "The second check gave no result."),
    "one-speaker": Text(
        "只有一位受访者的说法，构不成矛盾。", "Only one interviewee speaks; that makes no contradiction."
    ),
}
_UNEXPLAINED = {
    "partly-borne-out": Text(
        "第二次核对：原话只支持这句话的一部分。", "Second check: the words bear the sentence out only in part."
    ),
    "not-borne-out": Text("第二次核对：原话不支持这句话。", "Second check: the words do not bear it out."),
}
_MANY = re.compile(
    r"普遍|大多|多数|大部分|绝大|所有客户|全部客户|客户都|顾客都|用户都|人人|每个客户|许多客户|很多客户|不少客户|"
    r"客戶都|顧客都|許多客戶|很多客戶|大多數|所有客戶|"
    r"\b(?:most|majority|generally|all (?:the )?customers|every customer|customers (?:always|all)|many customers|everyone|everybody)\b",
    re.IGNORECASE,
)
_MANY_SPEAKERS = 3
_LINK = re.compile(r"https?://\S+|www\.\S+|[\w.+-]+@[\w-]+\.[\w.]+", re.ASCII)
_LATIN_WORD = re.compile(r"[A-Za-z]+")
_OWN_WORDS = 4
_LEAST_SHARED = 0.08
"""Share of a sentence's Chinese pairs or English words that its quotes must have; paraphrases of real claims keep above."""


def doubt(kind: str, language: Language, what: Iterable[str] | str = ()) -> Doubt:
    """A doubt of that kind in the report's language, with what it is about where that is known."""
    parts = list(dict.fromkeys(map(_without_end, [what] if isinstance(what, str) else what)))
    listed = (", " if language == "en" else "、").join(each for each in parts if each)
    sentence = _SENTENCES[kind] if listed else _UNEXPLAINED.get(kind, _SENTENCES[kind])
    return Doubt(kind, sentence.filled(what=listed).say(language))


def _without_end(words: str) -> str:
    """Words as they stand inside a sentence: without the stop of their own."""
    words = words.rstrip("。！？；，")
    return words.rstrip(".!?;,") if " " in words else words


class Doubter:
    """Finds the doubts that go with a model's claim. `strangers` are names of other clients, which nobody may see here."""

    def __init__(
        self,
        language: Language,
        names: NameBook,
        known: KnownIdentities,
        odd: Callable[[str], Sequence[str]],
        strangers: Sequence[str] = (),
    ) -> None:
        self._language: Language = language
        self._names = names
        self._known = known
        self._odd = odd
        # folded once: a batch has hundreds of them, and each claim is held against all
        folded = {each: fold(each) for each in strangers}
        self._strangers = {each: name for each, name in folded.items() if len(name) > 1}

    def of_quotes(self, resolved: Resolved) -> list[Doubt]:
        """Doubts about how the quotes were given."""
        found: list[Doubt] = []
        if resolved.moved:
            found.append(doubt(MOVED, self._language, resolved.moved))
        if resolved.dropped:
            found.append(doubt(DROPPED, self._language, [one_line(each, 40) for each in resolved.dropped]))
        return found

    def of_text(self, text: str, cited: Sequence[Cited]) -> list[Doubt]:
        """Doubts about a sentence beside the words it cites."""
        said = "\n".join(f"{each.told.statement.speaker or ''}\n{each.quote}" for each in cited)
        found = [
            ("instruction", [one_line(text, 40)] if holds_instruction(text, asking=True) else []),
            ("pseudonym", list(self._odd(text))),
            ("turned", find_turned(text, [each.quote for each in cited])),
            ("link", [each for each in _LINK.findall(text) if fold(each) not in fold(said)]),
            ("foreign-name", self._foreign(text, said)),
            ("person", self._persons(text, said)),
        ]
        speakers = len({each.told.speaker for each in cited})
        if _MANY.search(text) and 0 < speakers < _MANY_SPEAKERS:
            found.append(("generalised", [str(speakers)]))
        if cited and _is_far(text, cited):
            found.append(("far-from-words", ["–"]))
        if _is_in_other_language(text, cited):
            found.append((OTHER_LANGUAGE, ["–"]))
        return [doubt(kind, self._language, what) for kind, what in found if what]

    def _foreign(self, text: str, said: str) -> list[str]:
        folded, evidence = fold(text), fold(said)
        return [each for each, name in self._strangers.items() if name in folded and name not in evidence]

    def _persons(self, text: str, said: str) -> list[str]:
        suspects = suspect_names([text], self._known)
        return [each.name for each in suspects if not names_match(each.name, said, self._names)]


def is_by_staff(cited: Sequence[Cited]) -> bool:
    """Whether staff speak, and no customer does."""
    roles = {each.told.statement.role for each in cited}
    return Role.STAFF in roles and Role.CUSTOMER not in roles


_STAFF_SAY = Text("据员工说，{text}", "According to staff: {text}", "據員工說，{text}")
_SAID_ALREADY = re.compile(
    r"\s*(?:据|據|按|依)?[^，。]{0,6}?(?:员工|員工|店员|店長|店长|工作人员|staff|according to)", re.IGNORECASE
)


_LED_BY_STAFF = re.compile(
    r"\s*(?:(?:据|據)?(?:有)?(?:员工|員工|店员|店員|工作人员|工作人員)(?:们|們)?(?:说|說|称|稱|反映|表示|介绍|介紹)[，,:：]?"
    r"|(?:according to (?:the )?(?:staff|employees)|(?:the )?staff (?:say|said|report)(?: that)?)[,:]?)\s*",
    re.IGNORECASE,
)
_ALL_CUSTOMERS = re.compile(r"\s*(?:客户|客戶|顾客|顧客)(?![们們的都普群]|普遍|服务|服務|经理|經理)")
_CUSTOMER_SAYS = Text("有客户说，{text}", "A customer says: {text}")


def with_role(text: str, cited: Sequence[Cited], language: Language) -> str:
    """The sentence led by who says so: "according to staff" where only they do, and not where no staff is cited."""
    if _ALL_CUSTOMERS.match(text) and len({each.told.speaker for each in cited}) == 1:
        text = f"有{text.lstrip()}"  # one customer is not "the customers"
    if is_by_staff(cited) and not _SAID_ALREADY.match(text):
        return _STAFF_SAY.filled(text=text).say(language)
    led = _LED_BY_STAFF.match(text)
    roles = {each.told.statement.role for each in cited}
    if led is None or not roles or Role.STAFF in roles or led.end() == len(text):
        return text
    rest = text[led.end() :]
    return _CUSTOMER_SAYS.filled(text=rest).say(language) if roles == {Role.CUSTOMER} else rest


def leave_out_strays(text: str, cited: Sequence[Cited]) -> tuple[Cited, ...]:
    """The quotes without those that share no pair of Chinese letters and no word with the sentence, if others do.

    (Careless models list all they were shown. Between two languages words cannot tell.)
    """
    chinese = _is_chinese(text)
    wanted = _telling(text, chinese=chinese)
    near = [
        each for each in cited if _is_chinese(each.quote) != chinese or wanted & _telling(each.quote, chinese=chinese)
    ]
    return tuple(near) if any(_is_chinese(each.quote) == chinese for each in near) else tuple(cited)


def _is_chinese(text: str) -> bool:
    return any(letter >= "㐀" for letter in text)


def _telling(text: str, *, chinese: bool) -> set[str]:
    return {
        gram for gram in find_grams(fold(text)) if (len(gram) == 2 if chinese else len(gram) > 3 and " " not in gram)
    }


def _is_in_other_language(text: str, cited: Sequence[Cited]) -> bool:
    """Whether a sentence says in one language, beyond what it quotes, what all its quotes say in the other."""
    chinese = _is_mainly_chinese(text)
    own = strip_quotations(text, lambda words: any(find_quote(words, each.quote) is not None for each in cited))
    foreign = bool(cited) and all(_is_mainly_chinese(each.quote) != chinese for each in cited)
    return foreign and len(_telling(own, chinese=chinese)) >= _OWN_WORDS


def _is_mainly_chinese(text: str) -> bool:
    """Whether more of it is Chinese than Latin, a Latin word counting as two characters."""
    return sum(letter >= "㐀" for letter in text) > 2 * len(_LATIN_WORD.findall(text))


def _is_far(text: str, cited: Sequence[Cited]) -> bool:
    quotes = " ".join(each.quote for each in cited)
    chinese = _is_chinese(text)
    if chinese != _is_chinese(quotes):
        return False  # another language: code cannot tell
    wanted = _telling(text, chinese=chinese)
    if len(wanted) < 4:
        return False
    return len(wanted & set(find_grams(fold(quotes)))) < _LEAST_SHARED * len(wanted)


def lowered(claim: Claim) -> bool:
    """Whether a claim already stands as unsupported by code."""
    return claim.verdict == "unsupported"
