"""The funnel of a draft: strategies, metrics, teams, contacts, returning customers, each with its evidence."""

from assistant.drafting.funnel.build import build_funnel

__all__ = ["build_funnel"]
