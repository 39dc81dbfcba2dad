"""Are journeys found as they were told? `python -m bench.journeys` compares them with the gold files of journeys and exits.

python -m bench.journeys                    both halves
python -m bench.journeys --half tune        the half that may be looked at
python -m bench.journeys --half tune --show every journey beside its gold
python -m bench.journeys --embedder none    without meaning, by words alone
"""

import argparse
import csv
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from assistant.drafting.build import build_draft
from assistant.journey import Draft, Exit, Journey
from assistant.sources.folding import fold
from assistant.wiring import make_demo
from bench.coding import GOLD
from bench.common import markdown_table

_NO_EXITS = {"13_员工_安装师傅_老黄.md": "held-out", "14_员工_售后工程师_梁健.md": "tune"}
"""Files whose tellers speak of no exit; to which half they were assigned."""


@dataclass(frozen=True)
class GoldStep:
    """One row of `journeys.csv`; `touchpoints` are all that count as right."""

    document: str
    person: str
    half: str
    happened: bool
    touchpoints: frozenset[str]
    told: str


@dataclass(frozen=True)
class GoldExit:
    """One row of `exits.csv`."""

    document: str
    person: str
    half: str
    kind: str
    counts: bool
    touchpoints: frozenset[str]
    told: str
    reason: str


def read_steps(path: Path) -> dict[tuple[str, str], list[GoldStep]]:
    """The gold journeys by document and person, in order."""
    found: dict[tuple[str, str], list[GoldStep]] = {}
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            names = frozenset(row["touchpoints"].split("|"))
            step = GoldStep(row["document"], row["person"], row["half"], row["kind"] == "step", names, row["told"])
            found.setdefault((step.document, step.person), []).append(step)
    return found


def read_exits(path: Path) -> list[GoldExit]:
    """The gold exits."""
    with path.open(encoding="utf-8", newline="") as file:
        return [
            GoldExit(
                row["document"],
                row["person"],
                row["half"],
                row["kind"],
                row["counts"] == "yes",
                frozenset(row["touchpoints"].split("|")),
                row["told"],
                row["reason"],
            )
            for row in csv.DictReader(file)
        ]


def common_length(gold: Sequence[frozenset[str]], found: Sequence[str]) -> int:
    """The length of the longest common subsequence (Wagner and Fischer, 1974)."""
    lengths = [[0] * (len(found) + 1) for _ in range(len(gold) + 1)]
    for row, names in enumerate(gold):
        for column, name in enumerate(found):
            lengths[row + 1][column + 1] = (
                lengths[row][column] + 1 if name in names else max(lengths[row][column + 1], lengths[row + 1][column])
            )
    return lengths[-1][-1]


@dataclass(frozen=True)
class Compared:
    """One interviewee: how many gold steps, found steps, and steps in common in the right order; the same for skips."""

    gold: int
    found: int
    common: int
    skips: int
    skips_found: int
    skips_common: int


def compare(gold: Sequence[GoldStep], journey: Journey | None) -> Compared:
    """The gold of one interviewee beside what was found."""
    wanted = [each.touchpoints for each in gold if each.happened]
    met = [each.touchpoint for each in journey.met] if journey else []
    skips = [each.touchpoints for each in gold if not each.happened]
    missed = list(dict.fromkeys(each.touchpoint for each in journey.steps if not each.happened)) if journey else []
    hits = sum(any(name in names for name in missed) for names in skips)
    return Compared(len(wanted), len(met), common_length(wanted, met), len(skips), len(missed), hits)


def find_journey(draft: Draft, document: str, person: str) -> Journey | None:
    """The journey that the draft holds for that person of that document."""
    return next(
        (each for each in draft.journeys.told if each.document == document and fold(each.teller) == fold(person)),
        None,
    )


class Sample:
    """The sample's draft with the texts behind its evidence."""

    def __init__(self, draft: Draft, said: dict[str, str], steps: Sequence[GoldStep]) -> None:
        self.draft = draft
        self._steps = steps
        self._text = {each.key: fold(said[each.statement]) for each in draft.evidence}
        self._quote = {each.key: fold(each.quote) for each in draft.evidence}
        self._document = {each.key: each.document for each in draft.evidence}

    def tells(self, found: Exit, gold: GoldExit) -> bool:
        """Whether a found exit is that of the gold: the same statement, and a touchpoint that counts."""
        return self.same_place(found, gold) and found.touchpoint in gold.touchpoints

    def same_place(self, found: Exit, gold: GoldExit) -> bool:
        """Whether both rest on the same words of the same document."""
        text, told = self._text[found.key], fold(gold.told)
        return self._document[found.key] == gold.document and (told in text or text in told)

    def half(self, found: Exit, exits: Sequence[GoldExit]) -> str:
        """The half that the teller of a found exit belongs to."""
        document = self._document[found.key]
        if document in _NO_EXITS:
            return _NO_EXITS[document]
        rows = [each for each in (*self._steps, *exits) if each.document == document]
        own = [each for each in rows if fold(each.person) == fold(found.teller)]
        return (own or rows)[0].half

    def quote(self, found: Exit) -> str:
        """The words a found exit rests on, folded."""
        return self._quote[found.key]

    def gives_reason(self, found: Exit, gold: GoldExit) -> bool:
        """Whether the reason is among the words that are quoted."""
        quotes = [self._quote[key] for key in (found.key, found.reason) if key]
        return any(fold(gold.reason) in each for each in quotes)


def main() -> None:
    """Draft the sample in a temporary folder and print the tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--half", choices=("tune", "held-out"))
    parser.add_argument("--show", action="store_true")
    parser.add_argument("--embedder", choices=("e5", "none"), default="e5")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        engagement = make_demo(Path(name) / "demo", {"embedder": options.embedder})
        request = engagement.request()
        draft = build_draft(request)
    halves = [options.half] if options.half else ["tune", "held-out"]
    steps, exits = read_steps(GOLD / "journeys.csv"), read_exits(GOLD / "exits.csv")
    said = {each.id: each.text for each in request.statements}
    sample = Sample(draft, said, [step for each in steps.values() for step in each])
    print(_journey_table(draft, steps, halves, show=options.show))
    print()
    print(_exit_table(sample, exits, halves, show=options.show))


def _journey_table(
    draft: Draft, steps: dict[tuple[str, str], list[GoldStep]], halves: Sequence[str], *, show: bool
) -> str:
    rows: list[list[str]] = []
    for half in halves:
        compared: list[Compared] = []
        for (document, person), gold in steps.items():
            if gold[0].half != half:
                continue
            journey = find_journey(draft, document, person)
            each = compare(gold, journey)
            compared.append(each)
            if show:
                print(f"\n{document[:2]} {person}: {each.common}/{each.gold}, found {each.found}")
                print(
                    "  gold ",
                    " ".join(("" if step.happened else "!") + "|".join(sorted(step.touchpoints)) for step in gold),
                )
                found = journey.steps if journey else ()
                print("  found", " ".join(("" if step.happened else "!") + step.touchpoint for step in found))
        gold_steps, common = sum(each.gold for each in compared), sum(each.common for each in compared)
        found_steps = sum(each.found for each in compared)
        share = [each.common / each.gold for each in compared]
        rows.append(
            [
                half,
                str(len(compared)),
                str(gold_steps),
                f"{common / gold_steps:.2f}",
                f"{sum(share) / len(share):.2f}",
                f"{min(share):.2f}",
                f"{common / max(found_steps, 1):.2f}",
                f"{sum(each.skips_common for each in compared)} of {sum(each.skips for each in compared)}",
                str(sum(each.skips_found - each.skips_common for each in compared)),
            ]
        )
    head = ["half", "interviewees", "steps", "in right order", "mean of persons", "worst person", "of those found"]
    return markdown_table([*head, "skips found", "skips too many"], rows)


def _exit_table(sample: Sample, exits: Sequence[GoldExit], halves: Sequence[str], *, show: bool) -> str:
    rows: list[list[str]] = []
    everything = sample.draft.journeys.exits
    for half in halves:
        mine = [each for each in exits if each.half == half]
        wanted = [each for each in mine if each.counts]
        places = [each for each in wanted if any(sample.same_place(found, each) for found in everything)]
        hits = [each for each in wanted if any(sample.tells(found, each) for found in everything)]
        reasons = [
            each
            for each in hits
            if any(sample.tells(found, each) and sample.gives_reason(found, each) for found in everything)
        ]
        extra = [found for found in everything if not any(sample.same_place(found, each) for each in exits)]
        extra = [found for found in extra if sample.half(found, exits) == half]
        if show:
            for each in wanted:
                state = "found" if each in hits else "elsewhere" if each in places else "lost"
                print(f"  exit {state:9} {each.document[:2]} {each.told}")
            for found in extra:
                print(f"  too many: {found.kind} {found.touchpoint} {found.teller} {sample.quote(found)}")
        rows.append([half, *(str(len(each)) for each in (wanted, places, hits, reasons, extra))])
    return markdown_table(["half", "exits", "found", "with the touchpoint", "with the reason", "too many"], rows)


if __name__ == "__main__":
    main()
