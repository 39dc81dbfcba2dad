"""The collection plan of one client: from its latest draft, else from its notes, to a Word file."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from assistant.engagement import Engagement
from assistant.journey import Draft
from assistant.journey.collection import CollectionPlan
from assistant.wording import Language, Text

if TYPE_CHECKING:  # loaded when a plan is made
    from assistant.playbook import Playbook
    from assistant.research import ResearchGuide

LoadPlaybook = Callable[[str], "Playbook"]


@dataclass(frozen=True)
class Sheet:
    """What planning needs besides the engagement: the knowledge, the language, and the draft's number where one is meant."""

    load_playbook: LoadPlaybook
    guide: "ResearchGuide"
    language: Language
    stage_model: str
    fixed_model: bool
    number: int | None


@dataclass(frozen=True, slots=True)
class Planned:
    """A plan, its file, and what to know about what it rests on."""

    plan: CollectionPlan
    path: Path
    remarks: tuple[Text, ...] = ()


def write_plan(engagement: Engagement, sheet: Sheet, folder: Path | None, now: Callable[[], datetime]) -> Planned:
    """The plan written into `folder`, or a new one of the client's outputs; a file that is there is never overwritten.

    It goes by the draft of that number, else by the latest one of the stage model in force, else (where no model was asked
    for) by the latest one, else by the notes. Raises UsageError for a draft that is not there, StorageError.
    """
    from assistant.files import free_name, write_atomically
    from assistant.reports import plan_words
    from assistant.reports.plan import render_plan
    from assistant.workspace import make_folder

    plan, remarks = build_plan(engagement, sheet, now)
    content = render_plan(plan, engagement.versions.appearance().theme)
    target = folder or engagement.versions.next_folder()
    make_folder(target)
    path = free_name(target, f"{plan_words.TITLE.say(plan.language).replace(' ', '-')}.docx")
    write_atomically(path, content)
    return Planned(plan, path, remarks)


def build_plan(
    engagement: Engagement, sheet: Sheet, now: Callable[[], datetime]
) -> tuple[CollectionPlan, tuple[Text, ...]]:
    """The plan, and remarks: notes that came after the draft it goes by."""
    from assistant.drafting.collecting import PlanRequest, build_collection_plan
    from assistant.drafting.collecting.holdings import holdings_of, nothing_held
    from assistant.reports import plan_words
    from assistant.reports.phrasing import date_words

    client = engagement.client
    stored = _find_draft(engagement, sheet)
    draft = stored or _sketch(engagement)
    playbook = sheet.load_playbook(draft.model.id if draft is not None else sheet.stage_model)
    label = playbook.model.label
    if draft is None:
        holdings = nothing_held(playbook, client.profile.segments, plan_words.EVERYONE.say(sheet.language))
        basis = plan_words.BASIS_NOTHING.filled(stage_model=label)
    else:
        holdings = holdings_of(draft)
        frame = plan_words.BASIS_DRAFT if stored is not None else plan_words.BASIS_NOTES
        basis = frame.filled(
            number=draft.number,
            documents=len(draft.sources),
            stage_model=label,
            date=date_words(draft.provenance.created, sheet.language),
        )
    plan = build_collection_plan(
        PlanRequest(
            client=client.profile.name,
            language=sheet.language,
            created=now().astimezone().isoformat(timespec="seconds"),
            playbook=playbook,
            guide=sheet.guide,
            holdings=holdings,
            basis=basis,
            draft=stored.number if stored is not None else None,
        )
    )
    return plan, (*_tell_language(stored, sheet.language), *_remarks(engagement, stored))


def _find_draft(engagement: Engagement, sheet: Sheet) -> Draft | None:
    from assistant.drafting.store import draft_numbers, load_draft

    drafts = engagement.client.drafts
    if sheet.number is not None:
        return load_draft(drafts, sheet.number)
    newest = None
    for number in reversed(draft_numbers(drafts)):
        draft = load_draft(drafts, number)
        if draft.model.id == sheet.stage_model:
            return draft
        newest = newest or draft
    return None if sheet.fixed_model else newest


def _sketch(engagement: Engagement) -> Draft | None:
    """A draft of the notes as they are, for the plan alone: nothing of it is kept, no key given away."""
    if not engagement.note_count() or not engagement.has_statements():
        return None
    from assistant.drafting.build import build_draft
    from assistant.drafting.keys import EvidenceKeys

    with TemporaryDirectory() as place:
        return build_draft(replace(engagement.request(), keys=EvidenceKeys(Path(place) / "keys.json")))


def _tell_language(draft: Draft | None, language: Language) -> tuple[Text, ...]:
    if draft is None or draft.language == language:
        return ()
    told = Text(
        "第 {number} 稿是另一种语言的，计划里引到的缺口照原文；先运行 journey draft --language {language} 再做计划。",
        "Draft {number} is in another language, and gaps in the plan are quoted as they stand there; run journey draft "
        "--language {language} first.",
    )
    return (told.filled(number=draft.number, language=language),)


def _remarks(engagement: Engagement, draft: Draft | None) -> tuple[Text, ...]:
    if draft is None or not engagement.note_count():
        return ()
    engagement.update_index()
    known = {each.document: each.digest for each in draft.sources}
    fresh = [each.document for each in engagement.documents() if known.get(each.document) != each.digest]
    if not fresh:
        return ()
    return (
        Text(
            "第 {number} 稿之后有 {count} 份笔记是新的或改过的，计划里没有算进去；先运行 journey draft 再做计划更准。",
            "Notes that are new or changed since draft {number}: {count}. The plan does not count them in; run journey draft "
            "first for a better one.",
        ).filled(number=draft.number, count=len(fresh)),
    )


def plan_json(planned: Planned) -> Mapping[str, object]:
    """The stable JSON of `journey plan`."""
    plan = planned.plan
    return {
        "plan": str(planned.path),
        "draft": plan.draft,
        "open": [
            {
                "id": each.id,
                "kind": each.kind,
                "stage": each.stage,
                "question": each.question,
                "state": each.state,
                "methods": list(each.methods),
                "why": each.why,
                "whom": each.whom,
            }
            for each in plan.inquiries
        ],
        "people": [
            {"group": each.label, "role": str(each.role), "heard": each.heard, "wanted": each.wanted}
            for each in plan.recruits
        ],
        "survey_items": len(plan.survey),
        "interview_questions": len(plan.questions),
    }
