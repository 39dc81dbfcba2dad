"""The words of the funnel report."""

from assistant.wording import Text

OVERVIEW = Text("漏斗一览", "The funnel at a glance")
OVERVIEW_LEAD = Text(
    "每个阶段由谁主导、有哪些互动策略、哪些指标有数字。“有”指笔记里有人讲到，“缺”指有人说没有，其余是手册的建议。",
    "Who leads each stage, which engagement strategies there are, which metrics have figures. “Found” means that somebody "
    "tells of it, “missing” that somebody says it is not there; the rest are suggestions of the playbook.",
)
LEAD_TEAM = Text("主导团队", "Lead team", "主導團隊")
STRATEGIES = Text("互动策略", "Engagement strategies", "互動策略")
STRATEGIES_COUNT = Text(
    "有 {found} · 缺 {missing} · 建议 {open}", "found {found} · missing {missing} · suggested {open}"
)
METRICS = Text("成功指标", "Success metrics", "成功指標")
METRICS_COUNT = Text("{found} / {total} 有数字", "{found} of {total} with figures", "{found} / {total} 有數字")
TEAM_OPEN = Text("手册没有指明，请问公司", "the playbook names none: ask the company")
TEAM_NAMED = Text("手册：{team}", "playbook: {team}")
VOLUME = Text("客户谈到各阶段的陈述数", "Customers’ statements about each stage")
VOLUME_NOTE = Text(
    "这是访谈里谈到多少，不是转化率；公司的转化数字见各阶段的成功指标。",
    "This is how much the interviews tell, not a conversion rate; the company’s figures stand under each stage’s metrics.",
)
VOLUME_DESCRIPTION = Text("各阶段的客户陈述数。{lines}", "Statements of customers by stage. {lines}")

EXPECTATION = Text("做得好是什么样", "What good looks like")
SIGNS = Text("笔记里的迹象", "Signs of it in the notes")
AGAINST = Text("笔记里相反的说法", "What the notes say against it")
BEHAVIOURS = Text("客户行为", "Customer behaviours")
READ_ONLY = Text(
    "这里的要点取自旅程地图和阶段洞察，要改请在那两份报告里改。",
    "These claims are those of the journey map and the stage insights; edit them there.",
)
ALSO_DONE = Text("企业目前还在做的", "What else the company does today")
STRATEGY = Text("策略", "Strategy")
METRIC = Text("指标", "Metric", "指標")
TOLD = Text("笔记里怎么说", "What the notes say")
STATES = {
    "answered": Text("笔记里有", "found"),
    "partly": Text("有人说没有", "said to be missing"),
    "open": Text("手册建议，笔记中没有找到", "suggested by the playbook; not found in the notes"),
}
METRIC_STATES = {
    "answered": Text("有数字", "figures found", "有數字"),
    "partly": Text("有数字", "figures found", "有數字"),
    "open": Text("没有数字", "no figures", "沒有數字"),
}
OTHER_FIGURES = Text("其他数字", "Other figures", "其他數字")
DUTIES = Text("主导团队与交接", "Lead team and hand-over", "主導團隊與交接")
DUTY = Text("问题", "Question")

CONTACTS = Text("购买前接触了多少次", "Contacts before buying")
CONTACTS_LEAD = Text(
    "按受访者讲的经过数出来，下单之前每碰到一个触点算一次；没有讲到的不算，所以实际次数只会更多。讲得太短的受访者没有计入。",
    "Counted from the journeys as told, one for each touchpoint met before the order; what was left out is not counted, so "
    "that there were at least so many. Accounts that are too short are left out.",
)
BENCHMARKS = Text(
    "手册里的参照（出处自己的说法，未经核实）", "The playbook’s benchmarks (claims of their source, not verified)"
)
CONTACTS_CHART = Text("各位客户购买前的接触次数", "Contacts of each customer before buying")
CONTACTS_DESCRIPTION = Text("每位客户讲到的接触次数：{lines}", "Contacts that each customer tells of: {lines}")
RETURNING = Text("回到前面阶段的老客户", "Existing customers who come back")
AIDA = Text("为什么不用 AIDA", "Why not AIDA")
AIDA_LEAD = Text("漏斗一文的理由：", "The reasons that the funnel article gives:")
AIDA_HERE = Text("这些笔记里的情形", "In these notes")
