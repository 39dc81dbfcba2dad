"""The words of the report on journeys as they were told, and of the chapters on brand and uses, in three languages."""

from collections.abc import Mapping

from assistant.journey import ExitKind
from assistant.wording import Text

JOURNEYS_OF = Text("{label}：走过的路", "{label}: the ways they went")
JOURNEYS_BASIS = Text(
    "讲出一段旅程的受访者 {people} 人，共 {steps} 步，经过 {touchpoints} 个触点。",
    "Interviewees who tell a journey: {people}; steps: {steps}; touchpoints passed: {touchpoints}.",
)
NO_JOURNEYS = Text(
    "笔记里没有人把一段旅程讲出两步以上，因此没有路径可画。",
    "Nobody in the notes tells two steps or more of a journey, so there is no way to draw.",
)
GRID = Text("一起看：每人走过哪些触点，第几步走到", "All together: who passed which touchpoint, and at which step")
GRID_LEAD = Text(
    "数字是第几步，一格有两个数字就是走了两次。＋ 讲到时满意，－ 讲到时不满；← 走回较早的一步；○ 讲明没有发生过；"
    "△ 在这里停下或改走别处；× 在这里离开。先后按发生的次序排，讲的时候倒叙的已经归位。",
    "A number is the step; two numbers in a field mean twice. ＋ told with satisfaction, － with dissatisfaction; ← a way "
    "back to an earlier part; ○ told as never having happened; △ stopped here or went on another way; × left here. "
    "The order is that in which things happened: what was told later is put back in its place.",
)
GRID_DESCRIPTION = Text(
    "{label}的路径表：每行一个触点，每列一位受访者，格中是第几步。{paths}",
    "Ways of {label}: a row for each touchpoint, a column for each interviewee, the step in the field. {paths}",
)
TOUCHPOINT = Text("触点", "Touchpoint", "觸點")
MET_BY = Text("人数", "Met by", "人數")
COMMON = Text("不止一人走过的路段", "Stretches that more than one interviewee went")
COMMON_LEAD = Text(
    "相连的两步，至少两人都这样走过。", "Two steps in a row that at least two interviewees took in that order."
)
NO_COMMON = Text("没有两个人走过同样相连的两步。", "No two interviewees took the same two steps in a row.")
STRETCH = Text("{first} → {second}", "{first} → {second}")
PEOPLE = Text("谁", "Who", "誰")
EACH = Text("逐人看", "One by one", "逐人看")
EACH_OF = Text("{label}：逐人看", "{label}: one by one", "{label}：逐人看")
EACH_LEAD = Text(
    "每一步后面是说到它的那句话的证据编号。", "Behind each step stands the key of the words that tell of it."
)
INTERVIEWEE = Text("受访者", "Interviewee")
WAY = Text("走过的路", "The way", "走過的路")
NEVER_CAME = Text("没有发生过：", "Never took place: ", "沒有發生過：")
BACK_MARK = Text("（走回）", " (back)", "（走回）")
MOVED_MARK = Text("（补叙）", " (told later)", "（補敘）")
EXITS = Text("{label}：在哪里离开，为什么", "{label}: where they left, and why", "{label}：在哪裡離開，為什麼")
NO_EXITS = Text(
    "这一客群没有人讲到离开、放弃或改走别处。不等于没有人离开：离开的人往往没有受访。",
    "Nobody of this segment tells of leaving, giving up or going on another way. That does not mean that nobody leaves: "
    "those who left are seldom interviewed.",
)
EXIT_AT: Mapping[ExitKind, Text] = {
    "exit": Text("× 离开：{touchpoint}", "× Left: {touchpoint}", "× 離開：{touchpoint}"),
    "bounce": Text(
        "△ 停下或改走：{touchpoint}", "△ Stopped or went another way: {touchpoint}", "△ 停下或改走：{touchpoint}"
    ),
}
NOWHERE = Text("说不清是哪一步", "not clear which step", "說不清是哪一步")
TOLD_BY_OTHERS = Text("员工和客群不明的人讲到的离开", "Exits told by staff and by speakers of no known segment")
TOLD_BY_OTHERS_LEAD = Text(
    "员工讲的是他们看到的客户，还要由客户自己证实。",
    "Staff tell of customers they saw; customers have yet to confirm it.",
)

# ---------------------------------------------------------------- brand and uses

BRAND = Text("品牌价值与承诺：兑现、落空、没有听到", "Brand values and promise: kept, broken, unheard")
BRAND_LEAD = Text(
    "每项价值对照客户带着感受讲到它的话：满意的算兑现，不满的算落空，各是几人；— 表示没有人带着感受讲到。"
    "只算客户和身份不明的人，不算员工。满意与否按自动编码，请对照原话核实。",
    "Each value beside what customers say of it with feeling: satisfied counts as kept, dissatisfied as broken, in "
    "persons; — where nobody speaks of it with feeling. Customers and speakers of unknown role count, staff do not. "
    "Feeling goes by automatic coding: check it against the words.",
)
VALUE = Text("价值", "Value")
PROMISE_MARK = Text("承诺", "Promise", "承諾")
KEPT = Text("兑现", "Kept", "兌現")
BROKEN = Text("落空", "Broken")
UNSAID = "—"
"""Stands where nobody says that a value is kept, or broken."""
KEPT_BROKEN = Text("✓{kept}　×{broken}", "✓{kept}  ×{broken}")
WHERE_HEARD = Text("阶段与触点", "Stage and touchpoint")
ANY_TOUCHPOINT = Text("没有说到具体触点", "no touchpoint named", "沒有說到具體觸點")
UNHEARD = Text("没有听到的阶段：", "Unheard in these stages: ")
UNHEARD_ASK = Text(
    "。可以补问客户：在这些阶段，“{value}”您感受到了吗？请讲一次经过。",
    ". To ask customers: in these stages, did you feel “{value}”? Tell of one time.",
    "。可以補問客戶：在這些階段，「{value}」您感受到了嗎？請講一次經過。",
)
UNHEARD_ANYWHERE = Text("没有客户带着感受讲到它。", "No customer speaks of it with feeling.")
VALUE_DESCRIPTION = Text("“{value}”在各阶段、各触点的兑现与落空", "Kept and broken by stage and touchpoint: {value}")
USES = Text("这张地图的五种用处", "The five uses of this map", "這張地圖的五種用處")
USES_ANY = Text("这张地图的用处", "The uses of this map", "這張地圖的用處")
USES_LEAD = Text(
    "每种用处旁边，写着这一稿已经能说的，和还缺的。",
    "Beside each use stands what this draft can already say for it, and what is missing.",
)
USE = Text("用处", "Use", "用處")
SAYS_NOW = Text("已经能说的", "What it can say now", "已經能說的")
STILL_MISSING = Text("还缺什么", "What is missing", "還缺什麼")
NOTHING_MISSING = Text("没有发现明显的缺口。", "Nothing in particular.")
GAP_TITLED = Text("差距分析：{title}", "Gap analysis: {title}")
