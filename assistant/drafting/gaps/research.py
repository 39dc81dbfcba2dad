"""Data gaps: which customer data, research and interviewees would support the map and are missing."""

from assistant.drafting.computing import compute_count
from assistant.drafting.gaps.writing import RESEARCH_TEAM, GapWork, inside, listed
from assistant.drafting.material import count_speakers
from assistant.journey import Gap, GapKind, Level, Segment
from assistant.playbook import Guidance
from assistant.wording import Text

_FEW, ENOUGH = 3, 6
"""Interviewees a segment: below three nothing can be told from a single case; around six to twelve interviews of a
homogeneous group bring most themes (Guest, Bunce & Johnson 2006)."""

_DATA_TITLE = Text("{count} 种客户数据没有用上：{which}", "Customer data that are not drawn on: {which}")
_DATA = Text(
    "能支持地图的客户数据中，有 {count} 种在笔记里没有提到：{which}。",
    "Kinds of customer data that would support the map and the notes do not mention: {count} ({which}).",
)
_DATA_NEXT = Text(
    "问清公司有没有这些数据、谁能导出；先要最近一年的，和访谈里的说法对照。",
    "Ask whether the company has these data and who can export them; begin with the last year and hold them against the interviews.",
)
_RESEARCH_TITLE = Text("还没有做过的研究：{which}", "Research not done yet: {which}")
_RESEARCH = Text(
    "能支持地图的研究方法中，有 {count} 种在笔记里没有提到：{which}",
    "Kinds of research that would support the map and the notes do not mention: {count} ({which}).",
)
_RESEARCH_NEXT = Text(
    "先用问卷检验访谈里最重要的两三个发现，再看是否需要别的方法。",
    "Test the two or three most important findings by a survey first, then see whether other methods are needed.",
)
_FEW_TITLE = Text("{segment}只访谈了 {count} 位客户", "Customers of {segment} interviewed: only {count}")
_NONE_TITLE = Text("{segment}一位客户也没有访谈到", "No customer of {segment} was interviewed")
_FEW_CLAIM = Text(
    "讲到旅程的{segment}客户有 {count} 位。", "Customers of {segment} who tell of their journey: {count}."
)
_FEW_NEXT = Text(
    "再约 {more} 位{segment}的客户，最好包括用过又离开的。",
    "Customers of {segment} still to interview: {more}, if possible some of them who have left.",
)
_UNSEGMENTED_TITLE = Text("{count} 位客户不知道属于哪个客群", "Customers of no known segment: {count}")
_UNSEGMENTED = Text(
    "有 {count} 位客户的话没有归入任何客群，也没有写进任何一张地图。",
    "Customers whose words belong to no segment and stand in no map: {count}.",
)
_UNSEGMENTED_NEXT = Text(
    "在 client.toml 里写明这些人的客群（segment），再重新生成草稿。",
    "Give these people their segment in client.toml, then draft again.",
)
_NO_SEGMENTS_TITLE = Text("还没有划分客群", "No customer segments yet")
_NO_SEGMENTS = Text(
    "有 {count} 位客户合在一张地图里，不同客户的路径可能混在一起。",
    "Customers who share one map, so that different paths may be mixed: {count}.",
)
_NO_SEGMENTS_NEXT = Text(
    "按几个方面一起划分，再写进 client.toml：{factors}。",
    "Segment by several factors together and write the segments into client.toml: {factors}.",
)


def find_data_gaps(work: GapWork) -> list[Gap]:
    """Missing data and research (one gap each), thin segments, and customers of no segment.

    Severity: high for a segment with fewer than three customers and where there are no segments; medium for fewer than
    six, for customers of no segment, and where all kinds of data are missing; low else. Effort: low for asking and for
    settling segments, medium for interviews and data, high for research.
    """
    gaps = [_build_thin(segment, work) for segment in work.material.segments if _shown(segment, work)]
    gaps += [_build_unsegmented(work) if work.material.segments else _build_no_segments(work)]
    gaps += [_build_data(work), _build_research(work)]
    return [gap for gap in gaps if gap is not None]


def _shown(segment: Segment, work: GapWork) -> bool:
    return any(each.segment == segment.id for each in work.maps)


def _unmentioned(entries: tuple[Guidance, ...], work: GapWork) -> list[Guidance]:
    return [entry for entry in entries if not work.words.is_spoken_of(entry, work.material)]


def _build_data(work: GapWork) -> Gap | None:
    entries = work.material.playbook.customer_data
    missing = _unmentioned(entries, work)
    if not missing:
        return None
    count = compute_count([each.id for each in missing])
    which = listed([inside(each.text) for each in missing], 8)
    claim = work.writer.compute(_DATA.filled(count=count.result, which=which), count, ("gap", "data", "customer-data"))
    return work.gap(
        GapKind.DATA,
        ("customer-data",),
        _DATA_TITLE.filled(count=count.result, which=listed([inside(each.text) for each in missing], 3)),
        [claim],
        severity=Level.MEDIUM if len(missing) == len(entries) else Level.LOW,
        effort=Level.MEDIUM,
        next_step=_DATA_NEXT,
        owner=Text("数据与信息团队", "data and IT"),
    )


def _build_research(work: GapWork) -> Gap | None:
    # Interviews are what the notes themselves are.
    missing = [
        each
        for each in _unmentioned(work.material.playbook.market_research, work)
        if not each.id.endswith("interviews")
    ]
    if not missing:
        return None
    count = compute_count([each.id for each in missing])
    names = [_name(each) for each in missing]
    claim = work.writer.compute(
        _RESEARCH.filled(count=count.result, which=listed(names)), count, ("gap", "data", "market-research")
    )
    return work.gap(
        GapKind.DATA,
        ("market-research",),
        _RESEARCH_TITLE.filled(which=listed(names)),
        [claim],
        severity=Level.LOW,
        effort=Level.HIGH,
        next_step=_RESEARCH_NEXT,
        owner=RESEARCH_TEAM,
    )


def _name(entry: Guidance) -> Text:
    """The method's name: the playbook gives it before a colon, then what it is good for."""
    return Text(entry.text.zh.split("：")[0], entry.text.en.split(":")[0].lower(), entry.text.hant.split("：")[0])


def _build_thin(segment: Segment, work: GapWork) -> Gap | None:
    speakers = count_speakers(each for each in work.material.told if each.by_customer and each.segment == segment.id)
    if len(speakers) >= ENOUGH:
        return None
    count = compute_count(speakers)
    claim = work.writer.compute(
        _FEW_CLAIM.filled(segment=segment.label, count=count.result),
        count,
        ("gap", "data", "interviewees", segment.id),
        segment=segment.id,
    )
    title = _FEW_TITLE if speakers else _NONE_TITLE
    return work.gap(
        GapKind.DATA,
        ("interviewees", segment.id),
        title.filled(segment=segment.label, count=count.result),
        [claim],
        severity=Level.HIGH if len(speakers) < _FEW else Level.MEDIUM,
        effort=Level.MEDIUM,
        next_step=_FEW_NEXT.filled(more=ENOUGH - len(speakers), segment=segment.label),
        owner=RESEARCH_TEAM,
        segment=segment.id,
    )


def _build_unsegmented(work: GapWork) -> Gap | None:
    told = [each for each in work.material.told if each.by_customer and each.segment is None]
    if not told:
        return None
    count = compute_count(count_speakers(told))
    claim = work.writer.compute(_UNSEGMENTED.filled(count=count.result), count, ("gap", "data", "unsegmented"))
    return work.gap(
        GapKind.DATA,
        ("unsegmented",),
        _UNSEGMENTED_TITLE.filled(count=count.result),
        [claim],
        severity=Level.MEDIUM,
        effort=Level.LOW,
        next_step=_UNSEGMENTED_NEXT,
        owner=RESEARCH_TEAM,
    )


def _build_no_segments(work: GapWork) -> Gap | None:
    speakers = count_speakers(each for each in work.material.told if each.by_customer)
    if not speakers:
        return None
    count = compute_count(speakers)
    factors = [each.text for each in work.material.playbook.segmentation if ".factor-" in each.id]
    claim = work.writer.compute(_NO_SEGMENTS.filled(count=count.result), count, ("gap", "data", "no-segments"))
    return work.gap(
        GapKind.DATA,
        ("no-segments",),
        _NO_SEGMENTS_TITLE,
        [claim],
        severity=Level.HIGH,
        effort=Level.LOW,
        next_step=_NO_SEGMENTS_NEXT.filled(factors=listed([inside(each) for each in factors])),
        owner=RESEARCH_TEAM,
    )
