"""Looks into an endpoint for `journey doctor`: what answers there, and what it can do."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel, ConfigDict

from assistant.errors import EndpointError, JourneyError
from assistant.model.capabilities import CapabilityFile
from assistant.model.chat import EndpointChatModel
from assistant.model.endpoint import Endpoint
from assistant.model.faults import CallError
from assistant.model.port import Message, Outcome, Request
from assistant.model.provider_batch import BatchService
from assistant.model.structured import Method
from assistant.model.weighing import MOST_TOKENS
from assistant.wording import Text

STEP = "probe"
_ASKED = (Message("user", 'Reply with the JSON object {"colour": "green"} and nothing else.'),)


_CHOSEN: Request[Any] = Request(
    (Message("user", "Is the sky above? Answer only yes or no."),), MOST_TOKENS, STEP, choices=("yes", "no")
)


class _Probe(BaseModel):
    model_config = ConfigDict(extra="forbid")

    colour: str


@dataclass(frozen=True, slots=True)
class EndpointReport:
    """What was found. `models` is empty where the endpoint does not list them; `problem` is None where it answers.

    `batches`: it has a batch service. `weighs`: it tells how likely its words were.
    """

    base_url: str
    model: str
    models: tuple[str, ...]
    method: Method | None
    streams: bool
    refused: tuple[str, ...]
    token_factor: float
    batches: bool = False
    weighs: bool = False
    problem: Text | None = None
    hint: Text | None = None


def probe_endpoint(model: EndpointChatModel, endpoint: Endpoint, capabilities: CapabilityFile) -> EndpointReport:
    """Asks a few tiny questions and says what came of them; what was remembered before is forgotten first.

    `model` keeps no replies. Never raises for the endpoint: its first problem stands in the report.
    """
    base_url = endpoint.address.base_url
    capabilities.forget(base_url, model.name)
    problems: list[JourneyError] = []

    def attempt(step: Callable[[], bool]) -> bool:
        try:
            return step()
        except JourneyError as error:
            problems.append(error)
            return False

    if attempt(lambda: _answers_in_shape(model)):
        streams = attempt(lambda: bool("".join(model.stream(_ASKED, max_tokens=64, step=STEP))))
        weighs = attempt(lambda: bool(model.weigh(_CHOSEN)))
    else:
        streams = weighs = False
    known = capabilities.find(base_url, model.name)
    return EndpointReport(
        base_url=base_url,
        model=model.name,
        models=_list_models(endpoint),
        method=known.method,
        streams=streams,
        refused=known.refused,
        token_factor=known.token_factor,
        batches=_has_batches(endpoint),
        weighs=weighs,
        problem=problems[0].message if problems else None,
        hint=problems[0].hint if problems else None,
    )


def _answers_in_shape(model: EndpointChatModel) -> bool:
    reply = model.complete(_ASKED, max_tokens=256, step=STEP, schema=_Probe)
    return reply.outcome is Outcome.DONE


def _has_batches(endpoint: Endpoint) -> bool:
    try:
        BatchService(endpoint).check()
    except (CallError, EndpointError):
        return False
    return True


def _list_models(endpoint: Endpoint) -> tuple[str, ...]:
    try:
        return endpoint.list_models()
    except CallError:
        return ()  # many good endpoints have no such list
