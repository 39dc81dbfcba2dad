"""Small notes made by hand: a playbook of two stages, two topics, and statements with their codings as they are said."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from assistant.drafting.build import DraftRequest
from assistant.drafting.keys import EvidenceKeys
from assistant.drafting.topics import Topic
from assistant.journey import (
    Coding,
    Dimension,
    Draft,
    Gap,
    GapKind,
    Level,
    Locator,
    Person,
    Provenance,
    Role,
    Segment,
    SourceRecord,
    Stage,
    StageModel,
    Statement,
    statement_id,
)
from assistant.playbook import Guidance, Playbook, StageGuidance
from assistant.wording import Language, Text

BEHAVIOUR, TOUCHPOINT, KPI, INSIGHT = Dimension
STAGES = (
    Stage("awareness", Text("认知", "Awareness"), Text("第一次听说", "First hears of it"), akin=("awareness",)),
    Stage("purchase", Text("购买", "Purchase"), Text("下单付款", "Orders and pays"), akin=("purchase",)),
)
MODEL = StageModel("five-stage", Text("两阶段", "Two stages"), STAGES, "ours", "b" * 64)
FAMILIES = Segment("families", "年轻家庭")
SHOPS = Segment("shops", "小店", aliases=("小餐馆",))
SEGMENTS = (FAMILIES, SHOPS)
PEOPLE = (
    Person("王芳", Role.CUSTOMER, "families", aliases=("王女士",)),
    Person("赵敏", Role.CUSTOMER, "families", aliases=("赵女士",)),
    Person("刘强", Role.CUSTOMER, "shops", aliases=("刘老板",)),
    Person("李雷", Role.STAFF, None, "店长", aliases=("李店长",)),
)


def entry(name: str, zh: str, en: str, *words: str) -> Guidance:
    """One entry of the playbook with its words."""
    return Guidance(name, Text(zh, en), "ours", words)


def _guidance(stage: str, touchpoints: Sequence[Guidance], kpis: Sequence[Guidance]) -> StageGuidance:
    return StageGuidance(
        stage,
        Text("让客户知道我们", "Be known"),
        Text("写明来源", "Say where from"),
        (entry(f"{stage}.behaviour.look", "到处看看", "Look around", "逛"),),
        tuple(touchpoints),
        tuple(kpis),
        (
            entry(f"{stage}.question.reason", "为什么选这一家？", "Why this one?", "因为", "图的是", "because"),
            entry(f"{stage}.question.pain", "哪里不顺？", "What went wrong?", "麻烦", "trouble"),
        ),
        {each: entry(f"{stage}.cell.{each}", f"{stage} {each}？", f"{stage} {each}?") for each in Dimension},
    )


PLAYBOOK = Playbook(
    MODEL,
    (
        _guidance(
            "awareness",
            (
                entry("awareness.touchpoint.website", "官网", "the website", "官网", "website"),
                entry("awareness.touchpoint.advertising", "广告", "advertising", "广告", "advert"),
            ),
            (entry("awareness.kpi.traffic", "网站流量", "website traffic", "访问量", "visits"),),
        ),
        _guidance(
            "purchase",
            (entry("purchase.touchpoint.shop", "门店", "the shop", "门店", "shop"),),
            (entry("purchase.kpi.conversion", "成交率", "conversion rate", "成交率", "conversion"),),
        ),
    ),
    uses=(),
    segmentation=(entry("segmentation.factor-need", "按需求", "by need"),),
    customer_data=(entry("data.orders", "订单记录", "order records", "订单记录"),),
    market_research=(
        entry("research.surveys", "问卷：问很多人", "Surveys: ask many", "问卷"),
        entry("research.interviews", "访谈：一对一", "Interviews: one by one", "访谈"),
    ),
    problem_areas=(),
    opportunities=(entry("opportunities.hidden-value", "没讲出来的好处", "Value not told", "后来才发现"),),
    updating=(),
    dimensions={each: Text(each.value, each.value) for each in Dimension},
    digest="c" * 64,
)


def _topic(name: str, zh: str, en: str, words: str) -> Topic:
    said = Text(f"改进{zh}。", f"Mend {en}."), Text(f"推广{zh}。", f"Build on {en}.")
    return Topic(name, Text(zh, en), Text("客服团队", "customer service"), Level.MEDIUM, *said, re.compile(words))


TOPICS = (
    _topic("waiting", "等待", "waiting", "等了|安装|上门|wait|install"),
    _topic("fees", "收费", "fees", "收费|价格|fee|price"),
    _topic("digital", "线上页面", "online", "小程序"),
)


@dataclass
class Notes:
    """Statements in the order they are said, each with the coding given."""

    statements: list[Statement] = field(default_factory=list[Statement])
    codings: list[Coding] = field(default_factory=list[Coding])

    def say(
        self,
        speaker: str | None,
        text: str,
        stage: str | None = None,
        dimension: Dimension | None = None,
        feeling: int = 0,
        *,
        role: Role | None = None,
        segment: str | None = None,
        question: str | None = None,
        document: str = "访谈/一.md",
        language: Language = "zh-Hans",
        also: tuple[str, Dimension] | None = None,
        confidence: float = 0.9,
    ) -> Statement:
        """Add what a speaker says; role and segment are the listed person's. `also` is a second stage and dimension."""
        person = next((each for each in PEOPLE if speaker in (each.name, *each.aliases)), None)
        role = role or (person.role if person else Role.CUSTOMER)
        segment = segment or (person.segment if person else None)
        turn = len(self.statements) + 1
        before = sum(each.text == text for each in self.statements)
        statement = Statement(
            statement_id(document, text, before + 1),
            document,
            Locator(line=turn),
            speaker,
            role,
            segment,
            text,
            language,
            turn,
            question,
        )
        self.statements.append(statement)
        if role is not Role.INTERVIEWER:
            stages = tuple(filter(None, (stage, also[0] if also else None)))
            dimensions = tuple(filter(None, (dimension, also[1] if also else None)))
            self.codings.append(
                Coding(statement.id, MODEL.id, stages, dimensions, feeling, segment, confidence, "extractive")
            )
        return statement

    def request(self, folder: Path, language: Language = "zh-Hans", **others: object) -> DraftRequest:
        """A request for a draft of these notes; the ledger of keys is in `folder`."""
        documents = dict.fromkeys(each.document for each in self.statements)
        asked = DraftRequest(
            client="澄川净水",
            language=language,
            segments=SEGMENTS,
            people=PEOPLE,
            playbook=PLAYBOOK,
            statements=tuple(self.statements),
            codings=tuple(self.codings),
            sources=tuple(SourceRecord(each, "d" * 64, 1, 1, "zh-Hans") for each in documents),
            left_out=(),
            provenance=Provenance("extractive", "test", "none", "2025-04-02T09:30:00+08:00", "0.1.0"),
            number=1,
            parent=None,
            keys=EvidenceKeys(folder / "keys.json"),
            topics=TOPICS,
        )
        return replace(asked, **others)


def gaps_of(draft: Draft, kind: GapKind) -> list[Gap]:
    """The gaps of one kind, in the order of the draft."""
    return [gap for gap in draft.gaps if gap.kind is kind]


def rich_notes() -> Notes:
    """A bit of everything: two segments, staff, an unknown speaker, an interviewer, nobody's words, three languages."""
    notes = Notes()
    said = notes.say
    said("顾问", "您最早是怎么知道我们的，是不是看了30个广告？", role=Role.INTERVIEWER)
    said(
        "王女士", "我是在官网上看到的，因为邻居提过一句。", "awareness", TOUCHPOINT, 1, question="您最早是怎么知道的？"
    )
    said("赵敏", "朋友家装了一台，我逛街的时候顺便去看了看。", "awareness", BEHAVIOUR)
    said("赵女士", "安装等了整整五天，太麻烦了，以后不会再买。", "purchase", INSIGHT, -2)
    said("王芳", "门店的人态度很好，价格也讲得清清楚楚，我很满意。", "purchase", TOUCHPOINT, 2)
    said("刘老板", "是的。", "purchase", BEHAVIOUR, question="您当天就付款了吗？")
    said("刘强", "收费不透明，安装的时候又多收了三百块。", "purchase", INSIGHT, -1, document="访谈/二.md")
    said("李店长", "我们成交率大概是三成，安装两天内一定上门。", "purchase", KPI, 1, document="员工/李.txt")
    said("李雷", "客户一般都先逛两家再回来。", "purchase", BEHAVIOUR, segment="families", document="员工/李.txt")
    said(None, "听说你们的水很好喝。", "awareness", INSIGHT, 1, role=Role.UNKNOWN, document="便条.md")
    said("路人甲", "我不住这边，但广告我看过两次。", "awareness", TOUCHPOINT, document="便条.md")
    said("Mr Carter", "I saw the advert twice before I visited the shop.", "awareness", TOUCHPOINT, 1,
         segment="shops", language="en", document="carter.vtt")  # fmt: skip
    said("陳太太", "門市的小姐很有耐心，把三台機器的差別一項一項講給我聽。", "purchase", TOUCHPOINT, 2,
         segment="families", language="zh-Hant", document="訪談/三.md")  # fmt: skip
    said("王女士", "今天天气真不错。")
    return notes
