"""What was read back and which versions there are, said to a person and to a program."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from assistant.cli.screen import Screen
from assistant.wording import Text, joined, same

if TYPE_CHECKING:
    from assistant.drafting.revision.merge import Change
    from assistant.journey import Draft, Review
    from assistant.reviewing import Pulled, Version

_MOST_REMOVED = 8
_KINDS = {
    "edited": Text("改写", "edited", "改寫"),
    "added": Text("新增", "added"),
    "deleted": Text("删去", "deleted"),
    "moved": Text("移动", "moved"),
    "gap": Text("改动缺口", "gap changed"),
    "gap-added": Text("新增缺口", "gap added"),
    "gap-deleted": Text("删去缺口", "gap deleted"),
}
_FIELDS = {
    "title": Text("标题", "title"),
    "severity": Text("严重程度", "severity"),
    "effort": Text("投入", "effort"),
    "status": Text("状态", "status"),
    "step": Text("下一步", "next step"),
    "owner": Text("负责人", "owner"),
}
_STATUSES = {
    "draft": Text("草稿", "draft"),
    "reviewed": Text("已审阅", "reviewed"),
    "signed": Text("已签署", "signed"),
}


def give_pulled(screen: Screen, pulled: "Pulled") -> None:
    """The JSON of `journey review pull`."""
    screen.give(
        {
            "client": pulled.client.profile.name,
            "draft": pulled.draft.id,
            "number": pulled.draft.number,
            "base": pulled.base,
            "new": pulled.is_new,
            "status": pulled.draft.status,
            "changes": [_change_json(each) for each in pulled.changes],
            "doubts": [
                {"claim": claim.id, "text": claim.text, "doubts": [each.detail for each in claim.doubts]}
                for claim in pulled.doubted
            ],
            "remarks": [_remark_json(each) for review in pulled.reviews for each in _remarks(review)],
            "tracked": sum(len(review.tracked) for review in pulled.reviews),
            "checks": [
                {"report": review.report, "check": each.id, "done": each.done, "note": each.note}
                for review in pulled.reviews
                for each in review.checks
            ],
            "signatures": [
                {"as": each.signer, "name": each.name, "date": each.date} for each in pulled.draft.signatures
            ],
            "unasked": [{"text": each.text, "choices": list(each.choices)} for each in pulled.unasked],
            "not_taken_over": [said for review in pulled.reviews for said in review.elsewhere],
            "deleted_outside": [said for review in pulled.reviews for said in review.removed],
            "reports": [str(path) for path in pulled.paths],
        }
    )


def tell_pulled(screen: Screen, pulled: "Pulled") -> None:
    """The difference, line by line, then what a person should know of it."""
    if not pulled.is_new:
        nothing = Text(
            "没有新的改动；“{name}”仍是第 {number} 稿。", "Nothing new to read in; {name} is still at version {number}."
        )
        screen.tell(nothing.filled(name=pulled.client.profile.name, number=pulled.draft.number))
        return
    for each in pulled.changes:
        _tell_change(screen, pulled.draft, each)
    _tell_doubts(screen, pulled)
    _tell_left(screen, pulled)
    message = Text(
        "“{name}”第 {number} 稿（{status}）已保存，基于第 {parent} 稿：{count} 处改动。",
        "{name}: version {number} ({status}) is stored, made from version {parent}: {count} changes.",
    )
    screen.tell(
        message.filled(
            name=pulled.client.profile.name,
            number=pulled.draft.number,
            status=_STATUSES[pulled.draft.status],
            parent=pulled.draft.parent,
            count=len(pulled.changes),
        )
    )
    for path in pulled.paths:
        screen.tell(f"  {path}")


def _tell_change(screen: Screen, draft: "Draft", change: "Change") -> None:
    from assistant.reports.changes import describe_place

    field = _FIELDS.get(change.field)
    what = joined([_KINDS[change.kind], field], "：", ": ") if field is not None else _KINDS[change.kind]
    line = Text("{what}（{who}） {where}", "{what} ({who})  {where}")
    screen.tell(line.filled(what=what, who=change.author, where=describe_place(draft, change.place)))
    if change.before and change.kind != "moved":
        screen.tell(f"  − {change.before}")
    if change.after:
        screen.tell(f"  + {change.after}")


def _tell_doubts(screen: Screen, pulled: "Pulled") -> None:
    if not pulled.doubted:
        return
    screen.tell(
        Text(
            "您的改动已全部保留；其中 {count} 条请再核对：",
            "All your words stand; please look again at {count} of them:",
        ).filled(count=len(pulled.doubted))
    )
    for claim in pulled.doubted:
        screen.tell(f"  {claim.text}")
        for doubt in claim.doubts:
            screen.tell(f"    ? {doubt.detail}")


def _tell_left(screen: Screen, pulled: "Pulled") -> None:
    from assistant.reviewing import persons_remarks

    remarks = [each for review in pulled.reviews for each in persons_remarks(review)]
    if remarks:
        told = Text("批注 {all} 条，未解决 {open} 条。", "Comments: {all}; unresolved: {open}.")
        screen.tell(told.filled(all=len(remarks), open=sum(not each.resolved for each in remarks)))
    for each in remarks:
        sign = "✓" if each.resolved else "…"
        screen.tell(f"  {sign} {each.author}: {each.text}")
        for reply in each.replies:
            screen.tell(f"      ↳ {reply.author}: {reply.text}")
    done = [check for review in pulled.reviews for check in review.checks]
    if done:
        told = Text("审阅清单：{all} 项中完成 {done} 项。", "Checklist: {done} of {all} done.")
        screen.tell(told.filled(all=len(done), done=sum(each.done for each in done)))
    _tell_outside(screen, pulled)
    if pulled.unasked:
        screen.remark(
            Text(
                "{count} 处拿不准，已按新写的要点保存；在终端里运行可逐一确认：",
                "In doubt: {count}. They are stored as new claims or left as they were; at a terminal you are asked:",
            ).filled(count=len(pulled.unasked))
        )
        for each in pulled.unasked:
            screen.remark(f"  {each.text}")


def _tell_outside(screen: Screen, pulled: "Pulled") -> None:
    """What a person wrote or deleted where the program writes anew each time."""
    elsewhere = [said for review in pulled.reviews for said in review.elsewhere]
    if elsewhere:
        screen.remark(
            Text(
                "下面的文字写在要点之外，没有读入草稿：",
                "Written outside the claims, and not taken over into the draft:",
            )
        )
    for said in elsewhere:
        screen.remark(f"  {said}")
    removed = [said for review in pulled.reviews for said in review.removed]
    if not removed:
        return
    screen.remark(
        Text(
            "下面的文字不是要点，删了也会在下一份报告里重新出现；不想要的话，请改动或删去它所依据的要点或缺口：",
            "Deleted outside the claims; the next report has them again, unless you change or delete the claims or gaps "
            "that they rest on:",
        )
    )
    for said in removed[:_MOST_REMOVED]:
        screen.remark(f"  − {said}")
    if len(removed) > _MOST_REMOVED:
        others = Text("  …… 另有 {count} 行", "  … and {count} lines more")
        screen.remark(others.filled(count=len(removed) - _MOST_REMOVED))


def give_status(screen: Screen, versions: Sequence["Version"]) -> None:
    """The JSON of `journey review status`: one object with all versions."""
    screen.give({"versions": [_version_json(each) for each in versions]})


def tell_status(screen: Screen, versions: Sequence["Version"]) -> None:
    """A table of the versions, then what is unresolved in the latest."""
    columns = (
        Text("稿", "Version"),
        Text("基于", "From"),
        Text("状态", "Status"),
        Text("日期", "Date"),
        Text("审阅人", "Reviewed by"),
        Text("改动", "Changes"),
        Text("未解决", "Unresolved"),
    )
    screen.table(columns, [_row(each) for each in versions])
    if not versions:
        return
    for each in versions:
        if each.draft.status == "signed":
            names = joined([same(f"{one.name} {one.date}") for one in each.draft.signatures])
            told = Text("第 {number} 稿已签署：{names}", "Version {number} is signed: {names}")
            screen.tell(told.filled(number=each.draft.number, names=names))
    _tell_unresolved(screen, versions[-1])


def _row(version: "Version") -> tuple[Text | str, ...]:
    draft, record = version.draft, version.record
    counted = ""
    if record is not None:
        kinds = dict.fromkeys(each.kind for each in record.changes)
        counts = [same(f"{sum(each.kind == kind for each in record.changes)}") for kind in kinds]
        parts = [
            Text("{kind} {count}", "{count} {kind}").filled(kind=_KINDS[kind], count=count)
            for kind, count in zip(kinds, counts, strict=True)
        ]
        counted = joined(parts)
    return (
        str(draft.number),
        str(draft.parent or ""),
        _STATUSES[draft.status],
        (record.pulled if record is not None else draft.provenance.created)[:10],
        record.by if record is not None else "",
        counted,
        str(_open_remarks(version)) if record is not None else "",
    )


def _open_remarks(version: "Version") -> int:
    from assistant.reviewing import persons_remarks

    reviews = version.record.reviews if version.record is not None else ()
    return sum(not each.resolved for review in reviews for each in persons_remarks(review))


def _tell_unresolved(screen: Screen, version: "Version") -> None:
    from assistant.reviewing import persons_remarks

    if version.record is None:
        return
    for review in version.record.reviews:
        for each in persons_remarks(review):
            if not each.resolved:
                screen.tell(f"  … {each.author}: {each.text}")
        for check in review.checks:
            if not check.done:
                told = Text("  ☐ 清单未完成：{check}", "  ☐ not checked yet: {check}")
                screen.tell(told.filled(check=_check_words(check.id)))


def _check_words(check: str) -> Text:
    from assistant.reports.review_words import CHECKS

    return CHECKS.get(check, same(check))


def _version_json(version: "Version") -> dict[str, Any]:
    draft, record = version.draft, version.record
    return {
        "number": draft.number,
        "draft": draft.id,
        "parent": draft.parent,
        "status": draft.status,
        "created": draft.provenance.created,
        "by": record.by if record is not None else None,
        "changes": [_change_json(each) for each in record.changes] if record is not None else [],
        "unresolved": _open_remarks(version),
        "signatures": [{"as": each.signer, "name": each.name, "date": each.date} for each in draft.signatures],
    }


def _change_json(change: "Change") -> dict[str, Any]:
    return {
        "kind": change.kind,
        "place": [change.place.kind, *change.place.parts],
        "id": change.id,
        "field": change.field,
        "before": change.before,
        "after": change.after,
        "author": change.author,
    }


def _remarks(review: "Review") -> list[Any]:
    from assistant.reviewing import persons_remarks

    return persons_remarks(review)


def _remark_json(remark: Any) -> dict[str, Any]:
    return {
        "author": remark.author,
        "date": remark.date,
        "text": remark.text,
        "resolved": remark.resolved,
        "claim": remark.claim,
        "words": remark.words,
        "replies": [{"author": each.author, "date": each.date, "text": each.text} for each in remark.replies],
    }
