"""What a chat says besides its answers."""

from assistant.journey import Dimension
from assistant.sessions.commands import SlashCommand
from assistant.wording import Text

HELLO = Text(
    "{client}：{documents} 份笔记，{statements} 条陈述。{model}",
    "{client}: {documents} notes, {statements} statements. {model}",
)
WITH_MODEL = Text("由 {model} 作答，只依据笔记和方法手册。", "{model} answers, from the notes and the playbook alone.")
WITHOUT_MODEL = Text(
    "没有使用聊天模型：给出最接近的原文，不作概括。",
    "No chat model is in use: you get the nearest passages, word for word.",
)
HOW = Text(
    "直接提问；/source 2 看出处，/help 看全部命令，Ctrl-C 停下回答，再按一次离开。",
    "Just ask; /source 2 shows a source, /help lists the commands, Ctrl-C stops an answer, twice leaves.",
)
NO_NOTES = Text(
    "还没有笔记：journey add 或 journey interview 之后再来问。", "No notes yet: journey add or journey interview first."
)
LAST = Text("上次", "last")
LAST_TIME = Text(
    "上次的对话有 {n} 问，停在“{question}”；/load {last} 接着谈。",
    "The last conversation had {n} questions and ended with “{question}”; /load {last} goes on with it.",
)
RESUMED = Text(
    "接着上次的对话（{n} 问），最后一问：", "Going on with the last conversation ({n} questions); it ended with:"
)
CUT_SHORT = Text(
    "（这一问没有答完，以上是已经说过的部分。）", "(This was not answered to the end; the above is what had been said.)"
)
UNANSWERED = Text("（这一问还没有回答，可以再问一次。）", "(This was not answered yet; ask it again.)")
READING = Text("正在打开笔记……", "Opening the notes…")
LOOKING = Text("正在查找……", "Looking…")
WRITING = Text("正在作答……", "Answering…")
UNDERSTOOD = Text("（理解为：{question}）", "(understood as: {question})")
STOPPED = Text("已停止，说过的部分保留。再按一次 Ctrl-C 离开。", "Stopped; what was said stays. Ctrl-C again leaves.")
ONCE_MORE = Text("再按一次 Ctrl-C 离开，或用 /exit。", "Ctrl-C once more leaves, or /exit.")
CHANGED = Text("笔记有变化，已重新读入。", "The notes changed; they were read again.")
FAULT = Text("注意：{problem}", "Note: {problem}")
NO_SOURCE = Text("上一个回答里没有 {key}。现有：{known}。", "There is no {key} in the last answer. There are: {known}.")
NO_ANSWER_YET = Text("还没有回答可看。", "There is no answer yet.")
SOURCE_WHICH = Text("写上编号，如 /source 2。现有：{known}。", "Give a number, as in /source 2. There are: {known}.")
SOURCE_GONE = Text("笔记改动后，这段话不在原处了。", "The notes changed; the passage is no longer there.")
ALL = Text("全部", "all")
SCOPE_STAGE = Text(
    "阶段：{stage}。可选：{known}；/stage {all} 取消。",
    "Stage: {stage}. There are: {known}; /stage {all} takes it back.",
)
SCOPE_SEGMENT = Text(
    "客群：{segment}。可选：{known}；/segment {all} 取消。",
    "Segment: {segment}. There are: {known}; /segment {all} takes it back.",
)
NO_SUCH = Text("没有“{wanted}”。可选：{known}。", "There is no “{wanted}”. There are: {known}.")
NO_SEGMENTS = Text("client.toml 里还没有客群。", "client.toml has no segments yet.")
NO_DRAFT = Text("还没有草稿；/draft 起草。", "There is no draft yet; /draft makes one.")
GAPS = Text("草稿 {number} 的差距（{n} 项）：", "Gaps of draft {number} ({n}):")
NO_GAPS = Text("草稿 {number} 在这个范围内没有差距。", "Draft {number} has no gaps within this scope.")
MORE_GAPS = Text("还有 {n} 项：/gaps {all}", "{n} more: /gaps {all}")
NEXT_STEP = Text("   下一步：{step}（{owner}）", "   Next: {step} ({owner})")
MAP = Text("现有笔记按格计数（条/人）：", "What the notes hold, by cell (statements/people):")
MAP_OF = Text("草稿 {number} · {stage}", "Draft {number} · {stage}")
MAP_EMPTY = Text("（空；可以问：{question}）", "(empty; to ask: {question})")
MAP_HOW = Text("/map 阶段 看那一列的论断。", "/map STAGE shows the claims of that stage.")
NOTED = Text(
    "已记入 {note}。顾问自己的话是背景，不当作依据。",
    "Written to {note}. Your own words are background, never evidence.",
)
NOTE_WHAT = Text("请在 /note 后面写上内容。", "Write the note behind /note.")
CLIENT = Text(
    "客户：{name}　客群：{segments}　受访者：{people}　草稿：{drafts}",
    "Client: {name} · segments: {segments} · people: {people} · drafts: {drafts}",
)
NONE = Text("无", "none")
CLIENTS = Text(
    "换客户：/client 名称（现有：{known}）。对话会从头开始。",
    "To change: /client NAME ({known}). The conversation begins anew.",
)
MODEL = Text(
    "聊天模型：{model}。/model 名称 换一个，/model off 不用模型。",
    "Chat model: {model}. /model NAME changes it, /model off does without.",
)
NO_MODEL_NAME = Text("（不用）", "(none)")
COST = Text(
    "本次：{calls} 次调用，另有 {cached} 次用了保存的答复；发送 {sent}、接收 {received} 词元；费用 {cost}。",
    "This run: {calls} calls, {cached} answered from what was kept; {sent} tokens sent, {received} received; cost {cost}.",
)
COST_UNKNOWN = Text("未知（没有设置价格）", "unknown (no price is set)")
COST_NOTHING = Text("没有使用聊天模型，没有费用。", "No chat model is in use; nothing is spent.")
NO_HISTORY = Text("这次对话还没有问过什么。", "Nothing was asked in this conversation yet.")
SAVED = Text("已保存：{where}", "Saved: {where}")
LOADED = Text("已载入“{name}”：{n} 个问题。", "Loaded “{name}”: {n} questions.")
LOAD_WHICH = Text("写上名称：/load 名称。保存过的：{known}。", "Give a name: /load NAME. Saved: {known}.")
CLEARED = Text("对话已清空，笔记和草稿不变。", "The conversation is cleared; notes and drafts stay.")
UNDONE = Text("已去掉上一问：{question}", "Taken back: {question}")
NOTHING_TO_UNDO = Text("没有可以去掉的。", "There is nothing to take back.")
NO_EDITOR = Text("这里没有编辑器可用。", "There is no editor here.")
MULTILINE_ON = Text(
    "多行输入：回车换行，Alt+回车（或先按 Esc 再按回车）发出。",
    "Several lines: Enter breaks the line, Alt+Enter (or Esc, Enter) sends.",
)
MULTILINE_OFF = Text("单行输入：回车发出。", "One line: Enter sends.")
NOTHING_TO_CLAIM = Text(
    "上一个回答没有出自笔记的依据，不能写成论断。",
    "The last answer cites nothing of the notes; no claim can rest on it.",
)
CLAIM_WHERE = Text("定不下格子：写 /claim 阶段 维度 [句子]。", "Which cell? /claim STAGE DIMENSION [SENTENCE].")
CLAIM_SEGMENT = Text("定不下客群：先用 /segment 选一个。", "Which segment? Choose one with /segment first.")
PROPOSED = Text("拟写入 {place}：", "Proposed for {place}:")
EVIDENCE = Text("依据：", "Evidence:")
DOUBTS = Text("请核对：{doubts}", "Please check: {doubts}")
ACCEPT_HOW = Text(
    "/accept 放进草稿（署名 {author}）；改写就再用 /claim。",
    "/accept puts it into the draft as {author}'s; /claim again rewords it.",
)
NOTHING_PROPOSED = Text("没有拟好的论断；先用 /claim。", "Nothing is proposed; use /claim first.")
ACCEPTED = Text(
    "已放进草稿 {number}，标明出自{author}，此后的草稿都会带上。/draft 生成报告。",
    "It is in draft {number} now, marked as {author}'s, and will be in every later one. /draft writes the reports.",
)
ACCEPTED_LATER = Text(
    "已收下，标明出自{author}；下一次起草时会写进去。/draft 现在起草。",
    "Kept as {author}'s; the next draft will hold it. /draft makes it.",
)
CONSULTANT = Text("顾问", "the consultant")
DRAFTING = Text("正在起草……", "Drafting…")
SIDE_CUSTOMERS = Text("客户说：", "Customers say:")
SIDE_STAFF = Text("员工说：", "Staff say:")
SIDE_NOTHING = Text("  （没有相近的话）", "  (nothing near)")
COMPARE_WHAT = Text("写上要比较的事：/compare 内容", "What is to be compared: /compare TOPIC")
BYE = Text("再见。", "Goodbye.")

DIMENSION_NAMES = {
    Dimension.BEHAVIOUR: ("客户行为", "行为", "客戶行為", "行為", "behaviour", "behaviours", "behavior"),
    Dimension.TOUCHPOINT: ("触点", "觸點", "接触点", "touchpoint", "touchpoints"),
    Dimension.KPI: ("关键绩效指标", "指标", "關鍵績效指標", "指標", "kpi", "kpis"),
    Dimension.INSIGHT: ("客户洞察", "洞察", "客戶洞察", "insight", "insights"),
}
_NAME = Text("[名称]", "[NAME]")
COMMANDS = {
    each.name: each
    for each in (
        SlashCommand("source", Text("看第几条出处的上下文", "a source in its context"), Text("编号", "NUMBER")),
        SlashCommand("stage", Text("只看一个阶段", "keep to one stage"), Text("[阶段]", "[STAGE]")),
        SlashCommand("segment", Text("只看一个客群", "keep to one segment"), Text("[客群]", "[SEGMENT]")),
        SlashCommand("compare", Text("客户和员工各怎么说", "what customers and what staff say"), Text("内容", "TOPIC")),
        SlashCommand("map", Text("地图填到哪里了", "how far the map is filled"), Text("[阶段]", "[STAGE]")),
        SlashCommand("gaps", Text("草稿里的差距", "the gaps of the draft")),
        SlashCommand(
            "claim",
            Text("把回答拟成论断", "propose the answer as a claim"),
            Text("[编号] [阶段 维度] [句子]", "[NUMBER] [STAGE DIMENSION] [SENTENCE]"),
        ),
        SlashCommand("accept", Text("把拟好的论断放进草稿", "put the proposed claim into the draft")),
        SlashCommand("draft", Text("起草并生成报告", "draft and write the reports")),
        SlashCommand("note", Text("记一条顾问笔记", "add a note of your own"), Text("内容", "TEXT")),
        SlashCommand("client", Text("看客户情况，或换一个", "the client, or another one"), _NAME),
        SlashCommand("model", Text("看或换聊天模型", "the chat model, or another one"), _NAME),
        SlashCommand("cost", Text("用了多少词元和费用", "tokens and cost so far")),
        SlashCommand("history", Text("这次问过什么", "what was asked")),
        SlashCommand("save", Text("保存对话（.md 写成文本）", "keep the conversation (.md for people)"), _NAME),
        SlashCommand("load", Text("载入保存过的对话", "take up a kept conversation"), _NAME),
        SlashCommand("clear", Text("清空对话", "clear the conversation")),
        SlashCommand("undo", Text("去掉上一问", "take the last question back")),
        SlashCommand("editor", Text("用编辑器写问题", "write the question in an editor")),
        SlashCommand("multiline", Text("切换多行输入", "switch several lines on or off")),
        SlashCommand("help", Text("列出命令", "list the commands")),
        SlashCommand("exit", Text("离开", "leave")),
    )
}
