"""What the steps of a draft are called for a person."""

from assistant.cli.screen import Screen
from assistant.wording import Text

_STEPS = {
    "code": Text("编码", "coding"),
    "claim": Text("写论断", "claims"),
    "verify": Text("第二次核对", "second check"),
    "insights": Text("写洞察", "insights"),
    "gaps": Text("找差距", "gaps"),
}


def name_step(screen: Screen, told: str) -> str:
    """What a step of the work is called for a person: "claim 3/40" is 写论断 3/40; names of files stay."""
    step, blank, rest = told.partition(" ")
    return f"{screen.say(_STEPS[step])}{blank}{rest}" if step in _STEPS else told
