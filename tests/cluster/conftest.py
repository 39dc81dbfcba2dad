"""Commands run in this process, for what is said before anything is begun."""

from tests.cli.conftest import Journey, Ran, journey

__all__ = ["Journey", "Ran", "journey"]
