"""Rich Text: read without another program."""

from assistant.sources.rtf.reader import RichTextReader

__all__ = ["RichTextReader"]
