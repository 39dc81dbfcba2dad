"""Finding names in a folded text: listed forms, and surnames with a form of address."""

import re
from collections.abc import Iterable, Iterator, Sequence

from assistant.privacy.folded import FoldedText, folded, has_chinese
from assistant.privacy.found import Certainty, Found, Kind
from assistant.privacy.name_forms import Form, Standing, name_key, surname_of, title_of
from assistant.privacy.surnames import (
    COMMON_SURNAMES,
    DOUBLE_SURNAMES,
    FAMILIAR,
    FAMILY_TITLES,
    FEMALE,
    LONG_TITLES,
    MALE,
    NOT_PERSONS,
    SHORT_TITLES,
    TITLED_SURNAMES,
)
from assistant.privacy.words import crossings, is_ordinary_word

_HAN = "\u3400-\u9fff"
_SPEECH = "说讲问答提聊笑称表示认为觉得回复补充提到告诉指出"
_DEGREE = frozenset("很太真不好挺更最蛮超特较怪多越够没")
_DEGREE_WORDS = ("非常", "特别", "十分", "这么", "那么", "比较", "有点", "有些", "相当", "格外")
# After a short title these continue another word: 张总共, 李工作, 王导航.
_NO_TITLE_AFTER = {
    "总": "共体结数算量额部价", "工": "作人程资厂业地序具艺龄期钱时商匠", "导": "航致购入出向读弹热", "哥": "伦", "董": "事",
    "妈": "", "少": "年数量了见有华康军杰峰平东明伟强",
    "局": "面部限", "处": "理于境分罚在", "律": "师", "医": "院生疗保药", "爷": "", "仔": "细",
}  # fmt: skip
_ABBREVIATED = re.compile(rf"([{COMMON_SURNAMES}])(?:某{{1,2}}|[x*]{{1,2}})(?![a-z])")
_TITLED = re.compile(
    rf"(?:{'|'.join(DOUBLE_SURNAMES)}|[{COMMON_SURNAMES}])(?:{'|'.join(LONG_TITLES)}|{'|'.join(SHORT_TITLES)})"
    rf"|[{TITLED_SURNAMES}](?:{'|'.join(each for each in LONG_TITLES if len(each) > 1)})"
    rf"|[{FAMILIAR}][{COMMON_SURNAMES}](?:{'|'.join(FAMILY_TITLES)})?"
)
_ENGLISH_TITLED = re.compile(
    r"(?<![A-Za-z])(?:Mr|Mrs|Ms|Miss|Dr|Prof|Professor|Mx|Madam|Sir)\.? ?(?P<name>[A-Z][\w'’-]+(?: [A-Z][\w'’-]+)?)"
)
# 免贵姓卢, 师傅姓梁; not 姓名, 姓氏
_SURNAMED = re.compile(rf"(?<=姓)(?:{'|'.join(DOUBLE_SURNAMES)}|[{COMMON_SURNAMES}])")
_FIELD = re.compile(
    r"(?:姓名|名字|联系人|收件人|收货人|寄件人|受访人|访谈对象|持卡人|户名|本人|(?<![a-z])name) ?(?:[:：]|是|叫) ?"
    rf"(?P<name>[{_HAN}]{{2,4}}(?![{_HAN}])|[a-z][a-z'’\-]+(?: [a-z][a-z'’\-]+){{1,2}})"
)
_INTRODUCED = re.compile(rf"(?:我叫|名叫|名字叫|全名|本名) ?(?P<name>[{_HAN}]{{2,4}}?)(?=[^{_HAN}]|$|[是今住在来的])")


class NameFinder:
    """Finds the given forms. Where several people share a form, the first listed gives the identity."""

    def __init__(self, forms: Sequence[Form], nobody: frozenset[str]) -> None:
        self._nobody = nobody
        self._forms: dict[str, Form] = {}
        for form in sorted(forms, key=lambda each: _STRENGTH[each.standing]):
            self._forms.setdefault(form.key, form)
        self._surnames = _by_surname(forms)
        texts = {each.text: each for each in forms if each.text}
        loose = [each for each in texts.values() if self._forms[each.key].standing in _LOOSE]
        bound = [each for each in texts.values() if self._forms[each.key].standing not in _LOOSE]
        self._loose = _alternation(loose)
        self._bound = _alternation(bound, bounded=True)

    def knows(self, name: str) -> bool:
        """Whether that is one of the listed forms."""
        return name_key(folded(name)) in self._forms

    def find(self, text: FoldedText) -> Iterator[Found]:
        """Every place that names one of them; finds may overlap."""
        listed = list(self._find_listed(text))
        yield from listed
        # What begins inside of a listed name is no surname: 罗秋白老师.
        inside = {place for each in listed for place in range(each.start + 1, each.end)}
        yield from (each for each in self._find_titled(text) if each.start not in inside)
        yield from self._find_fields(text)

    def _find_listed(self, text: FoldedText) -> Iterator[Found]:
        for pattern in (self._loose, self._bound):
            if pattern is None:
                continue
            for match in pattern.finditer(text.folded):
                form = self._forms[name_key(match[0])]
                if self._stands(text, form, *match.span()):
                    yield _found(text, *match.span(), form.kind, "known", form.identity)

    def _stands(self, text: FoldedText, form: Form, start: int, end: int) -> bool:
        if form.standing == "capital":
            return _is_capital_name(text, start, end)
        if form.standing == "alone":
            return _is_alone(text.folded, start, end)
        if form.standing == "careful":
            return not _is_ordinary_use(text.folded, start, end)
        return True

    def _find_titled(self, text: FoldedText) -> Iterator[Found]:
        """陈女士, 老王, 李总, 王某; those of a listed surname count as known."""
        chinese = has_chinese(text.folded)
        for pattern in (_TITLED, _ABBREVIATED) if chinese else ():
            for match in pattern.finditer(text.folded):
                start, end = match.span()
                name = match[0]
                surname = name[1] if name[0] in FAMILIAR else surname_of(name) or name[0]
                known = surname in self._surnames
                if name in NOT_PERSONS or name in self._nobody or _continues(text.folded, name, end):
                    continue
                over_start, over_end = crossings(text.folded, start, end)
                # 王总和我: what a short title cannot be followed by is known better than by the dictionary.
                over_end = over_end and not _NO_TITLE_AFTER.get(name[-1])
                if (over_start and over_end) or (not known and (over_start or over_end)):
                    continue
                if not known and is_ordinary_word(name):
                    continue
                certainty: Certainty = "known" if known else "likely"
                yield _found(text, start, end, "person", certainty, self._identity_of_titled(name, surname))
        for match in _SURNAMED.finditer(text.folded):
            surname = match[0]
            certainty = "known" if surname in self._surnames else "likely"
            yield _found(text, *match.span(), "person", certainty, self._identity_of_titled(surname, surname))
        for match in _ENGLISH_TITLED.finditer(text.original):
            form = self._forms.get(name_key(folded(match["name"])))
            identity = form.identity if form else match["name"].casefold()
            yield Found("person", *match.span(), match[0], "known" if form else "likely", identity)

    def _find_fields(self, text: FoldedText) -> Iterator[Found]:
        """What a form's field or an introduction says is a name: 姓名：罗小红, 我叫张宇."""
        for pattern in (_FIELD, _INTRODUCED):
            for match in pattern.finditer(text.folded):
                name = match["name"]
                if name in self._nobody or name_key(name) in self._forms:
                    continue
                chinese = name[0] > "z"
                if chinese and (not surname_of(name) or (is_ordinary_word(name) and pattern is _INTRODUCED)):
                    continue
                if chinese or text.words(*match.span("name"))[:1].isupper():
                    yield _found(text, *match.span("name"), "person", "likely", name)

    def _identity_of_titled(self, name: str, surname: str) -> str:
        """The one listed person with that surname whom the form of address fits; else the form is its own identity."""
        title = title_of(name)
        people = [
            person
            for person, titles in self._surnames.get(surname, {}).items()
            if not (titles & MALE and title in FEMALE) and not (titles & FEMALE and title in MALE)
        ]
        return people[0] if len(people) == 1 else name


_STRENGTH: dict[Standing, int] = {"anywhere": 0, "word": 1, "careful": 2, "capital": 3, "alone": 4}


_LOOSE = ("anywhere", "careful", "alone")


def _by_surname(forms: Iterable[Form]) -> dict[str, dict[str, set[str]]]:
    """Surname → listed person → the forms of address that the person is listed with."""
    found: dict[str, dict[str, set[str]]] = {}
    for form in forms:
        if form.kind == "company" or not form.text or form.text[0] <= "z":
            continue
        familiar = form.text[0] in FAMILIAR and len(form.text) == 2
        surname = surname_of(form.text[1:]) if familiar else surname_of(form.text)
        if surname and (familiar or len(form.text) == 1 or len(form.text) <= 7):
            found.setdefault(surname, {}).setdefault(form.identity, set()).add(title_of(form.text))
    return found


def _alternation(forms: Sequence[Form], *, bounded: bool = False) -> re.Pattern[str] | None:
    if not forms:
        return None
    patterns = [_pattern(form) for form in sorted(forms, key=lambda each: (-len(each.text), each.text))]
    whole = "|".join(patterns)
    return re.compile(rf"(?<![a-z0-9])(?:{whole})(?=(?:['’]?s)?(?![a-z0-9]))" if bounded else whole)


def _pattern(form: Form) -> str:
    """The letters of a Chinese name may stand apart (陈 静); the parts of another be joined in several ways."""
    parts = [part for part in re.split(r"[\s·•・.,'’_\-]+", form.text) if part]
    if re.search(f"[{_HAN}]", form.text):
        letters = [re.escape(letter) for part in parts for letter in part]
        return "[ ·•・.\\-]{0,2}".join(letters)
    return r"(?: (?:[a-z]\.? )?|[ .,'’_\-]{1,3})".join(re.escape(part) for part in parts)


def _found(text: FoldedText, start: int, end: int, kind: Kind, certainty: Certainty, identity: str) -> Found:
    first, last = text.span(start, end)
    return Found(kind, first, last, text.original[first:last], certainty, identity)


def _is_capital_name(text: FoldedText, start: int, end: int) -> bool:
    """A capital, and not the month or the first word of a question."""
    word = text.words(start, end)
    if not word[:1].isupper():
        return False
    after = text.folded[end : end + 12]
    before = text.folded[max(0, start - 8) : start]
    if word.casefold() in ("may", "june", "april", "august") and (
        re.match(r"[ ,]*\d", after) or re.search(r"(?:in|since|until|by|last|next|of|from) $|\d ?$", before)
    ):
        return False
    return re.match(r" (?:you|it|they|we|i|he|she|the|this|that|there|your|not)\b", after) is None or not _begins(
        before
    )


def _begins(before: str) -> bool:
    return not before.strip() or before.rstrip()[-1] in '.!?:\n"“‘'


def _is_alone(text: str, start: int, end: int) -> bool:
    before, after = text[max(0, start - 1) : start], text[end : end + 2]
    if before and re.match(f"[{_HAN}]", before):
        return False
    return not after or re.match(f"[{_HAN}]", after) is None or after[0] in _SPEECH


def _is_ordinary_use(text: str, start: int, end: int) -> bool:
    """Whether the letters are no name here: words reach over both ends, or it is an ordinary word in its usual place."""
    if all(crossings(text, start, end)):
        return True
    if not is_ordinary_word(text[start:end]):
        return False
    before = text[max(0, start - 2) : start]
    return before[-1:] in _DEGREE or before in _DEGREE_WORDS


def _continues(text: str, name: str, end: int) -> bool:
    """Whether what looks like a short title is the beginning of another word."""
    after = text[end : end + 1]
    return bool(after) and after in _NO_TITLE_AFTER.get(name[-1], "")
