"""Cleaning that explains itself: what is no part of a text goes, is listed with the reason, and can be put back."""

from assistant.sources.cleaning.cleaner import clean_document
from assistant.sources.cleaning.invisible import without_invisible

__all__ = ["clean_document", "without_invisible"]
