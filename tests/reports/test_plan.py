"""The collection plan in Word: valid, complete, in the three languages."""

from io import BytesIO

import pytest
from docx import Document

from assistant.reports.plan import render_plan
from assistant.reports.theme import Theme
from assistant.wording import LANGUAGES
from tests.drafting.test_collecting import plan_of
from tests.fakes.drafts import build_draft
from tests.reports.opened import audit


@pytest.mark.parametrize("language", LANGUAGES)
def test_everything_of_the_plan_stands_in_a_valid_file(language, tmp_path):
    plan = plan_of(build_draft(language), language)
    path = tmp_path / "plan.docx"
    path.write_bytes(render_plan(plan, Theme()))
    assert not audit(path)
    document = Document(BytesIO(path.read_bytes()))
    text = "\n".join(each.text for each in document.paragraphs)
    text += "\n".join(cell.text for table in document.tables for row in table.rows for cell in row.cells)
    for each in plan.inquiries:
        assert each.question in text
        assert each.why in text
    for words in (*(each.text for each in plan.survey), *(each.text for each in plan.questions)):
        assert words in text
    for rule in plan.rules:
        assert rule.text in text


def test_the_same_plan_gives_the_same_file():
    assert render_plan(plan_of(None), Theme()) == render_plan(plan_of(None), Theme())
