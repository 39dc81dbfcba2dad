"""The words of the review part of a report: checklist and sign-off, in three languages."""

from assistant.wording import Text

REVIEW = Text("审阅与签署", "Review and sign-off", "審閱與簽署")
REVIEW_LEAD = Text(
    "可以直接在本文件中修改：改写、增删要点，填写空格，改动严重程度、状态和负责人。改完后运行 journey review pull，"
    "您的文字即为准；请保留各条要点前的标记（● ◐ ○ ✎），程序靠它找到原来的位置。",
    "Edit this file directly: reword, add or delete claims, fill in empty cells, change severity, status and owner. Then run "
    "journey review pull: your words stand. Please leave the sign before each claim (● ◐ ○ ✎); it tells where the claim stood.",
    "可以直接在本文件中修改：改寫、增刪要點，填寫空格，改動嚴重程度、狀態和負責人。改完後執行 journey review pull，"
    "您的文字即為準；請保留各條要點前的標記（● ◐ ○ ✎），程式靠它找到原來的位置。",
)
CHECKLIST = Text("审阅清单", "Review checklist", "審閱清單")
DONE = Text("完成", "Done")
CHECK = Text("核对内容", "Check", "核對內容")
REMARK = Text("备注", "Remark", "備註")
CHECKS: dict[str, Text] = {
    "doubts": Text(
        "有疑问的要点（◐ 和 ○）已逐条核对，或改写，或补证，或删去。",
        "The claims in doubt (◐ and ○) are checked one by one: reworded, backed up or dropped.",
        "有疑問的要點（◐ 和 ○）已逐條核對，或改寫，或補證，或刪去。",
    ),
    "quotes": Text("引文没有脱离上下文被误读。", "No quote is read out of its context.", "引文沒有脫離上下文被誤讀。"),
    "segments": Text(
        "说话人的身份和客群无误。", "Speakers have the right role and segment.", "說話人的身分和客群無誤。"
    ),
    "coding": Text("要点放在了恰当的阶段和维度。", "Claims stand in the right stage and dimension."),
    "missing": Text(
        "缺少证据的格和无人回答的问题已补上，或同意留空。",
        "Empty cells and open questions are filled in, or left open on purpose.",
    ),
    "contradictions": Text(
        "疑似矛盾已由人确认或排除。",
        "Possible contradictions are confirmed or ruled out by a person.",
        "疑似矛盾已由人確認或排除。",
    ),
    "gaps": Text(
        "每个缺口的严重程度、状态、下一步和负责人已确认。",
        "Severity, status, next step and owner of each gap are settled.",
        "每個缺口的嚴重程度、狀態、下一步和負責人已確認。",
    ),
    "privacy": Text(
        "报告里没有能让人认出受访员工的内容。",
        "Nothing lets a reader recognise a member of staff who spoke openly.",
        "報告裡沒有能讓人認出受訪員工的內容。",
    ),
}
SIGN_OFF = Text("签署", "Sign-off", "簽署")
SIGN_OFF_LEAD = Text(
    "填上审阅人和批准人的姓名与日期，即表示已签署。",
    "Name and date of reviewer and approver sign the report.",
    "填上審閱人和核准人的姓名與日期，即表示已簽署。",
)
SIGNER = Text("身份", "As", "身分")
NAME = Text("姓名", "Name")
SIGNED_ON = Text("日期", "Date")
SIGNERS: dict[str, Text] = {
    "author": Text("撰写", "Author", "撰寫"),
    "reviewer": Text("审阅", "Reviewer", "審閱"),
    "approver": Text("批准", "Approver", "核准"),
}
