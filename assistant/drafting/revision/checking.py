"""What a person's claims are checked against."""

from collections.abc import Sequence

from assistant.drafting.build import report_terms
from assistant.drafting.names import build_name_book
from assistant.drafting.topics import shipped_topics
from assistant.drafting.verify import Checker
from assistant.journey import Person, Segment, Statement
from assistant.playbook import Playbook
from assistant.wording import Language


def build_checker(
    statements: Sequence[Statement],
    people: Sequence[Person],
    named: Sequence[str],
    segments: Sequence[Segment],
    playbook: Playbook,
    language: Language,
) -> Checker:
    """The checker for one client; `named` are its name and brands."""
    topics = shipped_topics()
    terms = report_terms(playbook, segments, language, topics)
    return Checker({each.id: each for each in statements}, build_name_book(people, named, terms), language)
