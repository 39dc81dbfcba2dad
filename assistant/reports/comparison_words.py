"""The sentences of a comparison, on paper and at the terminal."""

from assistant.journey.comparison import Change, FindingKind, Reason
from assistant.wording import Text

TITLE = Text("版本对照", "Comparison of drafts", "版本對照")
TITLE_ROUNDS = Text("两轮访谈对照", "Comparison of two rounds of interviews", "兩輪訪談對照")
LEAD = Text(
    "程序按证据逐条对照，没有改写任何一句。供团队内部使用：里面有受访者的名字。",
    "Compared finding by finding, by the evidence; no sentence was reworded. For the team: interviewees are named.",
    "程式按證據逐條對照，沒有改寫任何一句。供團隊內部使用：裡面有受訪者的名字。",
)
EARLIER = Text("前一稿", "Earlier draft", "前一稿")
LATER = Text("后一稿", "Later draft", "後一稿")
FIRST_ROUND = Text("前一轮", "Earlier round", "前一輪")
SECOND_ROUND = Text("后一轮", "Later round", "後一輪")
DRAFT = Text(
    "第 {number} 稿，{date}；{model}；{documents} 份笔记", "Draft {number}, {date}; {model}; notes: {documents}"
)
ROUND = Text(
    "第 {number} 稿里 {since} 之前的 {documents} 份笔记", "Notes of draft {number} from before {since}: {documents}"
)
ROUND_FROM = Text(
    "第 {number} 稿里 {since} 起的 {documents} 份笔记", "Notes of draft {number} from {since} on: {documents}"
)
NOTES = Text("笔记的变化", "Notes", "筆記的變化")
NOTES_ADDED = Text("新增 {count} 份：{names}", "{count} added: {names}")
NOTES_EDITED = Text("改过 {count} 份：{names}", "{count} edited: {names}", "改過 {count} 份：{names}")
NOTES_REMOVED = Text("去掉 {count} 份：{names}", "{count} removed: {names}")
NOTES_SAME = Text("没有变化", "the same", "沒有變化")
REMARKS = Text("说明", "Remarks", "說明")

CHANGES: dict[Change, Text] = {
    "contradicted": Text("与此前相反的新证据", "Contradicted by new evidence", "與此前相反的新證據"),
    "changed": Text("有改动", "Changed", "有改動"),
    "confirmed": Text("得到新证据印证", "Confirmed by new evidence", "得到新證據印證"),
    "new": Text("新增", "New"),
    "gone": Text("不再有", "Gone", "不再有"),
}
GONE_ROUND = Text("后一轮没有再讲到", "Not told again", "後一輪沒有再講到")
EXPLAINED: dict[Change, Text] = {
    "contradicted": Text(
        "新笔记里有方向相反的话。先核实是哪一种情况变了，再改地图。",
        "New notes say the opposite. Settle first what has changed, then change the map.",
        "新筆記裡有方向相反的話。先核實是哪一種情況變了，再改地圖。",
    ),
    "changed": Text(
        "同一条内容，写法、数字或评级变了，没有引到新的证据。",
        "The same finding in other words, or with other figures or another rating; it cites nothing new.",
        "同一條內容，寫法、數字或評級變了，沒有引到新的證據。",
    ),
    "confirmed": Text(
        "原有的内容，新笔记里也有人讲到。",
        "Findings of before that new notes bear out as well.",
        "原有的內容，新筆記裡也有人講到。",
    ),
    "new": Text("后一稿才有的内容。", "Findings that only the later draft has.", "後一稿才有的內容。"),
    "gone": Text(
        "前一稿有、后一稿没有的内容。", "Findings that only the earlier draft has.", "前一稿有、後一稿沒有的內容。"
    ),
}
EXPLAINED_ROUND: dict[Change, Text] = {
    "new": Text("只有后一轮的笔记讲到。", "Only notes of the later round tell it.", "只有後一輪的筆記講到。"),
    "gone": Text(
        "几处笔记讲过、后一轮没有人再讲到的内容：不等于已经没有。",
        "Told in several statements before and by nobody since: that does not mean that it is over.",
        "幾處筆記講過、後一輪沒有人再講到的內容：不等於已經沒有。",
    ),
}
KINDS: dict[FindingKind, Text] = {
    "claim": Text("要点", "claims", "要點"),
    "gap": Text("缺口", "gaps"),
    "exit": Text("离开点", "exit points", "離開點"),
    "value": Text("品牌价值", "brand values", "品牌價值"),
}
REASONS: dict[Reason, Text] = {
    "opposed": Text("说法相反（待核实）", "Accounts differ (to be confirmed)", "說法相反（待核實）"),
    "praise-turned": Text(
        "此前有人称赞，新笔记里有人不满", "Praised before; new notes complain of it", "此前有人稱讚，新筆記裡有人不滿"
    ),
    "complaint-turned": Text(
        "此前有人不满，新笔记里有人称赞", "Complained of before; new notes praise it", "此前有人不滿，新筆記裡有人稱讚"
    ),
    "value-turned": Text("说法反过来了：守住与落空", "Kept and broken have changed sides", "說法反過來了：守住與落空"),
    "against": Text("与人工写的这一条感受相反", "Feels otherwise than a person's sentence", "與人工寫的這一條感受相反"),
    "new-people": Text("别的人也这样说", "Other people say it too", "別的人也這樣說"),
    "same-people": Text("同一个人在新笔记里又说到", "The same people, in new notes", "同一個人在新筆記裡又說到"),
    "words": Text("写法或数字不同", "Other words or figures", "寫法或數字不同"),
    "rating": Text("评级、状态或下一步不同", "Another rating, state or next step", "評級、狀態或下一步不同"),
    "new-notes": Text("来自新笔记", "From new notes", "來自新筆記"),
    "other-reading": Text(
        "笔记原来就有，这次读法不同", "The notes were there, read otherwise", "筆記原來就有，這次讀法不同"
    ),
    "note-gone": Text("所依据的笔记已不在", "Its notes are no longer read", "所依據的筆記已不在"),
    "settled": Text("已经补上，不再是缺口", "No longer missing", "已經補上，不再是缺口"),
    "withdrawn": Text(
        "笔记还在，后一稿没有再选用",
        "The notes are there; the later draft does not take it up",
        "筆記還在，後一稿沒有再選用",
    ),
    "not-again": Text("后一轮没有再讲到", "Not told again", "後一輪沒有再講到"),
}
COUNTS = Text(
    "相反 {contradicted}，改动 {changed}，印证 {confirmed}，新增 {new}，不再有 {gone}；未变 {unchanged}。",
    "Contradicted {contradicted}, changed {changed}, confirmed {confirmed}, new {new}, gone {gone}; unchanged {unchanged}.",
    "相反 {contradicted}，改動 {changed}，印證 {confirmed}，新增 {new}，不再有 {gone}；未變 {unchanged}。",
)
COUNTS_ROUNDS = Text(
    "相反 {contradicted}，印证 {confirmed}，后一轮新增 {new}，没有再讲到 {gone}；只有前一轮一处讲到 {unchanged}。",
    "Contradicted {contradicted}, confirmed {confirmed}, new {new}, not told again {gone}; told once, before: {unchanged}.",
    "相反 {contradicted}，印證 {confirmed}，後一輪新增 {new}，沒有再講到 {gone}；只有前一輪一處講到 {unchanged}。",
)
NOTHING = Text("没有不同。", "Nothing differs.", "沒有不同。")
CHANGE = Text("变化", "Change", "變化")
UNCHANGED = Text("未变", "Unchanged", "未變")
WHERE = Text("位置", "Where")
WHAT = Text("内容", "Finding", "內容")
EVIDENCE = Text("依据", "Evidence", "依據")
BEFORE = Text("此前", "before")
NOW = Text("新", "new")
STILL = Text("现在", "now", "現在")
TOTAL = Text("合计", "Total", "合計")
CURRENCY = Text("时效", "Currency", "時效")
MORE = Text(
    "另有 {count} 条；加 --all 全部列出，加 --word 写成 Word。",
    "{count} more: --all lists them, --word writes them to Word.",
    "另有 {count} 條；加 --all 全部列出，加 --word 寫成 Word。",
)
REFRESH = Text("更新地图的理由", "Reasons to refresh the map", "更新地圖的理由")
