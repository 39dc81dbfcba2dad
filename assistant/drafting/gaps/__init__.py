"""The gap analysis: what is missing or wrong, how bad, on what evidence, and what to do next."""

from assistant.drafting.gaps.analysis import build_gaps

__all__ = ["build_gaps"]
