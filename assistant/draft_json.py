"""A draft as JSON, as it is stored and as it is given to machines."""

import json
from functools import cache

from pydantic import TypeAdapter
from pydantic_core import PydanticSerializationError

from assistant.journey import Draft


def render_draft_json(draft: Draft) -> str:
    """The draft as JSON with English ids, indented by one, the same text for the same draft."""
    try:
        return draft_adapter().dump_json(draft, indent=1).decode("utf-8") + "\n"
    except PydanticSerializationError:  # a lone surrogate, as some notes have them, is no UTF-8
        content = draft_adapter().dump_python(draft, mode="json")
        return json.dumps(content, ensure_ascii=False, indent=1) + "\n"


@cache
def draft_adapter() -> TypeAdapter[Draft]:
    """What reads and checks a draft from plain values; 50 ms to build, so only when one is read or written."""
    return TypeAdapter(Draft)
