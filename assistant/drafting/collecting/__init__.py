"""The collection plan: from what a draft leaves open to methods, people, ready questions and figures."""

from assistant.drafting.collecting.plan import PlanRequest, build_collection_plan

__all__ = ["PlanRequest", "build_collection_plan"]
