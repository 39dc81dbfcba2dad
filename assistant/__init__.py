"""Interview notes in, customer-journey reports out, with the evidence behind every sentence."""

from importlib.metadata import PackageNotFoundError, version

try:
    __version__ = version("journey-assistant")
except PackageNotFoundError:  # running from a source tree that was never installed
    __version__ = "0+unknown"
