"""Orders to a program that stand in notes: found, so that they are flagged and never become evidence."""

from assistant.sources.injection.finder import Instruction, find_instructions, holds_instruction

__all__ = ["Instruction", "find_instructions", "holds_instruction"]
