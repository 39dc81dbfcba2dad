"""A finished draft with the account of what was asked for it and what failed."""

from dataclasses import dataclass

from assistant.journey import Draft


@dataclass(frozen=True, slots=True)
class Account:
    """What a draft took: pieces of work asked about, and those the model failed."""

    statements: int = 0
    uncoded: int = 0
    cells: int = 0
    failed_cells: int = 0
    failed_stages: int = 0
    failed_gaps: int = 0
    judged: int = 0
    failed_judgements: int = 0

    @property
    def failed(self) -> int:
        """How many pieces of work the model failed."""
        return self.uncoded + self.failed_cells + self.failed_stages + self.failed_gaps + self.failed_judgements

    def describe(self) -> str:
        """For the provenance: what was asked, what failed."""
        told = f"asked: {self.statements} statements, {self.cells} cells, {self.judged} claims to judge"
        failed = {
            "statements": self.uncoded,
            "cells": self.failed_cells,
            "stages": self.failed_stages,
            "gap analyses": self.failed_gaps,
            "judgements": self.failed_judgements,
        }
        lost = ", ".join(f"{count} {name}" for name, count in failed.items() if count)
        return f"{told}; failed: {lost or 'none'}"


@dataclass(frozen=True, slots=True)
class ModelDraft:
    """A draft and the account of its making."""

    draft: Draft
    account: Account
