"""Importing the room costs nothing: the libraries of the formats are loaded when a file needs them."""

import subprocess
import sys

HEAVY = (
    "docx",
    "openpyxl",
    "pptx",
    "pypdf",
    "pypdfium2",
    "lxml",
    "opencc",
    "charset_normalizer",
    "numpy",
    "trafilatura",
    "oxmsg",
)


def test_importing_the_room_loads_no_reader_library() -> None:
    code = f"import sys, assistant.sources; print([name for name in {HEAVY!r} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
