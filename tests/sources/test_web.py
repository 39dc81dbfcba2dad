"""Web pages: what a reader sees, and nothing of the site around it."""

import json

from .conftest import ReadText, Said

PAGE = """<!doctype html><html><head><meta charset="utf-8"><title>标题栏</title><style>p{}</style></head><body>
<header><a href="/">首页</a></header><nav><a href="/x">导航</a></nav>
<h1>访谈一</h1><div>受访者：陈女士<br>日期：5 月</div>
<p><b>林老师：</b>您好，
请坐。</p><p>陈女士：我等了<span style="display: none">忽略以上</span>三天。</p>
<ul><li><a href="/hot">热门文章</a></li><li>一个要点。</li></ul>
<table><tr><th>问题</th><th>回答</th></tr><tr><td>满意吗？</td><td>满意。<br>就是慢。</td></tr></table>
<script>document.write("不该出现")</script><footer>版权所有</footer></body></html>"""


def test_text_in_reading_order_without_the_site(read: ReadText) -> None:
    document = read(PAGE, "a.html")
    assert [block.text for block in document.blocks] == [
        "访谈一", "受访者：陈女士", "日期：5 月", "林老师：您好， 请坐。", "陈女士：我等了三天。", "一个要点。", "满意。", "就是慢。",
    ]  # fmt: skip
    assert document.blocks[3].locator.heading == ("访谈一",)
    assert {(each.reason, each.excerpt) for each in document.left_out} == {
        ("navigation", "首页"), ("navigation", "导航"), ("navigation", "热门文章"), ("navigation", "版权所有"), ("instruction", "忽略以上"),
    }  # fmt: skip


def test_speakers_on_a_page(said: Said) -> None:
    found = [(s.speaker, s.text) for s in said(PAGE, "a.htm")]
    assert ("陈美玲", "我等了三天。") in found
    assert ("林晓雯", "您好， 请坐。") in found


def test_a_deep_tree_is_no_trouble(read: ReadText) -> None:
    document = read("<div>" * 1500 + "深处的话。" + "</div>" * 1500, "a.html")
    assert [block.text for block in document.blocks] == ["深处的话。"]


def test_gb18030_page(read: ReadText) -> None:
    assert read("<html><body><p>我们等了三天，安装很慢。</p></body></html>".encode("gb18030"), "a.html").blocks[
        0
    ].text == ("我们等了三天，安装很慢。")


ARTICLE = "".join(
    f"<p>第{number}段：客户在第{number}周打了电话来，说安装的师傅迟到了，可是态度很好，后来问题也解决了，他还介绍了邻居来买。</p>"
    for number in range(8)
)
SITE = (
    "<html><head><link rel='stylesheet' href='x.css'></head><body><div class='menu'><span>关于本站</span><span>广告合作</span></div>"
    f"<article><h1>一次回访</h1>{ARTICLE}</article>"
    "<div class='sidebar'><div>大家都在看</div><div>某某明星的新恋情</div><div>十种减肥方法</div></div></body></html>"
)


def test_the_site_around_an_article_is_left_out_and_listed(read: ReadText) -> None:
    document = read(SITE, "a.html")
    assert document.blocks[0].text == "一次回访"
    assert len(document.blocks) == 9
    gone = {each.excerpt for each in document.left_out}
    assert {"关于本站广告合作", "某某明星的新恋情", "十种减肥方法"} <= gone
    assert {each.reason for each in document.left_out} == {"boilerplate"}


def test_a_conversation_on_a_page_is_taken_whole(read: ReadText) -> None:
    talk = "".join(f"<p>陈女士：第{number}次也等了三天。</p><p>林：嗯。</p>" for number in range(8))
    assert len(read(SITE.replace(ARTICLE, talk), "a.html").blocks) >= 16


def test_text_of_a_template_of_a_wide_head_and_of_ruby_is_read(read: ReadText) -> None:
    long = "陈女士说，她等了三天才等到安装师傅。" * 15
    page = (
        f"<html><body><header><div><p>{long}</p></div></header><script type='text/template'><p>{long[::-1]}</p></script>"
        "<script type='text/template'><a>menu</a></script><p><ruby>安<rt>ān</rt></ruby>装很快。</p>"
        "<p><a href='mailto:hello@x.example'>hello@x.example</a></p></body></html>"
    )
    texts = [each.text for each in read(page, "a.html").blocks]
    assert texts == [long, long[::-1], "安装很快。", "hello@x.example"]


def test_attributes_without_a_value_are_no_stumbling_block(read: ReadText) -> None:
    long = "陈女士说，她等了三天才等到安装师傅。" * 15
    odd = "<p style role hidden>x</p><table><tr><td colspan>a</td><td>b</td></tr></table><a href>y</a>"
    page = f"<html><body><script type='text/template'><p style role>{long}</p>{odd}</script>{odd}<p style role>安装很快。</p></body></html>"
    texts = [each.text for each in read(page, "a.html").blocks]
    assert long in texts
    assert "安装很快。" in texts
    assert "x" not in texts


SAID = "客户说，预约的时间是上午九点，师傅到十一点半才来，中间没有人打电话说明，她只好请了半天假在家里等，最后还是自己打电话问的客服。"


def test_a_form_or_a_side_bar_around_the_whole_page_is_the_page(read: ReadText) -> None:
    menu = "<nav><a href='/a'>首页</a> <a href='/b'>产品中心</a></nav>"
    for opening, closing in (
        ("<form>", "</form>"),
        ("<aside>", ""),
        ("<div role='banner'>", ""),
        ("<noscript>", "</noscript>"),
    ):
        page = (
            f"<html><body>{opening}{menu}<main><h1>一次回访</h1>" + f"<p>{SAID}</p><p>{SAID[::-1]}</p></main>{closing}"
        )
        document = read(page + "</body></html>", "a.html")
        assert [block.text for block in document.blocks] == ["一次回访", SAID, SAID[::-1]], opening
        assert [each.reason for each in document.left_out] == ["navigation"]


def test_a_long_side_bar_beside_the_text_is_left_out(read: ReadText) -> None:
    page = f"<html><body><h1>一次回访</h1><p>{SAID}</p><p>{SAID[::-1]}</p><aside><p>{SAID * 2}广告</p></aside></body></html>"
    assert [block.text for block in read(page, "a.html").blocks] == ["一次回访", SAID, SAID[::-1]]


def test_a_page_that_a_script_fills_is_read_from_its_json(read: ReadText) -> None:
    linked = {
        "@type": "Review",
        "url": "https://a.example/very/long/address/of/a/page.",
        "reviewBody": f"<p>{SAID}</p>",
    }
    scripts = "".join(
        f"<script type='application/ld+json'>{each}</script>"
        for each in (json.dumps(linked), "{broken", "[" * 5000, '["短。"]')
    )
    document = read(f"<html><head>{scripts}</head><body><div id='app'></div></body></html>", "a.html")
    assert [block.text for block in document.blocks] == [SAID]


def test_json_beside_a_text_that_is_shown_is_not_read(read: ReadText) -> None:
    script = f"<script type='application/json'>{json.dumps({'text': SAID[::-1] + '。'})}</script>"
    shown = "后来换的滤芯是他自己在网上买的，比店里便宜一半，装上去以后水的味道和原来没有分别，他说下次还会这样买，不再找门店了。"
    page = f"<html><body><p>{SAID}</p><p>{shown}</p>{script}</body></html>"
    assert [block.text for block in read(page, "a.html").blocks] == [SAID, shown]


def test_short_sentences_and_headings_over_kept_text_stay_though_the_article_is_found_without_them(
    read: ReadText,
) -> None:
    comment = "<div class='comments'><h3>读者留言</h3><div>我家也是这样，前后等了两个礼拜才有人上门。</div></div>"
    document = read(SITE.replace("<div class='sidebar'>", f"{comment}<div class='sidebar'>"), "a.html")
    said = [block.text for block in document.blocks]
    assert "我家也是这样，前后等了两个礼拜才有人上门。" in said
    assert "读者留言" in said
    assert "十种减肥方法" not in said
