"""Every quote printed in the sample's Word reports stands verbatim in its source, read without the program's readers."""

import csv
import io
import json
import re
import unicodedata
from pathlib import Path

import pytest
import webvtt
from docx import Document
from docx.document import Document as DocumentObject
from docx.table import Table, _Cell
from docx.text.paragraph import Paragraph

import assistant.library
from assistant.errors import Exit
from assistant.journey import Draft
from assistant.settings import Settings
from assistant.wiring import build_engagement, make_demo
from assistant.workspace import find_workspace

REPORTS = ("journey-map.docx", "stage-insights.docx", "gap-analysis.docx")
KEY = re.compile(r"E\d+")
LED_BACK = re.compile(r"(E\d+)(?:\s+↑\d*)*")
"""A key in the appendix, with the ways back to where it is cited."""


def _folded(text: str) -> str:
    """The text for comparing: NFKC, no spaces. Nothing else is forgiven."""
    return "".join(unicodedata.normalize("NFKC", text).split())


def _read_source(path: Path) -> str:
    """The text of a note by the plainest means its format has."""
    if path.suffix == ".docx":
        return "\n".join(_paragraphs(Document(str(path))))
    if path.suffix == ".vtt":
        return "\n".join(cue.text for cue in webvtt.read(str(path)))
    raw = path.read_bytes()
    for encoding in ("utf-8-sig", "utf-16" if raw[:2] in (b"\xff\xfe", b"\xfe\xff") else "big5", "gb18030"):
        try:
            text = raw.decode(encoding)
        except UnicodeDecodeError:
            continue
        break
    else:
        raise AssertionError(f"{path.name} is in no encoding we know")
    if path.suffix == ".csv":
        return "\n".join("\n".join(row) for row in csv.reader(io.StringIO(text, newline="")))
    return text


def _cells(tables: list[Table]):
    for table in tables:
        for row in table.rows:
            for cell in row.cells:
                yield cell
                yield from _cells(cell.tables)


def _every_paragraph(document: DocumentObject) -> list[Paragraph]:
    inside: list[_Cell] = list(_cells(document.tables))
    return [*document.paragraphs, *(each for cell in inside for each in cell.paragraphs)]


def _paragraphs(document: DocumentObject) -> list[str]:
    return [each.text for each in _every_paragraph(document)]


def _appendix(document: DocumentObject) -> dict[str, tuple[str, str]]:
    """Key → quote and the words of speaker and place, from the rows of key, quote and place of the evidence table."""
    found: dict[str, tuple[str, str]] = {}
    for table in document.tables:
        for row in table.rows:
            parts = {cell._tc: cell for cell in row.cells}  # merged cells come once
            key = LED_BACK.fullmatch(row.cells[0].text.strip())
            if len(parts) == 3 and key:
                quote = "".join(_quote(each) for each in row.cells[1].paragraphs)
                found[key[1]] = (quote, row.cells[2].text)
    return found


def _listed(document: DocumentObject) -> dict[str, str]:
    """Key → quote of the paragraphs that begin with a key: what is listed in full without a place in a map."""
    told = ((KEY.match(each.text), _quote(each)) for each in _every_paragraph(document))
    return {key.group(): quote for key, quote in told if key and quote}


def _quote(paragraph: Paragraph) -> str:
    return "".join(run.text for run in paragraph.runs if run.style.name == "Evidence Quote")


@pytest.fixture(scope="module")
def written(tmp_path_factory) -> tuple[Path, Path, Draft]:
    """The sample's notes folder, the folder of its reports, and the draft behind them; once for all tests here."""
    patch = pytest.MonkeyPatch()
    examples = assistant.library.load_codebook()[::4]
    patch.setattr(assistant.library, "load_codebook", lambda *_: examples)
    patch.setenv("JOURNEY_EMBEDDER", "none")
    try:
        folder = tmp_path_factory.mktemp("demo") / "journey-demo"
        drafted = make_demo(folder, {}).draft(report="all", segment=None, folder=None)
    finally:
        patch.undo()
    return folder / "clients" / "chengchuan" / "notes", drafted.paths[0].parent, drafted.draft


@pytest.fixture(scope="module")
def sources(written) -> dict[str, str]:
    notes, _, _ = written
    return {path.name: _folded(_read_source(path)) for path in notes.iterdir()}


@pytest.mark.parametrize("report", REPORTS)
def test_every_quote_of_the_appendix_stands_in_its_file(report, written, sources):
    _, folder, _ = written
    appendix = _appendix(Document(str(folder / report)))
    assert len(appendix) > 30
    for key, (quote, place) in appendix.items():
        assert quote.strip(), key
        named = [name for name in sources if name in place]
        assert len(named) == 1, f"{key} does not name its file: {place}"
        assert _folded(quote) in sources[named[0]], f"{report} {key}: {quote}"


@pytest.mark.parametrize("report", REPORTS)
def test_every_key_a_report_cites_leads_to_its_quote(report, written):
    _, folder, _ = written
    document = Document(str(folder / report))
    cited = {key for text in _paragraphs(document) for key in re.findall(r"\bE\d+\b", text)}
    assert cited == _appendix(document).keys() | _listed(document).keys()


@pytest.mark.parametrize("report", REPORTS)
def test_everything_set_as_a_quote_stands_in_a_file(report, written, sources):
    _, folder, _ = written
    quotes = [_quote(each) for each in _every_paragraph(Document(str(folder / report)))]
    assert len([each for each in quotes if each]) > 30
    assert [each for each in quotes if not any(_folded(each) in text for text in sources.values())] == []


@pytest.mark.parametrize("report", REPORTS)
def test_what_stands_in_quotation_marks_in_a_claim_is_in_the_words_it_cites(report, written, sources):
    _, folder, draft = written
    quotes = {each.key: (each.quote, each.document) for each in draft.evidence}
    printed = _folded("\n".join(_paragraphs(Document(str(folder / report)))))
    checked = 0
    for claim in draft.claims():
        if not claim.keys or _folded(claim.text) not in printed:
            continue
        said = _folded(" ".join(quotes[key][0] for key in claim.keys))
        for quoted in re.findall(r"“([^“”]+)”", claim.text):
            pieces = [each for each in re.split(r"……|…|\.\.\.", quoted) if each.strip()]
            assert all(_folded(piece) in said for piece in pieces), claim.text
            assert any(_folded(pieces[0]) in sources[quotes[key][1]] for key in claim.keys), claim.text
            checked += 1
    assert checked > 20


def test_the_draft_beside_the_reports_holds_the_same_quotes(written, sources):
    _, folder, draft = written
    stored = json.loads((folder / "draft.json").read_text(encoding="utf-8"))["evidence"]
    assert [each["quote"] for each in stored] == [each.quote for each in draft.evidence]
    for each in stored:
        assert _folded(each["quote"]) in sources[each["document"]], each["key"]


def test_the_sources_were_not_touched(written):
    notes, _, _ = written
    shipped = assistant.library.knowledge_folder() / "samples" / "chengchuan" / "notes"
    assert sorted(path.name for path in notes.iterdir()) == sorted(path.name for path in shipped.iterdir())
    assert all((notes / path.name).read_bytes() == path.read_bytes() for path in shipped.iterdir())


def test_with_the_real_embedder_too(tmp_path, written, sources, monkeypatch):
    """A few of the sample's interviews, read by meaning as well."""
    examples = assistant.library.load_codebook()[::60]
    monkeypatch.setattr(assistant.library, "load_codebook", lambda *_: examples)
    monkeypatch.setenv("JOURNEY_EMBEDDER", "none")
    client = make_demo(tmp_path / "demo", {}).client
    for path in client.notes.iterdir():
        if not path.name.startswith(("07", "08")):
            path.unlink()
    engagement = build_engagement(find_workspace(tmp_path / "demo"), client, Settings(embedder="e5"))
    drafted = engagement.draft(report="insights", segment=None, folder=None)
    assert drafted.exit_code(strict=True) == Exit.DONE
    appendix = _appendix(Document(str(drafted.paths[0])))
    assert appendix
    assert all(any(_folded(quote) in text for text in sources.values()) for quote, _ in appendix.values())
