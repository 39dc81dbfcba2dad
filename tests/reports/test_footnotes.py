"""Evidence in footnotes: each quote once at the foot of its page, later keys leading there."""

from io import BytesIO

import pytest
from docx import Document
from docx.oxml.ns import qn
from lxml import etree

from assistant.reports import KINDS, Appearance, ReportKind, write_reports
from assistant.reports.report import build_report
from assistant.reports.theme import Theme
from assistant.reports.word import render_word
from tests.fakes.drafts import build_draft
from tests.reports.opened import all_paragraphs, audit, bookmarks, link_targets

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def noted(kind: ReportKind):
    theme = Theme()
    return Document(BytesIO(render_word(build_report(build_draft(), kind, theme, "", "footnotes"), theme)))


def footnotes(document) -> dict[str, str]:
    part = next(each for each in document.part.package.iter_parts() if each.partname == "/word/footnotes.xml")
    notes = etree.fromstring(part.blob).findall(f"{W}footnote")
    return {each.get(f"{W}id"): "".join(each.itertext()) for each in notes if each.get(f"{W}type") is None}


@pytest.mark.parametrize("kind", KINDS)
def test_each_cited_quote_stands_in_one_footnote(kind: ReportKind) -> None:
    draft, document = build_draft(), noted(kind)
    notes = footnotes(document)
    signs = [each.get(qn("w:id")) for each in document.element.body.iter(qn("w:footnoteReference"))]
    assert signs == list(notes) == [str(number) for number in range(1, len(notes) + 1)]
    keys = [said.split()[0] for said in notes.values()]
    assert len(set(keys)) == len(keys)
    for key, said in zip(keys, notes.values(), strict=True):
        evidence = draft.quoted(key)
        assert evidence is not None
        assert evidence.quote in said
        assert evidence.document in said


@pytest.mark.parametrize("kind", KINDS)
def test_later_keys_lead_to_the_first_place(kind: ReportKind) -> None:
    document = noted(kind)
    assert set(link_targets(document)) <= set(bookmarks(document))
    lines = [each.text for each in all_paragraphs(document)]
    assert "本报告引用的" not in "".join(lines)


def test_the_file_keeps_to_the_schema(tmp_path) -> None:
    for path in write_reports(build_draft(), tmp_path, KINDS, appearance=Appearance(evidence="footnotes"))[:3]:
        assert audit(path) == []
