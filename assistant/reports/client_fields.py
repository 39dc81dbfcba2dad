"""The fields that a client's own Word template may name, with what each holds; and their values for a draft."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from assistant.journey import Answer, Cell, Claim, Draft, Emotion, Evidence, Gap, GapKind, SegmentMap, StageInsight
from assistant.reports import phrasing, words
from assistant.reports.cautions import cautions
from assistant.reports.cover import about_engine, engine_name
from assistant.reports.evidence_words import place_words
from assistant.reports.gaps_report import gaps_of
from assistant.reports.letters import legal
from assistant.reports.marks import PART_FIELDS
from assistant.reports.review_part import status_words
from assistant.reports.summary import unknown_lines
from assistant.reports.voice import Voice, build_voice
from assistant.wording import Text

Value: TypeAlias = str | int | Sequence["Value"] | Mapping[str, "Value"]


@dataclass(frozen=True, slots=True)
class TemplateField:
    """A name for a template: a word or number, or, with `inside`, a list to loop over whose entries have those fields."""

    name: str
    about: Text
    inside: "tuple[TemplateField, ...]" = ()


def _field(name: str, zh: str, en: str, *inside: TemplateField) -> TemplateField:
    return TemplateField(name, Text(zh, en), inside)


_CLAIM = (
    _field("text", "要点的文字", "the words of the claim"),
    _field("keys", "证据编号，如“E1, E2”", "its evidence keys, such as “E1, E2”"),
    _field("verdict", "有据、部分有据、证据不足或由谁改定", "supported, partly supported, not supported or edited"),
    _field("mark", "● ◐ ○ ✎", "● ◐ ○ ✎"),
    _field("doubts", "疑问，没有则为空", "its doubts, empty without"),
)
_PART_WORDS = {
    "does": words.DOES,
    "says": words.SAYS,
    "feels": words.FEELS,
    "drivers": words.DRIVERS,
    "barriers": words.BARRIERS,
    "company": words.COMPANY,
    "kpis": words.KPIS,
}
_GAP = (
    _field("kind", "类别", "the kind of gap"),
    _field("title", "标题", "its title"),
    _field(
        "caution", "标题要有的保留，如“待人确认”，没有则为空", "what to read the title with, such as “to be confirmed”"
    ),
    _field("stage", "阶段", "the stage"),
    _field("segment", "客群，整个旅程则为空", "the segment, empty for all"),
    _field("severity", "严重程度", "how severe"),
    _field("effort", "投入", "how much effort"),
    _field("status", "状态", "open or closed"),
    _field("next_step", "下一步", "the next step"),
    _field("owner", "负责人", "the owner"),
    _field("claims", "要点", "its claims", *_CLAIM),
)
FIELDS: tuple[TemplateField, ...] = (
    _field("client", "客户名称", "the client’s name"),
    _field("date", "日期", "the date"),
    _field("status", "草稿、已审阅或已签署", "draft, reviewed or signed"),
    _field("version", "稿次", "the draft’s number"),
    _field("engine", "引擎", "the engine"),
    _field("about", "引擎做了什么、没做什么", "what the engine did and did not do"),
    _field("segments", "所有客群，写成一行", "all segments in one line"),
    _field("document_count", "资料份数", "how many documents were read"),
    _field("statement_count", "陈述条数", "how many statements"),
    _field("cell_count", "地图的格数", "how many cells the maps have"),
    _field("filled_count", "有证据的格数", "how many of them have evidence"),
    _field("claim_count", "要点条数", "how many claims"),
    _field("unknown", "尚不清楚的事，逐行", "what is not known yet, line by line", _field("line", "一行", "one line")),
    _field("problems", "未解决的问题，最严重的在前", "open problems, the severest first", *_GAP),
    _field("opportunities", "机会，最重要的在前", "opportunities, the most important first", *_GAP),
    _field("gaps", "全部缺口", "all gaps", *_GAP),
    _field(
        "maps",
        "每个客群一张地图",
        "a map for each segment",
        _field("segment", "客群", "the segment"),
        _field("speaker_count", "受访者人数", "how many speakers"),
        _field("statement_count", "陈述条数", "how many statements"),
        _field("stages", "表头：各阶段", "the head: the stages", _field("label", "阶段名", "the stage’s name")),
        _field(
            "rows",
            "每个维度一行",
            "a row for each dimension",
            _field("dimension", "维度", "the dimension"),
            _field(
                "cells",
                "该行各格，次序同阶段",
                "the cells of the row in the order of the stages",
                _field("stage", "阶段", "the stage"),
                _field("claims", "要点，缺证据时为空", "its claims, none where evidence is missing", *_CLAIM),
                _field("question", "待问的问题", "the question still to be asked"),
            ),
        ),
    ),
    _field(
        "insights",
        "每个阶段一节",
        "a part for each stage",
        _field("stage", "阶段", "the stage"),
        _field("goal", "企业目标", "the company’s goal"),
        *(TemplateField(name, label, _CLAIM) for name, label in _PART_WORDS.items()),
        _field(
            "answers",
            "指南的问题",
            "the playbook’s questions",
            _field("question", "问题", "the question"),
            _field("state", "已回答、部分回答或无人回答", "answered, partly answered or not answered"),
            _field("claims", "访谈中的回答", "what the notes say", *_CLAIM),
        ),
        _field(
            "emotions",
            "各客群的情绪",
            "the emotion of each segment",
            _field("segment", "客群", "the segment"),
            _field("mean", "平均值，−2 到 +2", "the mean, −2 to +2"),
            _field("word", "用词语说", "the same in words"),
            _field("statement_count", "陈述条数", "over how many statements"),
        ),
    ),
    _field(
        "evidence",
        "全部证据",
        "all evidence",
        _field("key", "编号", "the key"),
        _field("quote", "原话", "the quote"),
        _field("speaker", "说话人", "the speaker"),
        _field("role", "身份", "customer, staff or not known"),
        _field("place", "文件与位置", "file and place"),
    ),
)


def list_fields(fields: Sequence[TemplateField] = FIELDS, depth: int = 0) -> list[tuple[str, Text]]:
    """Each field's name, indented by two spaces for each list it stands in, and what it holds."""
    found: list[tuple[str, Text]] = []
    for field in fields:
        name = f"{field.name}[]" if field.inside else field.name
        found.append(("  " * depth + name, field.about))
        found.extend(list_fields(field.inside, depth + 1))
    return found


def field_values(draft: Draft) -> dict[str, Value]:
    """The values of `FIELDS` for a draft: words that XML can hold, numbers, and lists of them."""
    voice = build_voice(draft)
    gaps = {kind: gaps_of(voice, kind) for kind in GapKind}
    cells = [cell for each in draft.maps for cell in each.cells]
    found: dict[str, Value] = {
        "client": draft.client,
        "date": phrasing.date_words(draft.provenance.created, voice.language),
        "status": status_words(voice),
        "version": draft.number,
        "engine": engine_name(voice),
        "about": about_engine(voice),
        "segments": voice.listed([each.label for each in draft.maps]),
        "document_count": len(draft.sources),
        "statement_count": draft.statements,
        "cell_count": len(cells),
        "filled_count": sum(bool(cell.claims) for cell in cells),
        "claim_count": len(draft.claims()),
        "unknown": [{"line": line} for line in unknown_lines(voice)],
        "problems": [_gap(voice, gap) for gap in gaps[GapKind.PROBLEM] if gap.status == "open"],
        "opportunities": [_gap(voice, gap) for gap in gaps[GapKind.OPPORTUNITY] if gap.status == "open"],
        "gaps": [_gap(voice, gap) for kind in words.GAP_ORDER for gap in gaps[kind]],
        "maps": [_map(voice, each) for each in draft.maps],
        "insights": [_insight(voice, each) for each in draft.insights],
        "evidence": [_evidence(voice, each) for each in draft.evidence],
    }
    return {name: _legal(value) for name, value in found.items()}


def _legal(value: Value) -> Value:
    if isinstance(value, str):
        return legal(value)
    if isinstance(value, Mapping):
        return {name: _legal(each) for name, each in value.items()}
    return value if isinstance(value, int) else [_legal(each) for each in value]


def _claims(voice: Voice, claims: Sequence[Claim]) -> list[Value]:
    return [_claim(voice, claim) for claim in claims]


def _claim(voice: Voice, claim: Claim) -> Value:
    doubts = dict.fromkeys(doubt.detail for doubt in claim.doubts)
    return {
        "text": claim.text,
        "keys": ", ".join(claim.keys),
        "verdict": voice.verdict(claim),
        "mark": words.MARKS[claim.verdict],
        "doubts": " ".join(doubts),
    }


def _gap(voice: Voice, gap: Gap) -> Value:
    return {
        "kind": voice.say(words.GAP_KINDS[gap.kind]),
        "title": gap.title,
        "caution": voice.listed(cautions(voice, gap)),
        "stage": voice.stage(gap.stage),
        "segment": voice.segment(gap.segment) if gap.segment else "",
        "severity": voice.say(words.LEVELS[gap.severity]),
        "effort": voice.say(words.LEVELS[gap.effort]),
        "status": voice.say(words.STATES[gap.status]),
        "next_step": gap.next_step,
        "owner": gap.owner or voice.say(words.OWNER_OPEN),
        "claims": _claims(voice, gap.claims),
    }


def _map(voice: Voice, each: SegmentMap) -> Value:
    dimensions = dict.fromkeys(cell.dimension for cell in each.cells)
    order = {stage: place for place, stage in enumerate(voice.draft.model.stage_ids)}
    ordered = sorted(each.cells, key=lambda cell: order.get(cell.stage, len(order)))
    rows: list[Value] = [
        {
            "dimension": voice.say(words.DIMENSIONS[dimension]),
            "cells": [_cell(voice, cell) for cell in ordered if cell.dimension is dimension],
        }
        for dimension in dimensions
    ]
    return {
        "segment": each.label,
        "speaker_count": each.speakers,
        "statement_count": each.statements,
        "stages": [{"label": voice.say(stage.label)} for stage in voice.draft.model.stages],
        "rows": rows,
    }


def _cell(voice: Voice, cell: Cell) -> Value:
    return {"stage": voice.stage(cell.stage), "claims": _claims(voice, cell.claims), "question": cell.question}


def _insight(voice: Voice, each: StageInsight) -> Value:
    parts: dict[str, Value] = {name: _claims(voice, getattr(each, name)) for name in PART_FIELDS}
    return {
        "stage": each.label,
        "goal": each.goal,
        **parts,
        "answers": [_answer(voice, answer) for answer in each.answers],
        "emotions": [_emotion(voice, emotion) for emotion in each.emotions],
    }


def _answer(voice: Voice, answer: Answer) -> Value:
    state = voice.say(words.ANSWERED[answer.state])
    return {"question": answer.question, "state": state, "claims": _claims(voice, answer.claims)}


def _emotion(voice: Voice, emotion: Emotion) -> Value:
    return {
        "segment": emotion.label or voice.segment(emotion.segment),
        "mean": phrasing.signed(emotion.mean),
        "word": voice.say(phrasing.emotion_word(emotion.mean)),
        "statement_count": emotion.statements,
    }


def _evidence(voice: Voice, each: Evidence) -> Value:
    return {
        "key": each.key,
        "quote": each.quote,
        "speaker": each.speaker or voice.say(words.UNKNOWN_SPEAKER),
        "role": voice.say(words.ROLES[each.role]),
        "place": place_words(voice, each),
    }
