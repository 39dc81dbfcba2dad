"""What a client's copy says in other words: no invitation to check, to fill in or to edit; signed is signed."""

from assistant.wording import Text

BRAND = Text("客户旅程报告", "Customer-journey report", "客戶旅程報告")
"""Stands on the cover and at the foot of the pages where the firm has no line of its own."""
ABOUT = Text("关于这份报告", "About this report", "關於這份報告")
ABOUT_EXTRACTIVE = Text(
    "初稿由程序从访谈中摘录归类而成，没有使用语言模型，也没有连接网络；",
    "The first draft was picked and sorted from the interviews by a program, without a language model and without a network; ",
)
ABOUT_LLM = Text(
    "初稿由语言模型 {model} 起草，引用的每句原话都与来源逐字核对过；",
    "The first draft was written by the language model {model}, and every quote was compared word for word with its source; ",
)
SIGNED_BY = Text(
    "全文经{names}审阅签署。每条要点都注明证据编号，原话见附录。",
    "the whole was reviewed and signed by {names}. Every claim names its evidence; the words are in the appendix.",
)
CODED = Text(
    "受访者和资料以代号列出，不列姓名。",
    "Interviewees and documents are listed by code, not by name.",
)
REWORDED = (
    (Text("，请核对或删去", ": check it or drop it"), Text("", "")),
    (
        Text(
            "；格内写着指南建议问的问题，可以直接填写",
            "; the cell holds the playbook’s question, with room for the answer",
        ),
        Text("；格内写着可以再问的问题", "; the cell holds a question to ask"),
    ),
    (Text("图中数字可在 Word 中编辑。", " The chart’s figures can be edited in Word."), Text("", "")),
    (Text("（请对照原话核实）", " (to be checked against the quotes)"), Text("", "")),
    (Text("，请对照原话核实", ": check it against the words"), Text("", "")),
)
"""What a draft says to its reviewer, and what stands in its place."""
