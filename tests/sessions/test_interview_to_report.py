"""From an empty client to its reports and to answers: an interview, the draft at its end, and questions about it."""

import io
import json
import re
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from docx import Document

from assistant.cli.root import run
from assistant.errors import Exit

ANSWERS = {
    "刚有这个想法的时候，您最先做了些什么？": [
        "去年三月搬进新房，打开龙头就闻到漂白粉味，孩子冲的奶粉不肯喝。",
        "我先买了两个月桶装水，又上网搜自来水有味道怎么办。",
    ],
    "您第一次看到或听说这家公司": ["第一次是在小区电梯里看到他们的广告，后来邻居李姐也说她家装的就是这个牌子。"],
    "是发生了什么事，让您开始有这个需要？": ["那天烧水壶里结了厚厚一层水垢，我才觉得非装不可。", "/jump 考虑"],
    "决定之前，您做过哪些了解？": ["我看了小红书上的测评，又去他们官网对了参数，前后比了三个星期。"],
    "比较的时候，您看过哪些资料": ["门店导购讲得很细，还当场接了一杯水让我尝；官网的参数表我看不懂。"],
    "什么需要、偏好或考虑对您影响最大": ["最在意的是滤芯贵不贵，一年换下来要多少钱，没有人说得清楚。", "/jump 购买"],
    "从决定要买到拿到手，请您一步一步": [
        "最后在京东官方店下的单，两千六百八十元，第三天送到。",
        "安装要另外预约，又等了四天师傅才来。",
    ],
    "您最后是在哪里买的？": ["在京东买的，因为有正品保证，退货也方便。", "/jump 留存"],
    "买回来以后，您平时是怎么用的？": ["现在每天早上接水做饭，滤芯是半年换一次，自己拧下来就行。"],
    "使用中有疑问或出了问题": [
        "有一次接头漏水，我打客服电话，等了二十分钟才有人接，第二天师傅上门换了一个接头，没收钱。"
    ],
    "是哪些事让您觉得满意，或者不满意？": [
        "水好喝了，孩子肯喝了；就是滤芯到期没有提醒，每次都是我自己想起来的。",
        "/jump 忠诚",
    ],
    "从第一次买到现在": ["双十一又给我妈家买了一台，用的是老客户优惠券，便宜了三百元。"],
    "买了以后，这家公司会在什么时候": ["除了两条促销短信，没有人联系过我，也没有做过满意度调查。"],
    "您会推荐或不推荐的理由是什么？": ["我推荐给了两个同事，理由是出水快、换芯简单，要是滤芯再便宜一点就更好了。"],
    "您会打几分？": ["八分，扣掉的两分是因为滤芯太贵。", "/who 王强 员工", "/jump 留存"],
    "贵公司靠哪些数字知道？": ["我们每个月看一次滤芯复购率，上个月是百分之四十一。", "/done"],
}
FURTHER = {"孩子冲的奶粉不肯喝": ["她喝一口就吐出来，说有游泳池的味道。"]}

STAGES = {
    "第一次是在小区电梯里看到他们的广告": "awareness",
    "我先买了两个月桶装水": "awareness",
    "那天烧水壶里结了厚厚一层水垢": "awareness",
    "门店导购讲得很细": "consideration",
    "小红书上的测评": "consideration",
    "最在意的是滤芯贵不贵": "consideration",
    "最后在京东官方店下的单": "purchase",
    "因为有正品保证": "purchase",
    "滤芯是半年换一次": "retention",
    "有一次接头漏水，我打客服电话": "retention",
    "滤芯到期没有提醒": "retention",
    "双十一又给我妈家买了一台": "loyalty",
    "也没有做过满意度调查": "loyalty",
    "我推荐给了两个同事": "loyalty",
    "八分，扣掉的两分是因为滤芯太贵": "loyalty",
}
"""What was said at one stage and of nothing else; a staff's “复购率” is as much loyalty as retention."""

ASKED = (
    ("第一次是在哪里看到广告的？", "小区电梯"),
    ("为什么觉得非装不可？", "水垢"),
    ("前后比了多久？", "三个星期"),
    ("门店导购讲得怎么样？", "讲得很细"),
    ("最后在哪里下的单？", "京东官方店"),
    ("安装等了多久？", "四天"),
    ("滤芯多久换一次？", "半年换一次"),
    ("接头漏水以后怎么解决的？", "客服电话"),
    ("滤芯到期有提醒吗？", "没有提醒"),
    ("滤芯复购率是多少？", "百分之四十一"),
)
NOT_SAID = ("门店几点关门？", "公司的股价怎么样？", "售后经理叫什么名字？")


class Interviewee(io.StringIO):
    """Reads the screen as a person does, and answers the question that stands there last."""

    def __init__(self, screen: io.StringIO) -> None:
        super().__init__()
        self._screen = screen
        self._to_say: list[str] = []
        self._answered = ""

    def readline(self, *_: object) -> str:  # type: ignore[override]
        if not self._to_say:
            self._to_say = self._think()
        return self._to_say.pop(0) + "\n"

    def _think(self) -> list[str]:
        shown = [line.strip() for line in self._screen.getvalue().splitlines()]
        if any("现在就读入笔记、起草报告吗？" in line for line in shown):
            return [""]
        asked = [
            line
            for line, after in pairwise([*shown, ""])
            if line.startswith("追问：") or after.startswith("为什么问：")
        ]
        last = asked[-1]
        assert last != self._answered, "the same question stands there still"
        self._answered = last
        if last.startswith("追问："):
            return _ended(next((said for words, said in FURTHER.items() if words in last), []))
        return _ended(next(said for words, said in ANSWERS.items() if words in last))


def _ended(lines: Sequence[str]) -> list[str]:
    """An empty line behind what is said, before any command."""
    said = [each for each in lines if not each.startswith("/")]
    return [*said, "", *(each for each in lines if each.startswith("/"))]


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace whose one client was interviewed, and drafted at the end of it, by the real embedder and codebook."""
    root = tmp_path_factory.mktemp("table") / "workshops"
    screen = io.StringIO()
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("JOURNEY_LANG", "zh-Hans")
        patch.setattr("sys.stdout", screen)
        patch.setattr("sys.stdin", Interviewee(screen))
        assert run(["init", str(root)]) == Exit.DONE
        patch.setenv("JOURNEY_WORKSPACE", str(root))
        assert run(["client", "add", "云杉净水"]) == Exit.DONE
        assert run(["interview", "云杉净水", "--person", "周敏", "--engine", "extractive"]) == Exit.DONE
    (root / "screen.txt").write_text(screen.getvalue(), encoding="utf-8")
    return root


def test_the_interview_tells_what_it_filled_and_what_is_open(place):
    told = (place / "screen.txt").read_text(encoding="utf-8")
    assert f"访谈结束：{len(ANSWERS)} 题有回答，0 题跳过，共 {len(ANSWERS) + len(FURTHER)} 段回答。" in told
    assert "认知：客户行为（此前是空的）、触点（此前是空的）、客户洞察（此前是空的）" in told
    assert "还空着的格子：\n  认知：关键绩效指标" in told
    assert all(name in told for name in ("journey-map.docx", "stage-insights.docx", "gap-analysis.docx"))


def test_the_report_holds_what_was_said_under_the_right_stages(place):
    (path,) = place.glob("outputs/*/*/draft.json")
    draft = json.loads(path.read_text(encoding="utf-8"))
    stages: dict[str, set[str]] = {}
    for cell in (cell for one in draft["maps"] for cell in one["cells"]):
        for claim in cell["claims"]:
            for words in STAGES:
                if words in claim["text"]:
                    stages.setdefault(words, set()).add(cell["stage"])
    assert stages == {words: {stage} for words, stage in STAGES.items()}


def test_the_word_file_shows_each_quote_below_the_stage_it_belongs_to(place):
    (path,) = place.glob("outputs/*/*/journey-map.docx")
    tables = [each for each in Document(str(path)).tables if _heads(each) >= set(_LABELS.values())]
    shown = [
        (table.rows[0].cells[at].text.strip(), _plain(cell.text))
        for table in tables
        for row in table.rows[1:]
        for at, cell in enumerate(row.cells)
    ]
    for words, stage in STAGES.items():
        assert {column for column, text in shown if words in text} == {_LABELS[stage]}, words


def test_the_chat_answers_ten_questions_from_the_right_place_and_refuses_three(place, monkeypatch, capsys):
    monkeypatch.setenv("JOURNEY_LANG", "zh-Hans")
    monkeypatch.setenv("JOURNEY_WORKSPACE", str(place))
    questions = [*(question for question, _ in ASKED), *NOT_SAID]
    monkeypatch.setattr("sys.stdin", io.StringIO("\n".join(questions) + "\n"))
    assert run(["chat", "云杉净水", "--engine", "extractive", "--json"]) == Exit.DONE
    answers = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    (note,) = (place / "clients" / "云杉净水" / "notes").iterdir()
    text = note.read_text(encoding="utf-8")
    for answer, (question, words) in zip(answers[: len(ASKED)], ASKED, strict=True):
        assert (answer["question"], answer["found"]) == (question, True)
        first = answer["citations"][0]
        assert words in first["quote"], question
        assert first["document"] == note.name
        assert first["speaker"] in ("周敏", "王强")
        assert all(line in text for line in first["quote"].splitlines())
    assert [answer["found"] for answer in answers[len(ASKED) :]] == [False] * len(NOT_SAID)


@pytest.mark.parametrize("readme", ["README.md", "README.zh-CN.md"])
def test_the_chat_in_the_readme_is_what_the_program_says(place, readme, monkeypatch, capsys):
    monkeypatch.setenv("JOURNEY_LANG", "zh-Hans")
    monkeypatch.setenv("JOURNEY_WORKSPACE", str(place))
    typed, told = read_session(readme, "$ journey chat", "> ")
    monkeypatch.setattr("sys.stdin", io.StringIO("\n".join(typed) + "\n"))
    assert run(["chat", "云杉净水", "--engine", "extractive"]) == Exit.DONE
    assert_told_in_order(told, capsys.readouterr().out)


@pytest.mark.parametrize("readme", ["README.md", "README.zh-CN.md"])
def test_the_interview_in_the_readme_is_what_the_program_says(readme, tmp_path, monkeypatch, capsys):
    monkeypatch.setenv("JOURNEY_LANG", "zh-Hans")
    monkeypatch.setenv("JOURNEY_EMBEDDER", "none")
    monkeypatch.setenv("JOURNEY_WORKSPACE", str(tmp_path / "w"))
    assert run(["init", str(tmp_path / "w")]) == Exit.DONE
    assert run(["client", "add", "云杉净水"]) == Exit.DONE
    typed, told = read_session(readme, "$ journey interview", "周敏>")
    monkeypatch.setattr("sys.stdin", io.StringIO("\n".join([*typed, "n"]) + "\n"))
    capsys.readouterr()
    assert run(["interview", "云杉净水", "--person", "周敏"]) == Exit.DONE
    assert_told_in_order(told, capsys.readouterr().out)


def read_session(readme: str, command: str, mark: str) -> tuple[list[str], list[str]]:
    """The lines typed behind `mark` in the recorded session, and the lines that the program says."""
    text = (Path(__file__).parents[2] / readme).read_text(encoding="utf-8")
    (session,) = [each for each in re.findall(r"```text\n(.*?)```", text, re.DOTALL) if each.startswith(command)]
    lines = session.splitlines()[1:]
    typed = [line.removeprefix(mark).strip() for line in lines if line.startswith(mark)]
    return typed, [line for line in lines if line.strip() and not line.startswith(mark)]


def assert_told_in_order(lines: Sequence[str], out: str) -> None:
    """All these lines were said, one after the other; how they are wrapped, and on which day, does not matter."""
    said, at = _plain(re.sub(r"\d{4}-\d\d-\d\d", "DAY", out)), 0
    for line in lines:
        words = _plain(re.sub(r"\d{4}-\d\d-\d\d", "DAY", line))
        found = said.find(words, at)
        assert found >= 0, line
        at = found + len(words)


_LABELS = {"awareness": "认知", "consideration": "考虑", "purchase": "购买", "retention": "留存", "loyalty": "忠诚"}


def _heads(table: Any) -> set[str]:
    return {cell.text.strip() for cell in table.rows[0].cells}


def _plain(text: str) -> str:
    return "".join(text.split())
