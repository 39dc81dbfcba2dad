"""The first three parts: whom the analysis is about, why it divides the journey as it does, what was collected and from whom."""

from collections.abc import Iterator, Sequence

from assistant.drafting.computing import compute_count, compute_share
from assistant.drafting.gaps.research import ENOUGH
from assistant.drafting.gaps.writing import GapWork, by_coding, listed
from assistant.drafting.material import Told, count_speakers
from assistant.journey import Answer, Claim, Role
from assistant.measuring import Consideration
from assistant.wording import Text

_GROUP_TALK = 3
"""Speakers beside the interviewer from which a record is a talk of a group; ours."""

_WHOM = Text("分析的是哪些客户？", "Which customers is it about?")
_GROUP = Text("{segment}：讲到旅程的客户有 {count} 位。", "{segment}: customers who tell of their journey: {count}.")
_ALL = Text("没有划分客群，讲到旅程的客户有 {count} 位。", "No segments; customers who tell of their journey: {count}.")
_BASIS = Text("依据什么？", "On what does it rest?")
_DOCUMENTS = Text("依据 {count} 份资料。", "Documents it rests on: {count}.")
_PURPOSE = Text("这次分析要支持什么决定？", "Which decision is this analysis to support?")
_OUTSIDE = Text(
    "哪些产品、地区、渠道或时段不在这次分析之内？", "Which products, regions, channels or periods are outside it?"
)

_CONSIDERED = Text("{label}：{asks}", "{label}: {asks}")
_THIN = Text(
    "{coded}{stage}的材料最少：{whole} 条陈述里有 {part} 条（{share}）；再往细分，这里最先填不满。",
    "Least material is on {stage}: {part} of {whole} statements ({share}){coded}; a finer division would run dry there first.",
)
_FELT = Text(
    "{coded}客户的 {whole} 条陈述里，有 {part} 条带着好恶（{share}）。",
    "Of {whole} statements of customers, {part} carry a feeling ({share}){coded}.",
)

_HOW = Text("用什么方法收集了什么？", "What was collected, by which method?")
_INTERVIEWS = Text("一对一的访谈记录有 {count} 份。", "Records of interviews: {count}.")
_GROUPS = Text(
    "多人一起谈的记录（工作坊、座谈）有 {count} 份。", "Records of group talks (workshops, discussions): {count}."
)
_TABLES = Text("表格（问卷、评价、登记）有 {count} 份。", "Tables (surveys, reviews, registers): {count}.")
_WHO = Text("听到了谁？", "Who was heard?")
_BY_ROLE = {
    Role.CUSTOMER: Text("客户 {count} 位。", "Customers: {count}."),
    Role.STAFF: Text("员工 {count} 位。", "Staff: {count}."),
    Role.UNKNOWN: Text("身份不明的发言者 {count} 位。", "Speakers of unknown role: {count}."),
}
_MISSING = Text("还缺谁？", "Who is missing?")
_FEW = Text(
    "{segment}只听到 {count} 位客户，还看不出是不是普遍。",
    "Customers of {segment} heard: {count}, too few to tell a pattern.",
)
_NO_STAFF = Text(
    "没有员工讲到的阶段有 {count} 个：{which}。", "Stages of which no member of staff speaks: {count} ({which})."
)
_NO_CUSTOMER = Text(
    "没有客户讲到的阶段有 {count} 个：{which}。", "Stages of which no customer speaks: {count} ({which})."
)
_FAR = Text("这些材料能说明到哪一步？", "How far does it carry?")
_STAFF_SHARE = Text(
    "全部 {whole} 条与旅程有关的陈述里，{part} 条是员工说的（{share}）；员工说的是他们看到的客户，要由客户证实。",
    "Of {whole} statements about the journey, {part} are by staff ({share}): they tell of customers as staff see them, which "
    "customers have to confirm.",
)


def find_scope(work: GapWork) -> tuple[Answer, ...]:
    """Whom it is about and on what it rests; what only the company can say stays open."""
    return (
        _answer(work, "scope.whom", _WHOM, list(_groups(work))),
        _answer(work, "scope.basis", _BASIS, [_count(work, _DOCUMENTS, _documents(work), "scope", "documents")]),
        _answer(work, "scope.purpose", _PURPOSE, []),
        _answer(work, "scope.outside", _OUTSIDE, []),
    )


def find_division(work: GapWork, considerations: Sequence[Consideration]) -> tuple[Answer, ...]:
    """The considerations of the text: what the notes can say to them, the rest open."""
    said = {"data": _thinnest, "needs": _felt}
    return tuple(
        _answer(
            work,
            f"division.{each.id}",
            _CONSIDERED.filled(label=each.label, asks=each.asks),
            said[each.id](work) if each.id in said else [],
        )
        for each in considerations
    )


def find_collection(work: GapWork) -> tuple[Answer, ...]:
    """What was collected by which method, who was heard, who is missing, how far it carries."""
    return (
        _answer(work, "collection.how", _HOW, list(_by_method(work))),
        _answer(work, "collection.who", _WHO, list(_by_role(work))),
        _answer(work, "collection.missing", _MISSING, list(_missing(work))),
        _answer(work, "collection.far", _FAR, _staff_share(work)),
    )


def _groups(work: GapWork) -> Iterator[Claim]:
    customers = [each for each in work.material.told if each.by_customer]
    if not work.material.segments:
        yield _count(work, _ALL, count_speakers(customers), "scope", "all")
    for segment in work.material.segments:
        if any(each.segment == segment.id for each in work.maps):
            speakers = count_speakers(each for each in customers if each.segment == segment.id)
            yield _count(work, _GROUP, speakers, "scope", segment.id, segment=segment.label)


def _documents(work: GapWork) -> list[str]:
    return list(dict.fromkeys(each.statement.document for each in work.material.told))


def _thinnest(work: GapWork) -> list[Claim]:
    told = work.material.told
    if not told:
        return []
    numbers = {
        stage: len(work.material.in_stage(stage, second=False)) for stage in work.material.playbook.model.stage_ids
    }
    least = min(numbers, key=lambda stage: numbers[stage])
    share = compute_share(numbers[least], len(told))
    text = _THIN.filled(
        stage=work.stage_name(least), whole=len(told), part=numbers[least], share=share.result, coded=by_coding(told)
    )
    return [work.writer.compute(text, share, ("analysis", "division", "data"))]


def _felt(work: GapWork) -> list[Claim]:
    told = [each for each in work.material.told if each.by_customer]
    if not told:
        return []
    share = compute_share(sum(each.sentiment != 0 for each in told), len(told))
    part, whole = share.inputs
    text = _FELT.filled(whole=whole, part=part, share=share.result, coded=by_coding(told))
    return [work.writer.compute(text, share, ("analysis", "division", "needs"))]


def _by_method(work: GapWork) -> Iterator[Claim]:
    kinds: dict[str, list[str]] = {"interviews": [], "groups": [], "tables": []}
    for document in _documents(work):
        told = [each for each in work.material.told if each.statement.document == document]
        if any(each.statement.locator.row is not None for each in told):
            kinds["tables"].append(document)
        else:
            kinds["groups" if len(count_speakers(told)) >= _GROUP_TALK else "interviews"].append(document)
    for kind, frame in (("interviews", _INTERVIEWS), ("groups", _GROUPS), ("tables", _TABLES)):
        if kinds[kind]:
            yield _count(work, frame, kinds[kind], "collection", kind)


def _by_role(work: GapWork) -> Iterator[Claim]:
    for role, frame in _BY_ROLE.items():
        speakers = count_speakers(each for each in work.material.told if each.statement.role is role)
        if speakers:
            yield _count(work, frame, speakers, "collection", str(role))


def _missing(work: GapWork) -> Iterator[Claim]:
    customers = [each for each in work.material.told if each.by_customer]
    for segment in work.material.segments:
        speakers = count_speakers(each for each in customers if each.segment == segment.id)
        if len(speakers) < ENOUGH and any(each.segment == segment.id for each in work.maps):
            yield _count(work, _FEW, speakers, "collection", "few", segment.id, segment=segment.label)
    staff = [each for each in work.material.told if each.by_staff]
    for name, frame, told in (("no-staff", _NO_STAFF, staff), ("no-customer", _NO_CUSTOMER, customers)):
        silent = [
            stage for stage in work.material.playbook.model.stage_ids if not any(each.stage == stage for each in told)
        ]
        if silent:
            which = listed([work.stage_name(stage) for stage in silent], 15)
            yield _count(work, frame, silent, "collection", name, which=which)


def _staff_share(work: GapWork) -> list[Claim]:
    told: Sequence[Told] = work.material.told
    if not told:
        return []
    share = compute_share(sum(each.by_staff for each in told), len(told))
    part, whole = share.inputs
    text = _STAFF_SHARE.filled(whole=whole, part=part, share=share.result)
    return [work.writer.compute(text, share, ("analysis", "collection", "far"))]


def _count(work: GapWork, frame: Text, inputs: Sequence[str], *place: str, **named: str | Text) -> Claim:
    count = compute_count(inputs)
    return work.writer.compute(frame.filled(count=count.result, **named), count, ("analysis", *place))


def _answer(work: GapWork, name: str, question: Text, claims: Sequence[Claim]) -> Answer:
    return Answer(name, work.say(question), "answered" if claims else "open", tuple(claims))
