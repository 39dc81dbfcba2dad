"""The written report opens in LibreOffice and shows its pages."""

import shutil
import subprocess
from pathlib import Path

import pytest
from pypdf import PdfReader

from assistant.reports import FILE_NAMES


@pytest.fixture
def soffice() -> str:
    found = shutil.which("soffice")
    if found is None:
        pytest.skip("LibreOffice is not installed")
    return found


def test_the_map_opens_in_libreoffice(written: Path, soffice: str, tmp_path: Path) -> None:
    command = [
        soffice,
        f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}",
        "--headless",
        "--convert-to",
        "pdf",
        "--outdir",
        str(tmp_path),
        str(written / FILE_NAMES["map"]),
    ]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    pages = [page.extract_text() for page in PdfReader(tmp_path / "journey-map.pdf").pages]
    count = len(pages)
    assert "客户旅程地图" in pages[0]
    assert f"第2页/共{count}页" in pages[1].replace(" ", "")
    # The header row stands on the second page of the first map too.
    assert "忠诚" in pages[4]
    assert "维度" in pages[4]
