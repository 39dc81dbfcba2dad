"""What a name looks like, in Chinese and English, and when two ways of writing one are the same person."""

import re

from assistant.sources.folding import fold
from assistant.sources.vocabulary import word_list, words

_SURNAMES = frozenset(
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹"
    "孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤温康施文牛樊葛邢安齐易乔伍庞颜倪庄聂章鲁岳翟殷詹申欧耿关兰焦俞左柳甘祝包宁尚"
    "符舒阮柯纪梅童凌毕单季裴霍涂成苗谷盛曲翁冉骆蓝路游辛靳管柴蒙鲍华喻祁蒲房滕屈饶解牟艾尤阳时穆农司卓古吉缪简车项连芦麦褚娄窦戚岑景党宫费卜"
    "冷晏席卫米柏宗瞿桂全佟应臧闵苟邬边卞姬师和仇栾隋商刁沙荣巫寇桑郎甄丛仲虞敖巩明佘池查麻苑迟邝封官谈匡鞠惠荆乐冀郁胥南班储原栗燕楚鄢劳谌奚皮"
    "粟冼蔺楼盘满闻位厉伊仝区郜海阚花权强帅屠豆朴盖练廉禹井巴漆隆丘涵游翟"
)
_DOUBLE_SURNAMES = (
    "欧阳",
    "司马",
    "上官",
    "诸葛",
    "东方",
    "皇甫",
    "尉迟",
    "公孙",
    "慕容",
    "令狐",
    "夏侯",
    "司徒",
    "南宫",
    "张简",
)
_TITLES = word_list("""
        女士 先生 小姐 太太 老师 阿姨 叔叔 大哥 大姐 师傅 经理 总监 主任 店长 医生 大夫 同学 工程师 设计师 老板
        老板娘 教授 主管 组长 队长 院长 校长 律师 会计 姑娘 妈妈 爸爸 奶奶 爷爷 同事 督导 顾问 客服 导购 总 工
        姐 哥 叔 姨 伯 嫂 董 导 妈 爸
    """)
_FAMILIAR = "小大老阿"
_FEMALE = words("女士 小姐 太太 阿姨 大姐 姐 姨 嫂 老板娘 姑娘 妈妈 妈 奶奶")
_MALE = words("先生 叔叔 大哥 哥 叔 伯 爸爸 爸 爷爷")
_ENGLISH_TITLE = re.compile(r"^(mr|mrs|ms|miss|dr|prof|mx)\.?\s+")
_CODE = re.compile(r"[A-Z]{1,2}[-#]?\d{1,3}$")
_LATIN_NAME = re.compile(
    r"(?:(?:Mr|Mrs|Ms|Miss|Dr|Prof)\.?\s+)?[A-Z][A-Za-zÀ-ɏ'’-]*\.?(?:\s+[A-Z][A-Za-zÀ-ɏ'’-]*\.?){0,2}$"
)
_HAN = re.compile("[\u3400-\u9fff]+$")
_PARENTHESIS = re.compile(
    r"^(?P<name>[^(（\[【]*?)\s*[(（\[【](?P<inside>[^()（）\[\]【】]*)[)）\]】]?\s*(?P<more>.*)$", re.DOTALL
)
# Short words that begin lines of notes and are no one's name.
_NO_NAMES = words("""
        小时 小心 小结 小区 小孩 小组 小声 小事 大概 大家 大小 大约 大量 大学 大部 大厅 老人 老板 老师 老家 老婆 老公 老实
        hi hello hey yes no yeah yep ok okay thanks thank sure well so great good right exactly and but the a an what why
        how when where who which maybe probably not never of course please welcome sorry perfect nice really i we you it
        he she they this that there my our your
        您好 你好 大家好 谢谢 好的 没有 不是 是的 可以 知道 觉得 时间 地点 日期 原因 结论 总结 备注 说明 注意
        问题 方案 建议 成本 价格 产品 服务 项目 任务 方式 方法 方面 经过 关于 安全 安装 温度 金额 费用 水平 路线
        明天 周末 周一 周二 周三 周四 周五 周六 周日 白天 马上 常见 高度 和谐 全部 全程 应该 应用 成果 成功 成员
        文件 文档 文章 方向 方便 时长 时候 时段 易用 明细 权限 查看 查询 海报 满意 管理 章节 简介 简单 米数 花费
        解决 路径 连接 车辆 边界 项目组 黄金 金融 钱款 石材 高端 高频 何时 何地 何处 程序 程度 安排 白色 黑色
        童年 路上 路过 师生 单价 单位 单独 江苏 安徽 云南 河南 湖南 海南 广东 武汉 温州 南京 宁波 成都 明显 麻烦
        游客 游戏 牛奶 毛病 包装 包括 包含 左右 尚可 齐全 华为 小米 向导 原话 原文 原来 应对 全家 全屋 商场 商店
        商品 商家 荣誉 明白 官网 官方 官微 谈话 谈到 乐观 封面 管家 强项 强烈 练习 盘点 满分 海外 解释 解答 卫生
        党员 冷静 路人 房间 房东 房子 房租 曲线 蓝牙 车间 麦克风 老板们 司机 农村 古典 吉利 时尚 和平 荣幸 桂林
    """)


def split_parenthesis(label: str) -> tuple[str, str]:
    """`陈女士（家庭住户）` as name and what stands in parentheses; the second is empty where there are none."""
    found = _PARENTHESIS.match(label)
    if found is None:
        return label.strip(), ""
    return found["name"].strip(), f"{found['inside']} {found['more']}".strip()


def looks_like_name(words: str) -> bool:
    """Whether the words can be a person's name as notes write it: 陈女士, 小林, 林晓雯, Mike Chen, P03."""
    words = words.strip()
    folded = fold(words)
    if not folded or folded in _NO_NAMES:
        return False
    if _HAN.match(words):
        return is_titled_name(words) or _is_full_name(folded) or (len(folded) == 2 and folded[0] in _FAMILIAR)
    if words.isascii() and any(word.strip(".") in _NO_NAMES for word in folded.split()):
        return False
    return bool(_LATIN_NAME.match(words) or _CODE.match(words)) and len(words) <= 32


def is_surname(words: str) -> bool:
    """Whether the words are a Chinese surname alone, as headers and labels shorten a name: 林, 欧阳."""
    folded = fold(words)
    return folded in _DOUBLE_SURNAMES or (len(folded) == 1 and folded in _SURNAMES)


def is_titled_name(words: str) -> bool:
    """Whether the words are a surname or short name with a title, or a familiar form: 陈女士, 王经理, 小陈, 老王, 阿强."""
    folded = fold(words)
    if not _HAN.match(folded) or len(folded) > 7 or folded in _NO_NAMES:
        return False
    surname, title = _split_title(folded)
    if title:
        return bool(surname) and len(surname) <= 4 and (surname[0] in _SURNAMES or surname[0] in _FAMILIAR)
    return len(folded) == 2 and folded[0] in "小老阿" and (folded[1] in _SURNAMES or folded[0] == "阿")


def same_person(label: str, name: str) -> bool:
    """Whether `label` can be a short way of writing `name`: the surname (with a title of the same sex), or a given name.

    "林" and "林老师" for 林晓雯, "Mike" for Mike Chen. The caller must see to it that only one person fits.
    """
    return PersonName(label).same_as(PersonName(name))


class PersonName:
    """A way of writing a person's name, read once to be compared with many."""

    __slots__ = ("_folded", "_stem", "_title")

    def __init__(self, words: str) -> None:
        self._folded = fold(words)
        self._stem, self._title = _split_title(_without_familiar(self._folded))

    def same_as(self, name: "PersonName") -> bool:
        """Whether one of the two can be a short way of writing the other; see `same_person`."""
        if not self._folded or not name._folded:
            return False
        if self._folded == name._folded:
            return True
        if self._folded.isascii() and name._folded.isascii():
            return _same_latin(self._folded, name._folded)
        if (self._is_woman and name._is_man) or (self._is_man and name._is_woman):
            return False
        if not self._stem or not name._stem:
            return False
        if self._stem == name._stem:
            return True
        short, long = sorted((self._stem, name._stem), key=len)
        return short == _surname(long) or (len(long) == 3 and len(short) == 2 and long.endswith(short))

    @property
    def _is_woman(self) -> bool:
        return self._title in _FEMALE

    @property
    def _is_man(self) -> bool:
        return self._title in _MALE


def _same_latin(left: str, right: str) -> bool:
    left_parts, right_parts = (_ENGLISH_TITLE.sub("", each).split() for each in (left, right))
    short, long = sorted((left_parts, right_parts), key=len)
    return bool(short) and all(part in long for part in short)


def _split_title(folded: str) -> tuple[str, str]:
    if not folded.endswith(_TITLES):
        return folded, ""
    for title in _TITLES:
        if folded.endswith(title) and len(folded) > len(title):
            return folded[: -len(title)], title
    return folded, ""


def _without_familiar(folded: str) -> str:
    return folded[1:] if len(folded) == 2 and folded[0] in "小老阿" else folded


def _surname(folded: str) -> str:
    for double in _DOUBLE_SURNAMES:
        if folded.startswith(double) and len(folded) > 2:
            return double
    return folded[:1] if folded[:1] in _SURNAMES else ""


def _is_full_name(folded: str) -> bool:
    if folded.startswith(_DOUBLE_SURNAMES):
        return 3 <= len(folded) <= 4
    return 2 <= len(folded) <= 3 and folded[0] in _SURNAMES
