"""The `journey` command."""

from assistant.cli.root import main

__all__ = ["main"]
