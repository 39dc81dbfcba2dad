"""journey client people: roles are listed, written down, and asked for by a draft that lacks them."""

from assistant.errors import Exit

TALK = """\
Interviewer: How did you find us?

P1: A neighbour told me about it, and I bought it in the shop the same week.

Interviewer: And the reminders?

P2: The filter reminder never came, and I was angry about it.

P1: Mine came late, and the installer was rude on the phone.

P2: I called support three times before anybody answered.
"""


def test_roles_are_listed_and_written_down(place, journey):
    journey("client", "add", "Acme")
    (place / "clients" / "Acme" / "notes" / "talk.md").write_text(TALK, encoding="utf-8")
    listed = journey("client", "people", "Acme", "--json").objects()
    assert [(each["speaker"], each["role"]) for each in listed] == [
        ("P1", "unknown"),
        ("P2", "unknown"),
        ("Interviewer", "interviewer"),
    ]
    assert journey("client", "people", "Acme", "P1", "--role", "customer").code == Exit.DONE
    assert journey("client", "people", "Acme", "--role", "staff").code == Exit.DONE
    listed = journey("client", "people", "Acme", "--json").objects()
    assert {each["speaker"]: each["role"] for each in listed} == {
        "P1": "customer",
        "P2": "staff",
        "Interviewer": "interviewer",
    }


def test_a_draft_asks_for_roles_only_where_they_are_missing(place, journey):
    journey("client", "add", "Acme")
    (place / "clients" / "Acme" / "notes" / "talk.md").write_text(TALK, encoding="utf-8")
    told = journey("draft", "Acme").out
    assert "P1, P2; " in told
    assert "journey client people Acme" in told
    journey("client", "people", "Acme", "--role", "customer")
    ran = journey("draft", "Acme")
    assert "journey client people" not in ran.out


def test_a_report_without_customers_says_that_nobody_is_known_as_one(place, journey):
    journey("client", "add", "Acme", "--language", "en")
    (place / "clients" / "Acme" / "notes" / "talk.md").write_text(TALK, encoding="utf-8")
    journey("draft", "Acme")
    (draft,) = (place / "outputs" / "Acme").rglob("draft.md")
    assert "Nobody is known as a customer" in draft.read_text(encoding="utf-8")
    assert "No statement was read as a problem" not in draft.read_text(encoding="utf-8")


def test_wrong_names_roles_and_segments_write_nothing(client, notes, journey):
    before = (client / "client.toml").read_bytes()
    for arguments, told in (
        (["某人", "--role", "customer"], "某人"),
        (["陈静"], "--role"),
        (["--role", "customer"], "role"),
        (["陈静", "--role", "customer", "--segment", "写字楼"], "家庭住户"),
        (["陈静", "--role", "staff", "--segment", "home"], "--role customer"),
    ):
        ran = journey("client", "people", "Acme 净水", *arguments)
        assert ran.code == Exit.USAGE, arguments
        assert told in ran.err
    assert (client / "client.toml").read_bytes() == before


def test_a_segment_is_named_by_its_label(client, notes, journey):
    assert journey("client", "people", "Acme 净水", "刘老板", "--role", "customer", "--segment", "家庭住户").code == 0
    listed = journey("client", "people", "Acme 净水", "--json").objects()
    assert {each["speaker"]: each["segment"] for each in listed}["刘老板"] == "home"


def test_segments_are_named_and_taken_for_customers_without_touching_the_file_by_hand(place, journey):
    journey("client", "add", "Acme")
    (place / "clients" / "Acme" / "notes" / "talk.md").write_text(TALK, encoding="utf-8")
    refused = journey("client", "people", "Acme", "P1", "--role", "customer", "--segment", "Small shops")
    assert refused.code == Exit.USAGE
    assert 'journey client segments Acme "Small shops"' in refused.err
    made = journey("client", "segments", "Acme", "Small shops", "家庭", "--json").objects()
    assert made == [{"id": "small-shops", "label": "Small shops"}, {"id": "segment-1", "label": "家庭"}]
    assert journey("client", "people", "Acme", "P1", "--role", "customer", "--segment", "Small shops").code == 0
    listed = journey("client", "people", "Acme", "--json").objects()
    assert {each["speaker"]: each["segment"] for each in listed}["P1"] == "small-shops"


def test_a_segment_is_not_made_twice_or_without_a_name(client, journey):
    before = (client / "client.toml").read_bytes()
    assert journey("client", "segments", "Acme 净水", "新客群", "家庭住户").code == Exit.USAGE
    assert journey("client", "segments", "Acme 净水", " ").code == Exit.USAGE
    assert (client / "client.toml").read_bytes() == before
