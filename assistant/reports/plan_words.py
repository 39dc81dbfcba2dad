"""The words of the collection plan."""

from assistant.journey import Role
from assistant.wording import Text

TITLE = Text("资料收集计划", "Collection plan", "資料收集計畫")
LEAD = Text(
    "这份计划列出旅程地图还缺什么、每一项用什么方法补、问谁、问多少人，并附可以直接使用的问卷题、访谈问题和数据清单。",
    "What the journey map still lacks, by which method each point is settled, whom and how many to ask; with survey items, "
    "interview questions and lists of figures ready to use.",
)
BASIS = Text("依据", "Based on", "依據")
DATE = Text("日期", "Date")
OPEN_COUNT = Text("待查的问题", "Open questions")
OPEN_VALUE = Text(
    "{count} 项：{open} 项没有人答，{partly} 项答得不全，{unsure} 项说法不一",
    "{count}: {open} not answered, {partly} answered in part, {unsure} told in two ways",
)

GLANCE = Text("一览：哪种方法，做多少", "At a glance: which method, and how much")
METHOD = Text("方法", "Method")
FIRST = Text("先用", "first", "先用")
AFTER = Text("再用", "then", "再用")
GOOD_FOR = Text("适合与不适合", "Good for, and not")
HOW_MANY = Text("做多少", "How many")
INQUIRIES = Text("还不知道什么，用什么方法查", "What is not known yet, and how to find out")
INQUIRIES_LEAD = Text(
    "每一项先用写在最前面的方法；后面的方法用来核实或推广。",
    "Begin with the method named first; those behind it check the finding or widen it.",
)
QUESTION = Text("问题与现状", "Question, and what there is")
METHOD_WHY = Text("方法与理由", "Method and why")
WHOM = Text("问谁", "Whom to ask")
THEN = Text("，再用{methods}", ", then {methods}")
WHOLE = Text("整个旅程", "The whole journey")
STATES = {
    "open": Text("没有人答", "not answered", "沒有人答"),
    "partly": Text("答得不全", "answered in part", "答得不全"),
    "unsure": Text("说法不一", "told in two ways", "說法不一"),
}
NOTHING_OPEN = Text(
    "没有待查的问题：每一格都有证据，每个问题都有回答。",
    "Nothing is open: every cell has evidence, every question an answer.",
)

PEOPLE = Text("问谁，多少人", "Whom to ask, and how many")
GROUP = Text("客群或团队", "Segment or team")
HEARD = Text("已听", "Heard")
WANTED = Text("要听", "Wanted")
NOTE = Text("说明", "Note")
SIDES = {Role.CUSTOMER: Text("客户", "customers"), Role.STAFF: Text("员工", "staff")}

SURVEY = Text("问卷题", "Survey items")
SURVEY_LEAD = Text(
    "题目按旅程的先后排列。发出之前请五个人试填一遍；带“由项目组填入”的，先用访谈的结果补上选项。",
    "Items in the order of the journey. Have five people try them before they go out; where it says “to be filled in”, take "
    "the options from the interviews first.",
)
OTHER = Text("其他：________", "other: ________")
NONE_OF = Text("都没有", "none of these")
INTRO = Text("开头的说明（照念或印在第一页）", "Opening words (read out, or on page one)")
INTRO_TEXT = Text(
    "我们受{client}委托，想了解客户从第一次听说到使用之后的真实经历，用来改进产品和服务。参加完全自愿，随时可以停下或不答某一题，"
    "不会有任何影响。您的回答只用于这项研究，整理时去掉姓名和联系方式，到约定的日期删除（________）。"
    "如果同意录音，会另外征求您的同意。对我们的做法有疑问，请联系：________。",
    "{client} has asked us to learn how customers really fare, from first hearing of it to using it, so that products and "
    "services can be improved. Taking part is voluntary; you may stop or skip a question at any time, without any "
    "disadvantage. Your answers serve this study only; names and contact details are removed, and everything is deleted on "
    "the date agreed (________). Recording would need your separate consent. For questions, contact: ________.",
)
INTERVIEWS = Text("访谈问题", "Interview questions")
INTERVIEWS_LEAD = Text(
    "都是开放问题，一次只问一件事，不提示答案；追问“能讲讲最近一次吗”“后来呢”。留空待填的访谈提纲由 journey guide 生成。",
    "All open, one matter at a time, without hinting at answers; probe with “tell me about the last time” and “what then?”. "
    "journey guide makes an interview guide with room for answers.",
)
ASK_SIDE = {Role.CUSTOMER: Text("问客户", "To customers"), Role.STAFF: Text("问员工", "To staff")}
TOPICS = Text("焦点小组的话题", "Topics for focus groups")
WATCH = Text("观察时记什么", "What to note when observing")
WATCH_LEAD = Text(
    "每一步记下：做了没有、用了多久、停在哪里、说了什么、找了谁。只记看到的，不记猜想。",
    "For each step note: done or not, how long, where they stopped, what they said, whom they turned to. Note what is seen, "
    "not what is guessed.",
)
REQUESTS = Text("向公司要的数据", "Figures to ask the company for")
REQUESTS_LEAD = Text(
    "每一项都请对方写明：最近 12 个月逐月的数字、怎样算出来的、取自哪个系统、谁负责；没有记录的也请写明“没有”。",
    "For each: monthly figures of the last 12 months, how they are computed, from which system, and who is in charge; where "
    "nothing is recorded, have them say so.",
)
FIGURES = Text("指标或数据", "Figures or records")
TEAM = Text("找谁要", "From whom")

RULES = Text("法律与保密", "Law and confidentiality")
RULES_LEAD = Text(
    "以下是常见的要求，不是法律意见；收集之前请公司的法务确认，以所在地现行的法律为准。",
    "These are common requirements, not legal advice; have the company's counsel confirm them before anything is collected. "
    "The law in force where you work decides.",
)
RULE = Text("要做到", "What to do")
LAW = Text("出处", "Where it stands", "出處")
GOOD_PRACTICE = Text("研究惯例", "good practice", "研究慣例")
PRINCIPLES = Text("四条原则", "Four principles", "四條原則")

BASIS_DRAFT = Text(
    "第 {number} 稿（{date}，{documents} 份资料，{stage_model}）",
    "draft {number} ({date}, {documents} documents, {stage_model})",
)
BASIS_NOTES = Text(
    "现有的笔记（{documents} 份资料，{stage_model}），还没有草稿",
    "the notes as they are ({documents} documents, {stage_model}); no draft yet",
)
BASIS_NOTHING = Text("还没有任何笔记（{stage_model}）", "no notes yet ({stage_model})")
EVERYONE = Text("全部客户", "all customers")
