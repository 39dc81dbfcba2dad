"""The words of the full analysis."""

from assistant.wording import Text

PARTS = {
    "scope": Text("第一部分　客户旅程的定义与范围", "Part 1: Definition and scope"),
    "division": Text("第二部分　旅程阶段划分", "Part 2: Stage division"),
    "collection": Text("第三部分　数据收集", "Part 3: Data collection", "第三部分　資料收集"),
    "patterns": Text("第四部分　行为模式分析", "Part 4: Behaviour patterns"),
    "touchpoints": Text("第五部分　关键触点识别", "Part 5: Key touchpoints"),
    "value-chain": Text("第六部分　价值链评估", "Part 6: Value chain"),
    "optimisation": Text("第七部分　优化策略", "Part 7: Optimisation"),
    "measuring": Text("第八部分　效果衡量", "Part 8: Measuring the effect"),
}
OURS = Text(
    "（原文这一部分只有标题，内容由本程序拟定。）",
    "(The text has only the title of this part; its content is this program’s.)",
)
ASKED = Text("问题", "Question")
WHY = Text("为什么这样划分", "Why this division", "為什麼這樣劃分")
TOLD = Text("材料怎么说", "What the material says")
STATES = {
    "answered": Text("有依据", "answered", "有依據"),
    "partly": Text("部分有依据", "answered in part", "部分有依據"),
    "open": Text("请您补充", "for you to fill in"),
}
STAGES = Text("本次采用的划分：{label}", "The division used: {label}")
MEANING = Text("含义", "Meaning")
STATEMENTS = Text("客户陈述", "Statements of customers", "客戶陳述")
DATA_GAPS = Text("差距分析里的资料缺口", "Data gaps of the gap analysis", "差距分析裡的資料缺口")
TO_PLAN = Text(
    "怎样补上这些材料，见资料收集计划（journey plan）。",
    "How to collect what is missing: see the collection plan (journey plan).",
)
NO_PATTERNS = Text(
    "笔记里没有讲到两步以上的经过，看不出走法。", "The notes tell no journey of two steps or more; no pattern shows."
)
MATRIX = Text("重要程度 × 体验", "Importance × experience")
MATRIX_CORNER = Text("重要 ↓　体验 →", "Importance ↓ Experience →")
MATRIX_DESCRIPTION = Text(
    "关键触点的矩阵：行为重要程度，列为体验，格内为触点。",
    "Matrix of key touchpoints: importance in rows, experience in columns, touchpoints in the cells.",
    "關鍵觸點的矩陣：橫列為重要程度，直欄為體驗，格內為觸點。",
)
IMPORTANCE = {3: Text("高", "High"), 2: Text("中", "Medium"), 1: Text("低", "Low")}
EXPERIENCE = {
    1: Text("体验差", "Bad experience", "體驗差"),
    2: Text("不好不坏", "Mixed"),
    3: Text("体验好", "Good experience", "體驗好"),
}
CORNERS = {(3, 1): Text("先修", "mend first"), (3, 3): Text("守住", "keep"), (1, 1): Text("看住", "watch")}
NO_TOUCHPOINTS = Text("笔记里没有哪个触点有足够多的人讲到。", "No touchpoint is told by enough people.")
TOUCHPOINT = Text("触点", "Touchpoint")
BEHIND = Text("活动与团队（员工的话）", "Activity and team (in the words of staff)")
BREAKS = Text("在哪里断开", "Where it breaks")
NO_BREAK = Text("没有发现相关的问题", "no problem found here")
NOBODY_BEHIND = Text(
    "没有员工说到，请问公司：由谁做、做什么？", "No member of staff speaks of it; ask the company: who does what here?"
)
MEASURE = Text("措施与补上的缺口", "Measure, and the gaps it closes")
IMPACT = Text("影响", "Impact")
FIRST_STEP = Text("第一步与负责人", "First step and owner", "第一步與負責人")
HEARD = Text("{count} 位说到", "told by {count}")
NO_MEASURES = Text("没有可以直接动手的缺口。", "There is no gap to act on.")
AREAS = {
    ("high", "low"): Text("马上做（影响大、投入小）", "Do now (high impact, low effort)"),
    ("high", "medium"): Text("排进计划（影响大）", "Plan (high impact)"),
    ("high", "high"): Text("立项（影响大、投入大）", "Set up as a project (high impact, high effort)"),
    ("medium", "low"): Text("顺手做（影响中、投入小）", "Do along the way (medium impact, low effort)"),
    ("medium", "medium"): Text("其次（影响中）", "Next (medium impact)"),
    ("medium", "high"): Text("慎重（影响中、投入大）", "Consider (medium impact, high effort)"),
    ("low", "low"): Text("有空再做（影响小）", "When there is time (low impact)"),
    ("low", "medium"): Text("先放一放（影响小）", "Leave for now (low impact)"),
    ("low", "high"): Text("不做（影响小、投入大）", "Do not (low impact, high effort)"),
}
KPI = Text("指标与算法", "KPI, and how it is made", "指標與算法")
SERVES = Text("用于：{measures}", "For: {measures}")
BASELINE = Text("现在的数字", "Baseline", "現在的數字")
TARGET = Text("目标（由您来定）", "Target (yours to set)")
HOW_WHEN = Text("从哪里取、多久一次", "Source, and how often")
UNKNOWN = Text("没有人说到数字", "no figure told", "沒有人說到數字")
