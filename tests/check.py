"""The whole check in one command: lint, format, types, import directions, tests. Stops at nothing, fails if any failed."""

import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent
CHECKS = (
    ("lint", [BIN / "ruff", "check", "."]),
    ("format", [BIN / "ruff", "format", "--check", "."]),
    ("types", [BIN / "pyright", "--pythonpath", sys.executable]),
    ("import directions", [BIN / "lint-imports"]),
    ("tests", [sys.executable, "-m", "pytest", "-n", "2"]),
)


def main() -> int:
    """Run every check, the tests last; returns 1 when one failed."""
    failed: list[str] = []
    for name, command in CHECKS:
        print(f"\n== {name}", flush=True)
        started = time.monotonic()
        code = subprocess.run([str(part) for part in command], cwd=ROOT, check=False).returncode
        print(f"-- {name}: {'failed' if code else 'ok'} in {time.monotonic() - started:.0f} s", flush=True)
        if code:
            failed.append(name)
    print(f"\nfailed: {', '.join(failed)}" if failed else "\nall checks passed", flush=True)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
