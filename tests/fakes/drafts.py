"""A rich draft made by hand: three languages, many claims, empty cells, odd characters. For tests of what reads drafts."""

from collections.abc import Iterator
from itertools import cycle, islice

from assistant.journey import (
    Answer,
    Cell,
    Claim,
    Computation,
    Dimension,
    Doubt,
    Draft,
    Emotion,
    Evidence,
    Gap,
    GapKind,
    LeftOut,
    Level,
    Locator,
    Provenance,
    Role,
    SegmentMap,
    SourceRecord,
    Stage,
    StageInsight,
    StageModel,
    Verdict,
    steady_id,
)
from assistant.wording import Language, Text, same

STAGES = (
    Stage("awareness", Text("认知", "Awareness"), Text("第一次听说", "First hears of it")),
    Stage("consideration", Text("考虑", "Consideration"), Text("比较", "Compares")),
    Stage("purchase", Text("购买", "Purchase"), Text("下单", "Buys")),
    Stage("retention", Text("留存", "Retention"), Text("使用", "Uses")),
    Stage("loyalty", Text("忠诚", "Loyalty"), Text("推荐", "Recommends")),
)
MODEL = StageModel("five-stage", Text("五阶段模型", "Five-stage model"), STAGES, "ours", "a" * 64)
SEGMENTS = (("families", "年轻家庭"), ("trade", "工程采购"))

QUOTES: tuple[tuple[str, Language], ...] = (
    ("朋友家装了你们的净水器，我去做客的时候才第一次听说这个牌子。", "zh-Hans"),
    ("网上的参数写得太专业了，我看了半天还是不知道该选哪一款，最后是打电话问的。", "zh-Hans"),
    ("师傅约好上午十点来，结果下午三点才到，我请了一天假。", "zh-Hans"),
    ("門市的小姐很有耐心，把三台機器的差別一項一項講給我聽。", "zh-Hant"),
    (
        "The quote arrived within two days, but the installation fee was not in it, which annoyed our finance team.",
        "en",
    ),
    ("滤芯到底多久换一次，没人告诉过我，APP 上也没有提醒。", "zh-Hans"),
    ("我們的退貨率大概是 3.2%，不過沒有分通路去看。", "zh-Hant"),
    ("是的。", "zh-Hans"),
    ("他们说“终身保修”，可合同第 7 条写的是“三年”。", "zh-Hans"),
    ("I've recommended it to three colleagues already, and two of them bought the same model.", "en"),
    ("价格嘛，贵个三五百我能接受，关键是水要好喝、别老坏。", "zh-Hans"),
    ("=SUM(A1:A9) 这种公式是我自己在表里算的，<b>不是</b>你们系统给的 & {没有}导出按钮。", "zh-Hans"),
)
PEOPLE = (
    ("王女士", Role.CUSTOMER, "families"),
    ("林太太", Role.CUSTOMER, "families"),
    ("Mr Carter", Role.CUSTOMER, "trade"),
    ("李店长", Role.STAFF, None),
    ("陳經理", Role.STAFF, None),
)
FILES = ("访谈/王女士 2025-03.docx", "访谈/经销商座谈.vtt", "notes/carter-call.txt", "問卷.csv")


def build_evidence(count: int = 60) -> tuple[Evidence, ...]:
    """Evidence E1…En over the quotes, people and files above; the text of each is different."""
    found: list[Evidence] = []
    for number, (quote, language), person, file in zip(
        range(1, count + 1), cycle(QUOTES), cycle(PEOPLE), cycle(FILES), strict=False
    ):
        speaker, role, segment = person
        where = (
            Locator(paragraph=number, heading=("第二部分", "售后")),
            Locator(time=f"00:{number % 60:02}:07"),
            Locator(line=number * 3),
            Locator(sheet="回答", row=number),
        )[number % 4]
        text = quote if number <= len(QUOTES) else f"{quote}（{number}）"
        asked = "安装师傅来之前有没有先打电话约时间？" if len(text) < 10 else None
        found.append(Evidence(f"E{number}", f"s{number}", file, where, speaker, role, segment, text, language, asked))
    return tuple(found)


def build_claim(words: str, keys: tuple[str, ...], verdict: Verdict = Verdict.SUPPORTED, *about: str) -> Claim:
    """A claim with a steady id drawn from its words and `about`."""
    doubts = {
        Verdict.PARTIAL: (Doubt("staff-only", "只有员工这样说，没有客户的说法佐证。"),),
        Verdict.UNSUPPORTED: (Doubt("number-missing", "证据中找不到数字“40%”。"),),
    }.get(verdict, ())
    author = "李顾问" if verdict is Verdict.EDITED else "extractive"
    return Claim(steady_id("claim", words, *keys, *about), words, keys, verdict, author, doubts)


def build_draft(language: Language = "zh-Hans", *, segments: int = 2, per_cell: int = 3, count: int = 60) -> Draft:
    """A whole draft for 澄川净水 with the labels in `language`; `segments` maps with up to `per_cell` claims a cell."""
    evidence = build_evidence(count)
    claims = _claims(evidence)
    chosen = [*SEGMENTS, *((f"group-{n}", f"客群 {n}") for n in range(3, segments + 1))][:segments]
    maps = tuple(_map(segment, label, claims, per_cell) for segment, label in chosen)
    return Draft(
        id="d0123456789abcdef",
        number=3,
        parent=2,
        client="澄川净水 <测试> & Co.",
        language=language,
        model=MODEL,
        maps=maps,
        insights=tuple(_insight(stage, claims, language, chosen) for stage in STAGES),
        gaps=tuple(_gaps(claims)),
        evidence=evidence,
        sources=tuple(SourceRecord(file, f"{n}" * 64, 40 + n, 2, "zh-Hans") for n, file in enumerate(FILES)),
        left_out=_left_out(),
        unsegmented=("E11", "E12"),
        statements=412,
        coded=267,
        provenance=Provenance(
            engine="extractive",
            engine_detail="codebook 812, playbook five-stage",
            embedder="multilingual-e5-small int8 (384)",
            created="2025-04-02T09:30:00+08:00",
            version="0.1.0",
            settings=(("retrieval.limit", "10"), ("draft.claims_per_cell", "4")),
        ),
    )


def _claims(evidence: tuple[Evidence, ...]) -> Iterator[Claim]:
    verdicts = cycle(
        (Verdict.SUPPORTED, Verdict.SUPPORTED, Verdict.PARTIAL, Verdict.SUPPORTED, Verdict.UNSUPPORTED, Verdict.EDITED)
    )
    for turn, (each, verdict) in enumerate(zip(cycle(evidence), verdicts, strict=False)):
        others = (f"E{(turn * 7) % len(evidence) + 1}",) if turn % 3 == 0 else ()
        if turn % 17 == 5:
            others = (*others, "E9999")
        words = f"据员工所述：{each.quote}" if each.role is Role.STAFF else each.quote
        yield build_claim(words, tuple(dict.fromkeys((each.key, *others))), verdict, str(turn))


def _map(segment: str, label: str, claims: Iterator[Claim], per_cell: int) -> SegmentMap:
    cells: list[Cell] = []
    for place, stage in enumerate(STAGES):
        for row, dimension in enumerate(Dimension):
            empty = (place * 4 + row + len(segment)) % 5 == 0
            held = () if empty else tuple(islice(claims, 1 + (place + row) % per_cell if per_cell > 1 else 1))
            question = f"客户在{stage.label.zh}阶段通过哪些渠道了解我们？他们还希望在哪里遇到我们？"
            cells.append(Cell(stage.id, dimension, held, question, len(held) * 3))
    return SegmentMap(segment, label, tuple(cells), 8, 143)


def _insight(
    stage: Stage, claims: Iterator[Claim], language: Language, segments: list[tuple[str, str]]
) -> StageInsight:
    def take(number: int) -> tuple[Claim, ...]:
        return tuple(islice(claims, number))

    last = stage.id == "loyalty"
    emotions = tuple(
        Emotion(segment, label, mean, 12, Computation("mean", ("1", "-2", "0"), f"{mean}"))
        for (segment, label), mean in zip(segments, (-0.6, 0.4), strict=False)
    )
    return StageInsight(
        stage=stage.id,
        label=stage.label.say(language),
        goal="让潜在客户在产生需求时想得起我们，并知道去哪里了解。",
        does=take(3),
        says=take(2),
        feels=() if last else take(2),
        drivers=take(1),
        barriers=take(2),
        company=() if last else take(1),
        kpis=() if stage.id == "awareness" else take(1),
        answers=(
            Answer("q1", "客户最初是从哪里知道我们的？", "answered", take(2)),
            Answer("q2", "什么情况下客户会放弃比较、直接离开？", "partly", take(1)),
            Answer("q3", "客户看到的第一条信息说清楚我们解决什么问题了吗？", "open", ()),
        ),
        emotions=() if last else emotions,
    )


def _gaps(claims: Iterator[Claim]) -> Iterator[Gap]:
    titles = {
        GapKind.PROBLEM: ("安装迟到，客户白等一天", "报价不含安装费，下单后才知道"),
        GapKind.OPPORTUNITY: ("门店讲解受好评，可以推广到线上", "老客户愿意推荐，却没有推荐计划"),
        GapKind.CONTRADICTION: ("员工认为滤芯提醒已经做好，客户说从未收到",),
        GapKind.TOUCHPOINT: ("没有人提到官方网站", "指南建议的售后回访没有出现"),
        GapKind.MEASUREMENT: ("没有人跟踪复购率", "退货率没有按渠道统计"),
        GapKind.EVIDENCE: tuple(f"忠诚阶段的问题无人回答（{n}）" for n in range(1, 7)),
        GapKind.DATA: ("缺少客服通话记录",),
    }
    levels = cycle((Level.HIGH, Level.MEDIUM, Level.LOW))
    stages = cycle(stage.id for stage in STAGES)
    for kind, names in titles.items():
        for title in names:
            missing = kind in (GapKind.EVIDENCE, GapKind.DATA)
            yield Gap(
                id=steady_id("gap", title),
                kind=kind,
                severity=next(levels),
                effort=next(levels),
                title=title,
                claims=() if missing else tuple(islice(claims, 2)),
                next_step="下次访谈请直接问两位老客户，并向客服要最近三个月的记录。",
                owner="售后经理",
                stage=next(stages),
                segment="families" if kind is GapKind.PROBLEM else None,
                candidate=kind is GapKind.CONTRADICTION,
            )


def _left_out() -> tuple[LeftOut, ...]:
    small = Text("寒暄与闲谈，没有谈到旅程", "Small talk, not about the journey")
    return (
        *(LeftOut(FILES[0], "small-talk", small, Locator(paragraph=n), "今天好热啊") for n in range(2, 12)),
        LeftOut("旧/扫描.pdf", "no-text", Text("没有可读的文字（可能是扫描件）", "No text to read; perhaps a scan")),
        LeftOut("~$锁.docx", "temporary", same("~$")),
    )
