"""Measures how well words and meaning alone tell questions that the notes answer from those they do not.

    python -m bench.nearness --data DIR            refusal and false refusal on the half that was not tuned on
    python -m bench.nearness --data DIR --tune     fits the weights of `assistant/sessions/nearness.py` on the other half

Each question is asked of the notes that answer it and of notes that belong to somebody else: `rgb` (public questions; groups
of fifteen stand for a client), `qmsum` (meetings), the sample company with the questions of `bench/gold/questions.csv`, and
two notes of invented guided interviews with those of `bench/gold/interview-questions.csv`. A second table tells how many
passages are shown, and whether one with the answer is among them.
Indexes are kept in the user's cache folder between runs.
"""

import argparse
import csv
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import platformdirs

from assistant.client_profile import read_profile
from assistant.library import knowledge_folder
from assistant.retrieval.embedder import Embedder, build_embedder
from assistant.retrieval.index import ClientIndex
from assistant.sessions.entries import Entry
from assistant.sessions.gathering import Gathered, NotesGatherer
from assistant.sessions.nearness import NEAR, Nearness
from assistant.sources.folding import fold
from bench.common import markdown_table, read_lines

GROUP, EACH_KIND, MEETINGS = 15, 5, 8


@dataclass(frozen=True, slots=True)
class Case:
    """One question put to one client's notes, and whether they answer it."""

    corpus: str
    question: str
    answered: bool
    gathered: Gathered
    words: tuple[str, ...] = ()
    """Any of these stands in a passage with the answer, where that is known."""

    @property
    def nearness(self) -> Nearness:
        return self.gathered.nearness

    def is_right(self, entry: Entry) -> bool:
        """Whether the entry holds the answer."""
        text = fold(entry.text)
        return any(fold(each) in text for each in self.words)


def main() -> None:
    parser = argparse.ArgumentParser(description="refusal without a chat model")
    parser.add_argument("--data", type=Path, required=True, help="the folder that holds rgb and qmsum")
    parser.add_argument("--tune", action="store_true", help="fit the weights on every other question")
    options = parser.parse_args()
    cache = Path(platformdirs.user_cache_dir("journey-assistant"))
    for kind in ("e5", "none"):
        embedder = build_embedder(kind, cache)
        cases = list(ask_all(options.data, cache / "bench" / "nearness" / kind, embedder))
        print(f"\n## {'meaning and words' if embedder else 'words alone'}\n")
        if options.tune:
            print(render_fit(cases[::2]))
        print(render_table(cases[1::2]))
        print(render_shown(cases))


def ask_all(data: Path, folder: Path, embedder: Embedder | None) -> Iterator[Case]:
    """Every question asked of its own notes and of somebody else's, the two by turns within each half."""
    yield from ask_groups("rgb", list(rgb_groups(data / "rgb")), folder, embedder)
    yield from ask_groups("qmsum", list(meetings(data / "qmsum")), folder, embedder)
    sample = knowledge_folder() / "samples" / "chengchuan"
    profile, _ = read_profile(sample / "client.toml")
    index = ClientIndex(folder / "sample", embedder)
    index.update(sample / "notes", profile.people, profile.segments)
    with (Path(__file__).parent / "gold" / "questions.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    gatherer = NotesGatherer(index, by_meaning=embedder is not None)
    for row in rows:
        yield Case("sample", row["question"], row["answered"] == "1", gatherer.gather(row["question"], 6))
    yield from ask_interviews(folder, embedder)


def ask_interviews(folder: Path, embedder: Embedder | None) -> Iterator[Case]:
    """The questions to the notes of guided interviews, the two kinds by turns within each half."""
    gold = Path(__file__).parent / "gold"
    gatherers: dict[str, NotesGatherer] = {}
    for path in sorted((gold / "interviews").iterdir()):
        group = (f"guided-{path.stem}", [path.read_text(encoding="utf-8")], [])
        gatherers[path.stem] = NotesGatherer(build_index(group, folder, embedder), by_meaning=embedder is not None)
    with (gold / "interview-questions.csv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            words = tuple(each for each in row["words"].split("|") if each)
            gathered = gatherers[row["note"]].gather(row["question"], 6)
            yield Case("interviews", row["question"], row["answered"] == "1", gathered, words)


Question = tuple[str, tuple[str, ...]]
"""A question, and the beginnings of the passages with the answer, where they are known."""
Group = tuple[str, list[str], list[Question]]
"""A name, the passages, and the questions they answer."""
_BEGINNING = 40


def rgb_groups(folder: Path) -> Iterator[Group]:
    """Groups of questions with some of their positive and negative documents."""
    for name in ("zh_refine", "en_fact"):
        lines = read_lines(folder / f"{name}.jsonl")
        for start in range(0, len(lines) - GROUP + 1, GROUP):
            group = lines[start : start + GROUP]
            texts = [text for each in group for text in (*each["positive"][:EACH_KIND], *each["negative"][:EACH_KIND])]
            asked = [
                (each["query"], tuple(text[:_BEGINNING] for text in each["positive"][:EACH_KIND])) for each in group
            ]
            yield f"rgb-{name}-{start}", texts, asked


def meetings(folder: Path) -> Iterator[Group]:
    """Meetings of different projects as notes with speakers."""
    for each in read_lines(folder / "product_meetings.jsonl")[1 :: 30 // MEETINGS][:MEETINGS]:
        turns = [f"{turn['speaker']}: {turn['content']}" for turn in each["meeting_transcripts"]]
        yield f"qmsum-{each['id']}", turns, [(asked["query"], ()) for asked in each["specific_query_list"]]


def ask_groups(corpus: str, groups: Sequence[Group], folder: Path, embedder: Embedder | None) -> Iterator[Case]:
    """Each group's questions, asked of it and of the next one."""
    gatherers = [NotesGatherer(build_index(each, folder, embedder), by_meaning=embedder is not None) for each in groups]
    for place, (_, _, questions) in enumerate(groups):
        stranger = gatherers[(place + 1) % len(gatherers)]
        for number, (question, words) in enumerate(questions):
            own = Case(corpus, question, True, gatherers[place].gather(question, 6), words)
            other = Case(corpus, question, False, stranger.gather(question, 6))
            yield from (own, other) if number % 2 else (other, own)


def build_index(group: Group, folder: Path, embedder: Embedder | None) -> ClientIndex:
    """The index of a group's passages as notes, each in a file of its own, or all in one where they have speakers."""
    name, texts, _ = group
    notes = folder / name / "notes"
    notes.mkdir(parents=True, exist_ok=True)
    files = ["\n\n".join(texts)] if name.startswith("qmsum") else texts
    for number, text in enumerate(files):
        path = notes / f"{number:03}.{'md' if name.startswith('guided') else 'txt'}"
        if not path.exists():
            path.write_text(text, encoding="utf-8")
    index = ClientIndex(folder / name / "index", embedder)
    index.update(notes, (), ())
    return index


def render_table(cases: Sequence[Case]) -> str:
    """Refusals of unanswered questions and, falsely, of answered ones."""
    rows: list[list[str]] = []
    for corpus in dict.fromkeys(each.corpus for each in cases):
        yes = [each for each in cases if each.corpus == corpus and each.answered]
        no = [each for each in cases if each.corpus == corpus and not each.answered]
        refused, wrongly = (sum(not each.nearness.near for each in side) for side in (no, yes))
        rows.append(
            [
                corpus,
                str(len(yes)),
                str(len(no)),
                f"{refused / len(no):.2f}",
                f"{wrongly / len(yes):.2f}",
            ]
        )
    head = ["notes", "answered", "not", "refused", "falsely refused"]
    return f"Threshold {NEAR}.\n\n{markdown_table(head, rows)}"


def render_shown(cases: Sequence[Case]) -> str:
    """How many passages are shown to a person, of at most six, and how many questions have an answer among them."""
    rows: list[list[str]] = []
    for corpus in dict.fromkeys(each.corpus for each in cases if each.words):
        known = [each for each in cases if each.corpus == corpus and each.words]
        shown = [each.gathered.entries[: each.gathered.telling] for each in known]
        held, all_six = (
            sum(any(case.is_right(entry) for entry in entries) for case, entries in zip(known, found, strict=True))
            for found in (shown, [each.gathered.entries for each in known])
        )
        rows.append([corpus, str(len(known)), f"{sum(map(len, shown)) / len(known):.1f}", str(held), str(all_six)])
    return markdown_table(["notes", "questions", "shown, of 6", "answer among them", "among all six"], rows)


def render_fit(cases: Sequence[Case]) -> str:
    """Weights of a logistic function, every corpus and both answers weighing the same."""
    measures = np.array([[1, n.best, n.held, n.together, n.anywhere] for n in (each.nearness for each in cases)])
    wanted = np.array([float(each.answered) for each in cases])
    kinds = [(each.corpus, each.answered) for each in cases]
    weights = np.array([1 / kinds.count(kind) for kind in kinds])
    found = np.zeros(measures.shape[1])
    ridge = np.diag([0, *[1e-2] * (measures.shape[1] - 1)])
    for _ in range(100):  # Newton's method
        chance = 1 / (1 + np.exp(-np.clip(measures @ found, -30, 30)))
        slope = measures.T @ (weights * (chance - wanted)) + ridge @ found
        curve = (measures * (weights * chance * (1 - chance))[:, None]).T @ measures + ridge
        found -= np.linalg.solve(curve, slope)
    return f"fitted: {json.dumps([round(float(each), 3) for each in found])}\n"


if __name__ == "__main__":
    main()
