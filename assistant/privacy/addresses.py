"""Where someone lives or works: Chinese addresses by their structure, English street addresses."""

import re
from collections.abc import Iterator

from assistant.privacy.folded import FoldedText, has_chinese
from assistant.privacy.found import Found
from assistant.privacy.patterns import any_of

_PROVINCE = (
    any_of("""
    北京 天津 上海 重庆 河北 山西 辽宁 吉林 黑龙江 江苏 浙江 安徽 福建 江西 山东 河南 湖北 湖南 广东 海南 四川 贵州 云南 陕西 甘肃 青海
    台湾 内蒙古 广西 西藏 宁夏 新疆 香港 澳门 台北 新北 九龙 新界
""")
    + "(?:壮族|回族|维吾尔)?(?:省|市|自治区|特别行政区)?"
)
# A letter that a name of a place may hold; the others are what sentences put before an address.
_PLACE = r"[^\W\d_a-z住在到去从来于是为至寄送搬回址写我你他她它们的了跟叫说把请给有就也还又这那个要没不吧吗呢啊很]"
_NUMBER = r"[\d一二三四五六七八九十百零〇两甲乙丙丁a-z]"
_GAP = " ?"
_PHASE = "[一二三四五六七八九十\\d]{1,2}期"
_REGION = rf"{_PLACE}{{1,8}}?(?:自治州|地区|新区|开发区|街道|[市区县旗镇乡盟])"
_ROAD = rf"(?:{_PLACE}|\d){{1,10}}?(?:公路|大道|大街|胡同|[路街道巷里弄])(?:[东西南北中一二三四五六七八九十]段?|[东西南北中]{{1,2}}[路街])?"
_ESTATES = any_of("""
    小区 社区 花园 家园 公寓 大厦 广场 中心 新城 新村 山庄 别墅 写字楼 产业园 工业园 科技园 宿舍 大楼 公馆 花苑 雅苑
    苑 园 府 邸 湾 庭 城 居 村
""")
_ESTATE = rf"{_PLACE}{{2,10}}?{_ESTATES}(?:{_PHASE})?"
_STRONG = rf"{_NUMBER}{{1,6}}(?:[-之]{_NUMBER}{{1,4}})?{_GAP}(?:号楼|号院|单元|号(?!线)|[栋幢座弄室房铺户])"
_UNIT = rf"(?:{_STRONG}|{_NUMBER}{{1,4}}{_GAP}(?:楼(?:之\d{{1,2}})?|层|f(?![a-z])))"
_BARE_ROOM = r"(?:[ \-]?[a-z]?\d{1,5}[a-z]?(?:[-之][a-z]?\d{1,4})?(?:[-之]\d{1,4})?(?![\d年月日元块个人次点分岁%.:]))?"
# A building's name between the number of the street and the room: 1700号环球中心E2-1-907, 132号美丽华大厦15楼1503室
_BUILDING = rf"(?:[ ,]?{_PLACE}{{2,8}}{_ESTATES}(?:{_PHASE})?(?={_GAP}{_NUMBER}))?"
_REST = rf"{_BUILDING}(?:[ ,\-]?{_UNIT})*{_BARE_ROOM}(?:(?:[ ,]| ?邮编:? ?)\d{{6}}(?!\d))?"
_BETWEEN = rf"(?:{_PLACE}|[\d ·\-()]){{0,24}}?"

_CHINESE = re.compile(
    rf"(?:{_PROVINCE}{_GAP}(?:{_REGION}{_GAP}){{0,4}}|(?:{_REGION}{_GAP}){{1,4}}){_BETWEEN}{_STRONG}{_REST}"
    rf"|{_ROAD}{_GAP}{_NUMBER}{{1,6}}(?:[-之]{_NUMBER}{{1,4}})?{_GAP}(?:号院?|弄){_REST}"
    rf"|{_ESTATE}{_GAP}(?:{_NUMBER}{{1,5}}{_GAP}(?:号楼|单元|[栋幢座]){_REST}|{_NUMBER}{{1,5}}{_GAP}号{_GAP}{_UNIT}{_REST})"
    rf"|(?<!\d)\d{{1,3}}(?:号楼|[栋幢座])(?:\d{{1,2}}单元(?:\d{{2,4}}室?)?|\d{{3,4}}(?![\d年月日元块个人次点分平米㎡台户%.:]))"
)
# 幸福里小区7-2-301, without a word for the building
_ROOMS = re.compile(r"(?<!\d)\d{1,3}-\d{1,2}-\d{2,4}(?!\d)")
_BEFORE_ROOMS = re.compile(rf"{_PLACE}{{2,10}}?(?:小区|社区|花园|家园|公寓|新村|山庄|{_PHASE})$")
_BY_WORD = re.compile(
    r"(?:(?:家庭|联系|收货|收件|通讯|通信|居住|公司|安装|邮寄|现|详细)?(?:住址|地址)|address) ?[是为:][ :]?"
    r"(?P<value>[^\n,。;!?\ufffc]{4,40})"
)
_HOUSE = re.compile(_STRONG)
_CLAUSE_END = re.compile(r"[\n。!?;:\"“”]")
_REACH = 48  # characters to either side of a house number that its address may take
_WORD = r"[A-Z][A-Za-z'’.-]*"
_STREET_TYPE = any_of("""
    Street St Road Rd Avenue Ave Boulevard Blvd Lane Ln Drive Dr Court Ct Place Pl Square Sq Terrace Way Highway Hwy Parkway Pkwy
    Crescent Close Gardens Row Alley Quay Grove Mews Rise Wharf Circus
""")
_FLAT = r"(?:Apt|Apartment|Flat|Unit|Suite|Ste|Room|Rm)\.? ?#?[\w-]{1,6}"
_ENGLISH = re.compile(
    rf"(?:{_FLAT}, ?)?(?:(?:Building|Block|Tower|Floor) [\w-]{{1,5}}, ?){{0,2}}"
    r"(?:No\.? ?)?(?<![\w.])\d{1,5}[A-Za-z]?(?:-\d{1,5})? (?:[NSEW]\.? )?"
    rf"(?:{_WORD} |\d{{1,3}}(?:st|nd|rd|th) ){{1,4}}{_STREET_TYPE}\b\.?(?: (?:NW|NE|SW|SE|N|S|E|W)\b)?"
    rf"(?:,? (?:{_FLAT}|#[\w-]{{1,6}}))?(?:, {_WORD}(?![\w])(?: {_WORD}(?![\w])){{0,2}}){{0,3}}"
    r"(?:,? (?:[A-Z]{2} )?\d{5}(?:-\d{4})?|,? [A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2})?"
)
_POST_BOX = re.compile(r"\bP\.? ?O\.? Box \d{1,6}\b", re.IGNORECASE)


def find_addresses(text: FoldedText) -> Iterator[Found]:
    """Addresses down to a house, a block or a room; a city or district alone is none."""
    folded = text.folded
    for start, end in _chinese_spans(folded):
        yield _found(text, start, end)
    for pattern in (_ENGLISH, _POST_BOX):
        for match in pattern.finditer(text.original):
            value = match[0]
            yield Found("address", match.start(), match.end(), value, "likely", value.casefold())


def _chinese_spans(folded: str) -> Iterator[tuple[int, int]]:
    """The pattern tries many ways, so it is asked only around the number of a house, a block or a room."""
    if not has_chinese(folded):
        yield from (match.span("value") for match in _BY_WORD.finditer(folded))
        return
    done = 0
    for house in _HOUSE.finditer(folded):
        if house.start() < done:
            continue
        start = max(done, house.start() - _REACH)
        ends = [match.end() for match in _CLAUSE_END.finditer(folded, start, house.start())]
        match = _CHINESE.search(folded, ends[-1] if ends else start, min(len(folded), house.end() + _REACH))
        if match is not None:
            done = match.end()
            yield match.span()
    for rooms in _ROOMS.finditer(folded):
        estate = _BEFORE_ROOMS.search(folded, max(0, rooms.start() - 14), rooms.start())
        if estate is not None:
            yield estate.start(), rooms.end()
    for match in _BY_WORD.finditer(folded):
        yield match.span("value")


def _found(text: FoldedText, start: int, end: int) -> Found:
    while end > start and text.folded[end - 1] in " ,-":
        end -= 1
    first, last = text.span(start, end)
    value = text.original[first:last]
    return Found("address", first, last, value, "likely", text.folded[start:end].replace(" ", ""))
