"""Names in Latin letters that may be persons: by first names, by pinyin, by what stands around them."""

import re
from collections.abc import Iterator

from assistant.privacy.first_names import FIRST_NAMES
from assistant.privacy.latin_names import ORDINARY, PARTICLES
from assistant.privacy.patterns import any_of
from assistant.sources.vocabulary import words

_WORD = r"[A-Z][a-z]+(?:['’-][A-Z][a-z]+)?"
# Chinese letters may touch a name on both sides: 客服Amy回得快.
_LATIN = "A-Za-z0-9_\u00c0-\u024f"
_PARTS = rf"{_WORD}(?: (?:de |van |von |der |da |di |el |bin ){{0,2}}{_WORD}| [A-Z]\.(?= {_WORD})){{0,2}}"
_NAME = re.compile(rf"(?<![{_LATIN}@./])(?:(?:[A-Z]\. ){{2}})?{_PARTS}(?![{_LATIN}@])")
_SPEECH = any_of("""
    said says told tells asked asks mentioned mentions thinks thought replied explained explains called emailed texted works worked who
    rang rings came sent promised answered recommended installed picked fixed 说 讲 问 告诉 觉得 认为 提到 跟我 帮我 带我 回复 回我 回得
    加了我 负责 老师 姐 哥 总 经理
""")
_RELATIONS = """
    colleague coworker boss manager friend wife husband son daughter brother sister contact supervisor my_name_is name's named thanks
    thank_you hi hello hey dear neighbour neighbor partner fiancé fiancée aunt uncle cousin flatmate roommate assistant regards
    wishes sincerely cheers
"""
_KIN = """
    husband wife son daughter brother sister friend colleague coworker boss manager neighbour neighbor flatmate roommate cousin named
    name_is name's named
"""
_LOOSE = """
    i'm i_am name_is this_is called mom dad ask asked told tell from by with and met meet emailed colleagues client customer mentor
    professor
"""
_AFTER = re.compile(rf"(?:['’]s)? ?(?:{_SPEECH}|[(:])")
_POSTS = "联系|同事|客服|销售|顾问|导购|店员|店长|老板|经理|主管|师傅|老师|同学|朋友|设计师|管家"
_BEFORE = re.compile(rf"(?:\b{any_of(_LOOSE)}|[叫是找问跟和@:]|{_POSTS})[ ,]*$", re.IGNORECASE)
_STRONG_BEFORE = re.compile(rf"(?:\b{any_of(_RELATIONS)}|[叫找@]|{_POSTS})[ ,]*$", re.IGNORECASE)
# "my wife Eleanor": after these a single unknown word is a name, unless the notes also write it small
_KIN_BEFORE = re.compile(rf"\b(?:(?:my|our|his|her|their)\b[\w' ]{{0,16}}){any_of(_KIN)}[ ,]*$", re.IGNORECASE)
_PINYIN_SURNAMES = words("""
    wang li zhang liu chen yang huang zhao wu zhou xu sun ma zhu hu guo he lin gao luo zheng liang xie song tang han
    feng deng cao peng zeng xiao tian dong pan yuan cai jiang yu du ye cheng wei su lv lyu ding ren shen yao lu cui
    zhong tan fan jin liao jia xia fu fang bai zou meng xiong qin qiu yin xue yan duan lei hou long tao shi gu mao
    hao gong shao wan qian chan wong lee cheung lau leung ng ho lam tam kwok chow chiu hui tsang tsui yip yeung chu
    kwan lai mak fung siu poon tse yuen hsu tsai chang lo hsieh kuo chiang
""")
_PINYIN = re.compile(
    r"(?:zh|ch|sh|[bpmfdtnlgkhjqxrzcsyw])?(?:iang|iong|uang|ang|eng|ing|ong|ian|iao|uai|uan|ai|ei|ao|ou|an|en|in|un|ia|ie|iu|ua|ui|uo|ue|[aeiou])(?:n|ng)?"
)
# Capitalised by habit and no persons: days, places, products, and words that begin sentences.
_COMMON = words("""
    ask tell call meet see contact email met told asked called saw show help give bring let
    monday tuesday wednesday thursday friday saturday sunday january february march april may june july august
    september october november december english chinese mandarin cantonese japanese french german spanish american
    british european asian african china hong kong taiwan taipei beijing shanghai shenzhen guangzhou hangzhou
    nanjing chengdu wuhan xiamen singapore japan korea india london paris new york san francisco los angeles boston
    chicago seattle washington texas california florida canada australia europe america africa asia google microsoft
    apple amazon facebook meta instagram twitter linkedin youtube tiktok wechat weibo taobao tmall alipay excel word
    powerpoint outlook teams zoom slack notion github python java javascript claude anthropic openai chatgpt gemini
    copilot perplexity grammarly canva photoshop figma windows linux mac android iphone ipad internet web the a an i
    you he she it we they this that these those and but or so if when where what who why how because yes no not okay
    ok well also then there here my your his her our their its is are was were be do does did have has had can could
    would should will might must let lets thanks thank sure maybe actually basically honestly really first second
    third next last finally however although though while since before after during until unless about for from with
    without in on at to of by as all any some most many much more less very just only even still yet again once
    never always often sometimes usually today tomorrow yesterday now later soon good great nice bad sorry please
    hello hi hey dear mr mrs ms miss dr prof sir madam mom dad mum grandma grandpa ai hr ceo cto kpi nps customer
    customers staff household interviewer interviewee participant user users company store shop manager team support
    service product website app docs drive sheets mail christmas easter thanksgiving halloween god jesus christian
    catholic jewish muslim bible university college school department institute inc ltd llc corp bank street road
    avenue north south east west central saint st llama stack overflow reddit wikipedia adobe oracle salesforce sap
    shopify stripe uber airbnb netflix spotify tesla toyota honda samsung huawei xiaomi deepseek qwen mistral cursor
    quora midjourney alexa siri cortana dall zapier hubspot jira trello asana airtable quickbooks latex matlab stata spss tableau power
    bi sql html css json xml pdf
""")


def find_latin_suspects(text: str) -> Iterator[tuple[str, float, bool, int, int]]:
    """Names, with a score 0…1, whether the surroundings speak for it, and the span in `text`."""
    written_small: set[str] | None = None
    for match in _NAME.finditer(text):
        start, words = _without_common(match)
        if not words:
            continue
        if written_small is None:
            written_small = set(re.findall(r"(?<![A-Za-z])[a-z]{3,}(?![A-Za-z])", text))
        name = " ".join(words)
        score = _form_score(words, written_small)
        before, after = text[max(0, start - 32) : start], text[start + len(name) : start + len(name) + 14]
        context = True
        if score and _KIN_BEFORE.search(before):
            score = max(score + 0.3, 0.6)
        elif _STRONG_BEFORE.search(before) or (_AFTER.match(after) and score >= 0.3):
            score += 0.3
        elif _BEFORE.search(before) and score >= 0.3:
            score += 0.15
        else:
            context = False
        if score > 0:
            yield name, min(score, 1.0), context, start, start + len(name)


def _without_common(match: re.Match[str]) -> tuple[int, list[str]]:
    """The words of a name without those that are capitalised by habit at its beginning; where the rest begins."""
    start = match.start()
    words = match[0].split(" ")
    while words and words[0].casefold() in _COMMON:
        start += len(words[0]) + 1
        words = words[1:]
    kept: list[str] = []
    for word in words:
        if word.casefold() in _COMMON:
            break
        kept.append(word)
    return start, kept


def _form_score(words: list[str], written_small: set[str]) -> float:
    plain = [word.casefold().strip(".") for word in words]
    if any(word in written_small for word in plain if word not in FIRST_NAMES and word not in PARTICLES):
        return 0.0
    if len(plain) == 3 and len(plain[0]) == len(plain[1]) == 1:
        return 0.6  # J. R. Whitcombe
    if plain[0] in FIRST_NAMES:
        # "Will", "Grace": a word as well, so a name only with a surname or in the right place
        return (0.7 if len(plain) > 1 else 0.6) if plain[0] not in ORDINARY else (0.4 if len(plain) > 1 else 0.3)
    if len(plain) == 2 and _is_pinyin_name(plain):
        return 0.7
    return 0.3 if len(plain) in (2, 3) else 0.1


def _is_pinyin_name(plain: list[str]) -> bool:
    for surname, given in (plain, plain[::-1]):
        syllables = re.split(r"['’-]", given)
        if surname in _PINYIN_SURNAMES and all(
            re.fullmatch(rf"(?:{_PINYIN.pattern}){{1,2}}", each) for each in syllables
        ):
            return True
    return False
