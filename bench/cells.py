"""Does what enters the map belong there? `python -m bench.cells` compares the map's statements with the gold coding.

Of the statements that the sample company's maps print, those that the gold file holds: how many are about the journey at
all, and how many stand in a stage and a dimension that the gold gives them.
"""

import tempfile
from pathlib import Path

from assistant.drafting.build import build_draft
from assistant.journey import Statement
from assistant.wiring import make_demo
from bench.coding import GOLD, Coded, read_coded
from bench.common import markdown_table


def main() -> None:
    """Draft the sample in a temporary folder and print the table."""
    with tempfile.TemporaryDirectory() as name:
        engagement = make_demo(Path(name) / "demo", {})
        request = engagement.request()
        draft = build_draft(request)
    said = {each.id: each for each in request.statements}
    gold = {row.place: row for row in read_coded(GOLD / "gold.csv")}
    rows: list[list[str]] = []
    for half in ("tune", "held-out"):
        found: list[tuple[Coded, str, str]] = []
        for cell in (cell for each in draft.maps for cell in each.cells):
            for claim in cell.claims:
                statement = said[next(each.statement for each in draft.evidence if each.key == claim.keys[0])]
                row = gold.get(_place(statement))
                if row is not None and row.half == half:
                    found.append((row, cell.stage, cell.dimension))
        about = sum(bool(row.stages) for row, _, _ in found)
        stage = sum(stage in row.stages for row, stage, _ in found)
        dimension = sum(dimension in row.dimensions for row, _, dimension in found)
        rows.append([half, *(str(number) for number in (len(found), about, stage, dimension))])
    print(
        markdown_table(["half", "printed and in the gold", "about the journey", "right stage", "right dimension"], rows)
    )


def _place(statement: Statement) -> tuple[str, str, str]:
    return statement.document, statement.question or "", statement.text


if __name__ == "__main__":
    main()
