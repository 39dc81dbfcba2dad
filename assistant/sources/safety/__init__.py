"""Reading what may be hostile: limits, and a reading of its own apart from the program."""

from assistant.sources.safety.limits import Limits
from assistant.sources.safety.separate import SeparateReader

__all__ = ["Limits", "SeparateReader"]
