"""Nothing that is sent to the model is posted or logged by the libraries that send it."""

import logging
import os
import sys
from collections.abc import MutableMapping

PREFIXES = ("LANGSMITH_", "LANGCHAIN_")
VARIABLES = ("OPENAI_LOG",)
OFF = {"LANGSMITH_TRACING": "false", "LANGSMITH_TRACING_V2": "false", "LANGCHAIN_TRACING_V2": "false"}
LOGGERS = ("openai", "langchain", "langchain_core", "langchain_openai", "langsmith", "httpx", "httpx2", "httpcore")


def silence_vendors(environment: MutableMapping[str, str] = os.environ) -> None:
    """Forces tracing, gateways and logs of request bodies off, whatever the environment asks for.

    Called before langchain or openai are imported. With a key in the environment, langchain would post whole notes
    to its tracing service (and `LANGSMITH_GATEWAY` would send every request through it).
    """
    for variable in [key for key in environment if key.startswith(PREFIXES) or key in VARIABLES]:
        del environment[variable]
    environment.update(OFF)
    for name in LOGGERS:
        logging.getLogger(name).setLevel(logging.WARNING)
    tracing = sys.modules.get("langsmith.utils")
    if tracing is not None:
        # somebody imported it before us: what it has read from the environment is kept in a cache
        tracing.get_env_var.cache_clear()
