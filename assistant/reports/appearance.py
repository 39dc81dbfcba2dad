"""How a draft is written: the look, where its evidence stands, and a client's own file to fill."""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from assistant.reports.theme import Theme

if TYPE_CHECKING:  # loads docxtpl
    from assistant.reports.client_template import ClientTemplate

EvidenceForm = Literal["list", "footnotes"]


@dataclass(frozen=True, slots=True)
class Appearance:
    """`evidence` in a list at the end or in footnotes; `template` is filled besides the reports where there is one."""

    theme: Theme = field(default_factory=Theme)
    evidence: EvidenceForm = "list"
    template: "ClientTemplate | None" = None
