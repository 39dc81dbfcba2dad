"""Which version this is."""


def installed_version() -> str:
    """The version of the installed distribution; "unknown" in a source tree that was never installed."""
    from importlib.metadata import PackageNotFoundError, version

    try:
        return version("journey-assistant")
    except PackageNotFoundError:
        return "unknown"
