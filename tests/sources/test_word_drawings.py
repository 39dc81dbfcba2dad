"""Charts and diagrams of Word documents: what they say is read where they stand."""

import io
import zipfile
from pathlib import Path

from docx import Document as WordDocument

from assistant.sources import read_document

A = "http://schemas.openxmlformats.org/drawingml/2006/main"
C = "http://schemas.openxmlformats.org/drawingml/2006/chart"
D = "http://schemas.openxmlformats.org/drawingml/2006/diagram"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
CHART = f"""<c:chartSpace xmlns:c="{C}" xmlns:a="{A}"><c:chart><c:title><c:tx><c:rich><a:p><a:r><a:t>每月投诉</a:t></a:r></a:p></c:rich>
</c:tx></c:title><c:plotArea><c:barChart><c:ser><c:tx><c:strRef><c:strCache><c:pt idx="0"><c:v>投诉量</c:v></c:pt></c:strCache></c:strRef>
</c:tx><c:cat><c:strRef><c:strCache><c:pt idx="0"><c:v>一月</c:v></c:pt><c:pt idx="1"><c:v>二月</c:v></c:pt></c:strCache></c:strRef></c:cat>
<c:val><c:numRef><c:numCache><c:pt idx="0"><c:v>12</c:v></c:pt><c:pt idx="1"><c:v>4.4000000000000004</c:v></c:pt></c:numCache></c:numRef>
</c:val></c:ser></c:barChart></c:plotArea></c:chart></c:chartSpace>"""
DIAGRAM = f"""<dgm:dataModel xmlns:dgm="{D}" xmlns:a="{A}"><dgm:ptLst><dgm:pt><dgm:t><a:p><a:r><a:t>下单</a:t></a:r></a:p></dgm:t></dgm:pt>
<dgm:pt><dgm:t><a:p><a:r><a:t>上门安装</a:t></a:r></a:p></dgm:t></dgm:pt></dgm:ptLst></dgm:dataModel>"""


def test_a_chart_is_a_table_and_a_diagram_its_texts(notes: Path) -> None:
    document = WordDocument()
    document.add_paragraph("看图。")
    saved = io.BytesIO()
    document.save(saved)
    out = io.BytesIO()
    with zipfile.ZipFile(saved) as old, zipfile.ZipFile(out, "w") as new:
        for each in old.namelist():
            text = old.read(each)
            if each == "word/document.xml":
                drawn = f'<c:chart xmlns:c="{C}" xmlns:r="{R}" r:id="rId91"/><dgm:relIds xmlns:dgm="{D}" xmlns:r="{R}" r:dm="rId92"/>'
                text = text.replace(b"</w:p>", f"<w:r><w:drawing>{drawn}</w:drawing></w:r></w:p>".encode(), 1)
            if each == "word/_rels/document.xml.rels":
                more = "".join(
                    f'<Relationship Id="{name}" Type="{R}/{kind}" Target="{target}"/>'
                    for name, kind, target in (("rId91", "chart", "charts/c.xml"), ("rId92", "diagramData", "d.xml"))
                )
                text = text.replace(b"</Relationships>", f"{more}</Relationships>".encode())
            new.writestr(each, text)
        new.writestr("word/charts/c.xml", CHART)
        new.writestr("word/d.xml", DIAGRAM)
    (notes / "a.docx").write_bytes(out.getvalue())
    read = read_document(notes / "a.docx", notes)
    assert [each.text for each in read.blocks] == [
        "看图。", "每月投诉", "下单", "上门安装", "投诉量", "一月\t12", "二月\t4.4",
    ]  # fmt: skip
    assert {each.locator.paragraph for each in read.blocks} == {1}
