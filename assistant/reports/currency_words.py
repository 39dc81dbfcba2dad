"""The sentences on how old evidence is and what has changed since."""

from assistant.journey import DevelopmentKind
from assistant.wording import Text

TITLE = Text("证据有多新", "How current the evidence is", "證據有多新")
LEAD = Text(
    "按笔记自己写明的日期（抬头、逐条记录，带 * 的取自文件名），不按文件的保存时间；算到本稿生成之日（{date}）。"
    "最新的笔记早于 {months} 个月，标为“{due}”。",
    "By the dates that the notes themselves tell (at their head, in their records; those with * stand in the file's name), "
    "never by when a file was saved; reckoned to the day of this draft ({date}). Where the newest note is more than "
    "{months} months old, it says “{due}”.",
    "按筆記自己寫明的日期（抬頭、逐條紀錄，帶 * 的取自檔名），不按檔案的儲存時間；算到本稿產生之日（{date}）。"
    "最新的筆記早於 {months} 個月，標為「{due}」。",
)
UNDATED_ALL = Text(
    "笔记都没有写明日期，看不出证据有多新。在每份笔记开头写一行“日期：”即可。",
    "No note tells a date, so that the age of the evidence is not known. A line “Date:” at the head of each note will do.",
)
STAGE = Text("阶段", "Stage", "階段")
DATED = Text("有日期的笔记", "Dated notes")
OLDEST = Text("最早", "Oldest")
NEWEST = Text("最近", "Newest")
UNDATED = Text("无日期", "Undated")
STATE = Text("判断", "Verdict", "判斷")
DUE = Text("宜更新", "refresh", "宜更新")
FRESH = Text("仍新", "current", "仍新")
UNKNOWN = Text("未知", "not known")
NONE = Text("无证据", "no evidence", "無證據")
DATE = Text("日期", "Date")

REASONS = Text("要不要更新地图", "Reasons to refresh the map", "要不要更新地圖")
NO_REASON = Text(
    "有证据的阶段，最近的笔记都在 {months} 个月以内；笔记里也没有人讲到新产品、新的竞争对手或客户变了。",
    "Wherever there is evidence, the newest note is within {months} months; nobody in the notes speaks of a new product, a new competitor "
    "or other customers than before.",
)
OLD = Text(
    "证据旧了（最近一份笔记早于 {months} 个月）：{stages}。",
    "Old evidence (the newest note is more than {months} months old): {stages}.",
)
NO_DATES = Text("不知道证据有多旧（笔记没有日期）：{stages}。", "Age not known (no dated note): {stages}.")
TOLD = Text(
    "下面是受访者讲到的变化。先核实，再看地图里哪些内容还成立。",
    "These changes are told in the notes. Confirm them first, then see what in the map still holds.",
)
NOTHING_TOLD = Text(
    "笔记里没有人讲到新产品、新的竞争对手或客户变了。",
    "Nobody in the notes speaks of a new product, a new competitor, or other customers than before.",
)
MORE = Text("另有 {count} 处，见 draft.json。", "{count} more are in draft.json.")
KINDS: dict[DevelopmentKind, Text] = {
    "product": Text("新产品或停产", "New or discontinued product", "新產品或停產"),
    "competitor": Text("新的竞争对手", "New competitor", "新的競爭對手"),
    "segment": Text("客户变了", "Other customers than before", "客戶變了"),
}
"""The three that are looked for, of the changes that the handbook names."""
