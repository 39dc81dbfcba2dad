"""Personal data: recall and precision by kind on labelled sentences and on made-up people, and alarms on clean notes.

    JOURNEY_EVAL_DATA=<folder> python -m bench.privacy

The folder holds `pii/people.csv` and `vcsum/meetings.jsonl`. Prints Markdown.
"""

import csv
import hashlib
import json
import os
import random
import re
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from assistant.client_profile import read_profile
from assistant.journey import Person, Role
from assistant.library import knowledge_folder
from assistant.privacy import KINDS, Found, KnownIdentities, Pseudonyms, find_personal, known_identities, suspect_names
from assistant.script import to_simplified, to_traditional
from assistant.sources.notes import read_notes
from bench.common import markdown_table

_GOLD = Path(__file__).parent / "gold" / "personal-data.txt"
_GOLD_UNSEEN = _GOLD.with_name("personal-data-2.txt")
_PARTS = ("first half", "second half", "second file")
_LABEL = re.compile(r"\[\[(?P<kind>\w+):(?P<value>.+?)\]\]")
_COLUMNS = {
    "person": "name",
    "phone": "phone",
    "id_number": "ssn",
    "email": "email",
    "address": "address",
    "plate": "license_plate",
    "bank_card": "credit_card",
}
_SENTENCES = {
    "person": (
        "{}说第一次来店里的时候没人招呼她。",
        "后来是{}帮我约的安装，很准时。",
        "我跟{}一起去看的，她也觉得贵。",
        "售后那边一直是{}在跟，态度不错。",
        "受访者：{}，一九八五年生，自己开店。",
        "你可以问问{}老师，她用了三年了。",
        "I asked {} about the price before we signed.",
    ),
    "phone": (
        "他的手机是{}，晚上再打。",
        "电话 {}，微信同号。",
        "留了个{}给师傅，结果没人联系。",
        "You can reach him at {} after six.",
        "安装前请联系{}确认时间",
    ),
    "id_number": (
        "登记的时候要身份证，号码{}，我觉得没必要。",
        "{}，这是我的证件号。",
        "ID card no. {} was asked for at the counter.",
        "开卡填了{}就过了。",
    ),
    "email": ("发票发到{}就行。", "邮箱：{}，我基本不看。", "Please send the invoice to {}.", "他写信给{}，三天没人回"),
    "address": ("我住在{}，电梯很窄。", "地址：{}，请送货上门。", "师傅找不到{}，绕了半小时。", "收货写的是{}。"),
    "plate": ("车牌是{}，停在B2。", "我开{}过去的，没车位。", "{}那辆车堵住了门口。", "The van ({}) blocked the door."),
    "bank_card": (
        "刷的是{}这张卡，分了十二期。",
        "退款退到银行卡{}。",
        "卡号 {}，到现在没到账。",
        "He paid with card {} at the counter.",
    ),
}  # fmt: skip
_DECOYS = (
    "订单号2025111298765432，金额13,800元，二〇二五年十一月十二日下的单。",
    "型号 JC-R800-2024，版本 3.14.159，滤芯 6000 升，电压 220V。",
    "第一，一三五八楼都装了；二是价格在2800到3200之间，用了10-15年。",
    "The invoice 4539-2291-0001 was for 1,250 units on 2025-11-12 at 10:30.",
    "快递单号 SF1391234567890，运费 18 元，3 天到。",
    "水质从 350 降到 12，流量 1.5 升每分钟，保修 36 个月。",
    "高兴的是安装很方便，方面都考虑到了，周末也有人。",
    "Chapter 12, page 4111, ISO 9001:2015, 50% of 2,000 users.",
    "深圳市有三家店，南山区最大，五号线直达，二楼有样机。",
    "工单号13912345678901已经关了，编号 622202123456。",
)
_FULL_WIDTH = {code: code + 0xFEE0 for code in range(0x21, 0x7F)}
_SPOKEN = str.maketrans("0123456789", "零幺二三四五六七八九")


@dataclass(frozen=True, slots=True)
class Line:
    """A sentence with one piece of personal data, and where it stands; None for a sentence without."""

    text: str
    kind: str | None
    start: int = 0
    end: int = 0


def main() -> int:
    """Print the tables; 2 where no data is given."""
    data = os.environ.get("JOURNEY_EVAL_DATA", "")
    if not data:
        print("Set JOURNEY_EVAL_DATA to the folder of evaluation data.", file=sys.stderr)
        return 2
    folder = Path(data)
    with (folder / "pii" / "people.csv").open(encoding="utf-8") as file:
        people = list(csv.DictReader(file))
    lines = list(_lines(people))
    listed = [Person(row["name"], Role.CUSTOMER) for row in people[::2]]
    suspects = suspect_names([line.text for line in lines], known_identities("", people=listed))
    settled = [Person(each.name, Role.UNKNOWN) for each in suspects]
    known = known_identities("", people=[*listed, *settled])
    print(
        f"### Planted: {len(people)} people, {len(lines)} sentences; half of the names listed, the others suspected\n"
    )
    print(score_table([(line.text, [line] if line.kind else []) for line in lines], known))
    truth = {row["name"] for row in people}
    asked = {to_simplified(each.name) for each in suspects}
    unlisted = truth - {each.name for each in listed}
    print(f"\nUnlisted names suspected: {_share(len(unlisted & asked), len(unlisted))};", end=" ")
    print(f"suspects that are no name of the list: {len(asked - truth)} of {len(asked)}\n")
    print("### Labelled sentences\n")
    print(labelled_tables())
    print("### Clean notes\n")
    print(_alarm_table(folder))
    return 0


def read_labelled(part: str) -> list[tuple[str, list[Line]]]:
    """The sentences of one part of the gold, each with its labels.

    Rules were written with the first half of the first file (by the hash of its lines) in view. The second half, and then
    the second file, were each measured before anybody read what was missed there; README.md has those figures.
    """
    found: list[tuple[str, list[Line]]] = []
    file = _GOLD_UNSEEN if part == "second file" else _GOLD
    for line in file.read_text(encoding="utf-8").splitlines():
        first = hashlib.sha256(line.encode()).digest()[0] % 2 == 0
        if file == _GOLD and first != (part == "first half"):
            continue
        found.append(_read_labels(line))
    return found


def _read_labels(line: str) -> tuple[str, list[Line]]:
    spans: list[tuple[str, int, int]] = []
    plain, done = "", 0
    for match in _LABEL.finditer(line):
        plain += line[done : match.start()]
        spans.append((match["kind"], len(plain), len(plain) + len(match["value"])))
        plain += match["value"]
        done = match.end()
    plain += line[done:]
    return plain, [Line(plain, *each) for each in spans]


def labelled_tables() -> str:
    """For each part: recall and precision by kind, names in doubt taken for persons; and the suspects that are none."""
    tables: list[str] = []
    for part in _PARTS:
        sentences = read_labelled(part)
        suspects = suspect_names([text for text, _ in sentences])
        settled = [Person(each.name, Role.UNKNOWN) for each in suspects]
        table = score_table(sentences, known_identities("", people=settled))
        names = {label.text[label.start : label.end] for _, labels in sentences for label in labels}
        wrong = sum(not any(each.name in name or name in each.name for name in names) for each in suspects)
        tables.append(f"{part.capitalize()}, {len(sentences)} sentences:\n\n{table}\n")
        tables.append(f"Suspects that are no name: {wrong} of {len(suspects)}.\n")
    return "\n".join(tables)


def _lines(people: Sequence[dict[str, str]]) -> Iterator[Line]:
    """Each person's data in two sentences of each kind, written in varied ways; and sentences without any."""
    random_source = random.Random(7)
    for number, row in enumerate(people):
        for kind, column in _COLUMNS.items():
            for turn in range(2):
                frame = _SENTENCES[kind][(number + 3 * turn) % len(_SENTENCES[kind])]
                value = _vary(kind, row[column], random_source)
                start = frame.index("{}")
                yield Line(frame.format(value), kind, start, start + len(value))
    for decoy in _DECOYS:
        yield from (Line(decoy, None),) * 10


def _vary(kind: str, value: str, random_source: random.Random) -> str:
    way = random_source.randrange(6)
    if kind == "person":
        return to_traditional(value) if way == 0 else value
    if kind == "phone":
        ways = (f"{value[:3]} {value[3:7]} {value[7:]}", f"{value[:3]}-{value[3:7]}-{value[7:]}", f"+86 {value}")
        return (*ways, value.translate(_FULL_WIDTH), value.translate(_SPOKEN), value)[way]
    if kind == "bank_card":
        grouped = " ".join(value[place : place + 4] for place in range(0, len(value), 4))
        return (grouped, grouped.replace(" ", "-"), value.translate(_FULL_WIDTH), value, value, value)[way]
    if kind == "id_number":
        ways = (f"{value[:6]} {value[6:14]} {value[14:]}", value.translate(_FULL_WIDTH), value.lower())
        return (*ways, value, value, value)[way]
    if kind == "plate":
        return (value.replace("-", "·"), value.replace("-", " "), value.replace("-", ""), value, value, value)[way]
    if kind == "email":
        return (value.translate(_FULL_WIDTH), value.upper(), value, value, value, value)[way]
    return value


def score_table(sentences: Sequence[tuple[str, Sequence[Line]]], known: KnownIdentities) -> str:
    """By kind: what is hidden whole, under whatever kind; what is found as what it is; and how much of what is found is."""
    planted: Counter[str] = Counter()
    covered: Counter[str] = Counter()
    named: Counter[str] = Counter()
    right: Counter[str] = Counter()
    claimed: Counter[str] = Counter()
    for text, labels in sentences:
        found = find_personal(text, known)
        hidden = {place for each in found for place in range(each.start, each.end)}
        for each in found:
            claimed[each.kind] += 1
            right[each.kind] += any(_meets(each, label) for label in labels)
        for label in labels:
            planted[str(label.kind)] += 1
            covered[str(label.kind)] += hidden.issuperset(range(label.start, label.end))
            named[str(label.kind)] += any(_meets(each, label) for each in found)
    rows = [
        (
            kind,
            str(planted[kind]),
            _share(covered[kind], planted[kind]),
            _share(named[kind], planted[kind]),
            str(claimed[kind]),
            _share(right[kind], claimed[kind]),
        )
        for kind in KINDS
        if planted[kind] or claimed[kind]
    ]
    return markdown_table(("kind", "labelled", "hidden whole", "recall", "found", "precision"), rows)


def _meets(found: Found, line: Line) -> bool:
    return found.kind == line.kind and found.start < line.end and line.start < found.end


def _alarm_table(folder: Path) -> str:
    """What is found where nothing was planted; people of the sample are listed, those of the meetings are not.

    The last column is the time to mask, for 100,000 characters.
    """
    sample = knowledge_folder() / "samples" / "chengchuan"
    profile, _ = read_profile(sample / "client.toml")
    notes = read_notes(sample / "notes", profile.people, profile.segments)
    known = known_identities(
        profile.name, profile.brands, profile.people, sorted({each.speaker or "" for each in notes.statements})
    )
    with (folder / "vcsum" / "meetings.jsonl").open(encoding="utf-8") as file:
        meetings = [json.loads(line) for line in file]
    spoken = [
        "\n".join(words for part in each["segments"] for turn in part["context"] for words in turn) for each in meetings
    ]
    rows = [
        _alarms("sample", [each.text for each in notes.statements], known),
        _alarms("vcsum", spoken, KnownIdentities()),
    ]
    head = (
        "notes",
        "characters",
        "persons",
        "of them unlisted",
        "numbers, ids",
        "addresses",
        "company",
        "suspects",
        "s",
    )
    return markdown_table(head, rows)


def _alarms(name: str, texts: Sequence[str], known: KnownIdentities) -> tuple[str, ...]:
    counts: Counter[str] = Counter()
    for text in texts:
        for each in find_personal(text, known):
            counts[each.kind] += 1
            counts["likely person"] += each.kind == "person" and each.certainty == "likely"
    size = sum(len(text) for text in texts)
    with tempfile.TemporaryDirectory() as folder:
        table = Pseudonyms(Path(folder) / "pseudonyms.json", name, known)
        started = time.perf_counter()
        for text in texts:
            table.mask(text)
        seconds = (time.perf_counter() - started) / size * 100_000
    numbers = sum(counts[kind] for kind in ("phone", "email", "id_number", "bank_card", "wechat", "qq", "plate"))
    persons = counts["person"] + counts["speaker"]
    suspects = len(suspect_names(texts, known))
    figures = (size, persons, counts["likely person"], numbers, counts["address"], counts["company"], suspects)
    return (name, *(f"{each:,}" for each in figures), f"{seconds:.2f}")


def _share(part: int, whole: int) -> str:
    return f"{part / whole:.3f}" if whole else "–"


if __name__ == "__main__":
    sys.exit(main())
