"""Lines that a web site puts around a text: navigation, counters, related links, hot lists, notices."""

import re

_EDGE = r"^[\s·•|>›»\-–—*#\[【(（]*"
_NAVIGATION = re.compile(
    _EDGE
    + r"(?:首页|首頁|主页|登录|登入|注册|註冊|登录/注册|返回(?:顶部|首页|列表)?|回到顶部|上一篇|下一篇|上一页|下一页|"
    r"尾页|目录导航|网站地图|站内搜索|搜索|"
    r"关于我们|關於我們|联系我们|聯絡我們|加入我们|友情链接|隐私(?:政策|声明)|用户协议|服务条款|免责声明|"
    r"意见反馈|帮助中心|手机版|客户端下载|APP下载|"
    r"(?:点击|點擊)?(?:查看|加载|閱讀|阅读|展开)(?:更多|全文|原文|詳情|详情)|展开全文|收起|分享(?:到|"
    r"至)?.{0,20}|扫码(?:关注|分享|下载).{0,20}|微信扫一扫.{0,12}|"
    r"(?:点赞|收藏|转发|评论|打赏|举报|投诉|关注|已关注|复制链接|打印|字号)(?:[\s·|/]*(?:点赞|收藏|转发|评论|"
    r"打赏|举报|分享|关注|\d+))*|"
    r"发表评论|写评论|暂无评论|登录后.{0,10}|home|log ?in|sign ?(?:in|up)|register|subscribe(?: now)?|"
    r"back to top|skip to (?:main )?content|menu|search|"
    r"read more|learn more|share(?: this)?(?: (?:post|article|on).{0,20})?|previous(?: post)?|next(?: post)?|"
    r"leave a (?:comment|reply)|privacy policy|"
    r"terms (?:of (?:use|service)|& conditions)|cookie (?:policy|settings)|accept (?:all )?cookies|contact us|"
    r"about us|advertisement|sponsored)"
    r"[\s·•|>›»:：\]】)）…]*$",
    re.IGNORECASE,
)
_NOTICE = re.compile(
    r"版权所有|版權所有|©|copyright|all rights reserved|[京沪粤浙苏鲁川渝闽湘鄂津]ICP[备證证]|公网安备|"
    r"增值电信业务|违法和不良信息举报|本文(?:来源|转载自|仅代表)|"
    r"未经(?:授权|许可).{0,12}(?:转载|使用)|转载请注明|责任编辑[:：]|we use cookies|this (?:site|website)"
    r" uses cookies",
    re.IGNORECASE,
)
_COUNTER = re.compile(
    r"^[\s(（]*(?:(?:\d{4}[-/.年]\d{1,2}[-/.月]\d{1,2}日?(?:\s+\d{1,2}:\d{2}(?::\d{2})?)?\s*)?(?:\S{1,20}\s+)?(?:阅读|"
    r"閱讀|浏览|瀏覽|点击|人气|热度|评论|点赞|收藏|转发|观看|播放|views?|"
    r"comments?|likes?|shares?|reads?)(?:量|数|"
    r"次数)?\s*[:：(（]?\s*[\d,.]+\s*[万萬wk千]?\+?(?:\s*次)?[)）]?[\s|·,，]*)+$|"
    r"^[\s]*[\d,.]+\s*(?:万|萬|w|k|千)?\+?\s*(?:次)?(?:阅读|閱讀|浏览|瀏覽|点击|评论|点赞|收藏|转发|观看|播放|"
    r"人看过|人觉得有用|views?|comments?|likes?|shares?|reads?)[\s|·]*$|"
    r"^\s*(?:posted|published|发布时间|发表于|更新时间|发布于|發表於)\s*[:：]?\s*\S.{0,40}\d{2,4}.{0,20}$|"
    r"^\s*\d{4}[-/.年]\d{1,2}[-/.月]\d{1,2}日?(?:\s+\d{1,2}:\d{2}(?::\d{2})?)?\s*$",
    re.IGNORECASE,
)
_SECTION = re.compile(
    _EDGE
    + r"(?:相关(?:文章|阅读|推荐|新闻|内容|链接|帖子)|相關(?:文章|閱讀|推薦|新聞)|推荐(?:阅读|文章|内容)|推薦閱讀|延伸(?:阅读|閱讀)|"
    r"猜你喜欢|你可能(?:还)?喜欢|热门(?:文章|推荐|标签|话题|评论|新闻)|"
    r"熱門文章|最新(?:文章|帖子|发布|新闻|评论|资讯)|最新文章|热(?:搜|榜)(?:榜)?|排行榜|点击排行|大家都在看|"
    r"精彩推荐|更多(?:文章|内容|推荐)|热点(?:新闻)?|related (?:posts|articles|links|stories|reading)|"
    r"you (?:may|might) also like|recommended(?: for you| reading)?|more from .{1,30}|popular (?:posts|"
    r"articles|now)|trending(?: now)?|latest (?:posts|news|articles)|recent (?:posts|comments))"
    r"[\s:：\]】)）…]*$",
    re.IGNORECASE,
)
_BREADCRUMB = re.compile(
    r"^[\s]*(?:当前位置|您的位置|你的位置|您现在的位置|首页|home)"
    r"\s*[:：]?\s*\S{0,12}(?:\s*[>›»/]\s*\S{1,20}){1,6}\s*$",
    re.IGNORECASE,
)
_HEAT = re.compile(
    r"^\s*\d+(?:\.\d+)?\s*(?:万|萬|亿|億|w|k)(?:\s*(?:热度|熱度|次|阅读|讨论))?\s*$",
    re.IGNORECASE,
)
_RANK = re.compile(
    r"^\s*(?:no\.?\s*)?\d{1,2}[.、]?(?:\s+\d{1,2}[.、]?)?\s*$",
    re.IGNORECASE,
)
_DOUBLED = re.compile(r"^\s*(\S{2,12})\s+\1?\S{0,6}$")
_PICTURE = re.compile(
    r"^\s*(?:the|this) (?:image|picture|photo(?:graph)?|illustration|screenshot|graphic|chart)\s+(?:is|shows?|"
    r"depicts?|features?|displays?|contains?|illustrates?|portrays?)\b|"
    r"^\s*(?:图片|图像|照片|截图|插图|圖片|照片)(?:中)?(?:显示|展示|描绘|呈现|顯示|展現)(?:了)?|"
    r"^\s*[\[【(（](?:图片|圖片|image|photo|图)\s*\d*[\]】)）]\s*$",
    re.IGNORECASE,
)
_PROSE = 60  # characters; a line of that length with an end of a sentence is text and no link


def is_chrome(line: str) -> bool:
    """Whether a line by itself is navigation, a counter, a date of posting, or a notice of the site."""
    if len(line) > 160:
        return False
    if _NAVIGATION.match(line) or _COUNTER.match(line) or _BREADCRUMB.match(line):
        return True
    return len(line) < 120 and _NOTICE.search(line) is not None


def opens_links(line: str) -> bool:
    """Whether the line heads a list of links to elsewhere: "相关文章", "Related posts"."""
    return len(line) < 40 and _SECTION.match(line) is not None


def is_prose(line: str) -> bool:
    """Whether a line is long enough, and ends, like a text that somebody wrote to be read here."""
    return len(line) >= _PROSE and re.search(r"[。！？.!?…][”\"’」』）)]*\s*$", line) is not None


def is_picture(line: str) -> bool:
    """Whether the line says what a picture shows."""
    return _PICTURE.match(line) is not None


def is_heat(line: str) -> bool:
    """Whether the line is the figure under an entry of a hot list: "795.1万"."""
    return _HEAT.match(line) is not None


def is_rank(line: str) -> bool:
    """Whether the line is the place of an entry of a list: "3", "3.", "3. 3"."""
    return _RANK.match(line) is not None


def is_doubled(line: str) -> bool:
    """Whether the line is a link with its own name as tooltip: "新浪微博 新浪微博"."""
    return (_DOUBLED.match(line) is not None and len(set(line.split())) < len(line.split())) or _near_doubled(line)


def _near_doubled(line: str) -> bool:
    parts = line.split()
    return len(parts) == 2 and len(line) < 24 and parts[1].startswith(parts[0])
