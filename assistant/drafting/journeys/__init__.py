"""Journeys as they are: which touchpoints each interviewee met, in which order, and where customers left."""

from assistant.drafting.journeys.build import Tellings, build_journeys, read_tellings
from assistant.drafting.journeys.vocabulary import JourneyWords, read_journey_words, shipped_journey_words

__all__ = [
    "JourneyWords",
    "Tellings",
    "build_journeys",
    "read_journey_words",
    "read_tellings",
    "shipped_journey_words",
]
