"""A client's own Word file: filled with a draft's words, or refused with the reason."""

from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pytest
from docx import Document
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.errors import UsageError
from assistant.reports import Appearance, write_reports
from assistant.reports.client_fields import FIELDS, TemplateField, field_values, list_fields
from assistant.reports.client_template import ClientTemplate
from assistant.reports.letters import legal
from tests.fakes.drafts import build_draft


def template(path: Path, *lines: str, table: tuple[str, ...] = (), header: str = "", title: str = "") -> ClientTemplate:
    document = Document()
    for line in lines:
        document.add_paragraph(line)
    if table:
        rows = document.add_table(len(table), 1)
        for row, words in zip(rows.rows, table, strict=True):
            row.cells[0].text = words
    document.sections[0].header.paragraphs[0].text = header
    document.core_properties.title = title
    document.save(str(path))
    return ClientTemplate(path)


def filled(made: ClientTemplate, draft=None) -> list[str]:
    document = Document(BytesIO(made.fill(draft or build_draft())))
    return [each.text for each in document.paragraphs]


def refusal(path: Path, *lines: str) -> str:
    with pytest.raises(UsageError) as caught:
        template(path, *lines)
    return caught.value.message.en


def test_words_lists_and_rows_are_filled(tmp_path: Path) -> None:
    made = template(
        tmp_path / "客户.docx",
        "{{ client }}，{{ date }}",
        "{%p for gap in problems %}",
        "{{ loop.index }}. {{ gap.title }}（{{ gap.severity }}）",
        "{%p endfor %}",
        table=("{%tr for each in evidence %}", "{{ each.key }} {{ each.quote }}", "{%tr endfor %}"),
        header="{{ status }}",
        title="{{ client }}",
    )
    draft = build_draft()
    document = Document(BytesIO(made.fill(draft)))
    lines = [each.text for each in document.paragraphs]
    assert lines == [
        "澄川净水 <测试> & Co.，2025 年 4 月 2 日",
        "1. 安装迟到，客户白等一天（高）",
        "2. 报价不含安装费，下单后才知道（低）",
    ]
    assert [row.cells[0].text for row in document.tables[0].rows] == [f"{e.key} {e.quote}" for e in draft.evidence]
    assert document.sections[0].header.paragraphs[0].text == "草稿，未经审阅"
    assert document.core_properties.title == draft.client


@settings(max_examples=30, deadline=None)
@given(
    st.text(st.characters(), max_size=40)
    | st.sampled_from(["{{ client }}", "{_{ x }_}", "<w:p/>&amp;\"'", "{% raw %}"])
)
def test_no_words_of_a_person_can_break_the_file(tmp_path_factory: pytest.TempPathFactory, words: str) -> None:
    made = template(tmp_path_factory.mktemp("t") / "t.docx", "[{{ client }}]")
    said = filled(made, replace(build_draft(segments=1, per_cell=1, count=6), client=words))
    assert "\n".join(said) == f"[{legal(words)}]"


@pytest.mark.parametrize(
    ("lines", "named"),
    [
        (("{{ clint }}",), "clint Did you mean client?"),
        (("{%p for gap in gaps %}", "{{ gap.titel }}", "{%p endfor %}"), "gaps.titel Did you mean title?"),
        (
            ("{% for m in maps %}{% for r in m.rows %}", "{{ r.cell }}", "{% endfor %}{% endfor %}"),
            "rows.cell Did you mean cells?",
        ),
        (("{% if stauts %}x{% endif %}",), "stauts"),
        (("{{ gaps[0].nothing }}",), "gaps.nothing"),
        (("{{ problems | map(attribute='title') | join(wrong) }}",), "wrong"),
    ],
)
def test_an_unknown_field_is_named(tmp_path: Path, lines: tuple[str, ...], named: str) -> None:
    said = refusal(tmp_path / "t.docx", *lines)
    assert named in said
    assert "t.docx names fields that there are not" in said


def test_all_unknown_fields_are_named_at_once(tmp_path: Path) -> None:
    said = refusal(tmp_path / "t.docx", "{{ one }} {{ two }}", "{{ client }}")
    assert "one" in said
    assert "two" in said


def test_set_macro_and_loop_names_are_known(tmp_path: Path) -> None:
    made = template(
        tmp_path / "t.docx",
        "{% set first = gaps[0] %}{{ first.title }}",
        "{% macro shout(words) %}{{ words }}！{% endmacro %}{{ shout(client) }}",
        "{% for a in gaps if a.severity == '高' %}{{ a.owner }}{{ loop.last }}{% endfor %}",
    )
    assert filled(made)[0] == "安装迟到，客户白等一天"


@pytest.mark.parametrize(
    "words",
    [
        "{{ client.__class__.__mro__ }}",
        "{{ ''.__class__ }}",
        "{{ client.format.__globals__ }}",
        "{% for x in range(10**9) %}{% endfor %}",
    ],
)
def test_a_template_cannot_reach_beyond_its_fields(tmp_path: Path, words: str) -> None:
    made = template(tmp_path / "t.docx", words)
    with pytest.raises(UsageError, match="cannot be filled"):
        made.fill(build_draft())


@pytest.mark.parametrize("words", ["{{ client", "{% for x in gaps %}", "{% nonsense %}"])
def test_a_field_that_is_badly_written_is_a_clear_error(tmp_path: Path, words: str) -> None:
    assert "is not well written" in refusal(tmp_path / "t.docx", words)


@pytest.mark.parametrize("content", [None, b"", b"words", b"PK\x03\x04 broken"])
def test_what_is_no_word_file_is_refused(tmp_path: Path, content: bytes | None) -> None:
    path = tmp_path / "t.docx"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(UsageError, match="is not a Word file"):
        ClientTemplate(path)


def test_every_listed_field_has_a_value_and_none_is_kept_back() -> None:
    def check(fields: tuple[TemplateField, ...], values: object) -> None:
        assert isinstance(values, dict)
        assert list(values) == [field.name for field in fields]
        for field in fields:
            assert isinstance(values[field.name], list) == bool(field.inside)
            for entry in values[field.name] if field.inside else ():
                check(field.inside, entry)

    check(FIELDS, field_values(build_draft()))
    names = [name for name, _ in list_fields()]
    assert "  title" in names
    assert "maps[]" in names


def test_the_filled_file_lies_beside_the_reports(tmp_path: Path) -> None:
    made = template(tmp_path / "gap-analysis.docx", "{{ client }}")
    paths = write_reports(build_draft(), tmp_path / "out", ["gaps"], appearance=Appearance(template=made))
    names = [path.name for path in paths]
    assert names == ["gap-analysis.docx", "filled-gap-analysis.docx", "draft.json", "draft.md"]
