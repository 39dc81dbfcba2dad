"""Reports as Word files. Imported only when one is written: python-docx takes 150 ms to load."""

from assistant.reports.word.package import render_word

__all__ = ["render_word"]
