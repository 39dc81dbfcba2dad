"""What an interview says to the person who leads it."""

from assistant.journey import Dimension, Role
from assistant.reports.words import DIMENSIONS as DIMENSIONS
from assistant.sessions.commands import SlashCommand
from assistant.wording import Text

WHY = {
    Dimension.BEHAVIOUR: Text(
        "想知道客户在“{stage}”阶段实际做了什么。", "To learn what customers really do at the stage “{stage}”."
    ),
    Dimension.TOUCHPOINT: Text(
        "想找出客户在“{stage}”阶段和公司打交道的地方。",
        "To find where customers meet the company at the stage “{stage}”.",
    ),
    Dimension.KPI: Text(
        "想弄清公司现在用哪些数字衡量“{stage}”阶段。",
        "To learn which figures the company measures the stage “{stage}” by.",
    ),
    Dimension.INSIGHT: Text(
        "想弄清客户在“{stage}”阶段怎么想、为什么。", "To learn what customers think at the stage “{stage}”, and why."
    ),
}
KNOWN_NOTHING = Text("还没有人说过。", "Nobody has spoken of it yet.")
KNOWN = Text("已有 {n} 条陈述，来自 {people} 人。", "Known: {n} statements by {people} people.")
WHY_LINE = Text("为什么问：{why}{known}", "Why: {why} {known}")
SIDES = {Role.CUSTOMER: Text("客户", "customer"), Role.STAFF: Text("员工", "staff")}

PLACE = Text(
    "【{stage} · {dimension}】已问 {asked}，还有 {left}", "[{stage} · {dimension}] {asked} asked, {left} to go"
)
PLACE_FOR = Text(
    "【{stage} · {dimension}】问{side}。已问 {asked}，还有 {left}",
    "[{stage} · {dimension}] for {side}; {asked} asked, {left} to go",
)
FOLLOW_UP = Text("追问：{question}", "Further: {question}")
BEGUN = Text("访谈开始：{who}。笔记：{note}", "The interview begins: {who}. The note: {note}")
RESUMED = Text(
    "接着访谈：{who}，已有 {n} 段回答。\n笔记：{note}", "Going on: {who}, {n} answers so far.\nThe note: {note}"
)
READING = Text("正在看已有的笔记……", "Looking at the notes so far…")
HOW = Text(
    "回答可分行或粘贴，空行结束；随打随存。/skip 跳过，/done 结束，/help 看命令。",
    "Type or paste an answer; an empty line ends it, and every line is saved at once. /skip, /done; /help lists all.",
)
ORDER = Text("从地图最空的阶段问起：{stages}。", "Beginning where the map is emptiest: {stages}.")
EMPTY = Text("还没有回答。/skip 跳过这一题。", "No answer yet. /skip leaves this question out.")
SAVED_LINES = Text(
    "上次这一题已写下的几行还在，接着写即可：", "The lines typed last time are still there; go on after them:"
)
EARLIER = Text("之前的回答（新的会加在后面）：{words}", "Answered before (more is added to it): {words}")
SKIPPED = Text("已跳过。", "Left out.")
FIRST = Text("这已经是第一题。", "This is the first question.")
NO_STAGE = Text("没有“{stage}”这个阶段。可选：{known}。", "There is no stage “{stage}”. There are: {known}.")
NOTHING_THERE = Text("“{stage}”阶段没有要问在场各位的题。", "At “{stage}” there is nothing to ask those present.")
NOTED = Text("已记入笔记（旁注，不作为任何人的话）。", "Added to the note as your remark; it counts as nobody's words.")
NOTE_WHAT = Text("请在 /note 后面写上内容。", "Write the remark behind /note.")
WHO_NOW = Text("现在回答的是：{who}。在场：{all}。", "Now answering: {who}. Present: {all}.")
WHO_HOW = Text("换人或加人：/who 姓名 [customer|staff]。", "To switch or to add someone: /who NAME [customer|staff].")
ALL_ASKED = Text(
    "题目都问过了。还想补充可以继续写，/done 结束。", "Everything was asked. Add what is missing, or end with /done."
)
ANYTHING_ELSE = Text(
    "还有什么是我没有问到、而您觉得重要的？", "Is there anything important that I have not asked about?"
)
OTHER = Text("其他", "Other")
PAUSED = Text("已保存。继续访谈：{command}", "Saved. To go on: {command}")
THINKING = Text("在想要不要追问……", "Thinking about a follow-up…")
NO_MODEL = Text("追问改用规则：{why}", "Follow-ups by rules from here: {why}")
TOO_SLOW = Text("模型回答太慢，追问改用规则。", "The model answers too slowly; follow-ups by rules from here.")

DONE = Text(
    "访谈结束：{questions} 题有回答，{skipped} 题跳过，共 {n} 段回答。",
    "The interview is over: {questions} questions answered, {skipped} left out, {n} answers in all.",
)
FILLED = Text("这次谈到的格子：", "Cells that were spoken of:")
FILLED_LINE = Text("  {stage}：{cells}", "  {stage}: {cells}")
NEWLY = Text("{dimension}（此前是空的）", "{dimension} (empty before)")
STILL_OPEN = Text("还空着的格子：", "Cells still empty:")
NONE_OPEN = Text("每一格都已有人谈到。", "Every cell has been spoken of.")
SKIPPED_LIST = Text("跳过的题：", "Left out:")
NOTE_AT = Text("笔记：{note}", "The note: {note}")
OFFER = Text(
    "现在就读入笔记、起草报告吗？（回车 = 是，n = 否）",
    "Index the note and draft the reports now? (Enter = yes, n = no)",
)
LATER = Text("以后起草：{command}", "To draft later: {command}")
UNFINISHED = Text(
    "另有一场没做完的访谈（{who}，{started}）；要接着做，用 --resume。",
    "Another interview is not finished ({who}, {started}); go on with it by --resume.",
)
NAME_ASKED = Text("受访者怎么称呼？（可以不写，直接回车）", "What is the interviewee called? (Enter leaves it out)")

COMMANDS = {
    each.name: each
    for each in (
        SlashCommand("skip", Text("跳过这一题", "leave this question out")),
        SlashCommand("back", Text("回到上一题", "go back to the question before")),
        SlashCommand("jump", Text("转到某个阶段", "go to a stage"), Text("阶段", "STAGE")),
        SlashCommand(
            "note", Text("记一句旁注，不算任何人的话", "a remark of yours, nobody's words"), Text("内容", "TEXT")
        ),
        SlashCommand(
            "who",
            Text("看看在场的人；换人或加人", "who is present; switch or add"),
            Text("[姓名 [角色]]", "[NAME [ROLE]]"),
        ),
        SlashCommand("pause", Text("保存并离开，以后再继续", "save and leave, to go on later")),
        SlashCommand("done", Text("结束访谈", "end the interview")),
        SlashCommand("help", Text("列出命令", "list the commands")),
    )
}
