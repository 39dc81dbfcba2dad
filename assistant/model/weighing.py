"""How likely a model is to begin its answer with each of a few words: a judgement by degrees instead of a bare word."""

import json
from collections.abc import Mapping, Sequence
from typing import Any, cast

MOST_LIKELY = 5
"""Tokens asked for at each place: as many as every service tells that tells any (OpenAI 20, Qwen 5)."""
MOST_TOKENS = 4
PARAMETERS: Mapping[str, Any] = {"logprobs": True, "top_logprobs": MOST_LIKELY}
_AROUND = " \t\r\n\"'“”「」*"


def weigh_choices(likely: Sequence[Mapping[str, float]], choices: Sequence[str]) -> dict[str, float]:
    """The probability of each choice, together 1, where the answer first comes to one; empty where it never does.

    A token counts for the choice that it begins or is begun by (“是的”, “Yes”).
    """
    for place in likely:
        weights = dict.fromkeys(choices, 0.0)
        for token, probability in place.items():
            chosen = _choose(token, choices)
            if chosen is not None:
                weights[chosen] += probability
        told = sum(weights.values())
        if told >= _MEANT:
            return {choice: weight / told for choice, weight in weights.items()}
    return {}


_MEANT = 0.5
"""Of all that may stand at a place, the share that must be choices for the answer to be given there."""


def write_weights(weights: Mapping[str, float]) -> str:
    """The weights as they are kept."""
    return json.dumps(dict(weights), ensure_ascii=False)


def read_weights(text: str, choices: Sequence[str]) -> dict[str, float]:
    """The weights that were kept; empty where they are none of these choices."""
    try:
        kept: Any = json.loads(text)
    except ValueError:
        return {}
    if not isinstance(kept, dict):
        return {}
    given = cast("dict[str, Any]", kept)
    sound = set(given) == set(choices) and all(isinstance(each, float | int) for each in given.values())
    return {choice: float(given[choice]) for choice in choices} if sound else {}


def _choose(token: str, choices: Sequence[str]) -> str | None:
    said = token.strip(_AROUND).casefold()
    matching = [each for each in choices if said and (each.startswith(said) or said.startswith(each))]
    return matching[0] if len(matching) == 1 else None
