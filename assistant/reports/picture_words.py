"""The words of the pictures: emotion curve, heat map, gap matrix; and of evidence at hand."""

from assistant.journey import Level
from assistant.wording import Text

CURVE = Text("情绪曲线", "Emotion curve", "情緒曲線")
CURVE_DESCRIPTION = Text(
    "情绪曲线，−2 很不满到 +2 很满意。{lines}。",
    "Emotion curve from −2 (very dissatisfied) to +2 (very satisfied). {lines}.",
    "情緒曲線，−2 很不滿到 +2 很滿意。{lines}。",
)
CURVE_LEAD = Text(
    "每条线是一个客群在各阶段的平均情绪。数字来自归类后的陈述，只宜看高低走势；n 少于 5 时请勿单独引用。图中数字可在 Word 中编辑。",
    "Each line is the mean emotion of one segment over the stages. The figures come from coded statements: read them as a trend, "
    "and do not quote one with n below 5 by itself. The chart’s figures can be edited in Word.",
    "每條線是一個客群在各階段的平均情緒。數字來自歸類後的陳述，只宜看高低走勢；n 少於 5 時請勿單獨引用。圖中數字可在 Word 中編輯。",
)

HEAT_MAP = Text("证据热度图", "Evidence heat map", "證據熱度圖")
HEAT_MAP_LEAD = Text(
    "每格写着证据条数和说话的人数；颜色越深，证据越强。●○○ 弱：只有一人，或没有客户；●●○ 中：两人；●●● 强：三人以上。"
    "同一个人说得再多，也只算一人；证据不足的要点不计。",
    "Each cell gives the pieces of evidence and how many people speak; the darker, the stronger. ●○○ weak: one person, or no "
    "customer among them; ●●○ fair: two; ●●● strong: three or more. A person counts once, however much was said; "
    "claims that are not supported do not count.",
    "每格寫著證據條數和說話的人數；顏色越深，證據越強。●○○ 弱：只有一人，或沒有客戶；●●○ 中：兩人；●●● 強：三人以上。"
    "同一個人說得再多，也只算一人；證據不足的要點不計。",
)
HEAT_MAP_DESCRIPTION = Text(
    "客群 {label} 的证据热度图：列为阶段，行为维度，格内为证据条数、强弱和人数。",
    "Evidence heat map of {label}: stages in columns, dimensions in rows; number of pieces, strength and speakers in the cells.",
    "客群 {label} 的證據熱度圖：直欄為階段，橫列為維度，格內為證據條數、強弱和人數。",
)
SPEAKERS_COUNTED = Text("{count} 人", "speakers: {count}")

MATRIX = Text("缺口矩阵", "Gap matrix", "缺口矩陣")
MATRIX_LEAD = Text(
    "未解决的缺口，按严重程度和所需投入排列；颜色越深，越值得先做。“+”是机会，“–”是其余各类。点击标题可到详细说明。",
    "Open gaps by severity and effort; the darker, the sooner. “+” is an opportunity, “–” any other kind. "
    "A title leads to its details.",
    "未解決的缺口，按嚴重程度和所需投入排列；顏色越深，越值得先做。「+」是機會，「–」是其餘各類。點擊標題可到詳細說明。",
)
MATRIX_DESCRIPTION = Text(
    "缺口矩阵：行为严重程度，由高到低；列为投入，由低到高；格内为缺口的数目和标题。",
    "Gap matrix: severity in rows from high to low, effort in columns from low to high; number and titles of the gaps in the cells.",
    "缺口矩陣：橫列為嚴重程度，由高到低；直欄為投入，由低到高；格內為缺口的數目和標題。",
)
MATRIX_CORNER = Text("严重程度 ↓ 投入 →", "Severity ↓ effort →")
MORE_GAPS = Text("另有 {count} 个", "and {count} more", "另有 {count} 個")
CORNERS: dict[tuple[Level, Level], Text] = {
    (Level.HIGH, Level.LOW): Text("先做", "Do first"),
    (Level.HIGH, Level.HIGH): Text("立项推进", "Plan as a project", "立案推進"),
    (Level.LOW, Level.LOW): Text("顺手做", "In passing", "順手做"),
    (Level.LOW, Level.HIGH): Text("暂缓", "Later", "暫緩"),
}

CITED_IN = Text("回到要点：{claim}", "Back to the claim: {claim}", "回到要點：{claim}")
OTHER_EVIDENCE = Text(
    "正文中的证据见各页脚注。下表是只在摘要或核对清单中引用的 {count} 条。",
    "The evidence of the text stands in its footnotes. Below are the {count} pieces cited only in the summary or the check list.",
)
