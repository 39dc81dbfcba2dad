"""What the title of a gap must not be read without."""

from assistant.journey import Gap, Role, Verdict
from assistant.reports import words
from assistant.reports.voice import Voice


def cautions(voice: Voice, gap: Gap) -> list[str]:
    """That nobody has confirmed it, that staff alone say so, or that no claim of it holds; nothing for the others."""
    found = [voice.say(words.CANDIDATE)] if gap.candidate else []
    cited = [voice.evidence[key] for claim in gap.claims for key in claim.keys if key in voice.evidence]
    if cited and all(each.role is Role.STAFF for each in cited):
        found.append(voice.say(words.STAFF_ALONE))
    elif gap.claims and all(each.verdict is Verdict.UNSUPPORTED for each in gap.claims):
        found.append(voice.say(words.VERDICTS[Verdict.UNSUPPORTED]))
    return found
