"""What must be there before anything is coded or drafted."""

from collections.abc import Sequence

from assistant.errors import UsageError
from assistant.journey import Statement
from assistant.playbook import Playbook
from assistant.wording import Text, joined, same
from assistant.workspace import ClientFolder, pasteable


def check_segment(client: ClientFolder, segment: str | None) -> None:
    """Raises UsageError for a segment that the client does not have."""
    known = [each.id for each in client.profile.segments]
    if segment is None or segment in known:
        return
    message = Text("客户“{client}”没有客群 {segment}。", "{client} has no segment {segment}.")
    hint = Text("已有客群：{known}。", "Its segments: {known}.") if known else _NO_SEGMENTS
    raise UsageError(
        message.filled(client=client.profile.name, segment=segment),
        hint.filled(known=joined([same(each) for each in known])),
    )


def check_material(client: ClientFolder, said: Sequence[Statement], usable: Sequence[Statement]) -> None:
    """Raises UsageError where nothing was said that can be coded; `usable` is what others than the interviewer said."""
    name = client.profile.name
    if usable:
        return
    if said:
        message = Text(
            "“{name}”的笔记里只有访谈者的话，没有可以编码或引用的陈述。",
            "The notes of {name} hold only the interviewer's words; there is nothing to code or to draft from.",
        )
        raise UsageError(message.filled(name=name), _CHECK_PEOPLE)
    message = Text("“{name}”没有可用的笔记。", "There are no usable notes for {name}.")
    hint = Text("添加笔记：journey add {name} 文件…", "Add some: journey add {name} FILE...")
    raise UsageError(message.filled(name=name), hint.filled(name=pasteable(name)))


_NO_SEGMENTS = Text("它还没有客群；请写进 client.toml。", "It has none yet; write them into client.toml.")
_CHECK_PEOPLE = Text(
    "请检查 client.toml 中各人的角色，以及笔记里说话人的标记。",
    "Check the roles in client.toml and the speaker labels in the notes.",
)


def has_strategies(playbook: Playbook) -> bool:
    """Whether the playbook says what a company does to engage customers, which the funnel report is about."""
    return any(each.strategies for each in playbook.stages)


def check_funnel(playbook: Playbook) -> None:
    """Raises UsageError for a stage model without engagement strategies."""
    if not has_strategies(playbook):
        raise UsageError(
            Text(
                "阶段模型 {model} 没有互动策略，做不了漏斗报告。",
                "The stage model {model} has no engagement strategies, so that there is no funnel report.",
            ).filled(model=playbook.model.id),
            Text(
                "不写 --stage-model，或写 --stage-model funnel。",
                "Leave out --stage-model, or say --stage-model funnel.",
            ),
        )
