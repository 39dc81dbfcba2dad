"""Who says what: labels in many styles, headers, and text that only looks like a label."""

import pytest

from assistant.journey import Person, Role

from .conftest import PEOPLE, Said, Stated

CUSTOMER, STAFF, INTERVIEWER, UNKNOWN = Role.CUSTOMER, Role.STAFF, Role.INTERVIEWER, Role.UNKNOWN


def spoken(
    said: Said, text: str, name: str = "note.txt", people: tuple[Person, ...] = PEOPLE
) -> list[tuple[str | None, Role, str]]:
    return [(each.speaker, each.role, each.text) for each in said(text, name, people)]


STYLES = [
    "林：|陈：",
    "林老师：|陈女士：",
    "林老师:_|陈女士:_",
    "【林】|【陈女士】",
    "[林]|[陈女士]",
    "林_(00:12)_|陈_(00:15)_",
    "林（00:12）：|陈（00:15）：",
    "林老师_10:32^|陈女士_10:33^",
    "2025-05-01_10:32:11_林老师^|2025-05-01_10:33:20_陈女士^",
    "[00:00:12]_林：|[00:00:15]_陈：",
    "00:12_林：|00:15_陈：",
    "**林：**|**陈女士：**",
    "**林**：|**陈女士**：",
    "-_林：|-_陈女士：",
    ">_林：|>_陈女士：",
    "访谈者（林老师）：|受访者（陈女士）：",
    "林老师（访谈者）：|陈女士（客户）：",
    "林老师__|陈女士__",
    "林老师^|陈女士^",
    "林晓雯：|美玲：",
    "小林：|陈姐：",
    "林老師：|陳女士：",
]


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("name", ["note.txt", "note.md"])
def test_label_styles(said: Said, style: str, name: str) -> None:
    ask, reply = style.replace("_", " ").replace("^", "\n").split("|")
    lines = [f"{ask}最近用得怎么样？", f"{reply}还可以，就是慢。", f"{ask}等了多久？", f"{reply}整整等了三天。"]
    assert spoken(said, "\n\n".join(lines), name) == [
        ("林晓雯", INTERVIEWER, "最近用得怎么样？"),
        ("陈美玲", CUSTOMER, "还可以，就是慢。"),
        ("林晓雯", INTERVIEWER, "等了多久？"),
        ("陈美玲", CUSTOMER, "整整等了三天。"),
    ]


SIDES = {
    CUSTOMER: """
        问：|答：  Q：|A：  Q:_|A:_  Q1:_|A1:_  Q._|A._  访谈者：|受访者：  訪談者：|受訪者：  主持人：|客户：  采访者：|顾客：
        提问：|用户1：
        Interviewer:_|Participant:_  Moderator:_|Customer_2:_  **Interviewer:**_|**Respondent:**_
    """,
    STAFF: """
        访谈者：|客服：  访谈者：|导购：  访谈者：|工程师：  访谈者：|客服小李：  Interviewer:_|Sales_rep:_
    """,
    UNKNOWN: "访谈者：|店长：  Interviewer:_|Speaker_2:_",
}


@pytest.mark.parametrize(
    ("style", "role"), [(style, role) for role, styles in SIDES.items() for style in styles.split()]
)
def test_role_words(said: Said, style: str, role: Role) -> None:
    ask, reply = style.replace("_", " ").split("|")
    lines = [f"{ask}最近怎么样呢？", f"{reply}还可以，就是慢。", f"{ask}为什么会这样？", f"{reply}等了三天才有人来。"]
    found = spoken(said, "\n".join(lines), people=())
    assert [(each[1], each[2]) for each in found] == [
        (INTERVIEWER, "最近怎么样呢？"),
        (role, "还可以，就是慢。"),
        (INTERVIEWER, "为什么会这样？"),
        (role, "等了三天才有人来。"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "原因：当时孩子有鼻炎，我们很着急。\n注意：不要打孔。\n时间：下午。\n原因：我们赶时间。",
        "优点：安静，我喜欢\n缺点：贵\n优点：好看\n缺点：慢吧",
        "Pros: quiet, I like it\nCons: price\nPros: small\nCons: slow",
        "https://example.com/a\nhttps://example.com/b\n我们看了这个。",
        "10:30 到店\n10：45 离开\n11:00 再来",
        "他说：我不买。\n店员问：多少钱？\n我觉得：太贵了。",
        "The thing is: I waited.\nWhat I mean: it was slow.\nNote that: we paid.",
        "比如：安装费。\n例如：打孔。\n比如：角阀。",
        "第一：太贵了呢\n第二：太慢了呢\n第三：没人管呢",
        "A. 价格\nB. 质量\nC. 服务",
    ],
)
def test_ordinary_text_has_no_speakers(said: Said, text: str) -> None:
    assert {each.speaker for each in said(text, people=())} == {None}


def test_a_colon_inside_a_turn_is_no_new_speaker(said: Said) -> None:
    text = (
        "林老师：还有吗？\n陈女士：原因有两个。\n原因：当时孩子有鼻炎。\n价格：三千块，10:30 付的，见 https://a.b 。\n"
        "林老师：时间：下午可以吗？\n"
    )
    assert [(each[0], each[2]) for each in spoken(said, text)] == [
        ("林晓雯", "还有吗？"),
        ("陈美玲", "原因有两个。"),
        ("陈美玲", "原因：当时孩子有鼻炎。"),
        ("陈美玲", "价格：三千块，10:30 付的，见 https://a.b 。"),
        ("林晓雯", "时间：下午可以吗？"),
    ]


def test_names_nobody_told_us_are_found_by_their_recurring(said: Said) -> None:
    text = "小美：我觉得还行。\n大刘：我不觉得，太贵了。\n小美：你买的哪个？\n大刘：就那个呗。\n阿强：我插一句。\n"
    assert [each[0] for each in spoken(said, text, people=())] == ["小美", "大刘", "小美", "大刘", "阿强"]


def test_letters_are_speakers_only_as_a_pair(said: Said) -> None:
    text = "A：我觉得价格有点贵。\nB：我觉得还好吧。\nA：你买的哪个？\nB：我买的大的。\n"
    assert spoken(said, text, people=())[0][:2] == ("A", UNKNOWN)
    assert {each.speaker for each in said("A：一个选项\n另一句话", people=())} == {None}


def test_question_and_answer_on_one_line(said: Said) -> None:
    found = spoken(said, "问：最近怎么样？答：还行吧，就是慢。问：等了多久？答：整整等了三天。\n", people=())
    assert [(each[1], each[2]) for each in found] == [
        (INTERVIEWER, "最近怎么样？"),
        (CUSTOMER, "还行吧，就是慢。"),
        (INTERVIEWER, "等了多久？"),
        (CUSTOMER, "整整等了三天。"),
    ]


def test_a_label_carries_over_to_the_paragraphs_that_follow(said: Said) -> None:
    text = "林老师：您说。\n\n陈女士：第一次是在电梯里看到的。\n\n后来去店里看了两次。\n\n林老师：然后呢？\n"
    assert [each[0] for each in spoken(said, text)] == ["林晓雯", "陈美玲", "陈美玲", "林晓雯"]


def test_a_heading_ends_it_and_the_note_takers_summary_is_nobodys(said: Said) -> None:
    text = "林老师：您说。\n\n陈女士：还可以吧，我觉得。\n\n## 小结\n\n客户对价格敏感。\n\n## 王店长\n\n一天五十人。\n"
    assert spoken(said, text, "a.md") == [
        ("林晓雯", INTERVIEWER, "您说。"),
        ("陈美玲", CUSTOMER, "还可以吧，我觉得。"),
        (None, UNKNOWN, "客户对价格敏感。"),
        ("王强", STAFF, "一天五十人。"),
    ]


def test_a_formal_name_never_becomes_a_member_of_staff_of_that_surname(said: Said) -> None:
    people = (*PEOPLE, Person("李明", STAFF))
    text = "林老师：您好。\n李女士：我买了一台，你们知道的。\n林老师：好的。\n李女士：我很满意。\n"
    assert spoken(said, text, people=people)[1][:2] == ("李女士", UNKNOWN)


def test_two_people_of_one_surname_are_told_apart_by_the_header(said: Said) -> None:
    people = (*PEOPLE, Person("陈国强", STAFF))
    body = "林：您好，请讲。\n陈：我们一天八十单。\n林：好的。\n陈：周末更多。\n"
    assert spoken(said, body, people=people)[1][:2] == ("陈", UNKNOWN)
    assert spoken(said, f"受访者：陈国强\n\n{body}", people=people)[1][:2] == ("陈国强", STAFF)


HEADERS = [
    "受访者：陈女士\n客群：家庭住户\n日期：2025-05-01\n访谈者：林老师",
    "- 受访者：陈女士（家庭住户，35 岁）\n- 访谈者：林老师",
    "访谈者：林老师  受访者：陈女士  日期：5 月 1 日",
    "受訪者：陳女士\n訪談者：林老師",
    "对象：陈女士，租住，两口人\n主持：林老师。记录：小方。",
    "Interviewee: 陈美玲\nInterviewer: 林晓雯\nSegment: Family",
    "2025-05-01，在店里。受访者：陈女士。林老师访谈。",
]


@pytest.mark.parametrize("header", HEADERS)
def test_the_header_says_who_question_and_answer_are(state: Stated, header: str) -> None:
    statements, left = state(
        f"# 访谈记录\n\n{header}\n\n问：怎么知道我们的？\n答：朋友说的，她先装了。\n"
        "问：然后呢？\n答：然后我就去店里看了。\n",
        "a.md",
    )
    assert [(each.speaker, each.segment) for each in statements] == [
        ("林晓雯", None),
        ("陈美玲", "family"),
    ] * 2
    assert {each.reason for each in left} == {"header"}


def test_an_interviewee_who_is_staff_answers_as_staff(said: Said) -> None:
    text = "受访者：王强\n访谈者：林老师\n\n问：平时客流怎么样？\n答：一天五十人左右，周末翻倍。\n问：好的。\n答：还有别的吗？\n"
    assert spoken(said, text)[1] == ("王强", STAFF, "一天五十人左右，周末翻倍。")


def test_an_interviewee_whom_only_the_header_knows(said: Said) -> None:
    text = "受访者：吴先生\n客群：租房\n\n问：怎么知道的？\n答：电梯里看到的海报。\n问：贵吗？\n答：还行。\n"
    found = said(text)
    assert (found[1].speaker, found[1].role, found[1].segment) == ("吴先生", CUSTOMER, "rent")


@pytest.mark.parametrize(
    ("words", "role"),
    [("售后客服", STAFF), ("老客户", CUSTOMER), ("店长", UNKNOWN), ("租房，一个人住", CUSTOMER), ("", CUSTOMER)],
)
def test_what_the_header_says_about_someone_unknown(said: Said, words: str, role: Role) -> None:
    text = f"受访者：吴先生（{words}）\n\n问：怎么样？\n答：我觉得还行，等了三天。\n问：好。\n答：就这样吧。\n"
    assert said(text)[1].role is role


def test_each_part_of_a_file_may_have_its_own_header(said: Said) -> None:
    part = "问：怎么样？\n答：我觉得还行，等了三天。\n问：谢谢您。\n"
    text = f"## 一\n\n受访者：陈女士\n\n{part}\n## 二\n\n受访者：王强\n\n{part}"
    assert [each.speaker for each in said(text, "a.md") if each.role is not INTERVIEWER] == ["陈美玲", "王强"]


def test_notes_without_labels_belong_to_the_one_interviewee_of_the_header(said: Said) -> None:
    text = "访谈对象：陈女士\n日期：5 月 3 日\n\n第一次是在电梯里看到广告。后来去店里看了两次。\n"
    assert {each.speaker for each in said(text)} == {"陈美玲"}
    assert {each.speaker for each in said("第一次是在电梯里看到广告。后来去店里看了两次。\n")} == {None}


def test_a_record_about_a_customer_is_not_the_customers_account(said: Said) -> None:
    text = "客户：陈女士\n日期：5 月 3 日\n\n我们上门检查后发现接头松了。当天更换，客户签字确认。\n"
    assert {each.speaker for each in said(text, "05_陈女士_投诉记录.txt")} == {None}


def test_a_role_word_alone_on_a_line_is_no_label(said: Said) -> None:
    text = (
        "访谈者：谁在管？\n店长：我们这边是我在管。\n访谈者：还有呢？\n店长：就我一个吧。\n店长\n这行是标题下的内容。\n"
    )
    assert [each[2] for each in spoken(said, text, people=())][4] == "店长"


def test_the_files_name_may_say_who_answers(said: Said) -> None:
    text = "问：怎么样？\n答：我觉得还行，等了三天。\n问：谢谢。\n答：不客气。\n"
    assert said(text, "05_陈女士_2025.txt")[1].speaker == "陈美玲"


@pytest.mark.parametrize(
    ("aside", "words"),
    [
        ("【旁注：她指了指手机】", "【旁注：她指了指手机】"),
        ("（旁注：停顿很久）", "（旁注：停顿很久）"),
        ("[Note: he laughs]", "[Note: he laughs]"),
        ("(Interviewer's note: unclear)", "(Interviewer's note: unclear)"),
        ("【记录者注：声音小】", "【记录者注：声音小】"),
    ],
)
def test_asides_are_not_the_speakers_words(state: Stated, aside: str, words: str) -> None:
    statements, left = state(
        f"林老师：请讲讲看？\n陈女士：我们等了三天。{aside}后来就好了，很满意。\n林老师：谢谢您。\n"
    )
    texts = [each.text for each in statements]
    assert texts[1:3] == ["我们等了三天。", "后来就好了，很满意。"]
    assert [(each.reason, each.excerpt) for each in left] == [("aside", words)]


@pytest.mark.parametrize(
    "line", ["旁注：她很激动", "备注：录音中断", "（笑）", "[inaudible]", "（有客人进店，离开六分钟）"]
)
def test_lines_of_the_note_taker_between_turns(state: Stated, line: str) -> None:
    statements, left = state(
        f"林老师：请讲讲看？\n陈女士：我们等了三天。\n{line}\n后来就好了，很满意。\n林老师：谢谢您。\n"
    )
    assert [each.text for each in statements] == ["请讲讲看？", "我们等了三天。", "后来就好了，很满意。", "谢谢您。"]
    assert [each.reason for each in left] == ["aside"]


@pytest.mark.parametrize(
    "line", ["访谈者：你好？", "主持人：我们先聊聊您是怎么买的。", "Interviewer: How did you hear of us?"]
)
def test_a_single_line_of_the_interviewer_is_the_interviewers(said: Said, line: str) -> None:
    assert {role for _, role, _ in spoken(said, line)} == {INTERVIEWER}


def test_a_line_about_who_asked_is_no_turn(said: Said) -> None:
    found = spoken(said, "主持：王敏\n\n客户等了三天才有人联系。\n")
    assert "客户等了三天才有人联系。" in [text for _, _, text in found]
    assert INTERVIEWER not in [role for _, role, _ in found]
