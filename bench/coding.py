"""How well the extractive engine codes: cross-validated over the codebook, and against the gold file.

python -m bench.coding                     gold, both halves
python -m bench.coding --half tune         gold, the half that may be looked at
python -m bench.coding --headings          the same half, as if statements stood under headings of stages
python -m bench.coding --cross-validate    the codebook, folds by industry
"""

import argparse
import csv
import random
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import platformdirs

from assistant.client_profile import read_profile
from assistant.drafting.extractive import ExtractiveCoder
from assistant.drafting.guided import Place, PlaceFinder
from assistant.drafting.lessons import Lessons
from assistant.journey import Coding, Dimension, Locator, Role, Statement, statement_id
from assistant.library import knowledge_folder, load_codebook, load_playbook
from assistant.playbook import CodedExample
from assistant.retrieval.embedder import Embedder, build_embedder
from assistant.sources import read_notes
from bench.common import markdown_table

GOLD = Path(__file__).parent / "gold"
FOLDS = 8
NONE = "none"


@dataclass(frozen=True)
class Coded:
    """One row of a coder's file: a statement and the codes a person gave it, main code first."""

    document: str
    text: str
    question: str
    role: str
    stages: tuple[str, ...]
    dimensions: tuple[str, ...]
    sentiment: int
    half: str = ""

    @property
    def place(self) -> tuple[str, str, str]:
        return self.document, self.question, self.text


def read_coded(path: Path) -> list[Coded]:
    """The rows of a gold file: document,text,question,role,stages,dimensions,sentiment[,half]; codes parted by |."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        return [
            Coded(
                row["document"],
                row["text"],
                row["question"],
                row["role"],
                _codes(row["stages"]),
                _codes(row["dimensions"]),
                int(row["sentiment"]),
                row.get("half") or "",
            )
            for row in csv.DictReader(file)
        ]


def _codes(cell: str) -> tuple[str, ...]:
    return tuple(code for code in cell.split("|") if code and code != NONE)


def build_statement(row: Coded, number: int) -> Statement:
    """The statement as the engine sees it."""
    chinese = any("㐀" <= letter <= "鿿" for letter in row.text)
    return Statement(
        statement_id(row.document, row.text, number),
        row.document,
        Locator(),
        None,
        Role(row.role),
        None,
        row.text,
        "zh-Hans" if chinese else "en",
        number,
        row.question or None,
    )


@dataclass(frozen=True)
class Measured:
    """A gold row beside what the engine said."""

    gold: Coded
    coding: Coding


def measure(pairs: Sequence[Measured], title: str, *, confusion: bool = True) -> None:
    """Print accuracies and confusion tables. A code counts when the first predicted is among the gold's codes."""
    print(f"\n{title}: {len(pairs)} statements")
    if not pairs:
        return
    views: list[tuple[str, Callable[[Coded], tuple[str, ...]], Callable[[Coding], Sequence[str]], list[str]]] = [
        ("stage", lambda row: row.stages, lambda coding: coding.stages, list(load_playbook().model.stage_ids)),
        ("dimension", lambda row: row.dimensions, lambda coding: coding.dimensions, [each.value for each in Dimension]),
    ]
    for name, gold, found, labels in views:
        hits = [_first(found(pair.coding)) in (gold(pair.gold) or (NONE,)) for pair in pairs]
        first = [_first(found(pair.coding)) == _first(gold(pair.gold)) for pair in pairs]
        print(f"  {name:10} {_rate(hits)}  (same first code {_rate(first)})")
        if confusion:
            _print_confusion([(_first(gold(pair.gold)), _first(found(pair.coding))) for pair in pairs], [*labels, NONE])
    exact = [pair.gold.sentiment == pair.coding.sentiment for pair in pairs]
    sign = [_sign(pair.gold.sentiment) == _sign(pair.coding.sentiment) for pair in pairs]
    print(f"  sentiment  exact {_rate(exact)}, sign {_rate(sign)}")
    if confusion:
        values = ["-2", "-1", "0", "1", "2"]
        _print_confusion([(str(pair.gold.sentiment), str(pair.coding.sentiment)) for pair in pairs], values)
        _print_calibration(pairs)


def _print_calibration(pairs: Sequence[Measured]) -> None:
    print("  confidence of the stage → how often it is right")
    for low in (0.0, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9):
        high = {0.0: 0.4, 0.9: 1.01}.get(low, low + 0.1)
        inside = [pair for pair in pairs if low <= pair.coding.confidence < high]
        if inside:
            hits = [_first(pair.coding.stages) in (pair.gold.stages or (NONE,)) for pair in inside]
            print(f"    {low:.1f}–{min(high, 1.0):.1f}: {_rate(hits)} of {len(inside)}")


def _first(codes: Iterable[str]) -> str:
    return str(next(iter(codes), NONE))


def _sign(value: int) -> int:
    return (value > 0) - (value < 0)


def _rate(hits: Sequence[bool]) -> str:
    return f"{sum(hits) / max(len(hits), 1):.1%}"


def _print_confusion(pairs: Sequence[tuple[str, str]], labels: Sequence[str]) -> None:
    counts = Counter(pairs)
    width = max(max(len(label) for label in labels), 5)
    print(f"    {'gold ↓ engine →':{width + 6}}" + " ".join(f"{label:>{width}}" for label in labels))
    for one in labels:
        print(f"    {one:{width + 6}}" + " ".join(f"{counts[one, other]:>{width}}" for other in labels))


def agree(one: Sequence[Coded], other: Sequence[Coded]) -> None:
    """Print how far two coders agree on the statements that both coded: percent and Cohen's kappa of the first codes."""
    theirs = {row.place: row for row in other}
    both = [(row, theirs[row.place]) for row in one if row.place in theirs]
    print(f"\nTwo coders: {len(both)} statements coded by both")
    views: list[tuple[str, Callable[[Coded], str]]] = [
        ("stage", lambda row: _first(row.stages)),
        ("dimension", lambda row: _first(row.dimensions)),
        ("sentiment", lambda row: str(row.sentiment)),
        ("sentiment (sign)", lambda row: str(_sign(row.sentiment))),
    ]
    for name, view in views:
        pairs = [(view(a), view(b)) for a, b in both]
        print(f"  {name:17} {_rate([a == b for a, b in pairs])}, kappa {find_kappa(pairs):.2f}")
    shared = [bool({*a.stages} & {*b.stages}) or a.stages == b.stages for a, b in both]
    print(f"  a stage in common {_rate(shared)}")


def find_kappa(pairs: Sequence[tuple[str, str]]) -> float:
    """Cohen's kappa (Cohen, 1960): agreement beyond what the two coders' habits would give by chance."""
    if not pairs:
        return 0.0
    observed = sum(a == b for a, b in pairs) / len(pairs)
    ones, others = Counter(a for a, _ in pairs), Counter(b for _, b in pairs)
    expected = sum(ones[label] * others[label] for label in ones) / len(pairs) ** 2
    return 1.0 if expected == 1 else (observed - expected) / (1 - expected)


def cross_validate(embedder: Embedder | None, cache: Path) -> list[Measured]:
    """The codebook's examples, each coded by an engine that has seen no example of its industry."""
    industries = _read_industries()
    book = load_codebook()
    groups = {name: place % FOLDS for place, name in enumerate(sorted(set(industries.values())))}
    folds = [groups[industries[each.text]] for each in book]
    rows = [_as_row(each) for each in book]
    statements = [build_statement(row, number) for number, row in enumerate(rows)]
    vectors = None
    if embedder is not None:
        stored = embedder.embed_queries([each.text for each in book])
        vectors = {statement.id: vector for statement, vector in zip(statements, stored, strict=True)}
    found: list[Measured] = []
    for fold in range(FOLDS):
        known = [each for each, place in zip(book, folds, strict=True) if place != fold]
        asked = [number for number, place in enumerate(folds) if place == fold]
        coder = ExtractiveCoder(Lessons(load_playbook(), known, embedder, cache), vectors)
        codings = coder.code([statements[number] for number in asked])
        found += [Measured(rows[number], coding) for number, coding in zip(asked, codings, strict=True)]
    return found


def _as_row(example: CodedExample) -> Coded:
    dimensions = tuple(each.value for each in example.dimensions)
    return Coded(
        example.text, example.text, example.question, example.speaker, example.stages, dimensions, example.sentiment
    )


def _read_industries() -> dict[str, str]:
    found: dict[str, str] = {}
    for path in sorted((knowledge_folder() / "codebook").glob("*.csv")):
        with path.open(encoding="utf-8-sig", newline="") as file:
            found.update((row["text"].strip(), row["industry"]) for row in csv.DictReader(file))
    return found


def code_sample(
    embedder: Embedder | None, cache: Path, headings: PlaceFinder | None = None
) -> dict[tuple[str, str, str], Coding]:
    """The sample company's notes coded as `journey draft` does it, by document, question and text.

    With `headings` as if they were answers of guided interviews.
    """
    root = knowledge_folder() / "samples" / "chengchuan"
    profile, _ = read_profile(root / "client.toml")
    statements = read_notes(root / "notes", profile.people, profile.segments).statements
    asked = [each for each in statements if each.role != Role.INTERVIEWER]
    vectors = None
    if embedder is not None:
        stored = embedder.embed_queries([each.text for each in asked])
        vectors = {statement.id: vector for statement, vector in zip(asked, stored, strict=True)}
    with TemporaryDirectory() as folder:
        coder = ExtractiveCoder(
            Lessons(load_playbook(), load_codebook(), embedder, cache),
            vectors,
            contexts=Path(folder),
            segments=profile.segments,
            guided=headings,
        )
        codings = {coding.statement: coding for coding in coder.code(statements)}
    return {(each.document, each.question or "", each.text): codings[each.id] for each in asked}


@dataclass(frozen=True)
class Headings:
    """Places gold statements under headings: the right one, another's, or a neighbouring stage's. Small talk under any."""

    rows: Sequence[Coded]
    kind: str
    stages: Sequence[str]

    def find(self, statements: Sequence[Statement]) -> dict[str, Place]:
        """The place of each statement that has a row, drawn by a fixed seed."""
        chance = random.Random(5)
        places = {row.place: self._draw(row, chance) for row in self.rows}
        named = {each.id: (each.document, each.question or "", each.text) for each in statements}
        return {key: places[place] for key, place in named.items() if place in places}

    def _draw(self, row: Coded, chance: random.Random) -> Place:
        stages, dimensions = self.stages, [each.value for each in Dimension]
        if self.kind == "right" and row.stages:
            return Place(row.stages[0], Dimension(row.dimensions[0]))
        others = [each for each in stages if each not in row.stages]
        if self.kind == "neighbour" and row.stages:
            at = stages.index(row.stages[0])
            others = [stages[place] for place in (at - 1, at + 1) if 0 <= place < len(stages)]
        wrong = [each for each in dimensions if each not in row.dimensions]
        return Place(chance.choice(others), Dimension(chance.choice(wrong)))


def measure_headings(rows: Sequence[Coded], embedder: Embedder | None, cache: Path) -> None:
    """How often stage and dimension are right where statements stand under headings, of those about the journey."""
    stages = load_playbook().model.stage_ids
    told = [["heading", "stage", "dimension", "small talk left uncoded"]]
    for kind in ("none", "right", "neighbour", "any other"):
        pairs = match_gold(rows, code_sample(embedder, cache, Headings(rows if kind != "none" else (), kind, stages)))
        about = [each for each in pairs if each.gold.stages]
        told.append(
            [
                kind,
                _rate([_first(each.coding.stages) in each.gold.stages for each in about]),
                _rate([_first(each.coding.dimensions) in each.gold.dimensions for each in about]),
                _rate([not each.coding.stages for each in pairs if not each.gold.stages]),
            ]
        )
    print(markdown_table(told[0], told[1:]))


def match_gold(rows: Sequence[Coded], coded: dict[tuple[str, str, str], Coding]) -> list[Measured]:
    """The gold rows beside the engine's codings; rows that are no statement of the notes any more are told."""
    lost = [row for row in rows if row.place not in coded]
    if lost:
        print(f"\n{len(lost)} gold rows are not among the statements, such as {lost[0].text!r} of {lost[0].document}")
    return [Measured(row, coded[row.place]) for row in rows if row.place in coded]


def main() -> None:
    """Print the measurements that were asked for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--cross-validate", action="store_true")
    parser.add_argument("--headings", action="store_true", help="as if statements stood under headings of stages")
    parser.add_argument("--half", choices=("tune", "held-out"))
    parser.add_argument("--embedder", choices=("e5", "none"), default="e5")
    parser.add_argument("--gold", type=Path, default=GOLD)
    options = parser.parse_args()
    cache = Path(platformdirs.user_cache_dir("journey-assistant"))
    embedder = build_embedder(options.embedder, cache)
    if options.cross_validate:
        measure(cross_validate(embedder, cache), "Codebook, cross-validated by industry")
        return
    coders = [options.gold / "coder-a.csv", options.gold / "coder-b.csv"]
    if all(path.exists() for path in coders):
        agree(*(read_coded(path) for path in coders))
    rows = read_coded(options.gold / "gold.csv")
    if options.headings:
        measure_headings([row for row in rows if row.half == (options.half or "tune")], embedder, cache)
        return
    coded = code_sample(embedder, cache)
    for half in [options.half] if options.half else ["tune", "held-out"]:
        measure(match_gold([row for row in rows if row.half == half], coded), f"Gold, {half}")


if __name__ == "__main__":
    main()
