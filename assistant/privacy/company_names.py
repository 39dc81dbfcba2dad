"""The forms under which notes name the client itself."""

import re

from assistant.privacy.folded import folded
from assistant.privacy.name_forms import Form
from assistant.privacy.patterns import any_of
from assistant.privacy.words import is_ordinary_word

_LEGAL = re.compile(
    r"(?:[(（][^()（）]{1,6}[)）])?(?:股份有限公司|有限责任公司|集团有限公司|控股有限公司|有限公司|集团公司|集团|公司|控股)$"
)
_TRADES = any_of("""
    信息技术 网络科技 电子商务 电子科技 计算机 科技 网络 信息 传媒 文化传播 文化 贸易 商贸 实业 餐饮管理 餐饮 食品 服饰 电器 电子 软件
    技术 咨询 管理 服务 投资 发展 工程 教育 物流 医疗
""")
_TRADE = re.compile(f"{_TRADES}$")
_PLACES = any_of("""
    中国 北京 上海 天津 重庆 深圳 广州 杭州 南京 苏州 成都 武汉 西安 厦门 福州 青岛 济南 长沙 合肥 郑州 宁波 无锡 东莞 佛山 珠海 大连
    沈阳 哈尔滨 昆明 贵阳 南宁 海口 台北 台湾 香港 澳门 广东 浙江 江苏 山东 福建 四川 湖北 湖南 河南 河北
""")
_PLACE = re.compile(f"^{_PLACES}(?:省|市)?")
_LATIN_LEGAL = re.compile(
    r"[ ,]+(?:co\.?,? ?ltd|company limited|limited|ltd|inc|incorporated|corp|corporation|llc|plc|gmbh|group|holdings|company|co)\.?$"
)
_LONG_ENOUGH = 6  # Latin letters from which on a name inside of a longer word is no accident


def company_forms(name: str) -> list[Form]:
    """The name as written and its core without legal form, trade and town; nothing shorter than two letters."""
    plain = folded(name).strip()
    if re.search("[\u3400-\u9fff]", plain) is None:
        core = _LATIN_LEGAL.sub("", plain).strip()
        return [_latin(each, name) for each in dict.fromkeys((plain, core)) if each]
    without_form = _LEGAL.sub("", plain)
    without_town = _PLACE.sub("", without_form)
    core = _TRADE.sub("", without_town)
    kept = [plain]
    shorter = (without_form, without_town, core)
    kept.extend(each for each in shorter if len(each) >= 2 and not is_ordinary_word(each))
    return [Form(each, "company", name, "alone" if len(each) == 1 else "anywhere") for each in dict.fromkeys(kept)]


def _latin(text: str, identity: str) -> Form:
    return Form(text, "company", identity, "anywhere" if len(text.replace(" ", "")) >= _LONG_ENOUGH else "word")
