"""What was drafted, said to a person and to a program."""

from typing import Any

from assistant.cli.left_out import show_skipped_files
from assistant.cli.people import tell_uncast
from assistant.cli.screen import Screen
from assistant.journey import Verdict
from assistant.journey.changes import compare_drafts
from assistant.wording import Text


def give_draft(screen: Screen, drafted: Any) -> None:
    """The JSON of `journey draft` and `journey demo`."""
    draft = drafted.draft
    cells = [cell for each in draft.maps for cell in each.cells]
    claims = draft.claims()
    screen.give(
        {
            "draft": draft.id,
            "reports": [str(path) for path in drafted.paths],
            "claims": len(claims),
            "supported": sum(each.verdict is Verdict.SUPPORTED for each in claims),
            "partial": sum(each.verdict is Verdict.PARTIAL for each in claims),
            "unsupported": sum(each.verdict is Verdict.UNSUPPORTED for each in claims),
            "cells_filled": sum(bool(cell.claims) for cell in cells),
            "cells": len(cells),
            "gaps": len(draft.gaps),
            "left_out": [
                {
                    "document": each.document,
                    "locator": each.locator.describe(),
                    "reason": each.reason,
                    "note": screen.say(each.note),
                }
                for each in draft.left_out
            ],
            **_changes_json(drafted),
        }
    )


def tell_fields(screen: Screen) -> None:
    """The fields of a client's own template; lists end in [], what is indented stands inside them."""
    from assistant.reports.client_fields import list_fields

    fields = list_fields()
    screen.give(
        [
            {"field": name.strip(), "depth": (len(name) - len(name.lstrip())) // 2, "about": screen.say(about)}
            for name, about in fields
        ]
    )
    width = max(len(name) for name, _ in fields)
    for name, about in fields:
        screen.tell(f"{name:<{width}}  {screen.say(about)}")
    screen.tell(_HOW_TO_FILL)


_HOW_TO_FILL = Text(
    "\n在 Word 文件里写 {{ client }} 这样的字段；带 [] 的是列表，要循环：\n"
    "{%p for gap in gaps %} … {{ gap.title }} … {%p endfor %}；表格的行用 {%tr for … %} 与 {%tr endfor %}。",
    "\nWrite fields such as {{ client }} into the Word file; those with [] are lists to loop over:\n"
    "{%p for gap in gaps %} … {{ gap.title }} … {%p endfor %}; for table rows {%tr for … %} and {%tr endfor %}.",
)


def _changes_json(drafted: Any) -> dict[str, Any]:
    """What changed since the reviewed version, where there is one."""
    if drafted.before is None:
        return {}
    changes = compare_drafts(drafted.before, drafted.draft)
    return {
        "since": drafted.before.number,
        "changes": {
            "new": [each.id for _, each in changes.new],
            "changed": [each.id for _, _, each in changes.changed],
            "withdrawn": [each.id for _, each in changes.withdrawn],
            "cells_filled": len(changes.filled),
            "new_gaps": [each.id for each in changes.new_gaps],
            "gaps_closed": [each.id for each in changes.closed],
            "offered": [each.id for _, each in changes.offered],
        },
    }


def tell_draft(screen: Screen, drafted: Any) -> None:
    """A short account of the draft, and where the reports are."""
    draft = drafted.draft
    cells = [cell for each in draft.maps for cell in each.cells]
    claims = draft.claims()
    counts = {verdict: sum(each.verdict is verdict for each in claims) for verdict in Verdict}
    message = Text(
        "读了 {documents} 份笔记、{statements} 条陈述，其中 {coded} 条与旅程有关。",
        "Read {documents} notes with {statements} statements, {coded} of them about the journey.",
    )
    screen.tell(message.filled(documents=len(draft.sources), statements=draft.statements, coded=draft.coded))
    message = Text(
        "草稿有 {claims} 条论断：{supported} 条有据，{partial} 条部分有据，{unsupported} 条缺乏依据。",
        "The draft makes {claims} claims: {supported} supported, {partial} partly supported, {unsupported} unsupported.",
    )
    screen.tell(
        message.filled(
            claims=len(claims),
            supported=counts[Verdict.SUPPORTED],
            partial=counts[Verdict.PARTIAL],
            unsupported=counts[Verdict.UNSUPPORTED],
        )
    )
    message = Text(
        "地图 {cells} 格填了 {filled} 格，差距 {gaps} 项。",
        "{filled} of {cells} cells of the map are filled; {gaps} gaps found.",
    )
    screen.tell(
        message.filled(
            cells=len(cells),
            filled=sum(bool(cell.claims) for cell in cells),
            gaps=len(draft.gaps),
        )
    )
    if drafted.before is not None:
        from assistant.reports.changes import count_changes

        screen.tell(count_changes(drafted.before, compare_drafts(drafted.before, draft)))
    show_skipped_files(screen, draft.left_out)
    for remark in drafted.remarks:
        screen.remark(remark)
    screen.tell(Text("报告：", "Reports:"))
    for path in drafted.paths:
        screen.tell(f"  {path}")
    tell_uncast(screen, drafted.uncast, draft.client)
