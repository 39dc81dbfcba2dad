"""Drafts of real meetings and interviews with a real chat model: is every quote in its source, who is quoted, what is covered.

JOURNEY_MODEL=… JOURNEY_BASE_URL=… python -m bench.real_notes DATA FOLDER [--meetings ID …] [--interviews N] [--engine E]

DATA holds `vcsum/meetings.jsonl` and `interviews/interviews.jsonl`. FOLDER is a workspace, made where it is missing; each
meeting is a client of its own, the interviews are one client. What a model has answered stays there and is not asked again.
"""

import argparse
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from assistant.journey import Draft, Role, Verdict
from assistant.model_engine import Manner, Unattended
from assistant.sources.folding import find_quote
from assistant.wiring import add_client, open_engagement
from assistant.workspace import ClientFolder, Workspace, create_workspace
from bench.common import markdown_table, read_lines


@dataclass(frozen=True)
class Source:
    """One file of notes with what was truly said in it: by the interviewer, by others, and in which segments."""

    name: str
    text: str
    interviewer: str
    others: str
    segments: tuple[str, ...] = ()


@dataclass(frozen=True)
class Case:
    """One client: its notes, and the people for `client.toml`."""

    name: str
    language: str
    sources: tuple[Source, ...]
    people: tuple[str, ...]


def read_meeting(row: dict[str, Any]) -> Case:
    """A meeting as one file without its segments; the first speaker leads it, the others are its customers."""
    segments = [
        [(speaker, "".join(said)) for speaker, said in zip(each["speaker"], each["context"], strict=True)]
        for each in row["segments"]
    ]
    turns = [turn for each in segments for turn in each]
    leader = turns[0][0]
    others = sorted({speaker for speaker, _ in turns if speaker != leader})
    text = "\n\n".join(f"{'主持人' if speaker == leader else f'嘉宾{speaker}'}：{said}" for speaker, said in turns)
    whole = tuple("\n".join(said for _, said in each) for each in segments)
    source = Source(
        "会议.md",
        text,
        "\n".join(said for speaker, said in turns if speaker == leader),
        "\n".join(said for speaker, said in turns if speaker != leader),
        whole,
    )
    return Case(f"会议{row['id']}", "zh-Hans", (source,), tuple(f"嘉宾{each}" for each in others))


def read_interviews(rows: Sequence[dict[str, Any]]) -> Case:
    """Interviews as files of one client, with the labels that transcripts have."""
    sources: list[Source] = []
    for row in rows:
        said = {"interviewer": "", "participant": ""}
        for turn in row["turns"]:
            said[turn["speaker"]] += turn["text"] + "\n"
        text = "\n\n".join(f"{turn['speaker'].title()}: {turn['text']}" for turn in row["turns"])
        sources.append(Source(f"{row['id']}.md", text, said["interviewer"], said["participant"]))
    return Case("Interviews", "en", tuple(sources), ())


def draft(case: Case, folder: Path, engine: str) -> Draft:
    """The draft of that case, made as `journey draft` makes it; its reports are under `outputs`."""
    root = folder.resolve()
    workspace = Workspace(root) if (root / "journey.toml").exists() else create_workspace(root, "zh-Hans")
    client = _find_or_add(workspace, case)
    engagement = open_engagement(workspace, client.profile.name, {"engine": engine, "language": case.language})

    def tell(step: str) -> None:
        print(f"{case.name}: {step}", file=sys.stderr)

    manner = Manner(Unattended(), mask_suspects=True, approved=True)
    made = engagement.draft(report="all", segment=None, folder=None, progress=tell, manner=manner)
    told = " ".join(each.en for each in made.remarks)
    print(f"{case.name}: {made.paths[0].parent} {told}", file=sys.stderr)
    return made.draft


def _find_or_add(workspace: Workspace, case: Case) -> ClientFolder:
    if any(folder.name == case.name for folder in workspace.client_folders()):
        return workspace.client(case.name)
    client = add_client(workspace, case.name, {"language": case.language})
    for each in case.sources:
        (client.notes / each.name).write_text(each.text, encoding="utf-8")
    profile = client.root / "client.toml"
    people = "".join(f'\n[[people]]\nname = "{name}"\nrole = "customer"\n' for name in case.people)
    profile.write_text(profile.read_text(encoding="utf-8") + people, encoding="utf-8")
    return workspace.client(case.name)


def measure(case: Case, made: Draft) -> tuple[str, ...]:
    """One row of the table."""
    sources = {each.name: each for each in case.sources}
    cited = {key for claim in made.claims() for key in claim.keys}
    evidence = [each for each in made.evidence if each.key in cited]
    verbatim = [each for each in evidence if find_quote(each.quote, sources[each.document].text) is not None]
    asked = [each for each in evidence if not _said_by_others(each.quote, sources[each.document])]
    covered, whole = 0, 0
    for source in case.sources:
        quotes = [each.quote for each in evidence if each.document == source.name]
        parts = source.segments or (source.text,)
        whole += len(parts)
        covered += sum(any(find_quote(quote, part) is not None for quote in quotes) for part in parts)
    claims = list(made.claims())
    counts = [sum(claim.verdict is each for claim in claims) for each in Verdict if each is not Verdict.EDITED]
    roles = sum(each.role is Role.INTERVIEWER for each in evidence)
    cells = [cell for each in made.maps for cell in each.cells]
    return (
        case.name,
        str(made.coded),
        " / ".join(map(str, counts)),
        f"{sum(bool(cell.claims) for cell in cells)} of {len(cells)}",
        f"{len(verbatim)} of {len(evidence)}",
        str(len(asked) + roles),
        f"{covered} of {whole}",
    )


def _said_by_others(quote: str, source: Source) -> bool:
    return find_quote(quote, source.others) is not None


def main() -> None:
    """Prints the table; a case that cannot be drafted to its end raises what `journey draft` would say."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--meetings", nargs="*", default=[], help="ids of meetings")
    parser.add_argument("--interviews", type=int, default=0, help="how many interviews, the first ones")
    parser.add_argument("--engine", default="llm", choices=("llm", "extractive"))
    asked = parser.parse_args()
    wanted = set(asked.meetings)
    meetings = read_lines(asked.data / "vcsum" / "meetings.jsonl") if wanted else []
    cases = [read_meeting(row) for row in meetings if str(row["id"]) in wanted]
    if asked.interviews:
        cases.append(read_interviews(read_lines(asked.data / "interviews" / "interviews.jsonl")[: asked.interviews]))
    rows = [measure(case, draft(case, asked.folder, asked.engine)) for case in cases]
    head = (
        "notes", "statements coded", "claims supported / partial / unsupported", "cells filled", "quotes verbatim",
        "of the interviewer", "segments or files with evidence",
    )  # fmt: skip
    print(markdown_table(head, rows))


if __name__ == "__main__":
    main()
