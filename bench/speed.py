"""How long do the commands take? `python -m bench.speed` runs each as a person would and prints a Markdown table.

Everything happens in a temporary folder with an empty cache, so that the demo includes building the embedder.
"""

import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from bench.common import markdown_table

JOURNEY = Path(sys.executable).parent / "journey"
MIB = 1024


def main() -> None:
    """Run the commands and print what each took, beside the most it may take."""
    with tempfile.TemporaryDirectory() as name:
        place, cache = Path(name), Path(name) / "cache"
        rows = [
            ["journey --help (best of 5)", f"{min(run(place, cache, '--help') for _ in range(5)):.2f} s", "0.25 s"],
            ["journey demo, nothing built yet", f"{run(place, cache, 'demo'):.1f} s", "60 s"],
        ]
        rows.append(["— its peak memory", f"{_peak():.0f} MB", "1,500 MB"])
        demo = place / "journey-demo"
        rows.append(
            ["journey index, nothing changed (best of 3)", f"{_best(demo, cache, 'index', '--all'):.2f} s", "1 s"]
        )
        rows.append(["journey draft, indexed (best of 3)", f"{_best(demo, cache, 'draft', 'chengchuan'):.1f} s", "5 s"])
        rows.append(
            ["journey search (best of 3)", f"{_best(demo, cache, 'search', 'chengchuan', '滤芯提醒'):.1f} s", "–"]
        )
    print(markdown_table(["command", "measured", "at most"], rows))


def run(folder: Path, cache: Path, *arguments: str) -> float:
    """Seconds of wall time for one command. Raises CalledProcessError where it fails."""
    environment = {key: value for key, value in os.environ.items() if not key.startswith("JOURNEY_")}
    environment["JOURNEY_CACHE"] = str(cache)
    started = time.perf_counter()
    subprocess.run([str(JOURNEY), *arguments], cwd=folder, env=environment, check=True, capture_output=True)
    return time.perf_counter() - started


def _best(folder: Path, cache: Path, *arguments: str) -> float:
    return min(run(folder, cache, *arguments) for _ in range(3))


def _peak() -> float:
    """The largest resident set of any command so far, in MB."""
    return resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / MIB


if __name__ == "__main__":
    main()
