"""What is said of what a model says and code does not let through, or lets through with a mark."""

from assistant.wording import Text

WITHHELD = {
    "no-key": Text("没有给出依据", "cites nothing"),
    "unknown-key": Text("依据的编号不存在", "cites what does not exist"),
    "no-quote": Text("所引段落里没有这样的话", "not said in what it cites"),
    "not-verbatim": Text("引文与原文不符", "a quote that is not in the source"),
    "interviewer": Text("只是访谈者的话", "only the interviewer's words"),
    "figure": Text("数字或日期不在原文里", "a figure or date that is not in the source"),
    "other-date": Text("原文说的是另一个时间", "the source speaks of another time"),
    "other-edition": Text("原文说的是另一届、另一季或另一期", "the source speaks of another edition, season or period"),
    "other-subject": Text("原文说的是别的人或别的地方", "the source speaks of somebody or somewhere else"),
    "name": Text("名称不在原文里", "a name that is not in the source"),
    "company-from-playbook": Text(
        "把方法手册的话说成了这家公司的事实", "passes the playbook off as a fact about the company"
    ),
    "question": Text("只是重复了问题", "only repeats the question"),
    "not-an-answer": Text(
        "第二次核对：原话没有回答这个问题", "a second check found that the quote does not answer the question"
    ),
    "repeated": Text("重复", "said twice"),
}
MARKS = {
    "loose": Text("用词与原话相差较远，请对照原话", "worded far from the quote; compare it"),
    "translated": Text("是转译，请对照原话", "translated; compare the quote"),
    "denial": Text("原话与这句话一个肯定、一个否定，请对照原话", "the quote and this sentence differ in a “not”; compare it"),
    "added": Text("“{what}”不在原话里", "“{what}” is not in the quote"),
    "unchecked": Text("第二次核对没有做成", "the second check could not be made"),
    "doubted": Text(
        "第二次核对没有从原话里看出答案，请对照", "a second check did not see the answer in the quote; compare it"
    ),
    "joined": Text("“{what}”由原话里分开的两处拼成", "“{what}” is put together from two places of the quote"),
    "echo": Text("“{what}”来自提问，原话没有说", "“{what}” comes from the question, not from the quote"),
}  # fmt: skip
