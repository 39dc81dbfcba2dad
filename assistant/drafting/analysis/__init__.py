"""The full analysis of a draft: eight parts, each statement with its evidence or its formula."""

from assistant.drafting.analysis.build import build_analysis

__all__ = ["build_analysis"]
