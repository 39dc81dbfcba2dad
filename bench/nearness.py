"""Measures how well words and meaning alone tell questions that the notes answer from those they do not.

    python -m bench.nearness --data DIR            refusal and false refusal on the half that was not tuned on
    python -m bench.nearness --data DIR --tune     fits the weights of `assistant/sessions/nearness.py` on the other half
    python -m bench.nearness --interviews          the interviews alone, which need no data

Each question is asked of the notes that answer it and of notes that belong to somebody else: `rgb` (public questions; groups
of fifteen stand for a client), `qmsum` (meetings), the sample company with the questions of `bench/gold/questions.csv`, and
notes of invented guided interviews with those of `bench/gold/interview-questions.csv`, whose halves are whole interviews.
A second table tells how many passages are shown, and whether one with the answer is first or among them.
Indexes are kept in the user's cache folder between runs.
"""

import argparse
import csv
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
from assistant.sessions.nearness import NEAR, SURE, SURE_OF_REPLY, Certainty, Nearness
from assistant.sessions.turn import SHOWN
from assistant.sources.folding import fold
from bench.common import markdown_table, read_lines

GROUP, EACH_KIND, MEETINGS = 15, 5, 8
_ROUNDS = 6
_GUIDED = 2.0  # what the many and varied questions to interviews weigh against the sample's


@dataclass(frozen=True, slots=True)
class Case:
    """One question put to one client's notes, and whether they answer it."""

    corpus: str
    question: str
    answered: bool
    gathered: Gathered
    words: tuple[str, ...] = ()
    """Any of these stands in a passage with the answer, where that is known."""
    held_out: bool = False

    @property
    def nearness(self) -> Nearness:
        return self.gathered.nearness

    def is_right(self, entry: Entry) -> bool:
        """Whether the entry holds the answer."""
        text = fold(entry.text)
        return any(fold(each) in text for each in self.words)


def main() -> None:
    parser = argparse.ArgumentParser(description="refusal without a chat model")
    parser.add_argument("--data", type=Path, help="the folder that holds rgb and qmsum")
    parser.add_argument("--interviews", action="store_true", help="ask the interviews alone")
    parser.add_argument("--tune", action="store_true", help="fit the weights on every other question")
    options = parser.parse_args()
    cache = Path(platformdirs.user_cache_dir("journey-assistant"))
    for kind in ("e5", "none"):
        embedder = build_embedder(kind, cache)
        folder = cache / "bench" / "nearness" / kind
        cases = [] if options.interviews else list(ask_public(options.data, folder, embedder))
        cases += [*ask_sample(folder, embedder), *ask_interviews(folder, embedder)]
        print(f"\n## {'meaning and words' if embedder else 'words alone'}\n")
        if options.tune:
            print(render_fit([each for each in cases if not each.held_out]))
        print(render_table(cases))
        print(render_shown(cases))


def ask_public(data: Path, folder: Path, embedder: Embedder | None) -> Iterator[Case]:
    """Every public question asked of its own notes and of somebody else's, the two by turns within each half."""
    yield from ask_groups("rgb", list(rgb_groups(data / "rgb")), folder, embedder)
    yield from ask_groups("qmsum", list(meetings(data / "qmsum")), folder, embedder)


def ask_sample(folder: Path, embedder: Embedder | None) -> Iterator[Case]:
    """The questions to the sample company's notes, every other one held out."""
    sample = knowledge_folder() / "samples" / "chengchuan"
    profile, _ = read_profile(sample / "client.toml")
    index = ClientIndex(folder / "sample", embedder)
    index.update(sample / "notes", profile.people, profile.segments)
    with (Path(__file__).parent / "gold" / "questions.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    gatherer = NotesGatherer(index, meaning=embedder)
    for number, row in enumerate(rows):
        gathered = gatherer.gather(row["question"], 6)
        yield Case("sample", row["question"], row["answered"] == "1", gathered, held_out=number % 2 == 1)


def ask_interviews(folder: Path, embedder: Embedder | None) -> Iterator[Case]:
    """The questions to the notes of guided interviews; whole interviews are held out."""
    gold = Path(__file__).parent / "gold"
    gatherers: dict[str, NotesGatherer] = {}
    for path in sorted((gold / "interviews").iterdir()):
        group = (f"guided-{path.stem}", [path.read_text(encoding="utf-8")], [])
        gatherers[path.stem] = NotesGatherer(build_index(group, folder, embedder), meaning=embedder)
    with (gold / "interview-questions.csv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            words = tuple(each for each in row["words"].split("|") if each)
            gathered = gatherers[row["note"]].gather(row["question"], 6)
            name = f"interviews, {row['half']}"
            held_out = row["half"] != "tune"
            yield Case(name, row["question"], row["answered"] == "1", gathered, words, held_out)


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
    gatherers = [NotesGatherer(build_index(each, folder, embedder), meaning=embedder) for each in groups]
    for place, (_, _, questions) in enumerate(groups):
        stranger = gatherers[(place + 1) % len(gatherers)]
        for number, (question, words) in enumerate(questions):
            held_out = number % 2 == 1
            own = Case(corpus, question, True, gatherers[place].gather(question, 6), words, held_out)
            other = Case(corpus, question, False, stranger.gather(question, 6), held_out=held_out)
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
    """What is said of answered and of unanswered questions: that they are found, perhaps, or not."""
    rows: list[list[str]] = []
    for corpus in dict.fromkeys(each.corpus for each in cases):
        row = [corpus]
        for answered in (True, False):
            said = [each.nearness.certainty for each in cases if (each.corpus, each.answered) == (corpus, answered)]
            row += [str(len(said)), *(f"{said.count(each) / len(said):.2f}" for each in reversed(Certainty))]
        rows.append(row)
    head = ["notes", "answered", "found", "perhaps", "none", "not answered", "found", "perhaps", "none"]
    return f"Thresholds {NEAR} and {SURE} ({SURE_OF_REPLY} beside what was asked).\n\n{markdown_table(head, rows)}"


def render_shown(cases: Sequence[Case]) -> str:
    """How many passages are shown to a person, of at most six, and how many questions have an answer among them."""
    rows: list[list[str]] = []
    for corpus in dict.fromkeys(each.corpus for each in cases if each.words):
        known = [each for each in cases if each.corpus == corpus and each.words]
        shown = [each.gathered.entries[: count_shown(each.gathered)] for each in known]
        first, held, all_six = (
            sum(any(case.is_right(entry) for entry in entries) for case, entries in zip(known, found, strict=True))
            for found in ([each[:1] for each in shown], shown, [each.gathered.entries for each in known])
        )
        mean = sum(map(len, shown)) / len(known)
        rows.append([corpus, str(len(known)), f"{mean:.1f}", str(first), str(held), str(all_six)])
    return markdown_table(["notes", "questions", "shown, of 6", "answer first", "among them", "among all six"], rows)


def count_shown(gathered: Gathered) -> int:
    """How many passages a person is shown without a model."""
    return gathered.telling if gathered.nearness.certainty is Certainty.FOUND else SHOWN


def render_fit(cases: Sequence[Case]) -> str:
    """Weights of logistic functions, every corpus and both answers weighing the same."""
    alone, replying = ([each for each in cases if bool(each.nearness.replies) is kind] for kind in (False, True))
    found: dict[str, list[float]] = {}
    if alone:
        found["measures"] = fit_weights([(each, measures_of(each.nearness)) for each in alone])
    if replying:
        # which passage is the answer is not known of every question: the best by the weights so far stands for it
        picked = [(each, each.nearness.replies[0].measures) for each in replying]
        for _ in range(_ROUNDS):
            found["replies"] = fit_weights(picked)
            picked = [(each, pick_reply(each, found["replies"])) for each in replying]
    return "".join(f"fitted {name}: {[round(weight, 3) for weight in weights]}\n" for name, weights in found.items())


def measures_of(nearness: Nearness) -> tuple[float, ...]:
    """What the chance goes by where nobody asked."""
    return nearness.best, nearness.held, nearness.together, nearness.anywhere


def pick_reply(case: Case, weights: Sequence[float]) -> tuple[float, ...]:
    """The measures of the passage that is most likely the answer; of one that is, where that is known."""
    replies = case.nearness.replies
    right = [reply for reply, entry in zip(replies, case.gathered.entries, strict=False) if case.is_right(entry)]
    return max((each.measures for each in right or replies), key=lambda each: float(np.dot(weights[1:], each)))


def fit_weights(cases: Sequence[tuple[Case, tuple[float, ...]]]) -> list[float]:
    """Bias and weights by Newton's method, with a ridge of 0.01 on standardised measures."""
    raw = np.array([measures for _, measures in cases])
    middle, spread = raw.mean(axis=0), raw.std(axis=0) + 1e-9
    measures = np.hstack([np.ones((len(raw), 1)), (raw - middle) / spread])
    wanted = np.array([float(each.answered) for each, _ in cases])
    kinds = [(each.corpus, each.answered) for each, _ in cases]
    weights = np.array([_GUIDED if kind[0].startswith("interviews") else 1.0 for kind in kinds])
    weights /= [kinds.count(kind) for kind in kinds]
    found = np.zeros(measures.shape[1])
    ridge = np.diag([0, *[1e-2 * weights.sum()] * raw.shape[1]])
    for _ in range(100):
        chance = 1 / (1 + np.exp(-np.clip(measures @ found, -30, 30)))
        slope = measures.T @ (weights * (chance - wanted)) + ridge @ found
        curve = (measures * (weights * chance * (1 - chance))[:, None]).T @ measures + ridge
        found -= np.linalg.solve(curve, slope)
    scaled = found[1:] / spread
    return [float(found[0] - scaled @ middle), *map(float, scaled)]


if __name__ == "__main__":
    main()
