"""The present moment."""

from datetime import datetime


def read_clock() -> datetime:
    """Now, with the machine's time zone."""
    return datetime.now().astimezone()
