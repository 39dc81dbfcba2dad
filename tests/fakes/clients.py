"""Workspaces with many generated clients, their notes drawn from the shipped codebook by fixed seeds."""

import json
import random
from collections.abc import Sequence
from pathlib import Path
from typing import Any

PROFILE = """\
name = "{name}"

[[segments]]
id = "home"
label = "家庭住户"

[[segments]]
id = "shop"
label = "小店"

[[people]]
name = "陈静"
role = "customer"
segment = "home"

[[people]]
name = "刘老板"
role = "customer"
segment = "shop"

[[people]]
name = "苏敏"
role = "staff"
"""
SPEAKERS = ("陈静", "刘老板", "苏敏")


def make_clients(root: Path, number: int, statements: int, texts: Sequence[str], settings: str = "") -> Path:
    """A workspace in `root` with that many clients of that many statements; returns its manifest."""
    (root / "clients").mkdir(parents=True)
    (root / "journey.toml").write_text(f'language = "zh-Hans"\n{settings}', encoding="utf-8")
    names = [f"客户{place:03}" for place in range(number)]
    for place, name in enumerate(names):
        folder = root / "clients" / name
        (folder / "notes").mkdir(parents=True)
        (folder / "client.toml").write_text(PROFILE.format(name=name), encoding="utf-8")
        drawn = random.Random(place)
        for who in SPEAKERS:
            said = drawn.sample(list(texts), max(statements // len(SPEAKERS), 1))
            text = "".join(f"{who}：{each}\n\n" for each in said)
            (folder / "notes" / f"{who}.md").write_text(text, encoding="utf-8")
    manifest = root / "batch.yaml"
    manifest.write_text("clients:\n" + "".join(f"  - {name}\n" for name in names), encoding="utf-8")
    return manifest


def read_drafts(root: Path) -> dict[str, Any]:
    """All stored drafts by client and number, without what tells only when they were made."""
    return {
        f"{path.parent.parent.parent.name}/{path.stem}": timeless(json.loads(path.read_bytes()))
        for path in sorted(root.glob("clients/*/.journey/drafts/draft-*.json"))
    }


def timeless(draft: dict[str, Any]) -> dict[str, Any]:
    """A stored draft without the moment of its making, its id, which is drawn from that, and the server's chance port."""
    made = {key: value for key, value in draft["provenance"].items() if key != "created"}
    made["settings"] = [pair for pair in made["settings"] if pair[0] != "base_url"]
    return {**draft, "id": "", "provenance": made}


def list_reports(root: Path) -> list[str]:
    """All files under outputs, but for the summaries of runs; folders of another date are one's own fault."""
    found = (each for each in root.glob("outputs/**/*") if each.is_file())
    return sorted(str(each.relative_to(root)) for each in found if "batch" not in each.relative_to(root).parts[1])
