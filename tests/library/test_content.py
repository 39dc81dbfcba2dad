"""The shipped knowledge holds everything its sources list, says where each entry comes from, and reads well."""

import re
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from typing import Any

import pytest
import yaml

from assistant.journey import Dimension
from assistant.library import knowledge_folder, load_codebook, load_playbook, load_stage_models
from assistant.playbook import Guidance, Playbook, StageGuidance
from assistant.script import to_simplified
from assistant.wording import Text

# Every list of the handbook, stage by stage: touchpoints, KPIs, and a word that must occur in each insight question.
HANDBOOK = {
    "awareness": (
        ["媒体报道", "网站", "在线评价", "广告", "口碑传播"],
        ["品牌知名度", "网站流量", "搜索排名", "社交媒体触达率", "博客及新闻通讯订阅量"],
        {"need": "解决什么问题", "trigger": "发生", "idea-of-solution": "设想", "knows-brand": "知道"},
    ),
    "consideration": (
        ["网站", "聊天机器人对话", "思想领导力内容", "产品资料", "演示视频", "电子邮件"],
        ["网站活动数据", "参与度数据", "产品评分", "客户研究数据", "潜在客户获取量"],
        {
            "research": "了解",
            "alternatives": "渠道",
            "features": "功能",
            "messages": "话题",
            "decision-drivers": "偏好",
        },
    ),
    "purchase": (
        ["销售对话", "产品演示", "产品试用"],
        ["购买数据或销售点数据", "购物车放弃率", "购买价格", "会议或演示请求量", "销售周期长度"],
        {
            "where": "渠道",
            "decision": "决定",
            "budget": "实际花",
            "factors": "考虑",
            "people": "参与",
            "pain-points": "不顺",
        },
    ),
    "retention": (
        ["服务互动", "自助服务活动", "产品使用过程"],
        ["留存率", "流失率", "客户生命周期价值", "服务呼叫评分", "客户满意度"],
        {
            "satisfied": "感受",
            "aspects": "一项一项",
            "satisfaction-drivers": "满意",
            "repurchase": "什么时候",
            "budget-change": "花费",
        },
    ),
    "loyalty": (
        ["续购沟通", "产品使用过程", "反馈调查"],
        ["客户满意度", "净推荐值", "续购率", "购买频率", "品牌参与度", "产品使用率"],
        {
            "recommend-likelihood": "零到十分",
            "recommend-reasons": "理由",
            "most-valued": "看重",
            "competitive": "强在哪里",
            "extra-support": "功能",
        },
    ),
}
BEHAVIOURS = {
    "awareness": ["问题或需求", "也许能解决", "网站或博客", "社交媒体"],
    "consideration": ["选择", "评价", "教程", "案例"],
    "purchase": ["信息", "权衡", "买下", "竞争对手", "没买"],
    "retention": ["使用产品", "买得对不对", "再来"],
    "loyalty": ["认可", "再次购买", "别的品牌"],
}
GOALS = {
    "awareness": ["注意", "价值", "潜在客户"],
    "consideration": ["最合适", "潜在客户"],
    "purchase": ["成交", "演示", "优惠"],
    "retention": ["期望", "及时", "帮助"],
    "loyalty": ["长久", "满意", "重复购买", "忠诚"],
}
TEMPLATE = {
    "awareness": "知道多少",
    "consideration": "客户案例",
    "purchase": "竞争对手",
    "retention": "满不满意",
    "loyalty": "替品牌说话",
}
STRATEGIES = {"awareness": 4, "consideration": 2, "conversion": 2, "retention": 6, "advocacy": 10}
CLAIMED_FIGURES = re.compile(r"90|93|76|7\s*(到|至|to|[-–—])\s*13|\b8 (次|contacts)|10%?\s*(到|至|to|[-–—])\s*15")


@pytest.fixture(scope="module")
def playbook() -> Playbook:
    return load_playbook()


@pytest.fixture(scope="module")
def funnel() -> Playbook:
    return load_playbook("funnel")


def from_origin(entries: tuple[Guidance, ...], origin: str) -> list[Guidance]:
    return [each for each in entries if each.origin == origin]


def values(value: Any) -> Iterator[Any]:
    """Every value inside a dataclass, depth first."""
    yield value
    if is_dataclass(value):
        inside = [getattr(value, each.name) for each in fields(value)]
    elif isinstance(value, dict):
        inside = list(value.values())
    elif isinstance(value, (tuple, list)):
        inside = list(value)
    else:
        inside = []
    for each in inside:
        yield from values(each)


# ---------------------------------------------------------------- what the handbook lists


@pytest.mark.parametrize("stage", HANDBOOK)
def test_every_touchpoint_kpi_and_question_of_the_handbook_is_there(playbook: Playbook, stage: str) -> None:
    touchpoints, kpis, questions = HANDBOOK[stage]
    guidance = playbook.guidance(stage)
    assert [each.text.zh for each in from_origin(guidance.touchpoints, "handbook")] == touchpoints
    assert [each.text.zh for each in from_origin(guidance.kpis, "handbook")] == kpis
    asked = {each.id.rsplit(".", 1)[-1]: each.text.zh for each in from_origin(guidance.questions, "handbook")}
    assert list(asked) == list(questions)
    for name, words in questions.items():
        assert words in asked[name]


def test_the_handbooks_counts(playbook: Playbook) -> None:
    counts = {each.stage: (len(each.touchpoints), len(each.kpis), len(each.questions)) for each in playbook.stages}
    assert counts == {
        "awareness": (5, 5, 4),
        "consideration": (6, 5, 5),
        "purchase": (3, 5, 6),
        "retention": (3, 5, 5),
        "loyalty": (3, 6, 5),
    }


@pytest.mark.parametrize("stage", HANDBOOK)
def test_goal_behaviours_and_template_hint_of_each_stage(playbook: Playbook, stage: str) -> None:
    guidance = playbook.guidance(stage)
    assert all(words in guidance.goal.zh for words in GOALS[stage])
    assert TEMPLATE[stage] in guidance.template_hint.zh
    told = [each.text.zh for each in guidance.behaviours]
    assert len(told) == len(BEHAVIOURS[stage])
    assert all(words in text for words, text in zip(BEHAVIOURS[stage], told, strict=True))


def test_what_holds_for_the_whole_journey(playbook: Playbook) -> None:
    def short(entries: tuple[Guidance, ...], origin: str = "handbook") -> list[str]:
        return [each.id.split(".", 1)[-1] for each in from_origin(entries, origin)]

    assert [each.text.zh.split("：")[0] for each in playbook.uses] == [
        "改进产品或服务",
        "优化资源配置",
        "推动销售增长",
        "提高客户满意度",
        "识别服务和沟通的缺口",
    ]
    assert {"segment-first", "no-single-map", "several-factors", "one-segment-per-map"} <= set(
        short(playbook.segmentation)
    )
    assert len([each for each in short(playbook.segmentation) if each.startswith("factor-")]) == 4
    assert [each.text.zh for each in playbook.customer_data] == [
        "网站活动数据",
        "客户的企业特征或人口统计数据",
        "购买数据",
        "客户评价",
        "销售互动记录",
        "使用数据",
        "客户行为数据",
    ]
    assert short(playbook.market_research) == ["surveys", "interviews", "focus-groups"]
    assert short(playbook.market_research, "analysis") == ["observation"]
    assert short(playbook.problem_areas) == ["low-awareness", "missing-touchpoints", "unclear-value"]
    assert short(playbook.opportunities) == ["good-reputation", "hidden-value", "satisfaction-for-renewal"]
    assert [each.text.zh for each in playbook.updating if each.text.zh.startswith("外部")] == [
        "外部：出现新技术",
        "外部：竞争对手有变化",
        "外部：客户的需要变了",
    ]
    assert [each.text.zh for each in playbook.updating if each.text.zh.startswith("内部")] == [
        "内部：推出新产品",
        "内部：目标客户画像调整",
        "内部：销售定位变化",
    ]


def test_the_template_has_four_dimensions_for_every_stage(playbook: Playbook, funnel: Playbook) -> None:
    for each in (playbook, funnel):
        assert list(each.dimensions) == list(Dimension)
        for guidance in each.stages:
            assert list(guidance.cell_questions) == list(Dimension)


# ---------------------------------------------------------------- the funnel


def test_the_funnel_names_strategies_metrics_and_teams_as_far_as_its_source_does(funnel: Playbook) -> None:
    assert [each.stage for each in funnel.stages] == [
        "awareness",
        "consideration",
        "conversion",
        "retention",
        "advocacy",
    ]
    assert {each.stage: len(from_origin(each.strategies, "funnel")) for each in funnel.stages} == STRATEGIES
    teams = {each.stage: each.lead_team.zh if each.lead_team else None for each in funnel.stages}
    assert teams["consideration"] is None
    assert teams["awareness"] == "市场营销团队"
    assert teams["conversion"] == "销售团队"
    assert "客户成功" in (teams["retention"] or "")
    assert "客户推荐" in (teams["advocacy"] or "")
    for stage in ("retention", "advocacy"):
        metrics = {each.text.zh for each in funnel.guidance(stage).metrics}
        assert {"客户终身价值", "客户获取成本"} <= metrics
    assert all(each.expectation for each in funnel.stages)


def test_the_funnel_takes_over_what_its_source_leaves_open_with_its_origin(funnel: Playbook) -> None:
    conversion = funnel.guidance("conversion")
    assert {each.id for each in conversion.touchpoints} >= {"conversion.touchpoint.product-trial"}
    assert [each.origin for each in conversion.kpis] == ["handbook"] * 5
    asked = [each.id for each in funnel.guidance("advocacy").questions]
    assert "advocacy.question.recommend-reasons" in asked
    every_handbook_question = {each.id.split(".")[-1] for guide in load_playbook().stages for each in guide.questions}
    taken = {each.id.split(".")[-1] for guide in funnel.stages for each in guide.questions}
    assert taken == every_handbook_question


def test_the_five_stage_model_has_no_strategies_of_another_text(playbook: Playbook) -> None:
    assert not any(each.strategies or each.metrics or each.lead_team for each in playbook.stages)


# ---------------------------------------------------------------- origins and claims


def test_every_entry_has_an_origin_that_is_described(playbook: Playbook, funnel: Playbook) -> None:
    assert set(playbook.sources) == {"handbook", "analysis", "funnel", "tracking", "ours"}
    for each in (*values(playbook), *values(funnel)):
        if isinstance(each, Guidance):
            assert each.origin in playbook.sources
    assert {model.origin for model in load_stage_models().values()} <= set(playbook.sources)


def test_statistics_are_told_as_their_sources_claims(playbook: Playbook) -> None:
    told = " ".join(each.text.zh for each in playbook.statistics)
    for figure in ("近 90%", "超过 90%", "76%", "93%", "7 到 13", "大约要接触 8 次", "10% 到 15%"):
        assert figure in told
    for each in playbook.statistics:
        assert each.claimed
        assert each.text.zh.startswith(("手册称，", "漏斗一文称，"))
        assert "claims that" in each.text.en


def test_no_figure_of_a_source_stands_anywhere_as_a_fact(playbook: Playbook, funnel: Playbook) -> None:
    for each in (playbook, funnel):
        claimed = {id(entry.text) for entry in each.statistics}
        for text in values(each):
            if isinstance(text, Text) and id(text) not in claimed:
                assert not CLAIMED_FIGURES.search(text.zh + " " + text.en), text


# ---------------------------------------------------------------- stage models


def test_stage_ids_are_those_of_the_json_contract() -> None:
    models = load_stage_models()
    assert models["five-stage"].stage_ids == ("awareness", "consideration", "purchase", "retention", "loyalty")
    assert models["funnel"].stage_ids == ("awareness", "consideration", "conversion", "retention", "advocacy")
    assert models["funnel"].stage("conversion").akin == ("purchase",)
    assert models["funnel"].stage("retention").akin == ("retention", "loyalty")


def test_stage_labels_are_written_out_in_all_three_languages() -> None:
    said = [stage.label for stage in load_stage_models()["five-stage"].stages]
    assert [label.say("zh-Hans") for label in said] == ["认知", "考虑", "购买", "留存", "忠诚"]
    assert [label.say("zh-Hant") for label in said] == ["認知", "考慮", "購買", "留存", "忠誠"]
    assert [label.say("en") for label in said] == ["Awareness", "Consideration", "Purchase", "Retention", "Loyalty"]
    funnel = load_stage_models()["funnel"]
    assert [stage.label.zh for stage in funnel.stages] == ["认知", "考虑", "转化", "留存", "推荐"]


def test_an_alias_means_one_stage_of_its_own_model_only() -> None:
    models = load_stage_models()

    def named(model: str, name: str) -> list[str]:
        wanted = to_simplified(name.casefold())
        return [
            stage.id
            for stage in models[model].stages
            if wanted in {to_simplified(each.casefold()) for each in (stage.id, *stage.aliases, stage.label.zh)}
        ]

    assert named("five-stage", "意識") == ["awareness"]
    assert named("five-stage", "忠誠") == ["loyalty"]
    assert named("funnel", "忠诚") == ["retention"]  # the funnel's source calls that stage retention or loyalty
    assert named("funnel", "购买") == ["conversion"]
    assert named("five-stage", "转化") == []
    assert named("five-stage", "推荐") == []


# ---------------------------------------------------------------- wording


def every_list(guidance: StageGuidance) -> Iterator[tuple[Guidance, ...]]:
    yield guidance.behaviours
    yield guidance.touchpoints
    yield guidance.kpis
    yield guidance.questions
    yield tuple(guidance.cell_questions.values())


def test_words_are_plenty_and_long_enough_not_to_match_by_chance(playbook: Playbook, funnel: Playbook) -> None:
    for guidance in (*playbook.stages, *funnel.stages):
        for entries in every_list(guidance):
            for each in entries:
                chinese = [word for word in each.words if re.search(r"[\u4e00-\u9fff]", word)]
                assert len(chinese) >= 5, each.id
                assert len(each.words) - len(chinese) >= 4, each.id
                assert len(set(each.words)) == len(each.words), each.id
                assert all(len(word) >= 2 for word in chinese), each.id
                assert all(len(word) >= 3 for word in each.words if word not in chinese), each.id


def test_a_word_names_one_touchpoint_or_kpi_of_a_stage(playbook: Playbook, funnel: Playbook) -> None:
    for guidance in (*playbook.stages, *funnel.stages):
        for entries in (guidance.touchpoints, guidance.kpis):
            owners = [(word.casefold(), each.id) for each in entries for word in each.words]
            for word, owner in owners:
                assert not [other for other, other_owner in owners if word in other and owner != other_owner], word


def test_questions_can_be_asked_aloud(playbook: Playbook, funnel: Playbook) -> None:
    for guidance in (*playbook.stages, *funnel.stages):
        for each in (*guidance.questions, *guidance.cell_questions.values()):
            assert "？" in each.text.zh
            assert "?" in each.text.en
            assert re.search(r"您|贵公司", each.text.zh), each.id
            assert re.search(r"\byou|\byour", each.text.en) or "company" in each.text.en, each.id
            assert not re.search(r"(是否|是不是|对吧|对吗|吗？)", each.text.zh), each.id  # open, not yes or no


def test_ids_are_unique_and_begin_with_their_stage(playbook: Playbook, funnel: Playbook) -> None:
    for book in (playbook, funnel):
        ids: list[str] = []
        for guidance in book.stages:
            for entries in (*list(every_list(guidance))[:-1], guidance.strategies, guidance.metrics):
                ids += [each.id for each in entries]
                assert all(each.id.startswith(f"{guidance.stage}.") for each in entries)
        assert len(set(ids)) == len(ids)


def strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for each in value.values():
            yield from strings(each)
    elif isinstance(value, list):
        for each in value:
            yield from strings(each)


def test_chinese_typography() -> None:
    paths = [path for kind in ("stage-models", "playbook") for path in (knowledge_folder() / kind).glob("*.yaml")]
    assert len(paths) >= 5
    han = r"[\u3400-\u9fff]"
    for path in paths:
        for text in strings(yaml.safe_load(path.read_text(encoding="utf-8"))):
            assert not re.search(rf"{han}\s*[,;:?!()]|[,;:?!()]\s*{han}", text), text
            assert not re.search(rf"{han}[\"'.]|\s[，。、：；？！]|[，。、：；？！]\s", text), text
            if not re.search(han, text):
                assert not re.search(r"[，。、：；？！（）]", text), text


# ---------------------------------------------------------------- the codebook


def test_the_shipped_codebook_covers_every_code() -> None:
    examples = load_codebook()
    models = load_stage_models()
    assert len(examples) >= 800
    assert {stage for each in examples for stage in each.stages} == set(models["five-stage"].stage_ids)
    assert {stage for each in examples for stage in each.funnel} == set(models["funnel"].stage_ids)
    assert {dimension for each in examples for dimension in each.dimensions} == set(Dimension)
    assert {each.sentiment for each in examples} == {-2, -1, 0, 1, 2}
    assert {each.speaker for each in examples} == {"customer", "staff"}
    assert any(not each.stages for each in examples)
