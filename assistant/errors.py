"""What can go wrong, said once: one tree of errors, each with its exit code and the way out."""

from enum import IntEnum

from assistant.wording import Text


class Exit(IntEnum):
    """Exit codes of every command (the contract that scripts rely on)."""

    DONE = 0
    FAILED = 1
    USAGE = 2
    FLAGGED = 3
    BUDGET = 4
    TRY_LATER = 75
    INTERRUPTED = 130


class JourneyError(Exception):
    """Something a person can act on: `message` says what and where, `hint` what to do about it."""

    exit_code: Exit = Exit.FAILED
    retryable: bool = False

    def __init__(self, message: Text, hint: Text | None = None) -> None:
        super().__init__(message.en)
        self.message = message
        self.hint = hint


class UsageError(JourneyError):
    """The command was called in a way that cannot work: an unknown name, a bad option, a wrong folder."""

    exit_code = Exit.USAGE


class SettingsError(UsageError):
    """A settings file or variable is wrong; all problems are in the one message."""


class SourceError(JourneyError):
    """One file cannot be read; the others go on. `reason` is the stable id shown in tables."""

    def __init__(self, reason: str, message: Text, hint: Text | None = None) -> None:
        super().__init__(message, hint)
        self.reason = reason


class StoreError(JourneyError):
    """The index cannot be used as it is: another embedder, a damaged file."""


class BusyError(JourneyError):
    """Another process holds what is needed; the same command may work in a moment."""

    exit_code = Exit.TRY_LATER
    retryable = True


class StorageError(JourneyError):
    """A file could not be written: no permission, no room, a folder in its place."""


class BudgetError(JourneyError):
    """The next call of the chat model would cost more than is left of the budget; what was paid for is kept."""

    exit_code = Exit.BUDGET


class EndpointError(JourneyError):
    """The chat model's or embedder's endpoint refuses in a way that trying again does not mend."""


class EndpointDownError(EndpointError):
    """The endpoint is down, limiting or answering nonsense, also after several tries; later it may work."""

    exit_code = Exit.TRY_LATER
    retryable = True
