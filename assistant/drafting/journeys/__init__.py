"""Journeys as they are: which touchpoints each interviewee met, in which order, and where customers left."""

from assistant.drafting.journeys.build import build_journeys
from assistant.drafting.journeys.vocabulary import JourneyWords, read_journey_words, shipped_journey_words

__all__ = ["JourneyWords", "build_journeys", "read_journey_words", "shipped_journey_words"]
