"""A hundred planted identities, not all of them listed: none may be left in what would be sent."""

import csv
import os
from pathlib import Path

import pytest

from assistant.journey import Person, Role
from assistant.privacy import Pseudonyms, assert_clean, find_personal, known_identities, suspect_names
from assistant.privacy.folded import folded
from tests.privacy import planted

IDENTITIES = planted.read_planted()


def test_there_are_a_hundred_of_every_kind():
    assert len(IDENTITIES) >= 100
    assert sum(each.kind == "person" and not each.listed for each in IDENTITIES) >= 20
    assert len({each.kind for each in IDENTITIES}) == 11


def test_every_unlisted_name_is_asked_about():
    suspects = suspect_names([each.line for each in IDENTITIES], planted.listed_identities(IDENTITIES))
    unlisted = {each.value for each in IDENTITIES if each.kind == "person" and not each.listed}
    assert unlisted - {each.name for each in suspects} == set()
    assert len(suspects) <= len(unlisted) + 2


def test_nothing_planted_is_left_in_the_masked_notes(tmp_path: Path):
    known = planted.settled_identities(IDENTITIES)
    table = Pseudonyms(tmp_path / "pseudonyms.json", "client", known)
    notes = "\n".join(each.line for each in IDENTITIES)
    masked = table.mask(notes)
    sent = folded(masked.text)
    assert [each.value for each in IDENTITIES if folded(each.value) in sent] == []
    parts = [part for each in IDENTITIES if each.kind == "person" for part in each.value.split() if part.isalpha()]
    assert [part for part in parts if len(part) > 3 and folded(part) in sent] == []
    assert_clean(masked.text, known)
    assert table.unmask(masked.text) == notes


@pytest.mark.parametrize("each", IDENTITIES, ids=lambda each: f"{each.kind} {each.value}")
def test_each_is_found_as_what_it_is(each: planted.Planted):
    found = find_personal(each.line, planted.settled_identities(IDENTITIES))
    start = each.line.index(each.value)
    hidden = {place for one in found if one.kind == each.kind for place in range(one.start, one.end)}
    assert hidden.issuperset(range(start, start + len(each.value)))


def test_the_public_list_of_people_is_hidden_whole(tmp_path: Path):
    data = os.environ.get("JOURNEY_EVAL_DATA")
    if not data:
        pytest.skip("JOURNEY_EVAL_DATA is not set")
    with (Path(data) / "pii" / "people.csv").open(encoding="utf-8") as file:
        people = list(csv.DictReader(file))
    notes = "\n".join(
        f"{row['name']}说电话{row['phone']}，身份证{row['ssn']}，邮箱{row['email']}，住{row['address']}，"
        f"车牌{row['license_plate']}，卡号{row['credit_card']}。"
        for row in people
    )
    listed = [Person(row["name"], Role.CUSTOMER) for row in people[::2]]
    suspects = suspect_names([notes], known_identities("", people=listed))
    known = known_identities("", people=[*listed, *(Person(each.name, Role.UNKNOWN) for each in suspects)])
    masked = Pseudonyms(tmp_path / "pseudonyms.json", "client", known).mask(notes).text
    columns = ("name", "phone", "ssn", "email", "address", "license_plate", "credit_card")
    assert [row[column] for row in people for column in columns if row[column] in masked] == []
