"""Public question sets as retrieval tasks: a question, and the passages that answer it among all of the set's."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from assistant.script import to_simplified
from bench.common import read_lines

RGB = ("zh_fact", "zh_int", "zh_refine", "en_fact")


@dataclass(frozen=True, slots=True)
class Task:
    """`answers[i]` are the places in `passages` of what answers `questions[i]`.

    Tasks of one `name` are reported together; those of one `corpus` have the same passages.
    """

    name: str
    corpus: str
    passages: tuple[str, ...]
    questions: tuple[str, ...]
    answers: tuple[frozenset[int], ...]


def read_tasks(folder: Path) -> list[Task]:
    """The tasks of every set found in `folder`."""
    cmrc = read_paragraphs(folder / "cmrc2018" / "trial.jsonl")
    drcd = read_paragraphs(folder / "drcd" / "dev.jsonl")
    chinese = read_paragraphs(folder / "xquad" / "zh.jsonl")
    english = read_paragraphs(folder / "xquad" / "en.jsonl")
    return [
        build_task("cmrc2018", "cmrc2018", cmrc),
        build_task("drcd", "drcd", drcd),
        build_task("drcd, questions in Simplified", "drcd", drcd, to_simplified),
        build_task("xquad zh", "xquad-zh", chinese),
        build_task("xquad en", "xquad-en", english),
        build_task("xquad en → zh", "xquad-zh", _with_questions_of(chinese, english)),
        *(read_rgb(folder / "rgb", [name]) for name in RGB),
        read_rgb(folder / "rgb", RGB),
    ]


Paragraph = tuple[str, list[tuple[str, str]]]
"""A paragraph and its questions, each with its id."""


def read_paragraphs(path: Path) -> list[Paragraph]:
    """The paragraphs of a file in SQuAD's manner."""
    return [(line["context"], [(qa["id"], qa["question"]) for qa in line["qas"]]) for line in read_lines(path)]


def build_task(name: str, corpus: str, paragraphs: Iterable[Paragraph], rewrite: Callable[[str], str] = str) -> Task:
    """A task out of paragraphs; equal paragraphs count as one."""
    places: dict[str, int] = {}
    questions: list[str] = []
    answers: list[frozenset[int]] = []
    for passage, asked in paragraphs:
        place = places.setdefault(passage, len(places))
        questions.extend(rewrite(question) for _, question in asked)
        answers.extend(frozenset([place]) for _ in asked)
    return Task(name, corpus, tuple(places), tuple(questions), tuple(answers))


def _with_questions_of(passages: list[Paragraph], asking: list[Paragraph]) -> list[Paragraph]:
    """Parallel files: the passages of one with the questions of the other, matched by id."""
    wording = {key: question for _, asked in asking for key, question in asked}
    return [(passage, [(key, wording[key]) for key, _ in asked]) for passage, asked in passages]


def read_rgb(folder: Path, names: Sequence[str]) -> Task:
    """The documents of all questions of these files in one pool; a question is answered by its positive ones.

    (Many a negative one tells the answer too: the files' labels are coarse.)
    """
    places: dict[str, int] = {}
    questions: list[str] = []
    answers: list[frozenset[int]] = []
    for line in (line for name in names for line in read_lines(folder / f"{name}.jsonl")):
        positive = [places.setdefault(text, len(places)) for text in _texts(line["positive"])]
        for text in _texts(line.get("negative", [])):
            places.setdefault(text, len(places))
        questions.append(line["query"])
        answers.append(frozenset(positive))
    corpus = f"rgb-{names[0]}" if len(names) == 1 else "rgb"
    group = "rgb, each file's documents" if len(names) == 1 else "rgb, all documents in one pool"
    return Task(group, corpus, tuple(places), tuple(questions), tuple(answers))


def _texts(found: Any) -> list[str]:
    """Texts however deep they are listed, without empty ones."""
    if isinstance(found, str):
        return [found] if found.strip() else []
    return [text for each in found for text in _texts(each)]
