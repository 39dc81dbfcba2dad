"""What the linear models look at: words or characters, their pairs and triples, and for Chinese the kinds of its words."""

import re
from functools import cache
from itertools import pairwise
from zlib import crc32

from assistant.sources.vocabulary import words

BUCKETS = 1 << 15
# A sentence shorter than this, in words, says too little about itself.
FEWEST_WORDS = 4
_FEWEST_CHARACTERS = 6  # of Chinese: 您好，请坐 says nothing either way
_TOKEN = re.compile(r"[a-z']+(?![\w])|[a-z0-9]+|[^\w\s]")
_SIGN = re.compile(r"[a-z']+(?![\w])|[a-z0-9]+|[\u3400-\u9fff]|[^\w\s]")
_HAN = re.compile("[\u3400-\u9fff]")
_LETTER = re.compile("[a-z]")
# Words of the games in which attacks were collected; customers have passwords, too.
_GAME = words("""
    access granted denied grant deny password passwords passcode passphrase code key keys secret pwned pwn hacked bear
""")
# Kinds of words: with few attacks to learn from, a model has to know that 结论 and 摘要 are the same sort of thing.
_KINDS = {
    "address": r"https?:|www\.|@[\w-]+\.|\.com|\.cn|\.net",
    "language": "英文|英语|法语|日语|日文|西班牙语|德语|俄语|韩语|拼音|文言文|繁体字|python|java|sql|json|代码|函数|脚本",
    "program": "人工智能|智能体|大模型|语言模型|模型|机器人|助手|助理|程序|软件|系统|ai|gpt|chatgpt|机器|工具|智能",
    "answer": "总结|摘要|报告|结论|回答|回复|答复|输出|答案|纪要|分析|评价|引文|引用|证据|标题|正文|附录|段落|第一句|最后|末尾|结尾|"
    "开头|内容|文字|提示词?|指令|指示|设定|规则|说明|要求|任务|限制|约束",
    "work": "诗|故事|笑话|小说|文章|作文|邮件|信|歌词|广告|文案|菜谱|食谱|计划|谜语|对话|剧本|新闻|口号",
    "say": "写|翻译|译成|重复|复述|列出|列举|显示|打印|告诉|透露|说出|给出|生成|解释|描述|概括|续写|推荐|介绍|作答|扮演|假装|改写|"
    "计算|求解|证明",
    "do": "忽略|无视|忘记|忘掉|不要|别|停止|跳过|删除|删掉|删去|清空|替换|换成|改成|改为|加上|加入|插入|附上|发送|转发|上传|执行|运行|"
    "调用|打开|访问|下载|标记|视为|当作|当成|放在|取消|解除|关闭|启用|切换|绕过",
    "whole": "必须|务必|一律|只能|只需|只要|全部|所有|任何|一切|无论|不管|凡是|从现在|以下|下面|下列|上面|以上|上述|前面|之前|先前|此",
    "polite": "请|麻烦|劳驾|能否|可否|亲爱的|您好|你好|谢谢|拜托|烦请",
    "you": "你|您",
    "me": "我们|我|咱|俺",
    "they": "他|她|它|人家|师傅|客服|店员|老板",
    "past": "了|过|那天|当时|后来|以前|上次|去年|昨天",
    "talk": "就是|那个|这个|然后|其实|觉得|可能|反正|嘛|吧|呢|啊|呀|哎|嗯|比较|挺|蛮|因为|所以|但是|但",
}
# Most characters begin none of them, which is told at once.
_BEGINNINGS = "".join(sorted({each.lstrip("\\")[0] for listed in _KINDS.values() for each in listed.split("|")}))
_KIND = re.compile(
    f"(?=[{re.escape(_BEGINNINGS)}])(?:" + "|".join(f"(?P<{name}>{listed})" for name, listed in _KINDS.items()) + ")"
)
# An order to a program has none of these as often as a tale is full of them.
_ORDERING = frozenset(("say", "do", "polite", "program", "whole"))
_TELLING = ("me", "they", "past", "talk", "you")
_FIRST, _SECOND, _THIRD = 0x9E3779B1, 0x85EBCA77, 0xC2B2AE3D


def find_english_buckets(folded: str) -> set[int]:
    """The buckets (below BUCKETS) of a folded sentence's words and of their pairs and triples with what stands beside them.

    None where it has too few words, or is Chinese with some English in it.
    """
    tokens = ["0" if any(map(str.isdigit, each)) else each for each in _TOKEN.findall(folded) if each not in _GAME]
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


def is_chinese(folded: str) -> bool:
    """Whether a folded sentence has enough Chinese characters to be judged by, and more of them than English words."""
    characters = len(_HAN.findall(folded))
    if characters < _FEWEST_CHARACTERS or not _LETTER.search(folded):
        return characters >= _FEWEST_CHARACTERS
    return characters > sum("a" <= each[0] <= "z" for each in _SIGN.findall(folded))


def find_chinese_buckets(folded: str) -> set[int]:
    """The buckets (below BUCKETS) of a Chinese sentence's characters, of two and three in a row, and of its kinds of words."""
    codes = [_code("^"), *map(_code, (each for each in _SIGN.findall(folded) if each not in _GAME)), _code("$")]
    buckets = {one * _FIRST for one in codes}
    buckets.update(one * _FIRST + two * _SECOND for one, two in pairwise(codes))
    buckets.update(
        one * _FIRST + two * _SECOND + three * _THIRD
        for one, two, three in zip(codes, codes[1:], codes[2:], strict=False)
    )
    buckets.update(_find_kinds(folded))
    return {(each >> 7) % BUCKETS for each in buckets}


def could_order(folded: str) -> bool:
    """Whether a folded Chinese sentence has a word that orders are made with, and is no question: interviewers ask those."""
    if folded.rstrip(" \"'”’」』)").endswith("?"):
        return False
    return any(found.lastgroup in _ORDERING for found in _KIND.finditer(folded))


def _find_kinds(folded: str) -> set[int]:
    """Which kinds of words there are, which stand together, which follow one another, and which of a tale's are not there."""
    row = [str(found.lastgroup) for found in _KIND.finditer(folded)]
    there = sorted(set(row))
    missing = [each for each in _TELLING if each not in there]
    named = [f"#{each}" for each in there] + [f"-{each}" for each in missing]
    named += [f"#{one}&{two}" for at, one in enumerate(there) for two in there[at + 1 :]]
    named += [f"-{one}&{two}" for one in missing for two in there]
    named += [f"#{one} {two}" for one, two in pairwise(("^", *row, "$"))]
    return {_code(each) * _FIRST for each in named}


@cache
def _code(sign: str) -> int:
    if len(sign) == 1 and not sign.isdigit():
        return ord(sign)
    if sign.isascii() and sign[0].isalpha():
        return ord("a")  # names, mostly; the kinds know those that matter
    return crc32(b"0" if any(map(str.isdigit, sign)) else sign.encode("utf-8", "surrogatepass"))
