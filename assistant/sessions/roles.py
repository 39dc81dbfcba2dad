"""Who an answer says is speaking, against who does."""

import re
from collections.abc import Sequence

from assistant.journey import Role
from assistant.sources.folding import fold
from assistant.wording import Text

_SAY = "(?:们)?(?:都|也|还)?(?:说|表示|提到|认为|觉得|反映|指出|告诉)"
_SAYS = r"(?: (?:also|both|all))? (?:says?|said|mention(?:s|ed)?|reports?|reported|thinks?|feels?|told)\b"
_NAMED = {
    Role.STAFF: re.compile(
        rf"(?:员工|工作人员|店员|同事){_SAY}|\b(?:staff|employees?|an employee|the employees){_SAYS}"
    ),
    Role.CUSTOMER: re.compile(rf"(?:客户|顾客|消费者){_SAY}|\b(?:customers?|clients?){_SAYS}"),
}
_LABELS = {
    Role.CUSTOMER: Text("客户", "a customer"),
    Role.STAFF: Text("员工", "staff"),
    Role.UNKNOWN: Text("身份不明的人", "somebody whose role is unknown"),
    Role.INTERVIEWER: Text("访谈者", "the interviewer"),
}
_OTHERS = Text("原话出自{told}，不是{said}", "the quote is by {told}, not by {said}", "原話出自{told}，不是{said}")


def told_by_others(sentence: str, roles: Sequence[Role]) -> Text | None:
    """What to say where a sentence names staff or customers as its source and nobody of these is cited; else None."""
    folded = fold(sentence)
    found = [(match.start(), role) for role, words in _NAMED.items() if (match := words.search(folded))]
    if not found or not roles:
        return None
    said = min(found)[1]  # in 员工说客户觉得贵 it is staff who speak
    return None if said in roles else _OTHERS.filled(told=_LABELS[roles[0]], said=_LABELS[said])
