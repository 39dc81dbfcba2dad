"""The words of the reports in three languages: titles, labels, verdicts, and what is said where nothing was found."""

from assistant.journey import Dimension, DraftStatus, GapKind, Level, Role, Verdict
from assistant.reports.blocks import ReportKind
from assistant.wording import Language, Text

TITLES: dict[ReportKind, Text] = {
    "map": Text("客户旅程地图", "Customer journey map"),
    "insights": Text("阶段洞察", "Stage insights"),
    "gaps": Text("差距分析", "Gap analysis"),
    "journeys": Text("走过的旅程", "Journeys as told"),
    "funnel": Text("客户旅程漏斗", "Customer journey funnel"),
    "analysis": Text("客户旅程完整分析", "Full journey analysis"),
}
PURPOSES: dict[ReportKind, Text] = {
    "map": Text(
        "每个客群一张表：横向是阶段，纵向是维度。每条要点都注明证据编号，空格处写明还该问什么。",
        "One table for each segment: stages across, dimensions down. Every claim names its evidence; "
        "an empty cell says what is still to be asked.",
    ),
    "insights": Text(
        "逐个阶段说明客户做什么、说什么、感受如何，什么推动他们、什么拦住他们，以及指南中的问题答到了哪一步。",
        "For each stage: what customers do, say and feel, what drives and what blocks them, "
        "and how far the questions of the playbook are answered.",
    ),
    "gaps": Text(
        "列出缺什么、错在哪里：问题、机会、矛盾、触点、衡量、证据与资料，各有严重程度、证据、下一步和负责人。",
        "What is missing or wrong: problems, opportunities, contradictions, touchpoints, measurement, evidence and "
        "data, each with its severity, evidence, next step and owner.",
        "列出缺什麼、錯在哪裡：問題、機會、矛盾、觸點、衡量、證據與資料，各有嚴重程度、證據、下一步和負責人。",
    ),
    "journeys": Text(
        "受访者实际走过的路：逐人排出遇到的触点，看得出折返、跳过和离开，每一步都注明证据编号。",
        "The ways interviewees really went: the touchpoints each of them met, with returns, what never came and where "
        "they left, every step with its evidence.",
    ),
    "funnel": Text(
        "逐个阶段说明客户做什么、企业怎样互动、用什么衡量、由谁主导和交接、做得好是什么样；再看购买前接触了多少次、哪些老客户又回来。",
        "For each stage: what customers do, how the company engages them, how success is measured, who leads and hands over, and "
        "what good looks like; then how many contacts it takes to buy, and which customers come back.",
    ),
    "analysis": Text(
        "分八个部分：范围、阶段划分、数据收集、行为模式、关键触点、价值链、优化措施、效果衡量。每一句都有证据或算法。",
        "In eight parts: scope, stage division, data collection, behaviour patterns, key touchpoints, value chain, optimisation, "
        "measuring the effect. Every statement has its evidence or its formula.",
    ),
}

# ---------------------------------------------------------------- cover and summary

CLIENT = Text("客户", "Client")
SEGMENTS = Text("客群", "Segments")
SEGMENT = Text("客群", "Segment")
DATE = Text("日期", "Date")
STATUS = Text("状态", "Status", "狀態")
STATUSES: dict[DraftStatus, Text] = {
    "draft": Text("草稿，未经审阅", "Draft, not reviewed"),
    "reviewed": Text("已审阅，未签署", "Reviewed, not signed", "已審閱，未簽署"),
    "signed": Text("已签署", "Signed", "已簽署"),
}
STATUS_SIGNED_BY = Text("已签署（{names}）", "Signed by {names}", "已簽署（{names}）")
STATUSES_SHORT: dict[DraftStatus, Text] = {
    "draft": Text("草稿", "Draft"),
    "reviewed": Text("已审阅", "Reviewed", "已審閱"),
    "signed": Text("已签署", "Signed", "已簽署"),
}
DRAFT_NUMBER = Text("第 {number} 稿", "Draft {number}")
VERSION_NUMBER = Text("稿次", "Version")
BASIS = Text("依据", "Based on", "依據")
BASIS_VALUE = Text(
    "{documents} 份资料，{statements} 条陈述",
    "{documents} documents, {statements} statements",
)
ENGINE = Text("引擎", "Engine")
ENGINE_NAMES: dict[str, Text] = {
    "extractive": Text("摘录（不使用语言模型）", "Extractive (no language model)"),
    "llm": Text("语言模型", "Language model"),
}
NOT_SEGMENTED = Text("未划分客群", "Not segmented")
ABOUT_DRAFT = Text("关于这份草稿", "About this draft", "關於這份草稿")
ABOUT_EXTRACTIVE = Text(
    "本稿由摘录引擎在本机生成，没有使用语言模型，也没有连接网络。它所做的是：把每条陈述归入阶段和维度，"
    "挑出有代表性的原话填入报告，并逐条注明出处。它不概括、不推断、不改写，也不补写。"
    "归类可能有误，挑选也可能有遗漏，请对照附录中的证据审阅后再使用。",
    "This draft was made on this computer by the extractive engine, without a language model and without a network. "
    "It assigns each statement to stages and dimensions, picks telling ones in the speakers’ own words, and names "
    "the source of each. It does not summarise, infer, rephrase or fill in. It can assign a statement wrongly or "
    "miss one: please review it against the evidence in the appendix before use.",
    "本稿由摘錄引擎在本機產生，沒有使用語言模型，也沒有連接網路。它所做的是：把每條陳述歸入階段和維度，"
    "挑出有代表性的原話填入報告，並逐條註明出處。它不概括、不推斷、不改寫，也不補寫。"
    "歸類可能有誤，挑選也可能有遺漏，請對照附錄中的證據審閱後再使用。",
)
CODED_ALIKE = Text(
    "注意：模型把 {n} 条陈述都标成了同一种编码，本稿的阶段、维度和情绪不可信。",
    "Note: the model gave {n} statements one and the same coding; stages, dimensions and feelings in this draft are not "
    "to be relied on.",
)
ABOUT_LLM = Text(
    "本稿由语言模型 {model} 起草。程序已把引用的每句原话与来源文件逐字核对，核对不上的要点都有标记。"
    "模型仍可能误解受访者的意思或有所遗漏，请对照附录中的证据审阅后再使用。",
    "This draft was written by the language model {model}. Every quote was compared with its source file by the "
    "program, and claims that did not hold are marked. The model can still misread a speaker or miss a point: "
    "please review it against the evidence in the appendix before use.",
    "本稿由語言模型 {model} 起草。程式已把引用的每句原話與來源檔案逐字核對，核對不上的要點都有標記。"
    "模型仍可能誤解受訪者的意思或有所遺漏，請對照附錄中的證據審閱後再使用。",
)
SUMMARY = Text("摘要", "Summary")
CONTENTS = Text("目录", "Contents")
FIGURE_CELLS = Text("格有证据（共 {total} 格）", "of {total} cells with evidence")
FIGURE_CLAIMS = Text("条要点", "claims")
FIGURE_STATEMENTS = Text("条陈述与旅程有关（共 {total} 条）", "of {total} statements about the journey")
FIGURE_DOCUMENTS = Text("份资料", "documents read")
CLAIMS_BY_VERDICT = Text("要点与证据", "Claims and their evidence")
COVERAGE = Text("各客群的覆盖情况", "Coverage by segment")
SPEAKERS = Text("受访者", "Speakers")
STATEMENTS = Text("陈述", "Statements")
CELLS_FILLED = Text("有证据的格", "Cells with evidence")
CLAIMS = Text("要点", "Claims")
MAIN_PROBLEMS = Text("最大的阻碍", "What holds the journey back most")
MAIN_OPPORTUNITIES = Text("最有力的机会", "The strongest opportunities")
NOT_KNOWN = Text("尚不清楚", "Not known yet")
NO_PROBLEMS = Text("访谈中没有归入问题的陈述。", "No statement was read as a problem.")
NO_OPPORTUNITIES = Text("访谈中没有归入机会的陈述。", "No statement was read as an opportunity.")
NOTHING_UNKNOWN = Text("每一格都有证据，每个问题都有回答。", "Every cell has evidence and every question an answer.")
UNKNOWN_CELLS = Text(
    "{label}：{total} 格中有 {empty} 格缺少证据，集中在{stages}。",
    "{label}: no evidence in {empty} of {total} cells, mostly in {stages}.",
)
UNKNOWN_CELLS_OTHERS = Text(
    "其余客群：{total} 格中有 {empty} 格缺少证据。", "Other segments: no evidence in {empty} of {total} cells."
)
UNKNOWN_QUESTIONS = Text(
    "指南的 {total} 个问题中，{open} 个无人回答，{partly} 个只答了一部分。",
    "Questions of the playbook: {total}; not answered: {open}; answered in part: {partly}.",
)
UNKNOWN_SEGMENT = Text(
    "{count} 条与旅程有关的陈述不知出自哪个客群，没有放入地图。",
    "Statements of customers of no known segment, which stand in none of the maps: {count}.",
)
UNKNOWN_CANDIDATES = Text(
    "{count} 处疑似矛盾由程序找出，须由人确认。",
    "Possible contradictions found by the program, for a person to confirm: {count}.",
)

# ---------------------------------------------------------------- verdicts

MARKS: dict[Verdict, str] = {
    Verdict.SUPPORTED: "●",
    Verdict.PARTIAL: "◐",
    Verdict.UNSUPPORTED: "○",
    Verdict.EDITED: "✎",
}
VERDICTS: dict[Verdict, Text] = {
    Verdict.SUPPORTED: Text("有据", "supported", "有據"),
    Verdict.PARTIAL: Text("部分有据", "partly supported", "部分有據"),
    Verdict.UNSUPPORTED: Text("证据不足", "not supported", "證據不足"),
    Verdict.EDITED: Text("人工改定", "edited by a person", "人工改定"),
}
VERDICTS_EXPLAINED: dict[Verdict, Text] = {
    Verdict.SUPPORTED: Text(
        "引文在原文中逐字找到，要点没有超出引文", "quotes found word for word, and the claim goes no further"
    ),
    Verdict.PARTIAL: Text(
        "只得到部分证据，例如只有员工这样说", "evidence for part of it only, such as staff alone saying so"
    ),
    Verdict.UNSUPPORTED: Text(
        "所引证据不足以说明，请核对或删去", "the cited evidence does not carry it: check it or drop it"
    ),
    Verdict.EDITED: Text("由审阅人写定，以其文字为准", "worded by a reviewer, whose words stand"),
}
HOW_TO_READ = Text("怎样读这份报告", "How to read this report", "怎樣讀這份報告")
KEYS_EXPLAINED = Text(
    "要点后面的编号是证据编号；点击即到附录一，那里有原话、说话人和出处",
    "the key of a piece of evidence; it leads to appendix 1 with the quote, the speaker and the source",
    "要點後面的編號是證據編號；點擊即到附錄一，那裡有原話、說話人和出處",
)
MISSING_EXPLAINED = Text(
    "没有找到可以引用的话；格内写着指南建议问的问题，可以直接填写",
    "nothing to cite was found; the cell holds the playbook’s question, with room for the answer",
)
EDITED_BY = Text("由{name}改定", "edited by {name}", "由{name}改定")
KEY_TIP = Text("到附录看证据 {key}", "To the evidence {key} in the appendix", "到附錄看證據 {key}")
KEY_UNKNOWN = Text("附录中没有这个编号", "not in the appendix")
FORMULA = Text("计算：{formula} = {result}", "Computed: {formula} = {result}")
OPERATIONS: dict[str, Text] = {
    "count": Text("计数（{count} 项）", "count of {count}", "計數（{count} 項）"),
    "share": Text("占比（{inputs}）", "share ({inputs})", "占比（{inputs}）"),
    "mean": Text("平均（{count} 个数：{inputs}）", "mean of {count}: {inputs}", "平均（{count} 個數：{inputs}）"),
    "nps": Text(
        "9 分以上的占比减 6 分以下的占比（{count} 个评分：{inputs}）",
        "share of 9–10 minus share of 0–6, of {count}: {inputs}",
        "9 分以上的占比減 6 分以下的占比（{count} 個評分：{inputs}）",
    ),
}

# ---------------------------------------------------------------- the map

STAGE = Text("阶段", "Stage")
DIMENSION = Text("维度", "Dimension", "維度")
DIMENSIONS: dict[Dimension, Text] = {
    Dimension.BEHAVIOUR: Text("客户行为", "Customer behaviours"),
    Dimension.TOUCHPOINT: Text("触点", "Touchpoints"),
    Dimension.KPI: Text("关键绩效指标", "KPIs"),
    Dimension.INSIGHT: Text("客户洞察", "Customer insights"),
}
MAP_OF = Text("旅程地图：{label}", "Journey map: {label}")
MAP_PART = Text("（{part}/{parts}）", " ({part} of {parts})")
MAP_BASIS = Text(
    "依据 {speakers} 位受访者的 {statements} 条陈述；{filled} / {total} 格有证据。",
    "Speakers: {speakers}. Statements: {statements}. Cells with evidence: {filled} of {total}.",
    "依據 {speakers} 位受訪者的 {statements} 條陳述；{filled} / {total} 格有證據。",
)
MAP_DESCRIPTION = Text(
    "客群 {label} 的旅程地图：列为阶段，行为维度，格内为要点及证据编号。",
    "Journey map of {label}: stages in columns, dimensions in rows, claims with evidence keys in the cells.",
    "客群 {label} 的旅程地圖：直欄為階段，橫列為維度，格內為要點及證據編號。",
)
MISSING = Text("缺少证据", "Evidence missing")
ASK = Text("待问：{question}", "To ask: {question}", "待問：{question}")
ANSWER_HERE = Text("回答：", "Answer:")
NOT_TOLD = Text("没有找到可以引用的话。", "Nothing to cite was found.")
EMOTION = Text("情绪", "Emotion")
EMOTION_SCALE = Text(
    "情绪为该阶段客户陈述的平均值，−2 很不满，+2 很满意；n 为陈述条数。由自动编码得出，未经核实，只看大势。",
    "Emotion is the mean of the customers’ statements of a stage, from −2 (angry) to +2 (delighted); "
    "n is how many statements. It rests on automatic coding that nobody has checked: read it as a tendency.",
)
NO_FIGURE = Text("无陈述", "no statements", "無陳述")
UNSEGMENTED = Text("未归入客群的陈述", "Statements of no known segment", "未歸入客群的陳述")
UNSEGMENTED_LEAD = Text(
    "有 {count} 条陈述与旅程有关，但不知出自哪个客群，因此没有放入任何一张地图（员工的话不在此列）。"
    "可以在 client.toml 中注明客户所属的客群，或在 journey code 的表中逐条指定，然后再起草一次。",
    "Statements about the journey of no known segment, staff aside: {count}. They are in none of the maps. Name the customers’ "
    "segments in client.toml, or assign single statements in the table of journey code, and draft again.",
)
SPEAKER = Text("说话人", "Speaker", "說話人")
EVIDENCE = Text("证据", "Evidence")
TO_CHECK = Text("请先核对的要点", "Claims to check first")
TO_CHECK_LEAD = Text(
    "以下要点的证据不完整。请逐条核对，改写、补证或删去。",
    "The evidence for these claims is incomplete. Please check each: reword it, add evidence, or drop it.",
    "以下要點的證據不完整。請逐條核對，改寫、補證或刪去。",
)
WHY = Text("原因", "Why")
STATEMENTS_COUNTED = Text("{count} 条陈述", "{count} statements")
CLAIMS_COUNTED = Text("{count} 条", "{count} claims")
IN_CELL = Text("{stage} × {dimension}：{count} 条", "{stage} × {dimension}: {count}")

# ---------------------------------------------------------------- insights

OVERVIEW = Text("各阶段一览", "The stages at a glance")
GOAL = Text("企业目标：{goal}", "The company’s goal: {goal}", "企業目標：{goal}")
DOES = Text("客户做什么", "What customers do")
SAYS = Text("客户怎么说", "What customers say")
FEELS = Text("客户的感受", "What customers feel")
DRIVERS = Text("推动因素", "What drives them")
BARRIERS = Text("阻碍因素", "What blocks them")
COMPANY = Text("企业目前的做法", "What the company does today", "企業目前的做法")
KPIS = Text("已有的指标数字", "KPIs measured", "已有的指標數字")
QUESTIONS = Text("指南的问题", "The playbook’s questions")
QUESTION = Text("问题", "Question")
FINDINGS = Text("访谈中的回答", "What the notes say")
ANSWERED: dict[str, Text] = {
    "answered": Text("已回答", "Answered"),
    "partly": Text("部分回答", "Partly answered"),
    "open": Text("无人回答", "Not answered"),
}
ANSWER_MARKS: dict[str, str] = {"answered": "●", "partly": "◐", "open": "○"}

# ---------------------------------------------------------------- gaps

GAPS_OVERVIEW = Text("缺口一览", "The gaps at a glance")
GAP_ORDER: tuple[GapKind, ...] = (
    GapKind.PROBLEM,
    GapKind.OPPORTUNITY,
    GapKind.CONTRADICTION,
    GapKind.TOUCHPOINT,
    GapKind.MEASUREMENT,
    GapKind.EVIDENCE,
    GapKind.DATA,
)
GAP_KINDS: dict[GapKind, Text] = {
    GapKind.PROBLEM: Text("问题", "Problem areas"),
    GapKind.OPPORTUNITY: Text("机会", "Opportunities"),
    GapKind.CONTRADICTION: Text("矛盾", "Contradictions"),
    GapKind.TOUCHPOINT: Text("触点缺口", "Touchpoint gaps"),
    GapKind.MEASUREMENT: Text("衡量缺口", "Measurement gaps"),
    GapKind.EVIDENCE: Text("证据缺口", "Evidence gaps"),
    GapKind.DATA: Text("资料缺口", "Data gaps", "資料缺口"),
}
GAP_LEADS: dict[GapKind, Text] = {
    GapKind.PROBLEM: Text(
        "客户在哪里离开、受阻，或没看明白产品的价值。", "Where customers leave, meet friction, or do not see the value."
    ),
    GapKind.OPPORTUNITY: Text(
        "哪些触点做得好、哪些价值还没有讲出去。", "Touchpoints that work, and value not yet promoted."
    ),
    GapKind.CONTRADICTION: Text(
        "受访者之间，或员工的看法与客户的说法之间，彼此不合之处。由程序找出，须由人确认。",
        "Where interviewees disagree, or staff belief and customer voice. Found by the program; a person must confirm.",
    ),
    GapKind.TOUCHPOINT: Text(
        "指南建议而访谈中没有出现的触点，或出现了却没有做好的触点。",
        "Touchpoints the playbook recommends that nobody mentioned, or that are there and not supported.",
    ),
    GapKind.MEASUREMENT: Text("没有人跟踪的指标。", "KPIs that nobody tracks.", "沒有人追蹤的指標。"),
    GapKind.EVIDENCE: Text("没有人回答的格与问题。", "Cells and questions that nobody answered."),
    GapKind.DATA: Text(
        "哪些客户数据或市场调研可以支撑这张地图。",
        "Customer data and market research that would support the map.",
        "哪些客戶資料或市場調查可以支撐這張地圖。",
    ),
}
KIND = Text("类别", "Kind", "類別")
GAP = Text("缺口与证据", "Gap and evidence")
SEVERITY = Text("严重程度", "Severity")
IMPORTANCE = Text("重要程度", "Importance")
EFFORT = Text("投入", "Effort")
NEXT_STEP = Text("下一步", "Next step")
OWNER = Text("负责人", "Owner")
OWNER_OPEN = Text("待定", "To be named")
TOTAL = Text("合计", "Total")
WEIGHT = Text("轻重", "Weight", "輕重")
STATE = Text("状态", "Status", "狀態")
STATES: dict[str, Text] = {"open": Text("未解决", "Open"), "closed": Text("已解决", "Closed")}
GOES_ON = Text("{name}（续）", "{name} (continued)", "{name}（續）")
CANDIDATE = Text("待人确认", "to be confirmed")
STAFF_ALONE = Text("仅员工说起", "only staff say so", "僅員工說起")
LEVELS: dict[Level, Text] = {
    Level.HIGH: Text("高", "High"),
    Level.MEDIUM: Text("中", "Medium"),
    Level.LOW: Text("低", "Low"),
}
NO_GAPS = Text("没有发现这一类缺口。", "No gap of this kind was found.")
WHOLE_JOURNEY = Text("整个旅程", "Whole journey")

# ---------------------------------------------------------------- appendix and provenance

EVIDENCE_APPENDIX = Text("附录一　证据", "Appendix 1: Evidence")
EVIDENCE_LEAD = Text(
    "本报告引用的 {count} 条证据，按编号排列。引文一字不改，语言和用字照原话。",
    "The {count} pieces of evidence cited in this report, by key. Quotes are verbatim, in the language spoken.",
)
NO_EVIDENCE = Text("本报告没有引用证据。", "This report cites no evidence.")
KEY = Text("编号", "Key", "編號")
QUOTE = Text("原话", "Quote", "原話")
SPEAKER_AND_PLACE = Text("说话人与出处", "Speaker and source", "說話人與出處")
IN_ANSWER_TO = Text("所答问题（只作语境，不是证据）：{question}", "In answer to (context, not evidence): {question}")
UNKNOWN_SPEAKER = Text("说话人未注明", "speaker not named", "說話人未註明")
UNKNOWN_KEYS = Text(
    "这份草稿中有要点引用了不存在的编号：{keys}。请重新核对这些要点。",
    "Claims of this draft cite keys that do not exist: {keys}. Please check these claims.",
)
ROLES: dict[Role, Text] = {
    Role.CUSTOMER: Text("客户", "customer"),
    Role.STAFF: Text("员工", "staff"),
    Role.INTERVIEWER: Text("访谈者", "interviewer"),
    Role.UNKNOWN: Text("身份未注明", "role not known", "身分未註明"),
}
SOURCES_APPENDIX = Text("附录二　资料", "Appendix 2: Sources")
SOURCES_READ = Text("读过的资料", "What was read", "讀過的資料")
LEFT_OUT = Text("没有采用的内容，及原因", "What was left out, and why", "沒有採用的內容，及原因")
LEFT_OUT_LEAD = Text(
    "共 {count} 处。完整清单见同一文件夹中的 draft.json。",
    "{count} places in all. The full list is in draft.json in the same folder.",
    "共 {count} 處。完整清單見同一資料夾中的 draft.json。",
)
NOTHING_LEFT_OUT = Text("没有遗漏：所有内容都已读取。", "Nothing was left out.")
DOCUMENT = Text("文件", "Document", "檔案")
LANGUAGE = Text("语言", "Language")
DIGEST = Text("SHA-256（前 16 位）", "SHA-256 (first 16)")
REASON = Text("原因", "Reason")
PLACES = Text("位置", "Where")
WHOLE_FILE = Text("整个文件", "the whole file", "整個檔案")
MORE_PLACES = Text("等 {count} 处", "and more, {count} in all", "等 {count} 處")
LANGUAGE_NAMES: dict[Language, Text] = {
    "zh-Hans": Text("简体中文", "Chinese (Simplified)"),
    "zh-Hant": Text("繁体中文", "Chinese (Traditional)"),
    "en": Text("英文", "English"),
}
PROVENANCE_APPENDIX = Text("附录三　生成方式", "Appendix 3: How this draft was made", "附錄三　產生方式")
PROVENANCE_LEAD = Text(
    "用同样的资料、设置和版本，可以得到同样的草稿。",
    "The same sources, settings and version give the same draft.",
    "用同樣的資料、設定和版本，可以得到同樣的草稿。",
)
SETTING = Text("项目", "Entry", "項目")
VALUE = Text("内容", "Value", "內容")
DRAFT_ID = Text("草稿标识", "Draft id", "草稿識別碼")
PARENT = Text("上一稿", "Previous draft")
NO_PARENT = Text("无", "none", "無")
ENGINE_DETAIL = Text("引擎说明", "Engine detail", "引擎說明")
LANGUAGE_MODEL = Text("语言模型", "Language model")
NOT_USED = Text("未使用", "not used")
EMBEDDER = Text("嵌入模型", "Embedder")
STAGE_MODEL = Text("阶段模型", "Stage model", "階段模型")
CREATED = Text("生成时间", "Created", "產生時間")
PROGRAM_VERSION = Text("程序版本", "Program version", "程式版本")
TOKENS = Text("用量", "Tokens", "用量")
COST = Text("费用", "Cost")
PROMPT = Text("提示词 {name}", "Prompt {name}", "提示詞 {name}")
SETTING_NAMED = Text("设置 {name}", "Setting {name}")
PAGE_OF_PAGES = Text("第 {page} 页 / 共 {pages} 页", "Page {page} of {pages}")
