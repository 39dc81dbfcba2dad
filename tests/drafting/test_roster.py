"""Who is counted as one person."""

from dataclasses import replace

from assistant.drafting.roster import Roster
from assistant.journey import Person, Role
from tests.fakes.drafts import build_draft


def test_a_label_of_nobody_known_is_somebody_else_in_each_document_and_a_listed_name_is_not() -> None:
    draft = build_draft()
    first = draft.evidence[0]
    evidence = (
        replace(first, key="E1", document="a.txt", speaker="受访者"),
        replace(first, key="E2", document="b.txt", speaker="受访者"),
        replace(first, key="E3", document="a.txt", speaker="王姐"),
        replace(first, key="E4", document="b.txt", speaker="王姐"),
    )

    marked = Roster([Person("王姐", Role.CUSTOMER)]).mark(replace(draft, evidence=evidence))

    one, other, wang, again = (each.said_by for each in marked.evidence)
    assert one != other
    assert wang == again


def test_a_draft_of_an_older_version_goes_by_the_name() -> None:
    first = build_draft().evidence[0]
    assert replace(first, speaker="王姐", listed=None).said_by == "王姐"
    assert replace(first, speaker=None, listed=None).said_by == first.document
