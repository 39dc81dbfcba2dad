"""An interview at a terminal: whole transcripts, what the note holds then, and what a crash leaves behind."""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.errors import StoreError, UsageError
from assistant.journey import Coding, Dimension, Person, Role, Segment, Statement
from assistant.sessions.interview.interviewing import Interview
from assistant.sessions.interview.note import InterviewNote, guard_lines
from assistant.sessions.interview.opening import Desk
from assistant.sessions.interview.outcome import sum_up, tell_outcome
from assistant.sessions.interview.plan import Known, build_plan, count_known
from assistant.sessions.interview.record import Answered, Records, Speaker
from assistant.sources import read_notes
from tests.fakes.terminal import CTRL_C, CTRL_D, ENTER, PASTE, SeenTerminal, lines, typing

HOME = Segment("home", "家庭住户")
PEOPLE = (Person("周敏", Role.CUSTOMER, "home"), Person("王强", Role.STAFF))


class NoProber:
    """Never asks further."""

    def follow_up(self, reply: Any, before: Sequence[str]) -> str | None:
        return None


class AlwaysProber:
    """Asks further until it is stopped."""

    def __init__(self) -> None:
        self.before: list[int] = []

    def follow_up(self, reply: Any, before: Sequence[str]) -> str | None:
        self.before.append(len(before))
        return f"第 {len(before) + 1} 次追问？"


def clock() -> Callable[[], datetime]:
    """A minute passes with every look at it."""
    moments = iter(datetime(2026, 5, 4, 10, 0) + timedelta(minutes=n) for n in range(10_000))
    return lambda: next(moments)


@pytest.fixture
def desk(tmp_path: Path, playbook: Any) -> Desk:
    notes = tmp_path / "notes"
    notes.mkdir()
    plan = build_plan(playbook, {})
    return Desk(notes, Records(tmp_path / "interviews"), plan, {}, PEOPLE, NoProber(), clock())


def begin(desk: Desk, terminal: SeenTerminal, person: str = "周敏", **rest: Any) -> Interview:
    given: dict[str, Any] = {
        "role": None,
        "segment": HOME,
        "interviewer": "林岚",
        "language": "zh-Hans",
        "stage_model": "five-stage",
    }
    return desk.begin(terminal, person=person, **{**given, **rest})


def hold(desk: Desk, *keys: str, **rest: Any) -> tuple[Interview, str, str]:
    """An interview with these keys pressed: itself, how it ended, and the transcript."""
    with typing(*keys) as terminal:
        interview = begin(desk, terminal, **rest)
        ended = interview.run()
        return interview, ended, terminal.transcript


def statements(desk: Desk) -> list[Statement]:
    return [each for each in read_notes(desk.notes, PEOPLE, [HOME]).statements if each.role is not Role.INTERVIEWER]


# ---------------------------------------------------------------- transcripts


def test_a_whole_interview_from_the_first_question_to_the_end(desk):
    interview, ended, seen = hold(
        desk,
        lines("搬进新房以后，", "发现水有漂白粉味。", "", "/skip", "/note 说的时候皱着眉", "在电梯里看到广告。", "", "/done"),
    )  # fmt: skip
    assert ended == "done"
    assert (
        seen
        == """
【认知 · 客户行为】已问 0，还有 33
刚有这个想法的时候，您最先做了些什么？
为什么问：想知道客户在“认知”阶段实际做了什么。还没有人说过。
周敏> 搬进新房以后，
周敏> 发现水有漂白粉味。
周敏>

【认知 · 触点】已问 1，还有 32
您第一次看到或听说这家公司，是在什么地方、什么情况下？
为什么问：想找出客户在“认知”阶段和公司打交道的地方。还没有人说过。
周敏> /skip
已跳过。

【认知 · 客户洞察】已问 2，还有 31
是发生了什么事，让您开始有这个需要？
为什么问：想弄清客户在“认知”阶段怎么想、为什么。还没有人说过。
周敏> /note 说的时候皱着眉
已记入笔记（旁注，不作为任何人的话）。
周敏> 在电梯里看到广告。
周敏>

【认知 · 客户洞察】已问 3，还有 30
当时您想找这类产品或服务，是要解决什么问题？
为什么问：想弄清客户在“认知”阶段怎么想、为什么。还没有人说过。
周敏> /done
"""
    )
    assert (
        interview.note.path.read_text(encoding="utf-8")
        == """\
# 访谈：周敏

日期：2026-05-04 10:00

访谈者：林岚

受访者：周敏（客户）

客群：家庭住户

## 认知

**访谈者**（10:02:00）：刚有这个想法的时候，您最先做了些什么？

**周敏**（10:03:00）：搬进新房以后，
发现水有漂白粉味。

【旁注】说的时候皱着眉

**访谈者**（10:05:00）：是发生了什么事，让您开始有这个需要？

**周敏**（10:06:00）：在电梯里看到广告。
"""
    )


def test_the_note_is_read_back_with_speaker_side_segment_and_question(desk):
    hold(desk, lines("在电梯里看到广告。", "", "/who 王强", "我们投了三个月电梯广告。", "", "/done"))
    first, second = statements(desk)
    assert (first.speaker, first.role, first.segment) == ("周敏", Role.CUSTOMER, "home")
    assert first.question == "刚有这个想法的时候，您最先做了些什么？"
    assert (second.speaker, second.role, second.segment) == ("王强", Role.STAFF, None)


def test_someone_whom_no_profile_names_is_known_by_the_note_itself(desk):
    hold(desk, lines("/who P3 员工", "我们每个月统计一次。", "", "/done"), person="小吴", role=Role.CUSTOMER)
    (only,) = read_notes(desk.notes, (), [HOME]).statements[1:]
    assert (only.speaker, only.role) == ("P3", Role.STAFF)


def test_without_a_name_the_side_labels_the_answers(desk):
    interview, _, _ = hold(desk, lines("在电梯里看到广告。", "", "/done"), person="")
    assert interview.record.speaker.name == "客户"
    assert statements(desk)[0].role is Role.CUSTOMER


def test_a_paste_is_one_answer_whatever_lines_it_has(desk):
    pasted = "第一段：\n\n# 不是标题\n- 一点\n| 不是 | 表格 |\n<!-- 不藏 -->\n---\n最后一段"
    hold(desk, PASTE.format(pasted), ENTER, ENTER, lines("/done"))
    said = " ".join(each.text for each in statements(desk))
    for words in ("第一段", "不是标题", "一点", "不是", "表格", "不藏", "最后一段"):
        assert words in said
    assert {each.speaker for each in statements(desk)} == {"周敏"}
    assert {each.locator.heading for each in statements(desk)} == {("访谈：周敏", "认知")}


def test_an_empty_line_alone_is_no_answer(desk):
    interview, _, seen = hold(desk, lines("", "/done"))
    assert "还没有回答。/skip 跳过这一题。" in seen
    assert interview.record.answers == []


def test_back_adds_to_an_answer_and_keeps_the_first_words(desk):
    interview, _, seen = hold(desk, lines("先上网查了。", "", "/back", "还问了邻居。", "", "/done"))
    assert "之前的回答（新的会加在后面）：先上网查了。" in seen
    assert [each.text for each in interview.record.answers_to("awareness.cell.behaviour")] == [
        "先上网查了。",
        "还问了邻居。",
    ]
    text = interview.note.path.read_text(encoding="utf-8")
    assert text.count("刚有这个想法的时候") == 1
    assert "先上网查了。" in text


def test_jump_goes_to_a_stage_by_any_of_its_names_and_later_comes_around(desk):
    interview, _, seen = hold(desk, lines("/jump Purchase", "在京东买的。", "", "/jump 火星", "/jump 忠誠", "/done"))
    assert interview.record.answers[0].question == "purchase.cell.behaviour"
    assert "没有“火星”这个阶段。可选：认知、考虑、购买、留存、忠诚。" in seen
    assert "【忠诚 · 客户行为】" in seen
    assert "## 购买" in interview.note.path.read_text(encoding="utf-8")


def test_staff_are_asked_for_figures_and_customers_are_not(desk, playbook):
    asked = {each.id: each.role for each in desk.plan}
    assert asked["awareness.cell.kpi"] is Role.STAFF
    _, _, seen = hold(desk, lines(*["/skip"] * 6, "/done"), person="王强")
    assert "关键绩效指标" in seen
    assert "刚有这个想法" not in seen


def test_in_a_group_whoever_answers_is_asked_what_is_theirs_to_tell(desk):
    typed = lines("/who 王强 员工", "/jump 留存", "复购率四成。", "", "/skip", "/who 周敏", "/skip", "/done")
    interview, _, seen = hold(desk, typed)
    assert interview.record.answers[0].question == "retention.cell.kpi"
    assert "【留存 · 关键绩效指标】问员工。已问 0，还有 53" in seen
    shown = [line for line in seen.splitlines() if line.startswith("【留存")]
    assert ["问员工" in line for line in shown] == [True, True, True, False]


def test_a_command_ends_the_answer_that_stands_before_it(desk):
    interview, _, _ = hold(desk, lines("写到一半", "/pause"))
    assert [each.text for each in interview.record.answers] == ["写到一半"]
    assert "写到一半" in interview.note.path.read_text(encoding="utf-8")


def test_a_slash_that_begins_no_command_is_said(desk):
    interview, _, seen = hold(desk, lines("/5 分吧", "", "/hepl", "/done"))
    assert interview.record.answers[0].text == "/5 分吧"
    assert "没有 /hepl 这个命令，是否想用 /help？" in seen


def test_never_more_than_two_follow_ups(desk):
    prober = AlwaysProber()
    desk = Desk(desk.notes, desk.records, desk.plan, {}, PEOPLE, prober, desk.now)
    interview, _, seen = hold(desk, lines("广告。", "", "电梯里。", "", "夏天。", "", "/done"))
    assert prober.before == [0, 1]
    assert [each.follow_up for each in interview.record.answers] == [False, True, True]
    assert "追问：第 2 次追问？" in seen
    assert "第 3 次" not in seen
    assert "**访谈者**（10:04:00）：第 1 次追问？" in interview.note.path.read_text(encoding="utf-8")


def test_an_empty_line_passes_over_a_follow_up(desk):
    desk = Desk(desk.notes, desk.records, desk.plan, {}, PEOPLE, AlwaysProber(), desk.now)
    interview, _, _ = hold(desk, lines("广告。", "", "", "/done"))
    assert interview.record.at == 1


def test_when_all_is_asked_there_is_a_last_open_question(desk):
    short = [each for each in desk.plan if each.role is Role.CUSTOMER][:1]
    desk = Desk(desk.notes, desk.records, short, {}, PEOPLE, NoProber(), desk.now)
    interview, ended, seen = hold(desk, lines("广告。", "", "希望快一点装。", "", "/done"))
    assert ended == "done"
    assert "还有什么是我没有问到、而您觉得重要的？" in seen
    assert "## 其他" in interview.note.path.read_text(encoding="utf-8")


# ---------------------------------------------------------------- what a crash leaves


def test_ctrl_c_loses_the_line_being_typed_and_nothing_else(desk):
    _, ended, _ = hold(desk, lines("第一行"), "没按回车的第二行", CTRL_C)
    assert ended == "interrupted"
    record = desk.records.find_open(None)
    assert record.unfinished == ["第一行"]
    with typing(lines("第三行", "", "/done")) as terminal:
        desk.resume(terminal, record).run()
        assert "上次这一题已写下的几行还在，接着写即可：\n  第一行\n" in terminal.transcript
    assert [each.text for each in statements(desk)] == ["第一行", "第三行"]


def test_the_end_of_the_input_pauses_with_the_answer_kept(desk):
    _, ended, _ = hold(desk, lines("第一行"), CTRL_D)
    assert ended == "paused"
    assert statements(desk)[0].text == "第一行"
    assert desk.records.find_open("周敏").answers[0].text == "第一行"


@pytest.mark.parametrize("died", ["before the note", "after the note"])
def test_killed_between_state_and_note_an_answer_is_written_once(desk, died, monkeypatch):
    class KilledError(BaseException):
        pass

    real = InterviewNote.add_answer

    def dies(self: InterviewNote, answered: Answered, heading: str, *, asked_before: bool) -> str:
        if died == "after the note":
            real(self, answered, heading, asked_before=asked_before)
        raise KilledError

    monkeypatch.setattr(InterviewNote, "add_answer", dies)
    with pytest.raises(KilledError):
        hold(desk, lines("电梯里的广告。", ""))
    monkeypatch.setattr(InterviewNote, "add_answer", real)
    with typing(lines("/done")) as terminal:
        interview = desk.resume(terminal, desk.records.find_open(None))
        interview.run()
    assert interview.note.path.read_text(encoding="utf-8").count("电梯里的广告。") == 1


def test_what_a_person_changed_in_the_note_meanwhile_stays(desk):
    interview, _, _ = hold(desk, lines("电梯里的广告。", "", "/pause"))
    path = interview.note.path
    path.write_text(path.read_text(encoding="utf-8").replace("电梯里", "小区电梯里"), encoding="utf-8")
    with typing(lines("/who 王强 员工", "投了三个月。", "", "/done")) as terminal:
        desk.resume(terminal, desk.records.find_open(None)).run()
    text = path.read_text(encoding="utf-8")
    assert "小区电梯里的广告。" in text
    assert "受访者：周敏（客户）、王强（员工）" in text
    assert "投了三个月。" in text


def test_there_is_nothing_to_resume_after_done(desk):
    hold(desk, lines("/done"))
    with pytest.raises(UsageError):
        desk.records.find_open(None)


def test_a_damaged_state_says_so(desk):
    hold(desk, lines("/pause"))
    (only,) = desk.records.folder.glob("*.json")
    only.write_text("{", encoding="utf-8")
    with pytest.raises(StoreError):
        desk.records.list_open()


# ---------------------------------------------------------------- plan and outcome


def test_the_emptiest_stage_comes_first_and_within_it_the_emptiest_cell(playbook):
    filled = {
        (stage, dimension): Known(3, 2)
        for stage in ("awareness", "consideration", "purchase", "loyalty")
        for dimension in Dimension
    }
    plan = build_plan(playbook, {**filled, ("retention", Dimension.BEHAVIOUR): Known(1, 1)})
    assert plan[0].stage.id == "retention"
    assert plan[0].dimension is Dimension.TOUCHPOINT
    assert len({each.id for each in plan}) == len(plan)


def test_what_is_known_is_counted_by_statements_and_people_and_by_segment():
    def told(name: str, segment: str | None, role: Role = Role.CUSTOMER) -> tuple[Statement, Coding]:
        from assistant.journey import Locator

        words = f"{name}说"
        statement = Statement(words, "a.md", Locator(), name, role, segment, words, "zh-Hans", 1)
        return statement, Coding(words, "m", ("awareness",), (Dimension.INSIGHT,), 0, segment, 1.0, "extractive")

    coded = [told("周敏", "home"), told("周敏", "home"), told("刘老板", "shop"), told("王强", None, Role.STAFF)]
    place = ("awareness", Dimension.INSIGHT)
    assert count_known(coded, PEOPLE, None)[place] == Known(4, 3)
    assert count_known(coded, PEOPLE, "home")[place] == Known(3, 2)


def test_counts_are_shown_and_quotes_are_not(desk, playbook):
    known = {(stage.id, dimension): Known(4, 2) for stage in playbook.model.stages for dimension in Dimension}
    desk = Desk(desk.notes, desk.records, build_plan(playbook, known), known, PEOPLE, NoProber(), desk.now)
    _, _, seen = hold(desk, lines("/done"))
    assert "已有 4 条陈述，来自 2 人。" in seen


def test_the_end_says_what_was_filled_and_what_is_open(desk, playbook):
    interview, _, _ = hold(desk, lines("电梯里的广告。", "", "/skip", "/done"))
    outcome = sum_up(interview.record, desk.plan, playbook.model.stages, {})
    with typing() as terminal:
        tell_outcome(terminal, outcome, interview.record.note)
        told = terminal.transcript
    assert "访谈结束：1 题有回答，1 题跳过，共 1 段回答。" in told
    assert "  认知：客户行为（此前是空的）\n" in told
    assert "  认知：触点、关键绩效指标、客户洞察\n" in told


# ---------------------------------------------------------------- properties


@given(st.text("听说过 a1#-=|<!>*_`~：:。，？\n\t", min_size=1, max_size=60))
@settings(max_examples=60, deadline=None)
def test_no_answer_changes_the_structure_of_its_note(tmp_path_factory, answer):
    folder = tmp_path_factory.mktemp("note")
    note = InterviewNote(folder / "a.md", "zh-Hans")
    speaker = Speaker(name="周敏", role=Role.CUSTOMER)
    note.begin(datetime(2026, 5, 4), "", [speaker], None)
    end = Answered(
        question="q", asked="后来呢？", asked_at="10:02:00", speaker="周敏", time="10:03:00", text="就这样买了。"
    )
    given_ = Answered(
        question="q", asked="怎么买的？", asked_at="10:00:00", speaker="周敏", time="10:01:00", text=answer
    )
    note.add_answer(given_, "购买", asked_before=False)
    note.add_answer(end, "购买", asked_before=False)
    assert note.holds(given_)
    read = read_notes(folder, (), ()).statements
    assert {each.locator.heading for each in read if each.role is not Role.INTERVIEWER} == {("访谈：周敏", "购买")}
    assert read[-1].text == "就这样买了。"
    assert read[-1].question == "后来呢？"


@given(st.text(max_size=80))
@settings(max_examples=60, deadline=None)
def test_guarding_keeps_every_letter_of_an_answer(answer):
    kept = [each for each in guard_lines(answer) if each.isalnum()]
    assert kept == [each for each in answer.replace("\r\n", "\n") if each.isalnum()]
