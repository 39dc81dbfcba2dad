"""A small set of notes in the funnel's stages: strategies there and missing, figures, a journey, someone who comes back."""

from tests.drafting.notes import BEHAVIOUR, INSIGHT, KPI, TOUCHPOINT, Notes


def funnel_notes() -> Notes:
    notes = Notes()
    notes.say("王女士", "是同事推荐的。", "awareness", TOUCHPOINT, question="您怎么知道我们的？")
    notes.say("王女士", "后来我看了官网的详情页。", "consideration", TOUCHPOINT)
    notes.say("王女士", "导购给我讲了半个小时，让我很放心。", "consideration", TOUCHPOINT, 1)
    notes.say("王女士", "当天就在店里付了款。", "conversion", BEHAVIOUR, question="最后怎么下单的？")
    notes.say("王女士", "装的师傅很客气。", "retention", TOUCHPOINT, 1, question="安装顺利吗？")
    notes.say("王女士", "白天基本听不到。", "retention", INSIGHT, 1, question="用到现在怎么样？")
    notes.say("王女士", "上个月我又买了一台给爸妈。", "advocacy", BEHAVIOUR, 2)
    notes.say("刘老板", "报价单上没写安装费，最后多收了两百。", "conversion", INSIGHT, -2)
    notes.say("李店长", "我们有会员积分，三千分换一支滤芯。", "retention", TOUCHPOINT)
    notes.say("李店长", "推荐奖励现在没有做，以前做过。", "advocacy", TOUCHPOINT)
    notes.say("李店长", "滤芯的续购率是 62%。", "retention", KPI)
    notes.say("李店长", "签完单就转给售后，由师傅联系客户。", "conversion", TOUCHPOINT)
    return notes


def analysis_notes() -> Notes:
    """The same with a second customer, whose journey goes much the same way and ends badly."""
    notes = funnel_notes()
    other = {"document": "访谈/二.md"}
    notes.say("刘老板", "同行推荐的。", "awareness", TOUCHPOINT, question="您怎么知道我们的？", **other)
    notes.say("刘老板", "官网的详情页看不懂。", "consideration", TOUCHPOINT, -1, **other)
    notes.say("刘老板", "导购一直催我下单，讲不清区别，太差了。", "consideration", TOUCHPOINT, -2, **other)
    notes.say("刘老板", "最后还是付了款。", "conversion", BEHAVIOUR, question="最后怎么下单的？", **other)
    notes.say("刘老板", "装的师傅迟到了半天，气死我了。", "retention", TOUCHPOINT, -2, question="安装顺利吗？", **other)
    notes.say("李店长", "导购每天先给客人演示一遍。", "consideration", TOUCHPOINT, document="访谈/三.md")
    return notes
