"""What a draft with a chat model takes: tokens against the naive way, a second draft, and calls side by side.

python -m bench.llm                    tokens, second draft, wall time
python -m bench.llm --wall             wall time only

The model is a local server that answers every step by rules and counts tokens as providers do; what is measured is what
is sent and when, not how good an answer is. The material is the sample's statements as 21 interviews.
"""

import argparse
import math
import random
import time
from collections import Counter
from collections.abc import Generator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from multiprocessing import Pipe, get_context
from multiprocessing.connection import Connection
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from assistant.client_profile import read_profile
from assistant.drafting.build import DraftRequest
from assistant.drafting.keys import EvidenceKeys
from assistant.drafting.llm.account import ModelDraft
from assistant.drafting.llm.asking import SPARE, Desk
from assistant.drafting.llm.build import ModelDrafter, Tools, kept_path
from assistant.drafting.llm.codebook import open_codebook
from assistant.drafting.llm.kept import KeptSteps
from assistant.journey import Person, Provenance, Role, SourceRecord, Statement, statement_id
from assistant.library import knowledge_folder, load_codebook, load_playbook
from assistant.model.capabilities import CapabilityFile
from assistant.model.opening import CAPABILITIES, Surroundings, open_chat_model
from assistant.model.prompts import load_prompts
from assistant.model.settings import ModelSettings
from assistant.model.structured import Method
from assistant.playbook import Playbook
from assistant.privacy import known_identities
from assistant.sources import read_notes
from bench.common import markdown_table
from tests.fakes.analyst import Analyst
from tests.fakes.openai_server import OpenAIServer

INTERVIEWS = 21
LATENCY = 0.3
CONCURRENCY = 16
CONTEXT = 16_384
_NAMES = {"codings": "code", "claims": "claim", "verdicts": "verify", "insights": "insights", "gaps": "gaps"}


@dataclass(frozen=True)
class Material:
    """The sample's statements dealt out as interviews: `statements[n]` are those of interview n."""

    statements: tuple[tuple[Statement, ...], ...]
    people: tuple[Person, ...]
    segments: tuple[Any, ...]
    playbook: Playbook


@dataclass(frozen=True)
class Taken:
    """What one draft took, by step: calls and tokens (sent and received together)."""

    calls: Counter[str]
    tokens: Counter[str]
    seconds: float
    busy: float
    made: ModelDraft

    @property
    def all_tokens(self) -> int:
        return sum(self.tokens.values())


def read_material() -> Material:
    """The sample's statements in 21 interviews of about equal length, each by one person."""
    folder = knowledge_folder() / "samples" / "chengchuan"
    profile, _ = read_profile(folder / "client.toml")
    notes = read_notes(folder / "notes", profile.people, profile.segments)
    said = [each for each in notes.statements if each.role is not Role.INTERVIEWER]
    size = math.ceil(len(said) / INTERVIEWS)
    interviews: list[tuple[Statement, ...]] = []
    for number in range(INTERVIEWS):
        document = f"{number + 1:02}.md"
        part = said[number * size : (number + 1) * size]
        segment = profile.segments[number % len(profile.segments)].id
        interviews.append(
            tuple(
                replace(
                    each,
                    id=statement_id(document, each.text, place),
                    document=document,
                    segment=segment if each.role is not Role.STAFF else None,
                )
                for place, each in enumerate(part)
            )
        )
    return Material(tuple(interviews), profile.people, profile.segments, load_playbook())


def draft(material: Material, interviews: int, folder: Path, *, latency: float = 0.0, known: bool = False) -> Taken:
    """A draft from the first interviews, with everything that earlier ones in `folder` left.

    `known`: how the endpoint takes shapes was found out before, as it is from the second run on.
    """
    statements = tuple(each for part in material.statements[:interviews] for each in part)
    with serve(latency) as url:
        settings = ModelSettings("bench-model", url, context_window=CONTEXT, max_concurrency=CONCURRENCY)
        if known:
            CapabilityFile(folder / CAPABILITIES).learn(url, "bench-model", method=Method.JSON_SCHEMA)
        model = open_chat_model(
            settings, environment={}, cache=folder, client=folder, surroundings=Surroundings(datetime.now)
        )
        kept = KeptSteps(kept_path(folder))
        book = open_codebook(folder / "codebook.yaml", material.playbook.model, "zh-Hans", material.segments)
        request = _request(material, statements, folder)
        people = known_identities("澄川净水", (), material.people)
        desk = Desk(model, load_prompts(), "zh-Hans", random.Random(1), SPARE)
        drafter = ModelDrafter(request, Tools(desk, kept, book, load_codebook(), people))
        started, worked = time.perf_counter(), time.process_time()
        made = drafter.build()
        seconds, busy = time.perf_counter() - started, time.process_time() - worked
        kept.close()
        model.close()
    calls, tokens = Counter[str](), Counter[str]()
    for each in _ledger(folder):
        calls[each["step"]] += 1
        tokens[each["step"]] += each["tokens_in"] + each["tokens_out"]
    (folder / "calls.jsonl").unlink()
    return Taken(calls, tokens, seconds, busy, made)


@contextmanager
def serve(latency: float) -> Generator[str]:
    """The address of a server in a process of its own, so that its work is not counted as ours."""
    here, there = Pipe()
    process = get_context("spawn").Process(target=_serve, args=(there, latency), daemon=True)
    process.start()
    try:
        yield here.recv()
    finally:
        here.send("stop")
        process.join()


def _serve(pipe: Connection, latency: float) -> None:
    with OpenAIServer(Analyst(), latency=latency) as server:
        pipe.send(server.base_url)
        pipe.recv()


def _ledger(folder: Path) -> list[dict[str, Any]]:
    from bench.common import read_lines

    return [each for each in read_lines(folder / "calls.jsonl") if each["outcome"] != "cached"]


def _request(material: Material, statements: Sequence[Statement], folder: Path) -> DraftRequest:
    documents = dict.fromkeys(each.document for each in statements)
    return DraftRequest(
        client="澄川净水",
        language="zh-Hans",
        segments=material.segments,
        people=material.people,
        playbook=material.playbook,
        statements=tuple(statements),
        codings=(),
        sources=tuple(SourceRecord(each, "0" * 64, 1, 1, "zh-Hans") for each in documents),
        left_out=(),
        provenance=Provenance("llm", "bench", "none", "2026-01-01T00:00:00+00:00", "0"),
        number=1,
        parent=None,
        keys=EvidenceKeys(folder / "keys.json"),
    )


def naive_tokens(material: Material, interviews: int, taken: Taken) -> int:
    """Tokens of the same draft with all notes in every prompt: a call a cell, a stage, and one for the gaps; no coding.

    Each call is given its own instructions and answer as in our draft, on the average of its step, and all the notes.
    """
    notes = sum(_count(f"E1〔客户〕{each.text}\n") for part in material.statements[:interviews] for each in part)
    stages = len(material.playbook.model.stages)
    calls = {"claim": 4 * stages * len(material.segments), "insights": stages, "gaps": 1}
    total = taken.tokens["verify"]
    for step, count in calls.items():
        own = _count("\n".join((*_prompt(step),)))
        answer = 400 if step == "claim" else 1200
        total += count * (own + notes + answer)
    return total


def _prompt(step: str) -> tuple[str, str]:
    prompt = load_prompts().find(step, "zh-Hans")
    return prompt.system, prompt.user


def _count(text: str) -> int:
    chinese = sum(letter >= "⺀" for letter in text)
    return chinese + (len(text) - chinese) // 4


def measure_tokens(material: Material) -> str:
    """The table of tokens: first draft of 20 interviews, second with one more, and the naive way."""
    with TemporaryDirectory() as place:
        folder = Path(place)
        first = draft(material, INTERVIEWS - 1, folder)
        second = draft(material, INTERVIEWS, folder)
    naive = naive_tokens(material, INTERVIEWS - 1, first)
    rows = [
        (name, str(first.calls[name]), f"{first.tokens[name]:,}", str(second.calls[name]), f"{second.tokens[name]:,}",
         _share(second.tokens[name], first.tokens[name]))
        for name in _NAMES.values()
    ]  # fmt: skip
    rows.append((
        "all", str(sum(first.calls.values())), f"{first.all_tokens:,}", str(sum(second.calls.values())),
        f"{second.all_tokens:,}", _share(second.all_tokens, first.all_tokens),
    ))  # fmt: skip
    head = ("step", "calls, 20 interviews", "tokens", "calls, one more", "tokens", "of the first")
    cells = [cell for each in first.made.draft.maps for cell in each.cells]
    filled = sum(bool(cell.claims) for cell in cells)
    return "\n\n".join((
        markdown_table(head, rows),
        f"Naive way (all notes in each of its prompts): {naive:,} tokens; ours {_share(first.all_tokens, naive)} of it, "
        f"{filled} of {len(cells)} cells filled.",
    ))  # fmt: skip


def measure_wall(material: Material) -> str:
    """Wall time of a draft with a fixed latency against the ideal of its calls side by side."""
    with TemporaryDirectory() as place:
        draft(material, 1, Path(place))  # imports, and vendors' first use, are not measured
    with TemporaryDirectory() as place:
        none = draft(material, INTERVIEWS, Path(place), known=True)
    with TemporaryDirectory() as place:
        taken = draft(material, INTERVIEWS, Path(place), latency=LATENCY, known=True)
    rounds = (
        taken.calls["code"],
        taken.calls["claim"],
        taken.calls["insights"] + taken.calls["gaps"],
        taken.calls["verify"],
    )
    ideal = sum(math.ceil(count / CONCURRENCY) for count in rounds) * LATENCY
    packed = sum(rounds) / CONCURRENCY * LATENCY
    head = (
        "calls",
        "wall time, s",
        "ideal of its rounds, s",
        "times the ideal",
        "without latency, s",
        "our processor time, s",
        "all calls / 16, s",
    )
    row = (
        str(sum(rounds)),
        f"{taken.seconds:.2f}",
        f"{ideal:.2f}",
        f"{taken.seconds / ideal:.2f}",
        f"{none.seconds:.2f}",
        f"{taken.busy:.2f}",
        f"{packed:.2f}",
    )
    return markdown_table(head, [row])


def _share(part: int, whole: int) -> str:
    return f"{100 * part / whole:.0f}%" if whole else "–"


def main() -> None:
    """Prints the tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--wall", action="store_true", help="wall time only")
    asked = parser.parse_args()
    material = read_material()
    if not asked.wall:
        print(measure_tokens(material), end="\n\n")
    print(measure_wall(material))


if __name__ == "__main__":
    main()
