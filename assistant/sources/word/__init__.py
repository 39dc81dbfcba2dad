"""Word documents as a reader of the page sees them, with what stands beside the text: notes, comments, headers."""

from assistant.sources.word.reader import WordReader

__all__ = ["WordReader"]
